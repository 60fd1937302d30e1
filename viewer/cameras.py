"""Camera table -> lines to draw: frusta and sight lines."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from citygml.errors import CityModelError
from citygml.model import CityModel, ground
from citygml.terrain import height_at
from viewer.framing import Standpoint

if TYPE_CHECKING:
    from viewer.scene import View

#: Frusta are drawn no longer than this: a far limit of a kilometre would hide the city. [m]
MAX_DRAWN_RANGE_M = 60.0
#: What a table may leave out, and what is then drawn.
DEFAULTS = {
    "height_m": 4.0,
    "heading_deg": 0.0,
    "tilt_deg": 0.0,
    "roll_deg": 0.0,
    "hfov_deg": 60.0,
    "width_px": 16.0,
    "height_px": 9.0,
    "far_m": 30.0,
}


def positions(city: CityModel, cameras: gpd.GeoDataFrame) -> NDArray[np.float64]:
    """Optical centre of every camera from the origin of the city, (n, 3). [m]

    Raises
    ------
    CityModelError
        If the table has no camera with a point.
    """
    if not len(cameras) or not (cameras.geometry.geom_type == "Point").all():
        raise CityModelError(
            f"the camera table has {len(cameras)} rows and not a point in each; "
            "a camera stands at a point; check its geometry"
        )
    place = cameras.geometry if cameras.crs is None else cameras.geometry.to_crs(city.crs)
    xy = np.column_stack([place.x - city.origin[0], place.y - city.origin[1]])
    above = np.nan_to_num(height_at(ground(city).mesh, xy)) + _column(cameras, "height_m")
    if "elevation_m" in cameras.columns:  # absolute, as in a result
        given = cameras["elevation_m"].to_numpy(dtype=np.float64, na_value=np.nan)
        above = np.where(np.isnan(given), above, given - city.origin[2])
    return np.column_stack([xy, above])


def frustum_lines(city: CityModel, cameras: gpd.GeoDataFrame) -> NDArray[np.float64]:
    """Edges of the view pyramid of every camera: four rays and the rectangle they end on.

    The tilt is positive downwards and the roll clockwise seen from behind the camera; the vertical
    field of view follows from the horizontal one and the picture's shape (pinhole).

    Parameters
    ----------
    city : CityModel
        Gives the ground the cameras stand on.
    cameras : GeoDataFrame
        ``height_m, heading_deg, tilt_deg, roll_deg, hfov_deg, width_px, height_px, far_m``; what is
        missing is drawn with `DEFAULTS`.

    Returns
    -------
    (n * 8, 2, 3) ndarray of float64
        From the origin of the city. [m]
    """
    apex = positions(city, cameras)
    corner = apex[:, None, :] + corner_directions(cameras) * _drawn_range(cameras)[:, None, None]
    rays = np.stack([np.broadcast_to(apex[:, None, :], corner.shape), corner], axis=2)
    rim = np.stack([corner, np.roll(corner, -1, axis=1)], axis=2)
    return np.concatenate([rays, rim], axis=1).reshape(-1, 2, 3)


def corner_directions(cameras: gpd.GeoDataFrame) -> NDArray[np.float64]:
    """Unit-depth directions through the corners of the picture, (n, 4, 3), east-north-up."""
    heading, tilt, roll, hfov = (
        np.radians(_column(cameras, name))
        for name in ("heading_deg", "tilt_deg", "roll_deg", "hfov_deg")
    )
    forward = np.stack(
        [np.sin(heading) * np.cos(tilt), np.cos(heading) * np.cos(tilt), -np.sin(tilt)], axis=1
    )
    level = np.stack([np.cos(heading), -np.sin(heading), np.zeros_like(heading)], axis=1)
    upright = np.cross(level, forward)
    right = level * np.cos(roll)[:, None] - upright * np.sin(roll)[:, None]
    up = level * np.sin(roll)[:, None] + upright * np.cos(roll)[:, None]
    half_w = np.tan(np.clip(hfov, 0.01, np.radians(160.0)) / 2)
    half_h = half_w * _column(cameras, "height_px") / _column(cameras, "width_px")
    if "vfov_deg" in cameras.columns:
        given = np.radians(cameras["vfov_deg"].to_numpy(dtype=np.float64, na_value=np.nan))
        half_h = np.where(np.isnan(given), half_h, np.tan(np.clip(given, 0.01, 2.8) / 2))
    return np.stack(
        [
            forward + (i * half_w)[:, None] * right + (j * half_h)[:, None] * up
            for i, j in ((-1, 1), (1, 1), (1, -1), (-1, -1))
        ],
        axis=1,
    )


def standpoint_of(
    city: CityModel, cameras: gpd.GeoDataFrame, camera_id: object
) -> tuple[Standpoint, float]:
    """Where a camera stands and looks, and the height of its picture as an angle. [deg]

    Raises
    ------
    CityModelError
        If there is no such camera.
    """
    given = cameras["camera_id"] if "camera_id" in cameras.columns else cameras.index
    names = [str(name) for name in given]
    found = np.flatnonzero(np.array(names) == str(camera_id))
    if not len(found):
        known = ", ".join(names[:8])
        raise CityModelError(f"no camera {camera_id!r}; the table has {known}")
    one = cameras.iloc[found[:1]]
    corner = corner_directions(one)[0]
    forward, up = corner.mean(axis=0), (corner[0] + corner[1]) - (corner[2] + corner[3])
    apex = positions(city, one)[0]
    half = np.linalg.norm(up) / 4.0
    at = Standpoint(apex, apex + forward, up / np.linalg.norm(up))
    return at, float(np.degrees(2.0 * np.arctan(half)))


def with_sight_lines(shown: View, samples: gpd.GeoDataFrame, *, every: int = 50) -> View:
    """Return the view of cameras with sight lines to what each is the nearest to see.

    Parameters
    ----------
    shown : View
        A view with cameras.
    samples : GeoDataFrame
        ``samples`` of the coverage of these cameras.
    every : int
        Every so many-th seen sample has a line.

    Raises
    ------
    CityModelError
        If the view has no cameras.
    """
    if shown.cameras is None:
        raise CityModelError("the view has no cameras; give view(..., cameras=)")
    sight = nearest_sight_lines(shown.city, shown.cameras, samples, every=every)
    return replace(shown, lines=np.concatenate([shown.lines, sight]))


def nearest_sight_lines(
    city: CityModel, cameras: gpd.GeoDataFrame, samples: gpd.GeoDataFrame, *, every: int = 50
) -> NDArray[np.float64]:
    """Sight lines from cameras to samples that they are the nearest to see, (n, 2, 3). [m]

    Parameters
    ----------
    city : CityModel
        Gives the ground.
    cameras, samples : GeoDataFrame
        The two tables of a coverage.
    every : int
        Every so many-th seen sample has a line; all would be a blot.
    """
    seen = samples[samples["nearest_camera_id"].notna()].iloc[::every]
    row = cameras.index.get_indexer(seen["nearest_camera_id"])
    xy = np.column_stack([seen.geometry.x - city.origin[0], seen.geometry.y - city.origin[1]])
    ends = np.column_stack([xy, np.nan_to_num(height_at(ground(city).mesh, xy)) + 1.5])
    return sight_lines(positions(city, cameras)[row[row >= 0]], ends[row >= 0])


def sight_lines(apex: NDArray[np.float64], targets: NDArray[np.float64]) -> NDArray[np.float64]:
    """Segments from cameras to targets, row by row: (n, 2, 3). [m]"""
    return np.stack([apex, targets], axis=1)


def _drawn_range(cameras: gpd.GeoDataFrame) -> NDArray[np.float64]:
    return np.asarray(np.minimum(_column(cameras, "far_m"), MAX_DRAWN_RANGE_M))


def _column(cameras: gpd.GeoDataFrame, name: str) -> NDArray[np.float64]:
    if name not in cameras.columns:
        return np.full(len(cameras), DEFAULTS[name])
    values = cameras[name].to_numpy(dtype=np.float64, na_value=np.nan)
    return np.asarray(np.where(np.isnan(values), DEFAULTS[name], values))
