"""Streets of the sample city: what is road, what is block, what is lot."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from generator.frame import bent
from generator.terrain import Terrain

#: Streets along v (north-south) and along u (east-west): place and width. [m]
AVENUES = (
    (-288.0, 6.0),
    (-196.0, 6.0),
    (-100.0, 6.0),
    (0.0, 12.0),
    (98.0, 6.0),
    (173.0, 5.0),
    (207.0, 5.0),
    (296.0, 6.0),
)
STREETS = (
    (-196.0, 5.0),
    (-160.0, 6.0),
    (-124.0, 5.0),
    (-88.0, 6.0),
    (-50.0, 5.0),
    (-10.0, 14.0),
    (30.0, 5.0),
    (68.0, 6.0),
    (104.0, 5.0),
    (140.0, 6.0),
    (176.0, 5.0),
)
MAIN_STREET, MAIN_AVENUE, BROOK_COLUMN = 5, 3, 5
#: Streets that cross the small river.
BRIDGES = (2, 5, 8)
#: Blocks that one facility takes whole: name -> column, first row, rows.
FACILITY_BLOCKS = {
    "danchi": (0, 6, 2),
    "temple": (0, 2, 1),
    "school": (1, 8, 2),
    "court": (2, 4, 1),
    "town_hall": (2, 6, 1),
    "hospital": (4, 6, 2),
    "tower": (3, 4, 1),
    "factory": (6, 7, 2),
    "warehouses": (6, 9, 1),
    "park": (3, 7, 1),
}
#: No edge of a road is longer than this, so that roads follow the land. [m]
ROAD_STEP_M = 30.0


@dataclass(frozen=True)
class Rectangle:
    """A rectangle in street coordinates. [m]"""

    u0: float
    u1: float
    v0: float
    v1: float

    @property
    def centre(self) -> tuple[float, float]:
        """Middle in street coordinates. [m]"""
        return (self.u0 + self.u1) / 2, (self.v0 + self.v1) / 2

    def outline(self, step_m: float = ROAD_STEP_M) -> NDArray[np.float64]:
        """Counter-clockwise local metres, edges cut into steps, (k, 2). [m]"""
        corners = [(self.u0, self.v0), (self.u1, self.v0), (self.u1, self.v1), (self.u0, self.v1)]
        points: list[NDArray[np.float64]] = []
        for start, end in zip(corners, corners[1:] + corners[:1], strict=True):
            a, b = np.array(start), np.array(end)
            count = max(1, int(np.ceil(np.abs(b - a).max() / step_m)))
            points.append(a + (b - a) * (np.arange(count) / count)[:, None])
        path = np.concatenate(points)
        return bent(path[:, 0], path[:, 1])


@dataclass(frozen=True)
class Road:
    """A piece of road: a junction, a stretch between two, or a bridge."""

    outline: NDArray[np.float64]
    width_m: float
    section: str  # code of RoadStructureAttribute_sectionType


SECTION_NORMAL, SECTION_BRIDGE, SECTION_JUNCTION = "1", "3", "4"


def blocks() -> dict[tuple[int, int], Rectangle]:
    """Land between the streets by column and row, without what facilities take."""
    taken = {
        (column, row)
        for column, first, count in FACILITY_BLOCKS.values()
        for row in range(first, first + count)
    }
    return {
        (column, row): block(column, row)
        for column in range(len(AVENUES) - 1)
        for row in range(len(STREETS) - 1)
        if column != BROOK_COLUMN and (column, row) not in taken
    }


def block(column: int, row: int, rows: int = 1) -> Rectangle:
    """Land inside the kerbs of one block, or of several that were joined."""
    (west, west_width), (east, east_width) = AVENUES[column], AVENUES[column + 1]
    (south, south_width), (north, north_width) = STREETS[row], STREETS[row + rows]
    return Rectangle(
        west + west_width / 2,
        east - east_width / 2,
        south + south_width / 2,
        north - north_width / 2,
    )


def facility_block(name: str) -> Rectangle:
    """Land of a facility."""
    return block(*FACILITY_BLOCKS[name])


def lots(
    land: Rectangle, rng: np.random.Generator, *, width_m: tuple[float, float]
) -> list[tuple[Rectangle, int]]:
    """Cut a block into two rows of lots; with each, the side of its street (-1 south, 1 north)."""
    middle = (land.v0 + land.v1) / 2 + rng.uniform(-0.8, 0.8)
    result = []
    for side, v0, v1 in ((-1, land.v0, middle), (1, middle, land.v1)):
        count = max(1, round((land.u1 - land.u0) / rng.uniform(*width_m)))
        weight = rng.uniform(0.88, 1.12, count)
        edges = land.u0 + (land.u1 - land.u0) * np.concatenate([[0], np.cumsum(weight)]) / sum(
            weight
        )
        result += [(Rectangle(a, b, v0, v1), side) for a, b in pairwise(edges.tolist())]
    return result


def roads() -> list[Road]:
    """Every piece of road; pieces share edges and never overlap."""
    joined = {
        (column, row)
        for column, first, count in FACILITY_BLOCKS.values()
        for row in range(first + 1, first + count)
    }
    result = [
        Road(_crossing(u, uw, v, vw).outline(), max(uw, vw), SECTION_JUNCTION)
        for u, uw in AVENUES
        for v, vw in STREETS
    ]
    for column in range(len(AVENUES) - 1):
        result += [
            _stretch(column, row)
            for row in range(len(STREETS))
            if (column, row) not in joined and (column != BROOK_COLUMN or row in BRIDGES)
        ]
    for u, width in AVENUES:
        result += [
            _along_avenue(u, width, (south + sw / 2, north - nw / 2))
            for (south, sw), (north, nw) in pairwise(STREETS)
        ]
    return [*result, *_ways_out()]


def _crossing(u: float, u_width: float, v: float, v_width: float) -> Rectangle:
    return Rectangle(u - u_width / 2, u + u_width / 2, v - v_width / 2, v + v_width / 2)


def _stretch(column: int, row: int) -> Road:
    (west, west_width), (east, east_width) = AVENUES[column], AVENUES[column + 1]
    v, width = STREETS[row]
    outline = Rectangle(
        west + west_width / 2, east - east_width / 2, v - width / 2, v + width / 2
    ).outline()
    section = SECTION_BRIDGE if column == BROOK_COLUMN else SECTION_NORMAL
    return Road(outline, width, section)


def _along_avenue(u: float, width: float, span: tuple[float, float]) -> Road:
    outline = Rectangle(u - width / 2, u + width / 2, *span).outline()
    return Road(outline, width, SECTION_NORMAL)


def _ways_out() -> list[Road]:
    """Roads that leave the town: the main street at both ends, the avenue to the levee."""
    v, width = STREETS[MAIN_STREET]
    west, west_width = AVENUES[0]
    east, east_width = AVENUES[-1]
    u, avenue_width = AVENUES[MAIN_AVENUE]
    north, north_width = STREETS[-1]
    south, south_width = STREETS[0]
    pieces = [
        Rectangle(west - west_width / 2 - 170, west - west_width / 2, v - width / 2, v + width / 2),
        Rectangle(east + east_width / 2, east + east_width / 2 + 170, v - width / 2, v + width / 2),
        Rectangle(u - avenue_width / 2, u + avenue_width / 2, north + north_width / 2, 302.0),
        Rectangle(u - 3.0, u + 3.0, south - south_width / 2 - 55.0, south - south_width / 2),
    ]
    widths = [width, width, avenue_width, 6.0]
    return [
        Road(piece.outline(), wide, SECTION_NORMAL)
        for piece, wide in zip(pieces, widths, strict=True)
    ]


def road_heights(road: Road, land: Terrain) -> NDArray[np.float64]:
    """Height of a road's outline: the land's, a bridge between its banks. [m]"""
    heights = land.height(road.outline)
    if road.section != SECTION_BRIDGE:
        return np.round(heights, 3)
    # A deck is plane: as high as the higher bank at either end.
    along = road.outline[:, 0]
    west, east = along < along.min() + 2.0, along > along.max() - 2.0
    deck = np.interp(along, [along.min(), along.max()], [heights[west].max(), heights[east].max()])
    return np.asarray(np.round(deck, 3))
