"""Texts of a file -> typed columns, and what was wrong with the texts.

Texts repeat: each distinct one is converted once, and the columns are made by indexing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from citygml.cells import Cells, RawValue
from citygml.codelists import Codelists, codelist_name
from citygml.schema import Field, Schema

PANDAS_DTYPES = {
    "float": "float64",
    "int": "Int64",
    "year": "Int64",
    "date": "string",
    "text": "string",
    "code": "string",
}
_YEAR = re.compile(r"-?(\d{4})(?:-\d{2}(?:-\d{2})?)?(?:T.*|Z|[+-]\d{2}:\d{2})?")
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T.*|Z|[+-]\d{2}:\d{2})?")


class Reading(NamedTuple):
    """What a text means: at most one of `sentinel`, `fault` and `unit_fault` is set.

    `sentinel` says which spelling of "no value" (or of "unknown") it is, `fault` and `unit_fault`
    why the text cannot be used.
    """

    value: float | str | None
    label: str | None = None
    list_name: str | None = None
    sentinel: str = ""
    fault: str = ""
    unit_fault: str = ""


@dataclass(frozen=True, slots=True)
class FileContext:
    """A file as the values see it."""

    label: str
    codelists: Codelists


@dataclass(frozen=True, slots=True)
class TypedValues:
    """Readings of one field: `readings[which]` is one per value as met."""

    field: Field
    cells: Cells
    readings: Sequence[Reading]
    which: NDArray[np.int32]

    def reading(self, position: int) -> Reading:
        """Return the reading of one raw value."""
        return self.readings[int(self.which[position])]

    @property
    def rows(self) -> NDArray[np.int32]:
        """Row of the city object or record of each value."""
        return np.array(self.cells.rows, dtype=np.int32)

    def column(self, part: str, dtype: str) -> Any:
        """Return value, label or list_name of every raw value as a pandas array."""
        return self.spread(part, dtype, self.which)

    def spread(self, part: str, dtype: str, which: NDArray[np.integer]) -> Any:
        """Return value, label or list_name of readings by their number, missing where it is -1."""
        parts = [getattr(reading, part) for reading in self.readings]
        if dtype == "float64":
            numbers = np.array([np.nan if p is None else p for p in (*parts, None)], np.float64)
            return pd.Series(numbers[which]).array
        return pd.array(parts, dtype=dtype).take(which, allow_fill=True)

    def columns(self, row_count: int | None = None) -> dict[str, Any]:
        """Return the columns of the field.

        Parameters
        ----------
        row_count : int, optional
            Rows of the result, missing where no value is theirs; by default one per raw value.
        """
        which = self.which
        if row_count is not None:
            which = np.full(row_count, -1, dtype=np.int32)
            which[self.rows] = self.which
        names = self.field.columns
        typed = {names[0]: self.spread("value", PANDAS_DTYPES[self.field.dtype], which)}
        for name, part in zip(names[1:], ("label", "list_name"), strict=False):
            typed[name] = self.spread(part, "string", which)
        return typed

    def missing_columns(self, row_count: int, known: dict[str, Any]) -> dict[str, Any]:
        """Return the columns of a field without any value, as of `columns`.

        Most fields of a schema have no value in a city: their columns of texts share one array,
        which nothing can write to. `known` holds those made before, by type.
        """
        names = self.field.columns
        dtypes = [PANDAS_DTYPES[self.field.dtype], *("string" for _ in names[1:])]
        which = np.full(row_count, -1, dtype=np.int32)
        for dtype in dtypes:
            if dtype not in known:
                known[dtype] = self.spread("value", dtype, which)
        return {name: known[dtype] for name, dtype in zip(names, dtypes, strict=True)}

    def flagged(self, part: str) -> NDArray[np.int64]:
        """Return the positions of raw values whose reading has the given remark."""
        has = np.array([bool(getattr(reading, part)) for reading in self.readings], dtype=bool)
        return np.flatnonzero(has[self.which]) if has.any() else np.zeros(0, dtype=np.int64)


def typed_values(
    field: Field, cells: Cells, files: Sequence[FileContext], schema: Schema
) -> TypedValues:
    """Convert the raw values of one field, each distinct text once.

    Parameters
    ----------
    field : Field
        What they are.
    cells : Cells
        As written.
    files : sequence of FileContext
        `RawValue.file` counts them.
    schema : Schema
        Spellings of missing values and of units.
    """
    # One raw value at a time: the garbage collector looks at whatever is alive.
    raw = (RawValue(*value) for value in cells.raw.number_of)
    readings = [reading_of(field, value, files[value.file].codelists, schema) for value in raw]
    return TypedValues(field, cells, readings, cells.raw.which)


def reading_of(field: Field, raw: RawValue, codelists: Codelists, schema: Schema) -> Reading:
    """Read one text.

    Examples
    --------
    >>> lists = Codelists(lambda name: None)
    >>> height = Field("height_m", (), "float")
    >>> reading_of(height, RawValue("8.5", "", 0, ""), lists, Schema()).value
    8.5
    >>> reading_of(height, RawValue("tall", "", 0, ""), lists, Schema()).fault
    "'tall' is not a number"
    """
    text = raw.text.strip()
    if text in schema.missing.texts:
        return Reading(None, sentinel=f"{text} means no value")
    if field.dtype == "code":
        return _code(text, raw, codelists, schema)
    if field.dtype == "text":
        label = codelists.label(raw.note, text) if raw.note else None
        return Reading(label or text)
    if field.dtype in {"date", "year"}:
        return _date(text, field, schema)
    return _number(text, raw.note, field, schema)


def _code(text: str, raw: RawValue, codelists: Codelists, schema: Schema) -> Reading:
    """Read a code and its label."""
    if not raw.note:
        return Reading(text, list_name=raw.element)
    label = codelists.label(raw.note, text)
    found = codelists.find(raw.note)
    name = codelist_name(raw.note)
    if found is not None and found.is_standard:
        name = f"standard:{name}"
    unknown = label is not None and label in schema.missing.unknown_labels
    sentinel = f"code {text} means unknown ({label})" if unknown else ""
    return Reading(text, label, name, sentinel=sentinel)


def _date(text: str, field: Field, schema: Schema) -> Reading:
    """Read a date or the year of one."""
    match = (_YEAR if field.dtype == "year" else _DATE).fullmatch(text)
    if match is None:
        return Reading(None, fault=f"{text!r} is not a {field.dtype}")
    year = int(match[1][:4])
    if year in schema.missing.numbers.get("year", ()):
        return Reading(None, sentinel=f"{text} means unknown")
    return Reading(year if field.dtype == "year" else match[1])


def _number(text: str, unit: str, field: Field, schema: Schema) -> Reading:
    """Read a number and check its unit."""
    try:
        value = float(text)
    except ValueError:
        return Reading(None, fault=f"{text!r} is not a number")
    if value in schema.missing.numbers.get(field.dtype, ()):
        return Reading(None, sentinel=f"{text} means unknown")
    if not math.isfinite(value):
        return Reading(None, fault=f"{text!r} is not finite")
    if field.dtype == "int" and not value.is_integer():
        return Reading(None, fault=f"{text!r} is not a whole number")
    if field.minimum is not None and value < field.minimum:
        return Reading(None, fault=f"{text} is less than {field.minimum:g}")
    if field.unit and unit.strip() not in schema.units.get(field.unit, {field.unit}):
        stated = f"unit {unit!r}" if unit else "no unit"
        return Reading(None, unit_fault=f"{text} has {stated}, not {field.unit}")
    return Reading(int(value) if field.dtype == "int" else value)
