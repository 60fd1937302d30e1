"""GML geometry -> coordinates, and the polygons that break a rule."""

import re
from time import process_time

import numpy as np
import pytest
from gml_documents import (
    NAMESPACES,
    box_rings,
    building,
    document,
    element,
    linear_ring,
    links,
    multi_surface,
    numbers,
    polygon,
    read,
    reasons,
    solid,
)
from lxml import etree

from citygml.geometry import GeometryBuilder
from citygml.surfaces import area_vectors
from citygml.tin import TinBuilder

SQUARE = [(0.0, 0.0, 5.0), (4.0, 0.0, 5.0), (4.0, 4.0, 5.0), (0.0, 4.0, 5.0)]
HOLE = [(1.0, 1.0, 5.0), (1.0, 3.0, 5.0), (3.0, 3.0, 5.0), (3.0, 1.0, 5.0)]


def parsed(text: str):
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    return etree.fromstring(f"<root {declared}>{text}</root>")


def polygons(text: str, *, dimension: int = 3):
    builder = GeometryBuilder(dimension)
    builder.add(parsed(text), feature_row=0, kind=0, lod=2, named=False, owner_id="owner")
    return builder.polygons()


def rings(text: str, **options) -> list[list[tuple[float, ...]]]:
    found = polygons(text, **options)
    parts = np.split(found.coords, found.coord_start[1:-1])
    return [[tuple(point) for point in part] for part in parts if len(part)]


def problem(text: str) -> str:
    (only,) = polygons(text).problems
    return only.reason


def test_the_closing_point_is_not_repeated():
    assert rings(polygon(SQUARE)) == [SQUARE]


def test_a_ring_that_is_not_closed_keeps_all_its_points():
    assert rings(polygon(numbers(SQUARE))) == [SQUARE]


def test_holes_follow_their_exterior():
    found = polygons(polygon(SQUARE, HOLE) + polygon(HOLE))
    assert found.ring_start.tolist() == [0, 2, 3]
    assert rings(polygon(SQUARE, HOLE)) == [SQUARE, HOLE]


def test_gml_2_names_of_the_boundaries_are_known():
    outer, inner = (linear_ring(numbers(ring)) for ring in (SQUARE, HOLE))
    text = element("gml:Polygon", element("gml:innerBoundaryIs", inner),
                   element("gml:outerBoundaryIs", outer))  # fmt: skip
    assert rings(text) == [SQUARE, HOLE]


@pytest.mark.parametrize(
    "ring",
    [
        "".join(f"<gml:pos>{x} {y} {z}</gml:pos>" for x, y, z in [*SQUARE, SQUARE[0]]),
        "<gml:coordinates>0,0,5 4,0,5 4,4,5 0,4,5 0,0,5</gml:coordinates>",
        "<gml:posList>\n 0 0 5\n\t4 0 5 4 4 5\r\n 0 4 5  0 0 5 </gml:posList>",
        "<!-- east north --><gml:posList>0 0 5 4 0 5 4 4 5 0 4 5 0 0 5</gml:posList>",
    ],
    ids=["pos", "coordinates", "line breaks", "comment"],
)
def test_every_way_to_write_coordinates_gives_the_same_ring(ring):
    text = element("gml:Polygon", element("gml:exterior", element("gml:LinearRing", ring)))
    assert rings(text) == [SQUARE]


def test_polygons_of_pos_and_of_pos_lists_can_stand_side_by_side():
    pos = "".join(f"<gml:pos>{x} {y} {z}</gml:pos>" for x, y, z in HOLE)
    other = element("gml:Polygon", element("gml:exterior", element("gml:LinearRing", pos)))
    assert rings(other + polygon(SQUARE)) == [HOLE, SQUARE]


@pytest.mark.parametrize("place", ["gml:posList", "gml:Polygon", "gml:MultiSurface"])
def test_coordinates_can_have_two_numbers_where_the_geometry_says_so(place):
    text = multi_surface(polygon("0 0 4 0 4 4 0 4 0 0")).replace(
        f"<{place}", f'<{place} srsDimension="2"', 1
    )
    assert rings(text) == [[(x, y, 0.0) for x, y, _ in SQUARE]]


