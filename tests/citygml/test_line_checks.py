"""Crossings of lines in space, by hand."""

import numpy as np
import pytest

from citygml.line_checks import TOLERANCE_M, broken_chain, crosses_itself


def line(*points):
    return np.array(points, dtype=float)


@pytest.mark.parametrize(
    ("points", "crosses"),
    [
        (line((0, 0, 0), (4, 0, 0), (4, 4, 0), (2, -2, 0)), True),
        (line((0, 0, 0), (4, 0, 0), (4, 4, 9), (2, -2, 9)), False),  # 9 m above
        (line((0, 0, 0), (4, 0, 0), (4, 4, 0), (0, 0, 0)), False),  # its ends meet
        (line((0, 0, 0), (4, 0, 0), (4, 4, 0), (2, 0, 0)), True),  # it touches itself
        (line((0, 0, 0), (4, 0, 0), (2, 0, 0)), True),  # it runs back
        (line((0, 0, 0), (0, 0, 5)), False),  # upright
    ],
)
def test_a_line_crosses_itself_where_it_comes_to_a_place_twice(points, crosses):
    assert crosses_itself(points) is crosses
    assert crosses_itself(points[::-1]) is crosses


def test_a_gap_within_the_tolerance_is_none():
    one = line((0, 0, 0), (1, 0, 0))
    for gap_m, broken in ((0.9 * TOLERANCE_M, False), (1.1 * TOLERANCE_M, True)):
        other = line((1.0 + gap_m, 0, 0), (2, 0, 0))
        assert broken_chain([one, other]) is broken
    assert not broken_chain([one])
