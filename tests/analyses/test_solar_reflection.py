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


def facing(table, azimuth_deg):
    """The wall that faces an azimuth."""
    return table[np.abs((table["azimuth_deg"] - azimuth_deg + 180) % 360 - 180) < 5].iloc[0]


def test_ground_between_a_wall_and_what_hides_the_rest_is_lit_as_it_lies():
    """A black slab 5 cm high from 6 m before the wall on: from the height z on the wall the ground
    before it is 1 - z / hypot(z, 6) of the view below, 0.59 in the mean over 6 m; it lies in the
    sun like the ground of a lone wall.
    """
    slab = Box(600, 300, 0.05, east=-295, north=-306, attributes={"is_context": True})
    wall, grey = Box(10, 10, 6), SolarSettings(albedo=0.2, facade_albedo=0.0)
    alone, before = (
        facing(walls(box_city(boxes, terrain=flat_ground()), grey), 180)["reflected_kwh_per_m2"]
        for boxes in ([wall], [wall, slab])
    )
    assert before / alone == pytest.approx(1.0 - (np.hypot(6.0, 6.0) - 6.0) / 6.0, rel=0.12)


def test_where_the_model_ends_ground_goes_on():
    """Ground of 40 m around the wall reflects like ground of a kilometre."""
    grey = SolarSettings(albedo=0.2, facade_albedo=0.0)
    near, wide = (
        facing(walls(box_city([Box(10, 10, 6)], terrain=flat_ground(size)), grey), 180)
        for size in (20.0, 500.0)
    )
    assert near["reflected_kwh_per_m2"] == pytest.approx(wide["reflected_kwh_per_m2"], rel=0.03)


def test_under_an_even_sky_a_wall_shades_the_ground_before_it_alike_on_all_sides():
    """And under the sun alone on the northern side only."""
    city = box_city([Box(10, 10, 6)], terrain=flat_ground())
    grey = SolarSettings(albedo=0.2, facade_albedo=0.0)
    weather = year()
    beam = (weather["ghi"] - weather["dhi"]).clip(lower=0.0)
    skies = {
        "even": weather.assign(dni=0.0, ghi=weather["dhi"]),
        "clear": weather.assign(dhi=0.0, ghi=beam),
    }
    got = {}
    for name, sky in skies.items():
        found = solar_potential(city, sky, surfaces="wall", preset="fast", settings=grey)
        open_ground = 0.2 * sky["ghi"].sum() / 1e3 / 2
        south, north = (
            facing(found, azimuth)["reflected_kwh_per_m2"] / open_ground for azimuth in (180, 0)
        )
        got[name] = (south, north)
    assert got["even"][0] == pytest.approx(got["even"][1], rel=0.15)
    assert 0.5 < got["even"][0] < 0.95
    assert got["clear"][0] > 0.95
    assert got["clear"][1] < 0.7
