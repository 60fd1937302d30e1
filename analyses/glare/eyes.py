"""Observers and roads -> eyes: points from which people look."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from analyses.glare.settings import GlareSettings
from analyses.sampling import places_in
from citygml.errors import AnalysisError
from citygml.model import CityModel
from citygml.terrain import Ground

#: More places on roads than this are refused: a tenth of them take minutes.
MAX_ROAD_PLACES = 200_000


@dataclass(frozen=True, slots=True, eq=False)
class Eyes:
    """Points from which people look.

    Attributes
    ----------
    table : GeoDataFrame
        One row per eye: ``elevation_m``, nan where no ground is known; geometry a point.
    points : (n, 3) ndarray of float64
        The same from the origin of the city. [m]
    """

    table: gpd.GeoDataFrame
    points: NDArray[np.float64]

    @property
    def known(self) -> NDArray[np.int64]:
        """Rows of the eyes whose elevation is known, (k,)."""
        return np.flatnonzero(np.isfinite(self.points[:, 2]))


def observer_eyes(
    city: CityModel,
    floor: Ground,
    observers: gpd.GeoDataFrame | None,
    settings: GlareSettings,
) -> Eyes:
    """Eyes of observers, in their order.

    Parameters
    ----------
    city : CityModel
        Gives the system.
    floor : Ground
        Its ground.
    observers : GeoDataFrame, optional
        Points; ``height_m`` above the ground, else `GlareSettings.eye_height_m`.
    settings : GlareSettings
        Height of the eyes.

    Raises
    ------
    AnalysisError
        If there is no reference system, a row is no point, or an observer stands where no ground
        is known.
    """
    if observers is None:
        observers = gpd.GeoDataFrame(geometry=[], crs=city.crs)
    points = _placed(observers, city, "observers")
    if not (points.geom_type == "Point").all():
        raise AnalysisError("observers must be points; give lines, such as roads, as roads")
    plan = np.column_stack([points.x, points.y]).reshape(-1, 2)
    eyes = _eyes(city, floor, plan, index=observers.index, height_m=_heights(observers, settings))
    if len(eyes.known) < len(observers):
        name = observers.index[int(np.argmin(np.isfinite(eyes.points[:, 2])))]
        raise AnalysisError(
            f"observer {name!r} stands where no ground is known; leave it out, or load the relief "
            "there"
        )
    return eyes


def road_eyes(
    city: CityModel, floor: Ground, roads: gpd.GeoDataFrame | None, settings: GlareSettings
) -> tuple[Eyes, NDArray[np.int64]]:
    """Eyes along roads, and the row of the road that each is on.

    Along a line from its start, every `GlareSettings.road_spacing_m` and at its end; in a polygon
    at the cells of a lattice of that spacing, or one point where no cell has its centre inside.

    Parameters
    ----------
    city : CityModel
        Gives the system.
    floor : Ground
        Its ground: what is on bridges or in tunnels is taken to be on it.
    roads : GeoDataFrame, optional
        Lines or polygons, one row per segment; ``height_m`` as for observers.
    settings : GlareSettings
        Spacing and height of the eyes.

    Raises
    ------
    AnalysisError
        If there is no reference system, a row is neither line nor polygon, or there would be more
        than `MAX_ROAD_PLACES` places.
    """
    if roads is None:
        roads = gpd.GeoDataFrame(geometry=[], crs=city.crs)
    shapes = _placed(roads, city, "roads").to_numpy()
    known = np.flatnonzero(~(shapely.is_missing(shapes) | shapely.is_empty(shapes)))
    dimension = shapely.get_dimensions(shapes[known])
    if (dimension < 1).any():
        raise AnalysisError(
            f"road {roads.index[known[int(np.argmax(dimension < 1))]]!r} is a point; roads are "
            "lines or polygons; give points as observers"
        )
    step = settings.road_spacing_m
    size = shapely.length(shapes[known]) / step + shapely.area(shapes[known]) / step**2
    if size.sum() > MAX_ROAD_PLACES:
        raise AnalysisError(
            f"{size.sum():.0f} places on roads at road_spacing_m {step:g}; at most "
            f"{MAX_ROAD_PLACES}; take a larger spacing or fewer roads"
        )
    lines, areas = known[dimension == 1], known[dimension == 2]
    on_line, line = _along(shapes[lines], step)
    in_area, area = places_in(shapely.make_valid(shapes[areas]), spacing_m=step)
    road = np.concatenate([lines[line], areas[area]])
    order = np.argsort(road, kind="stable")
    road = road[order]
    plan = np.concatenate([on_line, in_area])[order]
    number = np.arange(len(road)) - np.searchsorted(road, road)
    names = [f"{roads.index[r]}#place{n + 1}" for r, n in zip(road, number, strict=True)]
    index = pd.Index(names, name="place_id", dtype=object)
    return _eyes(city, floor, plan, index=index, height_m=_heights(roads, settings)[road]), road


def _placed(layer: gpd.GeoDataFrame, city: CityModel, what: str) -> gpd.GeoSeries:
    """Shapes of a layer in the system of the city."""
    if layer.crs is None:
        raise AnalysisError(
            f"the layer of {len(layer)} {what} has no reference system; set its crs"
        )
    return layer.geometry.to_crs(city.crs)


def _heights(layer: gpd.GeoDataFrame, settings: GlareSettings) -> NDArray[np.float64]:
    """Height of eyes above the ground. [m]"""
    if "height_m" not in layer:
        return np.full(len(layer), settings.eye_height_m)
    given = pd.to_numeric(layer["height_m"], errors="coerce")
    return np.asarray(given.fillna(settings.eye_height_m).to_numpy(dtype=np.float64))


def _eyes(
    city: CityModel,
    floor: Ground,
    plan: NDArray[np.float64],
    *,
    index: pd.Index,
    height_m: NDArray[np.float64],
) -> Eyes:
    """Eyes so high above the ground at places."""
    local = plan - np.array(city.origin[:2])
    low = floor.height_at(local) if len(local) else np.zeros(0)
    points = np.column_stack([local, low + height_m])
    table = gpd.GeoDataFrame(
        {"elevation_m": points[:, 2] + city.origin[2]},
        geometry=shapely.points(plan),
        index=index,
        crs=city.crs,
    )
    return Eyes(table, points)


def _along(
    lines: NDArray[np.object_], step_m: float
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Places along lines, and the line of each."""
    part, line = shapely.get_parts(lines, return_index=True)
    length = shapely.length(part)
    # A part of 50.000001 m has six places 10 m apart, not seven.
    count = np.floor(length / step_m - 1e-6).astype(np.int64) + 2
    row = np.repeat(np.arange(len(part)), count)
    place = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    at = shapely.line_interpolate_point(part[row], np.minimum(place * step_m, length[row]))
    return shapely.get_coordinates(at).reshape(-1, 2), line[row].astype(np.int64)
