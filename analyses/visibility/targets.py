"""City + what is to be seen -> points to look at: ground, roads, polygons, lines, places, walls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from analyses.raycast import START_OFFSET_M
from analyses.sampling import cells_in, check_cell_count, ground_samples
from analyses.sensors import spread_sensors, surface_planes
from citygml.errors import AnalysisError, CRSError
from citygml.model import CityModel
from citygml.surfaces import SurfaceKind
from citygml.terrain import Ground

TargetName = Literal["ground", "roads", "facades"]
#: Targets higher above the ground than this are no targets of a street camera. [m]
MAX_TARGET_HEIGHT_M = 1000.0
#: Walls are looked at from at most this far off their normal: beyond it a window is a line and a
#: plate cannot be read (of the published limits of 60 to 70°, the more generous). [deg]
MAX_INCIDENCE_DEG = 70.0
#: Heights of targets that lie on walls: nothing is added to them.
WALL_HEIGHTS_M = (0.0,)
ROAD_KINDS = ("Road", "Track", "Square")


class Measure(NamedTuple):
    """What targets add up to: the end of a column name, its unit and its word."""

    suffix: str
    unit: str
    word: str
    word_ja: str


AREA = Measure("area_m2", "m2", "area", "面積")
LENGTH = Measure("length_m", "m", "length", "延長")
COUNT = Measure("count", "", "number of places", "地点数")


@dataclass(frozen=True, slots=True, eq=False)
class Targets:
    """Points to look at, each standing for a piece of ground, line or wall.

    Attributes
    ----------
    points : (n, 3) ndarray of float64
        On the ground, or just off a wall; east, north, up from `CityModel.origin`. [m]
    ids : (n,) ndarray of object
        Name of each, unique.
    part : (n,) ndarray of object
        Road, polygon, line or building that it belongs to, "" on a plain grid.
    amount : (n,) ndarray of float64
        What each stands for, in the unit of `measure`.
    weight : (n,) ndarray of float64
        How much a unit of it counts, 1 unless given.
    normal : (n, 3) ndarray of float64
        Outward unit normal of walls, nan elsewhere.
    cell : (n, 2) ndarray of int64
        Column and row in the grid, see `analyses.sampling.cells_in`; for others the cell they
        lie in.
    ground_elevation_m : (n,) ndarray of float64
        Orthometric height of the ground, nan at walls. [m]
    heights_m : tuple of float
        Heights above `points` that are looked at. [m]
    spacing_m : float
        Side of a cell, or distance of points. [m]
    measure : Measure
        Area, length or number.
    is_complete : bool
        Whether these are all there are, so that those in no camera's view are part of the result.
    """

    points: NDArray[np.float64]
    ids: NDArray[np.object_]
    part: NDArray[np.object_]
    amount: NDArray[np.float64]
    weight: NDArray[np.float64]
    normal: NDArray[np.float64]
    cell: NDArray[np.int64]
    ground_elevation_m: NDArray[np.float64]
    heights_m: tuple[float, ...]
    spacing_m: float
    measure: Measure
    is_complete: bool
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        """Return the number of targets."""
        return len(self.points)

    @property
    def is_wall(self) -> bool:
        """Whether the targets have a side to be seen from."""
        return self.heights_m == WALL_HEIGHTS_M

    def take(self, rows: NDArray[Any]) -> Targets:
        """Return the given targets (integers or a boolean mask)."""
        arrays = {
            each.name: getattr(self, each.name)[rows]
            for each in fields(self)
            if isinstance(getattr(self, each.name), np.ndarray)
        }
        return replace(self, **arrays)


def checked_heights(target_height_m: float | Sequence[float]) -> tuple[float, ...]:
    """Target heights as a tuple, lowest first; never exactly on the ground.

    Raises
    ------
    AnalysisError
        If a height is not from `START_OFFSET_M` to `MAX_TARGET_HEIGHT_M`, or there is none.
    """
    heights = tuple(sorted(float(h) for h in np.atleast_1d(np.asarray(target_height_m, float))))
    bad = [h for h in heights if not START_OFFSET_M <= h <= MAX_TARGET_HEIGHT_M]
    if bad or not heights:
        raise AnalysisError(
            f"target_height_m is {bad[0] if bad else 'empty'}; it must be from {START_OFFSET_M} "
            f"(what lies on the ground itself is hidden by it) to {MAX_TARGET_HEIGHT_M:g}"
        )
    return heights


def cell_targets(
    city: CityModel,
    cells: NDArray[np.int64],
    surface: Ground,
    *,
    spacing_m: float,
    heights_m: tuple[float, ...],
) -> Targets:
    """Centres of grid cells outside buildings, on the ground."""
    found = ground_samples(city, cells, spacing_m=spacing_m, target_height_m=0.0, surface=surface)
    n = len(found)
    names = pd.Series(found.cell[:, 0]).astype(str) + "_" + pd.Series(found.cell[:, 1]).astype(str)
    notes = []
    if found.groundless_count:
        notes.append(f"{found.groundless_count} cells in range have no ground: not targets")
    return Targets(
        points=found.points,
        ids=names.to_numpy(dtype=object),
        part=np.full(n, "", dtype=object),
        amount=np.full(n, found.area_m2),
        weight=np.ones(n),
        normal=np.full((n, 3), np.nan),
        cell=found.cell,
        ground_elevation_m=found.ground_elevation_m,
        heights_m=heights_m,
        spacing_m=spacing_m,
        measure=AREA,
        is_complete=False,
        notes=tuple(notes),
    )


def polygon_targets(
    city: CityModel,
    polygons: gpd.GeoDataFrame,
    surface: Ground,
    *,
    spacing_m: float,
    heights_m: tuple[float, ...],
) -> Targets:
    """Grid cells in polygons; one in several belongs to the first."""
    shapes = polygons.geometry.to_numpy()
    check_cell_count(float(shapely.area(shapes).sum()), spacing_m)
    each = [cells_in(shape, spacing_m=spacing_m) for shape in shapes]
    cells = np.concatenate([np.zeros((0, 2), np.int64), *each])
    owner = np.repeat(np.arange(len(each)), [len(part) for part in each])
    order = np.lexsort((owner, cells[:, 0], cells[:, 1]))
    cells, owner = cells[order], owner[order]
    first = np.ones(len(cells), dtype=bool)
    first[1:] = (cells[1:] != cells[:-1]).any(axis=1)
    cells, owner = cells[first], owner[first]
    found = cell_targets(city, cells, surface, spacing_m=spacing_m, heights_m=heights_m)
    span = int(np.ptp(cells[:, 0])) + 1 if len(cells) else 1
    column = int(cells[:, 0].min(initial=0))
    key, kept = (c[:, 1] * span + c[:, 0] - column for c in (cells, found.cell))
    return _owned(found, polygons, owner[np.searchsorted(key, kept)])


def line_targets(
    city: CityModel,
    lines: gpd.GeoDataFrame,
    surface: Ground,
    *,
    spacing_m: float,
    heights_m: tuple[float, ...],
) -> Targets:
    """Points along lines, each standing for an equal piece of at most `spacing_m`."""
    parts, part_row = shapely.get_parts(lines.geometry.to_numpy(), return_index=True)
    length = shapely.length(parts)
    check_cell_count(float(length.sum()) * spacing_m, spacing_m)
    count = np.maximum(np.ceil(length / spacing_m - 1e-9), 1).astype(np.int64)
    line = np.repeat(np.arange(len(parts)), count)
    place = np.arange(len(line)) - np.repeat(np.cumsum(count) - count, count)
    piece = (length / count)[line]
    xy = shapely.get_coordinates(shapely.line_interpolate_point(parts[line], (place + 0.5) * piece))
    found = _free_targets(city, xy, surface, spacing_m=spacing_m, heights_m=heights_m)
    kept = np.isfinite(found.ground_elevation_m)
    found = replace(found, amount=piece, measure=LENGTH).take(kept)
    return _without_ground(_owned(found, lines, part_row[line[kept]]), kept)


def place_targets(
    city: CityModel,
    places: gpd.GeoDataFrame,
    surface: Ground,
    *,
    spacing_m: float,
    heights_m: tuple[float, ...],
) -> Targets:
    """Given points, such as entrances, each counting once."""
    xy = np.column_stack([places.geometry.x, places.geometry.y])
    found = _free_targets(city, xy, surface, spacing_m=spacing_m, heights_m=heights_m)
    kept = np.isfinite(found.ground_elevation_m)
    found = replace(found, measure=COUNT).take(kept)
    return _without_ground(_owned(found, places, np.flatnonzero(kept)), kept)


def facade_targets(city: CityModel, *, spacing_m: float, roofs: bool = False) -> Targets:
    """Points on the walls, or on walls and roofs, of the city's own buildings, just off them."""
    kind = city.surfaces.kind
    standing = np.zeros(len(kind), dtype=bool)
    standing[city.mesh.surface_row] = True
    own = ~city.features["is_context"].to_numpy(dtype=bool)[city.surfaces.feature_row]
    wanted = [SurfaceKind.WALL, SurfaceKind.WINDOW, SurfaceKind.DOOR]
    wanted += [SurfaceKind.ROOF] if roofs else []
    rows = np.flatnonzero(standing & own & np.isin(kind, wanted))
    planes = surface_planes(city.surfaces, rows)
    check_cell_count(float(planes.area_m2[planes.reason == ""].sum()), spacing_m)
    sensors = spread_sensors(planes, spacing_m=spacing_m)
    n = len(sensors)
    feature = city.root_row[city.surfaces.feature_row[rows[sensors.plane_row]]]
    owner = pd.Series(city.features.index.to_numpy(dtype=object)[feature], dtype=object)
    number = owner.groupby(owner.to_numpy()).cumcount()  # the same whatever else was read
    return Targets(
        points=sensors.points,
        ids=(owner.astype(str) + "_wall_" + number.astype(str)).to_numpy(dtype=object),
        part=owner.to_numpy(dtype=object),
        amount=sensors.area_m2,
        weight=np.ones(n),
        normal=planes.normal[sensors.plane_row],
        cell=_cells_of(sensors.points[:, :2] + city.origin[:2], spacing_m),
        ground_elevation_m=np.full(n, np.nan),
        heights_m=WALL_HEIGHTS_M,
        spacing_m=spacing_m,
        measure=AREA,
        is_complete=True,
    )


