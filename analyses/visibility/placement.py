"""City + candidates -> where to put the next cameras, and which of the old ones add nothing."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np

from analyses.tables import stamped
from analyses.visibility.placed import (
    existing_columns,
    existing_table,
    in_unit,
    placed_columns,
    placed_table,
)
from analyses.visibility.placement_rules import PlacementRules
from analyses.visibility.selection import Choice, Limits, exact_choice, lazy_greedy
from analyses.visibility.sightings import Sightings, look, offer_of, sightings_of
from analyses.visibility.targets import TargetName
from citygml.errors import AnalysisError
from citygml.model import CityModel


class Placement(NamedTuple):
    """Result of `place_cameras`.

    Attributes
    ----------
    cameras : GeoDataFrame
        Cameras to put up, the one that adds most first; index ``camera_id``, columns
        `analyses.visibility.placed.placed_columns`. It can be given to `camera_coverage`.
        ``attrs["plateau"]["parameters"]`` holds ``value``, ``bound`` and ``gap_ratio``.
    existing : GeoDataFrame
        One row per existing camera, columns `analyses.visibility.placed.existing_columns`.
    """

    cameras: gpd.GeoDataFrame
    existing: gpd.GeoDataFrame


def place_cameras(
    city: CityModel,
    candidates: gpd.GeoDataFrame,
    *,
    count: int | None = None,
    budget: float | None = None,
    existing: gpd.GeoDataFrame | None = None,
    targets: TargetName | gpd.GeoDataFrame = "ground",
    private: gpd.GeoDataFrame | None = None,
    rules: PlacementRules | None = None,
) -> Placement:
    """Cameras to put up so that most of the targets are seen: weighted maximum coverage.

    Parameters
    ----------
    city : CityModel
        Obstacles and ground.
    candidates : GeoDataFrame
        Cameras of `analyses.cameras` that could be put up. Without ``heading_deg`` each may look
        all ways of the rules. ``site_id`` names the place, of which one camera is taken (by default
        every row); ``cost`` counts against `budget`. See `analyses.visibility.candidates` for road
        corners and walls.
    count : int, optional
        How many at most; 0 only asks which existing ones are redundant. By default all that add
        something within `budget`.
    budget : float, optional
        Sum of the costs at most.
    existing : GeoDataFrame, optional
        Cameras that are there and stay.
    targets : {"ground", "roads", "facades"} or GeoDataFrame
        What is to be seen, see `camera_coverage`; a column ``weight`` of a table says how much a
        square metre counts, such as people or a school route. "ground" is all that any camera or
        candidate has in view.
    private : GeoDataFrame, optional
        Polygons that must not be seen: candidates that see any of it are out.
    rules : PlacementRules, optional
        How it looks and chooses.

    Returns
    -------
    Placement
        The notes say how much of the best possible is reached for certain.

    Raises
    ------
    AnalysisError
        If there is no candidate, a row breaks a rule (the message names it), or a limit is none.
    CRSError
        If a table has no reference system.
    """
    rules = PlacementRules() if rules is None else rules
    limits = limits_of(count, budget)
    offer = offer_of(candidates, existing, crs=city.crs, rules=rules)
    seen = look(city, offer, targets, private=private, rules=rules)
    return placement_of(city, sightings_of(seen, offer, rules), limits, rules=rules)


def placement_of(
    city: CityModel, seen: Sightings, limits: Limits, *, rules: PlacementRules
) -> Placement:
    """Choose cameras by what they were found to see, in one city or in all tiles of it.

    Parameters
    ----------
    city : CityModel
        Says where the tables come from; nothing in it is looked at.
    seen : Sightings
        What there is to choose from.
    limits : Limits
        How many may be taken.
    rules : PlacementRules
        How it chooses.
    """
    offered = seen.offered_rows
    left = replace(seen.cover, need=seen.cover.left_after(seen.old_rows)).take(offered)
    if rules.solver == "milp":
        choice = exact_choice(left, limits, time_limit_s=rules.time_limit_s)
    else:
        choice = lazy_greedy(left, limits)
    chosen = offered[choice.rows]
    stamp = partial(
        stamped,
        city=city,
        analysis="place_cameras",
        parameters=_parameters(seen, choice, limits, rules=rules),
        notes=_notes(seen, choice, limits, rules=rules),
    )
    placed = placed_table(seen, choice, chosen=chosen)
    old = existing_table(seen, chosen=chosen)
    measure = seen.measure
    return Placement(
        stamp(placed.rename(columns=in_unit(measure)), columns=placed_columns(measure)),
        stamp(old.rename(columns=in_unit(measure)), columns=existing_columns(measure)),
    )


def limits_of(count: int | None, budget: float | None) -> Limits:
    """Return what may be taken.

    Raises
    ------
    AnalysisError
        If there is no limit, or it is none.
    """
    if count is None and budget is None:
        raise AnalysisError("neither count nor budget is given; one of them says when to stop")
    if count is not None and count < 0:
        raise AnalysisError(f"count is {count}; it must be 0 or more")
    if budget is not None and not (np.isfinite(budget) and budget >= 0.0):
        raise AnalysisError(f"budget is {budget}; it must be a number of 0 or more")
    most = np.iinfo(np.int32).max
    return Limits(most if count is None else count, np.inf if budget is None else budget)


def _parameters(
    seen: Sightings, choice: Choice, limits: Limits, *, rules: PlacementRules
) -> dict[str, Any]:
    value = float(choice.gains.sum())
    return {
        "count": limits.count,
        "budget": None if np.isinf(limits.budget) else limits.budget,
        "spacing_m": rules.spacing_m,
        "target_height_m": list(seen.heights_m),
        "needed_px_per_m": rules.needed_px_per_m,
        "times": rules.times,
        "solver": rules.solver,
        "engine": seen.engine,
        "candidates": int(np.count_nonzero(~seen.offer.is_old)),
        "existing_value": seen.cover.value_of(seen.old_rows),
        "value": value,
        "bound": choice.bound,
        "gap_ratio": 0.0 if choice.bound == 0.0 else max(1.0 - value / choice.bound, 0.0),
        "evaluations": choice.evaluations,
    }


def _notes(seen: Sightings, choice: Choice, limits: Limits, *, rules: PlacementRules) -> list[str]:
    """Say how good the choice is for certain, and what was not to be chosen."""
    unit, value, is_old = seen.measure.unit, float(choice.gains.sum()), seen.offer.is_old
    share = value / choice.bound if choice.bound else 1.0
    lost = (seen.problem != "") & ~is_old
    notes = [
        *seen.notes,
        f"{len(choice.rows)} cameras add {value:,.6g} {unit} (weighted); no choice adds more than "
        f"{choice.bound:,.6g}: at least {share:.1%} of the best possible ({rules.solver})",
    ]
    if len(choice.rows) < limits.count < len(is_old) and np.isinf(limits.budget):
        notes.append(f"asked for {limits.count}: no further candidate adds anything")
    if lost.any():
        first = int(np.flatnonzero(lost)[0])
        notes.append(
            f"{np.count_nonzero(lost)} candidates cannot be used, the first "
            f"{seen.offer.table.index[first]}: {seen.problem[first]}"
        )
    if (out := np.count_nonzero(seen.is_watching & ~is_old)) or (seen.is_watching & is_old).any():
        notes.append(f"{out} candidates see what is private: left out")
    if count := np.count_nonzero(seen.is_watching & is_old):
        notes.append(f"{count} existing cameras see what is private")
    return notes
