"""What lies beside the city: cameras, candidates, house collapse zones, population."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from shapely.geometry import Point, Polygon
from shapely.ops import unary_union

from generator.frame import bent, generator, to_degrees
from generator.gml import SYNTHETIC
from generator.hazards import collapse_zones
from generator.streets import AVENUES, BROOK_COLUMN, STREETS
from generator.town import Building

#: A point (2,) or a polygon in local metres, and its properties.
Feature = tuple[NDArray[np.float64] | Polygon, dict[str, object]]
#: Cameras of the city: crossing (column of AVENUES, row of STREETS), corner, street coordinates
#: it looks along (u, v), tilt, horizontal field of view, range. [deg, deg, m]
_CAMERAS = (
    (3, 5, (1, 1), (1, 0), 12.0, 78.0, 70.0),
    (3, 5, (-1, -1), (-1, 0), 12.0, 78.0, 70.0),
    (3, 5, (-1, 1), (0, 1), 11.0, 70.0, 70.0),
    (3, 5, (1, -1), (0, -1), 11.0, 70.0, 70.0),
    (1, 5, (1, 1), (1, 0), 12.0, 75.0, 60.0),
    (4, 5, (-1, 1), (1, 0), 12.0, 75.0, 60.0),
    (2, 8, (-1, -1), (-1, 0), 14.0, 82.0, 50.0),
    (3, 8, (1, 1), (0, 1), 13.0, 80.0, 50.0),
    (2, 3, (1, 1), (1, 0), 15.0, 85.0, 45.0),
    (4, 7, (1, -1), (0, -1), 15.0, 85.0, 45.0),
    (1, 7, (-1, 1), (0, 1), 14.0, 80.0, 50.0),
)
CANDIDATE_COUNT = 60
#: Persons by kind of home: a household, and flats by floor area. [m2 per person]
_HOUSEHOLD = (1, 2, 2, 3, 3, 4, 4, 5)
FLOOR_AREA_PER_PERSON_M2 = 38.0
_KERB_M = 0.6


def write_cameras(out: Path, city: list[Building]) -> tuple[int, int]:
    """Write ``cameras.geojson`` and ``camera_candidates.geojson``; return how many."""
    built = unary_union([building.footprint for building in city])
    cameras = [_camera(f"cam_{index:02d}", spec) for index, spec in enumerate(_CAMERAS, start=1)]
    candidates = _candidates(built)
    _write(out / "cameras.geojson", "cameras", cameras)
    _write(out / "camera_candidates.geojson", "camera_candidates", candidates)
    return len(cameras), len(candidates)


def _corner(column: int, row: int, corner: tuple[int, int]) -> NDArray[np.float64]:
    """Pole at the kerb of a crossing. [m]"""
    (u, u_width), (v, v_width) = AVENUES[column], STREETS[row]
    side_u, side_v = corner
    return bent(u + side_u * (u_width / 2 - _KERB_M), v + side_v * (v_width / 2 - _KERB_M))


def _heading(column: int, row: int, along: tuple[float, float]) -> float:
    """Bearing of a street direction, clockwise from north. [deg]"""
    u, v = AVENUES[column][0], STREETS[row][0]
    east, north = bent(u + 20.0 * along[0], v + 20.0 * along[1]) - bent(u, v)
    return round(float(np.degrees(np.arctan2(east, north))) % 360.0, 1)


def _camera(
    name: str,
    spec: tuple[int, int, tuple[int, int], tuple[int, int], float, float, float],
) -> Feature:
    column, row, corner, along, tilt, hfov, far = spec
    return _corner(column, row, corner), _properties(
        name, _heading(column, row, along), (tilt, hfov, far)
    )


def _properties(name: str, heading: float, optics: tuple[float, float, float]) -> dict[str, object]:
    tilt, hfov, far = optics
    return {
        "camera_id": name,
        "height_m": 5.0,
        "heading_deg": heading,
        "tilt_deg": tilt,
        "roll_deg": 0.0,
        "hfov_deg": hfov,
        "width_px": 1920,
        "height_px": 1080,
        "near_m": 1.0,
        "far_m": far,
        "kind": "fixed",
    }


def _candidates(built: Polygon) -> list[Feature]:
    """Poles at crossings all over the town, each looking down one of its streets."""
    rng = generator("candidates")
    crossings = [
        (column, row)
        for column in range(len(AVENUES))
        for row in range(len(STREETS))
        if column not in (BROOK_COLUMN, BROOK_COLUMN + 1)
    ]
    order = rng.permutation(len(crossings))[:CANDIDATE_COUNT]
    result: list[Feature] = []
    for index in sorted(order.tolist()):
        column, row = crossings[index]
        along = [(1, 0), (0, 1), (-1, 0), (0, -1)][int(rng.integers(4))]
        inwards = (along[0] * (-1 if column >= 5 else 1), along[1] * (-1 if row >= 9 else 1))
        corner = (int(rng.choice([-1, 1])), int(rng.choice([-1, 1])))
        place = _corner(column, row, corner)
        if built.distance(Point(place)) < 0.3:
            continue
        name = f"cand_{len(result) + 1:02d}"
        result.append(
            (place, _properties(name, _heading(column, row, inwards), (14.0, 80.0, 50.0)))
        )
    return result


def write_collapse_zones(out: Path) -> int:
    """Write ``house_collapse_zones.geojson``; return how many."""
    features: list[Feature] = [
        (zone, {"zone_id": f"zone_{index}", "zone": kind, "river": river, "scale": "L2"})
        for index, (kind, river, zone) in enumerate(collapse_zones(), start=1)
    ]
    _write(out / "house_collapse_zones.geojson", "house_collapse_zones", features)
    return len(features)


def write_population(out: Path, city: list[Building]) -> int:
    """Write ``population.csv`` (persons by building); return the population."""
    rng = generator("population")
    lines, total = ["feature_id,persons"], 0
    for building in city:
        persons = _persons(building, rng)
        if persons:
            lines.append(f"{building.feature_id},{persons}")
            total += persons
    (out / "population.csv").write_text("\n".join([*lines, ""]), encoding="utf-8", newline="\n")
    return total


def _persons(building: Building, rng: np.random.Generator) -> int:
    usage, storeys = building.design.usage, building.design.storeys
    household = int(rng.choice(_HOUSEHOLD))
    if usage in {"411", "413", "415"}:
        return household
    if usage not in {"412", "414"}:
        return 0
    floors = storeys - 1 if usage == "414" else storeys
    area = min(building.footprint.area, 600.0)  # of a tower on a podium, only the tower is flats
    return max(household, int(np.round(area * floors / FLOOR_AREA_PER_PERSON_M2)))


def _write(path: Path, name: str, features: Sequence[Feature]) -> None:
    """Write GeoJSON in longitude, latitude (JGD2011, which GeoJSON calls WGS 84)."""
    lines = [
        json.dumps(
            {"type": "Feature", "properties": properties, "geometry": _geometry(shape)},
            ensure_ascii=False,
        )
        for shape, properties in features
    ]
    title = f'"name": "{name}", "description": "{SYNTHETIC}"'
    head = f'{{"type": "FeatureCollection", {title}, "features": ['
    text = head + "\n" + ",\n".join(lines) + "\n]}\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def _geometry(shape: NDArray[np.float64] | Polygon) -> dict[str, object]:
    if isinstance(shape, Polygon):
        ring = to_degrees(np.asarray(shape.exterior.coords)[:, :2])[:, ::-1]
        if not shape.exterior.is_ccw:
            ring = ring[::-1]
        return {"type": "Polygon", "coordinates": [ring.tolist()]}
    return {"type": "Point", "coordinates": to_degrees([shape])[0, ::-1].tolist()}
