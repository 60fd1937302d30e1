from pathlib import Path

import numpy as np
import pandas as pd
import pvlib
import pytest
from weathers import frame, sunny

from analyses.sky import light_of, sky_patches, sun_directions
from analyses.sun import extraterrestrial, sun_positions, unit_vectors
from analyses.weather import read_weather
from citygml.errors import AnalysisError

METPV = Path(__file__).parents[2] / "../shared/data/weather/hm56276year_KOMATSU.csv"
PLANES = [
    (0, 180),
    (10, 180),
    (30, 180),
    (30, 90),
    (30, 270),
    (30, 0),
    (90, 180),
    (90, 90),
    (90, 0),
]


def open_plane(light, tilt_deg, azimuth_deg):
    """Irradiation of a plane without obstacles, by the formula of `Light`. [kWh/m²]"""
    normal = unit_vectors(azimuth_deg, 90.0 - tilt_deg)
    cosine = np.maximum(light.sun @ normal, 0.0)
    tilt = np.radians(tilt_deg)
    sky = light.circumsolar * cosine + light.isotropic * (1 + np.cos(tilt)) / 2
    sky = np.maximum(sky + light.horizon * np.sin(tilt), 0.0)
    parts = light.dni * cosine + sky + light.ground * (1 - np.cos(tilt)) / 2
    return parts.sum() * light.hours / 1e3


def pvlib_plane(weather, tilt_deg, azimuth_deg, model):
    sun = sun_positions(weather)
    poa = pvlib.irradiance.get_total_irradiance(
        tilt_deg,
        azimuth_deg,
        sun["apparent_zenith"].to_numpy(),
        sun["azimuth"].to_numpy(),
        weather["dni"].to_numpy(),
        weather["ghi"].to_numpy(),
        weather["dhi"].to_numpy(),
        dni_extra=extraterrestrial(weather),
        albedo=0.2,
        model=model,
    )
    return np.nansum(poa["poa_global"]) / 1e3


@pytest.mark.parametrize("subdivision", [1, 2, 3, 4])
def test_patches_are_144_times_the_square_and_a_zenith(subdivision):
    patches = sky_patches(subdivision)
    assert len(patches.vectors) == 144 * subdivision**2 + 1
    assert patches.lowest.sum() == 30 * subdivision
    np.testing.assert_allclose(patches.solid_angle_sr.sum(), 2 * np.pi, rtol=1e-12)
    np.testing.assert_allclose(np.linalg.norm(patches.vectors, axis=1), 1.0)
    assert (patches.vectors[:, 2] > 0).all()


