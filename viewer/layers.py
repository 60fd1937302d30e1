"""CityModel + table -> coloured triangles and points, without a window: `Layer`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from citygml.errors import CityModelError
from citygml.mesh import EMPTY, Mesh, triangulate
from citygml.model import CityModel, ground
from citygml.surfaces import SurfaceKind, SurfaceTable
from citygml.terrain import height_at
from viewer.coloring import Coloring
from viewer.style import CONTEXT, SHADE, SURFACE_COLOURS, WALL_BESIDE_RESULT, is_depth
from viewer.sun import SUN_DIRECTION, brightness, ground_shadow
from viewer.targets import table_rows_of_surfaces, table_target

if TYPE_CHECKING:
    from viewer.textures import Texturing

LayerName = Literal["buildings", "roads", "water", "zones", "ground", "shadows", "samples"]
#: What the solid objects of a city are called: trees alone are no buildings.
Solids = Literal["buildings", "objects"]

#: Polygons that are no solid, lowest first.
FLAT_KINDS: tuple[tuple[SurfaceKind, LayerName], ...] = (
    (SurfaceKind.TRAFFIC, "roads"),
    (SurfaceKind.ZONE, "zones"),
    (SurfaceKind.WATER, "water"),
)
#: Layers that show what may happen, not what is there.
HAZARDS = frozenset({"water", "zones"})
OPACITY: Mapping[LayerName, float] = {"water": 0.4, "zones": 0.5}
#: Flat layers are lifted by this much where they are drawn, so that none flickers through. [m]
LIFT_M: Mapping[LayerName, float] = {"roads": 0.25, "shadows": 0.45, "zones": 0.6, "samples": 0.5}
#: How far ground is drawn around the solids. [m]
GROUND_MARGIN_M = 400.0
#: Light of the relief shading, as cartography has it. [deg]
HILL_SHADE_AZIMUTH_DEG, HILL_SHADE_ALTITUDE_DEG = 315.0, 45.0


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """One thing to draw, with a colour for every triangle (or point).

    Attributes
    ----------
    name : str
        "buildings", "roads", "water", "zones", "ground", "shadows" or "samples".
    mesh : Mesh
        Triangles; empty for "samples".
    points : (p, 3) ndarray of float64
        Sample points, empty for all other layers. [m]
    rgb : (t, 3) or (p, 3) ndarray of uint8
        Colour of every triangle or point.
    base_rgb : (t, 3) or (p, 3) ndarray of uint8
        The same without a result: the colour of what the thing is.
    table_row : (t,) or (p,) ndarray of int32
        Row of the table that gave the colour, -1 = none.
    opacity : float
        1 = opaque.
    texturing : Texturing or None
        Images of its triangles, see `images`.
    """

    name: LayerName
    mesh: Mesh
    points: NDArray[np.float64]
    rgb: NDArray[np.uint8]
    base_rgb: NDArray[np.uint8]
    table_row: NDArray[np.int32]
    opacity: float = 1.0
    texturing: Texturing | None = None

    @property
    def images(self) -> Texturing | None:
        """The images that are drawn: none where a result gives the colours."""
        return self.texturing if self.rgb is self.base_rgb else None


def city_layers(
    city: CityModel,
    table: gpd.GeoDataFrame | None = None,
    coloring: Coloring | None = None,
    *,
    hazards: bool = True,
) -> tuple[Layer, ...]:
    """Everything there is to draw of a city, lowest first.

    Parameters
    ----------
    city : CityModel
        Buildings come from `CityModel.mesh`, roads, water and landslide zones from its surfaces.
    table : GeoDataFrame, optional
        A result: one row per surface, per feature, or per sample point; see `table_target`.
    coloring : Coloring, optional
        Colours of the rows of `table`.
    hazards : bool
        Whether flood water and landslide zones are among the layers.

    Returns
    -------
    tuple of Layer
        Only layers that have something to draw.

    Raises
    ------
    CityModelError
        If there is nothing at all to draw, or the table is not of this city.
    """
    if not len(city.features) and city.terrain is None:
        raise CityModelError(
            "the city has 0 features and no relief; there is nothing to draw; "
            "choose other tiles or a larger area"
        )
    from viewer.areas import areas_layer

    target = None if table is None or coloring is None else table_target(city, table)
    terrain = ground(city).mesh
    buildings = buildings_layer(city)
    layers = [
        ground_layer(city, terrain),
        *(flat for flat in flat_layers(city, terrain) if hazards or flat.name not in HAZARDS),
        shadows_layer(buildings.mesh, terrain),
        buildings,
    ]
    if target is not None and table is not None and coloring is not None:
        if target == "sample":
            layers.append(samples_layer(city, table, coloring, terrain))
        elif target == "area":
            layers.append(areas_layer(city, table, coloring, terrain))
        else:
            rows = table_rows_of_surfaces(city, table, target)
            layers = [painted(city, layer, rows, coloring) for layer in layers]
    layers = [layer for layer in layers if len(layer.mesh) or len(layer.points)]
    if not layers:
        raise CityModelError(
            f"none of {len(city.features)} features has a surface; there is nothing to draw; "
            "load a level of detail that the files have"
        )
    return tuple(layers)


def solids_of(city: CityModel) -> Solids:
    """Return what the solid objects of a city are called."""
    rows = np.zeros(len(city.features), dtype=bool)
    rows[city.root_row[city.feature_row_of_triangle]] = True
    is_building = city.features["kind"].astype(str).str.startswith("Building")
    return "buildings" if not rows.any() or is_building.to_numpy()[rows].any() else "objects"


def shows_hazards(table: gpd.GeoDataFrame | None) -> bool:
    """Whether flood water belongs to the picture of a table.

    It does where the table is about depths, and where no table is shown; a town under water would
    mislead in a picture of its roofs.
    """
    return table is None or any(is_depth(str(name)) for name in table.columns)


def painted(
    city: CityModel, layer: Layer, surface_rows: NDArray[np.int32], coloring: Coloring
) -> Layer:
    """Return the layer in the colours of the table; buildings it does not name turn pale."""
    if layer.name in {"ground", "shadows", "samples"}:
        return layer
    rows = surface_rows[layer.mesh.surface_row]
    rgb = layer.rgb.copy()
    if layer.name == "buildings":
        rgb[:] = WALL_BESIDE_RESULT
        rgb[_of_context(city, layer.mesh)] = CONTEXT
    rgb[rows >= 0] = coloring.rgb[rows[rows >= 0]]
    return replace(layer, rgb=rgb, table_row=rows)


def buildings_layer(city: CityModel) -> Layer:
    """Solid objects, coloured by the kind of their surfaces; neighbours are grey."""
    flat = np.isin(city.surfaces.kind[city.mesh.surface_row], [kind for kind, _ in FLAT_KINDS])
    mesh = city.mesh.submesh(~flat) if flat.any() else city.mesh
    rgb = _palette()[city.surfaces.kind[mesh.surface_row]]
    rgb[_of_context(city, mesh)] = CONTEXT
    return plain_layer("buildings", mesh, rgb)


def ground_layer(city: CityModel, terrain: Mesh) -> Layer:
    """Ground near the solids, with hill shade."""
    mesh = _near_city(terrain, city.mesh)
    shade = 0.75 + 0.25 * hill_shade(mesh)
    base = np.array(SURFACE_COLOURS[SurfaceKind.TERRAIN], dtype=np.float64)
    return plain_layer("ground", mesh, np.round(base * shade[:, None]).astype(np.uint8))


def shadows_layer(
    solids: Mesh, terrain: Mesh, *, toward_sun: NDArray[np.float64] = SUN_DIRECTION
) -> Layer:
    """Shade of the solids on the ground, in one dark colour."""
    fallen = ground_shadow(solids, terrain, toward_sun=toward_sun)
    shade = draped(fallen, terrain, lift_m=LIFT_M["shadows"])
    # Shade is as much darker than the ground as in the light of pictures.
    light = brightness(toward_sun) / brightness(SUN_DIRECTION)
    colour = np.round(np.array(SHADE) * light).astype(np.uint8)
    return plain_layer("shadows", shade, np.tile(colour, (len(shade), 1)))


def flat_layers(city: CityModel, terrain: Mesh) -> list[Layer]:
    """Roads, landslide zones and water: polygons that are no solid."""
    found = []
    for kind, name in FLAT_KINDS:
        rows = city.surfaces.kind == kind
        if not rows.any():
            continue
        mesh = triangulate(city.surfaces, highest_lod(city.surfaces, rows))
        if name != "water":
            mesh = draped(mesh, terrain, lift_m=LIFT_M[name])
        rgb = np.tile(np.array(SURFACE_COLOURS[kind], dtype=np.uint8), (len(mesh), 1))
        found.append(replace(plain_layer(name, mesh, rgb), opacity=OPACITY.get(name, 1.0)))
    return found


def highest_lod(surfaces: SurfaceTable, rows: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Of the given surfaces, those of the highest level of detail of their feature."""
    best = np.zeros(int(surfaces.feature_row.max()) + 1, dtype=np.uint8)
    np.maximum.at(best, surfaces.feature_row[rows], surfaces.lod[rows])
    return np.asarray(rows & (surfaces.lod == best[surfaces.feature_row]))


