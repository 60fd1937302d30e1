"""Weather + dates -> suns to reflect, how long each stands for, how bright and how often."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analyses.sky import SUNSHINE_DNI
from analyses.solar.frame import turn_matrix
from analyses.sun import sun_positions, unit_vectors
from analyses.weather.frames import TYPICAL_YEAR

#: Days of the official program: summer solstice, spring equinox, winter solstice.
OFFICIAL_DAYS = ("06-21", "03-21", "12-22")
#: "Clear": this quantile of the direct irradiance of an hour of the day in a month.
_CLEAR_QUANTILE = 0.95


@dataclass(frozen=True, slots=True, eq=False)
class Suns:
    """Suns above the horizon.

    Attributes
    ----------
    vectors : (t, 3) ndarray of float64
        Unit vectors in the frame of the city.
    time : DatetimeIndex
        When, local standard time.
    minutes : float
        What each stands for in the year. [min]
    clear_dni : (t,) ndarray of float64
        Direct irradiance of a clear sky then. [W/m²]
    sunny_share : (t,) ndarray of float64
        How often the sun shines in that hour and month.
    """

    vectors: NDArray[np.float64]
    time: pd.DatetimeIndex
    minutes: float
    clear_dni: NDArray[np.float64]
    sunny_share: NDArray[np.float64]

    def __len__(self) -> int:
        """Return the number of suns."""
        return len(self.vectors)


def sampled_suns(
    weather: pd.DataFrame, *, step_days: int, step_minutes: float, grid_north_deg: float
) -> Suns:
    """Suns of one day in `step_days`, at the middle of every step.

    Parameters
    ----------
    weather : DataFrame
        From `read_weather`: where, and how often the sun shines.
    step_days : int
        [d]
    step_minutes : float
        [min]
    grid_north_deg : float
        True azimuth of the city's grid north. [deg]
    """
    days = pd.date_range(f"{TYPICAL_YEAR}-01-01", periods=365, freq="D", tz=weather.index.tz)
    chosen = days[step_days // 2 :: step_days]
    count = int(24 * 60 / step_minutes)
    offset = pd.to_timedelta((np.arange(count) + 0.5) * step_minutes, unit="min")
    minutes = step_minutes * 365.0 / len(chosen)
    return _suns_at(
        weather, chosen.repeat(count) + np.tile(offset, len(chosen)), minutes, grid_north_deg
    )


def official_suns(weather: pd.DataFrame, *, grid_north_deg: float) -> Suns:
    """Suns of the whole hours of three days, as the official program takes them."""
    hours = pd.to_timedelta(np.arange(24), unit="h")
    days = [pd.Timestamp(f"{TYPICAL_YEAR}-{day}", tz=weather.index.tz) for day in OFFICIAL_DAYS]
    time = pd.DatetimeIndex([day + hour for day in days for hour in hours])
    return _suns_at(weather, time, 60.0, grid_north_deg)


def _suns_at(
    weather: pd.DataFrame, time: pd.DatetimeIndex, minutes: float, grid_north_deg: float
) -> Suns:
    """Suns at instants; those below the horizon are left out."""
    where = pd.DataFrame(0.0, index=time, columns=["dni", "dhi", "ghi", "temp_air", "wind_speed"])
    where.attrs.update(weather.attrs, interval="0h")
    sun = sun_positions(where)
    elevation = 90.0 - sun["apparent_zenith"].to_numpy()
    up = elevation > 0.0
    vectors = unit_vectors(sun["azimuth"].to_numpy(), elevation)[up] @ turn_matrix(-grid_north_deg)
    time = time[up]
    # Half hours of the clock: weather whose hours begin at other minutes is met all the same.
    by_hour = weather["dni"].groupby([weather.index.month, weather.index.hour])
    clear = by_hour.quantile(_CLEAR_QUANTILE)
    sunny = (weather["dni"] > SUNSHINE_DNI).groupby([weather.index.month, weather.index.hour])
    key = pd.MultiIndex.from_arrays([time.month, time.hour])
    return Suns(
        vectors,
        time,
        minutes,
        clear.reindex(key).fillna(0.0).to_numpy(float),
        sunny.mean().reindex(key).fillna(0.0).to_numpy(float),
    )
