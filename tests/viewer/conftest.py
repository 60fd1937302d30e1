from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from builders import Box, box_city, flat_ground
from shapely.geometry import Point, Polygon

from citygml.model import CityModel
from citygml.surfaces import SurfaceKind, surface_table


@pytest.fixture
def town() -> CityModel:
    """5 by 5 houses of 10 m, 20 m apart, on level ground, with a road of height 0 and flood water.

    b12 in the middle is 40 m high, all others 6 m; b24 only casts shade.
    """
    boxes = [
        Box(
            10,
            10,
            40 if (i, j) == (2, 2) else 6,
            east=20 * i,
            north=20 * j,
            base=3.0,
            attributes={"usage": ["house", "shop"][(i + j) % 2], "is_context": (i, j) == (4, 4)},
        )
        for i in range(5)
        for j in range(5)
    ]
    city = box_city(boxes, terrain=flat_ground(150.0, height=3.0))
    road = [(-60, 12, 0), (150, 12, 0), (150, 18, 0), (-60, 18, 0)]
    water = [(50, -50, 5), (130, -50, 5), (130, 140, 5), (50, 140, 5)]
    rings = [city.surfaces.rings(row) for row in range(len(city.surfaces))]
    count = len(city.features)
    flat = city.features.iloc[:2].assign(
        kind=["Road", "WaterBody"], base_elevation_m=np.nan, usage=None, is_context=False
    )
    flat = flat.set_axis(pd.Index(["road", "flood"]))
    features = pd.concat([city.features, flat]).rename_axis("feature_id")
    surfaces = surface_table(
        [*rings, [road], [water]],
        kind=[*city.surfaces.kind, SurfaceKind.TRAFFIC, SurfaceKind.WATER],
        feature_row=[*city.surfaces.feature_row, count, count + 1],
        surface_id=[*city.surfaces.surface_id, "", ""],
    )
    return replace(city, features=features, surfaces=surfaces)


@pytest.fixture
def roofs(town: CityModel) -> gpd.GeoDataFrame:
    """One row per roof: 600 to 1320 kWh/m2, the first without value."""
    rows = np.flatnonzero(town.surfaces.kind == SurfaceKind.ROOF)
    outline = [Polygon(town.surfaces.rings(r)[0][:, :2] + np.array(town.origin[:2])) for r in rows]
    values = 600.0 + 30.0 * np.arange(len(rows))
    values[0] = np.nan
    table = gpd.GeoDataFrame(
        {
            "feature_id": town.features.index[town.surfaces.feature_row[rows]],
            "irradiation_kwh_per_m2": values,
        },
        index=pd.Index(town.surfaces.surface_id[rows], name="surface_id"),
        geometry=outline,
        crs=town.crs,
    )
    table.attrs["plateau"] = {
        "analysis": "solar_potential",
        "dataset": "boxes",
        "notes": [],
        "parameters": {"spacing_m": 1.0},
        "columns": [{"name": "irradiation_kwh_per_m2", "unit": "kWh/m2", "label_ja": "年間日射量"}],
    }
    return table


@pytest.fixture
def answers(town: CityModel) -> gpd.GeoDataFrame:
    """One row per building: the five answers in turn, depth 0 to 24 m."""
    buildings = town.features[town.features["kind"] == "Building"]
    words = ["yes", "no", "unknown", "not_needed", "excluded"]
    return gpd.GeoDataFrame(
        {
            "result": pd.array([words[i % 5] for i in range(len(buildings))], dtype="string"),
            "depth_m": np.arange(len(buildings), dtype=float),
        },
        index=buildings.index,
        geometry=buildings.geometry,
        crs=town.crs,
    )


@pytest.fixture
def samples(town: CityModel) -> gpd.GeoDataFrame:
    """Four points on the ground between the houses."""
    east, north, _ = town.origin
    points = [Point(east + 15 + 20 * k, north + 15) for k in range(4)]
    return gpd.GeoDataFrame(
        {"seen_count": [0, 1, 2, 3]},
        index=pd.Index(range(4), name="sample_id"),
        geometry=points,
        crs=town.crs,
    )
