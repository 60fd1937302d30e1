"""Pairs in view + triangles -> which of them see each other, and what stands between the rest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analyses.cameras import ID_SEPARATOR
from analyses.optics import Optics, pixel_density
from analyses.raycast import RayScene
from analyses.visibility.reach import ViewPairs
from citygml.mesh import Mesh
from citygml.model import CityModel

#: Obstacles closer to the lens do not count: the pole or the bracket that carries it. [m]
START_GAP_M = 0.3
#: How many of the objects that hide most are named for each camera.
HIDERS_NAMED = 3
#: What hides where no object does.
TERRAIN_ID = "terrain"
#: Rays sent from each lens over the upper half of the sphere to find out whether it is in a solid.
PROBE_RAYS = 64
#: Share of them that must meet the inner side of a face beyond `START_GAP_M`. From a lens against a
#: wall at most half do, within a pole only the steepest.
PROBE_SHARE = 0.6


class Sight(NamedTuple):
    """What the pairs in view came to.

    Attributes
    ----------
    pairs : ViewPairs
        Those that see each other.
    px_per_m : (p,) ndarray of float64
        Pixel density of each. [px/m]
    in_view_count : (s,) ndarray of int64
        Cameras that have the sample in view, seen or hidden.
    target_count : (n,) ndarray of int64
        Samples that the camera has in view, seen or hidden.
    hidden_by : (n,) ndarray of object
        Ids of the objects that hide most from the camera, the worst first.
    """

    pairs: ViewPairs
    px_per_m: NDArray[np.float64]
    in_view_count: NDArray[np.int64]
    target_count: NDArray[np.int64]
    hidden_by: NDArray[np.object_]


class Obstacles(NamedTuple):
    """What can be said of the triangles of a scene.

    Attributes
    ----------
    owner : (t,) ndarray of int64
        Row of `ids`: the building and not its part.
    ids : (m,) ndarray of object
        Ids of the features, then `TERRAIN_ID`.
    outward : (t, 3) ndarray of float64
        Vector that points out of the solid.
    """

    owner: NDArray[np.int64]
    ids: NDArray[np.object_]
    outward: NDArray[np.float64]


def obstacles(city: CityModel, terrain: Mesh) -> Obstacles:
    """Owners of the triangles of a city's mesh, followed by those of its ground."""
    of_mesh = city.root_row[city.feature_row_of_triangle].astype(np.int64)
    of_terrain = np.full(len(terrain), len(city.features), np.int64)
    return Obstacles(
        owner=np.concatenate([of_mesh, of_terrain]),
        ids=np.array([*city.features.index, TERRAIN_ID], dtype=object),
        outward=np.concatenate([city.mesh.area_vectors, terrain.area_vectors]),
    )


def sight_of_pairs(
    scene: RayScene,
    optics: Optics,
    points: NDArray[np.float64],
    blocks: Iterable[ViewPairs],
    *,
    obstacles: Obstacles,
) -> Sight:
    """Cast one ray for every pair in view.

    Parameters
    ----------
    scene : RayScene
        The city's mesh, then its ground.
    optics : Optics
        n cameras.
    points : (s, 3) ndarray of float64
        Targets. [m]
    blocks : iterable of ViewPairs
        See `analyses.visibility.reach.pairs_in_view`.
    obstacles : Obstacles
        The triangles of `scene`.
    """
    in_view_count = np.zeros(len(points), np.int64)
    target_count = np.zeros(len(optics), np.int64)
    none, zero = np.zeros(0, np.int64), np.zeros(0)
    nobody = ViewPairs(none, none, zero, zero)
    found, hiders = [nobody], [np.zeros((0, 3), np.int64)]
    for pairs in blocks:
        in_view_count += np.bincount(pairs.sample, minlength=len(points))
        target_count += np.bincount(pairs.camera, minlength=len(optics))
        origins, directions, free = scene.sight_lines(
            optics.position[pairs.camera], points[pairs.sample], start_gap_m=START_GAP_M
        )
        # The nearest hit costs a tenth more than any hit, and says who hides what.
        hit = scene.first_hit(origins, directions, max_distance_m=free).triangle_row
        hidden = hit >= 0
        found.append(pairs.take(~hidden))
        hiders.append(_counted(pairs.camera[hidden], obstacles.owner[hit[hidden]]))
    seen_pairs = ViewPairs.joined(found)
    return Sight(
        pairs=seen_pairs,
        px_per_m=pixel_density(
            seen_pairs.depth_m,
            width_px=optics.width_px[seen_pairs.camera],
            half_width=optics.half_width[seen_pairs.camera],
        ),
        in_view_count=in_view_count,
        target_count=target_count,
        hidden_by=_worst(np.concatenate(hiders), obstacles.ids, len(optics), HIDERS_NAMED),
    )


def enclosing_objects(
    scene: RayScene, position: NDArray[np.float64], obstacles: Obstacles
) -> NDArray[np.object_]:
    """Ids of the objects that points lie inside of, (n,); "" for a point in the open.

    Inside a solid, rays in all upward directions meet faces from behind. Footprints would not do:
    a camera on a wall under an eave lies within the outline of the roof. One that is within
    `START_GAP_M` of the outside, as on a wall surveyed a hand's breadth off, counts as outside.
    """
    count = len(position)
    directions = np.tile(_upper_half_sphere(PROBE_RAYS), (count, 1))
    camera = np.repeat(np.arange(count), PROBE_RAYS)
    triangle, distance = scene.first_hit(position[camera], directions)
    is_terrain = obstacles.owner[triangle] == len(obstacles.ids) - 1
    hit = np.flatnonzero((triangle >= 0) & (distance > START_GAP_M) & ~is_terrain)
    along = np.einsum("ij,ij->i", obstacles.outward[triangle[hit]], directions[hit])
    behind = hit[along > 0]
    enclosed = np.bincount(camera[behind], minlength=count) >= PROBE_SHARE * PROBE_RAYS
    around = _counted(camera[behind], obstacles.owner[triangle[behind]])
    return np.where(enclosed, _worst(around, obstacles.ids, count, 1), "")


def _upper_half_sphere(count: int) -> NDArray[np.float64]:
    """Directions spread evenly over the upper half sphere, on a Fibonacci spiral."""
    step = np.arange(count) + 0.5
    up = step / count
    turn = step * np.pi * (3.0 - np.sqrt(5.0))
    level = np.sqrt(1.0 - up**2)
    return np.column_stack([level * np.cos(turn), level * np.sin(turn), up])


def _counted(camera: NDArray[np.int64], owner: NDArray[np.int64]) -> NDArray[np.int64]:
    """Pairs of camera and owner with how often they occur: (k, 3)."""
    step = int(owner.max(initial=0)) + 1
    pair, count = np.unique(camera * step + owner, return_counts=True)
    return np.column_stack([pair // step, pair % step, count])


def _worst(
    counts: NDArray[np.int64], ids: NDArray[np.object_], cameras: int, named: int
) -> NDArray[np.object_]:
    """Ids of the owners with the highest counts of each camera, the highest first."""
    pairs, of_pair = np.unique(counts[:, :2], axis=0, return_inverse=True)
    total = np.bincount(of_pair.reshape(-1), weights=counts[:, 2], minlength=len(pairs))
    order = np.lexsort((pairs[:, 1], -total, pairs[:, 0]))
    camera, owner = pairs[order].T
    rank = np.arange(len(camera)) - np.searchsorted(camera, camera)
    text = np.full(cameras, "", dtype=object)
    for turn in range(named):
        now = rank == turn
        text[camera[now]] += (ID_SEPARATOR if turn else "") + ids[owner[now]]
    return text
