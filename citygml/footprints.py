"""Polygons -> the footprint of every object, in plan."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from citygml.surfaces import SurfaceKind, SurfaceTable

#: Which surfaces show an object's outline best, the best first. A roof edge includes the eaves.
_PREFERENCE = {
    SurfaceKind.FOOTPRINT: 0,
    SurfaceKind.ROOF_EDGE: 1,
    SurfaceKind.GROUND: 2,
    SurfaceKind.TRAFFIC: 3,
    SurfaceKind.WATER: 3,
    SurfaceKind.ZONE: 3,
    SurfaceKind.ROOF: 4,
}
_NO_OUTLINE = 99


def footprints(
    surfaces: SurfaceTable, root: NDArray[np.int32], origin: tuple[float, float, float]
) -> NDArray[np.object_]:
    """Footprint of every object, absolute coordinates.

    LOD0 outlines where there are any, else the ground surfaces of the lowest level of detail, else
    roads, water and zones in plan, else roofs. An object without any of its own has the footprint
    of its parts.

    Parameters
    ----------
    surfaces : SurfaceTable
        Faces turned outwards.
    root : (n,) ndarray of int32
        Row of the outermost parent of every object.
    origin : tuple of float
        Added to the coordinates. [m]

    Returns
    -------
    (n,) ndarray of object
        Polygon, MultiPolygon, or None.
    """
    count = len(root)
    rank = np.full(256, _NO_OUTLINE)
    rank[[int(kind) for kind in _PREFERENCE]] = list(_PREFERENCE.values())
    # Within a preference the lower level of detail comes first.
    score = rank[surfaces.kind] * 8 + surfaces.lod
    best = np.full(count, _NO_OUTLINE * 8)
    np.minimum.at(best, surfaces.feature_row, score)
    rows = np.flatnonzero((score == best[surfaces.feature_row]) & (score < _NO_OUTLINE * 8))
    plan = _plan_polygons(surfaces.take(rows), origin)
    own = _union_by(plan, surfaces.feature_row[rows], count)
    bare = np.array([shape is None for shape in own], dtype=bool)
    with_outline = np.flatnonzero(~bare & bare[root])
    whole = _union_by(own[with_outline], root[with_outline], count)
    own[bare] = whole[bare]
    return own


def _plan_polygons(
    surfaces: SurfaceTable, origin: tuple[float, float, float]
) -> NDArray[np.object_]:
    """Polygons in plan, valid; self-touching rings are taken apart."""
    counts = np.diff(surfaces.coord_start)
    start = surfaces.coord_start[:-1]
    closed_start = np.concatenate([[0], np.cumsum(counts + 1)])
    ring = np.repeat(np.arange(len(counts)), counts + 1)
    step = np.arange(closed_start[-1]) - closed_start[ring]
    source = start[ring] + np.where(step == counts[ring], 0, step)
    coords = surfaces.coords[source, :2] + origin[:2]
    polygons = shapely.from_ragged_array(
        shapely.GeometryType.POLYGON, coords, (closed_start, surfaces.ring_start)
    )
    invalid = ~shapely.is_valid(polygons)
    polygons[invalid] = shapely.make_valid(polygons[invalid])
    return np.asarray(polygons)


def _union_by(
    shapes: NDArray[np.object_], group: NDArray[np.int32], count: int
) -> NDArray[np.object_]:
    """Union of the shapes of each group, only what has an area; None for an empty group."""
    merged = np.full(count, None, dtype=object)
    order = np.argsort(group, kind="stable")
    groups, first = np.unique(group[order], return_index=True)
    members = np.split(shapes[order], first[1:])
    for row, parts in zip(groups, members, strict=False):
        merged[row] = _areal(parts[0] if len(parts) == 1 else shapely.union_all(parts))
    return merged


def _areal(shape: shapely.Geometry) -> shapely.Geometry | None:
    """Return the polygons of a shape, None where it has no area."""
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape if shape.area > 0 else None
    polygons = [part for part in shapely.get_parts(shape) if part.area > 0]
    return shapely.union_all(polygons) if polygons else None
