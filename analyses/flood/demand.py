"""Judged buildings and population -> who must leave, where there is room, and the ways between."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from analyses.flood.population import Population, persons_of
from analyses.flood.walking import Closures, WalkNetwork, Ways, straight_ways
from analyses.hazards import numbers
from citygml.errors import AnalysisError

#: Columns that a table of judged buildings must have.
NEEDED = (
    *("result", "capacity", "capacity_if_yes", "own_residents_only", "usage", "footprint_m2"),
    *("storeys_lo", "tile", "lowest_dry_storey", "confidence", "rank"),
)
MUST_LEAVE = ("no", "unknown", "excluded")


@dataclass(frozen=True, slots=True)
class PlanCriteria:
    """Thresholds of `evacuation_plan`, with the source of every default.

    Attributes
    ----------
    walk_max_m : float
        Longest way on foot: 500, the practical limit of the guideline of Miyagi [1]_. [m]
    speed_mps : float
        1.0 m/s; 0.5 for infirm people [1]_. [m/s]
    detour : float
        Way over straight line where there is no network: 1.3, an assumption of this project.
    max_access_m : float
        A building further from the nearest road has no way out: 60, an assumption of this project.
        [m]
    wade_max_m : float
        Deepest water people walk in: 0.5; 0.3 for infirm people [2]_. [m]
    start_after_min : float
        From the onset to setting out: 15 [1]_; counts where arrival times are known. [min]
    stairs_s_per_storey : float
        20: some 8 m of stairs at 0.4 m/s, the lower speed of the fire agency's manual [3]_; the
        8 m are an assumption of this project. [s]

    Raises
    ------
    AnalysisError
        If a value is negative, or no way is possible.

    References
    ----------
    .. [1] 宮城県津波対策ガイドライン.
    .. [2] 川崎市立地適正化計画, p. 97 (水害の被害指標分析の手引).
    .. [3] 消防庁, 津波避難対策推進マニュアル検討会報告書.
    """

    walk_max_m: float = 500.0
    speed_mps: float = 1.0
    detour: float = 1.3
    wade_max_m: float = 0.5
    start_after_min: float = 15.0
    stairs_s_per_storey: float = 20.0
    max_access_m: float = 60.0

    def __post_init__(self) -> None:
        """Refuse what no plan can be made with."""
        for name in ("walk_max_m", "speed_mps", "detour", "max_access_m"):
            value = getattr(self, name)
            if not (np.isfinite(value) and value > 0):
                raise AnalysisError(f"{name} {value!r}; a finite number above 0")
        for name in ("wade_max_m", "start_after_min", "stairs_s_per_storey"):
            value = getattr(self, name)
            if not (np.isfinite(value) and value >= 0):
                raise AnalysisError(f"{name} {value!r}; a finite number, 0 or more")
        if self.detour < 1:
            raise AnalysisError(f"detour {self.detour!r}; no way is shorter than the straight line")


DEFAULT_WALK = PlanCriteria()


@dataclass(frozen=True, slots=True, eq=False)
class Situation:
    """Everything a plan rests on. Rows are positions in `buildings`, ordered by feature id.

    Attributes
    ----------
    buildings : GeoDataFrame
        Judged buildings.
    population : Population
        Persons in each.
    unit : (u,) ndarray of int64
        Buildings whose residents must leave.
    refuge : (c,) ndarray of int64
        Buildings that have, or may have, room for others: yes, then unknown.
    room : (c,) ndarray of int64
        Persons besides its own residents that each holds, or would hold.
    ways : Ways
        From `unit` to `refuge`, within reach.
    has_way_out : (u,) ndarray of bool
        Whether each home reaches the network at all.
    """

    buildings: gpd.GeoDataFrame
    population: Population
    unit: NDArray[np.int64]
    refuge: NDArray[np.int64]
    room: NDArray[np.int64]
    ways: Ways
    has_way_out: NDArray[np.bool_]

    @property
    def persons(self) -> NDArray[np.int64]:
        """Persons of each unit."""
        return self.population.persons[self.unit]

    @property
    def is_yes(self) -> NDArray[np.bool_]:
        """Whether each refuge is one already."""
        return np.asarray(self.buildings["result"].to_numpy(object)[self.refuge] == "yes")

    @property
    def is_unknown_unit(self) -> NDArray[np.bool_]:
        """Whether each unit may itself be a refuge."""
        return np.asarray(self.buildings["result"].to_numpy(object)[self.unit] == "unknown")


def situation(
    buildings: gpd.GeoDataFrame,
    population: pd.DataFrame,
    *,
    network: WalkNetwork | None,
    closures: Closures | None,
    arrival_h: pd.Series | None,
    criteria: PlanCriteria,
) -> Situation:
    """Gather homes, refuges and the ways between them; see `plan.evacuation_plan`."""
    lacking = [name for name in NEEDED if name not in buildings.columns]
    if lacking:
        raise AnalysisError(
            f"the table lacks {', '.join(lacking)}; a plan needs the result of evacuation_buildings"
        )
    # The order of rows must not decide between equal plans.
    buildings = buildings.sort_index()
    people = persons_of(buildings, population)
    result = buildings["result"].to_numpy(dtype=object)
    point = points_in(buildings)
    placed = np.isfinite(point[:, 0])
    unit = np.flatnonzero(np.isin(result, MUST_LEAVE) & (people.persons > 0))
    room = _room(buildings, people.persons)
    refuge = np.flatnonzero(np.isin(result, ("yes", "unknown")) & (room > 0) & placed)
    starts, goals = np.nan_to_num(point[unit], nan=1e12), point[refuge]
    if network is None:
        ways = straight_ways(
            starts,
            goals,
            walk_max_m=criteria.walk_max_m,
            detour=criteria.detour,
            closures=closures,
        )
        has_way_out = placed[unit]
    else:
        passable = network if closures is None else network.without(closures)
        near = criteria.max_access_m
        ways = passable.ways(starts, goals, walk_max_m=criteria.walk_max_m, max_access_m=near)
        has_way_out = placed[unit] & passable.has_access(starts, max_access_m=near)
    other = unit[ways.start] != refuge[ways.goal]
    in_time = _in_time(buildings, (unit, refuge), ways, arrival_h, criteria=criteria)
    ways = ways.only(other & in_time)
    return Situation(buildings, people, unit, refuge, room[refuge], ways, has_way_out)


def points_in(buildings: gpd.GeoDataFrame) -> NDArray[np.float64]:
    """Return a point in every footprint, nan without one."""
    shapes: NDArray[np.object_] = buildings.geometry.to_numpy()
    point = np.full((len(shapes), 2), np.nan)
    known = np.flatnonzero(~np.asarray(pd.isna(shapes)))
    known = known[~shapely.is_empty(shapes[known])]
    point[known] = shapely.get_coordinates(shapely.point_on_surface(shapes[known]))
    return point


def _room(buildings: gpd.GeoDataFrame, residents: NDArray[np.int64]) -> NDArray[np.int64]:
    """Persons besides its own residents that a building holds, or would if it were confirmed."""
    capacity = np.nan_to_num(numbers(buildings, "capacity_if_yes"), nan=0.0).astype(np.int64)
    own_only = buildings["own_residents_only"].fillna(value=True).to_numpy(bool)
    return np.where(own_only, 0, np.maximum(capacity - residents, 0))


def _in_time(
    buildings: gpd.GeoDataFrame,
    ends: tuple[NDArray[np.int64], NDArray[np.int64]],
    ways: Ways,
    arrival_h: pd.Series | None,
    *,
    criteria: PlanCriteria,
) -> NDArray[np.bool_]:
    """Whether people leave before the water is at home, and are upstairs before it is there."""
    if arrival_h is None:
        return np.ones(len(ways.start), dtype=bool)
    unit, refuge = ends
    arrival = arrival_h.reindex(buildings.index).to_numpy(float) * 60.0
    arrival = np.where(np.isnan(arrival), np.inf, arrival)
    storey = np.nan_to_num(numbers(buildings, "lowest_dry_storey"), nan=2.0)
    climb = (storey - 1.0) * criteria.stairs_s_per_storey / 60.0
    walk = ways.walk_m / criteria.speed_mps / 60.0
    at_door = criteria.start_after_min + walk
    leaves = criteria.start_after_min <= arrival[unit[ways.start]]
    arrives = at_door + climb[refuge[ways.goal]] <= arrival[refuge[ways.goal]]
    return np.asarray(leaves & arrives)
