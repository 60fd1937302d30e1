"""A part of a dataset in tiles: what is around it, what its rows say, and a part left empty."""

from functools import partial

import geopandas as gpd
import pytest
from plateau_folders import write_dataset
from run_analyses import all_ids, heights
from same_tables import assert_same
from sample_city import CITY, SAMPLE

import plateau
from plateau import cli
from plateau.cli.results import NO_BUILDING
from plateau.cli.session import Session
from plateau.runner import run
from plateau.tiles import tile_at, tile_bounds

#: A place on both sides of the border between the tiles, and some houses of it.
ACROSS = {"around": (139.5625, 35.6113), "radius_m": 150.0}
FEW = {"bounds": (139.56195, 35.6111, 139.56305, 35.6113)}


@pytest.fixture(scope="module")
def data():
    return plateau.open(CITY)


@pytest.mark.parametrize(
    ("words", "context_m"),
    [(ACROSS, 60.0), (FEW, 60.0), (FEW, 0.0), ({"where": "storeys_above_ground >= 4"}, 60.0)],
    ids=["around", "bounds", "nothing around", "where"],
)
def test_the_tiles_of_a_selection_have_around_them_what_it_has_in_one_piece(
    data, tmp_path, words, context_m
):
    part = data.select(**words)
    one = all_ids(part.load(context_m=context_m))
    tiled = run(part, all_ids, out=tmp_path, context_m=context_m).table("table")
    assert set(tiled["name"]) == set(one["name"])
    assert len(one) > 3


def test_what_is_selected_and_then_run_is_what_is_run_and_then_selected(data, tmp_path):
    """Light on roofs depends on what stands within the context, whatever else is selected."""
    analysis = partial(
        plateau.solar_potential,
        weather=plateau.read_weather(SAMPLE / "weather.epw"),
        preset="fast",
        spacing_m=20.0,
    )
    whole = run(data, analysis, out=tmp_path / "whole", context_m=60.0).table("table")
    part = run(data.select(**ACROSS), analysis, out=tmp_path / "part", context_m=60.0)
    table = part.table("table")
    assert 50 < len(table) < len(whole) / 2
    assert_same(table, whole.loc[table.index])


@pytest.mark.parametrize("longitude", [136.22, 137.84], ids=["west", "east"])
def test_a_circle_at_the_end_of_a_zone_holds_what_lies_in_it_of_the_whole_run(tmp_path, longitude):
    """Zone VII, 85 km west and 60 km east of its meridian: the grid turns by 0.6 and 0.4 deg."""
    west, south, *_ = tile_bounds(tile_at(longitude, 36.3))
    tiles = [tile_at(x, south + 0.004) for x in (west - 0.006, west + 0.006)]
    shares = [(x / 12.0, y / 12.0) for x in range(12) for y in range(12)]
    data = plateau.open(write_dataset(tmp_path, dict.fromkeys(tiles, shares)))
    assert data.crs.to_epsg() == 6675
    place = (west, south + 0.004)
    whole = run(data, heights, out=tmp_path / "whole").table("table")
    chosen = data.select(around=place, radius_m=420.0)
    part = run(chosen, heights, out=tmp_path / "part").table("table")
    centre = gpd.GeoSeries.from_xy(*([x] for x in place), crs=6668).to_crs(6675).iloc[0]
    inside = whole.geometry.representative_point().distance(centre) <= 420.0
    assert {name[:8] for name in whole.index[inside]} == set(tiles)
    assert 20 < inside.sum() < len(whole) / 2
    assert set(part.index) == set(chosen.load().features.index) == set(whole.index[inside])


@pytest.mark.parametrize("command", ["flood", "solar"])
def test_a_selection_without_a_building_is_one_clear_line(tmp_path, capsys, command):
    words = ["--where", "usage == 'nonesuch'", "--out", tmp_path / "out"]
    words += ["--weather", SAMPLE / "weather.epw"] if command == "solar" else []
    code = cli.exit_code(Session(), [str(word) for word in (command, CITY, *words)])
    said = capsys.readouterr().out
    assert code == 0
    assert NO_BUILDING in said.splitlines()
    assert "nan" not in said
