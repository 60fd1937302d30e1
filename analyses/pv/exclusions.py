"""Roofs, façades, land -> why they carry no panels."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analyses.pv.parameters import PVParameters

#: Reasons of `roof_exclusions`.
INSTALLATION = "building installation"
TOO_SMALL = "too small"
TOO_STEEP = "too steep"
NORTH = "faces north"
COVERED = "covered"


def roof_exclusions(roofs: pd.DataFrame, parameters: PVParameters) -> NDArray[np.object_]:
    """Why each surface carries no panels, "" where it does, (n,).

    Parameters
    ----------
    roofs : DataFrame
        With ``surface`` ("roof", "wall", "land"), ``kind``, ``area_m2``, ``plan_area_m2``,
        ``tilt_deg``, ``azimuth_deg`` (nan = level), ``sky_view_ratio`` and ``exclusion``, the
        reason why there are no values, or "".
    parameters : PVParameters
        Thresholds. Façades are not too steep and may face north.

    Examples
    --------
    >>> roofs = pd.DataFrame({"kind": "Building", "area_m2": [50.0, 5.0, 50.0], "exclusion": "",
    ...                       "tilt_deg": [30.0, 30.0, 30.0], "azimuth_deg": [180.0, 180.0, 350.0],
    ...                       "sky_view_ratio": 0.9, "surface": "roof"})
    >>> roof_exclusions(roofs.assign(plan_area_m2=roofs["area_m2"]), PVParameters()).tolist()
    ['', 'too small', 'faces north']
    """
    from_north = np.abs((roofs["azimuth_deg"].to_numpy(dtype=float) + 180.0) % 360.0 - 180.0)
    tilt = roofs["tilt_deg"].to_numpy(dtype=float)
    reason = roofs["exclusion"].to_numpy(dtype=object)
    surface = roofs["surface"].to_numpy(dtype=object)
    wall, land = surface == "wall", surface == "land"
    plan = parameters.area_basis == "plan"
    area = roofs["plan_area_m2" if plan else "area_m2"].to_numpy(dtype=float)
    area = np.where(wall, roofs["area_m2"].to_numpy(dtype=float), area)
    steepest = np.where(land, parameters.max_land_tilt_deg, parameters.max_tilt_deg)
    conditions = {
        INSTALLATION: roofs["kind"].to_numpy() == "BuildingInstallation",
        TOO_SMALL: area < parameters.min_area_m2,
        TOO_STEEP: (tilt > steepest) & ~wall,
        NORTH: (from_north < parameters.north_half_width_deg)
        & (tilt > parameters.north_min_tilt_deg)
        & ~wall,
        COVERED: roofs["sky_view_ratio"].to_numpy(dtype=float) < parameters.min_sky_view_ratio,
    }
    found = np.select(list(conditions.values()), list(conditions), default="").astype(object)
    return np.asarray(np.where(reason != "", reason, found), dtype=object)
