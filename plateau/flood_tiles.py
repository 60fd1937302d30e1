"""``plateau flood`` over a dataset too large for one go: tile by tile, the plan for all at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plateau.flood_after import closed_tables, closures_of_all

if TYPE_CHECKING:
    import geopandas as gpd
    from pyproj import CRS

    from analyses.flood import WalkNetwork
    from citygml.model import CityModel
    from plateau.flood_run import FloodFiles
    from plateau.merge import RunResult

#: Table of the cells that roads touch, see `analyses.flood.walking.road_cells`.
ROADS = "_roads"
#: Runs an analysis over all tiles into a folder: (analysis, folder, name of the step).
OverTiles = Callable[[Callable[..., Any], Path, str], "RunResult"]


def judged_tile(
    city: CityModel, files: FloodFiles, modelled: tuple[str, ...], *, is_selected: bool = False
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
    is_selected : bool
        Whether the tiles are those of a selection.

    Returns
    -------
    dict of str to GeoDataFrame
        ``buildings`` and ``depths``, see `plateau.flood_run.flood_tables`; where a plan is to be
        made, what is closed after the onset, and `ROADS`, if it is to go along them.
    """
    from analyses.flood import depth_comparison, evacuation_buildings
    from analyses.flood.criteria import DEFAULT_CRITERIA
    from analyses.flood.survey import with_survey

    water, ground = files.read_water(), files.ground_raster()
    buildings = evacuation_buildings(
        city,
        criteria=with_survey(DEFAULT_CRITERIA, modelled),
        zones=files.read_zones(),
        water=water,
        ground=ground,
    )
    depths = depth_comparison(city, water=water, ground=ground)
    owner = depths["feature_id"].astype(str)
    number = owner.groupby(owner.to_numpy()).cumcount().astype(str)
    depths.index = (owner + "/" + number).rename("pair")  # another one in every tile
    tables = {"buildings": buildings, "depths": depths}
    if files.population is not None:
        tables |= closed_tables(city, has_neighbours=is_selected)
    if files.population is not None and files.roads is None:
        tables[ROADS] = _road_table(city)
    return tables


def _road_table(city: CityModel) -> gpd.GeoDataFrame:
    """Return the cells that roads touch: no object, no place; those of all tiles are joined."""
    import geopandas as gpd

    from analyses.flood.walking import road_cells

    column, row = road_cells(city).T
    none = [None] * len(column)
    return gpd.GeoDataFrame({"column": column, "row": row}, geometry=none, crs=city.crs)


def flood_over_tiles(
    files: FloodFiles, folder: Path, over_tiles: OverTiles, *, is_selected: bool = False
) -> RunResult:
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
    is_selected : bool
        Whether these are of a selection.

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
    judged = partial(judged_tile, files=files, modelled=modelled, is_selected=is_selected)
    result = over_tiles(judged, folder, "flood")
    result.settle("buildings", RANK_COLUMNS, city_ranks)
    return result


def plan_of_all(result: RunResult, files: FloodFiles) -> dict[str, gpd.GeoDataFrame]:
    """Return who goes where, over the buildings of all tiles.

    Parameters
    ----------
    result : RunResult
        From `flood_over_tiles`.
    files : FloodFiles
        With a population; people walk on its roads, else on those of the model, else straight.

    Returns
    -------
    dict of str to GeoDataFrame
        Those of `analyses.flood.evacuation_plan` before the onset, ``survey``, and
        ``places_after`` the onset, where the model or a raster shows the water.
    """
    from analyses.flood import evacuation_plan, read_population, survey_priorities

    buildings = result.table("buildings")
    network = _network(result, files, buildings.crs)
    population = read_population(files.population or "")
    plan = evacuation_plan(buildings, population, network=network)
    survey = survey_priorities(buildings, population, network=network)
    tables = {**plan._asdict(), "survey": survey}
    with closures_of_all(result, files, buildings.crs) as closures:
        if closures is not None:
            after = evacuation_plan(buildings, population, network=network, closures=closures)
            tables["places_after"] = after.places
    return tables


def _network(result: RunResult, files: FloodFiles, crs: CRS) -> WalkNetwork | None:
    """Lines that were given, else the roads of all tiles, else None."""
    from analyses.flood import line_network
    from analyses.flood.walking import cell_network, read_lines

    if files.roads is not None:
        return line_network(read_lines(files.roads), crs)
    cells = result.table(ROADS)[["column", "row"]].to_numpy("int64")
    return cell_network(cells) if len(cells) else None
