"""Samples on a grid -> cells, connected pieces, polygons."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from citygml.errors import AnalysisError

#: Makes one ordered number of row and column.
_ROW_STEP = 1 << 31


def spacing_of(samples: gpd.GeoDataFrame) -> float:
    """Side of the cells of a coverage. [m]"""
    given = samples.attrs.get("plateau", {}).get("parameters", {}).get("spacing_m")
    if given is None:
        raise AnalysisError("the samples do not say their spacing; take them from camera_coverage")
    spacing = float(given)
    if len(samples) and not (
        "area_m2" in samples.columns
        and np.allclose(samples["area_m2"], spacing**2)
        and not samples.has_z.any()  # walls
    ):
        raise AnalysisError("the samples are no grid cells; take ground, roads or polygons")
    return spacing


def cells_of(samples: gpd.GeoDataFrame, spacing: float) -> NDArray[np.int64]:
    """Column and row of the cells that samples are the centres of, (n, 2)."""
    xy = np.column_stack([samples.geometry.x, samples.geometry.y]).reshape(-1, 2)
    return np.floor(xy / spacing).astype(np.int64)


def connected_pieces(cells: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the number of the piece that each cell belongs to; cells touch along a side."""
    key = cells[:, 1] * _ROW_STEP + cells[:, 0]
    order = np.argsort(key)
    ordered = key[order]
    ends = []
    for step in (1, _ROW_STEP):
        place = np.minimum(np.searchsorted(ordered, ordered + step), max(len(key) - 1, 0))
        meets = np.flatnonzero(ordered[place] == ordered + step)
        ends.append(np.stack([order[meets], order[place[meets]]]))
    one, other = np.concatenate(ends, axis=1)
    links = coo_array((np.ones(len(one), bool), (one, other)), shape=(len(key), len(key)))
    return np.asarray(connected_components(links, directed=False)[1], dtype=np.int64)


def _runs(cells: NDArray[np.int64], spacing: float) -> tuple[NDArray[np.object_], NDArray[Any]]:
    """Rectangles of cells side by side in one row, and the row of the first cell of each."""
    order = np.lexsort((cells[:, 0], cells[:, 1]))
    column, row = cells[order].T
    breaks = (np.diff(column) != 1) | (np.diff(row) != 0)
    first = np.concatenate([[0], np.flatnonzero(breaks) + 1]).astype(np.int64)
    last = np.concatenate([first[1:] - 1, [len(order) - 1]])
    west, east = column[first] * spacing, (column[last] + 1) * spacing
    south = row[first] * spacing
    return np.asarray(shapely.box(west, south, east, south + spacing)), order[first]


def dissolved(cells: NDArray[np.int64], spacing: float) -> Any:
    """Return cells as one multipolygon."""
    if not len(cells):
        return shapely.MultiPolygon()
    joined = shapely.union_all(_runs(cells, spacing)[0])
    return shapely.multipolygons(shapely.get_parts(joined))


def dissolved_each(
    cells: NDArray[np.int64], piece: NDArray[np.int64], kept: NDArray[np.int64], spacing: float
) -> NDArray[np.object_]:
    """Polygon of each of the kept pieces; cells of different pieces share no side."""
    shapes = np.full(len(kept), None, dtype=object)
    if not len(kept):
        return shapes
    boxes, cell = _runs(cells, spacing)
    place = np.full(int(piece.max()) + 1, -1)
    place[kept] = np.arange(len(kept))
    owner = place[piece[cell]]
    order = np.argsort(owner, kind="stable")
    order = order[owner[order] >= 0]
    starts = np.searchsorted(owner[order], np.arange(len(kept)))
    for row, group in enumerate(np.split(boxes[order], starts[1:])):
        shapes[row] = shapely.union_all(group)
    return shapes
