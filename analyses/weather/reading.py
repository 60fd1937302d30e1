"""Weather file -> table of irradiance and temperature, whatever its format."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analyses.weather.epw import read_epw
from analyses.weather.metpv import is_metpv, read_metpv
from analyses.weather.pvgis import is_pvgis, read_pvgis
from citygml.errors import AnalysisError

_FORMATS = (
    "a METPV-20 file starts with station, name, degrees, minutes, an EPW file with LOCATION, a "
    "PVGIS TMY file with Latitude; give one of these"
)


def read_weather(path: Path | str) -> pd.DataFrame:
    """Hourly weather of a year from a METPV-20, EPW or PVGIS TMY file, recognised by its content.

    METPV-20 [1]_ gives the beam on the horizontal; here it is divided by the cosine of the sun's
    zenith at mid-hour, at least `metpv.MIN_COS_ZENITH`, and capped at the extraterrestrial value.
    METPV-20 and EPW write the sum of the hour *ending* at the time given; the index here is its
    start. PVGIS [2]_ writes the irradiance of an instant, which is made the middle of an hour.

    Parameters
    ----------
    path : Path or str
        The file; UTF-8 or CP932.

    Returns
    -------
    DataFrame
        ``dni, dhi, ghi`` [W/m²], ``temp_air`` [°C], ``wind_speed`` [m/s], float64, index
        time-zone-aware at the start of each interval; METPV-20 also ``snow_depth_m``. Months of a
        typical year come from different years; the index puts them in `frames.TYPICAL_YEAR`.
        Missing temperature, wind and snow are nan, missing irradiance is an error, for no annual
        total can be had without. ``attrs``: ``name, latitude, longitude`` [deg], ``elevation_m,
        interval`` ("1h"), ``source`` ("METPV-20", "EPW", "PVGIS TMY"), ``notes``.

    Raises
    ------
    AnalysisError
        If the file is missing, empty, truncated, of another format, or contradicts itself: beam
        and diffuse do not add up to the global irradiance within `frames.CLOSURE_W_PER_M2`
        (METPV-20) or `frames.YEAR_CLOSURE_RATIO` of the year, or the sun shines at night. The
        message names the row.

    References
    ----------
    .. [1] NEDO, "METPV-20", 2021: element 1 global, 2 beam on the horizontal, 3 diffuse
       [0.01 MJ/m²], 5 temperature [0.1 °C], 7 wind [0.1 m/s], 9 snow [cm]; 8888 is missing.
    .. [2] European Commission, "PVGIS user manual", typical meteorological year, CSV.
    """
    path = Path(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise AnalysisError(
            f"{path}: cannot be read ({error.strerror}); give a weather file"
        ) from error
    lines = _text(raw).splitlines()
    first = lines[0] if lines else ""
    if not first.strip():
        raise AnalysisError(f"{path}: the file is empty ({len(raw)} bytes); {_FORMATS}")
    if first.upper().startswith("LOCATION,"):
        return read_epw(path, lines)
    if is_pvgis(first):
        return read_pvgis(path, lines)
    if is_metpv(first):
        return read_metpv(path, lines)
    raise AnalysisError(f"{path}:1: unknown weather format, it starts {first[:40]!r}; {_FORMATS}")


def _text(raw: bytes) -> str:
    """Decode what Japanese offices write: UTF-8, with or without mark, else CP932."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp932", errors="replace")
