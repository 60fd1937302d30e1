"""Weather one can compute: a clear sky with cloudy days, and files of it."""

from __future__ import annotations

from datetime import timedelta, timezone
from functools import cache

import numpy as np
import pandas as pd

from analyses.sky import Light, SkyModel, light_of
from analyses.sun import sun_positions

KOMATSU = {"name": "KOMATSU", "latitude": 36.3817, "longitude": 136.435, "elevation_m": 3.0}
JST = timezone(timedelta(hours=9))


def frame(index: pd.DatetimeIndex, *, interval: str = "1h", **values: object) -> pd.DataFrame:
    """A weather table at Komatsu, dark and mild where nothing else is said."""
    columns = {"dni": 0.0, "dhi": 0.0, "ghi": 0.0, "temp_air": 15.0, "wind_speed": 2.0}
    table = pd.DataFrame({**columns, **values}, index=index).astype(float)
    table.attrs.update(KOMATSU, interval=interval, source="test", notes=[])
    return table


def sunny(*, days: str = "365D", interval: str = "1h", clouds: bool = True) -> pd.DataFrame:
    """Beam 1000 W/m² thinned by 0.7 per air mass (Meinel), diffuse a tenth of it and a bit, every
    third day with a third of the beam; global = beam on the horizontal + diffuse, at mid-interval.
    """
    count = int(pd.Timedelta(days) / pd.Timedelta(interval))
    index = pd.date_range("2018-01-01", periods=count, freq=interval, tz=JST)
    dark = frame(index, interval=interval)
    height = np.cos(np.radians(sun_positions(dark)["apparent_zenith"].to_numpy()))
    up = height > 0.0
    mass = 1.0 / np.maximum(height, 0.05)
    cloudy = (index.day_of_year.to_numpy() % 3 == 0) & clouds
    dni = np.where(up, 1000.0 * 0.7 ** (mass**0.678), 0.0) * np.where(cloudy, 1 / 3, 1.0)
    dhi = np.where(up, 40.0 + 160.0 * height + np.where(cloudy, 100.0 * height, 0.0), 0.0)
    ghi = dni * np.maximum(height, 0.0) + dhi
    season = -10.0 * np.cos(2.0 * np.pi * index.day_of_year.to_numpy() / 365.0)
    return frame(index, interval=interval, dni=dni, dhi=dhi, ghi=ghi, temp_air=15.0 + season)


@cache
def year() -> pd.DataFrame:
    """`sunny`, made once; not to be changed."""
    return sunny()


@cache
def year_light(model: SkyModel = "perez") -> Light:
    """Light of that year."""
    return light_of(year(), sky_model=model)


def metpv_lines() -> list[str]:
    """A METPV-20 file: every day beam 100 and diffuse 50 x 0.01 MJ/m² from 8:00 to 16:00."""
    values = {
        1: [150 if 8 < hour <= 16 else 0 for hour in range(1, 25)],
        2: [100 if 8 < hour <= 16 else 0 for hour in range(1, 25)],
        3: [50 if 8 < hour <= 16 else 0 for hour in range(1, 25)],
        5: [150] * 24,
        7: [20] * 24,
    }
    lines = ["56276,KOMATSU,36,22.9,136,26.1,3.0"]
    for number, day in enumerate(pd.date_range("2018-01-01", periods=365), start=1):
        for element in range(1, 11):
            hours = values.get(element, [0] * 24)
            cells = [element, day.month, day.day, "2010.0", *hours, 0, 8888, 0, 8888, number]
            lines.append(",".join(str(cell) for cell in cells))
    return lines


def epw_lines(weather: pd.DataFrame) -> list[str]:
    """An EPW file of a weather table, its months from two different years."""
    where = weather.attrs
    lines = [
        f"LOCATION,{where['name']},-,JPN,TEST,000,{where['latitude']},{where['longitude']},9.0,3.0",
        "DESIGN CONDITIONS,0",
        "TYPICAL/EXTREME PERIODS,0",
        "GROUND TEMPERATURES,0",
        "HOLIDAYS/DAYLIGHT SAVINGS,No,0,0,0",
        "COMMENTS 1,小松",
        "COMMENTS 2,-",
        "DATA PERIODS,1,1,Data,Sunday, 1/ 1,12/31",
    ]
    for start, row in weather.iterrows():
        cells = ["0"] * 35
        cells[:5] = [
            str(2003 + start.month % 2),
            str(start.month),
            str(start.day),
            str(start.hour + 1),
            "60",
        ]
        cells[6], cells[21] = f"{row['temp_air']:.1f}", f"{row['wind_speed']:.1f}"
        cells[13:16] = [f"{row[name]:.1f}" for name in ("ghi", "dni", "dhi")]
        lines.append(",".join(cells))
    return lines


def pvgis_lines(offset_h: float | None) -> list[str]:
    """A PVGIS TMY file at Komatsu of a sky of 600 W/m² beam and 80 W/m² diffuse while the sun is
    up, taken `offset_h` after each hour in UTC; months come from two different years.
    """
    utc = pd.date_range("2018-01-01", periods=8760, freq="h", tz="UTC")
    dark = frame(utc, interval="0h")
    dark.index = utc + pd.Timedelta(hours=offset_h or 0.0)
    height = np.cos(np.radians(sun_positions(dark)["apparent_zenith"].to_numpy()))
    up = height > 0.0
    dni, dhi = np.where(up, 600.0, 0.0), np.where(up, 80.0, 0.0)
    ghi = dni * np.maximum(height, 0.0) + dhi
    head = [
        f"Latitude (decimal degrees): {KOMATSU['latitude']}",
        f"Longitude (decimal degrees): {KOMATSU['longitude']}",
        "Elevation (m): 3.0",
    ]
    if offset_h is not None:
        head.append(f"Irradiance Time Offset (h): {offset_h}")
    head += ["month,year", *(f"{month},{2010 + month % 2}" for month in range(1, 13))]
    head.append("time(UTC),T2m,RH,G(h),Gb(n),Gd(h),IR(h),WS10m,WD10m,SP")
    rows = [
        f"{2010 + t.month % 2}{t:%m%d:%H%M},15.0,70,{g:.2f},{b:.2f},{d:.2f},300,2.0,90,101000"
        for t, g, b, d in zip(utc, ghi, dni, dhi, strict=True)
    ]
    return [*head, *rows, "", "T2m: 2-m air temperature (degree Celsius)"]
