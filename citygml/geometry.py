"""GML geometry elements -> polygons, as the file writes them.

Most geometries are plain: a solid or a multi-surface of polygons without holes, one element after
the other in the same order. Those are taken by position; everything else is searched by role.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import repeat
from operator import attrgetter, methodcaller

from citygml.elements import (
    DIMENSIONS,
    INTERIOR,
    ORIENTABLE,
    XLINK_HREF,
    Element,
    coordinate_text,
    gml_id,
    gml_names,
    id_attribute,
    is_turned,
    ring_fault,
    rings_of,
    upwards,
)
from citygml.plain_polygons import PlainPolygons
from citygml.polygons import (
    OUTLINES,
    GeometryProblem,
    Link,
    PolygonColumns,
    Polygons,
    PolygonSort,
)
from citygml.surfaces import SurfaceKind

_POLYGON = gml_names("Polygon", "Triangle", "Rectangle", "PolygonPatch")
_POLYGONS = frozenset(_POLYGON)
_POS_LIST = frozenset(gml_names("posList"))
#: What holds nothing but one ``surfaceMember`` after the other.
_AGGREGATES = frozenset(gml_names("MultiSurface", "CompositeSurface"))
_LINEAR_RING, _SOLID = gml_names("LinearRing"), gml_names("Solid")
_WITH_ID = ("named", "solid", "oriented")
_NAMED = gml_names(
    *("CompositeSolid", "CompositeSurface", "MultiGeometry", "MultiSolid", "MultiSurface"),
    *("OrientableSurface", "PolyhedralSurface", "Shell", "Solid", "Surface", "Tin"),
    "TriangulatedSurface",
)
_BASE = frozenset(gml_names("baseSurface"))
_REFERRING = gml_names("surfaceMember", "baseSurface", "solidMember", "geometryMember")
#: What an element is to `GeometryBuilder.add`; a solid and an oriented surface have names too.
_ROLES = {
    **dict.fromkeys(_POLYGON, "polygon"),
    **dict.fromkeys(_POS_LIST, "list"),
    **dict.fromkeys(INTERIOR, "interior"),
    **dict.fromkeys(_REFERRING, "referring"),
    **dict.fromkeys(_NAMED, "named"),
    **dict.fromkeys(_SOLID, "solid"),
    **dict.fromkeys(ORIENTABLE, "oriented"),
}
_ROLE_NAMES = frozenset({*_ROLES.values(), ""})
#: Elements from one ``surfaceMember`` of a plain geometry to the next: Polygon, exterior,
#: LinearRing, posList are the others.
_STRIDE = 5
#: Elements before the first of them: property and MultiSurface; property, Solid, exterior and
#: CompositeSurface.
_HEADS = frozenset({2, 4})
_TAG, _TEXT, _LINE = attrgetter("tag"), attrgetter("text"), attrgetter("sourceline")
_DIMENSION, _KEYS = methodcaller("get", "srsDimension"), methodcaller("keys")
_SYSTEM = methodcaller("get", "srsName")
_FOREIGN = "geometry in {}, which is not the reference system of the file"


def _any_system(_: str) -> bool:
    """Take every reference system for that of the file; "" is that none is named."""
    return True


class GeometryBuilder:
    """Gather the polygons of a file.

    Parameters
    ----------
    dimension : int
        Numbers a point has where the geometry itself does not say.
    with_targets : bool
        Whether to remember the ids that appearances refer to.
    is_own : callable
        Whether a ``srsName`` is the reference system of the file. Polygons in another are left out.
    plain : PlainPolygons, optional
        Polygons that the stream has taken from the elements it hands over.

    Attributes
    ----------
    columns : PolygonColumns
        What was gathered so far.
    """

    def __init__(
        self,
        dimension: int = 3,
        *,
        with_targets: bool = False,
        is_own: Callable[[str], bool] = _any_system,
        plain: PlainPolygons | None = None,
    ) -> None:
        self._dimension = dimension
        self._plain = plain or PlainPolygons()
        self._cut = 0, 0
        self._is_own = is_own
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
                self._note_names(elements[:head], feature_row, (lod, kind), len(polygons))
            self._take_cut()
            size = len(polygons)
            self._polygons += polygons
            self._rings += elements[head + 3 :: _STRIDE]
            self._lists += lists
        else:
            self._take_waiting()
            naming = kind if named and lod > 0 else SurfaceKind.OTHER
            size = self._take_any(elements, feature_row, lod, naming)
        if size:
            self.columns.add_property(
                feature_row, size, kind=kind, lod=lod, named=named, owner_id=owner_id
            )
        return size

    def add_cut(
        self, element: Element, feature_row: int, what: PolygonSort, *, owner_id: str
    ) -> bool:
        """Take a geometry property the polygons of which the stream has cut out, as of `add`.

        Returns
        -------
        bool
            Whether it is one; if not, nothing is taken.
        """
        first, last = self._plain.range_in(element)
        if first == last:
            return False
        if first != self._cut[1] or self._polygons:
            self._take_waiting()
            self._cut = first, last
        else:
            self._cut = self._cut[0], last
        if owner_id and self._plain.has_ids(first, last):
            owner_id = ""  # a string for each surface of a city that nothing refers to
        kind, lod, named = what
        self.columns.add_property(
            feature_row, last - first, kind=kind, lod=lod, named=named, owner_id=owner_id
        )
        return True

    def end_object(self) -> None:
        """Say that a city object is complete: nothing of it is referred to any more."""
        self._take_waiting()
        self.columns.settle()

    def polygons(self) -> Polygons:
        """Return everything gathered; polygons that break a rule are left out with a problem."""
        self.end_object()
        return self.columns.polygons()

    def hand_over(self) -> Polygons:
        """Return everything gathered, as of `polygons`, and forget it."""
        found = self.polygons()
        self.columns = PolygonColumns(with_targets=self._with_targets)
        return found

    def _is_plain(self, head: list[Element], polygons: list[Element], lists: list[Element]) -> bool:
        """Whether every polygon is where it is in a plain geometry.

        Where the last polygon is in a member of the aggregate, everything before it is in the
        aggregate too. Where a Polygon comes first and a posList fourth after every member, there is
        room for nothing between them but one boundary and its ring.
        """
        aggregate = head[-1]
        return (
            aggregate.tag in _AGGREGATES
            and bool(lists)
            and polygons[-1].getparent().getparent() is aggregate
            and _POS_LIST.issuperset(map(_TAG, lists))
            and _POLYGONS.issuperset(map(_TAG, polygons))
            and (not any(map(_KEYS, head)) or self._is_usual(head))
        )

    def _is_usual(self, head: list[Element]) -> bool:
        """Whether elements around polygons name no other system, and held none that were cut."""
        if any(self._plain.mark in part.attrib for part in head):
            return False
        dimensions, systems = filter(None, map(_DIMENSION, head)), filter(None, map(_SYSTEM, head))
        fits = all(DIMENSIONS.get(said) == self._dimension for said in dimensions)
        return fits and all(map(self._is_own, systems))

    def _note_names(
        self, head: list[Element], feature_row: int, meaning: tuple[int, int], size: int
    ) -> None:
        """Remember the ids of a plain geometry, before its polygons are put to those waiting."""
        lod, kind = meaning
        self._note_links(head[:1], feature_row, lod, SurfaceKind.OTHER)
        first = len(self.columns.own_id) + len(self._polygons)
        for part in head[1:]:
            if name := gml_id(part):
                self.columns.names.append(name)
                if self._with_targets or kind in OUTLINES:
                    self.columns.groups.setdefault(name, (first, first + size))

    def _take_cut(self) -> None:
        """Take all polygons at once that the stream has cut out of an object."""
        first, last = self._cut
        if first == last:
            return
        ids, lines, texts = self._plain.polygons(first, last)
        self._cut = last, last
        columns = self.columns
        columns.own_id += ids
        columns.line.extend(lines)
        columns.ring_count.extend(repeat(1, last - first))
        columns.ring.dimension.extend(repeat(self._dimension, last - first))
        columns.ring.add(texts)

    def _take_waiting(self) -> None:
        """Take all plain polygons of an object at once, so that no line is run for each."""
        self._take_cut()
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
        for part in parts:
            if any(map(_KEYS, part)) and any(map(_SYSTEM, part)):
                self._refuse_foreign(part)
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

    def _take_any(self, elements: list[Element], feature_row: int, lod: int, naming: int) -> int:
        """Take polygons with holes, patches, oriented surfaces, references."""
        element, columns = elements[0], self.columns
        parts: dict[str, list[Element]] = {role: [] for role in _ROLE_NAMES}
        for part in elements:
            parts[_ROLES.get(part.tag, "")].append(part)
        if any(self._plain.restore(part) for part in parts[""] if part is not element):
            return self._take_any(list(element.iter()), feature_row, lod, naming)
        named = [name for role in _WITH_ID for part in parts[role] if (name := gml_id(part))]
        columns.names.extend(named)
        if named and (self._with_targets or naming in OUTLINES):
            self._note_groups(element)
        shells = (shell for solid in parts["solid"] for shell in solid)
        self._note_links([element, *parts["referring"], *shells], feature_row, lod, naming)
        polygons, lists = parts["polygon"], parts["list"]
        if not polygons:
            return 0
        declares = any(map(_DIMENSION, elements)) or any(map(_SYSTEM, elements))
        turned = _turned(parts["oriented"], polygons)
        simple = not parts["interior"] and _is_ring_each(lists, len(polygons))
        for index, polygon in enumerate(polygons):
            rings = [lists[index].getparent()] if simple else rings_of(polygon)
            if turned is not None and turned[index]:
                columns.ring.turned.update(range(len(columns.ring), len(columns.ring) + len(rings)))
            dimension = self._dimension
            if declares:
                dimension = self._inherited_dimension(polygon, element)
                self._refuse_foreign_rings(polygon, element, rings)
            self._take_polygon(polygon, rings, feature_row, dimension)
        return len(polygons)

    def _take_polygon(
        self, polygon: Element, rings: list[Element], feature_row: int, dimension: int
    ) -> None:
        """Take one polygon."""
        columns, own_id, line = self.columns, gml_id(polygon), polygon.sourceline or 0
        if self._with_targets:
            self._note_rings(len(columns.own_id), own_id, rings)
        if not rings:
            columns.problems.append(GeometryProblem(feature_row, line, "polygon without a ring"))
        columns.own_id.append(own_id)
        columns.line.append(line)
        columns.ring_count.append(len(rings))
        for ring in rings:
            if fault := ring_fault(ring):
                columns.ring.faults.setdefault(len(columns.ring), fault)
            text, declared = coordinate_text(ring, dimension)
            columns.ring.dimension.append(declared or dimension)
            columns.ring.add([text])

    def _inherited_dimension(self, polygon: Element, element: Element) -> int:
        """Numbers a point has as the innermost element around a polygon says."""
        said = (DIMENSIONS.get(part.get("srsDimension")) for part in upwards(polygon, element))
        return next(filter(None, said), self._dimension)

    def _refuse_foreign_rings(
        self, polygon: Element, element: Element, rings: list[Element]
    ) -> None:
        """Leave a polygon out if it is, or a part of it is, in another reference system."""
        around = filter(None, map(_SYSTEM, upwards(polygon, element)))
        inside = (name for ring in rings for name in map(_SYSTEM, ring.iter()) if name)
        for name in (next(iter(around), ""), *inside):
            if rings and not self._is_own(name):
                self.columns.ring.faults.setdefault(len(self.columns.ring), _FOREIGN.format(name))

    def _refuse_foreign(self, parts: list[Element]) -> None:
        """Leave out those of the plain polygons at hand that are in another reference system."""
        for number, name in enumerate(map(_SYSTEM, parts), start=len(self.columns.ring)):
            if name is not None and not self._is_own(name):
                self.columns.ring.faults.setdefault(number, _FOREIGN.format(name))

    def _note_links(self, parts: list[Element], feature_row: int, lod: int, naming: int) -> None:
        """Remember what is referred to, so that dangling links are found."""
        for part in parts:
            href = part.get(XLINK_HREF)
            if href is not None:
                line = part.sourceline or 0
                turned = part.tag in _BASE and is_turned(part)
                self.columns.links.append(Link(href, feature_row, line, naming, lod, turned))

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
    return len(lists) == count and all(part.getparent().tag in _LINEAR_RING for part in lists)


def _turned(oriented: list[Element], polygons: list[Element]) -> list[bool] | None:
    """Which polygons an ``OrientableSurface orientation="-"`` turns round, None = none."""
    if not any(part.get("orientation") == "-" for part in oriented):
        return None
    return [is_turned(polygon) for polygon in polygons]
