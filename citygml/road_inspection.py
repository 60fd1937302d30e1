"""Areas of roads, batch by batch -> which lie on each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from citygml.elements import Element, gml_id
from citygml.face_checks import TOLERANCE_M, plane_polygons
from citygml.findings import Inspection, Outline, RoadPolygon
from citygml.polygon_checks import exterior_vectors
from citygml.shape_inspection import Defect, ShapeBatch

JUDGED = "tran:Road"
AREAS = frozenset({"tran:TrafficArea", "tran:AuxiliaryTrafficArea"})
_LODS = (2, 3)
#: Areas further apart in height pass above each other. [m]
_STOREY_M = 1.0
#: Codes of function of areas that may lie on each other (表 6-46 of the standard): a central
#: reserve (1080) with a median (3020) or a side strip (1090), a shoulder (1100) with a side strip.
_TOGETHER = ({"1080", "3020"}, {"1080", "1090"}, {"1100", "1090"})


class _Area(NamedTuple):
    """A road, or an area of one: what kind, row of the road, id, codes of its function."""

    kind: str
    root: int
    own_id: str
    functions: frozenset[str]


def lie_on_each_other(
    outlines: Sequence[Outline], first: NDArray[np.int64], second: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Which pairs of polygons share a patch wider than `TOLERANCE_M` and are no storey apart, (p,).

    Parameters
    ----------
    outlines : sequence of Outline
        In one system.
    first, second : (p,) ndarray of int64
        Pairs by number.
    """
    shapes = np.array([outline.shape for outline in outlines], dtype=object)
    patch = shapely.buffer(shapely.intersection(shapes[first], shapes[second]), -TOLERANCE_M / 2)
    found = ~shapely.is_empty(patch)
    place = shapely.get_coordinates(shapely.point_on_surface(patch[found]))
    slope = np.array([outline.slope for outline in outlines]).reshape(-1, 2)
    height = np.array([outline.height for outline in outlines])
    heights = [
        height[side] + (slope[side] * place).sum(axis=1) for side in (first[found], second[found])
    ]
    found[found] = np.abs(heights[0] - heights[1]) < _STOREY_M
    return np.asarray(found)


class RoadOverlaps:
    """Areas of the roads of a file, to be compared when it is read."""

    def __init__(self) -> None:
        self._areas: list[_Area] = []
        self._outlines: list[Outline] = []

    def begin(self, element: Element, kind: str, root: int) -> int:
        """Take a road or an area of one; return its number, -1 where it is of no road."""
        if root < 0:
            return -1
        codes = frozenset((part.text or "").strip() for part in element.iterchildren("{*}function"))
        self._areas.append(_Area(kind, root, gml_id(element), codes))
        return len(self._areas) - 1

    def take(self, batch: ShapeBatch) -> None:
        """Take the polygons of a batch that is judged."""
        rows = [
            number
            for number, row in enumerate(batch.rows)
            if row.area >= 0 and row.lod in _LODS and batch.place[number] >= 0
        ]
        if not rows:
            return
        table = batch.table.take(batch.place[rows])
        shapes = plane_polygons(table, table.coords[:, :2] + batch.origin[:2])
        first = table.coords[table.coord_start[table.ring_start[:-1]]] + batch.origin
        normal = exterior_vectors(table)
        level = np.abs(normal[:, 2]) > np.linalg.norm(normal, axis=1) / 2
        for number in np.flatnonzero(level & shapely.is_valid(shapes)):
            polygon = batch.rows[rows[number]]
            slope = -normal[number, :2] / normal[number, 2]
            height = first[number, 2] - slope @ first[number, :2]
            of = (polygon.area, polygon.lod, polygon.line, shapes[number])
            self._outlines.append(Outline(*of, (slope[0], slope[1]), float(height)))

    def defects(self, found: Inspection) -> Iterator[Defect]:
        """Yield areas that lie on another one, each pair once."""
        seen: set[tuple[int, int]] = set()
        for one, other in zip(*(side.tolist() for side in self._pairs(found)), strict=True):
            line = self._outlines[other].line
            pair = self._outlines[one].area, self._outlines[other].area
            if pair in seen:
                continue
            seen.add(pair)
            before, area = self._areas[pair[0]], self._areas[pair[1]]
            same = before.root == area.root
            name = before.own_id or found.feature_ids[before.root]
            where = f"{name} in line {self._outlines[one].line}"
            text = f"a polygon of {area.kind} of LOD{self._outlines[other].lod} lies on {where}"
            defect = "overlapping_areas" if same else "overlapping_roads"
            yield Defect(defect, line, area.root, text)

    def _pairs(self, found: Inspection) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Pairs of polygons that lie on each other and must not, by number of outline."""
        shapes = np.array([outline.shape for outline in self._outlines], dtype=object)
        first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
        chosen = [self._compared(a, b, found) for a, b in zip(first, second, strict=True)]
        first, second = first[chosen], second[chosen]
        lies = lie_on_each_other(self._outlines, first, second)
        return first[lies], second[lies]

    def outlines(self, found: Inspection) -> Iterator[RoadPolygon]:
        """Yield the polygons that those of other files must not lie on."""
        for outline in self._outlines:
            area = self._areas[outline.area]
            if found.feature_kinds[area.root] == JUDGED:
                name = area.own_id or found.feature_ids[area.root]
                yield RoadPolygon(area.kind, area.root, name, outline)

    def _compared(self, one: int, other: int, found: Inspection) -> bool:
        """Whether two polygons must not lie on each other."""
        before, after = self._outlines[one], self._outlines[other]
        if one >= other or before.lod != after.lod or before.area == after.area:
            return False
        area, partner = self._areas[before.area], self._areas[after.area]
        if {found.feature_kinds[area.root], found.feature_kinds[partner.root]} != {JUDGED}:
            return False
        if area.root != partner.root:
            return area.kind == partner.kind
        allowed = any(
            {code, more} in _TOGETHER for code in area.functions for more in partner.functions
        )
        return {area.kind, partner.kind} <= AREAS and not allowed
