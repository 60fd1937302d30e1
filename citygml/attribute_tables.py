"""Attributes as met in files -> columns, long tables, and what was wrong with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd

from citygml.cells import Cells, RecordCells, TextRows
from citygml.model import Problem
from citygml.records import long_table, text_table, value_problems
from citygml.schema import Schema
from citygml.values import FileContext, TypedValues, typed_values

OTHER_COLUMNS = ("feature_id", "path", "value", "code_space", "uom")
GENERIC_COLUMNS = ("feature_id", "set_name", "name", "value", "uom", "type")


class AttributeCells(NamedTuple):
    """Everything met in the files, coded."""

    fields: list[Cells]
    tables: list[RecordCells]
    other: TextRows
    generic: TextRows

    def extend(self, more: AttributeCells, shift: int) -> None:
        """Append another part of the file, the city objects of which begin at row `shift`."""
        for own, values in zip(self.fields, more.fields, strict=True):
            own.extend(values, shift)
        for table, rows in zip(self.tables, more.tables, strict=True):
            table.extend(rows, shift)
        self.other.extend(more.other, shift)
        self.generic.extend(more.generic, shift)


class AttributeTables:
    """Reads what was met: types, units and code lists, once per distinct text.

    Parameters
    ----------
    schema : Schema
        What is known of the attributes.
    cells : AttributeCells
        As met.
    files : sequence of FileContext
        The files they are from.
    """

    def __init__(self, schema: Schema, cells: AttributeCells, files: Sequence[FileContext]) -> None:
        self._schema, self.cells, self._files = schema, cells, files
        self._typed: tuple[list[TypedValues], list[list[TypedValues]]] | None = None

    def _typed_values(self) -> tuple[list[TypedValues], list[list[TypedValues]]]:
        """Return the values of every field and of every table's fields, read once."""
        if self._typed is None:
            context = (self._files, self._schema)
            values = zip(self._schema.fields, self.cells.fields, strict=True)
            tables = zip(self._schema.tables, self.cells.tables, strict=True)
            self._typed = (
                [typed_values(field, cells, *context) for field, cells in values],
                [
                    [
                        typed_values(field, cells, *context)
                        for field, cells in zip(table.fields, rows.fields, strict=True)
                    ]
                    for table, rows in tables
                ],
            )
        return self._typed

    def columns(self, feature_count: int) -> pd.DataFrame:
        """Return the fields of the schema, one row per city object.

        Parameters
        ----------
        feature_count : int
            Number of city objects.

        Returns
        -------
        DataFrame
            Every column of every field, typed; <NA> or nan where there is no value.
        """
        table: dict[str, Any] = {}
        missing: dict[str, Any] = {}
        for typed in self._typed_values()[0]:
            table.update(
                typed.columns(feature_count)
                if typed.readings
                else typed.missing_columns(feature_count, missing)
            )
        return pd.DataFrame(table, index=pd.RangeIndex(feature_count))

    def records(self, feature_ids: Sequence[str]) -> dict[str, pd.DataFrame]:
        """Return the long tables, each with ``feature_id``.

        Parameters
        ----------
        feature_ids : sequence of str
            Id of every city object.
        """
        ids = pd.array(list(feature_ids), dtype="string")
        parts = zip(self._schema.tables, self.cells.tables, self._typed_values()[1], strict=True)
        found = {table.name: long_table(table, rows, typed, ids) for table, rows, typed in parts}
        found["other"] = text_table(self.cells.other, OTHER_COLUMNS, ids)
        found["generic"] = text_table(self.cells.generic, GENERIC_COLUMNS, ids)
        return found

    def problems(self, feature_ids: Sequence[str]) -> list[Problem]:
        """Return what could not be used, and what is missing.

        One row for every text that could not be used, with line and city object; one row per file
        and column for each spelling of a missing or unknown value, with the count; one row per
        missing code list.

        Parameters
        ----------
        feature_ids : sequence of str
            Id of every city object.
        """
        found: list[Problem] = []
        fields, tables = self._typed_values()
        for typed in fields:
            found += value_problems(typed, typed.rows, feature_ids, self._files)
        for table, rows, values in zip(self._schema.tables, self.cells.tables, tables, strict=True):
            for typed in values:
                owners = [rows.owners[row] for row in typed.cells.rows]
                found += value_problems(typed, owners, feature_ids, self._files, table=table.name)
        for file in self._files:
            found += [Problem(file.label, 0, "", line) for line in file.codelists.new_problems()]
        return found

    def hand_over(
        self, feature_ids: Sequence[str]
    ) -> tuple[pd.DataFrame, dict[str, pd.DataFrame], list[Problem]]:
        """Return columns, records and problems, and forget what they were made of on the way."""
        problems, columns = self.problems(feature_ids), self.columns(len(feature_ids))
        self._typed = [], self._typed_values()[1]
        self.cells.fields.clear()
        return columns, self.records(feature_ids), problems
