"""EPW file -> weather table."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pandas as pd

from analyses.side_files import pass_on_interrupt
from analyses.sun import COLUMNS, pvlib_module
from analyses.weather.frames import TYPICAL_YEAR, Station, frame_of, refuse_outliers, year_closure
from citygml.errors import AnalysisError

_HEADER_LINES = 8


def read_epw(path: Path, lines: list[str]) -> pd.DataFrame:
    """EPW by pvlib, its index already at the start of the hour."""
    rows = [line for line in lines[_HEADER_LINES:] if line.strip()]
    if len(rows) not in {8760, 8784}:
        raise AnalysisError(
            f"{path}: {len(rows)} hours, not 8760 or 8784; the file is truncated; download it again"
        )
    width = np.array([row.count(",") + 1 for row in rows])
    if (width < 32).any():
        bad = int(np.argmax(width < 32))
        raise AnalysisError(
            f"{path}:{bad + _HEADER_LINES + 1}: the row has {width[bad]} values, not 35; the "
            "file is damaged; download it again"
        )
    year = TYPICAL_YEAR if len(rows) == 8760 else TYPICAL_YEAR - 2
    try:
        table, meta = pvlib_module().iotools.read_epw(
            io.StringIO("\n".join(lines) + "\n"), coerce_year=year
        )
    except (ValueError, KeyError, TypeError) as error:
        pass_on_interrupt(error)
        raise AnalysisError(
            f"{path}: not a readable EPW file ({error}); download it again"
        ) from error
    station = Station(
        str(meta["city"]).strip(),
        float(meta["latitude"]),
        float(meta["longitude"]),
        float(meta["altitude"]),
        "EPW",
    )
    values = {name: pd.to_numeric(table[name], errors="coerce").to_numpy(float) for name in COLUMNS}
    values["temp_air"] = np.where(values["temp_air"] >= 99.9, np.nan, values["temp_air"])
    values["wind_speed"] = np.where(values["wind_speed"] >= 999.0, np.nan, values["wind_speed"])
    weather = frame_of(station, pd.DatetimeIndex(table.index), values)
    line = np.arange(len(rows)) + _HEADER_LINES + 1
    refuse_outliers(path, weather, line)
    weather.attrs["notes"] = year_closure(path, weather, line)
    return weather
