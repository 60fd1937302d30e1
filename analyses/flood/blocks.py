"""Large surfaces and many places -> heights, one square of ground after the other."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from citygml.mesh import Mesh
from citygml.terrain import height_at

#: Side of a block: a few hundred buildings, some ten thousand triangles of a 5 m grid. [m]
BLOCK_M = 400.0


class SurfaceBlocks:
    """A surface whose triangles are found by the square of ground they lie over.

    An index is made once; a query builds polygons of the triangles near its points only, so that
    memory is bounded by the density of a block and not by the size of the surface.

    Parameters
    ----------
    mesh : Mesh
        A surface with one height per place.
    """

    def __init__(self, mesh: Mesh) -> None:
        corners = mesh.corners[:, :, :2]
        first = np.floor(corners.min(axis=1) / BLOCK_M).astype(np.int64)
        last = np.floor(corners.max(axis=1) / BLOCK_M).astype(np.int64)
        span = last - first + 1
        copies = span.prod(axis=1)
        row = np.repeat(np.arange(len(mesh)), copies)
        k = np.arange(len(row)) - np.repeat(np.cumsum(copies) - copies, copies)
        east = first[row, 0] + k % span[row, 0]
        north = first[row, 1] + k // span[row, 0]
        order = np.lexsort((row, north, east))
        self._mesh = mesh
        self._row = row[order]
        cells, start = np.unique(np.column_stack([east, north])[order], axis=0, return_index=True)
        self._start = {tuple(cell): i for i, cell in enumerate(cells.tolist())}
        self._bound = np.append(start, len(row))

    def height_at(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        """Height of the surface at points that lie near one another, nan outside. [m]

        Parameters
        ----------
        xy : (n, 2) ndarray of float64
            East and north from the origin of the mesh. [m]
        """
        if not len(xy) or not len(self._mesh):
            return np.full(len(xy), np.nan)
        rows = self._rows_near(xy)
        return height_at(self._mesh.submesh(rows), xy)

    def _rows_near(self, xy: NDArray[np.float64]) -> NDArray[np.int64]:
        """Triangles of all squares that the points lie in."""
        cells = np.unique(np.floor(xy / BLOCK_M).astype(np.int64), axis=0)
        known = [self._start[key] for key in map(tuple, cells.tolist()) if key in self._start]
        parts = [self._row[self._bound[i] : self._bound[i + 1]] for i in known]
        return np.unique(np.concatenate(parts)) if parts else np.zeros(0, dtype=np.int64)


def blocks_of(xy: NDArray[np.float64]) -> Iterator[NDArray[np.int64]]:
    """Rows of the points of every square of ground that holds any.

    Parameters
    ----------
    xy : (n, 2) ndarray of float64
        Points; those that are not finite belong to no square. [m]

    Examples
    --------
    >>> [rows.tolist() for rows in blocks_of(np.array([(0.0, 0.0), (900.0, 0.0), (1.0, 1.0)]))]
    [[0, 2], [1]]
    """
    finite = np.flatnonzero(np.isfinite(xy).all(axis=1))
    if not len(finite):
        return
    cell = np.floor(xy[finite] / BLOCK_M).astype(np.int64)
    _, of = np.unique(cell, axis=0, return_inverse=True)
    order = np.argsort(of.reshape(-1), kind="stable")
    ends = np.cumsum(np.bincount(of.reshape(-1)))[:-1]
    yield from np.split(finite[order], ends)
