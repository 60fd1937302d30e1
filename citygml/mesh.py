"""Polygons -> triangles: `Mesh` and what can be said of it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import TYPE_CHECKING

import mapbox_earcut
import numpy as np
from numpy.typing import ArrayLike, NDArray

from citygml.errors import GeometryError
from citygml.fans import fans
from citygml.surfaces import SurfaceTable, ring_area_vectors

if TYPE_CHECKING:
    import trimesh

#: Polygons of smaller area give no triangle. [m²]
MIN_AREA_M2 = 1e-6
#: Points closer than this are one point when shells are checked for closedness. [m]
WELD_TOLERANCE_M = 1e-3
#: Rings of more corners are left to earcut: most of them have no corner that sees all others.
LARGEST_FAN = 12
#: Triangles of fans judged at once: what they take stays in the processor's cache.
FAN_BLOCK = 1 << 15


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """Triangles, counter-clockwise seen from outside.

    Attributes
    ----------
    vertices : (v, 3) ndarray of float64
        East, north, up from `CityModel.origin`. [m]
    triangles : (t, 3) ndarray of int32
        Rows of `vertices`.
    surface_row : (t,) ndarray of int32
        Row of the `SurfaceTable` each triangle was cut from; -1 = terrain.

    Raises
    ------
    GeometryError
        If a triangle names a vertex that does not exist.
    """

    vertices: NDArray[np.float64]
    triangles: NDArray[np.int32]
    surface_row: NDArray[np.int32]

    def __post_init__(self) -> None:
        """Check indices once and make every array read-only."""
        if len(self.surface_row) != len(self.triangles):
            raise GeometryError("surface_row and triangles of a Mesh differ in length")
        if len(self.triangles) and not (
            self.triangles.min() >= 0 and self.triangles.max() < len(self.vertices)
        ):
            raise GeometryError(
                f"a triangle names vertex {self.triangles.max()} of {len(self.vertices)}"
            )
        for field in fields(self):
            getattr(self, field.name).flags.writeable = False

    def __len__(self) -> int:
        """Return the number of triangles."""
        return len(self.triangles)

    @property
    def corners(self) -> NDArray[np.float64]:
        """Corner coordinates of every triangle, (t, 3, 3). [m]"""
        return np.asarray(self.vertices[self.triangles])

    @property
    def area_vectors(self) -> NDArray[np.float64]:
        """Area vector of every triangle, (t, 3): length = area, direction = outward. [m²]"""
        a, b, c = np.moveaxis(self.corners, 1, 0)
        return np.asarray(0.5 * np.cross(b - a, c - a))

    @property
    def bounds(self) -> NDArray[np.float64]:
        """Lowest and highest corner of the triangles, (2, 3); nan where there is none. [m]"""
        if not len(self):
            return np.full((2, 3), np.nan)
        used = self.vertices[self.triangles.ravel()]
        return np.array([used.min(axis=0), used.max(axis=0)])

    @property
    def area_m2(self) -> float:
        """Area of all triangles. [m²]"""
        return float(np.linalg.norm(self.area_vectors, axis=1).sum())

    @property
    def is_closed(self) -> bool:
        """Whether the triangles together enclose a volume without gap, see `shell_closed`."""
        return bool(shell_closed(self, np.zeros(len(self), dtype=np.int64), 1)[0])

    @property
    def volume_m3(self) -> float:
        """Volume that the triangles enclose, negative where they look inwards, nan where open. [m³]

        Examples
        --------
        >>> corners = np.array([(0, 0, 0), (6, 0, 0), (0, 1, 0), (0, 0, 1.0)])
        >>> faces = np.array([(0, 2, 1), (0, 1, 3), (0, 3, 2), (1, 2, 3)], np.int32)
        >>> Mesh(corners, faces, np.zeros(4, np.int32)).volume_m3
        1.0
        """
        if not self.is_closed:
            return math.nan
        return float(shell_volume(self, np.zeros(len(self), dtype=np.int64), 1)[0])

    def submesh(self, triangle_rows: ArrayLike) -> Mesh:
        """Return the given triangles (integers or a boolean mask) with only their vertices."""
        triangles = self.triangles[np.asarray(triangle_rows)]
        named, renumbered = _used(triangles, len(self.vertices))
        return Mesh(
            vertices=self.vertices[named],
            triangles=renumbered,
            surface_row=self.surface_row[np.asarray(triangle_rows)],
        )

    def to_trimesh(self) -> trimesh.Trimesh:
        """Return the same triangles as a `trimesh.Trimesh`, unprocessed."""
        import trimesh

        return trimesh.Trimesh(self.vertices, self.triangles, process=False)


EMPTY = Mesh(np.zeros((0, 3)), np.zeros((0, 3), np.int32), np.zeros(0, np.int32))


def concatenate(meshes: Sequence[Mesh]) -> Mesh:
    """Join meshes into one; vertices are not merged."""
    if not meshes:
        return EMPTY
    shift = np.cumsum([0, *(len(mesh.vertices) for mesh in meshes[:-1])])
    return Mesh(
        vertices=np.concatenate([mesh.vertices for mesh in meshes]),
        triangles=np.concatenate(
            [mesh.triangles + offset for mesh, offset in zip(meshes, shift, strict=True)]
        ).astype(np.int32),
        surface_row=np.concatenate([mesh.surface_row for mesh in meshes]),
    )


def triangulate(surfaces: SurfaceTable, rows: ArrayLike | None = None) -> Mesh:
    """Cut polygons into triangles that keep their orientation.

    Triangles, quadrilaterals and rings of few corners that one of them sees all of are cut as
    arrays, see `fans`; everything else by earcut. Both work in the polygon's own plane (Newell
    normal), which also serves polygons that are not quite planar.

    Parameters
    ----------
    surfaces : SurfaceTable
        Polygons.
    rows : array_like of int or bool, optional
        Which of them; by default all.

    Returns
    -------
    Mesh
        `Mesh.surface_row` names the row of `surfaces`. Polygons of fewer than three points or less
        than `MIN_AREA_M2` give no triangle.

    Examples
    --------
    >>> from citygml.surfaces import surface_table
    >>> l_shape = [(0, 0, 0), (2, 0, 0), (2, 1, 0), (1, 1, 0), (1, 2, 0), (0, 2, 0)]
    >>> mesh = triangulate(surface_table([[l_shape]]))
    >>> len(mesh), float(mesh.area_vectors[:, 2].sum())
    (4, 3.0)
    """
    chosen = np.zeros(len(surfaces), dtype=bool)
    chosen[slice(None) if rows is None else np.asarray(rows)] = True
    cuts = list(_fans(surfaces, chosen))
    count = np.zeros(len(surfaces), dtype=np.int64)
    for of, corners in cuts:
        chosen[of] = False
        count[of] = len(corners) - 2
    rest, cut_rest, count_rest = _earcut(surfaces, np.flatnonzero(chosen))
    count[rest] = count_rest
    start = np.cumsum(count) - count
    triangles = np.zeros((int(count.sum()), 3), dtype=np.int32)
    for of, corners in cuts:
        at = start[of] + np.arange(len(corners) - 2)[:, None]
        for column, corner in enumerate((corners[0], corners[1:-1], corners[2:])):
            triangles[at, column] = corner
    triangles[np.repeat(chosen, count)] = cut_rest
    named, renumbered = _used(triangles, len(surfaces.coords))
    return Mesh(
        vertices=surfaces.coords if named.all() else surfaces.coords[named],
        triangles=renumbered,
        surface_row=np.repeat(np.arange(len(surfaces), dtype=np.int32), count),
    )


def _used(
    triangles: NDArray[np.integer], vertex_count: int
) -> tuple[NDArray[np.bool_], NDArray[np.int32]]:
    """Which vertices triangles name, and the triangles in terms of these."""
    named = np.zeros(vertex_count, dtype=bool)
    named[triangles] = True
    if named.all():
        return named, triangles.astype(np.int32, copy=False)
    return named, (np.cumsum(named, dtype=np.int32) - 1)[triangles]


def _fans(
    surfaces: SurfaceTable, chosen: NDArray[np.bool_]
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int32]]]:
    """Polygons of few corners that a fan covers, and its corners as rows of `surfaces.coords`."""
    first = surfaces.coord_start[surfaces.ring_start[:-1]]
    last = surfaces.coord_start[surfaces.ring_start[1:]]
    size = np.where(chosen & (surfaces.ring_count == 1), last - first, 0)
    for corners in range(3, LARGEST_FAN + 1):
        alike = np.flatnonzero(size == corners)
        step = FAN_BLOCK // corners**2
        for begin in range(0, len(alike), step):
            rows = alike[begin : begin + step]
            fan, cut = fans(surfaces.coords, first[rows], size=corners, min_area_m2=MIN_AREA_M2)
            yield rows[cut], fan[:, cut].astype(np.int32)


def plane_axes(normal: ArrayLike) -> NDArray[np.float64]:
    """Two orthonormal axes of the plane with this normal, (..., 3): (..., 2, 3), right-handed."""
    n = np.asarray(normal, dtype=np.float64)
    n = n / np.linalg.norm(n, axis=-1, keepdims=True)
    helper = np.eye(3)[np.argmin(np.abs(n), axis=-1)]
    u = np.cross(helper, n)
    u /= np.linalg.norm(u, axis=-1, keepdims=True)
    return np.stack([u, np.cross(n, u)], axis=-2)


def _earcut(
    surfaces: SurfaceTable, rows: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Polygons of some area, their triangles as rows of `surfaces.coords`, how many each has."""
    rows = rows[surfaces.ring_count[rows] > 0]
    chosen = surfaces.take(rows)
    normals = ring_area_vectors(chosen)[chosen.ring_start[:-1]]
    large = np.linalg.norm(normals, axis=1) >= MIN_AREA_M2
    rows, chosen, normals = rows[large], chosen.take(large), normals[large]
    ring_start, coord_start = chosen.ring_start, chosen.coord_start
    first = coord_start[ring_start]
    owner = chosen.surface_of_coord
    local = chosen.coords - chosen.coords[first[owner]]
    flat = np.einsum("pij,pj->pi", plane_axes(normals)[owner], local)
    ends = (coord_start[1:] - first[chosen.surface_of_ring]).astype(np.uint32)
    runs = zip(pairwise(first.tolist()), pairwise(ring_start.tolist()), strict=True)
    cuts = [
        mapbox_earcut.triangulate_float64(flat[point:stop], ends[ring:end])
        for (point, stop), (ring, end) in runs
    ]
    count = np.fromiter(map(len, cuts), np.int64, len(cuts)) // 3
    cut = np.concatenate([np.zeros(0, np.int64), *cuts]).astype(np.int64).reshape(-1, 3)
    polygon = np.repeat(np.arange(len(rows)), count)
    cut += first[polygon][:, None]
    a, b, c = flat[cut[:, 0]], flat[cut[:, 1]], flat[cut[:, 2]]
    ab, ac = b - a, c - a
    turned = ab[:, 0] * ac[:, 1] - ab[:, 1] * ac[:, 0] < 0
    cut[turned] = cut[turned][:, ::-1]
    shift = surfaces.coord_start[surfaces.ring_start[rows]] - first[:-1]
    return rows, cut + shift[polygon][:, None], count


