"""Dry storeys -> room for people, and the order in which refuges are named."""

from __future__ import annotations

from collections import Counter

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analyses.flood.buildings import RESIDENTIAL
from analyses.flood.criteria import FloodCriteria
from analyses.flood.reasons import SEPARATOR, joined_codes
from analyses.flood.rules import (
    SOLID,
    SOLID_CLASS,
    WOOD,
    Bools,
    DryStoreys,
    Floats,
    Interval,
)
from analyses.hazards import numbers, texts

#: Usages where people are used to come and go; the others count as dwellings.
PUBLIC = ("401", "402", "403", "404", "421", "422")
#: Code of the usage list for "not known".
USAGE_UNKNOWN = "461"
#: Code of a detached house, 住宅.
HOUSE = "411"
_STRUCTURE_ORDER = {"602": 0, "603": 0, "604": 1, "610": 3}
_USAGE_ORDER = {"421": 0, "422": 0, "403": 1, "402": 1, "401": 1, "404": 1}


def usable_storey_area(
    buildings: gpd.GeoDataFrame, storeys: Interval, criteria: FloodCriteria
) -> Interval:
    """Area of one storey that people can use, at least and at most.

    One storey is the total floor area divided by all registered storeys, else the footprint
    without its courtyards; of storeys that are not registered it is no more than that of the
    fewest. It is no more than the parts with the most storeys offer, nor than the roofs (LOD2) that
    are high enough above the water: a tower on a wide base has room in the tower.

    Parameters
    ----------
    buildings : GeoDataFrame
        ``total_floor_area_m2, storeys_above_ground, storeys_below_ground, usage,
        tallest_part_m2, high_roof_m2`` and footprints.
    storeys : Interval
        Storeys above ground.
    criteria : FloodCriteria
        `usable_ratio_public` and `usable_ratio_residential`.

    Returns
    -------
    Interval
        nan without any area. [m²]

    Examples
    --------
    An office of 600 m² on three storeys: 200 m² x 0.4.

    >>> table = gpd.GeoDataFrame({"total_floor_area_m2": [600.0], "storeys_above_ground": [3],
    ...                           "usage": ["401"]}, geometry=[None])
    >>> three = Interval(np.array([3.0]), np.array([3.0]))
    >>> usable_storey_area(table, three, FloodCriteria()).lo
    array([80.])
    """
    footprint = footprint_m2(buildings)
    total = numbers(buildings, "total_floor_area_m2")
    registered = numbers(buildings, "storeys_above_ground") >= 1
    below = np.nan_to_num(numbers(buildings, "storeys_below_ground"), nan=0.0)
    below = np.where((below > 0) & (below < 100), below, 0.0)
    has_total = total > 0
    with np.errstate(invalid="ignore"):
        most = np.where(has_total & registered, total / (storeys.lo + below), footprint)
        least = np.where(
            has_total & ~registered, np.fmin(footprint, total / (storeys.hi + below)), most
        )
    for name in ("tallest_part_m2", "high_roof_m2"):
        high = numbers(buildings, name)
        least, most = (np.where(np.isnan(high), m2, np.minimum(m2, high)) for m2 in (least, most))
    public = np.asarray(texts(buildings, "usage").isin(PUBLIC))
    ratio = np.where(public, criteria.usable_ratio_public, criteria.usable_ratio_residential)
    return Interval(least * ratio, most * ratio)


def footprint_m2(buildings: gpd.GeoDataFrame) -> Floats:
    """Area of each footprint without its courtyards, nan without one. [m²]"""
    area = buildings.geometry.area.to_numpy(float)
    return np.where(area > 0, area, np.nan)


def own_residents_only(buildings: pd.DataFrame) -> Bools:
    """Whether a building can shelter its own residents but nobody else; a policy.

    Houses (411), dwellings of wood, and buildings of unknown usage that are not known to be solid:
    nobody can be sent into somebody's home, nor into what may be one.
    """
    usage = texts(buildings, "usage")
    structure = texts(buildings, "structure")
    dwelling = np.asarray(usage.isin(RESIDENTIAL).to_numpy(bool))
    unknown = np.asarray(
        (usage.isna() | (usage == USAGE_UNKNOWN).fillna(value=False)).to_numpy(bool)
    )
    wood = np.asarray(structure.isin(WOOD).to_numpy(bool))
    solid_class = (texts(buildings, "class") == SOLID_CLASS).fillna(value=False).to_numpy(bool)
    solid = np.asarray(structure.isin(SOLID).to_numpy(bool)) | solid_class
    house = np.asarray((usage == HOUSE).fillna(value=False).to_numpy(bool))
    return np.asarray(house | (dwelling & wood) | (unknown & ~solid))


