"""City + times -> shadows on the ground, and hours of sun on ground and façades (日影)."""

from __future__ import annotations

from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from analyses.raycast import EngineName, RayScene
from analyses.sampling import cell_centres, cells_in, check_cell_count, ground_samples
from analyses.sensors import Sensors, spread_sensors
from analyses.sight import visibility_bits
from analyses.solar.frame import grid_north, middle, position, turn_matrix
from analyses.solar.roofs import plan_outlines
from analyses.solar.settings import Progress
from analyses.solar.targets import targets_of
from analyses.sun import sun_positions, unit_vectors
from analyses.tables import Column, stamped, surroundings_notes
from citygml.errors import AnalysisError
from citygml.model import CityModel, ground, surface_names
from citygml.terrain import Ground

#: Shadows of a lower sun are not drawn: they are longer than eleven times the height. [deg]
MIN_ELEVATION_DEG = 5.0
#: Triangles whose shadow is smaller than this add nothing to the outline. [m2]
_SLIVER_M2 = 1e-4
#: Triangles thrown at once, and sensors that look at the suns at once.
_TRIANGLES, _SENSORS = 1 << 20, 1 << 16

SHADOW_COLUMNS = (
    Column("feature_id", "str", "", "建物ID", "Building that casts the shadow."),
    Column("time", "str", "", "時刻", "Local time, ISO 8601."),
    Column("sun_elevation_deg", "float64", "deg", "太陽高度", "Of the sun then."),
    Column("sun_azimuth_deg", "float64", "deg", "太陽方位角", "Clockwise from true north."),
    Column("area_m2", "float64", "m2", "日影面積", "Of the shadow on level ground."),
)
GROUND_COLUMNS = (
    Column("elevation_m", "float64", "m", "標高", "Of the point."),
    Column("sunlit_h", "float64", "h", "日照時間", "Hours of the given times with sun."),
    Column("shaded_h", "float64", "h", "日影時間", "Hours of them in shadow."),
)
FACADE_COLUMNS = (
    Column("feature_id", "str", "", "建物ID", "Building of the facade."),
    Column("area_m2", "float64", "m2", "面積", "Of the facade."),
    Column("sunlit_h", "float64", "h", "日照時間", "Hours with sun, mean over the facade."),
    Column("shaded_h", "float64", "h", "日影時間", "Hours in shadow or turned away."),
)


class Shadows(NamedTuple):
    """Shadows at given times.

    Attributes
    ----------
    outlines : GeoDataFrame
        One row per building and time, index ``shadow_id``: the shadow on level ground at the height
        of the building's base.
    ground : GeoDataFrame
        One row per cell of ground, index ``cell_id``: hours of sun and of shadow.
    facades : GeoDataFrame
        One row per façade, index ``surface_id``: the same.
    """

    outlines: gpd.GeoDataFrame
    ground: gpd.GeoDataFrame
    facades: gpd.GeoDataFrame


def shadows(
    city: CityModel,
    times: pd.DatetimeIndex,
    *,
    spacing_m: float = 2.0,
    height_m: float = 1.5,
    margin_m: float = 50.0,
    engine: EngineName = "auto",
    progress: Progress | None = None,
) -> Shadows:
    """Shadows of buildings at given times, and hours of sun on ground and façades.

    Each time stands for the interval to its neighbours; the first and the last for half of one.
    Ground and façades are asked by rays against buildings and relief.

    Parameters
    ----------
    city : CityModel
        Features with ``is_context`` cast shade too, but get no row.
    times : DatetimeIndex
        With a time zone, ascending; for 日影規制 see `winter_solstice_times`.
    spacing_m : float
        Distance of points on ground and façades. [m]
    height_m : float
        Height of the measuring plane above the ground: 1.5, 4.0 or 6.5 m by zone
        (建築基準法 別表第4). [m]
    margin_m : float
        How far beyond the buildings ground is looked at. [m]
    engine : {"auto", "embree", "reference"}
        See `RayScene`.
    progress : callable, optional
        Called with (rays cast, rays in all, what is at work).

    Returns
    -------
    Shadows
        Three tables.

    Raises
    ------
    AnalysisError
        If `times` has no time zone, is not ascending, or the sun is never up.
    """
    sun = _suns(city, times)
    floor = ground(city)
    scene = RayScene(city.mesh, floor.mesh, engine=engine, reach_m=city.reach_m)
    used = {
        "times": [str(time) for time in times],
        "spacing_m": spacing_m,
        "height_m": height_m,
        "margin_m": margin_m,
        "engine": scene.engine,
        "ground_source": floor.source,
    }
    tables = (
        (_outlines(city, sun), SHADOW_COLUMNS),
        (
            _ground(
                *(city, floor, scene, sun),
                spacing_m=spacing_m,
                height_m=height_m,
                margin_m=margin_m,
                progress=progress,
            ),
            GROUND_COLUMNS,
        ),
        (_facades(city, scene, sun, spacing_m=spacing_m, progress=progress), FACADE_COLUMNS),
    )
    notes = surroundings_notes(city, floor.source)
    return Shadows(
        *(
            stamped(
                table,
                city,
                analysis="shadows",
                columns=columns,
                parameters=used,
                notes=notes,
            )
            for table, columns in tables
        )
    )


