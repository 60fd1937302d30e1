"""Population by building or by polygon -> whole persons in every building."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import ArrayLike, NDArray

from analyses.flood.buildings import RESIDENTIAL
from analyses.hazards import numbers, texts
from analyses.side_files import read_csv, read_layer
from citygml.errors import AnalysisError

#: Columns that may name the place of a polygon, the first that is there.
PLACE_COLUMNS = ("place", "name", "S_NAME", "MESH_ID", "町丁名")
NO_DWELLING = "no dwelling stands in the polygon"
NO_BUILDING = "no such building in the city"


class Population(NamedTuple):
    """Persons of a city.

    Attributes
    ----------
    persons : (n,) ndarray of int64
        Persons in each building.
    place : (n,) ndarray of object
        Name of the place each building belongs to; its tile where there is none.
    unplaced : DataFrame
        ``place, persons, reason``: people no building could be found for.
    """

    persons: NDArray[np.int64]
    place: NDArray[np.object_]
    unplaced: pd.DataFrame


def read_population(path: Path | str) -> pd.DataFrame:
    """Read persons by building (CSV: feature_id, persons) or by polygon (GeoJSON, GeoPackage …).

    Parameters
    ----------
    path : Path or str
        Columns ``persons`` and, of a CSV (UTF-8 or cp932), ``feature_id``.

    Returns
    -------
    DataFrame or GeoDataFrame
        As it is in the file.

    Raises
    ------
    AnalysisError
        If the file cannot be read or has no column "persons".
    """
    file = Path(path)
    read = read_csv if file.suffix.lower() == ".csv" else read_layer
    table = read(file, remedy="give a CSV with feature_id, persons, or polygons with persons")
    return checked_population(table, name=str(file))


def checked_population(table: pd.DataFrame, *, name: str = "population") -> pd.DataFrame:
    """Return the population if its numbers can be persons.

    Raises
    ------
    AnalysisError
        If there is no column "persons", neither "feature_id" nor polygons, a number is missing or
        negative, polygons have no CRS, or a building is there twice.
    """
    if "persons" not in table.columns:
        raise AnalysisError(
            f"{name}: columns {', '.join(map(str, table.columns))}; a population needs a column "
            '"persons" and either "feature_id" or polygons'
        )
    persons = numbers(table, "persons")
    if not (np.isfinite(persons) & (persons >= 0)).all():
        row = int(np.flatnonzero(~(np.isfinite(persons) & (persons >= 0)))[0])
        raise AnalysisError(f"{name}: row {row}: persons {table['persons'].iloc[row]}; 0 or more")
    if "feature_id" in table.columns:
        twice = table["feature_id"].duplicated()
        if twice.any():
            raise AnalysisError(
                f"{name}: {table.loc[twice, 'feature_id'].iloc[0]} is there twice; one row each"
            )
    elif not isinstance(table, gpd.GeoDataFrame) or table.crs is None:
        raise AnalysisError(f"{name}: neither feature_id nor polygons with a CRS; give one of them")
    return table


def shares(total: float, weights: ArrayLike) -> NDArray[np.int64]:
    """Split a whole number by weights so that the parts add up (largest remainder).

    Parameters
    ----------
    total : float
        Rounded to the nearest whole number.
    weights : (n,) array_like of float
        0 or more, not all 0. Of equal remainders the first row goes first.

    Returns
    -------
    (n,) ndarray of int64

    References
    ----------
    Hare quota with largest remainders.

    Examples
    --------
    >>> shares(10, [1.0, 1.0, 1.0]).tolist()
    [4, 3, 3]
    """
    weight: NDArray[np.float64] = np.asarray(weights, dtype=np.float64)
    people = round(total)
    exact: NDArray[np.float64] = people * weight / weight.sum()
    parts: NDArray[np.int64] = np.floor(exact + 1e-9).astype(np.int64)
    left = people - int(parts.sum())
    order = np.argsort(-(exact - parts), kind="stable")
    parts[order[:left]] += 1
    return parts


def persons_of(buildings: gpd.GeoDataFrame, population: pd.DataFrame) -> Population:
    """Persons in every building.

    Parameters
    ----------
    buildings : GeoDataFrame
        From `evacuation_buildings`: index ``feature_id``, ``tile, usage, footprint_m2,
        storeys_lo``, footprints.
    population : DataFrame or GeoDataFrame
        ``persons`` with ``feature_id``, or polygons with ``persons``: these are split by footprint
        times storeys among the dwellings whose representative point lies in the polygon.

    Returns
    -------
    Population
        Persons in buildings and unplaced persons add up to the population.

    Raises
    ------
    AnalysisError
        See `checked_population`.
    """
    population = checked_population(population)
    if "feature_id" in population.columns:
        return _by_building(buildings, population)
    return _by_polygon(buildings, gpd.GeoDataFrame(population))


def _by_building(buildings: gpd.GeoDataFrame, population: pd.DataFrame) -> Population:
    row = buildings.index.get_indexer(pd.Index(population["feature_id"].astype("string")))
    whole = np.rint(numbers(population, "persons")).astype(np.int64)
    persons = np.zeros(len(buildings), dtype=np.int64)
    persons[row[row >= 0]] = whole[row >= 0]
    place = texts(buildings, "tile").fillna("").to_numpy(dtype=object)
    if "place" in population.columns:
        place[row[row >= 0]] = population["place"].astype("string").to_numpy(object)[row >= 0]
    lost = population[(row < 0) & (whole > 0)]
    unplaced = pd.DataFrame(
        {
            "place": lost["feature_id"].astype("string"),
            "persons": whole[(row < 0) & (whole > 0)],
            "reason": NO_BUILDING,
        }
    )
    return Population(persons, place, unplaced.reset_index(drop=True))


def _by_polygon(buildings: gpd.GeoDataFrame, polygons: gpd.GeoDataFrame) -> Population:
    polygons = gpd.GeoDataFrame(polygons.to_crs(buildings.crs)).reset_index(drop=True)
    named = next((name for name in PLACE_COLUMNS if name in polygons.columns), None)
    names = (
        polygons[named].astype("string").fillna("").to_numpy(dtype=object)
        if named
        else np.array([f"polygon {i + 1}" for i in range(len(polygons))], dtype=object)
    )
    persons = np.zeros(len(buildings), dtype=np.int64)
    place = texts(buildings, "tile").fillna("").to_numpy(dtype=object)
    polygon = _polygon_of(buildings, polygons)
    place[polygon >= 0] = names[polygon[polygon >= 0]]
    weight = np.nan_to_num(numbers(buildings, "footprint_m2")) * np.maximum(
        np.nan_to_num(numbers(buildings, "storeys_lo"), nan=1.0), 1.0
    )
    weight[~texts(buildings, "usage").isin(RESIDENTIAL).to_numpy(bool)] = 0.0
    groups = pd.Series(np.arange(len(buildings))).groupby(polygon).indices
    # Fractions of persons in grid statistics: the rounded polygons add up to the rounded total.
    stated = numbers(polygons, "persons")
    whole = shares(stated.sum(), stated) if stated.sum() > 0 else np.zeros(len(stated), np.int64)
    lost = []
    for i, people in enumerate(whole.tolist()):
        rows = groups.get(i, np.zeros(0, dtype=np.int64))
        if people and weight[rows].sum() > 0:
            persons[rows] += shares(people, weight[rows])
        elif people:
            lost.append((names[i], people, NO_DWELLING))
    return Population(persons, place, pd.DataFrame(lost, columns=["place", "persons", "reason"]))


def _polygon_of(buildings: gpd.GeoDataFrame, polygons: gpd.GeoDataFrame) -> NDArray[np.int64]:
    """First polygon that holds a point of each footprint, -1 without."""
    polygon = np.full(len(buildings), -1, dtype=np.int64)
    points = shapely.point_on_surface(buildings.geometry.to_numpy())
    row, found = shapely.STRtree(polygons.geometry.to_numpy()).query(points, predicate="intersects")
    order = np.lexsort((found, row))[::-1]
    polygon[row[order]] = found[order]
    return polygon