def refuge_columns(
    table: pd.DataFrame,
    buildings: gpd.GeoDataFrame,
    dry: DryStoreys,
    storey_m2: Interval,
    *,
    criteria: FloodCriteria,
) -> pd.DataFrame:
    """Columns of room for people, per building.

    Parameters
    ----------
    table : DataFrame
        ``result``; a building that is no refuge holds nobody, one that is not judged as one has no
        number.
    buildings : GeoDataFrame
        Usage, structure and footprints.
    dry : DryStoreys
        Dry storeys at least and at most.
    storey_m2 : Interval
        From `usable_storey_area`. [m²]
    criteria : FloodCriteria
        `m2_per_person`, `min_dry_storeys`.

    Returns
    -------
    DataFrame
        ``footprint_m2, refuge_m2, capacity, capacity_public, capacity_if_yes,
        own_residents_only``. ``capacity_public`` is missing for dwellings whose residents come
        first and are not known here. ``capacity_if_yes`` is what a building would hold if a survey
        confirmed it: with as many dry storeys as are possible, one where that has no bound.
    """
    result = table["result"].to_numpy(dtype=object)
    area = np.select(
        [result == "yes", (result == "no") | (result == "excluded")],
        [dry.lower * storey_m2.hi, 0.0],
        np.nan,
    )
    capacity = np.floor(area / criteria.m2_per_person + 1e-9)
    possible = np.where(np.isfinite(dry.upper), dry.upper, criteria.min_dry_storeys)
    possible = np.maximum(possible, dry.lower) * storey_m2.hi
    if_yes = np.where(
        result == "unknown", np.floor(possible / criteria.m2_per_person + 1e-9), capacity
    )
    usage = texts(buildings, "usage")
    nobody_lives = np.asarray(usage.notna() & ~usage.isin([*RESIDENTIAL, USAGE_UNKNOWN]))
    own_only = own_residents_only(buildings)
    public = np.where(~nobody_lives & (result == "yes"), np.nan, capacity)
    public = np.where(own_only & (result == "yes"), 0.0, public)
    return pd.DataFrame(
        {
            "footprint_m2": footprint_m2(buildings),
            "refuge_m2": area,
            "capacity": integers(capacity),
            "capacity_public": integers(public),
            "capacity_if_yes": integers(if_yes),
            "own_residents_only": own_only,
        },
        index=table.index,
    )


def with_refuge_flags(table: pd.DataFrame, criteria: FloodCriteria) -> NDArray[np.object_]:
    """Return the flags of each building with those of the room it offers, where it is a refuge."""
    yes = (table["result"] == "yes").to_numpy(bool)
    area = table["refuge_m2"].to_numpy(float)
    with np.errstate(invalid="ignore"):
        small = yes & ~(area >= criteria.small_refuge_m2)
    own_only = table["own_residents_only"].to_numpy(bool)
    added = joined_codes(
        {
            "refuge_small": small & ~own_only,
            "own_residents_only": yes & own_only,
        },
        len(table),
    )
    said = table["flags"].to_numpy(dtype=object)
    both = (said != "") & (added != "")
    return np.asarray(said + np.where(both, SEPARATOR, "") + added, dtype=object)


def refuge_notes(table: pd.DataFrame, criteria: FloodCriteria) -> list[str]:
    """Say plainly what a reader might take the word yes for; nothing where there is no yes."""
    yes = table[table["result"] == "yes"]
    if not len(yes):
        return []
    flag = Counter(code for codes in yes["flags"] for code in codes.split(SEPARATOR))
    least = (
        "no minimum area is asked for (min_refuge_m2 is off: a policy)"
        if criteria.min_refuge_m2 is None
        else f"refuges must offer {criteria.min_refuge_m2:g} m2 (a policy)"
    )
    return [
        f"of {len(yes)} buildings with yes, {flag['own_residents_only']} are for their own "
        "residents only (houses, wooden dwellings, or what may be one): nobody else is sent there",
        f"{flag['ground_floor_refuge']} of them are dry only on the assumption that the ground "
        "floor is 0.5 m above ground (ground_floor_refuge): look before you rely on them",
        f"{least}; {flag['refuge_small']} of those open to others offer less than "
        f"{criteria.small_refuge_m2:g} m2 or an area not known (refuge_small)",
    ]


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
