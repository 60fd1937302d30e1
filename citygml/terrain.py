"""Ground: height of a surface at points; a surface from a lattice, or where no relief is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import Delaunay, QhullError, cKDTree

from citygml.mesh import Mesh

GroundSource = Literal["relief", "building_base", "none"]

#: A triangle whose outline covers less ground than this has no height of its own. [m²]
MIN_PLAN_AREA_M2 = 1e-9
#: Points that a ground is made through lie on a lattice of this, 15 nanometres: what rounding
#: does to coordinates must not decide between two triangulations. [m]
PLACE_STEP_M = 2.0**-26


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """The ground surface of a city and where it comes from.

    Attributes
    ----------
    mesh : Mesh
        Triangles of the ground, facing up; empty where `source` is "none".
    source : {"relief", "building_base", "none"}
        "relief": the terrain model of the dataset. "building_base": a surface through the base
        heights of the buildings, because the dataset has no relief.
    """

    mesh: Mesh
    source: GroundSource

    def height_at(self, points: ArrayLike) -> NDArray[np.float64]:
        """Return the height of the ground below or above points, see `height_at`."""
        return height_at(self.mesh, points)


def height_at(mesh: Mesh, points: ArrayLike) -> NDArray[np.float64]:
    """Height of a surface at points, by linear interpolation in its triangles.

    Parameters
    ----------
    mesh : Mesh
        A surface with one height per place, such as a relief TIN. Where triangles overlap, the
        highest answers.
    points : (n, 2) or (n, 3) array_like of float
        East and north from the origin of the mesh; a third column is ignored. [m]

    Returns
    -------
    (n,) ndarray of float64
        nan outside the surface. [m]

    Examples
    --------
    >>> slope = Mesh(np.array([(0, 0, 0), (10, 0, 1), (0, 10, 0.0)]),
    ...              np.array([(0, 1, 2)], np.int32), np.array([-1], np.int32))
    >>> height_at(slope, [(5, 1), (9, 9)])
    array([0.5, nan])
    """
    xy = np.asarray(points, dtype=np.float64)
    xy = xy.reshape(-1, xy.shape[-1] if xy.ndim > 1 else 2)[:, :2]
    height = np.full(len(xy), np.nan)
    corners = mesh.corners
    plan_area = 0.5 * np.abs(_cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]))
    corners = corners[plan_area > MIN_PLAN_AREA_M2]
    finite = np.flatnonzero(np.isfinite(xy).all(axis=1))
    if not len(corners) or not len(finite):
        return height
    finite = finite[_sweep_order(xy[finite])]
    tree = shapely.STRtree(shapely.polygons(corners[:, [0, 1, 2, 0], :2]))
    hit, triangle = tree.query(shapely.points(xy[finite]), predicate="intersects")
    point = finite[hit]
    a, b, c = np.moveaxis(corners[triangle], 1, 0)
    area = _cross(b - a, c - a)
    weight_b = _cross(xy[point] - a[:, :2], c - a) / area
    weight_c = _cross(b - a, xy[point] - a[:, :2]) / area
    found = a[:, 2] + weight_b * (b[:, 2] - a[:, 2]) + weight_c * (c[:, 2] - a[:, 2])
    np.fmax.at(height, point, found)
    return height


def _sweep_order(xy: NDArray[np.float64]) -> NDArray[np.int64]:
    """Order in which neighbours follow each other: the tree answers three times faster."""
    span = np.ptp(xy[:, 1])
    strip = np.floor(xy[:, 1] / span * np.sqrt(len(xy)) * 0.25) if span > 0 else xy[:, 1]
    return np.lexsort((xy[:, 0], strip))


def _cross(u: NDArray[np.float64], v: NDArray[np.float64]) -> NDArray[np.float64]:
    """Third component of the cross product of the horizontal parts."""
    return np.asarray(u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0])


def ground_from_bases(bases: ArrayLike, *, margin_m: float = 200.0) -> Mesh:
    """Surface through the base heights of buildings, for cities without relief.

    Delaunay triangulation of the given points; around them the surface goes on level for
    `margin_m`, at the height of the nearest building. It depends neither on the order of the points
    nor on whole metres added to all of them.

    Parameters
    ----------
    bases : (n, 3) array_like of float
        A point inside every building with the height of its base; rows with nan are left out, and
        of several in one place the lowest counts. [m]
    margin_m : float
        How far the surface reaches beyond the outermost point. [m]

    Returns
    -------
    Mesh
        Facing up, `surface_row` -1; empty where there is no usable point.
    """
    points = np.asarray(bases, dtype=np.float64).reshape(-1, 3)
    points = points[np.isfinite(points).all(axis=1)]
    if not len(points):
        return Mesh(np.zeros((0, 3)), np.zeros((0, 3), np.int32), np.zeros(0, np.int32))
    corner = np.floor(points[:, :2].min(axis=0))
    points = _distinct_places(points, corner)
    vertices = np.concatenate([points, _frame(points, margin_m)])
    try:
        triangles = Delaunay(vertices[:, :2]).simplices.astype(np.int32)
    except QhullError as error:  # cannot happen with a finite frame of positive width
        raise AssertionError("the frame around the buildings is degenerate") from error
    a, b, c = (vertices[triangles[:, i]] for i in range(3))
    facing_down = _cross(b - a, c - a) < 0
    triangles[facing_down] = triangles[facing_down][:, ::-1]
    vertices[:, :2] += corner
    return Mesh(vertices, triangles, np.full(len(triangles), -1, dtype=np.int32))


def _on_lattice(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Round to a lattice in which adding whole metres is exact. [m]"""
    return np.asarray(np.round(places / PLACE_STEP_M) * PLACE_STEP_M)


