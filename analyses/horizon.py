"""Relief far away -> height of the horizon round a place, so that no ray has to go there."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import CRS

from analyses.height_lattice import Lattice, lattice_heights
from citygml.errors import AnalysisError
from citygml.mesh import Mesh

if TYPE_CHECKING:
    from rasterio.enums import Resampling
    from rasterio.io import DatasetReader

#: Azimuths of a profile: one a degree.
AZIMUTHS = 360
#: Mean radius of the Earth [m] and share of its curvature that refraction takes back near the
#: ground (survey practice in Japan, 国土地理院 公共測量 作業規程: k = 0.133).
EARTH_RADIUS_M, REFRACTION = 6_371_000.0, 0.133
#: Edges of triangles are followed in steps of this. [m]
EDGE_STEP_M = 50.0
#: Points of a raster over its reach to both sides at most: 100 km at 50 m.
_MAX_SIDE = 2000


def horizon_profile(
    points: ArrayLike,
    eye: ArrayLike,
    *,
    beyond_m: float,
    within_m: float = np.inf,
    spread_m: float = EDGE_STEP_M,
) -> NDArray[np.float64]:
    """Highest elevation of relief in each degree of azimuth.

    The Earth's curvature lowers what is far by d² (1 - k) / 2 R.

    Parameters
    ----------
    points : (n, 3) array_like of float
        Relief: east, north, up. [m]
    eye : (3,) array_like of float
        Where it is seen from. [m]
    beyond_m : float
        Points closer than this do not count: they are met by rays. [m]
    within_m : float
        Nor do points farther than this. [m]
    spread_m : float
        Distance of neighbouring points; each hides what lies within half of it. [m]

    Returns
    -------
    (360,) ndarray of float64
        Azimuth 0 to 1, 1 to 2, … clockwise from north (of the grid); 0 where nothing stands out.
        [deg]

    Examples
    --------
    A summit 1,000 m high 10 km to the east, lowered by 6.8 m:

    >>> profile = horizon_profile([(10000.0, 1.0, 1000.0)], (0, 0, 0), beyond_m=2000.0)
    >>> np.flatnonzero(profile).tolist(), float(profile[89].round(2))
    ([89, 90], 5.67)
    """
    offset = np.asarray(points, dtype=np.float64).reshape(-1, 3) - np.asarray(eye, dtype=np.float64)
    distance = np.hypot(offset[:, 0], offset[:, 1])
    far = (distance > max(beyond_m, 1.0)) & (distance <= within_m)
    offset, distance = offset[far], distance[far]
    up = offset[:, 2] - distance**2 * (1.0 - REFRACTION) / (2.0 * EARTH_RADIUS_M)
    elevation = np.degrees(np.arctan2(up, distance))
    azimuth = np.degrees(np.arctan2(offset[:, 0], offset[:, 1]))
    half_width = np.minimum(np.degrees(np.arctan2(spread_m / 2.0, distance)), 2.0)
    profile = np.zeros(AZIMUTHS)
    for aside in (-1.0, -0.5, 0.0, 0.5, 1.0):
        bins = np.floor(azimuth + aside * half_width).astype(np.int64) % AZIMUTHS
        np.maximum.at(profile, bins, elevation)
    return profile


def above_horizon(vectors: NDArray[np.float64], profile: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether directions pass above a horizon, (d,).

    Parameters
    ----------
    vectors : (d, 3) ndarray of float64
        Unit vectors.
    profile : (360,) ndarray of float64
        From `horizon_profile`.

    Examples
    --------
    >>> above_horizon(np.array([(1, 0, 0.05), (1, 0, 0.2)]), np.full(360, 5.0))
    array([False,  True])
    """
    azimuth = np.degrees(np.arctan2(vectors[:, 0], vectors[:, 1]))
    elevation = np.degrees(np.arctan2(vectors[:, 2], np.hypot(vectors[:, 0], vectors[:, 1])))
    return np.asarray(elevation > profile[np.floor(azimuth).astype(np.int64) % AZIMUTHS])


def relief_points(mesh: Mesh) -> NDArray[np.float64]:
    """Corners of triangles, and points on edges longer than `EDGE_STEP_M`, (n, 3). [m]

    The horizon of a surface of triangles always lies on an edge.
    """
    if not len(mesh):
        return np.zeros((0, 3))
    sides = np.stack([mesh.triangles, np.roll(mesh.triangles, -1, axis=1)], axis=-1).reshape(-1, 2)
    edges = np.unique(np.sort(sides, axis=1), axis=0)
    start, end = mesh.vertices[edges[:, 0]], mesh.vertices[edges[:, 1]]
    length = np.hypot(end[:, 0] - start[:, 0], end[:, 1] - start[:, 1])
    count = np.ceil(length / EDGE_STEP_M).astype(np.int64)
    edge = np.repeat(np.arange(len(count)), np.maximum(count - 1, 0))
    place = np.arange(len(edge)) - np.repeat(
        np.cumsum(np.maximum(count - 1, 0)) - np.maximum(count - 1, 0), np.maximum(count - 1, 0)
    )
    share = ((place + 1.0) / np.maximum(count[edge], 1))[:, None]
    between = start[edge] * (1.0 - share) + end[edge] * share
    return np.concatenate([mesh.vertices[np.unique(mesh.triangles)], between])


def raster_points(
    path: Path | str,
    crs: CRS,
    *,
    around: tuple[float, float, float, float],
    reach_m: float,
    step_m: float,
) -> NDArray[np.float64]:
    """Heights of a raster round a place, in the reference system of a city, (n, 3). [m]

    The points, and their heights, are those of a lattice of that system: another place has the same
    where both reach.

    Parameters
    ----------
    path : Path or str
        Any raster that GDAL reads, heights in metres in its first band.
    crs : CRS
        Of the city.
    around : (west, south, east, north)
        The place. [m]
    reach_m, step_m : float
        How far beyond it, and how dense. [m]

    Raises
    ------
    AnalysisError
        If the raster cannot be read, has no reference system, or does not cover the place.
    """
    step = max(step_m, 2.0 * reach_m / _MAX_SIDE)
    low = np.floor((np.array(around[:2]) - reach_m) / step)
    high = np.floor((np.array(around[2:]) + reach_m) / step)
    lattice = Lattice.between(low, high, step_m=step, shift=0.5)
    height = lattice_heights(path, crs, lattice, resampling=partial(_highest, step_m=step))
    row, column = np.nonzero(np.isfinite(height))
    if not len(row):
        raise AnalysisError(
            f"{path}: has no height within {reach_m:.0f} m of the city; give relief that covers it"
        )
    return np.column_stack([lattice.east[column], lattice.north[row], height[row, column]])


def _highest(raster: DatasetReader, *, step_m: float) -> Resampling:
    """Of finer cells the highest counts."""
    from rasterio.enums import Resampling

    return Resampling.max if raster.res[0] < step_m else Resampling.bilinear
