"""Tables -> their notes, and notes and remarks of the reader -> the language of the report."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from viewer.style import Language

if TYPE_CHECKING:
    import geopandas as gpd

#: What joins the parts of a note.
JOINT = "; "


def notes_of(tables: Mapping[str, gpd.GeoDataFrame]) -> list[str]:
    """Return what a reader must know first, each sentence once."""
    notes = [
        str(note) for t in tables.values() for note in t.attrs.get("plateau", {}).get("notes", ())
    ]
    return list(dict.fromkeys(notes))


def note_in(note: str, lang: Language) -> str:
    """Return a note in a language; what has no translation stays in English.

    Parameters
    ----------
    note : str
        A sentence, or several joined by semicolons.
    lang : {"en", "ja"}
        The language asked for.

    Returns
    -------
    str
        The note, part by part.

    Examples
    --------
    >>> note_in("2 of 63 values", "ja"), note_in("2 of 63 values", "en")
    ('63 件中 2 件', '2 of 63 values')
    """
    if lang == "en":
        return note
    parts = [_translated(part) for part in note.split(JOINT)]
    return ("。" if is_translated(note) else JOINT).join(parts)


def is_translated(note: str) -> bool:
    """Whether every part of a note is known in Japanese."""
    return all(_translated(part) != part for part in note.split(JOINT))


def _translated(part: str) -> str:
    for pattern, words in _patterns():
        match = pattern.fullmatch(part)
        if match:
            found = match.groupdict()
            if "codes" in found:
                found["codes"] = "、".join(map(_layer_name, found["codes"].split(", ")))
            return words.format(**found)
    return part


def _layer_name(sentence: str) -> str:
    """Return the Japanese sentence of a code of `analyses.flood.reasons`."""
    from analyses.flood.reasons import REASONS

    known = {reason.en: reason.ja for reason in REASONS.values() if reason.kind == "not_checked"}
    return known.get(sentence, sentence)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    text = files("plateau").joinpath("data/notes_ja.json").read_text(encoding="utf-8")
    return tuple((re.compile(pattern), words) for pattern, words in json.loads(text))
