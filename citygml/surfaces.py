"""Polygons of a city as one table of arrays: `SurfaceTable`.

Arrays with offsets take half the memory of an object per polygon and make a city-wide sum one
NumPy call.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from citygml.errors import GeometryError


class SurfaceKind(IntEnum):
    """What a polygon is: the boundary surfaces of CityGML, and what stands in for them.

    `FOOTPRINT` and `ROOF_EDGE` are the LOD0 outlines. Faces of a solid that the file does not name
    (LOD1) are classed by their slope: see `kind_of_normals`.
    """

    OTHER = 0
    GROUND = 1
    WALL = 2
    ROOF = 3
    OUTER_CEILING = 4
    OUTER_FLOOR = 5
    CLOSURE = 6
    WINDOW = 7
    DOOR = 8
    INTERIOR = 9
    FOOTPRINT = 10
    ROOF_EDGE = 11
    TRAFFIC = 12
    WATER = 13
    TERRAIN = 14
    ZONE = 15


#: A face counts as roof or ground where it is tilted less than this from the horizontal. [deg]
#: Steeper faces of an unnamed solid are walls; PLATEAU's LOD1 has only 0° and 90°.
UNNAMED_FACE_MAX_TILT_DEG = 75.0


@dataclass(frozen=True, slots=True, eq=False)
class SurfaceTable:
    """One row per ``gml:Polygon``.

    Attributes
    ----------
    surface_id : (n,) ndarray of object
        ``gml:id`` of the polygon, or of its boundary surface where the polygon has none, or "".
    feature_row : (n,) ndarray of int32
        Row of the owner in `CityModel.features`.
    kind : (n,) ndarray of uint8
        `SurfaceKind`.
    lod : (n,) ndarray of uint8
        Level of detail, 0 to 4.
    ring_start : (n + 1,) ndarray of int64
        Rings of polygon ``i`` are ``ring_start[i]:ring_start[i + 1]``, the exterior first.
    coord_start : (r + 1,) ndarray of int64
        Coordinates of ring ``j`` are ``coord_start[j]:coord_start[j + 1]``; rings are open (the
        closing point is not repeated).
    coords : (c, 3) ndarray of float64
        East, north, up from `CityModel.origin`. [m]

    Raises
    ------
    GeometryError
        If the arrays do not fit together.
    """

    surface_id: NDArray[np.object_]
    feature_row: NDArray[np.int32]
    kind: NDArray[np.uint8]
    lod: NDArray[np.uint8]
    ring_start: NDArray[np.int64]
    coord_start: NDArray[np.int64]
    coords: NDArray[np.float64]

    def __post_init__(self) -> None:
        """Check the offsets once and make every array read-only."""
        n = len(self.surface_id)
        if not len(self.feature_row) == len(self.kind) == len(self.lod) == n:
            raise GeometryError("columns of a SurfaceTable differ in length")
        if len(self.ring_start) != n + 1 or self.ring_start[-1] != len(self.coord_start) - 1:
            raise GeometryError("ring_start does not close on coord_start")
        if self.coords.ndim != 2 or self.coords.shape[1] != 3:
            raise GeometryError(f"coords has shape {self.coords.shape}; it must be (c, 3)")
        if self.coord_start[-1] != len(self.coords):
            raise GeometryError("coord_start does not close on coords")
        for field in fields(self):
            getattr(self, field.name).flags.writeable = False

    def __len__(self) -> int:
        """Return the number of polygons."""
        return len(self.surface_id)

    @property
    def ring_count(self) -> NDArray[np.int64]:
        """Rings of each polygon, (n,)."""
        return np.diff(self.ring_start)

    @property
    def surface_of_ring(self) -> NDArray[np.int64]:
        """Row of the polygon each ring belongs to, (r,)."""
        return np.repeat(np.arange(len(self)), self.ring_count)

    @property
    def surface_of_coord(self) -> NDArray[np.int64]:
        """Row of the polygon each coordinate belongs to, (c,)."""
        return np.repeat(self.surface_of_ring, np.diff(self.coord_start))

    def rings(self, row: int) -> list[NDArray[np.float64]]:
        """Return the rings of one polygon as (k, 3) views, the exterior first."""
        first, last = self.ring_start[row], self.ring_start[row + 1]
        return [
            self.coords[self.coord_start[j] : self.coord_start[j + 1]] for j in range(first, last)
        ]

    def take(self, rows: ArrayLike) -> SurfaceTable:
        """Return the given rows (integers or a boolean mask) as a table of their own."""
        rows = np.asarray(rows)
        rows = np.flatnonzero(rows) if rows.dtype == bool else rows.astype(np.int64)
        ring_rows, ring_start = rows_of_groups(self.ring_start, rows)
        coord_rows, coord_start = rows_of_groups(self.coord_start, ring_rows)
        return SurfaceTable(
            surface_id=self.surface_id[rows],
            feature_row=self.feature_row[rows],
            kind=self.kind[rows],
            lod=self.lod[rows],
            ring_start=ring_start,
            coord_start=coord_start,
            coords=self.coords[coord_rows],
        )


def rows_of_groups(
    start: NDArray[np.int64], rows: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the items of the given groups, in order, and the offsets of the new groups."""
    counts = start[rows + 1] - start[rows]
    new_start = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    items = np.arange(new_start[-1]) + np.repeat(start[rows] - new_start[:-1], counts)
    return items, new_start


