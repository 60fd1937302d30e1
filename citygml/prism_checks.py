"""Solids of LOD1 -> which of them overlap, and which parts of a building stand apart.

A solid of LOD1 is an outline between two heights, so that both can be told from outlines and
heights alone. Solids that are no prisms are not compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from citygml.surfaces import SurfaceTable, area_vectors

#: Solids overlap where what they share is thicker than this, and stand apart where the gap between
#: them is wider: the tolerance of L12. [m]
TOLERANCE_M = 0.03
#: A face is level, or upright, where its unit normal is this near to the vertical, or to level.
_LEVEL, _UPRIGHT = 0.999, 0.01


class Prism(NamedTuple):
    """A solid with a level base and a level top: its object, line, outline, heights. [m]"""

    feature_row: int
    line: int
    outline: shapely.Geometry
    base: float
    top: float


class Pairs(NamedTuple):
    """Pairs of prisms by number."""

    first: NDArray[np.int64]
    second: NDArray[np.int64]


def prism_of(
    faces: SurfaceTable, turned: NDArray[np.bool_]
) -> tuple[shapely.Geometry, float, float] | None:
    """Return outline, base and top of a solid, None where it is no prism.

    Parameters
    ----------
    faces : SurfaceTable
        All faces of one solid. [m]
    turned : (n,) ndarray of bool
        Faces used in the opposite direction.

    Examples
    --------
    >>> from citygml.surfaces import surface_table
    >>> low, high = [(0, 0, 1), (0, 2, 1), (3, 0, 1)], [(0, 0, 5), (3, 0, 5), (0, 2, 5)]
    >>> outline, base, top = prism_of(surface_table([[low], [high]]), np.array([False, False]))
    >>> outline.area, base, top
    (3.0, 1.0, 5.0)
    """
    vectors = area_vectors(faces) * np.where(turned, -1.0, 1.0)[:, None]
    length = np.linalg.norm(vectors, axis=1)
    slope = vectors[:, 2] / np.where(length > 0.0, length, 1.0)
    level = np.abs(slope) > _LEVEL
    if (~level & (np.abs(slope) > _UPRIGHT)).any():
        return None
    low, high = faces.take(level & (slope < 0)), faces.take(level & (slope > 0))
    if not len(low) or not len(high):
        return None
    if max(np.ptp(low.coords[:, 2]), np.ptp(high.coords[:, 2])) > TOLERANCE_M:
        return None
    rings = np.repeat(np.arange(len(low.coord_start) - 1), np.diff(low.coord_start))
    parts = shapely.polygons(
        shapely.linearrings(low.coords[:, :2], indices=rings), indices=low.surface_of_ring
    )
    if not shapely.is_valid(parts).all():
        return None
    return shapely.union_all(parts), float(low.coords[0, 2]), float(high.coords[0, 2])


def overlapping(prisms: Sequence[Prism]) -> Pairs:
    """Return the pairs of prisms that share a room thicker than `TOLERANCE_M` everywhere."""
    outlines, base, top = _columns(prisms)
    first, second = shapely.STRtree(outlines).query(outlines, predicate="intersects")
    deep = np.minimum(top[first], top[second]) - np.maximum(base[first], base[second])
    chosen = (first < second) & (deep > TOLERANCE_M)
    first, second = first[chosen], second[chosen]
    shared = shapely.intersection(outlines[first], outlines[second])
    thick = ~shapely.is_empty(shapely.buffer(shared, -TOLERANCE_M / 2))
    return Pairs(first[thick], second[thick])


def touching(prisms: Sequence[Prism]) -> Pairs:
    """Return the pairs of prisms with no gap wider than `TOLERANCE_M` between them, both ways."""
    outlines, base, top = _columns(prisms)
    tree = shapely.STRtree(outlines)
    first, second = tree.query(outlines, predicate="dwithin", distance=TOLERANCE_M)
    gap = np.maximum(base[first], base[second]) - np.minimum(top[first], top[second])
    near = (first != second) & (gap <= TOLERANCE_M)
    return Pairs(first[near], second[near])


def _columns(
    prisms: Sequence[Prism],
) -> tuple[NDArray[np.object_], NDArray[np.float64], NDArray[np.float64]]:
    outlines = np.array([prism.outline for prism in prisms], dtype=object)
    base = np.array([prism.base for prism in prisms])
    return outlines, base, np.array([prism.top for prism in prisms])
