"""`evacuation_buildings` on cities that one can judge by hand."""

from __future__ import annotations

import re
from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
from builders import Box, box_city
from flood_cities import city_of, judge, record, zone_around

from analyses.flood import (
    COLUMNS,
    DEFAULT_CRITERIA,
    REASONS,
    TSUNAMI_CRITERIA,
    FloodCriteria,
    evacuation_buildings,
)
from citygml.errors import AnalysisError

RC = {"structure": "603"}


@pytest.mark.parametrize(
    ("depth_m", "number", "bands", "linear"),
    [
        (0.49, 1, "yes", "yes"),
        (0.50, 1, "no", "yes"),
        (0.51, 1, "no", "no"),
        (2.99, 1, "no", "no"),
        (2.99, 2, "yes", "yes"),
        (3.00, 2, "no", "yes"),
        (3.01, 2, "no", "no"),
        (3.01, 3, "yes", "yes"),
        (4.99, 3, "yes", "yes"),
        (5.01, 3, "no", "yes"),
        (7.0, 3, "no", "no"),
        (7.0, 4, "no", "yes"),
        (7.0, 5, "yes", "yes"),
        (9.99, 4, "no", "no"),
        (9.99, 5, "yes", "yes"),
        (19.99, 8, "no", "no"),
        (19.99, 9, "yes", "yes"),
        (4.0, 9999, "unknown", "unknown"),
        (0.3, None, "yes", "yes"),
    ],
)
def test_depth_and_storeys_decide(depth_m, number, bands, linear):
    row = judge([record(depth_m=depth_m)], storeys_above_ground=number)
    assert (row.result, row.result_linear) == (bands, linear)


@pytest.mark.parametrize(
    ("rank", "number", "bands", "linear"),
    [
        ("3m以上5m未満", 3, "yes", "yes"),
        ("3m以上5m未満", 2, "no", "unknown"),
        ("20m以上", 30, "unknown", "unknown"),
        ("0.3ｍ未満", None, "yes", "yes"),
        ("ランク3", 30, "unknown", "unknown"),
        (None, 30, "unknown", "unknown"),
    ],
)
def test_a_depth_class_alone_is_an_interval(rank, number, bands, linear):
    row = judge([record(rank_text=rank)], storeys_above_ground=number)
    assert (row.result, row.result_linear) == (bands, linear)


@pytest.mark.parametrize("height_m", [3.0, 6.0])
@pytest.mark.parametrize("kind", ["2", "0", "9", "11"])
def test_a_placeholder_box_is_unknown_and_not_one_storey(height_m, kind):
    box = Box(10, 10, height_m, attributes={"lod1_height_type": kind})
    row = evacuation_buildings(city_of(box, [record(depth_m=4.0)])).iloc[0]
    assert row.result == "unknown"
    assert row.reasons_unknown == "storeys_unknown;height_placeholder"


def test_a_declared_placeholder_makes_a_measured_height_useless_too():
    box = Box(10, 10, 3.0, attributes={"lod1_height_type": "0", "height_m": 20.0})
    assert evacuation_buildings(city_of(box, [record(depth_m=4.0)])).result.iloc[0] == "unknown"


@pytest.mark.parametrize(
    ("height_m", "usage", "depth_m", "expected"),
    [
        (12.0, "411", 4.0, "yes"),  # 3 to 4 storeys, 3 needed
        (11.9, "411", 4.0, "unknown"),  # 2 to 4
        (17.9, "401", 4.0, "unknown"),  # 2 to 7: other buildings have higher storeys
        (18.0, "401", 4.0, "yes"),
        (18.0, None, 4.0, "yes"),
        (12.0, None, 4.0, "unknown"),
        (7.4, "411", 4.0, "no"),  # at most 2
    ],
)
def test_storeys_from_the_height_are_bounded_to_the_safe_side(height_m, usage, depth_m, expected):
    box = Box(10, 10, height_m, attributes={"height_m": height_m, "usage": usage})
    row = evacuation_buildings(city_of(box, [record(depth_m=depth_m)])).iloc[0]
    assert (row.result, row.storeys_source) == (expected, "height")
    assert "storeys_from_height" in row["flags"]


