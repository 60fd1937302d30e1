"""A synthetic year of weather -> weather.epw."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pvlib
from numpy.typing import NDArray

from generator.frame import CENTRE, generator

#: Not a leap year, and the second after one.
YEAR, ELEVATION_M, UTC_OFFSET_H = 2018, 12.0, 9
#: Linke turbidity and mean share of the clear sky's irradiation by month: a humid summer with a
#: rainy June, a bright winter, as on the Pacific side of central Honshu.
LINKE = (2.4, 2.6, 3.0, 3.4, 3.7, 4.0, 4.2, 4.1, 3.6, 3.0, 2.6, 2.4)
CLEARNESS = (0.84, 0.76, 0.66, 0.60, 0.57, 0.42, 0.47, 0.54, 0.56, 0.64, 0.76, 0.82)
#: Beam is not given for a lower sun. [cosine of the zenith]
MIN_COS_ZENITH = 0.06
#: Mean temperature, half its yearly and half its daily swing. [deg C]
TEMPERATURE = (16.2, 10.8, 3.9)
_DEWPOINT_SPREAD = (7.5, 3.0)  # mean and swing of air minus dew point [K]
#: Luminous efficacies by which illuminance follows from irradiance. [lm/W]
EFFICACY = (110, 95, 120)
COMMENT = (
    "SYNTHETIC year for the fictional city of Mihon (seed 13999); no measurement. "
    "Ineichen clear sky at mid-hour with monthly Linke turbidity {linke}; "
    "monthly clearness {clearness} spread by a seeded daily and hourly random process; "
    "diffuse by Erbs; GHI = DNI cos(zenith at mid-hour) + DHI to 0.5 Wh/m2; "
    "illuminance = irradiance x {efficacy} lm/W; year and months are nominal"
)


def write_weather(out: Path) -> dict[str, float]:
    """Write ``weather.epw``; return its annual sums. [kWh/m2]"""
    times = pd.date_range(f"{YEAR}-01-01", periods=8760, freq="h", tz=f"Etc/GMT-{UTC_OFFSET_H}")
    sun = _irradiance(times)
    air = _air(times, sun["kc"])
    rows = [_row(time, sun, air, index) for index, time in enumerate(times)]
    lines = [*_header(), *rows, ""]
    (out / "weather.epw").write_text("\n".join(lines), encoding="ascii", newline="")
    return {name: float(sun[name].sum() / 1000) for name in ("ghi", "dni", "dhi")}


def _irradiance(times: pd.DatetimeIndex) -> dict[str, NDArray[np.float64]]:
    """Clear sky at mid-hour, made cloudy; whole watt-hours per square metre."""
    middle = times + pd.Timedelta(minutes=30)
    position = pvlib.solarposition.get_solarposition(
        middle, *CENTRE, altitude=ELEVATION_M, temperature=12.0
    )
    zenith = position["zenith"].to_numpy()
    cosine = np.cos(np.radians(zenith))
    turbidity = np.array(LINKE)[times.month - 1]
    airmass = pvlib.atmosphere.get_absolute_airmass(
        pvlib.atmosphere.get_relative_airmass(position["apparent_zenith"].to_numpy())
    )
    extra = pvlib.irradiance.get_extra_radiation(middle).to_numpy()
    with np.errstate(divide="ignore"):  # below the horizon, where nothing of it is used
        clear = pvlib.clearsky.ineichen(
            position["apparent_zenith"].to_numpy(), airmass, turbidity, ELEVATION_M, extra
        )
    kc = _clearness(times)
    up = cosine > 0.0
    ghi = np.where(up, np.nan_to_num(clear["ghi"]) * kc, 0.0)
    parts = pvlib.irradiance.erbs(ghi, zenith, middle, max_zenith=90)
    dni = np.minimum(np.nan_to_num(parts["dni"]), np.nan_to_num(clear["dni"]))
    dni = np.round(np.where(cosine > MIN_COS_ZENITH, np.maximum(dni, 0.0), 0.0))
    dhi = np.round(np.maximum(ghi - dni * np.maximum(cosine, 0.0), 0.0))
    total = np.round(dni * np.maximum(cosine, 0.0) + dhi)
    outside = np.where(up, extra * np.maximum(cosine, 0.0), 0.0)
    return {"ghi": total, "dni": dni, "dhi": dhi, "kc": kc, "etrn": extra * up, "etr": outside}


def _clearness(times: pd.DatetimeIndex) -> NDArray[np.float64]:
    """Share of the clear sky's irradiance: days that follow on each other, hours within them."""
    rng = generator("clouds")
    days = np.zeros(365)
    for day in range(1, 365):
        days[day] = 0.45 * days[day - 1] + rng.normal() * 0.89
    hours = np.zeros(8760)
    shocks = rng.normal(size=8760)
    for hour in range(1, 8760):
        hours[hour] = 0.7 * hours[hour - 1] + 0.71 * shocks[hour]
    mean = np.array(CLEARNESS)[times.month - 1]
    spread = 0.40 * np.repeat(days, 24) + 0.13 * hours
    # Fair days are alike, dull days differ: the distribution is cut off at the clear sky.
    return np.asarray(np.clip(mean + 0.08 + spread, 0.06, 1.0))


