"""Records and water surfaces -> the depth that each building must bear, with what it rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analyses.flood.criteria import FloodCriteria
from analyses.flood.records import river_name
from analyses.flood.rules import Bools, DepthInterval, Floats, storeys_needed_bands
from analyses.hazards import texts

#: Record and water surface contradict each other if they differ by more than this. [m]
DEPTH_CONFLICT_M = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class BuildingDepth:
    """Depth of n buildings.

    Attributes
    ----------
    interval : DepthInterval
        Depths that are possible; 0 where absence counts as dry. [m]
    from_surface : (n,) ndarray of bool
        Whether a water surface gives the deepest water, not a record.
    dry_by_absence : (n,) ndarray of bool
        No record, no water over the footprint, and others in the dataset have some.
    exact : (n,) ndarray of bool
        Whether a number stands behind the depth, not a class or nothing.
    conflict : (n,) ndarray of bool
        Whether record and water surface contradict each other.
    causes : dict of str to (n,) ndarray of bool
        Why the depth is not known exactly.
    """

    interval: DepthInterval
    from_surface: Bools
    dry_by_absence: Bools
    exact: Bools
    conflict: Bools
    causes: dict[str, Bools]


def building_depth(
    design: pd.DataFrame,
    water: pd.DataFrame,
    criteria: FloodCriteria,
    *,
    is_modelled: Bools,
    has_footprint: Bools,
) -> BuildingDepth:
    """Depth by records, by water surfaces, or the deeper of the two.

    Whatever `criteria.depth_source` prefers, the other source answers where it is silent: a
    building with a record is never dry because no surface covers it, and the other way round.

    Parameters
    ----------
    design : DataFrame
        From `records.design_depth`.
    water : DataFrame
        ``table`` of `water.water_depth`.
    criteria : FloodCriteria
        `depth_source` and `absence`.
    is_modelled : (n,) ndarray of bool
        Whether any object of the dataset carries a hazard asked for, or the building lies in the
        rectangle of a layer that shows one.
    has_footprint : (n,) ndarray of bool
        Whether the building could be compared with hazard maps at all.

    Returns
    -------
    BuildingDepth
    """
    wet = water["wet"].to_numpy(bool)
    by_surface = water["depth_geom_m"].to_numpy(float)
    no_ground = water["depth_open"].to_numpy(bool)
    use_record, use_surface = _sources(
        design["has_record"].to_numpy(bool), wet, no_ground, criteria
    )
    surface = np.where(use_surface, by_surface, np.nan)
    record_hi = np.where(use_record, design["depth_hi_m"], np.nan)
    lo = np.fmax(np.where(use_record, design["depth_lo_m"], np.nan), surface)
    hi = np.fmax(record_hi, surface)
    from_surface = use_surface & ~(record_hi > surface) & ~no_ground

    smaller_only = design["lower_scale_only"].to_numpy(bool)
    scales = use_record & ~from_surface & design["smaller_flood_deeper"].to_numpy(bool)
    # A surface drawn over the building cannot lie below its ground: one of the two is wrong.
    below = use_surface & ~use_record & water["below_ground"].to_numpy(bool)
    absent = ~use_record & ~use_surface & ~smaller_only
    unjudged = _unjudged(absent, design, water, is_modelled=is_modelled, located=has_footprint)
    unjudged["no_record"] = absent & (criteria.absence == "unknown")
    dry = absent & ~np.any(list(unjudged.values()), axis=0)
    open_end = smaller_only | (no_ground & use_surface) | below
    hi = np.where(dry, 0.0, np.where(absent | open_end, np.inf, hi))
    closed = design["depth_closed"].to_numpy(bool) | from_surface | absent | open_end
    causes = {
        **_record_causes(design, use_record, from_surface),
        "lower_scale_only": smaller_only,
        "smaller_flood_deeper": scales,
        "ground_unknown": no_ground & use_surface,
        "water_below_ground": below,
    }
    return BuildingDepth(
        interval=DepthInterval(np.nan_to_num(lo, nan=0.0), hi, closed),
        from_surface=from_surface,
        dry_by_absence=dry,
        exact=(from_surface | (use_record & (_basis(design) == "number"))) & ~(open_end | scales),
        conflict=_conflict(design, by_surface),
        causes={**causes, **unjudged},
    )


def _unjudged(
    absent: Bools, design: pd.DataFrame, water: pd.DataFrame, *, is_modelled: Bools, located: Bools
) -> dict[str, Bools]:
    """Why a building without any depth is not dry for all that."""
    return {
        "hazard_not_modelled": absent & ~is_modelled,
        "water_not_mapped": absent & water["not_mapped"].to_numpy(bool),
        "footprint_missing": absent & ~located,
        "depth_not_told": absent & (design["duration_h"].to_numpy(float) > 0),
    }


def beside_flooded(
    depth: BuildingDepth, pairs: NDArray[np.int64], around: DepthInterval
) -> BuildingDepth:
    """Doubt that a building is drier than another one on the same ground.

    Parameters
    ----------
    depth : BuildingDepth
        n buildings.
    pairs : (p, 2) ndarray of int64
        Buildings that are there twice, from `overlaps.twins_of`.
    around : DepthInterval
        Depth of the n buildings, then of each of those around them. [m]
    """
    lo, hi, closed = depth.interval
    first, second = pairs.T
    most, reached = np.zeros(len(hi)), np.zeros(len(hi), dtype=bool)
    np.maximum.at(most, first, around.hi_m[second])
    reached[first[around.closed[second] & (around.hi_m[second] == most[first])]] = True
    absent = depth.dry_by_absence & (most > 0)
    deeper = ~depth.dry_by_absence & ((most > hi) | ((most == hi) & reached & ~closed))
    return replace(
        depth,
        interval=DepthInterval(
            lo,
            np.select([absent, deeper], [np.inf, most], hi),
            np.where(deeper, reached, closed),
        ),
        dry_by_absence=depth.dry_by_absence & ~absent,
        exact=depth.exact & ~deeper,
        causes={**depth.causes, "twin_flooded": absent, "twin_deeper": deeper},
    )


def _sources(
    recorded: Bools, wet: Bools, no_ground: Bools, criteria: FloodCriteria
) -> tuple[Bools, Bools]:
    """Whether the record, and whether the water surface, counts for each building."""
    if criteria.depth_source == "attribute":
        return recorded, wet & ~recorded
    if criteria.depth_source == "geometry":
        return recorded & (~wet | no_ground), wet
    return recorded, wet


def _basis(design: pd.DataFrame) -> NDArray[np.object_]:
    """Return what the controlling record says: "number", "rank", "none", or "" without record."""
    return np.asarray(design["depth_basis"].fillna("").to_numpy(dtype=object))


def _record_causes(
    design: pd.DataFrame, use_record: Bools, from_surface: Bools
) -> dict[str, Bools]:
    """Reasons why records leave the depth open."""
    basis = _basis(design)
    flags = ("rank_mismatch", "rank_unreadable", "depth_invalid", "depth_unit_unknown")
    return {
        "depth_unknown": use_record & (basis == "none"),
        "depth_class_only": use_record & (basis == "rank") & ~from_surface,
        **{name: use_record & design[name].to_numpy(bool) for name in flags},
    }


def _conflict(design: pd.DataFrame, by_surface: Floats) -> Bools:
    """Whether the depth above ground is not what the deepest record says."""
    lo, hi = design["depth_lo_m"].to_numpy(float), design["depth_hi_m"].to_numpy(float)
    return contradicts(lo, hi, by_surface)


def contradicts(lo_m: Floats, hi_m: Floats, by_surface_m: Floats) -> Bools:
    """Whether a surface is further than `DEPTH_CONFLICT_M` from a record, or in another class.

    Parameters
    ----------
    lo_m, hi_m : (n,) ndarray of float64
        Depths that the record allows. [m]
    by_surface_m : (n,) ndarray of float64
        Depth by the water surface; where it or the record is nan nothing is contradicted. [m]
    """
    with np.errstate(invalid="ignore"):
        apart = (by_surface_m < lo_m - DEPTH_CONFLICT_M) | (by_surface_m > hi_m + DEPTH_CONFLICT_M)
        number = lo_m == hi_m
    band = storeys_needed_bands(np.nan_to_num(by_surface_m, nan=0.0))
    other_band = number & (storeys_needed_bands(np.nan_to_num(lo_m, nan=0.0)) != band)
    return np.asarray((apart | other_band) & np.isfinite(by_surface_m) & np.isfinite(lo_m))


def river_conflicts(
    records: pd.DataFrame, owner: NDArray[np.int64], layers: pd.DataFrame, by_layer_m: Floats
) -> tuple[Bools, Bools]:
    """Compare each record with the surface of its own river, hazard and scale.

    Parameters
    ----------
    records, owner
        Records that count, and the building of each.
    layers : DataFrame
        From `water.water_layers`.
    by_layer_m : (n, layers) ndarray of float64
        Depth of each building by each layer. [m]

    Returns
    -------
    compared, conflict : (n,) ndarray of bool
        Whether some pair could be compared, and whether one of them contradicts.
    """
    count = len(by_layer_m)
    compared, conflict = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
    unique = layers.drop_duplicates("layer")
    keys = flood_keys(unique)
    layer = pd.Series(unique["layer"].to_numpy(), index=keys)
    layer = layer[~layer.index.duplicated()].reindex(flood_keys(records)).to_numpy(float)
    paired = np.isfinite(layer) & (owner >= 0)
    if not paired.any():
        return compared, conflict
    building, column = owner[paired], layer[paired].astype(np.int64)
    surface = by_layer_m[building, column]
    lo, hi = (records[name].to_numpy(float)[paired] for name in ("depth_lo_m", "depth_hi_m"))
    compared[building[np.isfinite(surface)]] = True
    conflict[building[contradicts(lo, hi, surface)]] = True
    return compared, conflict


def flood_keys(table: pd.DataFrame) -> pd.Index:
    """Hazard, scale and river of each row as one text."""
    parts = [texts(table, "hazard"), texts(table, "scale"), river_name(table)]
    return pd.Index(
        pd.concat([p.fillna("").astype("string") for p in parts], axis=1).agg("|".join, axis=1)
    )
