"""City + cameras -> what they see of the ground: `camera_coverage`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import NamedTuple

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from analyses.cameras import camera_optics, checked_cameras, located_cameras
from analyses.optics import LevelsName, Optics, level_table
from analyses.raycast import START_OFFSET_M, EngineName, RayScene
from analyses.sampling import GroundSamples, check_spacing, ground_samples
from analyses.tables import ground_note, stamped
from analyses.visibility.reach import ViewPairs, cells_in_reach, pairs_in_view, strips_in_reach
from analyses.visibility.sightlines import (
    START_GAP_M,
    Obstacles,
    enclosing_objects,
    obstacles,
    sight_of_pairs,
)
from analyses.visibility.tables import (
    SAMPLE_COLUMNS,
    camera_columns,
    camera_table,
    sample_table,
    with_sight,
)
from citygml.errors import AnalysisError
from citygml.model import CityModel, ground
from citygml.terrain import Ground

#: Targets higher above the ground than this are no targets of a street camera. [m]
MAX_TARGET_HEIGHT_M = 1000.0


class Coverage(NamedTuple):
    """Result of `camera_coverage`.

    Attributes
    ----------
    samples : GeoDataFrame
        One row per ground cell in range and field of view of a camera, index ``sample_id``;
        columns `analyses.visibility.tables.SAMPLE_COLUMNS`.
    cameras : GeoDataFrame
        One row per camera, index ``camera_id``; columns
        `analyses.visibility.tables.camera_columns`.
    """

    samples: gpd.GeoDataFrame
    cameras: gpd.GeoDataFrame


def camera_coverage(
    city: CityModel,
    cameras: gpd.GeoDataFrame,
    *,
    spacing_m: float = 0.5,
    target_height_m: float = 1.5,
    levels: LevelsName | Mapping[str, float] = "iec2025",
    engine: EngineName = "auto",
    threads: int | None = None,
) -> Coverage:
    """Ground that cameras see around them, how well, and what stands in the way.

    Targets are the centres of grid cells outside buildings, `target_height_m` above the ground. A
    camera sees one that is within its range and its picture (pinhole projection) and to which
    nothing of the city stands in the way: buildings, bridges, vegetation and city furniture of the
    dataset, and the ground itself. What is closer to the lens than
    `analyses.visibility.sightlines.START_GAP_M` does not count.

    Parameters
    ----------
    city : CityModel
        Obstacles and ground; neighbours loaded as context block sight like the rest.
    cameras : GeoDataFrame
        See `analyses.cameras`.
    spacing_m : float
        Side of a grid cell; each sample stands for its square. [m]
    target_height_m : float
        Height of the targets above the ground: 1.5 m is a face, 1.0 m a child. What hides behind a
        wall depends on it, so it must be above 0. [m]
    levels : {"iec2025", "dori2014"} or mapping of str to float
        Classes of pixel density, see `analyses.optics.LEVELS`. [px/m]
    engine : {"auto", "embree", "reference"}
        What casts the rays, see `analyses.raycast.RayScene`.
    threads : int, optional
        Worker threads, by default one per core.

    Returns
    -------
    Coverage
        Samples are only the cells in range and field of view of at least one camera: with ``state``
        "hidden" (``seen_count`` 0) they are blind spots. A camera with a problem (inside a
        building, no ground) keeps its row, without figures.

    Raises
    ------
    AnalysisError
        If a camera breaks a rule (the message names it) or a parameter is out of bounds.
    CRSError
        If the cameras have no reference system.

    Notes
    -----
    Pixel density is that of a pinhole camera at the depth along the optical axis; its classes hold
    for a plane that faces the camera.
    """
    check_spacing(spacing_m)
    _check_target_height(target_height_m)
    classes = level_table(levels)
    surface = ground(city)
    scene = RayScene(city.mesh, surface.mesh, engine=engine, threads=threads)
    blocking = obstacles(city, surface.mesh)
    placed = located_cameras(checked_cameras(cameras), city.crs)
    position = _positions(city, surface, placed)
    problem = _problems(city, scene, position, blocking)
    optics = camera_optics(placed, position, lowest_px_per_m=min(classes.values()))
    usable = np.flatnonzero(problem == "")
    working = optics.take(usable)
    samples, pairs = _targets(
        city, working, surface, spacing_m=spacing_m, target_height_m=target_height_m
    )
    sight = sight_of_pairs(scene, working, samples.points, pairs, obstacles=blocking)
    bare = camera_table(
        placed, optics, origin=city.origin, target_height_m=target_height_m, problem=problem
    )
    stamp = partial(
        stamped,
        city=city,
        analysis="camera_coverage",
        parameters={
            "spacing_m": spacing_m,
            "target_height_m": target_height_m,
            "levels": classes,
            "projection": "pinhole",
            "start_gap_m": START_GAP_M,
            "engine": scene.engine,
        },
        notes=[*_notes(samples, target_height_m, levels), *_camera_notes(bare)],
    )
    seen = sample_table(samples, sight, placed.index[usable], levels=classes, crs=city.crs)
    seeing = with_sight(bare, sight, usable, levels=classes, area_m2=samples.area_m2)
    return Coverage(
        stamp(seen, columns=SAMPLE_COLUMNS), stamp(seeing, columns=camera_columns(classes))
    )


def _targets(
    city: CityModel,
    optics: Optics,
    surface: Ground,
    *,
    spacing_m: float,
    target_height_m: float,
) -> tuple[GroundSamples, Iterator[ViewPairs]]:
    """Targets in the range of the cameras, and who has them in view."""
    bounds = surface.mesh.bounds[:, :2]
    strips = strips_in_reach(optics, city.origin, spacing_m=spacing_m, bounds=bounds)
    samples = ground_samples(
        city,
        cells_in_reach(strips),
        spacing_m=spacing_m,
        target_height_m=target_height_m,
        surface=surface,
    )
    return samples, pairs_in_view(optics, samples, strips)


def _check_target_height(target_height_m: float) -> None:
    if not START_OFFSET_M <= target_height_m <= MAX_TARGET_HEIGHT_M:
        raise AnalysisError(
            f"target_height_m is {target_height_m}; it must be from {START_OFFSET_M} (what lies "
            f"on the ground itself is hidden by it) to {MAX_TARGET_HEIGHT_M:g}"
        )


def _positions(city: CityModel, surface: Ground, cameras: gpd.GeoDataFrame) -> NDArray[np.float64]:
    """Lenses from the origin of the city, nan in height where no ground is known, (n, 3)."""
    place = cameras.geometry
    plan = np.column_stack([place.x, place.y]) - city.origin[:2]
    height = surface.height_at(plan) + cameras["height_m"].to_numpy()
    return np.column_stack([plan, height])


def _problems(
    city: CityModel, scene: RayScene, position: NDArray[np.float64], blocking: Obstacles
) -> NDArray[np.object_]:
    """Why a camera cannot be answered for, "" where it can."""
    problem = np.where(np.isnan(position[:, 2]), "no ground below the camera", "").astype(object)
    placed = np.flatnonzero(problem == "")
    around = enclosing_objects(scene, position[placed], blocking)
    inside = around != ""
    kind = city.features["kind"].reindex(around[inside]).to_numpy(dtype=object)
    problem[placed[inside]] = "inside " + kind + " " + around[inside]
    return problem


def _notes(
    samples: GroundSamples, target_height_m: float, levels: LevelsName | Mapping[str, float]
) -> list[str]:
    """Say what a reader must know of targets and classes, the ground first."""
    named = f'levels "{levels}"' if isinstance(levels, str) else "levels of the user"
    notes = [
        ground_note(samples.ground_source),
        f"targets: centres of {samples.spacing_m:g} m cells outside buildings, "
        f"{target_height_m:g} m above the ground, only those in range and field of view of a "
        "camera; hidden ones are blind spots",
        f"pixel density: pinhole projection, by depth along the optical axis; {named}",
    ]
    if samples.groundless_count:
        notes.append(f"{samples.groundless_count} cells in range have no ground: not targets")
    return [note for note in notes if note]


def _camera_notes(cameras: gpd.GeoDataFrame) -> list[str]:
    """Say what a reader must know of the cameras."""
    notes = []
    if troubled := int((cameras["problem"] != "").sum()):
        notes.append(f'{troubled} of {len(cameras)} cameras have no result, see column "problem"')
    if turning := int((cameras["kind"] != "fixed").sum()):
        notes.append(f"{turning} ptz or dome cameras are taken where they point, not all around")
    return notes
