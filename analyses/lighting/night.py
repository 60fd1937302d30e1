"""City + cameras + street lights -> what cameras see at night: `night_coverage`."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analyses.cameras import checked_cameras
from analyses.levels import LevelsName
from analyses.lighting.illuminance import FACE_HEIGHT_M, street_lights
from analyses.lighting.streets import CLASSES
from analyses.raycast import EngineName
from analyses.tables import Column, stamped
from analyses.visibility import camera_coverage
from citygml.errors import AnalysisError
from citygml.model import CityModel

NIGHT_COLUMNS = (
    Column("day_state", "string", "", "昼間の状態", "seen or hidden, as by day."),
    Column("night_state", "string", "", "夜間の状態", "lit: a camera sees the point and it is lit; "
           "infrared: a camera sees it by its own lamp; dark: a camera would see it by day; "
           "hidden: not even then."),
    Column("seen_count", "int32", "", "昼間に見えるカメラ数", "Cameras that see it by day."),
    Column("infrared_count", "int32", "", "赤外で見えるカメラ数", "Cameras that see it in the dark "
           "by their own lamp."),
    Column("horizontal_lx", "float64", "lx", "水平面照度", "Illuminance on the ground."),
    Column("vertical_lx", "float64", "lx", "鉛直面照度", "Illuminance on a face."),
    Column("area_m2", "float64", "m2", "面積", "Ground that the point stands for."),
)  # fmt: skip


def night_coverage(
    city: CityModel,
    cameras: gpd.GeoDataFrame,
    lamps: gpd.GeoDataFrame,
    *,
    spacing_m: float = 1.0,
    min_lx: float = CLASSES["B"][0],
    levels: LevelsName | Mapping[str, float] = "iec2025",
    engine: EngineName = "auto",
) -> gpd.GeoDataFrame:
    """Ground that cameras see at night: lit by street lights, or within their own infrared range.

    Parameters
    ----------
    city : CityModel
        Obstacles and ground.
    cameras : GeoDataFrame
        See `analyses.cameras`; ``night_range_m`` is how far a camera sees by its own lamp.
    lamps : GeoDataFrame
        See `analyses.lighting.lamps`.
    spacing_m : float
        Side of a cell. [m]
    min_lx : float
        Vertical illuminance that a camera without a lamp of its own needs; by default the least of
        class B of crime prevention lighting. What a given camera needs is in its data sheet. [lx]
    levels : {"iec2025", "dori2014"} or mapping of str to float
        Classes of pixel density. [px/m]
    engine : {"auto", "embree", "warp", "reference"}
        See `analyses.raycast.RayScene`.

    Returns
    -------
    GeoDataFrame
        One row per ground cell in view of a camera, index ``sample_id``, columns `NIGHT_COLUMNS`.

    Raises
    ------
    AnalysisError
        If a camera or a lamp breaks a rule, or `min_lx` is not above 0.
    CRSError
        If a table has no reference system.
    """
    if not min_lx > 0.0:
        raise AnalysisError(f"min_lx is {min_lx}; it must be above 0")
    day = camera_coverage(
        city, cameras, spacing_m=spacing_m, target_height_m=FACE_HEIGHT_M, levels=levels,
        engine=engine,
    )  # fmt: skip
    infrared = pd.Series(0, index=day.samples.index)
    glowing = _with_own_light(cameras, day.cameras["far_m"].to_numpy())
    if len(glowing):
        night = camera_coverage(
            city, glowing, spacing_m=spacing_m, target_height_m=FACE_HEIGHT_M, levels=levels,
            engine=engine,
        )  # fmt: skip
        infrared = night.samples["seen_count"].reindex(infrared.index).fillna(0)
    light = street_lights(city, lamps, spacing_m=spacing_m, engine=engine).samples
    lux = light[["horizontal_lx", "vertical_lx"]].reindex(day.samples.index).fillna(0.0)
    seen = day.samples["seen_count"] > 0
    bright = seen & (lux["vertical_lx"] >= min_lx)
    state = np.select([bright, infrared > 0, seen], ["lit", "infrared", "dark"], default="hidden")
    table = gpd.GeoDataFrame(
        {
            "day_state": day.samples["state"],
            "night_state": state,
            "seen_count": day.samples["seen_count"],
            "infrared_count": infrared,
            **lux,
            "area_m2": day.samples["area_m2"],
        },
        geometry=day.samples.geometry,
        crs=city.crs,
    )
    written = day.samples.attrs["plateau"]
    return stamped(
        table,
        city,
        analysis="night_coverage",
        columns=NIGHT_COLUMNS,
        parameters={**written["parameters"], "min_lx": min_lx},
        notes=[*written["notes"], *light.attrs["plateau"]["notes"]],
    )


def _with_own_light(cameras: gpd.GeoDataFrame, far_m: NDArray[np.float64]) -> gpd.GeoDataFrame:
    """Cameras that see in the dark, with the range they have there."""
    checked = checked_cameras(cameras)
    night = checked["night_range_m"].to_numpy()
    own = np.fmin(far_m, night)
    return checked.assign(far_m=own)[(night > 0.0) & (own > checked["near_m"].to_numpy())]
