"""Panels + buildings around -> above which elevation mirrored light meets nothing.

Most mirrored light goes up into the sky. Seen from a small group of mirror points, every triangle
of another building lies within a span of azimuths and below an elevation that no corner of the
group can make wider or higher; a ray above the highest of these in its azimuth needs no engine.
What is left out meets no building for certain, so that events are the same with it and without.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray

from analyses.glare.mirror import mirrored
from citygml.model import CityModel

if TYPE_CHECKING:
    from analyses.glare.tracing import Panels

#: Azimuths of a skyline: one a degree.
_BINS = 360
#: Mirror points in a cell of this lattice share a skyline: smaller ones see less, larger ones cost
#: less (16 m: 22 % of the rays of the sample city are left, 8 m: 19 % at half as much again). [m]
_CELL_M = 16.0
#: Groups are taken larger and buildings higher by this, well above the rounding of an engine. [m]
_MARGIN_M = 0.02
#: Pairs of group and triangle, and of azimuths of these, held at once.
_PAIRS, _SPANS = 1 << 21, 1 << 22


@dataclass(frozen=True, slots=True, eq=False)
class Skyline:
    """How high other buildings stand round groups of mirror points.

    Attributes
    ----------
    group : (m,) ndarray of int64
        Of each mirror point.
    normal : (g, 3) ndarray of float64
        Of the glass of each group.
    tangent : (g, 360) ndarray of float64
        Tangent of the elevation above which nothing is met, by degree of azimuth, 0 or more; inf
        where a building is too close to say.
    """

    group: NDArray[np.int64]
    normal: NDArray[np.float64]
    tangent: NDArray[np.float64]

    def mirrored(
        self, suns: NDArray[np.float64], *, cone_deg: float
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
        """Mirrored suns of every group, and which of them may meet a building.

        Parameters
        ----------
        suns : (t, 3) ndarray of float64
            Unit vectors towards the sun.
        cone_deg : float
            Half-angle within which rays are spread. [deg]

        Returns
        -------
        cosine : (g, t) ndarray of float64
            Of the angle of incidence.
        aim : (g, t, 3) ndarray of float64
            Where the middle of the light goes.
        possible : (g, t) ndarray of bool
            False where the sun is behind the glass or no ray of the cone can meet a building.
        """
        cosine = self.normal @ suns.T
        aim = mirrored(suns[None, :, :], self.normal[:, None, :])
        elevation = np.degrees(np.arcsin(np.clip(aim[..., 2], -1.0, 1.0)))
        azimuth = np.degrees(np.arctan2(aim[..., 0], aim[..., 1]))
        level = np.maximum(np.cos(np.radians(elevation)), 1e-12)
        aside = np.sin(np.radians(cone_deg)) / level
        row = np.arange(len(self.normal))[:, None]
        aside_deg = np.degrees(np.arcsin(np.minimum(aside, 1.0)))
        # Half a cone is no wider than a bin: its ends and its middle touch every bin it meets.
        ends = (np.floor(azimuth + s * aside_deg).astype(np.int64) % _BINS for s in (-1, 0, 1))
        height = np.max([self.tangent[row, bins] for bins in ends], axis=0)
        height = np.where(aside_deg > 1.0, self.tangent.max(axis=1)[:, None], height)
        lowest = np.clip(elevation - cone_deg, -89.0, 90.0)
        return cosine, aim, (cosine > 0.0) & (np.tan(np.radians(lowest)) <= height)


def skyline_of(city: CityModel, panels: Panels, *, range_m: float) -> Skyline:
    """Skyline of the buildings round panels.

    Parameters
    ----------
    city : CityModel
        A panel's own building does not count: its light on itself is no glare.
    panels : Panels
        Mirrors.
    range_m : float
        Buildings farther away do not count. [m]
    """
    keys = np.column_stack([panels.source, np.floor(panels.points[:, :2] / _CELL_M)])
    _, first, group = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    group = group.reshape(-1).astype(np.int64)
    count = len(first)
    low, high = np.full((count, 3), np.inf), np.full((count, 3), -np.inf)
    np.minimum.at(low, group, panels.points)
    np.maximum.at(high, group, panels.points)
    corners = city.mesh.corners
    box = np.concatenate([corners[:, :, :2].min(axis=1), corners[:, :, :2].max(axis=1)], axis=1)
    tree = shapely.STRtree(shapely.box(*box.T))
    top = corners[:, :, 2].max(axis=1, initial=-np.inf)
    owner = city.root_row[city.feature_row_of_triangle]
    root = panels.root[panels.source[first]]
    tangent = np.zeros((count, _BINS))
    step = max(_PAIRS // max(len(corners), 1), 1)
    for begin in range(0, count, step):
        some = slice(begin, begin + step)
        near = shapely.box(*(low[some, :2] - range_m).T, *(high[some, :2] + range_m).T)
        row, triangle = tree.query(near)
        row = row + begin
        above = (owner[triangle] != root[row]) & (top[triangle] + _MARGIN_M > low[row, 2])
        row, triangle = row[above], triangle[above]
        middle = (low[row, :2] + high[row, :2]) / 2.0
        reach = np.hypot(*(high[row, :2] - low[row, :2]).T) / 2.0 + _MARGIN_M
        rise = top[triangle] + _MARGIN_M - low[row, 2]
        _raise(tangent, row, corners[triangle][:, :, :2] - middle[:, None], rise=rise, reach=reach)
    return Skyline(group, panels.normal[first], tangent)


def _raise(
    tangent: NDArray[np.float64],
    row: NDArray[np.int64],
    corner: NDArray[np.float64],
    *,
    rise: NDArray[np.float64],
    reach: NDArray[np.float64],
) -> None:
    """Raise skylines, in place, to triangles whose corners are given from the middle of groups."""
    distance = _plan_distance(corner)
    close = distance <= reach
    steep = np.where(close, np.inf, rise / np.where(close, 1.0, distance - reach))
    azimuth = np.degrees(np.arctan2(corner[..., 0], corner[..., 1]))
    # A triangle that does not hold the middle is seen under less than half a turn.
    turn = (azimuth - azimuth[:, :1] + 180.0) % 360.0 - 180.0
    aside = np.degrees(np.arcsin(np.where(close, 1.0, reach / np.where(close, 1.0, distance))))
    start = np.floor(azimuth[:, 0] + turn.min(axis=1) - aside).astype(np.int64)
    end = np.floor(azimuth[:, 0] + turn.max(axis=1) + aside).astype(np.int64)
    width = np.where(close, _BINS, np.minimum(end - start + 1, _BINS))
    total = np.cumsum(width)
    cut = np.searchsorted(total, np.arange(_SPANS, total[-1] if len(total) else 0, _SPANS))
    for part in np.split(np.arange(len(row)), cut):
        pair = np.repeat(part, width[part])
        place = np.arange(len(pair)) - np.repeat(np.cumsum(width[part]) - width[part], width[part])
        np.maximum.at(tangent, (row[pair], (start[pair] + place) % _BINS), steep[pair])


def _plan_distance(corner: NDArray[np.float64]) -> NDArray[np.float64]:
    """Distance of triangles (n, 3, 2) from the origin, 0 where it lies in them."""
    edge = np.roll(corner, -1, axis=1) - corner
    square = np.maximum((edge**2).sum(axis=-1), 1e-12)
    share = np.clip(-(corner * edge).sum(axis=-1) / square, 0.0, 1.0)
    nearest = corner + share[..., None] * edge
    distance = np.hypot(nearest[..., 0], nearest[..., 1]).min(axis=1)
    side = edge[..., 0] * corner[..., 1] - edge[..., 1] * corner[..., 0]
    inside = (side >= 0.0).all(axis=1) | (side <= 0.0).all(axis=1)
    flat = np.abs(side.sum(axis=1)) > 1e-9
    return np.asarray(np.where(inside & flat, 0.0, distance))
