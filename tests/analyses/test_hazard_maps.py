"""国土数値情報 A31a and other polygons: synthetic squares with the real attribute names."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
from builders import ORIGIN, ZONE_VII, Box
from flood_cities import city_of, record
from shapely.geometry import Point
from shapely.geometry import box as rectangle

from analyses.flood import FloodCriteria, evacuation_buildings, read_water
from analyses.hazard_maps import maps_of, read_flood_maps
from analyses.hazards import read_zones
from citygml.errors import AnalysisError

RC = {"storeys_above_ground": 3, "structure": "603"}


def square(*, east=-5.0, width=20.0):
    e, n = ORIGIN[:2]
    return rectangle(e + east, n - 5.0, e + east + width, n + 15.0)


def a31a(layer, code, *, river="大見本川", shape=None):
    """One polygon of A31a in JGD2011, as published."""
    columns = {
        f"A31a_{layer}01": ["8505080099"],
        f"A31a_{layer}02": [river],
        f"A31a_{layer}03": ["85"],
        f"A31a_{layer}04": ["国土交通省"],
        f"A31a_{layer}05": [code],
    }
    table = gpd.GeoDataFrame(columns, geometry=[shape or square()], crs=ZONE_VII)
    return table.to_crs("EPSG:6668")


def judged(*maps, attributes=RC, criteria=None, records=()):
    city = city_of(Box(10, 10, 12.0, attributes=attributes), records)
    return evacuation_buildings(city, water=maps, criteria=criteria or FloodCriteria()).iloc[0]


@pytest.mark.parametrize("code", [3, "3", 3.0, " 3 "])
def test_a_class_is_read_however_the_code_is_written(code):
    row = judged(maps_of(a31a(2, code)))
    assert (row.result, row.depth_lo_m, row.depth_hi_m) == ("yes", 3.0, 5.0)
    assert (row.river, row.scale, row.hazard) == ("大見本川", "L2", "river")
    assert row.source_record.startswith("A31a_20")


@pytest.mark.parametrize(
    ("code", "expected"),
    [(1, "yes"), (2, "yes"), (3, "yes"), (4, "no"), (5, "no"), (6, "no"), (7, "unknown")],
)
def test_three_storeys_against_every_class_and_one_that_does_not_exist(code, expected):
    assert judged(maps_of(a31a(2, code))).result == expected


def test_the_deepest_class_under_a_footprint_counts_not_the_largest():
    shallow = a31a(2, 1)
    corner = a31a(2, 4, shape=square(east=-5.0, width=6.0))
    row = judged(maps_of(pd.concat([shallow, corner])))
    assert (row.result, row.depth_hi_m) == ("no", 10.0)


def test_a_class_that_only_touches_the_wall_is_not_in_the_building():
    assert (
        judged(
            maps_of(a31a(2, 5, shape=square(east=10.0))),
            records=[record(feature_id="other", depth_m=1.0)],
        ).result
        == "not_needed"
    )


@pytest.mark.parametrize(("code", "hours", "expected"), [(3, 72.0, "yes"), (4, 168.0, "no")])
def test_a_class_of_durations_counts_with_its_longest_time(code, hours, expected):
    row = judged(maps_of(a31a(2, 1)), maps_of(a31a(3, code)))
    assert (row.result, row.duration_h) == (expected, hours)


def test_a_map_of_durations_says_nothing_of_depths():
    row = judged(maps_of(a31a(3, 1)), records=[record(depth_m=1.0, duration_h=None)])
    assert (row.result, row.depth_m, row.duration_h) == ("yes", 1.0, 12.0)


@pytest.mark.parametrize(
    ("code", "structure", "expected"),
    [(1, "601", "collapse_flow_wood"), (1, "603", ""), (2, "603", "collapse_erosion")],
)
def test_house_collapse_zones_come_with_the_map(code, structure, expected):
    attributes = {**RC, "structure": structure}
    row = judged(maps_of(a31a(2, 1)), maps_of(a31a(4, code)), attributes=attributes)
    assert row.reasons == expected


def test_a_zone_that_is_both_is_both():
    row = judged(maps_of(a31a(4, 3)), records=[record(depth_m=1.0)])
    assert row.in_collapse_flow
    assert row.in_collapse_erosion


def test_only_the_design_flood_leaves_the_largest_unknown():
    assert judged(maps_of(a31a(1, 1))).reasons == "lower_scale_only"
    assert judged(maps_of(a31a(1, 1)), criteria=FloodCriteria(scales=("L1",))).result == "yes"


def test_outside_the_rectangle_of_a_map_nothing_is_known():
    far = maps_of(a31a(2, 1, shape=square(east=500.0)))
    assert judged(far).reasons == "hazard_not_modelled"
    around = pd.concat([a31a(2, 1, shape=square(east=x)) for x in (-100.0, 100.0)])
    assert judged(maps_of(around)).result == "not_needed"


def test_folders_of_layers_are_read_together(tmp_path):
    folder = tmp_path / "A31a-24_17_10_GEOJSON"
    for name, table in (
        ("20_想定最大規模", a31a(2, 2)),
        ("30_浸水継続時間", a31a(3, 2)),
        ("41_家屋倒壊等氾濫想定区域_氾濫流", a31a(4, 1)),
    ):
        (folder / name).mkdir(parents=True)
        table.to_file(folder / name / "a.geojson", driver="GeoJSON")
    maps = read_flood_maps(folder)
    assert (len(maps.classes), maps.zones["zone"].tolist()) == (2, ["flow"])
    row = judged(*read_water(folder))
    assert (row.depth_hi_m, row.duration_h, row.in_collapse_flow) == (3.0, 24.0, True)
    assert read_zones(folder / "41_家屋倒壊等氾濫想定区域_氾濫流/a.geojson")["zone"].tolist() == [
        "flow"
    ]


def test_a31b_has_one_attribute_and_no_river():
    table = gpd.GeoDataFrame({"A31b_201": [4]}, geometry=[square()], crs=ZONE_VII)
    row = judged(maps_of(table))
    assert (row.result, row.depth_hi_m) == ("no", 10.0)


def test_polygons_with_our_own_names():
    columns = {"hazard": ["high_tide"], "depth_m": [1.5], "river": ["大阪湾"]}
    row = judged(maps_of(gpd.GeoDataFrame(columns, geometry=[square()], crs=ZONE_VII)))
    assert (row.hazard, row.depth_m, row.river) == ("high_tide", 1.5, "大阪湾")


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (gpd.GeoDataFrame({"a": [1]}, geometry=[square()], crs=ZONE_VII), "needs A31a_205"),
        (a31a(3, 9), "classes of duration are 1 to 7"),
        (a31a(4, 9), "house-collapse zones are 1"),
    ],
)
def test_maps_that_say_nothing_we_know_are_refused(table, message):
    with pytest.raises(AnalysisError, match=message):
        maps_of(table)


def test_files_that_are_no_maps_are_refused(tmp_path):
    empty = tmp_path / "empty.geojson"
    empty.write_text('{"type": "FeatureCollection", "features": []}')
    with pytest.raises(AnalysisError, match="0 polygons"):
        read_flood_maps(empty)
    points = gpd.GeoDataFrame({"A31a_205": [1]}, geometry=[Point(139, 35)], crs="EPSG:6668")
    points.to_file(tmp_path / "points.geojson")
    with pytest.raises(AnalysisError, match="hazard maps are polygons"):
        read_flood_maps(tmp_path / "points.geojson")
    (tmp_path / "broken.gpkg").write_text("no")
    with pytest.raises(AnalysisError, match="not a readable vector file"):
        read_flood_maps(tmp_path / "broken.gpkg")
    (tmp_path / "none").mkdir()
    with pytest.raises(AnalysisError, match=r"no \.geojson"):
        read_flood_maps(tmp_path / "none")
