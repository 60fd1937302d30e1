"""Cities with floods: the fixtures of tests/analyses/test_flood.py."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
from builders import ORIGIN, ZONE_VII, Box, box_city
from shapely.geometry import box as rectangle

from analyses.flood import DEFAULT_CRITERIA, FloodCriteria, evacuation_buildings
from citygml.model import CityModel
from citygml.surfaces import SurfaceKind, SurfaceTable, surface_table


def record(**columns: object) -> dict[str, object]:
    """A record of building b0: L2 of river A, 10 h; nothing else is known."""
    plain = {
        "feature_id": "b0",
        "hazard": "river",
        "river_code": None,
        "river": "A",
        "scale": "L2",
        "rank_text": None,
        "depth_m": None,
        "duration_h": 10.0,
        "unit_problem": "",
        "area_type_code": None,
        "source": "test",
    }
    return plain | columns


def city_of(boxes: Box | Sequence[Box], records: Sequence[Mapping[str, object]]) -> CityModel:
    """A city of boxes with flood records."""
    boxes = [boxes] if isinstance(boxes, Box) else boxes
    return box_city(
        boxes, records={"flood_risk": pd.DataFrame(list(records), columns=list(record()))}
    )


def judge(
    records: Sequence[Mapping[str, object]],
    criteria: FloodCriteria = DEFAULT_CRITERIA,
    **attributes: object,
) -> pd.Series:
    """The row of one building of 10 m by 10 m whose box has a placeholder's height."""
    city = city_of(Box(10, 10, 3.0, attributes=attributes), records)
    return evacuation_buildings(city, criteria=criteria).iloc[0]


def zone_around(kind: str, *, east: float = 0.0, width: float = 5.0) -> gpd.GeoDataFrame:
    """A zone over the south-west corner of b0, or `east` of it."""
    e, n = ORIGIN[0] + east, ORIGIN[1]
    shape = rectangle(e - 1.0, n - 1.0, e + width, n + 5.0)
    return gpd.GeoDataFrame({"zone": [kind]}, geometry=[shape], crs=ZONE_VII)


def with_water(
    city: CityModel,
    *,
    level_m: float,
    bounds: tuple[float, float, float, float] = (-200.0, -200.0, 200.0, 200.0),
    tilt: float = 0.0,
    **columns: object,
) -> CityModel:
    """The city under a sheet of water, level at x = 0, `tilt` metres higher per metre east."""
    west, south, east, north = bounds
    ring = [
        (x, y, level_m + tilt * x)
        for x, y in ((west, south), (east, south), (east, north), (west, north))
    ]
    water = surface_table([[ring]], kind=SurfaceKind.WATER, feature_row=len(city.features))
    body = city.features.iloc[[0]].assign(kind="WaterBody")
    body.index = pd.Index(["w0"], name="feature_id")
    features = pd.concat([city.features, body])
    surfaces = joined(city.surfaces, water)
    said = pd.DataFrame([record(feature_id="w0", **columns)])
    return replace(
        city,
        features=gpd.GeoDataFrame(features, crs=city.crs),
        surfaces=surfaces,
        records={**city.records, "water_surface": said},
    )


def joined(first: SurfaceTable, second: SurfaceTable) -> SurfaceTable:
    """Rows of two tables, one after the other."""
    return SurfaceTable(
        surface_id=np.concatenate([first.surface_id, second.surface_id]),
        feature_row=np.concatenate([first.feature_row, second.feature_row]),
        kind=np.concatenate([first.kind, second.kind]),
        lod=np.concatenate([first.lod, second.lod]),
        ring_start=np.concatenate([first.ring_start, second.ring_start[1:] + first.ring_start[-1]]),
        coord_start=np.concatenate(
            [first.coord_start, second.coord_start[1:] + first.coord_start[-1]]
        ),
        coords=np.concatenate([first.coords, second.coords]),
    )
