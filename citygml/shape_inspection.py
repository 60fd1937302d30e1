"""Shapes of a file, gathered batch by batch -> what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from citygml import polygon_checks
from citygml.coordinates import Rings, closed_rings, open_rings, parse_numbers
from citygml.elements import MAX_COORDINATE
from citygml.surfaces import SurfaceTable

#: Points in a row closer than this are one point twice: L07 of the standard. [m]
NEAR_POINTS_M = 0.01
#: A polygon within this distance of a plane is flat: L12 of the standard. [m]
PLANE_TOLERANCE_M = 0.03
#: Envelopes are compared with this slack, for their corners may be rounded. [deg or m]
ENVELOPE_SLACK = (1e-7, 1e-7, 1e-2)

#: Objects whose solids are judged against each other and against their boundary surfaces.
BUILDINGS, ROOM = frozenset({"bldg:Building", "bldg:BuildingPart"}), "bldg:Room"

#: Faults of `polygon_checks.ShellFaults` in their order, and what to say.
_SHELL_FAULTS = {
    "open_solid": "has a gap between its faces",
    "turned_face": "has a face that looks inwards",
    "inverted_solid": "is inside out",
    "divided_solid": "is made of bodies that have no edge in common",
}

Projector = Callable[[ArrayLike], NDArray[np.float64]]


class Defect(NamedTuple):
    """Something wrong: name of the defect, line, row of the city object, what exactly."""

    defect: str
    line: int
    feature_row: int
    message: str


class PolygonRow(NamedTuple):
    """A polygon as the walk through the file meets it.

    `patch_of` is the number of its triangulated surface, `surface` that of its boundary surface,
    `opening` that of its window or door, `area` that of its road area, and `indoor_of` the row of
    the building it is inside; -1 without.
    """

    line: int
    feature_row: int
    lod: int
    rings: int
    is_triangle: bool
    is_boundary: bool
    patch_of: int = -1
    surface: int = -1
    opening: int = -1
    area: int = -1
    indoor_of: int = -1


class ShellRow(NamedTuple):
    """Boundary of a solid, or a surface: its faces as (row of the polygon, turned round or not).

    `owner` is what kind of object has it, such as "bldg:Building"; `kind` is "solid", "surface"
    (composite) or "set" (a multi surface of an interior); `own_faces` counts members that are not
    references to faces turned round; `root` is the row of the object of the city.
    """

    line: int
    feature_row: int
    lod: int
    name: str
    faces: list[tuple[int, bool]]
    is_complete: bool
    owner: str
    kind: str = "solid"
    root: int = -1
    own_faces: int = 0


class Extents(NamedTuple):
    """Smallest and largest coordinates of city objects, as written."""

    feature_row: NDArray[np.int64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Frame:
    """What the coordinates of a file mean: into metres, and the envelope they should lie in."""

    projection: Projector | None
    lower: tuple[float, ...] = ()
    upper: tuple[float, ...] = ()


class ShapeBatch:
    """Polygons and shells until they are judged.

    Parameters
    ----------
    frame : Frame
        Of the file.
    """

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self.rows: list[PolygonRow] = []
        self.shells: list[ShellRow] = []
        self.borders: dict[int, int] = {}
        #: When judged: polygons in metres from `origin`, the row of each, shells without fault.
        self.table = _table(np.zeros((0, 3)), np.zeros(1, np.int64), np.zeros(0, np.int64))
        self.place = np.zeros(0, dtype=np.int64)
        self.sound: list[ShellRow] = []
        self.origin = np.zeros(3)
        self._texts: list[str] = []
        self._dimensions: list[int] = []
        self.characters = 0

    def add(self, row: PolygonRow, rings: list[tuple[str, int]]) -> int:
        """Take a polygon and the texts of its rings with their dimension; return its row."""
        for text, dimension in rings:
            self._texts.append(text)
            self._dimensions.append(dimension)
            self.characters += len(text)
        self.rows.append(row)
        return len(self.rows) - 1

    def judged(self) -> tuple[list[Defect], Extents]:
        """Return what is wrong with the shapes, and extents of their city objects."""
        self.place = np.full(len(self.rows), -1)
        values, counts = parse_numbers(self._texts)
        rings = Rings(values, counts, np.array(self._dimensions, dtype=np.int64))
        owner = np.repeat(np.arange(len(self.rows)), [row.rings for row in self.rows])
        defects, good = self._readable(rings, owner)
        keep = good[owner]
        coords, coord_start, _ = open_rings(rings, keep, np.zeros(len(owner), dtype=bool))
        chosen = np.flatnonzero(good)
        ring_counts = np.bincount(owner, minlength=len(self.rows))[chosen]
        table = _table(coords, coord_start, ring_counts)
        defects += self._outside(table, chosen)
        patch = np.array([row.patch_of for row in self.rows], dtype=np.int64)[chosen]
        if (patch >= 0).any():
            numbers, group = np.unique(patch, return_inverse=True)
            sums = polygon_checks.border_sum(table, group.reshape(-1), len(numbers))
            self.borders = dict(zip(numbers.tolist(), sums.tolist(), strict=True))
        extents = self._extents(table, chosen)
        placed = self._placed(coords)
        if placed is None:
            return defects, extents
        nowhere = np.isnan(placed).any(axis=1)
        lost = np.bincount(table.surface_of_coord, nowhere, len(table)) > 0
        defects += self._each(
            "nowhere", chosen[lost], "a point lies outside the area of the srsName"
        )
        table = _table(np.nan_to_num(placed), coord_start, ring_counts).take(~lost)
        chosen = chosen[~lost]
        self.table = table
        self.place[chosen] = np.arange(len(chosen))
        return [*defects, *self._flat(table, chosen), *self._solids(table)], extents

    def is_whole(self, shell: ShellRow) -> bool:
        """Whether all faces of a solid or surface are there."""
        rows = [row for row, _ in shell.faces]
        return bool(shell.is_complete and rows and (self.place[rows] >= 0).all())

    def _readable(
        self, rings: Rings, owner: NDArray[np.int64]
    ) -> tuple[list[Defect], NDArray[np.bool_]]:
        """Judge the rings as lists of numbers; return which polygons have points at all."""
        count = len(rings.counts)
        of_ring = np.repeat(np.arange(count), rings.counts)
        wild = ~(np.abs(rings.values) <= MAX_COORDINATE)
        odd = np.bincount(of_ring, wild, count) > 0
        ragged = (rings.counts % rings.dimension != 0) | (rings.counts == 0)
        closed = closed_rings(rings)
        points = rings.counts // rings.dimension - closed
        broken = odd | ragged
        few = ~broken & (points < 3)
        triangle = np.array([row.is_triangle for row in self.rows], dtype=bool)[owner]
        defects: list[Defect] = []
        for ring in np.flatnonzero(broken):
            what = "a coordinate that is no number" if odd[ring] else "no whole points"
            defects.append(
                self._defect("coordinates", owner[ring], f"{rings.counts[ring]} numbers, {what}")
            )
        for ring in np.flatnonzero(few):
            defects.append(self._defect("few_points", owner[ring], f"{points[ring]} points"))
        for ring in np.flatnonzero(~broken & ~few & ~closed & ~triangle):
            defects.append(
                self._defect(
                    "unclosed_ring",
                    owner[ring],
                    f"{points[ring]} points, the last is not the first",
                )
            )
        for ring in np.flatnonzero(~broken & triangle & ~(closed & (points == 3))):
            defects.append(
                self._defect(
                    "triangle", owner[ring], f"{points[ring]} points, closed: {bool(closed[ring])}"
                )
            )
        bad = np.bincount(owner, broken | few, len(self.rows)) > 0
        return defects, ~bad & (np.bincount(owner, minlength=len(self.rows)) > 0)

    def _placed(self, coords: NDArray[np.float64]) -> NDArray[np.float64] | None:
        """Coordinates in metres from a point nearby, None where the system is unknown."""
        if self._frame.projection is None or not len(coords):
            return None
        placed = self._frame.projection(coords)
        first = placed[~np.isnan(placed).any(axis=1)][:1]
        self.origin = first[0] if len(first) else self.origin
        return np.asarray(placed - self.origin)

    def _outside(self, table: SurfaceTable, chosen: NDArray[np.int64]) -> list[Defect]:
        """Polygons that leave the envelope of the file (L06)."""
        axes = min(len(self._frame.lower), len(self._frame.upper), 3)
        if axes < 2:
            return []
        slack = np.array(ENVELOPE_SLACK[:axes])
        low, high = np.array(self._frame.lower[:axes]), np.array(self._frame.upper[:axes])
        points = table.coords[:, :axes]
        out = ((points < low - slack) | (points > high + slack)).any(axis=1)
        wrong = np.bincount(table.surface_of_coord, out, len(table)) > 0
        return self._each("outside_envelope", chosen[wrong], "leaves the gml:Envelope of the file")

    def _extents(self, table: SurfaceTable, chosen: NDArray[np.int64]) -> Extents:
        rows = np.array([row.feature_row for row in self.rows], dtype=np.int64)[chosen]
        features, feature = np.unique(rows, return_inverse=True)
        of_coord = feature.reshape(-1)[table.surface_of_coord]
        lower = np.full((len(features), 3), np.inf)
        upper = np.full((len(features), 3), -np.inf)
        np.minimum.at(lower, of_coord, table.coords)
        np.maximum.at(upper, of_coord, table.coords)
        return Extents(features, lower, upper)

    def _flat(self, table: SurfaceTable, chosen: NDArray[np.int64]) -> list[Defect]:
        """Judge polygons one by one."""
        lod = np.array([row.lod for row in self.rows], dtype=np.int64)[chosen]
        thin = polygon_checks.degenerate(table)
        near = polygon_checks.close_points(table, NEAR_POINTS_M)
        deviation = polygon_checks.plane_deviation(table)
        turned = polygon_checks.holes_turned(table)
        crossing = polygon_checks.plane_faults(table)
        defects = self._each("degenerate", chosen[thin], "has no area")
        defects += self._each(
            "near_points", chosen[near], f"two points in a row closer than {NEAR_POINTS_M} m"
        )
        defects += self._each("hole_direction", chosen[turned], "a hole runs as its exterior does")
        of_solid = self._in_solids()[chosen]
        for row in np.flatnonzero((deviation > PLANE_TOLERANCE_M) & (lod != 0)):
            defect = "not_planar_lod1" if lod[row] == 1 else "not_planar"
            far = f"a point is {deviation[row]:.3f} m from the plane"
            text = f"{far}; the limit is {PLANE_TOLERANCE_M} m"
            defect = defect if of_solid[row] else "not_planar_surface"
            defects.append(self._defect(defect, chosen[row], text))
        for row, reason, holes in zip(*crossing, strict=True):
            defects.append(self._defect("hole" if holes else "ring_crosses", chosen[row], reason))
        return defects

    def _in_solids(self) -> NDArray[np.bool_]:
        """Which polygons are faces of a solid."""
        inside = np.zeros(len(self.rows), dtype=bool)
        inside[
            [row for shell in self.shells if shell.kind == "solid" for row, _ in shell.faces]
        ] = True
        return inside

    def _solids(self, table: SurfaceTable) -> list[Defect]:
        """Judge the boundaries of solids whose faces are all there."""
        whole = [shell for shell in self.shells if shell.kind == "solid" and self.is_whole(shell)]
        defects = [self._foreign(shell) for shell in self.shells if self._has_foreign_faces(shell)]
        if not whole:
            return defects
        faces = np.array([self.place[row] for shell in whole for row, _ in shell.faces])
        turned = np.array([turn for shell in whole for _, turn in shell.faces], dtype=bool)
        group = np.repeat(np.arange(len(whole)), [len(shell.faces) for shell in whole])
        faults = polygon_checks.shell_faults(table.take(faces), turned, group, len(whole))
        sound = ~np.any(faults, axis=0)
        self.sound = [shell for shell, good in zip(whole, sound, strict=True) if good]
        for (defect, text), flags in zip(_SHELL_FAULTS.items(), faults, strict=True):
            for number in np.flatnonzero(flags):
                shell = whole[number]
                message = f"{shell.name} of {len(shell.faces)} faces {text}"
                defects.append(Defect(defect, shell.line, shell.feature_row, message))
        return defects

    def _has_foreign_faces(self, shell: ShellRow) -> bool:
        if shell.kind == "surface" or (shell.kind == "set" and shell.owner == ROOM):
            return False
        judged = {2, 3, 4} if shell.owner in BUILDINGS else {4} if shell.owner == ROOM else set()
        return shell.lod in judged and any(not self.rows[row].is_boundary for row, _ in shell.faces)

    def _foreign(self, shell: ShellRow) -> Defect:
        foreign = sum(not self.rows[row].is_boundary for row, _ in shell.faces)
        text = (
            f"{foreign} of {len(shell.faces)} faces of {shell.name} belong to no boundary surface"
        )
        defect = "face_of_no_boundary" if shell.lod < 4 else "face_of_no_boundary_lod4"
        defect = "face_of_no_boundary_room" if shell.owner == ROOM else defect
        return Defect(defect, shell.line, shell.feature_row, text)

    def _defect(self, defect: str, row: int, text: str) -> Defect:
        polygon = self.rows[row]
        return Defect(
            defect, polygon.line, polygon.feature_row, f"polygon of LOD{polygon.lod}: {text}"
        )

    def _each(self, defect: str, rows: NDArray[np.int64], text: str) -> list[Defect]:
        return [self._defect(defect, int(row), text) for row in rows]


def _table(
    coords: NDArray[np.float64], coord_start: NDArray[np.int64], ring_counts: NDArray[np.int64]
) -> SurfaceTable:
    """Polygons without names."""
    count = len(ring_counts)
    return SurfaceTable(
        surface_id=np.full(count, "", dtype=object),
        feature_row=np.zeros(count, dtype=np.int32),
        kind=np.zeros(count, dtype=np.uint8),
        lod=np.zeros(count, dtype=np.uint8),
        ring_start=np.concatenate([[0], np.cumsum(ring_counts)]).astype(np.int64),
        coord_start=coord_start.copy(),
        coords=coords.copy(),
    )
