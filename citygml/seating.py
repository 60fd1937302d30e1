"""Relief and buildings of a city together: holes under it, buildings set down on it.

Nothing here happens by itself: a city keeps the heights of its files unless these functions are
called.
"""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from citygml.errors import GeometryError
from citygml.mesh import Mesh
from citygml.model import PROBLEM_COLUMNS, CityModel, Problem
from citygml.relief import relief_gaps
from citygml.terrain import height_at


def terrain_gaps(city: CityModel) -> gpd.GeoDataFrame:
    """Holes in the relief of a city, and how much of each is water.

    Relief does not cover water; what is not water is missing data.

    Parameters
    ----------
    city : CityModel
        With relief.

    Returns
    -------
    GeoDataFrame
        ``area_m2``, ``water_ratio`` (share of the hole that footprints of kind "WaterBody" cover,
        0 to 1; nan for a city without any), geometry in `city.crs`; the largest first.

    Raises
    ------
    GeometryError
        If the city has no relief.
    """
    if city.terrain is None:
        raise GeometryError("the city has no relief; load its dem files, or give a raster")
    holes = shapely.transform(relief_gaps(city.terrain), lambda xy: xy + city.origin[:2])
    water = city.features.geometry[city.features["kind"] == "WaterBody"].dropna()
    covered = shapely.area(shapely.intersection(holes, shapely.union_all(water.to_numpy())))
    area = shapely.area(holes)
    ratio = covered / area if len(water) else np.full(len(holes), np.nan)
    return gpd.GeoDataFrame({"area_m2": area, "water_ratio": ratio}, geometry=holes, crs=city.crs)


def seated(city: CityModel, relief: Mesh | None = None) -> CityModel:
    """Return the city with its buildings moved up or down onto the relief.

    A building, with its parts and installations, is moved as a whole until its lowest point is at
    the lowest ground under its footprint: no corner hangs in the air, uphill walls go into the
    slope. Outlines (LOD0) stay where they are.

    Parameters
    ----------
    city : CityModel
        Any city.
    relief : Mesh, optional
        Ground, relative to `city.origin`; by default the relief of the city.

    Returns
    -------
    CityModel
        Column ``seating_shift_m`` of features says how far each was moved, nan where it was not
        because there is no ground under it; `CityModel.problems` counts those.

    Raises
    ------
    GeometryError
        If there is no relief.
    """
    relief = city.terrain if relief is None else relief
    if relief is None or not len(relief):
        raise GeometryError("there is no relief to set buildings on; load the dem files")
    root = city.root_row
    shift = _shifts(city, relief)[root]
    move = np.nan_to_num(shift)
    surfaces = city.surfaces
    of_surface = np.where(surfaces.lod > 0, move[surfaces.feature_row], 0.0)
    coords = surfaces.coords.copy()
    coords[:, 2] += of_surface[surfaces.surface_of_coord]
    vertices = city.mesh.vertices.copy()
    of_vertex = np.zeros(len(vertices))
    of_vertex[city.mesh.triangles.ravel()] = np.repeat(of_surface[city.mesh.surface_row], 3)
    vertices[:, 2] += of_vertex
    features = city.features.assign(
        base_elevation_m=city.features["base_elevation_m"] + move,
        top_elevation_m=city.features["top_elevation_m"] + move,
        seating_shift_m=shift,
    )
    return replace(
        city,
        features=features,
        surfaces=replace(surfaces, coords=coords),
        mesh=replace(city.mesh, vertices=vertices),
        problems=_with_unseated(city, shift),
    )


def _shifts(city: CityModel, relief: Mesh) -> NDArray[np.float64]:
    """How far each building is above the lowest ground under it, negative; nan where unknown."""
    features = city.features
    shift = np.full(len(features), np.nan)
    buildings = np.flatnonzero(
        (features["kind"] == "Building") & features.geometry.notna() & (features["parent_id"] == "")
    )
    outline = features.geometry.to_numpy()[buildings]
    xy, owner = shapely.get_coordinates(outline, return_index=True)
    middle = shapely.get_coordinates(shapely.point_on_surface(outline))
    points = np.concatenate([xy, middle]) - city.origin[:2]
    of = np.concatenate([owner, np.arange(len(buildings))])
    height = height_at(relief, points)
    lowest = np.full(len(buildings), np.inf)
    np.minimum.at(lowest, of, np.where(np.isnan(height), np.inf, height))
    lowest[np.isinf(lowest)] = np.nan
    shift[buildings] = lowest - _bases(city)[buildings]
    return shift


def _bases(city: CityModel) -> NDArray[np.float64]:
    """Lowest point of what stands of each building, else its base; levels of detail differ."""
    base = np.full(len(city.features), np.inf)
    of_triangle = city.root_row[city.feature_row_of_triangle]
    np.minimum.at(base, of_triangle, city.mesh.corners[:, :, 2].min(axis=1))
    stated = city.features["base_elevation_m"].to_numpy(dtype=float) - city.origin[2]
    return np.where(np.isinf(base), stated, base)


def _with_unseated(city: CityModel, shift: NDArray[np.float64]) -> pd.DataFrame:
    """Problems of the city, with a row for every building that has no ground under it."""
    left = (city.features["kind"] == "Building").to_numpy() & np.isnan(shift)
    reason = "no relief under the building, or no base; it is not set on the ground"
    rows = [
        Problem(f"tile {tile}", 0, str(name), reason)
        for name, tile in city.features.loc[left, "tile"].items()
    ]
    added = pd.DataFrame(rows, columns=list(PROBLEM_COLUMNS))
    return pd.concat([city.problems, added], ignore_index=True)
