"""Relief -> its highest points on a fixed lattice: what a far horizon is made of.

A lattice of the reference system, and not of a city or a tile: parts of a relief give parts of the
lattice, and together exactly that of the whole.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from citygml.mesh import Mesh

#: Side of a cell, and longest distance of points along an edge: as fine as far horizons are
#: followed (`analyses.horizon.EDGE_STEP_M`). [m]
CELL_M = 50.0
_ROW_STEP = 1 << 31


def relief_lattice(corners: ArrayLike) -> NDArray[np.float64]:
    """Highest point of triangles in each cell of the lattice.

    Parameters
    ----------
    corners : (t, 3, 3) array_like of float
        Easting, northing, height in a projected reference system. [m]

    Returns
    -------
    (n, 3) ndarray of float64
        Centres of the cells that hold a corner, or a point of an edge, and the greatest height
        there. [m]

    Examples
    --------
    >>> relief_lattice([[(10.0, 10.0, 5.0), (20.0, 10.0, 7.0), (10.0, 60.0, 1.0)]])
    array([[25., 25.,  7.],
           [25., 75.,  1.]])
    """
    triangles = np.asarray(corners, dtype=np.float64).reshape(-1, 3, 3)
    start, end = triangles.reshape(-1, 3), np.roll(triangles, -1, axis=1).reshape(-1, 3)
    length = np.hypot(*(end - start)[:, :2].T)
    inner = np.maximum(np.ceil(length / CELL_M).astype(np.int64) - 1, 0)
    edge = np.repeat(np.arange(len(inner)), inner)
    place = np.arange(len(edge)) - np.repeat(np.cumsum(inner) - inner, inner)
    share = ((place + 1.0) / (inner[edge] + 1.0))[:, None]
    between = start[edge] + share * (end[edge] - start[edge])
    return joined_lattice([start, between])


def joined_lattice(parts: Iterable[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Highest of all points in each cell, (n, 3). [m]

    Parameters
    ----------
    parts : iterable of (n, 3) ndarray of float64
        Points, such as lattices of parts of a relief. [m]
    """
    points = np.concatenate([np.zeros((0, 3)), *parts])
    cell = np.floor(points[:, :2] / CELL_M).astype(np.int64)
    key = cell[:, 1] * _ROW_STEP + cell[:, 0]
    order = np.lexsort((-points[:, 2], key))
    first = np.ones(len(order), dtype=bool)
    first[1:] = key[order][1:] != key[order][:-1]
    top = order[first]
    return np.column_stack([(cell[top] + 0.5) * CELL_M, points[top, 2]])


def lattice_mesh(points: NDArray[np.float64]) -> Mesh:
    """Surface through the points of a lattice: two triangles for every four neighbours.

    Parameters
    ----------
    points : (n, 3) ndarray of float64
        From `relief_lattice`. [m]

    Returns
    -------
    Mesh
        In the same coordinates, facing up.

    Examples
    --------
    >>> square = np.array([(25, 25, 1), (75, 25, 1), (25, 75, 1), (75, 75, 3.0)])
    >>> len(lattice_mesh(square)), len(lattice_mesh(square[:3]))
    (2, 0)
    """
    cell = np.floor(points[:, :2] / CELL_M).astype(np.int64)
    key = cell[:, 1] * _ROW_STEP + cell[:, 0]
    order = np.argsort(key)
    ranked = key[order]

    def row_of(step: int) -> NDArray[np.int64]:
        place = np.minimum(np.searchsorted(ranked, key + step), max(len(key) - 1, 0))
        return np.where(ranked[place] == key + step, order[place], -1) if len(key) else key

    east, north, both = row_of(1), row_of(_ROW_STEP), row_of(_ROW_STEP + 1)
    whole = (east >= 0) & (north >= 0) & (both >= 0)
    here = np.flatnonzero(whole)
    lower = np.column_stack([here, east[whole], both[whole]])
    upper = np.column_stack([here, both[whole], north[whole]])
    triangles = np.concatenate([lower, upper]).astype(np.int32)
    return Mesh(points.copy(), triangles, np.full(len(triangles), -1, np.int32))