def named_targets(
    city: CityModel,
    targets: TargetName | gpd.GeoDataFrame,
    surface: Ground,
    *,
    spacing_m: float,
    heights_m: tuple[float, ...],
) -> Targets:
    """All targets of a kind; "ground" needs the cameras and is made with them.

    Raises
    ------
    AnalysisError
        If the name is unknown, geometries are of several kinds, or the city has no roads.
    CRSError
        If a table has no reference system.
    """
    if isinstance(targets, str):
        if targets == "facades":
            return facade_targets(city, spacing_m=spacing_m)
        if targets != "roads":
            raise AnalysisError(
                f"targets is {targets!r}; it must be ground, roads, facades or a GeoDataFrame"
            )
        table = city.features[city.features["kind"].isin(ROAD_KINDS)]
        table = table[table.geometry.notna() & ~table["is_context"].astype(bool)].sort_index()
        if not len(table) and np.isinf(city.reach_m):  # of a part of a city that is no mistake
            raise AnalysisError("the city has 0 roads; load them (types tran) or give polygons")
        if not len(table):
            return _no_targets(city, surface, spacing_m=spacing_m, heights_m=heights_m)
    else:
        table = _located(targets, city)
    kinds = set(shapely.get_dimensions(table.geometry.to_numpy()))
    make = {0: place_targets, 1: line_targets, 2: polygon_targets}.get(kinds.pop())
    if kinds or make is None:
        raise AnalysisError("targets must be all polygons, all lines or all points, none empty")
    return make(city, table, surface, spacing_m=spacing_m, heights_m=heights_m)


