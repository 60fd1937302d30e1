"""Texts of rings -> points, whatever the batches."""

import numpy as np
import pytest

from citygml import rings
from citygml.coordinates import Rings
from citygml.rings import RingColumns, ring_faults

SQUARE = "0 0 5 4 0 5 4 4 5 0 4 5 0 0 5"
OPEN = "0 0 5 4 0 5 4 4 5"
BAD = "0 0 5 4 0 x 4 4 5"


def gathered(texts, *, turned=(), dimension=3):
    columns = RingColumns(with_written=True)
    columns.turned.update(turned)
    for text in texts:
        columns.dimension.append(dimension)
        columns.add([text])
    return columns


def same(one, other):
    for a, b in zip(one, other, strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("characters", [0, 40, 1_000_000])
def test_batches_do_not_change_the_points(monkeypatch, characters):
    texts = [SQUARE, OPEN, BAD, "", SQUARE] * 3
    once = gathered(texts, turned=[1, 5])
    expected = once.points()
    monkeypatch.setattr(rings, "BATCH_CHARACTERS", characters)
    columns = gathered(texts, turned=[1, 5])
    same(columns.points(), expected)
    assert columns.faults == once.faults
    assert sorted(columns.faults) == [2, 3, 7, 8, 12, 13]


def test_rings_are_open_and_know_which_written_point_is_which():
    points = gathered([SQUARE, OPEN, SQUARE], turned=[2]).points()
    assert points.length.tolist() == [4, 3, 4]
    assert points.start.tolist() == [0, 5, 8, 13]
    assert points.written.tolist() == [0, 1, 2, 3, 5, 6, 7, 11, 10, 9, 8]
    np.testing.assert_array_equal(points.coords[7:], points.coords[:4][::-1])


def test_parts_of_a_file_are_joined():
    joined = gathered([SQUARE, BAD], turned=[0])
    joined.extend(gathered([OPEN, BAD, SQUARE], turned=[2]))
    whole = gathered([SQUARE, BAD, OPEN, BAD, SQUARE], turned=[0, 4])
    same(joined.points(), whole.points())
    assert joined.faults == whole.faults


def test_a_fault_is_the_first_that_applies():
    counts, three = np.array([9, 10, 6, 9]), np.array([3, 3, 3, 3])
    values = np.arange(34.0)
    values[0], values[26] = np.nan, 1e300
    reasons = list(ring_faults(Rings(values, counts, three)).values())
    assert [reason.split(" ")[1] for reason in reasons] == ["holds", "has", "of", "holds"]
    assert "finite" in reasons[0]
    assert "beyond" in reasons[3]
