"""Attempts to get a yes, or a "not needed", that would cost lives: one test for each way."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from builders import ORIGIN, ZONE_VII, Box, box_city, flat_ground
from flood_cities import city_of, judge, record, with_water, zone_around
from flood_rasters import cells, raster
from shapely.affinity import translate

from analyses.flood import (
    FloodCriteria,
    WaterRaster,
    evacuation_buildings,
    evacuation_levels,
)
from analyses.flood.overlaps import roof_area_above, twins
from citygml.model import CityModel

RC = {"structure": "603", "usage": "421"}
HIGH = {**RC, "storeys_above_ground": 4, "height_m": 12.0}


def row_of(city: CityModel, **settings: object) -> pd.Series:
    return evacuation_buildings(city, **settings).iloc[0]


@pytest.mark.parametrize("number", [0, -1, 101, 999, 9998, 9999])
def test_a_number_of_storeys_no_building_has_is_none(number):
    """The highest building of Japan has 64; 0 and 9999 stand for "not known"."""
    row = judge([record(depth_m=4.0)], storeys_above_ground=number, **RC)
    assert row.result == "unknown"


@pytest.mark.parametrize(("below", "expected"), [(2, "no"), (None, "unknown"), (0, "unknown")])
def test_a_building_that_is_underground_only_shelters_nobody(below, expected):
    """0 storeys above ground, 2 below: an underground mall; 20 m high by its measured height.

    Even 0.3 m of water, which any first storey stays above, makes no yes.
    """
    attributes = {"storeys_above_ground": 0, "storeys_below_ground": below, "height_m": 20.0}
    row = judge([record(depth_m=0.3)], **attributes, **RC)
    assert row.result == expected
    assert row.dry_storeys == 0


@pytest.mark.parametrize("height_m", [-9999.0, 9999.0, 0.0])
def test_an_encoded_height_says_nothing_of_storeys(height_m):
    known = height_m if height_m < 9000 else None  # 9999 is taken away by the reader
    row = judge([record(depth_m=4.0)], height_m=known, usage="421", structure="603")
    assert row.result == "unknown"


def test_a_building_without_relief_is_measured_from_its_base_and_says_so():
    """Water at 2 m, base at 0: 2 m deep. The base alone is weaker evidence than relief."""
    city = with_water(city_of(Box(10, 10, 12, attributes=HIGH), []), level_m=2.0)
    row = row_of(city)
    assert (row.depth_m, row.ground_ref) == (2.0, "building_base")
    assert "ground_from_building" in row["flags"]
    on_relief = row_of(replace(city, terrain=flat_ground(300.0, height=0.0)))
    assert "ground_from_building" not in on_relief["flags"]


def test_a_base_above_the_water_does_not_make_a_flooded_house_dry():
    """The sheet is over the house, whose base is said to be 3 m above it: one of them is wrong."""
    house = Box(10, 10, 3, base=5.0, attributes={**RC, "storeys_above_ground": 1})
    row = row_of(with_water(city_of(house, []), level_m=2.0))
    assert (row.result, row.reasons) == ("unknown", "water_below_ground")


def test_a_base_far_off_the_relief_is_flagged():
    house = Box(10, 10, 9, base=4.0, attributes=HIGH)
    city = replace(
        with_water(city_of(house, []), level_m=2.0), terrain=flat_ground(300.0, height=0.0)
    )
    row = row_of(city)
    assert row.depth_m == pytest.approx(2.0), "relief goes before the base"
    assert "ground_conflict" in row["flags"]


def test_a_sheet_that_ends_under_the_building_counts_with_its_deepest_part():
    """A tile ends at x = 3: the part of b0 beyond it has no water, but is no dry building."""
    house = Box(10, 10, 3, attributes={**RC, "storeys_above_ground": 1})
    sheet = with_water(city_of(house, []), level_m=2.0, bounds=(-50.0, -50.0, 3.0, 50.0))
    row = row_of(sheet)
    assert (row.result, row.depth_m) == ("no", 2.0)
    assert 0.0 < row.wet_share < 0.5


def test_flooded_land_without_a_record_is_water_all_the_same():
    """A WaterBody of class 1140 whose risk attribute is missing, as 1.4 may have it."""
    city = with_water(
        city_of(Box(10, 10, 3, attributes={"storeys_above_ground": 1}), []), level_m=2
    )
    kind = city.features["kind"] == "WaterBody"
    for code, result in (("1140", "no"), ("1000", "unknown")):
        features = city.features.assign(**{"class": np.where(kind, code, None)})
        silent = replace(
            city,
            features=features,
            records={**city.records, "water_surface": city.records["water_surface"].iloc[:0]},
        )
        assert row_of(silent).result == result


def test_a_building_drawn_twice_is_not_dry_because_one_copy_has_no_record():
    """b1 is b0 again, half a metre off, without its record: "not needed" would be its answer."""
    boxes = [Box(10, 10, 3), Box(10, 10, 3, east=0.5), Box(10, 10, 3, east=10.5)]
    table = evacuation_buildings(city_of(boxes, [record(depth_m=4.0)]))
    assert table["reasons"].iloc[1].startswith("twin_flooded")
    assert table["result"].iloc[2] == "not_needed", "a neighbour behind the wall is no twin"
    assert ["drawn_twice" in codes for codes in table["flags"]] == [True, True, False]


def test_footprints_that_share_a_strip_are_neighbours():
    square = shapely.box(0, 0, 10, 10)
    assert not len(twins(np.array([square, translate(square, 6.0, 0.0)])))
    assert len(twins(np.array([square, translate(square, 4.0, 0.0), None]))) == 2


def parts_of_a_tower(storeys: tuple[int, ...]) -> CityModel:
    """b0 without anything of its own; parts of 20 x 20 m and 5 x 5 m with so many storeys."""
    boxes = [
        Box(20, 20, 3, attributes={**RC, "height_m": None}),
        Box(20, 20, 6, attributes={**RC, "storeys_above_ground": storeys[0]}),
        Box(5, 5, 30, attributes={**RC, "storeys_above_ground": storeys[1]}),
    ]
    city = city_of(boxes, [record(depth_m=4.0)])
    features = city.features.copy()
    features.loc[["b1", "b2"], "kind"] = "BuildingPart"
    features.loc[["b1", "b2"], "parent_id"] = "b0"
    return replace(city, features=features)


def test_room_is_that_of_the_tall_part_and_not_of_the_wide_one():
    """Two storeys of 400 m2, eight of 25 m2, 4 m of water: 6 dry storeys of 25 m2 x 0.4."""
    row = row_of(parts_of_a_tower((2, 8)))
    assert (row.result, row.dry_storeys) == ("yes", 6)
    assert row.refuge_m2 == pytest.approx(6 * 25 * 0.4)
    assert row_of(parts_of_a_tower((2, 8)), criteria=FloodCriteria(min_refuge_m2=100.0)).result == (
        "no"
    )


def test_a_part_that_does_not_say_its_storeys_makes_them_open():
    city = parts_of_a_tower((2, 2))
    features = city.features.copy()
    features.loc["b2", "storeys_above_ground"] = np.nan
    assert row_of(replace(city, features=features)).reasons == "storeys_of_parts_incomplete"


def test_roofs_that_are_too_low_offer_no_room():
    """LOD2: 10 x 10 m at 12 m and a wing of 30 x 10 m at 5 m; 4 m of water, 2.1 m of headroom."""
    boxes = [Box(10, 10, 12, attributes=HIGH), Box(30, 10, 5, east=10.0)]
    one = box_city(boxes, lod=2, records={"flood_risk": pd.DataFrame([record(depth_m=4.0)])})
    whole = shapely.union_all(one.features.geometry.to_numpy())
    features = one.features.iloc[:1].set_geometry([whole], crs=one.crs)
    surfaces = replace(one.surfaces, feature_row=np.zeros_like(one.surfaces.feature_row))
    city = replace(one, features=features, surfaces=surfaces)
    row = row_of(city)
    assert row.footprint_m2 == pytest.approx(400.0)
    assert row.refuge_m2 == pytest.approx(2 * 100 * 0.4), "2 dry storeys of the high part"
    rows = np.array([0])
    for level, area in ((0.0, 400.0), (5.0, 100.0), (12.0, 0.0)):
        above = np.array([ORIGIN[2] + level])
        np.testing.assert_allclose(roof_area_above(city, rows, above), [area])


def test_a_zone_drawn_a_little_beside_the_building_is_flagged():
    """Zones are drawn from cells of 10 m and more: 4 m off may be inside."""
    city = city_of(Box(10, 10, 12, attributes=HIGH), [record(depth_m=1.0)])
    beside = zone_around("erosion", east=14.0)  # its west edge at x = 13, the wall at 10
    row = row_of(city, zones=beside)
    assert "collapse_zone_near" in row["flags"]
    assert not row.in_collapse_erosion
    far = row_of(city, zones=zone_around("erosion", east=40.0))
    assert "collapse_zone_near" not in far["flags"]
    strict = row_of(city, zones=beside, criteria=FloodCriteria(zone_margin_m=1.0))
    assert "collapse_zone_near" not in strict["flags"]
    assert far.confidence < row.confidence


def test_zones_in_degrees_and_in_another_zone_of_japan_meet_the_same_building():
    city = city_of(Box(10, 10, 12, attributes=HIGH), [record(depth_m=1.0)])
    for crs in ("EPSG:6668", "EPSG:4326", "EPSG:6675", "EPSG:3857"):
        row = row_of(city, zones=zone_around("erosion").to_crs(crs))
        assert row.reasons_no == "collapse_erosion", crs


def test_zones_whose_axes_are_swapped_count_as_not_supplied():
    """Latitude and longitude changed: the polygons lie in another part of the world."""
    city = city_of(Box(10, 10, 12, attributes=HIGH), [record(depth_m=1.0)])
    degrees = zone_around("erosion").to_crs("EPSG:6668")
    swapped = [
        shapely.transform(shape, lambda xy: xy[:, ::-1] - [0.0, 50.0]) for shape in degrees.geometry
    ]
    wrong = gpd.GeoDataFrame({"zone": ["erosion"]}, geometry=swapped, crs="EPSG:6668")
    table = evacuation_buildings(city, zones=wrong)
    assert "collapse_erosion_zones" in table["not_checked"].iloc[0]
    assert any("counts as not supplied" in note for note in table.attrs["plateau"]["notes"])


def test_a_bow_tie_of_a_zone_is_still_a_zone():
    city = city_of(Box(10, 10, 12, attributes=HIGH), [record(depth_m=1.0)])
    e, n = ORIGIN[:2]
    tie = shapely.Polygon([(e, n), (e + 10, n + 10), (e + 10, n), (e, n + 10)])
    zones = gpd.GeoDataFrame({"zone": ["erosion"]}, geometry=[tie], crs=ZONE_VII)
    assert row_of(city, zones=zones).result == "no"


def test_records_of_another_river_never_hide_a_deeper_surface():
    """The record says 0.3 m of river B; the surface of river A stands 6 m over the building."""
    city = with_water(
        city_of(
            Box(10, 10, 9, attributes={**RC, "storeys_above_ground": 3}),
            [record(river="B", depth_m=0.3)],
        ),
        level_m=6.0,
    )
    row = row_of(city)
    assert (row.result, row.river, row.depth_m) == ("no", "A", 6.0)


def test_that_tsunamis_are_not_judged_is_in_the_first_line():
    city = city_of(Box(10, 10, 12, attributes=HIGH), [record(depth_m=1.0)])
    notes = evacuation_buildings(city).attrs["plateau"]["notes"]
    assert "not judged: tsunami" in notes[0]
    own = record(hazard="tsunami", scale=None, depth_m=9.0, feature_id="b0")
    table = evacuation_buildings(city_of(Box(10, 10, 12, attributes=HIGH), [own]))
    assert table["result"].iloc[0] != "yes"
    assert "other_hazard" in table["not_checked"].iloc[0]


def test_a_higher_flood_leaves_nobody_dry_outside_the_assumed_one():
    """b1 has no record while b0 has: dry at the assumed level, not known 1 m above it."""
    boxes = [Box(10, 10, 12, attributes=HIGH), Box(10, 10, 12, east=50.0, attributes=HIGH)]
    city = city_of(boxes, [record(depth_m=1.0)])
    table = evacuation_levels(city, [-0.5, 0.0, 1.0])
    found = table[table["feature_id"] == "b1"].set_index("level_m")["result"].to_dict()
    assert found == {-0.5: "not_needed", 0.0: "not_needed", 1.0: "unknown"}


@pytest.mark.parametrize("unit", ["cm", "ft", "m2", "メートル毎秒"])
def test_a_depth_in_another_unit_is_never_taken_for_metres(unit):
    problem = f"depth in {unit}"
    row = judge([record(depth_m=0.3, unit_problem=problem)], storeys_above_ground=1, **RC)
    assert row.result == "unknown"
    assert "depth_unit_unknown" in row.reasons_unknown


@pytest.mark.parametrize("kind", ["0", "9", "11"])
def test_a_declared_box_gives_no_storeys_however_high_it_is(kind):
    """Type 9 is storeys x 3 m, 0 and 11 are uniform: 12 m says nothing."""
    box = Box(10, 10, 12.0, attributes={"height_m": 12.0, "lod1_height_type": kind, **RC})
    row = row_of(city_of(box, [record(depth_m=2.0)]))
    assert row.result == "unknown"
    assert "height_placeholder" in row.reasons_unknown


def test_a_raster_of_water_in_another_crs_is_met_and_one_elsewhere_says_nothing(tmp_path):
    city = city_of(Box(10, 10, 9, attributes={**RC, "storeys_above_ground": 3}), [])
    elsewhere = raster(tmp_path / "e.tif", cells(6.0), west=5000.0)
    assert row_of(city, water=[WaterRaster(elsewhere, "depth")]).reasons == "hazard_not_modelled"


def test_water_deeper_than_any_official_class_never_makes_a_yes():
    """25 m, exactly known, and 30 storeys: no number of storeys is official from 20 m on."""
    row = judge([record(depth_m=25.0)], storeys_above_ground=30, **RC)
    assert (row.result, row.reasons) == ("unknown", "depth_beyond_bands")
