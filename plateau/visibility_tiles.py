"""``plateau visibility`` over a dataset too large for one go: tile by tile, the whole city last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plateau.flood_tiles import OverTiles

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from analyses.levels import LevelsName
    from analyses.visibility import Placement, PlacementRules
    from citygml.model import CityModel
    from plateau.dataset import Dataset
    from plateau.merge import RunResult
    from plateau.selection import Area

#: Table of the buildings and roads that polygons of the whole city refer to.
PLACES = "_places"
#: End of the notes on points that are no targets, see `analyses.visibility.targets`.
NO_GROUND = "have no ground: not targets"


@dataclass(frozen=True)
class Scene:
    """What is looked at in every tile, and how fine.

    Attributes
    ----------
    targets : str or GeoDataFrame
        See `plateau.camera_coverage`.
    spacing_m, target_height_m, levels
        See `plateau.camera_coverage`.
    areas : tuple of Area
        Conditions of the selection: what meets them is looked at in any tile.
    """

    targets: Any
    spacing_m: float
    target_height_m: tuple[float, ...]
    levels: LevelsName
    areas: tuple[Area, ...] = ()


def seen_tile(city: CityModel, cameras: gpd.GeoDataFrame, scene: Scene) -> dict[str, Any]:
    """Return ``samples`` and ``cameras`` of a tile, and the places around them.

    Parameters
    ----------
    city : CityModel
        The tile and what stands around it.
    cameras : GeoDataFrame
        All of the dataset.
    scene : Scene
        What is looked at.

    Raises
    ------
    AnalysisError
        If a camera sees further than its surroundings were read.
    """
    import plateau
    from analyses.visibility.coverage import camera_notes

    found = plateau.camera_coverage(
        with_all_that_is_meant(city, scene.areas),
        cameras,
        targets=scene.targets,
        spacing_m=scene.spacing_m,
        target_height_m=scene.target_height_m,
        levels=scene.levels,
    )
    check_reach(city, found.cameras["far_m"])
    # Cameras of other tiles and cells around this one say nothing about the dataset.
    dropped = {*camera_notes(found.cameras, reach_m=city.reach_m), NO_GROUND}
    for table in found:
        written = table.attrs["plateau"]
        written["notes"] = [n for n in written["notes"] if not n.endswith(tuple(dropped))]
    return {**found._asdict(), PLACES: places_of(city)}


def check_reach(city: CityModel, far_m: pd.Series) -> None:
    """Raise `AnalysisError` where a camera sees further than its surroundings were read."""
    from citygml.errors import AnalysisError

    if (far := far_m.max()) > city.reach_m:
        raise AnalysisError(
            f"camera {far_m.idxmax()} sees {far:.0f} m far, surroundings are read "
            f"up to {city.reach_m:.0f} m; give --context-m {far:.0f} or more"
        )


def with_all_that_is_meant(city: CityModel, areas: Sequence[Area]) -> CityModel:
    """Return a tile in which roads and walls of its neighbours are looked at like its own.

    A camera sees over the border, and a road goes over it: points belong to the tile they lie in.
    """
    from plateau.chosen import held_by

    meant = held_by(city, areas)[city.root_row]
    return replace(city, features=city.features.assign(is_context=~meant))


def places_of(city: CityModel) -> gpd.GeoDataFrame:
    """Return outlines of buildings and roads; each belongs to the tile it lies in."""
    from analyses.sampling import BUILDING_KINDS
    from analyses.visibility.targets import ROAD_KINDS
    from citygml.model import FEATURE_COLUMNS

    features = city.features[[*FEATURE_COLUMNS, "geometry"]]
    kept = features["kind"].isin([*BUILDING_KINDS, *ROAD_KINDS]) & features.geometry.notna()
    return features[kept].rename_axis("place_id")


def coverage_over_tiles(
    cameras: gpd.GeoDataFrame, scene: Scene, folder: Path, over_tiles: OverTiles
) -> RunResult:
    """Look at a dataset tile by tile; who sees what alone is settled last.

    Parameters
    ----------
    cameras : GeoDataFrame
        Of the dataset.
    scene : Scene
        What is looked at.
    folder : Path
        Where the tables go.
    over_tiles : callable
        Runs an analysis over all tiles.

    Returns
    -------
    RunResult
        Tables ``samples`` and ``cameras``.
    """
    from analyses.visibility.merged import exclusive_amounts

    work = partial(seen_tile, cameras=cameras, scene=scene)
    result = over_tiles(work, folder, "visibility")
    alone = exclusive_amounts(result.table("samples"))

    def settled(posts: pd.DataFrame) -> pd.DataFrame:
        known = posts["problem"] == ""
        return alone.reindex(posts.index).fillna(0.0).where(known)

    result.settle("cameras", ("problem",), settled)
    return result


def samples_of_all(result: RunResult) -> gpd.GeoDataFrame:
    """Return the points of all tiles in the order of one city."""
    from analyses.visibility.merged import in_grid_order

    return in_grid_order(result.table("samples"))


def city_of_places(result: RunResult, data: Dataset) -> CityModel:
    """Return a city of nothing but outlines: all that polygons of the whole city refer to."""
    features = result.table(PLACES).rename_axis("feature_id")
    return _flat_city(features[~features.index.duplicated()], data)


def _flat_city(features: gpd.GeoDataFrame, data: Dataset) -> CityModel:
    """City without any surface, which says where a table comes from."""
    import pandas as pd

    from citygml.mesh import EMPTY
    from citygml.model import PROBLEM_COLUMNS, CityModel
    from citygml.surfaces import surface_table

    return CityModel(
        features=features,
        surfaces=surface_table([]),
        mesh=EMPTY,
        terrain=None,
        records={},
        problems=pd.DataFrame(columns=list(PROBLEM_COLUMNS)),
        crs=data.crs,
        origin=(0.0, 0.0, 0.0),
        provenance=data.provenance,
    )


@dataclass(frozen=True)
class Search:
    """What is asked of a placement over all tiles.

    Attributes
    ----------
    candidates, existing, private, count, budget, rules
        See `plateau.place_cameras`.
    """

    candidates: gpd.GeoDataFrame
    existing: gpd.GeoDataFrame | None
    private: gpd.GeoDataFrame | None
    count: int | None
    budget: float | None
    rules: PlacementRules


def sighted_tile(city: CityModel, search: Search, scene: Scene) -> dict[str, Any]:
    """Return which candidates see which points of a tile.

    Parameters
    ----------
    city : CityModel
        The tile and what stands around it.
    search : Search
        Candidates and existing cameras of the dataset.
    scene : Scene
        What is looked at.

    Raises
    ------
    AnalysisError
        If one sees further than its surroundings were read.
    """
    import pandas as pd

    from analyses.visibility.merged import sighting_tables
    from analyses.visibility.sightings import look, offer_of

    offer = offer_of(search.candidates, search.existing, crs=city.crs, rules=search.rules)
    meant = with_all_that_is_meant(city, scene.areas)
    seen = look(meant, offer, scene.targets, private=search.private, rules=search.rules)
    check_reach(city, pd.Series(seen.posts.optics.far_m, index=offer.table.index))
    return sighting_tables(seen, city)


def placement_over_tiles(
    search: Search, scene: Scene, folder: Path, *, over_tiles: OverTiles, data: Dataset
) -> Placement:
    """Find out tile by tile what candidates see, then choose once for the whole dataset.

    Parameters
    ----------
    search : Search
        What is asked.
    scene : Scene
        What is looked at.
    folder : Path
        Where the tables go.
    over_tiles : callable
        Runs an analysis over all tiles.
    data : Dataset
        Says where the tables come from.

    Returns
    -------
    Placement
        The same as `plateau.place_cameras` of the city in one piece.

    Raises
    ------
    CityModelError
        If a tile failed: without it the choice would be another.
    """
    import geopandas as gpd

    from analyses.visibility.merged import merged_sightings
    from analyses.visibility.placement import limits_of, placement_of
    from analyses.visibility.sightings import offer_of
    from citygml.errors import CityModelError
    from citygml.model import FEATURE_COLUMNS

    limits = limits_of(search.count, search.budget)
    offer = offer_of(search.candidates, search.existing, crs=data.crs, rules=search.rules)
    result = over_tiles(partial(sighted_tile, search=search, scene=scene), folder, "candidates")
    for tile, reason in sorted(result.failed.items()):
        raise CityModelError(
            f"tile {tile} failed ({reason}); a choice without it would be another; mend it and run "
            "again, or leave it out with --tiles"
        )
    tables = {name: result.table(name) for name in ("sights", "posts")}
    seen = merged_sightings(tables, offer, search.rules)
    nothing = gpd.GeoDataFrame(columns=[*FEATURE_COLUMNS, "geometry"], crs=data.crs)
    return placement_of(_flat_city(nothing, data), seen, limits, rules=search.rules)
