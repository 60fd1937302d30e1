"""Sight lines -> the two tables of a coverage: samples and cameras."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import CRS

from analyses.cameras import ID_SEPARATOR
from analyses.optics import Optics, ground_reach, level_of, vertical_fov
from analyses.sampling import GroundSamples, cell_centres
from analyses.tables import Column
from analyses.visibility.sightlines import TERRAIN_ID, Sight

SAMPLE_COLUMNS = (
    Column("state", "string", "", "状態", "seen: at least one camera sees the point; hidden: the "
           "point is in range and field of view of a camera, but something stands between."),
    Column("seen_by", "string", "", "見えるカメラ", "Ids of the cameras that see the point, "
           'separated by ";", in the order of the camera table.'),
    Column("seen_count", "int32", "", "見えるカメラ数", "Number of cameras that see the point."),
    Column("in_view_count", "int32", "", "視野に含むカメラ数", "Number of cameras with the point "
           "in range and field of view, seen or hidden."),
    Column("nearest_camera_id", "string", "", "最寄りカメラ", "Nearest of the cameras that see the "
           "point; missing where it is hidden."),
    Column("distance_m", "float64", "m", "カメラまでの距離", "Slant distance to that camera."),
    Column("px_per_m", "float64", "px/m", "画素密度", "Highest pixel density among the cameras "
           "that see the point, on a plane facing the camera."),
    Column("level", "string", "", "識別レベル", "Highest level that this density reaches; below: "
           "not even the lowest."),
    Column("ground_elevation_m", "float64", "m", "地盤の標高", "Orthometric height of the ground."),
)  # fmt: skip

_CAMERA_COLUMNS = (
    Column("kind", "string", "", "種別", "fixed, ptz or dome; all are taken where they point."),
    Column("elevation_m", "float64", "m", "レンズの標高", "Orthometric height of the lens."),
    Column("ground_elevation_m", "float64", "m", "地盤の標高", "Orthometric height of the ground "
           "below the camera."),
    Column("heading_deg", "float64", "deg", "方位", "Where it looks, clockwise from north."),
    Column("tilt_deg", "float64", "deg", "俯角", "How far it looks down from the horizontal."),
    Column("roll_deg", "float64", "deg", "回転角", "Turned clockwise, seen from behind."),
    Column("hfov_deg", "float64", "deg", "水平画角", "Horizontal field of view."),
    Column("vfov_deg", "float64", "deg", "垂直画角", "Vertical field of view, from the shape of "
           "the picture."),
    Column("near_m", "float64", "m", "有効範囲（近）", "Where its range begins."),
    Column("far_m", "float64", "m", "有効範囲（遠）", "Where its range ends: given, or where the "
           "pixels on the axis thin out to the lowest level."),
    Column("blind_radius_m", "float64", "m", "足元の死角", "Distance from the foot of the camera "
           "at which the middle of the picture first meets the plane of the targets."),
    Column("target_area_m2", "float64", "m2", "対象面積", "Ground in range and field of view."),
    Column("covered_area_m2", "float64", "m2", "可視面積", "Part of it that the camera sees."),
    Column("covered_ratio", "float64", "1", "可視率", "Seen part of the target area."),
    Column("hidden_ratio", "float64", "1", "遮蔽率", "Hidden part of the target area."),
    Column("exclusive_area_m2", "float64", "m2", "単独可視面積", "Ground that only this camera "
           "sees: lost when it fails."),
    Column("hidden_by", "string", "", "遮蔽物", "Ids of the objects that hide most, at most three, "
           f'the worst first, separated by ";"; "{TERRAIN_ID}" is the ground itself.'),
    Column("problem", "string", "", "問題", "Why there is no result for the camera, empty if there "
           "is one."),
)  # fmt: skip


def camera_columns(levels: Mapping[str, float]) -> tuple[Column, ...]:
    """Columns of the camera table, with one for the area at each level."""
    return _CAMERA_COLUMNS + tuple(
        Column(f"{name}_area_m2", "float64", "m2", f"{name}以上の面積",
               f"Ground seen with at least {density:g} pixels per metre ({name}).")
        for name, density in levels.items()
    )  # fmt: skip


def sample_table(
    samples: GroundSamples,
    sight: Sight,
    camera_ids: Sequence[str],
    *,
    levels: Mapping[str, float],
    crs: CRS,
) -> gpd.GeoDataFrame:
    """Tabulate the samples in view of a camera and what sees them; columns `SAMPLE_COLUMNS`.

    Parameters
    ----------
    samples : GroundSamples
        Targets.
    sight : Sight
        What the cameras see of them.
    camera_ids : sequence of str
        Names of the cameras that `sight` counts.
    levels : mapping of str to float
        See `analyses.optics.level_table`.
    crs : CRS
        Reference system of the grid.
    """
    ids = np.array([*camera_ids, None], dtype=object)
    sample, camera = sight.pairs.sample, sight.pairs.camera
    seen_count = np.bincount(sample, minlength=len(samples))
    density = np.full(len(samples), -np.inf)
    np.maximum.at(density, sample, sight.px_per_m)
    density[seen_count == 0] = np.nan
    by_distance = np.lexsort((camera, sight.pairs.distance_m, sample))
    nearest_sample, first = np.unique(sample[by_distance], return_index=True)
    nearest = by_distance[first]
    nearest_camera, distance = np.full(len(samples), -1), np.full(len(samples), np.nan)
    nearest_camera[nearest_sample] = camera[nearest]
    distance[nearest_sample] = sight.pairs.distance_m[nearest]

    kept = sight.in_view_count > 0
    cell = samples.cell[kept]
    centre = cell_centres(cell, spacing_m=samples.spacing_m)
    index = pd.Series(cell[:, 0].astype(str)) + "_" + pd.Series(cell[:, 1].astype(str))
    return gpd.GeoDataFrame(
        {
            "state": np.where(seen_count > 0, "seen", "hidden")[kept],
            "seen_by": _joined(sample, camera, ids, count=len(samples))[kept],
            "seen_count": seen_count[kept],
            "in_view_count": sight.in_view_count[kept],
            "nearest_camera_id": ids[nearest_camera[kept]],
            "distance_m": distance[kept],
            "px_per_m": density[kept],
            "level": level_of(density[kept], levels),
            "ground_elevation_m": samples.ground_elevation_m[kept],
        },
        geometry=gpd.points_from_xy(centre[:, 0], centre[:, 1]),
        index=pd.Index(index, name="sample_id"),
        crs=crs,
    )


def _joined(
    sample: NDArray[np.int64], camera: NDArray[np.int64], ids: NDArray[np.object_], *, count: int
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


def camera_table(
    cameras: gpd.GeoDataFrame,
    optics: Optics,
    *,
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
    origin : tuple of float
        `CityModel.origin`.
    target_height_m : float
        Height of the targets above the ground. [m]
    problem : (n,) ndarray of object
        Why a camera has no result, "" where it has one.
    """
    given = cameras[["kind", "heading_deg", "tilt_deg", "roll_deg", "hfov_deg", "near_m"]]
    vfov = vertical_fov(cameras["hfov_deg"], cameras["width_px"], cameras["height_px"])
    elevation = optics.position[:, 2] + origin[2]
    above = cameras["height_m"].to_numpy() - target_height_m
    near, _ = ground_reach(above, tilt_deg=cameras["tilt_deg"], vfov_deg=vfov)
    return gpd.GeoDataFrame(
        given.assign(
            elevation_m=elevation,
            ground_elevation_m=elevation - cameras["height_m"].to_numpy(),
            vfov_deg=vfov,
            far_m=optics.far_m,
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
    area_m2: float,
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
        See `analyses.optics.level_table`.
    area_m2 : float
        Area that a sample stands for. [m²]
    """
    camera, count = sight.pairs.camera, len(usable)
    only = np.bincount(sight.pairs.sample, minlength=len(sight.in_view_count)) == 1
    target = sight.target_count * area_m2
    covered = np.bincount(camera, minlength=count) * area_m2
    with np.errstate(invalid="ignore"):
        ratio = covered / target  # nan where the picture meets no ground
    figures = {
        "target_area_m2": target,
        "covered_area_m2": covered,
        "covered_ratio": ratio,
        "hidden_ratio": 1.0 - ratio,
        "exclusive_area_m2": np.bincount(camera[only[sight.pairs.sample]], minlength=count)
        * area_m2,
    }
    for name, density in levels.items():
        good = camera[sight.px_per_m >= density]
        figures[f"{name}_area_m2"] = np.bincount(good, minlength=count) * area_m2
    full = {}
    for name, values in figures.items():
        full[name] = np.full(len(cameras), np.nan)
        full[name][usable] = values
    hidden_by = np.full(len(cameras), "", dtype=object)
    hidden_by[usable] = sight.hidden_by
    return cameras.assign(**full, hidden_by=hidden_by)
