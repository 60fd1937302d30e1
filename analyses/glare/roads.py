"""Events at places on roads -> tables by place and by road."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analyses.glare.columns import MONTHS
from analyses.glare.eyes import Eyes
from analyses.glare.summary import observer_table
from analyses.glare.suns import Suns
from analyses.glare.tracing import Events, Panels
from citygml.model import CityModel

#: Columns that are unknown where no ground is known.
_UNKNOWN = ["possible_min", "expected_min", "peak_irradiance_w_per_m2", *MONTHS]


def place_table(
    places: Eyes,
    road: NDArray[np.int64],
    roads: gpd.GeoDataFrame | None,
    *,
    seen: tuple[Events, Suns],
    panels: Panels,
) -> gpd.GeoDataFrame:
    """Places on roads, zeros where nothing is seen, nan where no ground is known.

    Parameters
    ----------
    places : Eyes
        From `road_eyes`.
    road : (n,) ndarray of int64
        Row of the road of each.
    roads : GeoDataFrame or None
        The layer.
    seen : tuple of Events and Suns
        `Events.receiver` is the row of the place.
    panels : Panels
        Mirrors.
    """
    table = observer_table(places.table, *seen, panels)
    unknown = ~np.isfinite(places.points[:, 2])
    table.loc[unknown, _UNKNOWN] = np.nan
    names = np.zeros(0, dtype=object) if roads is None else roads.index.astype(str).to_numpy()
    return table.assign(road_id=names[road])


def road_table(
    city: CityModel,
    roads: gpd.GeoDataFrame | None,
    places: gpd.GeoDataFrame,
    road: NDArray[np.int64],
    *,
    seen: tuple[Events, Suns],
    panels: Panels,
) -> gpd.GeoDataFrame:
    """Roads in their order: minutes in which light is seen from any place of them.

    Parameters
    ----------
    city : CityModel
        Gives the system.
    roads : GeoDataFrame or None
        The layer.
    places : GeoDataFrame
        From `place_table`.
    road : (n,) ndarray of int64
        Row of the road of each place.
    seen : tuple of Events and Suns
        `Events.receiver` is the row of the place.
    panels : Panels
        Mirrors.
    """
    if roads is None:
        roads = gpd.GeoDataFrame(geometry=[], crs=city.crs)
    shapes = roads.geometry.to_crs(city.crs)
    events, suns = seen
    on_road = events._replace(receiver=road[events.receiver])
    table = observer_table(gpd.GeoDataFrame(geometry=shapes), on_road, suns, panels)
    count = len(roads)
    minutes = places["possible_min"].to_numpy(dtype=np.float64)
    unknown = np.isnan(minutes)
    worst = np.full(count, -np.inf)
    np.maximum.at(worst, road[~unknown], minutes[~unknown])
    blind = np.isneginf(worst)
    table = table.assign(
        length_m=np.where(
            shapes.geom_type.str.contains("Polygon"), shapes.length / 2.0, shapes.length
        ),
        place_count=np.bincount(road, minlength=count),
        unknown_place_count=np.bincount(road[unknown], minlength=count),
        dazzled_place_count=np.bincount(road[minutes > 0.0], minlength=count),
        worst_place_min=np.where(blind, np.nan, worst),
    )
    table.loc[blind, _UNKNOWN] = np.nan
    return pd.DataFrame(table).pipe(gpd.GeoDataFrame, geometry="geometry", crs=city.crs)
