"""Terrain of the sample city: a river valley, hills, and the triangles that stand for them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.interpolate import PchipInterpolator
from scipy.spatial import Delaunay, cKDTree
from shapely.geometry import Polygon

from generator.frame import from_plan, generator, to_plan

#: Half size of the terrain, east and north; both tiles lie inside. [m]
HALF_SIZE_M = (1190.0, 560.0)
#: The town's streets and its flood plain: finer triangles. Bounds in plan, p then q. [m]
CORE = (-325.0, 325.0, -265.0, 205.0)
#: Middle of the large river in plan and its half widths: water, bank foot, levee crown, land. [m]
RIVER_Q = 376.0
RIVER_HALF_WIDTHS = (30.0, 46.0, 51.0, 64.0)
#: Middle of the small river and its half widths: bed, bank. [m]
BROOK_P = 190.0
BROOK_HALF_WIDTHS = (3.5, 7.5)

#: Height of the valley floor against the distance from the town's axis, at p = 0. [m]
_FLOOR = PchipInterpolator(
    [-900, -600, -400, -300, -220, -120, -40, 40, 120, 180, 250, 300, 330, 900],
    [46, 42, 32, 26, 20.5, 15.2, 12.2, 10.2, 8.8, 8.4, 9.2, 10.0, 10.2, 10.0],
)
#: Hills: centre p, q, height, half breadths along p and q. [m]
_HILLS = (
    (-400.0, -375.0, 98.0, 150.0, 85.0),
    (-150.0, -425.0, 50.0, 120.0, 80.0),
    (-860.0, -380.0, 66.0, 190.0, 120.0),
    (640.0, -470.0, 38.0, 220.0, 110.0),
)


def river_offset(p: ArrayLike, q: ArrayLike) -> NDArray[np.float64]:
    """Signed distance from the middle of the large river, negative on the town's side. [m]"""
    p, q = np.asarray(p, dtype=np.float64), np.asarray(q, dtype=np.float64)
    return np.asarray(q - RIVER_Q - 14.0 * np.sin(p / 230.0) - 6.0 * np.sin(p / 97.0))


def brook_offset(p: ArrayLike, q: ArrayLike) -> NDArray[np.float64]:
    """Signed distance from the middle of the small river, negative in the west. [m]"""
    p, q = np.asarray(p, dtype=np.float64), np.asarray(q, dtype=np.float64)
    return np.asarray(p - BROOK_P - 8.0 * np.sin(q / 190.0))


def floor_height(p: ArrayLike, q: ArrayLike) -> NDArray[np.float64]:
    """Height of the land without rivers. [m]"""
    p, q = np.asarray(p, dtype=np.float64), np.asarray(q, dtype=np.float64)
    height = _FLOOR(river_offset(p, q) + RIVER_Q) - p / 700.0
    for centre_p, centre_q, top, wide, deep in _HILLS:
        height = height + top * np.exp(
            -0.5 * (((p - centre_p) / wide) ** 2 + ((q - centre_q) / deep) ** 2)
        )
    height -= 0.7 * np.exp(-(((p + 150) / 90) ** 2 + ((q - 150) / 60) ** 2))
    return np.asarray(height + 0.12 * np.sin(p / 31.0) * np.cos(q / 27.0))


def height(xy: ArrayLike) -> NDArray[np.float64]:
    """Height of the land with its river beds and levees, before it becomes triangles. [m]"""
    p, q = to_plan(xy)
    land = floor_height(p, q)
    distance = np.abs(river_offset(p, q))
    brook = np.abs(brook_offset(p, q))
    depth = np.interp(brook, [0.0, *BROOK_HALF_WIDTHS], [2.6, 2.4, 0.0])
    land = land - np.where(river_offset(p, q) < -RIVER_HALF_WIDTHS[2], depth, 0.0)
    crown = 14.6 - p / 700.0
    water = 5.0 - p / 700.0
    bank = np.interp(
        distance, RIVER_HALF_WIDTHS, [0.0, 1.0, 1.0, 0.0]
    )  # share of the levee's crown
    inside = distance < RIVER_HALF_WIDTHS[1]
    levee = np.where(inside, water + bank * (crown - water), land + bank * (crown - land))
    return np.asarray(np.where(distance < RIVER_HALF_WIDTHS[3], levee, land))


def is_channel(xy: ArrayLike) -> NDArray[np.bool_]:
    """Whether a point lies between the banks of a river."""
    p, q = to_plan(xy)
    river = np.abs(river_offset(p, q)) < RIVER_HALF_WIDTHS[1]
    return np.asarray(river | (np.abs(brook_offset(p, q)) < BROOK_HALF_WIDTHS[1] - 0.1))


