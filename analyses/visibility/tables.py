"""Sight lines -> the two tables of a coverage: samples and cameras."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from pyproj import CRS

from analyses.cameras import ID_SEPARATOR
from analyses.levels import LEVELS, level_of
from analyses.optics import Optics, ground_reach
from analyses.tables import Column
from analyses.visibility.blockers import TERRAIN_ID
from analyses.visibility.sightlines import LEAVES_ID, MASK_ID, Sight
from analyses.visibility.targets import AREA, Measure, Targets

#: States of a target, from good to bad.
STATES = ("seen", "partly", "hidden", "outside")


def sample_columns(measure: Measure = AREA) -> tuple[Column, ...]:
    """Columns of the sample table, with one for what a sample stands for."""
    return (
        Column("state", "string", "", "状態", "seen: a camera sees the point at all target "
               "heights; partly: at some of them; hidden: the point is in range and field of view "
               "of a camera, but something stands between; outside: in no camera's view."),
        Column("seen_by", "string", "", "見えるカメラ", "Ids of the cameras that see the point, "
               'separated by ";", in the order of the camera table.'),
        Column("seen_count", "int32", "", "見えるカメラ数", "Number of cameras that see the point, "
               "counting those that must turn to it."),
        Column("constant_count", "int32", "", "常時見えるカメラ数", "Number of cameras that see "
               "the point without turning."),
        Column("in_view_count", "int32", "", "視野に含むカメラ数", "Number of cameras with the "
               "point in range and field of view, seen or hidden."),
        Column("nearest_camera_id", "string", "", "最寄りカメラ", "Nearest of the cameras that see "
               "the point; missing where none does."),
        Column("distance_m", "float64", "m", "カメラまでの距離", "Slant distance to that camera."),
        Column("px_per_m", "float64", "px/m", "画素密度", "Highest pixel density among the cameras "
               "that see the point, on a plane facing the camera; on a wall, on the wall."),
        Column("level", "string", "", "識別レベル", "Highest level that this density reaches; "
               "below: not even the lowest."),
        Column("part_id", "string", "", "対象", "Road, building or given target that the point "
               "belongs to, empty on plain ground."),
        Column(measure.suffix, "float64", measure.unit, measure.word_ja,
               f"What the point stands for: {measure.word}."),
        Column("ground_elevation_m", "float64", "m", "地盤の標高", "Orthometric height of the "
               "ground; missing on walls."),
    )  # fmt: skip


SAMPLE_COLUMNS = sample_columns()

_CAMERA_COLUMNS = (
    Column("kind", "string", "", "種別", "fixed, ptz or dome; the last two see their area by "
           "turning, not at once."),
    Column("elevation_m", "float64", "m", "レンズの標高", "Orthometric height of the lens."),
    Column("ground_elevation_m", "float64", "m", "地盤の標高", "Orthometric height of the ground "
           "below the camera."),
    Column("heading_deg", "float64", "deg", "方位", "Where it looks, clockwise from north."),
    Column("tilt_deg", "float64", "deg", "俯角", "How far it looks down from the horizontal."),
    Column("roll_deg", "float64", "deg", "回転角", "Turned clockwise, seen from behind."),
    Column("hfov_deg", "float64", "deg", "水平画角", "Horizontal field of view."),
    Column("vfov_deg", "float64", "deg", "垂直画角", "Vertical field of view, given or from the "
           "shape of the picture."),
    Column("projection", "string", "", "射影方式", "pinhole or equidistant."),
    Column("near_m", "float64", "m", "有効範囲（近）", "Where its range begins."),
    Column("far_m", "float64", "m", "有効範囲（遠）", "Where its range ends: given, or where the "
           "pixels on the axis thin out to the lowest level."),
    Column("dwell_ratio", "float64", "1", "撮影時間率", "Share of the time that a place within its "
           "reach is in the picture if it pans evenly; 1 if it does not turn."),
    Column("blind_radius_m", "float64", "m", "足元の死角", "Distance from the foot of the camera "
           "at which the middle of the picture first meets the plane of the targets."),
)  # fmt: skip
_LAST_COLUMNS = (
    Column("covered_ratio", "float64", "1", "可視率", "Seen part of the targets in view."),
    Column("hidden_ratio", "float64", "1", "遮蔽率", "Hidden part of the targets in view."),
    Column("hidden_by", "string", "", "遮蔽物", "Ids of the objects that hide most, at most three, "
           f'the worst first, separated by ";"; "{TERRAIN_ID}" is the ground itself, "{LEAVES_ID}" '
           f'are plants, "{MASK_ID}" is its own.'),
    Column("problem", "string", "", "問題", "Why there is no result for the camera, empty if there "
           "is one."),
)  # fmt: skip


def camera_columns(levels: Mapping[str, float], measure: Measure = AREA) -> tuple[Column, ...]:
    """Columns of the camera table, with one for what it sees at each level."""
    unit, suffix, word, ja = measure.unit, measure.suffix, measure.word, measure.word_ja
    return (
        *_CAMERA_COLUMNS,
        Column(f"target_{suffix}", "float64", unit, f"対象{ja}",
               f"Targets in range and field of view, {word}."),
        Column(f"covered_{suffix}", "float64", unit, f"可視{ja}",
               f"Part of them that the camera sees, {word}."),
        Column(f"constant_{suffix}", "float64", unit, f"常時可視{ja}",
               f"Part of that which it sees without turning, {word}."),
        Column(f"exclusive_{suffix}", "float64", unit, f"単独可視{ja}",
               f"What only this camera sees, {word}: lost when it fails."),
        *(
            Column(f"{name}_{suffix}", "float64", unit, f"{name}以上の{ja}",
                   f"Seen with at least {density:g} pixels per metre ({name}), {word}.")
            for name, density in levels.items()
        ),
        *_LAST_COLUMNS,
    )  # fmt: skip


CAMERA_COLUMNS = camera_columns(LEVELS["iec2025"])


def sample_table(
    targets: Targets,
    sight: Sight,
    camera_ids: Sequence[str],
    *,
    levels: Mapping[str, float],
    origin: tuple[float, float, float],
    crs: CRS,
) -> gpd.GeoDataFrame:
    """Tabulate the targets and what sees them; columns `sample_columns`.

    Parameters
    ----------
    targets : Targets
        Those in no camera's view are left out unless `Targets.is_complete`.
    sight : Sight
        What the cameras see of them.
    camera_ids : sequence of str
        Names of the cameras that `sight` counts.
    levels : mapping of str to float
        See `analyses.levels.level_table`.
    origin : tuple of float
        `CityModel.origin`.
    crs : CRS
        Reference system of the city.
    """
    ids = np.array([*camera_ids, None], dtype=object)
    seen_count = np.bincount(sight.sample, minlength=len(targets))
    kept = np.ones(len(targets), dtype=bool)
    if not targets.is_complete:
        kept = sight.in_view_count > 0
    seen, partly, reached = seen_count > 0, sight.is_partly_seen, sight.in_view_count > 0
    state = np.select([seen, partly, reached], STATES[:3], default=STATES[3])
    place = targets.points[kept] + np.array(origin)
    height = (place[:, 2],) if targets.is_wall else ()
    return gpd.GeoDataFrame(
        {
            "state": state[kept],
            "seen_by": _joined(sight.sample, sight.camera, ids, count=len(targets))[kept],
            "seen_count": seen_count[kept],
            "constant_count": sight.pointed_count[kept],
            "in_view_count": sight.in_view_count[kept],
            "nearest_camera_id": ids[sight.nearest[kept]],
            "distance_m": sight.distance_m[kept],
            "px_per_m": sight.px_per_m[kept],
            "level": level_of(sight.px_per_m[kept], levels),
            "part_id": targets.part[kept],
            targets.measure.suffix: targets.amount[kept],
            "ground_elevation_m": targets.ground_elevation_m[kept],
        },
        geometry=gpd.points_from_xy(place[:, 0], place[:, 1], *height),
        index=pd.Index(targets.ids[kept], name="sample_id", dtype="str"),
        crs=crs,
    )


def _joined(
    sample: NDArray[np.int32], camera: NDArray[np.int32], ids: NDArray[np.object_], *, count: int
) -> NDArray[np.object_]:
    """Ids of the cameras of each sample as one text, in the order of the cameras."""
    order = np.lexsort((camera, sample))
    sample, camera = sample[order], camera[order]
    rank = np.arange(len(sample)) - np.searchsorted(sample, sample)
    text = np.full(count, "", dtype=object)
    for turn in range(int(rank.max(initial=-1)) + 1):  # as often as cameras overlap
        now = rank == turn
        separator = ID_SEPARATOR if turn else ""
        text[sample[now]] += separator + ids[camera[now]]
    return text


def dwell_ratio(hfov_deg: ArrayLike, pan_deg: ArrayLike) -> NDArray[np.float64]:
    """Share of the time that a place within reach is in the picture of a camera that pans evenly.

    The axis pans through `pan_deg`, so that the reach is ``pan_deg + hfov_deg`` wide, at most the
    full circle, of which the picture shows ``hfov_deg`` at a time: the mean over the reach. Tilt is
    left out, so it is an upper bound for what the camera must tilt to.

    Parameters
    ----------
    hfov_deg : (n,) array_like of float
        Horizontal field of view. [deg]
    pan_deg : (n,) array_like of float
        Whole angle that the axis pans, nan of cameras that do not turn. [deg]

    Returns
    -------
    (n,) ndarray of float64
        1 where a camera does not turn.

    Examples
    --------
    >>> dwell_ratio([60.0, 60.0, 60.0], [float("nan"), 360.0, 60.0]).round(3)
    array([1.   , 0.167, 0.5  ])
    """
    hfov, pan = (np.asarray(angle, dtype=np.float64) for angle in (hfov_deg, pan_deg))
    reach = np.where(np.isnan(pan), hfov, np.minimum(pan + hfov, 360.0))
    return np.asarray(np.minimum(hfov / reach, 1.0))


def camera_table(
    cameras: gpd.GeoDataFrame,
    optics: Optics,
    *,
    ground_m: NDArray[np.float64],
    origin: tuple[float, float, float],
    target_height_m: float,
    problem: NDArray[np.object_],
) -> gpd.GeoDataFrame:
    """Cameras with what can be said of them without a ray.

    Parameters
    ----------
    cameras : GeoDataFrame
        Checked, in the reference system of the city.
    optics : Optics
        The same cameras.
    ground_m : (n,) ndarray of float64
        Height of the ground below them, from the origin of the city. [m]
    origin : tuple of float
        `CityModel.origin`.
    target_height_m : float
        Lowest height of the targets above the ground. [m]
    problem : (n,) ndarray of object
        Why a camera has no result, "" where it has one.
    """
    given = cameras[
        ["kind", "heading_deg", "tilt_deg", "roll_deg", "hfov_deg", "projection", "near_m"]
    ]
    wide = optics.is_equidistant
    half = np.where(wide, optics.half_height, np.arctan(optics.half_height))
    vfov = np.degrees(2.0 * half)
    above = optics.position[:, 2] - ground_m - target_height_m
    near, _ = ground_reach(above, tilt_deg=cameras["tilt_deg"], vfov_deg=vfov)
    near = np.where(optics.turns, 0.0, near)
    return gpd.GeoDataFrame(
        given.assign(
            elevation_m=optics.position[:, 2] + origin[2],
            ground_elevation_m=ground_m + origin[2],
            vfov_deg=vfov,
            far_m=optics.far_m,
            dwell_ratio=dwell_ratio(cameras["hfov_deg"], np.degrees(2.0 * optics.half_pan)),
            blind_radius_m=np.where(above > 0, near, np.nan),
            problem=problem,
        ),
        geometry=cameras.geometry,
        crs=cameras.crs,
    )


def with_sight(
    cameras: gpd.GeoDataFrame,
    sight: Sight,
    usable: NDArray[np.int64],
    *,
    levels: Mapping[str, float],
    targets: Targets,
) -> gpd.GeoDataFrame:
    """Cameras of `camera_table` with what they see; columns `camera_columns`.

    Parameters
    ----------
    cameras : GeoDataFrame
        All cameras.
    sight : Sight
        What the usable ones see.
    usable : (u,) ndarray of int64
        Their rows in `cameras`.
    levels : mapping of str to float
        See `analyses.levels.level_table`.
    targets : Targets
        What was looked at.
    """
    suffix = targets.measure.suffix
    only = np.bincount(sight.sample, minlength=len(targets)) == 1
    alone = only[sight.sample]
    with np.errstate(invalid="ignore"):
        ratio = sight.covered / sight.target  # nan where the picture meets no target
    figures = {
        f"target_{suffix}": sight.target,
        f"covered_{suffix}": sight.covered,
        f"constant_{suffix}": sight.pointed,
        f"exclusive_{suffix}": np.bincount(
            sight.camera[alone], targets.amount[sight.sample[alone]], len(usable)
        ),
        "covered_ratio": ratio,
        "hidden_ratio": 1.0 - ratio,
        **{f"{name}_{suffix}": sight.covered_at[:, i] for i, name in enumerate(levels)},
    }
    full = {}
    for name, values in figures.items():
        full[name] = np.full(len(cameras), np.nan)
        full[name][usable] = values
    hidden_by = np.full(len(cameras), "", dtype=object)
    hidden_by[usable] = sight.hidden_by
    return cameras.assign(**full, hidden_by=hidden_by)
