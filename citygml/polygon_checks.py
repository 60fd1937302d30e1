"""Polygons as arrays -> which of them break a rule of geometry.

Nothing is repaired: the tables hold polygons as the file has them, in metres, rings open.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from citygml.mesh import MIN_AREA_M2, WELD_TOLERANCE_M, shell_volume, triangulate
from citygml.surfaces import SurfaceTable, ring_area_vectors

Bools = NDArray[np.bool_]

#: Faces that enclose less than this are no body of their own. [m³]
MIN_VOLUME_M3 = 1e-3


def following_rows(surfaces: SurfaceTable) -> NDArray[np.int64]:
    """Row of the next point of the same ring, for every point."""
    following = np.arange(1, len(surfaces.coords) + 1)
    filled = np.diff(surfaces.coord_start) > 0
    following[surfaces.coord_start[1:][filled] - 1] = surfaces.coord_start[:-1][filled]
    return following


def exterior_vectors(surfaces: SurfaceTable) -> NDArray[np.float64]:
    """Area vector of the exterior ring of every polygon, (n, 3). [m²]"""
    vectors = np.zeros((len(surfaces), 3))
    has_ring = surfaces.ring_count > 0
    vectors[has_ring] = ring_area_vectors(surfaces)[surfaces.ring_start[:-1][has_ring]]
    return vectors


def exterior_normals(surfaces: SurfaceTable) -> NDArray[np.float64]:
    """Return the unit normal of each exterior ring, (n, 3); 0 where it has no area."""
    return _unit(exterior_vectors(surfaces))


def degenerate(surfaces: SurfaceTable) -> Bools:
    """Which polygons have no area: less than `citygml.mesh.MIN_AREA_M2`, (n,).

    Examples
    --------
    >>> from citygml.surfaces import surface_table
    >>> degenerate(surface_table([[[(0, 0, 0), (1, 0, 0), (2, 0, 0)]]])).tolist()
    [True]
    """
    return np.asarray(np.linalg.norm(exterior_vectors(surfaces), axis=1) < MIN_AREA_M2)


def close_points(surfaces: SurfaceTable, tolerance_m: float) -> Bools:
    """Which polygons have two points in a row that are closer than a tolerance, (n,).

    Examples
    --------
    >>> from citygml.surfaces import surface_table
    >>> ring = [(0, 0, 0), (1, 0, 0), (1, 0.005, 0), (1, 1, 0)]
    >>> close_points(surface_table([[ring]]), 0.01).tolist()
    [True]
    """
    step = surfaces.coords[following_rows(surfaces)] - surfaces.coords
    near = np.linalg.norm(step, axis=1) < tolerance_m
    return np.asarray(np.bincount(surfaces.surface_of_coord, near, len(surfaces)) > 0)


def plane_deviation(surfaces: SurfaceTable) -> NDArray[np.float64]:
    """Return the largest distance of a polygon's points from its plane, (n,). [m]

    The plane goes through the mean of the points; its normal is the area vector of the exterior.
    0 for polygons without area.

    Examples
    --------
    >>> from citygml.surfaces import surface_table
    >>> ring = [(0, 0, 0), (1, 0, 0.2), (1, 1, 0), (0, 1, 0.2)]
    >>> plane_deviation(surface_table([[ring]])).round(3).tolist()
    [0.1]
    """
    count, owner = len(surfaces), surfaces.surface_of_coord
    points = np.maximum(np.bincount(owner, minlength=count), 1)
    mean = np.stack(
        [np.bincount(owner, surfaces.coords[:, i], count) / points for i in range(3)], axis=1
    )
    normal = exterior_normals(surfaces)
    distance = np.abs(np.einsum("ij,ij->i", surfaces.coords - mean[owner], normal[owner]))
    deviation = np.zeros(count)
    np.maximum.at(deviation, owner, distance)
    deviation[degenerate(surfaces)] = 0.0
    return deviation


def holes_turned(surfaces: SurfaceTable) -> Bools:
    """Which polygons have a hole that runs in the direction of the exterior, (n,)."""
    vectors = ring_area_vectors(surfaces)
    owner = surfaces.surface_of_ring
    is_hole = np.ones(len(owner), dtype=bool)
    is_hole[surfaces.ring_start[:-1][surfaces.ring_count > 0]] = False
    same = np.einsum("ij,ij->i", vectors, exterior_vectors(surfaces)[owner]) > 0
    return np.asarray(np.bincount(owner, same & is_hole, len(surfaces)) > 0)


class PlaneFaults(NamedTuple):
    """Polygons whose rings cross in their plane: rows, the reason, whether holes are to blame."""

    rows: NDArray[np.int64]
    reasons: list[str]
    by_holes: Bools


def plane_faults(surfaces: SurfaceTable) -> PlaneFaults:
    """Find rings that cross or touch themselves, and holes that do not lie in their polygon.

    Each polygon is laid into its own plane and judged as OGC 06-103r4, 6.1.11, does. Triangles are
    left out, as are polygons without area.

    Examples
    --------
    A bow tie:

    >>> from citygml.surfaces import surface_table
    >>> ring = [(0, 0, 0), (2, 2, 0), (2, 0, 0), (0, 3, 0)]
    >>> plane_faults(surface_table([[ring]])).reasons
    ['Self-intersection']
    """
    points = np.diff(surfaces.coord_start)
    judged = ~degenerate(surfaces)
    judged &= np.bincount(surfaces.surface_of_ring, points < 3, len(surfaces)) == 0
    corners = np.bincount(surfaces.surface_of_coord, minlength=len(surfaces))
    chosen = np.flatnonzero(judged & (corners > 3))
    if not len(chosen):
        return PlaneFaults(chosen, [], np.zeros(0, dtype=bool))
    part = surfaces.take(chosen)
    ring_of_coord = np.repeat(np.arange(len(part.coord_start) - 1), np.diff(part.coord_start))
    rings = shapely.linearrings(_in_plane(part), indices=ring_of_coord)
    polygons = shapely.polygons(rings, indices=part.surface_of_ring)
    wrong = np.flatnonzero(~shapely.is_valid(polygons))
    reasons = [str(reason).split("[")[0] for reason in shapely.is_valid_reason(polygons[wrong])]
    ring_wrong = ~shapely.is_valid(shapely.polygons(rings))
    own = np.bincount(part.surface_of_ring, ring_wrong, len(part)) > 0
    return PlaneFaults(chosen[wrong], reasons, ~own[wrong])


def _unit(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    length = np.linalg.norm(vectors, axis=1)
    return np.asarray(vectors / np.where(length > 0, length, 1.0)[:, None])


def _in_plane(surfaces: SurfaceTable) -> NDArray[np.float64]:
    """Coordinates of every point in the plane of its polygon, (c, 2). [m]"""
    normal = exterior_normals(surfaces)
    aside = np.eye(3)[np.argmin(np.abs(normal), axis=1)]
    u = _unit(np.cross(aside, normal))
    v = np.cross(normal, u)
    owner = surfaces.surface_of_coord
    local = surfaces.coords - surfaces.coords[surfaces.coord_start[surfaces.ring_start[:-1]]][owner]
    return np.stack(
        [np.einsum("ij,ij->i", local, axis[owner]) for axis in (u, v)],
        axis=1,
    )


def border_sum(faces: SurfaceTable, surface: NDArray[np.int64], count: int) -> NDArray[np.uint64]:
    """Return a number for each surface that is 0 where it has no border, (s,).

    Each edge counts with a hash, forth or back; in a closed surface that faces one way they cancel.
    The numbers of two parts of a surface add up to that of the whole (modulo 2**64): it need not be
    in memory. Another surface has 0 with a chance of 1 in 2**64. Points are one where their
    coordinates are equal bit for bit.

    Parameters
    ----------
    faces : SurfaceTable
        Faces of all surfaces.
    surface : (n,) ndarray of int64
        Which surface each face belongs to.
    count : int
        Number of surfaces.

    Examples
    --------
    >>> from citygml.surfaces import surface_table
    >>> ring = [(0, 0, 0), (1, 0, 0), (0, 1, 0)]
    >>> both = surface_table([[ring], [ring[::-1]], [ring]])
    >>> (border_sum(both, np.array([0, 0, 1]), 2) == 0).tolist()
    [True, False]
    """
    bits = np.ascontiguousarray(faces.coords + 0.0).view(np.uint64)  # -0.0 is 0.0
    point = _mixed(_mixed(_mixed(bits[:, 0]) + bits[:, 1]) + bits[:, 2])
    following = point[following_rows(faces)]
    edge = np.where(point == following, np.uint64(0), _mixed(point + following))
    found = np.zeros(count, dtype=np.uint64)
    signed = np.where(point < following, edge, np.uint64(0) - edge)
    np.add.at(found, surface[faces.surface_of_coord], signed)
    return found


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Hash of 64 bits (the finalizer of SplitMix64, Steele et al. 2014, OOPSLA, fig. 16)."""
    found = values + np.uint64(0x9E3779B97F4A7C15)
    found = (found ^ (found >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    found = (found ^ (found >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(found ^ (found >> np.uint64(31)))


class ShellFaults(NamedTuple):
    """What is wrong with each shell; all (s,) bool."""

    has_gap: Bools
    has_turned_face: Bools
    is_inverted: Bools
    is_divided: Bools


def shell_faults(
    faces: SurfaceTable, turned: Bools, shell: NDArray[np.int64], count: int
) -> ShellFaults:
    """Judge the boundaries of solids.

    A shell is closed where every edge belongs to an even number of faces, and faces one way where
    each edge is walked as often forth as back, points within `WELD_TOLERANCE_M` being one; it is
    inverted where it does both and encloses a negative volume. It is divided where it is made of
    several bodies that have no edge in common; a cavity, the faces of which look into it, is none.

    Parameters
    ----------
    faces : SurfaceTable
        Faces of all shells; a polygon two shells share is there twice.
    turned : (n,) ndarray of bool
        Faces used in the opposite direction (``orientation="-"``).
    shell : (n,) ndarray of int64
        Which shell each face belongs to.
    count : int
        Number of shells.
    """
    _, label = np.unique(
        np.round(faces.coords / WELD_TOLERANCE_M).astype(np.int64), axis=0, return_inverse=True
    )
    label = label.reshape(-1)
    owner = faces.surface_of_coord
    start, end = label, label[following_rows(faces)]
    start, end = np.where(turned[owner], end, start), np.where(turned[owner], start, end)
    real = start != end
    start, end, group = start[real], end[real], shell[owner[real]]
    edges = np.stack([group, np.minimum(start, end), np.maximum(start, end)], axis=1)
    found, edge = np.unique(edges, axis=0, return_inverse=True)
    edge = edge.reshape(-1)
    uses = np.bincount(edge, minlength=len(found))
    balance = np.bincount(edge, np.where(start < end, 1, -1), len(found))
    gap, twisted = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
    gap[found[uses % 2 == 1, 0]] = True
    twisted[found[(uses % 2 == 0) & (balance != 0), 0]] = True
    mesh = triangulate(faces)
    back = turned[mesh.surface_row]
    triangles = np.where(back[:, None], mesh.triangles[:, ::-1], mesh.triangles)
    mesh = replace(mesh, triangles=triangles)
    inverted = shell_volume(mesh, shell[mesh.surface_row], count) < 0
    piece, of_piece = _pieces(owner[real], edge, shell)
    volume = shell_volume(mesh, piece[mesh.surface_row], len(of_piece))
    bodies = np.bincount(of_piece[volume > MIN_VOLUME_M3], minlength=count)
    sound = ~gap & ~twisted
    return ShellFaults(gap, twisted & ~gap, inverted & sound, (bodies > 1) & sound)


def _pieces(
    face: NDArray[np.int64], edge: NDArray[np.int64], shell: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the piece of every face, and the shell of every piece: faces joined by edges."""
    faces = len(shell)
    size = faces + int(edge.max(initial=-1)) + 1
    links = coo_array((np.ones(len(edge)), (face, faces + edge)), shape=(size, size))
    count, piece = connected_components(links, directed=False)
    of_piece = np.zeros(count, dtype=np.int64)
    of_piece[piece[:faces]] = shell
    return np.asarray(piece[:faces], dtype=np.int64), of_piece
