"""Panels + suns -> rays that meet other buildings, and eyes that see the mirrored sun."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from analyses.glare.mirror import cone_fill, fresnel_reflectance, mirrored, spread_in_cone
from analyses.glare.settings import GlareSettings
from analyses.glare.skyline import Skyline
from analyses.glare.suns import Suns
from analyses.raycast.scene import RayScene
from analyses.sensors import Planes, spread_sensors
from analyses.sun import unit_vectors
from citygml.errors import AnalysisError
from citygml.model import CityModel, surface_names

#: Pairs of mirror point and sun looked at at once; rays are traced for a part of them.
_BATCH_PAIRS = 1 << 20
#: Mirror points stand this much higher than sensors, on the glass. [m]
_GLASS_M = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Panels:
    """Mirror points on panels.

    Attributes
    ----------
    points : (m, 3) ndarray of float64
        [m]
    normal : (m, 3) ndarray of float64
        Of the glass.
    source : (m,) ndarray of int64
        Row of `source_id`.
    number : (m,) ndarray of int64
        Of the point on its roof.
    area_m2 : (s,) ndarray of float64
        Of the panels of each roof. [m²]
    source_id : (s,) ndarray of object
        Roof surfaces.
    root : (s,) ndarray of int64
        Row of the building in `CityModel.features`.
    """

    points: NDArray[np.float64]
    normal: NDArray[np.float64]
    source: NDArray[np.int64]
    number: NDArray[np.int64]
    area_m2: NDArray[np.float64]
    source_id: NDArray[np.object_]
    root: NDArray[np.int64]


class Events(NamedTuple):
    """Meetings of a mirrored ray with something, in columns of equal length.

    Attributes
    ----------
    source, receiver, sun : (e,) ndarray of int64
        Row of the roof, key of what is met, row of the sun.
    irradiance : (e,) ndarray of float64
        Across the ray on a clear day. [W/m²]
    start, end : (e, 3) ndarray of float64
        [m]
    """

    source: NDArray[np.int64]
    receiver: NDArray[np.int64]
    sun: NDArray[np.int64]
    irradiance: NDArray[np.float64]
    start: NDArray[np.float64]
    end: NDArray[np.float64]


def panels_of(
    city: CityModel,
    roofs: gpd.GeoDataFrame,
    planes: Planes,
    rows: NDArray[np.int64],
    *,
    grid_north_deg: float,
    spacing_m: float,
) -> Panels:
    """Panels of the roofs that carry some.

    Parameters
    ----------
    city : CityModel
        The city of the table.
    roofs : GeoDataFrame
        From `solar_potential`: where `exclusion` is "", panels stand with `panel_tilt_deg` and
        `panel_azimuth_deg`.
    planes : Planes
        Roofs of the city.
    rows : (n,) ndarray of int64
        Their rows in `CityModel.surfaces`.
    grid_north_deg : float
        True azimuth of grid north. [deg]
    spacing_m : float
        Distance of mirror points. [m]

    Raises
    ------
    AnalysisError
        If the table lacks a column or its roofs are not those of the city.
    """
    need = {"exclusion", "panel_tilt_deg", "panel_azimuth_deg", "usable_area_m2", "surface"}
    if need - set(roofs.columns):
        raise AnalysisError(
            f"the table lacks {', '.join(sorted(need - set(roofs.columns)))}; glare needs the "
            "table of roofs; take it from solar_potential"
        )
    carrying = roofs[(roofs["exclusion"].fillna("") == "") & (roofs["surface"] == "roof")]
    place = pd.Index(surface_names(city)[rows]).get_indexer(carrying.index)
    if (place < 0).any():
        raise AnalysisError(
            f"roof {carrying.index[int(np.argmax(place < 0))]!r} is not in the city; take table "
            "and city from the same data"
        )
    some = planes.take(place)
    sensors = spread_sensors(some, spacing_m=spacing_m)
    azimuth = carrying["panel_azimuth_deg"].fillna(0.0).to_numpy(float) - grid_north_deg
    normal = unit_vectors(azimuth, 90.0 - carrying["panel_tilt_deg"].to_numpy(float))
    source = sensors.plane_row
    first = np.searchsorted(source, np.arange(len(some)))
    return Panels(
        points=sensors.points + _GLASS_M * some.normal[source],
        normal=normal[source],
        source=source,
        number=np.arange(len(source)) - first[source],
        area_m2=carrying["usable_area_m2"].to_numpy(float),
        source_id=carrying.index.to_numpy(dtype=object),
        root=city.root_row[city.surfaces.feature_row[rows[place]]].astype(np.int64),
    )


def building_events(
    city: CityModel,
    scene: RayScene,
    panels: Panels,
    suns: Suns,
    *,
    skyline: Skyline,
    settings: GlareSettings,
    cone_deg: float,
) -> Events:
    """Rays from panels to other buildings; `Events.receiver` is surface row x 1000 + storey.

    Of the rays from one roof to one receiver under one sun the strongest is kept.

    Parameters
    ----------
    city : CityModel
        Gives the surfaces that triangles belong to.
    scene : RayScene
        Its buildings first, then the ground: both block light.
    panels : Panels
        Mirrors.
    suns : Suns
        In the same frame.
    skyline : Skyline
        Of these panels: rays above it are not traced, as they meet nothing.
    settings : GlareSettings
        Range, glass, storeys.
    cone_deg : float
        Half-angle of the beam, 0 for a mirror and a point-like sun. [deg]
    """
    size = max(_BATCH_PAIRS // max(len(panels.points), 1), 1)
    total = len(panels.points) * len(suns)
    found = []
    for begin in range(0, len(suns) if len(panels.points) else 0, size):
        rows = np.arange(begin, min(begin + size, len(suns)))
        rays = _rays(panels, suns, skyline, rows=rows, cone_deg=cone_deg)
        found.append(_hits_of(city, scene, panels, rays, suns=suns, settings=settings))
        if settings.progress is not None:
            settings.progress(len(panels.points) * int(rows[-1] + 1), total, "rays")
    return _joined(found)


class _Rays(NamedTuple):
    """Mirrored rays: mirror point, sun, cosine of incidence there, direction."""

    point: NDArray[np.int64]
    sun: NDArray[np.int64]
    cosine: NDArray[np.float64]
    aim: NDArray[np.float64]


def _rays(
    panels: Panels, suns: Suns, skyline: Skyline, *, rows: NDArray[np.int64], cone_deg: float
) -> _Rays:
    """Rays of some suns that may meet a building."""
    cosine, aim, possible = skyline.mirrored(suns.vectors[rows], cone_deg=cone_deg)
    point, column = np.nonzero(possible[skyline.group])
    group, sun = skyline.group[point], rows[column]
    spread = spread_in_cone(
        aim[group, column], panels.number[point] * 7919 + sun, cone_deg=cone_deg
    )
    return _Rays(point, sun, cosine[group, column], spread)


def _hits_of(
    city: CityModel,
    scene: RayScene,
    panels: Panels,
    rays: _Rays,
    *,
    suns: Suns,
    settings: GlareSettings,
) -> Events:
    """Events of some rays."""
    start = panels.points[rays.point]
    hits = scene.first_hit(start, rays.aim, max_distance_m=settings.range_m)
    solid = (hits.triangle_row >= 0) & (hits.triangle_row < len(city.mesh))
    hit = np.flatnonzero(solid)
    surface = city.mesh.surface_row[hits.triangle_row[hit]].astype(np.int64)
    root = city.root_row[city.surfaces.feature_row[surface]]
    other = root != panels.root[panels.source[rays.point[hit]]]
    hit, surface = hit[other], surface[other]
    lit = ~scene.is_occluded(start[hit], suns.vectors[rays.sun[hit]])
    hit, surface = hit[lit], surface[lit]
    distance = hits.distance_m[hit]
    end = start[hit] + distance[:, None] * rays.aim[hit]
    source = panels.source[rays.point[hit]]
    light = _irradiance(
        rays.cosine[hit],
        distance,
        suns.clear_dni[rays.sun[hit]],
        panels.area_m2[source],
        settings=settings,
    )
    receiver = surface * 1000 + _storey(city, surface, end, settings)
    return _strongest(Events(source, receiver, rays.sun[hit], light, start[hit], end))


def _irradiance(
    cosine: NDArray[np.float64],
    distance_m: NDArray[np.float64],
    dni: NDArray[np.float64],
    area_m2: NDArray[np.float64],
    *,
    settings: GlareSettings,
) -> NDArray[np.float64]:
    """Reflected direct light across the ray. [W/m²]"""
    fill = cone_fill(area_m2, cosine, distance_m, cone_deg=settings.cone_deg)
    # The glass spreads the sun's light over a wider cone than the disc fills.
    return np.asarray(dni * fresnel_reflectance(cosine, settings.refractive_index) * fill)


def _storey(
    city: CityModel,
    surface: NDArray[np.int64],
    point: NDArray[np.float64],
    settings: GlareSettings,
) -> NDArray[np.int64]:
    """Storey of points on buildings by height above the base, from 1."""
    root = city.root_row[city.surfaces.feature_row[surface]]
    base = city.features["base_elevation_m"].to_numpy(float)[root] - city.origin[2]
    above = np.nan_to_num(point[:, 2] - base)
    storey = np.floor(np.maximum(above, 0.0) / settings.storey_height_m).astype(np.int64) + 1
    return np.asarray(np.minimum(storey, 999))


def observer_events(
    scene: RayScene,
    panels: Panels,
    suns: Suns,
    eyes: NDArray[np.float64],
    *,
    settings: GlareSettings,
) -> Events:
    """Mirrored suns that eyes see; `Events.receiver` is the row of the eye.

    From each eye to each mirror point there is one direction of the sun that would be seen in it;
    suns within the cone round it are looked up, and both legs of the way are tested.

    Parameters
    ----------
    scene : RayScene
        Buildings and ground.
    panels : Panels
        Mirrors.
    suns : Suns
        In the same frame.
    eyes : (n, 3) ndarray of float64
        [m]
    settings : GlareSettings
        Range and glass.
    """
    if not len(eyes) or not len(panels.points) or not len(suns):
        return _joined([])
    tree, sun_tree = cKDTree(panels.points), cKDTree(suns.vectors)
    count = tree.query_ball_point(eyes, settings.range_m, return_length=True)
    batch = np.cumsum(count) // _BATCH_PAIRS
    found = []
    for rows in np.split(np.arange(len(eyes)), np.flatnonzero(np.diff(batch)) + 1):
        near = tree.query_ball_point(eyes[rows], settings.range_m)
        eye = np.repeat(rows, count[rows])
        point = np.concatenate([np.asarray(n, dtype=np.int64) for n in near])
        found.append(
            _seen(scene, panels, suns, eyes, pairs=(eye, point), tree=sun_tree, settings=settings)
        )
    return _joined(found)


def _seen(
    scene: RayScene,
    panels: Panels,
    suns: Suns,
    eyes: NDArray[np.float64],
    *,
    pairs: tuple[NDArray[np.int64], NDArray[np.int64]],
    tree: Any,
    settings: GlareSettings,
) -> Events:
    """Events of some pairs of eye and mirror point; `tree` is that of the suns."""
    eye, point = pairs
    way = eyes[eye] - panels.points[point]
    distance = np.linalg.norm(way, axis=1)
    way /= np.maximum(distance, 1e-9)[:, None]
    wanted = mirrored(way, panels.normal[point])
    cosine = np.einsum("ij,ij->i", way, panels.normal[point])
    front = np.flatnonzero((cosine > 0.0) & (wanted[:, 2] > 0.0) & (distance > 1e-3))
    if not len(front):
        return _joined([])
    reach = 2.0 * np.sin(np.radians(settings.cone_deg) / 2.0)
    match = cKDTree(wanted[front]).sparse_distance_matrix(tree, reach, output_type="coo_matrix")
    pair, sun = front[match.row], match.col.astype(np.int64)
    # A pair that sees each other does so under every sun.
    asked, row = np.unique(pair, return_inverse=True)
    free = scene.is_visible(panels.points[point[asked]], eyes[eye[asked]])[row]
    pair, sun = pair[free], sun[free]
    lit = ~scene.is_occluded(panels.points[point[pair]], suns.vectors[sun])
    pair, sun = pair[lit], sun[lit]
    source, start = panels.source[point[pair]], panels.points[point[pair]]
    light = _irradiance(
        cosine[pair],
        distance[pair],
        suns.clear_dni[sun],
        panels.area_m2[source],
        settings=settings,
    )
    return _strongest(Events(source, eye[pair], sun, light, start, eyes[eye[pair]]))


def _strongest(events: Events) -> Events:
    """Keep the strongest of the events with the same roof, receiver and sun."""
    order = np.lexsort((-events.irradiance, events.sun, events.receiver, events.source))
    keys = np.stack([events.source, events.receiver, events.sun], axis=1)[order]
    first = np.ones(len(order), dtype=bool)
    first[1:] = (keys[1:] != keys[:-1]).any(axis=1)
    kept = order[first]
    return Events(
        events.source[kept],
        events.receiver[kept],
        events.sun[kept],
        events.irradiance[kept],
        events.start[kept],
        events.end[kept],
    )


def _joined(parts: list[Events]) -> Events:
    """Events of all batches."""
    none = np.zeros(0, dtype=np.int64)
    every = [Events(none, none, none, np.zeros(0), np.zeros((0, 3)), np.zeros((0, 3))), *parts]
    return Events(
        source=np.concatenate([e.source for e in every]),
        receiver=np.concatenate([e.receiver for e in every]),
        sun=np.concatenate([e.sun for e in every]),
        irradiance=np.concatenate([e.irradiance for e in every]),
        start=np.concatenate([e.start for e in every]),
        end=np.concatenate([e.end for e in every]),
    )
