"""City -> places where a camera could hang: road corners, walls; and the ways it could look."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from analyses.sampling import BUILDING_KINDS
from analyses.visibility.targets import ROAD_KINDS
from citygml.errors import AnalysisError
from citygml.model import CityModel

#: Ways that a candidate without ``heading_deg`` may look. [deg]
HEADINGS_DEG = (0.0, 45.0, 90.0, 135.0, 180.0, 225.0, 270.0, 315.0)
#: How far a camera on a wall stands off it. [m]
WALL_OFFSET_M = 0.2
#: Roads closer than this are one surface, and bends shorter than it are none. [m]
ROAD_TOLERANCE_M = 0.5
#: A road's edge turns by at least this much at a corner. [deg]
CORNER_DEG = 40.0


def with_headings(
    candidates: gpd.GeoDataFrame, headings_deg: Sequence[float] = HEADINGS_DEG
) -> gpd.GeoDataFrame:
    """Candidates with one row for every way each may look.

    Parameters
    ----------
    candidates : GeoDataFrame
        Cameras of `analyses.cameras`; ``heading_deg`` may be missing or empty. ``site_id`` says
        which stand in one place, of which one is taken; by default every row is a site.
    headings_deg : sequence of float
        For rows without ``heading_deg``, clockwise from north. [deg]

    Returns
    -------
    GeoDataFrame
        ``camera_id`` (with ``@heading`` where it was given one), ``site_id`` and the rest.

    Raises
    ------
    AnalysisError
        If there is no candidate, or no heading for one that needs it.

    Examples
    --------
    >>> pole = gpd.GeoDataFrame({"camera_id": ["p1"]}, geometry=[shapely.Point(0, 0)])
    >>> with_headings(pole, [0, 90])[["camera_id", "site_id", "heading_deg"]].values.tolist()
    [['p1@0', 'p1', 0.0], ['p1@90', 'p1', 90.0]]
    """
    if not len(candidates):
        raise AnalysisError("there are 0 candidates; give places where a camera could hang")
    table = candidates.reset_index(drop="camera_id" in candidates.columns)
    if "camera_id" not in table.columns:
        table = table.rename(columns={table.columns[0]: "camera_id"})
    table = table.assign(camera_id=table["camera_id"].astype(str))
    if "site_id" not in table.columns:
        table = table.assign(site_id=table["camera_id"])
    given = table.get("heading_deg", pd.Series(np.nan, index=table.index))
    given = pd.to_numeric(given, errors="coerce").to_numpy(dtype=float)
    turns = np.isnan(given)
    ways = np.asarray(headings_deg, dtype=float)
    if turns.any() and not len(ways):
        raise AnalysisError(f"{turns.sum()} candidates have no heading_deg; give headings_deg")
    count = np.where(turns, max(len(ways), 1), 1)
    row = np.repeat(np.arange(len(table)), count)
    turn = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    heading = np.where(turns[row], ways[turn % max(len(ways), 1)] if len(ways) else 0.0, given[row])
    named = [f"@{way:g}" if free else "" for way, free in zip(heading, turns[row], strict=True)]
    spread = table.iloc[row].reset_index(drop=True)
    return spread.assign(camera_id=spread["camera_id"] + pd.Series(named), heading_deg=heading)


def road_corner_sites(city: CityModel) -> gpd.GeoDataFrame:
    """Corners of the roads: where the edge of the joined road surface turns round a block.

    Parameters
    ----------
    city : CityModel
        Its roads.

    Returns
    -------
    GeoDataFrame
        Points with ``camera_id``; add height, tilt and field of view, and give it to
        `place_cameras`.

    Raises
    ------
    AnalysisError
        If the city has no roads.
    """
    features = city.features
    roads = features[features["kind"].isin(ROAD_KINDS) & features.geometry.notna()]
    if not len(roads):
        raise AnalysisError("the city has 0 roads; load them (types tran) or give candidates")
    grown = shapely.union_all(shapely.buffer(roads.geometry.to_numpy(), ROAD_TOLERANCE_M / 2))
    joined = shapely.simplify(
        shapely.buffer(grown, -ROAD_TOLERANCE_M / 2, join_style="mitre"), ROAD_TOLERANCE_M
    )
    rings = shapely.get_rings(shapely.orient_polygons(shapely.get_parts(joined)))
    corners = [_inner_corners(shapely.get_coordinates(ring)) for ring in rings]
    return _sites("corner", np.concatenate([np.zeros((0, 2)), *corners]), city)


def _inner_corners(ring: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points of a ring where the surface on its left reaches round a corner, (k, 2)."""
    points = ring[:-1]
    before, after = points - np.roll(points, 1, axis=0), np.roll(points, -1, axis=0) - points
    turn = np.arctan2(
        before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0],
        np.einsum("ij,ij->i", before, after),
    )
    return np.asarray(points[turn <= -np.radians(CORNER_DEG)])


def wall_sites(city: CityModel, *, every_m: float) -> gpd.GeoDataFrame:
    """Places along the walls of the city's buildings, `WALL_OFFSET_M` off them.

    Parameters
    ----------
    city : CityModel
        Its buildings' footprints; neighbours loaded as context are left out.
    every_m : float
        Distance of the places along a wall, of which each has at least one. [m]

    Returns
    -------
    GeoDataFrame
        Points with ``camera_id`` and ``heading_deg`` straight away from the wall; those that would
        be in another building are left out.

    Raises
    ------
    AnalysisError
        If `every_m` is not a positive number.
    """
    if not (np.isfinite(every_m) and every_m > 0.0):
        raise AnalysisError(f"every_m is {every_m}; it must be a positive number of metres")
    features = city.features
    built = features["kind"].isin(BUILDING_KINDS) & features.geometry.notna()
    own = features[built & ~features["is_context"].astype(bool)]
    shells = shapely.get_parts(shapely.orient_polygons(own.geometry.to_numpy()))
    ring, row = shapely.get_coordinates(shapely.get_exterior_ring(shells), return_index=True)
    wall = np.flatnonzero(row[1:] == row[:-1])
    start, along = ring[wall], ring[wall + 1] - ring[wall]
    length = np.hypot(*along.T)
    real = length > WALL_OFFSET_M
    start, along, length = start[real], along[real], length[real]
    count = np.maximum(np.round(length / every_m), 1).astype(np.int64)
    at = np.repeat(np.arange(len(count)), count)
    share = (np.arange(len(at)) - np.repeat(np.cumsum(count) - count, count) + 0.5) / count[at]
    # Rings run counter-clockwise: outside is on the right.
    outward = np.column_stack([along[:, 1], -along[:, 0]]) / length[:, None]
    place = start[at] + share[:, None] * along[at] + WALL_OFFSET_M * outward[at]
    tree = shapely.STRtree(features.geometry[built].to_numpy())
    inside, _ = tree.query(shapely.points(place), predicate="intersects")
    free = np.setdiff1d(np.arange(len(place)), inside)
    heading = np.degrees(np.arctan2(outward[:, 0], outward[:, 1]))[at] % 360.0
    return _sites("wall", place[free], city).assign(heading_deg=heading[free])


def _sites(name: str, xy: NDArray[np.float64], city: CityModel) -> gpd.GeoDataFrame:
    ids = [f"{name}_{i + 1}" for i in range(len(xy))]
    return gpd.GeoDataFrame({"camera_id": ids}, geometry=shapely.points(xy), crs=city.crs)
