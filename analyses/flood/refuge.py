"""Dry storeys -> room for people, and the order in which refuges are named."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analyses.flood.buildings import RESIDENTIAL
from analyses.flood.criteria import FloodCriteria
from analyses.flood.rules import SOLID_CLASS, Floats
from analyses.hazards import numbers, texts

#: Usages where people are used to come and go; the others count as dwellings.
PUBLIC = ("401", "402", "403", "404", "421", "422")
#: Code of the usage list for "not known".
USAGE_UNKNOWN = "461"
_STRUCTURE_ORDER = {"602": 0, "603": 0, "604": 1, "610": 3}
_USAGE_ORDER = {"421": 0, "422": 0, "403": 1, "402": 1, "401": 1, "404": 1}


def refuge_area(
    buildings: pd.DataFrame, dry_storeys: Floats, criteria: FloodCriteria
) -> tuple[Floats, Floats]:
    """Footprint, and floor area in dry storeys that people can use.

    One storey is the total floor area divided by all registered storeys, else the footprint
    without its courtyards.

    Parameters
    ----------
    buildings : GeoDataFrame
        ``total_floor_area_m2, storeys_above_ground, storeys_below_ground, usage`` and footprints.
    dry_storeys : (n,) ndarray of float64
        Storeys that are certainly dry.
    criteria : FloodCriteria
        `usable_ratio_public` and `usable_ratio_residential`.

    Returns
    -------
    footprint_m2, refuge_m2 : (n,) ndarray of float64
        nan without any area. [m²]

    Examples
    --------
    An office of 600 m² on three storeys, one dry: 200 m² x 0.4.

    >>> import geopandas as gpd
    >>> table = gpd.GeoDataFrame({"total_floor_area_m2": [600.0], "storeys_above_ground": [3],
    ...                           "usage": ["401"]}, geometry=[None])
    >>> refuge_area(table, np.array([1.0]), FloodCriteria())[1]
    array([80.])
    """
    footprint = buildings.geometry.area.to_numpy(float)
    footprint = np.where(footprint > 0, footprint, np.nan)
    total = numbers(buildings, "total_floor_area_m2")
    above = numbers(buildings, "storeys_above_ground")
    below = np.nan_to_num(numbers(buildings, "storeys_below_ground"), nan=0.0)
    below = np.where((below > 0) & (below < 100), below, 0.0)
    with np.errstate(invalid="ignore"):
        storey = np.where((total > 0) & (above >= 1), total / (above + below), footprint)
    public = np.asarray(texts(buildings, "usage").isin(PUBLIC))
    ratio = np.where(public, criteria.usable_ratio_public, criteria.usable_ratio_residential)
    return footprint, dry_storeys * storey * ratio


def refuge_columns(
    table: pd.DataFrame, buildings: pd.DataFrame, dry_storeys: Floats, criteria: FloodCriteria
) -> pd.DataFrame:
    """Columns of room for people, per building.

    Parameters
    ----------
    table : DataFrame
        ``result``; a building that is no refuge holds nobody, one that is not judged as one has no
        number.
    buildings, dry_storeys, criteria
        See `refuge_area`.

    Returns
    -------
    DataFrame
        ``footprint_m2, refuge_m2, capacity, capacity_public``. The last is missing for dwellings,
        whose own residents come first and are not known here.
    """
    footprint, area = refuge_area(buildings, dry_storeys, criteria)
    result = table["result"].to_numpy(dtype=object)
    area = np.select(
        [result == "yes", (result == "no") | (result == "excluded")], [area, 0.0], np.nan
    )
    capacity = np.floor(area / criteria.m2_per_person + 1e-9)
    usage = texts(buildings, "usage")
    nobody_lives = np.asarray(usage.notna() & ~usage.isin([*RESIDENTIAL, USAGE_UNKNOWN]))
    public = np.where(~nobody_lives & (result == "yes"), np.nan, capacity)
    return pd.DataFrame(
        {
            "footprint_m2": footprint,
            "refuge_m2": area,
            "capacity": integers(capacity),
            "capacity_public": integers(public),
        },
        index=table.index,
    )


def integers(values: Floats) -> pd.api.extensions.ExtensionArray:
    """Whole numbers as a pandas array, missing where not finite."""
    missing = ~np.isfinite(values)
    return pd.arrays.IntegerArray(np.where(missing, 0, values).astype(np.int64), missing)


def refuge_rank(table: pd.DataFrame) -> pd.Series:
    """Order in which refuges are named: 1 is the first, missing where the result is not yes.

    By confidence, robustness, dry storeys (at most 3 count), structure (RC and SRC, steel, class
    堅ろう建物, other non-wooden, other), usage (public, then commercial, then dwellings), clearance
    of the top floor, capacity, duration (shorter first), and key; no weights, which would hide
    assumptions.
    """
    yes = (table["result"] == "yes").to_numpy()
    chosen = table[yes]
    structure = chosen["structure"].map(_STRUCTURE_ORDER).to_numpy(np.float64, na_value=np.nan)
    structure = np.where(
        np.isnan(structure), np.where(chosen["class"].isin([SOLID_CLASS]), 2.0, 4.0), structure
    )
    usage = chosen["usage"].map(_USAGE_ORDER).to_numpy(np.float64, na_value=2.0)
    keys = pd.DataFrame(
        {
            "confidence": chosen["confidence"].to_numpy(dtype=object),
            "robust": ~chosen["robust"].to_numpy(bool),
            "dry": -np.minimum(chosen["dry_storeys"].to_numpy(float), 3),
            "structure": structure,
            "usage": usage,
            "clearance": -chosen["top_floor_clearance_m"].fillna(-np.inf).to_numpy(float),
            "capacity": -chosen["capacity"].to_numpy(np.float64, na_value=0.0),
            "duration": chosen["duration_h"].fillna(np.inf).to_numpy(float),
            "key": chosen["bldg_key"].to_numpy(dtype=object),
            "id": chosen.index.to_numpy(dtype=object),
        }
    )
    order = keys.sort_values(list(keys.columns), kind="stable").index
    rank = pd.Series(pd.NA, index=table.index, dtype="Int64")
    rank.iloc[np.flatnonzero(yes)[order]] = np.arange(1, len(order) + 1)
    return rank
