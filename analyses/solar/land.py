"""City + weather + land polygons -> how much sun land gets and what panels on it would yield."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from analyses.pv import PROFILES, PVParameters, Rack
from analyses.sampling import BUILDING_KINDS, check_spacing, places_in
from analyses.sensors import Planes, Sensors
from analyses.sky import Preset, SkyModel
from analyses.solar.columns import COLUMNS
from analyses.solar.frame import north_of_points
from analyses.solar.potential import case_of, completed, exposed, notes_of
from analyses.solar.settings import DEFAULT_SETTINGS, SolarSettings
from analyses.solar.surroundings import surroundings_of
from analyses.tables import stamped
from citygml.errors import AnalysisError
from citygml.model import CityModel, ground
from citygml.terrain import Ground

#: Kind of the features that are land use.
LAND_KIND = "LandUse"
NO_OUTLINE = "no outline"
NO_GROUND = "no ground"
BUILT_OVER = "built over"
#: Sensors stand this far above the ground. [m]
_LIFT_M = 0.05

#: Panels on racks, facing south at 15 degrees; land under 10 m² and over 30 degrees is left out
#: (PLATEAU UC22-013).
LAND_PANELS = PVParameters(rack=Rack(), losses=PROFILES["jis"].losses)


def land_solar_potential(
    city: CityModel,
    weather: pd.DataFrame,
    land: gpd.GeoDataFrame | None = None,
    *,
    spacing_m: float = 5.0,
    sky_model: SkyModel = "perez",
    preset: Preset = "default",
    profile: PVParameters = LAND_PANELS,
    settings: SolarSettings = DEFAULT_SETTINGS,
) -> gpd.GeoDataFrame:
    """Sun on pieces of land, with shade, and the yield of panels on racks there.

    Sensors stand on the ground at the cells of a grid of the reference system, outside buildings;
    a piece of land has the tilt of the plane through them.

    Parameters
    ----------
    city : CityModel
        Gives ground and obstacles; without `land` also the polygons, its land-use features (luse).
    weather : DataFrame
        A year, from `read_weather`.
    land : GeoDataFrame, optional
        Polygons in any reference system; its index names the rows.
    spacing_m : float
        Side of the grid's cells (PLATEAU UC22-013: 5 m). [m]
    sky_model : {"perez", "haydavies", "isotropic"}
        As for `solar_potential`.
    preset : {"default", "fast", "reference"}
        As for `solar_potential`.
    profile : PVParameters
        Panels and losses.
    settings : SolarSettings
        As for `solar_potential`.

    Returns
    -------
    GeoDataFrame
        One row per polygon, index ``surface_id``, columns as `solar_potential`, ``surface`` "land".
        Land without outline, ground or a cell that is free of buildings has nan and its reason.

    Raises
    ------
    AnalysisError
        If a parameter is out of its range, `land` has no reference system, or there is no land.
    """
    check_spacing(spacing_m)
    case = case_of(
        weather,
        spacing_m=spacing_m,
        sky_model=sky_model,
        preset=preset,
        profile=profile,
        settings=settings,
    )
    pieces = _pieces(city, land)
    floor = ground(city)
    planes, sensors = _draped(city, pieces, floor, spacing_m)
    north = north_of_points(city, planes.centre)
    around = surroundings_of(city, floor, settings, centres=planes.centre)
    names = np.full(len(planes), "land", dtype=object)

    def spread(rows: NDArray[np.int64]) -> Sensors:
        place = np.searchsorted(rows, sensors.plane_row)
        mine = rows[np.minimum(place, len(rows) - 1)] == sensors.plane_row
        return Sensors(sensors.points[mine], place[mine], sensors.area_m2[mine])

    got = exposed(case, around, planes, names, grid_north_deg=north, spread=spread)
    table = _described(pieces, planes, grid_north_deg=north)
    table = completed(table, planes, got, case, grid_north_deg=north)
    used = {"engine": around.scene.engine, "ground_source": floor.source}
    asked = {"sky_model": sky_model, "preset": preset}
    return stamped(
        gpd.GeoDataFrame(table, geometry="geometry", crs=city.crs),
        city,
        analysis="land_solar_potential",
        columns=COLUMNS,
        parameters={**case.stamp(profile), **asked, **used},
        notes=notes_of(city, weather, floor, losses=case.parameters.losses),
    )


def _pieces(city: CityModel, land: gpd.GeoDataFrame | None) -> gpd.GeoSeries:
    """Polygons in the system of the city, index = names."""
    if land is None:
        features = city.features
        own = (features["kind"] == LAND_KIND) & ~features["is_context"].astype(bool)
        found = features.geometry[own]
        if not len(found):
            raise AnalysisError(
                "the city has no land use (luse); give polygons as `land`, or load the type luse"
            )
        return found
    if land.crs is None:
        raise AnalysisError(
            f"the land layer of {len(land)} rows has no reference system; set its crs"
        )
    outlines = land.geometry.to_crs(city.crs)
    return outlines.set_axis(outlines.index.astype(str))


def _draped(
    city: CityModel, pieces: gpd.GeoSeries, floor: Ground, spacing_m: float
) -> tuple[Planes, Sensors]:
    """Plane of best fit of every piece, and sensors on the ground in it."""
    outlines = shapely.make_valid(pieces.to_numpy())
    outlines = np.where(shapely.is_missing(outlines), shapely.Polygon(), outlines)
    features = city.features
    built = features.geometry[features["kind"].isin(BUILDING_KINDS)].dropna().to_numpy()
    place, owner = places_in(outlines, spacing_m=spacing_m)
    free = np.ones(len(place), dtype=bool)
    free[shapely.STRtree(shapely.points(place)).query(built, predicate="intersects")[1]] = False
    local = place - np.array(city.origin[:2])
    height = floor.height_at(local) if len(local) else np.zeros(0)
    known = np.isfinite(height)
    n = len(outlines)
    reason = np.full(n, "", dtype=object)
    reason[np.bincount(owner[known & free], minlength=n) == 0] = BUILT_OVER
    reason[np.bincount(owner[known], minlength=n) == 0] = NO_GROUND
    reason[shapely.area(outlines) <= 0.0] = NO_OUTLINE
    kept = known & free
    owner = owner[kept]
    ground_point = np.column_stack([local[kept], height[kept]])
    normal, middle = _fitted(ground_point, owner, n)
    planes = _planes(outlines, normal, middle, reason=reason, origin=np.array(city.origin))
    count = np.maximum(np.bincount(owner, minlength=n), 1)
    lifted = ground_point + np.array([0.0, 0.0, _LIFT_M])
    return planes, Sensors(lifted, owner, (planes.area_m2 / count)[owner])


def _fitted(
    points: NDArray[np.float64], owner: NDArray[np.int64], count: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Fit planes: normals and middles, level where points are in a line."""
    number = np.maximum(np.bincount(owner, minlength=count), 1)
    middle = np.stack([np.bincount(owner, c, count) / number for c in points.T], axis=1)
    x, y, z = (points - middle[owner]).T
    xx, yy, xy, xz, yz = (np.bincount(owner, p, count) for p in (x * x, y * y, x * y, x * z, y * z))
    determinant = xx * yy - xy**2
    usable = determinant > 1e-6 * np.maximum(xx * yy, 1e-12)
    safe = np.where(usable, determinant, 1.0)
    east = np.where(usable, (xz * yy - yz * xy) / safe, 0.0)
    north = np.where(usable, (yz * xx - xz * xy) / safe, 0.0)
    normal = np.stack([-east, -north, np.ones(count)], axis=1)
    return normal / np.linalg.norm(normal, axis=1, keepdims=True), middle


