"""Water at several times -> depth at every building and a sheet of water, one step at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analyses.flood.blocks import blocks_of
from analyses.flood.buildings import building_table, judged_rows
from analyses.flood.criteria import DEFAULT_CRITERIA, FloodCriteria
from analyses.flood.layers import Water, outer_layers
from analyses.flood.rasters import GroundRaster, raster_cell_m
from analyses.flood.times import rasters_by_time
from analyses.flood.water import FloodedGround, flooded_ground, raster_layers, water_depth
from analyses.flood.water import water_layers as layers_of_model
from analyses.hazards import numbers
from citygml.mesh import Mesh
from citygml.model import CityModel
from citygml.model import ground as ground_of
from citygml.terrain import relief_of_grid

#: The sheet of water reaches so far beyond the buildings. [m]
MARGIN_M = 50.0
#: A sheet has at most so many points along its longer side: it is a picture.
MOST_POINTS = 300


class FloodStep(NamedTuple):
    """The flood at one time.

    Attributes
    ----------
    time_h : float
        Hours since the onset. [h]
    buildings : DataFrame
        Index ``feature_id``: ``depth_m`` deepest water at each building, 0 where dry, nan where
        not known [m]; ``ground_m`` elevation of the ground [m].
    water : Mesh
        Surface of the water relative to `CityModel.origin`, empty where all is dry.
    """

    time_h: float
    buildings: pd.DataFrame
    water: Mesh


def flooding_steps(
    city: CityModel,
    water: Sequence[Water],
    *,
    ground: GroundRaster | None = None,
    criteria: FloodCriteria = DEFAULT_CRITERIA,
) -> Iterator[FloodStep]:
    """Yield the flood at every time of some rasters, the earliest first, such as for a film.

    Parameters
    ----------
    city : CityModel
        Buildings and relief; without relief the ground runs through the bases of the buildings.
    water : sequence of WaterRaster
        Rasters with times (`WaterRaster.time_h`), several of each time allowed; others are ignored.
    ground : GroundRaster, optional
        Instead of the relief.
    criteria : FloodCriteria
        Its hazards and scales.

    Yields
    ------
    FloodStep
        Depths at buildings, and the sheet of water on a lattice as fine as the rasters.

    Raises
    ------
    AnalysisError
        If no raster has a time.
    """
    buildings = building_table(city, judged_rows(city))
    base = numbers(buildings, "base_elevation_m")
    none = layers_of_model(city, criteria).iloc[:0]
    for time, rasters in rasters_by_time(water).items():
        outer = outer_layers(rasters, ground=ground)
        _, chosen = raster_layers(outer.rasters, criteria, first=0)
        flood = flooded_ground(city, none, outer, chosen)
        found = water_depth(flood, buildings.geometry.to_numpy(), base).table
        unknown = (found["depth_open"] | found["not_mapped"]).to_numpy(bool)
        depth = np.where(unknown, np.nan, np.nan_to_num(found["depth_geom_m"].to_numpy(float)))
        table = pd.DataFrame(
            {"depth_m": depth, "ground_m": found["ground_m"].to_numpy(float)}, index=buildings.index
        )
        yield FloodStep(time, table, _sheet(flood, _lattice(city, flood)))


def _lattice(
    city: CityModel, flood: FloodedGround
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """East of the columns and north of the rows of a sheet over the city. [m]"""
    west, south, east, north = np.asarray(city.features.total_bounds, dtype=np.float64)
    side = max(east - west, north - south) + 2 * MARGIN_M
    cells = [raster_cell_m(raster.path, city.crs) for raster in flood.rasters]
    step = max(min(cells, default=np.inf), side / MOST_POINTS)
    step = float(min(step, side / 2))
    x = np.arange(west - MARGIN_M, east + MARGIN_M + step, step) - city.origin[0]
    y = np.arange(north + MARGIN_M, south - MARGIN_M - step, -step) - city.origin[1]
    return x, y


def _sheet(flood: FloodedGround, lattice: tuple[NDArray[np.float64], NDArray[np.float64]]) -> Mesh:
    """Highest water over the points of a lattice, as a surface."""
    x, y = lattice
    local = np.column_stack([grid.ravel() for grid in np.meshgrid(x, y)])
    has_ground = flood.relief is not None or flood.ground is not None
    base = None if has_ground else ground_of(flood.city)
    level = np.full(len(local), np.nan)
    for rows in blocks_of(local):
        places = flood.at(local[rows])
        if base is not None:
            height = base.height_at(local[rows]) + flood.city.origin[2]
            places = places._replace(ground_m=height)
        for layer in range(flood.count):
            level[rows] = np.fmax(level[rows], flood.depth_at(layer, places)[1])
    return relief_of_grid(x, y, level.reshape(len(y), len(x)) - flood.city.origin[2])
