"""City + cameras -> what they see: `camera_coverage`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

import geopandas as gpd
import numpy as np

from analyses.levels import LevelsName, level_table
from analyses.raycast import EngineName
from analyses.tables import stamped, surroundings_notes
from analyses.visibility.blockers import MIN_TRANSMITTANCE, START_GAP_M, blockers_of
from analyses.visibility.posts import Posts, camera_posts, view_of
from analyses.visibility.sightlines import Sight, sight_of_pairs
from analyses.visibility.tables import (
    camera_columns,
    camera_table,
    sample_columns,
    sample_table,
    with_sight,
)
from analyses.visibility.targets import MAX_INCIDENCE_DEG, TargetName, Targets
from citygml.model import CityModel, ground


class Coverage(NamedTuple):
    """Result of `camera_coverage`.

    Attributes
    ----------
    samples : GeoDataFrame
        One row per target, index ``sample_id``; columns
        `analyses.visibility.tables.sample_columns`.
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
    targets: TargetName | gpd.GeoDataFrame = "ground",
    spacing_m: float = 0.5,
    target_height_m: float | Sequence[float] = 1.5,
    levels: LevelsName | Mapping[str, float] = "iec2025",
    leaf_extinction_per_m: float | None = None,
    engine: EngineName = "auto",
) -> Coverage:
    """Ground, roads or walls that cameras see, how well, and what stands in the way.

    A camera sees a target that is within its range and its picture and to which nothing of the
    city stands in the way: buildings, bridges, plants and city furniture of the dataset, and the
    ground itself. What is closer to the lens than `analyses.visibility.blockers.START_GAP_M` does
    not count.

    Parameters
    ----------
    city : CityModel
        Obstacles and ground; neighbours loaded as context block sight like the rest.
    cameras : GeoDataFrame
        See `analyses.cameras`.
    targets : {"ground", "roads", "facades"} or GeoDataFrame
        "ground": centres of grid cells outside buildings in reach of a camera. "roads": those on
        the city's roads. "facades": points on the walls of its own buildings, which are seen up to
        `analyses.visibility.targets.MAX_INCIDENCE_DEG` off their normal and whose pixel density is
        that on the wall. A table: grid cells in its polygons, points along its lines, or its points
        (entrances); a column ``weight`` counts in `place_cameras`.
    spacing_m : float
        Side of a grid cell, distance of points on lines and walls. [m]
    target_height_m : float or sequence of float
        Heights of the targets above the ground: 1.5 m is a face, 1.0 m a child; (0.2, 1.0, 1.7) a
        whole body, which is seen where all three are. What hides behind a wall depends on it, so it
        must be above 0. Walls have their own. [m]
    levels : {"iec2025", "dori2014"} or mapping of str to float
        Classes of pixel density, see `analyses.levels.LEVELS`. [px/m]
    leaf_extinction_per_m : float, optional
        Lets sight through plants by Beer-Lambert with this extinction; by default they are opaque.
        See `analyses.visibility.blockers.blockers_of`. [1/m]
    engine : {"auto", "embree", "warp", "reference"}
        What casts the rays, see `analyses.raycast.RayScene`.

    Returns
    -------
    Coverage
        Of "ground" only the cells in range and field of view of at least one camera: with
        ``state`` "hidden" they are blind spots. Of all other targets every one. A camera with a
        problem (inside a building, under the ground, no ground) keeps its row, without figures.

    Raises
    ------
    AnalysisError
        If a camera breaks a rule (the message names it) or a parameter is out of bounds.
    CRSError
        If the cameras have no reference system.

    Notes
    -----
    Pixel density is that of the camera's projection: at the depth along the optical axis for a
    pinhole, at the slant distance for an equidistant lens; its classes hold for a plane that faces
    the camera. A ptz or dome camera counts for all that it can turn to, from the horizontal to
    straight down, never at once: ``constant_count`` and ``constant_area_m2`` say what is seen
    without turning, ``dwell_ratio`` for what share of an even turn a place is in the picture.
    """
    classes = level_table(levels)
    surface = ground(city)
    blockers = blockers_of(
        city, surface.mesh, engine=engine, leaf_extinction_per_m=leaf_extinction_per_m
    )
    lowest = min(classes.values())
    posts = camera_posts(city, cameras, surface, blockers=blockers, lowest_px_per_m=lowest)
    view = view_of(
        city, posts, surface, targets=targets, spacing_m=spacing_m, target_height_m=target_height_m
    )
    thresholds = np.array(list(classes.values()))
    sight = sight_of_pairs(
        blockers, view.optics, view.targets, view.pairs, levels_px_per_m=thresholds
    )
    samples, seeing = _tables(city, posts, view.targets, sight, levels=classes)
    notes = _notes(view.targets, levels, leaf_extinction_per_m)
    stamp = partial(
        stamped,
        city=city,
        analysis="camera_coverage",
        parameters={
            "targets": targets if isinstance(targets, str) else "given",
            "spacing_m": spacing_m,
            "target_height_m": list(view.targets.heights_m),
            "levels": classes,
            "leaf_extinction_per_m": leaf_extinction_per_m,
            "start_gap_m": START_GAP_M,
            "engine": blockers.scene.engine,
        },
        notes=[
            *surroundings_notes(city, surface.source),
            *notes,
            *camera_notes(seeing, reach_m=city.reach_m),
        ],
    )
    measure = view.targets.measure
    return Coverage(
        stamp(samples, columns=sample_columns(measure)),
        stamp(seeing, columns=camera_columns(classes, measure)),
    )


