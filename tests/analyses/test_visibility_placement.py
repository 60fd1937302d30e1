"""`place_cameras`: where the next camera goes, which old one can go, what is refused."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from builders import ORIGIN, Box, box_city, flat_ground
from shapely.geometry import Point

from analyses.visibility import (
    PlacementRules,
    camera_coverage,
    existing_columns,
    place_cameras,
    placed_columns,
    road_corner_sites,
    wall_sites,
    with_headings,
)
from citygml.errors import AnalysisError
from citygml.model import CityModel


def town() -> CityModel:
    rng = np.random.default_rng(5)
    boxes = [
        Box(*rng.uniform(4, 8, 2), rng.uniform(3, 9), east=12.0 * i - 30, north=12.0 * j - 30)
        for i in range(5)
        for j in range(5)
    ]
    return box_city(boxes, terrain=flat_ground(150.0))


def poles(count: int = 10, **columns) -> gpd.GeoDataFrame:
    """Poles at crossings of the lanes between the boxes, looking all ways."""
    rng = np.random.default_rng(1)
    spots = (
        ORIGIN[:2] + 12.0 * rng.integers(-2, 3, (count, 2)) - 8.0 + rng.uniform(-1, 1, (count, 2))
    )
    given = {"height_m": 4.0, "tilt_deg": 15.0, "hfov_deg": 90.0, "far_m": 25.0} | columns
    table = pd.DataFrame({"camera_id": [f"p{i}" for i in range(count)]}).assign(**given)
    return gpd.GeoDataFrame(table, geometry=shapely.points(spots), crs="EPSG:6675")


def square(east: float, north: float, side: float = 4.0, **columns) -> gpd.GeoDataFrame:
    corner = np.array([ORIGIN[0] + east, ORIGIN[1] + north])
    shape = shapely.box(*corner, *(corner + side))
    return gpd.GeoDataFrame({k: [v] for k, v in columns.items()}, geometry=[shape], crs="EPSG:6675")


def test_the_plan_adds_up_to_what_the_coverage_of_its_cameras_says():
    """Gains are areas: the plan's total is the area that `camera_coverage` finds covered."""
    city = town()
    plan = place_cameras(city, poles(), count=4)
    seen = camera_coverage(city, plan.cameras, spacing_m=1.0)
    assert len(plan.cameras) == 4
    covered = (seen.samples["seen_count"] > 0) & (seen.samples["px_per_m"] >= 20)
    assert plan.cameras["gain_area_m2"].sum() == covered.sum()
    assert (plan.cameras["gain_area_m2"].diff().dropna() <= 0).all()
    np.testing.assert_allclose(plan.cameras["gain_area_m2"].cumsum(), plan.cameras["total_area_m2"])
    stamp = plan.cameras.attrs["plateau"]["parameters"]
    assert stamp["value"] <= stamp["bound"]
    assert f"{stamp['bound']:,.6g}" in " ".join(plan.cameras.attrs["plateau"]["notes"])


def test_one_camera_of_a_site_is_taken():
    plan = place_cameras(town(), poles(), count=8)
    assert plan.cameras["site_id"].is_unique
    assert plan.cameras.index.str.contains("@").all()


def test_the_exact_plan_is_at_least_as_good_as_the_greedy_one_and_knows_its_gap():
    greedy = place_cameras(town(), poles(), count=3)
    exact = place_cameras(town(), poles(), count=3, rules=PlacementRules(solver="milp"))
    values = [p.cameras.attrs["plateau"]["parameters"] for p in (greedy, exact)]
    assert values[0]["value"] <= values[1]["value"] <= values[1]["bound"]
    assert values[1]["gap_ratio"] <= 1e-6
    assert values[1]["bound"] <= values[0]["bound"]


