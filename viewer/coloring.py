"""A column of a table -> colours and a legend: `Coloring`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from citygml.errors import CityModelError
from viewer.scales import COMPASS_DEG, ramp_limits, round_ticks
from viewer.style import (
    ANSWER_COLOURS,
    ANSWER_LABELS,
    CATEGORY_COLOURS,
    DEPTH_CLASSES,
    HATCHED_ANSWER,
    LEVEL_COLOURS,
    NOT_AVAILABLE,
    OTHER_CATEGORIES,
    RGB,
    SIGHT_COLOURS,
    SIGHT_LABELS,
    TEXT,
    Language,
    colour_map_name,
    is_depth,
    is_direction,
    ramp_colours,
)

_UNIT_SUFFIXES = (
    ("_kwh_per_m2", "kWh/m²"),
    ("_kwh_per_kw", "kWh/kW"),
    ("_w_per_m2", "W/m²"),
    ("_px_per_m", "px/m"),
    ("_kwh", "kWh"),
    ("_kw", "kW"),
    ("_m2", "m²"),
    ("_deg", "°"),
    ("_min", "min"),
    ("_m", "m"),
    ("_h", "h"),
    ("_ratio", ""),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a legend.

    Attributes
    ----------
    label : str
        What is written beside the patch.
    colour : tuple of int
        sRGB, 0 to 255.
    count : int
        Rows of the table with this colour.
    hatched : bool
        Whether maps hatch the patch: missing values and the answer "unknown".
    translucent : bool
        Whether maps draw it over the ground and let that shine through.
    """

    label: str
    colour: RGB
    count: int
    hatched: bool = False
    translucent: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Ramp:
    """The continuous part of a legend.

    Attributes
    ----------
    low, high : float
        Values at the two ends, in the unit of the title.
    ticks : tuple of float
        Round values between them.
    colours : (k, 3) ndarray of uint8
        From low to high.
    below, above : bool
        Whether rows lie beyond the end and share its colour.
    """

    low: float
    high: float
    ticks: tuple[float, ...]
    colours: NDArray[np.uint8]
    below: bool = False
    above: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Coloring:
    """How one column of a table looks.

    Attributes
    ----------
    column : str
        Its name.
    title : str
        Label and unit, the title of the legend.
    rgb : (n, 3) ndarray of uint8
        Colour of every row.
    data : (n,) ndarray of float64 or object
        The numbers, nan where missing, or the words as they stand in the table, "" where missing.
    labels : Mapping[str, str]
        What is read instead of a word.
    lang : {"en", "ja"}
        Language of the labels.
    entries : tuple of Entry
        Categories or classes, and the entry of missing values where there are any.
    ramp : Ramp or None
        The scale of a number, None for categories and classes.
    """

    column: str
    title: str
    rgb: NDArray[np.uint8]
    data: NDArray[Any]
    labels: Mapping[str, str]
    lang: Language
    entries: tuple[Entry, ...]
    ramp: Ramp | None = None

    @property
    def is_number(self) -> bool:
        """Whether the column is of numbers."""
        return self.data.dtype != object

    @property
    def is_hatched(self) -> NDArray[np.bool_]:
        """Whether maps hatch each row: a missing value or an unknown answer, (n,)."""
        if self.is_number:
            return np.asarray(np.isnan(self.data), dtype=np.bool_)
        hatched = {"", *(entry.label for entry in self.entries if entry.hatched)}
        found = [self.labels.get(word, word) in hatched for word in self.data.tolist()]
        return np.array(found, dtype=np.bool_)

    @property
    def text(self) -> NDArray[np.object_]:
        """Value of every row as people read it, unit included, (n,)."""
        if self.is_number:
            return number_texts(self.data, self.title, self.lang)
        found = [self.labels.get(word, word) for word in self.data.tolist()]
        return np.array([word or TEXT[self.lang]["na"] for word in found], dtype=object)


