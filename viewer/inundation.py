"""City + judged buildings -> wet storeys in bands, and a film of rising water."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from citygml.errors import CityModelError
from citygml.mesh import Mesh
from citygml.model import CityModel
from citygml.surfaces import SurfaceKind
from viewer.coloring import Coloring, Entry
from viewer.layers import OPACITY, Layer, plain_layer
from viewer.movie import write_views
from viewer.scene import View, view
from viewer.style import SURFACE_COLOURS, Language

#: Floors that the official depth classes imply, first and distance. [m]
FIRST_FLOOR_M, STOREY_HEIGHT_M = 0.5, 2.5
#: Wet storeys, odd and even, and what is wet below the first floor.
WET_ODD, WET_EVEN, WET_BASE = (45, 105, 180), (100, 160, 220), (25, 65, 120)
#: How far above the water the result of a building lies that is wholly under it. [m]
SHEET_LIFT_M = 0.5
#: Storeys that are cut apart; deeper water is one band.
MOST_BANDS = 10
_NEEDED = ("ground_m", "depth_hi_m")


def cut_at(
    corners: NDArray[np.float64], height_m: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Cut triangles along a level of their own.

    Parameters
    ----------
    corners : (t, 3, 3) ndarray of float64
        Triangles. [m]
    height_m : (t,) ndarray of float64
        Height at which each is cut; nan leaves it whole. [m]

    Returns
    -------
    corners : (u, 3, 3) ndarray of float64
        Triangles, none of which reaches across its level; same area, same orientation.
    row : (u,) ndarray of int64
        Which of the given triangles each is part of.

    Examples
    --------
    >>> upright = np.array([[(0.0, 0.0, 0.0), (2.0, 0.0, 0.0), (0.0, 0.0, 2.0)]])
    >>> parts, row = cut_at(upright, np.array([1.0]))
    >>> len(parts), parts[:, :, 2].max(axis=1).tolist()
    (3, [2.0, 1.0, 1.0])
    """
    above = corners[:, :, 2] > height_m[:, None]
    count = above.sum(axis=1)
    crossing = np.isfinite(height_m) & ((count == 1) | (count == 2))
    # Levels that only touch a corner cut nothing off.
    low, high = corners[:, :, 2].min(axis=1), corners[:, :, 2].max(axis=1)
    with np.errstate(invalid="ignore"):
        crossing &= (low < height_m - 1e-6) & (high > height_m + 1e-6)
    whole = np.flatnonzero(~crossing)
    rows = np.flatnonzero(crossing)
    if not len(rows):
        return corners, np.arange(len(corners))
    alone = np.where(count[rows] == 1, above[rows].argmax(axis=1), (~above[rows]).argmax(axis=1))
    turn = (alone[:, None] + np.arange(3)) % 3
    tip, left, right = np.moveaxis(corners[rows[:, None], turn], 1, 0)
    level = height_m[rows]
    to_left = _at_level(tip, left, level)
    to_right = _at_level(tip, right, level)
    parts = np.concatenate(
        [
            np.stack([tip, to_left, to_right], axis=1),
            np.stack([to_left, left, right], axis=1),
            np.stack([to_left, right, to_right], axis=1),
        ]
    )
    return np.concatenate([corners[whole], parts]), np.concatenate([whole, np.tile(rows, 3)])


