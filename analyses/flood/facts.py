"""City -> everything the decision about its buildings rests on."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
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
from analyses.flood.depth import BuildingDepth, building_depth
from analyses.flood.places import Places, places_of
from analyses.flood.records import design_depth, modelled_hazards
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
from analyses.flood.water import water_depth, water_layers
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
    depth: BuildingDepth
    places: Places
    storeys: Interval
    storeys_source: NDArray[np.object_]
    heights: Heights
    solid: NDArray[np.int8]
    modelled: tuple[str, ...]


def facts_of(city: CityModel, criteria: FloodCriteria, zones: gpd.GeoDataFrame | None) -> Facts:
    """Gather what the city says of its buildings."""
    rows = judged_rows(city)
    buildings = building_table(city, rows)
    records = depth_intervals(city.records.get("flood_risk", pd.DataFrame({"feature_id": []})))
    feature = city.features.index.get_indexer(pd.Index(records["feature_id"]))
    building = building_of_feature(city, rows)
    owner = np.where(feature >= 0, building[feature] if len(building) else -1, -1)
    layers = water_layers(city, criteria)
    footprints = buildings.geometry.to_numpy()
    water = water_depth(city, footprints, numbers(buildings, "base_elevation_m"), layers)
    design = design_depth(records, owner, len(rows), criteria)
    modelled = modelled_hazards(records, layers, criteria=criteria)
    depth = building_depth(
        design,
        water,
        criteria,
        is_modelled=bool(modelled),
        has_footprint=~pd.isna(footprints),
    )
    heights = usable_heights(buildings)
    storeys, source = storey_bounds(buildings, heights, criteria)
    return Facts(
        buildings=buildings,
        design=design,
        water=water,
        layers=layers,
        depth=depth,
        places=places_of(city, footprints, (records, owner), zones=zones),
        storeys=storeys,
        storeys_source=source,
        heights=heights,
        solid=solid_structure(codes(buildings, "structure"), codes(buildings, "class")),
        modelled=modelled,
    )


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
                *("duration_unit_unknown", "lower_scale_only"),
            )
        },
        "height_placeholder": facts.heights.is_placeholder,
        "height_storey_conflict": height_storey_conflict(
            numbers(buildings, "storeys_above_ground"), facts.heights.best_m
        ),
        "depth_conflict": facts.depth.conflict,
        "ground_conflict": np.abs(base - ground) > GROUND_CONFLICT_M,
        "overtopped": roof_clearance_m(facts) < 0,
        "ground_floor_refuge": _leans_on_ground_floor(facts, criteria),
        "landslide_zone_allowed": facts.places.in_landslide(allowed),
        "storeys_from_height": facts.storeys_source == "height",
        "storeys_from_parts": facts.storeys_source == "parts",
    }


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
        *("depth_conflict", "ground_conflict", "overtopped"),
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
