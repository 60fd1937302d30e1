"""Water levels, time steps, margins, and records against surfaces."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from builders import Box, box_city, flat_ground
from flood_cities import city_of, judge, record
from flood_rasters import raster

import plateau
from analyses.flood import (
    FloodCriteria,
    PlanCriteria,
    WaterRaster,
    cut_off_times,
    depth_comparison,
    evacuation_buildings,
    evacuation_levels,
    flooding_times,
)
from citygml.errors import AnalysisError

SAMPLE = Path(__file__).parents[2] / "sample_data"
RC = {"structure": "603", "height_m": 30.0, "usage": "401"}


@pytest.fixture(scope="module")
def sample():
    return plateau.open(SAMPLE / "13999_mihon-shi_2026_citygml_1_op").load()


def test_the_sample_says_its_depth_at_the_centroid_and_the_surface_agrees(sample):
    """metadata/*.json: water surface minus terrain at the centroid; issue 5 asks for 0.02 m."""
    table = depth_comparison(sample)
    both = table.dropna(subset=["depth_attr_m", "depth_centroid_m"])
    assert len(both) == 632
    assert both["difference_m"].abs().max() < 0.001
    rivers = both.groupby(["river", "scale"], observed=True).size()
    assert len(rivers) == 4, "two rivers at two scales, each compared with its own surface"
    assert (both["excess_m"] > 0.3).any(), "water that a record at the centroid does not show"
    inland = table[table["hazard"] == "inland"]
    assert inland["depth_geom_m"].isna().all(), "inland floods of the sample have no surface"


def test_a_record_is_only_compared_with_the_surface_of_its_own_river(sample):
    """Records of one river beside the water of the other would be in conflict almost everywhere."""
    table = evacuation_buildings(sample)
    pairs = depth_comparison(sample, criteria=FloodCriteria())
    apart = pairs[(pairs["excess_m"].abs() > 0.5)]["feature_id"]
    flagged = table.index[table["flags"].str.contains("depth_conflict")]
    assert set(apart) <= set(flagged)
    # The others cross the edge of a depth class between centroid and deepest point.
    rest = pairs[pairs["feature_id"].isin(set(flagged) - set(apart))]
    edges = [0.5, 3.0, 5.0, 10.0, 20.0]
    crossed = np.searchsorted(edges, rest["depth_attr_m"], side="right") != np.searchsorted(
        edges, rest["depth_geom_m"], side="right"
    )
    assert set(rest["feature_id"][crossed]) == set(rest["feature_id"])


@pytest.mark.parametrize(
    ("depth_m", "number", "margin"), [(1.0, 2, 2.0), (4.0, 3, 1.0), (6.0, 4, -1.0), (1.0, 9, 19.0)]
)
def test_the_margin_is_what_the_water_may_rise(depth_m, number, margin):
    """Two storeys do up to 3 m, three up to 5, four too, nine up to 20."""
    row = judge([record(depth_m=depth_m)], storeys_above_ground=number)
    assert row.margin_m == pytest.approx(margin)
    linear = judge([record(depth_m=depth_m)], FloodCriteria(rule="linear"), storeys_above_ground=2)
    assert linear.margin_m == pytest.approx(3.0 - depth_m)


def test_one_call_judges_many_levels_and_zero_is_the_assumed_flood():
    boxes = [
        Box(10, 10, 30, east=50.0 * i, attributes={**RC, "storeys_above_ground": n})
        for i, n in enumerate((2, 3, 5))
    ]
    city = city_of(boxes, [record(feature_id=f"b{i}", depth_m=2.0) for i in range(3)])
    table = evacuation_levels(city, [4.0, 0.0, 1.5, -2.0])
    assert table["level_m"].drop_duplicates().tolist() == [-2.0, 0.0, 1.5, 4.0]
    assert len(table) == 4 * 3
    by_level = table.pivot_table(
        index="level_m", columns="feature_id", values="result", aggfunc="first"
    )
    assert by_level.loc[0.0].tolist() == evacuation_buildings(city)["result"].tolist()
    assert by_level.loc[1.5].tolist() == ["no", "yes", "yes"]  # 3.5 m
    assert by_level.loc[4.0].tolist() == ["no", "no", "yes"]  # 6 m


def test_rising_water_never_makes_a_yes_on_the_sample(sample):
    table = evacuation_levels(sample, np.arange(0.0, 8.1, 1.0))
    grid = table.pivot_table(
        index="feature_id", columns="level_m", values="result", aggfunc="first"
    )
    yes = (grid == "yes").to_numpy()
    assert not (~yes[:, :-1] & yes[:, 1:]).any()
    assert yes[:, 0].sum() > yes[:, -1].sum()


def test_a_flat_level_is_measured_from_the_datum():
    """Ground at 0 and at 3 m (base of the solid): a tide of 2.5 m floods only the first."""
    boxes = [
        Box(10, 10, 9, attributes={**RC, "storeys_above_ground": 2}),
        Box(10, 10, 9, east=50.0, attributes={**RC, "storeys_above_ground": 1}),
    ]
    city = city_of(boxes, [record(depth_m=1.0)])
    features = city.features.assign(base_elevation_m=[0.0, 3.0])
    table = evacuation_levels(replace(city, features=features), [2.5, 3.2], reference="datum")
    assert table["result"].tolist() == ["yes", "not_needed", "no", "yes"]
    assert table["depth_m"].round(6).tolist() == [2.5, 0.0, 3.2, 0.2]


@pytest.mark.parametrize(
    ("levels", "reference"), [([], "assumed"), ([np.nan], "assumed"), ([1.0], "sea")]
)
def test_levels_that_are_none_are_refused(levels, reference):
    with pytest.raises(AnalysisError, match=r"levels_m|reference"):
        evacuation_levels(city_of(Box(1, 1, 1), []), levels, reference=reference)


def rising(tmp_path):
    """Water of 1 m from the west: west of x = 15 at 1 h, of 35 at 2 h, everywhere at 3 h."""
    column = -50.0 + (np.arange(20) + 0.5) * 5.0
    bands = [
        np.where(column < edge, 1.0, -9999.0) * np.ones((20, 1)) for edge in (15.0, 35.0, 99.0)
    ]
    path = raster(tmp_path / "t.tif", np.stack(bands), descriptions=("t=1", "t=2", "t=3"))
    return [
        WaterRaster(path, "depth", band, time_h=float(band), nodata="dry") for band in (1, 2, 3)
    ]


def test_the_water_reaches_each_building_in_its_time(tmp_path):
    city = box_city(
        [Box(5, 5, 9, east=x) for x in (0.0, 20.0, 40.0)], terrain=flat_ground(500.0, height=0.0)
    )
    water = rising(tmp_path)
    assert flooding_times(city, water).tolist() == [1.0, 2.0, 3.0]
    deep = flooding_times(city, water, depth_m=1.5)
    assert deep.isna().all()
    unsaid = [replace(raster, nodata="unknown") for raster in water]
    assert flooding_times(city, unsaid).tolist() == [1.0, 1.0, 1.0], "perhaps under water"
    with pytest.raises(AnalysisError, match="no raster of water has a time"):
        flooding_times(city, [WaterRaster(water[0].path, "depth")])


def test_a_home_is_cut_off_when_the_water_is_between_it_and_the_refuge(tmp_path):
    """Refuge b0 in the west, homes at x = 20 and 40: closed at 1 h by the water west of x = 15."""
    boxes = [
        Box(5, 5, 30, attributes={**RC, "storeys_above_ground": 5}),
        Box(5, 5, 3, east=20.0, attributes={"storeys_above_ground": 1}),
        Box(5, 5, 3, east=40.0, attributes={"storeys_above_ground": 1}),
    ]
    city = city_of(boxes, [record(feature_id=f"b{i}", depth_m=1.0) for i in range(3)])
    water = rising(tmp_path)
    buildings = evacuation_buildings(city, water=water)
    table = cut_off_times(city, buildings, water)
    assert table["cut_off_h"].tolist()[1:] == [1.0, 1.0]
    assert pd.isna(table["cut_off_h"].iloc[0]), "a refuge is not cut off from itself"
    assert table["wade_until_h"].tolist() == [1.0, 2.0, 3.0]
    waders = cut_off_times(city, buildings, water, criteria=PlanCriteria(wade_max_m=1.0))
    assert waders["cut_off_h"].isna().all(), "water that can be waded closes nothing"
