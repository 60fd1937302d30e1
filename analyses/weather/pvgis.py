"""PVGIS TMY file (CSV) -> weather table."""

from __future__ import annotations

import io
from datetime import timedelta, timezone
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analyses.side_files import pass_on_interrupt
from analyses.sun import COLUMNS, pvlib_module
from analyses.weather.frames import TYPICAL_YEAR, Station, frame_of, refuse_outliers, year_closure
from citygml.errors import AnalysisError

_COLUMNS = "time(UTC),"
_DEG_PER_HOUR = 15.0


def is_pvgis(first: str) -> bool:
    """Whether a first line is that of a PVGIS file."""
    return first.strip().lower().startswith("latitude (decimal degrees)")


def read_pvgis(path: Path, lines: list[str]) -> pd.DataFrame:
    """PVGIS TMY by pvlib: instants in UTC -> hours around them, in the standard time of the place.

    The file may say by how much its irradiance is later than the time it writes.
    """
    line = _checked_lines(path, lines)
    text = "\r\n".join(lines).encode()
    try:
        table, meta = pvlib_module().iotools.read_pvgis_tmy(io.BytesIO(text), pvgis_format="csv")
    except (ValueError, KeyError, TypeError, IndexError) as error:
        pass_on_interrupt(error)
        raise AnalysisError(
            f"{path}: not a readable PVGIS TMY file ({error}); download it again as csv"
        ) from error
    inputs = meta["inputs"]
    latitude, longitude = float(inputs["latitude"]), float(inputs["longitude"])
    station = Station(
        f"PVGIS {latitude:.3f} {longitude:.3f}",
        latitude,
        longitude,
        float(inputs["elevation"]),
        "PVGIS TMY",
    )
    offset_h = inputs.get("irradiance time offset")
    start, order = _local_hours(table.index, longitude, 0.0 if offset_h is None else offset_h)
    values = {name: table[name].to_numpy(float)[order] for name in COLUMNS}
    weather = frame_of(station, start, values)
    refuse_outliers(path, weather, line[order])
    notes = year_closure(path, weather, line[order])
    if offset_h is None:
        notes.append(
            f"weather of {station.name}: the file does not say when in the hour its irradiance was "
            "taken; the full hour is assumed"
        )
    weather.attrs["notes"] = notes
    return weather


def _checked_lines(path: Path, lines: list[str]) -> NDArray[np.int64]:
    """Line numbers of the hours; raise where there are not 8760 or one is not of ten values."""
    head = next((i for i, text in enumerate(lines) if text.startswith(_COLUMNS)), None)
    if head is None:
        raise AnalysisError(
            f"{path}: no line {_COLUMNS!r}...; a PVGIS TMY file has one; download it as csv"
        )
    rows = lines[head + 1 :]
    width = np.array([text.count(",") + 1 for text in rows[:8760]])
    bad = np.flatnonzero(width != lines[head].count(",") + 1)
    if len(bad) or len(width) < 8760:
        at = int(bad[0]) if len(bad) else len(width)
        raise AnalysisError(
            f"{path}:{head + 2 + at}: the hours end after {at} of 8760; the file is truncated or "
            "damaged; download it again"
        )
    return np.arange(8760) + head + 2


def _local_hours(
    written: pd.DatetimeIndex, longitude: float, offset_h: float
) -> tuple[pd.DatetimeIndex, NDArray[np.int64]]:
    """Start of the hour round each instant, in one typical year, and the order that sorts them."""
    zone = timezone(timedelta(hours=round(longitude / _DEG_PER_HOUR)))
    year = f"{TYPICAL_YEAR}-01-01"
    # Months come from different years, leap days are left out: the position says the hour.
    utc = pd.date_range(year, periods=len(written), freq="h", tz="UTC")
    start = (utc + pd.Timedelta(hours=offset_h - 0.5)).tz_convert(zone)
    first = pd.Timestamp(year, tz=zone)
    turn = pd.Timedelta(days=365)
    start = start.where(start >= first, start + turn)
    start = start.where(start < first + turn, start - turn)
    order = np.argsort(start.asi8, kind="stable")
    return start[order], order