def winter_solstice_times(
    city: CityModel, *, first_h: float = 8.0, last_h: float = 16.0, step_minutes: float = 10.0
) -> pd.DatetimeIndex:
    """Winter solstice in steps of true solar time, as the rules on shadows ask (日影規制).

    8 to 16 h in true solar time, 9 to 15 h in Hokkaido [1]_: noon is when the sun is in the south,
    whatever the clock says.

    Parameters
    ----------
    city : CityModel
        Where.
    first_h, last_h : float
        True solar time. [h]
    step_minutes : float
        [min]

    Returns
    -------
    DatetimeIndex
        In Japan's standard time, 22 December 2026.

    Raises
    ------
    AnalysisError
        If the hours do not follow each other or the step is not positive.

    References
    ----------
    .. [1] 建築基準法 第56条の2 and 別表第4.
    """
    if not (0.0 <= first_h <= last_h <= 24.0 and step_minutes > 0.0):
        raise AnalysisError(
            f"first_h {first_h}, last_h {last_h}, step_minutes {step_minutes}; hours of a day one "
            "after the other, and a step above 0"
        )
    day = pd.Timestamp("2026-12-22", tz="Asia/Tokyo")
    around = day + pd.to_timedelta(np.arange(11 * 60, 13 * 60), unit="min")
    azimuth = _positions(city, pd.DatetimeIndex(around))["azimuth"].to_numpy()
    noon = float(np.interp(180.0, azimuth, np.arange(11 * 60, 13 * 60)))
    count = round((last_h - first_h) * 60.0 / step_minutes) + 1
    minutes = noon + (first_h - 12.0) * 60.0 + np.arange(count) * step_minutes
    return pd.DatetimeIndex(day + pd.to_timedelta(minutes * 60.0, unit="s")).round("s")


class _Suns(NamedTuple):
    """Suns above the horizon, in the frame of the city, and the hours they stand for."""

    vectors: NDArray[np.float64]
    elevation_deg: NDArray[np.float64]
    azimuth_deg: NDArray[np.float64]
    hours: NDArray[np.float64]
    time: pd.DatetimeIndex
    span_h: float


def _positions(city: CityModel, times: pd.DatetimeIndex) -> pd.DataFrame:
    """Position of the sun over a city at instants."""
    latitude, longitude = position(city)
    instants = pd.DataFrame(
        0.0, index=times, columns=["dni", "dhi", "ghi", "temp_air", "wind_speed"]
    )
    instants.attrs.update(latitude=latitude, longitude=longitude, interval="0h")
    return sun_positions(instants)


