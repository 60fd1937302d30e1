"""Relief triangles of files -> one surface without seams; its holes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from citygml.mesh import EMPTY, Mesh, unique_rows
from citygml.terrain import height_at

#: Border points of relief closer than this are one point, so that tiles join without a seam. [m]
RELIEF_WELD_M = 1e-4
#: Three numbers smaller than this fit into one of 63 bits.
_MAX_PACKED = 1 << 21
#: Odd numbers without pattern: they mix the three coordinates of a point into one number.
_MIXERS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)


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
    first, label = _distinct_points(points)
    vertices, triangles = points[first], label.reshape(-1, 3)
    triangles = _sewn(vertices, triangles, tolerance_m)[triangles]
    distinct = (triangles != triangles[:, [1, 2, 0]]).all(axis=1)
    triangles = triangles[distinct & _first_ones(triangles, len(vertices))]
    a, b, c = (vertices[triangles[:, i], :2] for i in range(3))
    ab, ac = b - a, c - a
    down = ab[:, 0] * ac[:, 1] - ab[:, 1] * ac[:, 0] < 0
    triangles[down] = triangles[down][:, ::-1]
    used = np.zeros(len(vertices), dtype=bool)
    used[triangles] = True
    number = (np.cumsum(used) - 1).astype(np.int32)
    rows = np.full(len(triangles), -1, dtype=np.int32)
    return Mesh(vertices[used], number[triangles], rows)


def _distinct_points(
    points: NDArray[np.float64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Row of the first of every distinct point, and the number of each point among them."""
    bits = (points + 0.0).view(np.uint64)  # adding makes -0.0 and 0.0 the same bits
    bits = bits ^ (bits >> np.uint64(32))
    mixed = bits @ _MIXERS
    label, _ = pd.factorize(mixed)
    first = np.zeros(label.max() + 1, dtype=np.int64)
    first[label[::-1]] = np.arange(len(points))[::-1]
    if (points[first][label] == points).all():
        return first, label
    return unique_rows(points)  # two points were mixed to the same number


def _first_ones(triangles: NDArray[np.int64], vertex_count: int) -> NDArray[np.bool_]:
    """Which triangles have no triangle of the same corners before them."""
    corners = np.sort(triangles, axis=1)
    if vertex_count >= _MAX_PACKED:
        first, _ = unique_rows(corners)
        once = np.zeros(len(triangles), dtype=bool)
        once[first] = True
        return once
    packed = (corners[:, 0] * _MAX_PACKED + corners[:, 1]) * _MAX_PACKED + corners[:, 2]
    return np.asarray(~pd.Series(packed).duplicated())


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
    return np.asarray(edges[~pd.Series(key).duplicated(keep=False).to_numpy()])


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

    >>> from citygml.terrain import relief_of_grid
    >>> relief = relief_of_grid([0, 1, 2, 3], [3, 2, 1, 0], np.zeros((4, 4)))
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
