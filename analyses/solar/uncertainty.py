"""Errors of shape, shade, sky model and year -> standard deviation of irradiation."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.interpolate import RegularGridInterpolator

from analyses.irradiation import Irradiation, open_irradiation
from analyses.sensors import Planes
from analyses.sky import Light
from analyses.solar.frame import turned
from analyses.solar.settings import SolarSettings
from analyses.sun import unit_vectors

#: Steps of the table of open irradiation by orientation. [deg]
_TILTS = np.arange(0.0, 181.0, 10.0)
_AZIMUTHS = np.arange(0.0, 361.0, 15.0)


class OrientationTable:
    """Irradiation of the year of open planes by tilt and azimuth, interpolated.

    Parameters
    ----------
    light : Light
        Its frame is that of the azimuths.
    """

    def __init__(self, light: Light) -> None:
        tilt, azimuth = (a.ravel() for a in np.meshgrid(_TILTS, _AZIMUTHS, indexing="ij"))
        year = open_irradiation(unit_vectors(azimuth, 90.0 - tilt), light).sum(axis=1)
        shape = (len(_TILTS), len(_AZIMUTHS))
        self._table = RegularGridInterpolator((_TILTS, _AZIMUTHS), year.reshape(shape))

    def of_orientation(
        self, tilt_deg: NDArray[np.float64], azimuth_deg: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Irradiation of planes, any shape. [kWh/m²]"""
        return np.asarray(self._table(np.stack([tilt_deg, azimuth_deg % 360.0], axis=-1)))

    def of_normals(self, normals: NDArray[np.float64]) -> NDArray[np.float64]:
        """Irradiation of planes by normals of any length, (..., 3) -> (...). [kWh/m²]"""
        level = np.hypot(normals[..., 0], normals[..., 1])
        tilt = np.degrees(np.arctan2(level, normals[..., 2]))
        return self.of_orientation(tilt, np.degrees(np.arctan2(normals[..., 0], normals[..., 1])))


def uncertainty(
    planes: Planes,
    found: Irradiation,
    *,
    lod: NDArray[np.int64],
    light: Light,
    grid_north_deg: NDArray[np.float64],
    settings: SolarSettings,
) -> NDArray[np.float64]:
    """Relative standard deviation of the irradiation of the year, (n,).

    Four independent errors, added in squares: the shape of the surface, the shade on it, the model
    of the sky, and a single year against the typical one. Where Biljecki et al. [1]_ draw heights
    at random many times, the plane through corners with errors has a known distribution, and the
    open irradiation is followed along it to first order.

    Parameters
    ----------
    planes : Planes
        Surfaces; nan where there is no plane.
    found : Irradiation
        What they get.
    lod : (n,) ndarray of int
        Level of detail; a top of LOD1 may be any gable roof.
    light : Light
        Of the weather, in a frame that points to true north.
    grid_north_deg : (n,) ndarray of float64
        True azimuth of grid north at each plane; few differ. [deg]
    settings : SolarSettings
        Standard deviations with their sources.

    References
    ----------
    .. [1] F. Biljecki, G. B. M. Heuvelink, H. Ledoux, J. Stoter, "Propagation of positional error
       in 3D GIS: estimation of the solar irradiation of building roofs", International Journal of
       Geographical Information Science 29(12), 2015.
    """
    usable = np.flatnonzero(planes.reason == "")
    ratio = np.full(len(planes), np.nan)
    some = planes.take(usable)
    up = some.normal[:, 2]
    norths, group = np.unique(grid_north_deg[usable], return_inverse=True)
    is_top = (lod[usable] <= 1) & (up > 0.5)
    shape = np.zeros(len(usable))
    for number, north in enumerate(norths):
        rows = np.flatnonzero(group.reshape(-1) == number)
        table = OrientationTable(turned(light, -float(north)))
        shape[rows] = np.where(
            is_top[rows],
            gable_ratio(table, settings.lod1_max_tilt_deg),
            plane_ratio(some.take(rows), table, settings.vertex_sigma_m),
        )
    year = found.total.sum(axis=1)[usable]
    lost = np.maximum(found.unshaded[usable] - year, 0.0)
    shade = settings.shade_ratio * lost / np.where(year > 0.0, year, 1.0)
    roof, wall = settings.sky_model_ratio
    model = np.where(up < 0.5, wall, roof)
    # What is nearly dark has no meaningful relative error beyond its own size.
    ratio[usable] = np.minimum(
        np.sqrt(shape**2 + shade**2 + model**2 + settings.year_ratio**2), 1.0
    )
    return ratio


def gable_ratio(table: OrientationTable, max_tilt_deg: float) -> float:
    """Deviation of a gable roof of unknown tilt and orientation from a flat one, relative.

    Root mean square of the mean over both sides, tilts evenly from 0 to the largest.
    """
    tilt, azimuth = np.meshgrid(np.linspace(0.0, max_tilt_deg, 7), np.arange(0.0, 180.0, 15.0))
    both = table.of_orientation(tilt, azimuth) + table.of_orientation(tilt, azimuth + 180.0)
    flat = float(table.of_orientation(np.zeros(1), np.zeros(1))[0])
    return float(np.sqrt(np.mean((both / 2.0 / flat - 1.0) ** 2)))


def plane_ratio(
    planes: Planes, table: OrientationTable, vertex_sigma_m: float
) -> NDArray[np.float64]:
    """Deviation of open irradiation where corners are off by chance, relative, (n,).

    A plane fitted to corners x with independent errors s has slopes with the variance
    s² / sum (x - mean x)² along each axis.
    """
    corner, owner = shapely.get_coordinates(planes.outline, return_index=True)
    count = np.maximum(np.bincount(owner, minlength=len(planes)), 1)
    mean = np.stack([np.bincount(owner, c, len(planes)) / count for c in corner.T], axis=1)
    squares = (corner - mean[owner]) ** 2
    spread = np.stack([np.bincount(owner, c, len(planes)) for c in squares.T], axis=1)
    slope = vertex_sigma_m / np.sqrt(np.maximum(spread, 1e-6))
    aside = np.minimum(slope, 1.0)[:, :, None] * planes.axes
    middle = planes.normal[:, None, :]
    step = (table.of_normals(middle + aside) - table.of_normals(middle - aside)) / 2.0
    year = table.of_normals(planes.normal)
    return np.asarray(np.sqrt((step**2).sum(axis=1)) / np.where(year > 0.0, year, 1.0))
