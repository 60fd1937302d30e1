"""City + street lights -> illuminance on the ground and on faces: `street_lights`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analyses.lighting.lamps import LOWEST_LX, Lamps, checked_lamps
from analyses.photometry import Photometry
from analyses.raycast import START_OFFSET_M, EngineName
from analyses.tables import Column, stamped, surroundings_notes
from analyses.visibility.blockers import Blockers, blockers_of, blocking_rows
from analyses.visibility.posts import Posts, View, camera_posts, view_of
from analyses.visibility.targets import TargetName
from citygml.errors import AnalysisError, CRSError
from citygml.model import CityModel, ground

#: Height of the face whose light counts: JSSA SES E1901-4, sec. 2 (5). [m]
FACE_HEIGHT_M = 1.5
#: Vertical planes whose light is computed; the brightest counts.
PLANES = 8

SAMPLE_COLUMNS = (
    Column("horizontal_lx", "float64", "lx", "水平面照度", "Illuminance on the ground."),
    Column("vertical_lx", "float64", "lx", "鉛直面照度", "Illuminance on a vertical plane at "
           f"{FACE_HEIGHT_M:g} m, that of {PLANES} directions which gets most."),
    Column("lamp_count", "int32", "", "照らす灯数", "Lamps whose light reaches the face."),
    Column("hidden_count", "int32", "", "遮られた灯数", "Lamps in reach that something hides."),
    Column("part_id", "string", "", "対象", "Road or given target, empty on plain ground."),
    Column("area_m2", "float64", "m2", "面積", "Ground that the point stands for."),
    Column("ground_elevation_m", "float64", "m", "地盤の標高", "Orthometric height of the ground."),
)  # fmt: skip
LAMP_COLUMNS = (
    Column("height_m", "float64", "m", "高さ", "Light above the ground."),
    Column("flux_lm", "float64", "lm", "光束", "Light that leaves it."),
    Column("photometry", "string", "", "配光", "IES file or lobe."),
    Column("reach_m", "float64", "m", "到達距離", f"Where it gives {LOWEST_LX:g} lx at most."),
    Column("problem", "string", "", "問題", "Why it gives no light, empty if it does."),
)  # fmt: skip


class Lighting(NamedTuple):
    """Result of `street_lights`.

    Attributes
    ----------
    samples : GeoDataFrame
        One row per ground cell, index ``sample_id``, columns `SAMPLE_COLUMNS`.
    lamps : GeoDataFrame
        One row per lamp, index ``lamp_id``, columns `LAMP_COLUMNS`.
    """

    samples: gpd.GeoDataFrame
    lamps: gpd.GeoDataFrame


def street_lights(
    city: CityModel,
    lamps: gpd.GeoDataFrame,
    *,
    targets: TargetName | gpd.GeoDataFrame = "ground",
    spacing_m: float = 1.0,
    maintenance_ratio: float = 1.0,
    ies_folder: str | Path = ".",
    engine: EngineName = "auto",
) -> Lighting:
    """Illuminance that street lights give on the ground and on faces, past buildings.

    Of every lamp in reach E = I cos(angle of incidence) / d² [1]_, where nothing stands between;
    light that walls and ground throw back is left out, so it is rather brighter in truth.

    Parameters
    ----------
    city : CityModel
        Obstacles and ground.
    lamps : GeoDataFrame
        See `analyses.lighting.lamps`.
    targets : {"ground", "roads"} or GeoDataFrame
        "ground": cells in reach of a lamp. "roads" or polygons: all of their cells, dark ones too.
    spacing_m : float
        Side of a cell. [m]
    maintenance_ratio : float
        Share of its light that a lamp has after years of use and dirt.
    ies_folder : path
        Folder of the files in the column ``ies``.
    engine : {"auto", "embree", "warp", "reference"}
        See `analyses.raycast.RayScene`.

    Returns
    -------
    Lighting
        Samples and lamps.

    Raises
    ------
    AnalysisError
        If a lamp breaks a rule (the message names it), or the maintenance is not in (0, 1].
    CRSError
        If the lamps have no reference system.

    References
    ----------
    .. [1] R. H. Simons and A. R. Bean, *Lighting Engineering: Applied Calculations*, Architectural
       Press, 2001 (inverse square law and cosine law of illuminance).
    """
    if not 0.0 < maintenance_ratio <= 1.0:
        raise AnalysisError(f"maintenance_ratio is {maintenance_ratio}; it must be in (0, 1]")
    checked = checked_lamps(lamps, Path(ies_folder))
    surface = ground(city)
    blockers = blockers_of(city, surface.mesh, engine=engine)
    try:
        posts = camera_posts(
            city, checked.as_cameras, surface, blockers=blockers, lowest_px_per_m=1.0
        )
    except (AnalysisError, CRSError) as error:
        raise type(error)(str(error).replace("camera", "lamp")) from error
    view = view_of(
        city,
        posts,
        surface,
        targets=targets,
        spacing_m=spacing_m,
        target_height_m=(START_OFFSET_M, FACE_HEIGHT_M),
    )
    if view.targets.measure.suffix != "area_m2" or view.targets.is_wall:
        raise AnalysisError("targets of light are ground, roads or polygons")
    light = _light(blockers, posts, view, checked)
    stamp = partial(
        stamped,
        city=city,
        analysis="street_lights",
        parameters={
            "spacing_m": spacing_m,
            "maintenance_ratio": maintenance_ratio,
            "face_height_m": FACE_HEIGHT_M,
            "engine": blockers.scene.engine,
        },
        notes=[*surroundings_notes(city, surface.source), *_notes(view, posts)],
    )
    samples = _sample_table(city, view, light, maintenance_ratio)
    table = _lamp_table(posts, checked)
    return Lighting(stamp(samples, columns=SAMPLE_COLUMNS), stamp(table, columns=LAMP_COLUMNS))


def _notes(view: View, posts: Posts) -> list[str]:
    """Say what a reader must know of light and lamps."""
    notes = [
        f"light straight from the lamps, followed to {LOWEST_LX:g} lx; none thrown back by walls",
        *view.targets.notes,
    ]
    if lost := int((posts.problem != "").sum()):
        notes.append(f'{lost} of {len(posts.table)} lamps give no light, see column "problem"')
    return notes


class _Light(NamedTuple):
    """Sums over the lamps, for each sample."""

    horizontal: NDArray[np.float64]
    vertical: NDArray[np.float64]
    lamps: NDArray[np.int64]
    hidden: NDArray[np.int64]


def _light(blockers: Blockers, posts: Posts, view: View, lamps: Lamps) -> _Light:
    """Add up the light of all lamps; the first height is the ground, the second a face."""
    count = len(view.targets)
    horizontal, vertical = np.zeros(count), np.zeros((PLANES, count))
    lit, hidden = np.zeros((2, count), np.int64)
    kind = lamps.kind[posts.usable]
    heading = posts.table["heading_deg"].to_numpy()[posts.usable]
    turn = 2.0 * np.pi * np.arange(PLANES) / PLANES
    for on_ground, at_face in view.pairs:
        for pairs in (on_ground, at_face):
            place = view.optics.position[pairs.camera]
            free = blocking_rows(blockers, place, pairs.points) == -1
            ray = (pairs.points - place)[free]
            lamp, sample = pairs.camera[free], pairs.sample[free]
            square = np.maximum(np.einsum("ij,ij->i", ray, ray), 1e-6)
            candela = _candela(lamps.kinds, kind[lamp], ray, heading[lamp])
            if pairs is on_ground:
                falling = np.maximum(-ray[:, 2], 0.0) / np.sqrt(square)
                horizontal += np.bincount(sample, candela * falling / square, count)
                continue
            lit += np.bincount(sample[candela > 0.0], minlength=count)
            hidden += np.bincount(pairs.sample[~free], minlength=count)
            for plane, angle in enumerate(turn):
                towards = -(ray[:, 0] * np.sin(angle) + ray[:, 1] * np.cos(angle))
                falling = np.maximum(towards, 0.0) / np.sqrt(square)
                vertical[plane] += np.bincount(sample, candela * falling / square, count)
    return _Light(horizontal, vertical.max(axis=0), lit, hidden)


def _candela(
    kinds: list[Photometry],
    kind: NDArray[np.int64],
    ray: NDArray[np.float64],
    heading_deg: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Intensity along rays from lamps, (n,). [cd]"""
    down = np.degrees(np.arctan2(np.hypot(ray[:, 0], ray[:, 1]), -ray[:, 2]))
    turn = heading_deg - np.degrees(np.arctan2(ray[:, 0], ray[:, 1]))  # counter-clockwise
    candela = np.zeros(len(kind))
    for number, model in enumerate(kinds):  # a city has few
        rows = np.flatnonzero(kind == number)
        candela[rows] = model.intensity(down[rows], turn[rows])
    return candela


