from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
from shapely.geometry import Point, Polygon

from citygml.errors import CityModelError
from viewer.cameras import corner_directions, frustum_lines, positions, standpoint_of


def camera(town, **columns):
    east, north, _ = town.origin
    return gpd.GeoDataFrame(
        {name: [value] for name, value in columns.items()},
        geometry=[Point(east + 15.0, north + 15.0)],
        crs=town.crs,
    )


def test_a_camera_stands_its_height_above_the_ground(town):
    np.testing.assert_allclose(positions(town, camera(town, height_m=4.0)), [(15, 15, 7)])


def test_cameras_in_another_reference_system_are_placed_alike(town):
    moved = camera(town, height_m=4.0).to_crs("EPSG:6668")
    np.testing.assert_allclose(positions(town, moved), [(15, 15, 7)], atol=1e-3)


def test_the_corners_of_a_level_camera_looking_east_are_those_of_a_pinhole(town):
    """90 degrees wide and square: half width and half height are 1 at depth 1."""
    table = camera(town, heading_deg=90.0, hfov_deg=90.0, width_px=100, height_px=100)
    expected = [(1, 1, 1), (1, -1, 1), (1, -1, -1), (1, 1, -1)]
    np.testing.assert_allclose(corner_directions(table)[0], expected, atol=1e-12)


def test_a_tilt_of_ninety_degrees_looks_straight_down(town):
    table = camera(town, tilt_deg=90.0, hfov_deg=90.0, width_px=100, height_px=100)
    np.testing.assert_allclose(corner_directions(table)[0].mean(axis=0), (0, 0, -1), atol=1e-12)


def test_a_roll_of_ninety_degrees_turns_the_picture_clockwise(town):
    level = camera(town, heading_deg=90.0, hfov_deg=90.0, width_px=200, height_px=100)
    rolled = level.assign(roll_deg=90.0)
    upper_left = corner_directions(level)[0][0]
    np.testing.assert_allclose(upper_left, (1, 1, 0.5), atol=1e-12)
    np.testing.assert_allclose(corner_directions(rolled)[0][0], (1, -0.5, 1), atol=1e-12)


def test_each_camera_is_eight_lines_to_its_range(town):
    lines = frustum_lines(town, camera(town, far_m=10.0, hfov_deg=60.0))
    assert lines.shape == (8, 2, 3)
    depth = lines[:4, 1] - lines[:4, 0]
    np.testing.assert_allclose(depth[:, 1], 10.0)  # heading 0 is north


def test_cameras_that_are_no_points_are_refused(town):
    table = gpd.GeoDataFrame(
        {"height_m": [4.0]}, geometry=[Polygon([(0, 0), (1, 0), (1, 1)])], crs=town.crs
    )
    with pytest.raises(CityModelError, match="a camera stands at a point"):
        positions(town, table)


def test_a_view_from_a_camera_stands_there_and_looks_where_it_points(town):
    """Heading 90, tilt 0, 5 m above ground at 3 m; a square picture of 90 degrees: angle 90."""
    east, north, _ = town.origin
    posts = gpd.GeoDataFrame(
        {
            "camera_id": ["a", "b"],
            "height_m": 5.0,
            "heading_deg": [0.0, 90.0],
            "tilt_deg": 0.0,
            "hfov_deg": 90.0,
            "width_px": 100.0,
            "height_px": 100.0,
        },
        geometry=[Point(east + 1, north + 2), Point(east + 15, north + 35)],
        crs=town.crs,
    )
    at, angle = standpoint_of(town, posts, "b")
    np.testing.assert_allclose(at.position, (15, 35, 8))
    np.testing.assert_allclose(at.focus - at.position, (1, 0, 0), atol=1e-12)
    np.testing.assert_allclose(at.up, (0, 0, 1), atol=1e-12)
    assert angle == pytest.approx(90.0)
    with pytest.raises(CityModelError, match="no camera 'c'; the table has a, b"):
        standpoint_of(town, posts, "c")
