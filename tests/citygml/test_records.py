"""Rows met in files -> long tables."""

import re

import pandas as pd

from citygml.codelists import Codelists
from citygml.records import Row, long_table, spread, text_table, value_problems
from citygml.schema import Category, Field, Schema, Table
from citygml.values import FileContext, RawValue, typed_values

FILES = [
    FileContext("a.gml", Codelists(lambda name: None)),
    FileContext("b.gml", Codelists(lambda name: None)),
]
IDS = pd.array(["x", "y"], dtype="string")


def row(feature_row, constants, **cells):
    entry = Row(feature_row, constants)
    entry.cells = {int(k[1:]): RawValue(text, "", 3, 0, "e") for k, text in cells.items()}
    return entry


def test_a_label_beats_the_constant_that_fills_in_for_it():
    """A river named by the title of a map has no code; one with an unresolved code has no name."""
    table = Table("t", ("river",), (Field("river_code", (), "code", label_column="river"),))
    rows = [row(1, {"river": "多摩川"}), row(0, {}, c0="5")]
    found = long_table(table, rows, (FILES, Schema()), IDS)
    assert found["feature_id"].tolist() == ["y", "x"]
    assert found["river"].fillna("").tolist() == ["多摩川", ""]
    assert found["river_code"].fillna("").tolist() == ["", "5"]


def test_a_category_is_the_first_pattern_of_the_first_text_that_has_one():
    patterns = (("L2", re.compile("想定最大|^L2")), ("L1", re.compile("計画規模|^L1")))
    table = Table(
        "t",
        ("title",),
        (Field("code", (), "code"),),
        (Category("scale", ("code", "title"), patterns),),
    )
    rows = [
        row(0, {"title": "計画規模"}, c0="L2"),
        row(0, {"title": "計画規模"}, c0="1"),
        row(0, {"title": "想定最大規模"}),
        row(0, {}, c0="3"),
    ]
    found = long_table(table, rows, (FILES, Schema()), IDS)
    assert found["scale"].fillna("").tolist() == ["L2", "L1", "L2", ""]


def test_spread_puts_values_into_their_rows():
    values = pd.array([1, 2], dtype="Int64")
    assert spread(values, pd.array([3, 0]).to_numpy(int), 4).isna().tolist() == [
        False,
        True,
        True,
        False,
    ]


def test_problems_name_table_file_line_and_object():
    field = Field("depth_m", (), "float")
    raw = [RawValue("deep", "", 12, 1, "depth")]
    typed = typed_values(field, raw, FILES, Schema())
    assert value_problems(typed, [1], ["x", "y"], FILES, table="risk") == [
        ("b.gml", 12, "y", "risk.depth_m: 'deep' is not a number; the value is left out")
    ]


def test_text_tables_name_the_object():
    table = text_table([(1, "p", "v")], ("feature_id", "path", "value"), IDS)
    assert table.to_numpy().tolist() == [["y", "p", "v"]]
