"""Weather table -> where the sun stands in each of its intervals."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from citygml.errors import AnalysisError

#: Columns of every weather table: irradiance [W/m2], air temperature [degC], wind speed [m/s].
COLUMNS = ("dni", "dhi", "ghi", "temp_air", "wind_speed")


def pvlib_module() -> Any:
    """Import pvlib where it is used, or say in one line which extra brings it."""
    try:
        return import_module("pvlib")
    except ImportError as error:
        raise AnalysisError(
            "pvlib is not installed; sun and weather need it; pip install plateau-analysis[solar]"
        ) from error


def sun_positions(weather: pd.DataFrame) -> pd.DataFrame:
    """Position of the sun in the middle of every interval of a weather table.

    NREL's solar position algorithm [1]_ by pvlib. The start of the interval instead of its middle
    is worth +19 % on an east wall.

    Parameters
    ----------
    weather : DataFrame
        From `read_weather`; its ``attrs`` say where.

    Returns
    -------
    DataFrame
        ``apparent_zenith`` (refracted), ``zenith``, ``azimuth`` clockwise from true north [deg],
        index of `weather`.

    Raises
    ------
    AnalysisError
        If the table lacks a column, a time zone or its position.

    References
    ----------
    .. [1] I. Reda, A. Andreas, "Solar position algorithm for solar radiation applications", Solar
       Energy 76(5), 2004.
    """
    require_weather(weather)
    middle = weather.index + pd.Timedelta(weather.attrs["interval"]) / 2
    sun = pvlib_module().solarposition.get_solarposition(
        middle,
        weather.attrs["latitude"],
        weather.attrs["longitude"],
        altitude=weather.attrs.get("elevation_m", 0.0),
        method="nrel_numpy",
    )
    return sun[["apparent_zenith", "zenith", "azimuth"]].set_axis(weather.index)


def require_weather(weather: pd.DataFrame) -> None:
    """Raise `AnalysisError` where a table is not one that `read_weather` could have made."""
    if not isinstance(weather, pd.DataFrame):
        raise AnalysisError(
            f"weather is a {type(weather).__name__}; it must be a table; use read_weather(file)"
        )
    lacking = [name for name in COLUMNS if name not in weather.columns]
    lacking += [k for k in ("latitude", "longitude", "interval") if k not in weather.attrs]
    if lacking or not len(weather):
        raise AnalysisError(
            f"the weather table of {len(weather)} rows lacks {', '.join(lacking) or 'rows'}; take "
            "it from read_weather, which sets columns and attrs"
        )
    if not isinstance(weather.index, pd.DatetimeIndex) or weather.index.tz is None:
        raise AnalysisError("the index of the weather table must be times with a time zone")


def require_irradiance(weather: pd.DataFrame) -> None:
    """Raise `AnalysisError` where light is missing or negative: no total can be had of it."""
    light = weather[["dni", "dhi", "ghi"]].to_numpy(dtype=np.float64)
    wrong = ~(light >= 0.0).all(axis=1)
    if wrong.any():
        first = weather.index[int(np.argmax(wrong))]
        raise AnalysisError(
            f"dni, dhi or ghi is missing or negative in {int(wrong.sum())} of {len(weather)} rows "
            f"of the weather, the first at {first}; a sum over the year needs all; fill them first"
        )


def extraterrestrial(weather: pd.DataFrame) -> NDArray[np.float64]:
    """Irradiance normal to the sun above the atmosphere, (t,). [W/m²]

    Spencer's series with a solar constant of 1366.1 W/m², pvlib's default.
    """
    # Days as numbers: pvlib 0.16 asks a DatetimeIndex for an attribute that pandas 3.1 deprecates.
    day = weather.index.day_of_year.to_numpy(dtype=np.float64)
    return np.asarray(pvlib_module().irradiance.get_extra_radiation(day))


def unit_vectors(azimuth_deg: ArrayLike, elevation_deg: ArrayLike) -> NDArray[np.float64]:
    """Directions as unit vectors east, north, up.

    Parameters
    ----------
    azimuth_deg : (n,) array_like of float
        Clockwise from north. [deg]
    elevation_deg : (n,) array_like of float
        Above the horizon. [deg]

    Returns
    -------
    (n, 3) ndarray of float64

    Examples
    --------
    >>> unit_vectors([90.0, 180.0], [0.0, 90.0]).round(6) + 0.0
    array([[1., 0., 0.],
           [0., 0., 1.]])
    """
    azimuth = np.radians(np.asarray(azimuth_deg, dtype=np.float64))
    elevation = np.radians(np.asarray(elevation_deg, dtype=np.float64))
    level = np.cos(elevation)
    return np.stack([level * np.sin(azimuth), level * np.cos(azimuth), np.sin(elevation)], axis=-1)
