"""What belongs together in an object of the city, or must not: solids, and the areas of a road."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from citygml.findings import Inspection
from citygml.prism_checks import Prism, overlapping, touching
from citygml.road_inspection import AREAS, JUDGED
from citygml.shape_inspection import Defect

#: Levels of detail in which a road refers to its areas.
_AREA_LODS = frozenset({2, 3})


def prism_defects(prisms: Sequence[Prism], found: Inspection) -> Iterator[Defect]:
    """Yield solids of LOD1 that overlap, and parts of a building that touch no other of its solids.

    Parameters
    ----------
    prisms : sequence of Prism
        Of all buildings and their parts.
    found : Inspection
        Of the file.
    """
    if len(prisms) < 2:
        return
    owner = np.array([prism.feature_row for prism in prisms])
    root = np.array(found.roots)[owner]
    pairs = overlapping(prisms)
    for one, other in zip(pairs.first.tolist(), pairs.second.tolist(), strict=True):
        is_whole = (owner[one] == root[other]) or (owner[other] == root[one])
        if not (root[one] == root[other] and is_whole):  # a building contains its parts
            prism, partner = prisms[other], prisms[one]
            name = found.feature_ids[partner.feature_row]
            text = f"the solid of LOD1 overlaps that of {name} in line {partner.line}"
            yield Defect("overlapping_solids", prism.line, prism.feature_row, text)
    near = touching(prisms)
    same = root[near.first] == root[near.second]
    joined = np.bincount(near.first[same], minlength=len(prisms)) > 0
    several = np.bincount(root)[root] > 1
    for number in np.flatnonzero(several & ~joined & (owner != root)).tolist():
        prism = prisms[number]
        text = "the solid of LOD1 of the part touches no other solid of its building"
        yield Defect("part_apart", prism.line, prism.feature_row, text)


class RoadAreas:
    """Polygons of the areas of a road, and what the road refers to."""

    def __init__(self) -> None:
        self._areas: dict[int, set[str]] = {}
        self._referred: dict[int, set[str]] = {}

    def polygon(self, owner: str, lod: int, own_id: str) -> None:
        """Take a polygon of an object of some kind."""
        if lod in _AREA_LODS and owner in AREAS:
            self._areas.setdefault(lod, set()).add(own_id)

    def link(self, owner: str, lod: int, target: str) -> None:
        """Take a surface member that an object of some kind refers to."""
        if owner == JUDGED:
            self._referred.setdefault(lod, set()).add(target)

    def defects(self, root: int, found: Inspection) -> Iterator[Defect]:
        """Yield what is wrong when the object is complete, and forget it."""
        if self._areas and root >= 0 and found.feature_kinds[root] == JUDGED:
            for lod, areas in sorted(self._areas.items()):
                missing = len(areas - self._referred.get(lod, set()))
                if missing:
                    text = (
                        f"{missing} polygons of areas are not in lod{lod}MultiSurface of the road"
                    )
                    yield Defect("area_of_no_road", found.feature_lines[root], root, text)
        self._areas, self._referred = {}, {}
