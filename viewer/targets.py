"""Table and city -> what the rows of the table are, and which surface has which row."""

from __future__ import annotations

from typing import Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from citygml.errors import CityModelError
from citygml.model import CityModel, ground, surface_names

Target = Literal["surface", "feature", "sample", "area"]


def table_target(city: CityModel, table: gpd.GeoDataFrame) -> Target:
    """Return what the rows of a table are: surfaces, features, sample points or areas.

    Parameters
    ----------
    city : CityModel
        The city the table should belong to.
    table : GeoDataFrame
        Its index is of surface or feature ids; otherwise its geometry is of points or polygons.

    Returns
    -------
    {"surface", "feature", "sample", "area"}
        "sample" or "area" where no index is of the city and all are points, or all polygons.

    Raises
    ------
    CityModelError
        If not one row belongs to the city.
    """
    if not len(table):
        raise CityModelError("the table has 0 rows; there is nothing to colour; run the analysis")
    if _shares(table.index, city.features.index):
        return "feature"
    if _shares(table.index, pd.Index(surface_names(city))):
        return "surface"
    named = table.index.name in {"feature_id", "surface_id"}
    drawn: dict[int, Target | None] = {0: "sample", 2: None if named else "area"}
    kind = _dimensions(table)
    if len(kind) == 1 and (target := drawn.get(kind.pop())) and _overlaps(city, table):
        return target
    dataset = table.attrs.get("plateau", {}).get("dataset") or "another dataset"
    raise CityModelError(
        f"none of {len(table)} rows of the table ({dataset}) belongs to the city "
        f"({city.provenance.get('dataset') or 'unnamed'}); ids must agree; "
        "use the city the table was made from"
    )


def _shares(one: pd.Index, other: pd.Index) -> bool:
    """Whether two indexes have a name in common; `isin` takes ten times as long."""
    return (
        bool((pd.Index(one).get_indexer(other) >= 0).any())
        if one.is_unique
        else bool(one.isin(other).any())
    )


def _dimensions(table: pd.DataFrame) -> set[int]:
    """Of the geometries: 0 = points, 1 = lines, 2 = polygons; empty without any."""
    if not isinstance(table, gpd.GeoDataFrame):
        return set()
    return set(shapely.get_dimensions(table.geometry.dropna().to_numpy()).tolist())


def _overlaps(city: CityModel, table: gpd.GeoDataFrame) -> bool:
    """Whether samples have the reference system of the city and lie within its bounds."""
    if table.crs is not None and table.crs != city.crs:
        return False
    everything = [ground(city).mesh, city.mesh]
    bounds = np.array([mesh.bounds[:, :2] for mesh in everything if len(mesh)])
    if not len(bounds):
        return False
    low = bounds[:, 0].min(axis=0) + np.array(city.origin[:2])
    high = bounds[:, 1].max(axis=0) + np.array(city.origin[:2])
    west, south, east, north = table.total_bounds
    return bool(west <= high[0] and east >= low[0] and south <= high[1] and north >= low[1])


def table_rows_of_surfaces(
    city: CityModel, table: gpd.GeoDataFrame, target: Target
) -> NDArray[np.int32]:
    """Row of the table for every surface of the city, (n,), -1 = none.

    A row about a building also holds for its parts.
    """
    if target == "surface":
        rows = pd.Index(table.index).get_indexer(pd.Index(surface_names(city)))
        return np.asarray(rows, dtype=np.int32)
    of_feature = pd.Index(table.index).get_indexer(city.features.index)
    of_feature = np.where(of_feature >= 0, of_feature, of_feature[city.root_row])
    return np.asarray(of_feature[city.surfaces.feature_row], dtype=np.int32)
