"""Evidence about buildings -> class, reasons and robustness, as arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analyses.flood.criteria import FloodCriteria
from analyses.flood.rules import (
    BAND_EDGES_M,
    BAND_STOREYS,
    FALSE,
    TRUE,
    UNKNOWN,
    Bools,
    DepthInterval,
    DryStoreys,
    Floats,
    Interval,
    Kleene,
    at_least,
    depth_below,
    dry_storeys,
    headroom,
)

Masks = Mapping[str, Bools]


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What is known of n buildings.

    Attributes
    ----------
    depth : DepthInterval
        Depth above ground, 0 where there is evidence of no water. [m]
    storeys : Interval
        Storeys above ground.
    height_m : (n,) ndarray of float64
        Height that can be trusted, nan without one. [m]
    usable_storey_m2 : Interval
        Area of one storey that people can use, nan where not known. [m²]
    no, unknown : mapping of str to (n,) ndarray of bool
        Reasons that depend on neither depth nor storeys: structure, zones, duration.
    depth_causes, storey_causes : mapping of str to (n,) ndarray of bool
        Reasons why depth, or storeys, are not known exactly. They count where the answer depends
        on it.
    excluded : mapping of str to (n,) ndarray of bool
        Why a building is no candidate at all.
    dry_by_absence : (n,) ndarray of bool
        No record and no water over the building, where others have some.
    """

    depth: DepthInterval
    storeys: Interval
    height_m: Floats
    usable_storey_m2: Interval
    no: Masks
    unknown: Masks
    depth_causes: Masks
    storey_causes: Masks
    excluded: Masks
    dry_by_absence: Bools


class Judgement(NamedTuple):
    """Class of each building, all that speaks against a yes, and its dry storeys."""

    result: NDArray[np.object_]
    no: Masks
    unknown: Masks
    dry: DryStoreys


def judged(evidence: Evidence, criteria: FloodCriteria, *, storey_height_m: float) -> Judgement:
    """Class of every building, and every reason against it.

    Any criterion that fails makes "no", else any that is not known "unknown" (Kleene's "and"), so
    that a missing input can never make a yes. A building without water is "not_needed" only where
    nothing else speaks against it. "excluded" goes before all.

    Parameters
    ----------
    evidence : Evidence
        n buildings.
    criteria : FloodCriteria
        Thresholds.
    storey_height_m : float
        Distance of floors of rule "linear". [m]

    Returns
    -------
    Judgement
        (n,) arrays.
    """
    dry = dry_storeys(
        evidence.depth, evidence.storeys, criteria=criteria, storey_height_m=storey_height_m
    )
    no, unknown = _depth_reasons(evidence, dry, criteria)
    no, unknown = either(no, evidence.no), either(unknown, evidence.unknown)
    count = len(evidence.height_m)
    result = np.select(
        [
            _any(evidence.excluded, count),
            _any(no, count),
            _any(unknown, count),
            evidence.dry_by_absence,
        ],
        ["excluded", "no", "unknown", "not_needed"],
        default="yes",
    ).astype(object)
    return Judgement(result, no, unknown, dry)


def _depth_reasons(
    evidence: Evidence, dry: DryStoreys, criteria: FloodCriteria
) -> tuple[Masks, Masks]:
    """Reasons of the criteria that depend on depth and storeys."""
    enough = at_least(dry.lower, dry.upper, criteria.min_dry_storeys)
    minimum = at_least(*evidence.storeys, criteria.min_storeys or 1)
    cap = depth_below(evidence.depth, criteria.depth_cap_m)
    rises = headroom(evidence.depth, evidence.height_m, criteria)
    room = _room(evidence, dry, criteria)
    room[(enough == FALSE) | evidence.dry_by_absence] = TRUE
    no = {
        "storeys_insufficient": enough == FALSE,
        "refuge_area_below_minimum": room == FALSE,
        "storeys_below_minimum": minimum == FALSE,
        "depth_over_cap": cap == FALSE,
    }
    depth_open = evidence.depth.lo_m < evidence.depth.hi_m
    storeys_open = evidence.storeys.lo < evidence.storeys.hi
    open_answer = enough == UNKNOWN
    unknown = {
        **{name: mask & depth_open & open_answer for name, mask in evidence.depth_causes.items()},
        **{
            name: mask & storeys_open & open_answer for name, mask in evidence.storey_causes.items()
        },
        "refuge_area_unknown": (room == UNKNOWN) & ~open_answer,
        "height_contradicts_storeys": (rises == UNKNOWN) & (enough == TRUE),
        "storeys_below_minimum_unknown": minimum == UNKNOWN,
        "depth_cap_unknown": cap == UNKNOWN,
    }
    explained = _any(unknown, len(open_answer))
    return no, {**unknown, "depth_beyond_bands": open_answer & ~explained}


