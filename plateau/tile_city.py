"""A tile of a run -> its `CityModel`: own objects, neighbours around them, relief cut to both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from citygml.errors import FILE_LEFT_OUT, GMLError
from citygml.mesh import EMPTY, Mesh
from citygml.model import PROBLEM_COLUMNS, CityModel, Problem, take_features
from citygml.reader import read_city
from citygml.relief import joined_relief
from citygml.window import Window
from plateau.chosen import (
    OVERHANG_M,
    held_by,
    problems_of,
    region_of,
    standing_near,
    with_surroundings,
)
from plateau.generations import with_current_names
from plateau.heads import heads_of, is_latitude_first
from plateau.relief import (
    WORLD,
    Box,
    far_relief,
    left_out_triangles,
    relief_mesh,
    relief_within,
)
from plateau.schema import plateau_schema
from plateau.selection import Area, box_shape
from plateau.sources import as_sources
from plateau.tiles import Bounds
from plateau.tiling import EVERYWHERE, RunTile, TileMap
from plateau.windows import box_around


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What all tiles of a run have in common.

    Attributes
    ----------
    epsg : str
        Reference system of the city, as `pyproj.CRS` reads it.
    areas : tuple of Area
        Conditions of the selection.
    context_m : float
        How far around an object neighbours count. [m]
    provenance : Mapping[str, str]
        Of the dataset.
    map : TileMap
        Which place belongs to which tile.
    """

    epsg: str
    areas: tuple[Area, ...]
    context_m: float
    provenance: Mapping[str, str]
    map: TileMap

    @property
    def crs(self) -> CRS:
        """Reference system of the city."""
        return CRS.from_user_input(self.epsg)


def tile_city(
    tile: RunTile,
    around: Surroundings,
    relief: Mapping[str, Path],
    *,
    bases: Path | None = None,
) -> CityModel:
    """Read the city of a tile.

    Parameters
    ----------
    tile : RunTile
        Which.
    around : Surroundings
        Of the run.
    relief : mapping of str to Path
        Label of each relief file of the run -> folder of its squares.
    bases : Path, optional
        Folder of the ground through the bases of all buildings, where there is no relief.

    Returns
    -------
    CityModel
        Objects of the tile, those around marked ``is_context``.

    Raises
    ------
    GMLError, CRSError
        If a file of the tile cannot be read; one of a neighbour is a row of `CityModel.problems`.
    """
    window = tile.extent.grown(around.context_m + OVERHANG_M)
    city, held = _read(tile, around, window)
    needed = box_around(city, held, around.context_m)
    if needed is not None and not window.holds(needed):  # a building reaches far out of its tile
        window = window.joined(needed)
        city, held = _read(tile, around, window)
    region = box_shape(tile.bounds, city.crs)
    place = tile.bounds.grown(around.context_m + OVERHANG_M)
    place = place if needed is None else place.joined(needed)
    folders = {file.label: relief[file.label] for file in tile.relief}
    terrain = relief_mesh(folders.values(), _metres(place, city.crs), city.origin)
    city = replace(
        city,
        # Where others have relief this tile has places without ground, as the whole city would.
        terrain=EMPTY if terrain is None and relief else terrain,
        far_relief=far_relief(relief.values()),
        base_ground=None if bases is None else _ground_within(bases, place, city),
        problems=pd.concat([city.problems, _relief_problems(folders)], ignore_index=True),
    )
    city, held = _within_selection(city, held, around)
    return with_surroundings(city, held, region=region, context_m=around.context_m)


def _within_selection(
    city: CityModel, held: NDArray[np.bool_], around: Surroundings
) -> tuple[CityModel, NDArray[np.bool_]]:
    """Leave out what the selection in one piece would not have around it; and what is its own."""
    if not around.areas:
        return city, held
    meant = held | held_by(city, around.areas)[city.root_row]
    region = region_of(around.areas, city.crs)
    near, double = standing_near(city.features, meant, region=region, context_m=around.context_m)
    keep = meant | (near | double)[city.root_row]
    problems = problems_of(city, keep)
    return take_features(replace(city, problems=problems), keep), held[keep]


