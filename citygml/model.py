"""`CityModel`: the one object that analyses and viewers are given."""

from __future__ import annotations

import math
from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, count
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import CRS

from citygml.appearance import Appearance
from citygml.errors import AnalysisError, GeometryError
from citygml.mesh import EMPTY, Mesh
from citygml.surfaces import SurfaceTable
from citygml.terrain import Ground, ground_from_bases

#: Columns that `CityModel.features` has in every city, whatever was read.
FEATURE_COLUMNS = (
    "kind",
    "parent_id",
    "tile",
    "lod",
    "is_context",
    "base_elevation_m",
    "top_elevation_m",
)


class Problem(NamedTuple):
    """A row of `CityModel.problems`: something that was read with loss, or not at all."""

    path: str
    line: int
    feature_id: str
    reason: str


PROBLEM_COLUMNS = Problem._fields


@dataclass(frozen=True, slots=True, eq=False)
class CityModel:
    """Everything an analysis may ask for.

    Attributes
    ----------
    features : GeoDataFrame
        One row per city object, index ``feature_id``. Always there: ``kind`` (local name of the
        class, such as "Building", "BuildingPart", "Road", "WaterBody"), ``parent_id`` ("" at the
        top), ``tile``, ``lod`` (highest level of detail with geometry, -1 without), ``is_context``
        (a neighbour that only casts shade and blocks sight), ``base_elevation_m`` and
        ``top_elevation_m`` (lowest and highest point of the solid, orthometric, nan without one).
        Then the attributes of the schema: ``height_m``, ``storeys_above_ground``, ``usage``,
        ``usage_ja``, … Geometry: the footprint in `crs`, None without one.
    surfaces : SurfaceTable
        Polygons of every level of detail, coordinates from `origin`.
    mesh : Mesh
        Triangles of the solid objects, each at its highest level of detail.
    terrain : Mesh or None
        Relief, None where the dataset has none; see `ground`.
    records : Mapping[str, DataFrame]
        1:n attributes as long tables with ``feature_id``, such as "flood_risk". In every city that
        was read: "curves" and "points" (GeoDataFrames: lines and points beside the surfaces),
        "surface_attributes" (what files say of roofs, walls, …), "generic", and "other": what no
        column takes.
    problems : DataFrame
        ``path, line, feature_id, reason``: what could not be read. Nothing is dropped in silence.
    crs : CRS
        Projected, metres.
    origin : tuple of float
        Easting, northing, height of the point (0, 0, 0); whole metres. [m]
    provenance : Mapping[str, str]
        ``dataset`` (its name), ``source`` (the line every output carries), ``edition``,
        ``vertical_datum`` (what the heights in the files are measured from), ``file_notes`` (name,
        description and metadata of the files, where they have any), ``neighbours`` ("not read" in a
        part of a dataset without what stands around it).
    reach_m : float
        What stands further than this from a sensor or a surface casts no shade on it and hides
        nothing from it, so that a result does not depend on how much of the surroundings was read:
        ``context_m`` of a city that was read with neighbours, else inf. [m]
    far_relief : (n, 3) ndarray of float64 or None
        Highest points of the relief of the whole dataset, in `crs`, where `terrain` is only the
        part around a tile; None where `terrain` is all there is. [m]
    base_ground : Mesh or None
        Where the dataset has no relief and this is only the part around a tile: the ground through
        the bases of all its buildings, here; None where the buildings here are all there are.
    appearance : Appearance or None
        Textures and materials, None unless they were asked for and there are any.

    Raises
    ------
    GeometryError
        If features, surfaces and mesh do not belong together.
    """

    features: gpd.GeoDataFrame
    surfaces: SurfaceTable
    mesh: Mesh
    terrain: Mesh | None
    records: Mapping[str, pd.DataFrame]
    problems: pd.DataFrame
    crs: CRS
    origin: tuple[float, float, float]
    provenance: Mapping[str, str] = field(default_factory=dict)
    reach_m: float = math.inf
    far_relief: NDArray[np.float64] | None = None
    base_ground: Mesh | None = None
    appearance: Appearance | None = None

    def __post_init__(self) -> None:
        """Check once that rows refer to rows that exist."""
        missing = [name for name in FEATURE_COLUMNS if name not in self.features.columns]
        if missing:
            raise GeometryError(f"features lack the columns {', '.join(missing)}")
        if not self.features.index.is_unique:
            twice = self.features.index[self.features.index.duplicated()][0]
            raise GeometryError(f"feature_id {twice!r} is there twice; an id names one object")
        rows = self.surfaces.feature_row
        if len(rows) and not (rows.min() >= 0 and rows.max() < len(self.features)):
            raise GeometryError("a surface belongs to a feature that does not exist")
        if len(self.mesh) and self.mesh.surface_row.max() >= len(self.surfaces):
            raise GeometryError("a triangle belongs to a surface that does not exist")
        for theme in self.appearance.themes.values() if self.appearance else ():
            if len(theme.texture_row) != len(rows) or len(theme.uv) != len(self.surfaces.coords):
                raise GeometryError("an appearance does not belong to the surfaces")

    @property
    def feature_row_of_triangle(self) -> NDArray[np.int32]:
        """Row of `features` that each triangle of `mesh` belongs to, (t,)."""
        return np.asarray(self.surfaces.feature_row[self.mesh.surface_row])

    @property
    def root_row(self) -> NDArray[np.int32]:
        """Row of the outermost parent of every feature (a part's building), (n,)."""
        return root_rows(self.features)


