"""GML geometry elements -> arrays of coordinates, as the file writes them.

Coordinates are gathered as text and turned into numbers in batches, see `citygml.coordinates`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from citygml.coordinates import Rings, closed_rings, open_rings, parse_numbers
from citygml.namespaces import qualified
from citygml.surfaces import SurfaceKind

#: An lxml element; lxml is not typed.
Element = Any

GML_NAMESPACES = ("http://www.opengis.net/gml", "http://www.opengis.net/gml/3.2")
_ID_ATTRIBUTES = tuple(f"{{{namespace}}}id" for namespace in GML_NAMESPACES)
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
#: Characters of coordinate text that are parsed in one go.
BATCH_CHARACTERS = 1_000_000
#: No place on Earth has a larger coordinate, in degrees or metres; zone-prefixed eastings have 3e7.
MAX_COORDINATE = 1e8


def gml_id(element: Element) -> str:
    """Return ``gml:id`` of an element, "" without one."""
    for name in _ID_ATTRIBUTES:
        value = element.get(name)
        if value is not None:
            return str(value)
    return ""


def gml_names(*local_names: str) -> tuple[str, ...]:
    """Return the Clark names of GML elements in every version of GML."""
    return tuple(f"{{{namespace}}}{name}" for namespace in GML_NAMESPACES for name in local_names)


_POLYGON = gml_names("Polygon", "Triangle", "Rectangle", "PolygonPatch")
_POS_LIST = gml_names("posList")
_RING = gml_names("LinearRing")
_INTERIOR = gml_names("interior", "innerBoundaryIs")
_ORIENTABLE = gml_names("OrientableSurface")
#: Values of srsDimension.
DIMENSIONS = {"2": 2, "3": 3}
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
#: Kinds that a property gives, not a thematic surface: they do not rename what they refer to.
_OUTLINES = frozenset({SurfaceKind.OTHER, SurfaceKind.FOOTPRINT, SurfaceKind.ROOF_EDGE})


class Targets(NamedTuple):
    """What an appearance can refer to, and where it is in `Polygons`.

    Attributes
    ----------
    polygons : dict
        ``gml:id`` of a polygon or of what holds polygons -> first and last + 1 of them as met.
    rings : dict
        ``gml:id`` of a ring -> number of the ring as met.
    ring_owner : (r,) ndarray of int64
        Number, as met, of the polygon of each ring.
    point_start : (r + 1,) ndarray of int64
        Points of ring ``j`` as written, its closing point included.
    polygon_row : (n,) ndarray of int64
        Number, as met, of each polygon that was taken.
    point_row : (c,) ndarray of int64
        Number, as written, of the point each coordinate is.
    """

    polygons: dict[str, tuple[int, int]]
    rings: dict[str, int]
    ring_owner: NDArray[np.int64]
    point_start: NDArray[np.int64]
    polygon_row: NDArray[np.int64]
    point_row: NDArray[np.int64]


class GeometryProblem(NamedTuple):
    """A polygon that could not be taken: row of its feature, line, reason."""

    feature_row: int
    line: int
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Polygons:
    """Polygons of a file, coordinates as written (axis order of the file), rings open.

    The columns are those of `SurfaceTable`, and `named`: whether a thematic surface or a property
    says what the polygon is, so that its kind need not be guessed from its slope.
    """

    surface_id: NDArray[np.object_]
    feature_row: NDArray[np.int32]
    kind: NDArray[np.uint8]
    lod: NDArray[np.uint8]
    named: NDArray[np.bool_]
    ring_start: NDArray[np.int64]
    coord_start: NDArray[np.int64]
    coords: NDArray[np.float64]
    problems: list[GeometryProblem]
    targets: Targets | None = None

    def __len__(self) -> int:
        """Return the number of polygons."""
        return len(self.feature_row)

    def take(self, keep: NDArray[np.bool_]) -> Polygons:
        """Return the polygons of a mask; problems stay."""
        rings, points = np.diff(self.ring_start), np.diff(self.coord_start)
        ring = np.repeat(keep, rings)
        targets = self.targets
        if targets is not None:
            targets = targets._replace(
                polygon_row=targets.polygon_row[keep],
                point_row=targets.point_row[np.repeat(ring, points)],
            )
        return Polygons(
            surface_id=self.surface_id[keep],
            feature_row=self.feature_row[keep],
            kind=self.kind[keep],
            lod=self.lod[keep],
            named=self.named[keep],
            ring_start=np.concatenate([[0], np.cumsum(rings[keep])]).astype(np.int64),
            coord_start=np.concatenate([[0], np.cumsum(points[ring])]).astype(np.int64),
            coords=self.coords[np.repeat(ring, points)],
            problems=self.problems,
            targets=targets,
        )


class GeometryBuilder:
    """Gather the polygons of a file.

    Parameters
    ----------
    dimension : int
        Numbers a point has where the geometry itself does not say.
    with_targets : bool
        Whether to remember the ids that appearances refer to.
    """

    def __init__(self, dimension: int = 3, *, with_targets: bool = False) -> None:
        self._dimension = dimension
        self._with_targets = with_targets
        self._rings: dict[str, int] = {}
        self._ring_count = 0
        self._groups: dict[str, tuple[int, int]] = {}
        self._rows: list[tuple[str, int, int, int, bool, int, int, bool]] = []
        self._texts: list[str] = []
        self._dimensions: list[int] = []
        self._waiting = 0
        self._values: list[NDArray[np.float64]] = []
        self._counts: list[NDArray[np.int64]] = []
        self._links: list[tuple[str, int, int, int]] = []
        self._ids: set[str] = set()
        self._problems: list[GeometryProblem] = []

    def add(
        self, element: Element, *, feature_row: int, kind: int, lod: int, named: bool, owner_id: str
    ) -> int:
        """Take all polygons below a geometry property.

        Parameters
        ----------
        element : lxml element
            Such as ``bldg:lod2MultiSurface``. No reference to it is kept.
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
        parts = _parts(element)
        polygons, lists = parts["polygon"], parts["list"]
        naming = kind if named and lod > 0 else SurfaceKind.OTHER
        self._note_links(element, parts, feature_row=feature_row, kind=naming)
        if not polygons:
            return 0
        dimension = DIMENSIONS.get(element[0].get("srsDimension"), self._dimension)
        turned = self._turned(parts["oriented"], polygons)
        plain = len(lists) == len(polygons) and not parts["interior"]
        for index, polygon in enumerate(polygons):
            own_id = gml_id(polygon)
            self._ids.add(own_id)
            rings = [lists[index]] if plain else _rings(polygon)
            if self._with_targets:
                self._note_rings(own_id, rings)
            own_dimension = DIMENSIONS.get(polygon.get("srsDimension"), dimension)
            for ring in rings:
                self._take_ring(ring, own_dimension)
            if not rings:
                self._problems.append(
                    GeometryProblem(feature_row, polygon.sourceline, "polygon without a ring")
                )
            row = (own_id or owner_id, feature_row, kind, lod, named, len(rings))
            self._rows.append((*row, polygon.sourceline or 0, turned is not None and turned[index]))
        if self._waiting > BATCH_CHARACTERS:
            self._flush()
        return len(polygons)

    def _note_links(
        self, element: Element, parts: dict[str, list[Element]], *, feature_row: int, kind: int
    ) -> None:
        """Remember what is referred to and what can be, so that dangling links are found."""
        named = {gml_id(part) for role in _WITH_ID for part in parts[role]} - {""}
        self._ids |= named
        if named and (self._with_targets or kind in _OUTLINES):
            self._note_groups(element)
        shells = (shell for solid in parts["solid"] for shell in solid)
        for part in (element, *parts["referring"], *shells):
            href = part.get(XLINK_HREF)
            if href is not None:
                self._links.append((href, feature_row, part.sourceline or 0, kind))

    def _note_groups(self, element: Element) -> None:
        """Remember which polygons, as met, are below the parts of a geometry that have an id."""
        met = len(self._rows)
        for part in element.iter(*_NAMED, *_POLYGON):
            if part.tag in _POLYGON:
                met += 1
            elif own_id := gml_id(part):
                inside = sum(1 for _ in part.iter(*_POLYGON))
                self._groups.setdefault(own_id, (met, met + inside))

    def _note_rings(self, own_id: str, rings: list[Element]) -> None:
        """Remember the ids of the next polygon and its rings."""
        if own_id:
            self._groups.setdefault(own_id, (len(self._rows), len(self._rows) + 1))
        for ring in rings:
            ring_id = gml_id(ring) or gml_id(ring.getparent())
            if ring_id:
                self._rings.setdefault(ring_id, self._ring_count)
            self._ring_count += 1

    @staticmethod
    def _turned(oriented: list[Element], polygons: list[Element]) -> list[bool] | None:
        """Which polygons an ``OrientableSurface orientation="-"`` turns round, None = none."""
        if not any(part.get("orientation") == "-" for part in oriented):
            return None
        return [
            sum(above.get("orientation") == "-" for above in polygon.iterancestors(*_ORIENTABLE))
            % 2
            == 1
            for polygon in polygons
        ]

    def _take_ring(self, ring: Element, dimension: int) -> None:
        text, own_dimension = coordinate_text(ring)
        self._texts.append(text)
        self._dimensions.append(own_dimension or dimension)
        self._waiting += len(text)

    def _flush(self) -> None:
        if self._texts:
            values, counts = parse_numbers(self._texts)
            self._values.append(values)
            self._counts.append(counts)
            self._texts, self._waiting = [], 0

    def polygons(self) -> Polygons:
        """Return everything gathered; polygons that break a rule are left out with a problem."""
        self._flush()
        rings = Rings(
            values=np.concatenate([np.zeros(0), *self._values]),
            counts=np.concatenate([np.zeros(0, np.int64), *self._counts]),
            dimension=np.array(self._dimensions, dtype=np.int64),
        )
        rings_of = np.array([row[5] for row in self._rows], dtype=np.int64)
        owner = np.repeat(np.arange(len(self._rows)), rings_of)
        good = self._good_polygons(rings, owner) & (rings_of > 0)
        self._report_dangling_links()

        turned = np.array([row[7] for row in self._rows], dtype=bool)
        coords, coord_start, point_row = open_rings(rings, good[owner], turned[owner])
        self._name_from_links()
        rows = [row for row, ok in zip(self._rows, good, strict=True) if ok]
        return Polygons(
            surface_id=np.array([row[0] for row in rows], dtype=object),
            feature_row=np.array([row[1] for row in rows], dtype=np.int32),
            kind=np.array([row[2] for row in rows], dtype=np.uint8),
            lod=np.array([row[3] for row in rows], dtype=np.uint8),
            named=np.array([row[4] for row in rows], dtype=bool),
            ring_start=np.concatenate([[0], np.cumsum(rings_of[good])]).astype(np.int64),
            coord_start=coord_start,
            coords=coords,
            problems=self._problems,
            targets=self._targets(rings, owner, np.flatnonzero(good), point_row),
        )

    def _targets(
        self,
        rings: Rings,
        owner: NDArray[np.int64],
        polygon_row: NDArray[np.int64],
        point_row: NDArray[np.int64],
    ) -> Targets | None:
        if not self._with_targets:
            return None
        points = np.cumsum(rings.counts // rings.dimension)
        point_start = np.concatenate([[0], points]).astype(np.int64)
        return Targets(self._groups, self._rings, owner, point_start, polygon_row, point_row)

    def _name_from_links(self) -> None:
        """Give unnamed polygons of a solid the kind of the thematic surface that refers to them."""
        naming = {href[1:]: kind for href, _, _, kind in self._links if kind not in _OUTLINES}
        if not naming:
            return
        for group, (first, last) in self._groups.items():
            if group in naming:
                for row in range(first, last):
                    self._name(row, naming[group])
        for row, polygon in enumerate(self._rows):
            if polygon[0] in naming:
                self._name(row, naming[polygon[0]])

    def _name(self, row: int, kind: int) -> None:
        polygon = self._rows[row]
        if not polygon[4]:
            self._rows[row] = (*polygon[:2], kind, polygon[3], True, *polygon[5:])

    def _good_polygons(self, rings: Rings, owner: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which polygons have only finite numbers, whole points and at least three of them."""
        counts, dimension = rings.counts, rings.dimension
        ring_of_value = np.repeat(np.arange(len(counts)), counts)
        odd = np.bincount(ring_of_value, ~np.isfinite(rings.values), len(counts)) > 0
        far = np.bincount(ring_of_value, np.abs(rings.values) > MAX_COORDINATE, len(counts)) > 0
        ragged = counts % dimension != 0
        points = counts // dimension - closed_rings(rings)
        good = np.ones(len(self._rows), dtype=bool)
        for ring in np.flatnonzero(odd | far | ragged | (points < 3)):
            if odd[ring]:
                reason = "gml:posList holds something that is not a finite number"
            elif far[ring]:
                reason = f"gml:posList holds a number beyond {MAX_COORDINATE:g}"
            elif ragged[ring]:
                reason = (
                    f"gml:posList has {counts[ring]} numbers, not a multiple of {dimension[ring]}"
                )
            else:
                reason = f"ring of {points[ring]} points; a ring has at least three"
            row = self._rows[owner[ring]]
            good[owner[ring]] = False
            self._problems.append(GeometryProblem(row[1], row[6], f"{reason}; polygon left out"))
        return good

    def _report_dangling_links(self) -> None:
        self._ids.discard("")
        for href, feature_row, line, _ in self._links:
            if not href.startswith("#") or href[1:] not in self._ids:
                reason = f"xlink:href {href!r} leads to no geometry of this file"
                self._problems.append(GeometryProblem(feature_row, line, reason))


def _parts(element: Element) -> dict[str, list[Element]]:
    """Elements of a geometry by their role.

    One walk over all of them is quicker than a filtered one for each role: most geometries are
    small, and there it is the names to look for that cost time.
    """
    parts: dict[str, list[Element]] = {role: [] for role in _ROLE_NAMES}
    for part in element.iter():
        role = _ROLES.get(part.tag)
        if role is not None:
            parts[role].append(part)
    return parts


def _rings(polygon: Element) -> list[Element]:
    """Rings of a polygon, the exterior first; each is a posList or the LinearRing itself."""
    interior = [ring for hole in polygon.iter(*_INTERIOR) for ring in hole.iter(*_RING)]
    inside = set(interior)
    exterior = [ring for ring in polygon.iter(*_RING) if ring not in inside]
    return [*exterior, *interior]


def coordinate_text(ring: Element) -> tuple[str, int]:
    """Text of a ring's coordinates and the dimension it declares (0 = does not say)."""
    for part in (ring, *ring):
        name = qualified(part.tag)
        if name == "gml:posList":
            return part.text or "", DIMENSIONS.get(part.get("srsDimension"), 0)
        if name == "gml:coordinates":
            return (part.text or "").replace(",", " "), 0
    points = [part.text or "" for part in ring if qualified(part.tag) == "gml:pos"]
    return " ".join(points), 0


class TinBuilder:
    """Gather the triangles of relief: one array, no row for each.

    Memory is that of the numbers, not of the elements: relief comes as millions of triangles.
    """

    def __init__(self) -> None:
        self._corners: list[NDArray[np.float64]] = []
        self._texts: list[str] = []
        self.left_out = 0

    def add(self, element: Element) -> None:
        """Take the triangles below a ``dem:tin``."""
        texts = [part.text or "" for part in element.iter(*_POS_LIST)]
        if not texts:
            texts = [coordinate_text(ring)[0] for ring in element.iter(*_RING)]
        self._texts.extend(texts)
        if len(self._texts) * 120 > BATCH_CHARACTERS:
            self._flush()

    def _flush(self) -> None:
        values, counts = parse_numbers(self._texts)
        whole = np.repeat(counts == 12, counts)
        corners = values[whole].reshape(-1, 4, 3)
        good = (np.abs(corners) <= MAX_COORDINATE).all(axis=(1, 2))
        good &= (corners[:, 0] == corners[:, 3]).all(axis=1)
        self.left_out += len(self._texts) - int(good.sum())
        self._corners.append(corners[good, :3])
        self._texts = []

    def corners(self) -> NDArray[np.float64]:
        """Corners of all triangles, as written, (t, 3, 3)."""
        self._flush()
        return np.concatenate([np.zeros((0, 3, 3)), *self._corners])
