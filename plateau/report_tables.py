"""Result table -> the small tables of the report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from viewer.coloring import column_title, plain_number
from viewer.style import ANSWER_LABELS, TEXT, Language

if TYPE_CHECKING:
    import geopandas as gpd

BEST_ROWS = 20
#: A text column with more values than this is no category.
MOST_CATEGORIES = 12
#: What "best" is: the first of these columns that a table has, and whether less is better.
RANKINGS = (
    ("rank", True),
    ("generation_kwh", False),
    ("irradiation_kwh_per_m2", False),
    ("covered_area_m2", False),
)
#: Columns of the table of best rows, those that exist, in this order.
BEST_COLUMNS = (
    "feature_id",
    "rank",
    "result",
    "name",
    "usage_ja",
    "storeys_above_ground",
    "storeys_lo",
    "depth_m",
    "depth_hi_m",
    "lowest_dry_storey",
    "refuge_m2",
    "capacity",
    "confidence",
    "area_m2",
    "tilt_deg",
    "azimuth_deg",
    "irradiation_kwh_per_m2",
    "shading_loss_ratio",
    "capacity_kw",
    "generation_kwh",
    "heading_deg",
    "hfov_deg",
    "far_m",
    "target_area_m2",
    "covered_area_m2",
    "covered_ratio",
    "hidden_by",
    "problem",
)
MISSING = "–"
#: Columns of several codes in one text; they are counted code by code.
CODE_COLUMNS = frozenset({"reasons", "reasons_no", "reasons_unknown", "not_checked", "flags"})
#: Columns of ids, apart from those that end in ``_id``.
ID_COLUMNS = frozenset({"hidden_by", "refuge", "parent"})
#: One of twelve columns of a month: the year says enough in a report.
MONTHLY = re.compile(r"_(0[1-9]|1[0-2])(_|$)")


@dataclass(frozen=True, slots=True)
class Head:
    """A column of a grid: its label, and whether it is set as numbers or as long ids."""

    label: str
    number: bool = False
    identity: bool = False

    @property
    def kind(self) -> str:
        """Class of its cells in the page."""
        return "n" if self.number else "id" if self.identity else ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of texts."""

    title: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[str, ...], ...]


def best_rows(table: gpd.GeoDataFrame, text: Mapping[str, str], lang: Language) -> Grid:
    """Return the best rows of a table by `RANKINGS`; no rows where it has no order."""
    chosen = next(((n, less) for n, less in RANKINGS if n in table.columns), None)
    if chosen is None:
        return Grid(text["best"], (), ())
    name, less_is_better = chosen
    key = table[name].astype("Float64")
    order = key.dropna().sort_values(ascending=less_is_better, kind="stable").index[:BEST_ROWS]
    columns = [c for c in BEST_COLUMNS if c in table.columns]
    shown = (
        table.loc[table.index.isin(order)]
        .assign(_key=key)
        .sort_values("_key", ascending=less_is_better, kind="stable")
    )
    index = str(table.index.name or "id")
    heads = [Head(text.get(f"id {index}", index), identity=True)] + [
        Head(
            column_title(table, c, lang=lang),
            number=is_number(table[c]),
            identity=c.endswith("_id") or c in ID_COLUMNS,
        )
        for c in columns
    ]
    rows = [
        (str(index), *(cell_text(row[c], lang) for c in columns))
        for index, row in shown.head(BEST_ROWS).iterrows()
    ]
    title = f"{text['best']} {len(rows)}: {column_title(table, name, lang=lang)}"
    return Grid(title, tuple(heads), tuple(rows))


def is_number(values: pd.Series) -> bool:
    """Whether a column is of numbers, not of truth values."""
    return bool(pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values))