def _suns(city: CityModel, times: pd.DatetimeIndex) -> _Suns:
    """Check times and find the suns."""
    if not isinstance(times, pd.DatetimeIndex) or times.tz is None or not len(times):
        raise AnalysisError(
            "times must be a DatetimeIndex with a time zone and at least one time; "
            "pd.DatetimeIndex(..., tz='Asia/Tokyo')"
        )
    if not (times.is_monotonic_increasing and times.is_unique):
        raise AnalysisError("times must ascend, each later than the one before; sort them")
    sun = _positions(city, times)
    elevation = 90.0 - sun["apparent_zenith"].to_numpy()
    step = np.asarray((times[1:] - times[:-1]).total_seconds(), dtype=np.float64) / 3600.0
    hours = np.concatenate([[0.0], step / 2.0]) + np.concatenate([step / 2.0, [0.0]])
    up = elevation > 0.0
    if not up.any():
        raise AnalysisError(f"the sun is down at all {len(times)} times; take others")
    azimuth = sun["azimuth"].to_numpy()[up]
    north = grid_north(city.crs, *middle(city))
    vectors = unit_vectors(azimuth, elevation[up]) @ turn_matrix(-north)
    span = float(hours.sum())
    return _Suns(vectors, elevation[up], azimuth, hours[up], times[up], span)


def _outlines(city: CityModel, sun: _Suns) -> gpd.GeoDataFrame:
    """Triangles of every building thrown along every sun onto the level of its base, and joined."""
    root = city.root_row[city.feature_row_of_triangle].astype(np.int64)
    features = city.features
    base = features["base_elevation_m"].to_numpy(float) - city.origin[2]
    own = (features["kind"] == "Building").to_numpy() & np.isfinite(base)
    own = own & ~features["is_context"].to_numpy(bool)
    kept = np.flatnonzero(own[root])
    corners, root = city.mesh.corners[kept], root[kept]
    low = base[root]
    high = np.flatnonzero(sun.elevation_deg >= MIN_ELEVATION_DEG)
    step = max(_TRIANGLES // max(len(kept), 1), 1)
    parts = [
        _thrown(corners, root, low, sun, rows=high[i : i + step]) for i in range(0, len(high), step)
    ]
    building = np.concatenate([np.zeros(0, np.int64), *(p[0] for p in parts)])
    place = np.concatenate([np.zeros(0, np.int64), *(p[1] for p in parts)])
    shapes = np.concatenate([np.zeros(0, dtype=object), *(p[2] for p in parts)])
    shapes = shapely.set_coordinates(
        shapes, shapely.get_coordinates(shapes) + np.array(city.origin[:2])
    )
    stamps = sun.time.strftime("%Y-%m-%dT%H:%M:%S%z").to_numpy(dtype=object)
    table = pd.DataFrame(
        {
            "feature_id": features.index.to_numpy(dtype=object)[building],
            "time": stamps[place],
            "sun_elevation_deg": sun.elevation_deg[place],
            "sun_azimuth_deg": sun.azimuth_deg[place],
            "area_m2": shapely.area(shapes),
        },
        index=pd.RangeIndex(len(shapes), name="shadow_id"),
    )
    return gpd.GeoDataFrame(table, geometry=shapes, crs=city.crs)


def _thrown(
    corners: NDArray[np.float64],
    root: NDArray[np.int64],
    low: NDArray[np.float64],
    sun: _Suns,
    *,
    rows: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.object_]]:
    """Shadows under some suns: building, row of the sun, shape."""
    slope = sun.vectors[rows, :2] / sun.vectors[rows, 2:]
    above = np.maximum(corners[:, :, 2] - low[:, None], 0.0)
    # (time, triangle, corner, 2): away from the sun by height over the tangent of its elevation.
    thrown = corners[None, :, :, :2] - above[None, :, :, None] * slope[:, None, None, :]
    rings = thrown.reshape(-1, 3, 2)
    ab, ac = rings[:, 1] - rings[:, 0], rings[:, 2] - rings[:, 0]
    size = np.abs(ab[:, 0] * ac[:, 1] - ab[:, 1] * ac[:, 0]) / 2.0
    key = (root[None, :] * len(rows) + np.arange(len(rows))[:, None]).ravel()
    some = size > _SLIVER_M2
    pieces = pd.Series(shapely.polygons(rings[some]), dtype=object)
    joined = pieces.groupby(key[some]).agg(lambda shapes: shapely.union_all(shapes.to_numpy()))
    building, place = np.divmod(joined.index.to_numpy(dtype=np.int64), len(rows))
    return building, rows[place], joined.to_numpy(dtype=object)