def samples_layer(
    city: CityModel, table: gpd.GeoDataFrame, coloring: Coloring, terrain: Mesh
) -> Layer:
    """Sample points of a table a little above the ground they lie on, cameras at their height."""
    there = (table.geometry.notna() & ~table.geometry.is_empty).to_numpy()
    points_of = table[there]
    points = points_of.geometry
    xy = np.column_stack([points.x - city.origin[0], points.y - city.origin[1]])
    z = height_at(terrain, xy)
    if points.has_z.any():
        given = points.z.to_numpy(dtype=np.float64) - city.origin[2]
        z = np.where(np.isnan(given), z, given)
    elif "elevation_m" in points_of.columns:
        given = points_of["elevation_m"].to_numpy(dtype=np.float64, na_value=np.nan)
        z = np.where(np.isnan(given), z, given - city.origin[2])
    z = np.nan_to_num(z) + LIFT_M["samples"]
    rows = np.flatnonzero(there).astype(np.int32)
    rgb = coloring.rgb[rows]
    return Layer("samples", EMPTY, np.column_stack([xy, z]), rgb, rgb, rows)


def draped(mesh: Mesh, terrain: Mesh, *, lift_m: float, max_edge_m: float = 15.0) -> Mesh:
    """Lay flat polygons on the ground, cut small enough to follow it.

    PLATEAU's roads of LOD1 lie at height 0; drawn there they sink into the ground.

    Parameters
    ----------
    mesh : Mesh
        Any heights.
    terrain : Mesh
        The ground; where it is empty, `mesh` comes back unchanged.
    lift_m : float
        Height above the ground. [m]
    max_edge_m : float
        Longest edge that is not cut. [m]
    """
    if not len(mesh) or not len(terrain):
        return mesh
    from trimesh.remesh import subdivide_to_size

    vertices, triangles, origin = subdivide_to_size(
        mesh.vertices, mesh.triangles, max_edge=max_edge_m, max_iter=12, return_index=True
    )
    height = height_at(terrain, vertices[:, :2])
    vertices = np.array(vertices, dtype=np.float64)
    on_ground = ~np.isnan(height)
    vertices[on_ground, 2] = height[on_ground] + lift_m
    beyond = on_ground[triangles].all(axis=1)
    return Mesh(
        vertices, triangles[beyond].astype(np.int32), mesh.surface_row[np.asarray(origin)[beyond]]
    )