def cell_text(value: Any, lang: Language) -> str:
    """Return a value as people read it; missing values and empty texts are a dash.

    Examples
    --------
    >>> cell_text(1234.5, "en"), cell_text("", "en"), cell_text("yes", "ja")
    ('1,234', '–', '可')
    """
    if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
        return MISSING
    if isinstance(value, bool | np.bool_):
        return TEXT[lang]["true" if value else "false"]
    if isinstance(value, str):
        word = str(value)
        return ANSWER_LABELS[lang].get(word, word) or MISSING
    if isinstance(value, float | np.floating):
        return plain_number(float(value))
    if isinstance(value, int | np.integer):
        return str(int(value))
    return str(value)


def number_text(value: float) -> str:
    """Return a number in short form, a dash where it is missing."""
    return MISSING if np.isnan(value) else plain_number(float(value))


def category_counts(table: gpd.GeoDataFrame, text: Mapping[str, str], lang: Language) -> Grid:
    """How often each value of the text columns occurs, missing values as a row of their own."""
    rows: list[tuple[str, ...]] = []
    for name in data_columns(table):
        values = table[name]
        if is_number(values) or name.endswith("_id") or name in CODE_COLUMNS | ID_COLUMNS:
            continue
        counts = Counter(cell_text(value, lang) for value in values.tolist())
        if len(counts) > MOST_CATEGORIES or set(counts) <= {MISSING}:
            continue
        title = column_title(table, name, lang=lang)
        for word, count in counts.most_common():
            rows.append((title, word, f"{count:,}", f"{100 * count / len(table):.0f} %"))
            title = ""
    heads = (
        Head(text["column"]),
        Head(text["value"]),
        Head(text["number"], number=True),
        Head(text["share"], number=True),
    )
    return Grid(text["categories"], heads, tuple(rows))


def quantities(table: gpd.GeoDataFrame, text: Mapping[str, str], lang: Language) -> Grid:
    """Distribution of every number: quantiles, sum where one adds up, missing values."""
    rows = []
    for name in data_columns(table):
        if not is_number(table[name]) or MONTHLY.search(name):
            continue
        values = table[name].to_numpy(dtype=np.float64, na_value=np.nan)
        finite = values[np.isfinite(values)]
        if not len(finite):
            continue
        quantiles = np.percentile(finite, (0, 10, 50, 90, 100))
        total = plain_number(float(finite.sum())) if adds_up(name) else ""
        rows.append(
            (
                column_title(table, name, lang=lang),
                *(plain_number(float(value)) for value in quantiles),
                total,
                f"{len(values) - len(finite):,}",
            )
        )
    names = ("lowest", "p10", "median", "p90", "highest", "total", "missing")
    heads = (Head(text["column"]), *(Head(text[name], number=True) for name in names))
    return Grid(text["quantities"], heads, tuple(rows))


def adds_up(column: str) -> bool:
    """Whether the sum of a column means something: areas, energies, powers, persons.

    Examples
    --------
    >>> adds_up("generation_kwh"), adds_up("irradiation_kwh_per_m2"), adds_up("depth_m")
    (True, False, False)
    """
    return column.endswith(("_kwh", "_kw", "_m2", "capacity")) and "_per_" not in column


def reason_counts(
    tables: Mapping[str, gpd.GeoDataFrame],
    column: str,
    title: str,
    *,
    text: Mapping[str, str],
    lang: Language,
) -> Grid:
    """How many buildings have each code of a column of codes, with its sentence."""
    from analyses.flood.reasons import REASONS, SEPARATOR

    found: Counter[str] = Counter()
    for table in tables.values():
        if column in table.columns:
            for codes in table[column].dropna():
                found.update(code for code in str(codes).split(SEPARATOR) if code)
    rows = []
    for code, count in found.most_common():
        reason = REASONS.get(code)
        sentence = code if reason is None else (reason.ja if lang == "ja" else reason.en)
        rows.append((sentence, code, f"{count:,}"))
    heads = (Head(text["reasons"]), Head(text["code"]), Head(text["buildings"], number=True))
    return Grid(title, heads, tuple(rows))


def data_columns(table: gpd.GeoDataFrame) -> Sequence[str]:
    """Columns of a table without its geometry."""
    geometry = getattr(table, "_geometry_column_name", None)
    return [str(name) for name in table.columns if name != geometry]
