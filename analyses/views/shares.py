"""Places and windows -> what their view is made of: building, green, water, ground, sky."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from analyses.raycast import EngineName, RayScene
from analyses.sampling import BUILDING_KINDS
from analyses.tables import Column
from analyses.views.places import (
    EYE_HEIGHT_M,
    SKY_RAYS,
    checked_directions,
    eyes_at,
    ray_blocks,
    scene_of,
    stamped_places,
    walls_of,
)
from analyses.visibility.blockers import PLANT_KINDS
from citygml.errors import AnalysisError
from citygml.model import CityModel, ground

#: What a view is made of, the sky last.
VIEW_CLASSES = ("building", "green", "water", "ground", "other", "sky")
_CLASS_JA = ("建物", "緑", "水面", "地面", "その他", "天空")

VIEW_COLUMNS = tuple(
    Column(f"{name}_ratio", "float64", "1", f"{ja}の割合", f"Share of the view that is {name}.")
    for name, ja in zip(VIEW_CLASSES, _CLASS_JA, strict=True)
)
WINDOW_COLUMNS = (
    Column("building_id", "string", "", "建物", "Building of the wall."),
    *VIEW_COLUMNS,
)


def view_shares(
    city: CityModel,
    places: gpd.GeoDataFrame,
    *,
    height_m: float = EYE_HEIGHT_M,
    elevation_deg: tuple[float, float] = (-30.0, 30.0),
    rays: int = SKY_RAYS,
    engine: EngineName = "auto",
) -> gpd.GeoDataFrame:
    """Shares of building, green, water, ground and sky in the view of a person who looks around.

    Every direction counts by its solid angle.

    Parameters
    ----------
    city : CityModel
        What is seen.
    places : GeoDataFrame
        Points.
    height_m : float
        Of the eyes above the ground. [m]
    elevation_deg : tuple of float
        How far down and up is looked. [deg]
    rays : int
        Directions over each half sphere, of which those within `elevation_deg` are cast.
    engine : {"auto", "embree", "warp", "reference"}
        See `analyses.raycast.RayScene`.

    Returns
    -------
    GeoDataFrame
        One row per place with ground below, columns `VIEW_COLUMNS`; ``green_ratio`` is the green
        view index.

    Raises
    ------
    AnalysisError
        If places or parameters are none.
    CRSError
        If the places have no reference system.
    """
    low, high = elevation_deg
    if not -90.0 <= low < high <= 90.0:
        raise AnalysisError(f"elevation_deg is {elevation_deg}; it must be low and high, -90 to 90")
    eyes = eyes_at(city, places, height_m)
    upper = checked_directions(rays)
    sphere = np.concatenate([upper, upper * (1.0, 1.0, -1.0)])
    looked = (sphere[:, 2] >= np.sin(np.radians(low))) & (sphere[:, 2] <= np.sin(np.radians(high)))
    if not looked.any():
        raise AnalysisError(f"elevation_deg {elevation_deg} holds none of {rays} rays; take more")
    shares, scene = _shares(city, eyes.points, sphere[looked], None, engine=engine)
    table = dict(zip((c.name for c in VIEW_COLUMNS), shares.T, strict=True))
    return stamped_places(
        city, eyes, table, columns=VIEW_COLUMNS, analysis="view_shares",
        parameters={"height_m": height_m, "elevation_deg": list(elevation_deg), "rays": rays,
                    "engine": scene.engine},
    )  # fmt: skip


def window_views(
    city: CityModel,
    *,
    spacing_m: float = 3.0,
    rays: int = SKY_RAYS,
    engine: EngineName = "auto",
) -> gpd.GeoDataFrame:
    """Tell what is seen from walls of the city's own buildings, where windows could be.

    Shares of the half sphere before the wall, every direction counting by its solid angle.

    Parameters
    ----------
    city : CityModel
        Any city.
    spacing_m : float
        Distance of the points on a wall. [m]
    rays : int
        Directions over the half sphere.
    engine : {"auto", "embree", "warp", "reference"}
        See `analyses.raycast.RayScene`.

    Returns
    -------
    GeoDataFrame
        One row per point, columns `WINDOW_COLUMNS`, geometry with height.

    Raises
    ------
    AnalysisError
        If there are no rays, or the spacing is not positive.
    """
    walls = walls_of(city, spacing_m)
    upper = checked_directions(rays)
    sphere = np.concatenate([upper, upper * (1.0, 1.0, -1.0)])
    shares, scene = _shares(city, walls.points, sphere, walls.normal, engine=engine)
    table = dict(zip((c.name for c in VIEW_COLUMNS), shares.T, strict=True))
    return stamped_places(
        city, walls, {"building_id": walls.part, **table}, columns=WINDOW_COLUMNS,
        analysis="window_views",
        parameters={"spacing_m": spacing_m, "rays": rays, "engine": scene.engine},
    )  # fmt: skip


def _shares(
    city: CityModel,
    points: NDArray[np.float64],
    vectors: NDArray[np.float64],
    normals: NDArray[np.float64] | None,
    *,
    engine: EngineName,
) -> tuple[NDArray[np.float64], RayScene]:
    """Share of each of `VIEW_CLASSES` in the directions, before the wall where there is one."""
    scene = scene_of(city, engine)
    kind_of = _class_of_triangle(city, len(ground(city).mesh))
    classes = len(VIEW_CLASSES)
    shares = np.zeros((len(points), classes))
    for part in ray_blocks(len(points), len(vectors)):
        count = part.stop - part.start
        eye = np.repeat(np.arange(count), len(vectors))
        direction = np.tile(np.arange(len(vectors)), count)
        if normals is not None:
            before = (normals[part] @ vectors.T > 0.0).ravel()
            eye, direction = eye[before], direction[before]
        hit = scene.first_hit(points[part][eye], vectors[direction]).triangle_row
        seen = np.where(hit >= 0, kind_of[hit], classes - 1)
        number = np.bincount(eye * classes + seen, minlength=count * classes)
        shares[part] = number.reshape(count, classes)
    return shares / np.maximum(shares.sum(axis=1, keepdims=True), 1.0), scene


def _class_of_triangle(city: CityModel, terrain_count: int) -> NDArray[np.int64]:
    """Row of `VIEW_CLASSES` of every triangle of the city, then of its ground."""
    kind = city.features["kind"].to_numpy(dtype=object)[city.root_row]
    of_feature = np.select(
        [np.isin(kind, BUILDING_KINDS), np.isin(kind, PLANT_KINDS), kind == "WaterBody"],
        [0, 1, 2],
        default=4,
    )
    of_mesh = of_feature[city.feature_row_of_triangle]
    # A last one, so that row -1, no hit, has something to point at.
    return np.concatenate([of_mesh, np.full(terrain_count, 3), [len(VIEW_CLASSES) - 1]])