def test_a_file_can_have_two_numbers_a_point_and_a_list_three():
    flat = polygon("0 0 4 0 4 4 0 4 0 0")
    deep = polygon(SQUARE).replace("<gml:posList", '<gml:posList srsDimension="3"')
    assert rings(flat + deep, dimension=2) == [[(x, y, 0.0) for x, y, _ in SQUARE], SQUARE]


@pytest.mark.parametrize("name", ["Triangle", "Rectangle", "PolygonPatch"])
def test_patches_of_surfaces_are_polygons(name):
    patch = polygon(SQUARE).replace("gml:Polygon", f"gml:{name}")
    text = element("gml:Surface", element("gml:patches", patch))
    assert rings(text) == [SQUARE]


def test_an_id_is_the_polygon_s_own_or_its_thematic_surface_s():
    assert polygons(polygon(SQUARE, id="p") + polygon(SQUARE)).surface_id.tolist() == ["p", "owner"]


def oriented(inner: str, sign: str = "-") -> str:
    base = element("gml:baseSurface", inner)
    return f'<gml:OrientableSurface orientation="{sign}">{base}</gml:OrientableSurface>'


def test_an_orientable_surface_with_minus_turns_its_polygon_round():
    assert rings(oriented(polygon(SQUARE, HOLE))) == [SQUARE[::-1], HOLE[::-1]]
    assert rings(oriented(polygon(SQUARE), "+")) == [SQUARE]


def test_two_minus_make_a_plus():
    assert rings(oriented(oriented(polygon(SQUARE)))) == [SQUARE]


def test_only_polygons_below_the_orientable_surface_are_turned():
    text = multi_surface(polygon(SQUARE), oriented(polygon(SQUARE)), polygon(HOLE))
    assert rings(text) == [SQUARE, SQUARE[::-1], HOLE]


def test_a_turned_ring_that_was_not_closed_keeps_all_its_points():
    assert rings(oriented(polygon(numbers(SQUARE)))) == [SQUARE[::-1]]


@pytest.mark.parametrize(
    ("ring", "reason"),
    [
        ("1 2 3 4 5 6 7 8 9 10", "gml:posList has 10 numbers, not a multiple of 3"),
        ("", "ring of 0 points; a ring has at least three"),
        ("0 0 0 1 1 1", "ring of 2 points; a ring has at least three"),
        ("0 0 0 1 0 0 0 0 0", "ring of 2 points; a ring has at least three"),
        ("0 0 0 1 0 x 1 1 0", "gml:posList holds something that is not a finite number"),
        ("0 0 0 1 0 NaN 1 1 0", "gml:posList holds something that is not a finite number"),
        ("0 0 0 1 0 1e400 1 1 0", "gml:posList holds something that is not a finite number"),
        ("0 0 0 1 0 -INF 1 1 0", "gml:posList holds something that is not a finite number"),
        ("0 0 0 1 0 1e300 1 1 0", "gml:posList holds a number beyond 1e+08"),
    ],
)
def test_a_ring_that_breaks_a_rule_is_a_problem_and_its_neighbours_stay(ring, reason):
    text = multi_surface(polygon(SQUARE), polygon(ring), polygon(SQUARE, ring), polygon(HOLE))
    found = polygons(text)
    assert [p.reason for p in found.problems] == [f"{reason}; polygon left out"] * 2
    assert rings(text) == [SQUARE, HOLE]


def test_a_polygon_without_a_ring_is_a_problem():
    assert "without a ring" in problem("<gml:Polygon/>")


def test_a_geometry_property_without_geometry_is_no_polygon_and_no_problem():
    found = polygons("<gml:MultiSurface/>")
    assert len(found.surface_id) == 0
    assert found.coords.shape == (0, 3)
    assert found.problems == []


def test_problems_name_the_line_of_the_polygon():
    (only,) = polygons("\n\n" + polygon("1 2 3 4") + "\n").problems
    assert only.line == 3


def test_a_link_to_a_polygon_that_comes_later_or_came_before_is_no_problem():
    assert polygons(links("p") + polygon(SQUARE, id="p") + links("p")).problems == []


@pytest.mark.parametrize("target", ["nowhere", ""])
def test_a_dangling_link_is_a_problem(target):
    reason = problem(links(target) + polygon(SQUARE))
    assert reason == f"xlink:href '#{target}' leads to no geometry of this file"