def test_a_weight_draws_the_camera_to_the_school():
    """Two equal squares; the one with weight 3 wins, and counts three times its area."""
    city = box_city([Box(4, 4, 3, east=80)], terrain=flat_ground(150.0))
    fields = pd.concat([square(-40, 0, weight=1.0), square(40, 0, weight=3.0)], ignore_index=True)
    posts = pd.concat(
        [poles(1, heading_deg=0.0).set_geometry([Point(ORIGIN[0] + e + 2, ORIGIN[1] - 10)])
         .set_crs("EPSG:6675").assign(camera_id=name) for name, e in (("west", -40), ("east", 40))],
        ignore_index=True,
    )  # fmt: skip
    plan = place_cameras(city, posts, count=1, targets=gpd.GeoDataFrame(fields, crs="EPSG:6675"))
    assert plan.cameras.index.tolist() == ["east"]
    assert plan.cameras["gain_area_m2"].iloc[0] == 48.0
    assert plan.cameras["total_ratio"].iloc[0] == 48 / 64


def test_existing_cameras_stay_and_twins_of_them_add_nothing():
    city = town()
    alone = place_cameras(city, poles(), count=1)
    best = alone.cameras.assign(camera_id="old").set_index("camera_id")
    plan = place_cameras(city, poles(), count=2, existing=best)
    assert plan.existing["covered_area_m2"].iloc[0] == alone.cameras["gain_area_m2"].iloc[0]
    assert alone.cameras.index[0] not in plan.cameras.index
    first = alone.cameras["total_area_m2"].iloc[0]
    assert plan.cameras["total_area_m2"].iloc[0] == first + plan.cameras["gain_area_m2"].iloc[0]


def test_of_two_equal_existing_cameras_one_is_redundant():
    city = town()
    base = place_cameras(city, poles(), count=2).cameras
    twins = gpd.GeoDataFrame(pd.concat([base, base.iloc[:1].rename(index=lambda i: i + "bis")]))
    twins.index = ["a", "b", "a2"]
    plan = place_cameras(city, poles(), count=0, existing=twins)
    assert len(plan.cameras) == 0
    old = plan.existing
    assert old.loc[["a", "a2"], "is_redundant"].sum() == 1
    assert not old.loc["b", "is_redundant"]
    assert (old.loc[["a", "a2"], "exclusive_area_m2"] == 0).all()
    assert 0 < old.loc["b", "exclusive_area_m2"] <= base["total_area_m2"].iloc[1]


def test_new_cameras_can_make_an_old_one_lose_its_share():
    city = town()
    old = place_cameras(city, poles(), count=1).cameras
    old.index = ["old"]
    plan = place_cameras(city, poles(), count=9, existing=old)
    assert (plan.existing["exclusive_after_area_m2"] <= plan.existing["exclusive_area_m2"]).all()
    assert plan.existing["exclusive_after_area_m2"].iloc[0] < old["gain_area_m2"].iloc[0]


def test_asking_twice_counts_a_second_camera():
    city = town()
    once = place_cameras(city, poles(), count=5)
    twice = place_cameras(city, poles(), count=5, rules=PlacementRules(times=2))
    value = [p.cameras["gain_area_m2"].sum() for p in (once, twice)]
    assert value[1] >= value[0]
    seen = camera_coverage(city, twice.cameras, spacing_m=1.0).samples["seen_count"]
    assert twice.cameras["gain_area_m2"].sum() == np.minimum(seen, 2).sum()


def test_where_two_are_asked_for_each_of_two_equal_cameras_is_missed():
    """Once, either can go; twice, whichever goes takes half of what both are worth."""
    best = place_cameras(town(), poles(), count=1).cameras
    pair = pd.concat([best.assign(camera_id="a"), best.assign(camera_id="b")])
    pair = pair.set_index("camera_id")
    once, twice = (
        place_cameras(
            town(), poles(2), count=0, existing=pair, rules=PlacementRules(times=times)
        ).existing
        for times in (1, 2)
    )
    assert once["exclusive_area_m2"].tolist() == [0.0, 0.0]
    assert (twice["exclusive_area_m2"] == twice["covered_area_m2"]).all()
    assert (twice["covered_area_m2"] == once["covered_area_m2"]).all()


