"""What belongs together in an object of the city, or must not: solids, and the areas of a road."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from citygml.body_checks import Body, body_of, near, outward_triangles, overlap, touch
from citygml.findings import Inspection
from citygml.road_inspection import AREAS, JUDGED
from citygml.shape_inspection import BUILDINGS, Defect, ShapeBatch, ShellRow

#: Levels of detail in which the solids of buildings are compared (表 6-31 of the standard).
_SOLID_LODS = frozenset({1, 2})
#: Levels of detail in which a road refers to its areas.
_AREA_LODS = frozenset({2, 3})


def bodies_of(batch: ShapeBatch) -> Iterator[Body]:
    """Yield the solids of buildings in LOD1 and LOD2 that can be compared.

    Parameters
    ----------
    batch : ShapeBatch
        Judged.
    """
    sound = {id(shell) for shell in batch.sound}
    shells = [shell for shell in batch.shells if _is_compared(shell) and batch.is_whole(shell)]
    if not shells:
        return
    faces = batch.table.take([batch.place[row] for shell in shells for row, _ in shell.faces])
    turned = np.array([turn for shell in shells for _, turn in shell.faces], dtype=bool)
    triangles, face = outward_triangles(faces, turned)
    ends = np.cumsum([0, *(len(shell.faces) for shell in shells)])
    triangles, first = triangles[np.argsort(face, kind="stable")], np.sort(face)
    cuts = np.searchsorted(first, ends)
    for number, shell in enumerate(shells):
        rows = np.arange(ends[number], ends[number + 1])
        own = triangles[cuts[number] : cuts[number + 1] if id(shell) in sound else cuts[number]]
        found = body_of(faces.take(rows), turned[rows], own, origin=batch.origin)
        if found is not None:
            yield Body(shell.feature_row, shell.line, shell.lod, *found)


def _is_compared(shell: ShellRow) -> bool:
    return shell.kind == "solid" and shell.lod in _SOLID_LODS and shell.owner in BUILDINGS


class SolidCounts:
    """How many solids the objects of the city have in each level of detail, known or not."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[int, int]] = Counter()

    def take(self, batch: ShapeBatch) -> None:
        """Count the solids of a batch."""
        self._counts.update((s.root, s.lod) for s in batch.shells if _is_compared(s))

    def is_known(self, root: int, lod: int, count: int) -> bool:
        """Whether these are all solids of an object."""
        return self._counts[root, lod] == count


def body_defects(found: Inspection, counts: SolidCounts) -> Iterator[Defect]:
    """Yield solids that overlap, and parts of a building that touch no other of its solids.

    Parameters
    ----------
    found : Inspection
        Of the file, with all bodies.
    counts : SolidCounts
        Of the same file: a part can touch a solid that could not be told from outside.
    """
    bodies = found.bodies
    if len(bodies) < 2:
        return
    owner = np.array([body.feature_row for body in bodies])
    root = np.array(found.roots)[owner]
    pairs = near(bodies)
    one, other = pairs
    same = root[one] == root[other]
    # A building contains its parts.
    is_whole = same & ((owner[one] == root[other]) | (owner[other] == root[one]))
    judged = pairs.take(~is_whole)
    for first, second in zip(*judged.take(overlap(bodies, judged)), strict=True):
        body, partner = bodies[second], bodies[first]
        name = found.feature_ids[partner.feature_row]
        text = f"the solid of LOD{body.lod} overlaps that of {name} in line {partner.line}"
        yield Defect("overlapping_solids", body.line, body.feature_row, text)
    inner = pairs.take(same)
    joined = np.concatenate(inner.take(touch(bodies, inner)))
    lod = np.array([body.lod for body in bodies])
    _, group, size = np.unique(
        np.column_stack([root, lod]), axis=0, return_inverse=True, return_counts=True
    )
    alone = (size[group.reshape(-1)] > 1) & (owner != root)
    alone[joined] = False
    for number in np.flatnonzero(alone).tolist():
        body = bodies[number]
        if counts.is_known(root[number], body.lod, size[group.reshape(-1)[number]]):
            text = f"the solid of LOD{body.lod} of the part touches no other solid of its building"
            yield Defect("part_apart", body.line, body.feature_row, text)


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
