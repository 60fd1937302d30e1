"""Cameras + a grid -> pairs of camera and cell within range and field of view, block by block.

Cameras see little of a city, so nothing here looks at all pairs: a camera's range is cut into
strips of cells along the rows of the grid, and strips are worked off in blocks of bounded memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analyses.optics import Optics
from analyses.sampling import MAX_CELLS, GroundSamples
from citygml.errors import AnalysisError

#: Cells looked at in one go; each takes about 250 bytes in between.
CELLS_AT_ONCE = 1 << 20
#: Makes one ordered number of row and column; columns of a metric grid stay below half of it.
_ROW_STEP = 1 << 31


@dataclass(frozen=True, slots=True, eq=False)
class Strips:
    """Cells of one row of the grid within the range of one camera, for all cameras and rows.

    Attributes
    ----------
    camera, row, first, count : (s,) ndarray of int64
        Row of the camera, row of the grid, first column, number of columns.
    """

    camera: NDArray[np.int64]
    row: NDArray[np.int64]
    first: NDArray[np.int64]
    count: NDArray[np.int64]

    def blocks(self) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]]:
        """Camera, row and column of every cell, about `CELLS_AT_ONCE` at a time."""
        block = np.cumsum(self.count) // CELLS_AT_ONCE
        bounds = np.concatenate([[0], np.flatnonzero(np.diff(block)) + 1, [len(block)]])
        for start, stop in pairwise(bounds):
            part = slice(start, stop)
            count = self.count[part]
            shift = np.cumsum(count) - count
            column = np.arange(count.sum()) + np.repeat(self.first[part] - shift, count)
            yield np.repeat(self.camera[part], count), np.repeat(self.row[part], count), column


class ViewPairs(NamedTuple):
    """Pairs of a camera and a target inside its range and field of view.

    Attributes
    ----------
    camera, sample : (p,) ndarray of int64
        Rows of the optics and of the samples.
    distance_m, depth_m : (p,) ndarray of float64
        Slant distance, and distance along the optical axis. [m]
    """

    camera: NDArray[np.int64]
    sample: NDArray[np.int64]
    distance_m: NDArray[np.float64]
    depth_m: NDArray[np.float64]

    def take(self, rows: NDArray[Any]) -> ViewPairs:
        """Return the given pairs (integers or a boolean mask)."""
        return ViewPairs(
            self.camera[rows], self.sample[rows], self.distance_m[rows], self.depth_m[rows]
        )

    @classmethod
    def joined(cls, parts: Sequence[ViewPairs]) -> ViewPairs:
        """Return the pairs of all parts; there must be one."""
        return cls(
            np.concatenate([part.camera for part in parts]),
            np.concatenate([part.sample for part in parts]),
            np.concatenate([part.distance_m for part in parts]),
            np.concatenate([part.depth_m for part in parts]),
        )


def strips_in_reach(
    optics: Optics,
    origin: tuple[float, float, float],
    *,
    spacing_m: float,
    bounds: NDArray[np.float64],
) -> Strips:
    """Cells whose centre may lie in the range and the field of view of a camera.

    Parameters
    ----------
    optics : Optics
        Cameras, coordinates from `origin`.
    origin : tuple of float
        `CityModel.origin`.
    spacing_m : float
        Side of a cell. [m]
    bounds : (2, 2) ndarray of float64
        Where ground is: lowest and highest east and north from `origin`. [m]

    Returns
    -------
    Strips
        The disc of the range, cut by the box around the picture's pyramid.
    """
    low, high = _plan_boxes(optics)
    low, high = np.maximum(low, bounds[0]) + origin[:2], np.minimum(high, bounds[1]) + origin[:2]
    apart = ~(high > low).all(axis=1)  # nan bounds too: a city without ground
    low[apart] = high[apart] = 0.0
    first_row = np.floor(low[:, 1] / spacing_m).astype(np.int64)
    row_count = np.maximum(np.floor(high[:, 1] / spacing_m).astype(np.int64) - first_row + 1, 0)
    row_count[apart] = 0
    camera = np.repeat(np.arange(len(optics)), row_count)
    shift = np.cumsum(row_count) - row_count
    row = np.arange(row_count.sum()) + np.repeat(first_row - shift, row_count)

    centre = optics.position[:, :2] + origin[:2]
    off_axis = (row + 0.5) * spacing_m - centre[camera, 1]
    half = np.sqrt(np.maximum(optics.far_m[camera] ** 2 - off_axis**2, 0.0))
    west = np.maximum(centre[camera, 0] - half, low[camera, 0])
    east = np.minimum(centre[camera, 0] + half, high[camera, 0])
    first = np.ceil(west / spacing_m - 0.5).astype(np.int64)
    count = np.floor(east / spacing_m - 0.5).astype(np.int64) - first + 1
    some = count > 0
    return Strips(camera[some], row[some], first[some], count[some])


def cells_in_reach(strips: Strips) -> NDArray[np.int64]:
    """Cells of the strips, each once, ordered by row, then column: (n, 2) column and row.

    Raises
    ------
    AnalysisError
        If they are more than `MAX_CELLS`.
    """
    known, waiting, waiting_count = np.zeros(0, np.int64), [], 0
    for _, row, column in strips.blocks():
        waiting.append(_distinct(row * _ROW_STEP + column))
        waiting_count += len(waiting[-1])
        if waiting_count > max(len(known), CELLS_AT_ONCE):  # merging seldom keeps it n log n
            known, waiting, waiting_count = _merged(known, waiting), [], 0
    known = _merged(known, waiting)
    row = (known + _ROW_STEP // 2) // _ROW_STEP
    return np.column_stack([known - row * _ROW_STEP, row])


def _merged(known: NDArray[np.int64], more: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Numbers of cells, each once, in order; refuses more than `MAX_CELLS`."""
    merged = _distinct(np.concatenate([known, *more]))
    if len(merged) > MAX_CELLS:
        raise AnalysisError(
            f"more than {MAX_CELLS} cells lie in the range of the cameras; take a larger "
            "spacing_m or a smaller far_m"
        )
    return merged


