"""A city as GLB, read back byte by byte and by trimesh."""

from __future__ import annotations

import numpy as np
import pytest
import trimesh
from glb_reader import accessor_values, glb_parts, node_named

from citygml.errors import CityModelError
from viewer.export.glb import write_glb
from viewer.scene import view


@pytest.fixture
def asset(town, answers, tmp_path):
    path = view(town, answers, color="result").glb(tmp_path / "town.glb")
    return glb_parts(path.read_bytes())


def test_every_feature_is_a_node_with_its_id_and_attributes(asset, town):
    facts, _ = asset
    layers = [facts["nodes"][number]["name"] for number in facts["scenes"][0]["nodes"]]
    assert layers == ["ground", "roads", "water", "buildings"]
    houses = [facts["nodes"][n] for n in node_named(facts, "buildings")["children"]]
    assert [node["name"] for node in houses] == [f"b{i}" for i in range(25)]
    assert houses[1]["extras"]["usage"] == "shop"
    assert houses[1]["extras"]["result"] == "no"
    extras = facts["scenes"][0]["extras"]
    assert extras["origin_m"] == list(town.origin)
    assert extras["source"] == town.provenance["source"]


def test_the_tower_stands_where_it_stands_y_up(asset):
    """b12 is at (40 to 50, 40 to 50, 3 to 43): x east, y up, z south."""
    facts, body = asset
    primitive = facts["meshes"][node_named(facts, "b12")["mesh"]]["primitives"][0]
    position = accessor_values(facts, body, primitive["attributes"]["POSITION"])
    np.testing.assert_allclose(position.min(axis=0), (40, 3, -50))
    np.testing.assert_allclose(position.max(axis=0), (50, 43, -40))
    index = accessor_values(facts, body, primitive["indices"]).reshape(-1, 3)
    assert len(index) == 12
    corners = position[index].astype(float)
    normal = accessor_values(facts, body, primitive["attributes"]["NORMAL"])
    faces = np.cross(*(position[index[:, k]] - position[index[:, 0]] for k in (1, 2)))
    faces /= np.linalg.norm(faces, axis=1)[:, None]
    np.testing.assert_allclose(normal[index[:, 1]], faces, atol=1e-6)  # edges stay sharp
    volume = np.einsum("ij,ij->i", corners[:, 0], np.cross(corners[:, 1], corners[:, 2])).sum() / 6
    assert volume == pytest.approx(10 * 10 * 40)  # faces look outwards


def test_colours_are_those_of_the_picture_in_linear_light(asset, town, answers):
    """The tower answers "unknown", #f2be34; linear light of 242 is 0.8879 (IEC 61966-2-1)."""
    facts, body = asset
    primitive = facts["meshes"][node_named(facts, "b12")["mesh"]]["primitives"][0]
    colour = accessor_values(facts, body, primitive["attributes"]["COLOR_0"]) / 65535
    assert np.unique(colour[:, 0].round(4)).tolist() == [0.8879]
    assert (colour[:, 3] == 1).all()
    water = facts["materials"][2]
    assert water == {**water, "name": "water", "alphaMode": "BLEND"}


def test_trimesh_reads_the_same_triangles(town, tmp_path):
    scene = trimesh.load(view(town).glb(tmp_path / "town.glb"))
    houses = [scene.geometry[n] for n in scene.geometry if len(scene.geometry[n].faces) == 12]
    assert len(houses) == 25
    volume = sum(trimesh.Trimesh(h.vertices, h.faces).volume for h in houses)
    assert volume == pytest.approx(100 * (24 * 6 + 40), rel=1e-6)


def test_an_unwritable_glb_is_one_clear_line(town, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CityModelError, match="cannot be written"):
        write_glb(tmp_path / "file" / "a.glb", view(town))
