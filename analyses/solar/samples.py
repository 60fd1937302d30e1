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
from analyses.solar.exposure import Block, blocks
from analyses.solar.frame import north_of_points
from analyses.solar.potential import case_of
from analyses.solar.reflection import bounce_of
from analyses.solar.settings import DEFAULT_SETTINGS, SolarSettings
from analyses.solar.surroundings import surroundings_of
from analyses.solar.targets import Surfaces, targets_of
from analyses.tables import Column, ground_note, stamped
from citygml.model import CityModel, ground, surface_names

#: Sensors whose bits are unpacked at once.
_UNPACKED_SENSORS = 4096

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
    sky_model, preset, settings
        See `solar_potential`.

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
    around = surroundings_of(city, floor, settings)

    def spread(rows: NDArray[np.int64]) -> Sensors:
        return spread_sensors(planes.take(rows), spacing_m=spacing_m)

    points, rows, area, light = [np.zeros((0, 3))], [np.zeros(0, int)], [np.zeros(0)], [np.zeros(0)]
    for block in blocks(
        around,
        planes,
        case.sky,
        grid_north_deg=north_of_points(city, planes.centre),
        spread=spread,
        spacing_m=spacing_m,
        progress=settings.progress,
    ):
        found = irradiation(
            block.weights,
            block.share,
            block.planes.normal,
            block.frame.bins,
            bounce=bounce_of(block, around),
        )
        reflected = found.reflected.sum(axis=1)
        points.append(block.sensors.points)
        rows.append(block.rows[block.sensors.plane_row])
        area.append(block.sensors.area_m2)
        light.append(sensor_irradiation(block) + reflected[block.sensors.plane_row])
    where = np.concatenate(points) + np.array(city.origin)
    table = pd.DataFrame(
        {
            "surface_id": surface_names(city)[targets.rows][np.concatenate(rows)],
            "elevation_m": where[:, 2],
            "area_m2": np.concatenate(area),
            "irradiation_kwh_per_m2": np.concatenate(light),
        },
        index=pd.RangeIndex(len(where), name="sample_id"),
    )
    note = ground_note(floor.source)
    return stamped(
        gpd.GeoDataFrame(table, geometry=shapely.points(where[:, :2]), crs=city.crs),
        city,
        analysis="solar_samples",
        columns=SAMPLE_COLUMNS,
        parameters={**settings.stamp(), "surfaces": surfaces, "preset": preset},
        notes=[note] if note else [],
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
