"""Floods and landslides: water surfaces on the terrain, and the records of every building."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from shapely.geometry import Polygon

from generator.frame import TILES, bent, from_plan, generator, tile_of, to_plan
from generator.terrain import RIVER_HALF_WIDTHS, Terrain, brook_offset, is_channel, river_offset
from generator.town import Building

#: Depth classes of the national list, lower limits by code. [m]
RANK_FLOORS_M = {"1": 0.0, "2": 0.5, "3": 3.0, "4": 5.0, "5": 10.0, "6": 20.0}
#: Corners of the water closer than this are one: the standard's L07 asks for 0.01. [m]
MIN_SIDE_M = 0.02
#: Shallower water is drawn by no map. [m]
MIN_DEPTH_M = 0.05
#: Limits of the classes of the city's own list for inland floods. [m]
INLAND_FLOORS_M = {"1": 0.2, "2": 0.3, "3": 0.5, "4": 1.0, "5": 3.0, "6": 5.0}
SPECIAL_ZONES, WARNING_ZONES = "2", "1"


@dataclass(frozen=True)
class Flood:
    """One inundation map: a river at one scale."""

    folder: str
    river_code: str
    title: str
    admin: str
    scale: str
    depth: NDArray[np.float64]  # at the corners of the terrain, negative where dry [m]


@dataclass(frozen=True)
class WaterSurface:
    """Water of one depth class in one tile."""

    flood: Flood
    rank: str
    tile: str
    triangles: NDArray[np.float64]  # (n, 3, 3), terrain + depth [m]


@dataclass(frozen=True)
class LandslideZone:
    """Zone of the Sediment Disaster Act."""

    number: int
    name: str
    phenomenon: str
    area_type: str
    outline: Polygon


def floods(land: Terrain) -> list[Flood]:
    """Inundation maps of both rivers, design scale (L1) and largest conceivable (L2)."""
    p, q = to_plan(land.points[:, :2])
    ground = land.points[:, 2]
    behind = river_offset(p, q)
    # Breaches fill the plain between levee and slope: a surface that falls with the valley.
    level = 13.15 - p / 690.0 + 0.1 * np.sin(p / 140.0)
    # The maps end at a pass in the west and a mile downstream, and at this side's levee.
    level = np.where((np.abs(p) < 620.0) & (behind < 0.0), level, ground - 1.0)
    design = level - 1.7 - 0.003 * np.clip(p - 40.0, 0.0, None)
    away = np.abs(brook_offset(p, q))
    bank = _bank_height(land, q)
    overflow = bank + 0.95 - 0.013 * away
    in_valley = (behind < -RIVER_HALF_WIDTHS[3]) & (q > -280.0)
    overflow = np.where(in_valley, overflow, ground - 1.0)
    river = ("natl/mihongawa_mihongawa", "1", "見本川水系見本川洪水浸水想定区域", "1")
    brook = ("pref/mihongawa_komihongawa", "2", "見本川水系小見本川洪水浸水想定区域", "2")
    return [
        Flood(*river, "1", design - ground),
        Flood(*river, "2", level - ground),
        Flood(*brook, "1", overflow - 0.5 - 0.004 * away - ground),
        Flood(*brook, "2", overflow - ground),
    ]


def _bank_height(land: Terrain, q: NDArray[np.float64]) -> NDArray[np.float64]:
    """Height of the small river's western bank beside each point. [m]"""
    along = np.linspace(-520.0, 300.0, 83)
    middle = 190.0 + 8.0 * np.sin(along / 190.0)
    heights = land.height(from_plan(middle - 9.0, along))
    smooth = np.convolve(np.pad(heights, 3, mode="edge"), np.full(7, 1 / 7), mode="valid")
    return np.asarray(np.interp(q, along, smooth))


