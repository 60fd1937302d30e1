"""A building + places -> how much of it is seen: landmarks, and faces towards streets."""

from __future__ import annotations

import geopandas as gpd
import numpy as np

from analyses.raycast import EngineName
from analyses.tables import Column
from analyses.views.places import (
    EYE_HEIGHT_M,
    eyes_at,
    facing_pairs,
    scene_of,
    stamped_places,
    walls_of,
)
from analyses.visibility.targets import ROAD_KINDS, named_targets
from citygml.errors import AnalysisError
from citygml.model import CityModel, ground

LANDMARK_COLUMNS = (
    Column("is_visible", "bool", "", "見える", "Whether any of its points is seen."),
    Column("visible_ratio", "float64", "1", "見える割合", "Share of the area of its walls and "
           "roofs that is seen; sides that look away cannot be, so a half is much."),
    Column("distance_m", "float64", "m", "距離", "To the nearest of its points that is seen, "
           "missing without one."),
)  # fmt: skip
FACE_COLUMNS = (
    Column("building_id", "string", "", "建物", "Building of the wall."),
    Column("seen_from_count", "int64", "", "見える道路点数", "Points on streets that see it."),
    Column("seen_from_m2", "float64", "m2", "見える道路面積", "Area of street that sees it."),
    Column("area_m2", "float64", "m2", "壁面積", "Area that the point stands for."),
)  # fmt: skip


def landmark_visibility(
    city: CityModel,
    landmark_id: str,
    places: gpd.GeoDataFrame,
    *,
    height_m: float = EYE_HEIGHT_M,
    spacing_m: float = 2.0,
    engine: EngineName = "auto",
) -> gpd.GeoDataFrame:
    """How much of a building is seen from places.

    Parameters
    ----------
    city : CityModel
        What stands between.
    landmark_id : str
        The building, an id of `CityModel.features`.
    places : GeoDataFrame
        Points.
    height_m : float
        Of the eyes above the ground. [m]
    spacing_m : float
        Distance of points on its walls and roofs. [m]
    engine : {"auto", "embree", "warp", "reference"}
        See `analyses.raycast.RayScene`.

    Returns
    -------
    GeoDataFrame
        One row per place with ground below, columns `LANDMARK_COLUMNS`.

    Raises
    ------
    AnalysisError
        If the city has no such building or it has no face, or places are none.
    """
    faces = walls_of(city, spacing_m, landmark_id, roofs=True)
    eyes = eyes_at(city, places, height_m)
    scene = scene_of(city, engine)
    seen, distance = np.zeros(len(eyes)), np.full(len(eyes), np.inf)
    for eye, face in facing_pairs(eyes.points, faces):
        start, end = eyes.points[eye], faces.points[face]
        free = scene.is_visible(start, end)
        seen += np.bincount(eye[free], faces.amount[face[free]], len(eyes))
        apart = np.linalg.norm(end - start, axis=1)
        np.minimum.at(distance, eye[free], apart[free])
    table = {
        "is_visible": seen > 0.0,
        "visible_ratio": seen / faces.amount.sum(),
        "distance_m": np.where(np.isfinite(distance), distance, np.nan),
    }
    return stamped_places(
        city, eyes, table, columns=LANDMARK_COLUMNS, analysis="landmark_visibility",
        parameters={"landmark_id": landmark_id, "height_m": height_m, "spacing_m": spacing_m,
                    "engine": scene.engine},
    )  # fmt: skip


def seen_from_streets(
    city: CityModel,
    building_id: str,
    *,
    range_m: float = 100.0,
    spacing_m: float = 1.0,
    street_spacing_m: float = 4.0,
    engine: EngineName = "auto",
) -> gpd.GeoDataFrame:
    """Walls of a building that the streets see: for landscape checks.

    Parameters
    ----------
    city : CityModel
        Needs roads.
    building_id : str
        An id of `CityModel.features`.
    range_m : float
        Streets farther away do not count. [m]
    spacing_m : float
        Distance of points on its walls. [m]
    street_spacing_m : float
        Side of the cells of the streets, looked from at `EYE_HEIGHT_M`. [m]
    engine : {"auto", "embree", "warp", "reference"}
        See `analyses.raycast.RayScene`.

    Returns
    -------
    GeoDataFrame
        One row per point on its walls, columns `FACE_COLUMNS`.

    Raises
    ------
    AnalysisError
        If the city has no roads or no such building, or a length is not positive.
    """
    if not range_m > 0.0:
        raise AnalysisError(f"range_m is {range_m}; it must be above 0")
    walls = walls_of(city, spacing_m, building_id)
    near = city.features.loc[[building_id]].geometry.union_all().buffer(range_m)
    features = city.features
    roads = features[features["kind"].isin(ROAD_KINDS) & features.geometry.notna()]
    roads = roads[roads.intersects(near)]
    count, area = np.zeros(len(walls), np.int64), np.zeros(len(walls))
    scene = scene_of(city, engine)
    if not (features["kind"].isin(ROAD_KINDS)).any():
        raise AnalysisError("the city has 0 roads; load them (types tran)")
    if len(roads):
        clipped = gpd.GeoDataFrame(geometry=roads.intersection(near), crs=city.crs)
        clipped = clipped[clipped.geom_type.isin(["Polygon", "MultiPolygon"])]
        street = named_targets(
            city, clipped, ground(city), spacing_m=street_spacing_m, heights_m=(EYE_HEIGHT_M,)
        )
        eyes = street.points + np.array([0.0, 0.0, EYE_HEIGHT_M])
        for eye, face in facing_pairs(eyes, walls):
            free = scene.is_visible(eyes[eye], walls.points[face])
            count += np.bincount(face[free], minlength=len(walls))
            area += np.bincount(face[free], street.amount[eye[free]], len(walls))
    table = {
        "building_id": walls.part,
        "seen_from_count": count,
        "seen_from_m2": area,
        "area_m2": walls.amount,
    }
    return stamped_places(
        city, walls, table, columns=FACE_COLUMNS, analysis="seen_from_streets",
        parameters={"building_id": building_id, "range_m": range_m, "spacing_m": spacing_m,
                    "street_spacing_m": street_spacing_m, "engine": scene.engine},
    )  # fmt: skip
