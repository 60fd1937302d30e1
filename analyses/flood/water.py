"""Water surfaces and ground -> depth at footprints."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from analyses.flood.criteria import FloodCriteria
from analyses.flood.records import is_selected
from analyses.hazards import texts
from citygml.mesh import Mesh, triangulate
from citygml.model import CityModel
from citygml.surfaces import SurfaceKind
from citygml.terrain import height_at

#: Corners are sampled this far inside the wall, so that a neighbour's cell does not count. [m]
CORNER_INSET_M = 0.1
#: Largest distance of samples inside a footprint. [m]
SAMPLE_SPACING_M = 2.0
#: Triangles of water steeper than this are errors of its cells, not a surface.
MAX_WATER_SLOPE_RATIO = 1.0
#: Triangles covering less are slivers. [m²]
MIN_WATER_AREA_M2 = 1e-4
#: Columns that say which flood a water surface belongs to.
LAYER_COLUMNS = ("hazard", "river_code", "river", "scale")


class Samples(NamedTuple):
    """Points in footprints."""

    xy: NDArray[np.float64]
    owner: NDArray[np.int64]


def footprint_samples(footprints: NDArray[np.object_], *, spacing_m: float) -> Samples:
    """Points that stand for each footprint: its corners, a little inside, and a regular grid.

    The grid is centred in the bounds of the footprint, has at least two rows and columns, and is
    refined for small footprints.

    Parameters
    ----------
    footprints : (n,) ndarray of object
        Shapely polygons; None and empty ones get no point.
    spacing_m : float
        Largest distance of grid points. [m]

    Returns
    -------
    Samples
        ``xy`` (s, 2) [m] and ``owner`` (s,), the position of the footprint.

    Examples
    --------
    Four corners and a grid of 5 by 5:

    >>> square = np.array([shapely.box(0, 0, 10, 10)], dtype=object)
    >>> len(footprint_samples(square, spacing_m=2.0).xy)
    29
    """
    area = np.nan_to_num(shapely.area(footprints))
    rows = np.flatnonzero(area > 0)
    inset = shapely.buffer(footprints[rows], -CORNER_INSET_M, join_style="mitre")
    inset = np.where(shapely.is_empty(inset), shapely.point_on_surface(footprints[rows]), inset)
    corner_xy, corner_of = shapely.get_coordinates(inset, return_index=True)
    corners = np.unique(np.column_stack([corner_of, corner_xy]), axis=0)

    west, south, east, north = shapely.bounds(footprints[rows]).reshape(-1, 4).T
    spacing = np.minimum(spacing_m, np.sqrt(area[rows]) / 3.0)
    columns = np.maximum(np.ceil((east - west) / spacing - 1e-9), 2).astype(np.int64)
    lines = np.maximum(np.ceil((north - south) / spacing - 1e-9), 2).astype(np.int64)
    cells = columns * lines
    of = np.repeat(np.arange(len(rows)), cells)
    k = np.arange(len(of)) - np.repeat(np.cumsum(cells) - cells, cells)
    x = west[of] + (k % columns[of] + 0.5) * ((east - west) / columns)[of]
    y = south[of] + (k // columns[of] + 0.5) * ((north - south) / lines)[of]
    shapely.prepare(footprints[rows])
    inside = shapely.contains_xy(footprints[rows][of], x, y)
    owner = np.concatenate([corners[:, 0].astype(np.int64), of[inside]])
    return Samples(np.concatenate([corners[:, 1:], np.column_stack([x, y])[inside]]), rows[owner])


def water_layers(city: CityModel, criteria: FloodCriteria) -> pd.DataFrame:
    """Water surfaces that count, one row per feature, column ``layer`` = which flood it belongs to.

    Parameters
    ----------
    city : CityModel
        Features of kind "WaterBody" with water surfaces; what flood they show is said in
        ``records["water_surface"]``. A water body without a record there is no inundation.
    criteria : FloodCriteria
        Hazards and scales that count.

    Returns
    -------
    DataFrame
        ``feature_row, hazard, river, scale, layer``.
    """
    table = city.records.get("water_surface", pd.DataFrame({"feature_id": []}))
    columns = {name: texts(table, name) for name in LAYER_COLUMNS}
    layers = pd.DataFrame({"feature_id": table["feature_id"], **columns})
    row = city.features.index.get_indexer(pd.Index(layers["feature_id"]))
    layers["feature_row"] = row
    layers = layers[(row >= 0) & is_selected(layers, criteria)].drop_duplicates()
    layers["layer"] = layers.groupby(list(LAYER_COLUMNS), dropna=False, sort=True).ngroup()
    return layers.reset_index(drop=True)


def water_surface(city: CityModel, feature_rows: NDArray[np.int64]) -> Mesh:
    """Triangles of the water surfaces of some features, without steep ones and slivers."""
    chosen = (city.surfaces.kind == SurfaceKind.WATER) & np.isin(
        city.surfaces.feature_row, feature_rows
    )
    mesh = triangulate(city.surfaces, chosen)
    vectors = mesh.area_vectors
    plan = np.abs(vectors[:, 2])
    slope = np.hypot(vectors[:, 0], vectors[:, 1]) / np.where(plan > 0, plan, np.nan)
    return mesh.submesh((plan >= MIN_WATER_AREA_M2) & (slope <= MAX_WATER_SLOPE_RATIO))


def water_depth(
    city: CityModel,
    footprints: NDArray[np.object_],
    base_elevation_m: NDArray[np.float64],
    layers: pd.DataFrame,
) -> pd.DataFrame:
    """Depth at footprints: highest water over the footprint minus the ground.

    Ground is the median of the relief under the footprint, else the base of the building.

    Parameters
    ----------
    city : CityModel
        Water surfaces and relief.
    footprints : (n,) ndarray of object
        Shapely polygons in `city.crs`, None where there is none.
    base_elevation_m : (n,) ndarray of float64
        Lowest point of each building, nan where not known. [m]
    layers : DataFrame
        From `water_layers`.

    Returns
    -------
    DataFrame
        n rows: ``wse_m`` highest water, nan where dry [m]; ``wet_share`` share of the footprint
        under any of the surfaces, nan where that was not asked; ``ground_m`` [m], ``ground_ref``
        ("relief", "building_base" or ""); ``depth_geom_m`` nan where dry or without ground [m];
        ``layer`` of the highest water, -1 where dry.
    """
    count = len(footprints)
    result = pd.DataFrame(index=pd.RangeIndex(count))
    wse, layer_of = np.full(count, np.nan), np.full(count, -1, dtype=np.int64)
    ground, share = np.full(count, np.nan), np.full(count, np.nan)
    meshes = [
        (int(layer), water_surface(city, group["feature_row"].to_numpy()))
        for layer, group in layers.groupby("layer")
    ]
    meshes = [(layer, mesh) for layer, mesh in meshes if len(mesh)]
    if meshes or city.terrain is not None:
        samples = footprint_samples(footprints, spacing_m=_spacing([mesh for _, mesh in meshes]))
        local = samples.xy - np.asarray(city.origin[:2])
        wet = np.zeros(len(local), dtype=bool)
        for layer, mesh in meshes:
            level = height_at(mesh, local) + city.origin[2]
            wet |= np.isfinite(level)
            highest = np.full(count, np.nan)
            np.fmax.at(highest, samples.owner, level)
            higher = np.isfinite(highest) & ~(highest <= wse)
            wse[higher], layer_of[higher] = highest[higher], layer
        if meshes:
            share = pd.Series(wet).groupby(samples.owner).mean().reindex(range(count)).to_numpy()
        if city.terrain is not None:
            relief = pd.Series(height_at(city.terrain, local) + city.origin[2])
            ground = relief.groupby(samples.owner).median().reindex(range(count)).to_numpy()
    from_relief = np.isfinite(ground)
    ground = np.where(from_relief, ground, base_elevation_m)
    result["wse_m"], result["wet_share"], result["ground_m"] = wse, share, ground
    result["ground_ref"] = np.where(
        from_relief, "relief", np.where(np.isfinite(ground), "building_base", "")
    )
    result["depth_geom_m"] = np.maximum(wse - ground, 0.0)
    result["layer"] = layer_of
    return result


def _spacing(meshes: list[Mesh]) -> float:
    """Distance of samples: half a cell of the water, at most `SAMPLE_SPACING_M`. [m]"""
    if not meshes:
        return SAMPLE_SPACING_M
    edges = [
        np.linalg.norm(np.diff(mesh.corners[:, [0, 1, 2, 0], :2], axis=1), axis=2).ravel()
        for mesh in meshes
    ]
    return float(np.clip(np.median(np.concatenate(edges)) / 2.0, 0.5, SAMPLE_SPACING_M))
