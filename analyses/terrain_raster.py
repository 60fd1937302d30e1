"""Raster of heights (GeoTIFF) -> relief of a city."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from citygml.errors import AnalysisError
from citygml.mesh import Mesh
from citygml.model import CityModel
from citygml.terrain import relief_of_grid

#: A finer lattice than this makes no relief that a computer can hold.
MAX_POINTS = 25_000_000
_NO_HEIGHT = -3.0e38


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
    left = np.floor((west - margin_m) / spacing_m) * spacing_m
    top = np.ceil((north + margin_m) / spacing_m) * spacing_m
    width = int(np.ceil((east + margin_m - left) / spacing_m)) + 1
    height = int(np.ceil((top - south + margin_m) / spacing_m)) + 1
    if width * height > MAX_POINTS:
        raise AnalysisError(
            f"relief of {width} x {height} points; at most {MAX_POINTS}; give a larger spacing_m"
        )
    up = _heights(path, city, (left, top, spacing_m), (height, width))
    if not np.isfinite(up).any():
        raise AnalysisError(f"{path}: has no height at the city; give relief that covers it")
    x = left + np.arange(width) * spacing_m - city.origin[0]
    y = top - np.arange(height) * spacing_m - city.origin[1]
    return relief_of_grid(x, y, up - city.origin[2])


def _heights(
    path: Path | str, city: CityModel, lattice: tuple[float, float, float], shape: tuple[int, int]
) -> NDArray[np.float64]:
    """Heights on a lattice given by its north-west point and spacing, nan where there is none."""
    try:
        import rasterio
        from rasterio.enums import Resampling
        from rasterio.vrt import WarpedVRT
    except ImportError as error:
        raise AnalysisError(
            "rasterio is not installed; a raster of relief needs it; "
            "pip install plateau-analysis[raster]"
        ) from error
    left, top, step = lattice
    # GDAL's pixels are areas: those of the lattice have its points as centres.
    transform = rasterio.Affine(step, 0.0, left - step / 2, 0.0, -step, top + step / 2)
    try:
        with rasterio.open(path) as raster:
            if raster.crs is None:
                raise AnalysisError(f"{path}: the raster has no reference system; give it one")
            finer = raster.crs.is_projected and raster.res[0] < step
            with WarpedVRT(
                raster,
                crs=city.crs.to_wkt(),
                transform=transform,
                width=shape[1],
                height=shape[0],
                nodata=_NO_HEIGHT if raster.nodata is None else raster.nodata,
                resampling=Resampling.average if finer else Resampling.bilinear,
            ) as warped:
                heights = warped.read(1, masked=True).astype(np.float64).filled(np.nan)
    except rasterio.errors.RasterioError as error:
        raise AnalysisError(
            f"{path}: cannot be read as relief ({error}); give a GeoTIFF"
        ) from error
    return np.asarray(heights)


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
