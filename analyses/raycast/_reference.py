"""Float64 rays -> every triangle tried: the referee of the other engines, without a dependency."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

#: Widening of a triangle in barycentric units, so that rays aimed at a shared edge do not slip
#: through between two triangles. On an edge of 100 m it is 0.1 micrometre.
EDGE_TOLERANCE = 1e-9
#: Ray-triangle pairs held in memory at once; each takes about 150 bytes.
PAIRS_AT_ONCE = 1 << 18


class ReferenceEngine:
    """Möller-Trumbore [1]_ for every pair of ray and triangle, double precision, no tree.

    References
    ----------
    .. [1] T. Möller and B. Trumbore, "Fast, minimum storage ray/triangle intersection", Journal of
       Graphics Tools 2(1), 1997, pp. 21-28.
    """

    dtype: type[np.floating[Any]] = np.float64
    chunk_rays = 1 << 12

    def __init__(self, corners: NDArray[np.float64]) -> None:
        """Keep a corner and two edges of (t, 3, 3) triangles."""
        self._anchor = corners[:, 0]
        self._edge_1 = corners[:, 1] - corners[:, 0]
        self._edge_2 = corners[:, 2] - corners[:, 0]

    def is_occluded(
        self, origins: NDArray[Any], directions: NDArray[Any], max_distance_m: NDArray[Any]
    ) -> NDArray[np.bool_]:
        """Whether anything is hit."""
        return self.first_hit(origins, directions, max_distance_m)[0] >= 0

    def first_hit(
        self, origins: NDArray[Any], directions: NDArray[Any], max_distance_m: NDArray[Any]
    ) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """Triangle (-1 = none) and distance (inf where none) of the nearest hit."""
        triangle = np.full(len(origins), -1, np.int32)
        distance = np.full(len(origins), np.inf)
        step = max(1, PAIRS_AT_ONCE // max(1, len(origins)))
        for first in range(0, len(self._anchor), step):
            block = slice(first, first + step)
            reach = self._distances(origins, directions, block)
            reach[reach > max_distance_m[:, None]] = np.inf
            nearest = reach.argmin(axis=1)
            found = np.take_along_axis(reach, nearest[:, None], axis=1)[:, 0]
            closer = found < distance
            distance[closer] = found[closer]
            triangle[closer] = nearest[closer] + first
        return triangle, distance

    def _distances(
        self, origins: NDArray[Any], directions: NDArray[Any], block: slice
    ) -> NDArray[np.float64]:
        """Distance along every ray to every triangle of the block, inf for a miss, (n, k). [m]"""
        edge_1, edge_2 = self._edge_1[block], self._edge_2[block]
        p = np.cross(directions[:, None], edge_2)
        determinant = np.einsum("nkj,kj->nk", p, edge_1)
        s = origins[:, None] - self._anchor[block]
        q = np.cross(s, edge_1)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):  # rays in the plane
            u = np.einsum("nkj,nkj->nk", s, p) / determinant
            v = np.einsum("nkj,nj->nk", q, directions) / determinant
            t = np.einsum("nkj,kj->nk", q, edge_2) / determinant
            inside = (u >= -EDGE_TOLERANCE) & (v >= -EDGE_TOLERANCE)
            inside &= (u + v <= 1.0 + EDGE_TOLERANCE) & (t >= 0.0) & np.isfinite(t)
        return np.where(inside, t, np.inf)
