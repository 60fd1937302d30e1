"""Coded columns give back what was put in, also when parts of a file are joined."""

import pickle

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from citygml.cells import Cells, Codes, RecordCells, TextRows, shifted

TEXTS = st.lists(st.sampled_from(["wall", "roof", "", "屋根", "411"]))


def coded(texts):
    codes = Codes()
    for text in texts:
        codes.add(text)
    return codes


def decoded(codes):
    return [codes.distinct[number] for number in codes.which]


@given(TEXTS)
def test_codes_keep_the_order_and_each_text_once(texts):
    codes = coded(texts)
    assert decoded(codes) == texts
    assert len(codes) == len(texts)
    assert codes.distinct == list(dict.fromkeys(texts))


@given(TEXTS, TEXTS)
def test_joined_codes_are_those_of_the_joined_texts(one, other):
    joined = coded(one)
    joined.extend(coded(other))
    assert decoded(joined) == one + other
    assert joined.distinct == list(dict.fromkeys(one + other))


def test_rows_of_a_part_are_moved_on():
    cells, part = Cells(), Cells()
    cells.add(0, ("8", "m", 0, "height"), 10)
    part.add(0, ("8", "m", 0, "height"), 20)
    part.add(2, ("9", "m", 0, "height"), 30)
    cells.extend(part, 5)
    assert (list(cells.rows), list(cells.lines)) == ([0, 5, 7], [10, 20, 30])
    assert cells.raw.which.tolist() == [0, 0, 1]


def test_records_of_a_part_follow_those_before_them():
    """Their owners are city objects, the rows of their values are rows of the table."""
    table, part = RecordCells(1), RecordCells(1)
    table.begin(4, (("hazard", "river"),))
    row = part.begin(1, (("hazard", "tsunami"),))
    part.fields[0].add(row, ("1", "", 0, "rank"), 7)
    table.extend(part, 10)
    assert list(table.owners) == [4, 11]
    assert list(table.fields[0].rows) == [1]
    assert [dict(pairs)["hazard"] for pairs in decoded(table.constants)] == ["river", "tsunami"]


def test_texts_of_a_part_follow_those_before_them():
    rows, part = TextRows(2), TextRows(2)
    rows.add(0, ("a", "1"))
    part.add(0, ("b", "1"))
    rows.extend(part, 3)
    assert list(rows.owners) == [0, 3]
    assert [decoded(column) for column in rows.columns] == [["a", "b"], ["1", "1"]]


def test_columns_travel_to_another_process():
    codes = pickle.loads(pickle.dumps(coded(["a", "b", "a"])))
    assert decoded(codes) == ["a", "b", "a"]


def test_nothing_is_moved_nowhere():
    np.testing.assert_array_equal(shifted(Cells().rows, 5), [])
