"""Rings of equal length -> fans of triangles, as arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def fans(
    coords: NDArray[np.float64],
    first: NDArray[np.int64],
    *,
    size: int,
    min_area_m2: float,
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Cut rings without holes into triangles around one of their own corners.

    Every corner is tried as the hub; the one whose smallest triangle is largest is taken. A ring
    is covered by such a fan, once and by nothing else, where all triangles face with it and
    together do not reach around the hub more than once. Convex rings, those with one reflex corner
    (L-shaped plans, gables with a step) and many others have such a hub. Rings of three and four
    corners are always cut, also those that no fan covers.

    Parameters
    ----------
    coords : (c, 3) ndarray of float64
        Coordinates of all rings. [m]
    first : (m,) ndarray of int64
        Row of `coords` where each ring begins; rings are open.
    size : int
        Corners of every one of these rings, 3 or more.
    min_area_m2 : float
        A ring of smaller area is not cut, and five or more corners are not cut into a triangle of
        smaller area: corners in one line are not for fans. [m²]

    Returns
    -------
    corners : (size, m) ndarray of int64
        Rows of `coords`, the hub first; triangle ``t`` is ``corners[[0, t + 1, t + 2]]``.
    cut : (m,) ndarray of bool
        Whether the fan of a ring serves.

    Examples
    --------
    Only the notch of this ring, row 3, sees all other corners:

    >>> ring = np.array([(0, 0, 0), (4, 0, 0), (4, 2, 0), (2, 1, 0), (0, 2, 0)], float)
    >>> corners, cut = fans(ring, np.array([0]), size=5, min_area_m2=1e-6)
    >>> corners[:, 0].tolist(), cut.tolist()
    ([3, 4, 0, 1, 2], [True])
    """
    step = np.arange(size)[:, None]
    rows = first + step
    # Columns of their own, rings last: every operation below runs along the rings.
    local = np.ascontiguousarray(np.moveaxis(coords[rows], 2, 0))
    local -= local[:, :1].copy()
    following = np.roll(local, -1, axis=1)
    crosses = np.stack(_cross(local, following))
    normal = crosses.sum(axis=1)  # Newell's, see `surfaces.ring_area_vectors`
    length = np.sqrt((normal**2).sum(axis=0))
    cut = length >= 2.0 * min_area_m2
    if size == 3:
        return rows, cut
    normal /= np.where(cut, length, 1.0)
    worst = _worst_areas(local, following, (crosses * normal[:, None]).sum(axis=0), normal)
    corners = (worst.argmax(axis=0) + step) % size
    if size > 4:
        cut &= worst.max(axis=0) >= 2.0 * min_area_m2
        cut &= ~_overlapping(np.take_along_axis(local, corners[None], axis=1), normal)
    return corners + first, cut


def _cross(
    a: NDArray[np.float64], b: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Cross product of vectors whose components are the first axis."""
    x, y, z = a
    u, v, w = b
    return y * w - z * v, z * u - x * w, x * v - y * u


def _worst_areas(
    local: NDArray[np.float64],
    following: NDArray[np.float64],
    moment: NDArray[np.float64],
    normal: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Twice the least area of a triangle of the fan around each corner, (hubs, rings).

    The triangle of hub h over the edge from p to q has, seen along the normal n, the double area
    n . ((p - h) x (q - h)) = n . (p x q) + h . ((p - q) x n); `moment` is the first term.
    """
    size = local.shape[1]
    # Opposite corners of a quadrilateral are hubs of the same two triangles.
    hubs = np.arange(2 if size == 4 else size)
    areas = np.repeat(moment[None], len(hubs), axis=0)
    for place, edge in zip(local[:, hubs], _cross(local - following, normal[:, None]), strict=True):
        areas += place[:, None] * edge
    areas[hubs, hubs] = areas[hubs, hubs - 1] = np.inf  # edges that end in the hub
    return np.asarray(areas.min(axis=1))


def _overlapping(fan: NDArray[np.float64], normal: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether a fan of triangles that all face one way reaches around its hub more than once.

    Seen from the hub its corners then turn to the left of the first one again, having been right.
    """
    spokes = fan[:, 1:] - fan[:, :1]
    left = sum(
        side * spoke for side, spoke in zip(_cross(normal, spokes[:, 0]), spokes, strict=True)
    )
    return np.asarray(((left[1:-1] <= 0.0) & (left[2:] > 0.0)).any(axis=0))
