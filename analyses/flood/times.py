"""Water at several times -> when it reaches a place, and when the place is cut off."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analyses.flood.buildings import building_table, judged_rows
from analyses.flood.closures import FloodClosures, flood_closures
from analyses.flood.criteria import DEFAULT_CRITERIA, FloodCriteria
from analyses.flood.demand import DEFAULT_WALK, PlanCriteria, points_in
from analyses.flood.layers import Water, outer_layers
from analyses.flood.plan_columns import restamped
from analyses.flood.rasters import GroundRaster, WaterRaster
from analyses.flood.walking import WalkNetwork, Ways, straight_ways
from analyses.flood.water import flooded_ground, raster_layers, water_depth, water_layers
from analyses.hazards import numbers
from analyses.tables import Column
from citygml.errors import AnalysisError
from citygml.model import CityModel

TIME_COLUMNS = (
    Column("result", "string", "", "判定", "Class of the building in the whole flood."),
    Column("wet_from_h", "float64", "h", "浸水開始", "First time with water at the building."),
    Column(
        "wade_until_h", "float64", "h", "歩行限界", "First time the water is too deep to walk out."
    ),
    Column(
        "cut_off_h",
        "float64",
        "h",
        "孤立時刻",
        "First time no way leads to a refuge or dry ground.",
    ),
)


def flooding_times(
    city: CityModel,
    water: Sequence[Water],
    *,
    depth_m: float = 0.0,
    ground: GroundRaster | None = None,
    criteria: FloodCriteria = DEFAULT_CRITERIA,
) -> pd.Series:
    """First time at which the water at each building is, or may be, deeper than a limit.

    Cells without value count as deep unless the raster says that they are dry: time steps mostly
    need ``nodata="dry"``.

    Parameters
    ----------
    city : CityModel
        Buildings and relief.
    water : sequence of WaterRaster
        Rasters with times (`WaterRaster.time_h`), several of each time allowed; others are ignored.
    depth_m : float
        0 = any water. [m]
    ground : GroundRaster, optional
        Instead of the relief.
    criteria : FloodCriteria
        Its hazards and scales.

    Returns
    -------
    Series
        By feature id, nan = never. [h]

    Raises
    ------
    AnalysisError
        If no raster has a time.
    """
    rows = judged_rows(city)
    buildings = building_table(city, rows)
    times = rasters_by_time(water)
    base = numbers(buildings, "base_elevation_m")
    first = np.full(len(buildings), np.nan)
    empty = water_layers(city, criteria).iloc[:0]
    for time, rasters in times.items():
        outer = outer_layers(rasters, ground=ground)
        _, chosen = raster_layers(outer.rasters, criteria, first=0)
        flood = flooded_ground(city, empty, outer, chosen)
        table = water_depth(flood, buildings.geometry.to_numpy(), base).table
        deep = table["depth_geom_m"].to_numpy(float) > depth_m
        wet = deep | table["depth_open"].to_numpy(bool) | table["not_mapped"].to_numpy(bool)
        first[wet & np.isnan(first)] = time
    return pd.Series(first, index=buildings.index, name="arrival_h")


def rasters_by_time(water: Sequence[Water]) -> dict[float, list[WaterRaster]]:
    """Rasters of each time, the earliest first."""
    dated = [w for w in water if isinstance(w, WaterRaster) and np.isfinite(w.time_h)]
    if not dated:
        raise AnalysisError(
            "no raster of water has a time; give several with times_h, or bands described as t=1.5"
        )
    times = sorted({raster.time_h for raster in dated})
    return {time: [r for r in dated if r.time_h == time] for time in times}


def cut_off_times(
    city: CityModel,
    buildings: gpd.GeoDataFrame,
    water: Sequence[Water],
    *,
    network: WalkNetwork | None = None,
    zones: gpd.GeoDataFrame | None = None,
    ground: GroundRaster | None = None,
    criteria: PlanCriteria = DEFAULT_WALK,
    flood: FloodCriteria = DEFAULT_CRITERIA,
) -> gpd.GeoDataFrame:
    """First time step at which a place is cut off.

    A building is cut off from the first time at which no open way of at most `walk_max_m` leads
    from it to a building that is a refuge, or that the flood never reaches. It stays cut off: water
    that falls for a while is no way out.

    Parameters
    ----------
    city : CityModel
        Buildings and relief.
    buildings : GeoDataFrame
        From `evacuation_buildings` of this city.
    water : sequence of WaterRaster
        Rasters with times.
    network : WalkNetwork, optional
        Without one, straight lines.
    zones : GeoDataFrame, optional
        House-collapse and landslide zones: closed at all times.
    ground : GroundRaster, optional
        Instead of the relief.
    criteria : PlanCriteria
        `walk_max_m`, `detour`, `wade_max_m`.
    flood : FloodCriteria
        Hazards and scales.

    Returns
    -------
    GeoDataFrame
        One row per building, in the order of `buildings`; nan = not in these times. A refuge is
        never cut off from itself.

    Raises
    ------
    AnalysisError
        If no raster has a time.
    """
    wet, deep = (
        flooding_times(city, water, depth_m=depth, ground=ground, criteria=flood)
        .reindex(buildings.index)
        .to_numpy(float)
        for depth in (0.0, criteria.wade_max_m)
    )
    point = points_in(buildings)
    placed = np.isfinite(point[:, 0])
    result = buildings["result"].to_numpy(dtype=object)
    safe = (result == "yes") | (result == "not_needed") & np.isnan(wet)
    homes, goals = np.flatnonzero(~safe & placed), np.flatnonzero(safe & placed)
    cut = np.full(len(buildings), np.nan)
    for time, rasters in rasters_by_time(water).items():
        closures = flood_closures(
            city, record_reach_m=0.0, criteria=flood, zones=zones, water=rasters, ground=ground
        ).only_rasters(wade_max_m=criteria.wade_max_m)
        ways = _open_ways(network, (point[homes], point[goals]), closures, criteria)
        reached = np.zeros(len(homes), dtype=bool)
        reached[ways.start] = True
        reached &= ~(deep[homes] <= time)  # too deep at the door already
        cut[homes[~reached & np.isnan(cut[homes])]] = time
    table = pd.DataFrame(
        {
            "result": buildings["result"],
            "wet_from_h": wet,
            "wade_until_h": deep,
            "cut_off_h": cut,
        },
        index=buildings.index,
    )
    return restamped(
        gpd.GeoDataFrame(table, geometry=buildings.geometry, crs=buildings.crs),
        buildings,
        analysis="cut_off_times",
        columns=TIME_COLUMNS,
        parameters={"times_h": list(rasters_by_time(water)), "walk_max_m": criteria.walk_max_m},
        notes=[],
    )


def _open_ways(
    network: WalkNetwork | None,
    ends: tuple[NDArray[np.float64], NDArray[np.float64]],
    closures: FloodClosures,
    criteria: PlanCriteria,
) -> Ways:
    """Ways between starts and goals that are open."""
    if network is not None:
        return network.without(closures).ways(
            *ends, walk_max_m=criteria.walk_max_m, max_access_m=criteria.max_access_m
        )
    return straight_ways(
        *ends, walk_max_m=criteria.walk_max_m, detour=criteria.detour, closures=closures
    )
