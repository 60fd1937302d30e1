"""City + a grid of cells -> points above the ground, where people and not walls are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from citygml.errors import AnalysisError
from citygml.model import CityModel, ground
from citygml.terrain import Ground, GroundSource

#: Cells whose centre lies in the footprint of these are not ground that one can stand on. Under a
#: bridge one can.
BUILDING_KINDS = ("Building", "BuildingPart")
#: More cells than this are refused before they exist: 50 million take 10 GB with their results.
MAX_CELLS = 50_000_000


@dataclass(frozen=True, slots=True, eq=False)
class GroundSamples:
    """Centres of grid cells, lifted off the ground.

    Attributes
    ----------
    cell : (n, 2) ndarray of int64
        Column and row of the cell in the grid of the reference system, see `cells_in`.
    points : (n, 3) ndarray of float64
        East, north, up from `CityModel.origin`, the target height above the ground. [m]
    ground_elevation_m : (n,) ndarray of float64
        Orthometric height of the ground. [m]
    spacing_m : float
        Side of a cell; every point stands for ``spacing_m ** 2`` of plan area. [m]
    ground_source : {"relief", "building_base", "none"}
        Where the ground comes from, see `citygml.model.ground`.
    in_building_count, groundless_count : int
        Cells left out because they lie in a footprint, or because no ground is known there.
    """

    cell: NDArray[np.int64]
    points: NDArray[np.float64]
    ground_elevation_m: NDArray[np.float64]
    spacing_m: float
    ground_source: GroundSource
    in_building_count: int
    groundless_count: int

    def __len__(self) -> int:
        """Return the number of points."""
        return len(self.cell)

    @property
    def area_m2(self) -> float:
        """Plan area each point stands for. [m²]"""
        return self.spacing_m**2


def cells_in(area: Any, *, spacing_m: float) -> NDArray[np.int64]:
    """Grid cells whose centre lies in an area.

    The grid is anchored to the reference system and not to the area or a tile: cell (0, 0) spans
    (0, 0) to (spacing, spacing), so neighbouring tiles and later runs share their cells.

    Parameters
    ----------
    area : shapely Polygon or MultiPolygon
        In projected coordinates. [m]
    spacing_m : float
        Side of a cell. [m]

    Returns
    -------
    (n, 2) ndarray of int64
        Column (east) and row (north), ordered by row, then column.

    Raises
    ------
    AnalysisError
        If `spacing_m` is not a positive number, or the cells are more than `MAX_CELLS`.

    Examples
    --------
    >>> cells_in(shapely.box(9.0, -1.0, 12.0, 1.0), spacing_m=1.0).tolist()
    [[9, -1], [10, -1], [11, -1], [9, 0], [10, 0], [11, 0]]
    """
    check_spacing(spacing_m)
    if area.is_empty:
        return np.zeros((0, 2), np.int64)
    west, south, east, north = area.bounds
    check_cell_count((east - west + spacing_m) * (north - south + spacing_m), spacing_m)
    columns = np.arange(np.floor(west / spacing_m), np.floor(east / spacing_m) + 1, dtype=np.int64)
    rows = np.arange(np.floor(south / spacing_m), np.floor(north / spacing_m) + 1, dtype=np.int64)
    cells = np.stack(np.meshgrid(columns, rows), axis=-1).reshape(-1, 2)
    centres = cell_centres(cells, spacing_m=spacing_m)
    shapely.prepare(area)
    return np.asarray(cells[shapely.contains_xy(area, centres[:, 0], centres[:, 1])])


def places_in(
    areas: NDArray[np.object_], *, spacing_m: float
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Centres of the cells in each of several areas, or one point where an area holds none.

    Parameters
    ----------
    areas : (n,) ndarray of shapely Polygon or MultiPolygon
        Valid ones, in projected coordinates; they may overlap, empty ones have no place. [m]
    spacing_m : float
        Side of a cell, see `cells_in`. [m]

    Returns
    -------
    points : (m, 2) ndarray of float64
        [m]
    owner : (m,) ndarray of int64
        Row of the area of each, ascending.

    Examples
    --------
    Two cells of 10 m, and a strip between centres:

    >>> strips = np.array([shapely.box(0, 0, 20, 10), shapely.box(0, 0, 20, 2)])
    >>> places_in(strips, spacing_m=10.0)
    (array([[ 5.,  5.],
           [15.,  5.],
           [10.,  1.]]), array([0, 0, 1]))
    """
    cells = cells_in(shapely.union_all(areas), spacing_m=spacing_m)
    centre = cell_centres(cells, spacing_m=spacing_m).reshape(-1, 2)
    row, cell = shapely.STRtree(shapely.points(centre)).query(areas, predicate="intersects")
    bare = np.setdiff1d(np.flatnonzero(~shapely.is_empty(areas)), row)
    alone = shapely.get_coordinates(shapely.point_on_surface(areas[bare])).reshape(-1, 2)
    owner = np.concatenate([row, bare]).astype(np.int64)
    order = np.argsort(owner, kind="stable")
    return np.concatenate([centre[cell], alone])[order], owner[order]