def water_surfaces(land: Terrain, maps: list[Flood]) -> list[WaterSurface]:
    """Terrain triangles lifted to the water and cut where the depth class changes."""
    middle = land.points[land.triangles].mean(axis=1)[:, :2]
    tiles = np.array(tile_of(middle))
    dry_bed = ~is_channel(middle)
    limits = [*RANK_FLOORS_M.values(), np.inf]
    result = []
    for flood in maps:
        depth = flood.depth[land.triangles]
        wet = (depth.max(axis=1) > MIN_DEPTH_M) & dry_bed
        for tile in TILES:
            rows = np.flatnonzero(wet & (tiles == tile))
            for rank, low, high in zip(RANK_FLOORS_M, limits[:-1], limits[1:], strict=True):
                cut = _between(land, flood.depth, rows, (max(low, MIN_DEPTH_M), high))
                if len(cut):
                    result.append(WaterSurface(flood, rank, tile, cut))
    return result


def _between(
    land: Terrain, depth: NDArray[np.float64], rows: NDArray[np.int64], limits: tuple[float, float]
) -> NDArray[np.float64]:
    """Triangles of water whose depth lies between limits, (n, 3, 3)."""
    low, high = limits
    pieces = []
    for row in rows.tolist():
        corners = land.triangles[row]
        if depth[corners].max() <= low or depth[corners].min() >= high:
            continue
        whole = [(land.points[i], float(depth[i])) for i in corners.tolist()]
        polygon = _clipped(whole, low, above=True)
        polygon = _clipped(polygon, high, above=False)
        surface = np.array([(*point[:2], point[2] + d) for point, d in polygon]).reshape(-1, 3)
        surface = np.round(surface, 3)
        sides = np.linalg.norm(surface - np.roll(surface, 1, axis=0), axis=1)
        surface = surface[sides >= MIN_SIDE_M]
        fans = [surface[[0, i, i + 1]] for i in range(1, len(surface) - 1)]
        pieces += [fan for fan in fans if _plan_area(fan) > 0.02]
    return np.array(pieces).reshape(-1, 3, 3)


Corner = tuple[NDArray[np.float64], float]


def _clipped(polygon: list[Corner], limit: float, *, above: bool) -> list[Corner]:
    """Part of a polygon where the depth is above (or below) a limit."""
    sign = 1.0 if above else -1.0
    result: list[Corner] = []
    for i, (point, depth) in enumerate(polygon):
        following, next_depth = polygon[(i + 1) % len(polygon)]
        inside, next_inside = sign * (depth - limit) >= 0, sign * (next_depth - limit) >= 0
        if inside:
            result.append((point, depth))
        if inside != next_inside:
            # The same order of ends in both neighbours gives the same point: no cracks.
            ends = sorted([(tuple(point), depth), (tuple(following), next_depth)])
            (a, da), (b, db) = ends
            share = (limit - da) / (db - da)
            result.append((np.array(a) + (np.array(b) - np.array(a)) * share, limit))
    return result


def _plan_area(triangle: NDArray[np.float64]) -> float:
    (ax, ay, _), (bx, by, _), (cx, cy, _) = triangle
    return float(abs((bx - ax) * (cy - ay) - (by - ay) * (cx - ax)) / 2)


def rank_of(depth: float, floors: dict[str, float]) -> str:
    """Code of the class that holds a depth; classes are half-open."""
    return [code for code, low in floors.items() if depth >= low][-1]


def add_flood_records(city: list[Building], land: Terrain, maps: list[Flood]) -> None:
    """Give every building a record per map, read at the centroid of its footprint.

    The depth is that of the water surface above the terrain at the centroid, to the millimetre;
    a building whose centroid is dry, or shallower than `MIN_DEPTH_M`, has no record.
    """
    rng = generator("durations")
    centres = np.array([building.centre for building in city])
    factor = rng.uniform(0.85, 1.15, len(city))
    for flood in maps:
        depths = land.interpolated(centres, flood.depth)
        for building, depth, spread in zip(city, depths.tolist(), factor.tolist(), strict=True):
            if not depth >= MIN_DEPTH_M:
                continue
            depth = round(depth, 3)
            record = {
                "element": "RiverFloodingRiskAttribute",
                "description": flood.river_code,
                "rank": rank_of(depth, RANK_FLOORS_M),
                "depth": f"{depth:.3f}",
                "adminType": flood.admin,
                "scale": flood.scale,
            }
            if flood.scale == "2":
                # The time above 0.5 m: shallow places are never cut off.
                hours = 5.0 * max(0.0, depth - 0.5) ** 1.75 * spread
                record["duration"] = f"{hours:.4f}"
            building.records.append(record)


