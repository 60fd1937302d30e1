"""A part of a dataset in tiles: what is around it, what its rows say, and a part left empty."""

from functools import partial

import pytest
from run_analyses import all_ids
from same_tables import assert_same
from sample_city import CITY, SAMPLE

import plateau
from plateau import cli
from plateau.cli.results import NO_BUILDING
from plateau.cli.session import Session
from plateau.runner import run

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


@pytest.mark.parametrize("command", ["flood", "solar"])
def test_a_selection_without_a_building_is_one_clear_line(tmp_path, capsys, command):
    words = ["--where", "usage == 'nonesuch'", "--out", tmp_path / "out"]
    words += ["--weather", SAMPLE / "weather.epw"] if command == "solar" else []
    code = cli.exit_code(Session(), [str(word) for word in (command, CITY, *words)])
    said = capsys.readouterr().out
    assert code == 0
    assert NO_BUILDING in said.splitlines()
    assert "nan" not in said
