"""Frames of the sample city: plan (p, q), local metres, degrees, tiles."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import Transformer

#: Every random choice descends from this number and the name of its subject.
SEED = 13999
#: Plane-rectangular zone IX (Tokyo) and JGD2011 geographic.
PLANE_CRS, DEGREE_CRS = "EPSG:6677", "EPSG:6668"
#: The middle of the edge that the two tiles share: latitude, longitude. [deg]
CENTRE = (35.6125, 139.5625)
#: Third-level tiles (about 1.1 km x 0.9 km) that hold buildings, west and east.
TILES = ("53393434", "53393435")
#: The town's streets run this much off the compass. [deg]
TOWN_ROTATION_DEG = 7.0

_TO_PLANE = Transformer.from_crs(DEGREE_CRS, PLANE_CRS, always_xy=True)
_TO_DEGREES = Transformer.from_crs(PLANE_CRS, DEGREE_CRS, always_xy=True)
#: Easting, northing of the local origin, whole metres. [m]
ORIGIN = tuple(float(round(v)) for v in _TO_PLANE.transform(CENTRE[1], CENTRE[0]))
_COS, _SIN = (
    math.cos(math.radians(TOWN_ROTATION_DEG)),
    math.sin(math.radians(TOWN_ROTATION_DEG)),
)


def generator(subject: str) -> np.random.Generator:
    """Return the random numbers of one subject, untouched by changes elsewhere."""
    return np.random.default_rng([SEED, *subject.encode("ascii")])


def to_degrees(xy: ArrayLike) -> NDArray[np.float64]:
    """Latitude and longitude of local metres, (n, 2), rounded to 1e-9 degrees (0.1 mm)."""
    points = np.asarray(xy, dtype=np.float64)
    lon, lat = _TO_DEGREES.transform(points[:, 0] + ORIGIN[0], points[:, 1] + ORIGIN[1])
    return np.round(np.column_stack([lat, lon]), 9)


def to_plan(xy: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Town axes of local metres: p along the main street, q towards the large river. [m]"""
    points = np.asarray(xy, dtype=np.float64)
    x, y = points[..., 0], points[..., 1]
    return x * _COS + y * _SIN, -x * _SIN + y * _COS


def from_plan(p: ArrayLike, q: ArrayLike) -> NDArray[np.float64]:
    """Local metres of town axes, (n, 2). [m]"""
    p, q = np.asarray(p, dtype=np.float64), np.asarray(q, dtype=np.float64)
    return np.stack([p * _COS - q * _SIN, p * _SIN + q * _COS], axis=-1)


def bent(u: ArrayLike, v: ArrayLike) -> NDArray[np.float64]:
    """Local metres of street coordinates: straight streets become gently curved ones. [m]"""
    u, v = np.asarray(u, dtype=np.float64), np.asarray(v, dtype=np.float64)
    return np.round(from_plan(u + 8.0 * np.sin(v / 190.0), v + 14.0 * np.sin(u / 230.0)), 3)


def bearing(u: float, v: float) -> NDArray[np.float64]:
    """Direction of increasing u at a place in street coordinates, a unit vector (2,)."""
    step = from_plan(1.0, 14.0 / 230.0 * math.cos(u / 230.0))
    across = from_plan(8.0 / 190.0 * math.cos(v / 190.0), 1.0)
    # The bend shears a little; a house stands square between both street directions.
    mean = step / np.linalg.norm(step) + np.array([across[1], -across[0]]) / np.linalg.norm(across)
    return np.asarray(mean / np.linalg.norm(mean))


def tile_of(xy: ArrayLike) -> list[str]:
    """Third-level tile (JIS X 0410) of every local point."""
    degrees = to_degrees(np.atleast_2d(np.asarray(xy, dtype=np.float64)))
    return [_tile(lat, lon) for lat, lon in degrees.tolist()]


def _tile(lat: float, lon: float) -> str:
    first_lat, first_lon = math.floor(lat * 1.5), math.floor(lon) - 100
    rest_lat, rest_lon = lat - first_lat / 1.5, lon - math.floor(lon)
    second_lat, second_lon = math.floor(rest_lat * 12), math.floor(rest_lon * 8)
    rest_lat, rest_lon = rest_lat - second_lat / 12, rest_lon - second_lon / 8
    third = f"{math.floor(rest_lat * 120)}{math.floor(rest_lon * 80)}"
    return f"{first_lat:02d}{first_lon:02d}{second_lat}{second_lon}{third}"
