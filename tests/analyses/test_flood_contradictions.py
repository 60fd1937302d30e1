"""Two statements about one building that cannot both be true: the wetter one is not forgotten."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
import shapely
from builders import ORIGIN, ZONE_VII, Box, flat_ground
from flood_cities import city_of, judge, record, with_water
from flood_rasters import cells, raster

from analyses.flood import WaterRaster, evacuation_buildings, flooding_times
from analyses.hazard_maps import maps_of

RC = {"structure": "603", "usage": "421"}
ONE = {**RC, "storeys_above_ground": 1}
HIGH = {**RC, "storeys_above_ground": 4, "height_m": 12.0}


def test_a_smaller_flood_of_an_unknown_hazard_is_no_dry_ground():
    """b1 has the largest flood, so that absence means dry; b0 only a smaller one of some hazard."""
    boxes = [Box(10, 10, 3, attributes=ONE), Box(10, 10, 12, east=50.0, attributes=HIGH)]
    records = [
        record(hazard=None, scale="L1", depth_m=4.0),
        record(feature_id="b1", depth_m=1.0),
    ]
    row = evacuation_buildings(city_of(boxes, records)).iloc[0]
    assert (row.result, row.reasons) == ("unknown", "lower_scale_only")


@pytest.mark.parametrize(
    ("smaller", "larger", "storeys", "expected"),
    [
        ({"depth_m": 4.0}, {"depth_m": 0.3}, 1, "unknown"),  # the codes of scales are swapped
        ({"depth_m": 4.0}, {"depth_m": 0.3}, 3, "yes"),  # three storeys do for both
        ({"depth_m": 5.0}, {"rank_text": "3m以上5m未満"}, 3, "unknown"),  # 5 m needs five
        ({"rank_text": "3m以上5m未満"}, {"rank_text": "3m以上5m未満"}, 3, "yes"),
        ({"rank_text": "0.5m以上3m未満"}, {"depth_m": 1.2}, 2, "yes"),
        ({"depth_m": 0.2}, {"depth_m": 0.3}, 1, "yes"),
    ],
)
def test_the_largest_flood_is_never_shallower_than_a_smaller_one(
    smaller, larger, storeys, expected
):
    records = [record(scale="L1", **smaller), record(scale="L2", **larger)]
    row = judge(records, storeys_above_ground=storeys, **RC)
    assert row.result == expected
    if expected == "unknown":
        assert "smaller_flood_deeper" in row["reasons"].split(";")
        assert "smaller_flood_deeper" in row["flags"]


def test_scales_that_contradict_each_other_lower_the_confidence():
    sure = judge([record(depth_m=2.0)], storeys_above_ground=4, **RC)
    deeper = record(scale="L1", depth_m=2.5)
    doubtful = judge([record(depth_m=2.0), deeper], storeys_above_ground=4, **RC)
    assert (sure.result, doubtful.result) == ("yes", "yes")
    assert (sure.confidence, doubtful.confidence) == ("B", "C")


@pytest.mark.parametrize("columns", [{}, {"duration_h": [10.0, 50.0]}])
def test_a_polygon_of_a_map_without_a_depth_is_water_of_any_depth(columns):
    """Other polygons of the map have one: without care b0 would be dry by the map."""
    east, north = ORIGIN[:2]
    shapes = [
        shapely.box(east + 40, north - 5, east + 80, north + 30),
        shapely.box(east - 20, north - 20, east + 20, north + 20),
    ]
    table = gpd.GeoDataFrame({"depth_m": [1.0, None], **columns}, geometry=shapes, crs=ZONE_VII)
    row = evacuation_buildings(city_of(Box(10, 10, 3, attributes=ONE), []), water=[maps_of(table)])
    assert row["result"].tolist() == ["unknown"]
    assert "depth_unknown" in row["reasons"].iloc[0]


@pytest.mark.parametrize(("hours", "expected"), [(12.0, "unknown"), (0.0, "not_needed")])
def test_where_only_a_duration_is_known_there_is_water_of_unknown_depth(hours, expected):
    """b1 has a record of the flood, so that absence means dry; b0 stands in a map of durations."""
    boxes = [Box(10, 10, 3, attributes=ONE), Box(10, 10, 12, east=50.0, attributes=HIGH)]
    table = gpd.GeoDataFrame(
        {"depth_m": [np.nan], "duration_h": [hours]},
        geometry=[shapely.box(ORIGIN[0] - 20, ORIGIN[1] - 20, ORIGIN[0] + 20, ORIGIN[1] + 20)],
        crs=ZONE_VII,
    )
    city = city_of(boxes, [record(feature_id="b1", depth_m=1.0)])
    row = evacuation_buildings(city, water=[maps_of(table)]).iloc[0]
    assert row.result == expected
    assert ("depth_not_told" in str(row.reasons)) == (expected == "unknown")


@pytest.mark.parametrize(("storeys", "expected"), [(1, "unknown"), (3, "yes")])
def test_a_building_drawn_twice_is_as_deep_as_the_deeper_copy(storeys, expected):
    boxes = [
        Box(10, 10, 9, east=east, attributes={**RC, "storeys_above_ground": storeys})
        for east in (0.0, 0.5)
    ]
    records = [record(depth_m=0.3), record(feature_id="b1", depth_m=4.0)]
    table = evacuation_buildings(city_of(boxes, records))
    assert table["result"].tolist() == [expected, "no" if storeys == 1 else "yes"]
    if storeys == 1:
        assert table["reasons"].iloc[0] == "twin_deeper"


def test_a_record_decides_where_the_surface_lies_below_the_ground():
    house = Box(10, 10, 3, base=5.0, attributes=ONE)
    row = evacuation_buildings(with_water(city_of(house, [record(depth_m=0.3)]), level_m=2.0))
    assert (row["result"].iloc[0], row["depth_m"].iloc[0]) == ("yes", 0.3)


def test_ground_from_the_building_and_a_second_copy_lower_the_confidence():
    """Known storeys, structure, depth and duration; only zones are missing: B."""
    records = [record(depth_m=1.8)]
    wet = with_water(city_of(Box(10, 10, 12, attributes=HIGH), records), level_m=2.0)
    relief = replace(wet, terrain=flat_ground(300.0, height=0.0))
    found = [evacuation_buildings(city)["confidence"].iloc[0] for city in (relief, wet)]
    assert found == ["B", "C"]
    boxes = [Box(10, 10, 12, east=east, attributes=HIGH) for east in (0.0, 0.5)]
    both = [record(depth_m=1.8), record(feature_id="b1", depth_m=1.8)]
    found = [
        evacuation_buildings(city_of(boxes[:n], both[:n]))["confidence"].iloc[0] for n in (1, 2)
    ]
    assert found == ["B", "C"]


def test_shallow_water_of_one_raster_does_not_fill_the_hole_of_another(tmp_path):
    """At 1 h 0.2 m by the one, not mapped by the other: perhaps deeper than people wade."""
    city = city_of(Box(10, 10, 9, attributes=HIGH), [])
    shallow = raster(tmp_path / "s.tif", cells(0.2))
    hole = raster(tmp_path / "h.tif", cells(-9999))
    water = [WaterRaster(path, "depth", time_h=1.0) for path in (shallow, hole)]
    assert flooding_times(city, water, depth_m=0.5).tolist() == [1.0]
    assert np.isnan(flooding_times(city, water[:1], depth_m=0.5).iloc[0])
