from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from citygml.errors import CityModelError
from viewer.coloring import column_coloring, column_title
from viewer.scales import round_ticks
from viewer.style import (
    ANSWER_COLOURS,
    CATEGORY_COLOURS,
    DEPTH_CLASSES,
    NOT_AVAILABLE,
    SIGHT_COLOURS,
    ramp_colours,
)


def test_lowest_and_highest_value_have_the_ends_of_the_ramp():
    shown = column_coloring(pd.DataFrame({"height_m": [3.0, 9.0, np.nan]}), "height_m")
    ramp = ramp_colours("viridis")
    np.testing.assert_array_equal(shown.rgb, [ramp[0], ramp[-1], NOT_AVAILABLE])


def test_missing_values_have_an_entry_of_their_own_with_their_count():
    shown = column_coloring(pd.DataFrame({"x_m": [1.0, 2.0, None, None]}), "x_m", lang="ja")
    assert [(entry.label, entry.count, entry.hatched) for entry in shown.entries] == [
        ("値なし", 2, True)
    ]
    assert shown.text.tolist() == ["1 m", "2 m", "値なし", "値なし"]


def test_one_outlier_does_not_press_all_others_into_one_shade():
    """100 values 0 … 99 and one of 1e6: the ramp ends near 98, and says that more lies above."""
    shown = column_coloring(pd.DataFrame({"x": [*range(100), 1e6]}), "x")
    assert 90 < shown.ramp.high < 100
    assert shown.ramp.above
    assert shown.ramp.below


def test_the_answers_have_their_palette_and_only_the_found_ones_are_listed():
    shown = column_coloring(pd.DataFrame({"result": ["no", "yes", "no"]}), "result")
    np.testing.assert_array_equal(
        shown.rgb, [ANSWER_COLOURS["no"], ANSWER_COLOURS["yes"], ANSWER_COLOURS["no"]]
    )
    assert [(entry.label, entry.count) for entry in shown.entries] == [("yes", 1), ("no", 2)]


def test_depths_have_the_official_classes_closed_below_and_open_above():
    table = pd.DataFrame({"depth_m": [0.49, 0.5, 3.0, 25.0, np.inf]})
    shown = column_coloring(table, "depth_m")
    rows = [0, 1, 2, 5, 5]
    np.testing.assert_array_equal(shown.rgb, [DEPTH_CLASSES[row].colour for row in rows])
    assert shown.title == "Depth [m]"


def test_more_categories_than_colours_end_in_one_entry_named_other():
    words = [word for k, word in enumerate("abcdefghij") for _ in range(20 - k)]
    shown = column_coloring(pd.DataFrame({"usage": words}), "usage")
    assert len(shown.entries) == len(CATEGORY_COLOURS) + 1
    assert shown.entries[-1].label == "other classes (3)"
    assert sum(entry.count for entry in shown.entries) == len(words)


def test_label_and_unit_come_from_the_specification_of_the_table(roofs):
    assert column_title(roofs, "irradiation_kwh_per_m2") == "Irradiation [kWh/m²]"
    assert column_title(roofs, "irradiation_kwh_per_m2", lang="ja") == "年間日射量 [kWh/m²]"


def test_an_unknown_column_names_the_near_ones(roofs):
    with pytest.raises(CityModelError, match=r"irradiation_kwh_m2.*irradiation_kwh_per_m2") as one:
        column_coloring(roofs, "irradiation_kwh_m2")
    assert "\n" not in str(one.value)


def test_a_column_without_any_value_is_refused():
    with pytest.raises(CityModelError, match="no value in any of 2 rows"):
        column_coloring(pd.DataFrame({"x": [None, None]}), "x")


def test_infinite_values_are_refused_with_their_number():
    with pytest.raises(CityModelError, match="'height_m' is infinite in 2 of 3 rows"):
        column_coloring(pd.DataFrame({"height_m": [1.0, np.inf, -np.inf]}), "height_m")


def test_equal_values_have_a_ramp_of_some_width_and_a_tick_within():
    shown = column_coloring(pd.DataFrame({"x": [5.0, 5.0]}), "x")
    assert shown.ramp.low < 5.0 < shown.ramp.high
    assert round_ticks(shown.ramp.low, shown.ramp.high)


def test_nullable_and_boolean_columns_are_understood():
    table = pd.DataFrame(
        {
            "count": pd.array([1, None, 3], dtype="Int64"),
            "open": pd.array([True, None, False], dtype="boolean"),
        }
    )
    assert column_coloring(table, "count").entries[-1].count == 1
    assert {entry.label for entry in column_coloring(table, "open").entries} == {
        "yes",
        "no",
        "no value",
    }


def test_a_direction_spans_the_whole_circle_and_its_scale_is_never_cut():
    """100 azimuths from 100 to 199 deg: the 2nd and 98th percentile would make 150 the middle."""
    shown = column_coloring(pd.DataFrame({"azimuth_deg": np.arange(100.0, 200.0)}), "azimuth_deg")
    assert (shown.ramp.low, shown.ramp.high) == (0.0, 360.0)
    assert shown.ramp.ticks == (0.0, 90.0, 180.0, 270.0, 360.0)
    assert not (shown.ramp.below)
    assert not (shown.ramp.above)


def test_a_full_turn_changes_the_colour_of_no_direction_and_north_has_one_colour():
    table = pd.DataFrame({"heading_deg": [-90.0, 270.0, 630.0, 0.0, 360.0]})
    shown = column_coloring(table, "heading_deg")
    assert (shown.rgb[:3] == shown.rgb[0]).all()
    assert (shown.rgb[3] == shown.rgb[4]).all()
    assert shown.data.tolist() == table["heading_deg"].tolist()  # the value stays as it was given


def test_maps_hatch_missing_values_and_unknown_answers_and_no_other_word():
    answers = column_coloring(pd.DataFrame({"result": ["yes", "unknown", None]}), "result")
    assert answers.is_hatched.tolist() == [False, True, True]
    words = column_coloring(pd.DataFrame({"roof": ["flat", "unknown", None]}), "roof", lang="ja")
    assert words.is_hatched.tolist() == [False, False, True]
    numbers = column_coloring(pd.DataFrame({"x_m": [1.0, np.nan]}), "x_m")
    assert numbers.is_hatched.tolist() == [False, True]


@pytest.mark.parametrize("often", ["seen", "hidden"])
def test_seen_and_hidden_keep_their_colours_whichever_is_more_frequent(often):
    table = pd.DataFrame({"state": ["seen", "hidden", often]})
    shown = column_coloring(table, "state", lang="ja")
    np.testing.assert_array_equal(shown.rgb[:2], [SIGHT_COLOURS["seen"], SIGHT_COLOURS["hidden"]])
    assert [entry.label for entry in shown.entries] == ["見える", "死角"]


def test_the_scale_of_a_rank_has_no_mark_between_two_ranks():
    """1, 2, 3: round steps would be halves."""
    ranks = column_coloring(pd.DataFrame({"rank": [1, 2, 3]}), "rank")
    assert ranks.ramp.ticks == (1.0, 2.0, 3.0)
    lengths = column_coloring(pd.DataFrame({"x_m": [1.0, 2.0, 3.0]}), "x_m")
    assert 1.5 in lengths.ramp.ticks
