"""The city of a tile: own objects, neighbours within the context, shared files divided."""

from dataclasses import replace

import numpy as np
import pytest
from gml_documents import document
from plateau_folders import LON_M, SRS, box, tile_text, write_dataset
from pyproj import CRS
from sample_city import CITY

import plateau
from citygml.errors import GMLError
from plateau.dataset import DEFAULT_TYPES
from plateau.manifest import RunFolder
from plateau.memory import quarters
from plateau.relief import cut_relief
from plateau.sources import as_sources
from plateau.tile_city import Surroundings, lon_lat, tile_city
from plateau.tiles import tile_bounds
from plateau.tiling import divided, tiling_of

WEST, EAST = "54363371", "54363372"


def cities(data, context_m, *, tiling=None, relief=None):
    """City of every tile by name."""
    tiling = tiling or tiling_of(data, context_m, types=DEFAULT_TYPES)
    around = Surroundings(
        f"EPSG:{data.crs.to_epsg()}", data.areas, context_m, data.provenance, tiling.map
    )
    return {tile.name: tile_city(tile, around, relief or {}) for tile in tiling.tiles}


def own(city):
    return sorted(city.features.index[~city.features["is_context"].astype(bool)])


def add_roads(root, *shares):
    """Boxes in a file of the 10 km square; what matters is where they are."""
    path = root / "udx/tran/543633_tran_6697_op.gml"
    path.parent.mkdir()
    text = tile_text(WEST, *shares).replace(f"{WEST}-", "road-")
    path.write_text(text, encoding="utf-8")


def test_objects_of_a_coarser_file_belong_to_the_tile_they_lie_in_or_the_nearest(tmp_path):
    """1.5 tiles east is in the eastern tile, 9 tiles west nearest to the western."""
    root = write_dataset(tmp_path, {WEST: [(0.5, 0.5)], EAST: [(0.5, 0.5)]})
    add_roads(root, (0.2, 0.5), (1.5, 0.5), (-9.0, 0.5), (9.0, 0.5))
    found = cities(plateau.open(root), 0.0)
    assert own(found[WEST]) == [f"{WEST}-0", "road-0", "road-2"]
    assert own(found[EAST]) == [f"{EAST}-0", "road-1", "road-3"]


def test_a_building_out_of_its_tile_is_its_own_and_has_its_neighbours(tmp_path):
    """Written in the west, it stands 3 km further east, where its neighbour is 60 m away."""
    _, south, east, north = tile_bounds(WEST)
    lat, far = (south + north) / 2, east + 3000.0 / LON_M
    root = write_dataset(tmp_path, {EAST: [(0.5, 0.5)], "54363374": []})
    path = root / f"udx/bldg/{WEST}_bldg_6697_op.gml"
    path.write_text(document(box(far, lat, id="stray"), srs=SRS), encoding="utf-8")
    path = root / "udx/bldg/54363374_bldg_6697_op.gml"
    neighbour = box(far + 70.0 / LON_M, lat, id="neighbour")
    path.write_text(document(neighbour, srs=SRS), encoding="utf-8")
    city = cities(plateau.open(root), 2500.0)[WEST]
    assert own(city) == ["stray"]
    assert "neighbour" in city.features.index


def test_neighbours_beyond_the_context_are_not_even_read(tmp_path):
    root = write_dataset(tmp_path, {WEST: [(0.5, 0.5)], EAST: [(0.03, 0.5), (0.9, 0.5)]})
    city = cities(plateau.open(root), 100.0)[WEST]
    assert sorted(city.features.index) == [f"{WEST}-0", f"{EAST}-0"]
    assert city.reach_m == 100.0


def test_an_own_file_that_cannot_be_read_is_an_error_and_a_neighbours_is_a_problem(tmp_path):
    root = write_dataset(tmp_path, {WEST: [(0.5, 0.5)], EAST: [(0.5, 0.5)]})
    path = root / f"udx/bldg/{EAST}_bldg_6697_op.gml"
    path.write_bytes(path.read_bytes()[:1500])
    data = plateau.open(root)
    tiling = tiling_of(data, 900.0, types=DEFAULT_TYPES)
    around = Surroundings("EPSG:6675", (), 900.0, {}, tiling.map)
    west, east = tiling.tiles
    problems = tile_city(west, around, {}).problems
    assert problems["reason"].str.startswith("file left out: ").sum() == 1
    with pytest.raises(GMLError, match=f"{EAST}_bldg.*not well-formed"):
        tile_city(east, around, {})


def test_the_parts_of_a_divided_tile_have_all_its_buildings_once():
    data = plateau.open(CITY)
    tiling = tiling_of(data, 30.0, types=DEFAULT_TYPES)
    tiling = replace(tiling, tiles=tuple(replace(t, relief=()) for t in tiling.tiles))
    name = "53393434"
    parts = divided(tiling, name, quarters(name, tile_bounds(name)))
    whole, found = cities(data, 30.0, tiling=tiling), cities(data, 30.0, tiling=parts)
    pieces = [own(city) for tile, city in found.items() if tile.startswith(name)]
    assert len(pieces) == 4
    assert sorted(np.concatenate(pieces)) == own(whole[name])
    assert max(map(len, pieces)) < len(own(whole[name]))
    assert own(found["53393435"]) == own(whole["53393435"])
    read = [len(city.features) for tile, city in found.items() if tile.startswith(name)]
    assert max(read) < len(whole[name].features)


def test_relief_is_cut_to_the_tile_and_its_context(tmp_path):
    data = plateau.open(CITY)
    tiling = tiling_of(data, 50.0, types=DEFAULT_TYPES)
    (entry,) = tiling.relief
    folder = cut_relief(as_sources([entry])[0], data.crs, RunFolder(tmp_path).relief / "dem")
    found = cities(data, 50.0, relief={entry.label: folder})
    whole = data.load()
    for city in found.values():
        assert 0 < len(city.terrain) < len(whole.terrain)
        np.testing.assert_allclose(
            city.features["base_elevation_m"].to_numpy(),
            whole.features.loc[city.features.index, "base_elevation_m"].to_numpy(),
        )
    west, east = found.values()
    np.testing.assert_array_equal(west.far_relief, east.far_relief)


def test_points_inside_shapes_in_degrees():
    data = plateau.open(CITY)
    lon, lat = lon_lat(data.load().features.geometry.to_numpy()[:5], CRS.from_epsg(6677))
    assert ((lon > 139.5) & (lon < 139.6) & (lat > 35.5) & (lat < 35.7)).all()
