"""Faces of solids and surfaces as the walk meets them -> groups of rows, links followed."""

from __future__ import annotations

from typing import NamedTuple

from citygml.shape_inspection import BUILDINGS, ROOM, ShellRow

#: Surfaces that are judged like solids where they are no part of one.
_COMPOSITE, _MULTI = "gml:CompositeSurface", "gml:MultiSurface"
_INTERIOR_LOD = 4


class _Face(NamedTuple):
    """A member of a group: what it refers to, or its row; whether it is turned round."""

    target: str
    row: int
    is_turned: bool


class FaceGroups:
    """Solids and surfaces of an object of the city, until all its polygons are there."""

    def __init__(self) -> None:
        self._ranges: dict[str, tuple[int, int]] = {}
        self._shells: list[ShellRow] = []
        self._faces: list[list[_Face]] = []

    def __bool__(self) -> bool:
        """Whether there is a group."""
        return bool(self._shells)

    def shape(self, own_id: str, first: int, last: int) -> None:
        """Take a geometry with its rows of polygons."""
        self._ranges[own_id] = (first, last)

    def begin(self, shell: ShellRow) -> int:
        """Take a solid or surface; return its number."""
        self._shells.append(shell)
        self._faces.append([])
        return len(self._shells) - 1

    def link(self, shell: int, target: str, *, is_turned: bool) -> None:
        """Take a face that is elsewhere."""
        self._faces[shell].append(_Face(target, -1, is_turned))

    def polygon(self, shell: int, row: int, *, is_turned: bool) -> None:
        """Take a face that is here."""
        self._faces[shell].append(_Face("", row, is_turned))

    def ended(self) -> list[ShellRow]:
        """Return the groups with their faces: no link of PLATEAU leaves its object of the city."""
        found = []
        for shell, members in zip(self._shells, self._faces, strict=True):
            faces: list[tuple[int, bool]] = []
            complete = True
            for target, row, turned in members:
                first, last = self._ranges.get(target, (0, 0)) if row < 0 else (row, row + 1)
                faces += [(number, turned) for number in range(first, last)]
                complete &= last > first
            own = sum(not (face.target and face.is_turned) for face in members)
            found.append(shell._replace(faces=faces, is_complete=complete, own_faces=own))
        return found


def group_kind(name: str, owner: str, lod: int, *, is_boundary: bool) -> str:
    """Return what an element is to the rules of faces: "solid", "surface", "set" or nothing.

    Examples
    --------
    >>> group_kind("gml:Solid", "bldg:Building", 1, is_boundary=False)
    'solid'
    >>> group_kind("gml:MultiSurface", "bldg:Room", 4, is_boundary=True)
    ''
    """
    if name == "gml:Solid":
        return "solid"
    if name == _COMPOSITE:
        return "surface"
    judged = owner in BUILDINGS or owner == ROOM
    is_set = name == _MULTI and judged and lod == _INTERIOR_LOD and not is_boundary
    return "set" if is_set else ""