def root_rows(features: pd.DataFrame) -> NDArray[np.int32]:
    """Row of the outermost parent of every feature.

    Parameters
    ----------
    features : DataFrame
        Index ``feature_id``, column ``parent_id`` ("" or an id that is not there = none).

    Returns
    -------
    (n,) ndarray of int32
        Its own row for an object without parent.
    """
    position = pd.Series(np.arange(len(features)), index=features.index)
    parent = position.reindex(features["parent_id"]).to_numpy(dtype=float)
    root = np.arange(len(features), dtype=np.int32)
    step = np.where(np.isnan(parent), root, parent).astype(np.int32)
    for _ in range(16):  # a building, its parts, their installations: three levels in practice
        further = step[root]
        if np.array_equal(further, root):
            break
        root = further
    return root


def unused_name(name: str, taken: Container[str]) -> str:
    """Return the name, with a number behind it where it is taken.

    Examples
    --------
    >>> unused_name("b1", {"b1", "b1.2"})
    'b1.3'
    """
    numbered = (f"{name}.{number}" for number in count(2))
    return next(free for free in chain([name], numbered) if free not in taken)


def surface_names(city: CityModel) -> NDArray[np.object_]:
    """Return a name for every surface that no other surface of the city has.

    The ``gml:id`` where it is the first polygon with that id; else the id of the outermost parent
    with the number of the surface in it, ``<feature_id>#surface<n>``, counted from 1. Tables of one
    row per surface have it as index, and viewers find the surface again by it.

    Returns
    -------
    (n,) ndarray of object
        Row by row of `CityModel.surfaces`.
    """
    written = pd.Series(city.surfaces.surface_id, dtype=object)
    root = city.root_row[city.surfaces.feature_row]
    number = pd.Series(root).groupby(root).cumcount() + 1
    owner = pd.Series(city.features.index.to_numpy(dtype=object)[root], dtype=object)
    made = owner + "#surface" + number.astype(str)
    unnamed = (written == "") | written.duplicated()
    return np.asarray(written.where(~unnamed, made), dtype=object)


def take_features(city: CityModel, keep: NDArray[np.bool_]) -> CityModel:
    """Return the city with only some of its features, their surfaces, triangles and records.

    Parameters
    ----------
    city : CityModel
        Any city.
    keep : (n,) ndarray of bool
        Which rows of `CityModel.features` stay.

    Returns
    -------
    CityModel
        Terrain, problems, crs, origin and provenance are those of `city`.
    """
    appearance = city.appearance
    new_feature_row = np.cumsum(keep) - 1
    stays = keep[city.surfaces.feature_row]
    new_surface_row = np.cumsum(stays) - 1
    surfaces = city.surfaces.take(stays)
    if appearance is not None:
        appearance = appearance.take(stays, stays[city.surfaces.surface_of_coord])
    surfaces = replace(surfaces, feature_row=new_feature_row[surfaces.feature_row].astype(np.int32))
    mesh = city.mesh.submesh(stays[city.mesh.surface_row])
    features = city.features[keep]
    return replace(
        city,
        features=features,
        surfaces=surfaces,
        mesh=replace(mesh, surface_row=new_surface_row[mesh.surface_row].astype(np.int32)),
        records={
            name: table[table["feature_id"].isin(features.index)].reset_index(drop=True)
            for name, table in city.records.items()
        },
        appearance=appearance,
    )


def has_relief(city: CityModel) -> bool:
    """Whether the dataset has relief, here or elsewhere.

    A tile without any, of a dataset that has some, has places without ground like the city in one
    piece, and no surface of its own.
    """
    here = city.terrain is not None and len(city.terrain) > 0
    return here or (city.far_relief is not None and len(city.far_relief) > 0)


def building_bases(features: gpd.GeoDataFrame) -> NDArray[np.float64]:
    """Return a point inside every building, at the height of its base.

    Parameters
    ----------
    features : GeoDataFrame
        As of `CityModel.features`; buildings without footprint or base are left out.

    Returns
    -------
    (n, 3) ndarray of float64
        Easting, northing, height. [m]
    """
    usable = features[
        (features["kind"] == "Building")
        & features["base_elevation_m"].notna()
        & features.geometry.notna()
    ]
    inside = usable.geometry.representative_point()
    height = usable["base_elevation_m"].to_numpy(dtype=float)
    return np.column_stack([inside.x.to_numpy(), inside.y.to_numpy(), height])


def require_city(city: object) -> None:
    """Raise `AnalysisError` where somebody forgot to load a dataset."""
    if not isinstance(city, CityModel):
        raise AnalysisError(
            f"city is a {type(city).__name__}; it must be a CityModel; take what .load() returns"
        )


def ground(city: CityModel, *, margin_m: float = 200.0) -> Ground:
    """Ground of a city: its relief, else a surface through the bases of its buildings.

    Parameters
    ----------
    city : CityModel
        Any city.
    margin_m : float
        How far a surface made from building bases reaches beyond the outermost building. [m]

    Returns
    -------
    Ground
        Its `source` says which of the two it is, "none" where there is neither.

    Raises
    ------
    AnalysisError
        If `city` is none.
    """
    require_city(city)
    if has_relief(city):
        return Ground(EMPTY if city.terrain is None else city.terrain, "relief")
    mesh = city.base_ground
    if mesh is None:
        bases = building_bases(city.features) - np.array(city.origin)
        mesh = ground_from_bases(bases, margin_m=margin_m)
    return Ground(mesh, "building_base" if len(mesh) else "none")