def test_one_camera_is_half_of_two_that_are_asked_for():
    city = box_city([Box(4, 4, 3, east=80)], terrain=flat_ground(150.0))
    field = square(-2, 6)
    post = poles(1, heading_deg=0.0).set_geometry([Point(*ORIGIN[:2])]).set_crs("EPSG:6675")
    plan = place_cameras(
        city, post, count=1, targets=field, rules=PlacementRules(times=2, spacing_m=1.0)
    )
    assert plan.cameras["gain_area_m2"].tolist() == [16.0]
    assert plan.cameras["total_ratio"].tolist() == [0.5]


def test_the_note_says_what_share_of_the_bound_is_reached():
    plan = place_cameras(town(), poles(), count=3).cameras
    stamp = plan.attrs["plateau"]
    share = stamp["parameters"]["value"] / stamp["parameters"]["bound"]
    (note,) = [note for note in stamp["notes"] if "of the best possible" in note]
    assert share < 1.0
    assert f"at least {share:.1%} of the best possible" in note


def test_candidates_that_see_what_is_private_are_out():
    city, ground = town(), square(-9.5, -9.5, 3.0)
    free = place_cameras(city, poles(), count=20)
    shy = place_cameras(city, poles(), count=20, private=ground)
    seen = [
        (
            camera_coverage(city, p.cameras, targets=ground, spacing_m=1.0).samples["seen_count"]
        ).sum()
        for p in (free, shy)
    ]
    assert seen[0] > 0
    assert seen[1] == 0
    assert "candidates see what is private" in " ".join(shy.cameras.attrs["plateau"]["notes"])


def test_a_higher_class_leaves_less_to_cover():
    city = town()
    far = place_cameras(city, poles(), count=3)
    near = place_cameras(city, poles(), count=3, rules=PlacementRules(min_level="characterise"))
    assert near.cameras["gain_area_m2"].sum() < far.cameras["gain_area_m2"].sum()


def test_a_budget_is_kept_and_costs_are_told():
    offered = poles(cost=np.linspace(1.0, 3.0, 10))
    plan = place_cameras(town(), offered, budget=5.0)
    assert 0 < plan.cameras["cost"].sum() <= 5.0


def test_a_candidate_in_a_building_or_under_the_ground_is_reported():
    offered = poles(3)
    offered.loc[0, "geometry"] = Point(ORIGIN[0] - 28, ORIGIN[1] - 28)
    offered["elevation_m"] = [np.nan, -2.0, np.nan]
    plan = place_cameras(town(), offered, count=3)
    notes = " ".join(plan.cameras.attrs["plateau"]["notes"])
    assert set(plan.cameras["site_id"]) == {"p2"}
    assert "16 candidates cannot be used, the first p0@0: inside Building b0" in notes


def test_columns_are_those_of_the_specification():
    plan = place_cameras(town(), poles(3), count=1, existing=poles(1, heading_deg=0.0).assign(
        camera_id="old"))  # fmt: skip
    for table, columns in zip(plan, (placed_columns(), existing_columns()), strict=True):
        assert [c for c in table.columns if c != "geometry"] == [c.name for c in columns]
        assert all(c.label_ja and c.text for c in columns)


@pytest.mark.parametrize(
    ("change", "options", "message"),
    [
        ({}, {}, "neither count nor budget"),
        ({}, {"count": -1}, "count is -1"),
        ({}, {"budget": np.nan}, "budget is nan"),
        ({"hfov_deg": 0.0}, {"count": 1}, r"camera p0@0 \(row 1\): hfov_deg is"),
        ({"cost": -1.0}, {"count": 1}, "candidate p0@0: cost is"),
    ],
)
def test_what_cannot_be_planned_is_an_error_that_says_why(change, options, message):
    with pytest.raises(AnalysisError, match=message):
        place_cameras(town(), poles(2, **change), **options)


