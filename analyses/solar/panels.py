"""Light on surfaces and racks -> usable area, capacity and generation of panels."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from analyses.irradiation import Irradiation, irradiation, plane_weights
from analyses.pv import PVParameters, row_light_share
from analyses.sensors import Planes
from analyses.solar.columns import YIELD_MONTHS
from analyses.solar.exposure import Block


class PanelLight(NamedTuple):
    """Light on panels, and how much of each surface lies free.

    Attributes
    ----------
    monthly : (n, 12) ndarray of float64
        In the plane of the panels. [kWh/m²]
    free_ratio : (n,) ndarray of float64
        Share of the area straight above which there is nothing.
    """

    monthly: NDArray[np.float64]
    free_ratio: NDArray[np.float64]


def racked(planes: Planes, surface: NDArray[np.object_], parameters: PVParameters) -> NDArray:  # type: ignore[type-arg]
    """Whether panels stand on racks: on flat roofs and on land, where there are racks."""
    if parameters.rack is None:
        return np.zeros(len(planes), dtype=bool)
    flat = planes.tilt_deg < parameters.rack.max_roof_tilt_deg
    return np.asarray((surface != "wall") & (flat | (surface == "land")) & (planes.reason == ""))


def panel_light(
    block: Block,
    found: Irradiation,
    on_rack: NDArray[np.bool_],
    parameters: PVParameters,
) -> PanelLight:
    """Light on the panels of a block of planes.

    Racks see what the roof under them sees, but for the row before them.

    Parameters
    ----------
    block : Block
        Planes and what they see.
    found : Irradiation
        Of the planes themselves.
    on_rack : (n,) ndarray of bool
        From `racked`.
    parameters : PVParameters
        Racks.
    """
    zenith = len(block.frame.directions.sky.vectors) - 1
    free = np.where(block.weights.wanted[:, zenith], block.share[:, zenith], 1.0)
    monthly = found.total.copy()
    rows = np.flatnonzero(on_rack)
    if len(rows) and (rack := parameters.rack) is not None:
        north = block.frame.grid_north_deg
        normal = rack.normal(north)[None]
        one = plane_weights(normal, block.frame.bins, block.frame.directions)
        past = row_light_share(rack, block.frame.directions.vectors, grid_north_deg=north)
        weights = one.take(np.zeros(len(rows), dtype=np.int64))
        on_racks = irradiation(
            weights, block.share[rows] * past, np.repeat(normal, len(rows), 0), block.frame.bins
        )
        # Between rows the ground is mostly the back of the next one.
        hidden = rack.cover if rack.ground_cover_ratio is not None else 0.0
        monthly[rows] = on_racks.beam + on_racks.diffuse + on_racks.reflected * (1.0 - hidden)
    return PanelLight(monthly, free)


def usable_area(
    planes: Planes, light: PanelLight, plan_share: NDArray[np.float64], parameters: PVParameters
) -> NDArray[np.float64]:
    """Area without edges and covered parts, (n,). [m²]

    Parameters
    ----------
    planes : Planes
        Surfaces.
    light : PanelLight
        What lies free.
    plan_share : (n,) ndarray of float64
        Plan area over area.
    parameters : PVParameters
        `setback_m`, `leave_covered`, `area_basis`.
    """
    area = planes.area_m2.copy()
    if parameters.setback_m > 0.0:
        inner = shapely.buffer(planes.outline, -parameters.setback_m, join_style="mitre")
        area = np.where(planes.reason == "", shapely.area(inner), np.nan)
    if parameters.leave_covered:
        area = area * light.free_ratio
    return np.asarray(area * plan_share if parameters.area_basis == "plan" else area)


def with_panels(
    table: pd.DataFrame,
    light: PanelLight,
    ratios: NDArray[np.float64],
    *,
    on_rack: NDArray[np.bool_],
    parameters: PVParameters,
) -> pd.DataFrame:
    """Add light on panels, capacity and yield.

    Parameters
    ----------
    table : DataFrame
        With ``surface``, ``usable_area_m2`` and ``exclusion``.
    light : PanelLight
        On the panels of each row.
    ratios : (n, 12) ndarray of float64
        From `performance_ratios`.
    on_rack : (n,) ndarray of bool
        From `racked`.
    parameters : PVParameters
        Density and shares.
    """
    wall = table["surface"].to_numpy() == "wall"
    share = np.where(wall, parameters.facade_usable_ratio, parameters.usable_ratio)
    if parameters.rack is not None:
        share = share * np.where(on_rack, parameters.rack.cover, 1.0)
    kept = 1.0 - np.array(parameters.snow_loss_ratio)
    per_kw = light.monthly * ratios * kept
    year = per_kw.sum(axis=1)
    fits = table["usable_area_m2"].to_numpy(float) * share * parameters.density_kw_per_m2
    excluded = np.where(np.isfinite(light.monthly).all(axis=1), 0.0, np.nan)
    capacity = np.where(table["exclusion"].to_numpy() == "", fits, excluded)
    return table.assign(
        panel_irradiation_kwh_per_m2=light.monthly.sum(axis=1),
        capacity_kw=capacity,
        generation_kwh=capacity * year,
        specific_yield_kwh_per_kw=year,
        **dict(zip(YIELD_MONTHS, (capacity[:, None] * per_kw).T, strict=True)),
    )
