"""City -> the same city, whose tables say what their columns are: labels and units in attrs.

`plateau/data/fields.csv` describes the attributes of city objects, `plateau/data/columns.csv` what
the reader adds to them and the columns of the records. Viewer, maps, exports and docs read that,
as they do of a result (`analyses.tables.Column`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Self, TypeVar

from plateau.schema import data_rows

if TYPE_CHECKING:
    import pandas as pd

    from citygml.model import CityModel

    Table = TypeVar("Table", bound=pd.DataFrame)

#: Type of a column in the table, by its type in `plateau/data/fields.csv`.
DTYPES = {"text": "string", "code": "string", "date": "string"} | {
    "int": "Int64",
    "year": "Int64",
    "float": "float64",
}
#: What tells a code from its label.
CODE = {"label_en": " (code)", "label_ja": "（コード）"}


class Specification(tuple[dict[str, str], ...]):
    """Columns of a table: name, dtype, unit, label_en, label_ja, text.

    pandas copies the attrs of a table with every column that is taken from it; this one stays the
    same, so that a city of many columns costs no time.
    """

    __slots__ = ()

    def __deepcopy__(self, _memo: object) -> Self:
        """Return the same: nobody changes it."""
        return self


@cache
def specification(table: str) -> Specification:
    """Columns of "features" or of one of the records, as a city of PLATEAU has them.

    Parameters
    ----------
    table : str
        "features" or a name of `CityModel.records`.

    Returns
    -------
    Specification
        One mapping per column; empty for a table that is not described.

    Examples
    --------
    >>> [c["unit"] for c in specification("features") if c["name"] == "height_m"]
    ['m']
    """
    made = [
        {"name": row["column"], **{key: row[key] for key in list(row)[2:]}}
        for row in data_rows("columns.csv")
        if table in row["tables"].split("|")
    ]
    return Specification([*(_attributes() if table == "features" else ()), *made])


def _attributes() -> Iterator[dict[str, str]]:
    """Yield the columns of the attributes; a code has its label in a column of its own."""
    for row in data_rows("fields.csv"):
        said = {key: row[key] for key in ("unit", "label_en", "label_ja", "text")}
        column = {"name": row["column"], "dtype": DTYPES[row["dtype"]], **said}
        if row["dtype"] != "code":
            yield column
            continue
        yield {**column, **{key: said[key] + mark for key, mark in CODE.items()}}
        if not row["label_column"]:
            name = f"{row['column']}_ja"
            yield {**column, "name": name, "text": f"Label of {row['column']}"}


def described(city: CityModel) -> CityModel:
    """Return the city with the specification of every table in its ``attrs["plateau"]``."""
    records = {name: _described(table, name) for name, table in city.records.items()}
    return replace(city, features=_described(city.features, "features"), records=records)


def _described(table: Table, name: str) -> Table:
    """Return a table with its specification; one that is not described comes back as it is."""
    columns = specification(name)
    if not columns:
        return table
    same: Table = table.copy(deep=False)
    same.attrs = {**table.attrs, "plateau": {"columns": columns}}
    return same
