"""Features, records and result -> plain values that JSON knows, missing ones left out."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from citygml.model import CityModel
from viewer.targets import table_target

Attributes = dict[str, Any]
#: Columns that formats say in ways of their own.
STRUCTURE = frozenset({"parent_id", "is_context"})


def feature_attributes(city: CityModel, table: gpd.GeoDataFrame | None = None) -> list[Attributes]:
    """Return the attributes of every feature, row by row; a missing value has no key.

    Parameters
    ----------
    city : CityModel
        Its features, and its records as lists under their names.
    table : GeoDataFrame, optional
        A result with one row per feature; its columns are added. Other results are left out.

    Returns
    -------
    list of dict
        Values are str, int, float, bool, or lists of them.
    """
    found: list[Attributes] = [{} for _ in range(len(city.features))]
    plain = city.features.drop(columns=[city.features.geometry.name, *STRUCTURE])
    _fill(found, plain, np.arange(len(plain)))
    for name, records in city.records.items():
        _add_records(found, city, name, records)
    if table is not None and len(table) and table_target(city, table) == "feature":
        _fill(found, without_geometry(table), city.features.index.get_indexer(table.index))
    return found


def without_geometry(table: pd.DataFrame) -> pd.DataFrame:
    """Return the columns that are no geometry."""
    shapes = [name for name, dtype in table.dtypes.items() if str(dtype) == "geometry"]
    return pd.DataFrame(table.drop(columns=shapes))


def row_attributes(table: pd.DataFrame) -> list[Attributes]:
    """Return the values of every row of a table; a missing value has no key."""
    found: list[Attributes] = [{} for _ in range(len(table))]
    _fill(found, without_geometry(table), np.arange(len(table)))
    return found


def _fill(found: list[Attributes], table: pd.DataFrame, rows: Any) -> None:
    """Put the values of a table into the attributes of the given rows, -1 = nowhere."""
    for name in table.columns:
        for row, value in zip(rows, table[name].tolist(), strict=True):
            if row >= 0 and not is_missing(value):
                found[row][str(name)] = plain_value(value)


def _add_records(
    found: list[Attributes], city: CityModel, name: str, records: pd.DataFrame
) -> None:
    owner = city.features.index.get_indexer(records["feature_id"])
    for row, record in zip(owner, row_attributes(records.drop(columns="feature_id")), strict=True):
        if row >= 0 and record:
            found[row].setdefault(name, []).append(record)


def is_missing(value: object) -> bool:
    """Whether a value says nothing: None, NA, not a number, infinite, or an empty text.

    Examples
    --------
    >>> [is_missing(value) for value in (None, float("nan"), "", 0, False)]
    [True, True, True, False, False]
    """
    if isinstance(value, list | tuple | dict | np.ndarray | shapely.Geometry):
        return False
    if isinstance(value, float):
        return not np.isfinite(value)
    return value is None or value is pd.NA or value is pd.NaT or value == ""


def plain_value(value: Any) -> Any:
    """Return what JSON knows for a value."""
    if isinstance(value, Mapping):
        return {str(key): plain_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple | np.ndarray):
        return [plain_value(item) for item in value]
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, shapely.Geometry):
        return value.wkt
    if isinstance(value, np.generic):
        return value.item()
    return value if isinstance(value, str | int | float | bool) else str(value)
