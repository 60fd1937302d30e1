"""Weather file -> table of irradiance and temperature."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import timedelta, timezone
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import Geod

from analyses.sun import COLUMNS, extraterrestrial, pvlib_module, sun_positions
from citygml.errors import AnalysisError

#: Year of the index of typical-year files, whose months come from different years: not a leap
#: year, and the second after one, where the sun is closest to its mean over the four-year cycle.
TYPICAL_YEAR = 2018
#: Largest |global - beam - diffuse| on the horizontal that rounding to 0.01 MJ/m2 explains [W/m2]
#: (METPV-20 Komatsu: 2.8).
CLOSURE_W_PER_M2 = 3.0
#: Largest share of the year's global irradiation by which an EPW file may fail to close. Its beam
#: is normal to the sun, so the hours of sunrise and sunset close only roughly.
EPW_CLOSURE_RATIO = 0.05
#: Smallest cosine of the zenith by which beam on the horizontal is divided: 5 deg above the
#: horizon, as in the 85 deg limit of Perez et al., Solar Energy 44(5), 1990, p. 276.
MIN_COS_ZENITH = 0.087
#: Irradiance that no hour on Earth exceeds [W/m2]: the extraterrestrial value in January.
MAX_IRRADIANCE = 1415.0
#: No global irradiance above `NIGHT_W_PER_M2` where the sun at mid-hour is farther below the
#: horizon than it sinks in half an hour. [deg]
NIGHT_ZENITH_DEG, NIGHT_W_PER_M2 = 100.0, 5.0
#: Weather from farther away is named in the notes of the result. [km]
FAR_AWAY_KM = 100.0
#: Weather from farther away is refused: a quarter of the way round the Earth. [km]
OTHER_HEMISPHERE_KM = 10_000.0

_JST = timezone(timedelta(hours=9))
_METPV_MISSING = 8888
_METPV_ELEMENTS = 10
_EPW_HEADER_LINES = 8
_FORMATS = (
    "a METPV-20 file starts with station, name, degrees, minutes and an EPW file with LOCATION; "
    "give one of these"
)


@dataclass(frozen=True, slots=True)
class _Station:
    """Where a weather file was measured."""

    name: str
    latitude: float
    longitude: float
    elevation_m: float
    source: str


def read_weather(path: Path | str) -> pd.DataFrame:
    """Hourly weather of a year from a METPV-20 or EPW file, recognised by its content.

    METPV-20 [1]_ gives the beam on the horizontal; here it is divided by the cosine of the sun's
    zenith at mid-hour, at least `MIN_COS_ZENITH`, and capped at the extraterrestrial value. Both
    formats write the sum of the hour *ending* at the time given; the index here is its start.

    Parameters
    ----------
    path : Path or str
        The file; UTF-8 or CP932.

    Returns
    -------
    DataFrame
        ``dni, dhi, ghi`` [W/m²], ``temp_air`` [°C], ``wind_speed`` [m/s], float64, index
        time-zone-aware at the start of each interval. Months of a typical year come from
        different years; the index puts them in `TYPICAL_YEAR`. Missing temperature and wind are
        nan, missing irradiance is an error, for no annual total can be had without. ``attrs``:
        ``name, latitude, longitude`` [deg], ``elevation_m, interval`` ("1h"), ``source``
        ("METPV-20" or "EPW"), ``notes``.

    Raises
    ------
    AnalysisError
        If the file is missing, empty, truncated, of another format, or contradicts itself: beam
        and diffuse do not add up to the global irradiance within `CLOSURE_W_PER_M2` (METPV-20) or
        within `EPW_CLOSURE_RATIO` of the year (EPW), or the sun shines at night. The message names
        the row.

    References
    ----------
    .. [1] NEDO, "METPV-20", 2021: element 1 global, 2 beam on the horizontal, 3 diffuse
       [0.01 MJ/m²], 5 temperature [0.1 °C], 7 wind [0.1 m/s]; 8888 is missing.
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
        return _read_epw(path, lines)
    if _is_metpv(first):
        return _read_metpv(path, lines)
    raise AnalysisError(f"{path}:1: unknown weather format, it starts {first[:40]!r}; {_FORMATS}")


