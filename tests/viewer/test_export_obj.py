from __future__ import annotations

import numpy as np
import pytest
import trimesh

from citygml.errors import CityModelError
from viewer.export.obj import write_obj
from viewer.scene import view


@pytest.fixture
def written(town, tmp_path):
    path, materials = write_obj(tmp_path / "town.obj", view(town))
    return path.read_text(encoding="utf-8"), materials.read_text(encoding="utf-8"), path


def test_every_building_is_an_object_with_its_volume(written):
    """24 houses of 600 m3 and the tower of 4,000 m3, by the divergence theorem."""
    lines = written[0].splitlines()
    corner = np.array([line.split()[1:] for line in lines if line.startswith("v ")], float)
    volume, name = {}, ""
    for line in lines:
        if line.startswith("o "):
            name = line[2:]
        if line.startswith("f "):
            a, b, c = corner[np.array(line.split()[1:], int) - 1]
            volume[name] = volume.get(name, 0.0) + np.dot(a, np.cross(b, c)) / 6
    houses = [round(volume[f"b{i}"]) for i in range(25)]
    assert sorted(houses) == [600] * 24 + [4000]
    assert houses[12] == 4000
    assert len(trimesh.load(written[2], group_material=False).geometry) > 1


def test_objects_are_named_by_id_and_every_material_is_defined(written):
    text, materials, _ = written
    names = [line[2:] for line in text.splitlines() if line.startswith("o ")]
    assert {f"b{i}" for i in range(25)} | {"road", "flood", "ground"} == set(names)
    used = {line[7:] for line in text.splitlines() if line.startswith("usemtl ")}
    made = {line[7:] for line in materials.splitlines() if line.startswith("newmtl ")}
    assert used == made
    assert "d 0.4" in materials  # flood water


def test_faces_name_vertices_that_exist(written):
    text = written[0].splitlines()
    count = sum(line.startswith("v ") for line in text)
    faces = np.array([line.split()[1:] for line in text if line.startswith("f ")], int)
    assert faces.min() == 1
    assert faces.max() == count


def test_the_head_says_where_the_origin_is_and_whose_data_it_is(written, town):
    head = "\n".join(written[0].splitlines()[:4])
    assert "easting -69000.0 m, northing 34000.0 m, height 0.0 m" in head
    assert town.provenance["source"] in head


def test_an_unwritable_obj_leaves_nothing(town, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CityModelError, match="cannot be written"):
        write_obj(tmp_path / "file" / "a.obj", view(town))
