"""The published files in ../shared/data against counts and sums made without the reader.

Counts: ../shared/specs/oracles.csv (libxml2 and expat, independently). Areas, volumes and bounds:
a DOM walk with plain Python loops, here.
"""

import csv
import math
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from lxml import etree
from pyproj import CRS, Transformer

from citygml.codelists import Codelists
from citygml.coordinates import parse_numbers
from citygml.crs import ADV_NAMES
from citygml.errors import GMLError
from citygml.mesh import shell_closed, shell_volume, triangulate
from citygml.reader import read_city
from citygml.schema import EMPTY_SCHEMA
from citygml.stream import Source
from citygml.surfaces import SurfaceKind, area_vectors

SHARED = Path(__file__).parents[2] / "../shared"
DATA, ORACLES = SHARED / "data", SHARED / "specs/oracles.csv"
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not ORACLES.exists(), reason="the folder ../shared is not there"),
]

ROWS = list(csv.DictReader(ORACLES.read_text().splitlines())) if ORACLES.exists() else []
FILES = [row["file"] for row in ROWS if row["well_formed"] == "yes"]
BROKEN = [row["file"] for row in ROWS if row["well_formed"] == "no"]
KAGA = "17206_kaga-shi_2022_citygml/udx/bldg/54363371_bldg_6697_op.gml"

#: Polygons and triangles that the city has less than the file, and why.
LESS = {
    # Drawings of the map have points twice: four triangles less cover the same area.
    "plateau-3.0-samples/udx/brid/hodokyo_51324378_brid_6697.gml": (0, 4),
    # The hole of a polygon touches its border: two triangles less cover the same area.
    "citygml-1.0-berlin/berlin_open_data_sample_data.citygml": (0, 2),
}


def city_crs(file: str) -> CRS:
    return CRS.from_epsg(25833 if "berlin" in file else 6677)


@lru_cache(maxsize=2)
def city_of(file: str):
    path = DATA / file
    source = Source(str(path), lambda: path.open("rb"), "", Codelists(lambda name: None))
    return read_city([source], schema=EMPTY_SCHEMA, crs=city_crs(file))


def local(element) -> str:
    return element.tag.rpartition("}")[2]


def ring_points(ring):
    numbers = [float(n) for part in ring.iter() for n in (part.text or "").split()]
    points = list(zip(*[iter(numbers)] * 3, strict=True))
    return points[:-1] if points[0] == points[-1] else points


def newell(points):
    """Area vector of a ring, one term after the other."""
    x0, y0, z0 = points[0]
    p = [(x - x0, y - y0, z - z0) for x, y, z in points]
    pairs = list(zip(p, [*p[1:], p[0]], strict=True))
    return [
        0.5 * math.fsum(a[i] * b[j] - a[j] * b[i] for a, b in pairs)
        for i, j in ((1, 2), (2, 0), (0, 1))
    ]


@lru_cache(maxsize=2)
def dom_polygons(file: str):
    """Rings of every polygon in document order, east, north, up in the city's system."""
    root = etree.fromstring((DATA / file).read_bytes(), etree.XMLParser(remove_comments=True))
    srs = next(e.get("srsName") for e in root.iter() if e.get("srsName"))
    source = CRS.from_user_input(ADV_NAMES[srs]) if srs in ADV_NAMES else CRS.from_user_input(srs)
    source = source.sub_crs_list[0] if source.is_compound else source
    target = city_crs(file)
    transformer = Transformer.from_crs(source, target)  # both in the authority's own axis order
    swapped = target.axis_info[0].direction == "north"
    found = []
    for polygon in root.iter("{*}Polygon", "{*}Triangle", "{*}Rectangle", "{*}PolygonPatch"):
        rings = []
        for ring in polygon.iter("{*}LinearRing"):
            placed = []
            for first, second, up in ring_points(ring):
                a, b = transformer.transform(first, second)
                placed.append((b, a, up) if swapped else (a, b, up))
            rings.append(placed)
        found.append(rings)
    return found


