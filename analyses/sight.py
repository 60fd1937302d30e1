"""Sensors + directions -> packed bits of what each sees, and shares of planes that see it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analyses.raycast.scene import RayScene
from analyses.sensors import Sensors

#: Rays cast at once: 20 MB of origins, directions and rows. [rays]
BATCH_RAYS = 1 << 18
#: Sensors whose bits are unpacked at once.
_UNPACKED_SENSORS = 4096
#: A representative sun behind a plane that some of its intervals do see is looked for this far
#: above the plane instead (0.5 deg), so that nothing but obstacles takes light away.
_GRAZING_SINE = float(np.sin(np.radians(0.5)))


def visibility_bits(
    scene: RayScene,
    sensors: Sensors,
    normals: NDArray[np.float64],
    *,
    vectors: NDArray[np.float64],
    wanted: NDArray[np.bool_],
    reach_m: NDArray[np.float64] | None = None,
) -> NDArray[np.uint8]:
    """Which directions each sensor sees, a bit each.

    Parameters
    ----------
    scene : RayScene
        What blocks.
    sensors : Sensors
        Where rays start; `Sensors.plane_row` are rows of `normals`.
    normals : (n, 3) ndarray of float64
        Unit normals of the planes.
    vectors : (d, 3) ndarray of float64
        Unit vectors, see `Directions.vectors`.
    wanted : (n, d) ndarray of bool
        Directions in front of each plane; no other ray is cast.
    reach_m : (d,) ndarray of float64, optional
        How far obstacles count in each direction, by default everywhere. [m]

    Returns
    -------
    (m, ceil(d / 8)) ndarray of uint8
        Row of a sensor as `numpy.packbits` writes it; 0 where not wanted.
    """
    plane, direction = np.nonzero(wanted)
    per_plane = wanted.sum(axis=1)
    first = np.cumsum(per_plane) - per_plane
    height = np.einsum("ij,ij->i", normals[plane], vectors[direction])
    lift = np.maximum(_GRAZING_SINE - height, 0.0)
    aim = vectors[direction] + lift[:, None] * normals[plane]
    bits = np.zeros((len(sensors), (len(vectors) + 7) // 8), dtype=np.uint8)
    for rows in _batches(per_plane[sensors.plane_row]):
        own = sensors.plane_row[rows]
        count = per_plane[own]
        ends = np.cumsum(count)
        ray = np.arange(ends[-1]) + np.repeat(first[own] - ends + count, count)
        seen = wanted[own]
        # Rays are in the order of the true elements of `seen`: point by point, as it is faster.
        start = np.repeat(sensors.points[rows], count, axis=0)
        limit = np.inf if reach_m is None else reach_m[direction[ray]]
        seen[seen] = ~scene.is_occluded(start, aim[ray], max_distance_m=limit)
        bits[rows] = np.packbits(seen, axis=1)
    return bits


def _batches(rays: NDArray[np.int64]) -> Iterator[slice]:
    """Slices of sensors that cast at most `BATCH_RAYS` together, or one sensor."""
    total = np.cumsum(rays)
    begin = 0
    while begin < len(rays):
        before = total[begin] - rays[begin]
        end = max(int(np.searchsorted(total, before + BATCH_RAYS, side="right")), begin + 1)
        yield slice(begin, end)
        begin = end


def visible_share(
    bits: NDArray[np.uint8], sensors: Sensors, *, planes: int, directions: int
) -> NDArray[np.float64]:
    """Share of each plane's area that sees each direction.

    Parameters
    ----------
    bits : (m, ceil(d / 8)) ndarray of uint8
        From `visibility_bits`.
    sensors : Sensors
        Their pieces are the weights.
    planes, directions : int
        Number of planes and of directions, n and d.

    Returns
    -------
    (n, d) ndarray of float64
        0 for planes without sensors.
    """
    share = np.zeros((planes, directions))
    area = np.bincount(sensors.plane_row, weights=sensors.area_m2, minlength=planes)
    weight = sensors.area_m2 / area[sensors.plane_row]
    for begin in range(0, len(sensors), _UNPACKED_SENSORS):
        rows = slice(begin, begin + _UNPACKED_SENSORS)
        own = sensors.plane_row[rows]
        first = int(own[0])
        matrix = sparse.csr_matrix((weight[rows], (own - first, np.arange(len(own)))))
        share[first : int(own[-1]) + 1] += matrix @ np.unpackbits(
            bits[rows], axis=1, count=directions
        )
    return share