def unique_rows(rows: ArrayLike) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Which rows of an array of integers are there first, and the number of each among these.

    The same as ``numpy.unique(rows, axis=0, return_index=True, return_inverse=True)[1:]`` in a
    quarter of the time.

    Returns
    -------
    first : (u,) ndarray of int64
        Rows in ascending order.
    label : (n,) ndarray of int64
        ``rows[first][label]`` equals ``rows``.

    Examples
    --------
    >>> first, label = unique_rows([[7, 1], [2, 9], [7, 1]])
    >>> first.tolist(), label.tolist()
    ([1, 0], [1, 0, 1])
    """
    table = np.asarray(rows)
    key = _packed(table)
    order = np.lexsort(table.T[::-1]) if key is None else np.argsort(key)
    new = np.ones(len(table), dtype=bool)
    if key is None:
        ordered = table[order]
        new[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    else:
        new[1:] = np.diff(key[order]) != 0
    label = np.zeros(len(table), dtype=np.int64)
    label[order] = np.cumsum(new) - 1
    start = np.flatnonzero(new)
    return np.minimum.reduceat(order, start) if len(start) else order, label


def _packed(table: NDArray[np.generic]) -> NDArray[np.int64] | None:
    """One number for each row of integers that sorts as the row does, None where it has no room.

    One column sorts several times faster than three.
    """
    if table.dtype.kind != "i" or not table.size:
        return None
    lowest = table.min(axis=0)
    span = table.max(axis=0) - lowest + 1
    if np.prod(span.astype(np.float64)) > np.iinfo(np.int64).max / 2:
        return None
    key = np.zeros(len(table), dtype=np.int64)
    for column in range(table.shape[1]):
        key = key * span[column] + (table[:, column] - lowest[column])
    return key


def welded(mesh: Mesh, *, tolerance_m: float = WELD_TOLERANCE_M) -> NDArray[np.int64]:
    """Triangles with coincident vertices made one: (t, 3) labels of welded points."""
    _, label = unique_rows(np.round(mesh.vertices / tolerance_m).astype(np.int64))
    return np.asarray(label[mesh.triangles])


def shell_closed(mesh: Mesh, group: ArrayLike, count: int) -> NDArray[np.bool_]:
    """Whether the triangles of each group enclose a volume without gap.

    A shell is closed where every edge is walked as often in one direction as in the other, points
    within `WELD_TOLERANCE_M` being one.

    Parameters
    ----------
    mesh : Mesh
        Triangles.
    group : (t,) array_like of int
        Which shell each triangle belongs to, 0 to `count` - 1.
    count : int
        Number of shells.

    Returns
    -------
    (count,) ndarray of bool
        False for a group without triangles.
    """
    group = np.asarray(group, dtype=np.int64)
    corners = welded(mesh)
    start, end = corners.ravel(), np.roll(corners, -1, axis=1).ravel()
    real = start != end
    owner = np.repeat(group, 3)[real]
    low, high = np.minimum(start, end)[real], np.maximum(start, end)[real]
    direction = np.where(start < end, 1, -1)[real]
    _, edge = unique_rows(np.stack([owner, low, high], axis=1))
    balance = np.bincount(edge, weights=direction)
    open_groups = owner[balance[edge] != 0]
    closed = np.bincount(group, minlength=count) > 0
    closed[open_groups] = False
    return np.asarray(closed)


def shell_volume(mesh: Mesh, group: ArrayLike, count: int) -> NDArray[np.float64]:
    """Signed volume enclosed by the triangles of each group, by the divergence theorem.

    Negative where the faces look inwards; without meaning for shells that are not closed.

    Returns
    -------
    (count,) ndarray of float64
        [m³]
    """
    group = np.asarray(group, dtype=np.int64)
    if not len(mesh):
        return np.zeros(count)
    corners = mesh.corners
    # Any point serves a closed shell; the middle also gives one with a face missing its sign.
    middle = corners.mean(axis=1)
    triangles = np.maximum(np.bincount(group, minlength=count), 1)[:, None]
    sums = np.stack([np.bincount(group, middle[:, i], count) for i in range(3)], axis=1)
    anchor = sums / triangles
    a, b, c = np.moveaxis(corners - anchor[group][:, None, :], 1, 0)
    signed = np.einsum("ij,ij->i", a, np.cross(b, c)) / 6.0
    return np.bincount(group, weights=signed, minlength=count).astype(np.float64)
