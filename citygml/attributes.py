"""Attributes of city objects -> columns and long tables, as a `Schema` says.

The reader hands over one child of a city object after the other; only texts are kept, never an
element. Types, units and code lists are looked at when all files are read, once per distinct text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from sys import intern
from typing import Any

import numpy as np
import pandas as pd

from citygml.codelists import Codelists
from citygml.model import Problem
from citygml.namespaces import qualified
from citygml.records import Constants, Row, long_table, spread, text_table, value_problems
from citygml.schema import Field, GenericSet, Record, Schema
from citygml.values import FileContext, RawValue, typed_values

OTHER_COLUMNS = ("feature_id", "path", "value", "code_space", "uom")
GENERIC_COLUMNS = ("feature_id", "set_name", "name", "value", "uom", "type")

#: Geometry below an attribute (the point of an address) is no attribute value.
_GEOMETRY = frozenset(
    f"gml:{name}"
    for name in (
        *("CompositeCurve", "CompositeSolid", "CompositeSurface", "Curve", "Envelope"),
        *("GeometricComplex", "LineString", "MultiCurve", "MultiGeometry", "MultiLineString"),
        *("MultiPoint", "MultiPolygon", "MultiSolid", "MultiSurface", "OrientableCurve"),
        *("OrientableSurface", "Point", "Polygon", "PolyhedralSurface", "Solid", "Surface"),
        *("Tin", "TriangulatedSurface"),
    )
)
_GENERIC = re.compile(r"gen:(?P<type>\w+)[aA]ttribute")
_GENERIC_SET = frozenset({"gen:genericAttributeSet", "gen:GenericAttributeSet"})
_GENERIC_PROPERTY = frozenset({"core:genericAttribute", "gen:genericAttribute"})
_HREF = "{http://www.w3.org/1999/xlink}href"


class _Node:
    """One step of the paths of a schema."""

    __slots__ = ("children", "path", "record", "sink")

    def __init__(self, path: str) -> None:
        self.path = path
        self.children: dict[str, _Node] = {}
        self.sink: int = -1
        self.record: tuple[int, Constants] | None = None

    def grow(self, path: str) -> _Node:
        """Return the node at the end of a relative path, made where it is not there yet."""
        node = self
        for name in path.split("/"):
            below = f"{node.path}/{name}" if node.path else name
            node = node.children.setdefault(name, _Node(below))
        return node


class AttributeBuilder:
    """Collects attributes of the city objects of any number of files.

    Parameters
    ----------
    schema : Schema
        What is known of the attributes. What it does not name goes to the tables "other" and
        "generic": nothing is dropped.
    on_geometry : callable, optional
        Called with (feature row, element, path) for every geometry among the attributes.
    """

    def __init__(
        self, schema: Schema, *, on_geometry: Callable[[int, Any, str], None] | None = None
    ) -> None:
        self._schema = schema
        self._on_geometry = on_geometry
        self._files: list[FileContext] = []
        self._values: list[dict[int, RawValue]] = [{} for _ in schema.fields]
        self._tables: list[list[Row]] = [[] for _ in schema.tables]
        self._other: list[tuple[int, str, str, str, str]] = []
        self._generic: list[tuple[int, str, str, str, str, str]] = []
        self._table_number = {table.name: i for i, table in enumerate(schema.tables)}
        self._root = _Node("")
        self._field_of_name: dict[str, int] = {}
        for i, field in enumerate(schema.fields):
            self._plant(self._root, self._field_of_name, field, i)
        self._members: list[tuple[_Node, dict[str, int]]] = []
        for table in schema.tables:
            node, names = _Node(""), dict[str, int]()
            for i, field in enumerate(table.fields):
                self._plant(node, names, field, i)
            self._members.append((node, names))
        for record in schema.records:
            self._plant_record(record)

    @staticmethod
    def _plant(root: _Node, names: dict[str, int], field: Field, number: int) -> None:
        """Enter the paths of a field."""
        for path in field.paths:
            if path.startswith("@"):
                names[path[1:]] = number
            else:
                root.grow(path).sink = number

    def _plant_record(self, record: Record) -> None:
        """Enter the paths of a record's elements."""
        number = self._table_number[record.table]
        for path in record.properties:
            for element, constants in record.elements.items():
                self._root.grow(f"{path}/{element}").record = (
                    number,
                    {**constants, "source": element},
                )

    def begin_file(self, label: str, codelists: Codelists) -> None:
        """Say which file the following attributes are from.

        Parameters
        ----------
        label : str
            Name of the file in problems.
        codelists : Codelists
            Its code lists.
        """
        self._files.append(FileContext(label, codelists))

    def add(self, feature_row: int, element: Any) -> None:
        """Take one child of a city object that is an attribute.

        Parameters
        ----------
        feature_row : int
            Row of the city object.
        element : lxml.etree._Element
            The child; it is not kept.
        """
        self._walk(feature_row, element, self._root)

    def _walk(self, row: int, element: Any, parent: _Node) -> None:
        """Follow an element down the schema's paths."""
        name = qualified(element.tag)
        node = parent.children.get(name)
        if node is None:
            self._unplanned(row, element, parent.path)
        elif node.record is not None:
            number, constants = node.record
            entry = Row(row, constants)
            self._tables[number].append(entry)
            root, _ = self._members[number]
            for child in element.iterchildren("*"):
                self._member(entry, child, root, node.path)
                self._fill(row, child, node)
        elif node.sink >= 0 and not node.children:
            if row in self._values[node.sink]:
                self._leaf(row, element, node.path)  # a second value, beside the column
            elif (value := self._raw(element, name)) is not None:
                self._values[node.sink][row] = value
        else:
            for child in element.iterchildren("*"):
                self._walk(row, child, node)

    def _fill(self, row: int, element: Any, parent: _Node) -> None:
        """Give a column what a record holds too, such as the address of a building."""
        name = qualified(element.tag)
        node = parent.children.get(name)
        if node is None:
            return
        if node.sink >= 0 and (value := self._raw(element, name)) is not None:
            self._values[node.sink].setdefault(row, value)
        for child in element.iterchildren("*"):
            self._fill(row, child, node)

    def _member(self, entry: Row, element: Any, parent: _Node, path: str) -> None:
        """Follow an element below a record."""
        name = qualified(element.tag)
        node = parent.children.get(name)
        below = f"{path}/{name}"
        if node is None or (node.sink >= 0 and node.sink in entry.cells):
            self._unplanned(entry.feature_row, element, path)
        elif node.sink >= 0:
            value = self._raw(element, name)
            if value is not None:
                entry.cells[node.sink] = value
        else:
            for child in element.iterchildren("*"):
                self._member(entry, child, node, below)

    def _raw(self, element: Any, name: str) -> RawValue | None:
        """Return the value of a leaf as written, None where it is empty."""
        text = element.text
        if text is None or not (text := text.strip()):
            return None
        note = element.get("codeSpace") or element.get("uom") or ""
        local = name.rpartition(":")[2]
        return RawValue(text, intern(note), element.sourceline or 0, len(self._files) - 1, local)

    def _unplanned(self, row: int, element: Any, path: str) -> None:
        """Keep an attribute that the schema does not name."""
        name = qualified(element.tag)
        if name in _GEOMETRY:
            if self._on_geometry is not None:
                self._on_geometry(row, element, path)
            return
        if name in _GENERIC_PROPERTY:
            for child in element.iterchildren("*"):
                self._unplanned(row, child, path)
        elif name in _GENERIC_SET:
            self._generic_set(row, element)
        elif (generic := _GENERIC.fullmatch(name)) is not None:
            self._generic_value(row, element, generic["type"].lower(), None)
        elif next(element.iterchildren("*"), None) is None:
            self._leaf(row, element, f"{path}/{name}" if path else name)
        else:
            below = f"{path}/{name}" if path else name
            for child in element.iterchildren("*"):
                self._unplanned(row, child, below)

    def _leaf(self, row: int, element: Any, path: str) -> None:
        """Add a row to the table "other"."""
        value = (element.text or "").strip() or element.get(_HREF) or ""
        if value:
            code_space, uom = element.get("codeSpace") or "", element.get("uom") or ""
            self._other.append((row, intern(path), value, intern(code_space), intern(uom)))

    def _generic_set(self, row: int, element: Any) -> None:
        """Take a set of generic attributes, as a row of a table where the schema knows it."""
        name = _generic_name(element)
        entry = self._set_row(row, name)
        for child in element.iterchildren("*"):
            kind = qualified(child.tag)
            members = child.iterchildren("*") if kind in _GENERIC_PROPERTY else (child,)
            for member in members:
                kind = qualified(member.tag)
                if kind in _GENERIC_SET:
                    self._generic_set(row, member)
                elif (generic := _GENERIC.fullmatch(kind)) is not None:
                    self._generic_value(row, member, generic["type"].lower(), (name, entry))

    def _set_row(self, row: int, name: str) -> tuple[int, Row] | None:
        """Begin a row for a set of generic attributes, None where the schema does not know it."""
        for known in self._schema.generic_sets:
            match = known.pattern.search(name)
            if match is not None:
                number = self._table_number[known.table]
                entry = Row(row, _set_constants(known, match, name))
                self._tables[number].append(entry)
                return number, entry
        return None

    def _generic_value(
        self,
        row: int,
        element: Any,
        kind: str,
        member_of: tuple[str, tuple[int, Row] | None] | None,
    ) -> None:
        """Take one generic attribute, as a field where the schema knows its name."""
        name = _generic_name(element)
        holder = next((c for c in element.iterchildren("*") if c.tag.endswith("}value")), None)
        value = None if holder is None else self._raw(holder, name)
        if value is None:
            return
        set_name, entry = member_of or ("", None)
        if entry is not None:
            number, target = entry
            sink = self._members[number][1].get(name, -1)
            if sink >= 0 and sink not in target.cells:
                target.cells[sink] = value
                return
        elif member_of is None:
            sink = self._field_of_name.get(name, -1)
            if sink >= 0 and row not in self._values[sink]:
                self._values[sink][row] = value
                return
        self._generic.append((row, set_name, intern(name), value.text, value.note, intern(kind)))

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
        for field, values in zip(self._schema.fields, self._values, strict=True):
            typed = typed_values(field, list(values.values()), self._files, self._schema)
            rows = np.fromiter(values, dtype=np.int64, count=len(values))
            for name, array in typed.columns().items():
                table[name] = spread(array, rows, feature_count)
        return pd.DataFrame(table, index=pd.RangeIndex(feature_count))

    def records(self, feature_ids: Sequence[str]) -> dict[str, pd.DataFrame]:
        """Return the long tables, each with ``feature_id``.

        Parameters
        ----------
        feature_ids : sequence of str
            Id of every city object.
        """
        ids = pd.array(list(feature_ids), dtype="string")
        found = {
            table.name: long_table(table, rows, (self._files, self._schema), ids)
            for table, rows in zip(self._schema.tables, self._tables, strict=True)
        }
        found["other"] = text_table(self._other, OTHER_COLUMNS, ids)
        found["generic"] = text_table(self._generic, GENERIC_COLUMNS, ids)
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
        for field, values in zip(self._schema.fields, self._values, strict=True):
            typed = typed_values(field, list(values.values()), self._files, self._schema)
            found += value_problems(typed, list(values), feature_ids, self._files)
        for table, rows in zip(self._schema.tables, self._tables, strict=True):
            for i, field in enumerate(table.fields):
                filled = [row for row in rows if i in row.cells]
                raw = [row.cells[i] for row in filled]
                typed = typed_values(field, raw, self._files, self._schema)
                owners = [row.feature_row for row in filled]
                found += value_problems(typed, owners, feature_ids, self._files, table=table.name)
        for file in self._files:
            found += [Problem(file.label, 0, "", line) for line in file.codelists.new_problems()]
        return found


def _generic_name(element: Any) -> str:
    """Return the name of a generic attribute or set: an attribute before CityGML 3.0."""
    name = element.get("name")
    if name is None:
        name = next((c.text for c in element.iterchildren("*") if c.tag.endswith("}name")), None)
    return (name or "").strip()


def _set_constants(known: GenericSet, match: re.Match[str], name: str) -> Constants:
    """Return the constant columns of a generic attribute set."""
    groups = {key: text for key, text in match.groupdict().items() if text}
    return {**known.constants, **groups, "source": name}
