"""Pairs in view + blockers -> who sees what, and what stands between the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analyses.optics import Optics
from analyses.visibility.blockers import (
    Blockers,
    blocking_rows,
    counted_pairs,
    most_frequent,
)
from analyses.visibility.reach import ViewPairs
from analyses.visibility.targets import Targets

#: How many of the objects that hide most are named for each camera.
HIDERS_NAMED = 3
#: What hides where no object does: leaves, and the privacy mask of the camera itself.
LEAVES_ID, MASK_ID = "leaves", "privacy mask"


class SightLines(NamedTuple):
    """Pairs of one block after the rays were cast, each pair of camera and target once.

    Attributes
    ----------
    camera, sample : (p,) ndarray of int64
        Rows of the optics and of the targets.
    seen_heights : (p,) ndarray of int64
        How many of the heights of the target the camera sees.
    is_seen : (p,) ndarray of bool
        Whether it sees all of them.
    is_pointed : (p,) ndarray of bool
        Whether it has all of them in view without turning.
    px_per_m, distance_m : (p,) ndarray of float64
        Lowest density and greatest distance of the heights. [px/m], [m]
    hiders : (k, 3) ndarray of int64
        Camera, row of ids and how often.
    """

    camera: NDArray[np.int64]
    sample: NDArray[np.int64]
    seen_heights: NDArray[np.int64]
    is_seen: NDArray[np.bool_]
    is_pointed: NDArray[np.bool_]
    px_per_m: NDArray[np.float64]
    distance_m: NDArray[np.float64]
    hiders: NDArray[np.int64]


class Sight(NamedTuple):
    """What the pairs in view came to.

    Attributes
    ----------
    camera, sample : (p,) ndarray of int32
        Pairs that see each other.
    in_view_count, pointed_count : (s,) ndarray of int32
        Cameras that have the target in view, seen or hidden; and those that see it without turning.
    is_partly_seen : (s,) ndarray of bool
        Whether a camera sees one of its heights at least.
    px_per_m, distance_m : (s,) ndarray of float64
        Highest density, and distance of the nearest camera that sees it; nan where none does.
    nearest : (s,) ndarray of int32
        That camera, -1 = none.
    target, covered, pointed : (n,) ndarray of float64
        Amount of the targets that the camera has in view, that it sees, and that it sees without
        turning.
    covered_at : (n, l) ndarray of float64
        Amount seen at each level.
    hidden_by : (n,) ndarray of object
        Ids of what hides most from the camera, the worst first.
    """

    camera: NDArray[np.int32]
    sample: NDArray[np.int32]
    in_view_count: NDArray[np.int32]
    pointed_count: NDArray[np.int32]
    is_partly_seen: NDArray[np.bool_]
    px_per_m: NDArray[np.float64]
    distance_m: NDArray[np.float64]
    nearest: NDArray[np.int32]
    target: NDArray[np.float64]
    covered: NDArray[np.float64]
    pointed: NDArray[np.float64]
    covered_at: NDArray[np.float64]
    hidden_by: NDArray[np.object_]


def cast_blocks(
    blockers: Blockers, optics: Optics, blocks: Iterable[list[ViewPairs]]
) -> Iterator[SightLines]:
    """Cast one ray for every pair in view and height.

    Parameters
    ----------
    blockers : Blockers
        What stands in the way.
    optics : Optics
        n cameras.
    blocks : iterable of list of ViewPairs
        See `analyses.visibility.reach.pairs_in_view`.
    """
    for heights in blocks:
        cast = [_cast(blockers, optics, pairs) for pairs in heights]
        yield cast[0] if len(cast) == 1 else _whole_bodies(cast)


def _cast(blockers: Blockers, optics: Optics, pairs: ViewPairs) -> SightLines:
    """Answer for the pairs at one height."""
    camera, picture = pairs.camera, pairs.picture
    blocked = np.full(len(camera), -3, np.int64)
    bare = np.isfinite(picture.distance_m)
    blocked[bare] = blocking_rows(blockers, optics.position[camera[bare]], pairs.points[bare])
    free = blocked == -1
    hidden = ~free
    names = len(blockers.ids)
    by = np.where(blocked < -1, names - 2 - blocked, blocked)  # leaves, then the mask
    density = optics.px_metres[camera] * pairs.incidence / np.maximum(picture.depth_m, 1e-9)
    return SightLines(
        camera,
        pairs.sample,
        free.astype(np.int64),
        free,
        picture.pointed,
        density,
        picture.distance_m,
        counted_pairs(camera[hidden], by[hidden]),
    )


def _whole_bodies(cast: list[SightLines]) -> SightLines:
    """Bring the heights of a target together: it is seen where all of them are."""
    camera, sample = (np.concatenate([c[i] for c in cast]) for i in (0, 1))
    step = int(sample.max(initial=0)) + 1
    pair, row = np.unique(camera * step + sample, return_inverse=True)
    seen = np.bincount(row, np.concatenate([c.is_seen for c in cast]), len(pair)).astype(np.int64)
    pointed = np.bincount(row, np.concatenate([c.is_pointed for c in cast]), len(pair))
    density, distance = np.full(len(pair), np.inf), np.zeros(len(pair))
    np.minimum.at(density, row, np.concatenate([c.px_per_m for c in cast]))
    np.maximum.at(distance, row, np.concatenate([c.distance_m for c in cast]))
    return SightLines(
        pair // step,
        pair % step,
        seen,
        seen == len(cast),
        pointed == len(cast),
        density,
        distance,
        np.concatenate([c.hiders for c in cast]),
    )


def sight_of_pairs(
    blockers: Blockers,
    optics: Optics,
    targets: Targets,
    blocks: Iterable[list[ViewPairs]],
    *,
    levels_px_per_m: NDArray[np.float64],
) -> Sight:
    """Cast the rays of all blocks and add up what they say; memory is that of one block.

    Parameters
    ----------
    blockers, optics, targets, blocks
        See `cast_blocks`.
    levels_px_per_m : (l,) ndarray of float64
        Densities to count amounts at. [px/m]
    """
    n, s = len(optics), len(targets)
    in_view, pointed_count = np.zeros((2, s), np.int32)
    partly, nearest = np.zeros(s, bool), np.full(s, -1, np.int32)
    density, distance = np.full(s, -np.inf), np.full(s, np.inf)
    amounts = np.zeros((3 + len(levels_px_per_m), n))
    seen_pairs = [np.zeros((2, 0), np.int32)]
    hiders = [np.zeros((0, 3), np.int64)]
    for lines in cast_blocks(blockers, optics, blocks):
        in_view += np.bincount(lines.sample, minlength=s).astype(np.int32)
        partly[lines.sample[lines.seen_heights > 0]] = True
        hiders.append(lines.hiders)
        amounts[0] += np.bincount(lines.camera, targets.amount[lines.sample], n)
        camera, sample = lines.camera[lines.is_seen], lines.sample[lines.is_seen]
        amount, px = targets.amount[sample], lines.px_per_m[lines.is_seen]
        home = lines.is_pointed[lines.is_seen]
        amounts[1] += np.bincount(camera, amount, n)
        amounts[2] += np.bincount(camera, amount * home, n)
        for row, needed in enumerate(levels_px_per_m, start=3):
            amounts[row] += np.bincount(camera, amount * (px >= needed), n)
        pointed_count += np.bincount(sample[home], minlength=s).astype(np.int32)
        np.maximum.at(density, sample, px)
        _keep_nearest(
            nearest, distance, camera=camera, sample=sample, found=lines.distance_m[lines.is_seen]
        )
        seen_pairs.append(np.stack([camera, sample]).astype(np.int32))
    names = np.array([*blockers.ids, LEAVES_ID, MASK_ID], dtype=object)
    return Sight(
        *_columns(seen_pairs),
        in_view,
        pointed_count,
        partly,
        np.where(np.isfinite(density), density, np.nan),
        np.where(nearest >= 0, distance, np.nan),
        nearest,
        amounts[0],
        amounts[1],
        amounts[2],
        amounts[3:].T,
        most_frequent(np.concatenate(hiders), names, n, HIDERS_NAMED),
    )


def _columns(parts: list[NDArray[np.int32]]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Cameras and targets of all parts."""
    camera, sample = np.concatenate(parts, axis=1)
    return camera, sample


def _keep_nearest(
    nearest: NDArray[np.int32],
    distance: NDArray[np.float64],
    *,
    camera: NDArray[np.int64],
    sample: NDArray[np.int64],
    found: NDArray[np.float64],
) -> None:
    """Note the nearest camera of each target, the first of the table where two are as near."""
    order = np.lexsort((camera, found, sample))
    first = order[np.diff(sample[order], prepend=-1) != 0]
    place = sample[first]
    known = distance[place]
    closer = (found[first] < known) | ((found[first] == known) & (camera[first] < nearest[place]))
    distance[place[closer]] = found[first[closer]]
    nearest[place[closer]] = camera[first[closer]]
