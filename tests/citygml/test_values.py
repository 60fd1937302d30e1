"""One text -> one value, or why there is none."""

import numpy as np
import pytest

from citygml.cells import Cells, RawValue
from citygml.codelists import Codelists
from citygml.schema import Field, Missing, Schema
from citygml.values import FileContext, reading_of, typed_values

LISTS = Codelists(lambda name: None, {"rank": {"1": "0.5m未満"}})
SCHEMA = Schema(
    missing=Missing({"int": frozenset({9999.0})}), units={"h": frozenset({"hour", "時間"})}
)


def met(*texts):
    cells = Cells()
    for row, text in enumerate(texts):
        cells.add(row, raw(text), 7)
    return cells


def raw(text, note="", element="rank"):
    return RawValue(text, note, 0, element)


@pytest.mark.parametrize(
    ("dtype", "text", "value"),
    [
        ("float", "1e1", 10.0),
        ("int", "3.0", 3),
        ("year", "1981", 1981),
        ("year", "2017-01-01", 2017),
        ("year", "1981Z", 1981),
        ("date", "2023-03-22+09:00", "2023-03-22"),
        ("text", " 加賀 ", "加賀"),
        ("code", "411", "411"),
    ],
)
def test_spellings_of_values(dtype, text, value):
    assert reading_of(Field("x", (), dtype), raw(text), LISTS, SCHEMA).value == value


@pytest.mark.parametrize("unit", ["hour", "時間", " hour "])
def test_spellings_of_units(unit):
    field = Field("duration_h", (), "float", "h")
    assert reading_of(field, raw("678.17", unit), LISTS, SCHEMA).value == 678.17


def test_9999_metres_are_a_number_and_9999_storeys_are_not():
    assert reading_of(Field("x", (), "float"), raw("9999"), LISTS, SCHEMA).value == 9999.0
    assert reading_of(Field("x", (), "int"), raw("9999"), LISTS, SCHEMA).value is None


def test_a_code_says_which_list_its_label_is_from():
    """Text from the bundled list can be told apart; a code without a list has no text."""
    field = Field("rank_code", (), "code", label_column="rank_text", list_column="rank_list")
    standard = reading_of(field, raw("1", "../../codelists/rank.xml"), LISTS, SCHEMA)
    assert (standard.label, standard.list_name) == ("0.5m未満", "standard:rank.xml")
    unlisted = reading_of(field, raw("1", "own.xml"), LISTS, SCHEMA)
    assert (unlisted.value, unlisted.label, unlisted.list_name) == ("1", None, "own.xml")
    bare = reading_of(field, raw("1"), LISTS, SCHEMA)
    assert (bare.label, bare.list_name) == (None, "rank")


def test_each_distinct_text_is_read_once_and_keeps_its_place():
    files = [FileContext("a.gml", LISTS)]
    field = Field("x", (), "int")
    typed = typed_values(field, met("2", "9999", "2", "x"), files, SCHEMA)
    assert len(typed.readings) == 3
    assert typed.columns()["x"].tolist()[::2] == [2, 2]
    assert typed.columns()["x"].isna().tolist() == [False, True, False, True]
    np.testing.assert_array_equal(typed.flagged("sentinel"), [1])
    np.testing.assert_array_equal(typed.flagged("fault"), [3])


def test_nothing_becomes_an_empty_column_of_the_right_type():
    for dtype, expected in (("float", "float64"), ("int", "Int64"), ("code", "string")):
        array = typed_values(Field("x", (), dtype), met(), [], SCHEMA).columns()["x"]
        assert (len(array), str(array.dtype)) == (0, expected)
