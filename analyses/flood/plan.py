"""Who must leave and where to -> an evacuation plan, and what a survey would add to it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from analyses.flood.assignment import Assignment, assigned, most_served
from analyses.flood.demand import DEFAULT_WALK, PlanCriteria, Situation, situation
from analyses.flood.plan_columns import (
    DEMAND_COLUMNS,
    PLACE_COLUMNS,
    REFUGE_COLUMNS,
    ROUTE_COLUMNS,
    SURVEY_COLUMNS,
    restamped,
)
from analyses.flood.refuge import integers
from analyses.flood.walking import Closures, WalkNetwork, Ways
from analyses.hazards import numbers


class EvacuationPlan(NamedTuple):
    """Result of `evacuation_plan`, four tables."""

    demand: gpd.GeoDataFrame
    refuges: gpd.GeoDataFrame
    routes: gpd.GeoDataFrame
    places: gpd.GeoDataFrame


def evacuation_plan(
    buildings: gpd.GeoDataFrame,
    population: pd.DataFrame,
    *,
    network: WalkNetwork | None = None,
    closures: Closures | None = None,
    arrival_h: pd.Series | None = None,
    criteria: PlanCriteria = DEFAULT_WALK,
) -> EvacuationPlan:
    """Send people whose home is no refuge to buildings that are.

    Residents of a refuge stay in it and go before all others; of houses and wooden dwellings
    nobody else is sent there. The plan serves as many persons as possible, and of all such plans
    has the fewest person-metres. It is a plan for the whole table: judge all tiles first.

    Parameters
    ----------
    buildings : GeoDataFrame
        From `evacuation_buildings`.
    population : DataFrame or GeoDataFrame
        ``persons`` by ``feature_id`` or by polygon, see `population.persons_of`.
    network : WalkNetwork, optional
        Where people walk, see `walking.road_network` and `walking.line_network`. Without one, the
        straight line times `criteria.detour`.
    closures : Closures, optional
        What is closed after the onset, see `closures.flood_closures`; by default nothing is: people
        leave before it.
    arrival_h : Series, optional
        Hours from the onset until the water is at each building, by feature id, see
        `times.flooding_times`; nan = never. [h]
    criteria : PlanCriteria
        Longest way, speed and others.

    Returns
    -------
    EvacuationPlan
        ``demand``: one row per building that people must leave; ``refuges``: one row per building
        with yes; ``routes``: one row per home and refuge; ``places``: people by place. Every person
        is in one column of ``places``: not_flooded, at_home, served, unserved or unplaced.

    Raises
    ------
    AnalysisError
        If the tables lack columns, or numbers are no persons.
    """
    here = situation(
        buildings,
        population,
        network=network,
        closures=closures,
        arrival_h=arrival_h,
        criteria=criteria,
    )
    plan = assigned(here.persons, np.where(here.is_yes, here.room, 0), _to(here, here.is_yes))
    persons_on_way = _spread(plan, here.is_yes[here.ways.goal])
    served_best, unserved_best = _if_unknown_yes(here)
    demand = _demand_table(here, persons_on_way, criteria)
    parameters: dict[str, Any] = {
        **asdict(criteria),
        "ways": "straight line" if network is None else network.source,
        "phase": "before the onset" if closures is None else "after the onset",
        "arrival_times": arrival_h is not None,
        "served": plan.served,
        "person_m": round(plan.person_m, 1),
        "served_if_unknown_yes": served_best,
    }
    tables = {
        "demand": (demand, DEMAND_COLUMNS),
        "refuges": (_refuge_table(here, persons_on_way), REFUGE_COLUMNS),
        "routes": (_route_table(here, persons_on_way), ROUTE_COLUMNS),
        "places": (_place_table(here, demand, unserved_best), PLACE_COLUMNS),
    }
    return EvacuationPlan(
        **{
            name: restamped(
                table,
                buildings,
                analysis=f"evacuation_plan.{name}",
                columns=columns,
                parameters=parameters,
                notes=_notes(here, plan, parameters),
            )
            for name, (table, columns) in tables.items()
        }
    )


def _to(here: Situation, goals: NDArray[np.bool_]) -> Ways:
    """Ways to some of the refuges."""
    return here.ways.only(goals[here.ways.goal])


def _spread(plan: Assignment, used: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Persons on every way, 0 on those the plan did not know."""
    persons = np.zeros(len(used), dtype=np.int64)
    persons[used] = plan.persons
    return persons


def _if_unknown_yes(here: Situation) -> tuple[int, NDArray[np.int64]]:
    """Persons served, and unserved of each unit, if every unknown building were a refuge."""
    leaving = np.where(here.is_unknown_unit, 0, here.persons)
    plan = assigned(leaving, here.room, here.ways)
    served = np.bincount(here.ways.start, plan.persons, len(here.unit)).astype(np.int64)
    staying = int(here.persons[here.is_unknown_unit].sum())
    return plan.served + staying, leaving - served