def _room(evidence: Evidence, dry: DryStoreys, criteria: FloodCriteria) -> Kleene:
    """Whether the dry storeys offer the least area asked for."""
    if criteria.min_refuge_m2 is None:
        return np.full(len(dry.lower), TRUE, dtype=np.int8)
    with np.errstate(invalid="ignore"):  # no storey of unknown many: nothing is known
        least = dry.lower * evidence.usable_storey_m2.lo
        most = dry.upper * evidence.usable_storey_m2.hi
    return at_least(least, most, criteria.min_refuge_m2)


def either(*parts: Masks) -> dict[str, Bools]:
    """Join masks; one that is in several parts holds where any of them does.

    Examples
    --------
    >>> found = either({"a": np.array([True, False])}, {"a": np.array([False, False])})
    >>> found["a"].tolist()
    [True, False]
    """
    joined: dict[str, Bools] = {}
    for masks in parts:
        for name, mask in masks.items():
            joined[name] = joined[name] | mask if name in joined else mask
    return joined


def _any(masks: Masks, count: int) -> Bools:
    """Whether any of the masks holds."""
    found = np.zeros(count, dtype=bool)
    for mask in masks.values():
        found |= mask
    return found


def water_margin(evidence: Evidence, criteria: FloodCriteria, *, storey_height_m: float) -> Floats:
    """How much deeper the water may become before dry storeys or depth limit deny a yes. [m]

    Negative where they already do; nan where the depth has no bound. Zones, structure, duration
    and the height of the building are not part of it.

    Examples
    --------
    Three storeys do up to 5 m by the official classes; 4 m leaves 1 m.

    >>> one = np.ones(1)
    >>> known = Evidence(
    ...     DepthInterval(4.0 * one, 4.0 * one, one > 0), Interval(3 * one, 3 * one), one,
    ...     Interval(one, one), {}, {}, {}, {}, {}, one < 0)
    >>> water_margin(known, FloodCriteria(), storey_height_m=2.5)
    array([1.])
    """
    storeys = evidence.storeys.lo - (criteria.min_dry_storeys - 1)
    if criteria.rule == "bands":
        # The deepest class whose storeys the building has ends at the edge above it.
        band = np.searchsorted(BAND_STOREYS, storeys, side="right")
        limit = np.asarray([-np.inf, *BAND_EDGES_M])[band]
    else:
        limit = criteria.first_floor_height_m + (storeys - 1.0) * storey_height_m
    cap = np.inf if criteria.depth_cap_m is None else criteria.depth_cap_m
    reach = np.minimum(limit - criteria.freeboard_m, cap)
    margin = reach - evidence.depth.hi_m
    return np.where(np.isfinite(margin), margin, np.nan)


def robust(
    evidence: Evidence,
    result: NDArray[np.object_],
    criteria: FloodCriteria,
    *,
    storey_height_m: float,
) -> Bools:
    """Whether the class stays the same when the depth or the storey height is a little different.

    The depth is `criteria.robust_depth_m` lower and higher; under a rule with a storey height that
    takes each of `criteria.robust_storey_heights_m` too. The official depth classes have none.
    """
    heights = (storey_height_m,) if criteria.rule == "bands" else criteria.robust_storey_heights_m
    shifts = (-criteria.robust_depth_m, 0.0, criteria.robust_depth_m)
    same = np.ones(len(result), dtype=bool)
    for height, shift in product(heights, shifts):
        moved = replace(evidence, depth=evidence.depth.shifted(shift))
        same &= judged(moved, criteria, storey_height_m=height).result == result
    return same


def confidence(weaknesses: Masks, unsupported: Bools) -> NDArray[np.object_]:
    """Quality of the evidence: "A" without a weakness, "B" with one, "C" with more.

    Parameters
    ----------
    weaknesses : mapping of str to (n,) ndarray of bool
        Inputs that were estimated, not checked or contradict each other.
    unsupported : (n,) ndarray of bool
        Where a missing input was let pass on which the answer leans: "C" at once.

    Examples
    --------
    >>> weak = {"depth": np.array([False, True, True]), "layers": np.array([False, False, True])}
    >>> confidence(weak, np.zeros(3, dtype=bool)).tolist()
    ['A', 'B', 'C']
    """
    count = np.sum(list(weaknesses.values()), axis=0)
    return np.select([unsupported | (count > 1), count == 1], ["C", "B"], default="A").astype(
        object
    )
