"""Every way GML writes surfaces and solids gives the same polygons."""

import numpy as np
import pytest
from gml_documents import (
    boundary,
    box_rings,
    box_solid,
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

from citygml.surfaces import SurfaceKind

FACES = box_rings()


def exterior(ring):
    return element("gml:exterior", linear_ring(numbers([*ring, ring[0]])))


def one_building(*content):
    return read(document(building(*content)))


def volume(city):
    return city.mesh.volume_m3


def patches(name="PolygonPatch"):
    inside = "".join(element(f"gml:{name}", exterior(ring)) for ring in FACES)
    surface = element("gml:Surface", element("gml:patches", inside))
    return element("gml:Solid", element("gml:exterior", surface))


def polyhedral():
    inside = "".join(element("gml:PolygonPatch", exterior(ring)) for ring in FACES)
    shell = element("gml:PolyhedralSurface", element("gml:polygonPatches", inside))
    return element("gml:Solid", element("gml:exterior", shell))


def shell():
    members = "".join(element("gml:surfaceMember", polygon(ring)) for ring in FACES)
    return element("gml:Solid", element("gml:exterior", element("gml:Shell", members)))


def in_parts(outer, member):
    west, east = box_solid(size=(5.0, 10.0, 6.0)), box_solid(5.0, size=(5.0, 10.0, 6.0))
    return element(f"gml:{outer}", element(f"gml:{member}", west), element(f"gml:{member}", east))


def triangulated():
    cut = [t for ring in FACES for t in ([ring[0], ring[1], ring[2]], [ring[0], ring[2], ring[3]])]
    inside = "".join(element("gml:Triangle", exterior(t)) for t in cut)
    surface = element("gml:TriangulatedSurface", element("gml:trianglePatches", inside))
    return element("gml:Solid", element("gml:exterior", surface))


@pytest.mark.parametrize(
    ("holder", "geometry", "count"),
    [
        ("lod1Solid", box_solid(), 6),
        ("lod1Solid", patches(), 6),
        ("lod1Solid", patches("Rectangle"), 6),
        ("lod1Solid", polyhedral(), 6),
        ("lod1Solid", shell(), 6),
        ("lod1Solid", triangulated(), 12),
        ("lod1Solid", in_parts("CompositeSolid", "solidMember"), 12),
        ("lod1MultiSolid", in_parts("MultiSolid", "solidMember"), 12),
        ("lod1MultiSurface", multi_surface(*(polygon(ring) for ring in FACES)), 6),
        ("lod1Geometry", in_parts("MultiGeometry", "geometryMember"), 12),
    ],
)
def test_every_spelling_of_a_box_has_its_volume(holder, geometry, count):
    """10 x 10 x 6 m."""
    city = one_building(element(f"bldg:{holder}", geometry))
    assert len(city.surfaces) == count
    assert volume(city) == pytest.approx(600.0)
    assert reasons(city) == []


def test_plural_members_hold_the_same_polygons():
    inside = "".join(polygon(ring) for ring in FACES)
    surfaces = element("gml:MultiSurface", element("gml:surfaceMembers", inside))
    assert volume(one_building(element("bldg:lod1MultiSurface", surfaces))) == pytest.approx(600)


def test_a_cavity_of_a_solid_is_part_of_its_shell():
    """A box of 4 x 4 x 4 m inside one of 10 x 10 x 6 m, its faces looking into it: 600 - 64 m3."""
    cavity = [ring[::-1] for ring in box_rings(2.0, 2.0, 1.0, size=(4.0, 4.0, 4.0))]
    members = "".join(element("gml:surfaceMember", polygon(ring)) for ring in cavity)
    inner = element("gml:interior", element("gml:CompositeSurface", members))
    hollow = box_solid().replace("</gml:Solid>", f"{inner}</gml:Solid>")
    assert volume(one_building(element("bldg:lod1Solid", hollow))) == pytest.approx(536.0)


@pytest.mark.parametrize(
    "empty",
    [
        "<bldg:lod2MultiSurface/>",
        "<bldg:lod2MultiSurface><gml:MultiSurface/></bldg:lod2MultiSurface>",
        "<bldg:lod2Solid><gml:Solid><gml:exterior/></gml:Solid></bldg:lod2Solid>",
        element("bldg:lod2MultiSurface", element("gml:MultiSurface", "<gml:surfaceMember/>")),
        "<bldg:lod1TerrainIntersection/>",
        "<bldg:boundedBy/>",
        "<bldg:consistsOfBuildingPart/>",
        element("bldg:boundedBy", "<bldg:RoofSurface/>"),
    ],
)
def test_an_empty_element_takes_nothing_away(empty):
    city = one_building(empty, element("bldg:lod1Solid", box_solid()))
    assert len(city.surfaces) == 6
    assert list(city.features.index) == ["b1"]
    assert reasons(city) == []


def owned_by_the_solid():
    """A solid with its polygons; named by boundary surfaces that refer to them."""
    faces = solid(*(polygon(ring, id=f"p{i}") for i, ring in enumerate(FACES)))
    names = ["GroundSurface", *["WallSurface"] * 3, "ClosureSurface", "OuterFloorSurface"]
    surfaces = [boundary(n, "").replace(  # a member that refers
        "<gml:surfaceMember></gml:surfaceMember>", f'<gml:surfaceMember xlink:href="#p{i}"/>'
    ) for i, n in enumerate(names)]  # fmt: skip
    return element("bldg:lod2Solid", faces), "".join(surfaces)


@pytest.mark.parametrize("order", [1, -1])
def test_polygons_of_a_solid_are_what_the_surfaces_that_refer_to_them_say(order):
    city = one_building(*owned_by_the_solid()[::order])
    wall, closure, floor = SurfaceKind.WALL, SurfaceKind.CLOSURE, SurfaceKind.OUTER_FLOOR
    expected = [SurfaceKind.GROUND, wall, wall, wall, closure, floor]
    assert city.surfaces.kind.tolist() == expected
    assert reasons(city) == []


def test_a_property_can_refer_to_a_whole_surface():
    shared = multi_surface(polygon(FACES[5])).replace("<gml:Multi", '<gml:Multi', 1).replace(
        "<gml:MultiSurface>", '<gml:MultiSurface gml:id="ms">'
    )  # fmt: skip
    city = one_building(
        element("bldg:lod2Solid", element("gml:Solid", '<gml:exterior xlink:href="#ms"/>')),
        element("bldg:lod2MultiSurface", shared),
        '<bldg:lod3MultiSurface xlink:href="#ms"/>',
    )
    assert len(city.surfaces) == 1
    assert reasons(city) == []


@pytest.mark.parametrize(
    "dangling",
    [
        '<bldg:lod2MultiSurface xlink:href="#nowhere"/>',
        element("bldg:lod2Solid", element("gml:Solid", '<gml:exterior xlink:href="#nowhere"/>')),
        element("bldg:lod2Solid", links("nowhere")),
        '<bldg:lod2MultiSurface xlink:href="other.gml#p1"/>',
    ],
)
def test_a_reference_to_nothing_is_a_problem(dangling):
    city = one_building(dangling, element("bldg:lod1Solid", box_solid()))
    (reason,) = reasons(city)
    assert "leads to no geometry of this file" in reason


@pytest.mark.parametrize("forward", [True, False])
def test_a_geometry_of_another_object_is_a_face_of_both(forward):
    first = building(element("bldg:lod2MultiSurface", multi_surface(polygon(FACES[5], id="p"))))
    second = building(element("bldg:lod2Solid", links("p")), id="b2")
    city = read(document(*((second, first) if forward else (first, second))))
    assert sorted(city.features.index[city.surfaces.feature_row]) == ["b1", "b2"]
    np.testing.assert_array_equal(*np.split(city.surfaces.coords, 2))
    assert reasons(city) == []


def test_the_list_of_a_line_is_not_taken_for_that_of_a_polygon():
    """A polygon written point by point, beside a line written as a list."""
    points = "".join(element("gml:pos", " ".join(map(repr, p))) for p in [*FACES[5], FACES[5][0]])
    flat = element("gml:Polygon", element("gml:exterior", element("gml:LinearRing", points)))
    line = element("gml:LineString", element("gml:posList", "90 90 9 91 90 9 91 91 9 90 90 9"))
    members = [element("gml:geometryMember", part) for part in (line, flat)]
    lamp = element("bldg:lod1Geometry", element("gml:MultiGeometry", *members))
    city = one_building(lamp)
    np.testing.assert_array_equal(city.surfaces.coords + city.origin, FACES[5])
    assert len(city.records["curves"]) == 1


def test_positions_one_by_one_are_the_same_ring():
    points = "".join(element("gml:pos", " ".join(map(repr, p))) for p in [*FACES[5], FACES[5][0]])
    ring = element("gml:exterior", element("gml:LinearRing", points))
    city = one_building(
        element("bldg:lod2MultiSurface", multi_surface(element("gml:Polygon", ring)))
    )
    np.testing.assert_array_equal(city.surfaces.coords + city.origin, FACES[5])


FLAT = polygon(FACES[5])


@pytest.mark.parametrize("tag", ["gml:Polygon", "gml:LinearRing", "gml:posList"])
@pytest.mark.parametrize("hole", [False, True])
def test_a_polygon_in_another_reference_system_is_left_out_wherever_that_is_said(tag, hole):
    """The same whether the geometry is plain or not."""
    own = polygon(FACES[5], [(1, 1, 6), (1, 2, 6), (2, 1, 6)]) if hole else FLAT
    foreign = own.replace(f"<{tag}", f'<{tag} srsName="EPSG:25832"', 1)
    city = one_building(element("bldg:lod1MultiSurface", multi_surface(FLAT, foreign)))
    assert len(city.surfaces) == 1
    assert reasons(city) == [
        "geometry in EPSG:25832, which is not the reference system of the file; polygon left out"
    ]


@pytest.mark.parametrize("attribute", ['srsName="EPSG:25832"', 'srsDimension="2"'])
def test_what_an_inner_aggregate_says_counts_for_its_polygons(attribute):
    flat = polygon("0 0 9 0 9 9 5 12 0 9 0 0") if "Dim" in attribute else FLAT
    inner = element("gml:CompositeSurface", element("gml:surfaceMember", flat))
    inner = inner.replace("<gml:CompositeSurface", f"<gml:CompositeSurface {attribute}")
    city = one_building(element("bldg:lod1MultiSurface", multi_surface(inner)))
    if "Dim" in attribute:
        assert (len(city.surfaces), len(city.surfaces.coords)) == (1, 5)
        assert reasons(city) == []
    else:
        assert len(city.surfaces) == 0
        assert ["which is not the reference system" in text for text in reasons(city)] == [True]


def test_a_line_in_another_reference_system_is_left_out():
    line = element("gml:LineString", "<gml:posList>0 0 0 1 1 1</gml:posList>")
    line = line.replace("<gml:LineString", '<gml:LineString srsName="EPSG:25832"')
    curves = element("gml:MultiCurve", element("gml:curveMember", line))
    city = one_building(element("bldg:lod2MultiCurve", curves))
    assert len(city.records["curves"]) == 0
    assert reasons(city) == ["geometry in EPSG:25832 in a file in EPSG:25833; left out"]


def test_relief_in_another_reference_system_is_left_out():
    ring = "<gml:LinearRing><gml:posList>0 0 0 9 0 0 0 9 0 0 0 0</gml:posList></gml:LinearRing>"
    patch = element("gml:Triangle", element("gml:exterior", ring))
    plain = element("gml:TriangulatedSurface", element("gml:trianglePatches", patch))
    members = [
        element(
            "dem:ReliefFeature",
            element("dem:reliefComponent", element("dem:TINRelief", element("dem:tin", tin), id=i)),
            id=f"r{i}",
        )
        for i, tin in (
            ("a", plain),
            ("b", plain.replace("Surface>", 'Surface srsName="EPSG:25832">', 1)),
        )
    ]
    city = read(document(*members))
    assert len(city.terrain) == 1
    assert reasons(city) == ["geometry in EPSG:25832 in a file in EPSG:25833; left out"]


def test_a_ring_closed_with_two_numbers_a_point_is_not_read_with_three():
    city = one_building(
        element("bldg:lod1MultiSurface", multi_surface(polygon("0 0 9 0 9 9 5 12 0 9 0 0")))
    )
    assert len(city.surfaces) == 0
    (reason,) = reasons(city)
    assert "ends where it begins with 2 numbers a point, not with 3" in reason
