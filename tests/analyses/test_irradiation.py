from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from builders import Box
from hypothesis import given, settings
from hypothesis import strategies as st
from solar_scenes import courtyard, irradiation_of, quads, wall
from weathers import year_light

from analyses.irradiation import Directions, binned, plane_weights
from analyses.raycast.scene import RayScene
from analyses.sensors import Sensors, spread_sensors, surface_planes
from analyses.sight import visibility_bits
from analyses.sky import sky_patches, sun_directions
from citygml.mesh import Mesh
from citygml.surfaces import surface_table

# Beam.


def test_the_sun_behind_a_wall_gives_no_beam():
    """An endless wall 10 m high, 10 m south: dark where tan(height) < cos(azimuth from south)."""
    light = year_light()
    scene = RayScene(quads(wall(-10, height_m=10)), engine="reference")
    suns = sun_directions(light, step_days=10).vectors
    sensors = Sensors(np.array([(0.0, 0, 0)]), np.zeros(1, np.int64), np.ones(1))
    up = np.array([(0, 0, 1.0)])
    everywhere = np.ones((1, len(suns)), bool)
    bits = visibility_bits(scene, sensors, up, vectors=suns, wanted=everywhere)
    seen = np.unpackbits(bits, axis=1, count=len(suns))[0].astype(bool)
    over = suns[:, 2] + suns[:, 1]  # positive where the ray to a southern sun passes over the wall
    clear = np.abs(over) > 0.01
    np.testing.assert_array_equal(seen[clear], (over > 0)[clear])
    assert 100 < seen.sum() < len(suns) - 100


@pytest.mark.parametrize("model", ["perez", "haydavies", "isotropic"])
def test_an_open_roof_loses_nothing(model):
    """Any tilt, also where a representative sun is behind a plane that its hours do see."""
    far = quads([(1e4, 1e4, 0), (1e4 + 1, 1e4, 0), (1e4 + 1, 1e4 + 1, 0)])
    light = year_light(model)
    rings = [
        [(0, 0, 9), (1, 0, 9), (1, 1, 9), (0, 1, 9)],
        [(0, 0, 9), (1, 0, 9), (1, 0.8, 9.6), (0, 0.8, 9.6)],
        [(0, 0, 9), (0, 1, 9), (0, 1, 10), (0, 0, 10)][::-1],
        [(0, 0, 9), (0, 1, 9), (0, 1, 10), (0, 0, 10)],
        [(0, 0, 9), (1, 0, 9), (1, -0.2, 11), (0, -0.2, 11)][::-1],
    ]
    found = irradiation_of(far, rings, light=light, preset="fast")
    np.testing.assert_allclose(found.total.sum(axis=1), found.unshaded, rtol=1e-9)
    np.testing.assert_allclose(found.beam.sum(axis=1), found.unshaded_beam, rtol=1e-9)


def canyon():
    """Walls 8 m high on both sides of a street of 14 m that runs north."""
    return quads(
        *([(x, -99, -1), (x, 99, -1), (x, 99, 8), (x, -99, 8)] for x in (-4.0, 10.0)),
    )


def ragged_horizon():
    """A horizon of 0 to 45 degrees, another every 7 degrees of azimuth, 300 m away."""
    height = np.random.default_rng(3).uniform(0, 45, 52)
    edge = np.radians(np.arange(53) * 360.0 / 52)
    east, north = 300.0 * np.sin(edge), 300.0 * np.cos(edge)
    return quads(
        *(
            [(east[j], north[j], z) for j, z in ((i, -5), (i + 1, -5), (i + 1, top), (i, top))]
            for i, top in enumerate(300.0 * np.tan(np.radians(height)))
        )
    )


LEVEL = [(0, 0, 0), (6, 0, 0), (6, 6, 0), (0, 6, 0)]
SOUTH = [(0, 0, 0), (6, 0, 0), (6, 5, 2.887), (0, 5, 2.887)]
SOUTH_WALL = [(0, 0, 0), (6, 0, 0), (6, 0, 5), (0, 0, 5)]
SHADED = {
    "courtyard": (lambda: courtyard()[0], LEVEL),
    "courtyard, 30 degrees south": (lambda: courtyard()[0], SOUTH),
    "wall in the south": (lambda: quads(wall(-4, height_m=6)), LEVEL),
    "canyon": (canyon, LEVEL),
    "ragged horizon": (ragged_horizon, LEVEL),
    "ragged horizon, south": (ragged_horizon, SOUTH),
    "ragged horizon, wall": (ragged_horizon, SOUTH_WALL),
}