def test_the_fewest_storeys_come_from_the_lower_of_measured_height_and_solid():
    """17.8 m to the top of an aerial, 11.3 m to the roof: two storeys are not certain."""
    box = Box(10, 10, 11.3, attributes={"height_m": 17.8})
    row = evacuation_buildings(city_of(box, [record(depth_m=1.64)])).iloc[0]
    assert (row.result, row.storeys_lo, row.storeys_hi) == ("unknown", 1, 7)


def test_without_measured_height_the_solid_alone_gives_no_storeys():
    row = evacuation_buildings(city_of(Box(10, 10, 40.0), [record(depth_m=4.0)])).iloc[0]
    assert (row.result, row.reasons, row.storeys_source) == (
        "unknown",
        "storeys_unknown",
        "unknown",
    )


def test_a_refuge_on_the_ground_floor_is_flagged_and_trusted_less():
    low = judge([record(depth_m=0.49)], storeys_above_ground=2, **RC)
    assert (low.result, low.confidence) == ("yes", "C")
    assert "ground_floor_refuge" in low["flags"]
    high = judge([record(depth_m=0.51)], storeys_above_ground=2, **RC)
    assert (high.result, high.confidence) == ("yes", "B")
    assert "ground_floor_refuge" not in high["flags"]


@pytest.mark.parametrize(
    ("structure", "kind", "expected", "reason"),
    [
        ("601", "flow", "no", "collapse_flow_wood"),
        ("603", "flow", "yes", ""),
        ("603", "erosion", "no", "collapse_erosion"),
        (None, "flow", "unknown", "structure_unknown_in_flow_zone"),
        ("611", "flow", "unknown", "structure_unknown_in_flow_zone"),
        ("601", "landslide", "no", "landslide_zone"),
        ("603", "landslide_special", "no", "landslide_zone"),
    ],
)
def test_zones_decide_by_structure(structure, kind, expected, reason):
    box = Box(10, 10, 9, attributes={"storeys_above_ground": 3, "structure": structure})
    city = city_of(box, [record(depth_m=1.0)])
    row = evacuation_buildings(city, zones=zone_around(kind)).iloc[0]
    assert (row.result, row.reasons) == (expected, reason)
    away = evacuation_buildings(city, zones=zone_around(kind, east=1000.0)).iloc[0]
    assert away.result == "yes"


def test_without_zones_it_is_not_known_whether_a_building_stands_in_one():
    row = judge([record(depth_m=1.0)], storeys_above_ground=3)
    assert pd.isna(row.in_collapse_flow)
    assert pd.isna(row.in_collapse_erosion)
    city = city_of(Box(10, 10, 9), [record(depth_m=1.0)])
    row = evacuation_buildings(city, zones=zone_around("flow")).iloc[0]
    assert row.in_collapse_flow
    assert pd.isna(row.in_collapse_erosion)


def test_zones_may_come_in_another_crs():
    city = city_of(Box(10, 10, 9, attributes={"storeys_above_ground": 3}), [record(depth_m=1.0)])
    there = zone_around("erosion").to_crs("EPSG:6668")
    assert evacuation_buildings(city, zones=there).result.iloc[0] == "no"


def test_a_zone_speaks_also_against_a_building_without_water():
    """Bank erosion reaches beyond the flood: such a building must not be called "not needed"."""
    city = city_of(Box(10, 10, 9), [record(feature_id="elsewhere", depth_m=1.0)])
    assert evacuation_buildings(city).result.iloc[0] == "not_needed"
    assert evacuation_buildings(city, zones=zone_around("erosion")).result.iloc[0] == "no"


