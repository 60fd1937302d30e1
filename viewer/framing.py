"""Where to stand so that the first picture is good: from building density."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import cKDTree

from citygml.mesh import EMPTY, Mesh, concatenate
from citygml.model import CityModel
from viewer.layers import Layer
from viewer.sun import direction

#: Shares of the buildings that a picture may show, and how much of the ground they must cover: all
#: of a town, but not the empty fields between three hamlets.
SHARES, LEAST_COVER_RATIO = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3), 0.06
#: More buildings than this are too small to see.
MOST_BUILDINGS = 1500
#: Buildings tried as centre of the picture; in a larger city every so many-th.
MOST_CENTRES = 300
#: No circle is smaller than this. [m]
MIN_RADIUS_M = 30.0
#: Buildings of one city stand no farther than this above or below its middle. [m]
MOST_RELIEF_M = 3000.0
#: Looking from the south-south-west, so that roofs and walls in the sun are seen; from another
#: southern side only where the city then fills the picture this much better. [deg]
VIEW_AZIMUTHS_DEG, VIEW_ALTITUDE_DEG, MUCH_BETTER = (205.0, 180.0, 235.0, 155.0), 38.0, 0.75
VIEW_ANGLE_DEG = 30.0
#: Free rim around what is shown, as a share of the picture.
RIM = 0.06


class Standpoint(NamedTuple):
    """A camera: where it is, what it looks at, which way is up. Each (3,). [m]"""

    position: NDArray[np.float64]
    focus: NDArray[np.float64]
    up: NDArray[np.float64]


def standpoint(city: CityModel, layers: Sequence[Layer], *, aspect: float = 1.6) -> Standpoint:
    """Camera that shows the densest part of the buildings, filling the picture.

    Parameters
    ----------
    city : CityModel
        The city.
    layers : sequence of Layer
        What is drawn of it.
    aspect : float
        Width of the picture by its height.

    Returns
    -------
    Standpoint
        In coordinates from the origin of the city. [m]
    """
    shown = points_of_interest(city, layers)
    first, *others = (fitted(shown, azimuth, aspect=aspect) for azimuth in VIEW_AZIMUTHS_DEG)
    best = min(others, key=_distance)
    return best if _distance(best) < MUCH_BETTER * _distance(first) else first


def _distance(at: Standpoint) -> float:
    return float(np.linalg.norm(at.position - at.focus))


def fitted(points: NDArray[np.float64], azimuth_deg: float, *, aspect: float) -> Standpoint:
    """Nearest camera on one side that has all points in the picture."""
    toward = direction(azimuth_deg, VIEW_ALTITUDE_DEG)
    right = np.cross((0.0, 0.0, 1.0), toward)
    right /= np.linalg.norm(right)
    up = np.cross(toward, right)
    half_v = np.tan(np.radians(VIEW_ANGLE_DEG / 2)) * (1.0 - 2 * RIM)
    half_h = half_v * aspect
    focus = points.mean(axis=0)
    for _ in range(3):  # centring changes the distance and the distance the centring, a little
        local = points - focus
        across, along, depth = local @ right, local @ up, local @ toward
        distance = float(np.max(depth + np.maximum(abs(across) / half_h, abs(along) / half_v)))
        seen_h, seen_v = across / (distance - depth), along / (distance - depth)
        focus = focus + right * distance * (seen_h.max() + seen_h.min()) / 2
        focus = focus + up * distance * (seen_v.max() + seen_v.min()) / 2
    return Standpoint(focus + toward * distance, focus, np.array([0.0, 0.0, 1.0]))


def framed_buildings(
    city: CityModel, layers: Sequence[Layer], at: Standpoint, *, aspect: float, angle_deg: float
) -> tuple[int, int]:
    """Return of how many buildings the middle is within a picture, and how many there are.

    Neighbours that only cast shade do not count. What stands behind another building is within the
    picture too.

    Parameters
    ----------
    city : CityModel
        The city.
    layers : sequence of Layer
        What is drawn of it.
    at : Standpoint
        Where the picture is taken from.
    aspect : float
        Width of the picture by its height.
    angle_deg : float
        Height of the picture as an angle. [deg]
    """
    mesh, owner = own_buildings(city, layers)
    if not len(mesh):
        return 0, 0
    low, high, _ = building_boxes(mesh, owner)
    ahead = at.focus - at.position
    ahead = ahead / np.linalg.norm(ahead)
    right = np.cross(ahead, at.up)
    right /= np.linalg.norm(right)
    local = (low + high) / 2 - at.position
    depth, half = local @ ahead, np.tan(np.radians(angle_deg / 2))
    within = (depth > 0) & (np.abs(local @ right) <= depth * half * aspect)
    within &= np.abs(local @ np.cross(right, ahead)) <= depth * half
    return int(within.sum()), len(within)


def own_buildings(city: CityModel, layers: Sequence[Layer]) -> tuple[Mesh, NDArray[np.int32]]:
    """Triangles of the buildings that are no neighbours, and the row of features of each."""
    mesh = next((layer.mesh for layer in layers if layer.name == "buildings"), EMPTY)
    owner = city.root_row[city.surfaces.feature_row[mesh.surface_row]]
    is_context = city.features["is_context"].to_numpy(dtype=bool)[owner]
    if is_context.any() and not is_context.all():
        return mesh.submesh(~is_context), owner[~is_context]
    return mesh, owner


def points_of_interest(city: CityModel, layers: Sequence[Layer]) -> NDArray[np.float64]:
    """Points that must be in the picture: the dense part of the buildings, and all samples.

    Of a city without buildings, the dense part of its roads, water and zones.
    """
    by_name = {layer.name: layer for layer in layers}
    if "buildings" in by_name:
        shown = dense_corners(*own_buildings(city, layers))
    elif flat := [layer.mesh for layer in layers if layer.name not in {"ground", "shadows"}]:
        shown = dense_corners(*_flat_things(city, concatenate(flat)))
    else:
        shown = np.concatenate([layer.mesh.vertices for layer in layers])
    if "samples" in by_name:
        shown = np.concatenate([shown, by_name["samples"].points])
    return np.asarray(shown)


def _flat_things(city: CityModel, mesh: Mesh) -> tuple[Mesh, NDArray[np.int32]]:
    """Triangles of roads, water and zones, all facing up, and the row of features of each."""
    down = mesh.area_vectors[:, 2] < 0.0
    triangles = np.where(down[:, None], mesh.triangles[:, ::-1], mesh.triangles)
    owner = city.root_row[city.surfaces.feature_row[mesh.surface_row]]
    return Mesh(mesh.vertices, triangles, mesh.surface_row), owner


def dense_corners(mesh: Mesh, owner: NDArray[np.int32]) -> NDArray[np.float64]:
    """Corners of the boxes around the buildings of the dense part, (8 m, 3). [m]"""
    low, high, plan_m2 = building_boxes(mesh, owner)
    likely = np.flatnonzero(likely_heights(low[:, 2]))
    dense = likely[dense_part((low + high)[likely, :2] / 2, plan_m2[likely])]
    sides = np.stack([low[dense], high[dense]])
    picks = np.indices((2, 2, 2)).reshape(3, -1)
    return np.stack([sides[picks[axis], :, axis] for axis in range(3)], axis=2).reshape(-1, 3)


def likely_heights(height_m: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether heights are within `MOST_RELIEF_M` of the middle one; -9999 for unknown is not.

    Examples
    --------
    >>> likely_heights(np.array([3.0, -9999.0, 5.0])).tolist()
    [True, False, True]
    """
    return np.asarray(np.abs(height_m - np.median(height_m)) <= MOST_RELIEF_M)


