"""The lines at the end of a command."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from builders import Box, box_city

from citygml.errors import FILE_LEFT_OUT
from plateau.cli.results import NO_BUILDING, finish, left_out
from plateau.cli.session import SKIPPED, Session


@pytest.fixture
def city():
    return box_city([Box(10, 10, 6), Box(10, 10, 9, east=20)])


def test_a_result_without_buildings_says_what_to_do(city, capsys):
    buildings = city.features[["geometry"]]
    for table, is_said in ((buildings, False), (buildings.iloc[:0], True)):
        assert finish(Session(), city, {"buildings": table}, counts=[], written=[]) == 0
        assert (NO_BUILDING in capsys.readouterr().out) == is_said


def test_what_cost_a_file_or_an_object_is_left_out_and_the_rest_is_a_remark(city, capsys):
    rows = [
        ("a.gml", 3, "", f"{FILE_LEFT_OUT}not well-formed XML"),
        ("b.gml", 4, "b9", "no polygon can be read"),
        ("b.gml", 5, "b0", "height_m: -9999 means unknown"),
    ]
    problems = pd.DataFrame(rows, columns=["path", "line", "feature_id", "reason"])
    city = replace(city, problems=problems)
    assert left_out(city)["line"].tolist() == [3, 4]
    buildings = city.features[["geometry"]]
    assert finish(Session(), city, {"buildings": buildings}, counts=[], written=[]) == SKIPPED
    said = capsys.readouterr().out
    assert "left out (2):" in said
    assert "b.gml:4 in b9: no polygon" in said
