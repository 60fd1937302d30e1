"""Camera table -> checked cameras in the coordinates of a city.

Columns of a camera table; geometry is the place of the camera on the map, any z is ignored:

==============  ==========  =====================================================================
column          default     meaning
==============  ==========  =====================================================================
camera_id       row number  name of the camera, unique, without ";"
height_m        required    lens above the ground: on a pole, on a wall [m]
elevation_m     none        absolute: orthometric height of the lens, instead of height_m [m]
heading_deg     required    where it looks, clockwise from north [deg]
tilt_deg        required    how far it looks down from the horizontal [deg]
roll_deg        0           turned clockwise, seen from behind [deg]
hfov_deg        required    horizontal field of view, below 180 for a pinhole lens [deg]
focal_mm        none        focal length, with sensor_mm instead of hfov_deg [mm]
sensor_mm       none        width of the sensor that the picture uses [mm]
vfov_deg        derived     vertical field of view; without it, it follows from the picture's shape
projection      pinhole     pinhole, or equidistant for wide lenses that bend straight lines
width_px        1920        pixels across the picture
height_px       1080        pixels down the picture
near_m          0           what is closer is not pictured sharply [m]
far_m           derived     what is farther does not count; without it the distance at which the
                            pixels on the optical axis thin out to the lowest level [m]
night_range_m   none        how far it sees in the dark, by its own infrared lamp [m]
kind            fixed       fixed, ptz or dome; the last two turn: what they see, they see not at
                            once. A dome that does not turn is fixed
pan_deg         360         of ptz and dome: the whole angle they pan, centred on heading_deg
privacy_mask    none        WKT polygon that the camera blacks out; x from 0 (left) to 1, y from 0
                            (top) to 1
==============  ==========  =====================================================================
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from analyses.optics import Optics, camera_axes
from analyses.side_files import read_csv, read_shapes
from citygml.errors import AnalysisError, CRSError

REQUIRED = ("height_m", "heading_deg", "tilt_deg", "hfov_deg")
DEFAULTS = {
    "roll_deg": 0.0,
    "width_px": 1920.0,
    "height_px": 1080.0,
    "near_m": 0.0,
    "pan_deg": 360.0,
}
KINDS = ("fixed", "ptz", "dome")
PROJECTIONS = ("pinhole", "equidistant")
#: Reference system of ``longitude`` and ``latitude`` in a CSV file: JGD2011.
CSV_CRS = "EPSG:6668"
#: Between ids where a cell names several cameras.
ID_SEPARATOR = ";"
REMEDY = "give a GeoJSON, GeoPackage or CSV of cameras"
TABLE_SUFFIXES = (".geojson", ".json", ".gpkg")


def _absent_or(holds: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda v: np.isnan(v) | holds(v)


def _positive(v: Any) -> Any:
    return (v > 0) & np.isfinite(v)


#: Column -> what must hold, and how to say it. nan fails every rule but those of optional columns.
_RULES: tuple[tuple[str, Callable[[Any], Any], str], ...] = (
    ("height_m", lambda v: (v > 0) & (v <= 1000), "above 0 and at most 1000: metres over ground"),
    ("elevation_m", _absent_or(lambda v: np.abs(v) <= 5000), "from -5000 to 5000, or empty"),
    ("heading_deg", lambda v: (v >= -360) & (v <= 360), "from -360 to 360"),
    ("tilt_deg", lambda v: (v >= -90) & (v <= 90), "from -90 to 90, down positive"),
    ("roll_deg", lambda v: (v >= -180) & (v <= 180), "from -180 to 180"),
    (
        "hfov_deg",
        lambda v: (v > 0) & (v <= 360),
        "above 0 and below 180; write a panoramic camera as several cameras in one place",
    ),
    ("focal_mm", _absent_or(_positive), "above 0, or empty"),
    ("sensor_mm", _absent_or(_positive), "above 0, or empty"),
    ("vfov_deg", _absent_or(lambda v: (v > 0) & (v <= 360)), "above 0 and below 180, or empty"),
    ("width_px", lambda v: (v >= 1) & np.isfinite(v), "at least 1"),
    ("height_px", lambda v: (v >= 1) & np.isfinite(v), "at least 1"),
    ("near_m", lambda v: (v >= 0) & np.isfinite(v), "0 or more"),
    ("far_m", _absent_or(_positive), "above 0, or empty"),
    ("night_range_m", _absent_or(lambda v: (v >= 0) & np.isfinite(v)), "0 or more, or empty"),
    ("pan_deg", lambda v: (v >= 0) & (v <= 360), "from 0 to 360"),
)


def number_columns() -> tuple[str, ...]:
    """Columns of a camera table that hold numbers, in the order they are checked."""
    return tuple(name for name, _, _ in _RULES)


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
    table = read_camera_table(path)
    try:
        return checked_cameras(table)
    except (AnalysisError, CRSError) as error:
        raise type(error)(f"{path}: {error}") from error


def read_camera_table(path: str | Path) -> gpd.GeoDataFrame:
    """Cameras or candidates of a file as they are written, unchecked.

    Candidates may lack ``heading_deg`` and have columns of their own (``site_id``, ``cost``); see
    `analyses.visibility.place_cameras`. Formats and errors of reading are those of `read_cameras`.
    """
    path = Path(path)
    if not path.is_file():
        raise AnalysisError(f"{path} is not a file; {REMEDY}")
    suffix = path.suffix.lower()
    if suffix == ".csv":
        return _read_csv(path)
    if suffix in TABLE_SUFFIXES:
        return read_shapes(path, remedy=REMEDY)
    raise AnalysisError(f"{path} ends in {suffix!r}; cameras are read from .geojson, .gpkg or .csv")


def _read_csv(path: Path) -> gpd.GeoDataFrame:
    table = read_csv(path, remedy=REMEDY)
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
    _check_columns(cameras)
    ids = _camera_ids(cameras)
    table: dict[str, Any] = {}
    for name, _, _ in _RULES:
        column = cameras.get(name, pd.Series(np.nan, index=cameras.index))
        numbers = pd.to_numeric(column, errors="coerce")
        _refuse(numbers.isna() & column.notna(), ids, name, values=column, rule="a number")
        table[name] = numbers.fillna(DEFAULTS.get(name, np.nan)).to_numpy(dtype=float)
    _fill_field_of_view(table)
    for name, holds, rule in _RULES:
        values = table[name]
        if name == "height_m":  # an absolute height makes it needless
            values = np.where(np.isnan(values) & ~np.isnan(table["elevation_m"]), 1.0, values)
        _refuse(~holds(values), ids, name, values=table[name], rule=rule)
    texts = {
        "kind": _choice(cameras, ids, "kind", KINDS),
        "projection": _choice(cameras, ids, "projection", PROJECTIONS),
        "privacy_mask": _masks(cameras, ids),
    }
    pinhole = texts["projection"] == "pinhole"
    for name in ("hfov_deg", "vfov_deg"):
        rule = "above 0 and below 180 with a pinhole projection; wide lenses are equidistant"
        _refuse(pinhole & (table[name] >= 180), ids, name, values=table[name], rule=rule)
    place = cameras.geometry
    is_point = (place.geom_type == "Point") & ~place.is_empty
    is_point &= np.isfinite(place.where(is_point).x) & np.isfinite(place.where(is_point).y)
    found = place.geom_type.fillna("missing")
    _refuse(~is_point, ids, "geometry", values=found, rule="a point")
    return gpd.GeoDataFrame(
        {**table, **texts},
        geometry=place.to_numpy(),
        index=pd.Index(ids, name="camera_id"),
        crs=cameras.crs,
    )


def _check_columns(cameras: gpd.GeoDataFrame) -> None:
    """Raise for a required column that is missing with everything that may stand in for it."""
    there = set(cameras.columns)
    instead = {"height_m": {"elevation_m"}, "hfov_deg": {"focal_mm", "sensor_mm"}}
    missing = [
        name for name in REQUIRED if name not in there and not instead.get(name, {""}) <= there
    ]
    if missing:
        raise AnalysisError(
            f"the column {missing[0]} is missing; cameras need {', '.join(REQUIRED)}"
        )


def _fill_field_of_view(table: dict[str, Any]) -> None:
    """Horizontal field of view from focal length and sensor where it is not given."""
    half = np.degrees(np.arctan2(table["sensor_mm"], 2.0 * table["focal_mm"]))
    table["hfov_deg"] = np.where(np.isnan(table["hfov_deg"]), 2.0 * half, table["hfov_deg"])


def _choice(
    cameras: gpd.GeoDataFrame, ids: list[str], name: str, allowed: tuple[str, ...]
) -> NDArray[np.object_]:
    """Return a column of words, the first allowed one where it is empty."""
    column = cameras.get(name, pd.Series(allowed[0], index=cameras.index)).fillna(allowed[0])
    _refuse(~column.isin(allowed), ids, name, values=column, rule=f"one of {', '.join(allowed)}")
    return np.asarray(column.to_numpy(dtype=object))


def _masks(cameras: gpd.GeoDataFrame, ids: list[str]) -> NDArray[np.object_]:
    """Privacy masks as geometries, None where there is none."""
    text = cameras.get("privacy_mask", pd.Series(None, index=cameras.index, dtype=object))
    given = (text.notna() & (text.astype(str).str.strip() != "")).to_numpy()
    masks = np.full(len(cameras), None, dtype=object)
    masks[given] = shapely.from_wkt(text[given].to_numpy(dtype=object), on_invalid="ignore")
    area = shapely.get_dimensions(masks) == 2
    _refuse(given & ~area, ids, "privacy_mask", values=text, rule="a WKT polygon or empty")
    return masks


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
    wide = (cameras["projection"] == "equidistant").to_numpy(dtype=bool)
    half_width = _half_angle(columns["hfov_deg"], wide)
    derived = half_width * columns["height_px"] / columns["width_px"]
    given = _half_angle(columns["vfov_deg"], wide)
    half_height = np.where(np.isnan(given), derived, given)
    reach = columns["width_px"] / (2.0 * half_width * lowest_px_per_m)
    far = np.where(np.isnan(columns["far_m"]), reach, columns["far_m"])
    _refuse(far <= columns["near_m"], list(cameras.index), "far_m", values=far, rule="above near_m")
    turns = (cameras["kind"] != KINDS[0]).to_numpy(dtype=bool)
    return Optics(
        position=position,
        axes=camera_axes(columns["heading_deg"], columns["tilt_deg"], columns["roll_deg"]),
        half_width=half_width,
        half_height=half_height,
        width_px=columns["width_px"],
        near_m=columns["near_m"],
        far_m=far,
        is_equidistant=wide,
        half_pan=np.where(turns, np.radians(columns["pan_deg"]) / 2.0, np.nan),
    )


def _half_angle(fov_deg: NDArray[np.float64], wide: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Half a field of view: its tangent for a pinhole, in radians for an equidistant lens."""
    half = np.radians(fov_deg) / 2.0
    return np.where(wide, half, np.tan(np.where(wide, 0.0, half)))
