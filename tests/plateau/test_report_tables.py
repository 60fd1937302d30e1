from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import Point

from plateau.report import report_text
from plateau.report_tables import (
    BEST_ROWS,
    best_rows,
    category_counts,
    cell_text,
    quantities,
    reason_counts,
)

TEXT = report_text("en")


def table(**columns):
    count = len(next(iter(columns.values())))
    names = pd.Index([f"b{i}" for i in range(count)], name="feature_id")
    return gpd.GeoDataFrame(columns, index=names, geometry=[Point(i, 0) for i in range(count)])


def test_the_best_twenty_are_those_with_the_most_and_none_without_a_value():
    values = np.arange(40.0)
    values[39] = np.nan
    best = best_rows(table(generation_kwh=values), TEXT, "en")
    assert len(best.rows) == BEST_ROWS
    assert [row[0] for row in best.rows[:2]] == ["b38", "b37"]
    assert best.title == "Best 20: Generation [kWh]"


def test_a_table_without_an_order_has_no_best_rows():
    assert best_rows(table(state=["seen"]), TEXT, "en").rows == ()


def test_quantiles_are_those_of_the_finite_values_and_the_rest_is_counted():
    """0 … 100 in steps of 1: the deciles are the numbers themselves."""
    depth = [*range(101), np.nan, np.inf]
    row = quantities(table(depth_m=depth), TEXT, "en").rows[0]
    assert row == ("Depth [m]", "0", "10", "50", "90", "100", "", "2")


def test_only_quantities_that_add_up_have_a_sum():
    rows = quantities(table(area_m2=[1.0, 2.0], tilt_deg=[10.0, 20.0]), TEXT, "en").rows
    assert [row[6] for row in rows] == ["3", ""]


def test_empty_words_count_as_missing_and_shares_are_of_all_rows():
    rows = category_counts(table(exclusion=["", "", "too small", None]), TEXT, "en").rows
    assert [row[1:] for row in rows] == [("–", "3", "75 %"), ("too small", "1", "25 %")]


def test_ids_and_lists_of_codes_are_no_categories():
    ids = table(key=[f"k{i}" for i in range(30)], part_id=["", "p"] * 15, flags=["a;b", "a"] * 15)
    assert category_counts(ids, TEXT, "en").rows == ()


def test_codes_are_counted_apart_and_an_unknown_code_stays_as_it_is():
    one = table(flags=["overtopped;own_code", "overtopped", None])
    rows = reason_counts({"a": one}, "flags", "Flags", text=TEXT, lang="en").rows
    assert [(row[1], row[2]) for row in rows] == [("overtopped", "2"), ("own_code", "1")]
    assert rows[0][0] == "the water may rise above the solid of the building"
    assert rows[1][0] == "own_code"


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "–"), (np.nan, "–"), (pd.NA, "–"), (0.0, "0"), (12.345, "12.3"), (2024, "2024")],
)
def test_values_are_written_as_people_do(value, text):
    assert cell_text(value, "en") == text
