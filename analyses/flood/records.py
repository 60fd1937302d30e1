"""Hazard records of many objects -> one design depth per building."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analyses.flood.criteria import FloodCriteria
from analyses.hazards import numbers, texts

#: Larger number = larger flood.
SCALE_ORDER = {"L1": 1, "L2": 2}
#: A title that ends with its scale names the same river as one that ends with another.
_SCALE_SUFFIX = r"[（(](?:計画規模|想定最大規模|L[12])[）)]\s*$"


def is_selected(records: pd.DataFrame, criteria: FloodCriteria) -> NDArray[np.bool_]:
    """Whether the depth of each record counts: its hazard is asked for, and its scale or none.

    A record whose hazard is not known counts too.
    """
    hazard, scale = texts(records, "hazard"), texts(records, "scale")
    wanted = hazard.isin(criteria.hazards) | hazard.isna()
    return np.asarray(wanted & (scale.isin(criteria.scales) | ~scale.isin(SCALE_ORDER)))


def is_of_smaller_flood(records: pd.DataFrame, criteria: FloodCriteria) -> NDArray[np.bool_]:
    """Whether each record tells only of a smaller flood than the one asked for.

    A record whose hazard is not known does too.
    """
    least = min(SCALE_ORDER[scale] for scale in criteria.scales)
    order = texts(records, "scale").map(SCALE_ORDER).to_numpy(np.float64, na_value=np.nan)
    hazard = texts(records, "hazard")
    wanted = (hazard.isin(criteria.hazards) | hazard.isna()).to_numpy(bool)
    return np.asarray(wanted & (order < least))


def modelled_hazards(*tables: pd.DataFrame, criteria: FloodCriteria) -> tuple[str, ...]:
    """Hazards of the criteria that some object of the dataset carries at a scale asked for.

    Code lists are shipped also where nothing was modelled, so only records are evidence.
    """
    found: set[str] = set(criteria.modelled)
    for table in tables:
        found.update(texts(table[is_selected(table, criteria)], "hazard").dropna().astype(str))
    return tuple(name for name in criteria.hazards if name in found)


def design_depth(
    records: pd.DataFrame, owner: NDArray[np.int64], count: int, criteria: FloodCriteria
) -> pd.DataFrame:
    """Deepest water over all rivers and hazards, per building.

    Parameters
    ----------
    records : DataFrame
        From `hazards.depth_intervals`.
    owner : (r,) ndarray of int64
        Building of each record, 0 to `count` - 1; negative = of no building that is judged.
    count : int
        Number of buildings.
    criteria : FloodCriteria
        Hazards and scales that count.

    Returns
    -------
    DataFrame
        `count` rows: ``has_record``, ``depth_lo_m``, ``depth_hi_m`` (nan without record),
        ``depth_closed``, ``depth_basis``, ``duration_h`` (longest), ``hazard``, ``river``,
        ``scale``, ``source_record`` of the controlling record (deeper, then longer, then by
        names), and whether any record that counts is ``rank_mismatch``, ``depth_invalid``,
        ``depth_unit_unknown``, ``duration_unit_unknown``, ``rank_unreadable``;
        ``lower_scale_only``: some river has only a record of a smaller flood;
        ``smaller_flood_deeper``: records of smaller floods allow deeper water, which no larger one
        can be shallower than, so that ``depth_hi_m`` is theirs; ``other_hazard``: a record of a
        hazard not asked for.
    """
    own = owner >= 0
    selected = own & is_selected(records, criteria)
    counted = selected & ~says_duration_only(records)
    result = _controlling(records[counted], owner[counted], count)
    result["duration_h"] = _longest(records, owner, selected, count)
    flags = (
        *("rank_mismatch", "depth_invalid", "depth_unit_unknown", "duration_unit_unknown"),
        "rank_unreadable",
    )
    for name in flags:
        result[name] = _any(owner[counted & records[name].to_numpy(dtype=bool)], count)
    smaller = own & is_of_smaller_flood(records, criteria)
    result["lower_scale_only"] = _any(_without_partner(records, owner, smaller, counted), count)
    result = _no_shallower(result, records[smaller], owner[smaller])
    hazard = texts(records, "hazard")
    other = own & np.asarray(hazard.notna() & ~hazard.isin([*criteria.hazards, "landslide"]))
    result["other_hazard"] = _any(owner[other], count)
    return result


def _any(rows: NDArray[np.int64], count: int) -> NDArray[np.bool_]:
    """Whether each building is among the rows."""
    found = np.zeros(count, dtype=bool)
    found[rows] = True
    return found


def _controlling(records: pd.DataFrame, owner: NDArray[np.int64], count: int) -> pd.DataFrame:
    """Largest bounds per building, and what is known of the record that gives them."""
    duration = numbers(records, "duration_h")
    duration = np.where(duration >= 0, duration, np.nan)
    lo, hi = records["depth_lo_m"].to_numpy(float), records["depth_hi_m"].to_numpy(float)
    closed = records["depth_closed"].to_numpy(bool)
    river = river_name(records)
    names = [river, texts(records, "hazard"), texts(records, "scale"), texts(records, "source")]
    order = np.lexsort(
        (
            *(pd.factorize(name, sort=True)[0] for name in reversed(names)),
            -np.nan_to_num(duration, nan=-1.0),
            -lo,
            ~closed,
            -hi,
            owner,
        )
    )
    owners, first = np.unique(owner[order], return_index=True)
    top = order[first]
    result = pd.DataFrame(index=pd.RangeIndex(count))
    result["has_record"] = _any(owners, count)
    largest = np.full(count, np.nan)
    np.fmax.at(largest, owner, lo)
    result["depth_lo_m"] = largest
    result["depth_hi_m"] = np.nan
    result["depth_closed"] = True
    result.loc[owners, "depth_hi_m"] = hi[top]
    result.loc[owners, "depth_closed"] = closed[top]
    for name, column in (
        ("depth_basis", records["depth_basis"]),
        ("hazard", names[1]),
        ("river", texts(records, "river")),
        ("scale", names[2]),
        ("source_record", names[3]),
    ):
        text = np.full(count, None, dtype=object)
        text[owners] = column.iloc[top].astype(object)
        result[name] = pd.array(text, dtype="string")
    return result


def _no_shallower(
    result: pd.DataFrame, smaller: pd.DataFrame, owner: NDArray[np.int64]
) -> pd.DataFrame:
    """Raise the upper bounds of depths to those of smaller floods: scales may be swapped."""
    hi, closed = smaller["depth_hi_m"].to_numpy(float), smaller["depth_closed"].to_numpy(bool)
    most = np.full(len(result), -np.inf)
    np.fmax.at(most, owner, hi)
    reached = _any(owner[closed & (hi == most[owner])], len(result))
    was, was_closed = result["depth_hi_m"].to_numpy(float), result["depth_closed"].to_numpy(bool)
    with np.errstate(invalid="ignore"):
        above = (most > was) | ((most == was) & reached & ~was_closed)
    deeper = result["has_record"].to_numpy(bool) & above
    return result.assign(
        depth_hi_m=np.where(deeper, most, was),
        depth_closed=np.where(deeper, reached, was_closed),
        smaller_flood_deeper=deeper,
    )


def says_duration_only(records: pd.DataFrame) -> NDArray[np.bool_]:
    """Whether each record is of a map of durations, which says nothing of depths.

    Column ``duration_only``, absent where all records are of maps of depths.
    """
    if "duration_only" not in records.columns:
        return np.zeros(len(records), dtype=bool)
    return np.asarray(records["duration_only"].fillna(value=False).to_numpy(dtype=bool))


def _longest(
    records: pd.DataFrame, owner: NDArray[np.int64], chosen: NDArray[np.bool_], count: int
) -> NDArray[np.float64]:
    """Longest duration of the chosen records of each building, nan without one. [h]"""
    duration = numbers(records, "duration_h")
    duration = np.where(duration >= 0, duration, np.nan)
    longest = np.full(count, np.nan)
    np.fmax.at(longest, owner[chosen], duration[chosen])
    return longest


def river_name(records: pd.DataFrame) -> pd.Series:
    """Name each river: its code, else its text without the scale that a title ends with."""
    text = texts(records, "river").astype("string").str.replace(_SCALE_SUFFIX, "", regex=True)
    code = texts(records, "river_code").astype("string")
    return code.fillna(text)


def _without_partner(
    records: pd.DataFrame,
    owner: NDArray[np.int64],
    smaller: NDArray[np.bool_],
    counted: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """Return buildings with only a record of a smaller flood for some river."""
    if not smaller.any():
        return np.zeros(0, dtype=np.int64)
    chosen = smaller | counted
    hazard = pd.factorize(texts(records, "hazard")[chosen])[0].astype(np.int64)
    river = pd.factorize(river_name(records)[chosen])[0].astype(np.int64)
    key = (owner[chosen] * (hazard.max() + 2) + hazard + 1) * (river.max() + 2) + river + 1
    lonely = smaller[chosen] & ~np.isin(key, key[counted[chosen]])
    return np.asarray(owner[chosen][lonely])
