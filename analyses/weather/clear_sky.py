"""Monthly clearness -> weather table, where there is no file: a clear sky, dimmed by month."""

from __future__ import annotations

from datetime import timedelta, timezone

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import optimize

from analyses.sun import extraterrestrial, pvlib_module, sun_positions
from analyses.weather.frames import TYPICAL_YEAR, Station, frame_of
from citygml.errors import AnalysisError

_DEG_PER_HOUR = 15.0
#: Wind that a cell temperature model is given where none is known (specs of PVWatts). [m/s]
_WIND_M_PER_S = 2.0
#: Clearness of the darkest and the brightest day, and how close to these a month may come before
#: all its days are alike.
_LOWEST, _HIGHEST, _EXTREME = 0.1, 1.05, 0.03
#: Multiples of it are spread evenly over 0 to 1, whatever their number.
_GOLDEN = (5.0**0.5 - 1.0) / 2.0


def clear_sky_weather(
    latitude: float,
    longitude: float,
    *,
    clearness: ArrayLike,
    elevation_m: float = 0.0,
    temp_air: ArrayLike = np.nan,
    name: str = "clear sky",
) -> pd.DataFrame:
    """Weather of a typical year from twelve numbers: global irradiance over that of a clear sky.

    The clear sky is Ineichen's with pvlib's climatology of turbidity [1]_; global irradiance is
    split into beam and diffuse by Erbs [2]_. The days of a month are spread over clear and cloudy
    as Bendt found them to be [3]_, in a fixed order; a day has the same clearness in all hours.
    The months get the global irradiance asked for; direct and diffuse are estimates (at Komatsu
    the diffuse irradiation of the year is right within 15 %; the same sky every day misses it by
    half).

    Parameters
    ----------
    latitude, longitude : float
        North and east. [deg]
    clearness : (12,) or () array_like of float
        January to December, or one for all; 0 to 1.2.
    elevation_m : float
        Above the sea. [m]
    temp_air : (12,) or () array_like of float
        Mean air temperature of each month; panels by JIS C 8907 and PVWatts ask for it. [°C]
    name : str
        What to call the place.

    Returns
    -------
    DataFrame
        As `read_weather` gives it, ``attrs["source"]`` "clear sky x clearness".

    Raises
    ------
    AnalysisError
        If a number is out of its range or there are not twelve.

    References
    ----------
    .. [1] P. Ineichen, R. Perez, "A new airmass independent formulation for the Linke turbidity
       coefficient", Solar Energy 73, 2002.
    .. [2] D. G. Erbs, S. A. Klein, J. A. Duffie, "Estimation of the diffuse radiation fraction for
       hourly, daily and monthly-average global radiation", Solar Energy 28(4), 1982.
    .. [3] P. Bendt, M. Collares-Pereira, A. Rabl, "The frequency distribution of daily insolation
       values", Solar Energy 27, 1981: exponential between a lowest and a highest clearness.
    """
    if not (-90.0 <= latitude <= 90.0 and -180.0 <= longitude <= 180.0):
        raise AnalysisError(
            f"latitude {latitude}, longitude {longitude} is no place on Earth; give degrees"
        )
    share = _by_month(clearness, "clearness")
    if not ((share >= 0.0) & (share <= 1.2)).all():
        raise AnalysisError(f"clearness is {share.tolist()}; it must be 0 to 1.2, 1 = clear sky")
    temperature = _by_month(temp_air, "temp_air")
    zone = timezone(timedelta(hours=round(longitude / _DEG_PER_HOUR)))
    index = pd.date_range(f"{TYPICAL_YEAR}-01-01", periods=8760, freq="h", tz=zone)
    month = index.month.to_numpy() - 1
    station = Station(name, latitude, longitude, elevation_m, "clear sky x clearness")
    dark = np.zeros(len(index))
    values = {"dni": dark, "dhi": dark, "ghi": dark, "temp_air": temperature[month]}
    weather = frame_of(station, index, {**values, "wind_speed": dark + _WIND_M_PER_S})
    sun = sun_positions(weather)
    ghi = _clear_global(weather, sun)
    of_day = np.concatenate([_daily(share[m - 1], days) for m, days in _month_lengths(index)])
    dimmed = ghi * of_day[index.day_of_year.to_numpy() - 1]
    asked = share * np.bincount(month, weights=ghi, minlength=12)
    got = np.bincount(month, weights=dimmed, minlength=12)
    ghi = dimmed * (asked / np.where(got > 0.0, got, 1.0))[month]
    split = pvlib_module().irradiance.erbs(
        ghi, sun["zenith"].to_numpy(), index.day_of_year.to_numpy(dtype=np.float64)
    )
    up = np.cos(np.radians(sun["apparent_zenith"].to_numpy())) > 0.0
    for column, light in (("ghi", ghi), ("dni", split["dni"]), ("dhi", split["dhi"])):
        weather[column] = np.where(up, np.maximum(np.nan_to_num(light), 0.0), 0.0)
    return weather