def _demand_table(
    here: Situation, persons: NDArray[np.int64], criteria: PlanCriteria
) -> gpd.GeoDataFrame:
    count, ways = len(here.unit), here.ways
    served = np.bincount(ways.start, persons, count).astype(np.int64)
    unserved = here.persons - served
    with np.errstate(invalid="ignore"):
        walk = np.bincount(ways.start, persons * ways.walk_m, count) / np.where(served, served, 1)
    walk = np.where(served > 0, walk, np.nan)
    # The last of equal starts in this order is the way of most persons, of these the shortest.
    order = np.lexsort((-ways.walk_m, persons, ways.start))
    main = np.full(count, -1, dtype=np.int64)
    main[ways.start[order]] = order
    ids = here.buildings.index.to_numpy(dtype=object)
    goal = np.full(count, None, dtype=object)
    goes = served > 0
    goal[goes] = ids[here.refuge[ways.goal[main[goes]]]]
    reach = np.zeros(count, dtype=bool)
    reach[ways.start[here.is_yes[ways.goal]]] = True
    reason = np.select(
        [unserved == 0, ~here.has_way_out, ~reach],
        ["", "no_way_out", "no_refuge_in_reach"],
        default="refuges_full",
    )
    chosen = here.buildings.iloc[here.unit]
    table = pd.DataFrame(
        {
            "place": here.population.place[here.unit],
            "result": chosen["result"],
            "demand_persons": here.persons,
            "served": served,
            "unserved": unserved,
            "assigned_to": goal,
            "refuge_count": np.bincount(ways.start, persons > 0, count).astype(np.int64),
            "walk_m": walk,
            "walk_min": walk / criteria.speed_mps / 60.0,
            "reason_unserved": reason,
        },
        index=chosen.index,
    )
    return gpd.GeoDataFrame(table, geometry=chosen.geometry, crs=here.buildings.crs)


def _refuge_table(here: Situation, persons: NDArray[np.int64]) -> gpd.GeoDataFrame:
    chosen = np.flatnonzero((here.buildings["result"] == "yes").to_numpy(bool))
    room = np.zeros(len(here.buildings), dtype=np.int64)
    room[here.refuge] = here.room
    sent = np.zeros(len(here.buildings), dtype=np.int64)
    np.add.at(sent, here.refuge[here.ways.goal], persons)
    rows = here.buildings.iloc[chosen]
    with np.errstate(invalid="ignore", divide="ignore"):
        load = np.where(room[chosen] > 0, sent[chosen] / room[chosen], np.nan)
    table = pd.DataFrame(
        {
            "place": here.population.place[chosen],
            "confidence": rows["confidence"],
            "own_residents": here.population.persons[chosen],
            "capacity": rows["capacity"],
            "capacity_public": room[chosen],
            "assigned": sent[chosen],
            "load_factor": load,
            "rank": rows["rank"],
        },
        index=rows.index,
    )
    return gpd.GeoDataFrame(table, geometry=rows.geometry, crs=here.buildings.crs)


def _route_table(here: Situation, persons: NDArray[np.int64]) -> gpd.GeoDataFrame:
    used = np.flatnonzero(persons > 0)
    ids = here.buildings.index.to_numpy(dtype=object)
    shapes = here.buildings.geometry.to_numpy()
    home, goal = here.unit[here.ways.start[used]], here.refuge[here.ways.goal[used]]
    ends = [
        shapely.get_coordinates(shapely.point_on_surface(shapes[rows])).reshape(-1, 2)
        for rows in (home, goal)
    ]
    lines = shapely.linestrings(np.stack(ends, axis=1)) if len(used) else np.zeros(0, object)
    table = pd.DataFrame(
        {
            "from_id": ids[home],
            "to_id": ids[goal],
            "persons": persons[used],
            "walk_m": here.ways.walk_m[used],
        }
    ).rename_axis("route")
    return gpd.GeoDataFrame(table, geometry=lines, crs=here.buildings.crs)


def _place_table(
    here: Situation, demand: gpd.GeoDataFrame, unserved_best: NDArray[np.int64]
) -> gpd.GeoDataFrame:
    """People by place; every person in one column."""
    people = here.population
    result = here.buildings["result"].to_numpy(dtype=object)
    columns = {
        "not_flooded": np.where(result == "not_needed", people.persons, 0),
        "at_home": np.where(result == "yes", people.persons, 0),
        "served": np.zeros(len(result), dtype=np.int64),
        "unserved": np.zeros(len(result), dtype=np.int64),
        "unserved_if_unknown_yes": np.zeros(len(result), dtype=np.int64),
    }
    columns["served"][here.unit] = demand["served"].to_numpy(np.int64)
    columns["unserved"][here.unit] = demand["unserved"].to_numpy(np.int64)
    columns["unserved_if_unknown_yes"][here.unit] = unserved_best
    table = pd.DataFrame(columns).groupby(people.place).sum()
    lost = people.unplaced.groupby("place")["persons"].sum()
    table = table.reindex(table.index.union(lost.index), fill_value=0).rename_axis("place")
    table["unplaced"] = lost.reindex(table.index, fill_value=0).to_numpy(np.int64)
    parts = ["not_flooded", "at_home", "served", "unserved", "unplaced"]
    table["persons"] = table[parts].sum(axis=1)
    shapes = pd.Series(here.buildings.geometry.to_numpy()).groupby(people.place)
    hull = shapes.agg(lambda s: shapely.convex_hull(shapely.union_all(s.dropna().to_numpy())))
    shape = hull.reindex(table.index).to_numpy(dtype=object, copy=True)
    shape[pd.isna(shape)] = None
    return gpd.GeoDataFrame(table, geometry=shape, crs=here.buildings.crs)


