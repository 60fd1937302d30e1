"""Population, walking, assignment and plan on towns that one can solve by hand."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from builders import ORIGIN, ZONE_VII, Box, box_city
from flood_cities import city_of, joined, record, with_water, zone_around
from flood_rasters import cells, raster
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString
from shapely.geometry import box as rectangle

import plateau
from analyses.flood import (
    PlanCriteria,
    evacuation_buildings,
    evacuation_plan,
    flood_closures,
    line_network,
    read_population,
    read_water,
    road_network,
    survey_priorities,
)
from analyses.flood.assignment import assigned, most_served
from analyses.flood.population import persons_of, shares
from analyses.flood.walking import Ways, straight_ways
from analyses.hazard_maps import maps_of
from citygml.errors import AnalysisError
from citygml.surfaces import SurfaceKind, surface_table

SAMPLE = Path(__file__).parents[2] / "sample_data"
OFFICE = {"usage": "401", "structure": "603", "storeys_above_ground": 3}
HOUSE = {"usage": "411", "structure": "601", "storeys_above_ground": 1}


def street(*attributes, spacing=50.0, depth_m=1.0):
    """Buildings of 10 m by 10 m in a row to the east, all in the same water."""
    boxes = [
        Box(10, 10, 9, east=spacing * i, attributes={"height_m": 9.0, **a})
        for i, a in enumerate(attributes)
    ]
    records = [record(feature_id=f"b{i}", depth_m=depth_m) for i in range(len(boxes))]
    return city_of(boxes, records)


def people(**persons):
    return pd.DataFrame({"feature_id": list(persons), "persons": list(persons.values())})


def planned(city, population, **settings):
    return evacuation_plan(evacuation_buildings(city), population, **settings)


def line(*points):
    shifted = [(ORIGIN[0] + x, ORIGIN[1] + y) for x, y in points]
    return gpd.GeoDataFrame(geometry=[LineString(shifted)], crs=ZONE_VII)


def test_people_go_to_the_nearer_of_two_refuges_until_it_is_full():
    """Each office has room for 2 dry storeys x 100 m2 x 0.4 = 80; 100 people: 80 near, 20 far."""
    plan = planned(street(OFFICE, HOUSE, OFFICE, spacing=40.0), people(b1=100))
    row = plan.demand.iloc[0]
    assert (row.served, row.unserved, row.refuge_count) == (100, 0, 2)
    assert plan.refuges["assigned"].sum() == 100
    assert sorted(plan.routes["persons"].tolist()) == [20, 80]
    uneven = planned(street(OFFICE, OFFICE, HOUSE), people(b2=100))
    assert uneven.refuges["assigned"].to_dict() == {"b0": 20, "b1": 80}
    assert uneven.demand["assigned_to"].iloc[0] == "b1"
    assert uneven.demand["walk_m"].iloc[0] == pytest.approx((80 * 65.0 + 20 * 130.0) / 100)


def test_many_served_go_before_short_ways():
    """b1 reaches both offices, b3 only b2: b1 to b2 would leave b3 in the water."""
    city = street(OFFICE, HOUSE, OFFICE, HOUSE, spacing=50.0)
    boxes = evacuation_buildings(city)
    plan = evacuation_plan(boxes, people(b1=80, b3=80), criteria=PlanCriteria(walk_max_m=70.0))
    assert plan.demand["served"].tolist() == [80, 80]
    assert plan.demand["assigned_to"].to_dict() == {"b1": "b0", "b3": "b2"}


def test_residents_of_a_refuge_stay_and_take_their_room():
    """Flats: 2 dry storeys x 100 m2 x 0.1 = 20 places, 15 residents, 5 for others."""
    flats = {"usage": "412", "structure": "603", "storeys_above_ground": 3}
    plan = planned(street(flats, HOUSE), people(b0=15, b1=9))
    refuge = plan.refuges.iloc[0]
    assert (refuge.own_residents, refuge.capacity, refuge.capacity_public) == (15, 20, 5)
    assert (plan.demand.served.iloc[0], plan.demand.reason_unserved.iloc[0]) == (5, "refuges_full")
    assert plan.places[["at_home", "served", "unserved"]].sum().tolist() == [15, 5, 4]


@pytest.mark.parametrize(
    ("attributes", "own_only"),
    [
        ({"usage": "411", "structure": "603"}, True),
        ({"usage": "412", "structure": "601"}, True),
        ({"usage": "412", "structure": None}, False),
        ({"usage": None, "structure": None}, True),
        ({"usage": "461", "structure": "603"}, False),
        ({"usage": "401", "structure": "601"}, False),
    ],
)
def test_nobody_is_sent_into_a_house_or_a_wooden_dwelling(attributes, own_only):
    city = street({**attributes, "storeys_above_ground": 3}, HOUSE)
    buildings = evacuation_buildings(city)
    assert buildings["own_residents_only"].iloc[0] == own_only
    assert ("own_residents_only" in buildings["flags"].iloc[0]) == own_only
    plan = evacuation_plan(buildings, people(b1=2))
    assert plan.demand["served"].iloc[0] == (0 if own_only else 2)
    notes = " ".join(buildings.attrs["plateau"]["notes"])
    assert f"{int(own_only)} are for their own residents only" in notes


def test_every_person_is_in_one_column_and_the_unknown_bound_is_never_worse():
    city = plateau.open(SAMPLE / "13999_mihon-shi_2026_citygml_1_op").load()
    zones = plateau.read_zones(SAMPLE / "house_collapse_zones.geojson")
    buildings = evacuation_buildings(city, zones=zones)
    population = read_population(SAMPLE / "population.csv")
    closures = flood_closures(city, zones=zones)
    network = road_network(city)
    before = evacuation_plan(buildings, population, network=network)
    after = evacuation_plan(buildings, population, network=network, closures=closures)
    for plan in (before, after):
        places = plan.places
        parts = places[["not_flooded", "at_home", "served", "unserved", "unplaced"]].sum()
        assert parts.sum() == places["persons"].sum() == population["persons"].sum() == 2012
        assert (places["unserved_if_unknown_yes"] <= places["unserved"]).all()
        assert (plan.refuges["assigned"] <= plan.refuges["capacity_public"]).all()
        assert plan.routes["persons"].sum() == plan.demand["served"].sum()
        assert (plan.routes["walk_m"] <= 500.0).all()
    assert after.demand["served"].sum() < before.demand["served"].sum()


def test_the_order_of_rows_does_not_change_the_plan():
    city = street(OFFICE, HOUSE, HOUSE, OFFICE, spacing=40.0)
    buildings = evacuation_buildings(city)
    population = people(b1=70, b2=70)
    first = evacuation_plan(buildings, population)
    turned = buildings.iloc[::-1]
    turned.attrs = buildings.attrs
    second = evacuation_plan(turned, population.iloc[::-1])
    pd.testing.assert_frame_equal(
        pd.DataFrame(first.demand.drop(columns="geometry")),
        pd.DataFrame(second.demand.drop(columns="geometry")),
    )


def test_persons_of_a_building_that_is_not_there_are_counted():
    plan = planned(street(OFFICE, HOUSE), people(b1=3, nowhere=4))
    assert plan.places["unplaced"].sum() == 4
    assert plan.places["persons"].sum() == 7
    assert any("4 persons are in no building" in n for n in plan.demand.attrs["plateau"]["notes"])


def test_persons_of_a_polygon_are_split_by_footprint_times_storeys():
    """10 persons over 1 and 3 storeys of equal footprint: 2.5 and 7.5, largest remainder: 3, 7."""
    homes = [{"usage": "411", "storeys_above_ground": n} for n in (1, 3)]
    buildings = evacuation_buildings(street(*homes, OFFICE))
    around = rectangle(ORIGIN[0] - 5, ORIGIN[1] - 5, ORIGIN[0] + 500, ORIGIN[1] + 50)
    empty = rectangle(ORIGIN[0] - 900, ORIGIN[1], ORIGIN[0] - 800, ORIGIN[1] + 50)
    table = gpd.GeoDataFrame(
        {"name": ["A", "B"], "persons": [10, 6]}, geometry=[around, empty], crs=ZONE_VII
    ).to_crs("EPSG:6668")
    found = persons_of(buildings, table)
    assert found.persons.tolist() == [3, 7, 0]
    assert found.place.tolist() == ["A", "A", "A"]
    assert found.unplaced.to_numpy().tolist() == [["B", 6, "no dwelling stands in the polygon"]]


@given(st.integers(0, 500), st.lists(st.floats(0.01, 100), min_size=1, max_size=20))
@settings(max_examples=60, deadline=None, database=None, derandomize=True)
def test_shares_add_up_and_are_less_than_one_person_off(total, weights):
    parts = shares(total, weights)
    exact = total * np.array(weights) / np.sum(weights)
    assert parts.sum() == total
    assert (np.abs(parts - exact) < 1 + 1e-6).all()


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (pd.DataFrame({"feature_id": ["a"]}), 'a column "persons"'),
        (pd.DataFrame({"feature_id": ["a"], "persons": [-1]}), "row 0: persons -1; 0 or more"),
        (pd.DataFrame({"feature_id": ["a"], "persons": [None]}), "0 or more"),
        (pd.DataFrame({"feature_id": ["a", "a"], "persons": [1, 1]}), "a is there twice"),
        (pd.DataFrame({"persons": [1]}), "neither feature_id nor polygons"),
    ],
)
def test_a_population_that_counts_nobody_is_refused(table, message):
    with pytest.raises(AnalysisError, match=message):
        planned(street(OFFICE, HOUSE), table)


def best_by_hand(demand, capacity, ways):
    """Try every whole number of persons on every way."""
    options = [
        range(min(demand[s], capacity[g]) + 1) for s, g in zip(ways.start, ways.goal, strict=True)
    ]
    best = (0, 0.0)
    for persons in product(*options):
        sent = np.array(persons, dtype=int)
        left = np.bincount(ways.start, sent, len(demand)) > demand
        full = np.bincount(ways.goal, sent, len(capacity)) > capacity
        if not left.any() and not full.any():
            best = max(best, (int(sent.sum()), -float(sent @ ways.walk_m)))
    return best


@given(
    st.lists(st.integers(0, 3), min_size=1, max_size=3),
    st.lists(st.integers(0, 3), min_size=1, max_size=2),
    st.data(),
)
@settings(max_examples=60, deadline=None, database=None, derandomize=True)
def test_the_assignment_is_the_best_there_is(demand, capacity, data):
    pairs = list(product(range(len(demand)), range(len(capacity))))
    chosen = [p for p in pairs if data.draw(st.booleans())]
    walk = [float(data.draw(st.integers(1, 30))) for _ in chosen]
    start, goal = (np.array([p[i] for p in chosen], dtype=np.int64) for i in (0, 1))
    ways = Ways(start, goal, np.array(walk))
    found = assigned(np.array(demand), np.array(capacity), ways)
    served, minus_metres = best_by_hand(np.array(demand), np.array(capacity), ways)
    assert (found.served, found.person_m) == (served, pytest.approx(-minus_metres))
    assert most_served(np.array(demand), np.array(capacity), ways) == served
    assert (np.bincount(goal, found.persons, len(capacity)) <= capacity).all()


def test_roads_are_walked_and_not_the_straight_line():
    """An L of roads of 6 m: from (5, 5) 100 m east, then 80 m north."""
    city = street(HOUSE, OFFICE, spacing=0.0)
    rings = [
        [(0.0, -10.0, 0.0), (110.0, -10.0, 0.0), (110.0, -4.0, 0.0), (0.0, -4.0, 0.0)],
        [(104.0, -10.0, 0.0), (110.0, -10.0, 0.0), (110.0, 90.0, 0.0), (104.0, 90.0, 0.0)],
    ]
    roads = surface_table([[ring] for ring in rings], kind=SurfaceKind.TRAFFIC, feature_row=0)
    network = road_network(replace(city, surfaces=joined(city.surfaces, roads)))
    home, goal = np.array([ORIGIN[:2]]), np.array([[ORIGIN[0] + 107.0, ORIGIN[1] + 85.0]])
    ways = network.ways(home, goal, walk_max_m=500.0)
    # 107 + 92 m of road along the middle line; cells cut the corner, access is straight.
    assert 175.0 < ways.walk_m[0] < 205.0
    assert not len(network.ways(home, goal, walk_max_m=150.0).start)
    assert not len(network.ways(home, goal + 300.0, walk_max_m=900.0).start), "no road near it"


def test_lines_join_where_they_share_a_vertex():
    lines = pd.concat([line((0, 0), (100, 0)), line((100, 0), (100, 50)), line((900, 0), (901, 0))])
    network = line_network(gpd.GeoDataFrame(lines), ZONE_VII)
    ends = np.array([(0.0, 3.0), (104.0, 50.0)]) + ORIGIN[:2]
    ways = network.ways(ends[:1], ends[1:], walk_max_m=500.0)
    assert ways.walk_m.tolist() == [3.0 + 150.0 + 4.0]
    with pytest.raises(AnalysisError, match="a network needs both"):
        line_network(gpd.GeoDataFrame(geometry=[], crs=ZONE_VII), ZONE_VII)


@pytest.mark.parametrize(("level_m", "served"), [(0.5, 4), (0.51, 0)])
def test_after_the_onset_deep_water_closes_the_road_and_shallow_water_does_not(level_m, served):
    """A sheet of water over the middle of the way; 0.5 m is waded, 0.51 m is not."""
    bounds = (20.0, -9.0, 30.0, 9.0)
    city = with_water(street(OFFICE, HOUSE, spacing=40.0), level_m=level_m, bounds=bounds)
    buildings = evacuation_buildings(city)
    network = line_network(line((5, -5), (45, -5)), city.crs)
    after = {"closures": flood_closures(city)}
    for settings_of, expected in (
        ({"network": network, **after}, served),
        (after, served),
        ({"network": network}, 4),
    ):
        plan = evacuation_plan(buildings, people(b1=4), **settings_of)
        assert plan.demand["served"].iloc[0] == expected


def test_water_before_the_door_closes_the_step_to_an_open_road():
    """The road is dry; 1 m of water stands over the home, or over the refuge, alone."""
    city = street(OFFICE, HOUSE, spacing=40.0)
    network = line_network(line((5, -5), (45, -5)), city.crs)
    for west, east, served in ((34.0, 56.0, 0), (-6.0, 16.0, 0), (60.0, 70.0, 4)):
        flooded = with_water(city, level_m=1.0, bounds=(west, -4.0, east, 16.0))
        buildings = evacuation_buildings(flooded)
        closed = flood_closures(flooded)
        plan = evacuation_plan(buildings, people(b1=4), network=network, closures=closed)
        assert plan.demand["served"].iloc[0] == served
        assert evacuation_plan(buildings, people(b1=4), network=network).demand["served"].iloc[0]


def test_classes_of_a_map_close_ways_that_may_be_too_deep():
    """Class 0.5 to 3 m across the way closes it, class below 0.5 m does not."""
    city = street(OFFICE, HOUSE, spacing=40.0)
    buildings = evacuation_buildings(city)
    across = zone_around("flow", east=20.0, width=5.0)
    for rank, served in (("0.5m以上3m未満", 0), ("0.5m未満", 4), ("深い", 0)):
        maps = maps_of(across.drop(columns="zone").assign(rank_text=rank))
        closed = flood_closures(city, water=[maps], record_reach_m=0.0)
        plan = evacuation_plan(buildings, people(b1=4), closures=closed)
        assert plan.demand["served"].iloc[0] == served
    duration = maps_of(across.drop(columns="zone").assign(depth_m=np.nan, duration_h=12.0))
    with pytest.raises(AnalysisError, match="which ways are closed"):
        flood_closures(city, water=[duration])


def test_records_of_a_flood_no_surface_shows_close_the_way_past_the_building():
    """Inland water of 1 m is known only from the record of a building 8 m beside the way.

    A record of the river's own flood, whose surface is shallow there, closes nothing.
    """
    boxes = [Box(10, 10, 9, east=east, attributes=OFFICE) for east in (0.0, 40.0)]
    boxes.append(Box(5, 5, 3, east=22.0, north=13.0))
    for hazard, reach, served in (
        ("inland", 10.0, 0),
        ("inland", 5.0, 4),
        ("inland", 0.0, 4),
        ("river", 10.0, 4),
    ):
        city = city_of(boxes, [record(feature_id="b2", hazard=hazard, depth_m=1.0)])
        city = with_water(city, level_m=0.1)
        buildings = evacuation_buildings(city)
        buildings = buildings.assign(result=["yes", "no", "no"])
        closed = flood_closures(city, record_reach_m=reach)
        plan = evacuation_plan(buildings, people(b1=4), closures=closed)
        assert plan.demand["served"].iloc[0] == served, (hazard, reach)


def test_a_hole_in_a_raster_is_no_open_road_unless_it_is_called_dry(tmp_path):
    city = street(OFFICE, HOUSE, spacing=40.0)
    buildings = evacuation_buildings(with_water(city, level_m=0.1))
    depth = cells(0.1)
    depth[:, 14] = -9999  # a column across the way, 20 to 25 m east
    path = raster(tmp_path / "h.tif", depth)
    for nodata, served in (("unknown", 0), ("dry", 4)):
        water = read_water(path, kind="depth", nodata=nodata)
        closed = flood_closures(city, water=water, record_reach_m=0.0)
        plan = evacuation_plan(buildings, people(b1=4), closures=closed)
        assert plan.demand["served"].iloc[0] == served


def test_zones_close_ways_after_the_onset():
    city = with_water(street(OFFICE, HOUSE, spacing=40.0), level_m=0.1)
    buildings = evacuation_buildings(city)
    across = zone_around("erosion", east=20.0, width=5.0)
    closed = flood_closures(city, zones=across)
    assert evacuation_plan(buildings, people(b1=4), closures=closed).demand["served"].iloc[0] == 0
    assert evacuation_plan(buildings, people(b1=4)).demand["served"].iloc[0] == 4


def test_without_any_water_surface_open_roads_would_be_a_guess():
    with pytest.raises(AnalysisError, match="which ways are closed"):
        flood_closures(street(OFFICE, HOUSE))


def test_people_must_be_upstairs_before_the_water():
    """65 m at 1 m/s after 15 min, one flight of 20 s: at 16 min 25 s."""
    buildings = evacuation_buildings(street(OFFICE, HOUSE))
    for minutes, served in ((16.5, 4), (16.3, 0), (None, 4)):
        arrival = pd.Series({"b0": np.nan if minutes is None else minutes / 60.0})
        plan = evacuation_plan(buildings, people(b1=4), arrival_h=arrival)
        assert plan.demand["served"].iloc[0] == served
    late = pd.Series({"b1": 14.0 / 60.0})
    assert evacuation_plan(buildings, people(b1=4), arrival_h=late).demand["served"].iloc[0] == 0


def test_a_survey_is_worth_the_people_it_would_help():
    """b0 holds 40 of the 60 persons of b1; the unknown b2 would take the rest."""
    known = {"usage": "401", "structure": "603", "storeys_above_ground": 2}
    may_be = {"usage": "401", "structure": "603", "height_m": 7.6}
    far = {"usage": "401", "structure": "603", "height_m": 7.6}
    city = city_of(
        [
            Box(10, 10, 9, attributes=known),
            Box(10, 10, 9, east=50.0, attributes=HOUSE),
            Box(10, 10, 7.6, east=100.0, attributes=may_be),
            Box(10, 10, 7.6, east=5000.0, attributes=far),
        ],
        [record(feature_id=f"b{i}", depth_m=1.0) for i in range(4)],
    )
    buildings = evacuation_buildings(city)
    assert buildings["result"].tolist() == ["yes", "no", "unknown", "unknown"]
    survey = survey_priorities(buildings, people(b1=60, b3=2))
    assert survey["persons_gained"].to_dict() == {"b2": 20, "b3": 2}
    assert survey["rank"].tolist() == [1, 2]
    plan = evacuation_plan(buildings, people(b1=60, b3=2))
    assert plan.demand["unserved"].sum() == 22
    assert plan.places["unserved_if_unknown_yes"].sum() == 0


@pytest.mark.parametrize("bad", [{"walk_max_m": 0}, {"speed_mps": -1}, {"detour": 0.9}])
def test_criteria_no_plan_can_be_made_with_are_refused(bad):
    with pytest.raises(AnalysisError, match=next(iter(bad))):
        PlanCriteria(**bad)


def test_a_table_that_is_no_judgement_is_refused():
    with pytest.raises(AnalysisError, match="needs the result of evacuation_buildings"):
        evacuation_plan(box_city([Box(1, 1, 1)]).features, people(b0=1))


def test_straight_ways_are_the_line_times_the_detour_within_the_limit():
    goals = np.array([(30.0, 40.0), (300.0, 400.0)])
    ways = straight_ways(np.zeros((1, 2)), goals, walk_max_m=500.0, detour=1.3)
    assert (ways.goal.tolist(), ways.walk_m.tolist()) == ([0], [65.0])
