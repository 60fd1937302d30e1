import numpy as np
import pytest
from builders import Box, box_city, flat_ground
from weathers import year, year_light

from analyses.irradiation import (
    Bounce,
    Directions,
    binned,
    irradiation,
    open_irradiation,
    plane_weights,
)
from analyses.sky import sky_patches, sun_directions
from analyses.solar import SolarSettings, solar_potential
from analyses.solar.frame import turned
from analyses.sun import unit_vectors

BLACK = SolarSettings(albedo=0.0, facade_albedo=0.0)


def walls(city, settings, **changes):
    return solar_potential(
        city, year(), surfaces="wall", preset="fast", settings=settings, **changes
    )


def test_black_ground_and_black_facades_reflect_nothing():
    city = box_city([Box(10, 10, 6), Box(10, 10, 9, east=14)], terrain=flat_ground())
    assert (walls(city, BLACK)["reflected_kwh_per_m2"] == 0.0).all()


def test_a_lone_wall_on_wide_bright_ground_gets_half_of_what_the_ground_reflects():
    """albedo G (1 - cos 90°)/2; the wall's own shadow takes some of it."""
    city = box_city([Box(10, 10, 6)], terrain=flat_ground())
    found = walls(city, SolarSettings(albedo=0.2, facade_albedo=0.0))
    open_ground = 0.2 * year()["ghi"].sum() / 1e3 / 2
    south = found[np.abs(found["azimuth_deg"] - 180) < 5].iloc[0]
    north = found[np.abs((found["azimuth_deg"] + 180) % 360 - 180) < 5].iloc[0]
    assert south["reflected_kwh_per_m2"] == pytest.approx(open_ground, rel=0.12)
    assert north["reflected_kwh_per_m2"] < 0.85 * south["reflected_kwh_per_m2"]


def test_a_facade_opposite_sends_back_a_share_of_its_own_light():
    """Two walls 200 m long and 60 m high, 10 m apart: the lower part sees hardly anything else.

    Then the reflected light is nearly the wall's share of sight times rho E times what the gap
    sees of the sky, and grows with rho in proportion.
    """
    city = box_city([Box(200, 5, 60), Box(200, 5, 60, north=15)], terrain=flat_ground())
    some, twice = (
        walls(city, SolarSettings(albedo=0.0, facade_albedo=rho)).iloc[[2]] for rho in (0.2, 0.4)
    )
    assert np.cos(np.radians(some["azimuth_deg"].iloc[0])) > 0.999
    np.testing.assert_allclose(
        twice["reflected_kwh_per_m2"], 2 * some["reflected_kwh_per_m2"], rtol=1e-9
    )
    light = turned(year_light(), 0.0)
    opposite = open_irradiation(unit_vectors([180.0], [0.0]), light).sum()
    got = float(some["reflected_kwh_per_m2"].iloc[0])
    assert 0.0 < got < 0.2 * opposite


def test_a_wall_gets_from_facades_what_they_hide_times_what_is_left_of_the_sky():
    """A wall that sees 1/4 of its half of the sky and ground on 2/5 of the half below, half of it
    lit, among facades that send 12 kWh/m2 a year: (1/2 x 3/4 + 1/2 x 3/5) x 1/4 x 12 + 1/5 of what
    open ground gives."""
    light = year_light()
    suns = sun_directions(light, step_days=30)
    bins, patches = binned(light, suns), sky_patches(1)
    normal = np.array([(0.0, -1.0, 0.0)])
    weights = plane_weights(normal, bins, Directions(patches, suns.vectors))
    share = np.full(weights.wanted.shape, 0.25)
    count = len(patches.vectors)
    bounce = Bounce(np.ones((count, 12)), np.array([0.4]), np.array([0.5]))
    got = irradiation(weights, share, normal, bins, bounce=bounce).reflected
    expected = (0.375 + 0.3) * 0.25 + 0.2 * weights.ground
    np.testing.assert_allclose(got, expected)


def test_a_level_roof_sees_no_ground_and_an_open_one_no_facade():
    city = box_city([Box(10, 10, 6)], terrain=flat_ground())
    roof = solar_potential(city, year(), preset="fast", settings=SolarSettings(albedo=0.9))
    assert roof["reflected_kwh_per_m2"].iloc[0] == pytest.approx(0.0, abs=1e-9)


def test_snow_on_the_ground_makes_walls_brighter():
    """Two decimetres of snow in January: reflectance 0.7 instead of 0.2 there."""
    city = box_city([Box(10, 10, 6)], terrain=flat_ground())
    weather = year().copy()
    weather["snow_depth_m"] = np.where(weather.index.month == 1, 0.2, 0.0)
    weather.attrs = dict(year().attrs)
    bare = walls(city, SolarSettings(facade_albedo=0.0))
    snowy = solar_potential(
        city, weather, surfaces="wall", preset="fast", settings=SolarSettings(facade_albedo=0.0)
    )
    more = snowy["irradiation_01_kwh_per_m2"] - bare["irradiation_01_kwh_per_m2"]
    assert (more > 5.0).all()
    np.testing.assert_allclose(
        snowy["irradiation_07_kwh_per_m2"], bare["irradiation_07_kwh_per_m2"]
    )