def _at_level(
    start: NDArray[np.float64], end: NDArray[np.float64], level: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Points at a level on segments that cross it."""
    share = (level - start[:, 2]) / (end[:, 2] - start[:, 2])
    return start + share[:, None] * (end - start)


def with_wet_storeys(shown: View, buildings: pd.DataFrame) -> View:
    """Return the view with the wet part of every building in bands, one per storey.

    Parameters
    ----------
    shown : View
        A view with a layer of buildings, coloured by a table of buildings.
    buildings : DataFrame
        Index ``feature_id``, ``ground_m`` (elevation of the ground) and ``depth_hi_m`` (greatest
        depth), from `plateau.evacuation_buildings`. Buildings whose depth has no bound keep their
        colour: nobody knows how many storeys are wet. [m]

    Returns
    -------
    View
        Floors at 0.5 m and every 2.5 m above the ground, the model of the official depth classes.

    Raises
    ------
    CityModelError
        If the table lacks a column.
    """
    lacking = [name for name in _NEEDED if name not in buildings.columns]
    if lacking:
        raise CityModelError(
            f"the table lacks {', '.join(lacking)}; wet storeys need a result of plateau flood"
        )
    layers = tuple(
        banded(shown.city, layer, buildings) if layer.name == "buildings" else layer
        for layer in shown.layers
    )
    return replace(shown, layers=layers, coloring=_with_entry(shown))


def _with_entry(shown: View) -> Coloring | None:
    """Return the legend with lines for wet storeys and for buildings wholly under water."""
    if shown.coloring is None:
        return None
    bands, afloat = {
        "en": ("wet storeys, one band each", "all wet: result on the water"),
        "ja": ("浸水する階（1階ごとの帯）", "全階が浸水：判定を水面に表示"),
    }[shown.lang]
    more = (Entry(bands, WET_ODD, -1), Entry(afloat, WET_EVEN, -1))
    return replace(shown.coloring, entries=(*shown.coloring.entries, *more))


def banded(city: CityModel, layer: Layer, buildings: pd.DataFrame) -> Layer:
    """Cut the triangles of buildings at floors and water, and colour what is wet.

    A building that is wholly under water keeps its colour as a sheet of its outline on the water.
    """
    row = pd.Index(buildings.index).get_indexer(city.features.index)
    row = np.where(row >= 0, row, row[city.root_row])
    of = row[city.surfaces.feature_row[layer.mesh.surface_row]]
    ground = buildings["ground_m"].to_numpy(np.float64, na_value=np.nan) - city.origin[2]
    depth = buildings["depth_hi_m"].to_numpy(np.float64, na_value=np.nan)
    foot = np.where(of >= 0, ground[of], np.nan)
    deep = np.where(of >= 0, depth[of], np.nan)
    deep = np.where(deep > 0, deep, np.nan)
    corners, parent = layer.mesh.corners, np.arange(len(layer.mesh))
    floors = [FIRST_FLOOR_M + STOREY_HEIGHT_M * k for k in range(MOST_BANDS)]
    for above_ground in (None, *floors):
        cut = deep[parent] if above_ground is None else np.full(len(parent), above_ground)
        cut = np.where(cut <= deep[parent], foot[parent] + cut, np.nan)
        corners, part = cut_at(corners, cut)
        parent = parent[part]
    middle = corners[:, :, 2].mean(axis=1) - foot[parent]
    with np.errstate(invalid="ignore"):
        wet = middle < deep[parent]
        storey = np.floor((middle - FIRST_FLOOR_M) / STOREY_HEIGHT_M)
    band = np.where(storey < 0, 2, np.nan_to_num(storey) % 2).astype(np.int64)
    colours = np.array([WET_ODD, WET_EVEN, WET_BASE], dtype=np.uint8)
    rgb = np.where(wet[:, None], colours[band], layer.rgb[parent])
    afloat, sheets = sheets_of_drowned(layer.mesh, of, foot + deep)
    parent = np.concatenate([parent, afloat])
    corners = np.concatenate([corners, sheets])
    rgb = np.concatenate([rgb, layer.rgb[afloat]])
    triangles = np.arange(3 * len(corners), dtype=np.int32).reshape(-1, 3)
    mesh = Mesh(corners.reshape(-1, 3).copy(), triangles, layer.mesh.surface_row[parent].copy())
    return replace(
        layer, mesh=mesh, rgb=rgb.astype(np.uint8), table_row=layer.table_row[parent].copy()
    )


def sheets_of_drowned(
    mesh: Mesh, building: NDArray[np.int64], water_m: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Roofs of buildings that the water covers, laid flat on the water.

    Parameters
    ----------
    mesh : Mesh
        The buildings.
    building : (t,) ndarray of int
        Number of the building of every triangle, -1 = none.
    water_m : (t,) ndarray of float
        Level of the water at it, nan = dry. [m]

    Returns
    -------
    row : (u,) ndarray of int64
        Triangles that look up, of buildings without a point above the water.
    corners : (u, 3, 3) ndarray of float64
        The same, `SHEET_LIFT_M` above the water. [m]
    """
    top = np.full(int(building.max(initial=-1)) + 2, -np.inf)  # the last is of no building
    np.maximum.at(top, building, mesh.corners[:, :, 2].max(axis=1))
    with np.errstate(invalid="ignore"):
        drowned = (building >= 0) & (top[building] <= water_m)
    row = np.flatnonzero(drowned & (mesh.area_vectors[:, 2] > 0.0))
    corners = mesh.corners[row].copy()
    corners[:, :, 2] = water_m[row][:, None] + SHEET_LIFT_M
    return row, corners


def raised(layer: Layer, by_m: float) -> Layer:
    """Return a layer of water that stands higher by so much. [m]"""
    vertices = layer.mesh.vertices + np.array([0.0, 0.0, by_m])
    return replace(layer, mesh=replace(layer.mesh, vertices=vertices))


def level_views(
    city: CityModel,
    buildings: gpd.GeoDataFrame,
    levels: gpd.GeoDataFrame,
    *,
    title: str = "",
    lang: Language = "en",
) -> Iterator[View]:
    """Yield a view of every water level: answers, wet storeys, and the water at its level.

    Parameters
    ----------
    city : CityModel
        The city.
    buildings : GeoDataFrame
        From `plateau.evacuation_buildings`; gives the ground under every building.
    levels : GeoDataFrame
        From `plateau.evacuation_levels` of the same city.
    title : str
        Title; the level is appended.
    lang : {"en", "ja"}
        Language of labels.
    """
    stamp = levels.attrs.get("plateau", {})
    of_datum = stamp.get("parameters", {}).get("reference") == "datum"
    for level, rows in levels.groupby("level_m", sort=True):
        table = gpd.GeoDataFrame(rows.set_index("feature_id"))
        table.attrs = levels.attrs
        ground = buildings["ground_m"].reindex(table.index)
        wet = pd.DataFrame({"ground_m": ground, "depth_hi_m": table["depth_m"]})
        sign = "" if of_datum else "+" if level >= 0 else "-"
        label = f"{title} {'T.P. ' if of_datum else ''}{sign}{abs(float(level)):g} m".strip()
        shown = with_wet_storeys(
            view(city, table, color="result", title=label, hazards=not of_datum, lang=lang), wet
        )
        if of_datum:
            yield shown.flooded(float(level))
            continue
        layers = tuple(
            raised(layer, float(level)) if layer.name == "water" else layer
            for layer in shown.layers
        )
        yield replace(shown, layers=layers)


def step_views(
    city: CityModel,
    buildings: gpd.GeoDataFrame,
    steps: Iterable[tuple[float, pd.DataFrame, Mesh]],
    *,
    title: str = "",
    lang: Language = "en",
) -> Iterator[View]:
    """Yield a view of every time step: answers for the whole flood, and what is wet by then.

    Parameters
    ----------
    city : CityModel
        The city.
    buildings : GeoDataFrame
        From `plateau.evacuation_buildings`.
    steps : iterable of (time_h, table, water)
        From `analyses.flood.flooding_steps`: hours since the onset [h]; depth and elevation of the
        ground at every building, ``depth_m`` and ``ground_m`` by ``feature_id`` [m]; the surface of
        the water.
    title : str
        Title; the time is appended.
    lang : {"en", "ja"}
        Language of labels.
    """
    colour = np.array(SURFACE_COLOURS[SurfaceKind.WATER], dtype=np.uint8)
    for time_h, table, water in steps:
        wet = table.rename(columns={"depth_m": "depth_hi_m"})
        label = f"{title} {time_h:g} h".strip()
        plain = view(city, buildings, color="result", title=label, hazards=False, lang=lang)
        shown = with_wet_storeys(plain, wet)
        if len(water):
            sheet = plain_layer("water", water, np.tile(colour, (len(water), 1)))
            sheet = replace(sheet, opacity=OPACITY["water"])
            shown = replace(shown, layers=(*shown.layers, sheet))
        yield shown


def write_rising_water(
    path: str | Path,
    city: CityModel,
    buildings: gpd.GeoDataFrame,
    levels: gpd.GeoDataFrame,
    *,
    title: str = "",
    lang: Language = "en",
    size: tuple[int, int] = (960, 600),
) -> Path:
    """Write a film of the buildings that remain refuges while the water rises; needs no screen.

    Parameters
    ----------
    path : str or Path
        Ends in .gif, or in .mp4, which the program ffmpeg writes.
    city, buildings, levels, title, lang
        As for `level_views`.
    size : tuple of int
        Width and height. [px]

    Returns
    -------
    Path
        The file.

    Raises
    ------
    CityModelError
        If nothing can be drawn here, ffmpeg is missing, or the file cannot be written.
    """
    return write_views(
        path, level_views(city, buildings, levels, title=title, lang=lang), size=size
    )