def dom_area(rings) -> float:
    """Area of the exterior less that of the holes, which lie in its plane."""
    areas = [math.hypot(*newell(ring)) for ring in rings]
    return areas[0] - math.fsum(areas[1:])


def explained(city) -> int:
    """How many relief triangles the problems of a city say were left out."""
    reasons = city.problems["reason"].str.extract(r"^(\d+) relief triangles are there twice")[0]
    return int(reasons.dropna().astype(int).sum())


@pytest.mark.parametrize("file", FILES)
def test_counts_equal_those_of_two_xml_engines(file):
    row = next(row for row in ROWS if row["file"] == file)
    city = city_of(file)
    relief = 0 if city.terrain is None else len(city.terrain)
    less_polygons, less_triangles = LESS.get(file, (0, 0))
    relief += explained(city)  # slivers with two corners in one place
    found = {
        "top_objects": (city.features["parent_id"] == "").sum(),
        "polygons": len(city.surfaces) + relief + less_polygons,
        "holes": (city.surfaces.ring_count - 1).sum(),
        "triangles_expected": len(triangulate(city.surfaces)) + relief + less_triangles,
    }
    assert found == {name: int(row[name]) for name in found}


@pytest.mark.parametrize("file", FILES)
def test_area_and_bounds_equal_a_walk_through_the_dom(file):
    city, polygons = city_of(file), dom_polygons(file)
    points = [point for rings in polygons for ring in rings for point in ring]
    coords = city.surfaces.coords
    expected_m2 = math.fsum(dom_area(rings) for rings in polygons)
    if city.terrain is not None:
        coords = city.terrain.vertices
        found_m2 = np.linalg.norm(city.terrain.area_vectors, axis=1).sum()
    else:
        found_m2 = np.linalg.norm(area_vectors(city.surfaces), axis=1).sum()
    assert found_m2 == pytest.approx(expected_m2, rel=1e-9)
    absolute = coords + city.origin
    for extreme, which in ((absolute.min(axis=0), min), (absolute.max(axis=0), max)):
        np.testing.assert_allclose(
            extreme, [which(p[axis] for p in points) for axis in range(3)], rtol=1e-9, atol=1e-6
        )


@pytest.mark.parametrize("file", [name for name in FILES if "/bldg/" in name])
def test_volume_of_lod1_is_plan_area_times_height(file):
    """An LOD1 body is a prism: areas in plan times their heights, roofs up and grounds down."""
    city = city_of(file)
    lod1 = city.surfaces.take(city.surfaces.lod == 1)
    mesh = triangulate(lod1)
    found = shell_volume(mesh, lod1.feature_row[mesh.surface_row], len(city.features))
    vectors = area_vectors(lod1)[:, 2]
    height = np.bincount(lod1.surface_of_coord, lod1.coords[:, 2]) / np.bincount(
        lod1.surface_of_coord
    )
    expected = np.bincount(lod1.feature_row, vectors * height, len(city.features))
    assert (found > 0).sum() == len(np.unique(lod1.feature_row))
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-6)


@pytest.mark.parametrize("file", [name for name in FILES if "/bldg/" in name])
def test_volume_equals_the_fans_of_the_dom(file):
    """Sum of the tetrahedra over every LOD1 ring; LOD1 is planar, so any triangulation serves."""
    city, polygons = city_of(file), dom_polygons(file)
    lod1 = city.surfaces.lod == 1
    x0, y0, z0 = city.origin
    expected = 0.0
    for row in np.flatnonzero(lod1):
        for ring in polygons[row]:
            (ax, ay, az), *rest = [(x - x0, y - y0, z - z0) for x, y, z in ring]
            for (bx, by, bz), (cx, cy, cz) in pairwise(rest):
                expected += (
                    ax * (by * cz - bz * cy) - ay * (bx * cz - bz * cx) + az * (bx * cy - by * cx)
                )
    mesh = triangulate(city.surfaces, lod1)
    found = shell_volume(mesh, city.surfaces.feature_row[mesh.surface_row], len(city.features))
    assert found.sum() == pytest.approx(expected / 6, rel=1e-9)


