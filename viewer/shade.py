"""Mesh and rays -> shade on walls and roofs, as one image that is drawn over them: `ShadeMap`.

Every polygon gets a rectangle of the image, whose pixels are points of the polygon. Moving the sun
asks one ray per point and changes the image, never the triangles.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from citygml.mesh import Mesh
from viewer.sun import AMBIENT, SUN

#: Whether a ray from each point (n, 3) in a direction (3,) hits anything, (n,).
Blocked = Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.bool_]]
#: Makes the rays of a mesh.
Blocking = Callable[[Mesh], Blocked]

#: Points are this far apart where the city is small enough for it. [m]
FINEST_M = 0.5
#: Points at most; where a city has more room, they are farther apart.
MOST_POINTS = 2_500_000
#: Width of the image, and the widest part of one polygon. [px]
WIDTH_PX, WIDEST_PX = 4096, 1024
#: How far points stay from the edges of their polygon and off its face, so that the neighbours of
#: an edge do not shade it. [m]
INSET_M, OFF_M = 0.05, 0.03
#: What is no face: a triangle or polygon of smaller area has no side that could be lit. [m²]
LEAST_AREA_M2 = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class ShadeMap:
    """Points of all polygons of a mesh, and where each stands in an image.

    Attributes
    ----------
    uv : (t, 3, 2) ndarray of float32
        Place of each corner in the image: (0, 0) is its lower left corner, (1, 1) the upper right.
    height_px : int
        Of the image; its width is `WIDTH_PX`.
    spacing_m : float
        Distance of neighbouring points, less where a polygon is small. [m]
    points : (n, 3) ndarray of float32
        Just off the polygons. [m]
    pixel : (n,) ndarray of int64
        Pixel of each point, counted along rows from the upper left.
    normals : (p, 3) ndarray of float64
        Unit normal of each polygon.
    polygon : (n,) ndarray of int32
        Row of `normals` of each point.
    """

    uv: NDArray[np.float32]
    height_px: int
    spacing_m: float
    points: NDArray[np.float32]
    pixel: NDArray[np.int64]
    normals: NDArray[np.float64]
    polygon: NDArray[np.int32]

    def image(self, toward_sun: NDArray[np.float64], is_blocked: Blocked) -> NDArray[np.uint8]:
        """Return what the light of a face is to be multiplied by, (height, width, 3) of uint8.

        A face whose sun is blocked keeps the light of the sky; one turned away from the sun has no
        other, so that nothing is taken from it.

        Parameters
        ----------
        toward_sun : (3,) ndarray of float
            Unit vector to the sun.
        is_blocked : callable
            Casts the rays.
        """
        sun = SUN * np.clip(self.normals @ toward_sun, 0.0, None)
        left = np.round(255.0 * AMBIENT / (AMBIENT + sun)).astype(np.uint8)
        pixels = np.full(WIDTH_PX * self.height_px, 255, dtype=np.uint8)
        asked = np.flatnonzero((sun > 0.0)[self.polygon])
        if len(asked) and toward_sun[2] > 0.0:
            shaded = asked[is_blocked(self.points[asked].astype(np.float64), toward_sun)]
            pixels[self.pixel[shaded]] = left[self.polygon[shaded]]
        grey = pixels.reshape(self.height_px, WIDTH_PX)
        return np.repeat(grey[:, :, None], 3, axis=2)


@lru_cache(maxsize=1)
def shade_map(mesh: Mesh, most_points: int = MOST_POINTS) -> ShadeMap:
    """Points on every polygon of a mesh; of the last mesh they are kept.

    Parameters
    ----------
    mesh : Mesh
        Walls, roofs and whatever else light falls on.
    most_points : int
        Where `FINEST_M` would give more points they are farther apart.

    Examples
    --------
    A wall of 2 m by 1 m has five by three points:

    >>> corners = np.array([(0, 0, 0), (2, 0, 0), (2, 0, 1), (0, 0, 1.0)])
    >>> wall = Mesh(corners, np.array([(0, 1, 2), (0, 2, 3)], np.int32), np.zeros(2, np.int32))
    >>> len(shade_map(wall).points), shade_map(wall).normals.round(3).tolist()
    (15, [[0.0, -1.0, 0.0]])
    """
    _, polygon = np.unique(mesh.surface_row, return_inverse=True)
    normals = _normals(mesh, polygon)
    along, up = _axes(normals)
    low, size, flat = _extents(mesh, polygon, np.stack([along, up], axis=1))
    spacing, counts = _counts(size, most_points)
    left, top, height = _places(counts)
    share = (flat - low[polygon][:, None]) / np.maximum(size, 1e-9)[polygon][:, None]
    column = left[polygon][:, None] + 0.5 + share[:, :, 0] * (counts[:, 0] - 1)[polygon][:, None]
    line = top[polygon][:, None] + 0.5 + share[:, :, 1] * (counts[:, 1] - 1)[polygon][:, None]
    uv = np.stack([column / WIDTH_PX, 1.0 - line / height], axis=2).astype(np.float32)
    owner, across, down = _grid(counts)
    step = np.column_stack([across, down]) / np.maximum(counts - 1, 1)[owner]
    inset = np.minimum(INSET_M, size / 2.0)[owner]
    at = low[owner] + np.clip(step * size[owner], inset, size[owner] - inset)
    depth = np.zeros(len(normals))
    depth[polygon] = np.einsum("ij,ij->i", mesh.corners[:, 0], normals[polygon])
    points = at[:, :1] * along[owner] + at[:, 1:] * up[owner]
    points += (depth + OFF_M)[owner][:, None] * normals[owner]
    pixel = (top[owner] + down) * WIDTH_PX + left[owner] + across
    return ShadeMap(
        uv, height, spacing, points.astype(np.float32), pixel, normals, owner.astype(np.int32)
    )


@lru_cache(maxsize=1)
def rays_of(mesh: Mesh, blocking: Blocking) -> Blocked:
    """Return the rays of a mesh; of the last mesh they are kept."""
    return blocking(mesh)


def _normals(mesh: Mesh, polygon: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the unit normal of every polygon; that of one without area is up."""
    total = np.zeros((int(polygon.max(initial=-1)) + 1, 3))
    np.add.at(total, polygon, mesh.area_vectors)
    length = np.linalg.norm(total, axis=1)
    total[length < LEAST_AREA_M2] = (0.0, 0.0, 1.0)
    return np.asarray(total / np.where(length < LEAST_AREA_M2, 1.0, length)[:, None])


