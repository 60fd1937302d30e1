"""Analyses that worker processes import by name: small, and each with a way of its own to fail."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import shapely
from run_jobs import tell_process

from citygml.errors import AnalysisError
from citygml.model import CityModel, ground


class Places(NamedTuple):
    buildings: gpd.GeoDataFrame
    points: gpd.GeoDataFrame


def heights(city: CityModel, factor: float = 1.0) -> gpd.GeoDataFrame:
    """One row per own building: its height, and how many neighbours are there."""
    own = city.features[~city.features["is_context"].astype(bool)]
    table = gpd.GeoDataFrame(
        {
            "height_m": (own["top_elevation_m"] - own["base_elevation_m"]) * factor,
            "neighbour_count": np.int64(city.features["is_context"].sum()),
            "process": os.getpid(),
        },
        geometry=own.geometry,
        crs=city.crs,
    )
    table.attrs["plateau"] = {"analysis": "heights", "notes": [f"tile of {len(own)}"]}
    return table


def everything(city: CityModel) -> Places:
    """Buildings of the tile and of its surroundings, and a grid of points over both."""
    features = city.features
    west, south, east, north = features.total_bounds
    x, y = np.meshgrid(
        np.arange(west // 50, east // 50), np.arange(south // 50 - 3, north // 50 + 3)
    )
    names = [f"{int(a)}_{int(b)}" for a, b in zip(x.ravel(), y.ravel(), strict=True)]
    points = gpd.GeoDataFrame(
        geometry=shapely.points(x.ravel() * 50.0, y.ravel() * 50.0), index=names, crs=city.crs
    )
    return Places(gpd.GeoDataFrame(geometry=features.geometry, crs=city.crs), points)


def ground_heights(city: CityModel) -> gpd.GeoDataFrame:
    """Height of the ground on a lattice of 20 m, up to 30 m from buildings."""
    outlines = city.features.geometry[city.features["kind"] == "Building"]
    west, south, east, north = outlines.total_bounds
    x, y = np.meshgrid(
        np.arange(west // 20 - 2, east // 20 + 2), np.arange(south // 20 - 2, north // 20 + 2)
    )
    points = shapely.points(20.0 * x.ravel(), 20.0 * y.ravel())
    tree = shapely.STRtree(outlines.to_numpy())
    near = np.unique(tree.query(points, predicate="dwithin", distance=30.0)[0])
    surface = ground(city)
    place = shapely.get_coordinates(points[near])
    names = [f"{int(a)}_{int(b)}" for a, b in place]
    height = surface.height_at(place - np.array(city.origin[:2]))
    return gpd.GeoDataFrame(
        {"ground_m": height, "source": surface.source},
        geometry=points[near],
        index=names,
        crs=city.crs,
    )


def roof_grounds(city: CityModel) -> gpd.GeoDataFrame:
    """One row per own building: the ground under the corners of the box around it."""
    own = city.features[(city.features["kind"] == "Building") & ~city.features["is_context"]]
    west, south, east, north = (
        own.geometry.bounds.to_numpy().T - np.tile(city.origin[:2], 2)[:, None]
    )
    surface = ground(city)
    corners = {"sw": (west, south), "se": (east, south), "ne": (east, north), "nw": (west, north)}
    heights = {
        f"{name}_m": surface.height_at(np.column_stack(places)) for name, places in corners.items()
    }
    return gpd.GeoDataFrame(heights, index=own.index, geometry=own.geometry, crs=city.crs)


def all_ids(city: CityModel) -> gpd.GeoDataFrame:
    """Names of all objects that were read, neighbours too: rows without a place stay."""
    names = city.features.index.to_numpy()
    return gpd.GeoDataFrame({"name": names}, geometry=[None] * len(names), crs=city.crs)


def failing(city: CityModel, ids: tuple[str, ...]) -> gpd.GeoDataFrame:
    """Fails where one of the buildings is the tile's own."""
    table = heights(city)
    if set(ids) & set(table.index):
        raise AnalysisError(f"building {ids[0]} is not to my taste")
    return table


class UnpicklableError(Exception):
    def __init__(self) -> None:
        super().__init__("cannot travel")
        self.lock = threading.Lock()


def raising_what_cannot_be_pickled(city: CityModel) -> gpd.GeoDataFrame:
    raise UnpicklableError


def waiting(city: CityModel, folder: Path, seconds: float) -> gpd.GeoDataFrame:
    """Say who works on what, wait, and go on."""
    table = heights(city)
    name = str(next(iter(table.index)))
    tell_process(folder, name)
    time.sleep(seconds)
    return table.drop(columns="process")


def dying_once(city: CityModel, folder: Path, name: str) -> gpd.GeoDataFrame:
    """Kill the own process the first time that a building is met."""
    table = heights(city).drop(columns="process")
    mark = folder / f"{name}.died"
    if name in table.index and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return table
