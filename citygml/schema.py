"""What attributes a city has, and where its files keep them: the words a schema is written in.

A schema is data: `plateau.schema` writes one for PLATEAU. Paths are names normalised by
`citygml.namespaces.qualified`, joined by "/", from the child of the city object downwards, such as
``uro:buildingDetailAttribute/uro:BuildingDetailAttribute/uro:buildingStructureType``. A generic
attribute is ``@`` and its name, such as ``@建物ID``, whatever element or version holds it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

Dtype = Literal["float", "int", "year", "date", "text", "code"]

_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a city object, or of a record.

    Attributes
    ----------
    column : str
        Column of the result. A code gets a second one, `label_column`.
    paths : tuple of str
        Where versions of the format keep it. The first one found in a file counts.
    dtype : str
        "float" (float64), "int" and "year" (Int64), "date" (ISO text), "text", "code".
    unit : str
        Unit a "float" must be given in, see `Schema.units`; "" for a number without.
    minimum : float or None
        Smaller numbers are left out, and reported.
    label_column : str
        Column of a code's label, by default the column with the suffix ``_ja``.
    list_column : str
        Column of the name of a code's list, "" for none.
    """

    column: str
    paths: tuple[str, ...]
    dtype: Dtype = "text"
    unit: str = ""
    minimum: float | None = None
    label_column: str = ""
    list_column: str = ""

    @property
    def label(self) -> str:
        """Column of a code's label."""
        return self.label_column or f"{self.column}_ja"

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column it fills."""
        if self.dtype != "code":
            return (self.column,)
        return (self.column, self.label, *((self.list_column,) if self.list_column else ()))


@dataclass(frozen=True, slots=True)
class Category:
    """A column derived from texts of the same record: the first pattern found in one of them.

    Attributes
    ----------
    column : str
        Column of the result.
    sources : tuple of str
        Columns that are searched, in this order.
    patterns : tuple of (str, Pattern)
        Value and what it is recognised by.
    """

    column: str
    sources: tuple[str, ...]
    patterns: tuple[tuple[str, re.Pattern[str]], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A long table: attributes that a city object may have any number of times.

    Attributes
    ----------
    name : str
        Key of `CityModel.records`.
    constants : tuple of str
        Text columns that `Record` and `GenericSet` fill in.
    fields : tuple of Field
        Paths are relative to the record's element.
    categories : tuple of Category
        Derived columns.
    """

    name: str
    constants: tuple[str, ...]
    fields: tuple[Field, ...]
    categories: tuple[Category, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """Elements that are rows of a table.

    Attributes
    ----------
    table : str
        Name of the `Table`.
    properties : tuple of str
        Paths of the property that holds the element; "" for an element that is a child of the city
        object itself.
    elements : mapping
        Name of the element -> constant columns.
    """

    table: str
    properties: tuple[str, ...]
    elements: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class GenericSet:
    """Generic attribute sets that are rows of a table, recognised by their name.

    Attributes
    ----------
    table : str
        Name of the `Table`; its fields name the members as ``@name``.
    pattern : Pattern
        Searched in the name of the set; its named groups become columns.
    constants : mapping
        Constant columns.
    """

    table: str
    pattern: re.Pattern[str]
    constants: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Missing:
    """How files write "there is no value".

    Attributes
    ----------
    numbers : mapping
        Dtype -> numbers that mean nothing.
    texts : frozenset of str
        Texts that mean nothing, for every dtype.
    unknown_labels : frozenset of str
        Labels of codes that say that nothing is known; such codes are kept and counted.
    """

    numbers: Mapping[str, frozenset[float]] = field(default_factory=dict)
    texts: frozenset[str] = frozenset()
    unknown_labels: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Schema:
    """Everything that is known of the attributes of a family of files.

    Attributes
    ----------
    fields : tuple of Field
        Columns of `CityModel.features`.
    tables, records, generic_sets
        What becomes `CityModel.records`.
    missing : Missing
        How absent values are written.
    units : mapping
        Unit -> its accepted spellings.
    """

    fields: tuple[Field, ...] = ()
    tables: tuple[Table, ...] = ()
    records: tuple[Record, ...] = ()
    generic_sets: tuple[GenericSet, ...] = ()
    missing: Missing = field(default_factory=Missing)
    units: Mapping[str, frozenset[str]] = field(default_factory=dict)


#: A schema that knows nothing: every attribute goes to ``records["other"]`` or ``["generic"]``.
EMPTY_SCHEMA = Schema()
