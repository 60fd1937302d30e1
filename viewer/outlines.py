"""Polygons of a city -> outlines as matplotlib draws them, from the origin of the city."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from citygml.model import CityModel
from citygml.surfaces import SurfaceKind

if TYPE_CHECKING:
    from matplotlib.path import Path as Outline


def flat_union(city: CityModel, kind: SurfaceKind) -> Any:
    """All polygons of one kind seen from above, as one geometry: no seams, no double tint."""
    rows = np.flatnonzero(city.surfaces.kind == kind)
    rings = [city.surfaces.rings(int(row)) for row in rows]
    polygons = [
        shapely.Polygon(outer[:, :2], [hole[:, :2] for hole in holes])
        for outer, *holes in rings
        if len(outer) >= 3
    ]
    return shapely.union_all(shapely.make_valid(polygons), grid_size=0.01)


def polygon_paths(
    city: CityModel, table: gpd.GeoDataFrame
) -> tuple[list[Outline], NDArray[np.int64]]:
    """Outlines with their holes, from the origin of the city, and the row of the table of each."""
    flat = shapely.force_2d(np.asarray(table.geometry.array, dtype=object))
    local = shapely.transform(flat, lambda coords: coords - np.array(city.origin[:2]))
    return outlines(local)


def outlines(polygons: Any) -> tuple[list[Outline], NDArray[np.int64]]:
    """Matplotlib paths of polygons and multipolygons, and the row that each comes from."""
    from matplotlib.path import Path as Outline

    parts, row = shapely.get_parts(np.atleast_1d(polygons), return_index=True)
    filled = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    filled &= ~shapely.is_empty(parts)
    parts, row = parts[filled], row[filled]
    # Holes turn the other way, so that the non-zero rule leaves them out.
    rings, owner = shapely.get_rings(shapely.normalize(parts), return_index=True)
    coords, ring = shapely.get_coordinates(rings, return_index=True)
    first = np.r_[True, np.diff(ring) != 0]
    codes = np.where(first, Outline.MOVETO, Outline.LINETO).astype(Outline.code_type)
    starts = np.flatnonzero(np.diff(owner[ring])) + 1
    pairs = zip(np.split(coords, starts), np.split(codes, starts), strict=True)
    return [Outline(xy, code) for xy, code in pairs] if len(coords) else [], row
