"""Places and walls -> points to look from, rays in blocks, and tables of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analyses.raycast import EngineName, RayScene
from analyses.sampling import check_spacing
from analyses.tables import Column, stamped, surroundings_notes
from analyses.visibility.blockers import fibonacci_directions
from analyses.visibility.targets import Targets, checked_heights, facade_targets, named_targets
from citygml.errors import AnalysisError
from citygml.model import CityModel, ground

#: Height of the eyes of a person who stands. [m]
EYE_HEIGHT_M = 1.5
#: Directions over the upper half sphere; of 1,024 a share is right to about 0.01.
SKY_RAYS = 1024
#: Rays cast at once.
RAYS_AT_ONCE = 1 << 18


def scene_of(city: CityModel, engine: EngineName) -> RayScene:
    """Everything that hides, and the ground."""
    return RayScene(city.mesh, ground(city).mesh, engine=engine, reach_m=city.reach_m)


def checked_directions(rays: int) -> NDArray[np.float64]:
    """Directions spread evenly over the upper half sphere, (rays, 3)."""
    if rays < 1:
        raise AnalysisError(f"rays is {rays}; it must be at least 1")
    return fibonacci_directions(rays)


def eyes_at(city: CityModel, places: gpd.GeoDataFrame, height_m: float) -> Targets:
    """Places as points at eye height; those without ground are left out."""
    heights = checked_heights(height_m)
    found = named_targets(city, places, ground(city), spacing_m=1.0, heights_m=heights)
    if found.measure.suffix != "count":
        raise AnalysisError("places must be points; take the centroids of areas")
    return replace(found, points=found.points + np.array([0.0, 0.0, heights[0]]))


def walls_of(
    city: CityModel, spacing_m: float, building_id: str | None = None, *, roofs: bool = False
) -> Targets:
    """Points on walls, and roofs where they are asked for, of all buildings or of one."""
    check_spacing(spacing_m)
    if building_id is not None and building_id not in city.features.index:
        raise AnalysisError(f"the city has no {building_id!r}; take an id of its features")
    found = facade_targets(city, spacing_m=spacing_m, roofs=roofs)
    if building_id is None:
        return found
    own = found.take(found.part == building_id)
    if not len(own):
        raise AnalysisError(f"{building_id} has no face of its own; take a building with a body")
    return own


def facing_pairs(
    eyes: NDArray[np.float64], faces: Targets
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Pairs of eye and face that looks towards it, block by block."""
    for part in ray_blocks(len(eyes), max(len(faces), 1)):
        away = np.einsum("fj,fj->f", faces.points, faces.normal)
        facing = eyes[part] @ faces.normal.T > away
        eye, face = np.nonzero(facing)
        yield eye + part.start, face


def ray_blocks(points: int, rays: int) -> Iterator[slice]:
    """Slices of points with about `RAYS_AT_ONCE` rays."""
    step = max(1, RAYS_AT_ONCE // max(rays, 1))
    for first in range(0, points, step):
        yield slice(first, min(first + step, points))


def stamped_places(
    city: CityModel,
    targets: Targets,
    table: Mapping[str, Any],
    *,
    columns: tuple[Column, ...],
    analysis: str,
    parameters: Mapping[str, Any],
) -> gpd.GeoDataFrame:
    """Table of the targets, with height where they are walls."""
    place = targets.points + np.array(city.origin)
    height = (place[:, 2],) if targets.is_wall else ()
    index = targets.ids if targets.is_wall else targets.part
    result = gpd.GeoDataFrame(
        dict(table),
        geometry=gpd.points_from_xy(place[:, 0], place[:, 1], *height),
        index=pd.Index(index, name="wall_id" if targets.is_wall else "place_id", dtype="str"),
        crs=city.crs,
    )
    return stamped(
        result,
        city,
        analysis=analysis,
        columns=columns,
        parameters=parameters,
        notes=[*surroundings_notes(city, ground(city).source), *targets.notes],
    )
