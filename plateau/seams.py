"""Solids near the borders of tiles -> which overlap one of another file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import shapely
from pyproj import CRS, Transformer

from citygml.body_checks import Body, near, overlap
from citygml.findings import Inspection
from citygml.shape_inspection import Defect
from plateau.tiles import tile_bounds

#: An object is in the file of one tile, and reaches into the next one no further than this. [m]
REACH_M = 50.0


class _Placed(NamedTuple):
    """A solid and the file it is of."""

    body: Body
    file: int


class Seams:
    """Solids of all files that another file's can overlap, system by system."""

    def __init__(self) -> None:
        self._files: list[Inspection] = []
        self._placed: dict[str, list[_Placed]] = {}

    def __len__(self) -> int:
        """Return how many solids are kept."""
        return sum(map(len, self._placed.values()))

    def take(self, inspection: Inspection, tile: str, system: CRS | None) -> None:
        """Take the solids of a file that lie outside its tile, or near its border.

        Parameters
        ----------
        inspection : Inspection
            Of the file; its ids must stay.
        tile : str
            Code of the tile, "" where it is not known: all solids are taken.
        system : CRS, optional
            In metres, of the coordinates.
        """
        bodies = inspection.bodies
        if system is None or not bodies:
            return
        if tile:
            outlines = np.array([body.outline for body in bodies], dtype=object)
            inner = shapely.covers(_middle(tile, system), outlines)
            bodies = [bodies[number] for number in np.flatnonzero(~inner)]
        # What two prisms share is told by their outlines and heights.
        light = [b._replace(triangles=b.triangles[:0].copy()) if b.is_prism else b for b in bodies]
        placed = self._placed.setdefault(system.to_string(), [])
        placed += [_Placed(body, len(self._files)) for body in light]
        self._files.append(inspection)

    def defects(self) -> Iterator[tuple[Inspection, Defect]]:
        """Yield the solids that overlap one of another file, with the file they are of."""
        for placed in self._placed.values():
            if len(placed) < 2:
                continue
            bodies = [one.body for one in placed]
            file = np.array([one.file for one in placed])
            pairs = near(bodies)
            pairs = pairs.take(file[pairs.first] != file[pairs.second])
            for first, second in zip(*pairs.take(overlap(bodies, pairs)), strict=True):
                body, partner = bodies[second], bodies[first]
                before = self._files[file[first]]
                name = before.feature_ids[partner.feature_row]
                where = f"{name} in {before.label}:{partner.line}"
                text = f"the solid of LOD{body.lod} overlaps that of {where}"
                defect = Defect("overlapping_solids", body.line, body.feature_row, text)
                yield self._files[file[second]], defect


def _middle(tile: str, system: CRS) -> shapely.Geometry:
    """Return the part of a tile that no object of another one reaches into, in a system."""
    box = tile_bounds(tile)
    way = Transformer.from_crs("EPSG:6668", system, always_xy=True)
    corners = np.array(
        [(box.west, box.south), (box.east, box.south), (box.east, box.north), (box.west, box.north)]
    )
    east, north = way.transform(corners[:, 0], corners[:, 1])
    return shapely.buffer(shapely.polygons(np.column_stack([east, north])), -REACH_M)
