"""Solids and roads near the borders of tiles -> which lie on one of another file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeVar

import numpy as np
import shapely
from pyproj import CRS, Transformer

from citygml.body_checks import Body, near, overlap
from citygml.findings import Inspection, RoadPolygon
from citygml.road_inspection import lie_on_each_other
from citygml.shape_inspection import Defect
from plateau.tiles import tile_bounds

#: An object is in the file of one tile, and reaches into the next one no further than this. [m]
REACH_M = 50.0
T = TypeVar("T")


class _Side(NamedTuple):
    """What is kept in one system, each with the number of its file."""

    bodies: list[tuple[Body, int]]
    roads: list[tuple[RoadPolygon, int]]


class Seams:
    """Solids and roads of all files that another file's can lie on, system by system."""

    def __init__(self) -> None:
        self._files: list[Inspection] = []
        self._sides: dict[str, _Side] = {}

    def __len__(self) -> int:
        """Return how many solids and polygons of roads are kept."""
        return sum(len(side.bodies) + len(side.roads) for side in self._sides.values())

    def take(self, inspection: Inspection, tile: str, system: CRS | None) -> None:
        """Take what lies outside the tile of a file, or near its border.

        Parameters
        ----------
        inspection : Inspection
            Of the file; its ids must stay.
        tile : str
            Code of the tile, "" where it is not known: everything is taken.
        system : CRS, optional
            In metres, of the coordinates.
        """
        if system is None or not (inspection.bodies or inspection.roads):
            return
        middle = _middle(tile, system) if tile else shapely.Polygon()
        bodies = _outside(middle, inspection.bodies, [b.outline for b in inspection.bodies])
        roads = _outside(middle, inspection.roads, [r.outline.shape for r in inspection.roads])
        # What two prisms share is told by their outlines and heights.
        light = [b._replace(triangles=b.triangles[:0].copy()) if b.is_prism else b for b in bodies]
        side = self._sides.setdefault(system.to_string(), _Side([], []))
        side.bodies.extend((body, len(self._files)) for body in light)
        side.roads.extend((road, len(self._files)) for road in roads)
        self._files.append(inspection)

    def defects(self) -> Iterator[tuple[Inspection, Defect]]:
        """Yield what lies on something of another file, with the file it is of."""
        for side in self._sides.values():
            if side.bodies:
                yield from self._body_defects(side.bodies)
            if side.roads:
                yield from self._road_defects(side.roads)

    def _body_defects(self, placed: list[tuple[Body, int]]) -> Iterator[tuple[Inspection, Defect]]:
        bodies, file = [body for body, _ in placed], np.array([number for _, number in placed])
        pairs = near(bodies)
        pairs = pairs.take(file[pairs.first] != file[pairs.second])
        for first, second in zip(*pairs.take(overlap(bodies, pairs)), strict=True):
            body, partner, before = bodies[second], bodies[first], self._files[file[first]]
            where = f"{before.feature_ids[partner.feature_row]} in {before.label}:{partner.line}"
            text = f"the solid of LOD{body.lod} overlaps that of {where}"
            defect = Defect("overlapping_solids", body.line, body.feature_row, text)
            yield self._files[file[second]], defect

    def _road_defects(
        self, placed: list[tuple[RoadPolygon, int]]
    ) -> Iterator[tuple[Inspection, Defect]]:
        roads, file = [road for road, _ in placed], np.array([number for _, number in placed])
        outlines = [road.outline for road in roads]
        shapes = np.array([outline.shape for outline in outlines], dtype=object)
        first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
        sort = np.unique(
            [f"{road.kind} {road.outline.lod}" for road in roads], return_inverse=True
        )[1].reshape(-1)
        chosen = (file[first] < file[second]) & (sort[first] == sort[second])
        first, second = first[chosen], second[chosen]
        lies = lie_on_each_other(outlines, first, second)
        seen = set()
        for one, other in zip(first[lies].tolist(), second[lies].tolist(), strict=True):
            road, before = roads[other], self._files[file[one]]
            areas = (file[one], roads[one].name, file[other], road.name)
            if areas in seen:  # two areas of many polygons are one finding
                continue
            seen.add(areas)
            where = f"{roads[one].name} in {before.label}:{outlines[one].line}"
            text = f"a polygon of {road.kind} of LOD{outlines[other].lod} lies on {where}"
            defect = Defect("overlapping_roads", outlines[other].line, road.root, text)
            yield self._files[file[other]], defect


def _outside(middle: shapely.Geometry, items: list[T], shapes: list[shapely.Geometry]) -> list[T]:
    """Return those of the items whose shapes are not covered by the middle of a tile."""
    outer = ~shapely.covers(middle, np.array(shapes, dtype=object))
    return [items[number] for number in np.flatnonzero(outer)]


def _middle(tile: str, system: CRS) -> shapely.Geometry:
    """Return the part of a tile that no object of another one reaches into, in a system."""
    box = tile_bounds(tile)
    way = Transformer.from_crs("EPSG:6668", system, always_xy=True)
    corners = np.array(
        [(box.west, box.south), (box.east, box.south), (box.east, box.north), (box.west, box.north)]
    )
    east, north = way.transform(corners[:, 0], corners[:, 1])
    return shapely.buffer(shapely.polygons(np.column_stack([east, north])), -REACH_M)
