"""City -> obstacles near its surfaces, and points of the relief beyond them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analyses.horizon import EDGE_STEP_M, raster_points, relief_points
from analyses.raycast.layered import LayeredScene
from analyses.raycast.scene import RayScene
from analyses.relief_lattice import CELL_M, lattice_mesh, relief_lattice
from analyses.solar.exposure import HORIZON_CELL_M, Surroundings
from analyses.solar.settings import SolarSettings
from citygml.mesh import EMPTY, Mesh
from citygml.model import CityModel
from citygml.terrain import Ground

#: Relief stays triangles this much beyond `SolarSettings.terrain_m`, so that every surface of a
#: cell of the lattice of horizons has it that near: half the diagonal of a cell. [m]
_CELL_REACH_M = float(np.hypot(*HORIZON_CELL_M[:2])) / 2.0
#: Points of a raster of relief are this far apart. [m]
_RASTER_STEP_M = 50.0


def surroundings_of(
    city: CityModel, floor: Ground, settings: SolarSettings, *, centres: NDArray[np.float64]
) -> Surroundings:
    """Obstacles of a city.

    Buildings and other solids as they are; relief near the city's own objects as triangles, the
    rest, and that of `SolarSettings.dem`, as points. What a surface meets of them depends on its
    own place alone, and not on what else was read with it.

    Parameters
    ----------
    city : CityModel
        Any.
    floor : Ground
        Its ground.
    settings : SolarSettings
        How far what counts.
    centres : (n, 3) ndarray of float64
        Of the surfaces that get light, from the origin of the city, nan where one has none. [m]
    """
    box = _box_of(city, centres)
    near, far = floor.mesh, np.zeros((0, 3))
    is_part = np.isfinite(city.reach_m) or city.far_relief is not None
    if floor.source == "relief":  # a ground through bases is no horizon: it ends with the buildings
        rays_m = max(settings.terrain_m, city.reach_m) if is_part else settings.terrain_m
        near, far = _split(floor.mesh, box, rays_m)
        if is_part:  # its relief may be cut
            far = _lattice(city, floor.mesh)
    scene = RayScene(city.mesh, near, engine=settings.engine, reach_m=city.reach_m)
    if city.reach_m < settings.terrain_m and floor.source == "relief":
        scene = LayeredScene(
            *(city.mesh, near),
            beyond=_coarse(far, box, settings.terrain_m),
            engine=settings.engine,
            reach_m=city.reach_m,
            end_m=settings.terrain_m,
        )
    return Surroundings(
        scene=scene,
        building_triangles=len(city.mesh),
        origin=np.array(city.origin, dtype=np.float64),
        context_m=settings.context_m,
        min_subtense_deg=settings.min_subtense_deg,
        far_relief=far,
        relief_beyond_m=settings.terrain_m,
        far_raster=_raster(city, box, settings),
        raster_reach_m=settings.dem_reach_m,
    )


def _raster(
    city: CityModel, box: NDArray[np.float64], settings: SolarSettings
) -> NDArray[np.float64] | None:
    """Points of the raster round all cells of the lattice of horizons that a box touches."""
    if settings.dem is None or not np.isfinite(box).all():
        return None
    assert _RASTER_STEP_M <= EDGE_STEP_M
    west, south, east, north = box + np.tile(city.origin[:2], 2)
    margin = HORIZON_CELL_M[:2] / 2.0
    around = (west - margin[0], south - margin[1], east + margin[0], north + margin[1])
    points = raster_points(
        settings.dem, city.crs, around=around, reach_m=settings.dem_reach_m, step_m=_RASTER_STEP_M
    )
    return points - np.array(city.origin, dtype=np.float64)


def _lattice(city: CityModel, relief: Mesh) -> NDArray[np.float64]:
    """Highest points of all relief on a fixed lattice, the same for every tile of a dataset."""
    origin = np.array(city.origin, dtype=np.float64)
    tops = city.far_relief
    if tops is None:
        tops = relief_lattice(relief.corners + origin)
    return np.asarray(tops - origin)


def _coarse(tops: NDArray[np.float64], box: NDArray[np.float64], terrain_m: float) -> Mesh:
    """Relief through the highest points, as far from a box as rays meet it."""
    if not np.isfinite(box).all():
        return EMPTY
    reach = terrain_m + 2.0 * CELL_M
    inside = ((tops[:, :2] >= box[:2] - reach) & (tops[:, :2] <= box[2:] + reach)).all(axis=1)
    return lattice_mesh(tops[inside])


def _box_of(city: CityModel, centres: NDArray[np.float64]) -> NDArray[np.float64]:
    """West, south, east, north of the city's own objects and of points, nan without any. [m]"""
    own = city.features[~city.features["is_context"].astype(bool)]
    bounds = own.total_bounds if len(own) else np.full(4, np.nan)
    corners = np.concatenate([(bounds - np.tile(city.origin[:2], 2)).reshape(2, 2), centres[:, :2]])
    return np.concatenate([np.fmin.reduce(corners), np.fmax.reduce(corners)])


def _split(
    mesh: Mesh, box: NDArray[np.float64], terrain_m: float
) -> tuple[Mesh, NDArray[np.float64]]:
    """Triangles near a box, and points of all if there are others."""
    if not np.isfinite(box).all() or not len(mesh):
        return mesh, np.zeros((0, 3))
    corners = mesh.corners[:, :, :2]
    reach = terrain_m + _CELL_REACH_M
    low, high = corners.min(axis=1), corners.max(axis=1)
    near = ((high >= box[:2] - reach) & (low <= box[2:] + reach)).all(axis=1)
    if near.all():
        return mesh, np.zeros((0, 3))
    return mesh.submesh(near), relief_points(mesh)
