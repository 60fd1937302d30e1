"""CityModel -> CityJSON 2.0 and CityJSONSeq: geometry of every level of detail, all attributes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from citygml.mesh import shell_closed, triangulate, unique_rows, welded
from citygml.model import CityModel, surface_names, unused_name
from citygml.surfaces import SurfaceKind, SurfaceTable
from viewer.export.attributes import Attributes, feature_attributes, row_attributes
from viewer.files import replaced
from viewer.targets import table_target

#: Coordinates are whole millimetres. [m]
SCALE_M = 0.001
SEMANTICS = {
    SurfaceKind.GROUND: "GroundSurface",
    SurfaceKind.WALL: "WallSurface",
    SurfaceKind.ROOF: "RoofSurface",
    SurfaceKind.OUTER_CEILING: "OuterCeilingSurface",
    SurfaceKind.OUTER_FLOOR: "OuterFloorSurface",
    SurfaceKind.CLOSURE: "ClosureSurface",
    SurfaceKind.WINDOW: "Window",
    SurfaceKind.DOOR: "Door",
    SurfaceKind.INTERIOR: "InteriorWallSurface",
    SurfaceKind.WATER: "WaterSurface",
    SurfaceKind.TRAFFIC: "TrafficArea",
}
#: CityJSON types that stand alone, and those that need a parent of the type they begin with.
ALONE = frozenset(
    {
        *("Bridge", "Building", "CityFurniture", "LandUse", "OtherConstruction", "PlantCover"),
        *("Railway", "Road", "SolitaryVegetationObject", "TransportSquare", "Tunnel"),
        *("WaterBody", "Waterway", "TINRelief"),
    }
)
PARTS = frozenset(
    f"{whole}{part}"
    for whole in ("Building", "Bridge", "Tunnel")
    for part in ("Part", "Installation", "Furniture", "ConstructiveElement")
)
#: Names of CityGML that CityJSON changed.
RENAMED = {"Square": "TransportSquare"}
GENERIC = "GenericCityObject"


def write_cityjson(
    path: str | Path, city: CityModel, table: gpd.GeoDataFrame | None = None
) -> Path:
    """Write one CityJSON 2.0 file.

    Solids are Solid where their faces close and form one body, else MultiSurface. Records such as
    "flood_risk" are lists among the attributes. The coordinates are easting, northing and height
    above sea level in the system of the city; CityJSON has no place for the vertical system.

    Parameters
    ----------
    path : str or Path
        The file to write.
    city : CityModel
        The city.
    table : GeoDataFrame, optional
        A result: per feature its columns become attributes, per surface those of the surface.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    CityModelError
        If the table is not of this city or the file cannot be written.

    References
    ----------
    .. [1] H. Ledoux et al., CityJSON 2.0.1 (OGC 20-072r5), 2023.
    """
    content = _content(city, table)
    document = {
        **header(city),
        "CityObjects": dict(content.objects()),
        "vertices": content.vertices.tolist(),
    }
    with replaced(path) as temporary, temporary.open("w", encoding="utf-8") as file:
        json.dump(document, file, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Path(path)


def write_cityjson_sequence(
    path: str | Path, city: CityModel, table: gpd.GeoDataFrame | None = None
) -> Path:
    """Write CityJSONSeq: a head, then a line for every object with its parts.

    Parameters, errors and content are those of `write_cityjson`.
    """
    content = _content(city, table)
    with replaced(path) as temporary, temporary.open("w", encoding="utf-8") as file:
        for line in ({**header(city), "CityObjects": {}, "vertices": []}, *content.lines()):
            file.write(json.dumps(line, ensure_ascii=False, allow_nan=False, separators=(",", ":")))
            file.write("\n")
    return Path(path)


def header(city: CityModel) -> dict[str, Any]:
    """Return version, transform and metadata."""
    metadata: dict[str, Any] = {"title": city.provenance.get("source", "") or "city model"}
    code = city.crs.to_epsg()
    if code is not None:
        metadata["referenceSystem"] = f"https://www.opengis.net/def/crs/EPSG/0/{code}"
    return {
        "type": "CityJSON",
        "version": "2.0",
        "transform": {"scale": [SCALE_M] * 3, "translate": [float(v) for v in city.origin]},
        "metadata": metadata,
    }


@dataclass(frozen=True)
class Content:
    """A city in whole millimetres.

    Attributes
    ----------
    city : CityModel
        The city.
    vertices : (v, 3) ndarray of int64
        Distinct points of surfaces and terrain.
    label : (c,) ndarray of int64
        Row of `vertices` for every coordinate of the surfaces.
    terrain : (t, 3) ndarray of int64
        Rows of `vertices` of the triangles of the relief.
    solid : set of int
        Keys (16 * feature row + level of detail) of geometries that are one closed body.
    types : list of str
        CityJSON type of every feature.
    attributes, semantics : list of dict
        Of every feature, of every surface.
    """

    city: CityModel
    vertices: NDArray[np.int64]
    label: NDArray[np.int64]
    terrain: NDArray[np.int64]
    solid: frozenset[int]
    types: list[str]
    attributes: list[Attributes]
    semantics: list[Attributes]

    def objects(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield id and city object, the terrain last."""
        city = self.city
        order = np.argsort(city.surfaces.feature_row, kind="stable")
        rows = np.arange(len(city.features))
        start = np.searchsorted(city.surfaces.feature_row[order], np.append(rows, len(rows)))
        children = self._children()
        for row, name in enumerate(city.features.index):
            surfaces = order[start[row] : start[row + 1]]
            made: dict[str, Any] = {"type": self.types[row], "attributes": self.attributes[row]}
            geometry = self._geometries(row, surfaces)
            if geometry:
                made["geometry"] = geometry
            if row in children:
                made["children"] = [str(city.features.index[child]) for child in children[row]]
            parent = self._parent(row)
            if parent:
                made["parents"] = [parent]
            yield str(name), made
        if len(self.terrain):
            name = unused_name("terrain", set(city.features.index))
            boundaries = self.terrain[:, None, :].tolist()
            shape = {"type": "CompositeSurface", "lod": "1", "boundaries": boundaries}
            yield name, {"type": "TINRelief", "geometry": [shape]}

    def lines(self) -> Iterator[dict[str, Any]]:
        """Yield a CityJSONFeature for every object that has no parent."""
        city = self.city
        families: dict[str, dict[str, Any]] = {}
        ids = city.features.index.to_numpy(dtype=object)
        root = dict(zip(ids.tolist(), ids[self._tops()].tolist(), strict=True))
        for name, made in self.objects():
            families.setdefault(str(root.get(name, name)), {})[name] = made
        for name, objects in families.items():
            used, shifted = _own_vertices(objects)
            yield {
                "type": "CityJSONFeature",
                "id": name,
                "CityObjects": shifted,
                "vertices": self.vertices[used].tolist(),
            }

    def _tops(self) -> NDArray[np.int64]:
        """Row of the object that each feature is written with: itself where it has no parent."""
        alone = np.array([not self._parent(row) for row in range(len(self.types))], dtype=bool)
        rows = np.arange(len(self.types))
        return np.asarray(np.where(alone, rows, self.city.root_row))

    def _parent(self, row: int) -> str:
        parent = str(self.city.features["parent_id"].iat[row] or "")
        return parent if self.types[row] in PARTS else ""

    def _children(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        index = self.city.features.index
        for row in range(len(index)):
            parent = self._parent(row)
            if parent:
                found.setdefault(int(index.get_loc(parent)), []).append(row)
        return found

    def _geometries(self, row: int, surfaces: NDArray[np.int64]) -> list[dict[str, Any]]:
        table = self.city.surfaces
        found = []
        for lod in np.unique(table.lod[surfaces]).tolist():
            chosen = surfaces[table.lod[surfaces] == lod]
            boundaries = [self._rings(surface) for surface in chosen.tolist()]
            values: list[Any] = list(range(len(chosen)))
            is_solid = 16 * row + lod in self.solid
            shape: dict[str, Any] = {
                "type": "Solid" if is_solid else "MultiSurface",
                "lod": str(lod),
                "boundaries": [boundaries] if is_solid else boundaries,
            }
            semantics = [self.semantics[surface] for surface in chosen.tolist()]
            named = [place for place in values if "type" in semantics[place]]
            if named:
                new = {place: number for number, place in enumerate(named)}
                values = [new.get(place) for place in values]
                shape["semantics"] = {
                    "surfaces": [semantics[place] for place in named],
                    "values": [values] if is_solid else values,
                }
            found.append(shape)
        return found

    def _rings(self, surface: int) -> list[list[int]]:
        table = self.city.surfaces
        first, last = table.ring_start[surface], table.ring_start[surface + 1]
        ends = table.coord_start[first : last + 1]
        return [self.label[begin:end].tolist() for begin, end in pairwise(ends)]


def _content(city: CityModel, table: gpd.GeoDataFrame | None) -> Content:
    relief = np.zeros((0, 3)) if city.terrain is None else city.terrain.vertices
    points = np.round(np.concatenate([city.surfaces.coords, relief]) / SCALE_M).astype(np.int64)
    first, label = unique_rows(points) if len(points) else (np.zeros(0, int), np.zeros(0, int))
    count = len(city.surfaces.coords)
    faces = np.zeros((0, 3), int) if city.terrain is None else city.terrain.triangles
    types = cityjson_types(city)
    attributes = feature_attributes(city, table)
    for row, kind in enumerate(city.features["kind"]):
        if types[row] == GENERIC:
            attributes[row]["kind"] = kind
        else:
            attributes[row].pop("kind", None)
    return Content(
        city=city,
        vertices=points[first],
        label=label[:count],
        terrain=label[count:][faces] if len(faces) else np.zeros((0, 3), np.int64),
        solid=frozenset(closed_bodies(city.surfaces).tolist()),
        types=types,
        attributes=attributes,
        semantics=_semantics(city, table),
    )


def cityjson_types(city: CityModel) -> list[str]:
    """Type of every feature; what CityJSON does not know is a GenericCityObject.

    A part whose whole is not in the city is generic too: the type needs a parent.
    """
    kinds = [RENAMED.get(kind, kind) for kind in city.features["kind"]]
    has_parent = city.features["parent_id"].isin(city.features.index)
    return [
        kind if kind in ALONE or (kind in PARTS and there) else GENERIC
        for kind, there in zip(kinds, has_parent, strict=True)
    ]


def _semantics(city: CityModel, table: gpd.GeoDataFrame | None) -> list[Attributes]:
    """Type, id and results of every surface; no type where CityJSON has none."""
    found: list[Attributes] = [
        {"type": SEMANTICS[SurfaceKind(kind)], "surface_id": str(name)}
        if SurfaceKind(kind) in SEMANTICS
        else {}
        for kind, name in zip(city.surfaces.kind, surface_names(city), strict=True)
    ]
    if table is None or not len(table) or table_target(city, table) != "surface":
        return found
    place = table.index.get_indexer(surface_names(city))
    results = row_attributes(table)
    for surface, row in enumerate(place.tolist()):
        if row >= 0 and found[surface]:
            found[surface] = {**results[row], **found[surface]}
    return found


def closed_bodies(surfaces: SurfaceTable) -> NDArray[np.int64]:
    """Keys, 16 * feature row + level of detail, of the surfaces that enclose one body."""
    if not len(surfaces):
        return np.zeros(0, dtype=np.int64)
    mesh = triangulate(surfaces)
    key = 16 * surfaces.feature_row.astype(np.int64) + surfaces.lod
    keys, group = np.unique(key, return_inverse=True)
    owner = group[mesh.surface_row]
    closed = shell_closed(mesh, owner, len(keys))
    # A building and its neighbour may share points: labels of points are those of their group.
    corner = welded(mesh)
    _, point = unique_rows(np.column_stack([np.repeat(owner, 3), corner.ravel()]))
    point = point.reshape(-1, 3)
    count = int(point.max()) + 1 if len(point) else 0
    edges = np.concatenate([point[:, :2], point[:, 1:]])
    graph = coo_matrix((np.ones(len(edges)), edges.T), shape=(count, count))
    body = connected_components(graph, directed=False)[1]
    pairs = np.unique(np.column_stack([np.repeat(owner, 3), body[point.ravel()]]), axis=0)
    single = np.bincount(pairs[:, 0], minlength=len(keys)) == 1
    return np.asarray(keys[closed & single])


def _own_vertices(objects: dict[str, Any]) -> tuple[list[int], dict[str, Any]]:
    """Return the vertices that objects use, and the objects with numbers among these."""
    place: dict[int, int] = {}

    def numbered(item: Any) -> Any:
        if isinstance(item, list):
            return [numbered(part) for part in item]
        return place.setdefault(item, len(place))

    shifted = {}
    for name, made in objects.items():
        shapes = [
            {**shape, "boundaries": numbered(shape["boundaries"])}
            for shape in made.get("geometry", ())
        ]
        shifted[name] = {**made, "geometry": shapes} if shapes else made
    return list(place), shifted
