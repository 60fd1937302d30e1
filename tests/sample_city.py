"""Files of the sample city read without the package's own reader."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry import Polygon

from citygml.mesh import Mesh

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "sample_data"
CITY = SAMPLE / "13999_mihon-shi_2026_citygml_1_op"
VALIDATOR = ROOT / "../shared/tools/validate_citygml.py"
WRITTEN = (
    "weather.epw",
    "cameras.geojson",
    "camera_candidates.geojson",
    "house_collapse_zones.geojson",
    "population.csv",
)
GML = "{http://www.opengis.net/gml}"
BLDG = "{http://www.opengis.net/citygml/building/2.0}"
URO = "{https://www.geospatial.jp/iur/uro/3.1}"
HREF = "{http://www.w3.org/1999/xlink}href"
TO_PLANE = Transformer.from_crs("EPSG:6668", "EPSG:6677", always_xy=True)
ORIGIN = np.array([-24536.0, -42957.0, 0.0])
RANKS_M = {"1": (0.0, 0.5), "2": (0.5, 3.0), "3": (3.0, 5.0), "4": (5.0, 10.0)}


def gml_files(kind: str = "*") -> list[Path]:
    return sorted(CITY.glob(f"udx/{kind}/**/*.gml"))


@cache
def tree(path: Path) -> ElementTree.Element:
    return ElementTree.parse(path).getroot()


def ring(element: ElementTree.Element) -> np.ndarray:
    """Open ring in local metres, (k, 3)."""
    text = element.findtext(f"{GML}LinearRing/{GML}posList")
    lat, lon, z = np.array(text.split(), dtype=float).reshape(-1, 3).T
    east, north = TO_PLANE.transform(lon, lat)
    return (np.column_stack([east, north, z]) - ORIGIN)[:-1]


def polygons(parent: ElementTree.Element) -> list[list[np.ndarray]]:
    return [
        [ring(bound) for bound in polygon]
        for polygon in parent.iter(f"{GML}Polygon")
        if len(polygon)
    ]


@cache
def terrain() -> Mesh:
    (path,) = gml_files("dem")
    corners = np.concatenate([ring(t[0]) for t in tree(path).iter(f"{GML}Triangle")])
    keys, inverse = np.unique(corners.round(2), axis=0, return_inverse=True)
    triangles = inverse.reshape(-1, 3).astype(np.int32)
    first = np.unique(inverse, return_index=True)[1]
    assert len(first) == len(keys)
    return Mesh(corners[first], triangles, np.full(len(triangles), -1, np.int32))


@cache
def buildings() -> list[ElementTree.Element]:
    return [b for path in gml_files("bldg") for b in tree(path).iter(f"{BLDG}Building")]


@cache
def solids() -> list[tuple[str, str, list[list[np.ndarray]]]]:
    """Owner, level of detail and faces of every solid, xlinks followed."""
    result = []
    for building in buildings():
        named = {p.get(f"{GML}id"): p for p in building.iter(f"{GML}Polygon") if p.get(f"{GML}id")}
        for lod in ("lod1Solid", "lod2Solid"):
            for solid in building.iter(f"{BLDG}{lod}"):
                faces = polygons(solid)
                links = [m.get(HREF) for m in solid.iter(f"{GML}surfaceMember")]
                faces += [[ring(bound) for bound in named[href[1:]]] for href in links if href]
                result.append((building.get(f"{GML}id"), lod, faces))
    return result


@cache
def footprints() -> dict[str, Polygon]:
    """Outline of each building: the bottom of its LOD1 bodies."""
    bottoms: dict[str, list[Polygon]] = {}
    for owner, lod, faces in solids():
        if lod == "lod1Solid":
            floor = min(faces, key=lambda rings: rings[0][:, 2].mean() + 1e-6 * len(rings))
            plan = Polygon(floor[0][:, :2], [hole[:, :2] for hole in floor[1:]])
            bottoms.setdefault(owner, []).append(plan)
    return {owner: shapely.union_all(parts, grid_size=1e-3) for owner, parts in bottoms.items()}


@cache
def water() -> dict[tuple[str, str], tuple[Mesh, np.ndarray]]:
    """Water surface of each river and scale, and the depth class of each of its triangles."""
    parts: dict[tuple[str, str], tuple[list[np.ndarray], list[str]]] = {}
    for path in gml_files("fld"):
        for body in tree(path).iter("{http://www.opengis.net/citygml/waterbody/2.0}WaterBody"):
            key = (body.findtext(f".//{URO}description"), body.findtext(f".//{URO}scale"))
            triangles = [rings[0] for rings in polygons(body)]
            corners, ranks = parts.setdefault(key, ([], []))
            corners += triangles
            ranks += [body.findtext(f".//{URO}rank")] * len(triangles)
    return {key: (_mesh(corners), np.array(ranks)) for key, (corners, ranks) in parts.items()}


def _mesh(triangles: list[np.ndarray]) -> Mesh:
    count = len(triangles)
    rows = np.arange(3 * count, dtype=np.int32).reshape(-1, 3)
    return Mesh(np.concatenate(triangles), rows, np.full(count, -1, np.int32))


def records(building: ElementTree.Element, name: str) -> list[dict[str, str]]:
    return [
        {child.tag.removeprefix(URO): child.text for child in record}
        for record in building.iter(f"{URO}{name}")
    ]
