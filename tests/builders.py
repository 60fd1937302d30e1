"""Cities small enough to compute by hand: the fixtures of every test.

``box_city([Box(10, 10, 6), Box(10, 10, 12, east=30)])`` is two buildings of LOD1 on flat ground.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import CRS
from shapely.geometry import Polygon

from citygml.mesh import Mesh, triangulate
from citygml.model import PROBLEM_COLUMNS, CityModel
from citygml.surfaces import SurfaceKind, SurfaceTable, surface_table

ZONE_VII = CRS.from_epsg(6675)
#: Kaga, in zone VII. [m]
ORIGIN = (-69000.0, 34000.0, 0.0)


@dataclass(frozen=True)
class Box:
    """A building with vertical walls and a flat roof; `east`, `north` are its south-west corner."""

    width_m: float
    depth_m: float
    height_m: float
    east: float = 0.0
    north: float = 0.0
    base: float = 0.0
    attributes: Mapping[str, object] = field(default_factory=dict)

    @property
    def outline(self) -> list[tuple[float, float]]:
        e, n = self.east, self.north
        return [
            (e, n),
            (e + self.width_m, n),
            (e + self.width_m, n + self.depth_m),
            (e, n + self.depth_m),
        ]

    def faces(self) -> list[tuple[SurfaceKind, list[tuple[float, float, float]]]]:
        low = [(x, y, self.base) for x, y in self.outline]
        high = [(x, y, self.base + self.height_m) for x, y in self.outline]
        walls = [
            (SurfaceKind.WALL, [low[i], low[(i + 1) % 4], high[(i + 1) % 4], high[i]])
            for i in range(4)
        ]
        return [(SurfaceKind.GROUND, low[::-1]), *walls, (SurfaceKind.ROOF, high)]


def box_surfaces(boxes: Sequence[Box], *, lod: int = 1) -> SurfaceTable:
    faces = [(row, kind, ring) for row, box in enumerate(boxes) for kind, ring in box.faces()]
    return surface_table(
        [[ring] for _, _, ring in faces],
        kind=[kind for _, kind, _ in faces],
        lod=lod,
        feature_row=[row for row, _, _ in faces],
        surface_id=[f"s{i}" for i in range(len(faces))],
    )


def flat_ground(half_width_m: float = 500.0, *, height: float = 0.0) -> Mesh:
    w = half_width_m
    corners = np.array([(-w, -w, height), (w, -w, height), (w, w, height), (-w, w, height)])
    return Mesh(corners, np.array([(0, 1, 2), (0, 2, 3)], np.int32), np.full(2, -1, np.int32))


def box_city(
    boxes: Sequence[Box],
    *,
    terrain: Mesh | None = None,
    records: Mapping[str, pd.DataFrame] | None = None,
    origin: tuple[float, float, float] = ORIGIN,
    lod: int = 1,
) -> CityModel:
    """A city of LOD1 boxes named b0, b1, …; `Box.attributes` become columns of features."""
    surfaces = box_surfaces(boxes, lod=lod)
    footprints = [
        Polygon([(x + origin[0], y + origin[1]) for x, y in box.outline]) for box in boxes
    ]
    table = pd.DataFrame([dict(box.attributes) for box in boxes])
    table = table.assign(
        kind="Building",
        parent_id="",
        tile="54363371",
        lod=lod,
        is_context=[bool(box.attributes.get("is_context", False)) for box in boxes],
        base_elevation_m=[box.base + origin[2] for box in boxes],
        top_elevation_m=[box.base + box.height_m + origin[2] for box in boxes],
    )
    table.index = pd.Index([f"b{i}" for i in range(len(boxes))], name="feature_id")
    return CityModel(
        features=gpd.GeoDataFrame(table, geometry=footprints, crs=ZONE_VII),
        surfaces=surfaces,
        mesh=triangulate(surfaces),
        terrain=terrain,
        records=dict(records or {}),
        problems=pd.DataFrame(columns=list(PROBLEM_COLUMNS)),
        crs=ZONE_VII,
        origin=origin,
        provenance={"dataset": "boxes", "source": "synthetic boxes", "edition": "test"},
    )
