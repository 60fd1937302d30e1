"""Faces of surfaces and solids -> which overlap, stand apart, or lie where they must not."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from citygml.mesh import WELD_TOLERANCE_M, Mesh, triangulate
from citygml.polygon_checks import exterior_normals, following_rows
from citygml.surfaces import SurfaceTable, area_vectors

Bools = NDArray[np.bool_]
Points = NDArray[np.float64]

#: Faces overlap where what they share is wider than this: the tolerance of L12. [m]
TOLERANCE_M = 0.03
#: Faces lie in one plane, or touch, where they are no further apart than this: L07. [m]
NEAR_M = 0.01
#: Faces are parallel where the cosine of the angle between them is this large (2.6 degrees).
_PARALLEL = 0.999
#: Pairs of points and triangles that are compared at once.
_PAIRS = 50_000
#: Solid angles of a closed surface are 4 pi inside and 0 outside; between them is half of that.
_HALF_ROUND = 2 * np.pi


def boxes(faces: SurfaceTable) -> tuple[Points, Points]:
    """Return smallest and largest coordinates of every face, (n, 3) each. [m]"""
    first = faces.coord_start[faces.ring_start[:-1]]
    if not len(first):
        return np.zeros((0, 3)), np.zeros((0, 3))
    return np.minimum.reduceat(faces.coords, first), np.maximum.reduceat(faces.coords, first)


def overlapping_faces(
    faces: SurfaceTable, group: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the pairs of faces of one group that lie on each other, by row.

    Two faces do where they share a patch wider than `TOLERANCE_M` that is no thicker than `NEAR_M`.

    Parameters
    ----------
    faces : SurfaceTable
        Faces; those that cross themselves are not compared. [m]
    group : (n,) ndarray of int64
        Which surface each face belongs to.

    Examples
    --------
    >>> from citygml.surfaces import surface_table
    >>> ring = [(0, 0, 0), (2, 0, 0), (2, 2, 0), (0, 2, 0)]
    >>> aside = [(1, 0, 0), (3, 0, 0), (3, 2, 0), (1, 2, 0)]
    >>> first, second = overlapping_faces(surface_table([[ring], [aside]]), np.array([0, 0]))
    >>> first.tolist(), second.tolist()
    ([0], [1])
    """
    if len(faces) < 2:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    normal = exterior_normals(faces)
    first, second = _near_pairs(faces, group)
    parallel = np.abs(np.einsum("ij,ij->i", normal[first], normal[second])) > _PARALLEL
    first, second = first[parallel], second[parallel]
    axis = np.argmax(np.abs(normal[first]), axis=1)
    lies = np.zeros(len(first), dtype=bool)
    for dropped in range(3):
        chosen = axis == dropped
        lies[chosen] = _lie_on_each_other(faces, normal, dropped, (first[chosen], second[chosen]))
    return first[lies], second[lies]


