"""City + weather -> how much sun every roof gets and what panels on it would yield."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Geod, Transformer

from analyses.irradiation import (
    Directions,
    Irradiation,
    binned,
    irradiation,
    joined,
    plane_weights,
    visibility_bits,
    visible_share,
)
from analyses.pv import (
    PVParameters,
    performance_ratios,
    pv_parameters,
    roof_exclusions,
    specific_yield,
)
from analyses.raycast.scene import EngineName, RayScene
from analyses.sensors import Planes, roof_rows, roofs_only, spread_sensors, surface_planes
from analyses.sky import (
    DEFAULT_ALBEDO,
    PRESETS,
    Light,
    Preset,
    SkyModel,
    SkyPatches,
    SunDirections,
    light_of,
    sky_patches,
    sun_directions,
)
from analyses.tables import NO_ROOF, Column, ground_note, stamped
from analyses.weather import distance_notes
from citygml.errors import AnalysisError
from citygml.model import CityModel, ground, surface_names

Profile = Literal["jis"]

#: Planes whose weights are held at once, and the sensors that end a block.
_BLOCK_PLANES, _BLOCK_SENSORS = 256, 32768

_MONTHS = tuple(f"irradiation_{month:02d}_kwh_per_m2" for month in range(1, 13))
_KWH, _PER_M2 = "kWh", "kWh/m2"

COLUMNS = (
    Column("feature_id", "str", "", "建物ID", "Building that the roof belongs to."),
    Column("part_id", "str", "", "建物部分ID", "Part or installation of it, if the roof is one's."),
    Column("kind", "str", "", "地物種別", "Class of the object that owns the roof."),
    Column("lod", "Int8", "", "LOD", "Level of detail; an LOD1 top counts as a flat roof."),
    Column("area_m2", "float64", "m2", "屋根面積", "Area in the plane of the roof."),
    Column("plan_area_m2", "float64", "m2", "水平投影面積", "Area seen from above."),
    Column("tilt_deg", "float64", "deg", "傾斜角", "Angle between roof and horizontal."),
    Column("azimuth_deg", "float64", "deg", "方位角", "Where it faces, clockwise from true north."),
    Column("sky_view_ratio", "float64", "", "天空率", "Cosine-weighted share of the sky it sees."),
    Column("sunlit_h", "float64", "h", "日照時間", "Hours a year with dni over 120 W/m2 on it."),
    Column(
        "irradiation_kwh", "float64", _KWH, "年間日射量", "Light of the year on the whole roof."
    ),
    Column("irradiation_kwh_per_m2", "float64", _PER_M2, "年間日射量", "Light of the year."),
    Column("beam_kwh_per_m2", "float64", _PER_M2, "直達日射量", "Of it, straight from the sun."),
    Column("diffuse_kwh_per_m2", "float64", _PER_M2, "散乱日射量", "Of it, from the sky."),
    Column("reflected_kwh_per_m2", "float64", _PER_M2, "反射日射量", "Of it, from the ground."),
    *(
        Column(name, "float64", _PER_M2, f"{month}月の日射量", f"Light of month {month}.")
        for month, name in enumerate(_MONTHS, start=1)
    ),
    Column("shading_loss_ratio", "float64", "", "日影損失率", "Share of light lost to obstacles."),
    Column(
        "beam_loss_ratio",
        "float64",
        "",
        "直達日影損失率",
        "Share of direct light lost to obstacles.",
    ),
    Column("capacity_kw", "float64", "kW", "設備容量", "Panels that fit; 0 where excluded."),
    Column("generation_kwh", "float64", _KWH, "年間発電量", "What they yield in a year."),
    Column(
        "specific_yield_kwh_per_kw",
        "float64",
        "kWh/kW",
        "容量当たり年間発電量",
        "What a kilowatt in this plane yields in a year, excluded or not.",
    ),
    Column("exclusion", "str", "", "除外理由", "Why it carries no panels, empty where it does."),
)


def solar_potential(
    city: CityModel,
    weather: pd.DataFrame,
    *,
    spacing_m: float = 1.0,
    sky_model: SkyModel = "perez",
    albedo: float = DEFAULT_ALBEDO,
    preset: Preset = "default",
    profile: Profile | PVParameters = "jis",
    engine: EngineName = "auto",
) -> gpd.GeoDataFrame:
    """Sun on every roof surface of a city, with shade, and the yield of panels on it.

    Every sensor looks once in each of a set of directions, patches of the sky and suns of
    representative days; beam by the true sun of every hour and the closed form of the sky model
    are then weighted with what is seen. Without obstacles a plane gets exactly what pvlib gives
    it. Terrain and neighbours cast shade; light reflected by façades is not counted.

    Parameters
    ----------
    city : CityModel
        Features with ``is_context`` only cast shade.
    weather : DataFrame
        A year, from `read_weather`.
    spacing_m : float
        Largest distance of sensors in the plane of a roof. [m]
    sky_model : {"perez", "haydavies", "isotropic"}
        Where diffuse light comes from, see `light_of`.
    albedo : float
        Reflectance of the ground; a column ``albedo`` of `weather` goes first.
    preset : {"default", "fast", "reference"}
        How finely sky and sun are sampled, see `PRESETS`.
    profile : "jis" or PVParameters
        Panels and losses.
    engine : {"auto", "embree", "reference"}
        See `RayScene`.

    Returns
    -------
    GeoDataFrame
        One row per roof surface, index ``surface_id``, columns `COLUMNS`, geometry the outline
        seen from above. A roof without usable geometry has nan and its `exclusion`; so has a
        building without a roof, in a row named ``<feature_id>#no-roof``: every building of the
        city occurs. Polygons without an id of their own are named ``<feature_id>#surface<n>``.

    Raises
    ------
    AnalysisError
        If a parameter is out of its range, or the weather is of another hemisphere.
    """
    _check(spacing_m, preset)
    parameters = pv_parameters(profile)
    latitude, longitude, grid_north_deg = position(city)
    light = turned(light_of(weather, sky_model=sky_model, albedo=albedo), -grid_north_deg)
    floor = ground(city)
    notes = [
        ground_note(floor.source),
        *distance_notes(weather, latitude=latitude, longitude=longitude),
        *weather.attrs.get("notes", ()),
    ]
    rows = roof_rows(city)
    planes = roofs_only(surface_planes(city.surfaces, rows))
    scene = RayScene(city.mesh, floor.mesh, engine=engine)
    suns = sun_directions(light, step_days=PRESETS[preset].sun_step_days)
    sky = sky_patches(PRESETS[preset].subdivision)
    found = plane_irradiation(scene, planes, light, suns=suns, sky=sky, spacing_m=spacing_m)
    table = _with_light(_roof_table(city, rows, planes, grid_north_deg=grid_north_deg), found)
    ratios = performance_ratios(weather, parameters)
    table = _with_panels(table, found, ratios, parameters=parameters)
    table = pd.concat([table, _roofless(city, table)]) if len(table) else _roofless(city, table)
    asked: dict[str, object] = {
        "spacing_m": spacing_m,
        "sky_model": sky_model,
        "albedo": albedo,
        "preset": preset,
    }
    asked["profile"] = profile if isinstance(profile, str) else "custom"
    used = {"engine": scene.engine, "ground_source": floor.source}
    return stamped(
        gpd.GeoDataFrame(table, geometry="geometry", crs=city.crs),
        city,
        analysis="solar_potential",
        columns=COLUMNS,
        parameters={**_origin(weather), **asked, **asdict(parameters), **used},
        notes=[note for note in notes if note],
    )


def _check(spacing_m: float, preset: str) -> None:
    """Raise where a parameter is out of its range."""
    if not spacing_m > 0.0:
        raise AnalysisError(f"spacing_m is {spacing_m}; the distance of sensors must be positive")
    if preset not in PRESETS:
        raise AnalysisError(f"preset is {preset!r}; it must be one of {', '.join(PRESETS)}")


def _origin(weather: pd.DataFrame) -> dict[str, str]:
    """Say where the weather comes from."""
    name, source = weather.attrs.get("name", ""), weather.attrs.get("source", "")
    return {"weather": str(name), "weather_source": str(source)}


def position(city: CityModel) -> tuple[float, float, float]:
    """Latitude and longitude of the middle of a city, and where the north of its grid points.

    Returns
    -------
    latitude, longitude, grid_north_deg : float
        The last is the true azimuth of grid north, up to a degree in Japan's zones. [deg]
    """
    box = city.features.total_bounds
    east, north = city.origin[:2]
    if np.isfinite(box).all():
        east, north = (box[0] + box[2]) / 2.0, (box[1] + box[3]) / 2.0
    to_geographic = Transformer.from_crs(city.crs, CRS.from_epsg(4326), always_xy=True)
    longitude, latitude = to_geographic.transform([east, east], [north - 500.0, north + 500.0])
    azimuth, _, _ = Geod(ellps="GRS80").inv(longitude[0], latitude[0], longitude[1], latitude[1])
    return float(np.mean(latitude)), float(np.mean(longitude)), float(azimuth)


def turned(light: Light, clockwise_deg: float) -> Light:
    """Light with the sun turned about the vertical.

    Parameters
    ----------
    light : Light
        Any.
    clockwise_deg : float
        Added to all azimuths. [deg]
    """
    sine, cosine = np.sin(np.radians(clockwise_deg)), np.cos(np.radians(clockwise_deg))
    turn = np.array([(cosine, -sine, 0.0), (sine, cosine, 0.0), (0.0, 0.0, 1.0)])
    return replace(light, sun=light.sun @ turn)


def plane_irradiation(
    scene: RayScene,
    planes: Planes,
    light: Light,
    *,
    suns: SunDirections,
    sky: SkyPatches,
    spacing_m: float,
) -> Irradiation:
    """Irradiation of planes among obstacles, mean over their sensors.

    Planes are worked through in blocks, so that memory does not grow with their number.

    Parameters
    ----------
    scene : RayScene
        Obstacles, the planes' own surfaces among them.
    planes : Planes
        Where `Planes.reason` is set, all values are nan.
    light : Light
        In the frame of the scene, see `turned`.
    suns : SunDirections
        Of that light.
    sky : SkyPatches
        Where sensors look besides.
    spacing_m : float
        Largest distance of sensors. [m]
    """
    bins = binned(light, suns)
    directions = Directions(sky, suns.vectors)
    vectors = directions.vectors
    usable = np.flatnonzero(planes.reason == "")
    estimate = np.cumsum(planes.area_m2[usable] / spacing_m**2)
    number = np.maximum(estimate // _BLOCK_SENSORS, np.arange(len(usable)) // _BLOCK_PLANES)
    blocks = np.split(usable, np.flatnonzero(np.diff(number)) + 1) if len(usable) else []
    parts = []
    for rows in blocks:
        block = planes.take(rows)
        sensors = spread_sensors(block, spacing_m=spacing_m)
        weights = plane_weights(block.normal, bins, directions)
        bits = visibility_bits(scene, sensors, block.normal, vectors=vectors, wanted=weights.wanted)
        share = visible_share(bits, sensors, planes=len(block), directions=len(vectors))
        parts.append(irradiation(weights, share, block.normal, bins))
    return joined(parts, rows=usable, count=len(planes))


def _roof_table(
    city: CityModel, rows: NDArray[np.int64], planes: Planes, *, grid_north_deg: float
) -> pd.DataFrame:
    """Describe the roofs: owner, level of detail, area, where they face."""
    features, surfaces = city.features, city.surfaces
    owner = surfaces.feature_row[rows]
    root = city.root_row[owner]
    building = features.index.to_numpy(dtype=object)[root]
    own_id = features.index.to_numpy(dtype=object)[owner]
    return pd.DataFrame(
        {
            "feature_id": building,
            "part_id": np.where(owner == root, "", own_id),
            "kind": features["kind"].to_numpy(dtype=object)[owner],
            "lod": surfaces.lod[rows].astype(np.int8),
            "area_m2": planes.area_m2,
            "plan_area_m2": planes.area_m2 * np.abs(planes.normal[:, 2]),
            "tilt_deg": planes.tilt_deg,
            "azimuth_deg": (planes.azimuth_deg + grid_north_deg) % 360.0,
            "exclusion": planes.reason,
            "geometry": _plan_outlines(planes, city.origin),
        },
        index=pd.Index(surface_names(city)[rows], name="surface_id", dtype=object),
    )


def _plan_outlines(planes: Planes, origin: tuple[float, float, float]) -> NDArray[np.object_]:
    """Outlines seen from above in the reference system of the city, None where there is none."""
    outline = planes.outline.copy()
    flat, owner = shapely.get_coordinates(outline, return_index=True)
    placed = planes.centre[owner] + np.einsum("ik,ikj->ij", flat, planes.axes[owner])
    outline = shapely.set_coordinates(outline, placed[:, :2] + np.array(origin[:2]))
    outline[planes.reason != ""] = None
    return np.asarray(outline, dtype=object)


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
        **dict(zip(_MONTHS, months.T, strict=True)),
        shading_loss_ratio=_loss(year, found.unshaded),
        beam_loss_ratio=_loss(beam, found.unshaded_beam),
    )


def _loss(got: NDArray[np.float64], possible: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share of what is possible that is not got; nan where nothing is possible."""
    some = possible > 0.0
    ratio = 1.0 - got / np.where(some, possible, 1.0)
    return np.asarray(np.where(some, np.clip(ratio, 0.0, 1.0), np.nan))