def column_coloring(
    table: pd.DataFrame | gpd.GeoDataFrame, column: str, *, lang: Language = "en"
) -> Coloring:
    """Colours and legend of one column.

    The flood answers and flood depths have palettes of their own, other texts and booleans are
    categories, numbers a ramp from the 2nd to the 98th percentile.

    Parameters
    ----------
    table : DataFrame or GeoDataFrame
        ``attrs["plateau"]["columns"]`` gives label and unit, else they are read off the name.
    column : str
        Which column.
    lang : {"en", "ja"}
        Language of the labels.

    Returns
    -------
    Coloring
        One colour per row; a missing value has `NOT_AVAILABLE` and an entry of its own.

    Raises
    ------
    CityModelError
        If there is no such column, it has no value at all, or a number in it is infinite.

    Examples
    --------
    >>> shown = column_coloring(pd.DataFrame({"height_m": [3.0, None, 9.0]}), "height_m")
    >>> shown.title, shown.ramp.low, shown.ramp.high, shown.entries[-1].count
    ('Height [m]', 3.0, 9.0, 1)
    """
    values = _column(table, column)
    if not len(values):
        raise CityModelError("the table has 0 rows; there is nothing to colour; run the analysis")
    title = column_title(table, column, lang=lang)
    if values.isna().all():
        raise CityModelError(
            f"column {column!r} has no value in any of {len(values)} rows; "
            "there is nothing to colour; choose another column"
        )
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        number = values.to_numpy(dtype=np.float64, na_value=np.nan)
        if is_depth(column):
            return _depths(column, title, number, lang)
        shown = _ramp(column, title, number, lang)
        return _without_fractions(shown) if pd.api.types.is_integer_dtype(values) else shown
    return _categories(column, title, values, lang)


def column_title(table: pd.DataFrame, column: str, *, lang: Language = "en") -> str:
    """Label of a column with its unit, from its specification, else from its name.

    Examples
    --------
    >>> column_title(pd.DataFrame(), "irradiation_kwh_per_m2")
    'Irradiation [kWh/m²]'
    """
    spec = _specification(table, column)
    name, unit = column, ""
    for suffix, suffix_unit in _UNIT_SUFFIXES:
        if column.endswith(suffix):
            name, unit = column.removesuffix(suffix), suffix_unit
            break
    label = name.replace("_", " ").strip()
    label = label[:1].upper() + label[1:]
    label = str(spec.get(f"label_{lang}") or label)
    if spec.get("unit"):
        unit = str(spec["unit"]).replace("m2", "m²").replace("m3", "m³")
    return f"{label} [{unit}]" if unit else label


def _specification(table: pd.DataFrame, column: str) -> dict[str, Any]:
    columns: Sequence[dict[str, Any]] = table.attrs.get("plateau", {}).get("columns", [])
    return next((spec for spec in columns if spec.get("name") == column), {})


def _column(table: pd.DataFrame, column: str) -> pd.Series:
    """Return the column, or say which names are near."""
    geometry = table.geometry.name if isinstance(table, gpd.GeoDataFrame) else None
    names = [str(name) for name in table.columns if name != geometry]
    if column not in names:
        raise CityModelError(f"no column {column!r} in the table; {near_columns(column, names)}")
    return table[column]


def near_columns(column: str, names: Sequence[str]) -> str:
    """Say which columns have names like one that is not there, else which there are.

    Examples
    --------
    >>> near_columns("heigth_m", ["height_m", "usage"])
    'the table has height_m'
    """
    near = get_close_matches(column, names, n=3, cutoff=0.5) or names[:8]
    more = "" if len(near) < 8 else f" and {len(names) - 8} more" if len(names) > 8 else ""
    return f"the table has {', '.join(near)}{more}" if near else "the table has no columns"


def _with_missing(
    entries: list[Entry], missing: NDArray[np.bool_], lang: Language
) -> tuple[Entry, ...]:
    count = int(missing.sum())
    if count:
        entries.append(Entry(TEXT[lang]["na"], NOT_AVAILABLE, count, hatched=True))
    return tuple(entries)


def _ramp(column: str, title: str, number: NDArray[np.float64], lang: Language) -> Coloring:
    infinite = int(np.isinf(number).sum())
    if infinite:
        raise CityModelError(
            f"column {column!r} is infinite in {infinite} of {len(number)} rows; a colour scale "
            "needs finite numbers; set them to NA"
        )
    missing = np.isnan(number)
    is_circle = is_direction(column)
    placed = number % 360.0 if is_circle else number
    low, high = (0.0, 360.0) if is_circle else ramp_limits(number[~missing])
    colours = ramp_colours(colour_map_name(column))
    share = np.clip((np.where(missing, low, placed) - low) / (high - low), 0.0, 1.0)
    rgb = colours[np.round(share * (len(colours) - 1)).astype(int)]
    rgb[missing] = NOT_AVAILABLE
    ramp = Ramp(
        low=low,
        high=high,
        ticks=COMPASS_DEG if is_circle else round_ticks(low, high),
        colours=colours,
        below=bool(np.nanmin(placed) < low),
        above=bool(np.nanmax(placed) > high),
    )
    entries = _with_missing([], missing, lang)
    return Coloring(column, title, rgb, number, {}, lang, entries, ramp)


