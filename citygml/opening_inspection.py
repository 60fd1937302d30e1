"""Windows and doors of a batch -> which leave their boundary surface."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from citygml.face_checks import beyond_outline, edges, share_an_edge
from citygml.shape_inspection import Defect, ShapeBatch

#: Level of detail in which an opening shares its border with the surface.
_SHARED_LOD = 4


def opening_defects(batch: ShapeBatch) -> Iterator[Defect]:
    """Yield openings that lie beside their surface, or have no border in common with it.

    Judged where polygons of both are given in the same level of detail.

    Parameters
    ----------
    batch : ShapeBatch
        Judged.
    """
    openings: dict[tuple[int, int, int], list[int]] = {}
    walls: dict[tuple[int, int], list[int]] = {}
    for number, row in enumerate(batch.rows):
        if row.surface >= 0 and batch.place[number] >= 0:
            if row.opening >= 0:
                openings.setdefault((row.opening, row.surface, row.lod), []).append(number)
            else:
                walls.setdefault((row.surface, row.lod), []).append(number)
    for (_, surface, lod), rows in openings.items():
        wall = batch.table.take(batch.place[walls.get((surface, lod), [])].astype(np.int64))
        opening = batch.table.take(batch.place[rows])
        if not len(wall):
            continue
        first = batch.rows[rows[0]]
        outside = int(beyond_outline(opening.coords, wall).sum())
        if outside:
            text = f"{outside} of {len(opening.coords)} corners of an opening of LOD{lod} are"
            text = f"{text} beside its boundary surface"
            yield Defect("opening_outside", first.line, first.feature_row, text)
        if lod == _SHARED_LOD and not share_an_edge(edges(opening), edges(wall)):
            text = "an opening of LOD4 shares no edge with its boundary surface"
            yield Defect("opening_apart", first.line, first.feature_row, text)
