"""Water and zones -> where nobody can walk after the onset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from analyses.flood.blocks import blocks_of
from analyses.flood.criteria import DEFAULT_CRITERIA, FloodCriteria
from analyses.flood.depth import flood_keys
from analyses.flood.layers import OuterLayers, Water, outer_layers
from analyses.flood.rasters import GroundRaster
from analyses.flood.records import is_selected
from analyses.flood.water import FloodedGround, flooded_ground, raster_layers, water_layers
from analyses.hazards import depth_intervals, landslide_polygons, texts, zone_polygons
from citygml.errors import AnalysisError
from citygml.model import CityModel, has_relief
from citygml.model import ground as ground_of
from citygml.terrain import Ground

#: Kinds of zones that are closed after the onset.
CLOSED_ZONES = ("flow", "erosion", "landslide", "landslide_special")
#: A flood known only from the records of buildings is as deep around each of them up to here, the
#: road before the door: maps of floods have cells of 5 to 25 m. An assumption of this project. [m]
RECORD_REACH_M = 10.0


class WetAreas(NamedTuple):
    """Polygons and the greatest depth that is possible in each, inf without bound. [m]"""

    shapes: NDArray[np.object_]
    depth_m: NDArray[np.float64]

    def deepen(self, depth_m: NDArray[np.float64], xy: NDArray[np.float64]) -> None:
        """Raise the depths (n,) of points (n, 2) to those of the polygons they lie in."""
        if len(self.shapes):
            tree = shapely.STRtree(self.shapes)
            met, area = tree.query(shapely.points(xy), predicate="intersects")
            np.maximum.at(depth_m, met, self.depth_m[area])


NO_AREAS = WetAreas(np.zeros(0, dtype=object), np.zeros(0))


@dataclass(frozen=True, slots=True, eq=False)
class FloodClosures:
    """Places that are closed: under deeper water than people wade, or in a zone.

    Attributes
    ----------
    flood : FloodedGround
        Water and ground.
    layers : tuple of int
        Layers of it that count.
    areas : WetAreas
        Depth classes of maps, and surroundings of buildings with records of other floods.
    base : Ground or None
        Where there is no relief.
    zones : (z,) ndarray of object
        Closed polygons in the reference system of the city.
    wade_max_m : float
        Deepest water that people walk in. [m]
    """

    flood: FloodedGround
    layers: tuple[int, ...]
    areas: WetAreas
    base: Ground | None
    zones: NDArray[np.object_]
    wade_max_m: float

    def only_rasters(self, *, wade_max_m: float) -> FloodClosures:
        """Return the same without surfaces, classes and records, which show the greatest extent."""
        layers = tuple(range(len(self.flood.meshes), self.flood.count))
        return replace(self, layers=layers, areas=NO_AREAS, wade_max_m=wade_max_m)

    def closed_at(self, xy: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Whether each point (n, 2) is closed; water without known depth is closed."""
        return lies_in(self.zones, xy) | ~(self.depth_at(xy) <= self.wade_max_m)

    def depth_at(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        """Deepest water at points, 0 where dry, nan where it is not known. [m]

        Not known is water without ground below it, and a cell of a raster without value that
        nobody called dry.
        """
        deepest = np.zeros(len(xy))
        local = xy - np.asarray(self.flood.city.origin[:2])
        for rows in blocks_of(local):
            places = self.flood.at(local[rows])
            if self.base is not None:
                height = self.base.height_at(local[rows]) + self.flood.city.origin[2]
                missing = np.isnan(places.ground_m)
                places = places._replace(ground_m=np.where(missing, height, places.ground_m))
            for layer in self.layers:
                depth, level = self.flood.depth_at(layer, places)
                wet = np.isfinite(depth) | np.isfinite(level)
                deepest[rows] = np.where(wet, np.maximum(deepest[rows], depth), deepest[rows])
                deepest[rows[self.flood.open_at(layer, places)]] = np.nan
        self.areas.deepen(deepest, xy)
        return deepest


def lies_in(zones: NDArray[np.object_], xy: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether each point (n, 2) lies in one of some polygons."""
    inside = np.zeros(len(xy), dtype=bool)
    if len(zones):
        met, _ = shapely.STRtree(zones).query(shapely.points(xy), predicate="intersects")
        inside[met] = True
    return inside


def flood_closures(
    city: CityModel,
    *,
    wade_max_m: float = 0.5,
    record_reach_m: float = RECORD_REACH_M,
    criteria: FloodCriteria = DEFAULT_CRITERIA,
    zones: gpd.GeoDataFrame | None = None,
    water: Sequence[Water] = (),
    ground: GroundRaster | None = None,
) -> FloodClosures:
    """Find what is closed after the onset of the flood.

    Parameters
    ----------
    city : CityModel
        Water surfaces, relief, landslide zones.
    wade_max_m : float
        Deepest water that people walk in: 0.5; 0.3 for infirm people [1]_. [m]
    record_reach_m : float
        Around a building with a record of a flood that no surface shows, such as inland flooding,
        ways are as deep under water as the record says up to here; an assumption of this project.
        0 leaves these records out. [m]
    criteria : FloodCriteria
        Its hazards and scales.
    zones : GeoDataFrame, optional
        House-collapse and landslide zones, closed too; see `hazards.read_zones`.
    water : sequence of WaterRaster and FloodMaps
        Rasters close what they flood, polygons of depth classes (A31a) what may be too deep by the
        upper end of the class. Ways beyond the extent of all layers count as dry: give layers that
        reach as far as people walk.
    ground : GroundRaster, optional
        Elevation of the ground, instead of the relief of the model.

    Returns
    -------
    FloodClosures
        To be asked for points.

    Raises
    ------
    AnalysisError
        If there is no water surface, raster or map: which roads are under water is then not known,
        and open roads would be a guess. Records of buildings alone say nothing of roads between.

    References
    ----------
    .. [1] 川崎市立地適正化計画, p. 97 (水害の被害指標分析の手引).
    """
    outer = outer_layers(water, zones, ground)
    layers = water_layers(city, criteria)
    _, rasters = raster_layers(outer.rasters, criteria, first=0)
    flood = flooded_ground(city, layers, outer, rasters)
    if not shows_water(city, outer, criteria):
        raise AnalysisError(
            "no water surface (udx/fld), raster or map of water: which ways are closed after the "
            "onset is not known; give water, or plan for leaving before it"
        )
    areas = [class_areas(city.crs, outer, criteria)]
    if record_reach_m > 0:
        areas.append(_record_areas(city, layers, criteria, reach_m=record_reach_m))
    has_ground = has_relief(city) or flood.ground is not None
    return FloodClosures(
        flood,
        tuple(range(flood.count)),
        WetAreas(*(np.concatenate(parts) for parts in zip(*areas, strict=True))),
        None if has_ground else ground_of(city),
        np.concatenate([landslide_polygons(city)[0], given_zones(city.crs, outer)]),
        wade_max_m,
    )


def shows_water(city: CityModel, outer: OuterLayers, criteria: FloodCriteria) -> bool:
    """Whether any layer shows how far the water of the criteria reaches."""
    rasters = raster_layers(outer.rasters, criteria, first=0)[1]
    classes = len(class_areas(city.crs, outer, criteria).shapes)
    return bool(len(water_layers(city, criteria)) or rasters or classes)


def class_areas(crs: CRS, outer: OuterLayers, criteria: FloodCriteria) -> WetAreas:
    """Polygons of maps that say a depth; those of durations alone say none."""
    if outer.classes is None:
        return NO_AREAS
    classes = outer.classes
    says_depth = classes["rank_text"].notna() | classes["depth_m"].notna()
    chosen = classes[np.asarray(says_depth, dtype=bool) & is_selected(classes, criteria)]
    shapes = np.asarray(chosen.geometry.to_crs(crs).to_numpy(), dtype=object)
    return WetAreas(shapes, _greatest_depth_m(pd.DataFrame(chosen)))


def _record_areas(
    city: CityModel, layers: pd.DataFrame, criteria: FloodCriteria, *, reach_m: float
) -> WetAreas:
    """Surroundings of buildings with records of floods that none of the layers shows."""
    found = record_areas(city, criteria, reach_m=reach_m)
    return unshown(found, flood_keys(layers))


def record_areas(city: CityModel, criteria: FloodCriteria, *, reach_m: float) -> pd.DataFrame:
    """Surroundings of buildings with records of floods, ``shape``, ``flood`` and ``depth_m``."""
    records = city.records.get("flood_risk", pd.DataFrame({"feature_id": []}))
    row = city.features.index.get_indexer(pd.Index(records["feature_id"]))
    counts = is_selected(records, criteria) & (texts(records, "hazard") != "landslide").to_numpy()
    counts &= row >= 0
    records, row = records[counts], city.root_row[row[counts]]
    shapes = city.features.geometry.to_numpy()[row]
    there = ~(pd.isna(shapes) | shapely.is_empty(shapes))
    return pd.DataFrame(
        {
            "shape": shapely.buffer(shapes[there], reach_m, quad_segs=2),
            "flood": np.asarray(flood_keys(records), dtype=object)[there],
            "depth_m": _greatest_depth_m(records)[there],
        }
    )


def unshown(records: pd.DataFrame, shown: pd.Index) -> WetAreas:
    """Return the surroundings from `record_areas` whose flood no layer shows."""
    chosen = records[~records["flood"].isin(shown)]
    return WetAreas(chosen["shape"].to_numpy(dtype=object), chosen["depth_m"].to_numpy(float))


def _greatest_depth_m(records: pd.DataFrame) -> NDArray[np.float64]:
    """Greatest depth that each record allows; the open end of a class is not in it. [m]"""
    bounds = depth_intervals(records)
    hi = bounds["depth_hi_m"].to_numpy(float)
    closed = bounds["depth_closed"].to_numpy(bool)
    return np.asarray(np.where(closed, hi, np.nextafter(hi, 0.0)), dtype=np.float64)


def given_zones(crs: CRS, outer: OuterLayers) -> NDArray[np.object_]:
    """Return the closed polygons of the zones that were given, in a reference system."""
    if outer.zones is None:
        return np.zeros(0, dtype=object)
    return zone_polygons(outer.zones, crs, *CLOSED_ZONES)
