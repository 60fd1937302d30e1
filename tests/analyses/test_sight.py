from itertools import pairwise

import numpy as np
import pytest
from solar_scenes import quads, wall

from analyses.raycast.scene import RayScene
from analyses.sensors import Sensors
from analyses.sight import visibility_bits, visible_share
from analyses.sky import sky_patches
from analyses.sun import unit_vectors


def sky_view(scene, points, normal):
    """Cosine-weighted share of the sky dome seen from points, by the default patches."""
    patches = sky_patches(2)
    points = np.atleast_2d(np.asarray(points, dtype=float))
    normal = np.asarray(normal, dtype=float)
    weight = np.maximum(patches.vectors @ normal, 0.0) * patches.solid_angle_sr
    row = np.zeros(len(points), dtype=np.int64)
    bits = visibility_bits(
        scene,
        Sensors(points, row, np.ones(len(points))),
        normal[None],
        vectors=patches.vectors,
        wanted=(weight > 0)[None],
    )
    seen = np.unpackbits(bits, axis=1, count=len(weight))
    return float((seen @ weight).mean() / weight.sum() * (1 + normal[2]) / 2)


# Sky view: specs/solar.md 5.1.


@pytest.mark.parametrize(("ratio", "expected"), [(0.5, 0.707), (1.0, 0.447), (2.0, 0.243)])
def test_sky_view_from_the_middle_of_a_canyon(ratio, expected):
    """cos(atan(2 H/W)), width 10 m."""
    scene = RayScene(quads(wall(-5, height_m=10 * ratio), wall(5, height_m=10 * ratio)))
    assert sky_view(scene, (0, 0, 0.0), (0, 0, 1)) == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize(("ratio", "expected"), [(0.5, 0.618), (1.0, 0.414), (2.0, 0.236)])
def test_mean_sky_view_of_a_canyon_floor(ratio, expected):
    """√(1 + (H/W)²) - H/W."""
    scene = RayScene(quads(wall(-5, height_m=10 * ratio), wall(5, height_m=10 * ratio)))
    points = np.column_stack([np.zeros(40), np.linspace(-4.875, 4.875, 40), np.zeros(40)])
    assert sky_view(scene, points, (0, 0, 1)) == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize(("ratio", "expected"), [(0.5, 0.382), (1.0, 0.293), (2.0, 0.191)])
def test_mean_sky_view_of_a_canyon_wall(ratio, expected):
    """½[1 + W/H - √(1 + (W/H)²)]."""
    high = 10 * ratio
    scene = RayScene(quads(wall(-5, height_m=high), wall(5, height_m=high)))
    up = (np.arange(40) + 0.5) / 40 * high
    points = np.column_stack([np.zeros(40), np.full(40, -4.99), up])
    assert sky_view(scene, points, (0, 1, 0)) == pytest.approx(expected, abs=0.01)


def test_sky_view_beside_and_before_a_wall():
    """Beside an endless wall half the sky; at its foot 10 m off, 10 m high, (1 + cos 45°)/2;
    a wall that faces it (1 - sin 45°)/2."""
    scene = RayScene(quads(wall(0, height_m=10)))
    high = RayScene(quads(wall(0, height_m=3e4)))
    assert sky_view(high, (0, -1, 0.0), (0, 0, 1)) == pytest.approx(0.5, abs=0.01)
    assert sky_view(scene, (0, -10, 0.0), (0, 0, 1)) == pytest.approx(0.8536, abs=0.01)
    assert sky_view(scene, (0, -10, 0.0), (0, 1, 0)) == pytest.approx(0.1464, abs=0.01)


def test_sky_hidden_by_a_finite_wall():
    """Point before the end of a wall d=10 m off, h=8 m, w=15 m: F = .04902 of the sky."""
    scene = RayScene(quads([(0, 10, 0), (15, 10, 0), (15, 10, 8), (0, 10, 8)]))
    assert 1 - sky_view(scene, (0, 0, 0.0), (0, 0, 1)) == pytest.approx(0.04902, abs=0.01)


@pytest.mark.parametrize(("gamma_deg", "expected"), [(20, 0.883), (60, 0.25)])
def test_sky_view_from_a_basin(gamma_deg, expected):
    """cos² of the horizon, a cylinder of 72 walls."""
    turn = np.radians(np.arange(0, 365, 5.0))
    rim = np.column_stack([np.sin(turn), np.cos(turn)]) * 100 / np.cos(np.radians(1.25))
    top = 100 * np.tan(np.radians(gamma_deg))
    walls = [[(*a, -1), (*b, -1), (*b, top), (*a, top)] for a, b in pairwise(rim)]
    scene = RayScene(quads(*walls))
    assert sky_view(scene, (0, 0, 0.0), (0, 0, 1)) == pytest.approx(expected, abs=0.01)


def test_the_shadow_of_a_wall_is_as_long_as_its_height_over_the_tangent_of_the_sun():
    """Sun due south at 30°: a wall of 10 m throws 17.3 m."""
    scene = RayScene(quads(wall(0, height_m=10)), engine="reference")
    north = np.arange(0.25, 40, 0.5)
    sensors = Sensors(
        np.column_stack([0 * north, north, 0 * north]),
        np.zeros(len(north), np.int64),
        np.ones(len(north)),
    )
    sun = unit_vectors([180.0], [30.0])
    bits = visibility_bits(
        scene, sensors, np.array([(0, 0, 1.0)]), vectors=sun, wanted=np.ones((1, 1), bool)
    )
    dark = np.unpackbits(bits, axis=1, count=1)[:, 0] == 0
    assert north[dark].max() == pytest.approx(10 / np.tan(np.radians(30)), abs=0.5)
    np.testing.assert_array_equal(dark, north < 10 / np.tan(np.radians(30)))


def test_sensors_count_by_the_area_of_their_piece():
    """Of pieces of 1 m² and 3 m² only the first sees the first direction: a quarter."""
    sensors = Sensors(np.zeros((2, 3)), np.zeros(2, np.int64), np.array([1.0, 3.0]))
    bits = np.packbits(np.array([(1, 1), (0, 1)], bool), axis=1)
    share = visible_share(bits, sensors, planes=2, directions=2)
    np.testing.assert_allclose(share, [(0.25, 1.0), (0.0, 0.0)])
