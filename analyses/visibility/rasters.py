"""Samples of a coverage -> GeoTIFF, one band per column."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
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
    target = _checked_target(path)
    raster = coverage_raster(samples, columns)
    content = _encoded(raster, samples)
    with _replaced(target) as temporary:
        temporary.write_bytes(content)
    return target


def stream_geotiff(
    path: str | Path,
    pieces: Callable[[], Iterable[gpd.GeoDataFrame]],
    columns: Sequence[str] = BANDS,
) -> Path:
    """Write a coverage that comes in pieces, larger than memory if need be, as one GeoTIFF.

    Parameters
    ----------
    path : str or Path
        Ends in .tif or .tiff.
    pieces : callable
        Yields grid cells of `camera_coverage`, all on one grid, no cell twice; is called twice.
    columns : sequence of str
        Numbers, one band each.

    Returns
    -------
    Path
        The file; it is whole or not there. What no piece has takes no room in it.

    Raises
    ------
    AnalysisError
        See `coverage_raster`; its limit is that of a piece.
    CityModelError
        If the suffix is another, rasterio is missing or the file cannot be written.
    """
    target = _checked_target(path)
    rasterio = _rasterio()
    boxes = [_cell_bounds(piece) for piece in pieces() if len(piece)]
    if not boxes:
        raise AnalysisError("there are 0 samples; a raster needs samples of camera_coverage")
    low = np.min([box[0] for box in boxes], axis=0)
    high = np.max([box[1] for box in boxes], axis=0)
    width, height = (high - low + 1).tolist()
    some = next(piece for piece in pieces() if len(piece))
    spacing = spacing_of(some)
    west, north = float(low[0] * spacing), float((high[1] + 1) * spacing)
    profile = _profile(west, north, spacing) | {"sparse_ok": True, "bigtiff": "if_safer"}
    size = {"count": len(columns), "height": height, "width": width}
    with _replaced(target) as temporary:
        with rasterio.open(temporary, "w+", **profile, **size, crs=some.crs.to_wkt()) as file:
            _describe(file, columns, some)
            parts = (coverage_raster(piece, columns) for piece in pieces() if len(piece))
            known = sum(_inserted(file, part, west=west, north=north) for part in parts)
        with rasterio.open(temporary) as file:  # closing does not say that the disk is full
            blocks = (file.read(window=window) for _, window in file.block_windows(1))
            there = sum(int(np.count_nonzero(~np.isnan(block))) for block in blocks)
        if there != known:
            raise OSError(f"{there} of {known} values arrived; make room on the disk")
    return target


def _cell_bounds(samples: gpd.GeoDataFrame) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Lowest and highest column and row."""
    cells = cells_of(samples, spacing_of(samples))
    return cells.min(axis=0), cells.max(axis=0)


def _inserted(file: Any, raster: Raster, *, west: float, north: float) -> int:
    """Write a piece into a file that may hold others in the same rectangle; number of values."""
    from rasterio.windows import Window

    height, width = raster.bands.shape[1:]
    column = round((raster.west - west) / raster.spacing_m)
    row = round((north - raster.north) / raster.spacing_m)
    window = Window(column, row, width, height)
    bands = file.read(window=window)
    there = ~np.isnan(raster.bands).all(axis=0)
    bands[:, there] = raster.bands[:, there]
    file.write(bands, window=window)
    return int(np.count_nonzero(~np.isnan(raster.bands)))


def _checked_target(path: str | Path) -> Path:
    target = Path(path)
    if target.suffix.lower() not in {".tif", ".tiff"}:
        raise CityModelError(f"{target} ends in {target.suffix!r}; rasters are written as .tif")
    return target


@contextmanager
def _replaced(target: Path) -> Iterator[Path]:
    """Give a name beside the target that takes its place once all is written."""
    temporary = target.with_name(f".{target.name}.part")
    try:
        yield temporary
        os.replace(temporary, target)
    except OSError as error:  # rasterio's errors of files are OSErrors too
        raise CityModelError(f"{target} cannot be written: {error.strerror or error}") from error
    finally:
        temporary.unlink(missing_ok=True)


def _encoded(raster: Raster, samples: gpd.GeoDataFrame) -> bytes:
    """Bytes of the GeoTIFF."""
    _rasterio()
    from rasterio.io import MemoryFile

    count, height, width = raster.bands.shape
    profile = _profile(raster.west, raster.north, raster.spacing_m)
    size = {"count": count, "height": height, "width": width}
    with MemoryFile() as memory:
        with memory.open(**profile, **size, crs=samples.crs.to_wkt()) as file:
            file.write(raster.bands)
            _describe(file, raster.names, samples)
        return bytes(memory.read())


def _describe(file: Any, names: Sequence[str], samples: gpd.GeoDataFrame) -> None:
    written = samples.attrs.get("plateau", {})
    file.descriptions = tuple(names)
    file.update_tags(source=written.get("source", ""), analysis=written.get("analysis", ""))


def _profile(west: float, north: float, spacing_m: float) -> dict[str, Any]:
    return {
        "driver": "GTiff",
        "dtype": "float32",
        "transform": _rasterio().Affine(spacing_m, 0, west, 0, -spacing_m, north),
        "nodata": np.nan,
        "compress": "deflate",
        "tiled": True,
    }


def _rasterio() -> Any:
    try:
        return import_module("rasterio")
    except ImportError as error:
        raise CityModelError(
            "GeoTIFF needs rasterio; install it with pip install 'plateau-analysis[raster]'"
        ) from error