def _axes(normals: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Two directions in every polygon: level and, at a right angle, up its slope."""
    along = np.column_stack([-normals[:, 1], normals[:, 0], np.zeros(len(normals))])
    length = np.linalg.norm(along, axis=1)
    level = length < 0.05
    along[level] = np.cross((0.0, 1.0, 0.0), normals[level])
    along /= np.linalg.norm(along, axis=1)[:, None]
    return along, np.cross(normals, along)


def _extents(
    mesh: Mesh, polygon: NDArray[np.int64], axes: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Low corner and size of every polygon along its axes, and the corners of triangles, in m."""
    flat = np.einsum("tcx,tax->tca", mesh.corners, axes[polygon])
    low = np.full((len(axes), 2), np.inf)
    high = np.full((len(axes), 2), -np.inf)
    np.minimum.at(low, polygon, flat.min(axis=1))
    np.maximum.at(high, polygon, flat.max(axis=1))
    return low, high - low, flat


def _counts(size: NDArray[np.float64], most: int) -> tuple[float, NDArray[np.int64]]:
    """Spacing, and points across and down each polygon: both ends of a side have one."""
    spacing = FINEST_M
    while True:
        counts = np.clip(np.ceil(size / spacing).astype(np.int64) + 1, 2, WIDEST_PX)
        if int(counts.prod(axis=1).sum()) <= max(most, 4 * len(size)):
            return spacing, counts
        spacing *= 1.25


def _places(counts: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64], int]:
    """Column and row of the first pixel of every polygon, and the rows of the image.

    Polygons stand in shelves, the highest first. A shelf begins anew where another polygon might
    not fit in, so that none is cut.
    """
    order = np.argsort(-counts[:, 1], kind="stable")
    width, high = counts[order].T
    begin = np.cumsum(width) - width
    shelf = begin // (WIDTH_PX - WIDEST_PX)
    is_first = np.diff(shelf, prepend=-1) != 0
    number = np.cumsum(is_first) - 1
    first = np.flatnonzero(is_first)
    rows = high[first]
    left, top = np.empty_like(begin), np.empty_like(begin)
    left[order] = begin - begin[first][number]
    top[order] = (np.cumsum(rows) - rows)[number]
    return left, top, max(int(rows.sum()), 1)


def _grid(
    counts: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Polygon, column and row of every point."""
    each = counts.prod(axis=1)
    owner = np.repeat(np.arange(len(counts)), each)
    number = np.arange(len(owner)) - np.repeat(np.cumsum(each) - each, each)
    down, across = np.divmod(number, counts[owner, 0])
    return owner, across, down
