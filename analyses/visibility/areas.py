"""Samples of a coverage -> polygons: what is covered, blind spots, and the share of each road."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from analyses.sampling import BUILDING_KINDS
from analyses.tables import Column, stamped
from analyses.visibility.grid import (
    cells_of,
    connected_pieces,
    dissolved,
    dissolved_each,
    spacing_of,
)
from analyses.visibility.targets import ROAD_KINDS
from citygml.errors import AnalysisError
from citygml.model import CityModel

#: People are near a blind spot where their building is this close. [m]
NEAR_M = 10.0

COVERAGE_COLUMNS = (
    Column("level", "string", "", "識別レベル", "Highest level that the ground is seen at; below: "
           "not even the lowest."),
    Column("area_m2", "float64", "m2", "面積", "Ground seen at this level and no higher."),
    Column("cumulative_m2", "float64", "m2", "以上の面積", "Ground seen at this level or a higher "
           "one."),
)  # fmt: skip
OVERLAP_COLUMNS = (
    Column("seen_count", "int64", "", "見えるカメラ数", "Number of cameras that see the ground."),
    Column("area_m2", "float64", "m2", "面積", "Ground that so many cameras see."),
    Column("ratio", "float64", "1", "割合", "Share of all samples."),
    Column("at_least_m2", "float64", "m2", "以上の面積", "Ground that so many cameras or more "
           "see."),
)  # fmt: skip
BLIND_COLUMNS = (
    Column("rank", "int32", "", "順位", "1 = the largest."),
    Column("area_m2", "float64", "m2", "面積", "Ground that no camera sees, in one piece."),
    Column("hidden_m2", "float64", "m2", "遮蔽面積", "Part of it that a camera has in view, but "
           "hidden."),
    Column("road_length_m", "float64", "m", "道路延長", "Length of road in it: the road area in it "
           "over the width of each road; missing without roads."),
    Column("people_near", "float64", "", "周辺人口", "People of the buildings within "
           f"{NEAR_M:g} m; missing where they are not known."),
)  # fmt: skip
PART_COLUMNS = (
    Column("area_m2", "float64", "m2", "面積", "Ground looked at."),
    Column("covered_m2", "float64", "m2", "可視面積", "Part of it that a camera sees."),
    Column("covered_ratio", "float64", "1", "可視率", "Seen part."),
    Column("mean_seen_count", "float64", "", "平均カメラ数", "Cameras that see it, on average."),
)  # fmt: skip


def coverage_polygons(city: CityModel, samples: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Ground by the level it is seen at, one multipolygon per level.

    Parameters
    ----------
    city : CityModel
        The city that was analysed.
    samples : GeoDataFrame
        Grid cells of `camera_coverage` (ground, roads or polygons).

    Returns
    -------
    GeoDataFrame
        Index ``coverage_id``, columns `COVERAGE_COLUMNS`, the lowest level first.

    Raises
    ------
    AnalysisError
        If the samples are not cells of a grid.
    """
    spacing = spacing_of(samples)
    seen = samples[samples["seen_count"] > 0]
    levels = ["below", *samples.attrs["plateau"]["parameters"]["levels"]]
    there = [name for name in levels if (seen["level"] == name).any()]
    area = np.array([float((seen["level"] == name).sum()) * spacing**2 for name in there])
    shapes = [dissolved(cells_of(seen[seen["level"] == name], spacing), spacing) for name in there]
    table = gpd.GeoDataFrame(
        {"level": there, "area_m2": area, "cumulative_m2": area[::-1].cumsum()[::-1]},
        geometry=shapes,
        index=pd.Index(there, name="coverage_id", dtype="str"),
        crs=samples.crs,
    )
    return made_of_samples(
        table, city, samples, columns=COVERAGE_COLUMNS, analysis="coverage_polygons"
    )