def _text(raw: bytes) -> str:
    """Decode what Japanese offices write: UTF-8, with or without mark, else CP932."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp932", errors="replace")


def _is_metpv(first: str) -> bool:
    """Whether a first line is station, name, degrees, minutes, degrees, minutes, elevation."""
    cells = first.split(",")
    if len(cells) != 7 or not cells[0].strip().isdigit():
        return False
    return bool(pd.to_numeric(pd.Series(cells[2:]), errors="coerce").notna().all())


def _read_metpv(path: Path, lines: list[str]) -> pd.DataFrame:
    """METPV-20: ten elements a day, 24 hours a line."""
    head = lines[0].split(",")
    station = _Station(
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
    weather = _frame(
        station,
        pd.date_range(f"{TYPICAL_YEAR}-01-01", periods=len(ghi), freq="h", tz=_JST),
        {
            "dni": np.zeros(len(ghi)),
            "dhi": dhi,
            "ghi": ghi,
            "temp_air": _without_missing(hours[:, 4]) / 10.0,
            "wind_speed": _without_missing(hours[:, 6]) / 10.0,
        },
    )
    line_of_hour = np.repeat(line_number[:, 0], 24)
    _refuse_outliers(path, weather, line_of_hour, closing=ghi - beam - dhi)
    cos_zenith = np.cos(np.radians(sun_positions(weather)["apparent_zenith"].to_numpy()))
    dni = np.minimum(beam / np.maximum(cos_zenith, MIN_COS_ZENITH), extraterrestrial(weather))
    weather["dni"] = np.where(cos_zenith > 0.0, dni, 0.0)
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
            np.tile(np.arange(1, _METPV_ELEMENTS + 1), 365),
            np.repeat(days.month, _METPV_ELEMENTS),
            np.repeat(days.day, _METPV_ELEMENTS),
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
    shape = (365, _METPV_ELEMENTS)
    return values[:, 4:28].reshape(*shape, 24), (written + 2).reshape(shape)


def _refuse_missing(path: Path, hours: NDArray[np.float64], line_number: NDArray[np.int64]) -> None:
    """Raise where irradiance is missing."""
    missing = np.argwhere(hours == _METPV_MISSING)
    if len(missing):
        day, element, hour = missing[0]
        raise AnalysisError(
            f"{path}:{line_number[day, element]}: irradiance of hour {hour + 1} is missing "
            f"(8888), as are {len(missing) - 1} more; a year's sum needs all; fill them first"
        )


def _without_missing(hours: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values in one row, nan where 8888 is written."""
    flat = hours.ravel()
    return np.asarray(np.where(flat == _METPV_MISSING, np.nan, flat))


def _read_epw(path: Path, lines: list[str]) -> pd.DataFrame:
    """EPW by pvlib, its index already at the start of the hour."""
    rows = [line for line in lines[_EPW_HEADER_LINES:] if line.strip()]
    if len(rows) not in {8760, 8784}:
        raise AnalysisError(
            f"{path}: {len(rows)} hours, not 8760 or 8784; the file is truncated; download it again"
        )
    width = np.array([row.count(",") + 1 for row in rows])
    if (width < 32).any():
        bad = int(np.argmax(width < 32))
        raise AnalysisError(
            f"{path}:{bad + _EPW_HEADER_LINES + 1}: the row has {width[bad]} values, not 35; the "
            "file is damaged; download it again"
        )
    year = TYPICAL_YEAR if len(rows) == 8760 else TYPICAL_YEAR - 2
    try:
        table, meta = pvlib_module().iotools.read_epw(
            io.StringIO("\n".join(lines) + "\n"), coerce_year=year
        )
    except (ValueError, KeyError, TypeError) as error:
        raise AnalysisError(f"{path}: not a readable EPW file ({error}); {_FORMATS}") from error
    station = _Station(
        str(meta["city"]).strip(),
        float(meta["latitude"]),
        float(meta["longitude"]),
        float(meta["altitude"]),
        "EPW",
    )
    values = {name: pd.to_numeric(table[name], errors="coerce").to_numpy(float) for name in COLUMNS}
    values["temp_air"] = np.where(values["temp_air"] >= 99.9, np.nan, values["temp_air"])
    values["wind_speed"] = np.where(values["wind_speed"] >= 999.0, np.nan, values["wind_speed"])
    weather = _frame(station, pd.DatetimeIndex(table.index), values)
    _refuse_outliers(path, weather, np.arange(len(rows)) + _EPW_HEADER_LINES + 1)
    weather.attrs["notes"] = _epw_closure(path, weather)
    return weather


def _epw_closure(path: Path, weather: pd.DataFrame) -> list[str]:
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
    if abs(ratio) > EPW_CLOSURE_RATIO:
        raise AnalysisError(
            f"{path}:{worst + _EPW_HEADER_LINES + 1}: {fact}; at most "
            f"{100 * EPW_CLOSURE_RATIO:.0f} % of the year is accepted; check time zone and columns"
        )
    typical = float(np.quantile(np.abs(rest), 0.99))
    return [f"weather of {weather.attrs['name']}: {fact}"] if typical > 50.0 else []


def _frame(
    station: _Station, index: pd.DatetimeIndex, values: dict[str, NDArray[np.float64]]
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


def _refuse_outliers(
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


def distance_notes(weather: pd.DataFrame, *, latitude: float, longitude: float) -> list[str]:
    """Say what a reader must know of weather that was not measured near the city.

    Parameters
    ----------
    weather : DataFrame
        From `read_weather`.
    latitude, longitude : float
        Of the city. [deg]

    Returns
    -------
    list of str
        One line where the station is more than `FAR_AWAY_KM` away, else none.

    Raises
    ------
    AnalysisError
        If the station lies in another hemisphere: on the other side of the equator, or farther
        away than `OTHER_HEMISPHERE_KM`.
    """
    here = weather.attrs
    _, _, metres = Geod(ellps="GRS80").inv(here["longitude"], here["latitude"], longitude, latitude)
    station = f"{here.get('name', '')} ({here['latitude']:.2f} N, {here['longitude']:.2f} E)"
    if here["latitude"] * latitude < 0.0 or metres / 1000.0 > OTHER_HEMISPHERE_KM:
        raise AnalysisError(
            f"the weather of {station} is of another hemisphere than the city ({latitude:.2f} N, "
            f"{longitude:.2f} E); take a station near the city"
        )
    if metres / 1000.0 <= FAR_AWAY_KM:
        return []
    return [
        f"the weather of {station} is {metres / 1000.0:.0f} km from the city; take a nearer station"
    ]
