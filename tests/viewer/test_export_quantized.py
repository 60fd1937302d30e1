"""The quantized GLB, read back byte by byte."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from glb_reader import chunks_of, glb_parts, property_rows

from citygml.mesh import Mesh
from viewer.export.gltf import Gltf
from viewer.export.quantized import (
    MOST_TRIANGLES,
    Ids,
    quantized_layer,
)
from viewer.export.quantized import (
    chunks_of as chunk_of_triangle,
)
from viewer.layers import plain_layer
from viewer.scene import view

RED = (200, 10, 0)


def strip(count: int, *, width: float, apart: float):
    """Triangles of their own on the ground, one after the other to the east."""
    east = apart * np.arange(count)
    corner = np.zeros((count, 3, 3))
    corner[:, :, 0] = east[:, None]
    corner[:, 1, 0] += width
    corner[:, 2, 1] = width
    faces = np.arange(3 * count, dtype=np.int32).reshape(-1, 3)
    mesh = Mesh(corner.reshape(-1, 3), faces, np.full(count, -1, np.int32))
    return plain_layer("ground", mesh, np.tile(np.array(RED, np.uint8), (count, 1)))


def read(layer, rows):
    asset = Gltf("test", ("KHR_mesh_quantization",), ("KHR_mesh_quantization",))
    node = quantized_layer(asset, layer, [Ids(rows, int(rows.max()) + 1, "feature")])
    asset.json["scenes"][0]["nodes"] = [node]
    return chunks_of(*glb_parts(asset.to_bytes()), layer.name)


def test_a_town_comes_back_with_its_features_and_attributes(town, answers, tmp_path):
    """b12 is at (40 to 50, 40 to 50, 3 to 43); its walls look along the axes."""
    path = view(town, answers, color="result").glb(tmp_path / "town.glb", quantized=True)
    parts = glb_parts(path.read_bytes())
    rows = property_rows(*parts)
    (houses,) = chunks_of(*parts, "buildings")
    feature = houses["_FEATURE_ID_0"][houses["faces"], 0]
    assert (feature == feature[:, :1]).all()  # no triangle lies between two
    tower = houses["faces"][feature[:, 0] == [row["feature_id"] for row in rows].index("b12")]
    assert len(tower) == 12
    place = houses["place"][tower]
    np.testing.assert_allclose(place.min(axis=(0, 1)), (40, 40, 3), atol=0.0051)
    np.testing.assert_allclose(place.max(axis=(0, 1)), (50, 50, 43), atol=0.0051)
    assert set(np.abs(houses["NORMAL"][tower]).max(axis=2).ravel()) == {127}
    assert rows[12]["result"] == "unknown"
    assert rows[1]["usage"] == "shop"
    assert parts[0]["scenes"][0]["extras"]["source"] == town.provenance["source"]
    assert "KHR_mesh_quantization" in parts[0]["extensionsRequired"]


def test_far_from_the_origin_a_centimetre_is_a_centimetre():
    """Ten triangles 1 km apart, from -9 km on: ten chunks, every corner within half a step."""
    layer = strip(10, width=3.333, apart=1000.0)
    layer = replace(
        layer, mesh=replace(layer.mesh, vertices=layer.mesh.vertices - (9e3, 7.77, 1e3))
    )
    found = read(layer, np.arange(10, dtype=np.int32))
    assert len(found) == 10
    assert {chunk["node"]["scale"][0] for chunk in found} == {0.01}
    places = np.sort(np.concatenate([chunk["place"][chunk["faces"]] for chunk in found]), axis=0)
    np.testing.assert_allclose(places, np.sort(layer.mesh.corners, axis=0), atol=0.00501)


def test_a_triangle_wider_than_sixteen_bits_of_centimetres_has_a_wider_step():
    """3 km in 65,535 steps: 4.6 cm, the next whole centimetre is 5."""
    (chunk,) = read(strip(1, width=3000.0, apart=0.0), np.zeros(1, np.int32))
    assert chunk["node"]["scale"] == [0.05] * 3
    np.testing.assert_allclose(chunk["place"].max(axis=0), (3000, 3000, 0), atol=0.0251)


def test_ground_does_not_gape_where_a_wide_triangle_meets_narrow_ones():
    """Both have the corner (700.013, 0): in steps of 2 cm it is at 700.02 in either chunk."""
    corners = np.array([(0, 0, 0), (700.013, 0, 0), (0, 700, 0), (1300, 0, 0), (1300, 5, 0.0)])
    faces = np.array([(0, 1, 2), (1, 3, 4)], np.int32)
    layer = plain_layer(
        "ground", Mesh(corners, faces, np.full(2, -1, np.int32)), np.full((2, 3), 9, np.uint8)
    )
    wide, narrow = read(layer, np.full(2, -1, np.int32))
    np.testing.assert_allclose(wide["place"][1], narrow["place"][0], atol=1e-6)
    np.testing.assert_allclose(wide["place"][1], (700.02, 0, 0), atol=1e-6)


def test_what_lies_together_is_together_and_no_chunk_is_too_large():
    layer = strip(2 * MOST_TRIANGLES + 100, width=0.05, apart=0.06)
    none = np.full(len(layer.rgb), -1, np.int32)
    chunk = chunk_of_triangle(layer, none)
    count = np.bincount(chunk)
    assert count.max() == MOST_TRIANGLES
    assert count.sum() == len(layer.rgb)
    east = layer.mesh.corners[:, 0, 0]
    widths = [np.ptp(east[chunk == k]) for k in range(len(count))]
    assert max(widths) <= MOST_TRIANGLES * 0.06 + 33.0


def test_triangles_of_one_feature_stay_in_one_chunk():
    """Two triangles 600 m apart, of one owner: the chunk is where their middle is."""
    layer = strip(2, width=3.0, apart=600.0)
    assert np.ptp(chunk_of_triangle(layer, np.zeros(2, np.int32))) == 0
    assert np.ptp(chunk_of_triangle(layer, np.full(2, -1, np.int32))) == 1


def test_more_than_65535_vertices_and_features_are_told_apart():
    count = 70_000
    rows = np.arange(count, dtype=np.int32)
    found = read(strip(count, width=0.04, apart=0.05), rows)
    numbers = np.concatenate([chunk["_FEATURE_ID_0"][chunk["faces"][:, 0], 0] for chunk in found])
    np.testing.assert_array_equal(np.sort(numbers), rows)
    assert all(chunk["faces"].dtype == np.uint16 for chunk in found)


def test_chunks_without_any_feature_name_none():
    layer = strip(2, width=3.0, apart=600.0)
    known, other = read(layer, np.array([0, -1], np.int32))
    assert (
        known["primitive"]["extensions"]["EXT_mesh_features"]["featureIds"][0]["featureCount"] == 1
    )
    assert "extensions" not in other["primitive"]
