"""Faces of a solid -> its outline between two heights, where it is a prism."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from citygml.surfaces import SurfaceTable, area_vectors

#: Base and top of a prism are level within this: the tolerance of L12. [m]
TOLERANCE_M = 0.03
#: A face is level, or upright, where its unit normal is this near to the vertical, or to level.
_LEVEL, _UPRIGHT = 0.999, 0.01


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
