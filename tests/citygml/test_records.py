"""Rows met in files -> long tables."""

import re

import pandas as pd

from citygml.cells import Cells, RawValue, RecordCells, TextRows
from citygml.codelists import Codelists
from citygml.records import long_table, text_table, value_problems
from citygml.schema import Category, Field, Schema, Table
from citygml.values import FileContext, typed_values

FILES = [
    FileContext("a.gml", Codelists(lambda name: None)),
    FileContext("b.gml", Codelists(lambda name: None)),
]
IDS = pd.array(["x", "y"], dtype="string")


def built(table, *rows):
    """A table of rows: city object, constants, and texts by number of the field."""
    cells = RecordCells(len(table.fields))
    for feature_row, constants, texts in rows:
        number = cells.begin(feature_row, tuple(constants.items()))
        for field, text in texts.items():
            cells.fields[field].add(number, RawValue(text, "", 0, "e"), 3)
    parts = zip(table.fields, cells.fields, strict=True)
    typed = [typed_values(field, values, FILES, Schema()) for field, values in parts]
    return long_table(table, cells, typed, IDS)


def test_a_label_beats_the_constant_that_fills_in_for_it():
    """A river named by the title of a map has no code; one with an unresolved code has no name."""
    table = Table("t", ("river",), (Field("river_code", (), "code", label_column="river"),))
    found = built(table, (1, {"river": "多摩川"}, {}), (0, {}, {0: "5"}))
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
    found = built(
        table,
        (0, {"title": "計画規模"}, {0: "L2"}),
        (0, {"title": "計画規模"}, {0: "1"}),
        (0, {"title": "想定最大規模"}, {}),
        (0, {}, {0: "3"}),
    )
    assert found["scale"].fillna("").tolist() == ["L2", "L1", "L2", ""]


def test_values_are_put_into_their_rows():
    cells = Cells()
    cells.add(3, RawValue("1", "", 0, "e"), 1)
    cells.add(0, RawValue("2", "", 0, "e"), 1)
    column = typed_values(Field("x", (), "int"), cells, FILES, Schema()).columns(4)["x"]
    assert column.isna().tolist() == [False, True, True, False]
    assert column[[0, 3]].tolist() == [2, 1]


def test_problems_name_table_file_line_and_object():
    field = Field("depth_m", (), "float")
    cells = Cells()
    cells.add(0, RawValue("deep", "", 1, "depth"), 12)
    typed = typed_values(field, cells, FILES, Schema())
    assert value_problems(typed, [1], ["x", "y"], FILES, table="risk") == [
        ("b.gml", 12, "y", "risk.depth_m: 'deep' is not a number; the value is left out")
    ]


def test_text_tables_name_the_object():
    rows = TextRows(2)
    rows.add(1, ("p", "v"))
    table = text_table(rows, ("feature_id", "path", "value"), IDS)
    assert table.to_numpy().tolist() == [["y", "p", "v"]]
