"""Depth that records say against depth of the water surface, river by river."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from analyses.flood.buildings import building_of_feature, building_table, judged_rows
from analyses.flood.criteria import FloodCriteria
from analyses.flood.layers import Water, outer_layers
from analyses.flood.rasters import GroundRaster
from analyses.flood.records import is_selected, river_name
from analyses.flood.water import (
    FloodedGround,
    flooded_ground,
    raster_layers,
    water_depth,
    water_layers,
)
from analyses.hazards import depth_intervals, numbers, texts
from analyses.tables import Column, stamped
from citygml.model import CityModel

COMPARISON_COLUMNS = (
    Column("feature_id", "string", "", "建物ID", "Building."),
    Column("hazard", "string", "", "災害種別", "Hazard of record and surface."),
    Column("river", "string", "", "河川・想定区域図", "River that both name."),
    Column("scale", "string", "", "規模", "L1 or L2."),
    Column("depth_attr_m", "float64", "m", "浸水深（属性）", "Depth number of the record."),
    Column(
        "depth_centroid_m", "float64", "m", "浸水深（重心）", "Water minus ground at the centroid."
    ),
    Column("depth_geom_m", "float64", "m", "浸水深（最大）", "Deepest water over the footprint."),
    Column("difference_m", "float64", "m", "差（属性－重心）", "Record minus surface at centroid."),
    Column(
        "excess_m", "float64", "m", "最大と属性の差", "Deepest minus record: what it leaves out."
    ),
)
#: Floods of any size are compared, whatever counts for the decision.
ALL_SCALES = FloodCriteria(scales=("L1", "L2"))
_KEYS = ["building", "hazard", "scale", "name"]


def depth_comparison(
    city: CityModel,
    *,
    criteria: FloodCriteria = ALL_SCALES,
    water: Sequence[Water] = (),
    ground: GroundRaster | None = None,
) -> gpd.GeoDataFrame:
    """Compare the depth of every record with the surface of the same river, hazard and scale.

    A record is the depth of the cell of the most frequent class under the building, a surface has
    a depth everywhere [1]_: a positive excess is water that the record does not show.

    Parameters
    ----------
    city : CityModel
        Records, water surfaces, relief.
    criteria : FloodCriteria
        Its hazards and scales choose what is compared; by default both scales.
    water : sequence of WaterRaster and FloodMaps
        Rasters are compared too; their river must bear the name that records use.
    ground : GroundRaster, optional
        Instead of the relief.

    Returns
    -------
    GeoDataFrame
        One row per building and flood that has a record or a surface over it, nan for what the
        other lacks. Geometry: the footprint.

    References
    ----------
    .. [1] 3D都市モデル標準製品仕様書 4.2.3.2.4.
    """
    rows = judged_rows(city)
    buildings = building_table(city, rows)
    outer = outer_layers(water, ground=ground)
    layers = water_layers(city, criteria)
    further, rasters = raster_layers(outer.rasters, criteria, first=layers["layer"].nunique())
    flood = flooded_ground(city, layers, outer, rasters)
    layers = pd.concat([layers, further], ignore_index=True).drop_duplicates("layer")
    footprints = buildings.geometry.to_numpy()
    base = numbers(buildings, "base_elevation_m")
    surface = _by_surface(flood, layers, footprints, base)
    said = _by_record(city, rows, criteria)
    pairs = said.merge(surface, on=_KEYS, how="outer", sort=True)
    result = pd.DataFrame(
        {
            "feature_id": buildings.index.to_numpy()[pairs["building"]],
            "hazard": pairs["hazard"],
            "river": pairs["river"].fillna(pairs["river_of_surface"]),
            "scale": pairs["scale"],
            "depth_attr_m": pairs["depth_attr_m"],
            "depth_centroid_m": pairs["depth_centroid_m"],
            "depth_geom_m": pairs["depth_geom_m"],
            "difference_m": pairs["depth_attr_m"] - pairs["depth_centroid_m"],
            "excess_m": pairs["depth_geom_m"] - pairs["depth_attr_m"],
        }
    )
    shapes = footprints[pairs["building"].to_numpy()]
    table = gpd.GeoDataFrame(result, geometry=shapes, crs=city.crs).rename_axis("pair")
    return stamped(
        table,
        city,
        analysis="depth_comparison",
        columns=COMPARISON_COLUMNS,
        parameters={"hazards": list(criteria.hazards), "scales": list(criteria.scales)},
    )


def _by_surface(
    flood: FloodedGround,
    layers: pd.DataFrame,
    footprints: NDArray[np.object_],
    base: NDArray[np.float64],
) -> pd.DataFrame:
    """Depth of each layer over each footprint, at its centroid and at most; wet pairs only."""
    deepest = water_depth(flood, footprints, base).by_layer_m
    at_centroid = np.full_like(deepest, np.nan)
    known = np.flatnonzero(~pd.isna(footprints))
    if len(known) and flood.count:
        centres = shapely.get_coordinates(shapely.centroid(footprints[known]))
        places = flood.at(centres - np.asarray(flood.city.origin[:2]))
        filled = np.where(np.isfinite(places.ground_m), places.ground_m, base[known])
        places = places._replace(ground_m=filled)
        for layer in range(flood.count):
            at_centroid[known, layer] = flood.depth_at(layer, places)[0]
    building, layer_row = np.nonzero(np.isfinite(deepest))
    of = layers.set_index("layer").reindex(layer_row).reset_index(drop=True)
    return pd.DataFrame(
        {
            "building": building,
            "hazard": of["hazard"],
            "scale": of["scale"].fillna(""),
            "name": river_name(of).fillna(""),
            "river_of_surface": of["river"],
            "depth_geom_m": deepest[building, layer_row],
            "depth_centroid_m": at_centroid[building, layer_row],
        }
    )


def _by_record(city: CityModel, rows: NDArray[np.int64], criteria: FloodCriteria) -> pd.DataFrame:
    """Depth numbers of the records of each building, the deepest of each flood."""
    records = depth_intervals(city.records.get("flood_risk", pd.DataFrame({"feature_id": []})))
    feature = city.features.index.get_indexer(pd.Index(records["feature_id"]))
    owner = np.where(feature >= 0, building_of_feature(city, rows)[feature], -1)
    depth = records["depth_lo_m"].where(records["depth_basis"] == "number")
    said = pd.DataFrame(
        {
            "building": owner,
            "hazard": texts(records, "hazard"),
            "scale": texts(records, "scale").fillna(""),
            "name": river_name(records).fillna(""),
            "river": texts(records, "river"),
            "depth_attr_m": depth,
        }
    )
    kept = said[(owner >= 0) & is_selected(records, criteria)]
    return kept.sort_values("depth_attr_m", ascending=False).drop_duplicates(_KEYS)
