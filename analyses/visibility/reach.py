"""Cameras + targets -> pairs of camera and target within range and field of view, block by block.

Cameras see little of a city, so nothing here looks at all pairs: a camera's range is cut into
strips of cells along the rows of the grid, targets are ordered by cell, so that a strip is one run
of targets, and runs are worked off in blocks of bounded memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from analyses.optics import Optics, Picture, in_picture
from analyses.sampling import MAX_CELLS
from analyses.visibility.targets import MAX_INCIDENCE_DEG, Targets
from citygml.errors import AnalysisError

#: Pairs looked at in one go; each takes about 400 bytes in between.
PAIRS_AT_ONCE = 1 << 18
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


class ViewPairs(NamedTuple):
    """Pairs of a camera and a target inside its range and field of view.

    Attributes
    ----------
    camera, sample : (p,) ndarray of int64
        Rows of the optics and of the targets.
    points : (p, 3) ndarray of float64
        Where the target is looked at, `height_row` of its heights up. [m]
    height_row : int
        Which of the heights of the targets.
    picture : Picture
        Where it lies in the picture, how far, and whether at home.
    incidence : (p,) ndarray of float64
        Cosine between the line of sight and the normal of a wall, 1 on the ground.
    """

    camera: NDArray[np.int64]
    sample: NDArray[np.int64]
    points: NDArray[np.float64]
    height_row: int
    picture: Picture
    incidence: NDArray[np.float64]


def strips_in_reach(
    optics: Optics,
    origin: tuple[float, float, float],
    *,
    spacing_m: float,
    bounds: NDArray[np.float64],
) -> Strips:
    """Cells any point of which may lie in the range and the field of view of a camera.

    Parameters
    ----------
    optics : Optics
        Cameras, coordinates from `origin`.
    origin : tuple of float
        `CityModel.origin`.
    spacing_m : float
        Side of a cell. [m]
    bounds : (2, 2) ndarray of float64
        Where targets are: lowest and highest east and north from `origin`. [m]

    Returns
    -------
    Strips
        The disc of the range, cut by the box around the picture's pyramid.
    """
    low, high = _plan_boxes(optics)
    low, high = np.maximum(low, bounds[0]) + origin[:2], np.minimum(high, bounds[1]) + origin[:2]
    apart = ~(high >= low).all(axis=1)  # nan bounds too: a city without ground
    low[apart] = high[apart] = 0.0
    first_row = np.floor(low[:, 1] / spacing_m).astype(np.int64)
    row_count = np.maximum(np.floor(high[:, 1] / spacing_m).astype(np.int64) - first_row + 1, 0)
    row_count[apart] = 0
    camera = np.repeat(np.arange(len(optics)), row_count)
    shift = np.cumsum(row_count) - row_count
    row = np.arange(row_count.sum()) + np.repeat(first_row - shift, row_count)

    centre = optics.position[:, :2] + origin[:2]
    south = row * spacing_m
    off_axis = centre[camera, 1] - np.clip(centre[camera, 1], south, south + spacing_m)
    inside = optics.far_m[camera] ** 2 - off_axis**2
    half = np.sqrt(np.maximum(inside, 0.0))
    west = np.maximum(centre[camera, 0] - half, low[camera, 0])
    east = np.minimum(centre[camera, 0] + half, high[camera, 0])
    first = np.floor(west / spacing_m).astype(np.int64)
    count = np.floor(east / spacing_m).astype(np.int64) - first + 1
    some = (count > 0) & (inside >= 0.0)
    return Strips(camera[some], row[some], first[some], count[some])


def cells_in_reach(strips: Strips) -> NDArray[np.int64]:
    """Cells of the strips, each once, ordered by row, then column: (n, 2) column and row.

    Raises
    ------
    AnalysisError
        If they are more than `MAX_CELLS`.
    """
    start = strips.row * _ROW_STEP + strips.first
    order = np.argsort(start, kind="stable")
    start, end = start[order], start[order] + strips.count[order]
    # Overlapping strips of a row become one: each begins where all before it have ended.
    reached = np.concatenate([[np.iinfo(np.int64).min], np.maximum.accumulate(end)[:-1]])[
        : len(end)
    ]
    start = np.maximum(start, reached)
    count = np.maximum(end - start, 0)
    if count.sum() > MAX_CELLS:
        raise AnalysisError(
            f"more than {MAX_CELLS} cells lie in the range of the cameras; take a larger "
            "spacing_m or a smaller far_m"
        )
    known = np.arange(count.sum()) + np.repeat(start - (np.cumsum(count) - count), count)
    row = (known + _ROW_STEP // 2) // _ROW_STEP
    return np.column_stack([known - row * _ROW_STEP, row])


def pairs_in_view(
    optics: Optics,
    targets: Targets,
    strips: Strips,
    *,
    masks: NDArray[np.object_] | None = None,
) -> Iterator[list[ViewPairs]]:
    """Pairs of camera and target within range and field of view, block by block.

    All of one camera and target are in one block, a list with an item for each height. Targets
    that a privacy mask covers are in view, with an infinite distance: nothing can be seen there.

    Parameters
    ----------
    optics : Optics
        Cameras, coordinates like those of the targets.
    targets : Targets
        In any order.
    strips : Strips
        See `strips_in_reach`, for the spacing of the targets.
    masks : (n,) ndarray of object, optional
        Privacy mask of each camera, see `analyses.cameras`.
    """
    key = targets.cell[:, 1] * _ROW_STEP + targets.cell[:, 0]
    order = np.argsort(key, kind="stable")
    key = key[order]
    lowest = strips.row * _ROW_STEP + strips.first
    low = np.searchsorted(key, lowest)
    count = np.searchsorted(key, lowest + strips.count - 1, side="right") - low
    some = count > 0
    camera_of_run, low, count = strips.camera[some], low[some], count[some]
    for part in _blocks(count):
        size = count[part]
        camera = np.repeat(camera_of_run[part], size)
        shift = np.cumsum(size) - size
        place = order[np.arange(size.sum()) + np.repeat(low[part] - shift, size)]
        yield [
            _in_view(optics, targets, camera, place, height_row=row, masks=masks)
            for row in range(len(targets.heights_m))
        ]


def bounds_of(targets: Targets) -> NDArray[np.float64]:
    """Lowest and highest east and north of targets, (2, 2); nan without any. [m]"""
    if not len(targets):
        return np.full((2, 2), np.nan)
    return np.array([targets.points[:, :2].min(axis=0), targets.points[:, :2].max(axis=0)])


def _blocks(count: NDArray[np.int64]) -> Iterator[slice]:
    """Slices of runs with about `PAIRS_AT_ONCE` pairs each."""
    if not len(count):
        return
    block = np.cumsum(count) // PAIRS_AT_ONCE
    bounds = np.concatenate([[0], np.flatnonzero(np.diff(block)) + 1, [len(block)]])
    for start, stop in pairwise(bounds):
        yield slice(int(start), int(stop))


def _in_view(
    optics: Optics,
    targets: Targets,
    camera: NDArray[np.int64],
    sample: NDArray[np.int64],
    *,
    height_row: int,
    masks: NDArray[np.object_] | None,
) -> ViewPairs:
    """Keep the pairs inside range and picture."""
    points = targets.points[sample]
    points[:, 2] += targets.heights_m[height_row]
    sight = points - optics.position[camera]
    picture = in_picture(optics, camera, sight)
    kept = picture.inside
    incidence = np.ones(len(camera))
    if targets.is_wall:
        towards = -np.einsum("pj,pj->p", sight, targets.normal[sample])
        incidence = towards / np.maximum(picture.distance_m, 1e-9)
        kept = kept & (incidence >= np.cos(np.radians(MAX_INCIDENCE_DEG)))
    if masks is not None:
        covered = _masked(masks, camera, picture)
        picture = picture._replace(distance_m=np.where(covered, np.inf, picture.distance_m))
    return ViewPairs(
        camera[kept],
        sample[kept],
        points[kept],
        height_row,
        picture.take(kept),
        incidence[kept],
    )


def _masked(
    masks: NDArray[np.object_], camera: NDArray[np.int64], picture: Picture
) -> NDArray[np.bool_]:
    """Whether targets lie under the privacy mask of their camera."""
    x = np.clip((1.0 + picture.x) / 2.0, -1.0, 2.0)
    y = np.clip((1.0 - picture.y) / 2.0, -1.0, 2.0)
    there = shapely.is_geometry(masks[camera])
    covered = np.zeros(len(camera), dtype=bool)
    covered[there] = shapely.intersects_xy(masks[camera[there]], x[there], y[there])
    return covered


def _plan_boxes(optics: Optics) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Box around the range and the pyramid of every camera on the map: lowest, highest (n, 2)."""
    x = np.stack([optics.half_width, optics.half_width, -optics.half_width, -optics.half_width], 1)
    y = np.stack([optics.half_height, -optics.half_height] * 2, 1)
    in_frame = np.stack([x, y, np.ones_like(x)], axis=-1)
    far = optics.far_m[:, None]
    corners = np.einsum("nck,nkj->ncj", in_frame, optics.axes)[..., :2] * far[..., None]
    reach = np.broadcast_to(far, (len(optics), 2))
    place = optics.position[:, :2]
    low = np.maximum(np.minimum(corners.min(axis=1), 0.0), -reach)
    high = np.minimum(np.maximum(corners.max(axis=1), 0.0), reach)
    all_around = (optics.turns | optics.is_equidistant)[:, None]
    return place + np.where(all_around, -reach, low), place + np.where(all_around, reach, high)
