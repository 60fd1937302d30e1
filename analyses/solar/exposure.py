"""Planes + surroundings -> blocks of planes with what their sensors see; blocks -> irradiation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analyses.horizon import above_horizon, horizon_profile
from analyses.irradiation import (
    Bins,
    Bounce,
    Directions,
    Irradiation,
    PlaneWeights,
    binned,
    irradiation,
    joined,
    open_irradiation,
    plane_weights,
)
from analyses.raycast.scene import RayScene
from analyses.sensors import Planes, Sensors
from analyses.sight import visibility_bits, visible_share
from analyses.sky import (
    Light,
    SamplingOfSky,
    SkyPatches,
    SunDirections,
    sky_patches,
    sun_directions,
)
from analyses.solar.frame import turn_matrix, turned
from analyses.sun import unit_vectors
from citygml.errors import AnalysisError

#: Planes whose weights are held at once, and the sensors that end a block.
_BLOCK_PLANES, _BLOCK_SENSORS = 256, 32768
#: More sensors are refused: two cores do 4 700 of them a second, and this many in 30 hours.
MAX_SENSORS = 500_000_000
#: Surfaces in a cell of this lattice share a horizon of far relief: east and north, up. [m]
HORIZON_CELL_M = np.array([500.0, 500.0, 25.0])
#: Azimuths for which the light of open façades is known.
_FACADES = 36


@dataclass(frozen=True, slots=True, eq=False)
class Surroundings:
    """What stands round planes, and how far it counts.

    Attributes
    ----------
    scene : RayScene
        Buildings first, then the ground.
    building_triangles : int
        How many of its triangles are buildings.
    origin : (3,) ndarray of float64
        Of the coordinates in the reference system; lattices are anchored there. [m]
    context_m, min_subtense_deg : float
        How far obstacles count that stand lower than this. [m], [deg]
    far_relief : (n, 3) ndarray of float64
        Points of relief beyond `relief_beyond_m`, from the origin. [m]
    relief_beyond_m : float
        [m]
    far_raster : (n, 3) ndarray of float64 or None
        Points of a raster of relief, from the origin. [m]
    raster_reach_m : float
        How far these count from the middle of a cell of `HORIZON_CELL_M`. [m]
    """

    scene: RayScene
    building_triangles: int
    origin: NDArray[np.float64]
    context_m: float
    min_subtense_deg: float
    far_relief: NDArray[np.float64]
    relief_beyond_m: float
    far_raster: NDArray[np.float64] | None = None
    raster_reach_m: float = np.inf

    def reach_m(self, vectors: NDArray[np.float64]) -> NDArray[np.float64]:
        """How far obstacles count in each direction, (d,). [m]

        An obstacle that a ray meets stands at least as high over the horizon as the ray: the
        steeper rays meet just those that are tall enough, however far.
        """
        low = vectors[:, 2] <= np.sin(np.radians(self.min_subtense_deg))
        return np.where(low, self.context_m, np.inf)

    @property
    def has_horizon(self) -> bool:
        """Whether there is relief so far away that no ray goes there."""
        return len(self.far_relief) > 0 or self.far_raster is not None

    def horizon(self, eye: NDArray[np.float64]) -> NDArray[np.float64]:
        """Profile of the far relief from a place, see `horizon_profile`. [deg]"""
        beyond = self.relief_beyond_m
        profile = horizon_profile(self.far_relief, eye, beyond_m=beyond)
        if self.far_raster is None:
            return profile
        within = self.raster_reach_m
        raster = horizon_profile(self.far_raster, eye, beyond_m=beyond, within_m=within)
        return np.maximum(profile, raster)


@dataclass(frozen=True, slots=True, eq=False)
class Sky:
    """Light of a year and how finely it is sampled.

    Attributes
    ----------
    light : Light
        Its sun east of true north.
    suns : SunDirections
        Of that light.
    patches : SkyPatches
        Where sensors look besides.
    facade_albedo : float
        Reflectance of what hides the sky.
    """

    light: Light
    suns: SunDirections
    patches: SkyPatches
    facade_albedo: float = 0.0

    @classmethod
    def sampled(cls, light: Light, sampling: SamplingOfSky, *, facade_albedo: float = 0.0) -> Sky:
        """Sample a light as a preset says."""
        suns = sun_directions(light, step_days=sampling.sun_step_days)
        return cls(light, suns, sky_patches(sampling.subdivision), facade_albedo)


class Frame(NamedTuple):
    """The sky as it stands over one place.

    Attributes
    ----------
    grid_north_deg : float
        True azimuth of the north of these vectors. [deg]
    bins : Bins
        Light, its sun turned to the grid.
    directions : Directions
        Where sensors look.
    is_open : (d,) ndarray of bool
        Whether a direction passes over the far relief.
    facade : (p, 12) ndarray of float64
        See `Bounce.facade`. [kWh/m²]
    """

    grid_north_deg: float
    bins: Bins
    directions: Directions
    is_open: NDArray[np.bool_]
    facade: NDArray[np.float64]


class Block(NamedTuple):
    """Some planes with all that is known of what they see.

    Attributes
    ----------
    rows : (n,) ndarray of int64
        Which planes of all.
    planes : Planes
        They.
    frame : Frame
        The sky over them.
    weights : PlaneWeights
        What each direction is worth to each.
    sensors : Sensors
        Points on them, `Sensors.plane_row` a row of `planes`.
    bits : (m, ceil(d / 8)) ndarray of uint8
        What each sensor sees, see `visibility_bits`.
    share : (n, d) ndarray of float64
        Share of each plane that sees each direction.
    """

    rows: NDArray[np.int64]
    planes: Planes
    frame: Frame
    weights: PlaneWeights
    sensors: Sensors
    bits: NDArray[np.uint8]
    share: NDArray[np.float64]


def frame_over(
    sky: Sky,
    surroundings: Surroundings,
    *,
    grid_north_deg: float,
    eye: NDArray[np.float64] | None = None,
) -> Frame:
    """Turn the sky to the grid of a place, and hide what lies behind far relief.

    Parameters
    ----------
    sky : Sky
        East of true north.
    surroundings : Surroundings
        Gives the far relief.
    grid_north_deg : float
        True azimuth of grid north there. [deg]
    eye : (3,) ndarray of float64, optional
        Where far relief is seen from; by default there is none. [m]
    """
    turn = turn_matrix(-grid_north_deg)
    suns = sky.suns._replace(vectors=sky.suns.vectors @ turn)
    light = turned(sky.light, -grid_north_deg)
    directions = Directions(sky.patches, suns.vectors)
    is_open = np.ones(len(directions.vectors), dtype=bool)
    if eye is not None and surroundings.has_horizon:
        is_open = above_horizon(directions.vectors, surroundings.horizon(eye))
    azimuth = np.arange(_FACADES) * (360.0 / _FACADES)
    facing = open_irradiation(unit_vectors(azimuth, np.zeros(_FACADES)), light)
    patch = sky.patches.vectors
    back = np.degrees(np.arctan2(-patch[:, 0], -patch[:, 1])) / (360.0 / _FACADES)
    facade = sky.facade_albedo * facing[np.round(back).astype(np.int64) % _FACADES]
    return Frame(grid_north_deg, binned(light, suns), directions, is_open, facade)


def check_sensor_count(count: float, spacing_m: float) -> None:
    """Raise `AnalysisError` where a run would not end.

    >>> check_sensor_count(2e6, 1.0)
    """
    if not count <= MAX_SENSORS:
        raise AnalysisError(
            f"{count:.2g} sensors at spacing_m {spacing_m:g}; at most {MAX_SENSORS} end within "
            "days; take a larger spacing_m or a smaller area"
        )


def blocks(
    surroundings: Surroundings,
    planes: Planes,
    sky: Sky,
    *,
    grid_north_deg: NDArray[np.float64],
    spread: Callable[[NDArray[np.int64]], Sensors],
    spacing_m: float,
    progress: Callable[[int, int, str], None] | None = None,
) -> Iterator[Block]:
    """Planes in blocks, so that memory does not grow with their number.

    Parameters
    ----------
    surroundings : Surroundings
        Obstacles, the planes' own surfaces among them.
    planes : Planes
        Those with a `Planes.reason` are in no block.
    sky : Sky
        Light and directions.
    grid_north_deg : (n,) ndarray of float64
        True azimuth of grid north at each plane. [deg]
    spread : callable
        Rows of planes -> their sensors, `Sensors.plane_row` counted among these rows.
    spacing_m : float
        Distance of sensors, to size the blocks. [m]
    progress : callable, optional
        Called with (rays cast, rays in all, "rays"), both as estimated from areas.

    Yields
    ------
    Block

    Raises
    ------
    AnalysisError
        If the sensors would be more than `MAX_SENSORS`.
    """
    usable = np.flatnonzero(planes.reason == "")
    estimate = planes.area_m2 / spacing_m**2
    check_sensor_count(float(estimate[usable].sum()), spacing_m)
    total = int(np.sum(estimate[usable]) * len(sky.patches.vectors) or 1)
    done = 0.0
    for places, frame in _frames(
        surroundings, planes, sky, usable=usable, grid_north_deg=grid_north_deg
    ):
        number = np.maximum(
            np.cumsum(estimate[places]) // _BLOCK_SENSORS, np.arange(len(places)) // _BLOCK_PLANES
        )
        for rows in np.split(places, np.flatnonzero(np.diff(number)) + 1):
            yield _block(surroundings, planes.take(rows), spread(rows), rows=rows, frame=frame)
            done += float(estimate[rows].sum()) * len(sky.patches.vectors)
            if progress is not None:
                progress(min(int(done), total), total, "rays")


def _frames(
    surroundings: Surroundings,
    planes: Planes,
    sky: Sky,
    *,
    usable: NDArray[np.int64],
    grid_north_deg: NDArray[np.float64],
) -> Iterator[tuple[NDArray[np.int64], Frame]]:
    """Rows of planes that share a sky, and that sky."""
    if not len(usable):
        return
    north = grid_north_deg[usable]
    cell = np.zeros((len(usable), 3))
    if surroundings.has_horizon:
        cell = np.floor((planes.centre[usable] + surroundings.origin) / HORIZON_CELL_M)
    keys = np.column_stack([north, cell])
    found, inverse = np.unique(keys, axis=0, return_inverse=True)
    order = np.argsort(inverse.reshape(-1), kind="stable")
    ends = np.cumsum(np.bincount(inverse.reshape(-1), minlength=len(found)))
    for key, rows in zip(found, np.split(usable[order], ends[:-1]), strict=True):
        node = (key[1:] + 0.5) * HORIZON_CELL_M - surroundings.origin
        eye = node if surroundings.has_horizon else None
        yield rows, frame_over(sky, surroundings, grid_north_deg=float(key[0]), eye=eye)


def _block(
    surroundings: Surroundings,
    planes: Planes,
    sensors: Sensors,
    *,
    rows: NDArray[np.int64],
    frame: Frame,
) -> Block:
    """Weights, rays and shares of some planes."""
    vectors = frame.directions.vectors
    weights = weights_of(planes.normal, frame)
    bits = visibility_bits(
        surroundings.scene,
        sensors,
        planes.normal,
        vectors=vectors,
        wanted=weights.wanted & frame.is_open,
        reach_m=surroundings.reach_m(vectors),
    )
    share = visible_share(bits, sensors, planes=len(planes), directions=len(vectors))
    return Block(rows, planes, frame, weights, sensors, bits, share)


def weights_of(normals: NDArray[np.float64], frame: Frame) -> PlaneWeights:
    """Weights of planes, worked out once for each normal that occurs."""
    distinct, inverse = np.unique(normals.round(12), axis=0, return_inverse=True)
    return plane_weights(distinct, frame.bins, frame.directions).take(inverse.reshape(-1))


def block_irradiation(block: Block, bounce: Bounce | None = None) -> Irradiation:
    """Irradiation of the planes of a block."""
    return irradiation(
        block.weights, block.share, block.planes.normal, block.frame.bins, bounce=bounce
    )


def plane_irradiation(
    surroundings: Surroundings,
    planes: Planes,
    sky: Sky,
    *,
    spread: Callable[[NDArray[np.int64]], Sensors],
    spacing_m: float,
) -> Irradiation:
    """Irradiation of planes among black obstacles on a grid that points to true north.

    Parameters are those of `blocks`.
    """
    parts, rows = [], [np.zeros(0, dtype=np.int64)]
    for block in blocks(
        surroundings,
        planes,
        sky,
        grid_north_deg=np.zeros(len(planes)),
        spread=spread,
        spacing_m=spacing_m,
    ):
        parts.append(block_irradiation(block))
        rows.append(block.rows)
    return joined(parts, rows=np.concatenate(rows), count=len(planes))