def _month_lengths(index: pd.DatetimeIndex) -> list[tuple[int, int]]:
    """Each month and how many days it has."""
    days = pd.Series(index.month[::24]).value_counts(sort=False)
    return [(int(month), int(count)) for month, count in days.items()]


def _daily(mean: float, days: int) -> NDArray[np.float64]:
    """Spread a month over its days: quantiles of Bendt's distribution in a fixed order."""
    order = np.argsort(np.arange(1, days + 1) * _GOLDEN % 1.0)
    rank = np.zeros(days)
    rank[order] = (np.arange(days) + 0.5) / days
    span = _HIGHEST - _LOWEST
    middle = (mean - _LOWEST) / span
    if not _EXTREME < middle < 1.0 - _EXTREME:
        return np.full(days, mean)

    def excess(steepness: float) -> float:
        if abs(steepness) < 1e-6:
            return 0.5 - middle
        return float(1.0 / -np.expm1(-steepness) - 1.0 / steepness - middle)

    steep = optimize.brentq(excess, -60.0, 60.0)
    if abs(steep) < 1e-6:
        return np.asarray(_LOWEST + span * rank)
    return np.asarray(_LOWEST + span * np.log1p(rank * np.expm1(steep)) / steep)


def _by_month(values: ArrayLike, name: str) -> NDArray[np.float64]:
    """Twelve numbers from twelve or one."""
    given = np.asarray(values, dtype=np.float64)
    if given.shape not in {(), (12,)}:
        raise AnalysisError(f"{name} has {given.size} numbers; give one, or twelve for the months")
    return np.array(np.broadcast_to(given, 12))


def _clear_global(weather: pd.DataFrame, sun: pd.DataFrame) -> NDArray[np.float64]:
    """Global irradiance of a clear sky in every interval. [W/m²]"""
    pvlib, where = pvlib_module(), weather.attrs
    # Mid-month values, as pvlib's own interpolation of days warns under pandas 3.
    turbidity = pvlib.clearsky.lookup_linke_turbidity(
        weather.index, where["latitude"], where["longitude"], interp_turbidity=False
    )
    pressure = pvlib.atmosphere.alt2pres(where["elevation_m"])
    mass = pvlib.atmosphere.get_relative_airmass(sun["apparent_zenith"].to_numpy())
    with np.errstate(divide="ignore", invalid="ignore"):  # the sun below the horizon
        clear = pvlib.clearsky.ineichen(
            sun["apparent_zenith"].to_numpy(),
            pvlib.atmosphere.get_absolute_airmass(mass, pressure),
            turbidity.to_numpy(),
            altitude=where["elevation_m"],
            dni_extra=extraterrestrial(weather),
        )
    return np.nan_to_num(np.asarray(clear["ghi"], dtype=np.float64))
