"""Raster of heights (GeoTIFF) -> relief of a city."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from analyses.height_lattice import Lattice, lattice_heights
from citygml.errors import AnalysisError
from citygml.mesh import Mesh
from citygml.model import CityModel
from citygml.terrain import relief_of_grid

if TYPE_CHECKING:
    from rasterio.enums import Resampling
    from rasterio.io import DatasetReader

#: A finer lattice than this makes no relief that a computer can hold.
MAX_POINTS = 25_000_000


def terrain_from_raster(
    path: Path | str, city: CityModel, *, spacing_m: float = 5.0, margin_m: float = 200.0
) -> Mesh:
    """Relief of a city from a raster of heights.

    Heights are taken on a lattice of the city's reference system, by bilinear interpolation
    between the centres of pixels, or as the mean of the pixels where these are finer; they are not
    converted: the raster must be orthometric (標高), as those of GSI are. A place beside a pixel
    without height has none.

    Parameters
    ----------
    path : Path or str
        Any raster that GDAL reads, with a reference system; heights in metres in its first band.
    city : CityModel
        Says where: the bounds of its footprints, and the reference system.
    spacing_m : float
        Distance of the points of the relief. [m]
    margin_m : float
        How far the relief reaches beyond the bounds of the city. [m]

    Returns
    -------
    Mesh
        Relative to `city.origin`, facing up; `with_terrain` makes it the relief of the city.

    Raises
    ------
    AnalysisError
        If the raster cannot be read, has no reference system or does not cover the city, the city
        has no footprint, or there would be more than `MAX_POINTS` points.
    """
    if not spacing_m > 0.0 or not margin_m >= 0.0:
        raise AnalysisError(
            f"spacing_m is {spacing_m} and margin_m {margin_m}; give metres above 0, and 0 or more"
        )
    west, south, east, north = city.features.total_bounds
    if not np.isfinite([west, south, east, north]).all():
        raise AnalysisError("the city has no footprint, so its place is unknown; read buildings")
    low = np.floor((np.array([west, south]) - margin_m) / spacing_m)
    high = np.ceil((np.array([east, north]) + margin_m) / spacing_m)
    lattice = Lattice.between(low, high, step_m=spacing_m)
    if lattice.columns * lattice.rows > MAX_POINTS:
        raise AnalysisError(
            f"relief of {lattice.columns} x {lattice.rows} points; at most {MAX_POINTS}; give a "
            "larger spacing_m"
        )
    up = lattice_heights(path, city.crs, lattice, resampling=partial(_mean, spacing_m=spacing_m))
    if not np.isfinite(up).any():
        raise AnalysisError(f"{path}: has no height at the city; give relief that covers it")
    x, y = lattice.east - city.origin[0], lattice.north[::-1] - city.origin[1]
    return relief_of_grid(x, y, up[::-1] - city.origin[2])


def _mean(raster: DatasetReader, *, spacing_m: float) -> Resampling:
    """Of finer pixels the mean counts."""
    from rasterio.enums import Resampling

    finer = raster.crs.is_projected and raster.res[0] < spacing_m
    return Resampling.average if finer else Resampling.bilinear


def with_terrain(city: CityModel, terrain: Mesh) -> CityModel:
    """Return the city with another relief, such as one of `terrain_from_raster`.

    Parameters
    ----------
    city : CityModel
        Any city; its relief, if it has one, is replaced.
    terrain : Mesh
        Relative to `city.origin`, facing up.

    Returns
    -------
    CityModel
        The same but for its relief.
    """
    return replace(city, terrain=terrain)
