"""GML curves and points -> long tables, as `records["curves"]` and `records["points"]`.

A city model's body is its polygons; lines (road networks, terrain intersections, break lines) and
points (anchors, addresses) are kept beside it, one row each, in the system of the city.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from citygml.coordinates import parse_numbers
from citygml.elements import (
    DIMENSIONS,
    MAX_COORDINATE,
    Element,
    coordinate_text,
    gml_id,
    gml_names,
)
from citygml.polygons import GeometryProblem

#: Segments that are straight between their points, and arcs, of which the control points are kept.
_LINES = gml_names(
    *("LineString", "LineStringSegment", "Geodesic", "GeodesicString"),
    *("Arc", "ArcString", "Bezier", "BSpline", "Circle", "CircleByCenterPoint", "CubicSpline"),
)
_POINTS = gml_names("Point")
#: What lines and points are made of, where it can name a reference system of its own.
CURVE_PARTS = (
    *(*_LINES, *_POINTS),
    *gml_names("CompositeCurve", "Curve", "MultiCurve", "MultiPoint", "OrientableCurve"),
)
_ORIENTABLE = gml_names("OrientableCurve")
_POLYGONS = gml_names("Polygon", "PolygonPatch")
COLUMNS = ("feature_id", "property", "lod", "gml_id", "gml_type")

Projector = Callable[[NDArray[np.float64]], NDArray[np.float64]]


class _Row(NamedTuple):
    """What is known of a line or a point, beside its coordinates."""

    feature_row: int
    name: str
    lod: int
    gml_id: str
    gml_type: str
    line: int
    turned: bool


class _Shapes:
    """Rows of one table, with the text of their coordinates."""

    def __init__(self, least: int) -> None:
        self.least = least
        self.rows: list[_Row] = []
        self.texts: list[str] = []
        self.dimensions: list[int] = []


class CurveBuilder:
    """Gather the curves and points of a file.

    Parameters
    ----------
    dimension : int
        Numbers a point has where the geometry itself does not say.
    """

    def __init__(self, dimension: int = 3) -> None:
        self._dimension = dimension
        self._curves, self._points = _Shapes(2), _Shapes(1)

    def __len__(self) -> int:
        """Return the number of curves and points."""
        return len(self._curves.rows) + len(self._points.rows)

    def add(self, element: Element, *, feature_row: int, name: str, lod: int) -> int:
        """Take all curves and points below a geometry property.

        Parameters
        ----------
        element : lxml element
            Such as ``tran:lod0Network``; no reference to it is kept.
        feature_row : int
            Row of the city object.
        name : str
            Name of the property, for the table.
        lod : int
            Level of detail, -1 where the property has none.

        Returns
        -------
        int
            How many were found. Sides of polygons do not count.
        """
        curves, points = list(element.iter(*_LINES)), list(element.iter(*_POINTS))
        found = 0
        for shapes, parts in ((self._curves, curves), (self._points, points)):
            for part in parts:
                if next(part.iterancestors(*_POLYGONS), None) is not None:
                    continue
                text, dimension = coordinate_text(part)
                outer = element[0].get("srsDimension", "") if len(element) else ""
                declared = part.get("srsDimension", outer)
                turned = sum(o.get("orientation") == "-" for o in part.iterancestors(*_ORIENTABLE))
                kind = part.tag.rpartition("}")[2]
                own = _own_id(part, element)
                line = part.sourceline or 0
                shapes.rows.append(_Row(feature_row, name, lod, own, kind, line, turned % 2 == 1))
                shapes.texts.append(text)
                shapes.dimensions.append(dimension or DIMENSIONS.get(declared, self._dimension))
                found += 1
        return found

    def tables(
        self, projection: Projector, crs: CRS, feature_ids: Sequence[str]
    ) -> tuple[dict[str, gpd.GeoDataFrame], list[GeometryProblem]]:
        """Return the tables "curves" and "points", and what could not be taken.

        Parameters
        ----------
        projection : callable
            (n, 3) as written -> (n, 3) east, north, up in `crs`; nan where there is no such place.
        crs : CRS
            Of the city.
        feature_ids : sequence of str
            Id of every city object.

        Returns
        -------
        dict of str to GeoDataFrame
            feature_id, property, lod, gml_id, gml_type, geometry (LineString Z or Point Z).
        list of GeometryProblem
            One for every line or point that was left out.
        """
        curves, faults = _table(self._curves, projection, crs, feature_ids)
        points, further = _table(self._points, projection, crs, feature_ids)
        return {"curves": curves, "points": points}, faults + further


def _own_id(part: Element, element: Element) -> str:
    """Return the id of a line, else that of the curve it is a segment of."""
    while part is not element:
        if own := gml_id(part):
            return own
        part = part.getparent()
    return ""


def _table(
    shapes: _Shapes, projection: Projector, crs: CRS, feature_ids: Sequence[str]
) -> tuple[gpd.GeoDataFrame, list[GeometryProblem]]:
    """Return the rows of one table where they are, and those that have no place."""
    if not shapes.rows:
        return _empty_table(crs).copy(), []
    return _filled_table(shapes, projection, crs, feature_ids)


@lru_cache(maxsize=8)
def _empty_table(crs: CRS) -> gpd.GeoDataFrame:
    """Return a table without rows: nearly all files have no other, and to make it takes 1 ms."""
    return _filled_table(_Shapes(least=1), np.asarray, crs, ())[0]


def _filled_table(
    shapes: _Shapes, projection: Projector, crs: CRS, feature_ids: Sequence[str]
) -> tuple[gpd.GeoDataFrame, list[GeometryProblem]]:
    """Return the rows of one table, none or more."""
    coords, count, problems = _coordinates(shapes)
    placed = projection(coords)
    owner = np.repeat(np.arange(len(count)), count)
    lost = np.unique(owner[np.isnan(placed).any(axis=1)])
    reason = "curve or point outside the area of its reference system; left out"
    problems += [
        GeometryProblem(shapes.rows[row].feature_row, shapes.rows[row].line, reason) for row in lost
    ]
    keep = count > 0
    keep[lost] = False
    rows = [row for row, kept in zip(shapes.rows, keep, strict=True) if kept]
    placed = placed[keep[owner]]
    index = np.repeat(np.arange(len(rows)), count[keep])
    pointlike = shapes.least == 1
    geometry = shapely.points(placed) if pointlike else shapely.linestrings(placed, indices=index)
    table = pd.DataFrame(
        {
            "feature_id": pd.array([feature_ids[row.feature_row] for row in rows], dtype="string"),
            "property": pd.array([row.name for row in rows], dtype="string"),
            "lod": np.array([row.lod for row in rows], dtype=np.int8),
            "gml_id": pd.array([row.gml_id for row in rows], dtype="string"),
            "gml_type": pd.array([row.gml_type for row in rows], dtype="string"),
        }
    )
    return gpd.GeoDataFrame(table, geometry=geometry, crs=crs), problems


def _coordinates(
    shapes: _Shapes,
) -> tuple[NDArray[np.float64], NDArray[np.int64], list[GeometryProblem]]:
    """Points of all shapes as (n, 3), how many each has (0 where it breaks a rule), problems."""
    values, counts = parse_numbers(shapes.texts)
    parts, taken = [np.zeros((0, 3))], np.zeros(len(counts), dtype=np.int64)
    problems: list[GeometryProblem] = []
    start = np.cumsum(counts) - counts
    for i, row in enumerate(shapes.rows):
        own, dimension = values[start[i] : start[i] + counts[i]], shapes.dimensions[i]
        fault = _fault(own, dimension, shapes.least)
        if fault:
            problems.append(GeometryProblem(row.feature_row, row.line, f"{fault}; left out"))
            continue
        points = np.zeros((len(own) // dimension, 3))
        points[:, :dimension] = own.reshape(-1, dimension)
        parts.append(points[::-1] if row.turned else points)
        taken[i] = len(points)
    return np.concatenate(parts), taken, problems


def _fault(numbers: NDArray[np.float64], dimension: int, least: int) -> str:
    """Return what is wrong with the coordinates of a line or a point, "" if nothing."""
    if not (np.abs(numbers) <= MAX_COORDINATE).all():
        return f"coordinates of a curve or point are not numbers up to {MAX_COORDINATE:g}"
    if len(numbers) % dimension:
        return f"curve or point of {len(numbers)} numbers, not a multiple of {dimension}"
    if len(numbers) // dimension < least:
        return f"curve or point of {len(numbers) // dimension} points; it has at least {least}"
    return ""