def _ground(
    city: CityModel,
    floor: Ground,
    scene: RayScene,
    sun: _Suns,
    *,
    spacing_m: float,
    height_m: float,
    margin_m: float,
    progress: Progress | None,
) -> gpd.GeoDataFrame:
    """Cells of ground round the city's own buildings with their hours of sun."""
    features = city.features
    own = features[(features["kind"] == "Building") & ~features["is_context"].astype(bool)]
    west, south, east, north = own.total_bounds if len(own) else (0.0, 0.0, 0.0, 0.0)
    area = shapely.Polygon()
    if len(own) and np.isfinite(own.total_bounds).all():
        area = shapely.box(west - margin_m, south - margin_m, east + margin_m, north + margin_m)
        check_cell_count(area.area, spacing_m)
    samples = ground_samples(
        city,
        cells_in(area, spacing_m=spacing_m),
        spacing_m=spacing_m,
        target_height_m=height_m,
        surface=floor,
    )
    upward = np.tile([(0.0, 0.0, 1.0)], (1, 1))
    row = np.zeros(len(samples), dtype=np.int64)
    sensors = Sensors(samples.points, row, np.ones(len(row)))
    sunlit = _sunlit_h(scene, sensors, upward, sun, progress=progress)
    centre = cell_centres(samples.cell, spacing_m=spacing_m)
    table = pd.DataFrame(
        {
            "elevation_m": samples.ground_elevation_m + height_m,
            "sunlit_h": sunlit,
            "shaded_h": sun.span_h - sunlit,
        },
        index=pd.Index([f"{c}_{r}" for c, r in samples.cell], name="cell_id", dtype=object),
    )
    return gpd.GeoDataFrame(table, geometry=shapely.points(centre), crs=city.crs)


def _facades(
    city: CityModel,
    scene: RayScene,
    sun: _Suns,
    *,
    spacing_m: float,
    progress: Progress | None,
) -> gpd.GeoDataFrame:
    """Façades of the city's own buildings with their hours of sun."""
    targets = targets_of(city, "wall")
    planes = targets.planes
    sensors = spread_sensors(planes, spacing_m=spacing_m)
    normals = np.nan_to_num(planes.normal)
    hours = _sunlit_h(scene, sensors, normals, sun, progress=progress)
    area = np.bincount(sensors.plane_row, sensors.area_m2, len(planes))
    total = np.bincount(sensors.plane_row, sensors.area_m2 * hours, len(planes))
    mean = np.where(area > 0.0, total / np.where(area > 0.0, area, 1.0), np.nan)
    root = city.root_row[city.surfaces.feature_row[targets.rows]]
    table = pd.DataFrame(
        {
            "feature_id": city.features.index.to_numpy(dtype=object)[root],
            "area_m2": planes.area_m2,
            "sunlit_h": mean,
            "shaded_h": sun.span_h - mean,
        },
        index=pd.Index(surface_names(city)[targets.rows], name="surface_id", dtype=object),
    )
    return gpd.GeoDataFrame(table, geometry=plan_outlines(planes, city.origin), crs=city.crs)


def _sunlit_h(
    scene: RayScene,
    sensors: Sensors,
    normals: NDArray[np.float64],
    sun: _Suns,
    *,
    progress: Progress | None,
) -> NDArray[np.float64]:
    """Hours with sun at each sensor, in batches of sensors."""
    wanted = normals @ sun.vectors.T > 0.0
    suns = len(sun.vectors)
    hours = np.zeros(len(sensors))
    for begin in range(0, len(sensors), _SENSORS):
        rows = slice(begin, begin + _SENSORS)
        some = Sensors(sensors.points[rows], sensors.plane_row[rows], sensors.area_m2[rows])
        bits = visibility_bits(scene, some, normals, vectors=sun.vectors, wanted=wanted)
        hours[rows] = np.unpackbits(bits, axis=1, count=suns) @ sun.hours
        if progress is not None:
            progress((begin + len(some)) * suns, len(sensors) * suns, "rays")
    return hours