def _notes(here: Situation, plan: Assignment, parameters: dict[str, Any]) -> list[str]:
    """Return what a reader of the plan must know first."""
    demand = int(here.persons.sum())
    notes = [
        f"plan {parameters['phase']}, ways by {parameters['ways']}: {demand} persons must leave, "
        f"{plan.served} find a place, {demand - plan.served} do not; if every unknown building "
        f"were a refuge, {demand - int(parameters['served_if_unknown_yes'])} would not"
    ]
    lost = int(here.population.unplaced["persons"].sum())
    if lost:
        notes.append(f"{lost} persons are in no building of the table and not in the plan")
    return notes


def survey_priorities(
    buildings: gpd.GeoDataFrame,
    population: pd.DataFrame,
    *,
    network: WalkNetwork | None = None,
    closures: Closures | None = None,
    arrival_h: pd.Series | None = None,
    criteria: PlanCriteria = DEFAULT_WALK,
) -> gpd.GeoDataFrame:
    """Rank the unknown buildings by the persons a survey would help if it confirmed each alone.

    Parameters
    ----------
    buildings : GeoDataFrame
        From `evacuation_buildings`.
    population : DataFrame or GeoDataFrame
        ``persons`` by ``feature_id`` or by polygon.
    network : WalkNetwork, optional
        Where people walk; without one, straight lines.
    closures : Closures, optional
        What is closed after the onset.
    arrival_h : Series, optional
        Hours until the water is at each building. [h]
    criteria : PlanCriteria
        Longest way, speed and others.

    Returns
    -------
    GeoDataFrame
        One row per unknown building, the most persons gained first. ``persons_gained`` are its own
        residents, who could stay, and those others who have no place without it.
    """
    here = situation(
        buildings,
        population,
        network=network,
        closures=closures,
        arrival_h=arrival_h,
        criteria=criteria,
    )
    rows = np.flatnonzero((here.buildings["result"] == "unknown").to_numpy(bool))
    gained = _gains(here, rows)
    chosen = here.buildings.iloc[rows]
    table = gpd.GeoDataFrame(
        {
            "place": here.population.place[rows],
            "persons_gained": gained,
            "own_residents": here.population.persons[rows],
            "capacity_if_yes": chosen["capacity_if_yes"],
            "reasons_unknown": chosen["reasons_unknown"],
            "usage_ja": chosen["usage_ja"],
            "structure_ja": chosen["structure_ja"],
        },
        geometry=chosen.geometry,
        index=chosen.index,
        crs=here.buildings.crs,
    )
    possible = -numbers(chosen, "capacity_if_yes")
    order = np.lexsort((np.arange(len(rows)), np.nan_to_num(possible), -gained))
    rank = np.zeros(len(rows))
    rank[order] = np.arange(1, len(rows) + 1)
    table["rank"] = integers(rank)
    return restamped(
        gpd.GeoDataFrame(table.iloc[order]),
        buildings,
        analysis="survey_priorities",
        columns=SURVEY_COLUMNS,
        parameters=asdict(criteria),
        notes=["each building is taken alone; two that serve the same people do not add up"],
    )


def _gains(here: Situation, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Persons gained by confirming each unknown building alone.

    Only buildings that somebody without a place can reach are asked for; each costs a maximum flow.
    """
    base_room = np.where(here.is_yes, here.room, 0)
    before = most_served(here.persons, base_room, here.ways)
    unit_of = np.full(len(here.buildings), -1, dtype=np.int64)
    unit_of[here.unit] = np.arange(len(here.unit))
    refuge_of = np.full(len(here.buildings), -1, dtype=np.int64)
    refuge_of[here.refuge] = np.arange(len(here.refuge))
    gained = here.population.persons[rows].copy()
    all_served = before == int(here.persons.sum())
    for i, row in enumerate(rows.tolist()):  # one flow problem each, not one element
        persons, room = here.persons.copy(), base_room.copy()
        staying = 0
        if unit_of[row] >= 0:
            staying, persons[unit_of[row]] = int(persons[unit_of[row]]), 0
        if refuge_of[row] >= 0:
            room[refuge_of[row]] = here.room[refuge_of[row]]
        if all_served:
            gained[i] = 0
        else:
            gained[i] = most_served(persons, room, here.ways) + staying - before
    return gained