def overlap_polygons(city: CityModel, samples: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Ground by the number of cameras that see it (k-coverage), 0 for blind spots.

    Parameters
    ----------
    city : CityModel
        The city that was analysed.
    samples : GeoDataFrame
        Grid cells of `camera_coverage` (ground, roads or polygons).

    Returns
    -------
    GeoDataFrame
        Index ``overlap_id``, columns `OVERLAP_COLUMNS`.

    Raises
    ------
    AnalysisError
        If the samples are not cells of a grid.
    """
    spacing = spacing_of(samples)
    count = samples["seen_count"].to_numpy(dtype=np.int64)
    number, size = np.unique(count, return_counts=True)
    area = size * spacing**2
    shapes = [dissolved(cells_of(samples[count == n], spacing), spacing) for n in number]
    table = gpd.GeoDataFrame(
        {
            "seen_count": number,
            "area_m2": area,
            "ratio": area / max(len(count) * spacing**2, 1e-300),
            "at_least_m2": area[::-1].cumsum()[::-1],
        },
        geometry=shapes,
        index=pd.Index(number.astype(str), name="overlap_id", dtype="str"),
        crs=samples.crs,
    )
    return made_of_samples(
        table, city, samples, columns=OVERLAP_COLUMNS, analysis="overlap_polygons"
    )


def blind_spots(
    city: CityModel,
    samples: gpd.GeoDataFrame,
    *,
    people: pd.Series | None = None,
    min_area_m2: float = 4.0,
) -> gpd.GeoDataFrame:
    """Ground that no camera sees, piece by piece, the largest first.

    A piece is made of cells that share a side and that no camera sees at all target heights. Of a
    coverage of "ground" these are the cells that cameras have in view and that something hides; of
    roads and polygons also those in no camera's view.

    Parameters
    ----------
    city : CityModel
        Gives roads and buildings.
    samples : GeoDataFrame
        Grid cells of `camera_coverage`.
    people : Series of float, optional
        People by ``feature_id`` of their building, to rank by those who live there.
    min_area_m2 : float
        Smaller pieces are left out, and counted in the notes. [m²]

    Returns
    -------
    GeoDataFrame
        Index ``blind_spot_id``, columns `BLIND_COLUMNS`; sort by another column to rank by it.

    Raises
    ------
    AnalysisError
        If the samples are not cells of a grid, or `min_area_m2` is negative.
    """
    if not min_area_m2 >= 0.0:
        raise AnalysisError(f"min_area_m2 is {min_area_m2}; it must be 0 or more")
    spacing = spacing_of(samples)
    blind = samples[samples["seen_count"] == 0]
    cells = cells_of(blind, spacing)
    piece = connected_pieces(cells)
    hidden = (blind["state"] != "outside").to_numpy(dtype=float)
    area = np.bincount(piece) * spacing**2 if len(piece) else np.zeros(0)
    kept = np.flatnonzero(area >= min_area_m2)
    kept = kept[np.argsort(-area[kept], kind="stable")]
    shapes = dissolved_each(cells, piece, kept, spacing)
    names = [f"blind_{i + 1}" for i in range(len(kept))]
    table = gpd.GeoDataFrame(
        {
            "rank": np.arange(1, len(kept) + 1),
            "area_m2": area[kept],
            "hidden_m2": np.bincount(piece, hidden, len(area))[kept] * spacing**2,
            "road_length_m": _road_length(city, shapes),
            "people_near": _people_near(city, shapes, people),
        },
        geometry=shapes,
        index=pd.Index(names, name="blind_spot_id", dtype="str"),
        crs=samples.crs,
    )
    small = len(area) - len(kept)
    note = f"{small} blind spots below {min_area_m2:g} m2 ({area.sum() - area[kept].sum():.6g} m2)"
    return made_of_samples(
        table, city, samples, columns=BLIND_COLUMNS, analysis="blind_spots",
        notes=[f"{note} are left out"] if small else [],
    )  # fmt: skip


def part_coverage(
    city: CityModel, samples: gpd.GeoDataFrame, parts: gpd.GeoDataFrame | None = None
) -> gpd.GeoDataFrame:
    """Covered share of each road, or of each given polygon.

    Parameters
    ----------
    city : CityModel
        The city that was analysed.
    samples : GeoDataFrame
        Of `camera_coverage` with ``targets="roads"``, "facades" or polygons.
    parts : GeoDataFrame, optional
        The polygons that were the targets; by default the city's features.

    Returns
    -------
    GeoDataFrame
        Index ``part_id``, columns `PART_COLUMNS`, the least covered first.

    Raises
    ------
    AnalysisError
        If the samples belong to no parts or stand for no area.
    """
    named = samples["part_id"].fillna("") != ""
    if not named.any() or "area_m2" not in samples.columns:
        raise AnalysisError("the samples belong to no part; take targets='roads' or polygons")
    own = samples[named]
    area, count = own["area_m2"], own["seen_count"].astype(float)
    part = own["part_id"].astype(str).to_numpy()
    total = area.groupby(part).sum()
    covered = (area * (count > 0)).groupby(part).sum()
    shapes = (city.features if parts is None else parts.to_crs(city.crs)).geometry
    shapes.index = shapes.index.astype(str)
    table = gpd.GeoDataFrame(
        {
            "area_m2": total,
            "covered_m2": covered,
            "covered_ratio": covered / total,
            "mean_seen_count": (area * count).groupby(part).sum() / total,
        },
        geometry=shapes.reindex(total.index).to_numpy(),
        crs=city.crs,
    ).rename_axis("part_id")
    table = table.sort_values("covered_ratio", kind="stable")
    return made_of_samples(table, city, samples, columns=PART_COLUMNS, analysis="part_coverage")


def made_of_samples(
    table: gpd.GeoDataFrame,
    city: CityModel,
    samples: gpd.GeoDataFrame,
    *,
    columns: tuple[Column, ...],
    analysis: str,
    notes: Sequence[str] = (),
) -> gpd.GeoDataFrame:
    """Return a table with its own columns, and parameters and notes of its samples."""
    written: dict[str, Any] = samples.attrs.get("plateau", {})
    return stamped(
        table,
        city,
        analysis=analysis,
        columns=columns,
        parameters=written.get("parameters", {}),
        notes=[*written.get("notes", []), *notes],
    )


def _road_length(city: CityModel, shapes: NDArray[np.object_]) -> NDArray[np.float64]:
    """Length of road in each shape: area of road in it over the width of the road. [m]"""
    features = city.features
    roads = features.geometry[features["kind"].isin(ROAD_KINDS) & features.geometry.notna()]
    if not len(roads):
        return np.full(len(shapes), np.nan)
    outline = roads.to_numpy()
    shape, road = shapely.STRtree(outline).query(shapes, predicate="intersects")
    area = shapely.area(shapely.intersection(shapes[shape], outline[road]))
    length = area / strip_width(outline)[road]
    return np.asarray(np.bincount(shape, length, len(shapes)), dtype=np.float64)


def strip_width(polygons: NDArray[np.object_]) -> NDArray[np.float64]:
    """Width of the rectangle with the same area and perimeter, the narrow side.

    Of a rectangle w x l area is w l and perimeter 2 (w + l), so w solves w² - w P/2 + A = 0; a
    shape rounder than a square has the side of the square.

    Examples
    --------
    >>> strip_width(np.array([shapely.box(0, 0, 40, 6), shapely.box(0, 0, 5, 5)], dtype=object))
    array([6., 5.])
    """
    half = shapely.length(polygons) / 4.0
    area = shapely.area(polygons)
    root = half**2 - area
    narrow = half - np.sqrt(np.maximum(root, 0.0))
    return np.asarray(np.where(root > 0.0, narrow, np.sqrt(area)))


def _people_near(
    city: CityModel, shapes: NDArray[np.object_], people: pd.Series | None
) -> NDArray[np.float64]:
    """People of the buildings within `NEAR_M` of each shape."""
    if people is None:
        return np.full(len(shapes), np.nan)
    features = city.features
    homes = features[features["kind"].isin(BUILDING_KINDS) & features.geometry.notna()]
    count = pd.to_numeric(people, errors="coerce").reindex(homes.index).fillna(0.0)
    tree = shapely.STRtree(homes.geometry.to_numpy())
    shape, home = tree.query(shapes, predicate="dwithin", distance=NEAR_M)
    total = np.bincount(shape, count.to_numpy(dtype=float)[home], len(shapes))
    return np.asarray(total, dtype=np.float64)
