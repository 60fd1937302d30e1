"""A city as read -> the objects that were asked for, and what stands around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from citygml.model import PROBLEM_COLUMNS, CityModel, Problem, take_features
from citygml.surfaces import SurfaceKind

if TYPE_CHECKING:
    import geopandas as gpd

    from plateau.selection import Area

#: Roofs and balconies reach this far beyond the footprint that distances are measured from. [m]
OVERHANG_M = 5.0
#: Surfaces that say something about whatever lies under or on them, whosever they are.
COVERING = (SurfaceKind.WATER, SurfaceKind.ZONE)


def chosen_part(city: CityModel, areas: Sequence[Area], context_m: float) -> CityModel:
    """Return the objects that meet all conditions and, marked, what stands around them.

    Parameters
    ----------
    city : CityModel
        As read from the files.
    areas : sequence of Area
        Conditions of `plateau.dataset.Dataset.select`; none = everything.
    context_m : float
        See `with_surroundings`.
    """
    if not areas:
        return with_reach(city, context_m)
    root = city.root_row
    held = held_by(city, areas)[root]  # a part goes with its building
    region = region_of(areas, city.crs)
    part = with_surroundings(city, held, region=region, context_m=context_m)
    if context_m > 0.0:
        return part
    return replace(part, provenance={**part.provenance, "neighbours": "not read"})


def region_of(areas: Sequence[Area], crs: Any) -> Any:
    """Return the place that conditions on place leave, in a projected CRS, None without any."""
    shapes = [a.shape(crs) for a in areas if a.is_place]
    return shapely.intersection_all(shapes) if shapes else None


def held_by(city: CityModel, areas: Sequence[Area]) -> NDArray[np.bool_]:
    """Whether each object by itself meets all conditions, (n,)."""
    held = np.ones(len(city.features), dtype=bool)
    for a in areas:
        held &= a.holds(city.features, a.shape(city.crs) if a.is_place else None)
    return held


def with_reach(city: CityModel, context_m: float) -> CityModel:
    """Return the city with `CityModel.reach_m` as far as its surroundings were read."""
    return replace(city, reach_m=context_m) if context_m > 0.0 else city


def with_surroundings(
    city: CityModel, held: NDArray[np.bool_], *, region: Any, context_m: float
) -> CityModel:
    """Return some objects and, marked ``is_context``, those near them.

    Parameters
    ----------
    city : CityModel
        Any city.
    held : (n,) ndarray of bool
        Which objects are meant; parts like their building.
    region : shapely geometry or None
        The place that is meant, in `CityModel.crs`.
    context_m : float
        How far from the region, or from the footprint of an object that is meant, the others may
        be. 0 = none of them stays but water and zones that cover an object that is meant, and a
        building that is one of these once more, from the file of another tile. [m]
    """
    near, double = standing_near(city.features, held, region=region, context_m=context_m)
    if context_m == 0.0:
        covering = np.zeros(len(near), dtype=bool)
        kinds = city.surfaces.kind
        covering[city.surfaces.feature_row[np.isin(kinds, COVERING)]] = True
        near &= covering
    keep = held | (near | double)[city.root_row]
    features = city.features.assign(is_context=~held)
    problems = problems_of(city, keep)
    part = take_features(replace(city, features=features, problems=problems), keep)
    return with_reach(part, context_m)


def standing_near(
    features: gpd.GeoDataFrame, held: NDArray[np.bool_], *, region: Any, context_m: float
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether an object is near what is meant, and whether it is a building of it once more.

    Parameters
    ----------
    features : GeoDataFrame
        n objects: ``kind`` and footprints.
    held, region, context_m
        See `with_surroundings`.

    Returns
    -------
    near, double : (n,) ndarray of bool
        By the footprint of each object itself, not of its building.
    """
    outlines = features.geometry.to_numpy()
    double = _drawn_twice(features, outlines, held)
    near = _near(outlines, held | double, context_m + OVERHANG_M)
    if context_m > 0.0 and region is not None:
        near |= np.asarray(shapely.distance(outlines, region) <= context_m + OVERHANG_M)
    return near, double


def _drawn_twice(
    features: gpd.GeoDataFrame, outlines: NDArray[np.object_], held: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Whether a building lies on one that is held, as PLATEAU's do on the border of tiles, (n,)."""
    from analyses.flood.overlaps import twins

    double = np.zeros(len(outlines), dtype=bool)
    is_building = (features["kind"] == "Building").to_numpy()
    close = np.flatnonzero(is_building & _near(outlines, held, 0.0))
    pairs = close[twins(outlines[close])]
    double[pairs[held[pairs[:, 1]], 0]] = True
    return double


def _near(
    outlines: NDArray[np.object_], held: NDArray[np.bool_], distance_m: float
) -> NDArray[np.bool_]:
    """Whether an outline is no further than a distance from one that is held, (n,)."""
    near = np.zeros(len(outlines), dtype=bool)
    own = outlines[held & ~pd.isna(outlines)]
    if len(own):
        found, _ = shapely.STRtree(own).query(outlines, predicate="dwithin", distance=distance_m)
        near[found] = True
    return near


def problems_of(city: CityModel, keep: NDArray[np.bool_]) -> pd.DataFrame:
    """Return the problems of what is kept, and the buildings that have no place."""
    dropped = city.features[~keep]
    nowhere = dropped[(dropped["kind"] == "Building") & dropped.geometry.isna()]
    reason = "has no footprint: whether it is in the selection is unknown; left out"
    added = [Problem(f"tile {row.tile}", 0, str(row.Index), reason) for row in nowhere.itertuples()]
    others = city.problems[~city.problems["feature_id"].isin(dropped.index)]
    return pd.concat(
        [others, pd.DataFrame(added, columns=list(PROBLEM_COLUMNS))], ignore_index=True
    )