def surface_table(
    polygons: Sequence[Sequence[ArrayLike]],
    *,
    kind: ArrayLike = SurfaceKind.OTHER,
    lod: ArrayLike = 1,
    feature_row: ArrayLike = 0,
    surface_id: Iterable[str] | None = None,
) -> SurfaceTable:
    """Build a table from polygons given as lists of rings.

    Parameters
    ----------
    polygons : sequence of sequences of (k, 3) array_like
        Rings of each polygon, the exterior first, open.
    kind, lod, feature_row : array_like of int
        One value for all, or one per polygon.
    surface_id : iterable of str, optional
        By default "".

    Examples
    --------
    >>> square = [(0, 0, 0), (2, 0, 0), (2, 2, 0), (0, 2, 0)]
    >>> table = surface_table([[square]], kind=SurfaceKind.ROOF)
    >>> len(table), table.coords.shape
    (1, (4, 3))
    """
    rings = [np.asarray(ring, dtype=np.float64).reshape(-1, 3) for p in polygons for ring in p]
    n = len(polygons)
    ids = [""] * n if surface_id is None else list(surface_id)
    return SurfaceTable(
        surface_id=np.array(ids, dtype=object),
        feature_row=np.broadcast_to(np.asarray(feature_row, dtype=np.int32), n).copy(),
        kind=np.broadcast_to(np.asarray(kind, dtype=np.uint8), n).copy(),
        lod=np.broadcast_to(np.asarray(lod, dtype=np.uint8), n).copy(),
        ring_start=np.cumsum([0, *(len(p) for p in polygons)], dtype=np.int64),
        coord_start=np.cumsum([0, *(len(ring) for ring in rings)], dtype=np.int64),
        coords=np.concatenate(rings) if rings else np.zeros((0, 3)),
    )


def ring_area_vectors(surfaces: SurfaceTable) -> NDArray[np.float64]:
    """Area vector of every ring: its length is the area, its direction the normal.

    Newell's formula [1]_, with coordinates taken from the first point of the ring so that no
    precision is lost far from the origin.

    Returns
    -------
    (r, 3) ndarray of float64
        Zero for rings of fewer than three points. [m²]

    References
    ----------
    .. [1] I. E. Sutherland, R. F. Sproull, R. A. Schumacker, "A characterization of ten
       hidden-surface algorithms", ACM Computing Surveys 6(1), 1974, appendix.
    """
    start, coords = surfaces.coord_start, surfaces.coords
    counts = np.diff(start)
    vectors = np.zeros((len(counts), 3))
    if not len(coords):
        return vectors
    filled = counts > 0
    first, last = start[:-1][filled], start[1:][filled] - 1
    # Columns of their own: in rows of three each step would take twice as long.
    x, y, z = local = coords.T - np.repeat(coords[first].T, counts[filled], axis=1)
    u, v, w = following = np.empty_like(local)
    following[:, :-1] = local[:, 1:]
    following[:, last] = local[:, first]
    for axis, crosses in enumerate((y * w - z * v, z * u - x * w, x * v - y * u)):
        vectors[filled, axis] = 0.5 * np.add.reduceat(crosses, first)
    return vectors


def area_vectors(surfaces: SurfaceTable) -> NDArray[np.float64]:
    """Area vector of every polygon, holes subtracted whatever way round they are written.

    Returns
    -------
    (n, 3) ndarray of float64
        Length = area, direction = normal of the exterior ring. [m²]

    Examples
    --------
    A square of 4 m² with a hole of 1 m²:

    >>> outer = [(0, 0, 5), (2, 0, 5), (2, 2, 5), (0, 2, 5)]
    >>> hole = [(0.5, 0.5, 5), (1.5, 0.5, 5), (1.5, 1.5, 5), (0.5, 1.5, 5)]
    >>> area_vectors(surface_table([[outer, hole]]))
    array([[0., 0., 3.]])
    """
    rings = ring_area_vectors(surfaces)
    has_ring = surfaces.ring_count > 0
    exterior = np.zeros((len(surfaces), 3))
    exterior[has_ring] = rings[surfaces.ring_start[:-1][has_ring]]
    length = np.linalg.norm(exterior, axis=1)
    normal = exterior / np.where(length > 0, length, 1.0)[:, None]
    owner = surfaces.surface_of_ring
    projected = np.abs(np.einsum("ij,ij->i", rings, normal[owner]))
    covered = np.bincount(owner, weights=projected, minlength=len(surfaces))
    net = np.maximum(2.0 * length - covered, 0.0)  # `covered` counts the exterior itself once
    return np.asarray(normal * net[:, None])


def kind_of_normals(normals: ArrayLike) -> NDArray[np.uint8]:
    """Class unnamed faces of a closed solid by the direction they look.

    Parameters
    ----------
    normals : (n, 3) array_like of float
        Outward normals of any length.

    Returns
    -------
    (n,) ndarray of uint8
        `ROOF` where the face looks up, `GROUND` where it looks down, else `WALL`.

    Examples
    --------
    >>> kind_of_normals([(0, 0, 1), (0, 1, 0), (0, 0, -2)]).tolist()
    [3, 2, 1]
    """
    vectors = np.asarray(normals, dtype=np.float64).reshape(-1, 3)
    length = np.linalg.norm(vectors, axis=1)
    up = vectors[:, 2] / np.where(length > 0, length, 1.0)
    limit = np.cos(np.radians(UNNAMED_FACE_MAX_TILT_DEG))
    kind = np.full(len(vectors), SurfaceKind.WALL, dtype=np.uint8)
    kind[up >= limit] = SurfaceKind.ROOF
    kind[up <= -limit] = SurfaceKind.GROUND
    return kind