def hill_shade(
    mesh: Mesh,
    *,
    azimuth_deg: float = HILL_SHADE_AZIMUTH_DEG,
    altitude_deg: float = HILL_SHADE_ALTITUDE_DEG,
) -> NDArray[np.float64]:
    """Brightness of every triangle in light from one direction: the cosine of incidence.

    Returns
    -------
    (t,) ndarray of float64
        0 where the light does not reach, 1 where it falls straight on.

    References
    ----------
    .. [1] E. Imhof, *Kartographische Gelaendedarstellung*, de Gruyter, 1965 (light from the
       north-west, 45 degrees high).

    Examples
    --------
    >>> import numpy as np
    >>> flat = Mesh(np.array([(0, 0, 0), (1, 0, 0), (0, 1, 0.0)]),
    ...             np.array([(0, 1, 2)], np.int32), np.array([-1], np.int32))
    >>> hill_shade(flat, altitude_deg=30).round(3)
    array([0.5])
    """
    azimuth, altitude = np.radians([azimuth_deg, altitude_deg])
    light = np.array(
        [np.sin(azimuth) * np.cos(altitude), np.cos(azimuth) * np.cos(altitude), np.sin(altitude)]
    )
    vectors = mesh.area_vectors
    length = np.linalg.norm(vectors, axis=1)
    cosine = vectors @ light / np.where(length > 0, length, 1.0)
    return np.asarray(np.clip(cosine, 0.0, 1.0))


def plain_layer(name: LayerName, mesh: Mesh, rgb: NDArray[np.uint8]) -> Layer:
    """Triangles in their colours, without a table."""
    none = np.full(len(mesh), -1, dtype=np.int32)
    own = np.ascontiguousarray(rgb, dtype=np.uint8)
    return Layer(name, mesh, np.zeros((0, 3)), own, own, none)


def _palette() -> NDArray[np.uint8]:
    return np.array([SURFACE_COLOURS[SurfaceKind(kind)] for kind in SurfaceKind], dtype=np.uint8)


def _of_context(city: CityModel, mesh: Mesh) -> NDArray[np.bool_]:
    """Whether each triangle belongs to a neighbour that only casts shade."""
    is_context = city.features["is_context"].to_numpy(dtype=bool)
    return np.asarray(is_context[city.surfaces.feature_row[mesh.surface_row]])


def _near_city(terrain: Mesh, solids: Mesh) -> Mesh:
    """Ground within `GROUND_MARGIN_M` of the solids: a relief tile reaches 10 km."""
    if not len(terrain) or not len(solids):
        return terrain
    (west, south, _), (east, north, _) = solids.bounds
    x, y = np.moveaxis(terrain.corners[:, :, :2], 2, 0)
    margin = GROUND_MARGIN_M
    near = (x.max(axis=1) >= west - margin) & (x.min(axis=1) <= east + margin)
    near &= (y.max(axis=1) >= south - margin) & (y.min(axis=1) <= north + margin)
    return terrain if near.all() else terrain.submesh(near)
