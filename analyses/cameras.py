"""Camera table -> checked cameras in the coordinates of a city.

Columns of a camera table (`CAMERA_INPUT`); geometry is the place of the camera on the map, a z
coordinate is ignored:

=============  ==========  ======================================================================
column         default     meaning
=============  ==========  ======================================================================
camera_id      row number  name of the camera, unique, without ";"
height_m       required    lens above the ground [m]
heading_deg    required    where it looks, clockwise from north [deg]
tilt_deg       required    how far it looks down from the horizontal [deg]
hfov_deg       required    horizontal field of view, less than 180 (a pinhole picture) [deg]
roll_deg       0           turned clockwise, seen from behind [deg]
width_px       1920        pixels across the picture
height_px      1080        pixels down the picture
near_m         0           what is closer is not pictured sharply [m]
far_m          derived     what is farther does not count; without it the distance at which the
                           pixels on the optical axis thin out to the lowest level [m]
kind           fixed       fixed, ptz or dome; the last two are taken where they are pointed
=============  ==========  ======================================================================

Unlike the field of view, the vertical one is not asked for: it follows from the picture's shape.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import CRS

from analyses.optics import Optics, camera_axes, depth_of_density
from citygml.errors import AnalysisError, CRSError

REQUIRED = ("height_m", "heading_deg", "tilt_deg", "hfov_deg")
DEFAULTS = {"roll_deg": 0.0, "width_px": 1920.0, "height_px": 1080.0, "near_m": 0.0}
KINDS = ("fixed", "ptz", "dome")
#: Reference system of ``longitude`` and ``latitude`` in a CSV file: JGD2011.
CSV_CRS = "EPSG:6668"
#: Between ids where a cell names several cameras.
ID_SEPARATOR = ";"
TABLE_SUFFIXES = (".geojson", ".json", ".gpkg")

#: Column -> what must hold, and how to say it. nan fails every rule but those of far_m.
_RULES: tuple[tuple[str, Callable[[Any], Any], str], ...] = (
    ("height_m", lambda v: (v > 0) & (v <= 1000), "above 0 and at most 1000: metres over ground"),
    ("heading_deg", lambda v: (v >= -360) & (v <= 360), "from -360 to 360"),
    ("tilt_deg", lambda v: (v >= -90) & (v <= 90), "from -90 to 90, down positive"),
    ("roll_deg", lambda v: (v >= -180) & (v <= 180), "from -180 to 180"),
    (
        "hfov_deg",
        lambda v: (v > 0) & (v < 180),
        "above 0 and below 180; write a panoramic camera as several cameras in one place",
    ),
    ("width_px", lambda v: (v >= 1) & np.isfinite(v), "at least 1"),
    ("height_px", lambda v: (v >= 1) & np.isfinite(v), "at least 1"),
    ("near_m", lambda v: (v >= 0) & np.isfinite(v), "0 or more"),
    ("far_m", lambda v: np.isnan(v) | ((v > 0) & np.isfinite(v)), "above 0, or empty"),
)


def read_cameras(path: str | Path) -> gpd.GeoDataFrame:
    """Cameras of a file, checked row by row.

    Parameters
    ----------
    path : str or Path
        GeoJSON or GeoPackage with points, or CSV (UTF-8 or cp932) with the columns ``longitude``
        and ``latitude`` in JGD2011 degrees; other columns as in the head of this module.

    Returns
    -------
    GeoDataFrame
        Index ``camera_id``, all columns of the table with their defaults, in the reference system
        of the file. ``far_m`` stays nan where it is to be derived.

    Raises
    ------
    AnalysisError
        If the file has another format, a column is missing or a row breaks a rule; the message
        names file and row.
    CRSError
        If the file says no reference system.
    """
    path = Path(path)
    if not path.is_file():
        raise AnalysisError(f"{path} is not a file; give a GeoJSON, GeoPackage or CSV of cameras")
    suffix = path.suffix.lower()
    if suffix == ".csv":
        table = _read_csv(path)
    elif suffix in TABLE_SUFFIXES:
        table = gpd.read_file(path)
    else:
        raise AnalysisError(
            f"{path} ends in {suffix!r}; cameras are read from .geojson, .gpkg or .csv"
        )
    try:
        return checked_cameras(table)
    except (AnalysisError, CRSError) as error:
        raise type(error)(f"{path}: {error}") from error


def _read_csv(path: Path) -> gpd.GeoDataFrame:
    try:
        table = pd.read_csv(path, encoding="utf-8-sig")
    except UnicodeDecodeError:  # what Excel writes on a Japanese Windows
        table = pd.read_csv(path, encoding="cp932")
    missing = [name for name in ("longitude", "latitude") if name not in table.columns]
    if missing:
        raise AnalysisError(
            f"{path}: the column {missing[0]} is missing; a CSV of cameras has longitude and "
            "latitude in JGD2011 degrees"
        )
    lon, lat = (pd.to_numeric(table[c], errors="coerce") for c in ("longitude", "latitude"))
    rest = table.drop(columns=["longitude", "latitude"])
    return gpd.GeoDataFrame(rest, geometry=gpd.points_from_xy(lon, lat), crs=CSV_CRS)


def checked_cameras(cameras: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Cameras with every column filled, or an error that names the row.

    Parameters
    ----------
    cameras : GeoDataFrame
        Points with the columns of the head of this module; ``camera_id`` may be the index.

    Returns
    -------
    GeoDataFrame
        A new table, index ``camera_id``; only the columns that are used.

    Raises
    ------
    AnalysisError
        If a column is missing or a row breaks a rule.
    CRSError
        If the table has no reference system.
    """
    if not isinstance(cameras, gpd.GeoDataFrame):
        raise AnalysisError(
            f"cameras is a {type(cameras).__name__}; it must be a GeoDataFrame, see read_cameras"
        )
    if cameras.crs is None:
        raise CRSError("cameras have no reference system; set one with set_crs")
    missing = [name for name in REQUIRED if name not in cameras.columns]
    if missing:
        raise AnalysisError(
            f"the column {missing[0]} is missing; cameras need {', '.join(REQUIRED)}"
        )
    ids = _camera_ids(cameras)
    table: dict[str, Any] = {}
    for name, _, _ in _RULES:
        column = cameras.get(name, pd.Series(np.nan, index=cameras.index))
        numbers = pd.to_numeric(column, errors="coerce")
        _refuse(numbers.isna() & column.notna(), ids, name, values=column, rule="a number")
        if name in DEFAULTS:
            numbers = numbers.fillna(DEFAULTS[name])
        table[name] = numbers.to_numpy(dtype=float)
    for name, holds, rule in _RULES:
        _refuse(~holds(table[name]), ids, name, values=table[name], rule=rule)
    kind = cameras.get("kind", pd.Series(KINDS[0], index=cameras.index)).fillna(KINDS[0])
    _refuse(~kind.isin(KINDS), ids, "kind", values=kind, rule=f"one of {', '.join(KINDS)}")
    place = cameras.geometry
    is_point = (place.geom_type == "Point") & ~place.is_empty
    is_point &= np.isfinite(place.where(is_point).x) & np.isfinite(place.where(is_point).y)
    found = place.geom_type.fillna("missing")
    _refuse(~is_point, ids, "geometry", values=found, rule="a point")
    return gpd.GeoDataFrame(
        {**table, "kind": kind.to_numpy()},
        geometry=place.to_numpy(),
        index=pd.Index(ids, name="camera_id"),
        crs=cameras.crs,
    )


