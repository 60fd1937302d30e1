"""Targets other than the ground, and cameras other than the pinhole on a pole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from builders import ORIGIN, Box, box_city, flat_ground
from shapely.geometry import Point

from analyses.visibility import camera_coverage
from analyses.visibility.blockers import blockers_of, leaf_path_m
from analyses.visibility.targets import facade_targets, named_targets
from citygml.errors import AnalysisError, CRSError
from citygml.model import ground

LOW = {"any": 0.1}


def camera(east: float = 0.0, north: float = 0.0, **columns) -> gpd.GeoDataFrame:
    given = {"camera_id": "c", "height_m": 4.0, "heading_deg": 0.0, "tilt_deg": 10.0,
             "hfov_deg": 90.0, "far_m": 40.0} | columns  # fmt: skip
    point = Point(ORIGIN[0] + east, ORIGIN[1] + north)
    return gpd.GeoDataFrame({k: [v] for k, v in given.items()}, geometry=[point], crs="EPSG:6675")


def shapes(*geometries: shapely.Geometry, **columns) -> gpd.GeoDataFrame:
    moved = [shapely.transform(g, lambda xy: xy + ORIGIN[:2]) for g in geometries]
    return gpd.GeoDataFrame(columns, geometry=moved, crs="EPSG:6675")


def plan(table: gpd.GeoDataFrame) -> np.ndarray:
    return np.column_stack([table.geometry.x, table.geometry.y]) - ORIGIN[:2]


def bare():
    return box_city([Box(1, 1, 1, east=-90)], terrain=flat_ground(100.0))


def test_polygons_are_sampled_cell_by_cell_and_every_cell_is_in_the_result():
    """Two squares of 10 m, one before the camera and one behind: 100 m² each."""
    fields = shapes(shapely.box(-5, 15, 5, 25), shapely.box(-5, -25, 5, -15))
    result = camera_coverage(bare(), camera(), targets=fields, spacing_m=1.0)
    state = result.samples.groupby("part_id")["state"].agg(["first", "nunique", "size"])
    assert state.to_numpy().tolist() == [["seen", 1, 100], ["outside", 1, 100]]
    assert result.cameras["covered_area_m2"].iloc[0] == 100.0


def test_a_cell_in_two_polygons_counts_once_and_belongs_to_the_first():
    fields = shapes(shapely.box(-5, 15, 5, 25), shapely.box(0, 15, 10, 25))
    samples = camera_coverage(bare(), camera(), targets=fields, spacing_m=1.0).samples
    assert samples["part_id"].value_counts().to_dict() == {"0": 100, "1": 50}
    assert samples.index.is_unique


def test_a_line_is_sampled_along_its_length():
    """100 m due north; the camera sees 4 to 40 m, at targets 2.5 m below it."""
    line = shapes(shapely.LineString([(0, 0), (0, 100)]))
    result = camera_coverage(bare(), camera(tilt_deg=30), targets=line, spacing_m=0.5)
    assert result.samples["length_m"].sum() == pytest.approx(100.0)
    assert result.cameras["covered_length_m"].iloc[0] == pytest.approx(
        np.sqrt(40**2 - 2.5**2) - 2.5 / np.tan(np.radians(30 + 29.36)), abs=0.5
    )
    assert (result.samples["state"] == "outside").any()


def test_entrances_are_counted():
    doors = shapes(Point(0, 20), Point(5, 20), Point(0, -20))
    result = camera_coverage(bare(), camera(), targets=doors)
    assert result.samples["state"].tolist() == ["seen", "seen", "outside"]
    assert result.cameras["covered_count"].iloc[0] == 2.0


def test_walls_are_seen_from_outside_and_not_at_a_grazing_angle():
    """A box of 10 m before the camera: its south wall is seen, east, west and north are not."""
    city = box_city([Box(10, 10, 8, east=-5, north=20)], terrain=flat_ground(100.0))
    result = camera_coverage(
        city, camera(hfov_deg=100, tilt_deg=0), targets="facades", spacing_m=1.0, levels=LOW
    )
    local = plan(result.samples)
    south = np.isclose(local[:, 1], 20.0, atol=0.02)
    seen = (result.samples["state"] == "seen").to_numpy()
    assert result.samples["area_m2"].sum() == pytest.approx(4 * 80.0)
    np.testing.assert_array_equal(seen, south)
    assert set(result.samples["part_id"]) == {"b0"}
    assert result.samples.has_z.all()


def test_a_wall_is_in_view_up_to_70_degrees_off_its_normal():
    """A wall of 60 m, 3 m beside the axis: in view at up to 3 tan 70° = 8.2 m, at eye height."""
    city = box_city([Box(1, 60, 4.2, east=3)], terrain=flat_ground(100.0))
    table = camera_coverage(
        city, camera(hfov_deg=170, tilt_deg=0), targets="facades", spacing_m=0.25, levels=LOW
    ).samples
    west = np.isclose(plan(table)[:, 0], 3.0, atol=0.02)
    level = west & (np.abs(table.geometry.z - 4.0) < 0.2).to_numpy()
    north, state = plan(table)[level][:, 1], table["state"][level]
    reach = 3.0 * np.tan(np.radians(70.0))
    assert (state[(north > 0.5) & (north < reach - 0.3)] == "seen").all()
    assert (state[north > reach + 0.3] == "outside").all()


def test_pixel_density_on_a_wall_falls_with_the_cosine_of_incidence():
    """A wall at 45° to the axis has 1/sqrt 2 of the density that faces the camera."""
    city = box_city([Box(60, 1, 8, east=-30, north=20)], terrain=flat_ground(100.0))
    table = camera_coverage(
        city, camera(hfov_deg=100, tilt_deg=0), targets="facades", spacing_m=0.5, levels=LOW
    ).samples
    local = plan(table)
    eye = np.column_stack([local, table.geometry.z - 4.0])
    south = np.isclose(local[:, 1], 20.0, atol=0.02) & (table["seen_count"] > 0).to_numpy()
    cosine = eye[:, 1] / np.linalg.norm(eye, axis=1)
    density = 1920 / (2 * eye[:, 1] * np.tan(np.radians(50))) * cosine
    np.testing.assert_allclose(table["px_per_m"][south], density[south], rtol=1e-9)


def test_a_body_is_seen_where_all_its_heights_are():
    """A wall of 1.2 m hides the legs behind it: partly seen where a face alone would be seen."""
    city = box_city([Box(30, 0.3, 1.2, east=-15, north=10)], terrain=flat_ground(100.0))
    face = camera_coverage(city, camera(), target_height_m=1.7, spacing_m=1.0)
    body = camera_coverage(city, camera(), target_height_m=(1.7, 0.2, 1.0), spacing_m=1.0)
    assert body.samples["state"].value_counts()["partly"] > 20
    seen_face = set(face.samples.index[face.samples["state"] == "seen"])
    seen_body = set(body.samples.index[body.samples["state"] == "seen"])
    partly = set(body.samples.index[body.samples["state"] == "partly"])
    assert seen_body < seen_face
    assert seen_face - seen_body <= partly
    behind = body.samples.loc[sorted(partly)]
    assert (plan(behind)[:, 1] > 10).mean() > 0.8  # the rest is at the rim of the picture
    assert body.samples.attrs["plateau"]["parameters"]["target_height_m"] == [0.2, 1.0, 1.7]


@pytest.mark.parametrize("heading", [0.0, 77.0])
def test_an_equidistant_lens_sees_what_lies_within_half_its_angle(heading):
    """180° x 90°: |theta cos(phi)| <= 90°, |theta sin(phi)| <= 45°; W / hfov / distance."""
    eye = camera(hfov_deg=180, vfov_deg=90, tilt_deg=0, projection="equidistant", far_m=30,
                 heading_deg=heading)  # fmt: skip
    result = camera_coverage(bare(), eye, spacing_m=1.0, levels=LOW)
    local = plan(result.samples)
    turn = np.radians(heading)
    ahead = local @ np.array([np.sin(turn), np.cos(turn)])
    aside = local @ np.array([np.cos(turn), -np.sin(turn)])
    distance = np.hypot(np.hypot(*local.T), 2.5)
    np.testing.assert_allclose(result.samples["px_per_m"], 1920 / np.pi / distance, rtol=1e-9)
    theta, phi = np.degrees(np.arccos(ahead / distance)), np.arctan2(-2.5, aside)
    assert np.abs(theta * np.cos(phi)).max() <= 90.0
    assert np.abs(theta * np.sin(phi)).max() <= 45.0
    assert ahead.min() < 1.0
    assert len(local) > 0.45 * np.pi * (30**2 - 2.5**2)


def test_a_kakogawa_camera_reaches_further_with_an_equidistant_lens():
    """A2: 103°, 1920 px at 25 px/m: 30.5 m pinhole, 1,068 px / 25 = 42.7 m equidistant."""
    for projection, reach in (("pinhole", 30.54), ("equidistant", 42.72)):
        eye = camera(hfov_deg=103, far_m=np.nan, projection=projection)
        table = camera_coverage(bare(), eye, levels={"detect": 25.0}, spacing_m=2.0).cameras
        assert table["far_m"].iloc[0] == pytest.approx(reach, abs=0.01)
        vfov = {"pinhole": 70.5, "equidistant": 103 * 9 / 16}[projection]
        assert table["vfov_deg"].iloc[0] == pytest.approx(vfov, abs=0.05)


def test_a_dome_sees_all_around_but_not_at_once():
    """Within 20 m all around and to its foot; what it points at is a part of that."""
    eye = camera(kind="dome", far_m=20.0, tilt_deg=20.0)
    result = camera_coverage(bare(), eye, spacing_m=1.0, levels=LOW)
    fixed = camera_coverage(bare(), camera(far_m=20.0, tilt_deg=20.0), spacing_m=1.0, levels=LOW)
    radius = np.sqrt(20**2 - 2.5**2)
    assert result.cameras["covered_area_m2"].iloc[0] == pytest.approx(np.pi * radius**2, rel=0.01)
    at_once = result.cameras["constant_area_m2"].iloc[0]
    assert at_once == fixed.cameras["covered_area_m2"].iloc[0]
    assert at_once < 0.3 * result.cameras["covered_area_m2"].iloc[0]
    assert result.cameras["dwell_ratio"].iloc[0] == pytest.approx(90.0 / 360.0)
    assert fixed.cameras["dwell_ratio"].iloc[0] == 1.0
    assert "not simultaneous" in " ".join(result.cameras.attrs["plateau"]["notes"])
    constant = result.samples["constant_count"]
    assert set(result.samples.index[constant > 0]) == set(fixed.samples.index)
    assert (result.samples["px_per_m"] * result.samples["distance_m"]).to_numpy() == pytest.approx(
        1920 / 2
    )


def test_a_ptz_pans_no_further_than_it_can():
    """90° of pan and 90° of view: 180° in all, 90° to either side of its heading."""
    eye = camera(kind="ptz", pan_deg=90.0, far_m=20.0, tilt_deg=0.0)
    local = plan(camera_coverage(bare(), eye, spacing_m=1.0, levels=LOW).samples)
    assert (local[:, 1] > -1e-6).all()
    assert len(local) == pytest.approx(np.pi * (400 - 6.25) / 2, rel=0.02)


def test_a_privacy_mask_blacks_out_its_part_of_the_picture():
    """The left half: what lies west of the axis is in view, and hidden by the mask."""
    half = "POLYGON ((0 0, 0.5 0, 0.5 1, 0 1, 0 0))"
    result = camera_coverage(bare(), camera(privacy_mask=half), spacing_m=1.0)
    state, local = result.samples["state"], plan(result.samples)
    np.testing.assert_array_equal(state == "hidden", local[:, 0] < 0)
    assert result.cameras["hidden_by"].iloc[0] == "privacy mask"
    assert result.cameras["covered_ratio"].iloc[0] == pytest.approx(0.5, abs=0.02)


def test_the_lower_half_of_a_privacy_mask_is_what_is_near():
    """Rows count from the top of the picture: the lower half of it lies below the axis."""
    half = "POLYGON ((0 0.5, 1 0.5, 1 1, 0 1, 0 0.5))"
    eye = camera(privacy_mask=half, height_m=4.0, tilt_deg=10.0)
    result = camera_coverage(bare(), eye, spacing_m=2.0, target_height_m=1.5)
    ahead = np.abs(plan(result.samples)[:, 0]) < 2
    away, state = plan(result.samples)[ahead, 1], result.samples["state"].to_numpy()[ahead]
    axis = 2.5 / np.tan(np.radians(10.0))  # the axis meets the plane of the targets at 14.2 m
    np.testing.assert_array_equal(state == "hidden", away < axis)


def test_a_body_has_the_density_of_its_farthest_height():
    heights = (0.2, 1.7)
    alone = [
        camera_coverage(bare(), camera(), spacing_m=2.0, target_height_m=h).samples["px_per_m"]
        for h in heights
    ]
    both = camera_coverage(bare(), camera(), spacing_m=2.0, target_height_m=heights).samples
    seen = both.index[both["state"] == "seen"]
    least = np.minimum(*(each.reindex(seen).to_numpy() for each in alone))
    np.testing.assert_allclose(both.loc[seen, "px_per_m"], least)
    assert not np.allclose(*(each.reindex(seen).to_numpy() for each in alone))


def test_a_bridge_hides_what_lies_behind_it():
    """A deck at 3 to 4 m, 10 to 14 m away, from 6 m: hides 17 to 26 m, and under it one is seen."""
    city = box_city([Box(60, 4, 1, east=-30, north=10, base=3.0)], terrain=flat_ground(100.0))
    features = city.features.assign(kind="Bridge")
    eye = camera(height_m=6.0, tilt_deg=5)
    table = camera_coverage(replace(city, features=features), eye, spacing_m=1.0)
    local, state = plan(table.samples), table.samples["state"].to_numpy()
    ahead = np.abs(local[:, 0]) < 9
    under = ahead & (local[:, 1] > 10.5) & (local[:, 1] < 13.5)
    behind = ahead & (local[:, 1] > 17) & (local[:, 1] < 26)
    assert under.any()
    assert (state[under] == "seen").all()
    assert (state[behind] == "hidden").all()
    assert table.cameras["hidden_by"].iloc[0] == "b0"


def tree_city(depth: float = 4.0):
    """A crown 20 m wide, `depth` m deep and 6 m high, 10 m before the camera."""
    city = box_city([Box(20, depth, 6, east=-10, north=10)], terrain=flat_ground(100.0))
    return replace(city, features=city.features.assign(kind="PlantCover"))


def test_the_path_through_a_crown_is_its_depth():
    """Straight through 4 m; from inside 2 m to the edge; ending inside after 1 m; past it 0."""
    city = tree_city()
    found = blockers_of(city, ground(city).mesh, leaf_extinction_per_m=0.1)
    start = np.array([(0, 0, 3), (0, 12, 3), (0, 0, 3), (15, 0, 3.0)])
    end = np.array([(0, 30, 3), (0, 30, 3), (0, 11, 3), (15, 30, 3.0)])
    np.testing.assert_allclose(leaf_path_m(found, start, end), [4, 2, 1, 0], atol=1e-5)


@pytest.mark.parametrize(("extinction", "seen"), [(None, False), (0.1, True), (0.3, False)])
def test_leaves_let_sight_through_by_beer_and_lambert(extinction, seen):
    """exp(-0.1 x 4.0) = 0.67 and exp(-0.3 x 4.0) = 0.30, against a half."""
    spot = shapes(Point(0, 25))
    result = camera_coverage(
        tree_city(), camera(), targets=spot, leaf_extinction_per_m=extinction, levels=LOW
    )
    assert (result.samples["state"].iloc[0] == "seen") is seen
    assert result.cameras["hidden_by"].iloc[0] == {None: "b0", 0.1: "", 0.3: "leaves"}[extinction]


def test_a_denser_crown_never_adds_coverage():
    few = [
        set(t.index[t["state"] == "seen"])
        for k in (0.05, 0.15, 0.5)
        for t in [camera_coverage(tree_city(), camera(), spacing_m=1.0, levels=LOW,
                                  leaf_extinction_per_m=k).samples]
    ]  # fmt: skip
    assert few[0] > few[1] > few[2]


def test_an_absolute_height_needs_no_height_above_ground():
    eye = camera(height_m=np.nan, elevation_m=4.0)
    here = camera_coverage(bare(), camera(), spacing_m=1.0)
    there = camera_coverage(bare(), eye, spacing_m=1.0)
    assert there.cameras["elevation_m"].iloc[0] == 4.0
    assert (here.samples["state"] == there.samples["state"]).all()
    under = camera_coverage(bare(), camera(height_m=np.nan, elevation_m=-1.5), spacing_m=1.0)
    assert under.cameras["problem"].tolist() == ["1.5 m under the ground"]


def test_focal_length_and_sensor_are_a_field_of_view():
    """2 atan(6 / (2 x 3)) = 90°."""
    eye = camera(focal_mm=3.0, sensor_mm=6.0).drop(columns="hfov_deg")
    table = camera_coverage(bare(), eye, spacing_m=1.0).cameras
    assert table["hfov_deg"].iloc[0] == pytest.approx(90.0)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"projection": "fisheye"}, "projection is 'fisheye'; it must be one of pinhole"),
        ({"projection": "equidistant", "hfov_deg": 361}, "hfov_deg is 361"),
        ({"hfov_deg": 180}, "hfov_deg is 180.*below 180 with a pinhole"),
        ({"vfov_deg": 0}, "vfov_deg is 0"),
        ({"pan_deg": 400}, "pan_deg is 400"),
        ({"privacy_mask": "left half"}, "privacy_mask is 'left half'"),
        ({"night_range_m": -1}, "night_range_m is -1"),
        ({"elevation_m": 9000}, "elevation_m is 9000"),
        ({"height_m": np.nan}, "height_m is nan"),
        ({"focal_mm": -3}, "focal_mm is -3"),
    ],
)
def test_a_camera_that_cannot_be_is_named(columns, message):
    with pytest.raises(AnalysisError, match=r"camera c \(row 1\): " + message):
        camera_coverage(bare(), camera(**columns))


def test_targets_that_are_none_are_errors():
    city = bare()
    mixed = shapes(Point(0, 20), shapely.box(0, 0, 5, 5))
    cases = [
        ("roads", "the city has 0 roads"),
        ("sky", "targets is 'sky'"),
        (mixed, "all polygons, all lines or all points"),
        (mixed.iloc[:0], "0 targets"),
        ([1, 2], "targets is a list"),
        (shapes(shapely.box(0, 0, 5, 5), weight=[-1.0]), "target 0: weight is not a number"),
    ]
    for targets, message in cases:
        with pytest.raises(AnalysisError, match=message):
            camera_coverage(city, camera(), targets=targets)
    with pytest.raises(CRSError, match="no reference system"):
        camera_coverage(city, camera(), targets=mixed.iloc[:1].set_crs(None, allow_override=True))
    for heights in ((), (1.5, 0.0)):
        with pytest.raises(AnalysisError, match="target_height_m is"):
            camera_coverage(city, camera(), target_height_m=heights)
    for extinction in (-1.0, np.inf):
        with pytest.raises(AnalysisError, match="leaf_extinction_per_m is"):
            camera_coverage(city, camera(), leaf_extinction_per_m=extinction)


def test_targets_without_ground_are_counted():
    spots = shapes(Point(0, 20), Point(900, 900))
    result = camera_coverage(bare(), camera(), targets=spots)
    assert len(result.samples) == 1
    assert "1 points have no ground: not targets" in result.samples.attrs["plateau"]["notes"]


def test_more_points_on_walls_than_fit_in_memory_are_refused():
    with pytest.raises(AnalysisError, match="at most 50000000"):
        facade_targets(box_city([Box(10, 10, 8)]), spacing_m=1e-4)


def test_walls_of_neighbours_are_no_targets():
    boxes = [Box(10, 10, 8), Box(10, 10, 8, east=30, attributes={"is_context": True})]
    assert set(facade_targets(box_city(boxes), spacing_m=2.0).part) == {"b0"}


KAGA = Path(__file__).parents[2] / "../shared/data/17206_kaga-shi_2022_citygml"


@pytest.mark.real
@pytest.mark.skipif(not KAGA.is_dir(), reason="../shared/data is missing")
def test_the_walls_of_kaga_that_a_camera_sees_belong_to_its_buildings():
    import plateau

    city = plateau.open(KAGA).load()
    eye = gpd.GeoDataFrame(
        {"camera_id": ["A"], "height_m": [4.0], "heading_deg": [60], "tilt_deg": [5],
         "hfov_deg": [103], "far_m": [50]},
        geometry=gpd.points_from_xy([-69816], [34977]), crs="EPSG:6675",
    )  # fmt: skip
    result = camera_coverage(city, eye, targets="facades", spacing_m=1.0)
    seen = result.samples[result.samples["state"] == "seen"]
    assert 10 < seen["area_m2"].sum() < 5000
    assert set(seen["part_id"]) <= set(city.features.index)
    walls = named_targets(city, "facades", ground(city), spacing_m=1.0, heights_m=(1.5,))
    assert len(walls) == len(result.samples)