def test_the_deepest_of_several_rivers_decides():
    records = [record(river="A", depth_m=1.2), record(river="B", depth_m=3.4)]
    row = judge(records, storeys_above_ground=2)
    assert (row.result, row.river, row.depth_m) == ("no", "B", 3.4)


def test_the_highest_of_several_classes_bounds_the_depth():
    """Classes 0.5 to 3 m and 3 to 5 m of two rivers: up to 5 m, whichever comes first."""
    classes = ("0.5m以上3m未満", "3m以上5m未満")
    for order in (classes, classes[::-1]):
        records = [record(river=text, rank_text=text) for text in order]
        row = judge(records, storeys_above_ground=2, structure="603")
        assert (row.depth_lo_m, row.depth_hi_m, row.result) == (3.0, 5.0, "no")
        assert row.river == classes[1]


def test_equal_depths_are_told_apart_by_duration_then_by_name():
    records = [
        record(river="A", depth_m=1.0, duration_h=3.0),
        record(river="C", depth_m=1.0, duration_h=5.0),
        record(river="B", depth_m=1.0, duration_h=5.0),
    ]
    assert judge(records, storeys_above_ground=2).river == "B"
    assert judge(records[::-1], storeys_above_ground=2).river == "B"


def test_a_record_of_a_smaller_flood_alone_is_never_dry():
    row = judge([record(scale="L1", depth_m=4.0)], storeys_above_ground=30)
    assert (row.result, row.reasons) == ("unknown", "lower_scale_only")
    assert "lower_scale_only" in row["flags"]
    other = [record(scale="L1", river="A", depth_m=4.0), record(river="B", depth_m=0.2)]
    assert judge(other, storeys_above_ground=30).result == "unknown"
    both = [record(scale="L1", depth_m=4.0), record(scale="L2", depth_m=4.5)]
    assert judge(both, storeys_above_ground=30).result == "yes"


def test_a_record_without_scale_always_counts():
    assert judge([record(scale=None, depth_m=4.0)], storeys_above_ground=2).result == "no"


@pytest.mark.parametrize(
    ("hours", "expected", "reason"),
    [(72.0, "yes", ""), (72.1, "no", "duration_over_limit"), (None, "yes", "")],
)
def test_water_that_stays_too_long_is_no_and_a_missing_duration_costs_confidence(
    hours, expected, reason
):
    row = judge([record(depth_m=1.0, duration_h=hours)], storeys_above_ground=3, **RC)
    assert (row.result, row.reasons) == (expected, reason)
    assert ("duration" in row.not_checked.split(";")) == (hours is None)
    assert row.confidence == ("C" if hours is None else "B")


def test_units_that_are_not_known_are_unknown_with_their_reason():
    depth = record(depth_m=1.0, unit_problem="depth_m: unit cm")
    row = judge([depth], storeys_above_ground=3)
    assert (row.result, row.reasons) == ("unknown", "depth_unknown;depth_unit_unknown")
    duration = record(depth_m=1.0, duration_h=None, unit_problem="duration_h: unit day")
    row = judge([duration], storeys_above_ground=3)
    assert (row.result, row.reasons) == ("unknown", "duration_unit_unknown")


def test_a_negative_depth_is_unknown_with_its_reason():
    row = judge([record(depth_m=-1.0)], storeys_above_ground=3)
    assert (row.result, row.reasons) == ("unknown", "depth_unknown;depth_invalid")


def test_a_depth_below_its_class_is_no_yes():
    """0.3 m in class 3 to 5 m: two storeys would do for the number, not for the class."""
    row = judge([record(depth_m=0.3, rank_text="3m以上5m未満")], storeys_above_ground=2)
    assert (row.result, row.reasons) == ("unknown", "rank_mismatch")