def _air(times: pd.DatetimeIndex, kc: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """Temperature, dew point, humidity, pressure and wind."""
    rng = generator("air")
    mean, yearly, daily = TEMPERATURE
    season = -np.cos(2 * np.pi * (times.day_of_year.to_numpy() - 27) / 365)
    clock = -np.cos(2 * np.pi * (times.hour.to_numpy() - 2.5) / 24)
    drift = np.repeat(_smooth(rng.normal(size=365), 3), 24) * 2.6
    temperature = mean + yearly * season + daily * clock * (0.45 + 0.75 * kc) + drift
    spread = _DEWPOINT_SPREAD[0] - _DEWPOINT_SPREAD[1] * season + 3.0 * clock * kc - 3.0 * (1 - kc)
    dew = temperature - np.maximum(spread, 0.4)
    humidity = 100.0 * _vapour(dew) / _vapour(temperature)
    pressure = 101300.0 - 350.0 * season + np.repeat(_smooth(rng.normal(size=365), 4), 24) * 700.0
    wind = np.repeat(_smooth(rng.weibull(2.0, 365), 2), 24) * (2.3 + 0.7 * clock)
    direction = np.where(season > 0, 170.0, 340.0) + np.repeat(rng.normal(size=365) * 45.0, 24)
    infrared = 5.67e-8 * (0.79 + 0.0034 * (dew + 8) + 0.12 * (1 - kc)) * (temperature + 273.15) ** 4
    return {
        "temperature": temperature,
        "dew": dew,
        "humidity": np.clip(humidity, 12.0, 100.0),
        "pressure": pressure,
        "wind": np.clip(wind, 0.1, 15.0),
        "direction": direction % 360.0,
        "infrared": infrared,
        "cloud": np.round(10.0 * (1.0 - kc)),
    }


def _smooth(values: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    kernel = np.full(width, 1 / width)
    return np.convolve(np.pad(values, width, mode="wrap"), kernel, mode="same")[width:-width]


def _vapour(temperature: NDArray[np.float64]) -> NDArray[np.float64]:
    """Saturation vapour pressure, Magnus form. [hPa]"""
    return np.asarray(6.112 * np.exp(17.62 * temperature / (243.12 + temperature)))


def _row(
    time: pd.Timestamp,
    sun: dict[str, NDArray[np.float64]],
    air: dict[str, NDArray[np.float64]],
    i: int,
) -> str:
    """One hour as 35 values; 9, 99, 999 … are the format's own words for missing."""
    when = f"{time.year},{time.month},{time.day},{time.hour + 1},60,?"
    state = (
        f"{air['temperature'][i]:.1f},{air['dew'][i]:.1f},{air['humidity'][i]:.0f},"
        f"{air['pressure'][i]:.0f}"
    )
    beam = f"{sun['etr'][i]:.0f},{sun['etrn'][i]:.0f},{air['infrared'][i]:.0f}"
    ghi, dni, dhi = (int(sun[name][i]) for name in ("ghi", "dni", "dhi"))
    light = ",".join(str(v * k) for v, k in zip((ghi, dni, dhi), EFFICACY, strict=True))
    wind = f"9999,{air['direction'][i]:.0f},{air['wind'][i]:.1f}"
    cloud = f"{air['cloud'][i]:.0f}"
    rest = f"{cloud},{cloud},9999,99999,9,999999999,999,.999,999,99,999,999,99"
    return f"{when},{state},{beam},{ghi},{dni},{dhi},{light},{wind},{rest}"


def _header() -> list[str]:
    comment = COMMENT.format(
        linke="/".join(map(str, LINKE)),
        clearness="/".join(map(str, CLEARNESS)),
        efficacy="/".join(map(str, EFFICACY)),
    ).replace(",", ";")
    return [
        f"LOCATION,Mihon-shi (synthetic),Tokyo,JPN,synthetic,999999,{CENTRE[0]},{CENTRE[1]},"
        f"{UTC_OFFSET_H:.1f},{ELEVATION_M}",
        "DESIGN CONDITIONS,0",
        "TYPICAL/EXTREME PERIODS,0",
        "GROUND TEMPERATURES,0",
        "HOLIDAYS/DAYLIGHT SAVINGS,No,0,0,0",
        f"COMMENTS 1,{comment}",
        "COMMENTS 2,Written by sample_data/make_sample_city.py; the same bytes at every run",
        f"DATA PERIODS,1,1,Data,{pd.Timestamp(YEAR, 1, 1):%A}, 1/ 1,12/31",
    ]
