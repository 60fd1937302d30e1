"""The decision table of specs/flood.md 5.1 and the logic of three values."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyses.flood.criteria import TSUNAMI_CRITERIA, FloodCriteria
from analyses.flood.decision import Evidence, judged, robust
from analyses.flood.rules import (
    FALSE,
    TRUE,
    UNKNOWN,
    DepthInterval,
    Interval,
    at_least,
    depth_at,
    depth_below,
    dry_storeys,
    headroom,
    seismic_standard,
    solid_structure,
    storeys_needed_bands,
    storeys_needed_linear,
    survives_flow,
    tsunami_structure,
)
from citygml.errors import AnalysisError

INF = math.inf


def storeys(fewest, most=None):
    return Interval(np.array([float(fewest)]), np.array([float(fewest if most is None else most)]))


def dry(depth, number, rule):
    criteria = FloodCriteria(rule=rule)
    return dry_storeys(depth, number, criteria=criteria, storey_height_m=2.5)


def depth_class(lo, hi):
    return DepthInterval(np.array([lo]), np.array([hi]), np.array([False]))


def verdict(depth, number, rule):
    found = dry(depth, number, rule)
    return int(at_least(found.lower, found.upper, 1)[0])


@pytest.mark.parametrize(
    ("depth_m", "number", "linear", "bands"),
    [
        (0.49, 1, 1, 1),
        (0.50, 1, 1, 0),
        (0.51, 1, 0, 0),
        (2.99, 1, 0, 0),
        (2.99, 2, 1, 1),
        (3.00, 2, 1, 0),
        (3.01, 2, 0, 0),
        (3.01, 3, 1, 1),
        (4.99, 3, 1, 1),
        (5.01, 3, 1, 0),
        (7.0, 3, 0, 0),
        (7.0, 4, 1, 0),
        (7.0, 5, 2, 1),
        (9.99, 4, 0, 0),
        (9.99, 5, 1, 1),
        (19.99, 8, 0, 0),
        (19.99, 9, 1, 1),
    ],
)
def test_dry_storeys_of_exact_depths(depth_m, number, linear, bands):
    """Floors at 0.5, 3.0, 5.5, 8.0, 10.5 … m; classes from 0.5, 3, 5, 10 m need 2, 3, 5, 9."""
    for rule, expected in (("linear", linear), ("koriyama", linear), ("bands", bands)):
        found = dry(depth_at(depth_m), storeys(number), rule)
        assert (found.lower[0], found.upper[0]) == (expected, expected), rule


def test_the_rules_differ_only_at_edges_and_from_5_to_8_and_10_to_18_metres():
    depths = np.round(np.arange(0.0, 20.0, 0.01), 2)
    differ = depths[storeys_needed_bands(depths) != storeys_needed_linear(depths)]
    inside = (differ <= 8.0) & (differ >= 5.0) | (differ <= 18.0) & (differ >= 10.0)
    assert set(differ[~inside]) == {0.5, 3.0}
    assert (storeys_needed_bands(depths) >= storeys_needed_linear(depths)).all()


@pytest.mark.parametrize(
    ("name", "lo", "hi", "number", "linear", "bands"),
    [
        ("rank 3, N = 3", 3.0, 5.0, storeys(3), TRUE, TRUE),
        ("rank 3, N = 2", 3.0, 5.0, storeys(2), UNKNOWN, FALSE),
        ("rank 6, N = 30", 20.0, INF, storeys(30), UNKNOWN, UNKNOWN),
        ("any depth, N = 30", 0.0, INF, storeys(30), UNKNOWN, UNKNOWN),
        ("rank 1, N unknown", 0.0, 0.5, storeys(1, INF), TRUE, TRUE),
        ("rank 3, N unknown", 3.0, 5.0, storeys(1, INF), UNKNOWN, UNKNOWN),
    ],
)
def test_depth_classes_decide_only_where_all_of_the_class_agrees(
    name, lo, hi, number, linear, bands
):
    assert verdict(depth_class(lo, hi), number, "linear") == linear
    assert verdict(depth_class(lo, hi), number, "bands") == bands


@pytest.mark.parametrize(("number", "expected"), [(8, FALSE), (9, UNKNOWN), (30, UNKNOWN)])
def test_from_20_metres_on_bands_never_say_yes(number, expected):
    """At 20 m the floors of the classes need 9 storeys: fewer is no, more is not official."""
    assert verdict(depth_at(20.0), storeys(number), "bands") == expected


def test_edges_hold_for_sums_that_binary_fractions_miss():
    """0.2 + 0.3 is the edge 0.5; the floor at 0.45 + 2 x 2.7 is level with 5.85 m."""
    criteria = FloodCriteria(freeboard_m=0.3)
    found = dry_storeys(depth_at(0.2), storeys(1), criteria=criteria, storey_height_m=2.5)
    assert found.lower[0] == 0
    assert (
        storeys_needed_linear(0.45 + 2.7 + 2.7, first_floor_height_m=0.45, storey_height_m=2.7) == 3
    )


def test_structures_in_the_flow_zone():
    """Wood no, RC yes, light steel and unknown unknown, solid class yes, outside all yes."""
    structure = np.array(["601", "603", "605", "", "", "601"], dtype=object)
    building_class = np.array(["", "", "", "", "3002", "3002"], dtype=object)
    solid = solid_structure(structure, building_class)
    inside = np.full(6, TRUE, np.int8)
    assert survives_flow(solid, inside).tolist() == [FALSE, TRUE, UNKNOWN, UNKNOWN, TRUE, FALSE]
    assert survives_flow(solid, np.full(6, FALSE, np.int8)).tolist() == [TRUE] * 6


def test_tsunami_structure_and_year():
    structure = np.array(["602", "603", "601", "605", "604", ""], dtype=object)
    expected = [TRUE, TRUE, FALSE, FALSE, UNKNOWN, UNKNOWN]
    assert tsunami_structure(structure).tolist() == expected
    years = np.array([1982.0, 1981.0, 1980.0, np.nan])
    assert seismic_standard(years).tolist() == [TRUE, UNKNOWN, FALSE, UNKNOWN]


@pytest.mark.parametrize(
    ("depth", "expected"),
    [
        (depth_at(4.99), TRUE),
        (depth_at(5.0), FALSE),
        (depth_class(3.0, 5.0), TRUE),
        (depth_class(3.0, 6.0), UNKNOWN),
        (depth_class(5.0, 10.0), FALSE),
    ],
)
def test_a_depth_limit_is_reached_at_the_limit(depth, expected):
    assert depth_below(depth, 5.0)[0] == expected


@pytest.mark.parametrize(
    ("depth_m", "height_m", "expected"),
    [(4.0, 6.1, TRUE), (4.0, 6.0, UNKNOWN), (4.0, np.nan, TRUE), (0.4, 1.0, TRUE)],
)
def test_a_building_without_room_above_the_water_is_doubted(depth_m, height_m, expected):
    """2.1 m of headroom above 4.0 m; not asked where the first floor is dry."""
    assert headroom(depth_at(depth_m), np.array([height_m]), FloodCriteria())[0] == expected


def evidence(depth, number, *, height=np.nan, no=(), unknown=(), excluded=False, absent=False):
    def masks(names):
        return {name: np.array([True]) for name in names}

    return Evidence(
        depth=depth,
        storeys=number,
        height_m=np.array([height]),
        usable_storey_m2=Interval(np.array([10.0]), np.array([10.0])),
        no=masks(no),
        unknown=masks(unknown),
        depth_causes={"depth_class_only": np.array([True])},
        storey_causes={"storeys_unknown": np.array([True])},
        excluded={"excluded_class": np.array([excluded])},
        dry_by_absence=np.array([absent]),
    )


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (evidence(depth_at(1.0), storeys(2)), "yes"),
        (evidence(depth_at(1.0), storeys(1)), "no"),
        (evidence(depth_at(1.0), storeys(1, INF)), "unknown"),
        (evidence(depth_at(1.0), storeys(2), no=["a"], unknown=["b"]), "no"),
        (evidence(depth_at(1.0), storeys(2), unknown=["b"]), "unknown"),
        (evidence(depth_at(0.0), storeys(1), absent=True), "not_needed"),
        (evidence(depth_at(0.0), storeys(1), no=["a"], absent=True), "no"),
        (evidence(depth_at(0.0), storeys(1), unknown=["b"], absent=True), "unknown"),
        (evidence(depth_at(1.0), storeys(1), no=["a"], excluded=True), "excluded"),
    ],
)
def test_no_goes_before_unknown_before_not_needed_before_yes(case, expected):
    assert judged(case, FloodCriteria(), storey_height_m=2.5).result[0] == expected


def test_an_unknown_always_has_a_reason():
    for depth in (depth_at(25.0), depth_class(0.0, INF), depth_class(5.0, 10.0)):
        found = judged(evidence(depth, storeys(3, INF)), FloodCriteria(), storey_height_m=2.5)
        assert found.result[0] == "unknown"
        assert any(mask[0] for mask in found.unknown.values())


@pytest.mark.parametrize(
    ("depth_m", "rule", "expected"),
    [(2.69, "bands", True), (2.71, "bands", False), (2.69, "linear", True), (3.4, "linear", False)],
)
def test_a_result_is_robust_if_a_little_more_water_does_not_change_it(depth_m, rule, expected):
    """Two storeys: bands turn at 3.0 m; linear at 3.0 m, or at 3.5 m with storeys of 3.0 m."""
    case, criteria = evidence(depth_at(depth_m), storeys(2)), FloodCriteria(rule=rule)
    result = judged(case, criteria, storey_height_m=2.5).result
    assert robust(case, result, criteria, storey_height_m=2.5)[0] == expected


@settings(max_examples=200, deadline=None, database=None)
@given(
    depth_m=st.floats(0, 30),
    more_m=st.floats(0, 10),
    number=st.integers(1, 20),
    more=st.integers(0, 10),
    rule=st.sampled_from(["bands", "linear", "koriyama"]),
)
def test_more_water_never_adds_a_dry_storey_and_more_storeys_never_take_one(
    depth_m, more_m, number, more, rule
):
    here = dry(depth_at(depth_m), storeys(number), rule)
    deeper = dry(depth_at(depth_m + more_m), storeys(number), rule)
    higher = dry(depth_at(depth_m), storeys(number + more), rule)
    assert deeper.lower <= here.lower <= higher.lower
    assert deeper.upper <= here.upper <= higher.upper


@pytest.mark.parametrize(
    ("change", "fact"),
    [
        ({"rule": "band"}, "'band'"),
        ({"hazards": ("rivers",)}, "rivers"),
        ({"hazards": ()}, "hazards"),
        ({"hazards": ("river", "tsunami")}, "TSUNAMI_CRITERIA"),
        ({"scales": ("2",)}, "scales"),
        ({"freeboard_m": -0.1}, "freeboard_m"),
        ({"m2_per_person": 0.0}, "m2_per_person"),
        ({"storey_divisors_m": (4.0, 0.0, 2.5)}, "storey heights"),
        ({"absence": "dry"}, "absence"),
    ],
)
def test_criteria_refuse_what_no_rule_covers(change, fact):
    with pytest.raises(AnalysisError, match=fact):
        FloodCriteria(**change)


def test_the_tsunami_profile_demands_three_storeys():
    assert TSUNAMI_CRITERIA.min_storeys == 3
    case = evidence(depth_at(0.1), storeys(2))
    assert judged(case, TSUNAMI_CRITERIA, storey_height_m=2.5).result[0] == "no"
