"""Mirrors, and the suns they are shown."""

import numpy as np
import pandas as pd
import pytest
from weathers import frame, year

from analyses.glare.mirror import cone_fill, fresnel_reflectance, mirrored, spread_in_cone
from analyses.glare.summary import minutes_by
from analyses.glare.suns import Suns, official_suns, sampled_suns
from analyses.sun import sun_positions, unit_vectors


@pytest.mark.parametrize("elevation_deg", [10.0, 45.0, 80.0])
def test_a_level_mirror_sends_light_on_at_the_same_elevation(elevation_deg):
    sun = unit_vectors([180.0], [elevation_deg])
    np.testing.assert_allclose(
        mirrored(sun, (0, 0, 1.0)), unit_vectors([0.0], [elevation_deg]), atol=1e-12
    )


def test_a_mirror_at_30_degrees_south_sends_the_noon_sun_back_where_it_stands_at_60():
    normal = unit_vectors([180.0], [60.0])
    np.testing.assert_allclose(mirrored(normal, normal), normal, atol=1e-12)


def test_fresnel_is_four_percent_straight_on_and_all_at_grazing():
    """((n - 1)/(n + 1))² = 4.34 %; 39 % at 80° (specs/solar.md 4.5); 1 at 90°."""
    got = fresnel_reflectance(np.cos(np.radians([0.0, 80.0, 90.0])))
    np.testing.assert_allclose(got, [(0.526 / 2.526) ** 2, 0.39, 1.0], atol=0.005)


def test_light_thins_out_with_the_square_of_the_distance_where_the_mirror_is_small():
    near, far = cone_fill(0.1, 1.0, np.array([100.0, 200.0]), cone_deg=0.3665)
    assert near / far == pytest.approx(4.0)


def test_rays_are_spread_evenly_within_the_cone():
    """Even over a disc: a quarter of the rays within half the radius."""
    straight = np.tile(unit_vectors([30.0], [20.0]), (4000, 1))
    rays = spread_in_cone(straight, np.arange(4000), cone_deg=2.0)
    angle = np.degrees(np.arccos(np.clip(np.einsum("ij,ij->i", rays, straight), -1, 1)))
    assert angle.max() <= 2.0 + 1e-6
    assert (angle < 1.0).mean() == pytest.approx(0.25, abs=0.02)
    np.testing.assert_allclose(rays.mean(axis=0), straight[0], atol=2e-3)


def test_suns_of_a_sample_of_days_add_up_to_the_daylight_of_the_year():
    """About 4,430 h at 36° N (refracted sun above the horizon)."""
    suns = sampled_suns(year(), step_days=7, step_minutes=5.0, grid_north_deg=0.0)
    assert len(suns) * suns.minutes / 60.0 == pytest.approx(4430, rel=0.01)
    assert ((suns.sunny_share >= 0) & (suns.sunny_share <= 1)).all()
    official = official_suns(year(), grid_north_deg=0.0)
    assert set(official.time.strftime("%m-%d")) == {"06-21", "03-21", "12-22"}
    assert (official.time.minute == 0).all()


def test_suns_are_those_of_their_time_in_the_frame_of_the_city():
    """Grid north 10 degrees east of north: every azimuth is 10 degrees less there."""
    plain, leaning = (
        sampled_suns(year(), step_days=60, step_minutes=5.0, grid_north_deg=north)
        for north in (0.0, 10.0)
    )
    azimuth = [np.degrees(np.arctan2(s.vectors[:, 0], s.vectors[:, 1])) for s in (plain, leaning)]
    np.testing.assert_allclose((azimuth[0] - azimuth[1]) % 360.0, 10.0, atol=1e-9)
    noon = plain.time.hour == 12
    assert (plain.sunny_share[noon] > 0.9).all()  # also on cloudy days dni is over 120 W/m² then
    where = frame(plain.time, interval="0h")
    np.testing.assert_allclose(
        azimuth[0] % 360.0, sun_positions(where)["azimuth"].to_numpy(), atol=1e-6
    )


def test_the_sun_shines_as_often_and_as_strongly_as_in_that_hour_and_month_of_the_weather():
    """Mornings: 500 W/m2 and the number of the month, none in August; afternoons: 900 and 100 day
    about, so sunshine on the odd days."""
    index = year().index
    month, day, morning = index.month.to_numpy(), index.day.to_numpy(), index.hour < 12
    before_noon = np.where(month == 8, 0.0, 500.0 + month)
    dni = np.where(morning, before_noon, np.where(day % 2 == 1, 900.0, 100.0))
    weather = frame(index, dni=dni)
    suns = sampled_suns(weather, step_days=30, step_minutes=5.0, grid_north_deg=0.0)
    number, early = suns.time.month.to_numpy(), suns.time.hour < 12
    days = suns.time.days_in_month.to_numpy()
    odd = np.where(days == 31, 16, days / 2) / days
    np.testing.assert_allclose(suns.sunny_share, np.where(early, number != 8, odd))
    np.testing.assert_allclose(
        suns.clear_dni, np.where(early, np.where(number == 8, 0.0, 500.0 + number), 900.0)
    )


def test_minutes_go_to_the_month_and_the_hour_of_their_sun():
    """Two suns in January and one in July on the first thing, the July one on the second; one of
    the first is met twice. Each sun stands for 5 min and shines in half of all years."""
    time = pd.DatetimeIndex(["2018-01-05 12:00", "2018-01-05 12:05", "2018-07-05 12:00"])
    some = Suns(np.zeros((3, 3)), time, 5.0, np.ones(3), np.array([0.5, 0.5, 0.2]))
    keys, months, expected = minutes_by(np.array([7, 7, 7, 9, 7]), np.array([0, 1, 2, 2, 0]), some)
    assert keys.tolist() == [7, 9]
    assert months.tolist() == [[10.0, *[0.0] * 5, 5.0, *[0.0] * 5], [*[0.0] * 6, 5.0, *[0.0] * 5]]
    np.testing.assert_allclose(expected, [6.0, 1.0])


def test_a_sampled_day_is_the_middle_of_its_days_and_all_of_them_are_a_year():
    """Every 30th day from the 16th of January on are twelve: each stands for 365 / 12 days."""
    suns = sampled_suns(year(), step_days=30, step_minutes=5.0, grid_north_deg=0.0)
    days = suns.time.normalize().unique()
    assert days[0] == pd.Timestamp("2018-01-16", tz=suns.time.tz)
    assert len(days) == 12
    assert suns.minutes == pytest.approx(5.0 * 365.0 / 12.0)
