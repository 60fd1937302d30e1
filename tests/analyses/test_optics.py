"""Frame, field of view, ground trapezoid, pixel density and levels. V… as in the dossier."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely

from analyses.optics import (
    Optics,
    camera_axes,
    depth_of_density,
    frustum_footprint,
    ground_reach,
    in_picture,
    pixel_density,
    vertical_fov,
)


def kakogawa_camera(*, heading: float = 30.0, tilt: float = 25.0, roll: float = 0.0) -> Optics:
    """A pole of 4 m, 103°, Full HD."""
    half = np.tan(np.radians(51.5))
    return Optics(
        position=np.array([[0.0, 0.0, 4.0]]),
        axes=camera_axes(heading, tilt, roll),
        half_width=np.array([half]),
        half_height=np.array([half * 1080 / 1920]),
        width_px=np.array([1920.0]),
        near_m=np.zeros(1),
        far_m=np.full(1, 1000.0),
    )


def test_the_ground_trapezoid_of_a_kakogawa_camera_has_1275_square_metres():
    """V1: five half-planes on the ground; pole 4 m, tilt 25°, 103°, cut at 25 px/m.

    1,274.745 m² on the plane of targets lifted by 2 cm; the same half-planes are cut here by
    a polygon clipper that shares nothing with `frustum_footprint`.
    """
    optics = kakogawa_camera()
    depth = depth_of_density(25.0, width_px=1920, half_width=optics.half_width)
    for plane in (0.0, 0.02, 1.5):
        polygon = frustum_footprint(optics, plane_m=plane, max_depth_m=depth)[0]
        clipped = half_plane_cut(optics, plane, float(depth[0]))
        assert polygon.area == pytest.approx(clipped.area, rel=1e-9)
        assert polygon.symmetric_difference(clipped).area < 1e-6
    lifted = frustum_footprint(optics, plane_m=0.02, max_depth_m=depth)[0]
    assert lifted.area == pytest.approx(1274.745, abs=5e-4)


def half_plane_cut(optics: Optics, plane: float, depth: float) -> shapely.Polygon:
    """Intersection of the five half-planes, by cutting a square of 2 km."""
    right, up, forward = optics.axes[0]
    a, b = optics.half_width[0], optics.half_height[0]
    normals = np.array(
        [a * forward - right, a * forward + right, b * forward - up, b * forward + up, -forward]
    )
    offset = np.array([0, 0, 0, 0, depth])
    area = shapely.box(-1000, -1000, 1000, 1000)
    height = plane - optics.position[0, 2]
    for normal, shift in zip(normals, offset, strict=True):
        n, c = normal[:2], normal[2] * height + shift  # n . (x, y) + c >= 0
        foot = -c * n / (n @ n)
        along, into = np.array([-n[1], n[0]]) / np.hypot(*n), n / np.hypot(*n)
        side = [
            foot + 4000 * along,
            foot - 4000 * along,
            foot - 4000 * along + 8000 * into,
            foot + 4000 * along + 8000 * into,
        ]
        area = area.intersection(shapely.Polygon(side))
    return area


def test_the_middle_of_the_picture_meets_the_ground_at_h_over_tan():
    """V5: d = h / tan(t ± v/2). Heading north, so the middle line is x = 0."""
    optics = kakogawa_camera(heading=0.0, tilt=50.0)
    vfov = float(vertical_fov(103.0, 1920, 1080))
    near, far = ground_reach(4.0, tilt_deg=50.0, vfov_deg=vfov)
    assert near == pytest.approx(4.0 / np.tan(np.radians(50 + vfov / 2)), abs=1e-9)
    assert far == pytest.approx(4.0 / np.tan(np.radians(50 - vfov / 2)), abs=1e-9)
    polygon = frustum_footprint(optics, plane_m=0.0, max_depth_m=500.0)[0]
    line = polygon.intersection(shapely.LineString([(0, -50), (0, 500)]))
    assert line.bounds[1] == pytest.approx(float(near), abs=1e-9)
    assert line.bounds[3] == pytest.approx(float(far), abs=1e-9)


def test_reach_knows_the_horizon_the_own_foot_and_the_sky():
    near, far = ground_reach([4.0, 4.0, 4.0], tilt_deg=[10, 80, -40], vfov_deg=[30, 40, 30])
    assert np.isinf(far[0])
    assert near[1] == 0.0
    assert np.isnan([near[2], far[2]]).all()


def test_vertical_field_of_view_follows_from_the_tangent_and_not_from_the_angle():
    """103° at 16:9 is 70.5°, not 57.9°."""
    expected = 2 * np.degrees(np.arctan(np.tan(np.radians(51.5)) * 9 / 16))
    assert float(vertical_fov(103.0, 1920, 1080)) == pytest.approx(expected, abs=1e-12)
    assert round(expected, 1) == 70.5


def test_a_full_hd_camera_of_103_degrees_detects_to_30_5_metres():
    """V6: z = 1920 / (2 * 25 * tan 51.5°) = 30.54 m, and back."""
    half = np.tan(np.radians(51.5))
    depth = depth_of_density(25.0, width_px=1920, half_width=half)
    assert float(depth) == pytest.approx(1920 / (50 * np.tan(np.radians(51.5))), abs=1e-9)
    assert round(float(depth), 2) == 30.54
    assert float(pixel_density(depth, width_px=1920, half_width=half)) == pytest.approx(25.0)


@pytest.mark.parametrize(("heading", "tilt", "roll"), [(0, 0, 0), (123, 25, 0), (300, -10, 17)])
def test_axes_are_orthonormal_and_right_handed(heading, tilt, roll):
    right, up, forward = camera_axes(heading, tilt, roll)[0]
    np.testing.assert_allclose(np.cross(right, forward), up, atol=1e-12)
    np.testing.assert_allclose(np.linalg.norm([right, up, forward], axis=1), 1.0)
    assert forward[2] == pytest.approx(-np.sin(np.radians(tilt)))


def test_roll_lowers_the_right_side_of_the_camera():
    right, up, _ = camera_axes(0.0, 0.0, 90.0)[0]
    np.testing.assert_allclose(right, (0, 0, -1), atol=1e-12)
    np.testing.assert_allclose(up, (1, 0, 0), atol=1e-12)


def test_a_camera_that_looks_at_the_sky_has_no_ground():
    optics = kakogawa_camera(tilt=-60.0)
    assert frustum_footprint(optics, plane_m=0.0, max_depth_m=30.0)[0].is_empty


def test_turning_a_camera_turns_its_ground():
    """The footprint of heading 0 turned clockwise by 77° is that of heading 77°."""
    north = frustum_footprint(kakogawa_camera(heading=0.0), plane_m=0.0, max_depth_m=30.0)[0]
    turned = frustum_footprint(kakogawa_camera(heading=77.0), plane_m=0.0, max_depth_m=30.0)[0]
    c, s = np.cos(np.radians(77)), np.sin(np.radians(77))
    expected = shapely.transform(north, lambda p: p @ np.array([(c, -s), (s, c)]))
    assert turned.symmetric_difference(expected).area < 1e-9


def pictured(optics: Optics, *sights: tuple[float, float, float]):
    """Where targets lie in the picture of the one camera."""
    return in_picture(optics, np.zeros(len(sights), np.int64), np.array(sights))


def test_a_range_has_a_near_and_a_far_end():
    """Straight ahead at 1, 5 and 11 m of a range of 2 to 10 m."""
    level = kakogawa_camera(heading=0.0, tilt=0.0)
    ranged = replace(level, near_m=np.full(1, 2.0), far_m=np.full(1, 10.0))
    assert pictured(ranged, (0, 1, 0), (0, 5, 0), (0, 11, 0)).inside.tolist() == [
        False,
        True,
        False,
    ]


def test_what_lies_behind_the_lens_is_not_in_the_picture():
    level = kakogawa_camera(heading=0.0, tilt=0.0)
    assert pictured(level, (0, 10, 0), (0, -10, 0), (1, -10, 1)).inside.tolist() == [
        True,
        False,
        False,
    ]


def test_an_equidistant_lens_pictures_equal_angles_as_equal_lengths():
    """45° aside in a picture of 180°: half of the way to its edge, at the slant distance."""
    half = np.radians(90.0)
    wide = replace(
        kakogawa_camera(heading=0.0, tilt=0.0),
        half_width=np.array([half]),
        half_height=np.array([half]),
        is_equidistant=np.ones(1, dtype=bool),
    )
    found = pictured(wide, (10, 10, 0), (0, 10, 0))
    np.testing.assert_allclose(found.x, [0.5, 0.0], atol=1e-12)
    np.testing.assert_allclose(found.depth_m, [np.sqrt(200.0), 10.0])


def test_a_turning_camera_tilts_from_the_horizontal_down():
    """Half of its picture, 35°, above the horizontal and no more; below it, to its own foot."""
    dome = replace(kakogawa_camera(heading=0.0, tilt=0.0), half_pan=np.array([np.pi]))
    up = [np.tan(np.radians(angle)) * 10.0 for angle in (34.0, 37.0)]
    found = pictured(dome, (0, 10, up[0]), (0, 10, up[1]), (0, 0, -4), (0, -10, 0))
    assert found.inside.tolist() == [True, False, True, True]
    assert found.depth_m[3] == 10.0
