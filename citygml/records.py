"""Rows met in files -> long tables, and the problems of their values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from citygml.cells import Cells, RecordCells, TextRows
from citygml.model import Problem
from citygml.schema import Category, Table
from citygml.values import FileContext, TypedValues


def long_table(
    table: Table, rows: RecordCells, typed: Sequence[TypedValues], feature_ids: Any
) -> pd.DataFrame:
    """Return the rows of one table, typed.

    Parameters
    ----------
    table : Table
        Its columns.
    rows : RecordCells
        As met.
    typed : sequence of TypedValues
        Of each field.
    feature_ids : pandas string array
        Id of every city object.

    Returns
    -------
    DataFrame
        ``feature_id``, the constants, ``source``, the fields, ``unit_problem`` ("" or what is wrong
        with the unit of a number that was therefore left out), the categories.
    """
    if not len(rows):
        return _empty_table(table).copy()
    return _filled_table(table, rows, typed, feature_ids)


@lru_cache(maxsize=64)
def _empty_table(table: Table) -> pd.DataFrame:
    """Return a table without rows: most are so in most files, and to make it takes 1 ms."""
    typed = [TypedValues(field, Cells(), (), np.zeros(0, np.int32)) for field in table.fields]
    return _filled_table(table, RecordCells(len(table.fields)), typed, pd.array([], "string"))


def _filled_table(
    table: Table, rows: RecordCells, typed: Sequence[TypedValues], feature_ids: Any
) -> pd.DataFrame:
    """Return the rows of one table, none or more."""
    count = len(rows)
    columns: dict[str, Any] = {"feature_id": feature_ids.take(np.array(rows.owners, np.int64))}
    known = [dict(pairs) for pairs in rows.constants.distinct]
    for name in (*table.constants, "source"):
        texts = pd.array([constants.get(name) for constants in known], dtype="string")
        columns[name] = texts.take(rows.constants.which)
    unit_problems: dict[int, list[str]] = {}
    for values in typed:
        for position in values.flagged("unit_fault"):
            fault = f"{values.field.column}: {values.reading(position).unit_fault}"
            unit_problems.setdefault(int(values.rows[position]), []).append(fault)
        for name, column in values.columns(count).items():
            columns[name] = column if name not in columns else _filled(column, columns[name])
    faults = np.full(count, "", dtype=object)
    for row, texts in unit_problems.items():
        faults[row] = "; ".join(texts)
    columns["unit_problem"] = pd.array(faults, dtype="string")
    for category in table.categories:
        columns[category.column] = _category(category, [columns[n] for n in category.sources])
    return pd.DataFrame(columns)


def text_table(rows: TextRows, names: Sequence[str], ids: Any) -> pd.DataFrame:
    """Return rows of texts, the first entry of which is a row of city objects, as a table."""
    columns: dict[str, Any] = {names[0]: ids.take(np.array(rows.owners, dtype=np.int64))}
    for name, codes in zip(names[1:], rows.columns, strict=True):
        columns[name] = pd.array(codes.distinct, dtype="string").take(codes.which)
    return pd.DataFrame(columns)


def value_problems(
    typed: TypedValues,
    owners: Sequence[int] | NDArray[np.integer],
    feature_ids: Sequence[str],
    files: Sequence[FileContext],
    *,
    table: str = "",
) -> list[Problem]:
    """Return what is wrong with the values of a field, `owners` being their city objects."""
    name = f"{table}.{typed.field.column}" if table else typed.field.column
    raw = typed.cells.raw.distinct
    file_of = np.array([value[2] for value in raw], dtype=np.int64)
    found: list[Problem] = []
    for part in ("fault", "unit_fault"):
        for position in typed.flagged(part):
            fault = getattr(typed.reading(position), part)
            reason = f"{name}: {fault}; the value is left out"
            feature_id = feature_ids[int(owners[position])]
            label = files[file_of[typed.which[position]]].label
            found.append(Problem(label, typed.cells.lines[position], feature_id, reason))
    counts: Counter[tuple[int, str]] = Counter()
    often = np.bincount(typed.which, minlength=len(raw))
    for number, reading in enumerate(typed.readings):
        if reading.sentinel:
            counts[int(file_of[number]), reading.sentinel] += int(often[number])
    for (file, sentinel), count in counts.items():
        reason = f"{name}: {sentinel}; {count} of {len(typed.which)} values"
        found.append(Problem(files[file].label, 0, "", reason))
    return found


def _filled(column: Any, default: Any) -> Any:
    """Return a column with its missing texts taken from another one."""
    return pd.Series(column).fillna(pd.Series(default)).array


def _category(category: Category, sources: Iterable[Any]) -> Any:
    """Derive a column from texts; each distinct one is searched once."""
    names = [value for value, _ in category.patterns]
    chosen: Any = np.full(1, -1)
    for source in sources:
        which, texts = pd.factorize(source)
        hits = [
            next((i for i, (_, p) in enumerate(category.patterns) if p.search(text)), -1)
            for text in texts
        ]
        chosen = np.where(chosen < 0, np.array([*hits, -1])[which], chosen)
    return pd.array(names, dtype="string").take(chosen, allow_fill=True)
