"""Water surfaces and ground -> depth at footprints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from analyses.flood.blocks import SurfaceBlocks, blocks_of
from analyses.flood.criteria import FloodCriteria
from analyses.flood.layers import OuterLayers
from analyses.flood.rasters import GroundRaster, WaterRaster, raster_cell_m
from analyses.flood.records import is_selected
from analyses.flood.rules import Floats
from analyses.hazards import texts
from citygml.mesh import Mesh, triangulate
from citygml.model import CityModel
from citygml.surfaces import SurfaceKind

#: Corners are sampled this far inside the wall, so that a neighbour's cell does not count. [m]
CORNER_INSET_M = 0.1
#: Largest distance of samples inside a footprint. [m]
SAMPLE_SPACING_M = 2.0
#: Triangles of water steeper than this are errors of its cells, not a surface.
MAX_WATER_SLOPE_RATIO = 1.0
#: Triangles covering less are slivers. [m²]
MIN_WATER_AREA_M2 = 1e-4
#: ``wtr:class`` of flooded land, 浸水想定区域.
FLOODED_LAND = "1140"
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


class WaterDepth(NamedTuple):
    """Depth of n buildings by water surfaces; see `water_depth`."""

    table: pd.DataFrame
    by_layer_m: NDArray[np.float64]


def water_layers(city: CityModel, criteria: FloodCriteria) -> pd.DataFrame:
    """Water surfaces that count, one row per feature, column ``layer`` = which flood it belongs to.

    Parameters
    ----------
    city : CityModel
        Features of kind "WaterBody" with water surfaces; what flood they show is said in
        ``records["water_surface"]``. Without a record there, a water body of class 1140 (flooded
        land) is an inundation of unknown hazard and scale, which counts; any other is none.
    criteria : FloodCriteria
        Hazards and scales that count.

    Returns
    -------
    DataFrame
        ``feature_row, hazard, river_code, river, scale, layer``.
    """
    table = city.records.get("water_surface", pd.DataFrame({"feature_id": []}))
    columns = {name: texts(table, name) for name in LAYER_COLUMNS}
    layers = pd.DataFrame({"feature_id": table["feature_id"], **columns})
    flooded_land = (texts(city.features, "class") == FLOODED_LAND).fillna(value=False)
    flooded_land &= (city.features["kind"] == "WaterBody") & ~city.features.index.isin(
        layers["feature_id"]
    )
    silent = pd.DataFrame({"feature_id": city.features.index[flooded_land]})
    layers = pd.concat([layers, silent.assign(**dict.fromkeys(LAYER_COLUMNS, pd.NA))])
    row = city.features.index.get_indexer(pd.Index(layers["feature_id"]))
    layers["feature_row"] = row
    layers = layers[(row >= 0) & is_selected(layers, criteria)].drop_duplicates()
    layers["layer"] = layers.groupby(list(LAYER_COLUMNS), dropna=False, sort=True).ngroup()
    return layers.reset_index(drop=True)


def raster_layers(
    rasters: Sequence[WaterRaster], criteria: FloodCriteria, *, first: int
) -> tuple[pd.DataFrame, list[WaterRaster]]:
    """Rasters that count, as rows like those of `water_layers` numbered from `first`."""
    rows = [("", r.hazard, None, r.river or r.path.name, r.scale or None) for r in rasters]
    table = pd.DataFrame(rows, columns=["feature_id", *LAYER_COLUMNS])
    for name in LAYER_COLUMNS:
        table[name] = table[name].astype("string")
    chosen = is_selected(table, criteria)
    table = table[chosen].assign(feature_row=-1).reset_index(drop=True)
    table["layer"] = first + np.arange(len(table))
    return table, [r for r, keep in zip(rasters, chosen, strict=True) if keep]


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


class Places(NamedTuple):
    """Points near one another, and the ground under them, nan where there is none. [m]"""

    local: NDArray[np.float64]
    xy: NDArray[np.float64]
    ground_m: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class FloodedGround:
    """Ground and water of a city, to be asked at points.

    Attributes
    ----------
    city : CityModel
        Gives origin and reference system.
    relief : SurfaceBlocks or None
        Relief of the model.
    ground : GroundRaster or None
        Goes before the relief.
    meshes : tuple of SurfaceBlocks
        Water surfaces of the model, layers 0, 1, …
    rasters : tuple of WaterRaster
        The layers after them.
    """

    city: CityModel
    relief: SurfaceBlocks | None
    ground: GroundRaster | None
    meshes: tuple[SurfaceBlocks, ...]
    rasters: tuple[WaterRaster, ...]

    @property
    def count(self) -> int:
        """Number of layers."""
        return len(self.meshes) + len(self.rasters)

    def at(self, local: NDArray[np.float64]) -> Places:
        """Points from `CityModel.origin` with the elevation of the ground. [m]"""
        xy = local + np.asarray(self.city.origin[:2])
        if self.ground is not None:
            return Places(local, xy, self.ground.values_at(xy, self.city.crs))
        if self.relief is None:
            return Places(local, xy, np.full(len(local), np.nan))
        return Places(local, xy, self.relief.height_at(local) + self.city.origin[2])

    def depth_at(self, layer: int, places: Places) -> tuple[Floats, Floats]:
        """Depth and elevation of the water of one layer, both nan where it is dry. [m]

        The depth is nan too where there is water but no ground, the elevation where only a depth
        is known.
        """
        if layer < len(self.meshes):
            level = self.meshes[layer].height_at(places.local) + self.city.origin[2]
            return np.maximum(level - places.ground_m, 0.0), level
        raster = self.rasters[layer - len(self.meshes)]
        value = raster.values_at(places.xy, self.city.crs)
        if raster.kind == "depth":
            return value, places.ground_m + value
        # A level reaches under hills: only what is above the ground is water.
        level = np.where(value <= places.ground_m, np.nan, value)
        return level - places.ground_m, level

    def open_at(self, layer: int, places: Places) -> NDArray[np.bool_]:
        """Whether one layer leaves open if each place is dry; surfaces of the model never do."""
        if layer < len(self.meshes):
            return np.zeros(len(places.xy), dtype=bool)
        return self.rasters[layer - len(self.meshes)].leaves_open(places.xy, self.city.crs)

    @property
    def spacing_m(self) -> float:
        """Distance of samples: 2 m, half a cell of a finer raster. [m]"""
        cells = [raster_cell_m(raster.path, self.city.crs) for raster in self.rasters]
        return float(np.clip(min(cells, default=np.inf) / 2.0, 0.5, SAMPLE_SPACING_M))


def flooded_ground(
    city: CityModel, layers: pd.DataFrame, outer: OuterLayers, rasters: Sequence[WaterRaster]
) -> FloodedGround:
    """Index the ground and the water layers of a city.

    Parameters
    ----------
    city : CityModel
        Water surfaces and relief.
    layers : DataFrame
        From `water_layers`.
    outer : OuterLayers
        Its ground, if any, goes before the relief.
    rasters : sequence of WaterRaster
        Further layers.
    """
    meshes = [
        SurfaceBlocks(water_surface(city, group["feature_row"].to_numpy()))
        for _, group in layers.groupby("layer", sort=True)
    ]
    has_relief = city.terrain is not None and len(city.terrain) and outer.ground is None
    relief = SurfaceBlocks(city.terrain) if has_relief and city.terrain is not None else None
    return FloodedGround(city, relief, outer.ground, tuple(meshes), tuple(rasters))


def water_depth(
    flood: FloodedGround, footprints: NDArray[np.object_], base_elevation_m: Floats
) -> WaterDepth:
    """Depth at footprints: highest water over the footprint minus the ground.

    Ground is the median of the relief under the footprint, else the base of the building. The
    work goes block by block, so that memory does not grow with the city.

    Parameters
    ----------
    flood : FloodedGround
        Water and ground.
    footprints : (n,) ndarray of object
        Shapely polygons in `city.crs`, None where there is none.
    base_elevation_m : (n,) ndarray of float64
        Lowest point of each building, nan where not known. [m]

    Returns
    -------
    WaterDepth
        ``table``, n rows: ``wse_m`` highest water, nan where dry or only a depth is known [m];
        ``wet``; ``depth_open`` whether there is water whose depth is not known; ``wet_share`` share
        of the footprint under water, nan where that was not asked; ``not_mapped`` whether some
        raster shows no water but has cells without value there, ``gaps`` whether it has such cells
        at all, see `rasters.WaterRaster`; ``below_ground`` whether there are surfaces over the
        footprint but all lie at or below the ground, everywhere; ``ground_m`` [m], ``ground_ref``
        ("dem_file", "relief", "building_base" or ""); ``depth_geom_m`` nan where dry or unknown
        [m]; ``layer`` of the deepest water, -1 where dry; ``minus_ground`` whether its depth is a
        level minus the ground, not read from a raster of depths. ``by_layer_m``, (n, layers): depth
        by each layer, nan where dry or unknown [m].
    """
    count = len(footprints)
    depth = np.full((count, flood.count), np.nan)
    level = np.full((count, flood.count), np.nan)
    wet = np.zeros((count, flood.count), dtype=bool)
    gaps = np.zeros((count, flood.count), dtype=bool)
    under = np.zeros(count, dtype=bool)
    share = np.full(count, np.nan)
    ground = np.full(count, np.nan)
    asked = flood.count or flood.relief is not None or flood.ground is not None
    origin = np.asarray(flood.city.origin[:2])
    bounds = shapely.bounds(footprints).reshape(-1, 4)
    middle = (bounds[:, :2] + bounds[:, 2:]) / 2 - origin
    for rows in blocks_of(middle) if asked else ():
        samples = footprint_samples(footprints[rows], spacing_m=flood.spacing_m)
        of = rows[samples.owner]
        places = flood.at(samples.xy - origin)
        relief = pd.Series(places.ground_m).groupby(of).median()
        ground[relief.index] = relief.to_numpy()
        base = np.where(np.isfinite(ground[of]), ground[of], base_elevation_m[of])
        places = places._replace(
            ground_m=np.where(np.isfinite(places.ground_m), places.ground_m, base)
        )
        any_wet = np.zeros(len(of), dtype=bool)
        for layer in range(flood.count):
            deep, high = flood.depth_at(layer, places)
            is_wet = np.isfinite(deep) | np.isfinite(high)
            any_wet |= is_wet
            wet[of[is_wet], layer] = True
            under[of[~(deep <= 0.0) & is_wet]] = True
            gaps[of[flood.open_at(layer, places)], layer] = True
            _keep_highest(depth[:, layer], of, _sample_depth(flood, layer, deep, high - base))
            _keep_highest(level[:, layer], of, high)
        if flood.count:
            of_block = pd.Series(any_wet).groupby(of).mean()
            share[of_block.index] = of_block.to_numpy()
    found = _deepest(flood, (depth, level, wet), share, (ground, base_elevation_m))
    found.table["not_mapped"] = (gaps & ~wet).any(axis=1)
    found.table["gaps"] = gaps.any(axis=1)
    found.table["below_ground"] = wet.any(axis=1) & ~under
    return found


def _keep_highest(column: Floats, of: NDArray[np.int64], values: Floats) -> None:
    """Raise entries of a column, a view of the result, to the values that belong to them."""
    np.fmax.at(column, of, values)


def _sample_depth(flood: FloodedGround, layer: int, deep: Floats, above_base: Floats) -> Floats:
    """Depth that one sample says of its building: water minus the building's one ground. [m]"""
    is_raster = layer >= len(flood.meshes)
    if is_raster and flood.rasters[layer - len(flood.meshes)].kind == "depth":
        return deep
    return np.maximum(above_base, 0.0)


