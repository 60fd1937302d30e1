"""Solids and rooms of a batch -> which boundaries look the wrong way, and what is not indoors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from citygml.body_checks import outward_triangles
from citygml.crossing_checks import crossing_faces
from citygml.face_checks import outside_solid
from citygml.shape_inspection import BUILDINGS, ROOM, Defect, ShapeBatch, ShellRow

_LOD = 4
#: Kinds of objects whose boundary surfaces may be faces of a room.
_ROOM_PARTS = frozenset({ROOM, "bldg:IntBuildingInstallation"})


def indoor_defects(batch: ShapeBatch, kinds: Sequence[str]) -> Iterator[Defect]:
    """Yield what is wrong between buildings, rooms, what is in them, and their surfaces.

    Parameters
    ----------
    batch : ShapeBatch
        Judged.
    kinds : sequence of str
        Kind of every city object, such as "bldg:Room".
    """
    for shell in batch.sound:
        yield from _turned_boundaries(batch, shell)
    for shell in batch.shells:
        if shell.owner == ROOM and shell.lod == _LOD and shell.kind != "surface":
            yield from _room_faces(batch, shell, kinds)
    yield from _outdoors(batch)


def _turned_boundaries(batch: ShapeBatch, shell: ShellRow) -> Iterator[Defect]:
    """Find boundary surfaces that do not look out of a building and into a room (L-bldg-10).

    The solid is closed and all its faces look outwards as it uses them, so that a polygon does so
    itself where it is not turned round.
    """
    if shell.owner not in BUILDINGS and shell.owner != ROOM:
        return
    looks_in = shell.owner == ROOM
    own = [turned for row, turned in shell.faces if batch.rows[row].is_boundary]
    wrong = sum(turned != looks_in for turned in own)
    if wrong:
        way = "out of the room" if looks_in else "into the building"
        text = f"{wrong} of {len(own)} polygons of boundary surfaces in {shell.name} look {way}"
        yield Defect("turned_boundary", shell.line, shell.feature_row, text)


def _room_faces(batch: ShapeBatch, shell: ShellRow, kinds: Sequence[str]) -> Iterator[Defect]:
    """Find faces of a room that are none of its boundary surfaces turned round (L-bldg-11)."""
    if shell.own_faces:
        text = f"{shell.own_faces} members of {shell.name} are no references to faces turned round"
        yield Defect("room_face", shell.line, shell.feature_row, text)
    foreign = 0
    for row, _ in shell.faces:
        polygon = batch.rows[row]
        of_room = polygon.feature_row >= 0 and kinds[polygon.feature_row] in _ROOM_PARTS
        foreign += not (polygon.is_boundary and of_room)
    if foreign and not shell.own_faces:
        text = f"{foreign} of {len(shell.faces)} faces of {shell.name} bound no room"
        yield Defect("room_face", shell.line, shell.feature_row, text)


def _outdoors(batch: ShapeBatch) -> Iterator[Defect]:
    """Find rooms, and what is in them, outside the solids of LOD4 (L-bldg-12)."""
    inside: dict[int, list[int]] = {}
    for number, row in enumerate(batch.rows):
        if row.indoor_of >= 0 and batch.place[number] >= 0:
            inside.setdefault(row.indoor_of, []).append(number)
    for root, rows in inside.items():
        solids = [
            shell
            for shell in batch.sound
            if shell.root == root and shell.lod == _LOD and shell.owner in BUILDINGS
        ]
        if not solids:
            continue
        outdoors = _reaching_out(batch, rows, solids)
        by_object: dict[int, list[int]] = {}
        for row in np.array(rows)[outdoors].tolist():
            by_object.setdefault(batch.rows[row].feature_row, []).append(row)
        for feature, polygons in by_object.items():
            text = f"{len(polygons)} polygons of LOD4 reach outside the lod4Solid of the building"
            yield Defect("outdoors", batch.rows[polygons[0]].line, feature, text)


def _reaching_out(batch: ShapeBatch, rows: list[int], solids: list[ShellRow]) -> NDArray[np.bool_]:
    """Which polygons have a corner outside of all solids, or go through the faces of the only one.

    Between several solids are faces that a room may go through.
    """
    table = batch.table.take(batch.place[rows])
    outside = np.ones(len(table.coords), dtype=bool)
    for shell in solids:
        outside &= outside_solid(table.coords, _triangles(batch, shell))
    found = np.bincount(table.surface_of_coord, outside, len(table)) > 0
    if len(solids) == 1:
        faces = [row for row, _ in solids[0].faces]
        both = batch.table.take(batch.place[[*rows, *faces]])
        first, second = crossing_faces(both, np.zeros(len(both), dtype=np.int64))
        found[first[(first < len(rows)) & (second >= len(rows))]] = True
    return found


def _triangles(batch: ShapeBatch, shell: ShellRow) -> NDArray[np.float64]:
    """Triangles of a solid, all looking outwards, (t, 3, 3)."""
    turned = np.array([turn for _, turn in shell.faces], dtype=bool)
    faces = batch.table.take(batch.place[[row for row, _ in shell.faces]])
    return outward_triangles(faces, turned)[0]
