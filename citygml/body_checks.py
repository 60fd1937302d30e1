"""Solids -> which of them overlap, and which stand apart.

Of prisms, as the solids of LOD1 are, both can be told from outlines and heights alone. Of other
bodies an overlap is told only where there is proof of it: a ball of the size of the tolerance that
is inside both.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from citygml.face_checks import corners, distances, inside_solid
from citygml.mesh import triangulate
from citygml.prism_checks import TOLERANCE_M, prism_of
from citygml.surfaces import SurfaceTable

Bools = NDArray[np.bool_]
Points = NDArray[np.float64]

#: A triangle is upright where its area in plan is less than this. [m²]
_UPRIGHT_M2 = 1e-6
#: Parts of a shared outline that are looked into, the largest; and places that are proved.
_CELLS, _PROOFS = 400, 32


class Body(NamedTuple):
    """A solid: its object, line, level of detail, outline in plan, heights, and triangles.

    `triangles` is (t, 3, 3), all looking outwards, none of a prism that is not closed; `is_prism`
    says that it is all that is above the outline between the heights. [m]
    """

    feature_row: int
    line: int
    lod: int
    outline: shapely.Geometry
    base: float
    top: float
    triangles: Points
    is_prism: bool


class Pairs(NamedTuple):
    """Pairs of bodies by number, the first before the second."""

    first: NDArray[np.int64]
    second: NDArray[np.int64]

    def take(self, chosen: Bools) -> Pairs:
        """Return some of them."""
        return Pairs(self.first[chosen], self.second[chosen])


def body_of(
    faces: SurfaceTable, turned: Bools, triangles: Points, *, origin: Points
) -> tuple[shapely.Geometry, float, float, Points, bool] | None:
    """Return outline, base, top, triangles of a solid, and whether it is a prism.

    Parameters
    ----------
    faces : SurfaceTable
        All faces of one solid. [m]
    turned : (n,) ndarray of bool
        Faces used in the opposite direction.
    triangles : (t, 3, 3) ndarray of float64
        Of `outward_triangles`; none of a solid that is not closed or does not look outwards. [m]
    origin : (3,) ndarray of float64
        Added to the coordinates. [m]

    Returns
    -------
    tuple or None
        None where it has no inside that could be told from the outside.
    """
    triangles = triangles + origin
    prism = prism_of(faces, turned)
    if prism is not None:
        outline, base, top = prism
        moved = shapely.transform(outline, lambda xy: xy + origin[:2])
        return moved, base + origin[2], top + origin[2], triangles, True
    up = _plan_areas(triangles) > _UPRIGHT_M2
    if not up.any():
        return None
    outline = shapely.union_all(shapely.polygons(triangles[up][:, :, :2]))
    heights = triangles[:, :, 2]
    return outline, float(heights.min()), float(heights.max()), triangles, False


def outward_triangles(faces: SurfaceTable, turned: Bools) -> tuple[Points, NDArray[np.int64]]:
    """Return the triangles of faces as their solids use them, and the face of each.

    Parameters
    ----------
    faces : SurfaceTable
        Faces of any number of solids. [m]
    turned : (n,) ndarray of bool
        Faces used in the opposite direction.
    """
    mesh = triangulate(faces)
    found = corners(mesh)
    back = turned[mesh.surface_row]
    found[back] = found[back][:, ::-1]
    return found, mesh.surface_row.astype(np.int64)


def near(bodies: Sequence[Body]) -> Pairs:
    """Return the pairs of one level of detail whose outlines and heights are not apart."""
    outlines, base, top, lod = _columns(bodies)
    first, second = shapely.STRtree(outlines).query(
        outlines, predicate="dwithin", distance=TOLERANCE_M
    )
    gap = np.maximum(base[first], base[second]) - np.minimum(top[first], top[second])
    return Pairs(first, second).take(
        (first < second) & (gap <= TOLERANCE_M) & (lod[first] == lod[second])
    )


def overlap(bodies: Sequence[Body], pairs: Pairs) -> Bools:
    """Which pairs share a room thicker than `TOLERANCE_M`, (p,).

    Parameters
    ----------
    bodies : sequence of Body
        In one system.
    pairs : Pairs
        Of `near`.

    Returns
    -------
    (p,) ndarray of bool
        Of bodies that are no prisms, those that are seen to: false where there is no proof.
    """
    outlines, base, top, _ = _columns(bodies)
    first, second = pairs
    deep = np.minimum(top[first], top[second]) - np.maximum(base[first], base[second])
    shared = shapely.intersection(outlines[first], outlines[second])
    patch = shapely.buffer(shared, -TOLERANCE_M / 2)
    found = (deep > TOLERANCE_M) & ~shapely.is_empty(patch)
    for number in np.flatnonzero(found):
        one, other = bodies[first[number]], bodies[second[number]]
        if not (one.is_prism and other.is_prism):
            known = len(one.triangles) and len(other.triangles)
            found[number] = known and _share_room(one.triangles, other.triangles, patch[number])
    return np.asarray(found)


def touch(bodies: Sequence[Body], pairs: Pairs) -> Bools:
    """Which pairs have no gap wider than `TOLERANCE_M` between them, (p,); pairs of `near`."""
    found = overlap(bodies, pairs)
    for number in np.flatnonzero(~found):
        one, other = (bodies[side[number]] for side in pairs)
        known = len(one.triangles) and len(other.triangles)
        if not known or (one.is_prism and other.is_prism):
            found[number] = True  # by the outlines and heights, which is all that is known
        else:
            found[number] = _gap_m(one.triangles, other.triangles) <= TOLERANCE_M
    return found


def _columns(
    bodies: Sequence[Body],
) -> tuple[NDArray[np.object_], Points, Points, NDArray[np.int64]]:
    outlines = np.array([body.outline for body in bodies], dtype=object)
    base, top = np.array([body.base for body in bodies]), np.array([body.top for body in bodies])
    return outlines, base, top, np.array([body.lod for body in bodies], dtype=np.int64)


def _plan_areas(triangles: Points) -> Points:
    """Twice the area of each triangle in plan, negative where it looks down, (t,). [m²]"""
    one, other = (triangles[:, i, :2] - triangles[:, 0, :2] for i in (1, 2))
    return np.asarray(one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0])


def _share_room(one: Points, other: Points, patch: shapely.Geometry) -> bool:
    """Whether a ball of radius `TOLERANCE_M` / 2 above a patch of the plan is inside both."""
    origin = np.array([*np.asarray(patch.bounds)[:2], one[0, 0, 2]])
    patch = shapely.transform(patch, lambda xy: xy - origin[:2])
    sides = [triangles - origin for triangles in (one, other)]
    plan = _places(sides, patch)
    low, high, thick = _common_room(sides, plan)
    best = np.argsort(-thick)[:_PROOFS]
    best = best[thick[best] > TOLERANCE_M]
    places = np.column_stack([plan[best], (low[best] + high[best]) / 2])
    for side in sides:
        places = places[inside_solid(places, side)]
        places = places[distances(places, side) >= TOLERANCE_M / 2]
    return bool(len(places))


def _places(sides: Sequence[Points], patch: shapely.Geometry) -> Points:
    """One place in each part of a patch above which the same triangles of both bodies are."""
    flat = [
        shapely.polygons(side[np.abs(_plan_areas(side)) > _UPRIGHT_M2][:, :, :2]) for side in sides
    ]
    one, other = (shapely.intersection(shapes, patch) for shapes in flat)
    first, second = shapely.STRtree(other).query(one, predicate="intersects")
    cells = shapely.intersection(one[first], other[second])
    area = shapely.area(cells)
    largest = np.argsort(-area)[:_CELLS]
    cells = cells[largest[area[largest] > _UPRIGHT_M2]]
    middle = shapely.get_point(shapely.maximum_inscribed_circle(patch), 0)
    return np.asarray(shapely.get_coordinates([middle, *shapely.point_on_surface(cells)]))


def _common_room(sides: Sequence[Points], plan: Points) -> tuple[Points, Points, Points]:
    """Bottom, top and thickness of the thickest room of both bodies above each place, (n,).

    Upwards through all faces above a place: the room is common where both have been entered.
    """
    heights, steps = [], []
    for side in sides:
        found, sign = _crossings(side, plan)
        heights.append(found)
        steps.append(sign)
    every, own = np.concatenate(heights, axis=1), np.concatenate(steps, axis=1)
    order = np.argsort(every, axis=1)
    every = np.take_along_axis(every, order, axis=1)
    own = np.take_along_axis(own, order, axis=1)
    is_first = order < steps[0].shape[1]
    inside = np.cumsum(np.where(is_first, own, 0), axis=1) > 0
    inside &= np.cumsum(np.where(is_first, 0, own), axis=1) > 0
    with np.errstate(invalid="ignore"):
        step = np.diff(every, axis=1, append=np.inf)
    thick = np.where(inside & np.isfinite(step), step, 0.0)
    best = np.argmax(thick, axis=1)
    rows = np.arange(len(plan))
    low = np.where(np.isfinite(every[rows, best]), every[rows, best], 0.0)
    return low, low + thick[rows, best], thick[rows, best]


def _crossings(triangles: Points, plan: Points) -> tuple[Points, NDArray[np.int64]]:
    """Heights of the triangles above or below each place, inf beside it; 1 enters, -1 leaves."""
    area = _plan_areas(triangles)
    kept = np.abs(area) > _UPRIGHT_M2
    triangles, area = triangles[kept], area[kept]
    away = plan[:, None, None, :] - triangles[None, :, :, :2]  # (n, t, 3, 2)
    weights = np.stack(
        [
            away[:, :, i, 0] * away[:, :, j, 1] - away[:, :, i, 1] * away[:, :, j, 0]
            for i, j in ((1, 2), (2, 0), (0, 1))
        ],
        axis=2,
    )
    weights = weights / area[None, :, None]
    inside = (weights >= 0.0).all(axis=2)
    heights = np.einsum("ntk,tk->nt", weights, triangles[:, :, 2])
    sign = np.where(inside, np.where(area < 0, 1, -1)[None, :], 0)
    return np.where(inside, heights, np.inf), sign


def _gap_m(one: Points, other: Points) -> float:
    """Smallest distance between the faces of two bodies; 0 where they go through each other. [m]"""
    one, other = _beside(one, other), _beside(other, one)
    if not len(one) or not len(other):
        return np.inf
    gaps = (
        *(
            distances(points.reshape(-1, 3), side).min()
            for points, side in ((one, other), (other, one))
        ),
        _edge_gap_m(one, other),
    )
    return 0.0 if _pierces(one, other) or _pierces(other, one) else float(min(gaps))


def _beside(side: Points, other: Points) -> Points:
    """Triangles that reach into the box of the other body, or as far beside it as counts."""
    low, high = other.min(axis=(0, 1)) - TOLERANCE_M, other.max(axis=(0, 1)) + TOLERANCE_M
    beside = ((side.max(axis=1) >= low) & (side.min(axis=1) <= high)).all(axis=1)
    return np.asarray(side[beside])


def _edges(triangles: Points) -> tuple[Points, Points]:
    """Start and direction of every edge of all triangles, (3t, 3) each."""
    return triangles.reshape(-1, 3), (np.roll(triangles, -1, axis=1) - triangles).reshape(-1, 3)


def _edge_gap_m(one: Points, other: Points) -> float:
    """Smallest distance of two edges between their ends, inf where no two pass each other. [m]"""
    start, step = _edges(other)
    found = np.inf
    for begin, along in zip(*_edges(one), strict=True):
        normal = np.cross(along, step)
        square = (normal**2).sum(axis=1)
        between = start - begin
        shares = [(np.cross(between, way) * normal).sum(axis=1) for way in (step, along)]
        passing = np.logical_and(*((share > 0) & (share < square) for share in shares))
        gap = np.abs((between * normal).sum(axis=1)[passing]) / np.sqrt(square[passing])
        found = min(found, float(gap.min(initial=np.inf)))
    return found


def _pierces(one: Points, other: Points) -> bool:
    """Whether an edge of one goes through a triangle of the other."""
    sides = np.roll(other, -1, axis=1) - other
    normal = np.cross(sides[:, 0], sides[:, 1])
    for begin, along in zip(*_edges(one), strict=True):
        before = ((begin - other[:, 0]) * normal).sum(axis=1)
        after = before + normal @ along
        crossed = np.flatnonzero(before * after < 0)
        share = before[crossed] / (before[crossed] - after[crossed])
        place = begin + share[:, None] * along
        turns = np.cross(sides[crossed], place[:, None] - other[crossed])
        if ((turns * normal[crossed][:, None]).sum(axis=2) > 0).all(axis=1).any():
            return True
    return False