def _distinct_places(
    points: NDArray[np.float64], corner: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Points from a corner, in an order of their own, of each place the lowest."""
    placed = np.column_stack([_on_lattice(points[:, :2] - corner), points[:, 2]])
    placed = placed[np.lexsort(placed.T[::-1])]
    again = (placed[1:, :2] == placed[:-1, :2]).all(axis=1)
    return np.asarray(placed[~np.concatenate([[False], again])])


def _frame(points: NDArray[np.float64], margin_m: float) -> NDArray[np.float64]:
    """Points around others, each as high as the nearest of these."""
    (west, south), (east, north) = points[:, :2].min(axis=0), points[:, :2].max(axis=0)
    frame_e = np.linspace(west - margin_m, east + margin_m, 9)
    frame_n = np.linspace(south - margin_m, north + margin_m, 9)
    frame = _on_lattice(
        np.array(
            [
                (e, n)
                for e in frame_e
                for n in frame_n
                if e in frame_e[[0, -1]] or n in frame_n[[0, -1]]
            ]
        )
    )
    _, nearest = cKDTree(points[:, :2]).query(frame)
    return np.column_stack([frame, points[nearest, 2]])


def relief_of_grid(x: ArrayLike, y: ArrayLike, up: ArrayLike) -> Mesh:
    """Make a surface of heights on a lattice.

    Parameters
    ----------
    x : (c,) array_like of float
        East of the columns. [m]
    y : (r,) array_like of float
        North of the rows, northernmost first. [m]
    up : (r, c) array_like of float
        Heights, nan where there is none. [m]

    Returns
    -------
    Mesh
        Two triangles for each cell of four heights, one for a cell of three; facing up,
        `Mesh.surface_row` -1.

    Examples
    --------
    >>> relief = relief_of_grid([0, 1, 2], [1, 0], [[5, 5, float("nan")], [5, 5, 5]])
    >>> len(relief), float(relief.area_vectors[:, 2].sum())
    (3, 1.5)
    """
    east, north = np.meshgrid(np.asarray(x, float), np.asarray(y, float))
    heights = np.asarray(up, dtype=np.float64)
    vertices = np.stack([east, north, heights], axis=-1).reshape(-1, 3)
    number = np.arange(heights.size).reshape(heights.shape)
    corners = [number[:-1, :-1], number[1:, :-1], number[1:, 1:], number[:-1, 1:]]
    a, b, c, d = (corner.ravel() for corner in corners)
    known = np.isfinite(vertices[:, 2])
    # The diagonal a-c, unless one of its ends has no height and the other diagonal has both.
    other = ~(known[a] & known[c])
    first = np.where(other, [a, b, d], [a, b, c]).T
    second = np.where(other, [b, c, d], [a, c, d]).T
    triangles = np.concatenate([first, second])
    triangles = triangles[known[triangles].all(axis=1)]
    used, inverse = np.unique(triangles, return_inverse=True)
    rows = np.full(len(triangles), -1, dtype=np.int32)
    return Mesh(vertices[used], inverse.reshape(-1, 3).astype(np.int32), rows)
