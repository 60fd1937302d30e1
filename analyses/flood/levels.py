"""One city, many water levels or times -> how the answers change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import geopandas as gpd
import numpy as np
import pandas as pd

from analyses.flood.criteria import DEFAULT_CRITERIA, FloodCriteria
from analyses.flood.decision import Evidence, judged
from analyses.flood.evacuation import checked_storey_height, result_notes
from analyses.flood.facts import Facts, evidence_of, facts_of
from analyses.flood.layers import Water, outer_layers
from analyses.flood.refuge import integers
from analyses.flood.rules import DepthInterval, depth_at
from analyses.tables import Column, stamped
from citygml.errors import AnalysisError
from citygml.model import CityModel

Reference = Literal["assumed", "datum"]

LEVEL_COLUMNS = (
    Column("feature_id", "string", "", "建物ID", "Building."),
    Column("level_m", "float64", "m", "水位", "Water level of this row, see parameter reference."),
    Column("result", "string", "", "判定", "yes, no, unknown, not_needed or excluded."),
    Column(
        "depth_m", "float64", "m", "浸水深", "Greatest depth at this level; missing = no bound."
    ),
    Column("dry_storeys", "Int64", "", "浸水しない階の数", "Storeys certainly above the water."),
    Column("lowest_dry_storey", "Int64", "", "浸水しない最下階", "The lowest of them."),
)


def evacuation_levels(
    city: CityModel,
    levels_m: Sequence[float],
    *,
    reference: Reference = "assumed",
    storey_height_m: float = 2.5,
    criteria: FloodCriteria = DEFAULT_CRITERIA,
    zones: gpd.GeoDataFrame | None = None,
    water: Sequence[Water] = (),
) -> gpd.GeoDataFrame:
    """Judge every building at several water levels in one call.

    Parameters
    ----------
    city : CityModel
        As for `evacuation_buildings`.
    levels_m : sequence of float
        Water levels. [m]
    reference : {"assumed", "datum"}
        What they are measured from: the assumed flood, whose depth rises by so much wherever there
        is water, while nobody knows how far more water would reach, so that buildings outside the
        assumed flood are unknown above 0; or T.P., for one flat level such as that of a tide, where
        every building whose ground is lower is flooded, whatever lies between it and the sea.
    storey_height_m : float
        Distance of floors under rule "linear". [m]
    criteria : FloodCriteria
        All other thresholds.
    zones : GeoDataFrame, optional
        House-collapse zones, see `hazards.read_zones`.
    water : sequence of WaterRaster and FloodMaps
        Floods from outside the model, see `layers.read_water`.

    Returns
    -------
    GeoDataFrame
        One row per level and building, ordered by level, then as `evacuation_buildings`.

    Raises
    ------
    AnalysisError
        If there is no level, one is not finite, or the reference is unknown.
    """
    levels = np.asarray(levels_m, dtype=np.float64)
    if levels.ndim != 1 or not len(levels) or not np.isfinite(levels).all():
        raise AnalysisError(f"levels_m {levels_m!r}; one or more finite numbers of metres")
    if reference not in {"assumed", "datum"}:
        raise AnalysisError(f'reference {reference!r}; "assumed" or "datum"')
    checked_storey_height(storey_height_m)
    facts = facts_of(city, criteria, outer_layers(water, zones))
    evidence = evidence_of(facts, criteria)
    parts = [
        _at_level(
            facts,
            _raised(facts, evidence, float(level), reference),
            float(level),
            judged_with=(criteria, storey_height_m),
        )
        for level in np.sort(levels)
    ]
    table = pd.concat(parts, ignore_index=True).rename_axis("row")
    shapes = np.tile(facts.buildings.geometry.to_numpy(), len(levels))
    return stamped(
        gpd.GeoDataFrame(table, geometry=shapes, crs=city.crs),
        city,
        analysis="evacuation_levels",
        columns=LEVEL_COLUMNS,
        parameters={"levels_m": levels.tolist(), "reference": reference, "rule": criteria.rule},
        notes=result_notes(city, facts, criteria),
    )


def _raised(facts: Facts, evidence: Evidence, level_m: float, reference: Reference) -> Evidence:
    """Return the evidence with the water at another level."""
    if reference == "assumed":
        wet = evidence.depth.hi_m > 0
        moved = evidence.depth.shifted(level_m)
        beyond = evidence.dry_by_absence & (level_m > 0)
        outside = np.where(beyond, np.inf, 0.0)
        depth = DepthInterval(
            np.where(wet, moved.lo_m, 0.0), np.where(wet, moved.hi_m, outside), moved.closed
        )
        return replace(
            evidence,
            depth=depth,
            dry_by_absence=evidence.dry_by_absence & ~beyond,
            depth_causes={**evidence.depth_causes, "beyond_assumed_flood": beyond},
        )
    ground = facts.water["ground_m"].to_numpy(float)
    return replace(
        evidence,
        depth=_flat(facts, level_m),
        dry_by_absence=ground >= level_m,
        depth_causes={"ground_unknown": np.isnan(ground)},
    )


def _at_level(
    facts: Facts,
    evidence: Evidence,
    level_m: float,
    *,
    judged_with: tuple[FloodCriteria, float],
) -> pd.DataFrame:
    """Rows of one level."""
    criteria, storey_height_m = judged_with
    judgement = judged(evidence, criteria, storey_height_m=storey_height_m)
    lowest = np.where(judgement.dry.lower >= 1, judgement.dry.needed, np.nan)
    hi = evidence.depth.hi_m
    return pd.DataFrame(
        {
            "feature_id": facts.buildings.index.to_numpy(dtype=object),
            "level_m": level_m,
            "result": judgement.result,
            "depth_m": np.where(np.isfinite(hi), hi, np.nan),
            "dry_storeys": integers(judgement.dry.lower),
            "lowest_dry_storey": integers(lowest),
        }
    )


def _flat(facts: Facts, level_m: float) -> DepthInterval:
    """Depth of one flat level over the ground of every building."""
    ground = facts.water["ground_m"].to_numpy(float)
    known = depth_at(np.maximum(level_m - np.nan_to_num(ground, nan=0.0), 0.0))
    missing = np.isnan(ground)
    return DepthInterval(
        np.where(missing, 0.0, known.lo_m), np.where(missing, np.inf, known.hi_m), known.closed
    )
