"""METPV-20 file of NEDO -> weather table."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analyses.sun import extraterrestrial, sun_positions
from analyses.weather.frames import JST, TYPICAL_YEAR, Station, frame_of, refuse_outliers
from citygml.errors import AnalysisError

#: Smallest cosine of the zenith by which beam on the horizontal is divided: 5 deg above the
#: horizon, as in the 85 deg limit of Perez et al., Solar Energy 44(5), 1990, p. 276.
MIN_COS_ZENITH = 0.087

_MISSING = 8888
_ELEMENTS = 10


def is_metpv(first: str) -> bool:
    """Whether a first line is station, name, degrees, minutes, degrees, minutes, elevation."""
    cells = first.split(",")
    if len(cells) != 7 or not cells[0].strip().isdigit():
        return False
    return bool(pd.to_numeric(pd.Series(cells[2:]), errors="coerce").notna().all())


def read_metpv(path: Path, lines: list[str]) -> pd.DataFrame:
    """METPV-20: ten elements a day, 24 hours a line."""
    head = lines[0].split(",")
    station = Station(
        name=head[1].strip(),
        latitude=float(head[2]) + float(head[3]) / 60.0,
        longitude=float(head[4]) + float(head[5]) / 60.0,
        elevation_m=float(head[6]),
        source="METPV-20",
    )
    hours, line_number = _metpv_hours(path, lines[1:])
    mj = 1e4 / 3600.0  # 0.01 MJ/m2 in an hour -> W/m2
    ghi, beam, dhi = (hours[:, i].ravel() * mj for i in range(3))
    _refuse_missing(path, hours[:, :3], line_number[:, :3])
    weather = frame_of(
        station,
        pd.date_range(f"{TYPICAL_YEAR}-01-01", periods=len(ghi), freq="h", tz=JST),
        {
            "dni": np.zeros(len(ghi)),
            "dhi": dhi,
            "ghi": ghi,
            "temp_air": _without_missing(hours[:, 4]) / 10.0,
            "wind_speed": _without_missing(hours[:, 6]) / 10.0,
        },
    )
    line_of_hour = np.repeat(line_number[:, 0], 24)
    refuse_outliers(path, weather, line_of_hour, closing=ghi - beam - dhi)
    cos_zenith = np.cos(np.radians(sun_positions(weather)["apparent_zenith"].to_numpy()))
    dni = np.minimum(beam / np.maximum(cos_zenith, MIN_COS_ZENITH), extraterrestrial(weather))
    weather["dni"] = np.where(cos_zenith > 0.0, dni, 0.0)
    weather["snow_depth_m"] = _without_missing(hours[:, 8]) / 100.0
    return weather


def _metpv_hours(path: Path, lines: list[str]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Values (365 days, 10 elements, 24 hours) as written, and the line of each day's element."""
    written = np.array([i for i, line in enumerate(lines) if line.strip()], dtype=np.int64)
    width = np.array([lines[i].count(",") + 1 for i in written])
    if (width != 33).any():
        bad = int(np.argmax(width != 33))
        raise AnalysisError(
            f"{path}:{written[bad] + 2}: the row has {width[bad]} values, not 33; the file is "
            "truncated or not METPV-20; download it again"
        )
    table = pd.DataFrame([lines[i].split(",") for i in written])
    values = table.apply(pd.to_numeric, errors="coerce").to_numpy(dtype=np.float64)
    if np.isnan(values).any():
        row, column = np.argwhere(np.isnan(values))[0]
        raise AnalysisError(
            f"{path}:{written[row] + 2}: value {column + 1} is {table.iloc[row, column]!r}; it "
            "must be a number; download the file again"
        )
    order = np.lexsort((values[:, 0], values[:, 2], values[:, 1]))
    values, written = values[order], written[order]
    days = pd.date_range(f"{TYPICAL_YEAR}-01-01", periods=365, freq="D")
    expected = np.column_stack(
        [
            np.tile(np.arange(1, _ELEMENTS + 1), 365),
            np.repeat(days.month, _ELEMENTS),
            np.repeat(days.day, _ELEMENTS),
        ]
    )
    if len(values) != len(expected) or (values[:, :3] != expected).any():
        common = min(len(values), len(expected))
        differs = (values[:common, :3] != expected[:common]).any(axis=1)
        at = int(np.argmax(differs)) if differs.any() else common - 1
        element, month, day = expected[at]
        raise AnalysisError(
            f"{path}: {len(values)} rows, not 3650 (10 elements x 365 days); the first gap is at "
            f"element {element} of {month:02d}-{day:02d}; download the file again"
        )
    shape = (365, _ELEMENTS)
    return values[:, 4:28].reshape(*shape, 24), (written + 2).reshape(shape)


def _refuse_missing(path: Path, hours: NDArray[np.float64], line_number: NDArray[np.int64]) -> None:
    """Raise where irradiance is missing."""
    missing = np.argwhere(hours == _MISSING)
    if len(missing):
        day, element, hour = missing[0]
        raise AnalysisError(
            f"{path}:{line_number[day, element]}: irradiance of hour {hour + 1} is missing "
            f"(8888), as are {len(missing) - 1} more; a year's sum needs all; fill them first"
        )


def _without_missing(hours: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values in one row, nan where 8888 is written."""
    flat = hours.ravel()
    return np.asarray(np.where(flat == _MISSING, np.nan, flat))
