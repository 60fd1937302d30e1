"""Column specifications of `evacuation_plan` and `survey_priorities`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import geopandas as gpd

from analyses.tables import Column, software_version

DEMAND_COLUMNS = (
    Column("place", "string", "", "地区", "Place of the home, see the population."),
    Column("result", "string", "", "判定", "Why people must leave: no, unknown or excluded."),
    Column("demand_persons", "Int64", "", "避難者数", "Persons who must leave."),
    Column("served", "Int64", "", "避難先あり", "Persons with a place in a refuge."),
    Column("unserved", "Int64", "", "避難先なし", "Persons without one."),
    Column("assigned_to", "string", "", "主な避難先", "Refuge of most of them."),
    Column("refuge_count", "Int64", "", "避難先数", "Refuges they are split over."),
    Column("walk_m", "float64", "m", "歩行距離", "Way to it; the mean where they are split."),
    Column("walk_min", "float64", "min", "歩行時間", "Time to walk that far."),
    Column(
        "reason_unserved",
        "string",
        "",
        "避難先なしの理由",
        "Why somebody has no place: no_way_out (no road near is open), no_refuge_in_reach, "
        "refuges_full (those within reach).",
    ),
)
REFUGE_COLUMNS = (
    Column("place", "string", "", "地区", "Place of the refuge."),
    Column("confidence", "string", "", "確度", "A, B or C."),
    Column("own_residents", "Int64", "", "居住者数", "Persons who live there and stay."),
    Column("capacity", "Int64", "", "収容可能人数", "Persons the dry storeys hold."),
    Column("capacity_public", "Int64", "", "一般収容人数", "What is left for others."),
    Column("assigned", "Int64", "", "割当人数", "Persons sent there."),
    Column("load_factor", "float64", "", "使用率", "Assigned over capacity for others."),
    Column("rank", "Int64", "", "順位", "Order among the refuges."),
)
ROUTE_COLUMNS = (
    Column("from_id", "string", "", "出発建物ID", "Home."),
    Column("to_id", "string", "", "避難先ID", "Refuge."),
    Column("persons", "Int64", "", "人数", "Persons who take this way."),
    Column("walk_m", "float64", "m", "歩行距離", "Length of the way; the line is drawn straight."),
)
PLACE_COLUMNS = (
    Column("persons", "Int64", "", "人口", "Everybody."),
    Column("not_flooded", "Int64", "", "浸水想定外", "At home where no water is assumed."),
    Column("at_home", "Int64", "", "在宅避難", "In a building that is itself a refuge."),
    Column("served", "Int64", "", "避難先あり", "With a place in a refuge."),
    Column("unserved", "Int64", "", "避難先なし", "Without one."),
    Column(
        "unserved_if_unknown_yes",
        "Int64",
        "",
        "不明が全て可なら避難先なし",
        "Without one even if every unknown building turned out to be a refuge.",
    ),
    Column("unplaced", "Int64", "", "建物未割当", "Persons no building was found for."),
)
SURVEY_COLUMNS = (
    Column("place", "string", "", "地区", "Place of the building."),
    Column("persons_gained", "Int64", "", "増える避難者数", "Persons with a place, if confirmed."),
    Column("own_residents", "Int64", "", "居住者数", "Of them, those who live there."),
    Column("capacity_if_yes", "Int64", "", "可となった場合の収容人数", "Persons it may hold."),
    Column("reasons_unknown", "string", "", "不明の理由", "Codes of what a survey must settle."),
    Column("usage_ja", "string", "", "用途", "Usage."),
    Column("structure_ja", "string", "", "構造", "Structure."),
    Column("rank", "Int64", "", "調査順位", "1 = most persons gained."),
)


def restamped(
    table: gpd.GeoDataFrame,
    source: gpd.GeoDataFrame,
    *,
    analysis: str,
    columns: Sequence[Column],
    parameters: Mapping[str, Any],
    notes: Sequence[str],
) -> gpd.GeoDataFrame:
    """Return a table made from another result, with the provenance of that result."""
    names = [column.name for column in columns]
    result = table[[*names, table.geometry.name]].astype({c.name: c.dtype for c in columns})
    stamp = source.attrs.get("plateau", {})
    result.attrs["plateau"] = {
        "analysis": analysis,
        "version": software_version(),
        **{key: stamp.get(key, "") for key in ("dataset", "edition", "source")},
        "parameters": dict(parameters),
        "notes": [*notes, *stamp.get("notes", [])],
        "columns": [asdict(column) for column in columns],
    }
    return result