@cache
def traced_hour_by_hour(name):
    """Brute force: beam by month, a ray from every sensor to the sun of each of 4,400 hours."""
    make, ring = SHADED[name]
    light = year_light()
    planes = surface_planes(surface_table([[ring]]), [0])
    sensors = spread_sensors(planes, spacing_m=1.0)
    lit = np.flatnonzero((light.dni > 0) & (light.sun[:, 2] > 0))
    sun = light.sun[lit]
    free = ~RayScene(make(), engine="reference").is_occluded(
        np.repeat(sensors.points, len(sun), axis=0), np.tile(sun, (len(sensors), 1))
    )
    share = sensors.area_m2 @ free.reshape(len(sensors), -1) / planes.area_m2[0]
    hourly = share * light.dni[lit] * np.maximum(sun @ planes.normal[0], 0.0) / 1e3
    return np.bincount(light.month[lit], weights=hourly, minlength=12)


@pytest.mark.parametrize("name", SHADED)
@pytest.mark.parametrize(("preset", "tolerance"), [("fast", 0.025), ("default", 0.01)])
def test_shaded_beam_agrees_with_every_hour_traced(name, preset, tolerance):
    make, ring = SHADED[name]
    truth = traced_hour_by_hour(name).sum()
    found = irradiation_of(make(), [ring], preset=preset)
    assert truth < 0.95 * found.unshaded_beam[0]
    assert found.beam.sum() == pytest.approx(truth, rel=tolerance)


#: One long straight edge, which the noon sun of some weeks just clears or just misses.
ONE_EDGE = ("courtyard", "wall in the south")


@pytest.mark.parametrize("name", SHADED)
def test_shaded_months_agree_with_every_hour_traced(name):
    """2 % of the light of the month; behind one long edge in the mean, 4 % in the worst month."""
    make, ring = SHADED[name]
    found = irradiation_of(make(), [ring])
    off = (found.beam[0] - traced_hour_by_hour(name)) / found.total[0]
    assert np.sqrt((off**2).mean()) < 0.02
    assert np.abs(off).max() < (0.04 if name in ONE_EDGE else 0.02)


@pytest.mark.parametrize("name", SHADED)
def test_every_shaded_month_of_the_reference_preset_is_that_of_every_hour_traced(name):
    make, ring = SHADED[name]
    found = irradiation_of(make(), [ring], preset="reference")
    np.testing.assert_allclose(found.beam[0], traced_hour_by_hour(name), rtol=1e-6, atol=1e-9)


def test_the_faces_of_a_box_catch_the_beam_of_its_silhouette():
    """For every sun, the sum over faces of area x cosine is the shadow area of the box."""
    light = year_light()
    rings = [ring for _, ring in Box(3, 5, 7).faces()]
    planes = surface_planes(surface_table([[r] for r in rings]), range(6))
    suns = sun_directions(light, step_days=10)
    weights = plane_weights(
        planes.normal, binned(light, suns), Directions(sky_patches(1), suns.vectors)
    )
    caught = weights.beam.sum(axis=1) @ planes.area_m2
    silhouette = np.abs(light.sun) @ np.array([5 * 7, 3 * 7, 3 * 5])
    up = light.sun[:, 2] > 0
    assert caught == pytest.approx((light.dni * silhouette)[up].sum() / 1e3, rel=1e-9)


def test_a_uniform_sky_gives_the_share_of_it_that_is_seen():
    """Isotropic diffuse light = sum of dhi x sky view, whatever stands around."""
    mesh, roof = courtyard()
    light = year_light("isotropic")
    found = irradiation_of(mesh, roof, light=light, preset="fast")
    assert found.sky_view_ratio[0] < 0.9
    expected = found.sky_view_ratio[0] * light.isotropic.sum() / 1e3
    assert found.diffuse.sum() == pytest.approx(expected, rel=1e-9)


def test_a_horizon_darker_than_the_sky_is_bright_gives_no_light_and_takes_none():
    """On a wall 10 x 0.5 - 20 < 0: nothing, as in pvlib; on a level plane 10 W/m² for an hour."""
    light = year_light().take(np.arange(1))
    one = np.ones(1)
    dim = replace(light, dni=0 * one, circumsolar=0 * one, isotropic=10 * one, horizon=-20 * one)
    suns = sun_directions(dim, step_days=1)
    normals = np.array([(0, 1.0, 0), (0, 0, 1.0)])
    weights = plane_weights(normals, binned(dim, suns), Directions(sky_patches(1), suns.vectors))
    np.testing.assert_allclose(weights.isotropic.sum(axis=1), [0.0, 0.01])
    np.testing.assert_allclose(weights.horizontal.sum(axis=1), [0.0, 0.0], atol=1e-12)


