"""Judged buildings -> a printable sheet for each: answer, reasons, records, margin, drawings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from plateau.flood_drawings import elevation_svg, map_svg
from plateau.report_tables import Grid, Head, cell_text
from viewer.coloring import column_title
from viewer.style import ANSWER_LABELS, Language

if TYPE_CHECKING:
    import geopandas as gpd

    from citygml.model import CityModel

#: A report of more sheets than this is no longer read.
MOST_SHEETS = 60
#: Columns on a sheet, those that exist, in this order.
SHEET_COLUMNS = (
    *("result", "result_linear", "confidence", "robust", "margin_m", "top_floor_clearance_m"),
    *("roof_clearance_m", "dry_storeys", "lowest_dry_storey", "storeys_above_ground"),
    *("storeys_lo", "storeys_hi", "storeys_source", "depth_m", "depth_lo_m", "depth_hi_m"),
    *("depth_attr_m", "depth_geom_m", "wse_m", "ground_m", "ground_ref", "duration_h", "hazard"),
    *("river", "scale", "source_record", "structure_ja", "usage_ja", "class", "year"),
    *("in_collapse_flow", "in_collapse_erosion", "landslide", "footprint_m2", "refuge_m2"),
    *("capacity", "capacity_public", "own_residents_only", "rank"),
)
RECORD_COLUMNS = (
    *("hazard", "river", "scale", "rank_text", "depth_m", "depth_lo_m", "depth_hi_m"),
    *("duration_h", "area_type_text", "source"),
)
#: Labels of columns that records have and buildings do not.
RECORD_LABELS_JA = {"rank_text": "浸水ランク", "area_type_text": "区域区分", "source": "記録"}
_TEXT: Mapping[Language, dict[str, str]] = {
    "en": {
        "water": "water",
        "ground": "ground",
        "unknown": "storeys unknown",
        "facts": "Facts",
        "reasons": "Reasons, flags and what was not checked",
        "records": "Hazard records",
        "own": "For its own residents only: nobody else is sent here (policy).",
        "floor": "Dry only if the ground floor is 0.5 m above ground: look before you rely on it.",
        "seen": "Checked on site by / date: ______________________",
    },
    "ja": {
        "water": "浸水",
        "ground": "地盤",
        "unknown": "階数不明",
        "facts": "判定の根拠",
        "reasons": "理由・注意・未確認事項",
        "records": "災害リスクの記録",
        "own": "居住者のみを対象とする（他の人を受け入れる避難先としない。方針）。",
        "floor": "1階の床高が地盤から0.5 mある場合に限り浸水しない。現地を確認すること。",
        "seen": "現地確認者・年月日：______________________",
    },
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the report says of one building; drawings are finished SVG."""

    title: str
    answer: str
    warnings: tuple[str, ...]
    drawings: tuple[str, ...]
    parts: tuple[Grid, ...]
    signature: str


def sheet_ids(buildings: gpd.GeoDataFrame) -> list[str]:
    """Choose buildings for sheets: yes by rank, then unknown by what they might hold."""
    yes = buildings[buildings["result"] == "yes"].sort_values("rank").index
    unknown = buildings[buildings["result"] == "unknown"]
    order = unknown["capacity_if_yes"].sort_values(ascending=False, na_position="last").index
    return [str(name) for name in [*yes, *order]][:MOST_SHEETS]


def sheets_of(
    city: CityModel,
    buildings: gpd.GeoDataFrame,
    feature_ids: Sequence[str] | None = None,
    *,
    lang: Language = "en",
) -> list[Sheet]:
    """Make a sheet for each building.

    Parameters
    ----------
    city : CityModel
        Gives the hazard records.
    buildings : GeoDataFrame
        From `plateau.evacuation_buildings`.
    feature_ids : sequence of str, optional
        Which; by default `sheet_ids`.
    lang : {"en", "ja"}
        Language.
    """
    records = city.records.get("flood_risk", pd.DataFrame({"feature_id": []}))
    own = {str(k): rows for k, rows in records.groupby("feature_id")}
    chosen = sheet_ids(buildings) if feature_ids is None else list(feature_ids)
    return [_sheet(buildings, name, own.get(name), lang) for name in chosen]


