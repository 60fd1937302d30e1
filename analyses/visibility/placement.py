"""City + candidates -> where to put the next cameras, and which of the old ones add nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Literal, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analyses.cameras import checked_cameras, located_cameras
from analyses.levels import LevelsName, level_table
from analyses.raycast import EngineName
from analyses.tables import ground_note, stamped
from analyses.visibility.blockers import Blockers, blockers_of
from analyses.visibility.candidates import HEADINGS_DEG, with_headings
from analyses.visibility.placed import (
    existing_columns,
    existing_table,
    in_unit,
    placed_columns,
    placed_table,
)
from analyses.visibility.posts import Posts, View, camera_posts, view_of
from analyses.visibility.selection import (
    Choice,
    Cover,
    Limits,
    cover_of_pairs,
    exact_choice,
    lazy_greedy,
)
from analyses.visibility.sightlines import cast_blocks
from analyses.visibility.targets import TargetName, Targets
from citygml.errors import AnalysisError
from citygml.model import CityModel, ground
from citygml.terrain import Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementRules:
    """How `place_cameras` looks and chooses.

    Attributes
    ----------
    spacing_m : float
        See `camera_coverage`. [m]
    target_height_m : float or sequence of float
        See `camera_coverage`. [m]
    levels : {"iec2025", "dori2014"} or mapping of str to float
        Classes of pixel density. [px/m]
    min_level : str, optional
        Class that a target must be seen at to count; by default the lowest.
    times : int
        How many cameras count at a target: 2 asks for two to see it, and one of them counts half.
    headings_deg : sequence of float
        Ways that a candidate without ``heading_deg`` may look. [deg]
    solver : {"greedy", "milp"}
        "greedy" is quick and says how far it can be from the best; "milp" seeks the best.
    time_limit_s : float
        When "milp" stops and says how far it came. [s]
    engine : {"auto", "embree", "warp", "reference"}
        See `analyses.raycast.RayScene`.
    """

    spacing_m: float = 1.0
    target_height_m: float | Sequence[float] = 1.5
    levels: LevelsName | Mapping[str, float] = "iec2025"
    min_level: str | None = None
    times: int = 1
    headings_deg: Sequence[float] = field(default=HEADINGS_DEG)
    solver: Literal["greedy", "milp"] = "greedy"
    time_limit_s: float = 60.0
    engine: EngineName = "auto"

    @property
    def needed_px_per_m(self) -> float:
        """Pixel density at which a target counts. [px/m]"""
        classes = level_table(self.levels)
        if self.min_level is None:
            return min(classes.values())
        if self.min_level not in classes:
            raise AnalysisError(
                f"min_level is {self.min_level!r}; it must be one of {', '.join(classes)}"
            )
        return classes[self.min_level]

    def __post_init__(self) -> None:
        """Check what no other part checks."""
        if self.times < 1:
            raise AnalysisError(f"times is {self.times}; it must be at least 1")
        if self.solver not in {"greedy", "milp"}:
            raise AnalysisError(f"solver is {self.solver!r}; it must be greedy or milp")


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
    limits = _limits(count, budget)
    job = _job(city, with_headings(candidates, rules.headings_deg), existing, targets, rules=rules)
    watching = np.zeros(len(job.posts.problem), dtype=bool)
    if private is not None:
        watching = _watching(city, job, private, rules)
    offered = np.flatnonzero((job.posts.problem == "") & ~job.is_old & ~watching)
    left = replace(job.cover, need=job.cover.left_after(job.old_rows)).take(offered)
    if rules.solver == "milp":
        choice = exact_choice(left, limits, time_limit_s=rules.time_limit_s)
    else:
        choice = lazy_greedy(left, limits)
    chosen = offered[choice.rows]
    measure = job.targets.measure
    stamp = partial(
        stamped,
        city=city,
        analysis="place_cameras",
        parameters=_parameters(job, choice, limits, rules=rules),
        notes=_notes(job, choice, limits, rules=rules, watching=watching),
    )
    placed = placed_table(
        job.posts, job.cover, choice, chosen=chosen, old_rows=job.old_rows, sites=job.sites
    )
    old = existing_table(job.posts, job.cover, np.flatnonzero(job.is_old), chosen=chosen)
    return Placement(
        stamp(placed.rename(columns=in_unit(measure)), columns=placed_columns(measure)),
        stamp(old.rename(columns=in_unit(measure)), columns=existing_columns(measure)),
    )


class _Job(NamedTuple):
    """Candidates and existing cameras over the targets."""

    posts: Posts
    targets: Targets
    cover: Cover
    is_old: NDArray[np.bool_]
    sites: NDArray[np.object_]
    surface: Ground
    blockers: Blockers

    @property
    def old_rows(self) -> NDArray[np.int64]:
        return np.flatnonzero(self.is_old & (self.posts.problem == ""))


def _limits(count: int | None, budget: float | None) -> Limits:
    if count is None and budget is None:
        raise AnalysisError("neither count nor budget is given; one of them says when to stop")
    if count is not None and count < 0:
        raise AnalysisError(f"count is {count}; it must be 0 or more")
    if budget is not None and not (np.isfinite(budget) and budget >= 0.0):
        raise AnalysisError(f"budget is {budget}; it must be a number of 0 or more")
    most = np.iinfo(np.int32).max
    return Limits(most if count is None else count, np.inf if budget is None else budget)


def _job(
    city: CityModel,
    offered: gpd.GeoDataFrame,
    existing: gpd.GeoDataFrame | None,
    targets: TargetName | gpd.GeoDataFrame,
    *,
    rules: PlacementRules,
) -> _Job:
    """Find out what every candidate and every existing camera sees."""
    new = located_cameras(checked_cameras(offered), city.crs)
    none = new.iloc[:0]
    old = none if existing is None else located_cameras(checked_cameras(existing), city.crs)
    both = gpd.GeoDataFrame(pd.concat([new, old]), crs=city.crs) if len(old) else new
    if both.index.has_duplicates:
        twice = both.index[both.index.duplicated()][0]
        raise AnalysisError(f"camera {twice} is a candidate and exists; rename one of them")
    surface, needed = ground(city), rules.needed_px_per_m
    blockers = blockers_of(city, surface.mesh, engine=rules.engine)
    posts = camera_posts(city, both, surface, blockers=blockers, lowest_px_per_m=needed)
    view = _view(city, posts, surface, targets, rules=rules)
    camera, sample = _seen_pairs(blockers, view, needed)
    is_old = np.arange(len(both)) >= len(new)
    site, _ = pd.factorize(offered["site_id"].astype(str))
    cover = cover_of_pairs(
        posts.usable[camera],
        sample,
        weight=view.targets.weight * view.targets.amount,
        need=np.full(len(view.targets), rules.times, np.int16),
        site=np.concatenate([site, np.arange(len(old)) + len(new)]),
        cost=np.concatenate([_costs(offered), np.ones(len(old))]),
    )
    sites = offered["site_id"].to_numpy(dtype=object)
    return _Job(posts, view.targets, cover, is_old, sites, surface, blockers)


def _costs(offered: gpd.GeoDataFrame) -> NDArray[np.float64]:
    """Cost of each candidate, 1 where the table has none."""
    if "cost" not in offered.columns:
        return np.ones(len(offered))
    cost = pd.to_numeric(offered["cost"], errors="coerce").to_numpy(dtype=float)
    good = np.isfinite(cost) & (cost > 0.0)
    if not good.all():
        row = int(np.argmin(good))
        name, value = offered["camera_id"].iloc[row], offered["cost"].iloc[row]
        raise AnalysisError(f"candidate {name}: cost is {value!r}; it must be above 0")
    return np.asarray(cost)


def _view(
    city: CityModel,
    posts: Posts,
    surface: Ground,
    targets: TargetName | gpd.GeoDataFrame,
    *,
    rules: PlacementRules,
) -> View:
    return view_of(
        city,
        posts,
        surface,
        targets=targets,
        spacing_m=rules.spacing_m,
        target_height_m=rules.target_height_m,
    )


def _seen_pairs(
    blockers: Blockers, view: View, needed_px_per_m: float
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Pairs of camera and target that see each other well enough: all that is kept of the rays."""
    found = [np.zeros((2, 0), np.int32)]
    for lines in cast_blocks(blockers, view.optics, view.pairs):
        good = lines.is_seen & (lines.px_per_m >= needed_px_per_m)
        found.append(np.stack([lines.camera[good], lines.sample[good]]).astype(np.int32))
    camera, sample = np.concatenate(found, axis=1)
    return camera, sample


