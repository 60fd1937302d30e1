"""Raster of heights (GeoTIFF) -> heights on a lattice of a reference system.

What GDAL makes of a raster depends a little on the window it is asked for. So the raster is always
read in the same squares of the lattice: a point has one height, whatever part is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS

from citygml.errors import AnalysisError

if TYPE_CHECKING:
    from rasterio.enums import Resampling
    from rasterio.io import DatasetReader

#: Points along the side of a square.
_SIDE = 200
#: Fills what a raster without a no-data value does not cover; fits 16-bit integers.
_NO_HEIGHT = -32768


class Lattice(NamedTuple):
    """Part of a lattice.

    Attributes
    ----------
    column, row : int
        Of its south-western point.
    columns, rows : int
        How many.
    step_m : float
        Distance of points. [m]
    shift : float
        Easting and northing of point (0, 0), in steps.
    """

    column: int
    row: int
    columns: int
    rows: int
    step_m: float
    shift: float = 0.0

    @classmethod
    def between(
        cls,
        low: NDArray[np.float64],
        high: NDArray[np.float64],
        *,
        step_m: float,
        shift: float = 0.0,
    ) -> Lattice:
        """Return the part from a point to another, both (column, row) in whole numbers."""
        column, row = (int(number) for number in low)
        columns, rows = (int(number) + 1 for number in high - low)
        return cls(column, row, columns, rows, step_m, shift)

    @property
    def east(self) -> NDArray[np.float64]:
        """Easting of the columns. [m]"""
        return np.asarray((self.column + np.arange(self.columns) + self.shift) * self.step_m)

    @property
    def north(self) -> NDArray[np.float64]:
        """Northing of the rows, southernmost first. [m]"""
        return np.asarray((self.row + np.arange(self.rows) + self.shift) * self.step_m)


def lattice_heights(
    path: Path | str,
    crs: CRS,
    lattice: Lattice,
    *,
    resampling: Callable[[DatasetReader], Resampling],
) -> NDArray[np.float64]:
    """Heights of a raster at points of a lattice, (rows, columns), nan where there is none. [m]

    Parameters
    ----------
    path : Path or str
        Any raster that GDAL reads, heights in metres in its first band.
    crs : CRS
        Of the lattice.
    lattice : Lattice
        Which points; each stands for a cell around it.
    resampling : callable
        Raster -> how heights of cells are taken from its own.

    Raises
    ------
    AnalysisError
        If the raster cannot be read or has no reference system.
    """
    try:
        import rasterio
    except ImportError as error:
        raise AnalysisError(
            "rasterio is not installed; a raster of relief needs it; "
            "pip install plateau-analysis[raster]"
        ) from error
    heights = np.full((lattice.rows, lattice.columns), np.nan)
    try:
        with rasterio.open(path) as raster:
            if raster.crs is None:
                raise AnalysisError(f"{path}: the raster has no reference system; give it one")
            method = resampling(raster)
            for y, x in product(
                _squares(lattice.row, lattice.rows), _squares(lattice.column, lattice.columns)
            ):
                square = Lattice(x, y, _SIDE, _SIDE, lattice.step_m, lattice.shift)
                read = _square(raster, crs, square, method)
                _lay(read, y - lattice.row, x - lattice.column, heights)
    except rasterio.errors.RasterioError as error:
        raise AnalysisError(
            f"{path}: cannot be read as relief ({error}); give a GeoTIFF"
        ) from error
    return heights


def _squares(first: int, count: int) -> range:
    """First points of the squares that hold some points of a line."""
    return range(first // _SIDE * _SIDE, first + count, _SIDE)


def _lay(square: NDArray[np.float64], row: int, column: int, heights: NDArray[np.float64]) -> None:
    """Put the part of a square into an array that it has room for."""
    top, right = min(row + _SIDE, heights.shape[0]), min(column + _SIDE, heights.shape[1])
    low, left = max(row, 0), max(column, 0)
    heights[low:top, left:right] = square[low - row : top - row, left - column : right - column]


def _square(
    raster: DatasetReader, crs: CRS, square: Lattice, resampling: Resampling
) -> NDArray[np.float64]:
    """Heights of a square, southernmost row first."""
    from rasterio import Affine
    from rasterio.vrt import WarpedVRT

    # GDAL's pixels are areas: those of the lattice have its points as centres.
    step, half = square.step_m, square.step_m / 2.0
    west, north = square.east[0] - half, square.north[-1] + half
    with WarpedVRT(
        raster,
        crs=crs.to_wkt(),
        transform=Affine(step, 0.0, west, 0.0, -step, north),
        width=square.columns,
        height=square.rows,
        nodata=_NO_HEIGHT if raster.nodata is None else raster.nodata,
        resampling=resampling,
    ) as warped:
        read = warped.read(1, masked=True).astype(np.float64).filled(np.nan)
    return np.asarray(read[::-1])
