"""GML geometry elements -> polygons, as the file writes them.

Most geometries are plain: a solid or a multi-surface of polygons without holes, one element after
the other in the same order. Those are taken by position; everything else is searched by role.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat
from operator import attrgetter, methodcaller

from citygml.elements import (
    DIMENSIONS,
    XLINK_HREF,
    Element,
    coordinate_text,
    gml_id,
    gml_names,
    id_attribute,
)
from citygml.polygons import OUTLINES, GeometryProblem, Link, PolygonColumns, Polygons
from citygml.surfaces import SurfaceKind

_POLYGON = gml_names("Polygon", "Triangle", "Rectangle", "PolygonPatch")
_POLYGONS = frozenset(_POLYGON)
_POS_LIST = frozenset(gml_names("posList"))
#: What holds nothing but one ``surfaceMember`` after the other.
_AGGREGATES = frozenset(gml_names("MultiSurface", "CompositeSurface"))
_RING = gml_names("LinearRing")
_INTERIOR = gml_names("interior", "innerBoundaryIs")
_ORIENTABLE = gml_names("OrientableSurface")
_SOLID = gml_names("Solid")
_WITH_ID = ("named", "solid", "oriented")
_NAMED = gml_names(
    *("CompositeSolid", "CompositeSurface", "MultiGeometry", "MultiSolid", "MultiSurface"),
    *("OrientableSurface", "PolyhedralSurface", "Shell", "Solid", "Surface", "Tin"),
    "TriangulatedSurface",
)
_REFERRING = gml_names("surfaceMember", "baseSurface", "solidMember", "geometryMember")
#: What an element is to `GeometryBuilder.add`; a solid and an oriented surface have names too.
_ROLES = {
    **dict.fromkeys(_POLYGON, "polygon"),
    **dict.fromkeys(_POS_LIST, "list"),
    **dict.fromkeys(_INTERIOR, "interior"),
    **dict.fromkeys(_REFERRING, "referring"),
    **dict.fromkeys(_NAMED, "named"),
    **dict.fromkeys(_SOLID, "solid"),
    **dict.fromkeys(_ORIENTABLE, "oriented"),
}
_ROLE_NAMES = frozenset(_ROLES.values())
#: Elements from one ``surfaceMember`` of a plain geometry to the next: Polygon, exterior,
#: LinearRing, posList are the others.
_STRIDE = 5
#: Elements before the first of them: property and MultiSurface; property, Solid, exterior and
#: CompositeSurface.
_HEADS = frozenset({2, 4})
_TAG, _TEXT, _LINE = attrgetter("tag"), attrgetter("text"), attrgetter("sourceline")
_DIMENSION, _KEYS = methodcaller("get", "srsDimension"), methodcaller("keys")


class GeometryBuilder:
    """Gather the polygons of a file.

    Parameters
    ----------
    dimension : int
        Numbers a point has where the geometry itself does not say.
    with_targets : bool
        Whether to remember the ids that appearances refer to.

    Attributes
    ----------
    columns : PolygonColumns
        What was gathered so far.
    """

    def __init__(self, dimension: int = 3, *, with_targets: bool = False) -> None:
        self._dimension = dimension
        self._with_targets = with_targets
        self.columns = PolygonColumns(with_targets=with_targets)
        self._ring_count = 0
        self._polygons: list[Element] = []
        self._rings: list[Element] = []
        self._lists: list[Element] = []

    def add(
        self, element: Element, *, feature_row: int, kind: int, lod: int, named: bool, owner_id: str
    ) -> int:
        """Take all polygons below a geometry property.

        Parameters
        ----------
        element : lxml element
            Such as ``bldg:lod2MultiSurface``. References are kept until `end_object`.
        feature_row : int
            Row of the city object it belongs to.
        kind, lod : int
            `SurfaceKind` and level of detail of all of them.
        named : bool
            Whether the file itself gives the kind.
        owner_id : str
            ``gml:id`` of the thematic surface, for polygons that have none.

        Returns
        -------
        int
            How many polygons were found; 0 for a property that only refers to others.
        """
        elements = list(element.iter())
        head = len(elements) % _STRIDE
        polygons, lists = elements[head + 1 :: _STRIDE], elements[head + 4 :: _STRIDE]
        if head in _HEADS and self._is_plain(elements[:head], polygons, lists):
            if any(map(_KEYS, elements[:head])):
                self._note_names(elements[:head], feature_row, len(polygons), kind)
            size = len(polygons)
            self._polygons += polygons
            self._rings += elements[head + 3 :: _STRIDE]
            self._lists += lists
        else:
            self._take_waiting()
            naming = kind if named and lod > 0 else SurfaceKind.OTHER
            size = self._take_any(elements, feature_row, kind, naming)
        if size:
            self.columns.add_property(
                feature_row, size, kind=kind, lod=lod, named=named, owner_id=owner_id
            )
        return size

    def end_object(self) -> None:
        """Say that a city object is complete: nothing of it is referred to any more."""
        self._take_waiting()
        self.columns.settle()

    def polygons(self) -> Polygons:
        """Return everything gathered; polygons that break a rule are left out with a problem."""
        self._take_waiting()
        return self.columns.polygons()

    def _is_plain(self, head: list[Element], polygons: list[Element], lists: list[Element]) -> bool:
        """Whether every polygon is where it is in a plain geometry.

        Where the last polygon is in a member of the aggregate, everything before it is in the
        aggregate too. Where a Polygon comes first and a posList fourth after every member, there is
        room for nothing between them but one boundary and its ring.
        """
        aggregate = head[-1]
        dimension = head[1].get("srsDimension")
        return (
            aggregate.tag in _AGGREGATES
            and bool(lists)
            and polygons[-1].getparent().getparent() is aggregate
            and _POS_LIST.issuperset(map(_TAG, lists))
            and _POLYGONS.issuperset(map(_TAG, polygons))
            and (dimension is None or DIMENSIONS.get(dimension) == self._dimension)
        )

    def _note_names(self, head: list[Element], feature_row: int, size: int, kind: int) -> None:
        """Remember the ids of a plain geometry, before its polygons are put to those waiting."""
        self._note_links(head[:1], feature_row, SurfaceKind.OTHER)
        first = len(self.columns.own_id) + len(self._polygons)
        for part in head[1:]:
            if name := gml_id(part):
                self.columns.names.append(name)
                if self._with_targets or kind in OUTLINES:
                    self.columns.groups.setdefault(name, (first, first + size))

    def _take_waiting(self) -> None:
        """Take all plain polygons of an object at once, so that no line is run for each."""
        parts = polygons, rings, lists = self._polygons, self._rings, self._lists
        if not polygons:
            return
        columns = self.columns
        own_id = methodcaller("get", id_attribute(polygons[0].tag), "")
        size, first = len(polygons), len(columns.own_id)
        named = any(map(_KEYS, polygons))
        columns.own_id.extend(map(own_id, polygons) if named else repeat("", size))
        if self._with_targets:
            for number, ring in enumerate(rings, start=first):
                self._note_rings(number, columns.own_id[number], [ring])
        columns.ring.dimension.extend(
            self._declared(*parts)
            if any(any(map(_KEYS, part)) and any(map(_DIMENSION, part)) for part in parts)
            else repeat(self._dimension, size)
        )
        columns.line.extend(map(_LINE, polygons))
        columns.ring_count.extend(repeat(1, size))
        columns.ring.add([text or "" for text in map(_TEXT, lists)])
        self._polygons, self._rings, self._lists = [], [], []

    def _declared(self, *parts: list[Element]) -> Iterator[int]:
        """Numbers a point has in each polygon: what the innermost element says counts."""
        for polygon in zip(*parts, strict=True):
            said = [said for part in polygon if (said := DIMENSIONS.get(part.get("srsDimension")))]
            yield said[-1] if said else self._dimension

    def _take_any(self, elements: list[Element], feature_row: int, kind: int, naming: int) -> int:
        """Take polygons with holes, patches, oriented surfaces, references."""
        element, columns = elements[0], self.columns
        parts: dict[str, list[Element]] = {role: [] for role in _ROLE_NAMES}
        for part in elements:
            role = _ROLES.get(part.tag)
            if role is not None:
                parts[role].append(part)
        named = [name for role in _WITH_ID for part in parts[role] if (name := gml_id(part))]
        columns.names.extend(named)
        if named and (self._with_targets or naming in OUTLINES):
            self._note_groups(element)
        shells = (shell for solid in parts["solid"] for shell in solid)
        self._note_links([element, *parts["referring"], *shells], feature_row, naming)
        polygons, lists = parts["polygon"], parts["list"]
        if not polygons:
            return 0
        dimension = DIMENSIONS.get(element[0].get("srsDimension"), self._dimension)
        turned = _turned(parts["oriented"], polygons)
        simple = not parts["interior"] and _is_ring_each(lists, len(polygons))
        for index, polygon in enumerate(polygons):
            number = len(columns.own_id)
            rings = [lists[index].getparent()] if simple else _rings(polygon)
            own_id = gml_id(polygon)
            if self._with_targets:
                self._note_rings(number, own_id, rings)
            if turned is not None and turned[index]:
                columns.ring.turned.update(range(len(columns.ring), len(columns.ring) + len(rings)))
            line = polygon.sourceline or 0
            if not rings:
                columns.problems.append(
                    GeometryProblem(feature_row, line, "polygon without a ring")
                )
            columns.own_id.append(own_id)
            columns.line.append(line)
            columns.ring_count.append(len(rings))
            own_dimension = DIMENSIONS.get(polygon.get("srsDimension"), dimension)
            for ring in rings:
                text, declared = coordinate_text(ring)
                columns.ring.dimension.append(declared or own_dimension)
                columns.ring.add([text])
        return len(polygons)

    def _note_links(self, parts: list[Element], feature_row: int, naming: int) -> None:
        """Remember what is referred to, so that dangling links are found."""
        for part in parts:
            href = part.get(XLINK_HREF)
            if href is not None:
                self.columns.links.append(Link(href, feature_row, part.sourceline or 0, naming))

    def _note_groups(self, element: Element) -> None:
        """Remember which polygons, as met, are below the parts of a geometry that have an id."""
        met = len(self.columns.own_id)
        for part in element.iter(*_NAMED, *_POLYGON):
            if part.tag in _POLYGONS:
                met += 1
            elif own_id := gml_id(part):
                inside = sum(1 for _ in part.iter(*_POLYGON))
                self.columns.groups.setdefault(own_id, (met, met + inside))

    def _note_rings(self, number: int, own_id: str, rings: list[Element]) -> None:
        """Remember the ids of a polygon and its rings."""
        if own_id:
            self.columns.groups.setdefault(own_id, (number, number + 1))
        for ring in rings:
            if ring_id := gml_id(ring):
                self.columns.rings.setdefault(ring_id, self._ring_count)
            self._ring_count += 1


def _is_ring_each(lists: list[Element], count: int) -> bool:
    """Whether each polygon has one list: lists of lines beside them would be taken for rings."""
    return len(lists) == count and all(part.getparent().tag in _RING for part in lists)


def _turned(oriented: list[Element], polygons: list[Element]) -> list[bool] | None:
    """Which polygons an ``OrientableSurface orientation="-"`` turns round, None = none."""
    if not any(part.get("orientation") == "-" for part in oriented):
        return None
    return [
        sum(above.get("orientation") == "-" for above in polygon.iterancestors(*_ORIENTABLE)) % 2
        == 1
        for polygon in polygons
    ]


def _rings(polygon: Element) -> list[Element]:
    """Rings of a polygon, the exterior first."""
    interior = [ring for hole in polygon.iter(*_INTERIOR) for ring in hole.iter(*_RING)]
    inside = set(interior)
    exterior = [ring for ring in polygon.iter(*_RING) if ring not in inside]
    return [*exterior, *interior]
