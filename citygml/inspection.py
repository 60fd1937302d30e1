"""One pass over a file -> everything in it that a quality rule can object to.

Not a reader: nothing is repaired, left out or interpreted, and what is broken is reported with its
line. What is found has names of defects; which rule of which standard they break is for the caller.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from citygml.elements import XLINK_HREF, Element, coordinate_text, gml_id
from citygml.errors import GMLError
from citygml.findings import BuildingId, Coded, Inspection
from citygml.namespaces import SURFACE_KINDS, Role, prefix_and_local, property_of, qualified
from citygml.shape_inspection import Defect, Frame, PolygonRow, ShapeBatch, ShellRow
from citygml.stream import Source, iter_members, opened

#: Characters of coordinate text that are judged together.
BATCH_CHARACTERS = 8_000_000

_POLYGONS = frozenset({"gml:Polygon", "gml:Triangle", "gml:Rectangle", "gml:PolygonPatch"})
_AGGREGATES = frozenset(
    f"gml:{name}"
    for name in ("MultiSurface", "CompositeSurface", "Surface", "TriangulatedSurface", "Tin")
)
_INSIDE = frozenset({"gml:interior", "gml:innerBoundaryIs"})
#: Kinds of geometry that a property of the name lodNGeometry may hold, by level of detail.
_SURFACES = frozenset({"gml:MultiSurface", "gml:Solid"})
_GEOMETRIES = {0: frozenset({"gml:Point", "gml:MultiPoint", "gml:MultiCurve", "gml:MultiSurface"})}
_NO_FEATURES = frozenset({"gml", "app", "xal", "xlink"})


class _Mode(NamedTuple):
    """Where in the file the walk is."""

    feature: int = -1
    lod: int = -1
    is_boundary: bool = False
    is_building: bool = False
    shell: int = -1
    is_turned: bool = False
    dimension: int = 3
    holder: str = ""


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
        return walk.run(iter_members(source, stream, on_surface_data=walk.surface_data))


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
        self._described: set[tuple[int, int]] = set()
        # Of the object of the city at hand:
        self._ranges: dict[str, tuple[int, int]] = {}
        self._faces: list[list[tuple[str, int, bool]]] = []
        self._shells: list[tuple[int, _Mode, str]] = []

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
        self._check_links()
        self._check_sources()
        return self._found

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
        name, what, lod = _meaning(element.tag)
        own_id = self._attributes(element, mode, name, line)
        if what == "local":  # a shape around its own origin, placed where it is used
            self._ids_below(element, mode)
            return
        mode = self._entered(element, mode, (name, what, lod), own_id)
        if own_id:
            self._note_id(own_id, line, mode.feature)
        first = len(self._batch.rows)
        if name in _POLYGONS:
            self._polygon(element, mode, name, line)
        else:
            for child in element:
                self._element(child, mode)
        if own_id and what == "geometry":
            self._surfaces.add(hash(own_id))
            self._ranges[own_id] = (first, len(self._batch.rows))

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
            self._check_holder(element, mode, name)
        elif what == "boundary":
            mode = mode._replace(is_boundary=True)
        elif what == "object" and own_id:
            mode = self._feature(element, own_id, mode, name=name)
        elif what == "source" and mode.feature >= 0:
            self._described.add((self._found.roots[mode.feature], lod))
        elif what == "details":
            self._check_details(element, mode, element.sourceline or 0)
        elif what == "geometry":
            mode = self._geometry_mode(element, mode, name, element.sourceline or 0)
        return mode

    def _ids_below(self, element: Element, mode: _Mode) -> None:
        for part in element.iter():
            if own := gml_id(part):
                self._note_id(own, part.sourceline or 0, mode.feature)
                self._surfaces.add(hash(own))

    def _feature(self, element: Element, own_id: str, mode: _Mode, *, name: str) -> _Mode:
        found = self._found
        row = len(found.feature_ids)
        found.feature_ids.append(own_id)
        found.feature_kinds.append(name)
        found.feature_lines.append(element.sourceline or 0)
        found.roots.append(row if mode.feature < 0 else found.roots[mode.feature])
        building = name in {"bldg:Building", "bldg:BuildingPart"}
        if mode.feature < 0 and not name.partition(":")[0].isalpha():
            text = f"{name} is an object of no module of CityGML or i-UR"
            found.defects.append(Defect("unknown_feature", element.sourceline or 0, row, text))
        return mode._replace(feature=row, is_boundary=False, is_building=building, holder=name)

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
            self._faces[mode.shell].append((href[1:], -1, mode.is_turned))

    def _geometry_mode(self, element: Element, mode: _Mode, name: str, line: int) -> _Mode:
        dimension = element.get("srsDimension")
        if dimension in {"2", "3"}:
            mode = mode._replace(dimension=int(dimension))
        if name == "gml:Solid":
            self._shells.append((line, mode, mode.holder))
            self._faces.append([])
            mode = mode._replace(shell=len(self._faces) - 1)
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
        number = self._batch.add(row, rings)
        if mode.feature >= 0:
            self._lods.setdefault((self._found.roots[mode.feature], mode.lod), line)
        if mode.shell >= 0:
            self._faces[mode.shell].append(("", number, mode.is_turned))
        elif is_triangle and self._batch.characters > BATCH_CHARACTERS and not self._shells:
            self._judge()  # relief: one object with the triangles of a whole tile

    def _check_holder(self, element: Element, mode: _Mode, name: str) -> None:
        """Compare what a lodNGeometry holds with what the standard names."""
        if not name.endswith("Geometry") or not len(element) or mode.lod > 3:
            return
        kind = qualified(element[0].tag)
        if kind.startswith("gml:") and kind not in _GEOMETRIES.get(mode.lod, _SURFACES):
            installation = name.startswith("bldg:") and mode.lod >= 2
            defect = "installation_geometry" if installation else f"geometry_lod{min(mode.lod, 1)}"
            line = element.sourceline or 0
            self._found.defects.append(Defect(defect, line, mode.feature, f"{name} holds a {kind}"))

    def _check_details(self, element: Element, mode: _Mode, line: int) -> None:
        """Numbers of a building, and the order of its uses."""
        texts = {prefix_and_local(c.tag)[1]: (c.text or "").strip() for c in element}
        if "buildingID" in texts:
            number = texts["buildingID"]
            inner = texts.get("branchID", ""), texts.get("partID", "")
            self._found.building_ids.append(BuildingId(number, *inner, line, mode.feature))
        for finer, coarser, defect in (
            ("majorUsage2", "majorUsage", "major_usage"),
            ("detailedUsage2", "detailedUsage", "detailed_usage"),
            ("detailedUsage3", "detailedUsage2", "detailed_usage"),
        ):
            if finer in texts and coarser not in texts:
                text = f"{finer} without {coarser}"
                self._found.defects.append(Defect(defect, line, mode.feature, text))

    def _end_member(self) -> None:
        """Resolve the faces of solids: no link of PLATEAU leaves its object of the city."""
        for (line, mode, name), parts in zip(self._shells, self._faces, strict=True):
            faces: list[tuple[int, bool]] = []
            complete = True
            for target, row, turned in parts:
                first, last = self._ranges.get(target, (0, 0)) if row < 0 else (row, row + 1)
                faces += [(number, turned) for number in range(first, last)]
                complete &= last > first
            self._batch.shells.append(
                ShellRow(line, mode.feature, mode.lod, name, faces, complete, mode.is_building)
            )
        self._shells, self._faces, self._ranges = [], [], {}
        if self._batch.characters > BATCH_CHARACTERS:
            self._judge()

    def _judge(self) -> None:
        if self._batch.rows:
            defects, extents = self._batch.judged()
            self._found.defects += defects
            self._found.extents.append(extents)
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

    def _check_sources(self) -> None:
        """Every level of detail has a source, where the file describes quality level by level."""
        if not self._described:
            return
        for (root, lod), line in self._lods.items():
            is_generic = self._found.feature_kinds[root].startswith("gen:")  # cannot have a source
            if lod >= 0 and not is_generic and (root, lod) not in self._described:
                text = f"geometry of LOD{lod} without geometrySrcDescLod{lod}"
                self._found.defects.append(Defect("no_source", line, root, text))


@lru_cache(maxsize=65536)
def _meaning(tag: str) -> tuple[str, str, int]:
    """Name of an element, what it is to the walk, and its level of detail."""
    name = qualified(tag)
    prefix, local = prefix_and_local(tag)
    known = property_of(tag)
    what = ""
    if local == "relativeGMLGeometry":
        what = "local"
    elif known.lod >= 0:
        what = "property"
    elif known.role is Role.BOUNDARY or known.role is Role.OPENING:
        what = "boundary"
    elif name in _POLYGONS or name in _AGGREGATES or name in {"gml:Solid", "gml:OrientableSurface"}:
        what = "geometry"
    elif local in {"BuildingIDAttribute", "BuildingDetailAttribute", "BuildingDetails"}:
        what = "details"
    elif local[:1].isupper() and prefix not in _NO_FEATURES and local not in SURFACE_KINDS:
        what = "object"
    elif local[:-1] == "geometrySrcDescLod":
        return name, "source", int(local[-1])
    return name, what, known.lod
