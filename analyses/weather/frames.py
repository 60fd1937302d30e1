"""Columns of a weather file -> the one table all files become, or a refusal that names the row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta, timezone
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analyses.sun import COLUMNS, sun_positions
from citygml.errors import AnalysisError

#: Year of the index of typical-year files, whose months come from different years: not a leap
#: year, and the second after one, where the sun is closest to its mean over the four-year cycle.
TYPICAL_YEAR = 2018
#: Largest |global - beam - diffuse| on the horizontal that rounding to 0.01 MJ/m2 explains [W/m2]
#: (METPV-20 Komatsu: 2.8).
CLOSURE_W_PER_M2 = 3.0
#: Largest share of the year's global irradiation by which an EPW or PVGIS file may fail to close.
#: Its beam is normal to the sun, so the hours of sunrise and sunset close only roughly.
YEAR_CLOSURE_RATIO = 0.05
#: Irradiance that no hour on Earth exceeds [W/m2]: the extraterrestrial value in January.
MAX_IRRADIANCE = 1415.0
#: No global irradiance above `NIGHT_W_PER_M2` where the sun at mid-hour is farther below the
#: horizon than it sinks in half an hour. [deg]
NIGHT_ZENITH_DEG, NIGHT_W_PER_M2 = 100.0, 5.0

JST = timezone(timedelta(hours=9))


@dataclass(frozen=True, slots=True)
class Station:
    """Where a weather file was measured, and its format."""

    name: str
    latitude: float
    longitude: float
    elevation_m: float
    source: str


def frame_of(
    station: Station, index: pd.DatetimeIndex, values: dict[str, NDArray[np.float64]]
) -> pd.DataFrame:
    """Table with the columns in their order and the station in ``attrs``."""
    weather = pd.DataFrame({name: values[name] for name in COLUMNS}, index=index)
    weather.index.name = "start"
    weather.attrs.update(
        name=station.name,
        latitude=station.latitude,
        longitude=station.longitude,
        elevation_m=station.elevation_m,
        interval="1h",
        source=station.source,
        notes=[],
    )
    return weather


def refuse_outliers(
    path: Path,
    weather: pd.DataFrame,
    line: NDArray[np.int64],
    *,
    closing: NDArray[np.float64] | None = None,
) -> None:
    """Raise at the first row whose irradiance cannot be."""
    light = weather[["dni", "dhi", "ghi"]].to_numpy()
    impossible = ~((light >= 0.0) & (light <= MAX_IRRADIANCE)).all(axis=1)
    zenith = sun_positions(weather)["zenith"].to_numpy()
    checks = [
        (impossible, f"irradiance is missing, negative or above {MAX_IRRADIANCE:.0f} W/m2"),
        (
            (zenith > NIGHT_ZENITH_DEG) & (light[:, 2] > NIGHT_W_PER_M2),
            "the sun shines while it is below the horizon; check position and time zone",
        ),
    ]
    if closing is not None:
        open_rows = np.abs(closing) > CLOSURE_W_PER_M2
        checks.append(
            (open_rows, f"global is not beam + diffuse within {CLOSURE_W_PER_M2:.0f} W/m2")
        )
    for wrong, rule in checks:
        if wrong.any():
            at = int(np.argmax(wrong))
            dni, dhi, ghi = light[at]
            raise AnalysisError(
                f"{path}:{line[at]}: {weather.index[at]:%m-%d} hour {weather.index[at].hour + 1} "
                f"has ghi {ghi:.0f} dhi {dhi:.0f} dni {dni:.0f} W/m2; {rule} "
                f"({int(wrong.sum())} such hours); correct the file"
            )


def year_closure(path: Path, weather: pd.DataFrame, line: NDArray[np.int64]) -> list[str]:
    """Compare global with beam and diffuse: refuse a year that does not close, note a rough one."""
    cos_zenith = np.cos(np.radians(sun_positions(weather)["apparent_zenith"].to_numpy()))
    beam = weather["dni"].to_numpy() * np.maximum(cos_zenith, 0.0)
    rest = weather["ghi"].to_numpy() - beam - weather["dhi"].to_numpy()
    year = float(weather["ghi"].sum())
    worst = int(np.argmax(np.abs(rest)))
    ratio = float(rest.sum()) / year if year else 0.0
    fact = (
        f"global irradiance differs from beam + diffuse by {100 * ratio:+.1f} % over the year and "
        f"by {rest[worst]:.0f} W/m2 at worst ({weather.index[worst]:%m-%d %H:%M})"
    )
    if abs(ratio) > YEAR_CLOSURE_RATIO:
        raise AnalysisError(
            f"{path}:{line[worst]}: {fact}; at most "
            f"{100 * YEAR_CLOSURE_RATIO:.0f} % of the year is accepted; check time zone and columns"
        )
    typical = float(np.quantile(np.abs(rest), 0.99))
    return [f"weather of {weather.attrs['name']}: {fact}"] if typical > 50.0 else []
