"""Camera parameters -> what a picture holds: frame, field of view, pixel density, levels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from citygml.errors import AnalysisError

LevelsName = Literal["iec2025", "dori2014"]

#: Pixels per metre, on a plane facing the camera, that a purpose needs at least. [px/m]
#: "iec2025": IEC 62676-4:2025; "dori2014": EN/IEC 62676-4:2014, withdrawn 2025-10-09. The text of
#: the standards is not public: figures from secondary sources that agree (jvsg.com, BHE, tp-link).
LEVELS: Mapping[str, Mapping[str, float]] = {
    "iec2025": {
        "overview": 20.0,
        "outline": 40.0,
        "discern": 80.0,
        "perceive": 125.0,
        "characterise": 250.0,
        "validate": 500.0,
        "scrutinise": 1500.0,
    },
    "dori2014": {
        "monitor": 12.5,
        "detect": 25.0,
        "observe": 62.5,
        "recognise": 125.0,
        "identify": 250.0,
    },
}
#: What is seen with fewer pixels than the lowest level.
BELOW_LEVELS = "below"


@dataclass(frozen=True, slots=True, eq=False)
class Optics:
    """Pinhole cameras: where they are and what they can picture.

    Attributes
    ----------
    position : (n, 3) ndarray of float64
        East, north, up. [m]
    axes : (n, 3, 3) ndarray of float64
        Unit vectors of each camera: right, up (of the picture), forward.
    half_width, half_height : (n,) ndarray of float64
        Tangent of half the field of view.
    width_px : (n,) ndarray of float64
        Pixels across the picture.
    near_m, far_m : (n,) ndarray of float64
        Range, as distance from the camera. [m]
    """

    position: NDArray[np.float64]
    axes: NDArray[np.float64]
    half_width: NDArray[np.float64]
    half_height: NDArray[np.float64]
    width_px: NDArray[np.float64]
    near_m: NDArray[np.float64]
    far_m: NDArray[np.float64]

    def __len__(self) -> int:
        """Return the number of cameras."""
        return len(self.position)

    def take(self, rows: ArrayLike) -> Optics:
        """Return the given cameras (integers or a boolean mask)."""
        chosen = np.asarray(rows)
        return Optics(*(getattr(self, field.name)[chosen] for field in fields(self)))


def camera_axes(heading_deg: ArrayLike, tilt_deg: ArrayLike, roll_deg: ArrayLike) -> NDArray[Any]:
    """Directions of a camera: right, up and forward.

    Parameters
    ----------
    heading_deg : (n,) array_like of float
        Clockwise from north. [deg]
    tilt_deg : (n,) array_like of float
        Down from the horizontal. [deg]
    roll_deg : (n,) array_like of float
        Clockwise, seen from behind the camera: its right side goes down. [deg]

    Returns
    -------
    (n, 3, 3) ndarray of float64
        Unit vectors east-north-up, in the order right, up, forward.

    Examples
    --------
    Looking east, level: right is south, up is up, forward is east.

    >>> (camera_axes([90], [0], [0])[0].round(6) + 0.0).tolist()
    [[0.0, -1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]
    """
    heading, tilt, roll = np.broadcast_arrays(
        *(np.radians(np.atleast_1d(a)) for a in (heading_deg, tilt_deg, roll_deg))
    )
    level = np.cos(tilt)
    forward = np.stack([np.sin(heading) * level, np.cos(heading) * level, -np.sin(tilt)], axis=-1)
    right = np.stack([np.cos(heading), -np.sin(heading), np.zeros_like(heading)], axis=-1)
    up = np.cross(right, forward)
    cos, sin = np.cos(roll)[:, None], np.sin(roll)[:, None]
    return np.stack([right * cos - up * sin, up * cos + right * sin, forward], axis=1)


def vertical_fov(hfov_deg: ArrayLike, width_px: ArrayLike, height_px: ArrayLike) -> NDArray[Any]:
    """Vertical field of view of a pinhole camera with square pixels: tan(v/2) = tan(h/2) H/W.

    Returns
    -------
    ndarray of float64
        [deg]

    Examples
    --------
    >>> float(vertical_fov(103.0, 1920, 1080).round(1))
    70.5
    """
    tangent = np.tan(np.radians(hfov_deg) / 2.0) * np.divide(height_px, width_px)
    return np.asarray(2.0 * np.degrees(np.arctan(tangent)))


def pixel_density(depth_m: ArrayLike, *, width_px: ArrayLike, half_width: ArrayLike) -> Any:
    """Pixels per metre on a plane that faces the camera: W / (2 z tan(HFOV/2)), pinhole.

    Parameters
    ----------
    depth_m : (n,) array_like of float
        Distance along the optical axis, not the slant distance, which at the edge of a picture of
        103° is 1.61 times as long. [m]
    width_px : (n,) array_like or float
        Pixels across the picture.
    half_width : (n,) array_like or float
        Tangent of half the horizontal field of view.

    Returns
    -------
    (n,) ndarray of float64
        [px/m]

    Examples
    --------
    1000 pixels over 90° at 10 m cover 20 m:

    >>> float(pixel_density(10.0, width_px=1000, half_width=1.0))
    50.0
    """
    return np.asarray(width_px / (2.0 * np.asarray(depth_m) * np.asarray(half_width)))


def depth_of_density(px_per_m: ArrayLike, *, width_px: ArrayLike, half_width: ArrayLike) -> Any:
    """Distance along the optical axis at which pixels are this dense, see `pixel_density`. [m]"""
    return pixel_density(px_per_m, width_px=width_px, half_width=half_width)


def ground_reach(
    height_m: ArrayLike, *, tilt_deg: ArrayLike, vfov_deg: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Nearest and farthest point of a plane in the middle of the picture.

    h / tan(t + v/2) and h / tan(t - v/2), with h the height over the plane. Nearer lies the blind
    spot at the foot of the pole.

    Returns
    -------
    near_m, far_m : ndarray of float64
        Horizontal distance; near is 0 where the camera sees its own foot, nan where it sees no
        ground, far is inf where it sees the horizon. [m]

    Examples
    --------
    4 m over the plane, picture from 30° to 60° below the horizontal:

    >>> near, far = ground_reach(4.0, tilt_deg=45.0, vfov_deg=30.0)
    >>> float(near.round(3)), float(far.round(3))
    (2.309, 6.928)
    """
    height = np.asarray(height_m, dtype=np.float64)
    steepest = np.add(tilt_deg, np.divide(vfov_deg, 2.0))
    flattest = np.subtract(tilt_deg, np.divide(vfov_deg, 2.0))

    def reach(angle_deg: Any) -> NDArray[np.float64]:
        below = np.clip(angle_deg, 1e-12, 90.0)
        return np.where(below >= 90.0, 0.0, height / np.tan(np.radians(below)))

    near = np.where(steepest <= 0.0, np.nan, reach(steepest))
    far = np.where(flattest <= 0.0, np.inf, reach(flattest))
    return near, np.where(steepest <= 0.0, np.nan, far)


def frustum_footprint(
    optics: Optics, *, plane_m: ArrayLike, max_depth_m: ArrayLike
) -> NDArray[np.object_]:
    """Part of a horizontal plane that a camera pictures, exact and without obstacles.

    The pyramid of the picture, cut at a depth, is convex; its cut with the plane is the hull of
    the points where its eight edges cross the plane.

    Parameters
    ----------
    optics : Optics
        n cameras. Their near and far distances are spheres and play no part here.
    plane_m : (n,) array_like or float
        Height of the plane. [m]
    max_depth_m : (n,) array_like or float
        Largest distance along the optical axis, such as `depth_of_density` of a level. [m]

    Returns
    -------
    (n,) ndarray of shapely Polygon
        Empty where the picture does not meet the plane.

    Examples
    --------
    Straight down from 10 m with 90° both ways: a square of 20 m.

    >>> down = Optics(np.array([[0.0, 0, 10]]), camera_axes(0, 90, 0), np.ones(1), np.ones(1),
    ...               np.full(1, 1000.0), np.zeros(1), np.full(1, 50.0))
    >>> round(float(frustum_footprint(down, plane_m=0.0, max_depth_m=50.0)[0].area), 6)
    400.0
    """
    n = len(optics)
    depth = np.broadcast_to(np.asarray(max_depth_m, dtype=np.float64), n)[:, None, None]
    sides = np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)], dtype=np.float64)
    x = sides[:, 0] * optics.half_width[:, None]
    y = sides[:, 1] * optics.half_height[:, None]
    in_picture = np.stack([x, y, np.ones_like(x)], axis=-1)
    corners = np.einsum("nck,nkj->ncj", in_picture, optics.axes) * depth + optics.position[:, None]
    apex = np.broadcast_to(optics.position[:, None], corners.shape)
    start = np.concatenate([apex, corners], axis=1)
    end = np.concatenate([corners, np.roll(corners, -1, axis=1)], axis=1)
    plane = np.broadcast_to(np.asarray(plane_m, dtype=np.float64), n)[:, None]
    over_start, over_end = start[..., 2] - plane, end[..., 2] - plane
    crosses = (over_start > 0.0) != (over_end > 0.0)
    share = over_start / np.where(crosses, over_start - over_end, 1.0)
    points = (start + share[..., None] * (end - start))[..., :2]
    camera, edge = np.nonzero(crosses)
    meeting, row = np.unique(camera, return_inverse=True)
    footprint = np.full(n, shapely.Polygon(), dtype=object)
    crossings = shapely.points(points[camera, edge])
    footprint[meeting] = shapely.convex_hull(shapely.multipoints(crossings, indices=row))
    return footprint


