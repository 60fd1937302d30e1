"""Attributes of city objects -> coded cells, as a `Schema` says.

The reader hands over one child of a city object after the other; only coded texts are kept, never
an element. `citygml.attribute_tables` reads them when all of a file is met.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from citygml.attribute_paths import Step, constants_of, generic_kind, generic_name, notes, plant
from citygml.attribute_tables import (
    GENERIC_COLUMNS,
    OTHER_COLUMNS,
    AttributeCells,
    AttributeTables,
)
from citygml.cells import Cells, RecordCells, Store, TextRows
from citygml.codelists import Codelists
from citygml.elements import XLINK_HREF
from citygml.namespaces import qualified
from citygml.schema import Record, Schema
from citygml.values import FileContext

#: What is in a leaf: a value with its unit or code list, or more than that.
_PLAIN, _WITH_REMARKS = 1, 2
#: Steps of paths that are remembered; a file of more different names is read a little slower.
MAX_STEPS = 50_000


class AttributeBuilder:
    """Collects attributes of the city objects of any number of files.

    Parameters
    ----------
    schema : Schema
        What is known of the attributes. What it does not name goes to the tables "other" and
        "generic": nothing is dropped.
    on_geometry : callable, optional
        Called with (feature row, element, path) for every geometry among the attributes, and for
        every empty property that could have held one; returns whether it was taken.

    Attributes
    ----------
    cells : AttributeCells
        What was met so far.
    """

    def __init__(
        self, schema: Schema, *, on_geometry: Callable[[int, Any, str], bool] | None = None
    ) -> None:
        self._schema = schema
        self._on_geometry = on_geometry
        self._files: list[FileContext] = []
        self._file = -1
        self.cells = AttributeCells(
            [Cells() for _ in schema.fields],
            [RecordCells(len(table.fields)) for table in schema.tables],
            TextRows(len(OTHER_COLUMNS) - 1),
            TextRows(len(GENERIC_COLUMNS) - 1),
        )
        self._filled: set[int] = set()
        self._width = len(schema.fields)
        self._steps = 0
        self._table_number = {table.name: i for i, table in enumerate(schema.tables)}
        self._root = Step("")
        self._field_of_name = plant(self._root, schema.fields, self.cells.fields)
        members = zip(schema.tables, self.cells.tables, strict=True)
        self._member_of_name = [plant(Step(""), t.fields, rows.fields) for t, rows in members]
        for record in schema.records:
            self._plant_record(record)

    def _plant_record(self, record: Record) -> None:
        """Enter the paths of a record's elements."""
        number = self._table_number[record.table]
        for path in record.properties:
            for element, constants in record.elements.items():
                pairs = tuple(sorted({**constants, "source": element}.items()))
                self._root.grow(f"{path}/{element}".lstrip("/")).record = (number, pairs)

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
        self._file = len(self._files) - 1

    def tables(self) -> AttributeTables:
        """Return what was met, to be read."""
        return AttributeTables(self._schema, self.cells, self._files)

    def end_object(self) -> None:
        """Say that no attribute follows of the objects met so far: what they had is forgotten."""
        self._filled.clear()

    def add(self, feature_row: int, element: Any) -> None:
        """Take one child of a city object that is an attribute.

        Parameters
        ----------
        feature_row : int
            Row of the city object.
        element : lxml.etree._Element
            The child; it is not kept.
        """
        self._walk(feature_row, (element,), self._root)

    def _step(self, parent: Step, tag: str) -> Step:
        """Find out what an element is that was not met at this place before."""
        step = parent.met(tag)
        if self._steps < MAX_STEPS:
            self._steps += 1
            parent.steps[tag] = step
        return step

    def _walk(self, row: int, elements: Iterable[Any], node: Step) -> None:
        """Follow elements at one place down the schema's paths: most are values of fields."""
        steps, filled, first_mark = node.steps, self._filled, row * self._width
        for element in elements:
            tag = element.tag
            step = steps.get(tag) or self._step(node, tag)
            if not step.is_leaf:
                self._follow(row, element, step)
                continue
            mark = first_mark + step.sink
            if mark in filled:
                self._leaf(row, element, step.path)  # a second value, beside the column
                continue
            taken = self._take(step.store, row, element, step.local)
            if taken:
                filled.add(mark)
            if taken != _PLAIN:
                self._beside(row, element, step, is_taken=bool(taken))

    def _follow(self, row: int, element: Any, node: Step) -> None:
        """Take an element that is not the value of a field."""
        if not node.is_planned:
            self._unplanned(row, element, node)
        elif node.record is not None:
            self._record(row, element, node)
        elif len(element):
            self._walk(row, element, node)
        else:
            self._leaf(row, element, node.path)

    def _beside(self, row: int, element: Any, node: Step, *, is_taken: bool) -> None:
        """Keep what the column of a value does not take: why there is none, what else is said."""
        if is_taken:
            self._remarks(row, element, node.path)
        elif len(element):
            for child in element:
                self._unplanned(row, child, self._step(node, child.tag))
        else:
            self._leaf(row, element, node.path)

    def _record(self, row: int, element: Any, node: Step) -> None:
        """Take an element that is a row of a table."""
        number, constants = node.record or (0, ())
        table = self.cells.tables[number]
        if node.members is None:
            node.members = Step(node.path)
            plant(node.members, self._schema.tables[number].fields, table.fields)
        entry, filled = table.begin(row, constants), set[int]()
        if element.keys():
            self._remarks(row, element, node.path)
        members, steps = node.members, node.members.steps
        for child in element:
            tag = child.tag
            step = steps.get(tag) or self._step(members, tag)
            self._member((table, entry, filled), child, step)
            if node.children:
                self._fill(row, child, node)

    def _fill(self, row: int, element: Any, parent: Step) -> None:
        """Give a column what a record holds too, such as the address of a building."""
        tag = element.tag
        node = parent.steps.get(tag) or self._step(parent, tag)
        if not node.is_planned:
            return
        mark = row * self._width + node.sink
        wanted = node.sink >= 0 and mark not in self._filled
        if wanted and self._take(node.store, row, element, node.local):
            self._filled.add(mark)
        for child in element:
            self._fill(row, child, node)

    def _member(self, entry: tuple[RecordCells, int, set[int]], element: Any, node: Step) -> None:
        """Follow an element below a record."""
        table, number, filled = entry
        sink = node.sink
        if not node.is_planned or sink in filled:
            self._unplanned(table.owners[number], element, node)
            return
        if sink < 0:
            self._remarks(table.owners[number], element, node.path)
            for child in element:
                tag = child.tag
                self._member(entry, child, node.steps.get(tag) or self._step(node, tag))
            return
        taken = self._take(node.store, number, element, node.local)
        if taken:
            filled.add(sink)
        if taken != _PLAIN:
            self._beside(table.owners[number], element, node, is_taken=bool(taken))

    def _take(self, store: Store, row: int, element: Any, local: str) -> int:
        """Keep the text of a leaf; return 0 if there is none, `_PLAIN` if there is nothing else."""
        text = element.text
        if text is None or not (text := text.strip()):
            return 0
        keys = element.keys()
        note = (element.get("codeSpace") or element.get("uom") or "") if keys else ""
        # `Cells.add`, written out: a city has a million values.
        number_of, add_number, add_row, add_line = store
        raw = text, note, self._file, local
        number = number_of.get(raw)
        if number is None:
            number = number_of[raw] = len(number_of)
        add_number(number)
        add_row(row)
        add_line(element.sourceline or 0)
        return _PLAIN if not keys or (note and len(keys) == 1) else _WITH_REMARKS

    def _unplanned(self, row: int, element: Any, node: Step) -> None:
        """Keep an attribute that the schema does not name."""
        if node.is_geometry:
            if self._on_geometry is not None:
                self._on_geometry(row, element, node.path.rpartition("/")[0])
        elif node.generic == "set":
            self._generic_set(row, element)
        elif node.generic.endswith(" value"):
            self._generic_value(row, element, node.generic.split()[0], None)
        elif len(element):
            self._remarks(row, element, node.path)
            # The property around a generic attribute of CityGML 3.0 is no step of a path.
            below = Step(node.path.rpartition("/")[0]) if node.generic else node
            for child in element:
                tag = child.tag
                step = node.steps.get(tag) or self._step(below, tag)
                self._unplanned(row, child, step)
        elif not node.generic:
            if node.is_holder and self._on_geometry and self._on_geometry(row, element, node.path):
                return
            self._leaf(row, element, node.path)

    def _leaf(self, row: int, element: Any, path: str) -> None:
        """Add a row to the table "other"."""
        value = (element.text or "").strip() or element.get(XLINK_HREF) or ""
        if value:
            code_space, uom = element.get("codeSpace") or "", element.get("uom") or ""
            self.cells.other.add(row, (path, value, code_space, uom))
        self._remarks(row, element, path)

    def _remarks(self, row: int, element: Any, path: str) -> None:
        """Keep what an element says beside its value, such as the ``Type`` of a place."""
        for name, text in notes(element):
            self.cells.other.add(row, (f"{path}/{name}", text, "", ""))

    def _generic_set(self, row: int, element: Any) -> None:
        """Take a set of generic attributes, as a row of a table where the schema knows it."""
        name = generic_name(element)
        entry = self._set_row(row, name)
        if len(element.keys()) > 1:
            self._generic_remarks(row, element, name)
        for child in element.iterchildren("*"):
            is_property = generic_kind(qualified(child.tag)) == "property"
            for member in child.iterchildren("*") if is_property else (child,):
                kind = generic_kind(qualified(member.tag))
                if kind == "set":
                    self._generic_set(row, member)
                elif kind:
                    self._generic_value(row, member, kind.split()[0], (name, entry))

    def _generic_remarks(self, row: int, element: Any, name: str) -> None:
        """Keep what a generic attribute says beside name and value: why there is none, a list."""
        for part in (element, *element.iterchildren("{*}value")):
            path = "/".join(
                (qualified(element.tag), name, *(() if part is element else ("value",)))
            )
            self._remarks(row, part, path)
        if code_space := element.get("codeSpace"):
            self.cells.other.add(
                row, (f"{qualified(element.tag)}/{name}/@codeSpace", code_space, "", "")
            )

    def _set_row(self, row: int, name: str) -> tuple[int, int, set[int]] | None:
        """Begin a row for a set of generic attributes, None where the schema does not know it."""
        for known in self._schema.generic_sets:
            match = known.pattern.search(name)
            if match is not None:
                number = self._table_number[known.table]
                constants = constants_of(known, match, name)
                return number, self.cells.tables[number].begin(row, constants), set()
        return None

    def _generic_value(
        self,
        row: int,
        element: Any,
        kind: str,
        member_of: tuple[str, tuple[int, int, set[int]] | None] | None,
    ) -> None:
        """Take one generic attribute, as a field where the schema knows its name."""
        name = generic_name(element)
        holder = next((c for c in element.iterchildren("*") if c.tag.endswith("}value")), None)
        if holder is None:
            return
        if len(element.keys()) > 1 or not holder.text:
            self._generic_remarks(row, element, name)
        set_name, entry = member_of or ("", None)
        if entry is not None:
            number, target, filled = entry
            sink = self._member_of_name[number].get(name, -1)
            if sink >= 0 and sink not in filled:
                if self._take(self.cells.tables[number].fields[sink].store, target, holder, name):
                    filled.add(sink)
                return
        elif member_of is None:
            sink = self._field_of_name.get(name, -1)
            mark = row * self._width + sink
            if sink >= 0 and mark not in self._filled:
                if self._take(self.cells.fields[sink].store, row, holder, name):
                    self._filled.add(mark)
                return
        value = (holder.text or "").strip()
        if value:
            note = holder.get("codeSpace") or holder.get("uom") or ""
            self.cells.generic.add(row, (set_name, name, value, note, kind))
