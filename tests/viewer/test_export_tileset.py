from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from builders import Box, box_city
from glb_reader import accessor_values, glb_parts, property_rows
from pyproj import Transformer

from citygml.errors import CityModelError
from viewer.export import tileset
from viewer.export.tileset import Geoid, cells_of, geoid_of, write_tileset
from viewer.scene import view


@pytest.fixture
def two_cells():
    """A house in one cell of 500 m, two in the next one."""
    return box_city(
        [
            Box(10, 10, 6, east=100, attributes={"usage": "house"}),
            Box(10, 10, 20, east=700, base=4.0, attributes={"usage": "shop"}),
            Box(10, 10, 8, east=740, attributes={"usage": None}),
        ]
    )


@pytest.fixture
def written(two_cells, tmp_path):
    geoid = write_tileset(tmp_path / "tiles", view(two_cells), geoid_height_m=37.5)
    return geoid, tmp_path / "tiles", json.loads((tmp_path / "tiles/tileset.json").read_text())


def test_the_tileset_has_what_the_specification_requires(written):
    geoid, folder, facts = written
    assert geoid == Geoid(37.5, "")
    assert facts["asset"]["version"] == "1.1"
    assert facts["geometricError"] > facts["root"]["geometricError"] > 0
    assert facts["root"]["refine"] == "ADD"
    assert len(facts["root"]["boundingVolume"]["region"]) == 6
    children = facts["root"]["children"]
    assert [child["content"]["uri"] for child in children] == ["content/0.glb", "content/1.glb"]
    assert all(child["geometricError"] == 0 for child in children)
    assert all((folder / child["content"]["uri"]).is_file() for child in children)


def test_buildings_stand_where_the_ellipsoid_says(written, two_cells):
    """Every vertex, through its cell's matrix, against pyproj point by point: within 2 cm."""
    _, folder, facts = written
    to_degrees = Transformer.from_crs(two_cells.crs, 4326, always_xy=True)
    to_earth = Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)
    found = []
    for child in facts["root"]["children"]:
        asset, body = glb_parts((folder / child["content"]["uri"]).read_bytes())
        (primitive,) = asset["meshes"][0]["primitives"]
        x, y, z = accessor_values(asset, body, primitive["attributes"]["POSITION"]).T
        local = np.column_stack([x, -z, y, np.ones_like(x)])  # the runtime turns y up to z up
        matrix = np.array(child["transform"]).reshape(4, 4).T
        found.append((local.astype(float) @ matrix.T)[:, :3])
        half = np.diag(np.array(child["boundingVolume"]["box"][3:]).reshape(3, 3))
        assert (np.abs(local[:, :3]) <= half + 1e-3).all()
    for point in two_cells.mesh.vertices:
        east, north, height = point + np.array(two_cells.origin)
        exact = to_earth.transform(*to_degrees.transform(east, north), height + 37.5)
        distance = np.linalg.norm(np.concatenate(found) - np.array(exact), axis=1)
        assert distance.min() < 0.02


def test_every_vertex_names_its_building_and_the_table_knows_it(written):
    _, folder, facts = written
    said = []
    for child in facts["root"]["children"]:
        asset, body = glb_parts((folder / child["content"]["uri"]).read_bytes())
        assert set(asset["extensionsUsed"]) == {"EXT_mesh_features", "EXT_structural_metadata"}
        (primitive,) = asset["meshes"][0]["primitives"]
        (ids,) = primitive["extensions"]["EXT_mesh_features"]["featureIds"]
        assert ids["propertyTable"] == 0
        number = accessor_values(
            asset, body, primitive["attributes"][f"_FEATURE_ID_{ids['attribute']}"]
        )
        rows = property_rows(asset, body)
        assert set(number.ravel()) == set(range(len(rows))) == set(range(ids["featureCount"]))
        height = accessor_values(asset, body, primitive["attributes"]["POSITION"])[:, 1]
        for k, row in enumerate(rows):
            own = height[number.ravel() == k]
            said.append((row["feature_id"], row["usage"], float(own.max() - own.min())))
    assert said == [("b0", "house", 6.0), ("b1", "shop", 20.0), ("b2", None, 8.0)]


def test_results_of_buildings_are_properties(town, answers, tmp_path):
    write_tileset(tmp_path / "tiles", view(town, answers, color="result"), geoid_height_m=0)
    rows = property_rows(*glb_parts((tmp_path / "tiles/content/0.glb").read_bytes()))
    assert [row["result"] for row in rows[:3]] == ["yes", "no", "unknown"]
    assert rows[2]["depth_m"] == 2.0


def test_without_a_geoid_the_heights_are_left_as_they_are_and_that_is_said(two_cells, monkeypatch):
    """PROJ answers 10.0 for 10.0 unless ballpark transformations are forbidden: here they are."""
    asked = []
    real = Transformer.from_crs

    def recorded(*crs, **options):
        asked.append((crs, options))
        return real(*crs, **options)

    monkeypatch.setattr(tileset.Transformer, "from_crs", recorded)
    geoid = geoid_of(two_cells)
    vertical = [options for crs, options in asked if crs == ("EPSG:6697", "EPSG:4979")]
    assert vertical == [{"allow_ballpark": False}]
    if geoid.note:
        assert geoid.height_m == 0.0
        assert "30 to 40 m too low" in geoid.note
    else:
        assert 25.0 < geoid.height_m < 45.0


def test_a_geoid_that_is_given_needs_no_grid(two_cells):
    assert geoid_of(two_cells, 36.2) == Geoid(36.2, "")


def test_a_building_is_in_one_cell_as_a_whole(two_cells):
    mesh = two_cells.mesh
    owner = two_cells.feature_row_of_triangle
    cell = cells_of(mesh, owner)
    assert [set(cell[owner == k].tolist()) for k in range(3)] == [{0}, {1}, {1}]


def test_a_folder_with_other_files_is_left_alone(two_cells, tmp_path):
    (tmp_path / "letters.txt").write_text("dear")
    with pytest.raises(CityModelError, match="other files"):
        write_tileset(tmp_path, view(two_cells))
    assert (tmp_path / "letters.txt").read_text() == "dear"


def test_an_earlier_tileset_is_replaced(written, two_cells, tmp_path):
    one = replace(two_cells, mesh=two_cells.mesh.submesh(np.arange(12)))
    write_tileset(tmp_path / "tiles", view(one), geoid_height_m=0)
    assert [f.name for f in (tmp_path / "tiles/content").iterdir()] == ["0.glb"]
    assert [path.name for path in tmp_path.iterdir()] == ["tiles"]
