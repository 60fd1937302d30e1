"""Result and attributes -> columns of the page: colours, values, legends in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from citygml.errors import CityModelError
from viewer.coloring import Coloring, column_coloring, column_title, plain_number
from viewer.style import Language

if TYPE_CHECKING:
    from viewer.scene import View

#: Columns offered for colours at most: of the result, and of the attributes.
MOST_COLUMNS, MOST_ATTRIBUTE_COLOURS = 40, 12
#: Words of more kinds than this are shown on a click, not as colours.
MOST_WORDS = 200
#: Columns of the pop-up at most; a page with 80 attributes is read by nobody.
MOST_ATTRIBUTES = 24
#: Attributes that open the pop-up, and those that are left out of it.
FIRST = (
    "kind",
    "name",
    "building_id",
    "usage_ja",
    "height_m",
    "storeys_above_ground",
    "storeys_below_ground",
    "structure_ja",
    "year",
    "total_floor_area_m2",
    "lod",
)
HIDDEN = frozenset({"is_context", "parent_id"})

Columns = tuple[list[dict[str, Any]], dict[str, bytes]]


def page_columns(view: View) -> Columns:
    """Return the columns that can give colours, and their binary parts.

    Those of the result come first ("of": "row"), then attributes of the buildings ("of":
    "feature"). ``c<number>.colour`` is the palette index of every row, ``c<number>.value`` its
    number (float32) or the index of its word.
    """
    facts: list[dict[str, Any]] = []
    buffers: dict[str, bytes] = {}
    shown = view.table
    of_attributes = shown is not None and list(shown.columns) == list(view.city.features.columns)
    if shown is not None and not of_attributes:
        chosen = view.coloring.column if view.coloring else ""
        names = sorted(_data_names(shown), key=lambda name: name != chosen)[:MOST_COLUMNS]
        for name in names:
            _add(facts, buffers, (shown, name, "row"))
    features = view.city.features
    owner = np.zeros(len(features), dtype=bool)
    owner[view.city.root_row[view.city.feature_row_of_triangle]] = True
    buildings = features[owner]
    asked = [view.coloring.column] if view.coloring and of_attributes else []
    names = [*asked, *(name for name in useful_attributes(buildings) if name not in asked)]
    for name in names[: MOST_ATTRIBUTE_COLOURS + 1]:
        _add(facts, buffers, (buildings, name, "feature"), rows=np.flatnonzero(owner))
    return facts, buffers


def _data_names(table: gpd.GeoDataFrame) -> list[str]:
    geometry = table.geometry.name if isinstance(table, gpd.GeoDataFrame) else None
    return [str(name) for name in table.columns if name != geometry]


def _add(
    facts: list[dict[str, Any]],
    buffers: dict[str, bytes],
    source: tuple[pd.DataFrame, str, str],
    *,
    rows: NDArray[np.int64] | None = None,
) -> None:
    """Add a column where it can be shown; one without values, or with infinite ones, cannot."""
    table, name, of = source
    try:
        shown: dict[Language, Coloring] = {
            "en": column_coloring(table, name, lang="en"),
            "ja": column_coloring(table, name, lang="ja"),
        }
    except CityModelError:
        return
    english = shown["en"]
    fact: dict[str, Any] = {
        "name": name,
        "of": of,
        "title": {lang: each.title for lang, each in shown.items()},
        "legend": {lang: legend_facts(each) for lang, each in shown.items()},
    }
    if english.is_number:
        with np.errstate(over="ignore"):  # beyond 3e38 the page shows an infinite number
            value: NDArray[Any] = english.data.astype(np.float32)
    else:
        words, value = np.unique(english.data.astype(str), return_inverse=True)
        if len(words) > MOST_WORDS and name not in {"feature_id", "surface_id"}:
            fact["legend"] = None
        fact["words"] = {
            lang: [each.labels.get(word, word) for word in words.tolist()]
            for lang, each in shown.items()
        }
        value = value.reshape(-1).astype(np.int32)
    palette, colour = palette_of(english.rgb)
    fact["palette"] = palette.tolist()
    at = f"c{len(facts)}"
    buffers[f"{at}.colour"] = colour.tobytes()
    buffers[f"{at}.value"] = value.tobytes()
    if rows is not None:
        buffers[f"{at}.rows"] = rows.astype(np.int32).tobytes()
    facts.append(fact)


def palette_of(rgb: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.uint16]]:
    """Return the distinct colours, and the number of the colour of every row.

    Examples
    --------
    >>> palette, colour = palette_of(np.array([(9, 9, 9), (1, 1, 1), (9, 9, 9)], np.uint8))
    >>> colour.tolist()
    [1, 0, 1]
    """
    wide = rgb.astype(np.uint32)
    code = wide[:, 0] << 16 | wide[:, 1] << 8 | wide[:, 2]
    codes, colour = np.unique(code, return_inverse=True)
    palette = np.stack([codes >> 16, codes >> 8 & 255, codes & 255], axis=1).astype(np.uint8)
    return palette, colour.reshape(-1).astype(np.uint16)


def legend_facts(coloring: Coloring) -> dict[str, Any]:
    """Legend of the column: ramp or patches, missing values."""
    facts: dict[str, Any] = {
        "entries": [
            {"label": e.label, "colour": list(e.colour), "count": e.count} for e in coloring.entries
        ],
    }
    if coloring.ramp is not None:
        ramp = coloring.ramp
        facts["ramp"] = {
            "low": ramp.low,
            "high": ramp.high,
            "colours": ramp.colours[:: max(len(ramp.colours) // 32, 1)].tolist(),
            "ticks": [[tick, plain_number(tick)] for tick in ramp.ticks],
            "below": ramp.below,
            "above": ramp.above,
        }
    return facts


def useful_attributes(features: gpd.GeoDataFrame) -> list[str]:
    """Attributes worth a look, the most telling first; a code gives way to its label."""
    names = _data_names(features)
    coded = {name.removesuffix("_ja") for name in names if name.endswith("_ja")}
    useful = [c for c in names if c not in coded | HIDDEN and features[c].notna().any()]
    return sorted(useful, key=lambda name: FIRST.index(name) if name in FIRST else len(FIRST))


def attribute_columns(view: View) -> Columns:
    """Return the attributes of the pop-up: words once, then the word of every feature."""
    features = pd.DataFrame(view.city.features.drop(columns=view.city.features.geometry.name))
    facts: list[dict[str, Any]] = []
    buffers: dict[str, bytes] = {}
    for i, name in enumerate(useful_attributes(features)[:MOST_ATTRIBUTES]):
        code, words = pd.factorize(features[name].map(_short, na_action=None))
        facts.append(
            {
                "name": name,
                "title": {
                    "en": column_title(view.city.features, name, lang="en"),
                    "ja": column_title(view.city.features, name, lang="ja"),
                },
                "words": [str(word) for word in words],
            }
        )
        buffers[f"a{i}"] = code.astype(np.int32).tobytes()
    return facts, buffers


def _short(value: object) -> str:
    """Value as text, "" where it is missing."""
    if isinstance(value, list | tuple | set | dict):
        return str(value)[:200]
    if value is None or pd.isna(value):
        return ""
    return f"{value:.6g}" if isinstance(value, float) else str(value)[:200]
