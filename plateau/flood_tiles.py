"""``plateau flood`` over a dataset too large for one go: tile by tile, the plan for all at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import geopandas as gpd

    from citygml.model import CityModel
    from plateau.flood_run import FloodFiles
    from plateau.merge import RunResult

#: Runs an analysis over all tiles into a folder: (analysis, folder, name of the step).
OverTiles = Callable[[Callable[..., Any], Path, str], "RunResult"]


def judged_tile(
    city: CityModel, files: FloodFiles, modelled: tuple[str, ...]
) -> dict[str, gpd.GeoDataFrame]:
    """Judge the buildings of a tile of a dataset that as a whole models some layers.

    Parameters
    ----------
    city : CityModel
        The tile.
    files : FloodFiles
        Further input; population and roads are for all tiles together.
    modelled : tuple of str
        See `analyses.flood.criteria.FloodCriteria`.

    Returns
    -------
    dict of str to GeoDataFrame
        ``buildings`` and ``depths``, see `plateau.flood_run.flood_tables`.
    """
    from analyses.flood import (
        GroundRaster,
        depth_comparison,
        evacuation_buildings,
        read_water,
    )
    from analyses.flood.criteria import DEFAULT_CRITERIA
    from analyses.flood.survey import with_survey
    from analyses.hazards import read_zones

    water = (
        read_water(files.water, kind=files.water_kind, nodata=files.water_nodata)
        if files.water
        else []
    )
    ground = GroundRaster(files.dem) if files.dem else None
    buildings = evacuation_buildings(
        city,
        criteria=with_survey(DEFAULT_CRITERIA, modelled),
        zones=read_zones(files.zones) if files.zones else None,
        water=water,
        ground=ground,
    )
    depths = depth_comparison(city, water=water, ground=ground)
    owner = depths["feature_id"].astype(str)
    number = owner.groupby(owner.to_numpy()).cumcount().astype(str)
    depths.index = (owner + "/" + number).rename("pair")  # another one in every tile
    return {"buildings": buildings, "depths": depths}


def flood_over_tiles(files: FloodFiles, folder: Path, over_tiles: OverTiles) -> RunResult:
    """Judge a dataset tile by tile.

    Whether the absence of a record means "dry" depends on what the whole dataset models: that is
    found first. Who is named first depends on all buildings: that is settled last.

    Parameters
    ----------
    files : FloodFiles
        Further input.
    folder : Path
        Where the tables go.
    over_tiles : callable
        Runs an analysis over all tiles.

    Returns
    -------
    RunResult
        Tables ``buildings`` and ``depths``.

    Raises
    ------
    CityModelError
        If the layers of some tile cannot be told: "dry" would mean something else without them.
    """
    from analyses.flood.merged import RANK_COLUMNS, city_ranks
    from analyses.flood.survey import flood_survey

    survey = over_tiles(flood_survey, folder / ".survey", "survey")
    modelled = tuple(sorted(set(survey.table("table").index)))
    result = over_tiles(partial(judged_tile, files=files, modelled=modelled), folder, "flood")
    result.settle("buildings", RANK_COLUMNS, city_ranks)
    return result


def plan_of_all(result: RunResult, files: FloodFiles) -> dict[str, gpd.GeoDataFrame]:
    """Return who goes where before the onset, over the buildings of all tiles.

    Parameters
    ----------
    result : RunResult
        From `flood_over_tiles`.
    files : FloodFiles
        With a population; without roads distances are straight lines with a detour.

    Returns
    -------
    dict of str to GeoDataFrame
        Those of `analyses.flood.evacuation_plan`, and ``survey``.
    """
    from analyses.flood import evacuation_plan, line_network, read_population, survey_priorities
    from analyses.flood.walking import read_lines

    buildings = result.table("buildings")
    network = line_network(read_lines(files.roads), buildings.crs) if files.roads else None
    population = read_population(files.population or "")
    plan = evacuation_plan(buildings, population, network=network)
    survey = survey_priorities(buildings, population, network=network)
    return {**plan._asdict(), "survey": survey}
