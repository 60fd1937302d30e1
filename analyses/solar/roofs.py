"""City + weather -> how much sun roofs and façades get and what panels on them would yield."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from analyses.pv import Profile, PVParameters
from analyses.sensors import Planes, Sensors, spread_sensors
from analyses.sky import Preset, SkyModel
from analyses.solar.columns import COLUMNS
from analyses.solar.frame import north_of_points
from analyses.solar.potential import case_of, completed, exposed, notes_of
from analyses.solar.settings import DEFAULT_SETTINGS, SolarSettings
from analyses.solar.surroundings import surroundings_of
from analyses.solar.targets import Surfaces, Targets, targets_of
from analyses.tables import NO_ROOF, stamped
from citygml.model import CityModel, ground, surface_names


def solar_potential(
    city: CityModel,
    weather: pd.DataFrame,
    *,
    spacing_m: float = 1.0,
    surfaces: Surfaces = "roof",
    sky_model: SkyModel = "perez",
    preset: Preset = "default",
    profile: Profile | PVParameters = "jis",
    settings: SolarSettings = DEFAULT_SETTINGS,
) -> gpd.GeoDataFrame:
    """Sun on every roof surface or façade of a city, with shade, and the yield of panels on it.

    Every sensor looks once in each of a set of directions, patches of the sky and suns of
    representative days; beam by the true sun of every hour and the closed form of the sky model
    are then weighted with what is seen. Without obstacles a plane gets exactly what pvlib gives
    it. Terrain and neighbours cast shade; ground and façades reflect light once.

    Parameters
    ----------
    city : CityModel
        Features with ``is_context`` only cast shade and reflect.
    weather : DataFrame
        A year, from `read_weather`.
    spacing_m : float
        Largest distance of sensors in the plane of a surface. [m]
    surfaces : {"roof", "wall", "all"}
        Roofs, façades, or both; column ``surface`` says which a row is.
    sky_model : {"perez", "haydavies", "isotropic"}
        Where diffuse light comes from, see `light_of`.
    preset : {"default", "fast", "reference"}
        How finely sky and sun are sampled, see `PRESETS`.
    profile : {"jis", "pvwatts", "plateau"} or PVParameters
        Panels and losses.
    settings : SolarSettings
        Reflection, surroundings, uncertainty, ray engine, progress.

    Returns
    -------
    GeoDataFrame
        One row per surface, index ``surface_id``, columns `COLUMNS`, geometry the outline
        seen from above. A surface without usable geometry has nan and its `exclusion`; so has a
        building without a roof, in a row named ``<feature_id>#no-roof``: every building of the
        city occurs. Polygons without an id of their own are named ``<feature_id>#surface<n>``.

    Raises
    ------
    AnalysisError
        If a parameter is out of its range, or the weather is of another hemisphere.
    """
    case = case_of(
        weather,
        spacing_m=spacing_m,
        sky_model=sky_model,
        preset=preset,
        profile=profile,
        settings=settings,
    )
    floor = ground(city)
    notes = notes_of(city, weather, floor, losses=case.parameters.losses)
    targets = targets_of(city, surfaces)
    planes = targets.planes
    around = surroundings_of(city, floor, settings, centres=planes.centre)
    north = north_of_points(city, planes.centre)

    def spread(rows: NDArray[np.int64]) -> Sensors:
        return spread_sensors(planes.take(rows), spacing_m=spacing_m)

    got = exposed(case, around, planes, targets.surface, grid_north_deg=north, spread=spread)
    table = _described(city, targets, grid_north_deg=north)
    table = completed(table, planes, got, case, grid_north_deg=north)
    table = _with_bare(table, _bare(city, table))
    used = {"engine": around.scene.engine, "ground_source": floor.source}
    asked = {"surfaces": surfaces, "sky_model": sky_model, "preset": preset}
    return stamped(
        gpd.GeoDataFrame(table, geometry="geometry", crs=city.crs),
        city,
        analysis="solar_potential",
        columns=COLUMNS,
        parameters={**case.stamp(profile), **asked, **used},
        notes=notes,
    )


def _described(
    city: CityModel, targets: Targets, *, grid_north_deg: NDArray[np.float64]
) -> pd.DataFrame:
    """Describe the surfaces: owner, level of detail, area, where they face."""
    features, surfaces, planes = city.features, city.surfaces, targets.planes
    owner = surfaces.feature_row[targets.rows]
    root = city.root_row[owner]
    building = features.index.to_numpy(dtype=object)[root]
    own_id = features.index.to_numpy(dtype=object)[owner]
    return pd.DataFrame(
        {
            "feature_id": building,
            "part_id": np.where(owner == root, "", own_id),
            "surface": targets.surface,
            "kind": features["kind"].to_numpy(dtype=object)[owner],
            "lod": surfaces.lod[targets.rows].astype(np.int8),
            "area_m2": planes.area_m2,
            "plan_area_m2": planes.area_m2 * np.abs(planes.normal[:, 2]),
            "tilt_deg": planes.tilt_deg,
            "azimuth_deg": (planes.azimuth_deg + grid_north_deg) % 360.0,
            "exclusion": planes.reason,
            "geometry": plan_outlines(planes, city.origin),
        },
        index=pd.Index(surface_names(city)[targets.rows], name="surface_id", dtype=object),
    )


def plan_outlines(planes: Planes, origin: tuple[float, float, float]) -> NDArray[np.object_]:
    """Outlines seen from above in the reference system of the city, None where there is none.

    Parameters
    ----------
    planes : Planes
        Vertical ones give a line drawn as a polygon without area.
    origin : tuple of float
        Of their coordinates. [m]
    """
    outline = planes.outline.copy()
    flat, owner = shapely.get_coordinates(outline, return_index=True)
    placed = planes.centre[owner] + np.einsum("ik,ikj->ij", flat, planes.axes[owner])
    outline = shapely.set_coordinates(outline, placed[:, :2] + np.array(origin[:2]))
    outline[planes.reason != ""] = None
    return np.asarray(outline, dtype=object)


def _with_bare(table: pd.DataFrame, bare: pd.DataFrame) -> pd.DataFrame:
    """Surfaces, and behind them the buildings that have none."""
    if not len(table):
        return bare
    return pd.concat([table, bare]) if len(bare) else table


def _bare(city: CityModel, found: pd.DataFrame) -> pd.DataFrame:
    """Rows of the buildings that have none of the surfaces asked for."""
    features = city.features
    own = (features["kind"] == "Building") & ~features["is_context"].astype(bool)
    bare = features[own & ~features.index.isin(found["feature_id"])]
    names = bare.index.to_numpy(dtype=object)
    table = pd.DataFrame(
        {
            "feature_id": names,
            "part_id": "",
            "surface": "",
            "kind": bare["kind"].to_numpy(dtype=object),
            "lod": pd.array(bare["lod"], dtype="Int8"),
            "exclusion": NO_ROOF,
            "geometry": bare.geometry.to_numpy(),
        },
        index=pd.Index([f"{name}#no-roof" for name in names], name="surface_id", dtype=object),
    )
    return table.reindex(columns=[*(column.name for column in COLUMNS), "geometry"])
