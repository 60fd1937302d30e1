"""Surfaces of a city -> planes with tilt and azimuth, and sensors spread over them."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from analyses.raycast.scene import START_OFFSET_M
from citygml.surfaces import SurfaceTable, area_vectors

#: Sensors of a surface, however small, so that the shade on it has a gradient.
MIN_SENSORS = 4
#: Grid cells of a surface, however large: coarser than asked for beyond 25 ha at 1 m.
MAX_CELLS = 250_000
#: A polygon of smaller area is no surface. [m2]
MIN_AREA_M2 = 0.01
#: A plane steeper than this is no roof. [deg]
VERTICAL_DEG = 89.0
#: A plane flatter than this faces nowhere: its azimuth is nan. [deg]
LEVEL_DEG = 0.1
#: An outline that crosses itself is repaired where that changes its area by less than this share.
REPAIR_AREA_RATIO = 0.01
#: Share of a cell below which what an outline cuts off it is rounding, not a sensor.
_SLIVER_RATIO = 1e-6

DEGENERATE = "degenerate outline"
SELF_CROSSING = "outline crosses itself"
VERTICAL = "vertical"
FACES_DOWN = "faces down"


@dataclass(frozen=True, slots=True, eq=False)
class Planes:
    """Planes of polygons, each with its outline in coordinates of its own.

    Attributes
    ----------
    normal : (n, 3) ndarray of float64
        Unit normals, east (of the grid), north, up; nan where `reason` is not "".
    centre : (n, 3) ndarray of float64
        A point of the plane: mean of the corners. [m]
    axes : (n, 2, 3) ndarray of float64
        Unit vectors of the plane's own coordinates, the first along the longest edge.
    outline : (n,) ndarray of object
        Valid shapely polygons in those coordinates, holes taken out; empty where `reason` is set.
    bulge_m : (n,) ndarray of float64
        Farthest corner from the plane, where the polygon is not quite flat. [m]
    area_m2 : (n,) ndarray of float64
        In the plane, holes subtracted. [m²]
    reason : (n,) ndarray of object
        Why there is no plane, or "".
    """

    normal: NDArray[np.float64]
    centre: NDArray[np.float64]
    axes: NDArray[np.float64]
    outline: NDArray[np.object_]
    bulge_m: NDArray[np.float64]
    area_m2: NDArray[np.float64]
    reason: NDArray[np.object_]

    def __len__(self) -> int:
        """Return the number of planes."""
        return len(self.normal)

    def take(self, rows: ArrayLike) -> Planes:
        """Return the planes of the given rows (integers or a boolean mask)."""
        return Planes(**{field.name: getattr(self, field.name)[rows] for field in fields(self)})

    def with_reason(self, reason: NDArray[np.object_]) -> Planes:
        """Return the same planes with other reasons."""
        return replace(self, reason=np.asarray(reason, dtype=object))

    @property
    def tilt_deg(self) -> NDArray[np.float64]:
        """Angle between normal and vertical, (n,). [deg]"""
        level = np.hypot(self.normal[:, 0], self.normal[:, 1])
        return np.asarray(np.degrees(np.arctan2(level, self.normal[:, 2])))

    @property
    def azimuth_deg(self) -> NDArray[np.float64]:
        """Azimuth of the normal clockwise from grid north, nan for level planes, (n,). [deg]"""
        azimuth = np.degrees(np.arctan2(self.normal[:, 0], self.normal[:, 1])) % 360.0
        return np.asarray(np.where(self.tilt_deg < LEVEL_DEG, np.nan, azimuth))


@dataclass(frozen=True, slots=True, eq=False)
class Sensors:
    """Points just off planes, each standing for a piece of its plane.

    Attributes
    ----------
    points : (m, 3) ndarray of float64
        East, north, up from `CityModel.origin`. [m]
    plane_row : (m,) ndarray of int64
        Row of the `Planes`, ascending.
    area_m2 : (m,) ndarray of float64
        The piece; the pieces of a plane add up to its area. [m²]
    """

    points: NDArray[np.float64]
    plane_row: NDArray[np.int64]
    area_m2: NDArray[np.float64]

    def __len__(self) -> int:
        """Return the number of sensors."""
        return len(self.points)


def surface_planes(surfaces: SurfaceTable, rows: ArrayLike) -> Planes:
    """Planes of polygons as they are wound.

    The normal is Newell's, the plane goes through the mean of the corners.

    Parameters
    ----------
    surfaces : SurfaceTable
        Polygons.
    rows : (n,) array_like of int
        Which of them.

    Returns
    -------
    Planes
        `Planes.reason` is `DEGENERATE` where a coordinate is not finite, a ring has fewer than
        three points or the area is below `MIN_AREA_M2`, `SELF_CROSSING` where the outline crosses
        itself and repair would change its area.

    Examples
    --------
    A square of 2 m x 2 m that rises to the north at 45 degrees, so faces south:

    >>> from citygml.surfaces import surface_table
    >>> square = [(0, 0, 0), (2, 0, 0), (2, 1.41421356, 1.41421356), (0, 1.41421356, 1.41421356)]
    >>> planes = surface_planes(surface_table([[square]]), [0])
    >>> planes.tilt_deg.round(3), planes.azimuth_deg.round(3), planes.area_m2.round(3)
    (array([45.]), array([180.]), array([4.]))
    """
    table = surfaces.take(np.asarray(rows, dtype=np.int64))
    n = len(table)
    usable = _usable(table)
    vector = area_vectors(table)
    vector[~usable] = 0.0
    length = np.linalg.norm(vector, axis=1)
    usable &= length >= MIN_AREA_M2
    reason = np.where(usable, "", DEGENERATE).astype(object)
    kept = np.flatnonzero(usable)
    small = table.take(kept)
    normal, centre = vector[kept] / length[kept][:, None], _mean_corner(small)
    axes = _axes(small, normal)
    offset = small.coords - centre[small.surface_of_coord]
    owner = small.surface_of_coord
    bulge = np.zeros(len(kept))
    np.maximum.at(bulge, owner, np.abs(np.einsum("ij,ij->i", offset, normal[owner])))
    flat = np.einsum("ikj,ij->ik", axes[owner], offset)
    outline, crossing = _outlines(small, flat, length[kept])
    reason[kept[crossing]] = SELF_CROSSING
    whole = {
        "normal": np.full((n, 3), np.nan),
        "centre": np.full((n, 3), np.nan),
        "axes": np.full((n, 2, 3), np.nan),
        "outline": np.full(n, shapely.Polygon(), dtype=object),
        "bulge_m": np.zeros(n),
        "area_m2": np.full(n, np.nan),
    }
    good = kept[~crossing]
    found = (normal, centre, axes, outline, bulge, shapely.area(outline))
    for array, values in zip(whole.values(), found, strict=True):
        array[good] = values[~crossing]
    return Planes(**whole, reason=reason)


def roofs_only(planes: Planes) -> Planes:
    """Return the planes with a `reason` where they cannot be the upper side of a roof.

    `VERTICAL` within one degree of the vertical, `FACES_DOWN` beyond.
    """
    up = planes.normal[:, 2]
    limit = np.cos(np.radians(VERTICAL_DEG))
    found = np.select([up < -limit, np.abs(up) <= limit], [FACES_DOWN, VERTICAL], default="")
    return replace(
        planes, reason=np.where(planes.reason == "", found.astype(object), planes.reason)
    )


def _usable(table: SurfaceTable) -> NDArray[np.bool_]:
    """Whether all coordinates of a polygon are finite and all rings have three points."""
    bad = ~np.isfinite(table.coords).all(axis=1)
    short = np.diff(table.coord_start) < 3
    usable = np.asarray(table.ring_count > 0)
    usable[table.surface_of_coord[bad]] = False
    usable[table.surface_of_ring[short]] = False
    return usable


def _mean_corner(table: SurfaceTable) -> NDArray[np.float64]:
    """Mean of all corners of each polygon, (n, 3)."""
    owner, n = table.surface_of_coord, len(table)
    count = np.maximum(np.bincount(owner, minlength=n), 1)
    first = table.coords[table.coord_start[table.ring_start[:-1]]] if n else np.zeros((0, 3))
    local = table.coords - first[owner]
    sums = [np.bincount(owner, weights=local[:, i], minlength=n) for i in range(3)]
    return np.asarray(first + np.stack(sums, axis=1) / count[:, None])


def _axes(table: SurfaceTable, normal: NDArray[np.float64]) -> NDArray[np.float64]:
    """Axes in each plane, the first along the longest edge: they turn with the building."""
    n = len(table)
    if not n:
        return np.zeros((0, 2, 3))
    owner = table.surface_of_coord
    following = np.arange(1, len(table.coords) + 1)
    following[table.coord_start[1:] - 1] = table.coord_start[:-1]
    edge = table.coords[following] - table.coords
    edge -= np.einsum("ij,ij->i", edge, normal[owner])[:, None] * normal[owner]
    length = np.linalg.norm(edge, axis=1)
    longest = np.zeros(n)
    np.maximum.at(longest, owner, length)
    # Opposite edges of a rectangle are equal up to rounding: the first of them is taken.
    candidate = np.flatnonzero(length >= longest[owner] * (1.0 - 1e-6))
    _, first = np.unique(owner[candidate], return_index=True)
    along = edge[candidate[first]]
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    return np.stack([along, np.cross(normal, along)], axis=1)


def _outlines(
    table: SurfaceTable, flat: NDArray[np.float64], length: NDArray[np.float64]
) -> tuple[NDArray[np.object_], NDArray[np.bool_]]:
    """Polygons in plane coordinates, and whether they cross themselves beyond repair."""
    if not len(table):
        return np.zeros(0, dtype=object), np.zeros(0, dtype=bool)
    ring_of_coord = np.repeat(np.arange(len(table.coord_start) - 1), np.diff(table.coord_start))
    rings = shapely.linearrings(flat, indices=ring_of_coord)
    polygons = np.asarray(shapely.polygons(rings, indices=table.surface_of_ring), dtype=object)
    broken = np.flatnonzero(~shapely.is_valid(polygons))
    polygons[broken] = shapely.make_valid(
        polygons[broken], method="structure", keep_collapsed=False
    )
    off = np.abs(shapely.area(polygons) - length) > REPAIR_AREA_RATIO * length
    crossing = np.zeros(len(table), dtype=bool)
    crossing[broken] = off[broken]
    return polygons, crossing


def spread_sensors(planes: Planes, *, spacing_m: float) -> Sensors:
    """Sensors on a grid in each plane.

    The grid starts at a corner of the plane's own bounding rectangle and fills it evenly with
    cells of at most `spacing_m`; cells cut by the outline keep the exact area inside it. A sensor
    stands at the centroid of its piece, or within it, off the plane by `START_OFFSET_M` and by
    what corners bulge.

    Parameters
    ----------
    planes : Planes
        Rows with a `reason` get no sensor.
    spacing_m : float
        Longest side of a cell; shorter on small planes, which have at least `MIN_SENSORS`. [m]

    Returns
    -------
    Sensors
    """
    rows = np.flatnonzero(planes.reason == "")
    outline = planes.outline[rows]
    shapely.prepare(outline)
    box = shapely.bounds(outline).reshape(-1, 4)
    extent = box[:, 2:] - box[:, :2]
    finest = np.sqrt(planes.area_m2[rows] / MIN_SENSORS)
    coarsest = np.sqrt(extent[:, 0] * extent[:, 1] / MAX_CELLS)
    step = np.maximum(np.minimum(spacing_m, finest), coarsest)
    # A side of 10.000000001 m has ten cells of a metre, not eleven.
    count = np.maximum(np.ceil(extent / step[:, None] - 1e-6), 1.0).astype(np.int64)
    size = extent / count
    cells = count[:, 0] * count[:, 1]
    owner = np.repeat(np.arange(len(rows)), cells)
    place = np.arange(len(owner)) - np.repeat(np.cumsum(cells) - cells, cells)
    across = np.stack([place % count[owner, 0], place // count[owner, 0]], axis=1)
    low = box[owner, :2] + across * size[owner]
    # A rectangle is filled by whole cells: no cell of it has to be cut.
    full = planes.area_m2[rows] >= extent[:, 0] * extent[:, 1] * (1.0 - 1e-12)
    at, area, inside = _pieces(outline, owner, low, size[owner], whole=full[owner])
    plane = rows[owner[inside]]
    lifted = (START_OFFSET_M + planes.bulge_m[plane])[:, None] * planes.normal[plane]
    in_plane = np.einsum("ik,ikj->ij", at, planes.axes[plane])
    return Sensors(planes.centre[plane] + in_plane + lifted, plane, area)


def _pieces(
    outline: NDArray[np.object_],
    owner: NDArray[np.int64],
    low: NDArray[np.float64],
    size: NDArray[np.float64],
    *,
    whole: NDArray[np.bool_],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Point and area of what the outline leaves of each cell, and which cells those are."""
    point = low + size / 2.0
    area = size[:, 0] * size[:, 1]
    cut = np.flatnonzero(~whole)
    high = low[cut] + size[cut]
    boxes = shapely.box(low[cut, 0], low[cut, 1], high[:, 0], high[:, 1])
    some = ~shapely.contains_properly(outline[owner[cut]], boxes)
    cut, boxes = cut[some], boxes[some]
    piece = shapely.intersection(outline[owner[cut]], boxes)
    full = area[cut]
    area[cut] = shapely.area(piece)
    some = area[cut] > _SLIVER_RATIO * full
    area[cut[~some]] = 0.0
    cut, piece = cut[some], piece[some]
    middle = shapely.centroid(piece)
    outside = ~shapely.intersects(piece, middle)
    middle[outside] = shapely.point_on_surface(piece[outside])
    point[cut] = shapely.get_coordinates(middle)
    inside = np.flatnonzero(area > 0.0)
    return point[inside], area[inside], inside
