"""City + camera table -> cameras in place: lens, optics, and why one cannot be answered for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from analyses.cameras import camera_optics, checked_cameras, located_cameras
from analyses.optics import Optics
from analyses.sampling import check_spacing
from analyses.visibility.blockers import Blockers, enclosing_objects
from analyses.visibility.reach import (
    ViewPairs,
    bounds_of,
    cells_in_reach,
    pairs_in_view,
    strips_in_reach,
)
from analyses.visibility.targets import (
    TargetName,
    Targets,
    cell_targets,
    checked_heights,
    named_targets,
)
from citygml.model import CityModel
from citygml.terrain import Ground


class Posts(NamedTuple):
    """Cameras where they stand.

    Attributes
    ----------
    table : GeoDataFrame
        Checked, in the reference system of the city.
    optics : Optics
        All of them.
    ground_m : (n,) ndarray of float64
        Height of the ground below, from the origin of the city, nan without. [m]
    problem : (n,) ndarray of object
        Why a camera has no result, "" where it has one.
    """

    table: gpd.GeoDataFrame
    optics: Optics
    ground_m: NDArray[np.float64]
    problem: NDArray[np.object_]

    @property
    def usable(self) -> NDArray[np.int64]:
        """Rows of the cameras without a problem."""
        return np.flatnonzero(self.problem == "")


class View(NamedTuple):
    """What is looked at, and by whom.

    Attributes
    ----------
    targets : Targets
        Points.
    optics : Optics
        The usable cameras.
    pairs : iterator of list of ViewPairs
        See `analyses.visibility.reach.pairs_in_view`; to be gone through once.
    """

    targets: Targets
    optics: Optics
    pairs: Iterator[list[ViewPairs]]


def camera_posts(
    city: CityModel,
    cameras: gpd.GeoDataFrame,
    surface: Ground,
    *,
    blockers: Blockers,
    lowest_px_per_m: float,
) -> Posts:
    """Put cameras on their ground and find those that stand where none can.

    Parameters
    ----------
    city : CityModel
        Where they are.
    cameras : GeoDataFrame
        See `analyses.cameras`.
    surface : Ground
        Its ground.
    blockers : Blockers
        Its solids.
    lowest_px_per_m : float
        Where the range of a camera without ``far_m`` ends. [px/m]
    """
    table = located_cameras(checked_cameras(cameras), city.crs)
    plan = np.column_stack([table.geometry.x, table.geometry.y]) - city.origin[:2]
    ground_m = surface.height_at(plan)
    absolute = table["elevation_m"].to_numpy() - city.origin[2]
    above = ground_m + table["height_m"].to_numpy()
    position = np.column_stack([plan, np.where(np.isnan(absolute), above, absolute)])
    problem = np.where(np.isnan(position[:, 2]), "no ground below the camera", "").astype(object)
    under = position[:, 2] < ground_m
    problem[under] = [
        f"{depth:.1f} m under the ground" for depth in (ground_m - position[:, 2])[under]
    ]
    placed = np.flatnonzero(problem == "")
    around = enclosing_objects(blockers, position[placed])
    inside = around != ""
    kind = city.features["kind"].reindex(around[inside]).to_numpy(dtype=object)
    problem[placed[inside]] = "inside " + kind + " " + around[inside]
    optics = camera_optics(table, position, lowest_px_per_m=lowest_px_per_m)
    return Posts(table, optics, ground_m, problem)


def view_of(
    city: CityModel,
    posts: Posts,
    surface: Ground,
    *,
    targets: TargetName | gpd.GeoDataFrame,
    spacing_m: float,
    target_height_m: float | Sequence[float],
) -> View:
    """Targets, and who has them in view.

    Raises
    ------
    AnalysisError
        If spacing or heights are out of bounds or the targets are none.
    """
    check_spacing(spacing_m)
    heights = checked_heights(target_height_m)
    usable = posts.usable
    optics = posts.optics.take(usable)
    if isinstance(targets, str) and targets == "ground":
        bounds = surface.mesh.bounds[:, :2]
        strips = strips_in_reach(optics, city.origin, spacing_m=spacing_m, bounds=bounds)
        cells = cells_in_reach(strips)
        found = cell_targets(city, cells, surface, spacing_m=spacing_m, heights_m=heights)
    else:
        found = named_targets(city, targets, surface, spacing_m=spacing_m, heights_m=heights)
        strips = strips_in_reach(optics, city.origin, spacing_m=spacing_m, bounds=bounds_of(found))
    masks = posts.table["privacy_mask"].to_numpy(dtype=object)[usable]
    has_mask = any(mask is not None for mask in masks)
    pairs = pairs_in_view(optics, found, strips, masks=masks if has_mask else None)
    return View(found, optics, pairs)
