"""GeoTIFF files -> depth, water level or ground at points."""

from __future__ import annotations

import math
import re
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from analyses.flood.criteria import WATER_HAZARDS
from citygml.errors import AnalysisError

if TYPE_CHECKING:
    from rasterio.io import DatasetReader

WaterKind = Literal["depth", "level"]
NoData = Literal["unknown", "dry"]
#: PLATEAU's and GDAL's habits of writing "nothing here" without declaring it.
_UNDECLARED_NODATA = (-9999.0, 9999.0)
_IMPOSSIBLE_M = 1e4
#: A band description such as "t=1.5" or "t = 3 h".
_TIME = re.compile(r"\bt\s*=\s*(?P<hours>\d+(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class WaterRaster:
    """One band of a GeoTIFF with depths or water levels, and the flood it shows.

    Attributes
    ----------
    path : Path
        The file; only the window around the points asked for is read.
    kind : {"depth", "level"}
        Depth above ground, or elevation of the water surface (T.P.). Which one is never guessed:
        a depth taken for a level would make dry what is flooded. [m]
    band : int
        From 1.
    hazard, river, scale : str
        "river", "inland", "high_tide", "reservoir" or "tsunami"; any name; "L1", "L2" or "".
    time_h : float
        Hours since the onset, nan for the maximum over all times. [h]
    nodata : {"unknown", "dry"}
        What a cell without value, or with a negative depth, inside the raster means. Published maps
        of Japan leave dry cells without value ("dry"); others have holes where nothing was
        calculated, under the buildings themselves perhaps, and a hole taken for dry ground would
        send nobody away. So it is never guessed: "unknown" unless said.
    """

    path: Path
    kind: WaterKind
    band: int = 1
    hazard: str = "river"
    river: str = ""
    scale: str = "L2"
    time_h: float = math.nan
    nodata: NoData = "unknown"

    def __post_init__(self) -> None:
        """Refuse words that no rule knows."""
        if self.nodata not in get_args(NoData):
            raise AnalysisError(
                f'{self.path}: nodata {self.nodata!r}; a cell without value is "dry" or "unknown"'
            )
        if self.kind not in get_args(WaterKind):
            raise AnalysisError(
                f'{self.path}: kind {self.kind!r}; a raster of water holds "depth" (above '
                'ground) or "level" (elevation); say which'
            )
        if self.hazard not in WATER_HAZARDS:
            raise AnalysisError(
                f"{self.path}: hazard {self.hazard!r}; one of {', '.join(WATER_HAZARDS)}"
            )
        if self.scale not in {"L1", "L2", ""}:
            raise AnalysisError(f"{self.path}: scale {self.scale!r}; L1, L2 or empty")

    def values_at(self, xy: NDArray[np.float64], crs: CRS) -> NDArray[np.float64]:
        """Value of the cell that holds each point, nan where there is no water. [m]

        Parameters
        ----------
        xy : (n, 2) ndarray of float64
            Easting and northing in `crs`. [m]
        crs : CRS
            Reference system of the points.
        """
        found = cell_values(self.path, xy, crs, band=self.band)
        return np.where(found > 0, found, np.nan) if self.kind == "depth" else found

    def leaves_open(self, xy: NDArray[np.float64], crs: CRS) -> NDArray[np.bool_]:
        """Whether each point lies in a cell of which nobody knows whether it is dry; see `nodata`.

        Points outside the rectangle do not: there the raster says nothing at all.
        """
        if self.nodata == "dry":
            return np.zeros(len(xy), dtype=bool)
        found = cell_values(self.path, xy, crs, band=self.band)
        with np.errstate(invalid="ignore"):
            known = found >= 0 if self.kind == "depth" else np.isfinite(found)
        return np.asarray(~known & self.covers(xy, crs))

    def covers(self, xy: NDArray[np.float64], crs: CRS) -> NDArray[np.bool_]:
        """Whether each point lies inside the rectangle of the raster."""
        column, row, shape = _cells(self.path, xy, crs)
        inside = (column >= 0) & (column < shape[1]) & (row >= 0) & (row < shape[0])
        return np.asarray(inside, dtype=bool)


@dataclass(frozen=True, slots=True)
class GroundRaster:
    """A GeoTIFF with elevations of the ground (T.P.), such as a DEM of the river's model. [m]"""

    path: Path
    band: int = 1

    def values_at(self, xy: NDArray[np.float64], crs: CRS) -> NDArray[np.float64]:
        """Elevation by bilinear interpolation, nan where any of the four cells has none. [m]"""
        return bilinear(self.path, xy, crs, band=self.band)


def opened(path: Path | str) -> DatasetReader:
    """Open a GeoTIFF and check that it says where it is.

    Raises
    ------
    AnalysisError
        If the file cannot be read, has no CRS, or is rotated.
    """
    try:
        import rasterio
        from rasterio.errors import NotGeoreferencedWarning, RasterioIOError
    except ImportError as error:
        raise AnalysisError(
            "rasterio is not installed; rasters need it; pip install plateau-analysis[raster]"
        ) from error
    try:
        with warnings.catch_warnings():  # the error below says the same, with the file
            warnings.simplefilter("ignore", NotGeoreferencedWarning)
            data = rasterio.open(path)
    except RasterioIOError as error:
        raise AnalysisError(f"{path}: not a readable raster ({error}); give a GeoTIFF") from error
    if data.crs is None:
        data.close()
        raise AnalysisError(f"{path}: no CRS; the place of the cells is unknown; set one")
    if data.transform.b or data.transform.d:
        data.close()
        raise AnalysisError(f"{path}: a rotated grid; rows must run east; warp it to north up")
    return data


def raster_cell_m(path: Path | str, crs: CRS) -> float:
    """Side of a cell in the units of `crs`, at the middle of the raster. [m]"""
    with opened(path) as data:
        transform, shape = data.transform, data.shape
        middle = np.array([[shape[1] / 2, shape[0] / 2], [shape[1] / 2 + 1, shape[0] / 2 + 1]])
        x = transform.c + transform.a * middle[:, 0]
        y = transform.f + transform.e * middle[:, 1]
        east, north = _transformer(CRS.from_user_input(data.crs), crs).transform(x, y)
    return float(max(abs(east[1] - east[0]), abs(north[1] - north[0])))


def cell_values(
    path: Path | str, xy: NDArray[np.float64], crs: CRS, *, band: int = 1
) -> NDArray[np.float64]:
    """Value of the cell that holds each point, nan outside and where the file says "no data"."""
    column, row, _ = _cells(path, xy, crs)
    return _values(path, np.floor(column), np.floor(row), band)


def bilinear(
    path: Path | str, xy: NDArray[np.float64], crs: CRS, *, band: int = 1
) -> NDArray[np.float64]:
    """Values between the middles of four cells; exact for planes, nan where one has no data."""
    column, row, _ = _cells(path, xy, crs)
    column, row = column - 0.5, row - 0.5
    left, top = np.floor(column), np.floor(row)
    u, v = column - left, row - top
    total = np.zeros(len(xy))
    for right, weight_u in ((0.0, 1.0 - u), (1.0, u)):
        for below, weight_v in ((0.0, 1.0 - v), (1.0, v)):
            weight = weight_u * weight_v
            value = _values(path, left + right, top + below, band)
            total += np.where(weight == 0.0, 0.0, weight * value)
    return total


def _cells(path: Path | str, xy: NDArray[np.float64], crs: CRS) -> tuple[Any, Any, tuple[int, int]]:
    """Column and row of points as fractions, and rows and columns of the raster."""
    with opened(path) as data:
        transform, shape = data.transform, data.shape
        x, y = _transformer(crs, CRS.from_user_input(data.crs)).transform(xy[:, 0], xy[:, 1])
    column = (np.asarray(x, dtype=float) - transform.c) / transform.a
    row = (np.asarray(y, dtype=float) - transform.f) / transform.e
    return column, row, shape


def _transformer(source: CRS, target: CRS) -> Transformer:
    """Horizontal transformation; heights are never touched, both sides are T.P."""
    return Transformer.from_crs(source.to_2d(), target.to_2d(), always_xy=True)


def _values(
    path: Path | str, column: NDArray[np.float64], row: NDArray[np.float64], band: int
) -> NDArray[np.float64]:
    """Values of cells by whole column and row; only the window around them is read."""
    values = np.full(len(column), np.nan)
    with opened(path) as data:
        if not 1 <= band <= data.count:
            raise AnalysisError(f"{path}: band {band}; it has {data.count}; count from 1")
        height, width = data.shape
        inside = (column >= 0) & (column < width) & (row >= 0) & (row < height)
        if not inside.any():
            return values
        c, r = column[inside].astype(np.int64), row[inside].astype(np.int64)
        window = ((int(r.min()), int(r.max()) + 1), (int(c.min()), int(c.max()) + 1))
        cells = data.read(band, window=window, masked=True).astype(np.float64)
    grid = np.ma.filled(cells, np.nan)
    found = grid[r - window[0][0], c - window[1][0]]
    found[np.isin(found, _UNDECLARED_NODATA) | (np.abs(found) >= _IMPOSSIBLE_M)] = np.nan
    values[inside] = found
    return values


def raster_times(path: Path | str) -> list[tuple[int, float]]:
    """Bands of a raster and the time that the description of each gives, nan without one. [h]"""
    with opened(path) as data:
        matches = [_TIME.search(text or "") for text in data.descriptions]
    return [(i, float(m["hours"]) if m else math.nan) for i, m in enumerate(matches, start=1)]
