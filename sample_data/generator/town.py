"""Where everything stands: designs -> buildings on lots, seated on the terrain."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from shapely.geometry import Polygon
from shapely.strtree import STRtree

from generator import designs, solids, streets
from generator.designs import Body, Design
from generator.frame import TILES, bearing, bent, generator, tile_of
from generator.streets import Rectangle
from generator.terrain import Terrain

#: No building where the ground under it falls by more. [m]
MAX_FALL_M = 2.2
#: Share of lots that are gardens, parking or for sale: within the town, at its fringe.
EMPTY_LOT_RATIO, EMPTY_FRINGE_RATIO = 0.2, 0.36
#: Blocks within this distance of the main crossing were surveyed at LOD2. [m]
LOD2_CENTRE = (30.0, 0.0)


@dataclass
class Building:
    """A building of the sample city."""

    number: int
    feature_id: str
    design: Design
    bodies: list[Body]  # placed, in local metres
    footprint: Polygon
    base: float
    place: tuple[float, float]  # street coordinates
    tile: str
    has_lod2: bool = False
    attributes: dict[str, str] = field(default_factory=dict)
    records: list[dict[str, str]] = field(default_factory=list)

    @property
    def height_m(self) -> float:
        """From the lowest ground to the highest point. [m]"""
        return max(solids.top(body.faces) for body in self.bodies) - self.base

    @property
    def centre(self) -> NDArray[np.float64]:
        """Centroid of the footprint: where the hazard records are read. [m]"""
        point = self.footprint.centroid
        return np.array([point.x, point.y])


def buildings(land: Terrain) -> list[Building]:
    """Every building, numbered from the south-west."""
    rng = generator("town")
    planned = [*_facilities(), *_streetscape(rng)]
    planned.sort(key=lambda item: (round(item[2]), round(item[1], 1)))
    result: list[Building] = []
    ids = generator("ids")
    for design, u, v in planned:
        built = _seated(design, (u, v), land)
        if built is None:
            continue
        bodies, footprint, base = built
        number = len(result) + 1
        identity = uuid.UUID(bytes=ids.bytes(16), version=4)
        tile = tile_of(np.asarray(footprint.centroid.coords))[0]
        if tile not in TILES:
            continue
        result.append(
            Building(number, f"bldg_{identity}", design, bodies, footprint, base, (u, v), tile)
        )
    _choose_lod2(result)
    return result


def _seated(
    design: Design, place: tuple[float, float], land: Terrain
) -> tuple[list[Body], Polygon, float] | None:
    """Place a design; None where the ground is too steep."""
    middle, axis = bent(*place), bearing(*place)
    loose = [_placed(body, middle, axis, 0.0) for body in design.bodies]
    footprint = designs.outline(loose)
    ground = land.height(np.asarray(footprint.exterior.segmentize(1.0).coords)[:, :2])
    if np.isnan(ground).any() or ground.max() - ground.min() > MAX_FALL_M:
        return None
    base = round(float(ground.min()), 3)
    return [_placed(body, middle, axis, base) for body in design.bodies], footprint, base


def _placed(
    body: Body, middle: NDArray[np.float64], axis: NDArray[np.float64], base: float
) -> Body:
    faces = solids.placed(body.faces, middle, axis, base)
    return Body(faces, body.block_height_m, body.name, body.storeys)


def _facilities() -> list[tuple[Design, float, float]]:
    """Large buildings with their places in street coordinates."""
    result: list[tuple[Design, float, float]] = []
    singles = {
        "court": designs.court_building(),
        "tower": designs.tower(),
        "town_hall": designs.town_hall(),
        "hospital": designs.hospital(),
    }
    for name, design in singles.items():
        result.append((design, *streets.facility_block(name).centre))
    groups = {
        "school": designs.school(),
        "factory": designs.works(),
        "warehouses": designs.storehouses(),
        "temple": designs.temple(),
    }
    for name, group in groups.items():
        u, v = streets.facility_block(name).centre
        result += [(design, u + east, v + north) for design, east, north in group]
    u, v = streets.facility_block("danchi").centre
    result += [
        (designs.flats(34.0, 10.5, storeys), u + east, v + north)
        for east, north, storeys in (
            (-21.0, -24.0, 5),
            (21.0, -24.0, 5),
            (-21.0, 0.0, 5),
            (21.0, 0.0, 4),
            (-21.0, 24.0, 4),
            (21.0, 24.0, 5),
        )
    ]
    return result


def _streetscape(rng: np.random.Generator) -> list[tuple[Design, float, float]]:
    """Houses, shops and small blocks of flats on the remaining lots."""
    result: list[tuple[Design, float, float]] = []
    for (column, row), land in streets.blocks().items():
        fronts = {streets.MAIN_STREET: -1, streets.MAIN_STREET - 1: 1}  # side on the main street
        busy = column in (1, 2, 3, 4)
        empty = EMPTY_LOT_RATIO if busy and 0 < row < 9 else EMPTY_FRINGE_RATIO
        for lot, side in streets.lots(land, rng, width_m=(11.8, 14.4)):
            if busy and fronts.get(row) == side:
                result += _shops(lot, side, rng)
            else:
                if rng.random() >= empty:
                    result += _home(lot, side, rng)
    return result


def _shops(
    lot: Rectangle, side: int, rng: np.random.Generator
) -> list[tuple[Design, float, float]]:
    if rng.random() < 0.05:
        return []
    length = lot.u1 - lot.u0 - 0.6
    design = designs.shop((length, lot.v1 - lot.v0 - 1.2), rng)
    _, deep = _extent(design)
    street = lot.v0 if side < 0 else lot.v1
    return [(design, (lot.u0 + lot.u1) / 2, street - side * (0.7 + deep / 2))]


def _home(lot: Rectangle, side: int, rng: np.random.Generator) -> list[tuple[Design, float, float]]:
    """One lot: mostly a house, sometimes a small block of flats, a hut or a carport beside it."""
    u, v = lot.centre
    room = (lot.u1 - lot.u0 - 1.8, lot.v1 - lot.v0 - 3.4)
    if rng.random() < 0.035:
        return [(designs.flats(room[0] - 0.2, min(room[1], 10.0), int(rng.integers(2, 5))), u, v)]
    design = designs.house(room, rng)
    long, deep = _extent(design)
    slack = (lot.u1 - lot.u0 - long) / 2 - 0.8
    u += float(rng.uniform(-slack, slack)) if slack > 0 else 0.0
    v -= side * float(rng.uniform(-0.4, 0.9)) * -1.0
    result = [(design, u, v)]
    garden = (lot.v1 - lot.v0) / 2 - deep / 2
    extra = rng.random()
    if extra < 0.06 and garden > 3.4:
        back = lot.v1 - 1.7 if side < 0 else lot.v0 + 1.7
        if abs(back - v) > deep / 2 + 1.6:
            result.append((designs.shed_hut(rng), lot.centre[0], back))
    elif extra < 0.13:
        front = lot.v0 + 1.7 if side < 0 else lot.v1 - 1.7
        if abs(front - v) > deep / 2 + 1.7:
            result.append((designs.carport(rng), lot.centre[0], front))
    return result


def _extent(design: Design) -> tuple[float, float]:
    west, south, east, north = design.outline.bounds
    return east - west, north - south


def _choose_lod2(city: list[Building]) -> None:
    """Detail for facilities and for the third of the town nearest to its main crossing."""
    centre = bent(*LOD2_CENTRE)
    distance = np.array([np.hypot(*(building.centre - centre)) for building in city])
    large = np.array(
        [
            building.design.style not in ("house", "shop", "hut", "carport", "flats")
            for building in city
        ]
    )
    order = np.argsort(np.where(large, 0.0, distance), kind="stable")
    for row in order[: round(len(city) * 0.345)]:
        city[int(row)].has_lod2 = True


def overlapping(city: list[Building]) -> list[tuple[str, str]]:
    """Pairs of buildings whose footprints share more than a tenth of a square metre."""
    shapes = [building.footprint for building in city]
    first, second = STRtree(shapes).query(shapes, predicate="intersects")
    return [
        (city[i].feature_id, city[j].feature_id)
        for i, j in zip(first.tolist(), second.tolist(), strict=True)
        if i < j and shapes[i].intersection(shapes[j]).area > 0.1
    ]