def test_jitter_stays_in_its_patch_and_follows_its_seed():
    """The lowest of 14.5 rows of 90° is 6.2° high, its 60 patches 6° wide."""
    patches, again, other = sky_patches(2), sky_patches(2), sky_patches(2, seed=1)
    np.testing.assert_array_equal(patches.vectors, again.vectors)
    assert not np.array_equal(patches.vectors, other.vectors)
    low = patches.vectors[patches.lowest]
    elevation = np.degrees(np.arcsin(low[:, 2]))
    azimuth = np.degrees(np.arctan2(low[:, 0], low[:, 1])) % 360.0
    assert elevation.min() >= 0.0
    assert elevation.max() <= 90.0 / 14.5
    np.testing.assert_array_equal(azimuth // 6.0, np.arange(60))


def test_each_row_samples_as_many_heights_as_it_has_patches():
    """Stratified: of the sines of 60 heights in a row, the k-th lies in the k-th of 60 slices."""
    low = sky_patches(2).vectors[:60, 2]
    top = np.sin(np.radians(90.0 / 14.5))
    np.testing.assert_array_equal(np.sort(low / top * 60.0).astype(int), np.arange(60))


@pytest.mark.parametrize("tilt_deg", [0, 30, 60, 90])
def test_patches_see_the_share_of_the_sky_that_a_tilted_plane_sees(tilt_deg):
    """(1 + cos tilt)/2 of a uniform sky, within 0.3 % (mf 2)."""
    patches = sky_patches(2, seed=None)
    normal = unit_vectors(140.0, 90.0 - tilt_deg)
    seen = np.maximum(patches.vectors @ normal, 0.0) @ patches.solid_angle_sr / np.pi
    expected = (1 + np.cos(np.radians(tilt_deg))) / 2
    assert seen == pytest.approx(expected, rel=3e-3)


@pytest.mark.parametrize("gamma_deg", [20, 60])
def test_patches_above_a_basin_see_the_square_of_the_cosine(gamma_deg):
    """Horizon at height g all round: cos² g, .883 and .25; within 0.01."""
    patches = sky_patches(2)
    up = patches.vectors[:, 2]
    above = up > np.sin(np.radians(gamma_deg))
    seen = (up * patches.solid_angle_sr)[above].sum() / np.pi
    assert seen == pytest.approx(np.cos(np.radians(gamma_deg)) ** 2, abs=0.01)


@pytest.mark.parametrize("model", ["perez", "haydavies", "isotropic"])
def test_an_open_plane_gets_what_pvlib_gives_it(model):
    weather = sunny()
    light = light_of(weather, sky_model=model)
    for tilt, azimuth in PLANES:
        expected = pvlib_plane(weather, tilt, azimuth, model)
        assert open_plane(light, tilt, azimuth) == pytest.approx(expected, rel=1e-6)


def test_a_column_of_albedo_takes_the_place_of_the_parameter():
    weather = sunny(days="10D")
    snow = light_of(weather.assign(albedo=0.7), albedo=0.2)
    grass = light_of(weather, albedo=0.2)
    np.testing.assert_allclose(snow.ground, 3.5 * grass.ground)


def test_the_middle_of_the_hour_is_right_on_east_and_west_walls_and_its_start_is_not():
    """Hourly means of a clear sky against its minutes; one day in ten; isotropic sky.

    An hour's mean of the beam times the cosine at mid-hour: within 1 % on both walls. The sun of
    the start of the hour, half an hour early, errs by more than 4 % with opposite signs.
    """
    minutes = sunny(interval="5min", clouds=False)
    minutes = minutes[minutes.index.day_of_year % 10 == 5]
    hours = minutes.resample("1h").mean().dropna()
    hours.attrs = {**minutes.attrs, "interval": "1h"}
    early = hours.set_axis(hours.index - pd.Timedelta("30min"))
    early.attrs = dict(hours.attrs)
    truth, right, wrong = (
        light_of(table, sky_model="isotropic", albedo=0.0) for table in (minutes, hours, early)
    )
    errors = []
    for azimuth in (90.0, 270.0):
        exact = open_plane(truth, 90.0, azimuth)
        assert open_plane(right, 90.0, azimuth) == pytest.approx(exact, rel=0.01)
        errors.append(open_plane(wrong, 90.0, azimuth) / exact - 1.0)
    assert errors[0] > 0.04
    assert errors[1] < -0.04


def test_suns_of_every_tenth_day_stand_for_the_same_hour_of_days_near_them():
    """The nearer is at most five days away, eight at dawn and dusk: the declination differs by
    2.0 to 3.1°, the rest is the equation of time. Between the two, by nearness, the error is of
    second order, 10²/8 days² x 23.44° (2 pi / 365)² = 0.09°, and more of the equation of time.
    """
    light = light_of(sunny())
    suns = sun_directions(light, step_days=10)
    up = suns.of_interval >= 0
    np.testing.assert_array_equal(up, light.sun[:, 2] > 0)
    assert 400 < len(suns.vectors) < 460
    before, after = suns.vectors[suns.of_interval[up]], suns.vectors[suns.after_interval[up]]
    share, own = suns.after_share[up], light.sun[up]

    def apart_deg(given):
        cosine = np.einsum("ij,ij->i", own, given / np.linalg.norm(given, axis=1)[:, None])
        return np.degrees(np.arccos(np.clip(cosine, -1, 1)))

    assert apart_deg(np.where((share > 0.5)[:, None], after, before)).max() < 4.0
    between = apart_deg(before * (1.0 - share)[:, None] + after * share[:, None])
    whole = (share > 0.0) & (share < 1.0)
    assert whole.mean() > 0.8
    assert between[whole].max() < 0.25


def test_neighbouring_hours_have_other_representative_days():
    """Three groups of hours, each three days later than the one before."""
    light = light_of(sunny())
    suns = sun_directions(light, step_days=10)
    days = {
        hour: set((light.day[chosen] - 1) % 10)
        for hour in (10, 11, 12, 13)
        if len(chosen := np.flatnonzero((light.slot == hour * 60) & own_sun(light, suns)))
    }
    assert days[10] != days[11] != days[12]
    assert days[10] == days[13]
    assert all(len(found) == 1 for found in days.values())


def own_sun(light, suns):
    """Whether an interval is itself a representative one."""
    given = suns.vectors[np.maximum(suns.of_interval, 0)]
    return (suns.of_interval >= 0) & (np.abs(given - light.sun).max(axis=1) < 1e-12)


def test_with_a_step_of_one_day_every_hour_has_its_own_sun():
    light = light_of(sunny(days="30D"))
    suns = sun_directions(light, step_days=1)
    up = suns.of_interval >= 0
    np.testing.assert_array_equal(suns.vectors[suns.of_interval[up]], light.sun[up])


@pytest.mark.parametrize("column", ["dni", "dhi", "ghi"])
@pytest.mark.parametrize("value", [np.nan, -1.0])
def test_light_that_is_missing_or_negative_is_refused_with_its_row(column, value):
    weather = sunny(days="2D")
    weather.loc["2018-01-02 10:00", column] = value
    with pytest.raises(AnalysisError, match=r"in 1 of 48 rows .* 2018-01-02 10:00"):
        light_of(weather)


def test_bad_parameters_and_a_dark_year_are_refused():
    weather = sunny(days="2D")
    with pytest.raises(AnalysisError, match="sky_model is 'cie'"):
        light_of(weather, sky_model="cie")
    with pytest.raises(AnalysisError, match=r"albedo is 1\.5"):
        light_of(weather, albedo=1.5)
    with pytest.raises(AnalysisError, match="no light in any of its 48 rows"):
        light_of(frame(weather.index))
    with pytest.raises(AnalysisError, match="step_days is 0"):
        sun_directions(light_of(weather), step_days=0)
    with pytest.raises(AnalysisError, match="subdivision of the sky is 9"):
        sky_patches(9)


#: specs/solar.md 5.2, annual kWh/m², albedo 0.2: isotropic, Hay-Davies, Perez (whole numbers there
#: are known to half a unit).
KOMATSU = {
    (0, 180): (1325.2, 1325.2, 1323.6),
    (10, 180): (1374, 1385, 1394),
    (15, 180): (1388.5, 1404.3, 1417.9),
    (20, 180): (1395.8, 1415.8, 1433.7),
    (30, 180): (1389.4, 1415.7, 1441.1),
    (34, 180): (1379, 1407, 1435),
    (30, 90): (1238, 1236, 1245),
    (30, 270): (1217, 1210, 1217.5),
    (30, 0): (1034.5, 991.8, 979.1),
    (90, 180): (835, 843, 870.5),
    (90, 90): (744, 738, 753),
}


@pytest.mark.real
@pytest.mark.skipif(not METPV.exists(), reason=f"{METPV} is not there")
@pytest.mark.parametrize(("column", "model"), [(0, "isotropic"), (1, "haydavies"), (2, "perez")])
def test_eleven_planes_at_komatsu_agree_with_the_published_table(column, model):
    light = light_of(read_weather(METPV), sky_model=model)
    for (tilt, azimuth), values in KOMATSU.items():
        assert open_plane(light, tilt, azimuth) == pytest.approx(values[column], rel=2e-3)