def test_storeys_that_do_not_fit_below_the_roof_are_doubted():
    """Ten storeys on 5 m of height above 4 m of water."""
    row = judge([record(depth_m=4.0)], storeys_above_ground=10, height_m=5.0)
    assert (row.result, row.reasons) == ("unknown", "height_contradicts_storeys")
    assert "height_storey_conflict" in row["flags"]
    off = FloodCriteria(min_headroom_m=None)
    assert judge([record(depth_m=4.0)], off, storeys_above_ground=10, height_m=5.0).result == "yes"


@pytest.mark.parametrize(
    ("attributes", "reason"),
    [({"class": "3003"}, "excluded_class"), ({"usage": "453"}, "excluded_usage")],
)
def test_buildings_without_walls_and_barracks_are_no_candidates(attributes, reason):
    row = judge([record(depth_m=1.0)], storeys_above_ground=3, **attributes)
    assert (row.result, row.reasons, row.capacity) == ("excluded", reason, 0)


@pytest.mark.parametrize(
    ("code", "criteria", "expected"),
    [
        ("1", DEFAULT_CRITERIA, "no"),
        ("1", FloodCriteria(landslide_excluded=("2", "4")), "yes"),
        ("4", FloodCriteria(landslide_excluded=("2", "4")), "no"),
        ("77", DEFAULT_CRITERIA, "unknown"),
        (None, DEFAULT_CRITERIA, "unknown"),
    ],
)
def test_landslide_records_decide_by_their_class(code, criteria, expected):
    slide = record(hazard="landslide", scale=None, area_type_code=code)
    row = judge([record(depth_m=1.0), slide], criteria, storeys_above_ground=3)
    assert row.result == expected
    assert ("landslide_zone_allowed" in row["flags"]) == (expected == "yes")


def test_a_depth_limit_sends_everybody_away():
    criteria = FloodCriteria(depth_cap_m=5.0)
    row = judge([record(depth_m=5.0)], criteria, storeys_above_ground=30)
    assert (row.result, row.reasons) == ("no", "depth_over_cap")


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"structure": "603", "year": 1995, "storeys_above_ground": 3}, "yes"),
        ({"structure": "601", "year": 1995, "storeys_above_ground": 3}, "no"),
        ({"structure": "604", "year": 1995, "storeys_above_ground": 3}, "unknown"),
        ({"structure": "603", "year": 1975, "storeys_above_ground": 3}, "no"),
        ({"structure": "603", "storeys_above_ground": 3}, "unknown"),
        ({"structure": "603", "year": 1995, "storeys_above_ground": 2}, "no"),
        ({"structure": "603", "year": 1995}, "unknown"),
    ],
)
def test_a_tsunami_has_its_own_profile(attributes, expected):
    wave = [record(hazard="tsunami", scale=None, depth_m=1.0)]
    assert judge(wave, TSUNAMI_CRITERIA, **attributes).result == expected


def test_a_hazard_not_asked_for_is_named_and_not_judged():
    wave = record(hazard="tsunami", scale=None, depth_m=9.0)
    city = city_of(
        Box(10, 10, 9, attributes={"storeys_above_ground": 3}), [record(depth_m=1.0), wave]
    )
    table = evacuation_buildings(city)
    assert table.result.iloc[0] == "yes"
    assert "other_hazard" in table.not_checked.iloc[0]
    assert any("tsunami" in note for note in table.attrs["plateau"]["notes"])


def test_no_record_is_not_needed_only_where_the_hazard_is_in_the_dataset():
    boxes = [Box(10, 10, 9), Box(10, 10, 9, east=50, attributes={"storeys_above_ground": 3})]
    there = box_city(boxes, records={"flood_risk": pd.DataFrame([record(depth_m=1.0)])})
    row = evacuation_buildings(there).iloc[1]
    assert (row.result, row.reasons, row.confidence) == (
        "not_needed",
        "no_record_layer_present",
        "C",
    )
    strict = evacuation_buildings(there, criteria=FloodCriteria(absence="unknown")).iloc[1]
    assert (strict.result, strict.reasons) == ("unknown", "no_record")
    tsunami = pd.DataFrame([record(hazard="tsunami", depth_m=1.0)])
    for records in ({}, {"flood_risk": tsunami}):
        row = evacuation_buildings(box_city(boxes, records=records)).iloc[1]
        assert (row.result, row.reasons) == ("unknown", "hazard_not_modelled")


