"""Dividing a dataset into tiles: every object and every place is in exactly one of them."""

import numpy as np
import plateau_folders as folders
import pytest
from plateau_folders import NAME, tile_text, write_dataset

import plateau
from citygml.errors import CityModelError
from plateau.dataset import DEFAULT_TYPES
from plateau.tiles import Bounds, tile_bounds
from plateau.tiling import EVERYWHERE, TileMap, divided, tiling_of

WEST, EAST, FAR = "54363371", "54363372", "54363391"
TILES = {WEST: [(0.5, 0.5)], EAST: [(0.5, 0.5)], FAR: [(0.5, 0.5)]}


def add_file(root, name, *shares, tile=WEST):
    """A file of another type or level with boxes at shares of a tile."""
    path = root / "udx" / name.split("_")[1] / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(tile_text(tile, *shares).replace(f"{tile}-", f"{name}-"), encoding="utf-8")


def tiles_of(root, context_m=0.0):
    return {t.name: t for t in tiling_of(plateau.open(root), context_m, types=DEFAULT_TYPES).tiles}


def names(files):
    return sorted(file.member.rpartition("/")[2] for file in files)


def test_tiles_are_those_of_the_building_files(tmp_path):
    root = write_dataset(tmp_path, TILES)
    add_file(root, "543633_dem_6697_op.gml", (0.5, 0.5))
    tiles = tiles_of(root)
    assert sorted(tiles) == [WEST, EAST, FAR]
    assert names(tiles[WEST].own) == [f"{WEST}_bldg_6697_op.gml"]
    assert names(tiles[WEST].relief) == ["543633_dem_6697_op.gml"]
    assert tiles[WEST].bounds == tile_bounds(WEST)


def test_neighbours_are_found_by_place(tmp_path):
    """Tiles are 925 m high: the third begins 925 m north of the first two."""
    root = write_dataset(tmp_path, TILES)
    for file in root.rglob("*.gml"):  # an envelope that says nothing more than the tile
        text = file.read_text(encoding="utf-8")
        west, south, east, north = tile_bounds(file.name[:8])
        text = text.replace("<gml:lowerCorner>0 0 0<", f"<gml:lowerCorner>{south} {west} 0<")
        text = text.replace("<gml:upperCorner>9 9 9<", f"<gml:upperCorner>{north} {east} 9<")
        file.write_text(text, encoding="utf-8")
    assert names(tiles_of(root, 100.0)[WEST].near) == [f"{EAST}_bldg_6697_op.gml"]
    assert len(tiles_of(root, 1200.0)[WEST].near) == 2


def test_an_envelope_of_half_the_world_does_not_make_all_files_neighbours(tmp_path):
    """The boxes of these tests write 0 to 9 degrees; 500 m out of the tile is what is believed."""
    root = write_dataset(tmp_path, {WEST: [(0.5, 0.5)], "54363399": [(0.5, 0.5)]})
    assert tiles_of(root)[WEST].near == ()


def test_a_file_of_a_coarser_level_is_shared_among_the_tiles_it_covers(tmp_path):
    root = write_dataset(tmp_path, TILES)
    add_file(root, "543633_tran_6697_op.gml", (0.5, 0.5))
    (shared,) = tiles_of(root)[WEST].shared
    assert names([shared[0]]) == ["543633_tran_6697_op.gml"]
    assert shared[1] == (WEST, EAST, FAR)


def test_a_layer_without_buildings_makes_no_tile_and_roads_alone_do(tmp_path):
    root = write_dataset(tmp_path, {WEST: [(0.5, 0.5)]})
    add_file(root, f"{EAST}_fld_6697_op.gml", (0.1, 0.1))
    assert sorted(tiles_of(root)) == [WEST]
    alone = write_dataset(tmp_path / "roads", {}, name=NAME)
    add_file(alone, f"{EAST}_tran_6697_op.gml", (0.1, 0.1))
    assert sorted(tiles_of(alone)) == [EAST]


def test_files_without_a_code_are_tiles_of_their_own(tmp_path):
    (tmp_path / "berlin.gml").write_text(tile_text(WEST, (0.5, 0.5)), encoding="utf-8")
    (tmp_path / "potsdam.gml").write_text(tile_text(EAST, (0.5, 0.5)), encoding="utf-8")
    assert sorted(tiles_of(tmp_path)) == ["berlin", "potsdam"]


def test_relief_alone_is_refused(tmp_path):
    root = write_dataset(tmp_path, {})
    add_file(root, "543633_dem_6697_op.gml", (0.5, 0.5))
    with pytest.raises(CityModelError, match="but relief"):
        tiles_of(root)


PLACES = {"a": Bounds(0.0, 0.0, 1.0, 1.0), "b": Bounds(1.0, 0.0, 2.0, 1.0)}


def owners(tile_map, *places):
    lon, lat = np.array(places, dtype=float).T
    return tile_map.owner(lon, lat).tolist()


def test_a_place_is_in_the_tile_that_holds_it_and_on_a_border_in_the_eastern_one():
    found = owners(TileMap.of(PLACES), (0.5, 0.5), (1.0, 0.5), (1.5, 0.5), (0.0, 0.0))
    assert found == ["a", "b", "b", "a"]


def test_a_place_in_no_tile_is_in_the_nearest():
    assert owners(TileMap.of(PLACES), (-5.0, 0.5), (9.0, 9.0), (0.4, 2.0)) == ["a", "b", "a"]


def test_of_two_tiles_that_overlap_the_smaller_holds_what_both_do():
    nested = {**PLACES, "in a": Bounds(0.0, 0.0, 0.5, 0.5)}
    assert owners(TileMap.of(nested), (0.2, 0.2), (0.7, 0.2)) == ["in a", "a"]


def test_every_place_has_the_same_owner_whatever_else_is_asked():
    rng = np.random.default_rng(3)
    lon, lat = rng.uniform(-1.0, 3.0, (2, 500))
    tile_map = TileMap.of({**PLACES, "c": Bounds(0.0, 1.0, 1.0, 2.0)})
    together = tile_map.owner(lon, lat)
    alone = [tile_map.owner(lon[i : i + 1], lat[i : i + 1])[0] for i in range(len(lon))]
    assert together.tolist() == alone
    assert set(alone) == {"a", "b", "c"}


def test_no_place_has_no_owner():
    assert TileMap.of(PLACES).owner(np.zeros(0), np.zeros(0)).tolist() == []
    assert owners(TileMap.of(PLACES), (np.nan, np.nan)) == ["a"]


def test_a_divided_tile_is_shared_by_its_parts_which_reach_out_to_all_sides(tmp_path):
    tiling = tiling_of(plateau.open(write_dataset(tmp_path, TILES)), 0.0, types=DEFAULT_TYPES)
    west, south, east, north = tile_bounds(WEST)
    middle = (west + east) / 2
    halves = {
        "left": Bounds(west, south, middle, north),
        "right": Bounds(middle, south, east, north),
    }
    found = {tile.name: tile for tile in divided(tiling, WEST, halves).tiles}
    assert sorted(found) == [EAST, FAR, "left", "right"]
    left = found["left"]
    assert left.own == ()
    assert left.shared[0][1] == ("left", "right")
    assert left.is_part
    assert left.extent == Bounds(EVERYWHERE.west, EVERYWHERE.south, middle, EVERYWHERE.north)
    place = (np.array([west + 1e-4]), np.array([south + 1e-4]))
    assert divided(tiling, WEST, halves).map.owner(*place).tolist() == ["left"]


def test_folders_of_tests_are_about_900_m_high():
    assert pytest.approx(925.0, abs=1.0) == folders.LAT_M / 120