def test_light_of_the_horizon_comes_from_its_lowest_row_alone():
    """A dam of 15 degrees all round hides the lowest of 7.5 rows, and with it all of that light."""
    light = year_light()
    none = np.zeros(len(light.dni))
    edge = replace(light, circumsolar=none, isotropic=none, horizon=none + 10.0)
    height = 300.0 * np.tan(np.radians(15.0))
    corners = [(-300.0, -300.0), (300.0, -300.0), (300.0, 300.0), (-300.0, 300.0)]
    dam = quads(
        *(
            [(*a, -5.0), (*b, -5.0), (*b, height * 2**0.5), (*a, height * 2**0.5)]
            for a, b in zip(corners, corners[1:] + corners[:1], strict=True)
        )
    )
    far = quads([(1e4, 1e4, 0), (1e4 + 1, 1e4, 0), (1e4 + 1, 1e4 + 1, 0)])
    free, hidden = (irradiation_of(m, [SOUTH], light=edge, preset="fast") for m in (far, dam))
    assert free.diffuse.sum() == pytest.approx(np.sin(np.radians(30)) * len(none) / 100, rel=1e-3)
    assert hidden.diffuse.sum() == pytest.approx(0.0, abs=1e-9)
    assert hidden.sky_view_ratio[0] > 0.75


def test_light_round_the_sun_is_hidden_with_the_sun():
    """As strong as the beam and from the same direction, it arrives as the beam does."""
    light = year_light()
    none = np.zeros(len(light.dni))
    twice = replace(light, circumsolar=light.dni, isotropic=none, horizon=none)
    mesh, roof = courtyard()
    found = irradiation_of(mesh, roof, light=twice, preset="fast")
    np.testing.assert_allclose(found.diffuse, found.beam)
    assert found.beam.sum() < 0.95 * found.unshaded_beam[0]


# Metamorphic.


def totals(found):
    return np.column_stack([found.total, found.sky_view_ratio, found.sunlit_h])


def moved(mesh, turn=None, shift=(0, 0, 0)):
    turn = np.eye(3) if turn is None else turn
    return replace(mesh, vertices=mesh.vertices @ turn + np.array(shift))


@pytest.mark.parametrize("angle_deg", [90.0, 37.0])
def test_rotating_city_and_sun_together_changes_nothing(angle_deg):
    mesh, roof = courtyard()
    c, s = np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))
    turn = np.array([(c, s, 0), (-s, c, 0), (0, 0, 1.0)])
    before = irradiation_of(mesh, roof, preset="fast")
    after = irradiation_of(moved(mesh, turn), [np.array(roof[0]) @ turn], turn=turn, preset="fast")
    np.testing.assert_allclose(totals(after), totals(before), rtol=1e-6)


def test_moving_the_city_by_a_hundred_kilometres_changes_nothing():
    mesh, roof = courtyard()
    shift = np.array([1e5, -1e5, 0])
    before = irradiation_of(mesh, roof, preset="fast")
    after = irradiation_of(moved(mesh, shift=shift), [np.array(roof[0]) + shift], preset="fast")
    np.testing.assert_allclose(totals(after), totals(before), rtol=1e-6)


def test_cutting_triangles_into_four_changes_nothing():
    mesh, roof = courtyard()
    a, b, c = np.moveaxis(mesh.corners, 1, 0)
    ab, bc, ca = (a + b) / 2, (b + c) / 2, (c + a) / 2
    corners = np.concatenate(
        [np.stack(t, axis=1) for t in ((a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca))]
    )
    rows = np.arange(3 * len(corners), dtype=np.int32).reshape(-1, 3)
    finer = Mesh(corners.reshape(-1, 3), rows, np.zeros(len(corners), np.int32))
    before = irradiation_of(mesh, roof, preset="fast")
    after = irradiation_of(finer, roof, preset="fast")
    np.testing.assert_allclose(totals(after), totals(before), rtol=1e-6)


@settings(max_examples=15, deadline=None)
@given(
    east=st.floats(-25, 25),
    north=st.floats(11, 25) | st.floats(-25, -7),
    height_m=st.floats(1, 40),
    growth_m=st.floats(0, 30),
)
def test_a_taller_neighbour_never_adds_light(east, north, height_m, growth_m):
    def neighbour(high):
        box = Box(6, 6, high, east=east, north=north)
        return quads(*(ring for _, ring in box.faces()))

    roof = [[(0, 0, 3.0), (10, 0, 3.0), (10, 10, 3.0), (0, 10, 3.0)]]
    lower = irradiation_of(neighbour(height_m), roof, preset="fast", spacing_m=2.5)
    taller = irradiation_of(neighbour(height_m + growth_m), roof, preset="fast", spacing_m=2.5)
    assert (taller.beam <= lower.beam + 1e-9).all()
    assert (taller.total <= lower.total + 1e-9).all()
    assert taller.sky_view_ratio[0] <= lower.sky_view_ratio[0] + 1e-12
