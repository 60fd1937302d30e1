"""Places -> how much of the sky they see, by both definitions."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from analyses.raycast import EngineName, RayScene
from analyses.tables import Column
from analyses.views.places import (
    EYE_HEIGHT_M,
    SKY_RAYS,
    checked_directions,
    eyes_at,
    ray_blocks,
    scene_of,
    stamped_places,
)
from citygml.model import CityModel

SKY_COLUMNS = (
    Column("svf_cosine_ratio", "float64", "1", "天空率（余弦重み）", "Sky view factor of a level "
           "surface: share of the light of an even sky that it gets."),
    Column("svf_solid_angle_ratio", "float64", "1", "天空率（立体角）", "Share of the upper half "
           "sphere that is sky, every direction counting alike."),
)  # fmt: skip


def sky_view_ratios(
    scene: RayScene, points: NDArray[np.float64], *, rays: int = SKY_RAYS
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Sky view factors of points that look up, by both definitions.

    The cosine one is the integral of cos(zenith) over the visible sky, over pi [1]_; the other is
    the visible solid angle over 2 pi. In a street as wide as high they are 0.447 and 0.295, so a
    number without its definition means nothing.

    Parameters
    ----------
    scene : RayScene
        What hides the sky.
    points : (n, 3) ndarray of float64
        Off the ground. [m]
    rays : int
        Directions from each point.

    Returns
    -------
    cosine, solid_angle : (n,) ndarray of float64

    References
    ----------
    .. [1] G. T. Johnson and I. D. Watson, "The determination of view-factors in urban canyons",
       Journal of Climate and Applied Meteorology 23, 1984, pp. 329-335.
    """
    vectors = checked_directions(rays)
    weight = vectors[:, 2] / vectors[:, 2].sum()
    cosine, solid = np.zeros((2, len(points)))
    for part in ray_blocks(len(points), rays):
        count = part.stop - part.start
        free = ~scene.is_occluded(
            np.repeat(points[part], rays, axis=0), np.tile(vectors, (count, 1))
        ).reshape(count, rays)
        cosine[part], solid[part] = free @ weight, free.mean(axis=1)
    return cosine, solid


def sky_view(
    city: CityModel,
    places: gpd.GeoDataFrame,
    *,
    height_m: float = EYE_HEIGHT_M,
    rays: int = SKY_RAYS,
    engine: EngineName = "auto",
) -> gpd.GeoDataFrame:
    """Sky view factors at places, see `sky_view_ratios`.

    Parameters
    ----------
    city : CityModel
        What hides the sky.
    places : GeoDataFrame
        Points.
    height_m : float
        Above the ground. [m]
    rays : int
        Directions from each place.
    engine : {"auto", "embree", "warp", "reference"}
        See `analyses.raycast.RayScene`.

    Returns
    -------
    GeoDataFrame
        One row per place with ground below, columns `SKY_COLUMNS`.

    Raises
    ------
    AnalysisError
        If places or parameters are none.
    CRSError
        If the places have no reference system.
    """
    eyes = eyes_at(city, places, height_m)
    scene = scene_of(city, engine)
    cosine, solid = sky_view_ratios(scene, eyes.points, rays=rays)
    table = {"svf_cosine_ratio": cosine, "svf_solid_angle_ratio": solid}
    return stamped_places(
        city, eyes, table, columns=SKY_COLUMNS, analysis="sky_view",
        parameters={"height_m": height_m, "rays": rays, "engine": scene.engine},
    )  # fmt: skip
