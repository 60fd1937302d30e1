"""Levels of pixel density: ascending tables, thresholds, bad input."""

from __future__ import annotations

import numpy as np
import pytest

from analyses.levels import LEVELS, level_of, level_table
from citygml.errors import AnalysisError


def test_levels_ascend_and_a_density_on_the_threshold_reaches_it():
    for table in LEVELS.values():
        assert list(table.values()) == sorted(table.values())
    assert level_of([12.4, 12.5, 250.0, 9999], LEVELS["dori2014"]).tolist() == [
        "below",
        "monitor",
        "identify",
        "identify",
    ]


def test_thresholds_are_those_of_the_standards():
    """IEC 62676-4 of 2025: 20/40/80 and 125/250/500/1500; of 2014: 12.5/25/62.5/125/250 px/m."""
    assert list(LEVELS["iec2025"].values()) == [20, 40, 80, 125, 250, 500, 1500]
    assert list(LEVELS["dori2014"].values()) == [12.5, 25, 62.5, 125, 250]


@pytest.mark.parametrize(
    ("levels", "message"),
    [
        ("dori", "one of iec2025, dori2014"),
        ({}, "there is no level"),
        ({"a": 0}, "'a' is 0"),
        ({"a": np.nan}, "'a' is nan"),
    ],
)
def test_levels_that_are_none_are_errors(levels, message):
    with pytest.raises(AnalysisError, match=message):
        level_table(levels)
