"""City -> one row per building: attributes, parts joined to their building, bounds of storeys."""

from __future__ import annotations

from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from analyses.flood.criteria import FloodCriteria
from analyses.flood.rules import Interval
from analyses.hazards import numbers, texts
from citygml.model import CityModel

#: Largest of the parts, where the building itself does not say.
LARGEST = ("storeys_above_ground", "storeys_below_ground", "height_m", "top_elevation_m")
#: Smallest of the parts.
SMALLEST = ("base_elevation_m", "year")
#: Sum of the parts, where all say it.
SUM = ("total_floor_area_m2",)
#: What the parts agree on.
COMMON = (*("structure", "structure_ja", "class", "usage", "usage_ja", "lod1_height_type"),)

#: Only the building's own.
IDENTITY = ("building_id", "branch_id", "tile")

#: More storeys are an error of the register (9999 is PLATEAU's "unknown"): the highest building of
#: Japan has 64.
MAX_STOREYS = 100
#: ``lod1HeightType``: uniform 3 m, storeys x 3 m, uniform 6 m. Their boxes say nothing of height.
PLACEHOLDER_TYPES = ("0", "9", "11")
#: Heights of boxes that stand for "not known" under other types too. [m]
PLACEHOLDER_HEIGHTS_M = (3.0, 6.0)
_PLACEHOLDER_TOLERANCE_M = 5e-4
#: Usages of dwellings, alone or with shops and workshops.
RESIDENTIAL = ("411", "412", "413", "414", "415")
#: Height per storey outside of which height and storeys contradict each other. [m]
STOREY_HEIGHT_LIMITS_M = (2.2, 8.0)


def judged_rows(city: CityModel) -> NDArray[np.int64]:
    """Rows of features that get an answer: outermost buildings that are not context.

    A part whose building is not there is a building of its own.
    """
    rows = outermost_rows(city)
    is_context = city.features["is_context"].fillna(value=False).to_numpy(dtype=bool)
    return np.asarray(rows[~is_context[rows]], dtype=np.int64)


def outermost_rows(city: CityModel) -> NDArray[np.int64]:
    """Rows of features that are buildings and part of no other, also of those around the city."""
    kind = city.features["kind"].isin(["Building", "BuildingPart"]).to_numpy()
    return np.flatnonzero(kind & (city.root_row == np.arange(len(city.features))))


