from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from weathers import frame, sunny

from analyses.pv import (
    PVParameters,
    performance_ratios,
    pv_parameters,
    roof_exclusions,
    specific_yield,
)
from analyses.sky import light_of
from analyses.sun import unit_vectors
from analyses.weather import read_weather
from citygml.errors import AnalysisError

METPV = Path(__file__).parents[2] / "../shared/data/weather/hm56276year_KOMATSU.csv"


def test_a_month_at_reference_temperature_loses_only_the_basic_factor():
    """25 °C of the module = 3.5 °C of the air + 21.5 K: K = .97 .95 .97 .94 .90 = .7562."""
    weather = sunny().assign(temp_air=3.5)
    np.testing.assert_allclose(performance_ratios(weather, PVParameters()), 0.756201, atol=1e-6)


def test_every_kelvin_costs_four_tenths_of_a_percent():
    weather = sunny()
    cool = performance_ratios(weather.assign(temp_air=3.5), PVParameters())
    warm = performance_ratios(weather.assign(temp_air=13.5), PVParameters())
    np.testing.assert_allclose(warm / cool, 1 - 10 * 0.0041)


def test_a_month_without_any_temperature_is_refused_and_a_gap_is_not():
    weather = sunny()
    weather.loc[weather.index.month == 4, "temp_air"] = np.nan
    with pytest.raises(AnalysisError, match="month 4 of the weather has no temperature"):
        performance_ratios(weather, PVParameters())
    weather.loc["2018-04-01 12:00", "temp_air"] = 3.5
    assert performance_ratios(weather, PVParameters())[3] == pytest.approx(0.756201, abs=1e-6)


def test_months_the_weather_lacks_yield_nothing():
    weather = frame(sunny(days="31D").index)
    ratios = performance_ratios(weather, PVParameters())
    assert (ratios > 0).tolist() == [True] + [False] * 11


def test_profiles_are_known_by_name():
    assert pv_parameters("jis") == PVParameters()
    own = PVParameters(usable_ratio=0.5)
    assert pv_parameters(own) is own
    with pytest.raises(AnalysisError, match="profile is 'plateau'"):
        pv_parameters("plateau")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, ""),
        ({"area_m2": 9.99}, "too small"),
        ({"area_m2": 10.0}, ""),
        ({"tilt_deg": 60.1}, "too steep"),
        ({"azimuth_deg": 339.0}, "faces north"),
        ({"azimuth_deg": 21.9}, "faces north"),
        ({"azimuth_deg": 22.1}, ""),
        ({"azimuth_deg": 0.0, "tilt_deg": 15.0}, ""),
        ({"azimuth_deg": np.nan, "tilt_deg": 0.0}, ""),
        ({"sky_view_ratio": 0.01}, "covered"),
        ({"kind": "BuildingInstallation"}, "building installation"),
        ({"kind": "BuildingPart"}, ""),
        ({"exclusion": "vertical", "area_m2": 1.0}, "vertical"),
    ],
)
def test_roofs_are_excluded_for_one_reason(change, reason):
    roof = {
        "kind": "Building",
        "area_m2": 50.0,
        "tilt_deg": 30.0,
        "azimuth_deg": 180.0,
        "sky_view_ratio": 0.9,
        "exclusion": "",
    }
    table = pd.DataFrame([{**roof, **change}])
    assert roof_exclusions(table, PVParameters()).tolist() == [reason]


@pytest.mark.real
@pytest.mark.skipif(not METPV.exists(), reason=f"{METPV} is not there")
@pytest.mark.parametrize(("rise_k", "expected"), [(18.4, 1025.5), (21.5, 1011.8), (28.0, 983.3)])
def test_jis_yields_at_komatsu(rise_k, expected):
    """specs/solar.md 5.6: 15° south, Perez: rack, roof, integrated; within 1 %."""
    weather = read_weather(METPV)
    light = light_of(weather)
    cosine = np.maximum(light.sun @ unit_vectors(180.0, 75.0), 0.0)
    sky, ground = (1 + np.cos(np.radians(15))) / 2, (1 - np.cos(np.radians(15))) / 2
    poa = (light.dni + light.circumsolar) * cosine + light.isotropic * sky + light.ground * ground
    poa += light.horizon * np.sin(np.radians(15))
    monthly = np.bincount(light.month, weights=poa, minlength=12) / 1e3
    ratios = performance_ratios(weather, PVParameters(temperature_rise_k=rise_k))
    assert specific_yield(monthly, ratios) == pytest.approx(expected, rel=0.01)
