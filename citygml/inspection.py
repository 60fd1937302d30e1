"""One pass over a file -> everything in it that a quality rule can object to.

Not a reader: nothing is repaired, left out or interpreted, and what is broken is reported with its
line. What is found has names of defects; which rule of which standard they break is for the caller.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from citygml.attribute_inspection import QualityNotes, holder_defect
from citygml.elements import (
    DIMENSIONS,
    XLINK_HREF,
    Element,
    coordinate_text,
    gml_id,
)
from citygml.errors import GMLError
from citygml.face_groups import FaceGroups, group_kind
from citygml.findings import Coded, Inspection
from citygml.indoor_inspection import indoor_defects
from citygml.line_inspection import LineBatch, LineRow
from citygml.namespaces import qualified
from citygml.object_inspection import RoadAreas, SolidCounts, bodies_of, body_defects
from citygml.opening_inspection import opening_defects
from citygml.road_inspection import JUDGED, RoadOverlaps
from citygml.shape_inspection import ROOM, Defect, Frame, PolygonRow, ShapeBatch, ShellRow
from citygml.stream import Source, iter_members, opened
from citygml.surface_inspection import surface_defects
from citygml.tag_meanings import PATCHES, POLYGONS, TRIANGULATED, meaning

#: Characters of coordinate text that are judged together.
BATCH_CHARACTERS = 2_000_000

_INSIDE = frozenset({"gml:interior", "gml:innerBoundaryIs"})
#: How many triangles of a surface are worth to be freed.
_MANY_PATCHES = 500
#: Kinds of objects that are inside a building.
_INDOOR = frozenset({ROOM, "bldg:IntBuildingInstallation", "bldg:BuildingFurniture"})


class _Mode(NamedTuple):
    """Where in the file the walk is."""

    feature: int = -1
    lod: int = -1
    is_boundary: bool = False
    owner: str = ""
    shell: int = -1
    is_turned: bool = False
    dimension: int = 3
    holder: str = ""
    patch: int = -1
    chain: int = -1
    is_turned_line: bool = False
    surface: int = -1
    opening: int = -1
    area: int = -1


def inspect(source: Source, frame: Frame, *, dimension: int = 3) -> Inspection:
    """Look at every element of a file.

    Parameters
    ----------
    source : Source
        The file.
    frame : Frame
        Its reference system and envelope.
    dimension : int
        Numbers a point has where the geometry does not say.

    Returns
    -------
    Inspection
        Of the part before the first error of syntax, which is a defect too.

    Raises
    ------
    GMLError
        If the file cannot be opened.
    """
    walk = _Walk(source, frame, dimension)
    with opened(source) as stream:
        return walk.run(
            iter_members(
                source, stream, on_surface_data=walk.surface_data, on_open=walk.take_complete
            )
        )


class _Walk:
    """The pass itself."""

    def __init__(self, source: Source, frame: Frame, dimension: int) -> None:
        self._found = Inspection(source.label, source.tile)
        self._frame = frame
        self._start = _Mode(dimension=dimension)
        self._batch = ShapeBatch(frame)
        self._links: list[tuple[str, int, int, bool]] = []
        self._surfaces: set[int] = set()
        self._lods: dict[tuple[int, int], int] = {}
        self._notes = QualityNotes(self._found)
        self._lines = LineBatch(frame)
        self._chains = 0
        self._patches: list[tuple[int, int]] = []
        self._borders: dict[int, int] = {}
        self._solids = SolidCounts()
        # Of the object of the city at hand:
        self._groups = FaceGroups()
        self._road, self._root = RoadAreas(), -1
        self._overlaps = RoadOverlaps()
        self._boundaries = 0
        #: Elements that are open while triangles below them are taken -> mode inside them.
        self._open: dict[Element, _Mode] = {}

    def run(self, members: Iterable[Element]) -> Inspection:
        """Walk through all members."""
        try:
            for member in members:
                self._element(member, self._start)
                self._end_member()
                del member  # it can only be freed in linear time while nothing refers to it
        except GMLError as error:
            self._found.defects.append(Defect("not_well_formed", error.line, -1, error.reason))
        self._judge()
        self._found.defects += self._lines.judged()
        for patch, border in self._borders.items():
            if patch >= 0 and not border:
                text = "gml:TriangulatedSurface without a border"
                self._found.defects.append(Defect("closed_patches", *self._patches[patch], text))
        self._found.defects += body_defects(self._found, self._solids)
        self._found.defects += self._overlaps.defects(self._found)
        self._found.roads += self._overlaps.outlines(self._found)
        self._check_links()
        self._found.defects += self._notes.defects(self._lods)
        return self._found

    def take_complete(self, member: Element) -> bool:
        """Judge and free the triangles of an object that is still being read, all but the last.

        An object of relief can be as large as its file. What is around them is entered now, and
        not again when the object is complete.
        """
        path = [member]
        while len(path[-1]) and path[-1].tag not in PATCHES:
            path.append(path[-1][-1])
        patches = path[-1]
        if patches.tag not in PATCHES or len(patches) <= _MANY_PATCHES:
            return False
        mode = self._start
        for element in path[1:]:
            if element not in self._open:
                self._open[element] = self._opened(element, mode)
            mode = self._open[element]
        for patch in patches[:-1]:
            self._element(patch, mode)
        del patches[:-1]
        return True

    def surface_data(self, member: Element, _theme: str) -> None:
        """Take a texture or material."""
        for part in member.iter("{*}imageURI", "{*}target"):
            text = (part.text or "").strip()
            if part.tag.endswith("}imageURI"):
                self._found.images.append((text, part.sourceline or 0))
            else:
                href = part.get("uri") or text
                self._links.append((href, part.sourceline or 0, -1, False))
        self._ids_below(member, self._start)

    def _element(self, element: Element, mode: _Mode) -> None:
        """Look at one element, then at what is below it."""
        line = element.sourceline or 0
        name, what, _ = meaning(element.tag)
        if what == "local":  # a shape around its own origin, placed where it is used
            self._ids_below(element, mode)
            return
        mode = self._open.pop(element) if element in self._open else self._opened(element, mode)
        first = len(self._batch.rows)
        if name in POLYGONS:
            self._polygon(element, mode, name, line)
        elif what == "line":
            self._line(element, mode, line)
        else:
            for child in element:
                self._element(child, mode)
        if what == "geometry" and (own_id := gml_id(element)):
            self._surfaces.add(hash(own_id))
            self._groups.shape(own_id, first, len(self._batch.rows))

    def _opened(self, element: Element, mode: _Mode) -> _Mode:
        """Take what the tag of an element says; return the mode inside it."""
        line = element.sourceline or 0
        name, what, lod = meaning(element.tag)
        own_id = self._attributes(element, mode, name, line)
        mode = self._entered(element, mode, (name, what, lod), own_id)
        if own_id:
            self._note_id(own_id, line, mode.feature)
        return mode

    def _attributes(self, element: Element, mode: _Mode, name: str, line: int) -> str:
        """Take links and codes; return the id."""
        own_id = ""
        for key, value in element.items():
            if key == XLINK_HREF:
                self._link(value, line, mode, name)
            elif key == "codeSpace":
                self._code(value, element, line, mode)
            elif key.endswith("}id"):
                own_id = str(value)
        return own_id

    def _entered(
        self, element: Element, mode: _Mode, meaning: tuple[str, str, int], own_id: str
    ) -> _Mode:
        """Return the mode inside an element."""
        name, what, lod = meaning
        if what == "property":
            mode = mode._replace(lod=lod, holder=name.rpartition(":")[2])
            defect = holder_defect(element, mode.lod, name)
            self._found.defects += [d._replace(feature_row=mode.feature) for d in defect]
        elif what in {"boundary", "opening"}:
            mode = self._boundary(mode, name, what)
        elif what == "object" and own_id:
            mode = self._feature(element, own_id, mode, name=name)
        elif what in {"source", "survey"} and mode.feature >= 0:
            self._notes.take(element, what, lod, self._found.roots[mode.feature])
        elif what == "details":
            self._notes.details(element, mode.feature, element.sourceline or 0)
        elif what == "area":
            area = self._overlaps.begin(element, name, self._root)
            mode = mode._replace(owner=name, area=area)
        elif what == "chain":
            self._chains += 1
            whole = not any(part.get(XLINK_HREF) for part in element.iter())
            mode = mode._replace(chain=self._chains if whole else -1)
        elif what == "oriented line" and element.get("orientation") == "-":
            mode = mode._replace(is_turned_line=not mode.is_turned_line)
        elif what == "geometry":
            mode = self._geometry_mode(element, mode, name, element.sourceline or 0)
        return mode

    def _boundary(self, mode: _Mode, name: str, what: str) -> _Mode:
        """Return the mode inside a boundary surface, or an opening of one."""
        self._boundaries += 1
        if what == "boundary":
            return mode._replace(is_boundary=True, surface=self._boundaries, opening=-1)
        of_building = name.partition(":")[0] in {"bldg", "con"}
        opening = self._boundaries if of_building else -1
        return mode._replace(is_boundary=True, opening=opening)

    def _ids_below(self, element: Element, mode: _Mode) -> None:
        for part in element.iter():
            if own := gml_id(part):
                self._note_id(own, part.sourceline or 0, mode.feature)
                self._surfaces.add(hash(own))

    def _feature(self, element: Element, own_id: str, mode: _Mode, *, name: str) -> _Mode:
        found = self._found
        row = len(found.feature_ids)
        self._root = row if mode.feature < 0 else self._root
        found.feature_ids.append(own_id)
        found.feature_kinds.append(name)
        found.feature_lines.append(element.sourceline or 0)
        found.roots.append(row if mode.feature < 0 else found.roots[mode.feature])
        if mode.feature < 0 and not name.partition(":")[0].isalpha():
            text = f"{name} is an object of no module of CityGML or i-UR"
            found.defects.append(Defect("unknown_feature", element.sourceline or 0, row, text))
        area = self._overlaps.begin(element, name, self._root) if name == JUDGED else mode.area
        mode = mode._replace(feature=row, is_boundary=False, owner=name, holder=name, area=area)
        return mode._replace(surface=-1, opening=-1)

    def _note_id(self, own_id: str, line: int, feature: int) -> None:
        self._found.id_hashes.append(hash(own_id))
        self._found.id_lines.append(line)
        self._found.id_features.append(feature)

    def _code(self, code_space: str, element: Element, line: int, mode: _Mode) -> None:
        code = (element.text or "").strip()
        if code:
            self._found.codes.append(Coded(code_space, code, line, mode.feature))

    def _link(self, href: str, line: int, mode: _Mode, name: str) -> None:
        if not href.startswith("#"):
            return
        is_face = name in {"gml:surfaceMember", "gml:baseSurface"}
        self._links.append((href, line, mode.feature, is_face))
        if is_face and mode.shell >= 0:
            self._groups.link(mode.shell, href[1:], is_turned=mode.is_turned)
        if is_face:
            self._road.link(mode.owner, mode.lod, href[1:])

    def _geometry_mode(self, element: Element, mode: _Mode, name: str, line: int) -> _Mode:
        dimension = element.get("srsDimension")
        if dimension in {"2", "3"}:
            mode = mode._replace(dimension=int(dimension))
        kind = group_kind(name, mode.owner, mode.lod, is_boundary=mode.is_boundary)
        if kind and mode.shell < 0:
            of = (line, mode.feature, mode.lod, mode.holder)
            shell = ShellRow(*of, [], is_complete=False, owner=mode.owner, kind=kind)
            shell = shell._replace(root=self._root)
            mode = mode._replace(shell=self._groups.begin(shell))
        elif name in TRIANGULATED:
            mode = mode._replace(patch=len(self._patches))
            self._patches.append((line, mode.feature))
        elif name == "gml:OrientableSurface" and element.get("orientation") == "-":
            mode = mode._replace(is_turned=not mode.is_turned)
        return mode

    def _polygon(self, element: Element, mode: _Mode, name: str, line: int) -> None:
        exterior: list[tuple[str, int]] = []
        holes: list[tuple[str, int]] = []
        for side in element:
            rings = holes if qualified(side.tag) in _INSIDE else exterior
            for ring in side:
                text, dimension = coordinate_text(ring)
                rings.append((text, dimension or mode.dimension))
                if own := gml_id(ring):
                    self._note_id(own, ring.sourceline or 0, mode.feature)
        if not exterior:
            text = "polygon without an exterior ring"
            self._found.defects.append(Defect("few_points", line, mode.feature, text))
            return
        rings = [*exterior, *holes]
        is_triangle = name == "gml:Triangle"
        row = PolygonRow(line, mode.feature, mode.lod, len(rings), is_triangle, mode.is_boundary)
        row = row._replace(patch_of=mode.patch, surface=mode.surface, opening=mode.opening)
        if mode.feature >= 0 and mode.lod == 4:
            indoor = self._found.feature_kinds[mode.feature] in _INDOOR
            row = row._replace(indoor_of=self._root if indoor else -1)
        row = row._replace(area=mode.area)
        number = self._batch.add(row, rings)
        if mode.feature >= 0:
            self._lods.setdefault((self._found.roots[mode.feature], mode.lod), line)
        self._road.polygon(mode.owner, mode.lod, gml_id(element))
        if mode.shell >= 0:
            self._groups.polygon(mode.shell, number, is_turned=mode.is_turned)
        elif is_triangle and self._batch.characters > BATCH_CHARACTERS and not self._groups:
            self._judge()  # relief: one object with the triangles of a whole tile

    def _line(self, element: Element, mode: _Mode, line: int) -> None:
        """Take a line."""
        text, dimension = coordinate_text(element)
        dimension = dimension or DIMENSIONS.get(element.get("srsDimension"), mode.dimension)
        row = LineRow(line, mode.feature, dimension, mode.chain, mode.is_turned_line)
        self._lines.add(row, text)

    def _end_member(self) -> None:
        """Take the solids and surfaces of an object that is complete."""
        self._batch.shells += self._groups.ended()
        self._found.defects += self._road.defects(self._root, self._found)
        self._groups = FaceGroups()
        self._open, self._root = {}, -1
        if self._batch.characters > BATCH_CHARACTERS:
            self._judge()

    def _judge(self) -> None:
        if self._batch.rows:
            defects, extents = self._batch.judged()
            self._found.defects += defects
            self._found.extents.append(extents)
            self._found.defects += surface_defects(self._batch)
            self._found.defects += opening_defects(self._batch)
            self._found.defects += indoor_defects(self._batch, self._found.feature_kinds)
            self._overlaps.take(self._batch)
            self._found.bodies += bodies_of(self._batch)
            self._solids.take(self._batch)
            for patch, border in self._batch.borders.items():
                self._borders[patch] = (self._borders.get(patch, 0) + border) % 2**64
        self._batch = ShapeBatch(self._frame)

    def _check_links(self) -> None:
        if any(defect.defect == "not_well_formed" for defect in self._found.defects):
            return  # what a link leads to may come after the place where the file broke off
        known = set(self._found.id_hashes)
        for href, line, feature, is_face in self._links:
            target = hash(href.removeprefix("#"))
            if target not in known:
                text = f"{href} leads to no gml:id of the file"
                self._found.defects.append(Defect("dangling_link", line, feature, text))
            elif is_face and target not in self._surfaces:
                text = f"{href} leads to something that is no surface"
                self._found.defects.append(Defect("wrong_target", line, feature, text))