def _ground_within(bases: Path, place: Bounds, city: CityModel) -> Mesh:
    """Ground through the bases of all buildings, around a place."""
    corners = relief_within([bases], _metres(place, city.crs)) - np.array(city.origin)
    return joined_relief(corners, tolerance_m=0.0)  # it has no seams


def bases_under(tile: RunTile, around: Surroundings, bases: Path | None) -> NDArray[np.float64]:
    """Triangles of the ground through the bases of all buildings that a tile depends on.

    Parameters
    ----------
    tile, around, bases
        See `tile_city`.

    Returns
    -------
    (t, 9) ndarray of float64
        In one order, each once; none where there is relief. [m]
    """
    if bases is None:
        return np.zeros((0, 9))
    place = tile.extent.joined(tile.bounds).grown(around.context_m + OVERHANG_M)
    box = WORLD if tile.extent == EVERYWHERE else _metres(place, around.crs)
    return np.unique(relief_within([bases], box).reshape(-1, 9), axis=0)


def _relief_problems(folders: Mapping[str, Path]) -> pd.DataFrame:
    """Say which relief files have triangles that could not be used."""
    counts = {label: left_out_triangles(folder) for label, folder in folders.items()}
    reason = "{} relief triangles are not closed rings of four points; left out"
    rows = [Problem(label, 0, "", reason.format(n)) for label, n in counts.items() if n]
    return pd.DataFrame(rows, columns=list(PROBLEM_COLUMNS))


def _read(
    tile: RunTile, around: Surroundings, window: Bounds
) -> tuple[CityModel, NDArray[np.bool_]]:
    """Read the files of a tile, of neighbours only what is in the window; and what is its own."""
    cut = tile.files if tile.is_part else tile.near
    low, high = (window.south, window.west), (window.north, window.east)
    windows = {
        file.label: Window(low, high)
        for file, head in zip(cut, heads_of(cut), strict=True)
        if is_latitude_first(head.srs_name)
    }
    sources = as_sources(tile.files, context={file.label for file in tile.near}, windows=windows)
    city = with_current_names(
        read_city(sources, schema=plateau_schema(), crs=around.crs, provenance=around.provenance)
    )
    _refuse_incomplete(
        city, {file.label for file in tile.own} | {file.label for file, _ in tile.shared}
    )
    held = _held(city, tile, around) & held_by(city, around.areas)
    return city, held[city.root_row]


def _refuse_incomplete(city: CityModel, own: set[str]) -> None:
    """Raise where a file of the tile itself was left out: its objects would be missing."""
    left_out = city.problems["reason"].str.startswith(FILE_LEFT_OUT)
    for row in city.problems[left_out & city.problems["path"].isin(own)].itertuples():
        raise GMLError(row.reason.removeprefix(FILE_LEFT_OUT), row.path, row.line)


def _held(city: CityModel, tile: RunTile, around: Surroundings) -> NDArray[np.bool_]:
    """Whether an object belongs to the tile, (n,): by its file, else by its place."""
    held: NDArray[np.bool_] = ~city.features["is_context"].to_numpy(dtype=bool)
    code = city.features["tile"].to_numpy(dtype=object)
    for shared, sharers in {file.tile: sharers for file, sharers in tile.shared}.items():
        rows = np.flatnonzero(held & (code == shared))
        place = lon_lat(city.features.geometry.to_numpy()[rows], city.crs)
        held[rows] = around.map.among(sharers).owner(*place) == tile.name
    return held


def lon_lat(
    shapes: NDArray[np.object_], crs: CRS
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Longitude and latitude of a point inside each shape, nan without one. [deg]"""
    points = shapely.point_on_surface(shapes)
    x, y = shapely.get_x(points), shapely.get_y(points)
    lon, lat = Transformer.from_crs(crs, CRS.from_epsg(6668), always_xy=True).transform(x, y)
    known = np.isfinite(x)
    return np.where(known, lon, np.nan), np.where(known, lat, np.nan)


def _metres(box: Bounds, crs: CRS) -> Box:
    """Rectangle around a place in degrees. [m]"""
    to_metres = Transformer.from_crs(CRS.from_epsg(6668), crs, always_xy=True)
    west, south, east, north = to_metres.transform_bounds(*box)
    return (west, south, east, north)