@dataclass(frozen=True)
class Terrain:
    """The terrain as published: everything else in the city stands on these triangles."""

    points: NDArray[np.float64]
    triangles: NDArray[np.int64]
    _delaunay: Delaunay

    def triangle_at(self, xy: ArrayLike) -> NDArray[np.int64]:
        """Row of the triangle below each point, -1 outside."""
        return np.asarray(self._delaunay.find_simplex(np.asarray(xy, dtype=np.float64)))

    def interpolated(self, xy: ArrayLike, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Values given at the corners, linear within each triangle; nan outside."""
        points = np.asarray(xy, dtype=np.float64)
        row = self.triangle_at(points)
        transform = self._delaunay.transform[row]
        two = np.einsum("nij,nj->ni", transform[:, :2], points - transform[:, 2])
        weights = np.column_stack([two, 1.0 - two.sum(axis=1)])
        mixed = np.einsum("ni,ni->n", weights, values[self._delaunay.simplices[row]])
        return np.asarray(np.where(row < 0, np.nan, mixed))

    def height(self, xy: ArrayLike) -> NDArray[np.float64]:
        """Height of the triangles at each point. [m]"""
        return self.interpolated(xy, self.points[:, 2])

    def lowest_under(self, footprint: Polygon) -> float:
        """Lowest ground below a polygon, sampled every metre of its outline. [m]"""
        ring = footprint.exterior.segmentize(1.0)
        return float(self.height(np.asarray(ring.coords)[:, :2]).min())


def terrain() -> Terrain:
    """Triangulate the terrain; shared corners leave no cracks."""
    points = np.round(_points(), 3)
    _, first = np.unique(points, axis=0, return_index=True)
    points = points[np.sort(first)]
    delaunay = Delaunay(points)
    triangles = delaunay.simplices.astype(np.int64)
    a, b, c = (points[triangles[:, i]] for i in range(3))
    area = (b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0]
    triangles[area < 0] = triangles[area < 0][:, ::-1]
    # A fixed first corner and a fixed order, whatever order Qhull worked in.
    shift = triangles.argmin(axis=1)
    triangles = np.take_along_axis(triangles, (shift[:, None] + np.arange(3)) % 3, axis=1)
    triangles = triangles[np.lexsort(triangles.T[::-1])]
    heights = np.round(height(points), 3)
    return Terrain(np.column_stack([points, heights]), triangles, delaunay)


def _points() -> NDArray[np.float64]:
    """Corners of the triangles: break lines along the rivers, a grid that thins outwards."""
    # Grid points keep so far from break lines that Delaunay joins the lines along, not across.
    lines = [(_river_lines(), 21.0), (_brook_lines(), 15.0)]
    rng = generator("terrain")
    grids = []
    for spacing, wanted in ((24.0, _in_core), (44.0, _near_town), (110.0, _elsewhere)):
        grid = _grid(spacing, rng)
        grids.append(grid[wanted(grid)])
    grid = np.concatenate(grids)
    for line, clearance in lines:
        grid = grid[cKDTree(line).query(grid)[0] > clearance]
    return np.concatenate([*(line for line, _ in lines), grid, _frame_points()])


def _grid(spacing: float, rng: np.random.Generator) -> NDArray[np.float64]:
    half_x, half_y = (size - 0.6 * spacing for size in HALF_SIZE_M)
    x, y = np.meshgrid(np.arange(-half_x, half_x, spacing), np.arange(-half_y, half_y, spacing))
    grid = np.column_stack([x.ravel(), y.ravel()])
    # Jitter keeps Delaunay's choice unambiguous and the land from looking like a chessboard.
    return np.asarray(grid + rng.uniform(-0.24, 0.24, grid.shape) * spacing)


def _in_core(grid: NDArray[np.float64]) -> NDArray[np.bool_]:
    p, q = to_plan(grid)
    return np.asarray((p > CORE[0]) & (p < CORE[1]) & (q > CORE[2]) & (q < CORE[3]))


def _near_town(grid: NDArray[np.float64]) -> NDArray[np.bool_]:
    p, q = to_plan(grid)
    hill = (np.hypot(p + 410, (q + 385) * 1.3) < 330) | (np.hypot(p + 150, (q + 425) * 1.3) < 200)
    meadow = (np.abs(p) < 345) & (q >= CORE[3]) & (river_offset(p, q) < -RIVER_HALF_WIDTHS[3])
    return np.asarray((hill | meadow) & ~_in_core(grid))


def _elsewhere(grid: NDArray[np.float64]) -> NDArray[np.bool_]:
    p, q = to_plan(grid)
    away = np.abs(river_offset(p, q)) > RIVER_HALF_WIDTHS[3] + 10.0
    return np.asarray(~_in_core(grid) & ~_near_town(grid) & away)


def _within(points: NDArray[np.float64]) -> NDArray[np.bool_]:
    return np.asarray((np.abs(points) < np.array(HALF_SIZE_M) - 12.0).all(axis=1))


def _river_lines() -> NDArray[np.float64]:
    inner = np.arange(-360.0, 361.0, 36.0)
    outer = np.arange(450.0, 1300.0, 84.0)
    p = np.concatenate([-outer[::-1], inner, outer])
    middle = RIVER_Q + 14.0 * np.sin(p / 230.0) + 6.0 * np.sin(p / 97.0)
    offsets = [side * width for width in RIVER_HALF_WIDTHS for side in (-1.0, 1.0)]
    lines = np.concatenate([from_plan(p, middle + offset) for offset in offsets])
    return np.asarray(lines[_within(lines)])


def _brook_lines() -> NDArray[np.float64]:
    q = np.concatenate([np.arange(-560.0, -260.0, 40.0), np.arange(-260.0, RIVER_Q - 40.0, 24.0)])
    middle = BROOK_P + 8.0 * np.sin(q / 190.0)
    offsets = [side * width for width in BROOK_HALF_WIDTHS for side in (-1.0, 1.0)]
    lines = np.concatenate([from_plan(middle + offset, q) for offset in offsets])
    p, q_all = to_plan(lines)
    clear = river_offset(p, q_all) < -RIVER_HALF_WIDTHS[3] - 6.0
    return np.asarray(lines[_within(lines) & clear])


def _frame_points() -> NDArray[np.float64]:
    half_x, half_y = HALF_SIZE_M
    x = np.linspace(-half_x, half_x, 25)
    y = np.linspace(-half_y, half_y, 13)[1:-1]
    sides = [np.column_stack([x, np.full_like(x, s * half_y)]) for s in (-1, 1)]
    ends = [np.column_stack([np.full_like(y, s * half_x), y]) for s in (-1, 1)]
    return np.concatenate([*sides, *ends])