def _planes(
    outlines: NDArray[np.object_],
    normal: NDArray[np.float64],
    middle: NDArray[np.float64],
    *,
    reason: NDArray[np.object_],
    origin: NDArray[np.float64],
) -> Planes:
    """Planes whose own axes run level and up the slope, their outline as seen from above."""
    bad = reason != ""
    aside = np.stack([normal[:, 2], np.zeros(len(normal)), -normal[:, 0]], axis=1)
    aside /= np.linalg.norm(aside, axis=1, keepdims=True)
    axes = np.stack([aside, np.cross(normal, aside)], axis=1)
    flat, owner = shapely.get_coordinates(outlines, return_index=True)
    offset = np.column_stack([flat - origin[:2] - middle[owner, :2], np.zeros(len(flat))])
    slope = normal[owner]
    offset[:, 2] = -(offset[:, 0] * slope[:, 0] + offset[:, 1] * slope[:, 1]) / slope[:, 2]
    inside = np.einsum("ikj,ij->ik", axes[owner], offset)
    own = shapely.set_coordinates(outlines.copy(), inside)
    own[bad] = shapely.Polygon()
    nan = np.where(bad, np.nan, 1.0)
    return Planes(
        normal=normal * nan[:, None],
        centre=middle * nan[:, None],
        axes=axes * nan[:, None, None],
        outline=np.asarray(own, dtype=object),
        bulge_m=np.zeros(len(normal)),
        area_m2=shapely.area(outlines) / normal[:, 2] * nan,
        reason=reason,
    )


def _described(
    pieces: gpd.GeoSeries, planes: Planes, *, grid_north_deg: NDArray[np.float64]
) -> pd.DataFrame:
    """Describe the pieces of land."""
    names = pieces.index.to_numpy(dtype=object)
    return pd.DataFrame(
        {
            "feature_id": names,
            "part_id": "",
            "surface": "land",
            "kind": LAND_KIND,
            "lod": np.zeros(len(planes), dtype=np.int8),
            "area_m2": planes.area_m2,
            "plan_area_m2": planes.area_m2 * np.abs(planes.normal[:, 2]),
            "tilt_deg": planes.tilt_deg,
            "azimuth_deg": (planes.azimuth_deg + grid_north_deg) % 360.0,
            "exclusion": planes.reason,
            "geometry": pieces.to_numpy(),
        },
        index=pd.Index(names, name="surface_id", dtype=object),
    )
