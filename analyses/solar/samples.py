"""City + weather -> light at every single point, for rasters and close looks."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from analyses.irradiation import irradiation
from analyses.sensors import Sensors, spread_sensors
from analyses.sky import Preset, SkyModel
from analyses.solar.exposure import Block, Surroundings, blocks
from analyses.solar.frame import north_of_points
from analyses.solar.potential import case_of
from analyses.solar.reflection import bounce_of
from analyses.solar.settings import DEFAULT_SETTINGS, SolarSettings
from analyses.solar.surroundings import surroundings_of
from analyses.solar.targets import Surfaces, targets_of
from analyses.tables import Column, stamped, surroundings_notes
from citygml.model import CityModel, ground, surface_names

#: Sensors whose bits are unpacked at once.
_UNPACKED_SENSORS = 4096

_COLUMNS = ("east", "north", "up", "surface_row", "area_m2", "irradiation_kwh_per_m2")

SAMPLE_COLUMNS = (
    Column("surface_id", "str", "", "面ID", "Roof or facade that the point is on."),
    Column("elevation_m", "float64", "m", "標高", "Of the point."),
    Column("area_m2", "float64", "m2", "面積", "What the point stands for."),
    Column("irradiation_kwh_per_m2", "float64", "kWh/m2", "年間日射量", "Light of the year there."),
)


def solar_samples(
    city: CityModel,
    weather: pd.DataFrame,
    *,
    spacing_m: float = 1.0,
    surfaces: Surfaces = "roof",
    sky_model: SkyModel = "perez",
    preset: Preset = "default",
    settings: SolarSettings = DEFAULT_SETTINGS,
) -> gpd.GeoDataFrame:
    """Light of the year at every point of roofs or façades, for rasters.

    The mean of the points of a surface is what `solar_potential` says of it.

    Parameters
    ----------
    city : CityModel
        Features with ``is_context`` only cast shade.
    weather : DataFrame
        A year, from `read_weather`.
    spacing_m : float
        Largest distance of points. [m]
    surfaces : {"roof", "wall", "all"}
        Which surfaces.
    sky_model : {"perez", "haydavies", "isotropic"}
        Where diffuse light comes from.
    preset : {"default", "fast", "reference"}
        How finely sky and sun are sampled.
    settings : SolarSettings
        Reflection, surroundings, ray engine, progress.

    Returns
    -------
    GeoDataFrame
        One row per point, index ``sample_id``, columns `SAMPLE_COLUMNS`.

    Raises
    ------
    AnalysisError
        If a parameter is out of its range.
    """
    case = case_of(
        weather,
        spacing_m=spacing_m,
        sky_model=sky_model,
        preset=preset,
        profile="jis",
        settings=settings,
    )
    targets = targets_of(city, surfaces)
    planes = targets.planes
    floor = ground(city)
    around = surroundings_of(city, floor, settings, centres=planes.centre)

    def spread(rows: NDArray[np.int64]) -> Sensors:
        return spread_sensors(planes.take(rows), spacing_m=spacing_m)

    parts = [
        _table(block, around, targets.rows)
        for block in blocks(
            around,
            planes,
            case.sky,
            grid_north_deg=north_of_points(city, planes.centre),
            spread=spread,
            spacing_m=spacing_m,
            progress=settings.progress,
        )
    ]
    empty = pd.DataFrame({name: np.zeros(0) for name in _COLUMNS})
    table = pd.concat(parts, ignore_index=True) if parts else empty
    table = _placed(table, city)
    return stamped(
        table,
        city,
        analysis="solar_samples",
        columns=SAMPLE_COLUMNS,
        parameters={**settings.stamp(), "surfaces": surfaces, "preset": preset},
        notes=surroundings_notes(city, floor.source),
    )


def _table(block: Block, around: Surroundings, rows: NDArray[np.int64]) -> pd.DataFrame:
    """Points of a block with their light."""
    found = irradiation(
        block.weights,
        block.share,
        block.planes.normal,
        block.frame.bins,
        bounce=bounce_of(block, around),
    )
    owner = block.sensors.plane_row
    reflected = found.reflected.sum(axis=1)
    values = [
        *block.sensors.points.T,
        rows[block.rows[owner]],
        block.sensors.area_m2,
        sensor_irradiation(block) + reflected[owner],
    ]
    return pd.DataFrame(dict(zip(_COLUMNS, values, strict=True)))


def _placed(table: pd.DataFrame, city: CityModel) -> gpd.GeoDataFrame:
    """Points in the reference system of the city, with the name of their surface."""
    where = table[["east", "north", "up"]].to_numpy() + np.array(city.origin)
    names = surface_names(city)[table["surface_row"].to_numpy(dtype=np.int64)]
    table = table.drop(columns=["east", "north", "up", "surface_row"]).assign(
        surface_id=names, elevation_m=where[:, 2]
    )
    return gpd.GeoDataFrame(
        table.rename_axis("sample_id"), geometry=shapely.points(where[:, :2]), crs=city.crs
    )


def sensor_irradiation(block: Block) -> NDArray[np.float64]:
    """Beam and diffuse irradiation of the year at each sensor of a block, (m,). [kWh/m²]"""
    weights = block.weights
    sky = weights.sky * weights.isotropic.sum(axis=1)[:, None]
    sky = sky + weights.horizon * weights.horizontal.sum(axis=1)[:, None]
    sun = np.zeros((len(block.planes), len(block.frame.directions.suns)))
    np.add.at(sun.T, block.frame.bins.sun, (weights.beam + weights.circumsolar).T)
    worth = np.concatenate([sky, sun], axis=1)
    light = np.zeros(len(block.sensors))
    for begin in range(0, len(light), _UNPACKED_SENSORS):
        part = slice(begin, begin + _UNPACKED_SENSORS)
        seen = np.unpackbits(block.bits[part], axis=1, count=worth.shape[1])
        light[part] = np.einsum("ij,ij->i", seen, worth[block.sensors.plane_row[part]])
    return light