def _sample_table(
    city: CityModel, view: View, light: _Light, maintenance_ratio: float
) -> gpd.GeoDataFrame:
    targets = view.targets
    kept = np.ones(len(targets), bool) if targets.is_complete else light.lamps + light.hidden > 0
    place = targets.points[kept] + np.array(city.origin)
    return gpd.GeoDataFrame(
        {
            "horizontal_lx": light.horizontal[kept] * maintenance_ratio,
            "vertical_lx": light.vertical[kept] * maintenance_ratio,
            "lamp_count": light.lamps[kept],
            "hidden_count": light.hidden[kept],
            "part_id": targets.part[kept],
            "area_m2": targets.amount[kept],
            "ground_elevation_m": targets.ground_elevation_m[kept],
        },
        geometry=gpd.points_from_xy(place[:, 0], place[:, 1]),
        index=pd.Index(targets.ids[kept], name="sample_id", dtype="str"),
        crs=city.crs,
    )


def _lamp_table(posts: Posts, lamps: Lamps) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {
            "height_m": posts.table["height_m"],
            "flux_lm": np.array([model.flux_lm for model in lamps.kinds])[lamps.kind],
            "photometry": np.array([model.name for model in lamps.kinds], object)[lamps.kind],
            "reach_m": posts.optics.far_m,
            "problem": posts.problem,
        },
        geometry=posts.table.geometry,
        crs=posts.table.crs,
    ).rename_axis("lamp_id")