def test_a_building_without_footprint_could_not_be_compared_with_any_map():
    city = box_city(
        [Box(10, 10, 9), Box(10, 10, 9, east=50, attributes={"storeys_above_ground": 3})],
        records={"flood_risk": pd.DataFrame([record(depth_m=1.0)])},
    )
    features = city.features.set_geometry(
        gpd.GeoSeries([city.features.geometry.iloc[0], None], city.features.index, crs=city.crs)
    )
    row = evacuation_buildings(replace(city, features=features)).iloc[1]
    assert (row.result, row.reasons) == ("unknown", "footprint_missing")


def test_missing_collapse_zones_block_a_yes_only_if_asked():
    records = [record(depth_m=1.0)]
    assert judge(records, storeys_above_ground=3).result == "yes"
    strict = FloodCriteria(collapse_missing="unknown")
    row = judge(records, strict, storeys_above_ground=3)
    assert (row.result, row.reasons) == ("unknown", "collapse_zones_missing")


def test_confidence_falls_where_missing_data_are_let_pass():
    """All there: A. Without storeys, a whole layer: B. Without duration: C."""
    everything = {"storeys_above_ground": 3, "height_m": 13.0, "usage": "411", **RC}
    box = Box(10, 10, 12.5, attributes=everything)
    near = [record(depth_m=1.0)]
    far = [record(feature_id="x", hazard=h) for h in ("inland", "high_tide", "reservoir")]
    zones = pd.concat([zone_around(k, east=900.0) for k in ("flow", "erosion", "landslide")])

    def confidence(records=near, attributes=everything, layers=zones):
        city = city_of(replace(box, attributes=attributes), [*records, *far])
        row = evacuation_buildings(city, zones=layers).iloc[0]
        assert row.result == "yes"
        return row.confidence

    assert confidence() == "A"
    assert confidence(attributes={**everything, "storeys_above_ground": None}) == "B"
    assert confidence(layers=zones[zones["zone"] != "flow"]) == "B"
    assert confidence(attributes={**everything, "structure": None}) == "B"
    assert confidence(records=[record(depth_m=1.0, duration_h=None)]) == "C"


def test_layers_that_were_not_supplied_are_named_first():
    table = evacuation_buildings(city_of(Box(10, 10, 9), [record(depth_m=1.0)]))
    first = table.attrs["plateau"]["notes"][0]
    assert first.startswith("not checked: house-collapse zones (flow), house-collapse zones (bank")
    assert "inland flooding" in first
    assert "river flooding" not in first
    assert 'ground_source="building_base"' in first
    assert first.isascii()


def test_every_code_has_a_sentence_in_both_languages_and_every_column_a_label():
    for reason in REASONS.values():
        assert reason.en.isascii()
        assert re.search(r"[ぁ-ん一-龥]", reason.ja)
    table = evacuation_buildings(city_of(Box(10, 10, 9), [record(depth_m=1.0)]))
    assert list(table.columns) == [*(column.name for column in COLUMNS), "geometry"]
    assert len({column.label_ja for column in COLUMNS}) == len(COLUMNS)


@pytest.mark.parametrize("height_m", [0.0, -2.5, float("nan"), float("inf"), 250.0])
def test_an_impossible_storey_height_is_refused(height_m):
    """250 are centimetres: by them the second storey would be dry in any flood."""
    with pytest.raises(AnalysisError, match="storey_height_m"):
        evacuation_buildings(city_of(Box(10, 10, 9), []), storey_height_m=height_m)