def _located(targets: gpd.GeoDataFrame, city: CityModel) -> gpd.GeoDataFrame:
    """Targets in the reference system of the city, checked."""
    if not isinstance(targets, gpd.GeoDataFrame):
        raise AnalysisError(
            f"targets is a {type(targets).__name__}; it must be a name or a GeoDataFrame"
        )
    if targets.crs is None:
        raise CRSError("targets have no reference system; set one with set_crs")
    if not len(targets) or targets.geometry.isna().any() or targets.geometry.is_empty.any():
        raise AnalysisError(f"{len(targets)} targets, or one without geometry; leave such rows out")
    return targets.to_crs(city.crs)


def _free_targets(
    city: CityModel,
    xy: NDArray[np.float64],
    surface: Ground,
    *,
    spacing_m: float,
    heights_m: tuple[float, ...],
) -> Targets:
    """Points on the ground, anywhere."""
    n, plan = len(xy), xy - np.array(city.origin[:2])
    height = surface.height_at(plan)
    return Targets(
        points=np.column_stack([plan, height]),
        ids=np.array([f"point_{i}" for i in range(n)], dtype=object),
        part=np.full(n, "", dtype=object),
        amount=np.ones(n),
        weight=np.ones(n),
        normal=np.full((n, 3), np.nan),
        cell=_cells_of(xy, spacing_m),
        ground_elevation_m=height + city.origin[2],
        heights_m=heights_m,
        spacing_m=spacing_m,
        measure=COUNT,
        is_complete=True,
    )


def _no_targets(
    city: CityModel, surface: Ground, *, spacing_m: float, heights_m: tuple[float, ...]
) -> Targets:
    """No piece of ground at all."""
    none = np.zeros((0, 2))
    found = _free_targets(city, none, surface, spacing_m=spacing_m, heights_m=heights_m)
    return replace(found, measure=AREA)


def _owned(targets: Targets, table: gpd.GeoDataFrame, row: NDArray[np.int64]) -> Targets:
    """Targets with the id and the weight of the row of the table that they come from."""
    weight = np.ones(len(table))
    if "weight" in table.columns:
        weight = pd.to_numeric(table["weight"], errors="coerce").to_numpy(dtype=float)
        if not (weight >= 0.0).all() or not np.isfinite(weight).all():
            bad = table.index[int(np.argmin(np.isfinite(weight) & (weight >= 0.0)))]
            raise AnalysisError(f"target {bad}: weight is not a number of 0 or more; set it")
    names = table.index.astype(str).to_numpy(dtype=object)
    return replace(targets, part=names[row], weight=weight[row], is_complete=True)


def _without_ground(targets: Targets, kept: NDArray[np.bool_]) -> Targets:
    lost = int(np.count_nonzero(~kept))
    note = (f"{lost} points have no ground: not targets",) if lost else ()
    return replace(targets, notes=(*targets.notes, *note))


def _cells_of(xy: NDArray[np.float64], spacing_m: float) -> NDArray[np.int64]:
    return np.floor(xy / spacing_m).astype(np.int64)
