"""Lines as coordinates -> which of them cross themselves, and which do not follow one another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

#: Two places on a line are one where they are no further apart than this. [m]
TOLERANCE_M = 0.01
#: A line runs straight back where the cosine of its turn is this near to -1.
_STRAIGHT_BACK = 1e-12


def crosses_itself(points: NDArray[np.float64]) -> bool:
    """Whether a line crosses or touches itself, but for its ends, in space.

    Where it only passes over itself, as a ramp does, it does not.

    Parameters
    ----------
    points : (n, 3) ndarray of float64
        East, north, up. [m]

    Examples
    --------
    >>> loop = np.array([(0, 0, 0), (4, 0, 0), (4, 4, 0), (2, -2, 0)], dtype=float)
    >>> ramp = loop + np.array([[0, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 9]])
    >>> crosses_itself(loop), crosses_itself(ramp)
    (True, False)
    """
    line = shapely.linestrings(points[:, :2])
    if shapely.is_simple(line):
        return False
    step = np.diff(points, axis=0)
    length = np.linalg.norm(step, axis=1)
    turn = np.einsum("ij,ij->i", step[:-1], step[1:])
    if (turn < -(1.0 - _STRAIGHT_BACK) * length[:-1] * length[1:]).any():
        return True
    crossings = shapely.get_coordinates(shapely.boundary(shapely.get_parts(shapely.node(line))))
    return any(_meets(points, place) for place in np.unique(crossings, axis=0))


def _meets(points: NDArray[np.float64], place: NDArray[np.float64]) -> bool:
    """Whether a line comes to a place twice at the same height."""
    start, step = points[:-1], np.diff(points, axis=0)
    size = np.maximum((step[:, :2] ** 2).sum(axis=1), 1e-18)
    along = np.clip(((place - start[:, :2]) * step[:, :2]).sum(axis=1) / size, 0.0, 1.0)
    there = start + along[:, None] * step
    segments = np.flatnonzero(np.linalg.norm(there[:, :2] - place, axis=1) < TOLERANCE_M / 10)
    visits = np.split(segments, np.flatnonzero(np.diff(segments) > 1) + 1)
    closing = (np.linalg.norm(points[[0, -1], :2] - place, axis=1) < TOLERANCE_M / 10).all()
    heights = [there[visit, 2].mean() for visit in visits][int(closing) :]
    return bool((np.diff(np.sort(heights)) < TOLERANCE_M).any())


def broken_chain(lines: Sequence[NDArray[np.float64]]) -> bool:
    """Whether a line does not begin where the one before it ends.

    Examples
    --------
    >>> one, two = np.array([(0, 0, 0), (1, 0, 0)]), np.array([(1, 0, 0), (2, 0, 0)])
    >>> broken_chain([one, two]), broken_chain([two, one])
    (False, True)
    """
    ends = np.array([line[-1] for line in lines[:-1]]).reshape(-1, 3)
    starts = np.array([line[0] for line in lines[1:]]).reshape(-1, 3)
    return bool((np.linalg.norm(starts - ends, axis=1) > TOLERANCE_M).any())