def _watching(
    city: CityModel, job: _Job, private: gpd.GeoDataFrame, rules: PlacementRules
) -> NDArray[np.bool_]:
    """Whether cameras see anything of what is private, however badly, at any of the heights."""
    view = _view(city, job.posts, job.surface, private, rules=rules)
    watching = np.zeros(len(job.posts.problem), dtype=bool)
    for lines in cast_blocks(job.blockers, view.optics, view.pairs):
        watching[job.posts.usable[lines.camera[lines.seen_heights > 0]]] = True
    return watching


def _parameters(
    job: _Job, choice: Choice, limits: Limits, *, rules: PlacementRules
) -> dict[str, Any]:
    value = float(choice.gains.sum())
    return {
        "count": limits.count,
        "budget": None if np.isinf(limits.budget) else limits.budget,
        "spacing_m": rules.spacing_m,
        "target_height_m": list(job.targets.heights_m),
        "needed_px_per_m": rules.needed_px_per_m,
        "times": rules.times,
        "solver": rules.solver,
        "engine": job.blockers.scene.engine,
        "candidates": int(np.count_nonzero(~job.is_old)),
        "existing_value": job.cover.value_of(job.old_rows),
        "value": value,
        "bound": choice.bound,
        "gap_ratio": 0.0 if choice.bound == 0.0 else max(1.0 - value / choice.bound, 0.0),
        "evaluations": choice.evaluations,
    }


def _notes(
    job: _Job, choice: Choice, limits: Limits, *, rules: PlacementRules, watching: NDArray[np.bool_]
) -> list[str]:
    """Say how good the choice is for certain, and what was not to be chosen."""
    unit, value = job.targets.measure.unit, float(choice.gains.sum())
    share = value / choice.bound if choice.bound else 1.0
    lost = (job.posts.problem != "") & ~job.is_old
    notes = [
        ground_note(job.surface.source),
        f"{len(choice.rows)} cameras add {value:,.6g} {unit} (weighted); no choice adds more than "
        f"{choice.bound:,.6g}: at least {share:.1%} of the best possible ({rules.solver})",
    ]
    if len(choice.rows) < limits.count < len(job.is_old) and np.isinf(limits.budget):
        notes.append(f"asked for {limits.count}: no further candidate adds anything")
    if lost.any():
        first = int(np.flatnonzero(lost)[0])
        notes.append(
            f"{np.count_nonzero(lost)} candidates cannot be used, the first "
            f"{job.posts.table.index[first]}: {job.posts.problem[first]}"
        )
    if watching.any():
        out = np.count_nonzero(watching & ~job.is_old)
        notes.append(f"{out} candidates see what is private: left out")
        if (watching & job.is_old).any():
            count = np.count_nonzero(watching & job.is_old)
            notes.append(f"{count} existing cameras see what is private")
    return [note for note in notes if note]
