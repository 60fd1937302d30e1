"""Chosen cameras -> the two tables of a placement: new ones and existing ones."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from analyses.tables import Column
from analyses.visibility.selection import Choice, Cover, redundant_rows
from analyses.visibility.sightings import Sightings
from analyses.visibility.targets import AREA, Measure

_GIVEN = (
    Column("height_m", "float64", "m", "設置高さ", "Lens above the ground, if given."),
    Column("elevation_m", "float64", "m", "レンズの標高", "Absolute height of the lens, if given."),
    Column("heading_deg", "float64", "deg", "方位", "Where it looks, clockwise from north."),
    Column("tilt_deg", "float64", "deg", "俯角", "How far it looks down from the horizontal."),
    Column("roll_deg", "float64", "deg", "回転角", "Turned clockwise, seen from behind."),
    Column("hfov_deg", "float64", "deg", "水平画角", "Horizontal field of view."),
    Column("vfov_deg", "float64", "deg", "垂直画角", "Vertical field of view, if given."),
    Column("projection", "string", "", "射影方式", "pinhole or equidistant."),
    Column("width_px", "float64", "px", "横画素数", "Pixels across the picture."),
    Column("height_px", "float64", "px", "縦画素数", "Pixels down the picture."),
    Column("near_m", "float64", "m", "有効範囲（近）", "Where its range begins."),
    Column("far_m", "float64", "m", "有効範囲（遠）", "Where its range ends, if given."),
    Column("kind", "string", "", "種別", "fixed, ptz or dome."),
    Column("pan_deg", "float64", "deg", "旋回角", "Whole angle that a ptz or dome camera pans."),
)  # fmt: skip


def placed_columns(measure: Measure = AREA) -> tuple[Column, ...]:
    """Columns of the new cameras, for targets of a measure."""
    unit, suffix, ja = measure.unit, measure.suffix, measure.word_ja
    return (
        Column("rank", "int32", "", "順位", "1 = the camera that adds most."),
        Column("site_id", "string", "", "設置場所", "Place; of each at most one camera is taken."),
        Column(f"gain_{suffix}", "float64", unit, f"増加{ja}", f"Weighted {measure.word} that it "
               "adds to those before it and to the existing ones; each target counts as often as "
               "was asked for."),
        Column(f"total_{suffix}", "float64", unit, f"累計{ja}", f"Weighted {measure.word} seen by "
               "it, those before it and the existing ones."),
        Column("total_ratio", "float64", "1", "累計率", "Share of that in all targets."),
        Column("cost", "float64", "", "費用", "As given, 1 without."),
        *_GIVEN,
    )  # fmt: skip


def existing_columns(measure: Measure = AREA) -> tuple[Column, ...]:
    """Columns of the existing cameras, for targets of a measure."""
    unit, suffix, ja = measure.unit, measure.suffix, measure.word_ja
    return (
        Column(f"covered_{suffix}", "float64", unit, f"可視{ja}", f"Weighted {measure.word} that "
               "it sees well enough."),
        Column(f"exclusive_{suffix}", "float64", unit, f"単独可視{ja}", "What is lost if it alone "
               "goes."),
        Column(f"exclusive_after_{suffix}", "float64", unit, f"増設後の単独可視{ja}", "What is "
               "lost if it alone goes once the new cameras are there."),
        Column("is_redundant", "boolean", "", "撤去可", "Whether it can go, together with all "
               "others so marked, without any loss; missing where it has a problem."),
        Column("problem", "string", "", "問題", "Why there is no result for it, empty if there is "
               "one."),
    )  # fmt: skip


PLACED_COLUMNS, EXISTING_COLUMNS = placed_columns(), existing_columns()


def in_unit(measure: Measure) -> dict[str, str]:
    """Names of `placed_table` and `existing_table` with their unit."""
    names = ("gain", "total", "covered", "exclusive", "exclusive_after")
    return {name: f"{name}_{measure.suffix}" for name in names}


def placed_table(seen: Sightings, choice: Choice, *, chosen: NDArray[np.int64]) -> gpd.GeoDataFrame:
    """Tabulate the new cameras, the one that adds most first.

    Parameters
    ----------
    seen : Sightings
        What there was to choose from.
    choice : Choice
        Gains.
    chosen : ndarray of int64
        Rows of the offer that were chosen.
    """
    cover = seen.cover
    total = cover.value_of(seen.old_rows) + np.cumsum(choice.gains)
    everything = float(cover.weight @ cover.need)
    table = seen.offer.table.iloc[chosen]
    return table[[column.name for column in _GIVEN] + ["geometry"]].assign(
        rank=np.arange(1, len(chosen) + 1),
        site_id=seen.offer.site_ids[chosen],
        gain=choice.gains,
        total=total,
        total_ratio=total / everything if everything else np.nan,
        cost=cover.cost[chosen],
    )


def existing_table(seen: Sightings, *, chosen: NDArray[np.int64]) -> gpd.GeoDataFrame:
    """Tabulate the existing cameras and what each is good for.

    Parameters
    ----------
    seen : Sightings
        What there was to choose from.
    chosen : ndarray of int64
        Rows of the new ones.
    """
    cover, table = seen.cover, seen.offer.table
    rows, working = np.flatnonzero(seen.offer.is_old), seen.old_rows
    usable = seen.problem[rows] == ""
    old = cover.take(working)
    alone = {
        "covered": old.gains(cover.need),
        "exclusive": _lost(old, np.bincount(old.point, minlength=len(cover.need))),
    }
    both = cover.take(np.concatenate([working, chosen]))
    alone["exclusive_after"] = _lost(old, np.bincount(both.point, minlength=len(cover.need)))
    full = {name: np.full(len(rows), np.nan) for name in alone}
    for name, values in alone.items():
        full[name][usable] = values
    redundant = np.full(len(rows), None, dtype=object)
    redundant[usable] = redundant_rows(old)
    return gpd.GeoDataFrame(
        {**full, "is_redundant": redundant, "problem": seen.problem[rows]},
        geometry=table.geometry.iloc[rows],
        index=table.index[rows],
        crs=table.crs,
    )


def _lost(old: Cover, count: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return what goes when one camera goes: points that no more than `need` of all see."""
    critical = np.where(count <= old.need, 1, 0).astype(np.int16)
    return old.gains(critical)
