"""Roads or lines -> how far people walk from home to refuge."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple, Protocol

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from analyses.side_files import read_shapes
from citygml.errors import AnalysisError
from citygml.mesh import triangulate
from citygml.model import CityModel
from citygml.surfaces import SurfaceKind

#: Side of a cell of the road grid: a lane. [m]
ROAD_CELL_M = 3.0
#: A building further from the nearest road has no way out that the data show. An assumption of this
#: project, for which no source gives a number; `PlanCriteria.max_access_m` changes it. [m]
MAX_ACCESS_M = 60.0
#: Ends of lines closer than this are one crossing. [m]
SNAP_M = 0.05
#: Points of a way that are asked whether they are closed. [m]
CHECK_EVERY_M = 3.0
#: Points asked are those of a grid as fine as this, so that many ways share them. [m]
CHECK_GRID_M = 0.5
#: Distances to this many starts are held at once.
_STARTS_AT_ONCE = 64


class Closures(Protocol):
    """Where nobody can walk."""

    def closed_at(self, xy: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Whether each point (n, 2) in the reference system of the city is closed."""


class Ways(NamedTuple):
    """Pairs of start and goal within reach.

    Attributes
    ----------
    start, goal : (p,) ndarray of int64
        Positions among the points given, ordered by start, then goal.
    walk_m : (p,) ndarray of float64
        Length of the shortest way. [m]
    """

    start: NDArray[np.int64]
    goal: NDArray[np.int64]
    walk_m: NDArray[np.float64]

    def only(self, chosen: NDArray[np.bool_]) -> Ways:
        """Return some of the ways."""
        return Ways(self.start[chosen], self.goal[chosen], self.walk_m[chosen])