def test_a_first_floor_in_centimetres_is_refused():
    with pytest.raises(AnalysisError, match=r"first_floor_height_m 50; .* at most 5"):
        FloodCriteria(first_floor_height_m=50)


def test_what_is_not_loaded_or_not_read_yet_is_named():
    city = city_of(Box(10, 10, 9), [])
    with pytest.raises(AnalysisError, match=r"city is a str; .* CityModel; take what \.load"):
        evacuation_buildings("a city")
    with pytest.raises(AnalysisError, match=r"zones is a str; .* use read_zones"):
        evacuation_buildings(city, zones="zones.geojson")


def test_a_city_without_buildings_gives_an_empty_table():
    city = city_of(Box(10, 10, 9, attributes={"is_context": True}), [record(depth_m=1.0)])
    assert len(evacuation_buildings(city)) == 0


def parts_city(first, second, **building):
    """A building of two boxes that has no solid and no footprint of its own."""
    city = city_of(
        [Box(10, 10, 9, attributes=a) for a in (building, first, second)], [record(depth_m=4.0)]
    )
    features = city.features.copy()
    features.loc[["b1", "b2"], "kind"] = "BuildingPart"
    features.loc[["b1", "b2"], "parent_id"] = "b0"
    return replace(city, features=features)


def test_parts_are_joined_to_their_building():
    row = evacuation_buildings(
        parts_city({"storeys_above_ground": 1, **RC}, {"storeys_above_ground": 3, **RC})
    )
    assert row.index.tolist() == ["b0"]
    row = row.iloc[0]
    assert (row.result, row.storeys_source, row.structure) == ("yes", "parts", "603")
    mixed = parts_city({"storeys_above_ground": 1}, {"storeys_above_ground": 3, **RC})
    assert pd.isna(evacuation_buildings(mixed).structure.iloc[0])
    own = parts_city({"storeys_above_ground": 9}, {}, storeys_above_ground=2)
    assert evacuation_buildings(own).result.iloc[0] == "no"
    half = evacuation_buildings(parts_city({"storeys_above_ground": 1}, {})).iloc[0]
    assert (half.result, half.reasons) == ("unknown", "storeys_of_parts_incomplete")


def test_room_for_people_follows_floor_area_and_dry_storeys():
    """600 m2 on 3 storeys, 2 dry, 0.4 of it usable: 160 persons; dwellings 0.1, residents first."""
    box = {"storeys_above_ground": 3, "total_floor_area_m2": 600.0}
    row = judge([record(depth_m=1.0)], usage="422", **box)
    assert (row.refuge_m2, row.capacity, row.capacity_public) == (160.0, 160, 160)
    row = judge([record(depth_m=1.0)], usage="412", **box)
    assert (row.capacity, row.capacity_public) == (40, pd.NA) or pd.isna(row.capacity_public)
    row = judge([record(depth_m=1.0)], usage="422", storeys_above_ground=3)
    assert row.capacity == 80  # footprint 100 m2
    assert judge([record(depth_m=9.0)], usage="422", **box).capacity == 0
    assert pd.isna(judge([record(depth_m=1.0)], usage="422").capacity)  # unknown


def test_refuges_are_ranked_by_evidence_and_then_by_strength():
    attributes = [
        {"storeys_above_ground": 3},
        {"storeys_above_ground": 3, **RC},
        {"storeys_above_ground": 5, **RC},
        {"storeys_above_ground": 1, **RC},
    ]
    boxes = [Box(10, 10, 15, east=50.0 * i, attributes=a) for i, a in enumerate(attributes)]
    records = [record(feature_id=f"b{i}", depth_m=1.0) for i in range(4)]
    rank = evacuation_buildings(city_of(boxes, records))["rank"]
    assert rank.tolist()[:3] == [3, 2, 1]
    assert pd.isna(rank.iloc[3])