def _camera_ids(cameras: gpd.GeoDataFrame) -> list[str]:
    """Ids of the cameras: the column, else the index."""
    column = cameras["camera_id"] if "camera_id" in cameras.columns else cameras.index.to_series()
    ids = ["" if pd.isna(value) else str(value).strip() for value in column]
    named = pd.Series(ids, dtype=object)
    rows = [f"row {i + 1}" for i in range(len(ids))]
    _refuse(named == "", rows, "camera_id", values=named, rule="a name")
    _refuse(named.duplicated(), rows, "camera_id", values=named, rule="unique")
    taken = named.str.contains(ID_SEPARATOR, regex=False)
    _refuse(taken, rows, "camera_id", values=named, rule=f"without {ID_SEPARATOR!r}")
    return ids


def _refuse(broken: Any, ids: list[str], column: str, *, values: Any, rule: str) -> None:
    """Raise for the first row that breaks a rule, saying how many more there are."""
    rows = np.flatnonzero(np.asarray(broken, dtype=bool))
    if not len(rows):
        return
    first = int(rows[0])
    value = np.asarray(values, dtype=object)[first]
    owner = ids[first] if ids[first].startswith("row ") else f"{ids[first]} (row {first + 1})"
    more = f"; {len(rows) - 1} more rows like it" if len(rows) > 1 else ""
    raise AnalysisError(f"camera {owner}: {column} is {value!r}; it must be {rule}{more}")


def located_cameras(cameras: gpd.GeoDataFrame, crs: CRS) -> gpd.GeoDataFrame:
    """Cameras in the reference system of a city.

    Parameters
    ----------
    cameras : GeoDataFrame
        See `checked_cameras`.
    crs : CRS
        Projected, metres.

    Raises
    ------
    AnalysisError
        If a camera has no place in `crs`, such as degrees given as metres.
    """
    moved = cameras.to_crs(crs)
    lost = ~(np.isfinite(moved.geometry.x) & np.isfinite(moved.geometry.y))
    _refuse(
        lost,
        list(moved.index),
        "geometry",
        values=[point.wkt for point in cameras.geometry],
        rule=f"a place in {crs.name}; check the reference system of the cameras",
    )
    return moved


def camera_optics(
    cameras: gpd.GeoDataFrame, position: NDArray[np.float64], *, lowest_px_per_m: float
) -> Optics:
    """Optics of checked cameras.

    Parameters
    ----------
    cameras : GeoDataFrame
        See `checked_cameras`.
    position : (n, 3) ndarray of float64
        Where the lenses are; nan where that is unknown. [m]
    lowest_px_per_m : float
        Pixel density at which a camera without ``far_m`` stops counting. [px/m]

    Raises
    ------
    AnalysisError
        If a camera's range ends before it begins.
    """
    columns = {name: cameras[name].to_numpy(dtype=float) for name, _, _ in _RULES}
    half_width = np.tan(np.radians(columns["hfov_deg"]) / 2.0)
    reach = depth_of_density(lowest_px_per_m, width_px=columns["width_px"], half_width=half_width)
    far = np.where(np.isnan(columns["far_m"]), reach, columns["far_m"])
    _refuse(far <= columns["near_m"], list(cameras.index), "far_m", values=far, rule="above near_m")
    return Optics(
        position=position,
        axes=camera_axes(columns["heading_deg"], columns["tilt_deg"], columns["roll_deg"]),
        half_width=half_width,
        half_height=half_width * columns["height_px"] / columns["width_px"],
        width_px=columns["width_px"],
        near_m=columns["near_m"],
        far_m=far,
    )