@dataclass(frozen=True, slots=True, eq=False)
class WalkNetwork:
    """Where people walk.

    Attributes
    ----------
    xy : (n, 2) ndarray of float64
        Nodes, in the reference system of the city. [m]
    start, end : (e,) ndarray of int64
        Nodes of every edge; people walk both ways.
    length_m : (e,) ndarray of float64
        Length of every edge. [m]
    source : str
        "roads" (cells of the model's road surfaces) or "lines".
    closures : Closures or None
        What is closed, for the steps between a building and the network.
    """

    xy: NDArray[np.float64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    length_m: NDArray[np.float64]
    source: str
    closures: Closures | None = None

    def without(self, closures: Closures) -> WalkNetwork:
        """Return the network without the edges that touch a closed place."""
        keep = ~touched(closures, self.xy[self.start], self.xy[self.end])
        return replace(
            self,
            start=self.start[keep],
            end=self.end[keep],
            length_m=self.length_m[keep],
            closures=closures,
        )

    def ways(
        self,
        starts: NDArray[np.float64],
        goals: NDArray[np.float64],
        *,
        walk_max_m: float,
        max_access_m: float = MAX_ACCESS_M,
    ) -> Ways:
        """Shortest ways between points, on the network and straight to it at both ends.

        Where something is closed, the straight steps to the nearest open node must be open too:
        deep water before the door holds people in, or out, whatever the road is like.

        Parameters
        ----------
        starts : (s, 2) ndarray of float64
            Homes. [m]
        goals : (g, 2) ndarray of float64
            Refuges. [m]
        walk_max_m : float
            Longer ways are left out. [m]
        max_access_m : float
            A building further from the nearest node has no way. [m]
        """
        used = self._used
        if not (len(used) and len(starts) and len(goals)):
            return _no_ways()
        from_start, start_node = self._access(starts, max_access_m)
        from_goal, goal_node = self._access(goals, max_access_m)
        graph = self._graph()
        rows: list[Ways] = []
        for first in range(0, len(goals), _STARTS_AT_ONCE):
            part = np.arange(first, min(first + _STARTS_AT_ONCE, len(goals)))
            along = dijkstra(graph, directed=False, indices=goal_node[part], limit=walk_max_m)
            total = along[:, start_node] + from_start + from_goal[part, None]
            near = (from_start <= max_access_m) & (from_goal[part, None] <= max_access_m)
            goal, start = np.nonzero((total <= walk_max_m) & near)
            rows.append(Ways(start.astype(np.int64), part[goal], total[goal, start]))
        return _sorted(rows)

    def has_access(
        self, points: NDArray[np.float64], *, max_access_m: float = MAX_ACCESS_M
    ) -> NDArray[np.bool_]:
        """Whether some edge of the network begins near each point, with nothing closed between."""
        if not len(self._used) or not len(points):
            return np.zeros(len(points), dtype=bool)
        return np.asarray(self._access(points, max_access_m)[0] <= max_access_m)

    def _access(
        self, points: NDArray[np.float64], max_access_m: float
    ) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Distance to the nearest node, inf where something closed lies between, and the node."""
        used = self._used
        distance, nearest = cKDTree(self.xy[used]).query(points)
        node = used[nearest]
        if self.closures is not None:
            near = np.flatnonzero(distance <= max_access_m)
            shut = touched(self.closures, points[near], self.xy[node[near]])
            distance[near[shut]] = np.inf
        return distance, node

    @property
    def _used(self) -> NDArray[np.int64]:
        """Nodes with an edge."""
        used = np.zeros(len(self.xy), dtype=bool)
        used[self.start], used[self.end] = True, True
        return np.flatnonzero(used)

    def _graph(self) -> csr_array:
        count = len(self.xy)
        order = np.lexsort((self.length_m, self.end, self.start))
        pair = np.column_stack([self.start, self.end])[order]
        # Of parallel edges the shortest: a sparse matrix would add them.
        _, first = np.unique(pair, axis=0, return_index=True)
        chosen = order[first]
        entries = (self.length_m[chosen], (self.start[chosen], self.end[chosen]))
        return coo_array(entries, shape=(count, count)).tocsr()


def touched(
    closures: Closures, start: NDArray[np.float64], end: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Whether each straight line, (n, 2) to (n, 2), touches a closed place."""
    length = np.hypot(*(end - start).T)
    pieces = np.maximum(np.ceil(length / CHECK_EVERY_M).astype(np.int64), 1) + 1
    line = np.repeat(np.arange(len(pieces)), pieces)
    k = np.arange(len(line)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    share = (k / (pieces[line] - 1))[:, None]
    points = start[line] * (1 - share) + end[line] * share
    distinct, of = np.unique(
        np.round(points / CHECK_GRID_M) * CHECK_GRID_M, axis=0, return_inverse=True
    )
    closed = np.zeros(len(start), dtype=bool)
    np.logical_or.at(closed, line, closures.closed_at(distinct)[of.reshape(-1)])
    return closed


def _no_ways() -> Ways:
    none = np.zeros(0, dtype=np.int64)
    return Ways(none, none, np.zeros(0))


def _sorted(parts: list[Ways]) -> Ways:
    if not parts:
        return _no_ways()
    start, goal, walk = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    order = np.lexsort((goal, start))
    return Ways(start[order], goal[order], walk[order])


def straight_ways(
    starts: NDArray[np.float64],
    goals: NDArray[np.float64],
    *,
    walk_max_m: float,
    detour: float,
    closures: Closures | None = None,
) -> Ways:
    """Straight lines times a detour factor, for places without a network.

    Parameters
    ----------
    starts, goals : (s, 2), (g, 2) ndarray of float64
        Homes and refuges. [m]
    walk_max_m : float
        Longest way. [m]
    detour : float
        Way over straight line.
    closures : Closures, optional
        A line that touches a closed place is no way.

    Examples
    --------
    >>> ways = straight_ways(np.zeros((1, 2)), np.array([(3.0, 4.0), (900.0, 0.0)]),
    ...                      walk_max_m=500.0, detour=1.3)
    >>> ways.goal.tolist(), ways.walk_m.tolist()
    ([0], [6.5])
    """
    if not len(starts) or not len(goals):
        return _no_ways()
    near = cKDTree(starts).sparse_distance_matrix(
        cKDTree(goals), walk_max_m / detour, output_type="ndarray"
    )
    start, goal = near["i"].astype(np.int64), near["j"].astype(np.int64)
    found = _sorted([Ways(start, goal, near["v"] * detour)])
    if closures is None or not len(found.start):
        return found
    return found.only(~touched(closures, starts[found.start], goals[found.goal]))


def road_network(city: CityModel, *, cell_m: float = ROAD_CELL_M) -> WalkNetwork:
    """Grid of cells that the road surfaces of a city touch, eight neighbours each.

    Cells are anchored to the reference system, so that tiles read apart give the same cells. A
    grid makes ways up to 8 % longer than they are; roads that cross above one another are joined.

    Parameters
    ----------
    city : CityModel
        Roads are surfaces of kind TRAFFIC.
    cell_m : float
        Side of a cell. [m]

    Returns
    -------
    WalkNetwork
        One node per cell.

    Raises
    ------
    AnalysisError
        If the city has no road surface, or `cell_m` is not positive.
    """
    cells = road_cells(city, cell_m=cell_m)
    if not len(cells):
        raise AnalysisError(
            "the city has no road surfaces (udx/tran); give lines, or walk straight with a detour"
        )
    return cell_network(cells, cell_m=cell_m)


def road_cells(city: CityModel, *, cell_m: float = ROAD_CELL_M) -> NDArray[np.int64]:
    """Cells of a grid that the road surfaces of a city touch, (n, 2): column and row.

    Those of tiles read apart make up those of the city: the grid is that of the reference system.

    Parameters
    ----------
    city : CityModel
        Roads are surfaces of kind TRAFFIC.
    cell_m : float
        Side of a cell. [m]

    Raises
    ------
    AnalysisError
        If `cell_m` is not positive.
    """
    if not (np.isfinite(cell_m) and cell_m > 0):
        raise AnalysisError(f"cell_m {cell_m!r}; a side above 0 m, such as {ROAD_CELL_M}")
    mesh = triangulate(city.surfaces, city.surfaces.kind == SurfaceKind.TRAFFIC)
    if not len(mesh):
        return np.zeros((0, 2), dtype=np.int64)
    return _cells_touched(mesh.corners[:, :, :2] + np.asarray(city.origin[:2]), cell_m)


def cell_network(cells: NDArray[np.int64], *, cell_m: float = ROAD_CELL_M) -> WalkNetwork:
    """Join cells (n, 2) from `road_cells`, of one city or all its tiles, with eight neighbours."""
    cells = np.unique(cells, axis=0)
    key = cells[:, 0] * _STRIDE + cells[:, 1]
    starts, ends, lengths = [], [], []
    for east, north in ((1, 0), (0, 1), (1, 1), (1, -1)):
        wanted = key + east * _STRIDE + north
        at = np.minimum(np.searchsorted(key, wanted), len(key) - 1)
        there = key[at] == wanted
        starts.append(np.flatnonzero(there))
        ends.append(at[there])
        lengths.append(np.full(int(there.sum()), float(np.hypot(east, north)) * cell_m))
    return WalkNetwork(
        np.asarray((cells + 0.5) * cell_m, dtype=np.float64),
        np.concatenate(starts).astype(np.int64),
        np.concatenate(ends).astype(np.int64),
        np.concatenate(lengths),
        "roads",
    )


#: More rows than any projected city has.
_STRIDE = 2**31


def _cells_touched(triangles: NDArray[np.float64], cell_m: float) -> NDArray[np.int64]:
    """Distinct grid cells that triangles (t, 3, 2) touch, ordered by column, then row."""
    first = np.floor(triangles.min(axis=1) / cell_m).astype(np.int64)
    last = np.floor(triangles.max(axis=1) / cell_m).astype(np.int64)
    span = last - first + 1
    copies = span.prod(axis=1)
    row = np.repeat(np.arange(len(triangles)), copies)
    k = np.arange(len(row)) - np.repeat(np.cumsum(copies) - copies, copies)
    cell = first[row] + np.column_stack([k % span[row, 0], k // span[row, 0]])
    low = cell * cell_m
    squares = shapely.box(low[:, 0], low[:, 1], low[:, 0] + cell_m, low[:, 1] + cell_m)
    shapes = shapely.polygons(triangles[:, [0, 1, 2, 0]])
    shapely.prepare(shapes)
    return np.unique(cell[shapely.intersects(shapes[row], squares)], axis=0)


def line_network(lines: gpd.GeoDataFrame, crs: CRS) -> WalkNetwork:
    """Graph of lines such as road centre lines; they are joined where they share a vertex.

    Parameters
    ----------
    lines : GeoDataFrame
        LineStrings and MultiLineStrings in any CRS.
    crs : CRS
        Of the city.

    Returns
    -------
    WalkNetwork
        One edge per segment.

    Raises
    ------
    AnalysisError
        If there is no line, something else than lines, or no CRS.
    """
    if lines.crs is None or not len(lines):
        raise AnalysisError(f"{len(lines)} lines, CRS {lines.crs}; a network needs both")
    shapes = lines.geometry.to_crs(crs).explode(ignore_index=True).to_numpy()
    if not (shapely.get_type_id(shapes) == 1).all():
        raise AnalysisError("a walking network is of lines; areas and points are no way")
    xy, line = shapely.get_coordinates(shapes, return_index=True)
    _, first, node = np.unique(
        np.round(xy / SNAP_M).astype(np.int64), axis=0, return_index=True, return_inverse=True
    )
    node = node.reshape(-1)
    same = line[1:] == line[:-1]
    start, end = node[:-1][same], node[1:][same]
    length = np.hypot(*(xy[1:] - xy[:-1])[same].T)
    keep = start != end
    return WalkNetwork(
        xy[first], start[keep].astype(np.int64), end[keep].astype(np.int64), length[keep], "lines"
    )


def read_lines(path: Path | str) -> gpd.GeoDataFrame:
    """Read lines that people walk on.

    Raises
    ------
    AnalysisError
        If the file cannot be read as a vector file.
    """
    return read_shapes(path, remedy="give lines as GeoJSON or GeoPackage")
