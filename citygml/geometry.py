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


def _names(*local_names: str) -> tuple[str, ...]:
    return tuple(f"{{{namespace}}}{name}" for namespace in GML_NAMESPACES for name in local_names)


_POLYGON = _names("Polygon", "Triangle", "Rectangle", "PolygonPatch")
_POS_LIST = _names("posList")
_RING = _names("LinearRing")
_INTERIOR = _names("interior", "innerBoundaryIs")
_ORIENTABLE = _names("OrientableSurface")
_DIMENSIONS = {"2": 2, "3": 3}
_NAMED = _names("Solid", "MultiSurface", "CompositeSurface", "OrientableSurface", "Surface")
_REFERRING = _names("surfaceMember", "baseSurface", "solidMember", "geometryMember")


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

    def __len__(self) -> int:
        """Return the number of polygons."""
        return len(self.feature_row)

    def take(self, keep: NDArray[np.bool_]) -> Polygons:
        """Return the polygons of a mask; problems stay."""
        rings, points = np.diff(self.ring_start), np.diff(self.coord_start)
        ring = np.repeat(keep, rings)
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
        )


class GeometryBuilder:
    """Gather the polygons of a file.

    Parameters
    ----------
    dimension : int
        Numbers a point has where the geometry itself does not say.
    """

    def __init__(self, dimension: int = 3) -> None:
        self._dimension = dimension
        self._rows: list[tuple[str, int, int, int, bool, int, int, bool]] = []
        self._texts: list[str] = []
        self._dimensions: list[int] = []
        self._waiting = 0
        self._values: list[NDArray[np.float64]] = []
        self._counts: list[NDArray[np.int64]] = []
        self._links: list[tuple[str, int, int]] = []
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
        polygons = list(element.iter(*_POLYGON))
        self._note_links(element, feature_row)
        if not polygons:
            return 0
        dimension = _DIMENSIONS.get(element[0].get("srsDimension"), self._dimension)
        turned = self._turned(element, polygons)
        lists = list(element.iter(*_POS_LIST))
        plain = len(lists) == len(polygons) and next(element.iter(*_INTERIOR), None) is None
        for index, polygon in enumerate(polygons):
            own_id = gml_id(polygon)
            self._ids.add(own_id)
            rings = [lists[index]] if plain else _rings(polygon)
            own_dimension = _DIMENSIONS.get(polygon.get("srsDimension"), dimension)
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

    def _note_links(self, element: Element, feature_row: int) -> None:
        """Remember what is referred to and what can be, so that dangling links are found."""
        for part in element.iter(*_NAMED):
            self._ids.add(gml_id(part))
        for part in (element, *element.iter(*_REFERRING)):
            href = part.get(XLINK_HREF)
            if href is not None:
                self._links.append((href, feature_row, part.sourceline or 0))

    @staticmethod
    def _turned(element: Element, polygons: list[Element]) -> list[bool] | None:
        """Which polygons an ``OrientableSurface orientation="-"`` turns round, None = none."""
        if not any(part.get("orientation") == "-" for part in element.iter(*_ORIENTABLE)):
            return None
        return [
            sum(above.get("orientation") == "-" for above in polygon.iterancestors(*_ORIENTABLE))
            % 2
            == 1
            for polygon in polygons
        ]

    def _take_ring(self, ring: Element, dimension: int) -> None:
        text, own_dimension = _coordinate_text(ring)
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
        coords, coord_start = open_rings(rings, good[owner], turned[owner])
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
        )

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
        for href, feature_row, line in self._links:
            if not href.startswith("#") or href[1:] not in self._ids:
                reason = f"xlink:href {href!r} leads to no geometry of this file"
                self._problems.append(GeometryProblem(feature_row, line, reason))


def _rings(polygon: Element) -> list[Element]:
    """Rings of a polygon, the exterior first; each is a posList or the LinearRing itself."""
    interior = [ring for hole in polygon.iter(*_INTERIOR) for ring in hole.iter(*_RING)]
    inside = set(interior)
    exterior = [ring for ring in polygon.iter(*_RING) if ring not in inside]
    return [*exterior, *interior]


def _coordinate_text(ring: Element) -> tuple[str, int]:
    """Text of a ring's coordinates and the dimension it declares (0 = does not say)."""
    for part in (ring, *ring):
        name = qualified(part.tag)
        if name == "gml:posList":
            return part.text or "", _DIMENSIONS.get(part.get("srsDimension"), 0)
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
            texts = [_coordinate_text(ring)[0] for ring in element.iter(*_RING)]
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
