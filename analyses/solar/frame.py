"""Where a city lies -> how its grid is turned against true north, and light turned with it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Geod, Transformer

from analyses.sky import Light
from citygml.model import CityModel

#: Surfaces in a cell of this lattice of the reference system share the direction of north; over
#: its side that direction changes by less than 0.07 deg in Japan. [m]
NORTH_CELL_M = 10_000.0


def geographic(crs: CRS, east: float, north: float) -> tuple[float, float]:
    """Latitude and longitude of a point of a projected system, as written there. [deg]"""
    to_geographic = Transformer.from_crs(crs, CRS.from_epsg(4326), always_xy=True)
    longitude, latitude = to_geographic.transform(east, north)
    return float(latitude), float(longitude)


def grid_north(crs: CRS, east: float, north: float) -> float:
    """Return the true azimuth in which grid north points, up to a degree in Japan's zones. [deg]

    Parameters
    ----------
    crs : CRS
        Projected, metres.
    east, north : float
        Where. [m]
    """
    to_geographic = Transformer.from_crs(crs, CRS.from_epsg(4326), always_xy=True)
    longitude, latitude = to_geographic.transform([east, east], [north - 500.0, north + 500.0])
    azimuth, _, _ = Geod(ellps="GRS80").inv(longitude[0], latitude[0], longitude[1], latitude[1])
    return float(azimuth)


def middle(city: CityModel) -> tuple[float, float]:
    """Easting and northing of the middle of a city. [m]"""
    box = city.features.total_bounds
    if np.isfinite(box).all():
        return float(box[0] + box[2]) / 2.0, float(box[1] + box[3]) / 2.0
    return city.origin[0], city.origin[1]


def position(city: CityModel) -> tuple[float, float]:
    """Latitude and longitude of the middle of a city. [deg]"""
    return geographic(city.crs, *middle(city))


def north_of_points(city: CityModel, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Azimuth of grid north from true north at points, by cells of a fixed lattice, (n,). [deg]

    The lattice is that of the reference system, so that a surface gets the same light whatever
    part of a dataset is loaded with it.

    Parameters
    ----------
    city : CityModel
        Gives origin and system.
    points : (n, 3) ndarray of float64
        From its origin; 0 is returned where one is nan. [m]
    """
    azimuth = np.zeros(len(points))
    known = np.flatnonzero(np.isfinite(points).all(axis=1))
    cell = np.floor((points[known, :2] + np.array(city.origin[:2])) / NORTH_CELL_M)
    cells, inverse = np.unique(cell, axis=0, return_inverse=True)
    centres = (cells + 0.5) * NORTH_CELL_M
    found = np.array([grid_north(city.crs, east, north) for east, north in centres])
    if len(known):
        azimuth[known] = found[inverse.reshape(-1)]
    return azimuth


def turn_matrix(clockwise_deg: float) -> NDArray[np.float64]:
    """Matrix that turns row vectors about the vertical, (3, 3)."""
    sine, cosine = np.sin(np.radians(clockwise_deg)), np.cos(np.radians(clockwise_deg))
    return np.array([(cosine, -sine, 0.0), (sine, cosine, 0.0), (0.0, 0.0, 1.0)])


def turned(light: Light, clockwise_deg: float) -> Light:
    """Light with the sun turned about the vertical.

    Parameters
    ----------
    light : Light
        Any.
    clockwise_deg : float
        Added to all azimuths. [deg]
    """
    return replace(light, sun=light.sun @ turn_matrix(clockwise_deg))
