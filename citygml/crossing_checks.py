"""Faces of solids -> which go through each other."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from citygml.face_checks import TOLERANCE_M, boxes, edges, plane_polygons
from citygml.mesh import plane_axes
from citygml.polygon_checks import exterior_normals, plane_deviation
from citygml.surfaces import SurfaceTable

Rows = NDArray[np.int64]


def crossing_faces(faces: SurfaceTable, group: Rows) -> tuple[Rows, Rows]:
    """Return the pairs of faces of one group that go through each other, by row, each once.

    They do where an edge of one pierces the other: its ends are on both sides of the plane, and the
    point between them is inside the polygon, all by more than `TOLERANCE_M`. Faces that meet at
    their edges do not, nor do those that end on another one.

    Parameters
    ----------
    faces : SurfaceTable
        Faces; those that are not flat, or cross themselves, are pierced by nothing. [m]
    group : (n,) ndarray of int64
        Which solid each face belongs to.

    Examples
    --------
    >>> from citygml.surfaces import surface_table
    >>> floor = [(0, 0, 0), (4, 0, 0), (4, 4, 0), (0, 4, 0)]
    >>> wall = [(1, 2, -1), (3, 2, -1), (3, 2, 1), (1, 2, 1)]
    >>> first, second = crossing_faces(surface_table([[floor], [wall]]), np.array([0, 0]))
    >>> first.tolist(), second.tolist()
    ([0], [1])
    """
    edge, face = _piercing(faces, group)
    pairs = np.sort(np.column_stack([faces.surface_of_coord[edge], face]), axis=1)
    pairs = np.unique(pairs, axis=0)
    return pairs[:, 0], pairs[:, 1]


def _piercing(faces: SurfaceTable, group: Rows) -> tuple[Rows, Rows]:
    """Edges, by the row of their first point, and the faces they go through."""
    edge, face = _near_edges(faces, group)
    normal = exterior_normals(faces)
    first = faces.coords[faces.coord_start[faces.ring_start[:-1]]]
    away = np.einsum("ekj,ej->ek", edges(faces)[edge] - first[face][:, None], normal[face])
    sides = (away.min(axis=1) < -TOLERANCE_M) & (away.max(axis=1) > TOLERANCE_M)
    flat = normal.any(axis=1) & (plane_deviation(faces) <= TOLERANCE_M)
    chosen = sides & flat[face]
    edge, face, away = edge[chosen], face[chosen], away[chosen]
    share = away[:, 0] / (away[:, 0] - away[:, 1])
    ends = edges(faces)[edge]
    place = ends[:, 0] + share[:, None] * (ends[:, 1] - ends[:, 0]) - first[face]
    used, row = np.unique(face, return_inverse=True)
    if not len(used):
        return edge, face
    part, axes = faces.take(used), plane_axes(normal[used])
    local = part.coords - first[used][part.surface_of_coord]
    shapes = plane_polygons(part, np.einsum("cij,cj->ci", axes[part.surface_of_coord], local))
    shapes[~shapely.is_valid(shapes)] = None
    shapes = shapes[row.reshape(-1)]
    points = shapely.points(np.einsum("eij,ej->ei", axes[row.reshape(-1)], place))
    inside = shapely.contains(shapes, points)
    inside &= shapely.distance(shapely.boundary(shapes), points) > TOLERANCE_M
    return edge[inside], face[inside]


def _near_edges(faces: SurfaceTable, group: Rows) -> tuple[Rows, Rows]:
    """Edges and faces of one group, not of each other, whose boxes touch."""
    lower, upper = boxes(faces)
    ends = edges(faces)
    low, high = ends.min(axis=1), ends.max(axis=1)
    owner = faces.surface_of_coord
    width = np.ptp(faces.coords[:, 0]) + 1.0 if len(faces) else 1.0  # so that groups do not meet
    aside, own_aside = group * width, group[owner] * width
    tree = shapely.STRtree(
        shapely.box(lower[:, 0] + aside, lower[:, 1], upper[:, 0] + aside, upper[:, 1])
    )
    plan = shapely.box(low[:, 0] + own_aside, low[:, 1], high[:, 0] + own_aside, high[:, 1])
    edge, face = tree.query(plan)
    chosen = (owner[edge] != face) & (group[owner[edge]] == group[face])
    chosen &= (low[edge, 2] <= upper[face, 2]) & (high[edge, 2] >= lower[face, 2])
    return edge[chosen], face[chosen]