def test_a_link_into_another_file_is_a_problem():
    text = '<gml:surfaceMember xlink:href="http://example.com/other.gml#p"/>'
    assert "leads to no geometry of this file" in problem(text)


def test_links_in_a_circle_do_not_hang():
    a, b = (
        f'<gml:CompositeSurface gml:id="{own}"><gml:surfaceMember xlink:href="#{other}"/>'
        "</gml:CompositeSurface>"
        for own, other in ("ab", "ba")
    )
    assert polygons(a + b).problems == []


def test_batches_do_not_change_what_is_read():
    """More coordinate text than one batch holds, one polygon after the other."""
    builder = GeometryBuilder()
    ring = numbers((i / 3, 2 * i / 3, 5.5) for i in range(30_000))
    for _ in range(3):
        builder.add(parsed(polygon(ring)), feature_row=0, kind=0, lod=1, named=False, owner_id="")
    found = builder.polygons()
    np.testing.assert_array_equal(np.diff(found.coord_start), [30_000] * 3)
    expected = np.array([float(v) for v in ring.split()]).reshape(-1, 3)
    np.testing.assert_array_equal(found.coords.reshape(3, -1, 3), [expected] * 3)


TRIANGLE = "0 0 1 9 0 2 0 9 3 0 0 1"


def tin(*texts: str, ring: str = "<gml:posList>{}</gml:posList>"):
    patches = "".join(
        element("gml:Triangle", element("gml:exterior", element("gml:LinearRing", ring.format(t))))
        for t in texts
    )
    builder = TinBuilder()
    builder.add(parsed(element("gml:TriangulatedSurface", element("gml:trianglePatches", patches))))
    return builder


def test_triangles_of_relief_are_three_corners():
    assert tin(TRIANGLE).corners().tolist() == [[[0, 0, 1], [9, 0, 2], [0, 9, 3]]]


def test_triangles_of_relief_can_be_written_with_pos():
    pos = re.sub(r"(\S+ \S+ \S+)", r"<gml:pos>\1</gml:pos>", TRIANGLE)
    assert tin(pos, ring="{}").corners().tolist() == tin(TRIANGLE).corners().tolist()


@pytest.mark.parametrize(
    "bad", ["", "0 0 1 9 0 2 0 9 3", "0 0 1 9 0 2 0 9 3 0 0 2", "0 0 NaN 9 0 2 0 9 3 0 0 NaN",
            "0 0 1 9 0 1e300 0 9 3 0 0 1", "a b c", "0 0 1 9 0 2 9 9 3 0 9 3 0 0 1"],
)  # fmt: skip
def test_what_is_no_triangle_is_left_out_and_counted(bad):
    builder = tin(TRIANGLE, bad, TRIANGLE)
    assert len(builder.corners()) == 2
    assert builder.left_out == 1


def test_no_relief_is_no_corners():
    assert TinBuilder().corners().shape == (0, 3, 3)


def relief_city(triangles: int) -> str:
    patch = element("gml:Triangle", element("gml:exterior", linear_ring(TRIANGLE)))
    surface = element("gml:TriangulatedSurface", element("gml:trianglePatches", patch * triangles))
    part = element("dem:TINRelief", element("dem:tin", surface), id="t")
    return document(element("dem:ReliefFeature", element("dem:reliefComponent", part), id="r"))


def test_time_for_relief_grows_with_its_triangles_not_with_their_square():
    """A reference kept into a member makes lxml copy it in quadratic time when it is freed."""
    seconds = []
    for triangles in (5_000, 5_000, 40_000):
        text = relief_city(triangles)
        start = process_time()
        read(text)
        seconds.append(process_time() - start)
    assert seconds[2] < 8 * 2.5 * seconds[1]


def test_polygons_of_a_solid_keep_their_order_and_their_area():
    city = read(document(building(element("bldg:lod1Solid", solid(*map(polygon, box_rings()))))))
    assert np.linalg.norm(area_vectors(city.surfaces), axis=1).tolist() == [
        100,
        60,
        60,
        60,
        60,
        100,
    ]
    assert reasons(city) == []