def _tables(
    city: CityModel, posts: Posts, targets: Targets, sight: Sight, *, levels: Mapping[str, float]
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Tabulate samples and cameras, without their stamps."""
    bare = camera_table(
        posts.table,
        posts.optics,
        ground_m=posts.ground_m,
        origin=city.origin,
        target_height_m=np.nan if targets.is_wall else targets.heights_m[0],
        problem=posts.problem,
    )
    ids = posts.table.index[posts.usable]
    samples = sample_table(targets, sight, ids, levels=levels, origin=city.origin, crs=city.crs)
    return samples, with_sight(bare, sight, posts.usable, levels=levels, targets=targets)


def _notes(
    targets: Targets,
    levels: LevelsName | Mapping[str, float],
    leaf_extinction_per_m: float | None,
) -> list[str]:
    """Say what a reader must know of targets and classes."""
    named = f'levels "{levels}"' if isinstance(levels, str) else "levels of the user"
    heights = " and ".join(f"{height:g}" for height in targets.heights_m)
    if targets.is_wall:
        what = (
            f"points on walls every {targets.spacing_m:g} m, seen up to {MAX_INCIDENCE_DEG:g} deg "
            "off their normal; pixel density on the wall"
        )
    else:
        what = (
            f"{'cells of' if targets.measure.unit == 'm2' else 'points every'} "
            f"{targets.spacing_m:g} m outside buildings, {heights} m above the ground"
        )
    if not targets.is_complete:
        what += ", only those in range and field of view of a camera; hidden ones are blind spots"
    notes = [
        f"targets: {what}",
        f"pixel density: by depth along the optical axis (pinhole) or distance (equidistant); "
        f"{named}",
        *targets.notes,
    ]
    if leaf_extinction_per_m is not None:
        notes.append(
            f"plants let sight through where at least {MIN_TRANSMITTANCE:.0%} of the light passes"
        )
    return [note for note in notes if note]


def camera_notes(cameras: gpd.GeoDataFrame, *, reach_m: float) -> list[str]:
    """Say what a reader must know of the cameras."""
    notes = []
    problem = cameras["problem"].astype(str)
    if len(troubled := problem[problem != ""]):
        notes.append(
            f"{len(troubled)} of {len(cameras)} cameras have no result, such as "
            f'{troubled.index[0]} ({troubled.iloc[0]}), see column "problem"'
        )
    if turning := int((cameras["kind"] != "fixed").sum()):
        notes.append(
            f"{turning} ptz or dome cameras count for all they can turn to, not simultaneous; see "
            "the columns constant_"
        )
    if (beyond := cameras["far_m"] > reach_m).any():
        notes.append(
            f"{int(beyond.sum())} cameras see farther than the neighbours that were read "
            f"({reach_m:g} m): what stands beyond hides nothing; read more (context_m)"
        )
    return notes
