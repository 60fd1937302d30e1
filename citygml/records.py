"""Rows met in files -> long tables, and the problems of their values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from citygml.model import Problem
from citygml.schema import Category, Schema, Table
from citygml.values import FileContext, RawValue, TypedValues, typed_values

Constants = Mapping[str, str]


class Row:
    """A row of a long table as it is met: raw values by number of the field."""

    __slots__ = ("cells", "constants", "feature_row")

    def __init__(self, feature_row: int, constants: Constants) -> None:
        self.feature_row = feature_row
        self.constants = constants
        self.cells: dict[int, RawValue] = {}


def long_table(
    table: Table,
    rows: Sequence[Row],
    context: tuple[Sequence[FileContext], Schema],
    feature_ids: Any,
) -> pd.DataFrame:
    """Return the rows of one table, typed.

    Parameters
    ----------
    table : Table
        Its columns.
    rows : sequence of Row
        As met.
    context : (sequence of FileContext, Schema)
        Files that the raw values count, and the schema the table is from.
    feature_ids : pandas string array
        Id of every city object.

    Returns
    -------
    DataFrame
        ``feature_id``, the constants, ``source``, the fields, ``unit_problem`` ("" or what is wrong
        with the unit of a number that was therefore left out), the categories.
    """
    owners = np.array([row.feature_row for row in rows], dtype=np.int64)
    columns: dict[str, Any] = {"feature_id": feature_ids.take(owners)}
    for name in (*table.constants, "source"):
        columns[name] = pd.array([row.constants.get(name) for row in rows], dtype="string")
    unit_problems: list[list[str]] = [[] for _ in rows]
    for i, field in enumerate(table.fields):
        filled = np.array([k for k, row in enumerate(rows) if i in row.cells], dtype=np.int64)
        typed = typed_values(field, [rows[k].cells[i] for k in filled], *context)
        for position in typed.flagged("unit_fault"):
            fault = typed.reading(position).unit_fault
            unit_problems[filled[position]].append(f"{field.column}: {fault}")
        for name, array in typed.columns().items():
            column = spread(array, filled, len(rows))
            columns[name] = column if name not in columns else _filled(column, columns[name])
    columns["unit_problem"] = pd.array(["; ".join(t) for t in unit_problems], dtype="string")
    for category in table.categories:
        columns[category.column] = _category(category, [columns[n] for n in category.sources])
    return pd.DataFrame(columns)


def text_table(rows: Sequence[tuple[Any, ...]], names: Sequence[str], ids: Any) -> pd.DataFrame:
    """Return rows of texts, the first entry of which is a row of city objects, as a table."""
    owners = np.array([row[0] for row in rows], dtype=np.int64)
    columns: dict[str, Any] = {names[0]: ids.take(owners)}
    for i, name in enumerate(names[1:], start=1):
        columns[name] = pd.array([row[i] for row in rows], dtype="string")
    return pd.DataFrame(columns)


def spread(array: Any, rows: NDArray[np.int64], count: int) -> Any:
    """Put values into their rows of a column that is otherwise missing."""
    positions = np.full(count, -1, dtype=np.int64)
    positions[rows] = np.arange(len(rows))
    return array.take(positions, allow_fill=True)


def value_problems(
    typed: TypedValues,
    owners: Sequence[int],
    feature_ids: Sequence[str],
    files: Sequence[FileContext],
    *,
    table: str = "",
) -> list[Problem]:
    """Return what is wrong with the values of a field, `owners` being their city objects."""
    name = f"{table}.{typed.field.column}" if table else typed.field.column
    found: list[Problem] = []
    for part in ("fault", "unit_fault"):
        for position in typed.flagged(part):
            value = typed.raw[position]
            fault = getattr(typed.reading(position), part)
            reason = f"{name}: {fault}; the value is left out"
            feature_id = feature_ids[owners[position]]
            found.append(Problem(files[value.file].label, value.line, feature_id, reason))
    counts = Counter(
        (typed.raw[position].file, typed.reading(position).sentinel)
        for position in typed.flagged("sentinel")
    )
    for (file, sentinel), count in counts.items():
        reason = f"{name}: {sentinel}; {count} of {len(typed.raw)} values"
        found.append(Problem(files[file].label, 0, "", reason))
    return found


def _filled(column: Any, default: Any) -> Any:
    """Return a column with its missing texts taken from another one."""
    return pd.Series(column).fillna(pd.Series(default)).array


def _category(category: Category, sources: Iterable[Any]) -> Any:
    """Derive a column from texts."""
    values: Any = None
    for source in sources:
        texts = pd.Series(source)
        values = pd.Series(pd.NA, index=texts.index, dtype="string") if values is None else values
        for value, pattern in category.patterns:
            hits = texts.str.contains(pattern, regex=True).fillna(value=False).astype(bool)
            values = values.mask(hits & values.isna(), value)
    return values.array
