"""Relief: triangles of files, or a lattice of heights -> one surface; its holes."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from citygml.mesh import EMPTY, Mesh, unique_rows
from citygml.terrain import height_at

#: Border points of relief closer than this are one point, so that tiles join without a seam. [m]
RELIEF_WELD_M = 1e-4


def joined_relief(corners: ArrayLike, *, tolerance_m: float = RELIEF_WELD_M) -> Mesh:
    """Make one surface of triangles, such as those of adjoining tiles.

    Points in the same place become one vertex, also those of the border that rounding moved apart;
    triangles that are there twice (the border of a tile
    can be in the file of its neighbour too) one triangle, and every triangle faces up.

    Parameters
    ----------
    corners : (t, 3, 3) array_like of float
        East, north, up of three corners of each triangle. [m]
    tolerance_m : float
        Points of the border that are no further apart are one. [m]

    Returns
    -------
    Mesh
        Facing up, `Mesh.surface_row` -1; triangles with two corners in one place are left out.

    Examples
    --------
    Two triangles that share an edge, the first written twice:

    >>> a = [(0, 0, 1), (1, 0, 1), (0, 1, 1)]
    >>> b = [(1, 0, 1), (0, 1, 1), (1, 1, 1)]
    >>> relief = joined_relief([a, b, a])
    >>> len(relief), len(relief.vertices), float(relief.area_vectors[:, 2].sum())
    (2, 4, 1.0)
    """
    points = np.asarray(corners, dtype=np.float64).reshape(-1, 3)
    if not len(points):
        return EMPTY
    first, label = unique_rows(points)
    vertices, triangles = points[first], label.reshape(-1, 3)
    triangles = _sewn(vertices, triangles, tolerance_m)[triangles]
    distinct = (triangles != np.roll(triangles, 1, axis=1)).all(axis=1)
    _, once = np.unique(np.sort(triangles, axis=1), axis=0, return_index=True)
    keep = np.zeros(len(triangles), dtype=bool)
    keep[once] = True
    triangles = triangles[keep & distinct]
    a, b, c = (vertices[triangles[:, i], :2] for i in range(3))
    ab, ac = b - a, c - a
    down = ab[:, 0] * ac[:, 1] - ab[:, 1] * ac[:, 0] < 0
    triangles[down] = triangles[down][:, ::-1]
    used, inverse = np.unique(triangles, return_inverse=True)
    rows = np.full(len(triangles), -1, dtype=np.int32)
    return Mesh(vertices[used], inverse.reshape(-1, 3).astype(np.int32), rows)


def border_edges(triangles: NDArray[np.integer]) -> NDArray[np.int64]:
    """Edges of exactly one triangle, in its direction, (e, 2) rows of vertices.

    Parameters
    ----------
    triangles : (t, 3) ndarray of int
        Rows of welded vertices.

    Examples
    --------
    >>> border_edges(np.array([(0, 1, 2), (2, 1, 3)])).tolist()
    [[0, 1], [2, 0], [1, 3], [3, 2]]
    """
    edges = triangles[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2).astype(np.int64)
    key = edges.min(axis=1) * (int(triangles.max(initial=0)) + 1) + edges.max(axis=1)
    _, inverse, count = np.unique(key, return_inverse=True, return_counts=True)
    return np.asarray(edges[count[inverse] == 1])


def _sewn(
    vertices: NDArray[np.float64], triangles: NDArray[np.int64], tolerance_m: float
) -> NDArray[np.int64]:
    """Vertex that stands for each vertex: border points in one place are the first of them."""
    stands_for = np.arange(len(vertices))
    border = np.unique(border_edges(triangles))
    pairs = cKDTree(vertices[border]).query_pairs(tolerance_m, output_type="ndarray")
    if len(pairs):
        count = len(border)
        links = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(count, count))
        _, group = connected_components(links, directed=False)
        _, first = np.unique(group, return_index=True)
        stands_for[border] = border[first[group]]
    return stands_for


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


def relief_gaps(relief: Mesh) -> NDArray[np.object_]:
    """Holes of a relief in plan: places that it surrounds but does not cover.

    Parameters
    ----------
    relief : Mesh
        Welded, see `joined_relief`.

    Returns
    -------
    (k,) ndarray of object
        Shapely polygons, relative to the origin of the mesh, the largest first.

    Examples
    --------
    A ring of eight cells round a hole of one:

    >>> up = np.zeros((4, 4))
    >>> relief = relief_of_grid([0, 1, 2, 3], [3, 2, 1, 0], up)
    >>> middle = np.abs(relief.corners[:, :, :2].mean(axis=1) - 1.5).max(axis=1) < 0.5
    >>> [gap.area for gap in relief_gaps(relief.submesh(~middle))]
    [1.0]
    """
    edges = border_edges(relief.triangles)
    lines = shapely.linestrings(relief.vertices[edges][:, :, :2])
    faces = shapely.get_parts(shapely.polygonize(lines))
    inside = shapely.get_coordinates(shapely.point_on_surface(faces))
    holes = faces[np.isnan(height_at(relief, inside))] if len(faces) else faces
    return np.asarray(holes[np.argsort(-shapely.area(holes), kind="stable")])