def add_inland_records(city: list[Building]) -> None:
    """Water that finds no drain: three hollows, records without water surface."""
    rng = generator("inland")
    hollows = ((-60.0, -70.0, 0.75, 85.0), (250.0, 20.0, 0.62, 70.0), (-140.0, 150.0, 1.15, 90.0))
    centres = np.array([building.centre for building in city])
    p, q = to_plan(centres)
    depth = np.max(
        [top * np.exp(-((p - a) ** 2 + (q - b) ** 2) / size**2) for a, b, top, size in hollows],
        axis=0,
    )
    for building, value in zip(city, depth.round(2).tolist(), strict=True):
        if value < INLAND_FLOORS_M["1"]:
            continue
        record = {"element": "InlandFloodingRiskAttribute", "description": "1"}
        if rng.random() < 0.6:
            record |= {"rank": rank_of(value, RANK_FLOORS_M), "depth": f"{value:.2f}"}
        else:  # the city's own classes, and sometimes nothing else
            record["rankOrg"] = rank_of(value, INLAND_FLOORS_M)
            if rng.random() < 0.85:
                record["depth"] = f"{value:.2f}"
        building.records.append(record)


def landslide_zones() -> list[LandslideZone]:
    """Zones at the foot of the western hill: collapse of a slope, and a debris flow."""
    plan = [
        (
            "上見本A",
            "1",
            [(-268, -214), (-205, -217), (-203, -158), (-262, -160)],
            [(-264, -214), (-209, -217), (-208, -184), (-260, -183)],
        ),
        (
            "上見本B",
            "1",
            [(-190, -214), (-128, -216), (-126, -166), (-187, -165)],
            [(-186, -214), (-132, -216), (-131, -186), (-184, -187)],
        ),
        (
            "見本沢",
            "2",
            [(-110, -232), (-88, -232), (-58, -150), (-70, -128), (-104, -132), (-116, -170)],
            [(-105, -232), (-92, -232), (-82, -182), (-98, -180)],
        ),
    ]
    zones: list[LandslideZone] = []
    for name, phenomenon, outer, inner in plan:
        for area_type, ring in ((WARNING_ZONES, outer), (SPECIAL_ZONES, inner)):
            u, v = np.array(ring, dtype=float).T
            outline = Polygon(bent(u, v))
            zones.append(LandslideZone(len(zones) + 1, name, phenomenon, area_type, outline))
    return zones


def add_landslide_records(city: list[Building], zones: list[LandslideZone]) -> None:
    """One record per phenomenon, the most dangerous class that touches the footprint."""
    for building in city:
        touching = [zone for zone in zones if zone.outline.intersects(building.footprint)]
        for phenomenon in sorted({zone.phenomenon for zone in touching}):
            worst = max(zone.area_type for zone in touching if zone.phenomenon == phenomenon)
            building.records.append(
                {"element": "LandSlideRiskAttribute", "description": phenomenon, "areaType": worst}
            )


def collapse_zones() -> list[tuple[str, str, Polygon]]:
    """Where houses may be carried off: kind, river, outline; in local metres."""
    p = np.linspace(-520.0, 520.0, 53)
    bank = 376.0 + 14.0 * np.sin(p / 230.0) + 6.0 * np.sin(p / 97.0) - RIVER_HALF_WIDTHS[1]
    q = np.linspace(-230.0, 290.0, 27)
    middle = 190.0 + 8.0 * np.sin(q / 190.0)
    return [
        ("flow", "見本川", _strip(from_plan(p, bank - 205.0), from_plan(p, bank))),
        ("erosion", "見本川", _strip(from_plan(p, bank - 60.0), from_plan(p, bank))),
        ("erosion", "小見本川", _strip(from_plan(middle + 22.0, q), from_plan(middle - 22.0, q))),
    ]


def _strip(right: NDArray[np.float64], left: NDArray[np.float64]) -> Polygon:
    return Polygon(np.round(np.concatenate([right, left[::-1]]), 3))