def building_boxes(
    mesh: Mesh, owner: NDArray[np.int32]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Lowest and highest corner of every building, (m, 3) [m], and its roofs in plan, (m,) [m²]."""
    triangles = mesh.triangles
    if (owner[1:] < owner[:-1]).any():
        order = np.argsort(owner, kind="stable")
        owner, triangles = owner[order], triangles[order]
    start = np.flatnonzero(np.diff(owner, prepend=-1))
    low, high = np.zeros((len(start), 3)), np.zeros((len(start), 3))
    sides = []
    for axis in range(3):  # one after the other: a million triangles take a third of the memory
        a, b, c = (mesh.vertices[:, axis][triangles[:, corner]] for corner in range(3))
        low[:, axis] = np.minimum.reduceat(np.minimum(np.minimum(a, b), c), start)
        high[:, axis] = np.maximum.reduceat(np.maximum(np.maximum(a, b), c), start)
        if axis < 2:
            sides.append((b - a, c - a))
    (x_ab, x_ac), (y_ab, y_ac) = sides
    plan = np.maximum(x_ab * y_ac - x_ac * y_ab, 0.0) / 2  # roofs from above; walls have none
    return low, high, np.add.reduceat(plan, start)


def dense_part(centre: ArrayLike, area_m2: ArrayLike) -> NDArray[np.bool_]:
    """Whether each building lies in the part of the city that a picture should show.

    For every share of `SHARES`, the circle around the building whose k-th neighbour is nearest;
    then the largest share of which the buildings cover `LEAST_COVER_RATIO` of the circle.

    Parameters
    ----------
    centre : (n, 2) array_like of float
        Where the buildings are. [m]
    area_m2 : (n,) array_like of float
        Ground that each covers. [m²]

    Returns
    -------
    (n,) ndarray of bool
        At least one is True.

    Examples
    --------
    Eight houses in a village and one on a far mountain:

    >>> village = [(20.0 * i, 0.0) for i in range(8)]
    >>> dense_part([*village, (5000.0, 0.0)], [400.0] * 9).tolist()[-2:]
    [True, False]
    """
    place, area = np.asarray(centre, dtype=np.float64), np.asarray(area_m2, dtype=np.float64)
    most = min(len(place), MOST_BUILDINGS)
    k = np.unique([max(round(share * most), 1) for share in SHARES])
    tried = place[:: -(-len(place) // MOST_CENTRES)]
    distance = cKDTree(place).query(tried, k=k)[0]
    radius = np.maximum(distance.min(axis=0), MIN_RADIUS_M)
    reach = np.linalg.norm(place[:, None] - tried[distance.argmin(axis=0)], axis=2)
    inside = reach <= radius
    cover = (area[:, None] * inside).sum(axis=0) / (np.pi * radius**2)
    enough = np.flatnonzero(cover >= LEAST_COVER_RATIO)
    return np.asarray(inside[:, enough[-1] if len(enough) else int(cover.argmax())])
