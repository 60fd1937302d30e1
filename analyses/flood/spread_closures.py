"""What is closed in each tile -> what is closed in the city, without all of it in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from analyses.flood.blocks import SurfaceBlocks, blocks_of
from analyses.flood.closures import (
    NO_AREAS,
    RECORD_REACH_M,
    FloodClosures,
    WetAreas,
    class_areas,
    given_zones,
    lies_in,
    record_areas,
    unshown,
)
from analyses.flood.criteria import DEFAULT_CRITERIA, FloodCriteria
from analyses.flood.depth import flood_keys
from analyses.flood.layers import OuterLayers
from analyses.flood.water import FloodedGround, raster_layers, water_layers, water_surface
from analyses.hazards import landslide_polygons
from citygml.mesh import Mesh
from citygml.model import CityModel
from citygml.terrain import Ground

#: Part of a surface that touches a rectangle (west, south, east, north), from the origin of a city.
SurfaceWithin = Callable[[tuple[float, float, float, float]], Mesh]


class ClosedPieces(NamedTuple):
    """What a tile knows of closed places.

    Attributes
    ----------
    water : (t, 3, 3) ndarray of float64
        Triangles of water surfaces, in the reference system. [m]
    floods : tuple of str
        Floods that they show, see `depth.flood_keys`.
    records : DataFrame
        See `closures.record_areas`.
    zones : (z,) ndarray of object
        Landslide zones of the model.
    """

    water: NDArray[np.float64]
    floods: tuple[str, ...]
    records: pd.DataFrame
    zones: NDArray[np.object_]


def closed_pieces(
    city: CityModel,
    *,
    has_neighbours: bool,
    record_reach_m: float = RECORD_REACH_M,
    criteria: FloodCriteria = DEFAULT_CRITERIA,
) -> ClosedPieces:
    """Return what a tile adds to what is closed in the whole city.

    Parameters
    ----------
    city : CityModel
        The tile.
    has_neighbours : bool
        Whether water of neighbours counts: where these are of no tile, as around a selection.
    record_reach_m, criteria
        See `closures.flood_closures`.
    """
    layers = water_layers(city, criteria)
    row = layers["feature_row"].to_numpy(dtype=np.int64)
    floods = tuple(sorted(set(flood_keys(layers))))
    if not has_neighbours:
        row = row[~city.features["is_context"].to_numpy(dtype=bool)[row]]
    return ClosedPieces(
        water_surface(city, row).corners + np.array(city.origin),
        floods,
        record_areas(city, criteria, reach_m=record_reach_m),
        landslide_polygons(city)[0],
    )


@dataclass(frozen=True, slots=True, eq=False)
class SpreadClosures:
    """Places that are closed in a city of many tiles, asked square by square.

    Attributes
    ----------
    city : CityModel
        An empty one at the origin of the reference system.
    outer : OuterLayers
        What is given besides the city.
    ground, water : callable
        Relief, or the surface that stands for it, and the water surfaces, near a place.
    has_relief : bool
        Whether `ground` is relief.
    areas, zones, wade_max_m
        See `closures.FloodClosures`.
    """

    city: CityModel
    outer: OuterLayers
    ground: SurfaceWithin
    water: SurfaceWithin
    has_relief: bool
    areas: WetAreas
    zones: NDArray[np.object_]
    wade_max_m: float = 0.5

    def closed_at(self, xy: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Whether each point (n, 2) is closed; water without known depth is closed."""
        depth = np.zeros(len(xy))
        for rows in blocks_of(xy):
            depth[rows] = self._near(xy[rows]).depth_at(xy[rows])
        self.areas.deepen(depth, xy)
        return lies_in(self.zones, xy) | ~(depth <= self.wade_max_m)

    def _near(self, xy: NDArray[np.float64]) -> FloodClosures:
        """Return what is closed near some points."""
        west, south, east, north = shapely.total_bounds(shapely.points(xy))
        box = (float(west), float(south), float(east), float(north))
        rasters = raster_layers(self.outer.rasters, DEFAULT_CRITERIA, first=0)[1]
        water, ground = SurfaceBlocks(self.water(box)), self.ground(box)
        given = self.outer.ground
        relief = SurfaceBlocks(ground) if self.has_relief and given is None else None
        flood = FloodedGround(self.city, relief, given, (water,), tuple(rasters))
        base = None if self.has_relief or given is not None else Ground(ground, "building_base")
        layers = tuple(range(flood.count))
        return FloodClosures(flood, layers, NO_AREAS, base, self.zones[:0], self.wade_max_m)


def closed_everywhere(
    city: CityModel, outer: OuterLayers, records: pd.DataFrame, floods: pd.Index
) -> WetAreas:
    """Return depth classes of maps, and records of all tiles that no layer of any tile shows."""
    parts = [class_areas(city.crs, outer, DEFAULT_CRITERIA), unshown(records, floods)]
    return WetAreas(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def closed_zones(
    city: CityModel, outer: OuterLayers, zones: NDArray[np.object_]
) -> NDArray[np.object_]:
    """Return the landslide zones of all tiles, and the zones that were given."""
    return np.concatenate([zones, given_zones(city.crs, outer)])