def level_table(levels: LevelsName | Mapping[str, float]) -> dict[str, float]:
    """Levels of pixel density by name, from the lowest up.

    Parameters
    ----------
    levels : {"iec2025", "dori2014"} or mapping of str to float
        A standard, or names with the pixels per metre each needs.

    Raises
    ------
    AnalysisError
        If the name is unknown, or a density is not a positive number.

    Examples
    --------
    >>> level_table({"plate": 200, "face": 125})
    {'face': 125.0, 'plate': 200.0}
    """
    if isinstance(levels, str):
        if levels not in LEVELS:
            raise AnalysisError(
                f"levels is {levels!r}; it must be one of {', '.join(LEVELS)} or a mapping of "
                "names to pixels per metre"
            )
        return dict(LEVELS[levels])
    table = {str(name): float(value) for name, value in levels.items()}
    bad = [name for name, value in table.items() if not (np.isfinite(value) and value > 0)]
    if bad or not table:
        what = f"level {bad[0]!r} is {table[bad[0]]} px/m" if bad else "there is no level"
        raise AnalysisError(f"{what}; a level needs a positive number of pixels per metre")
    return dict(sorted(table.items(), key=lambda item: item[1]))


def level_of(px_per_m: ArrayLike, levels: Mapping[str, float]) -> NDArray[np.object_]:
    """Name of the highest level that a pixel density reaches.

    Parameters
    ----------
    px_per_m : (n,) array_like of float
        [px/m]
    levels : mapping of str to float
        See `level_table`.

    Returns
    -------
    (n,) ndarray of object
        `BELOW_LEVELS` where even the lowest is not reached, None where the density is nan.

    Examples
    --------
    >>> level_of([19.9, 20.0, 130.0, np.nan], LEVELS["iec2025"]).tolist()
    ['below', 'overview', 'perceive', None]
    """
    density = np.asarray(px_per_m, dtype=np.float64)
    names = np.array([BELOW_LEVELS, *levels], dtype=object)
    found = names[np.searchsorted(np.array(list(levels.values())), density, side="right")]
    found[np.isnan(density)] = None
    return np.asarray(found)