def cell_centres(cells: ArrayLike, *, spacing_m: float) -> NDArray[np.float64]:
    """Centres of grid cells.

    Parameters
    ----------
    cells : (n, 2) array_like of int
        Column and row, see `cells_in`.
    spacing_m : float
        Side of a cell. [m]

    Returns
    -------
    (n, 2) ndarray of float64
        Easting and northing in the reference system of the grid. [m]

    Examples
    --------
    >>> cell_centres([(0, 0), (-3, 2)], spacing_m=0.5)
    array([[ 0.25,  0.25],
           [-1.25,  1.25]])
    """
    return (np.asarray(cells).reshape(-1, 2) + 0.5) * spacing_m


def ground_samples(
    city: CityModel,
    cells: ArrayLike,
    *,
    spacing_m: float,
    target_height_m: float,
    surface: Ground | None = None,
) -> GroundSamples:
    """Points above the ground at the centres of grid cells, outside buildings.

    Parameters
    ----------
    city : CityModel
        Gives ground and footprints.
    cells : (n, 2) array_like of int
        Column and row, see `cells_in`.
    spacing_m : float
        Side of a cell. [m]
    target_height_m : float
        Height of the points above the ground: 1.5 m is a face, 1.0 m a child. [m]
    surface : Ground, optional
        By default ``ground(city)``.

    Returns
    -------
    GroundSamples
        In the order of `cells`, without those inside a footprint and those without ground, which
        are counted.

    Raises
    ------
    AnalysisError
        If `spacing_m` is not a positive number.
    """
    check_spacing(spacing_m)
    surface = ground(city) if surface is None else surface
    cell = np.asarray(cells, dtype=np.int64).reshape(-1, 2)
    outdoors = ~_in_building(city, cell_centres(cell, spacing_m=spacing_m))
    cell = cell[outdoors]
    plan = cell_centres(cell, spacing_m=spacing_m) - np.array(city.origin[:2])
    height = surface.height_at(plan)
    known = np.isfinite(height)
    return GroundSamples(
        cell=cell[known],
        points=np.column_stack([plan[known], height[known] + target_height_m]),
        ground_elevation_m=height[known] + city.origin[2],
        spacing_m=spacing_m,
        ground_source=surface.source,
        in_building_count=int(np.count_nonzero(~outdoors)),
        groundless_count=int(np.count_nonzero(~known)),
    )


def check_spacing(spacing_m: float) -> None:
    """Raise `AnalysisError` where a cell would have no size."""
    if not (np.isfinite(spacing_m) and spacing_m > 0):
        raise AnalysisError(f"spacing_m is {spacing_m}; it must be a positive number of metres")


def check_cell_count(plan_area_m2: float, spacing_m: float) -> None:
    """Raise `AnalysisError` where an area has more than `MAX_CELLS` cells."""
    count = plan_area_m2 / spacing_m**2
    if not count <= MAX_CELLS:
        raise AnalysisError(
            f"{count:.2g} cells of {spacing_m} m; at most {MAX_CELLS} fit in memory; take a larger "
            "spacing_m or a smaller area"
        )


def _in_building(city: CityModel, centres: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether points lie in the footprint of a building, (n,)."""
    features = city.features
    outlines = features.geometry[
        features["kind"].isin(BUILDING_KINDS) & features.geometry.notna()
    ].to_numpy()
    inside = np.zeros(len(centres), dtype=bool)
    if len(outlines):
        point, _ = shapely.STRtree(outlines).query(shapely.points(centres), predicate="intersects")
        inside[point] = True
    return inside
