"""Samples of a coverage -> GeoTIFF, one band per column."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from analyses.sampling import MAX_CELLS
from analyses.visibility.grid import cells_of, spacing_of
from citygml.errors import AnalysisError, CityModelError

BANDS = ("seen_count", "in_view_count", "px_per_m", "distance_m")


class Raster(NamedTuple):
    """Bands on the grid of the samples.

    Attributes
    ----------
    bands : (b, rows, columns) ndarray of float32
        North up; nan where there is no sample.
    west, north : float
        Corner of the first cell. [m]
    spacing_m : float
        Side of a cell. [m]
    names : tuple of str
        Column of each band.
    """

    bands: NDArray[np.float32]
    west: float
    north: float
    spacing_m: float
    names: tuple[str, ...]


def coverage_raster(samples: gpd.GeoDataFrame, columns: Sequence[str] = BANDS) -> Raster:
    """Columns of grid cells as bands.

    Raises
    ------
    AnalysisError
        If there are no samples, they are not cells of a grid, or a column is missing.
    """
    spacing = spacing_of(samples)
    missing = [name for name in columns if name not in samples.columns]
    if missing or not len(samples):
        what = f"the column {missing[0]} is missing" if missing else "there are 0 samples"
        raise AnalysisError(f"{what}; a raster needs samples of camera_coverage")
    cells = cells_of(samples, spacing)
    low, high = cells.min(axis=0), cells.max(axis=0)
    width, height = (high - low + 1).tolist()
    if width * height * len(columns) > MAX_CELLS:
        raise AnalysisError(
            f"a raster of {width} x {height} cells and {len(columns)} bands is larger than "
            f"{MAX_CELLS} values; take a larger spacing_m or a smaller area"
        )
    bands = np.full((len(columns), height, width), np.nan, np.float32)
    row, column = high[1] - cells[:, 1], cells[:, 0] - low[0]
    for band, name in zip(bands, columns, strict=True):
        band[row, column] = samples[name].to_numpy(dtype=np.float32, na_value=np.nan)
    west, north = float(low[0] * spacing), float((high[1] + 1) * spacing)
    return Raster(bands, west, north, spacing, tuple(columns))


def write_geotiff(
    path: str | Path, samples: gpd.GeoDataFrame, columns: Sequence[str] = BANDS
) -> Path:
    """Write columns of a coverage as a tiled, compressed GeoTIFF.

    Parameters
    ----------
    path : str or Path
        Ends in .tif or .tiff.
    samples : GeoDataFrame
        Grid cells of `camera_coverage`.
    columns : sequence of str
        Numbers, one band each.

    Returns
    -------
    Path
        The file; it is whole or not there.

    Raises
    ------
    AnalysisError
        See `coverage_raster`.
    CityModelError
        If the suffix is another, rasterio is missing or the file cannot be written.
    """
    target = Path(path)
    if target.suffix.lower() not in {".tif", ".tiff"}:
        raise CityModelError(f"{target} ends in {target.suffix!r}; rasters are written as .tif")
    raster = coverage_raster(samples, columns)
    content = _encoded(raster, samples)
    temporary = target.with_name(f".{target.name}.part")
    try:
        temporary.write_bytes(content)
        os.replace(temporary, target)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise CityModelError(f"{target} cannot be written: {error.strerror}") from error
    return target


def _encoded(raster: Raster, samples: gpd.GeoDataFrame) -> bytes:
    """Bytes of the GeoTIFF."""
    try:
        from rasterio import Affine
        from rasterio.io import MemoryFile
    except ImportError as error:
        raise CityModelError(
            "GeoTIFF needs rasterio; install it with pip install 'plateau-analysis[raster]'"
        ) from error
    count, height, width = raster.bands.shape
    profile: dict[str, Any] = {
        "driver": "GTiff",
        "dtype": "float32",
        "count": count,
        "height": height,
        "width": width,
        "crs": samples.crs.to_wkt(),
        "transform": Affine(raster.spacing_m, 0, raster.west, 0, -raster.spacing_m, raster.north),
        "nodata": np.nan,
        "compress": "deflate",
        "tiled": True,
    }
    written = samples.attrs.get("plateau", {})
    with MemoryFile() as memory:
        with memory.open(**profile) as file:
            file.write(raster.bands)
            file.descriptions = raster.names
            file.update_tags(source=written.get("source", ""), analysis=written.get("analysis", ""))
        return bytes(memory.read())