def building_of_feature(city: CityModel, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Position in `rows` of the building each feature belongs to, -1 for other features."""
    position = np.full(len(city.features), -1, dtype=np.int64)
    position[rows] = np.arange(len(rows))
    return np.asarray(position[city.root_row])


def building_table(city: CityModel, rows: NDArray[np.int64]) -> gpd.GeoDataFrame:
    """Attributes and footprint of each building, from its parts where it has none of its own.

    Parameters
    ----------
    city : CityModel
        Any city.
    rows : (n,) ndarray of int64
        From `judged_rows`.

    Returns
    -------
    GeoDataFrame
        Index ``feature_id``. Storeys, height and top are those of the largest part (people go up
        in the tallest one), the base and the year the smallest, floor area the sum where every
        part says it, codes what all parts agree on. ``from_parts``: the storeys are those of a
        part; ``parts_open``: some part does not say its storeys; ``tallest_part_m2``: footprints of
        the parts with the most storeys, nan where no part says any; ``without_storeys``:
        registered with 0 storeys above ground. Geometry: own footprint, else the union of the
        parts'.
    """
    features = city.features
    table = pd.DataFrame(index=features.index)
    for name in (*LARGEST, *SMALLEST, *SUM):
        table[name] = numbers(features, name)
    table["storeys_above_ground"] = table["storeys_above_ground"].where(
        table["storeys_above_ground"].between(1, MAX_STOREYS)
    )
    table["height_m"] = table["height_m"].where(table["height_m"] > 0)
    for name in (*COMMON, *IDENTITY):
        table[name] = texts(features, name).astype(object).where(lambda s: s.notna(), None)
    buildings = table.iloc[rows].copy()
    zero = numbers(features, "storeys_above_ground")[rows] == 0
    parts = _parts(city, rows, table)
    own_storeys = buildings["storeys_above_ground"].notna().to_numpy()
    for name in parts.columns:
        if name in buildings:
            buildings[name] = buildings[name].where(buildings[name].notna(), parts[name])
    some = buildings["storeys_above_ground"].notna().to_numpy()
    buildings["from_parts"] = some & ~own_storeys
    buildings["parts_open"] = parts["parts_open"].to_numpy() & ~own_storeys
    buildings["tallest_part_m2"] = parts["tallest_part_m2"]
    buildings["without_storeys"] = zero & ~some
    shapes = features.geometry.to_numpy()[rows]
    shapes = np.where(pd.isna(shapes), parts["geometry"].to_numpy(), shapes)
    shapes[pd.isna(shapes)] = None
    shapes[shapely.is_empty(shapes)] = None
    return gpd.GeoDataFrame(buildings, geometry=shapes, crs=city.crs)


def _parts(city: CityModel, rows: NDArray[np.int64], table: pd.DataFrame) -> pd.DataFrame:
    """Return what the parts of each building say together, one row per building."""
    building = building_of_feature(city, rows)
    is_part = (city.features["kind"] == "BuildingPart").to_numpy() & (building >= 0)
    is_part[rows] = False
    parts = table[is_part]
    of = pd.Series(building[is_part], index=parts.index)
    groups = parts.groupby(of.to_numpy())
    every = range(len(rows))
    found = pd.DataFrame(index=table.index[rows])
    for names, how in ((LARGEST, "max"), (SMALLEST, "min")):
        for name in names:
            found[name] = groups[name].agg(how).reindex(every).to_numpy()
    size = groups.size()
    for name in SUM:
        total = groups[name].sum().where(groups[name].count() == size)
        found[name] = total.reindex(every).to_numpy()
    for name in COMMON:
        same = groups[name].min() == groups[name].max()
        agreed = same & (groups[name].count() == size)
        found[name] = groups[name].first().where(agreed, None).reindex(every).to_numpy()
    is_open = groups["storeys_above_ground"].count() < size
    found["parts_open"] = is_open.reindex(every, fill_value=False).to_numpy(dtype=bool)
    most = groups["storeys_above_ground"].transform("max")
    size_m2 = city.features.geometry.area.to_numpy()[is_part]
    tall = pd.Series(np.where(parts["storeys_above_ground"] == most, size_m2, 0.0), of.to_numpy())
    some = groups["storeys_above_ground"].count().reindex(every, fill_value=0).to_numpy() > 0
    total_m2 = tall.groupby(level=0).sum().reindex(every).to_numpy(dtype=float)
    found["tallest_part_m2"] = np.where(some, total_m2, np.nan)
    shapes = pd.Series(city.features.geometry.to_numpy()[is_part], index=of.to_numpy())
    union = shapes.groupby(level=0).agg(lambda s: shapely.union_all(s.to_numpy()))
    found["geometry"] = union.reindex(every).to_numpy(dtype=object)
    return found


class Heights(NamedTuple):
    """Heights of n buildings above ground, nan where there is none to trust. [m]"""

    measured_m: NDArray[np.float64]
    solid_m: NDArray[np.float64]
    is_placeholder: NDArray[np.bool_]

    @property
    def best_m(self) -> NDArray[np.float64]:
        """Measured height, else that of the solid. [m]"""
        return np.where(np.isfinite(self.measured_m), self.measured_m, self.solid_m)


def usable_heights(buildings: pd.DataFrame) -> Heights:
    """Heights that can be trusted; none where the solid is a box of a uniform height.

    Parameters
    ----------
    buildings : DataFrame
        ``height_m, base_elevation_m, top_elevation_m, lod1_height_type``.

    Returns
    -------
    Heights

    Examples
    --------
    >>> table = pd.DataFrame({"height_m": [7.2, None], "base_elevation_m": [1.0, 1.0],
    ...                       "top_elevation_m": [7.5, 4.0]})
    >>> usable_heights(table).best_m.tolist()
    [7.2, nan]
    """
    measured = numbers(buildings, "height_m")
    solid = numbers(buildings, "top_elevation_m") - numbers(buildings, "base_elevation_m")
    declared = np.asarray(texts(buildings, "lod1_height_type").isin(PLACEHOLDER_TYPES))
    uniform = np.abs(solid[:, None] - PLACEHOLDER_HEIGHTS_M) < _PLACEHOLDER_TOLERANCE_M
    unnamed = uniform.any(axis=1) & np.isnan(measured)
    is_placeholder = declared | unnamed
    return Heights(
        measured_m=np.where(is_placeholder, np.nan, measured),
        solid_m=np.where(is_placeholder | ~(solid > 0), np.nan, solid),
        is_placeholder=is_placeholder,
    )


def storey_bounds(
    buildings: pd.DataFrame, heights: Heights, criteria: FloodCriteria
) -> tuple[Interval, NDArray[np.object_]]:
    """Fewest and most storeys of each building, and where they come from.

    Registered storeys are taken as they are; else they are bounded by the measured height, to the
    safe side in both directions: the fewest from the lower of measured height (that of the highest
    point, an aerial perhaps) and solid. Without a measured height there are 1 or more. Registered
    with 0 storeys above ground there may be none, and there is none where it has storeys below.

    Parameters
    ----------
    buildings : DataFrame
        ``storeys_above_ground, storeys_below_ground, usage, from_parts, parts_open,
        without_storeys``.
    heights : Heights
        From `usable_heights`.
    criteria : FloodCriteria
        `estimate_storeys` and `storey_divisors_m`.

    Returns
    -------
    storeys : Interval
        (n,) arrays.
    source : (n,) ndarray of object
        "registered", "parts", "height" or "unknown".

    Examples
    --------
    >>> table = pd.DataFrame({"storeys_above_ground": [3, None], "usage": ["411", "411"]})
    >>> heights = Heights(np.array([9.0, 13.0]), np.array([8.5, 12.0]), np.zeros(2, dtype=bool))
    >>> storeys, source = storey_bounds(table, heights, FloodCriteria())
    >>> storeys.lo.tolist(), storeys.hi.tolist(), source.tolist()
    ([3.0, 3.0], [3.0, 5.0], ['registered', 'height'])
    """
    registered = numbers(buildings, "storeys_above_ground")
    valid = (registered >= 1) & (registered <= MAX_STOREYS)
    residential = np.asarray(texts(buildings, "usage").isin(RESIDENTIAL))
    few_residential, few_other, many = criteria.storey_divisors_m
    estimated = ~valid & np.isfinite(heights.measured_m) & criteria.estimate_storeys
    low = np.where(estimated, np.fmin(heights.measured_m, heights.solid_m), 0.0)
    fewest = np.maximum(np.floor(low / np.where(residential, few_residential, few_other)), 1.0)
    most = np.maximum(np.floor(np.where(estimated, heights.measured_m, 0.0) / many), 1.0)
    is_open = _flag(buildings, "parts_open")
    lo = np.where(valid, registered, fewest)
    hi = np.where(valid, np.where(is_open, np.inf, registered), np.where(estimated, most, np.inf))
    zero = _flag(buildings, "without_storeys")
    lo = np.where(zero, 0.0, lo)
    hi = np.where(zero & (numbers(buildings, "storeys_below_ground") >= 1), 0.0, hi)
    name = np.where(_flag(buildings, "from_parts"), "parts", "registered")
    source = np.where(valid, name, np.where(estimated, "height", "unknown"))
    return Interval(lo, hi), source.astype(object)


def _flag(buildings: pd.DataFrame, name: str) -> NDArray[np.bool_]:
    """Column of booleans, False where absent."""
    if name not in buildings.columns:
        return np.zeros(len(buildings), dtype=bool)
    return np.asarray(buildings[name].to_numpy(dtype=bool))


def height_storey_conflict(
    storeys_above_ground: NDArray[np.float64], height_m: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Whether registered storeys and height give storeys lower or higher than buildings have."""
    with np.errstate(invalid="ignore"):
        per_storey = height_m / storeys_above_ground
        low, high = STOREY_HEIGHT_LIMITS_M
        return np.asarray((per_storey < low) | (per_storey > high))