def _near_pairs(
    faces: SurfaceTable, group: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of faces of one group whose boxes touch, each once."""
    lower, upper = boxes(faces)
    aside = group * (np.ptp(faces.coords[:, 0]) + 1.0)  # so that groups do not meet
    sides = (lower[:, 0] + aside, lower[:, 1], upper[:, 0] + aside, upper[:, 1])
    plan = shapely.box(*sides)
    first, second = shapely.STRtree(plan).query(plan)
    gap = np.maximum(lower[first, 2], lower[second, 2]) - np.minimum(
        upper[first, 2], upper[second, 2]
    )
    chosen = (first < second) & (group[first] == group[second]) & (gap <= NEAR_M)
    return first[chosen], second[chosen]


def _lie_on_each_other(
    faces: SurfaceTable,
    normal: Points,
    dropped: int,
    pairs: tuple[NDArray[np.int64], NDArray[np.int64]],
) -> Bools:
    """Which pairs share a patch, seen along an axis that is nearly their normal."""
    first, second = pairs
    used, row = np.unique(np.concatenate([first, second]), return_inverse=True)
    if not len(used):
        return np.zeros(0, dtype=bool)
    part, row = faces.take(used), row.reshape(-1)
    kept = [axis for axis in range(3) if axis != dropped]
    shapes = plane_polygons(part, part.coords[:, kept])
    sound = shapely.is_valid(shapes)
    one, other = row[: len(first)], row[len(first) :]
    both = np.flatnonzero(sound[one] & sound[other])
    shared = shapely.intersection(shapes[one[both]], shapes[other[both]])
    patch = shapely.buffer(shared, -TOLERANCE_M / 2)
    wide = ~shapely.is_empty(patch)
    both, place = both[wide], shapely.get_coordinates(shapely.point_on_surface(patch[wide]))
    start = part.coords[part.coord_start[part.ring_start[:-1]]]
    heights = []
    for side in (one[both], other[both]):
        tilt = normal[used[side]]
        away = ((place - start[side][:, kept]) * tilt[:, kept]).sum(axis=1)
        heights.append(start[side, dropped] - away / tilt[:, dropped])
    gap = np.abs(heights[0] - heights[1]) * np.abs(normal[first[both], dropped])
    lies = np.zeros(len(first), dtype=bool)
    lies[both[gap <= NEAR_M]] = True
    return lies


def plane_polygons(faces: SurfaceTable, points: Points) -> NDArray[np.object_]:
    """Return the faces as shapely polygons of other, two-dimensional points, (n,)."""
    ring = np.repeat(np.arange(len(faces.coord_start) - 1), np.diff(faces.coord_start))
    rings = shapely.linearrings(points, indices=ring)
    return np.asarray(shapely.polygons(rings, indices=faces.surface_of_ring), dtype=object)


def lonely_faces(faces: SurfaceTable, group: NDArray[np.int64]) -> Bools:
    """Which faces touch no other face of their group, (n,); a group of one has none.

    Parameters
    ----------
    faces : SurfaceTable
        Faces. [m]
    group : (n,) ndarray of int64
        Which surface each face belongs to, from 0.

    Examples
    --------
    >>> from citygml.surfaces import surface_table
    >>> corner = [(0, 0, 0), (1, 0, 0), (0, 1, 0)]
    >>> far = [(0, 0, 5), (1, 0, 5), (0, 1, 5)]
    >>> lonely_faces(surface_table([[corner], [corner], [far]]), np.array([0, 0, 0])).tolist()
    [False, False, True]
    """
    owner = faces.surface_of_coord
    welded = np.round(faces.coords / WELD_TOLERANCE_M).astype(np.int64)
    keys = np.column_stack([group[owner], welded])
    _, label = np.unique(keys, axis=0, return_inverse=True)
    met = np.unique(np.column_stack([label.reshape(-1), owner]), axis=0)
    shared = np.bincount(met[:, 0])[met[:, 0]] > 1
    touched = np.bincount(met[shared, 1], minlength=len(faces)) > 0
    lonely = ~touched & (np.bincount(group)[group] > 1)
    lower, upper = boxes(faces)
    for row in np.flatnonzero(lonely):
        near = (lower - NEAR_M <= upper[row]).all(axis=1) & (upper + NEAR_M >= lower[row]).all(
            axis=1
        )
        near &= group == group[row]
        near[row] = False
        lonely[row] = not _touches(faces.take([row]), faces.take(near))
    return lonely


def _touches(face: SurfaceTable, others: SurfaceTable) -> bool:
    """Whether a corner of one side lies on a face of the other."""
    sides = ((face.coords, triangulate(others)), (others.coords, triangulate(face)))
    return any((distances(points, corners(mesh)) <= NEAR_M).any() for points, mesh in sides)


def corners(mesh: Mesh) -> Points:
    """Return the corners of all triangles, (t, 3, 3). [m]"""
    return np.asarray(mesh.vertices[mesh.triangles])


def distances(points: Points, triangles: Points) -> Points:
    """Return how far each point is from the nearest of the triangles, (n,); inf without any. [m]"""
    from trimesh.triangles import closest_point

    found = np.full(len(points), np.inf)
    step = max(1, _PAIRS // max(1, len(triangles)))
    for first in range(0, len(points) if len(triangles) else 0, step):
        part = points[first : first + step]
        every = np.repeat(part, len(triangles), axis=0)
        nearest = closest_point(np.tile(triangles, (len(part), 1, 1)), every)
        away = np.linalg.norm(nearest - every, axis=1).reshape(len(part), -1)
        found[first : first + step] = away.min(axis=1)
    return found


def outside_solid(points: Points, triangles: Points) -> Bools:
    """Which points lie outside a closed solid, by more than `TOLERANCE_M`, (n,).

    A point is inside where the solid angles of all triangles sum up to the full sphere [1]_.

    Parameters
    ----------
    points : (n, 3) ndarray of float64
        East, north, up. [m]
    triangles : (t, 3, 3) ndarray of float64
        Corners of a closed surface that faces one way.

    References
    ----------
    .. [1] A. Van Oosterom, J. Strackee, "The Solid Angle of a Plane Triangle", IEEE Trans.
       Biomed. Eng. BME-30 (2), 1983, 125-126, eq. 8.

    Examples
    --------
    >>> a, b, c, d = (0, 0, 0), (9, 0, 0), (0, 9, 0), (0, 0, 9)
    >>> solid = np.array([(a, c, b), (a, b, d), (a, d, c), (b, c, d)], dtype=float)
    >>> outside_solid(np.array([(1, 1, 1), (5, 5, 5.0)]), solid).tolist()
    [False, True]
    """
    outside = ~inside_solid(points, triangles)
    away = np.flatnonzero(outside)
    outside[away] = distances(points[away], triangles) > TOLERANCE_M
    return outside


def inside_solid(points: Points, triangles: Points) -> Bools:
    """Which points lie in a closed solid, by the sum of solid angles as `outside_solid`, (n,)."""
    inside = np.zeros(len(points), dtype=bool)
    step = max(1, _PAIRS // max(1, len(triangles)))
    for first in range(0, len(points), step):
        ray = triangles[None] - points[first : first + step, None, None, :]
        size = np.linalg.norm(ray, axis=3)
        one, two, three = ray[:, :, 0], ray[:, :, 1], ray[:, :, 2]
        volume = np.einsum("ijk,ijk->ij", one, np.cross(two, three))
        below = size.prod(axis=2)
        for left, right, opposite in ((0, 1, 2), (0, 2, 1), (1, 2, 0)):
            dot = np.einsum("ijk,ijk->ij", ray[:, :, left], ray[:, :, right])
            below += dot * size[:, :, opposite]
        angle = 2 * np.arctan2(volume, below).sum(axis=1)
        inside[first : first + step] = np.abs(angle) >= _HALF_ROUND
    return inside


def beyond_outline(points: Points, wall: SurfaceTable) -> Bools:
    """Which points lie beside a surface, seen square to it, by more than `TOLERANCE_M`, (n,).

    The outline of the surface is taken without its notches and holes, as its convex hull: a door
    stands in a notch of its wall.

    Parameters
    ----------
    points : (n, 3) ndarray of float64
        East, north, up. [m]
    wall : SurfaceTable
        Polygons of one surface.

    Examples
    --------
    >>> from citygml.surfaces import surface_table
    >>> wall = surface_table([[[(0, 0, 0), (4, 0, 0), (4, 0, 3), (0, 0, 3)]]])
    >>> beyond_outline(np.array([(1, 0.2, 1), (5, 0, 1.0)]), wall).tolist()
    [False, True]
    """
    vectors = area_vectors(wall)
    normal = vectors.sum(axis=0)
    largest = vectors[np.argmax(np.linalg.norm(vectors, axis=1))]
    normal = normal if np.linalg.norm(normal) > np.linalg.norm(largest) / 2 else largest
    aside = np.cross(np.eye(3)[np.argmin(np.abs(normal))], normal)
    plane = np.column_stack([aside, np.cross(normal, aside)])
    plane = plane / np.maximum(np.linalg.norm(plane, axis=0), 1e-18)
    outline = shapely.convex_hull(shapely.multipoints(wall.coords @ plane))
    away = shapely.distance(outline, shapely.points(points @ plane))
    return np.asarray(away > TOLERANCE_M)


def edges(faces: SurfaceTable) -> Points:
    """Return all edges of all rings, (e, 2, 3). [m]"""
    return np.stack([faces.coords, faces.coords[following_rows(faces)]], axis=1)


def share_an_edge(one: Points, other: Points) -> bool:
    """Whether an edge of one lies along an edge of the other, (e, 2, 3) each.

    Examples
    --------
    >>> long = np.array([[(0, 0, 0), (9, 0, 0.0)]])
    >>> part, across = np.array([[(3, 0, 0), (2, 0, 0.0)]]), np.array([[(3, 0, 0), (3, 2, 0.0)]])
    >>> share_an_edge(long, part), share_an_edge(long, across)
    (True, False)
    """
    return _runs_along(one, other) or _runs_along(other, one)


def _runs_along(one: Points, other: Points) -> bool:
    """Whether both ends of an edge are on the line of an edge of the other, and they overlap."""
    step = other[:, 1] - other[:, 0]
    length = np.linalg.norm(step, axis=1)
    step = step / np.maximum(length, 1e-18)[:, None]
    away = one[:, None] - other[None, :, :1]  # (m, k, 2, 3)
    along = np.einsum("mkei,ki->mke", away, step)
    off = np.linalg.norm(away - along[..., None] * step[None, :, None], axis=3)
    shared = np.minimum(along.max(axis=2), length) - np.maximum(along.min(axis=2), 0.0)
    return bool(((off <= NEAR_M).all(axis=2) & (shared > NEAR_M)).any())
