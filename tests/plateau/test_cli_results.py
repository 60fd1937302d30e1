"""The lines at the end of a command."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from builders import Box, box_city

from citygml.errors import FILE_LEFT_OUT
from plateau.cli.results import NO_BUILDING, finish, left_out, problem_lines
from plateau.cli.session import SKIPPED, Session
from plateau.report_notes import note_in

COUNT_NAMES = (
    *("yes", "no", "unknown", "not_needed", "excluded", "buildings", "cameras", "blind spots"),
    *("roof surfaces", "roof surfaces excluded: faces north", "persons in all, before the onset"),
    *("irradiation of roofs, GWh a year", "ground points seen", "points of ground", "rank 5"),
)


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


def test_in_japanese_notes_counts_and_remarks_are_japanese_and_stand_in_columns(city, capsys):
    rows = [("b.gml", 5, "b0", "usage: code 461 means unknown (不明); 22 of 236 values")]
    city = replace(
        city, problems=pd.DataFrame(rows, columns=["path", "line", "feature_id", "reason"])
    )
    buildings = city.features[["geometry"]]
    counts = [("yes", 12), ("buildings", 3)]
    notes = ["not checked: high tide", "a new thought"]
    finish(Session(lang="ja"), city, {"b": buildings}, counts=counts, written=[], notes=notes)
    assert capsys.readouterr().out.splitlines() == [
        "注意：未確認：高潮",
        "注意：a new thought",
        "  可    12",
        "  建物   3",
        "読み込み時の注記 1 件。一覧は plateau info --full で表示します",
    ]
    assert problem_lines(Session(lang="ja"), city.problems) == [
        "  b.gml:5 in b0: usage：コード 461 は不明（不明）。236 件中 22 件"
    ]


@pytest.mark.parametrize("name", COUNT_NAMES)
def test_every_figure_people_look_at_first_has_a_japanese_name(name):
    assert note_in(name, "ja") != name
