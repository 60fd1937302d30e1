"""What planes see below the horizon -> light that ground and façades reflect to them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analyses.irradiation import Bounce
from analyses.sky import sky_patches
from analyses.solar.exposure import Block, Frame, Surroundings

#: Sensors of a plane that look down, and the subdivision of the lower hemisphere.
_SENSORS, _SUBDIVISION = 4, 1
#: Directions that stand for the light on the ground.
_LIGHTS = 64
#: Multiples of it are spread evenly over 0 to 1, whatever their number.
_GOLDEN = (5.0**0.5 - 1.0) / 2.0
#: Planes whose normal differs less from the vertical see no ground.
_LEVEL_SINE = 1e-3
#: A second ray starts this far above the ground that the first one hit. [m]
_LIFT_M = 0.05


def bounce_of(block: Block, surroundings: Surroundings) -> Bounce:
    """Find what planes see below the horizon and how much light it gets.

    Four sensors of a plane look in 145 directions of the lower hemisphere. What they hit is ground
    or an obstacle; from each point of ground a further ray goes towards a sky or a sun that is
    drawn, in a fixed order, by what it contributes to the global irradiation of the year. Ground
    that is not hit lies in the light.

    Parameters
    ----------
    block : Block
        Planes with their sensors.
    surroundings : Surroundings
        Obstacles.
    """
    count = len(block.planes)
    seen, lit = np.ones(count), np.ones(count)
    sensor, ordinal = _looking_down(block)
    down = sky_patches(_SUBDIVISION)
    vectors = down.vectors * np.array([1.0, 1.0, -1.0])
    owner = block.sensors.plane_row[sensor]
    cosine = np.maximum(block.planes.normal[owner] @ vectors.T, 0.0) * down.solid_angle_sr
    row, direction = np.nonzero(cosine)
    if not len(row):
        return Bounce(block.frame.facade, seen, lit)
    start, aim = block.sensors.points[sensor[row]], vectors[direction]
    hits = surroundings.scene.first_hit(start, aim)
    ground = (hits.triangle_row < 0) | (hits.triangle_row >= surroundings.building_triangles)
    plane, weight = owner[row], cosine[row, direction]
    met = np.flatnonzero(ground & (hits.triangle_row >= 0))
    point = start[met] + hits.distance_m[met, None] * aim[met] + np.array([0.0, 0.0, _LIFT_M])
    light = _lights(block.frame)
    number = np.arange(len(row)) - np.searchsorted(row, row)
    place = (number[met] + 1) * _GOLDEN + ordinal[row[met]] * _GOLDEN**2
    chosen = (place % 1.0 * _LIGHTS).astype(np.int64)
    dark = np.zeros(len(row), dtype=bool)
    if len(met):
        left = np.maximum(surroundings.scene.reach_m - hits.distance_m[met], 0.0)
        dark[met] = surroundings.scene.is_occluded(point, light[chosen], max_distance_m=left)
    every = np.bincount(plane, weights=weight, minlength=count)
    on_ground = np.bincount(plane, weights=weight * ground, minlength=count)
    in_light = np.bincount(plane, weights=weight * (ground & ~dark), minlength=count)
    some = every > 0.0
    seen[some] = on_ground[some] / every[some]
    some = on_ground > 0.0
    lit[some] = in_light[some] / on_ground[some]
    return Bounce(block.frame.facade, seen, lit)


def _looking_down(block: Block) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows of the sensors that look down, and their number on their plane.

    A few of each plane that is not level, evenly spread.
    """
    owner = block.sensors.plane_row
    total = np.bincount(owner, minlength=len(block.planes))
    first = np.cumsum(total) - total
    tilted = block.planes.normal[:, 2] < np.sqrt(1.0 - _LEVEL_SINE**2)
    taken = np.where(tilted, np.minimum(total, _SENSORS), 0)
    plane = np.repeat(np.arange(len(total)), taken)
    number = np.arange(len(plane)) - np.repeat(np.cumsum(taken) - taken, taken)
    place = (number + 0.5) / np.maximum(taken[plane], 1) * total[plane]
    return first[plane] + place.astype(np.int64), number


def _lights(frame: Frame) -> NDArray[np.float64]:
    """Directions drawn by their share of the global irradiation of the year, (64, 3)."""
    light = frame.bins.light
    level = np.maximum(light.sun[:, 2], 0.0) * (light.dni + light.circumsolar)
    of_bin = frame.bins.sums(level)
    beam = np.bincount(frame.bins.sun, weights=of_bin, minlength=len(frame.directions.suns))
    sky = frame.directions.sky
    diffuse = sky.vectors[:, 2] * sky.solid_angle_sr / np.pi * light.isotropic.sum()
    total = np.cumsum(np.concatenate([diffuse, beam]))
    place = (np.arange(_LIGHTS) + 0.5) / _LIGHTS * total[-1]
    chosen = np.minimum(np.searchsorted(total, place), len(total) - 1)
    # Neighbours in the list are neighbours in the sky: an order that mixes them, always the same.
    mixed = np.argsort(np.arange(1, _LIGHTS + 1) * _GOLDEN % 1.0)
    return np.asarray(frame.directions.vectors[chosen[mixed]])
