"""Points with a value -> GeoTIFF, on a grid that is anchored in the reference system."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from analyses.sampling import check_cell_count, check_spacing
from citygml.errors import AnalysisError, CityModelError


def write_raster(
    path: Path | str,
    samples: gpd.GeoDataFrame,
    column: str,
    *,
    cell_m: float = 1.0,
    weight: str | None = "area_m2",
) -> Path:
    """Write the mean of points in the cells of a grid as a cloud-optimised GeoTIFF.

    Cell (0, 0) begins at easting 0, northing 0, so that rasters of neighbouring tiles fit. Points
    farther apart than half a cell leave cells empty where a roof is turned against the grid.

    Parameters
    ----------
    path : Path or str
        Ends in .tif or .tiff; appears only when it is complete.
    samples : GeoDataFrame
        Points in a projected reference system, such as `solar_samples` gives.
    column : str
        What is written; cells without a value are no-data (nan).
    cell_m : float
        Side of a cell. [m]
    weight : str, optional
        Column of weights of the mean; None: all alike.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    AnalysisError
        If the table lacks a column or has no value, or the grid would be too large.
    CityModelError
        If the file cannot be written.
    """
    target = Path(path)
    if target.suffix.lower() not in {".tif", ".tiff"}:
        raise CityModelError(f"{target} ends in {target.suffix!r}; a raster is written as .tif")
    lacking = {column, *([weight] if weight else [])} - set(samples.columns)
    if lacking:
        raise AnalysisError(f"the table lacks {', '.join(sorted(lacking))}; name one it has")
    check_spacing(cell_m)
    values, origin = gridded(samples, column, cell_m=cell_m, weight=weight)
    _write(target, values, origin, cell_m=cell_m, samples=samples)
    return target


def gridded(
    samples: gpd.GeoDataFrame, column: str, *, cell_m: float, weight: str | None
) -> tuple[NDArray[np.float32], tuple[float, float]]:
    """Mean of points in cells, north at the top, and the north-west corner of the grid.

    Parameters are those of `write_raster`.
    """
    value = samples[column].to_numpy(dtype=float)
    known = np.isfinite(value)
    if not known.any():
        raise AnalysisError(f"no point has a {column}; there is nothing to draw")
    share = samples[weight].to_numpy(dtype=float)[known] if weight else np.ones(known.sum())
    points = samples.geometry[known]
    column_row = np.floor(np.column_stack([points.x, points.y]) / cell_m).astype(np.int64)
    low, high = column_row.min(axis=0), column_row.max(axis=0)
    width, height = (int(n) for n in high - low + 1)
    check_cell_count(width * height * cell_m**2, cell_m)
    place = (high[1] - column_row[:, 1]) * width + column_row[:, 0] - low[0]
    total = np.bincount(place, share * value[known], width * height)
    weights = np.bincount(place, share, width * height)
    mean = np.where(weights > 0.0, total / np.where(weights > 0.0, weights, 1.0), np.nan)
    corner = (float(low[0] * cell_m), float((high[1] + 1) * cell_m))
    return mean.reshape(height, width).astype(np.float32), corner


def _write(
    target: Path,
    values: NDArray[np.float32],
    origin: tuple[float, float],
    *,
    cell_m: float,
    samples: gpd.GeoDataFrame,
) -> None:
    """Write a grid through a temporary file beside its place."""
    rasterio = _rasterio()
    profile = {
        "driver": "COG",
        "dtype": "float32",
        "count": 1,
        "height": values.shape[0],
        "width": values.shape[1],
        "crs": samples.crs.to_wkt(),
        "transform": rasterio.Affine(cell_m, 0.0, origin[0], 0.0, -cell_m, origin[1]),
        "nodata": float("nan"),
        "compress": "DEFLATE",
    }
    about = samples.attrs.get("plateau", {})
    try:
        with tempfile.TemporaryDirectory(prefix=f".{target.stem}-", dir=target.parent) as folder:
            temporary = Path(folder) / target.name
            with rasterio.open(temporary, "w", **profile) as raster:
                raster.write(values, 1)
                raster.update_tags(
                    source=str(about.get("source", "")), analysis=str(about.get("analysis", ""))
                )
            temporary.replace(target)
    except (OSError, rasterio.errors.RasterioError) as error:
        raise CityModelError(f"{target} cannot be written: {error}; choose another path") from error


def _rasterio() -> Any:
    """Import rasterio where it is used, or say in one line which extra brings it."""
    try:
        import rasterio
    except ImportError as error:
        raise AnalysisError(
            "rasterio is not installed; rasters need it; pip install plateau-analysis[raster]"
        ) from error
    return rasterio
