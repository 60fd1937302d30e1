"""City -> everything the decision about its buildings rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from analyses.flood.buildings import (
    Heights,
    building_of_feature,
    building_table,
    height_storey_conflict,
    judged_rows,
    storey_bounds,
    usable_heights,
)
from analyses.flood.criteria import FloodCriteria
from analyses.flood.decision import Evidence, confidence
from analyses.flood.depth import BuildingDepth, beside_flooded, building_depth, river_conflicts
from analyses.flood.layers import OuterLayers
from analyses.flood.overlaps import roof_area_above, twins_of
from analyses.flood.places import Places, places_of
from analyses.flood.records import (
    design_depth,
    is_selected,
    modelled_hazards,
    says_duration_only,
)
from analyses.flood.refuge import usable_storey_area
from analyses.flood.rules import (
    FALSE,
    UNKNOWN,
    Bools,
    Floats,
    Interval,
    dry_storeys,
    seismic_standard,
    solid_structure,
    tsunami_structure,
)
from analyses.flood.water import (
    WaterDepth,
    flooded_ground,
    raster_layers,
    water_depth,
    water_layers,
)
from analyses.hazard_maps import records_at
from analyses.hazards import depth_intervals, numbers, texts
from citygml.model import CityModel

#: Relief and base of a building contradict each other if they differ by more than this. [m]
GROUND_CONFLICT_M = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """Everything the decision rests on, n buildings."""

    buildings: gpd.GeoDataFrame
    design: pd.DataFrame
    water: pd.DataFrame
    layers: pd.DataFrame
    by_layer_m: Floats
    depth: BuildingDepth
    places: Places
    storeys: Interval
    storeys_source: NDArray[np.object_]
    heights: Heights
    solid: NDArray[np.int8]
    modelled: tuple[str, ...]
    outer: OuterLayers
    drawn_twice: Bools


def facts_of(city: CityModel, criteria: FloodCriteria, outer: OuterLayers) -> Facts:
    """Gather what the city, and the layers from outside it, say of its buildings."""
    rows = judged_rows(city)
    said = _said_of(city, rows, criteria, outer)
    buildings, records, owner, layers, water, design, depth = said
    footprints = buildings.geometry.to_numpy()
    twins = twins_of(city, rows, footprints)
    around = depth.interval
    if len(twins.context):
        beside = _said_of(city, twins.context, criteria, outer).depth.interval
        around = around.followed_by(beside)
    depth = beside_flooded(depth, twins.pairs, around)
    lowest_m = water.table["ground_m"].to_numpy(float) + (criteria.min_headroom_m or 0.0)
    buildings["high_roof_m2"] = roof_area_above(city, rows, lowest_m + depth.interval.hi_m)
    heights = usable_heights(buildings)
    storeys, source = storey_bounds(buildings, heights, criteria)
    places = places_of(
        city, footprints, (records, owner), zones=outer.zones, near_m=criteria.zone_margin_m
    )
    places = replace(places, supplied=places.supplied | ({"landslide"} & set(criteria.modelled)))
    return Facts(
        buildings=buildings,
        design=design,
        water=water.table,
        layers=layers,
        by_layer_m=water.by_layer_m,
        depth=depth,
        places=places,
        storeys=storeys,
        storeys_source=source,
        heights=heights,
        solid=solid_structure(codes(buildings, "structure"), codes(buildings, "class")),
        modelled=modelled_hazards(records, layers, criteria=criteria),
        outer=outer,
        drawn_twice=np.isin(np.arange(len(rows)), twins.pairs[:, 0]),
    )


class _Said(NamedTuple):
    """What records and water say of buildings, before any of them is held against another."""

    buildings: gpd.GeoDataFrame
    records: pd.DataFrame
    owner: NDArray[np.int64]
    layers: pd.DataFrame
    water: WaterDepth
    design: pd.DataFrame
    depth: BuildingDepth


def _said_of(
    city: CityModel, rows: NDArray[np.int64], criteria: FloodCriteria, outer: OuterLayers
) -> _Said:
    """Gather records and water of some of the buildings, and the depth by both."""
    buildings = building_table(city, rows)
    footprints = buildings.geometry.to_numpy()
    records, owner = _owned_records(city, rows, footprints, outer)
    layers = water_layers(city, criteria)
    further, rasters = raster_layers(outer.rasters, criteria, first=layers["layer"].nunique())
    flood = flooded_ground(city, layers, outer, rasters)
    layers = pd.concat([layers, further], ignore_index=True) if len(further) else layers
    water = water_depth(flood, footprints, numbers(buildings, "base_elevation_m"))
    design = design_depth(records, owner, len(rows), criteria)
    is_modelled = _is_modelled(city, (footprints, layers, records), outer, criteria)
    known = {"is_modelled": is_modelled, "has_footprint": ~pd.isna(footprints)}
    depth = building_depth(design, water.table, criteria, **known)
    depth = _with_conflicts(depth, (records, owner), (layers, water.by_layer_m), criteria)
    return _Said(buildings, records, owner, layers, water, design, depth)


def _with_conflicts(
    depth: BuildingDepth,
    owned_records: tuple[pd.DataFrame, NDArray[np.int64]],
    by_layer: tuple[pd.DataFrame, Floats],
    criteria: FloodCriteria,
) -> BuildingDepth:
    """Compare records with the surface of their own river, where there is one."""
    records, owner = owned_records
    counted = is_selected(records, criteria) & ~says_duration_only(records)
    compared, conflict = river_conflicts(records[counted], owner[counted], *by_layer)
    return replace(depth, conflict=np.where(compared, conflict, depth.conflict))


def _owned_records(
    city: CityModel, rows: NDArray[np.int64], footprints: NDArray[np.object_], outer: OuterLayers
) -> tuple[pd.DataFrame, NDArray[np.int64]]:
    """Return records of the city, and of maps that meet a footprint, with the building of each."""
    said = city.records.get("flood_risk", pd.DataFrame({"feature_id": []}))
    feature = city.features.index.get_indexer(pd.Index(said["feature_id"]))
    building = building_of_feature(city, rows)
    owner = np.where(feature >= 0, building[feature] if len(building) else -1, -1)
    if outer.classes is None:
        return depth_intervals(said), owner.astype(np.int64)
    met, met_owner = records_at(footprints, outer.classes, city.crs)
    met["duration_only"] = met["rank_text"].isna() & met["depth_m"].isna()
    joined = pd.concat([said, met], ignore_index=True)
    return depth_intervals(joined), np.concatenate([owner, met_owner]).astype(np.int64)


def _is_modelled(
    city: CityModel,
    found: tuple[NDArray[np.object_], pd.DataFrame, pd.DataFrame],
    outer: OuterLayers,
    criteria: FloodCriteria,
) -> Bools:
    """Whether the absence of water at each building says anything.

    It does where the dataset itself shows a hazard asked for, and inside the rectangle of a layer
    from outside that does.
    """
    footprints, layers, records = found
    of_model = layers[layers["feature_row"] >= 0]
    own = records[records["feature_id"].notna()]
    here = bool(modelled_hazards(own, of_model, criteria=criteria))
    modelled = np.full(len(footprints), here)
    if not here:
        xy = np.full((len(footprints), 2), np.nan)
        known = np.flatnonzero(~np.asarray(pd.isna(footprints)))
        xy[known] = shapely.get_coordinates(shapely.centroid(footprints[known])).reshape(-1, 2)
        modelled |= outer.covered(xy, city.crs, criteria)
    return modelled


def codes(buildings: pd.DataFrame, name: str) -> NDArray[np.object_]:
    """Codes as they are, "" where missing."""
    return np.asarray(texts(buildings, name).astype("string").fillna("").to_numpy(dtype=object))


def evidence_of(facts: Facts, criteria: FloodCriteria) -> Evidence:
    """Put into masks what speaks against each building whatever its depth and storeys."""
    no, unknown = facts.places.reasons(facts.solid, criteria)
    duration = facts.design["duration_h"].to_numpy(float)
    if criteria.duration_max_h is not None:
        no["duration_over_limit"] = duration > criteria.duration_max_h
        unknown["duration_unit_unknown"] = facts.design["duration_unit_unknown"].to_numpy(bool)
    if criteria.tsunami_structure:
        built = seismic_standard(numbers(facts.buildings, "year"))
        frame = tsunami_structure(codes(facts.buildings, "structure"))
        no |= {"structure_not_for_tsunami": frame == FALSE, "seismic_standard_old": built == FALSE}
        unknown |= {
            "tsunami_structure_unknown": frame == UNKNOWN,
            "seismic_standard_unknown": built == UNKNOWN,
        }
    unregistered = np.isin(facts.storeys_source, ("unknown", "height"))
    return Evidence(
        depth=facts.depth.interval,
        storeys=facts.storeys,
        height_m=facts.heights.best_m,
        usable_storey_m2=usable_storey_area(facts.buildings, facts.storeys, criteria),
        no=no,
        unknown=unknown,
        depth_causes=facts.depth.causes,
        storey_causes={
            "storeys_unknown": facts.storeys_source == "unknown",
            "height_placeholder": unregistered & facts.heights.is_placeholder,
            "storeys_estimated": facts.storeys_source == "height",
            "storeys_of_parts_incomplete": ~unregistered & np.isinf(facts.storeys.hi),
        },
        excluded={
            "excluded_class": np.isin(codes(facts.buildings, "class"), criteria.excluded_class),
            "excluded_usage": np.isin(codes(facts.buildings, "usage"), criteria.excluded_usage),
        },
        dry_by_absence=facts.depth.dry_by_absence,
    )


def unchecked(facts: Facts, criteria: FloodCriteria) -> dict[str, Bools]:
    """Layers and inputs that were not there, per building; codes of kind "not_checked"."""
    count = len(facts.buildings)
    supplied = facts.places.supplied
    layers = {
        "collapse_flow_zones": "flow" not in supplied,
        "collapse_erosion_zones": "erosion" not in supplied,
        "landslide_zones": "landslide" not in supplied,
        **{hazard: hazard not in facts.modelled for hazard in criteria.hazards},
    }
    return {
        **{name: np.full(count, missing) for name, missing in layers.items()},
        "duration": _without_duration(facts),
        "height": ~np.isfinite(facts.heights.best_m),
        "other_hazard": facts.design["other_hazard"].to_numpy(bool),
    }


def _without_duration(facts: Facts) -> Bools:
    """Whether there is water but nobody says for how long."""
    silent = np.isnan(facts.design["duration_h"].to_numpy(float))
    return np.asarray(silent & ~facts.depth.dry_by_absence)


def flags(facts: Facts, criteria: FloodCriteria) -> dict[str, Bools]:
    """Tell what a reader should look at, whatever the result."""
    design, buildings = facts.design, facts.buildings
    base, ground = numbers(buildings, "base_elevation_m"), facts.water["ground_m"].to_numpy(float)
    allowed = tuple({"1", "2", "3", "4"} - set(criteria.landslide_excluded))
    return {
        **{
            name: design[name].to_numpy(bool)
            for name in (
                *("rank_mismatch", "rank_unreadable", "depth_invalid", "depth_unit_unknown"),
                *("duration_unit_unknown", "lower_scale_only", "smaller_flood_deeper"),
            )
        },
        "height_placeholder": facts.heights.is_placeholder,
        "height_storey_conflict": height_storey_conflict(
            numbers(buildings, "storeys_above_ground"), facts.heights.best_m
        ),
        "depth_conflict": facts.depth.conflict,
        "water_raster_gaps": facts.water["gaps"].to_numpy(bool),
        "ground_from_building": facts.depth.from_surface & _measured_from_base(facts),
        "drawn_twice": facts.drawn_twice,
        "collapse_zone_near": facts.places.near_collapse,
        "ground_conflict": np.abs(base - ground) > GROUND_CONFLICT_M,
        "overtopped": roof_clearance_m(facts) < 0,
        "ground_floor_refuge": _leans_on_ground_floor(facts, criteria),
        "landslide_zone_allowed": facts.places.in_landslide(allowed),
        "storeys_from_height": facts.storeys_source == "height",
        "storeys_from_parts": facts.storeys_source == "parts",
    }


def _measured_from_base(facts: Facts) -> Bools:
    """Whether the depth by a surface rests on the base of the building."""
    from_base = (facts.water["ground_ref"] == "building_base").to_numpy(bool)
    return np.asarray(facts.water["minus_ground"].to_numpy(bool) & from_base)


def _leans_on_ground_floor(facts: Facts, criteria: FloodCriteria) -> Bools:
    """Whether there is water, but so little that one storey is taken to suffice."""
    deepest = facts.depth.interval.hi_m
    one = Interval(np.ones(len(deepest)), np.ones(len(deepest)))
    alone = dry_storeys(facts.depth.interval, one, criteria=criteria, storey_height_m=1.0)
    return np.asarray((deepest > 0) & (alone.lower >= 1))


def roof_clearance_m(facts: Facts) -> Floats:
    """Top of the solid above the deepest water; nan for placeholders and unbounded depths. [m]

    The solid of LOD1 is lower than the measured height, which is that of the highest point.
    """
    top = numbers(facts.buildings, "top_elevation_m")
    above = top - facts.water["ground_m"].to_numpy(float) - facts.depth.interval.hi_m
    return np.where(facts.heights.is_placeholder | ~np.isfinite(above), np.nan, above)


def confidence_of(facts: Facts, criteria: FloodCriteria) -> NDArray[np.object_]:
    """Quality of the evidence behind each row, A, B or C, whatever the result."""
    missing = unchecked(facts, criteria)
    duration = missing.pop("duration")
    said = flags(facts, criteria)
    contradictions = (
        *("rank_mismatch", "rank_unreadable", "depth_invalid", "depth_unit_unknown"),
        *("duration_unit_unknown", "lower_scale_only", "height_storey_conflict"),
        *("depth_conflict", "ground_conflict", "overtopped", "water_raster_gaps"),
        *("ground_from_building", "drawn_twice", "collapse_zone_near", "smaller_flood_deeper"),
    )
    weaknesses = {
        "depth": ~facts.depth.exact,
        "storeys": facts.storeys_source != "registered",
        "floor": said["ground_floor_refuge"],
        "structure": facts.solid == UNKNOWN,
        "layers": np.any(list(missing.values()), axis=0),
        "contradiction": np.any([said[name] for name in contradictions], axis=0),
    }
    return confidence(weaknesses, facts.depth.dry_by_absence | duration)