@pytest.mark.parametrize("file", FILES)
def test_pos_lists_are_bit_equal_to_float(file):
    root = etree.fromstring((DATA / file).read_bytes())
    texts = [part.text or "" for part in root.iter("{*}posList")]
    values, counts = parse_numbers(texts)
    assert values.tobytes() == np.array([float(n) for t in texts for n in t.split()]).tobytes()
    assert counts.tolist() == [len(text.split()) for text in texts]


@pytest.mark.parametrize("file", FILES)
def test_triangles_cover_their_polygons(file):
    """Area vectors of the triangles sum to that of the rings, whether planar or not."""
    surfaces = city_of(file).surfaces
    mesh = triangulate(surfaces)
    covered = np.zeros((len(surfaces), 3))
    np.add.at(covered, mesh.surface_row, mesh.area_vectors)
    np.testing.assert_allclose(covered, area_vectors(surfaces), atol=5e-3)


@pytest.mark.parametrize("file", FILES)
def test_surfaces_keep_the_order_of_the_file(file):
    """Polygon by polygon the same points as in the DOM, to 1 µm of projected coordinates."""
    city, polygons = city_of(file), dom_polygons(file)
    if city.terrain is not None:
        pytest.skip("relief is one welded surface")
    for row in range(0, len(polygons), max(1, len(polygons) // 50)):
        found = [sorted(map(tuple, ring + city.origin)) for ring in city.surfaces.rings(row)]
        expected = [sorted(ring) for ring in polygons[row]]
        for a, b in zip(found, expected, strict=True):
            np.testing.assert_allclose(a, b, rtol=0, atol=1e-6)


@pytest.mark.parametrize("file", BROKEN)
def test_the_file_that_is_not_well_formed_is_a_clear_error(file):
    with pytest.raises(GMLError, match=r"_op2\.gml:538: not well-formed XML \(Namespace prefix"):
        city_of(file)


def test_kaga_has_31_closed_bodies_of_lod2_that_look_outwards():
    city = city_of(KAGA)
    lod2 = city.surfaces.take(city.surfaces.lod == 2)
    count = {kind.name: int((lod2.kind == kind).sum()) for kind in SurfaceKind}
    assert {name: n for name, n in count.items() if n} == {"GROUND": 31, "ROOF": 238, "WALL": 380}
    owner, group = np.unique(lod2.feature_row, return_inverse=True)
    mesh = triangulate(lod2)
    closed = shell_closed(mesh, group[mesh.surface_row], len(owner))
    volume = shell_volume(mesh, group[mesh.surface_row], len(owner))
    assert (len(owner), closed.sum(), (volume > 0).sum()) == (31, 31, 31)
    up = area_vectors(lod2)[:, 2]
    assert (up[lod2.kind == SurfaceKind.ROOF] > 0).all()
    assert (up[lod2.kind == SurfaceKind.GROUND] < 0).all()


def test_every_building_of_kaga_stands_once_and_closed():
    city = city_of(KAGA)
    row = city.feature_row_of_triangle
    assert len(np.unique(row)) == 182
    assert shell_closed(city.mesh, row, 182).all()
    assert (shell_volume(city.mesh, row, 182) > 0).all()
    lod = city.surfaces.lod[city.mesh.surface_row]
    assert {int(level): len(np.unique(row[lod == level])) for level in (1, 2)} == {1: 151, 2: 31}


@pytest.mark.parametrize("file", FILES)
def test_rows_out_and_rows_explained_are_what_the_file_holds(file):
    """The square's network of lines is not a matter of surfaces: it may be read or reported.

    Polygons without area are told too, but they are there.
    """
    told = ("lod0Network", "polygons without area")
    reasons = [r for r in city_of(file).problems["reason"] if not any(t in r for t in told)]
    assert len(reasons) == ("523965_dem" in file)
    assert explained(city_of(file)) <= 3