def _with_panels(
    table: pd.DataFrame,
    found: Irradiation,
    ratios: NDArray[np.float64],
    *,
    parameters: PVParameters,
) -> pd.DataFrame:
    """Add capacity, yield, and why there are no panels."""
    reason = roof_exclusions(table, parameters)
    area = table["area_m2"].to_numpy(dtype=float)
    fits = area * parameters.usable_ratio * parameters.density_kw_per_m2
    per_kw = specific_yield(found.total, ratios)
    known = np.isfinite(per_kw)
    capacity = np.where(reason == "", fits, np.where(known, 0.0, np.nan))
    return table.assign(
        capacity_kw=capacity,
        generation_kwh=capacity * per_kw,
        specific_yield_kwh_per_kw=per_kw,
        exclusion=reason,
    )


def _roofless(city: CityModel, roofs: pd.DataFrame) -> pd.DataFrame:
    """Rows of the buildings that have no roof surface at all."""
    features = city.features
    own = (features["kind"] == "Building") & ~features["is_context"].astype(bool)
    bare = features[own & ~features.index.isin(roofs["feature_id"])]
    names = bare.index.to_numpy(dtype=object)
    lod = pd.array(bare["lod"], dtype="Int8")
    table = pd.DataFrame(
        {
            "feature_id": names,
            "part_id": "",
            "kind": bare["kind"].to_numpy(dtype=object),
            "lod": lod,
            "exclusion": NO_ROOF,
            "geometry": bare.geometry.to_numpy(),
        },
        index=pd.Index([f"{name}#no-roof" for name in names], name="surface_id", dtype=object),
    )
    return table.reindex(columns=[*(column.name for column in COLUMNS), "geometry"])
