"""Water and zones -> where nobody can walk after the onset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from analyses.flood.blocks import blocks_of
from analyses.flood.criteria import DEFAULT_CRITERIA, FloodCriteria
from analyses.flood.layers import OuterLayers, Water, outer_layers
from analyses.flood.rasters import GroundRaster
from analyses.flood.water import FloodedGround, flooded_ground, raster_layers, water_layers
from analyses.hazards import landslide_polygons, zone_polygons
from citygml.errors import AnalysisError
from citygml.model import CityModel
from citygml.model import ground as ground_of
from citygml.terrain import Ground

#: Kinds of zones that are closed after the onset.
CLOSED_ZONES = ("flow", "erosion", "landslide", "landslide_special")


@dataclass(frozen=True, slots=True, eq=False)
class FloodClosures:
    """Places that are closed: under deeper water than people wade, or in a zone.

    Attributes
    ----------
    flood : FloodedGround
        Water and ground.
    layers : tuple of int
        Layers of it that count.
    base : Ground or None
        Where there is no relief.
    zones : (z,) ndarray of object
        Closed polygons in the reference system of the city.
    wade_max_m : float
        Deepest water that people walk in. [m]
    """

    flood: FloodedGround
    layers: tuple[int, ...]
    base: Ground | None
    zones: NDArray[np.object_]
    wade_max_m: float

    def only_rasters(self, *, wade_max_m: float) -> FloodClosures:
        """Return the same without the surfaces of the model, which show the greatest extent."""
        layers = tuple(range(len(self.flood.meshes), self.flood.count))
        return replace(self, layers=layers, wade_max_m=wade_max_m)

    def closed_at(self, xy: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Whether each point (n, 2) is closed; water without known depth is closed."""
        closed = np.zeros(len(xy), dtype=bool)
        if len(self.zones):
            met, _ = shapely.STRtree(self.zones).query(shapely.points(xy), predicate="intersects")
            closed[met] = True
        return closed | ~(self.depth_at(xy) <= self.wade_max_m)

    def depth_at(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        """Deepest water at points, 0 where dry, nan where its depth is not known. [m]"""
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
        return deepest


def flood_closures(
    city: CityModel,
    *,
    wade_max_m: float = 0.5,
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
    criteria : FloodCriteria
        Its hazards and scales.
    zones : GeoDataFrame, optional
        House-collapse and landslide zones, closed too; see `hazards.read_zones`.
    water : sequence of WaterRaster and FloodMaps
        Rasters close what they flood; polygons of depth classes do not.
    ground : GroundRaster, optional
        Elevation of the ground, instead of the relief of the model.

    Returns
    -------
    FloodClosures
        To be asked for points.

    Raises
    ------
    AnalysisError
        If there is no water surface and no raster: which roads are under water is then not known,
        and open roads would be a guess.

    References
    ----------
    .. [1] 川崎市立地適正化計画, p. 97 (水害の被害指標分析の手引).
    """
    outer = outer_layers(water, zones, ground)
    layers = water_layers(city, criteria)
    _, rasters = raster_layers(outer.rasters, criteria, first=0)
    flood = flooded_ground(city, layers, outer, rasters)
    if not flood.count:
        raise AnalysisError(
            "no water surface (udx/fld) and no raster of water: which ways are closed after the "
            "onset is not known; give water, or plan for leaving before it"
        )
    has_ground = flood.relief is not None or flood.ground is not None
    return FloodClosures(
        flood,
        tuple(range(flood.count)),
        None if has_ground else ground_of(city),
        _closed_zones(city, outer),
        wade_max_m,
    )


def _closed_zones(city: CityModel, outer: OuterLayers) -> NDArray[np.object_]:
    shapes = [landslide_polygons(city)[0]]
    if outer.zones is not None:
        shapes.append(zone_polygons(outer.zones, city.crs, *CLOSED_ZONES))
    return np.concatenate(shapes)
