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


def test_a_geometry_of_another_object_is_there_once():
    first = building(element("bldg:lod2MultiSurface", multi_surface(polygon(FACES[5], id="p"))))
    second = building(element("bldg:lod2Solid", links("p")), id="b2")
    city = read(document(second, first))
    assert city.features.index[city.surfaces.feature_row].tolist() == ["b1"]
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