def _distinct(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Numbers in order, each once.

    The hash table of `np.unique` (NumPy 2.3 and later) takes 250 times as long as sorting: numbers
    of cells differ by large powers of two and collide.
    """
    ordered = np.sort(numbers)
    first = np.ones(len(ordered), dtype=bool)
    first[1:] = ordered[1:] != ordered[:-1]
    return ordered[first]


def pairs_in_view(optics: Optics, samples: GroundSamples, strips: Strips) -> Iterator[ViewPairs]:
    """Pairs of camera and target within range and field of view, block by block.

    Parameters
    ----------
    optics : Optics
        Cameras, coordinates like those of the samples.
    samples : GroundSamples
        In the order of `cells_in_reach`.
    strips : Strips
        See `strips_in_reach`.
    """
    known = samples.cell[:, 1] * _ROW_STEP + samples.cell[:, 0]
    if not len(known):
        return
    for camera, row, column in strips.blocks():
        key = row * _ROW_STEP + column
        sample = np.minimum(np.searchsorted(known, key), len(known) - 1)
        there = known[sample] == key
        yield _in_view(optics, samples.points, camera[there], sample[there])


def _in_view(
    optics: Optics,
    points: NDArray[np.float64],
    camera: NDArray[np.int64],
    sample: NDArray[np.int64],
) -> ViewPairs:
    """Keep the pairs inside range and picture."""
    sight = points[sample] - optics.position[camera]
    distance = np.sqrt(np.einsum("pj,pj->p", sight, sight))
    right, up, forward = (
        np.einsum("pj,pj->p", sight, optics.axes[:, axis][camera]) for axis in range(3)
    )
    seen = (distance >= optics.near_m[camera]) & (distance <= optics.far_m[camera]) & (forward > 0)
    seen &= np.abs(right) <= forward * optics.half_width[camera]
    seen &= np.abs(up) <= forward * optics.half_height[camera]
    return ViewPairs(camera[seen], sample[seen], distance[seen], forward[seen])


def _plan_boxes(optics: Optics) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Box around the range and the pyramid of every camera on the map: lowest, highest (n, 2)."""
    x = np.stack([optics.half_width, optics.half_width, -optics.half_width, -optics.half_width], 1)
    y = np.stack([optics.half_height, -optics.half_height] * 2, 1)
    in_picture = np.stack([x, y, np.ones_like(x)], axis=-1)
    far = optics.far_m[:, None]
    corners = np.einsum("nck,nkj->ncj", in_picture, optics.axes)[..., :2] * far[..., None]
    reach = np.broadcast_to(far, (len(optics), 2))
    place = optics.position[:, :2]
    low = place + np.maximum(np.minimum(corners.min(axis=1), 0.0), -reach)
    high = place + np.minimum(np.maximum(corners.max(axis=1), 0.0), reach)
    return low, high
