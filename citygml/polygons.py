"""Polygons of a file as columns: gathered property by property, handed over as a whole."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from citygml.cells import shifted
from citygml.namespaces import property_of
from citygml.rings import RingColumns
from citygml.shared_faces import Met, targets, with_shared_faces
from citygml.surfaces import SurfaceKind

#: Kinds that a property gives, not a thematic surface: they do not rename what they refer to.
OUTLINES = frozenset({SurfaceKind.OTHER, SurfaceKind.FOOTPRINT, SurfaceKind.ROOF_EDGE})
#: Polygons that several objects share make no more points than this.
MAX_SHARED_POINTS = 20_000_000


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


class Link(NamedTuple):
    """An ``xlink:href`` to a geometry; `kind` is that of the thematic surface it is in.

    `is_turned`: whether an ``OrientableSurface`` around it turns what it leads to round.
    """

    href: str
    feature_row: int
    line: int
    kind: int
    lod: int = 0
    is_turned: bool = False


class PolygonSort(NamedTuple):
    """What the polygons of a geometry property are, and whether the file itself says so."""

    kind: int
    lod: int
    named: bool


@lru_cache(maxsize=1024)
def sort_of(tag: str, kind: SurfaceKind) -> PolygonSort:
    """Say what the polygons of a property in an object or a surface of a kind are.

    Examples
    --------
    >>> footprint = "{http://www.opengis.net/citygml/building/2.0}lod0FootPrint"
    >>> sort_of(footprint, SurfaceKind.OTHER).kind.name
    'FOOTPRINT'
    """
    meaning = property_of(tag)
    if meaning.lod == 0 and kind == SurfaceKind.OTHER:
        roof_edge = meaning.holds == "RoofEdge"
        outline = SurfaceKind.ROOF_EDGE if roof_edge else SurfaceKind.FOOTPRINT
        return PolygonSort(outline, 0, named=True)
    return PolygonSort(kind, meaning.lod, named=kind != SurfaceKind.OTHER)


class PolygonColumns:
    """What is gathered of the polygons of a file: one entry per property, polygon or ring.

    Parameters
    ----------
    with_targets : bool
        Whether `Polygons.targets` will be wanted.

    Attributes
    ----------
    feature_row, kind, lod, named, size : array of int
        Of each geometry property: its object, what it is, and how many polygons it holds.
    owner_id : list of str
        Of each property: id for polygons that have none.
    own_id, line, ring_count : list of str, array of int
        Of each polygon.
    ring : RingColumns
        Of each ring.
    links, naming, names : list
        References that leave their object or its level of detail, those of thematic surfaces
        inside it, and the ids of everything but polygons that can be referred to.
    groups, rings : dict
        See `Targets`.
    problems : list of GeometryProblem
    """

    def __init__(self, *, with_targets: bool = False) -> None:
        self._with_targets = with_targets
        self.feature_row, self.size = array("i"), array("i")
        self.kind, self.lod, self.named = array("B"), array("B"), array("B")
        self.owner_id: list[str] = []
        self.own_id: list[str] = []
        self.line, self.ring_count = array("i"), array("i")
        self.ring = RingColumns(with_written=with_targets)
        self.links: list[Link] = []
        self.naming: list[Link] = []
        self.names: list[str] = []
        self.groups: dict[str, tuple[int, int]] = {}
        self.rings: dict[str, int] = {}
        self.problems: list[GeometryProblem] = []
        self._settled = (0, 0, 0, 0)
        #: Whether objects or levels of detail of the file are passed over.
        self.is_partial = False

    def add_property(
        self, feature_row: int, size: int, *, kind: int, lod: int, named: bool, owner_id: str
    ) -> None:
        """Append a geometry property that holds `size` polygons."""
        self.feature_row.append(feature_row)
        self.kind.append(kind)
        self.lod.append(lod)
        self.named.append(named)
        self.owner_id.append(owner_id)
        self.size.append(size)

    def settle(self) -> None:
        """Forget the references that lead to the object they are in, which is complete."""
        first, polygon, name, number = self._settled
        if len(self.links) > number:
            sizes = zip(self.lod[first:], self.size[first:], strict=True)
            lods = chain.from_iterable((lod,) * size for lod, size in sizes)
            known = {*zip(self.own_id[polygon:], lods, strict=True)}
            names, left = {*self.names[name:]}, []
            for link in self.links[number:]:
                target = link.href[1:] if link.href.startswith("#") else ""
                if not target or not (target in names or (target, link.lod) in known):
                    left.append(link)
                elif link.kind not in OUTLINES:
                    self.naming.append(link)
            self.links[number:] = left
        self._settled = (len(self.size), len(self.own_id), len(self.names), len(self.links))

    def extend(self, other: PolygonColumns, shift: int) -> None:
        """Append the polygons of another part of the file, its objects beginning at `shift`."""
        polygons, rings = len(self.own_id), len(self.ring)
        self.ring.extend(other.ring)
        self.feature_row.extend(shifted(other.feature_row, shift))
        for name in ("size", "kind", "lod", "named", "owner_id", "own_id", "line", "ring_count"):
            getattr(self, name).extend(getattr(other, name))
        self.names.extend(other.names)
        for own, more in ((self.links, other.links), (self.naming, other.naming)):
            own.extend(link._replace(feature_row=link.feature_row + shift) for link in more)
        for name, (first, last) in other.groups.items():
            self.groups.setdefault(name, (first + polygons, last + polygons))
        for name, ring in other.rings.items():
            self.rings.setdefault(name, ring + rings)
        self.problems.extend(
            problem._replace(feature_row=problem.feature_row + shift) for problem in other.problems
        )

    def polygons(self) -> Polygons:
        """Return everything gathered; polygons that break a rule are left out with a problem."""
        coords, count, written, start = self.ring.points()
        sizes, ring_count = _array(self.size, np.int64), _array(self.ring_count, np.int32)
        owner = np.repeat(np.arange(len(self.own_id), dtype=np.int32), ring_count)
        feature_row = np.repeat(_array(self.feature_row, np.int32), sizes)
        good = self._good_polygons(owner, feature_row) & (ring_count > 0)
        kind = np.repeat(_array(self.kind, np.uint8), sizes)
        named = np.repeat(_array(self.named, np.bool_), sizes)
        self._name_from_links(kind, named)
        taken: slice | NDArray[np.bool_] = slice(None)  # no copies where all are taken
        if not good.all():
            taken, kept = good, good[owner]
            point = np.repeat(kept, count)
            coords, count = coords[point], count[kept]
            written = written[point] if self._with_targets else written
        looks = None
        if self._with_targets:
            rows = np.flatnonzero(good)
            ring_owner = owner.astype(np.int64)
            looks = Targets(self.groups, self.rings, ring_owner, start, rows, written)
        found = Polygons(
            surface_id=self._surface_ids(sizes)[taken],
            feature_row=feature_row[taken],
            kind=kind[taken],
            lod=np.repeat(_array(self.lod, np.uint8), sizes)[taken],
            named=named[taken],
            ring_start=_offsets(ring_count[taken]),
            coord_start=_offsets(count),
            coords=coords,
            problems=self.problems,
            targets=looks,
        )
        return self._with_shared_faces(found, np.flatnonzero(good)) if self.links else found

    def _with_shared_faces(self, found: Polygons, taken: NDArray[np.int64]) -> Polygons:
        """Give objects what they refer to in others; what leads nowhere is reported."""
        met, names = Met(self.own_id, self.groups), set(self.names)
        point_start, points = found.coord_start[found.ring_start], 0
        shared: list[tuple[Link, int, int]] = []
        for link, target in zip(self.links, targets(self.links, met), strict=True):
            reason = "leads to no geometry of this file"
            if self.is_partial:
                reason += " that was read: its object may lie outside the selection"
            if target is not None:
                first, last = np.searchsorted(taken, target)
                points += int(point_start[last] - point_start[first])
                if points <= MAX_SHARED_POINTS:
                    shared.append((link, int(first), int(last)))
                    continue
                reason = f"is not followed: such links lead to more than {MAX_SHARED_POINTS} points"
            elif link.href.removeprefix("#") in names:
                reason = "leads to a thematic surface of another object; it is not followed"
            problem = f"xlink:href {link.href!r} {reason}"
            self.problems.append(GeometryProblem(link.feature_row, link.line, problem))
        return with_shared_faces(found, shared) if shared else found

    def _surface_ids(self, sizes: NDArray[np.int64]) -> NDArray[np.object_]:
        """Id of each polygon: its own, else that of the thematic surface."""
        ids = np.array(self.own_id, dtype=object)
        without = ~ids.astype(bool)
        of_property = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)[without]
        ids[without] = np.array(self.owner_id, dtype=object)[of_property]
        return ids

    def _name_from_links(self, kind: NDArray[np.uint8], named: NDArray[np.bool_]) -> None:
        """Give unnamed polygons of a solid the kind of the thematic surface that refers to them."""
        naming = {link.href[1:]: link.kind for link in self.naming}
        if not naming:
            return
        for row, own_id in enumerate(self.own_id):
            if own_id in naming and not named[row]:
                kind[row], named[row] = naming[own_id], True
        for group, (first, last) in self.groups.items():
            if group in naming:
                unnamed = np.arange(first, last)[~named[first:last]]
                kind[unnamed], named[unnamed] = naming[group], True

    def _good_polygons(
        self, owner: NDArray[np.int32], feature_row: NDArray[np.int32]
    ) -> NDArray[np.bool_]:
        """Which polygons have no ring that breaks a rule."""
        good = np.ones(len(self.own_id), dtype=bool)
        for ring, reason in self.ring.faults.items():
            polygon = int(owner[ring])
            good[polygon] = False
            row, line = int(feature_row[polygon]), self.line[polygon]
            self.problems.append(GeometryProblem(row, line, f"{reason}; polygon left out"))
        return good


def _offsets(counts: NDArray[np.integer]) -> NDArray[np.int64]:
    """Begin of each of several runs, and the end of the last."""
    offsets = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=offsets[1:])
    return offsets


def _array(column: array[int], dtype: type) -> NDArray:  # type: ignore[type-arg]
    """Return a gathered column as an array of its own."""
    return np.array(column, dtype=dtype)
