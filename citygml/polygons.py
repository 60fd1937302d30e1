"""Polygons of a file as columns: gathered property by property, handed over as a whole."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from citygml.cells import shifted
from citygml.rings import RingColumns
from citygml.surfaces import SurfaceKind

#: Kinds that a property gives, not a thematic surface: they do not rename what they refer to.
OUTLINES = frozenset({SurfaceKind.OTHER, SurfaceKind.FOOTPRINT, SurfaceKind.ROOF_EDGE})


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
    """An ``xlink:href`` to a geometry; `kind` is that of the thematic surface it is in."""

    href: str
    feature_row: int
    line: int
    kind: int


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
    links, names : list
        References, and the ids of everything but polygons that can be referred to.
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
        self.names: list[str] = []
        self.groups: dict[str, tuple[int, int]] = {}
        self.rings: dict[str, int] = {}
        self.problems: list[GeometryProblem] = []
        self._settled = (0, 0, 0)

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
        polygon, name, link = self._settled
        if len(self.links) > link:
            known = {*self.own_id[polygon:], *self.names[name:]} - {""}
            self.links[link:] = [
                link
                for link in self.links[link:]
                if link.kind not in OUTLINES
                or not link.href.startswith("#")
                or link.href[1:] not in known
            ]
        self._settled = (len(self.own_id), len(self.names), len(self.links))

    def extend(self, other: PolygonColumns, shift: int) -> None:
        """Append the polygons of another part of the file, its objects beginning at `shift`."""
        polygons, rings = len(self.own_id), len(self.ring)
        self.ring.extend(other.ring)
        self.feature_row.extend(shifted(other.feature_row, shift))
        for name in ("size", "kind", "lod", "named", "owner_id", "own_id", "line", "ring_count"):
            getattr(self, name).extend(getattr(other, name))
        self.names.extend(other.names)
        self.links.extend(
            link._replace(feature_row=link.feature_row + shift) for link in other.links
        )
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
        sizes, ring_count = _array(self.size, np.int64), _array(self.ring_count, np.int64)
        owner = np.repeat(np.arange(len(self.own_id)), ring_count)
        feature_row = np.repeat(_array(self.feature_row, np.int32), sizes)
        good = self._good_polygons(owner, feature_row) & (ring_count > 0)
        self._report_dangling_links()
        kind = np.repeat(_array(self.kind, np.uint8), sizes)
        named = np.repeat(_array(self.named, np.bool_), sizes)
        self._name_from_links(kind, named)
        kept = good[owner]
        if not kept.all():
            point = np.repeat(kept, count)
            coords, count = coords[point], count[kept]
            written = written[point] if self._with_targets else written
        targets = None
        if self._with_targets:
            rows = np.flatnonzero(good)
            targets = Targets(self.groups, self.rings, owner, start, rows, written)
        return Polygons(
            surface_id=self._surface_ids(sizes)[good],
            feature_row=feature_row[good],
            kind=kind[good],
            lod=np.repeat(_array(self.lod, np.uint8), sizes)[good],
            named=named[good],
            ring_start=np.concatenate([[0], np.cumsum(ring_count[good])]).astype(np.int64),
            coord_start=np.concatenate([[0], np.cumsum(count)]).astype(np.int64),
            coords=coords,
            problems=self.problems,
            targets=targets,
        )

    def _surface_ids(self, sizes: NDArray[np.int64]) -> NDArray[np.object_]:
        """Id of each polygon: its own, else that of the thematic surface."""
        own = np.array([*self.own_id, None], dtype=object)[:-1]
        owner = np.repeat(np.array([*self.owner_id, None], dtype=object)[:-1], sizes)
        return np.asarray(np.where(own.astype(bool), own, owner))

    def _name_from_links(self, kind: NDArray[np.uint8], named: NDArray[np.bool_]) -> None:
        """Give unnamed polygons of a solid the kind of the thematic surface that refers to them."""
        naming = {link.href[1:]: link.kind for link in self.links if link.kind not in OUTLINES}
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
        self, owner: NDArray[np.int64], feature_row: NDArray[np.int32]
    ) -> NDArray[np.bool_]:
        """Which polygons have no ring that breaks a rule."""
        good = np.ones(len(self.own_id), dtype=bool)
        for ring, reason in self.ring.faults.items():
            polygon = int(owner[ring])
            good[polygon] = False
            row, line = int(feature_row[polygon]), self.line[polygon]
            self.problems.append(GeometryProblem(row, line, f"{reason}; polygon left out"))
        return good

    def _report_dangling_links(self) -> None:
        known = {*self.own_id, *self.names} - {""} if self.links else set()
        for href, feature_row, line, _ in self.links:
            if not href.startswith("#") or href[1:] not in known:
                reason = f"xlink:href {href!r} leads to no geometry of this file"
                self.problems.append(GeometryProblem(feature_row, line, reason))


def _array(column: array[int], dtype: type) -> NDArray:  # type: ignore[type-arg]
    """Return a gathered column as an array of its own."""
    return np.array(column, dtype=dtype)