def _deepest(
    flood: FloodedGround,
    found: tuple[Floats, Floats, NDArray[np.bool_]],
    share: Floats,
    grounds: tuple[Floats, Floats],
) -> WaterDepth:
    """Deepest layer of each building."""
    depth, level, wet = found
    ground, base = grounds
    count = len(ground)
    from_relief = np.isfinite(ground)
    ground = np.where(from_relief, ground, base)
    table = pd.DataFrame(index=pd.RangeIndex(count))
    # Where no depth is known the highest water stands for the deepest.
    key = np.where(wet, np.where(np.isfinite(depth), depth, -1e6), -np.inf)
    key = np.where(wet & np.isnan(depth) & np.isfinite(level), -1e6 + level, key)
    top = key.argmax(axis=1) if flood.count else np.zeros(count, dtype=np.int64)
    any_wet = wet.any(axis=1)
    row = np.arange(count)

    def of_top(values: Floats) -> Floats:
        if not flood.count:
            return np.full(count, np.nan)
        return np.where(any_wet, values[row, top], np.nan)

    with_level = np.where(wet, level, np.nan)
    highest = np.full(count, np.nan)
    for column in with_level.T:
        highest = np.fmax(highest, column)
    table["wse_m"], table["wet"], table["wet_share"] = highest, any_wet, share
    table["depth_open"] = (wet & np.isnan(depth)).any(axis=1)
    table["ground_m"] = ground
    named = "dem_file" if flood.ground is not None else "relief"
    table["ground_ref"] = np.where(
        from_relief, named, np.where(np.isfinite(ground), "building_base", "")
    )
    table["depth_geom_m"] = of_top(depth)
    table["layer"] = np.where(any_wet, top, -1)
    levels = [True] * len(flood.meshes) + [raster.kind == "level" for raster in flood.rasters]
    table["minus_ground"] = any_wet & np.array([*levels, False])[top]
    return WaterDepth(table, depth)
