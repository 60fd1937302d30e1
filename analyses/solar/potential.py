"""Planes + surroundings + weather -> every column about light and panels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analyses.irradiation import Irradiation, joined
from analyses.pv import (
    JISLosses,
    Losses,
    Profile,
    PVParameters,
    PVWattsLosses,
    lacks_temperature,
    performance_ratios,
    pv_parameters,
    roof_exclusions,
)
from analyses.sensors import Planes, Sensors
from analyses.sky import PRESETS, Light, Preset, SkyModel, light_of
from analyses.solar.columns import MONTHS
from analyses.solar.exposure import Sky, Surroundings, block_irradiation, blocks
from analyses.solar.frame import position
from analyses.solar.panels import PanelLight, panel_light, racked, usable_area, with_panels
from analyses.solar.reflection import bounce_of
from analyses.solar.settings import SolarSettings
from analyses.solar.uncertainty import uncertainty
from analyses.tables import surroundings_notes
from analyses.weather import distance_notes
from citygml.errors import AnalysisError
from citygml.model import CityModel
from citygml.terrain import Ground


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """What is asked of all surfaces alike.

    Attributes
    ----------
    weather : DataFrame
        From `read_weather`, with ``albedo`` where there is snow.
    light : Light
        Of that weather, its sun east of true north.
    sky : Sky
        That light, sampled.
    parameters : PVParameters
        Panels.
    spacing_m : float
        Largest distance of sensors. [m]
    settings : SolarSettings
        The rest.
    """

    weather: pd.DataFrame
    light: Light
    sky: Sky
    parameters: PVParameters
    spacing_m: float
    settings: SolarSettings

    def stamp(self, profile: str | PVParameters) -> dict[str, Any]:
        """Return weather and parameters as a result table carries them."""
        where = self.weather.attrs
        panels = asdict(self.parameters)
        model = type(self.parameters.losses).__name__
        return {
            "weather": str(where.get("name", "")),
            "weather_source": str(where.get("source", "")),
            "spacing_m": self.spacing_m,
            "profile": profile if isinstance(profile, str) else "custom",
            "yield_model": model,
            **panels,
            **self.settings.stamp(),
        }


def case_of(
    weather: pd.DataFrame,
    *,
    spacing_m: float,
    sky_model: SkyModel,
    preset: Preset,
    profile: Profile | PVParameters,
    settings: SolarSettings,
) -> Case:
    """Check the parameters of an analysis and make light of its weather.

    Raises
    ------
    AnalysisError
        If one is out of its range.
    """
    if not spacing_m > 0.0:
        raise AnalysisError(f"spacing_m is {spacing_m}; the distance of sensors must be positive")
    if preset not in PRESETS:
        raise AnalysisError(f"preset is {preset!r}; it must be one of {', '.join(PRESETS)}")
    parameters = pv_parameters(profile)
    snowy = weather
    if isinstance(weather, pd.DataFrame) and "snow_depth_m" in weather and "albedo" not in weather:
        deep = weather["snow_depth_m"] > settings.snow_depth_m
        albedo = np.where(deep, settings.snow_albedo, settings.albedo)
        snowy = weather.assign(albedo=albedo)
    light = light_of(snowy, sky_model=sky_model, albedo=settings.albedo)
    sky = Sky.sampled(light, PRESETS[preset], facade_albedo=settings.facade_albedo)
    return Case(snowy, light, sky, parameters, spacing_m, settings)


#: Of a table whose yields are not known.
NO_TEMPERATURE = (
    "the weather has no temperature, so the yield of panels is not known; give temp_air, or take "
    "profile 'plateau', which needs none"
)


def notes_of(
    city: CityModel, weather: pd.DataFrame, floor: Ground, *, losses: Losses | None = None
) -> list[str]:
    """Say what a reader must know first: where ground and weather come from, and what they lack.

    `losses` where yields are asked for.

    Raises
    ------
    AnalysisError
        If the weather is of another hemisphere.
    """
    latitude, longitude = position(city)
    notes = [
        *surroundings_notes(city, floor.source),
        *distance_notes(weather, latitude=latitude, longitude=longitude),
        *weather.attrs.get("notes", ()),
    ]
    if isinstance(losses, JISLosses | PVWattsLosses) and lacks_temperature(weather):
        notes.append(NO_TEMPERATURE)
    return [note for note in notes if note]


class Exposed(NamedTuple):
    """What planes get.

    Attributes
    ----------
    found : Irradiation
        Light on the planes.
    panels : PanelLight
        Light on panels there.
    on_rack : (n,) ndarray of bool
        Whether those stand on racks.
    """

    found: Irradiation
    panels: PanelLight
    on_rack: NDArray[np.bool_]


def exposed(
    case: Case,
    surroundings: Surroundings,
    planes: Planes,
    surface: NDArray[np.object_],
    *,
    grid_north_deg: NDArray[np.float64],
    spread: Callable[[NDArray[np.int64]], Sensors],
) -> Exposed:
    """Light on planes and on the panels there; parameters are those of `exposure.blocks`."""
    on_rack = racked(planes, surface, case.parameters)
    monthly, free = np.full((len(planes), 12), np.nan), np.full(len(planes), np.nan)
    parts, order = [], [np.zeros(0, dtype=np.int64)]
    for block in blocks(
        surroundings,
        planes,
        case.sky,
        grid_north_deg=grid_north_deg,
        spread=spread,
        spacing_m=case.spacing_m,
        progress=case.settings.progress,
    ):
        found = block_irradiation(block, bounce_of(block, surroundings))
        panels = panel_light(block, found, on_rack[block.rows], case.parameters)
        monthly[block.rows], free[block.rows] = panels
        parts.append(found)
        order.append(block.rows)
    whole = joined(parts, rows=np.concatenate(order), count=len(planes))
    return Exposed(whole, PanelLight(monthly, free), on_rack)


def completed(
    table: pd.DataFrame,
    planes: Planes,
    got: Exposed,
    case: Case,
    *,
    grid_north_deg: NDArray[np.float64],
) -> pd.DataFrame:
    """Add all columns about light and panels.

    Parameters
    ----------
    table : DataFrame
        One row per plane: ``surface``, ``kind``, ``lod``, ``area_m2``, ``plan_area_m2``,
        ``tilt_deg``, ``azimuth_deg`` (true), ``exclusion``.
    planes : Planes
        In the same order.
    got : Exposed
        What they get.
    case : Case
        Weather and panels.
    grid_north_deg : (n,) ndarray of float64
        True azimuth of grid north at each plane. [deg]
    """
    rack = case.parameters.rack
    tilt, azimuth = (table[name].to_numpy(float) for name in ("tilt_deg", "azimuth_deg"))
    if rack is not None:
        tilt = np.where(got.on_rack, rack.tilt_deg, tilt)
        azimuth = np.where(got.on_rack, rack.azimuth_deg, azimuth)
    ratios = performance_ratios(
        case.weather, case.parameters.losses, light=case.light, tilt_deg=tilt, azimuth_deg=azimuth
    )
    lod = table["lod"].to_numpy(dtype=np.int64)
    table = _with_light(table, got.found).assign(
        irradiation_uncertainty_ratio=uncertainty(
            planes,
            got.found,
            lod=lod,
            light=case.light,
            grid_north_deg=grid_north_deg,
            settings=case.settings,
        ),
        usable_area_m2=usable_area(
            planes, got.panels, np.abs(planes.normal[:, 2]), case.parameters
        ),
        panel_tilt_deg=tilt,
        panel_azimuth_deg=azimuth,
    )
    table = table.assign(exclusion=roof_exclusions(table, case.parameters))
    return with_panels(table, got.panels, ratios, on_rack=got.on_rack, parameters=case.parameters)


def _with_light(table: pd.DataFrame, found: Irradiation) -> pd.DataFrame:
    """Add the columns about light."""
    months = found.total
    year, beam = months.sum(axis=1), found.beam.sum(axis=1)
    return table.assign(
        sky_view_ratio=found.sky_view_ratio,
        sunlit_h=found.sunlit_h,
        irradiation_kwh=year * table["area_m2"].to_numpy(),
        irradiation_kwh_per_m2=year,
        beam_kwh_per_m2=beam,
        diffuse_kwh_per_m2=found.diffuse.sum(axis=1),
        reflected_kwh_per_m2=found.reflected.sum(axis=1),
        **dict(zip(MONTHS, months.T, strict=True)),
        shading_loss_ratio=_loss(year, found.unshaded),
        beam_loss_ratio=_loss(beam, found.unshaded_beam),
    )


def _loss(got: NDArray[np.float64], possible: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share of what is possible that is not got; nan where nothing is possible."""
    some = possible > 0.0
    ratio = 1.0 - got / np.where(some, possible, 1.0)
    return np.asarray(np.where(some, np.clip(ratio, 0.0, 1.0), np.nan))
