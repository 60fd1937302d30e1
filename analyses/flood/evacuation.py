"""City -> which buildings shelter people above a flood, and why the others do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analyses.flood.columns import COLUMNS
from analyses.flood.criteria import DEFAULT_CRITERIA, MAX_STOREY_HEIGHT_M, FloodCriteria
from analyses.flood.decision import Evidence, Judgement, either, judged, robust, water_margin
from analyses.flood.facts import (
    Facts,
    codes,
    confidence_of,
    evidence_of,
    facts_of,
    flags,
    roof_clearance_m,
    unchecked,
)
from analyses.flood.layers import Water, outer_layers
from analyses.flood.places import ZONES_REACH_M
from analyses.flood.rasters import GroundRaster
from analyses.flood.reasons import REASONS, joined_codes
from analyses.flood.refuge import (
    integers,
    refuge_columns,
    refuge_notes,
    refuge_rank,
    with_refuge_flags,
)
from analyses.flood.rules import (
    BAND_FIRST_FLOOR_M,
    BAND_STOREY_HEIGHT_M,
    TRUE,
    UNKNOWN,
    Floats,
    Kleene,
)
from analyses.hazards import numbers
from analyses.tables import ground_note, stamped
from citygml.errors import AnalysisError
from citygml.model import CityModel, has_relief, require_city

#: Codes of layers that a city or a zones file may hold.
_LAYER_OF_CODE = {
    "collapse_flow_zones": "flow",
    "collapse_erosion_zones": "erosion",
    "landslide_zones": "landslide",
}


def evacuation_buildings(
    city: CityModel,
    *,
    storey_height_m: float = 2.5,
    criteria: FloodCriteria = DEFAULT_CRITERIA,
    zones: gpd.GeoDataFrame | None = None,
    water: Sequence[Water] = (),
    ground: GroundRaster | None = None,
) -> gpd.GeoDataFrame:
    """Judge in which buildings people can stay above the largest assumed flood (垂直避難).

    A building is a refuge ("yes") if enough storeys stay above the deepest water of every hazard
    asked for and nothing else speaks against it: house-collapse zone, landslide zone, duration.
    Depth and storeys are intervals where they are not known; what is not known makes "unknown"
    with its reasons, never "yes". A result is what the data say, not a designation.

    Parameters
    ----------
    city : CityModel
        Buildings with their records ``city.records["flood_risk"]`` and, if any, flood water
        surfaces, relief and landslide zones.
    storey_height_m : float
        Distance of floors under rule "linear" (column ``result_linear``): small is safe. 2.5 with a
        first floor at 0.5 m is what the official depth classes imply. [m]
    criteria : FloodCriteria
        All other thresholds, with their sources.
    zones : GeoDataFrame, optional
        House-collapse zones and others, see `hazards.read_zones`; any CRS.
    water : sequence of WaterRaster and FloodMaps
        Floods from outside the model, see `layers.read_water`.
    ground : GroundRaster, optional
        Elevation of the ground, instead of the relief of the model.

    Returns
    -------
    GeoDataFrame
        One row per building that is not context, parts joined to their building, index
        ``feature_id``; columns `columns.COLUMNS`, codes of reasons in
        `reasons.REASONS`. ``attrs["plateau"]["notes"]`` begins with what was not checked.

    Raises
    ------
    AnalysisError
        If the storey height is not above 0, or zones are empty, without CRS or without meaning.

    References
    ----------
    災害対策基本法施行令 20条の3 二; PLATEAU use case UC20-012 (Koriyama).
    """
    require_city(city)
    checked_storey_height(storey_height_m)
    facts = facts_of(city, criteria, outer_layers(water, zones, ground))
    evidence = evidence_of(facts, criteria)
    judgement = judged(evidence, criteria, storey_height_m=storey_height_m)
    linear = judged(evidence, replace(criteria, rule="linear"), storey_height_m=storey_height_m)
    table = _answer_columns(facts, evidence, judgement, criteria)
    table["result_linear"] = linear.result
    table["robust"] = robust(evidence, judgement.result, criteria, storey_height_m=storey_height_m)
    table = table.join(_depth_columns(facts)).join(_building_columns(facts))
    table = table.join(_storey_columns(facts, judgement, criteria, storey_height_m=storey_height_m))
    storey_m2 = evidence.usable_storey_m2
    table = table.join(
        refuge_columns(table, facts.buildings, judgement.dry, storey_m2, criteria=criteria)
    )
    table["flags"] = with_refuge_flags(table, criteria)
    table["margin_m"] = water_margin(evidence, criteria, storey_height_m=storey_height_m)
    table["rank"] = refuge_rank(table)
    return stamped(
        gpd.GeoDataFrame(table, geometry=facts.buildings.geometry, crs=city.crs),
        city,
        analysis="evacuation_buildings",
        columns=COLUMNS,
        parameters={
            "storey_height_m": storey_height_m,
            "zones": sorted(facts.places.supplied),
            **facts.outer.names,
            **{k: list(v) if isinstance(v, tuple) else v for k, v in asdict(criteria).items()},
        },
        notes=[*result_notes(city, facts, criteria), *refuge_notes(table, criteria)],
    )


def checked_storey_height(storey_height_m: float) -> None:
    """Raise `AnalysisError` where a storey would have no height, or one in centimetres."""
    if not 0.0 < storey_height_m <= MAX_STOREY_HEIGHT_M:
        raise AnalysisError(
            f"storey_height_m {storey_height_m!r}; a height above 0 m, such as 2.5, and at most "
            f"{MAX_STOREY_HEIGHT_M:g}"
        )


def _answer_columns(
    facts: Facts, evidence: Evidence, judgement: Judgement, criteria: FloodCriteria
) -> pd.DataFrame:
    """Class, reasons, what was not checked, flags and confidence."""
    count = len(facts.buildings)
    result = judgement.result
    absent = {"no_record_layer_present": evidence.dry_by_absence & (result == "not_needed")}
    deciding = either(evidence.excluded, judgement.no, judgement.unknown, absent)
    columns = {
        "result": result,
        "reasons": joined_codes(deciding, count),
        "reasons_no": joined_codes(judgement.no, count),
        "reasons_unknown": joined_codes(judgement.unknown, count),
        "not_checked": joined_codes(unchecked(facts, criteria), count),
        "flags": joined_codes(flags(facts, criteria), count),
        "confidence": confidence_of(facts, criteria),
    }
    return pd.DataFrame(columns, index=facts.buildings.index)


def _depth_columns(facts: Facts) -> pd.DataFrame:
    """Depth, where it comes from, water surface and ground."""
    depth, design, water = facts.depth, facts.design, facts.water
    lo, hi, _ = depth.interval
    attribute = design["depth_lo_m"].where(design["depth_lo_m"] == design["depth_hi_m"])
    columns: dict[str, object] = {
        "depth_m": np.where((lo == hi) & ~depth.dry_by_absence, lo, np.nan),
        "depth_lo_m": lo,
        "depth_hi_m": np.where(np.isfinite(hi), hi, np.nan),
        "depth_attr_m": attribute.to_numpy(float),
        "duration_h": design["duration_h"].to_numpy(float),
    }
    for name in ("depth_geom_m", "wet_share", "wse_m", "ground_m"):
        columns[name] = water[name].to_numpy(float)
    columns["ground_ref"] = _text(water["ground_ref"].to_numpy(dtype=object))
    layer = facts.layers.drop_duplicates("layer").set_index("layer")
    from_raster = water["layer"].isin(facts.layers.loc[facts.layers["feature_row"] < 0, "layer"])
    surface = np.where(from_raster, "water_raster", "water_surface")
    for name in ("hazard", "river", "scale"):
        of_surface = layer[name].reindex(water["layer"]).to_numpy(dtype=object)
        of_record = design[name].to_numpy(dtype=object)
        columns[name] = _text(np.where(depth.from_surface, of_surface, of_record))
    source = design["source_record"].to_numpy(dtype=object)
    columns["source_record"] = _text(np.where(depth.from_surface, surface, source))
    return pd.DataFrame(columns, index=facts.buildings.index)


def _building_columns(facts: Facts) -> pd.DataFrame:
    """Attributes of the building and where it stands."""
    buildings, places = facts.buildings, facts.places
    columns: dict[str, object] = {
        "bldg_key": _text(_building_keys(buildings)),
        "tile": _text(codes(buildings, "tile")),
        "year": integers(numbers(buildings, "year")),
        "in_collapse_flow": _three_valued(places.in_flow),
        "in_collapse_erosion": _three_valued(places.in_erosion),
        "landslide": pd.array(places.worst_landslide(), dtype="string"),
    }
    for name in ("structure", "structure_ja", "class", "usage", "usage_ja"):
        columns[name] = _text(codes(buildings, name))
    return pd.DataFrame(columns, index=buildings.index)


def _storey_columns(
    facts: Facts, judgement: Judgement, criteria: FloodCriteria, *, storey_height_m: float
) -> pd.DataFrame:
    """Storeys, dry storeys and clearances."""
    lowest = np.where(judgement.dry.lower >= 1, judgement.dry.needed, np.nan)
    columns = {
        "storeys_above_ground": integers(numbers(facts.buildings, "storeys_above_ground")),
        "storeys_lo": integers(facts.storeys.lo),
        "storeys_hi": integers(facts.storeys.hi),
        "storeys_source": _text(facts.storeys_source),
        "dry_storeys": integers(judgement.dry.lower),
        "lowest_dry_storey": integers(lowest),
        "top_floor_clearance_m": _top_floor_clearance_m(facts, criteria, storey_height_m),
        "roof_clearance_m": roof_clearance_m(facts),
    }
    return pd.DataFrame(columns, index=facts.buildings.index)


def _top_floor_clearance_m(facts: Facts, criteria: FloodCriteria, storey_height_m: float) -> Floats:
    """Floor of the uppermost storey (of the fewest) above the deepest water. [m]"""
    first, height = criteria.first_floor_height_m, storey_height_m
    if criteria.rule == "bands":
        first, height = BAND_FIRST_FLOOR_M, BAND_STOREY_HEIGHT_M
    clearance = first + (facts.storeys.lo - 1.0) * height - facts.depth.interval.hi_m
    known = np.isfinite(clearance) & (facts.storeys_source != "unknown")
    return np.where(known, clearance, np.nan)


def _building_keys(buildings: pd.DataFrame) -> NDArray[np.object_]:
    """``buildingID``, with ``branchID`` where there is one, else the feature id."""
    key, branch = codes(buildings, "building_id"), codes(buildings, "branch_id")
    key = np.where(branch == "", key, key + "-" + branch)
    return np.where(codes(buildings, "building_id") == "", buildings.index.to_numpy(object), key)


def _text(values: NDArray[np.object_]) -> pd.api.extensions.ExtensionArray:
    """Texts as a pandas array, missing where None or "" ."""
    column = pd.Series(values, dtype="object")
    return column.where(column.notna() & (column != ""), None).astype("string").array


def _three_valued(values: Kleene) -> pd.api.extensions.ExtensionArray:
    """Booleans as a pandas array, missing where unknown."""
    return pd.arrays.BooleanArray(values == TRUE, values == UNKNOWN)


def result_notes(city: CityModel, facts: Facts, criteria: FloodCriteria) -> list[str]:
    """Lines that every output begins with.

    The first names what was not checked, that tsunamis were not judged and, without relief, where
    the ground is from: what a reader must not miss.
    """
    supplied = facts.places.supplied
    missing = [
        *(code for code, layer in _LAYER_OF_CODE.items() if layer not in supplied),
        *(hazard for hazard in criteria.hazards if hazard not in facts.modelled),
    ]
    first = []
    if missing:
        first.append(f"not checked: {', '.join(REASONS[code].en for code in missing)}")
    if "tsunami" not in criteria.hazards:
        first.append("not judged: tsunami (has its own profile)")
    if not has_relief(city) and facts.outer.ground is None:
        first.append(
            ground_note("building_base" if facts.water["ground_m"].notna().any() else "none")
        )
    notes = ["; ".join(first)] if first else []
    if facts.places.zones_distance_m > ZONES_REACH_M:
        notes.append(
            f"the zones file counts as not supplied: its nearest polygon is "
            f"{facts.places.zones_distance_m / 1000:.0f} km away; give the zones of this place"
        )
    others = int(facts.design["other_hazard"].sum())
    if others:
        notes.append(
            f"not judged: {others} buildings have a record of a hazard that was not asked for "
            "(such as tsunami, for which leaving is the rule)"
        )
    return notes