def test_no_candidates_an_old_name_and_bad_rules_are_errors():
    city = town()
    with pytest.raises(AnalysisError, match="there are 0 candidates"):
        place_cameras(city, poles(2).iloc[:0], count=1)
    with pytest.raises(AnalysisError, match="camera p0 is a candidate and exists"):
        place_cameras(city, poles(2, heading_deg=0.0), count=1, existing=poles(1, heading_deg=0.0))
    for rules, message in (
        ({"times": 0}, "times is 0"),
        ({"solver": "luck"}, "solver is 'luck'"),
        ({"min_level": "face"}, "min_level is 'face'"),
    ):
        with pytest.raises(AnalysisError, match=message):
            place_cameras(city, poles(2), count=1, rules=PlacementRules(**rules))


def test_walls_have_a_place_every_few_metres_that_looks_away_from_them():
    """A box of 10 x 6 m: 2 + 2 places on the long sides, 1 + 1 on the short ones, every 5 m."""
    sites = wall_sites(box_city([Box(10, 6, 5)]), every_m=5.0)
    assert len(sites) == 6
    local = np.column_stack([sites.geometry.x, sites.geometry.y]) - ORIGIN[:2]
    south = sites[np.isclose(local[:, 1], -0.2)]
    assert south["heading_deg"].tolist() == [180.0, 180.0]
    assert sorted(sites["heading_deg"]) == [0, 0, 90, 180, 180, 270]
    with pytest.raises(AnalysisError, match="every_m is 0"):
        wall_sites(box_city([Box(10, 6, 5)]), every_m=0)


def test_a_crossing_has_four_corners():
    """Two roads of 6 m: the joined surface turns inward at four points."""
    city = box_city([Box(4, 4, 3, east=50)])
    shapes = [shapely.box(-30, -3, 30, 3), shapely.box(-3, -30, 3, 30)]
    moved = [shapely.transform(s, lambda xy: xy + ORIGIN[:2]) for s in shapes]
    roads = city.features.iloc[[0, 0]].assign(kind="Road").set_geometry(moved, crs=city.crs)
    roads.index = ["r0", "r1"]
    from dataclasses import replace

    features = pd.concat([city.features, roads])
    sites = road_corner_sites(replace(city, features=features))
    local = np.column_stack([sites.geometry.x, sites.geometry.y]) - ORIGIN[:2]
    np.testing.assert_allclose(np.sort(np.abs(local).ravel()), 3.0, atol=0.3)
    assert len(sites) == 4
    with pytest.raises(AnalysisError, match="0 roads"):
        road_corner_sites(city)


def test_headings_are_given_only_to_those_without():
    table = poles(2).assign(heading_deg=[np.nan, 30.0])
    spread = with_headings(table, [0, 120, 240])
    assert spread["camera_id"].tolist() == ["p0@0", "p0@120", "p0@240", "p1"]
    assert spread["site_id"].tolist() == ["p0", "p0", "p0", "p1"]
    with pytest.raises(AnalysisError, match="1 candidates have no heading_deg"):
        with_headings(table, [])


ROOT = Path(__file__).parents[2]


def test_the_sample_city_has_a_plan():
    import plateau
    from analyses.cameras import read_cameras

    city = plateau.open(ROOT / "sample_data/13999_mihon-shi_2026_citygml_1_op").load()
    offered = read_cameras(ROOT / "sample_data/camera_candidates.geojson")
    old = read_cameras(ROOT / "sample_data/cameras.geojson")
    plan = place_cameras(
        city, offered, count=5, existing=old, targets="roads", rules=PlacementRules(spacing_m=2.0)
    )
    assert len(plan.cameras) == 5
    assert plan.cameras["total_ratio"].is_monotonic_increasing
    stamp = plan.cameras.attrs["plateau"]["parameters"]
    assert stamp["value"] >= 0.9 * stamp["bound"]
