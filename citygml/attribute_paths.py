"""Paths of a schema as a tree: what an element is, by where it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from citygml.cells import NO_STORE, Cells, Store
from citygml.elements import XLINK_HREF
from citygml.namespaces import Role, property_of, qualified
from citygml.schema import Field, GenericSet

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
#: XML attributes that are a part of the value.
_OF_VALUE = frozenset({"codeSpace", "uom", "name"})
#: Namespaces of XML attributes that say nothing of their element.
_NO_NOTE = (
    "{http://www.w3.org/2001/XMLSchema-instance}",
    "{http://www.w3.org/XML/1998/namespace}",
    "{http://www.w3.org/1999/xlink}type",
)
Constants = tuple[tuple[str, str], ...]


class Step:
    """What an element at one place is.

    Attributes
    ----------
    path, local : str
        Its path from the city object, and its local name.
    children : dict
        Steps that the schema names, by qualified name.
    steps : dict
        Steps that were met, by Clark name.
    is_planned, is_leaf, is_geometry, is_holder : bool
        Whether the schema names it, whether it is the value of a field, whether it is geometry,
        whether it is a property that holds polygons.
    generic : str
        "set", "property", or such as "string value" for generic attributes.
    sink : int
        Number of its field, -1 without one.
    store : Store
        Where values of its field go.
    record : (int, tuple) or None
        Number of the table it is a row of, and the constant columns.
    members : Step or None
        Steps below it that fill the fields of the row.
    """

    __slots__ = (
        *("children", "generic", "is_geometry", "is_holder", "is_leaf", "is_planned"),
        *("local", "members", "path", "record", "sink", "steps", "store"),
    )

    def __init__(self, path: str) -> None:
        self.path = path
        self.local = path.rpartition("/")[2].rpartition(":")[2]
        self.children: dict[str, Step] = {}
        self.steps: dict[str, Step] = {}
        self.is_planned, self.is_leaf, self.is_geometry, self.generic = True, False, False, ""
        self.is_holder = False
        self.sink: int = -1
        self.store: Store = NO_STORE
        self.record: tuple[int, Constants] | None = None
        self.members: Step | None = None

    def grow(self, path: str) -> Step:
        """Return the node at the end of a relative path, made where it is not there yet."""
        node = self
        for name in path.split("/"):
            node = node.children.setdefault(name, Step(node.below(name)))
        return node

    def below(self, name: str) -> str:
        """Return the path of a child."""
        return f"{self.path}/{name}" if self.path else name

    def met(self, tag: str) -> Step:
        """Find out what a child is that was not met here before."""
        name = qualified(tag)
        step = self.children.get(name)
        if step is None:
            step = Step(self.below(name))
            step.is_planned, step.is_geometry = False, name in _GEOMETRY
            step.is_holder = property_of(tag).role is Role.POLYGONS
            step.generic = generic_kind(name)
        step.is_leaf = step.is_planned and step.sink >= 0 and not step.children
        step.is_leaf &= step.record is None
        return step


def generic_kind(name: str) -> str:
    """Return what an element is among generic attributes, "" for anything else.

    Examples
    --------
    >>> generic_kind("gen:stringAttribute"), generic_kind("gen:genericAttributeSet")
    ('string value', 'set')
    """
    if name in _GENERIC_PROPERTY:
        return "property"
    if name in _GENERIC_SET:
        return "set"
    generic = _GENERIC.fullmatch(name)
    return f"{generic['type'].lower()} value" if generic else ""


def generic_name(element: Any) -> str:
    """Return the name of a generic attribute or set: an attribute before CityGML 3.0."""
    name = element.get("name")
    if name is None:
        name = next((c.text for c in element.iterchildren("*") if c.tag.endswith("}name")), None)
    return (name or "").strip()


def notes(element: Any) -> list[tuple[str, str]]:
    """Return what an element says beside its value: other XML attributes, text before children.

    Examples
    --------
    >>> from lxml.etree import fromstring
    >>> notes(fromstring('<name Type="Town" uom="m">Kaga</name>'))
    [('@Type', 'Town')]
    """
    if not len(element) and _OF_VALUE.issuperset(element.keys()):
        return []
    known, written = {*_OF_VALUE}, (element.text or "").strip()
    if not (written or len(element)):
        known.add(XLINK_HREF)  # it is the value
    found = [
        (f"@{qualified(key)}", str(value).strip())
        for key, value in element.items()
        if key not in known and not key.startswith(_NO_NOTE) and not key.endswith("}id")
    ]
    if len(element) and written:
        found.append(("text()", written))
    return [(name, text) for name, text in found if text]


def plant(root: Step, fields: Sequence[Field], cells: Sequence[Cells]) -> dict[str, int]:
    """Enter the paths of fields; return the numbers of those that a generic attribute names."""
    names: dict[str, int] = {}
    for number, field in enumerate(fields):
        for path in field.paths:
            if path.startswith("@"):
                names[path[1:]] = number
            else:
                leaf = root.grow(path)
                leaf.sink, leaf.store = number, cells[number].store
    return names


def constants_of(known: GenericSet, match: re.Match[str], name: str) -> Constants:
    """Return the constant columns of a generic attribute set."""
    groups = {key: text for key, text in match.groupdict().items() if text}
    return tuple(sorted({**known.constants, **groups, "source": name}.items()))
