"""One CityGML file -> `FileContent`, one city object at a time.

The stream is `lxml.etree.iterparse` over the members of the city; each member is walked once, its
texts are taken, and its elements are freed, so that memory is bounded by the largest object.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from lxml import etree
from pyproj import CRS

from citygml.arrow_memory import system_memory
from citygml.assembly import FeatureRow, FileContent
from citygml.attributes import AttributeBuilder
from citygml.boundaries import Surface, SurfaceAttributes
from citygml.choice import EVERYTHING, Choice
from citygml.crs import NamedSystem, Projection, crs_of, horizontal, vertical_datum
from citygml.curves import CURVE_PARTS, CurveBuilder
from citygml.elements import Element, gml_id
from citygml.errors import CRSError
from citygml.file_notes import FileNotes
from citygml.gathered import Gathered
from citygml.geometry import GeometryBuilder
from citygml.implicit import ImplicitBuilder, with_implicit
from citygml.model import Problem, unused_name
from citygml.namespaces import (
    PREFIX_KINDS,
    Property,
    Role,
    prefix_and_local,
    property_of,
    qualified,
    surface_kind,
)
from citygml.placing import Placing
from citygml.plain_polygons import PlainPolygons
from citygml.polygons import GeometryProblem, PolygonSort, sort_of
from citygml.schema import Schema
from citygml.stream import Source, file_head, iter_members, opened
from citygml.surface_data import AppearanceBuilder
from citygml.surfaces import SurfaceKind
from citygml.tin import TinBuilder

#: The commonest roles by a name of their own: it is looked at once for every element.
_ATTRIBUTE, _BOUNDARY, _POLYGONS = Role.ATTRIBUTE, Role.BOUNDARY, Role.POLYGONS
_SRS_NAMES = etree.XPath("descendant::*/@srsName", smart_strings=False)
_RELIEF = frozenset({"ReliefFeature", "TINRelief"})
_LOD_OF_PATH = re.compile(r":lod([0-4])(?![a-z])")


def read_content(
    source: Source,
    *,
    schema: Schema,
    crs: CRS,
    appearance: bool = False,
    choice: Choice = EVERYTHING,
) -> FileContent:
    """Read one file, see `citygml.reader.read_city`; a GMLError or CRSError if it cannot be."""
    reader = FileReader(source, schema, crs, appearance=appearance, choice=choice)
    for _ in reader.walk():
        pass
    return reader.content()


class FileReader:
    """One pass over one file.

    Parameters
    ----------
    source, schema, crs, appearance, choice
        As of `citygml.reader.read_city`.
    """

    def __init__(
        self,
        source: Source,
        schema: Schema,
        crs: CRS,
        *,
        appearance: bool = False,
        choice: Choice = EVERYTHING,
    ) -> None:
        self._source, self._schema, self._crs = source, schema, crs
        self._choice, self._appearance = choice, appearance
        self._head = file_head(source)
        self._notes = FileNotes(self._head.notes)
        try:
            self._written = crs_of(self._head.srs_name)
            self._projection = Projection(self._written, crs)
        except CRSError as error:
            raise CRSError(f"{source.label}: {error}") from error
        self._system = NamedSystem(self._head.srs_name, self._written)
        self._ids: set[str] = set()
        self._object_count = 0
        # Textures refer to rings by their ids, and so may who chooses objects: elements have them.
        self._by_id = appearance or choice.ids is not None
        self._plain = PlainPolygons()
        self._tin = TinBuilder()  # one for the whole walk: it is filled ahead of the objects
        self._begin()

    def _begin(self) -> None:
        """Begin to gather anew."""
        source, dimension = self._source, self._head.dimension
        self._placing = Placing(self._projection, srs_name=self._head.srs_name, label=source.label)
        self._geometry = GeometryBuilder(
            dimension,
            with_targets=self._appearance,
            is_own=self._system.has_name,
            plain=self._plain,
        )
        is_whole = source.window is None and self._choice == EVERYTHING
        self._geometry.columns.is_partial = not is_whole
        self._looks = AppearanceBuilder(source.label) if self._appearance else None
        self._implicit = ImplicitBuilder(dimension, with_targets=self._appearance)
        self._curves = CurveBuilder(dimension)
        self._tin.left_out = 0
        self._attributes = AttributeBuilder(self._schema, on_geometry=self._add_found)
        self._attributes.begin_file(source.label, source.codelists)
        self._surface_attributes = SurfaceAttributes(
            source.label, source.codelists, self._add_found
        )
        self._features: list[FeatureRow] = []
        self._problems: list[Problem] = []
        self._unread: Counter[str] = Counter()

    def walk(self) -> Iterator[int]:
        """Take every object of the file; yield how many city objects are gathered after each."""
        with opened(self._source) as stream:
            for element in iter_members(
                self._source,
                stream,
                on_surface_data=self._looks.add if self._looks else None,
                tin=self._relief(),
                plain=None if self._by_id else self._plain,
                on_reference=self._refer,
                on_note=self._notes.take,
            ):
                self._object_count += 1
                if self._choice.wants(element):
                    self._visit(element, parent_id="")
                    self._geometry.end_object()
                    self._attributes.end_object()
                del element  # it can only be freed in linear time while nothing refers to it
                yield len(self._features)
        if not self._object_count:
            self._say("the file holds no city object")

    def _relief(self) -> TinBuilder | None:
        """Return what takes relief while it is read; nothing can before its id is looked at."""
        if self._choice.ids is not None:
            return None
        kinds = self._choice.kinds
        return self._tin if kinds is None or kinds & _RELIEF else TinBuilder()

    def _say(self, reason: str, line: int = 0, feature_id: str = "") -> None:
        self._problems.append(Problem(self._source.label, line, feature_id, reason))

    def _refer(self, href: str, line: int) -> None:
        self._say(f"the member is only a reference to {href!r}; it is not followed", line)

    def batches(self, size: int) -> Iterator[FileContent]:
        """Yield the content of the file in parts of at least `size` city objects but for the last.

        References from one part to another are reported as dangling.
        """
        for count in self.walk():
            if count >= size:
                yield self.content()
                self._begin()
        if self._features or self._problems or self._tin.count:
            yield self.content()

    def gathered(self) -> Gathered:
        """Return what the walk has left."""
        self._geometry.columns.ring.flush()  # numbers take less room than texts, and less to send
        return Gathered(
            self._features,
            self._geometry.columns,
            self._attributes.cells,
            (self._surface_attributes.surfaces, self._surface_attributes.cells),
            self._tin.corners(),
            self._tin.left_out,
            self._problems,
            self._unread,
            self._object_count,
            is_whole=not (self._implicit or self._curves or self._looks or self._notes),
        )

    def absorb(self, piece: Gathered) -> None:
        """Append what the walk over the next piece of the file has left."""
        shift = len(self._features)
        self._features += piece.features
        self._geometry.columns.extend(piece.polygons, shift)
        self._attributes.cells.extend(piece.attributes, shift)
        self._surface_attributes.extend(*piece.surfaces, shift)
        self._tin.extend(piece.triangles, piece.left_out)
        self._problems += piece.problems
        self._unread += piece.unread
        self._object_count += piece.object_count

    @system_memory()
    def content(self) -> FileContent:
        """Hand over everything gathered: projected, typed, with problems."""
        ids = [feature.feature_id for feature in self._features]
        polygons = self._geometry.hand_over()
        implicit = self._implicit.polygons(self._projection)
        curves, curve_problems = self._curves.tables(self._projection, horizontal(self._crs), ids)
        placed = self._placing.polygons(polygons, self._features)
        tin = self._placing.triangles(self._tin.hand_over())
        placed = with_implicit(placed, implicit) if len(implicit) else placed
        looks = self._looks.appearance(placed, self._projection.written) if self._looks else None
        attributes, tables, attribute_problems = self._attributes.tables().hand_over(ids)
        records = {
            **tables,
            "surface_attributes": self._surface_attributes.table(ids),
            **curves,
        }
        left_out = [*polygons.problems, *implicit.problems, *curve_problems]
        problems = [
            *attribute_problems,
            *self._problems,
            *self._placing.problems,
            *self._geometry_problems(left_out),
            *self._unread_problems(),
            *(self._looks.problems() if self._looks else ()),
        ]
        return FileContent(
            label=self._source.label,
            tile=self._source.tile,
            is_context=self._source.is_context,
            features=self._features,
            attributes=attributes,
            records=records,
            polygons=placed,
            tin=tin,
            problems=problems,
            appearance=looks,
            vertical_datum=vertical_datum(self._written),
            notes=tuple(self._notes.said),
        )

    def _visit(self, element: Element, *, parent_id: str) -> None:
        """Take a city object and the objects inside it."""
        prefix, kind = prefix_and_local(element.tag)
        row, line = len(self._features), element.sourceline or 0
        feature_id = self._unique_id(gml_id(element) or f"{kind}-line{line}", line)
        self._features.append(FeatureRow(feature_id, kind, prefix, parent_id, line))
        unnamed = PREFIX_KINDS.get(prefix, SurfaceKind.OTHER)
        for child in self._plain.whole(element):
            meaning = property_of(child.tag)
            role = meaning.role
            if role is _ATTRIBUTE:
                self._attributes.add(row, child)
                continue
            if role is _BOUNDARY and len(child):
                for surface in child:
                    self._visit_surface(surface, row)
                continue
            match role:
                case Role.BOUNDARY | Role.CHILD if not len(child):
                    self._attributes.add(row, child)  # it refers to an object elsewhere
                case Role.CHILD:
                    for inner in child:
                        self._visit(inner, parent_id=feature_id)
                case Role.TIN:
                    if self._fits(child, row):
                        self._tin.add(child)
                    else:
                        self._tin.refuse()
                case _:
                    # An extension's object is what the property of its base class says it is.
                    own = PREFIX_KINDS.get(prefix_and_local(child.tag)[0], unnamed)
                    self._add_geometry(child, row, meaning=meaning, kind=own)

    def _unique_id(self, feature_id: str, line: int) -> str:
        """Return the id, made unique where the file uses it twice."""
        unique = feature_id
        if feature_id in self._ids:
            unique = unused_name(f"{feature_id}~line{line}", self._ids)
        self._ids.add(unique)
        if unique != feature_id:
            self._say(f"the id is there twice; this object is called {unique}", line, feature_id)
        return unique

    def _add_geometry(
        self,
        element: Element,
        row: int,
        *,
        meaning: Property,
        kind: SurfaceKind,
        owner_id: str = "",
    ) -> None:
        """Take the geometry of a property, whatever it holds."""
        if self._choice.lods is not None and not self._choice.wants_lod(meaning.lod):
            return
        if meaning.role is _POLYGONS:
            what = sort_of(element.tag, kind)
            if self._geometry.add_cut(element, row, what, owner_id=owner_id):
                return
            if not self._fits(element, row, parts=()):
                return
            self._geometry.add(element, feature_row=row, owner_id=owner_id, **what._asdict())
            if meaning.holds != "Geometry":
                return
        name = qualified(element.tag)
        match meaning.role:
            case Role.POLYGONS | Role.CURVES:
                self._add_curves(element, row, name=name, lod=meaning.lod)
            case Role.IMPLICIT if all(
                self._fits(holder, row) for holder in element.iter("{*}referencePoint")
            ):
                named = kind != SurfaceKind.OTHER
                self._implicit.add(
                    element, feature_row=row, kind=kind, lod=meaning.lod, named=named
                )
            case Role.UNREAD:
                self._unread[name] += 1

    def _add_curves(self, element: Element, row: int, *, name: str, lod: int) -> None:
        if self._fits(element, row, parts=element.iter(*CURVE_PARTS)):
            self._curves.add(element, feature_row=row, name=name, lod=lod)

    def _add_found(self, row: int, element: Element, path: str) -> bool:
        """Take a geometry that an attribute holds, such as a shape of the base map.

        `element` is the geometry, or the property if the stream has cut out what was in it.
        """
        levels = _LOD_OF_PATH.findall(path)
        lod = int(levels[-1]) if levels else 0
        what = PolygonSort(SurfaceKind.OTHER, lod, named=False)
        if property_of(element.tag).role is _POLYGONS:
            return self._geometry.add_cut(element, row, what, owner_id="")
        holder = element.getparent()
        if holder[0] is not element or not self._fits(holder, row):
            return False
        self._geometry.add(holder, feature_row=row, owner_id="", **what._asdict())
        self._curves.add(holder, feature_row=row, name=path, lod=lod if levels else -1)
        return True

    def _fits(self, element: Element, row: int, parts: Iterable[Element] | None = None) -> bool:
        """Whether a geometry is in the reference system of the file; if not, it is a problem.

        `parts` are what else to look at, by default everything inside it.
        """
        if not len(element):
            return True
        inner = _SRS_NAMES(element) if parts is None else [p.get("srsName") for p in parts]
        for srs_name in (element[0].get("srsName"), *inner):
            if srs_name is not None and not self._system.has_name(srs_name):
                reason = f"geometry in {srs_name} in a file in {self._head.srs_name}; left out"
                self._say(reason, element.sourceline or 0, self._features[row].feature_id)
                return False
        return True

    def _visit_surface(self, surface: Element, row: int) -> None:
        """Take a thematic surface (roof, wall, …) and its openings."""
        local, owner_id = prefix_and_local(surface.tag)[1], gml_id(surface)
        kind = surface_kind(local)
        owner: Surface | None = None
        for child in self._plain.whole(surface):
            meaning = property_of(child.tag)
            if meaning.role is _POLYGONS:
                self._add_geometry(child, row, meaning=meaning, kind=kind, owner_id=owner_id)
                continue
            owner = owner or Surface(row, owner_id, local)
            match meaning.role:
                case Role.ATTRIBUTE:
                    self._surface_attributes.add(owner, child)
                case Role.OPENING | Role.BOUNDARY | Role.CHILD if not len(child):
                    self._surface_attributes.add(owner, child)  # it refers to one elsewhere
                case Role.OPENING | Role.BOUNDARY | Role.CHILD:
                    for inner in child:
                        self._visit_surface(inner, row)
                case _:
                    self._add_geometry(child, row, meaning=meaning, kind=kind, owner_id=owner_id)

    def _geometry_problems(self, found: Sequence[GeometryProblem]) -> list[Problem]:
        return [
            Problem(self._source.label, line, self._features[row].feature_id, reason)
            for row, line, reason in found
        ]

    def _unread_problems(self) -> list[Problem]:
        label = self._source.label
        found = [
            Problem(label, 0, "", f"{name}: {count} geometries of a kind that is not read")
            for name, count in sorted(self._unread.items())
        ]
        if self._tin.left_out:
            reason = f"{self._tin.left_out} relief triangles are not closed rings of four points"
            found.append(Problem(label, 0, "", f"{reason}; left out"))
        return found