def _sheet(
    buildings: gpd.GeoDataFrame, name: str, records: pd.DataFrame | None, lang: Language
) -> Sheet:
    row, text = buildings.loc[name], _TEXT[lang]
    flags = str(row["flags"]).split(";")
    warnings = [
        text[word]
        for word, code in (("own", "own_residents_only"), ("floor", "ground_floor_refuge"))
        if code in flags
    ]
    facts = [
        (column_title(buildings, column, lang=lang), _value_text(row[column], lang))
        for column in SHEET_COLUMNS
        if column in buildings.columns
    ]
    half = (len(facts) + 1) // 2
    beside = [*facts[half:], *[("", "")] * (2 * half - len(facts))]
    pairs = tuple((*left, *right) for left, right in zip(facts[:half], beside, strict=True))
    parts = (
        Grid(text["reasons"], (Head(""), Head("code")), tuple(_reasons(row, lang))),
        Grid(text["facts"], (Head(""), Head(""), Head(""), Head("")), pairs),
        _records(buildings, records, lang),
    )
    result = str(row["result"])
    return Sheet(
        title=f"{row['bldg_key']} ({name})" if row["bldg_key"] != name else name,
        answer=ANSWER_LABELS[lang].get(result, result),
        warnings=tuple(warnings),
        drawings=(elevation_svg(row, texts=text), map_svg(buildings, name)),
        parts=tuple(part for part in parts if part.rows),
        signature=text["seen"],
    )


def _value_text(value: object, lang: Language) -> str:
    """Return a value as people read it; truth values in words."""
    if isinstance(value, bool | np.bool_):
        words = {"en": ("no", "yes"), "ja": ("いいえ", "はい")}[lang]
        return words[int(value)]
    return cell_text(value, lang)


def _reasons(row: pd.Series, lang: Language) -> list[tuple[str, str]]:
    """Sentence and code of everything said of a building."""
    from analyses.flood.reasons import REASONS, SEPARATOR

    said: dict[str, None] = {}
    for column in ("reasons", "reasons_no", "reasons_unknown", "flags", "not_checked"):
        said |= dict.fromkeys(code for code in str(row[column]).split(SEPARATOR) if code)
    known = {code: reason.ja if lang == "ja" else reason.en for code, reason in REASONS.items()}
    return [(known.get(code, code), code) for code in said]


def _records(buildings: gpd.GeoDataFrame, records: pd.DataFrame | None, lang: Language) -> Grid:
    title = _TEXT[lang]["records"]
    if records is None:
        return Grid(title, (), ())
    columns = [name for name in RECORD_COLUMNS if name in records.columns]
    rows = [tuple(cell_text(row[name], lang) for name in columns) for _, row in records.iterrows()]
    own = RECORD_LABELS_JA if lang == "ja" else {}
    heads = [own.get(name) or column_title(buildings, name, lang=lang) for name in columns]
    return Grid(title, tuple(map(Head, heads)), tuple(rows))


def write_flood_report(
    path: str | Path,
    city: CityModel,
    tables: Mapping[str, gpd.GeoDataFrame],
    *,
    lang: Language = "en",
) -> Path:
    """Write the report of a flood run with its sheets.

    Parameters
    ----------
    path : str or Path
        The page to write.
    city : CityModel
        What was judged.
    tables : mapping of str to GeoDataFrame
        From `plateau.flood_run.flood_tables`.
    lang : {"en", "ja"}
        Language of the page.

    Raises
    ------
    CityModelError
        If the page cannot be written.
    """
    from plateau.report import write_report

    sheets = sheets_of(city, tables["buildings"], lang=lang)
    return write_report(path, city, tables, {}, lang=lang, sheets=sheets)