def _without_fractions(coloring: Coloring) -> Coloring:
    """Return the colours of a count or a rank, whose scale has no mark between two of them."""
    assert coloring.ramp is not None
    whole = tuple(tick for tick in coloring.ramp.ticks if tick == round(tick))
    return replace(coloring, ramp=replace(coloring.ramp, ticks=whole))


def number_texts(number: NDArray[np.float64], title: str, lang: Language) -> NDArray[np.object_]:
    """Numbers as text with three significant figures below 1000 and the unit of the title."""
    unit = title.rpartition("[")[2].rstrip("]") if title.endswith("]") else ""
    gap = "" if unit in {"", "°"} else " "
    text = [
        TEXT[lang]["na"] if np.isnan(value) else f"{plain_number(value)}{gap}{unit}"
        for value in number.tolist()
    ]
    return np.array(text, dtype=object)


def plain_number(value: float) -> str:
    """Write a number as people do: 1,234 or 12.3, never in powers of ten.

    Examples
    --------
    >>> plain_number(1234.5), plain_number(12.34), plain_number(0.5)
    ('1,234', '12.3', '0.5')
    """
    if not np.isfinite(value):
        return "∞" if value > 0 else "-∞"
    if abs(value) >= 100.0:
        return f"{value:,.0f}"
    digits = 1 if abs(value) >= 10.0 else 2 if abs(value) >= 1.0 else 3
    return f"{value:.{digits}f}".rstrip("0").rstrip(".") if value else "0"


def _depths(column: str, title: str, depth: NDArray[np.float64], lang: Language) -> Coloring:
    """Official classes of flood depth; an infinite depth is the open last class."""
    missing = np.isnan(depth)
    low = np.array([c.low_m for c in DEPTH_CLASSES])
    row = np.clip(np.searchsorted(low, np.where(missing, 0.0, depth), side="right") - 1, 0, None)
    palette = np.array([c.colour for c in DEPTH_CLASSES], dtype=np.uint8)
    rgb = palette[row]
    rgb[missing] = NOT_AVAILABLE
    count = np.bincount(row[~missing], minlength=len(DEPTH_CLASSES))
    entries = [
        Entry(_depth_label(c.low_m, c.high_m), c.colour, int(n))
        for c, n in zip(DEPTH_CLASSES, count, strict=True)
    ]
    return Coloring(column, title, rgb, depth, {}, lang, _with_missing(entries, missing, lang))


def _depth_label(low_m: float, high_m: float) -> str:
    if not np.isfinite(high_m):
        return f"≥ {low_m:g}"
    return f"< {high_m:g}" if low_m == 0.0 else f"{low_m:g} – {high_m:g}"


def _categories(column: str, title: str, values: pd.Series, lang: Language) -> Coloring:
    missing = values.isna().to_numpy()
    words = np.array([str(value) for value in values], dtype=object)
    words[missing] = ""
    found = pd.Series(words[~missing]).value_counts()
    colour, label = _category_style(list(found.index), lang)
    rgb = np.array([colour.get(word, OTHER_CATEGORIES) for word in words], dtype=np.uint8)
    rgb = rgb.reshape(-1, 3)
    rgb[missing] = NOT_AVAILABLE
    unsure = {HATCHED_ANSWER} if set(found.index) <= set(ANSWER_COLOURS) else set()
    entries = [
        Entry(label[word], colour[word], int(found[word]), hatched=word in unsure)
        for word in colour
        if word in found
    ]
    rest = [word for word in found.index if word not in colour]
    if rest:
        name = f"{TEXT[lang]['other']} ({len(rest)})"
        entries.append(Entry(name, OTHER_CATEGORIES, int(found[rest].sum())))
    return Coloring(column, title, rgb, words, label, lang, _with_missing(entries, missing, lang))


def _category_style(found: Sequence[str], lang: Language) -> tuple[dict[str, RGB], dict[str, str]]:
    """Colour and label of the categories, the most frequent first; the rest is "other"."""
    if set(found) <= set(ANSWER_COLOURS):
        return dict(ANSWER_COLOURS), dict(ANSWER_LABELS[lang])
    if set(found) <= set(SIGHT_COLOURS):
        return dict(SIGHT_COLOURS), dict(SIGHT_LABELS[lang])
    if set(found) <= set(LEVEL_COLOURS):
        return dict(LEVEL_COLOURS), {level: level for level in LEVEL_COLOURS}
    if set(found) <= {"True", "False"}:
        label = {"True": TEXT[lang]["true"], "False": TEXT[lang]["false"]}
        return {"True": CATEGORY_COLOURS[0], "False": CATEGORY_COLOURS[1]}, label
    first = found[: len(CATEGORY_COLOURS)]
    return dict(zip(first, CATEGORY_COLOURS, strict=False)), {word: word for word in first}
