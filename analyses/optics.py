"""Camera parameters -> what a picture holds: frame, field of view, pixel density."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Optics:
    """Cameras: where they are and what they can picture.

    Attributes
    ----------
    position : (n, 3) ndarray of float64
        East, north, up. [m]
    axes : (n, 3, 3) ndarray of float64
        Unit vectors of each camera: right, up (of the picture), forward.
    half_width, half_height : (n,) ndarray of float64
        Half the field of view: its tangent (pinhole), or the angle itself [rad] (equidistant).
    width_px : (n,) ndarray of float64
        Pixels across the picture.
    near_m, far_m : (n,) ndarray of float64
        Range, as distance from the camera. [m]
    is_equidistant : (n,) ndarray of bool
        Whether the lens pictures equal angles as equal lengths (wide lenses, fisheyes) and not
        straight lines as straight lines; by default none.
    half_pan : (n,) ndarray of float64
        How far the camera turns to either side of its heading; nan = it does not turn. [rad]
    """

    position: NDArray[np.float64]
    axes: NDArray[np.float64]
    half_width: NDArray[np.float64]
    half_height: NDArray[np.float64]
    width_px: NDArray[np.float64]
    near_m: NDArray[np.float64]
    far_m: NDArray[np.float64]
    is_equidistant: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, bool))
    half_pan: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))

    def __post_init__(self) -> None:
        """Fill in what was left out: fixed pinhole cameras."""
        if len(self.is_equidistant) != len(self.position):
            object.__setattr__(self, "is_equidistant", np.zeros(len(self.position), bool))
        if len(self.half_pan) != len(self.position):
            object.__setattr__(self, "half_pan", np.full(len(self.position), np.nan))

    @property
    def turns(self) -> NDArray[np.bool_]:
        """Whether the camera turns (ptz, dome), (n,)."""
        return ~np.isnan(self.half_pan)

    @property
    def px_metres(self) -> NDArray[np.float64]:
        """Pixel density times distance, (n,): what a metre at 1 m covers. [px]"""
        return np.asarray(self.width_px / (2.0 * self.half_width))

    def __len__(self) -> int:
        """Return the number of cameras."""
        return len(self.position)

    def take(self, rows: ArrayLike) -> Optics:
        """Return the given cameras (integers or a boolean mask)."""
        chosen = np.asarray(rows)
        return Optics(*(getattr(self, each.name)[chosen] for each in fields(self)))


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


def in_picture(optics: Optics, camera: NDArray[np.int64], sight: NDArray[np.float64]) -> Picture:
    """Where targets lie in the pictures of cameras.

    A camera that turns has every target in the middle of its picture that its pan and tilt reach:
    it pans to `Optics.half_pan` on either side and tilts from the horizontal to straight down.

    Parameters
    ----------
    optics : Optics
        n cameras.
    camera : (p,) ndarray of int64
        Row of the camera of each pair.
    sight : (p, 3) ndarray of float64
        From the camera to the target, east-north-up. [m]

    Returns
    -------
    Picture
        Of each pair.
    """
    distance = np.sqrt(np.einsum("pj,pj->p", sight, sight))
    right, up, forward = (
        np.einsum("pj,pj->p", sight, optics.axes[:, axis][camera]) for axis in range(3)
    )
    with np.errstate(divide="ignore", invalid="ignore"):  # a target beside or behind the lens
        x, y = right / forward, up / forward
    x[forward <= 0.0] = np.inf
    depth = forward
    wide = optics.is_equidistant[camera]
    if wide.any():
        across = np.hypot(right, up)
        angle = np.arctan2(across, forward) / np.where(across > 0.0, across, 1.0)
        x, y = np.where(wide, right * angle, x), np.where(wide, up * angle, y)
        depth = np.where(wide, distance, depth)
    half_width, half_height = optics.half_width[camera], optics.half_height[camera]
    inside = (np.abs(x) <= half_width) & (np.abs(y) <= half_height)
    pointed = inside.copy()
    turning = optics.turns[camera]
    if turning.any():
        reached = _turned_to(optics, camera, sight)
        inside = np.where(turning, reached, inside)
        depth = np.where(turning, distance, depth)
    inside &= (distance >= optics.near_m[camera]) & (distance <= optics.far_m[camera])
    return Picture(inside, pointed & inside, distance, depth, x / half_width, y / half_height)


class Picture(NamedTuple):
    """Pairs of camera and target in the picture, see `in_picture`.

    Attributes
    ----------
    inside : (p,) ndarray of bool
        Whether the target is in range and in the picture (of a turning camera: can be).
    pointed : (p,) ndarray of bool
        Whether it is so where the camera points by itself.
    distance_m, depth_m : (p,) ndarray of float64
        Slant distance, and the distance that pixel density depends on: along the optical axis for a
        pinhole, the slant distance for an equidistant lens and for a target that the camera turns
        to. [m]
    x, y : (p,) ndarray of float64
        Place in the picture, -1 to 1 from left to right and from bottom to top.
    """

    inside: NDArray[np.bool_]
    pointed: NDArray[np.bool_]
    distance_m: NDArray[np.float64]
    depth_m: NDArray[np.float64]
    x: NDArray[np.float64]
    y: NDArray[np.float64]

    def take(self, rows: NDArray[Any]) -> Picture:
        """Return the given pairs (integers or a boolean mask)."""
        return Picture(
            self.inside[rows],
            self.pointed[rows],
            self.distance_m[rows],
            self.depth_m[rows],
            self.x[rows],
            self.y[rows],
        )


def _turned_to(
    optics: Optics, camera: NDArray[np.int64], sight: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Whether a turning camera can bring targets into its picture, range apart."""
    forward = optics.axes[:, 2][camera]
    half_h, half_v = optics.half_width[camera], optics.half_height[camera]
    pinhole = ~optics.is_equidistant[camera]
    half_h = np.where(pinhole, np.arctan(half_h), half_h)
    half_v = np.where(pinhole, np.arctan(half_v), half_v)
    aside = np.arctan2(
        forward[:, 1] * sight[:, 0] - forward[:, 0] * sight[:, 1],
        forward[:, 0] * sight[:, 0] + forward[:, 1] * sight[:, 1],
    )
    above = np.arctan2(sight[:, 2], np.hypot(sight[:, 0], sight[:, 1]))
    return np.asarray((np.abs(aside) <= optics.half_pan[camera] + half_h) & (above <= half_v))


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
