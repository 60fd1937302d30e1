"""What an inspection sees of a file."""

import gml_documents as gml
import pytest

from citygml import inspection
from citygml.inspection import inspect
from citygml.shape_inspection import Frame

PLAIN = Frame(lambda coords: coords)
FACES = gml.box_rings()


def inspected(*members, frame=PLAIN):
    return inspect(gml.source(gml.document(*members)), frame)


def defects(*members, frame=PLAIN):
    return sorted(defect.defect for defect in inspected(*members, frame=frame).defects)


def thematic(*, without=None):
    """A building whose solid refers to its boundary surfaces, some of them left out."""
    surfaces = "".join(
        gml.boundary("WallSurface", gml.polygon(ring, id=f"p{i}"), id=f"s{i}")
        for i, ring in enumerate(FACES)
        if i != without
    )
    solid = gml.element("bldg:lod2Solid", gml.links(*(f"p{i}" for i in range(6))))
    return gml.building(solid, surfaces)


def test_a_solid_of_links_to_surfaces_that_follow_is_whole():
    assert defects(thematic()) == []


def test_a_solid_with_a_dangling_link_is_not_called_open_too():
    assert defects(thematic(without=2)) == ["dangling_link"]


def test_an_orientable_surface_turns_its_face():
    """The ground is written upside down and used the other way round."""
    turned = (
        '<gml:surfaceMember><gml:OrientableSurface orientation="-"><gml:baseSurface>'
        f"{gml.polygon(FACES[0][::-1])}</gml:baseSurface></gml:OrientableSurface>"
        "</gml:surfaceMember>"
    )
    others = "".join(gml.element("gml:surfaceMember", gml.polygon(r)) for r in FACES[1:])
    for member, expected in ((turned, []), (turned.replace('"-"', '"+"'), ["turned_face"])):
        shell = gml.element("gml:CompositeSurface", member, others)
        solid = gml.element("gml:Solid", gml.element("gml:exterior", shell))
        assert defects(gml.building(gml.element("bldg:lod1Solid", solid))) == expected


def test_parts_belong_to_their_building_and_findings_to_the_part():
    part = gml.element(
        "bldg:BuildingPart",
        gml.element("bldg:lod1Solid", gml.solid(*(gml.polygon(r) for r in FACES[1:]))),
        id="part",
    )
    found = inspected(gml.building(gml.element("bldg:consistsOfBuildingPart", part)))
    assert found.feature_ids == ["b1", "part"]
    assert found.roots == [0, 0]
    assert found.feature_kinds == ["bldg:Building", "bldg:BuildingPart"]
    assert [(d.defect, found.feature_ids[d.feature_row]) for d in found.defects] == [
        ("open_solid", "part")
    ]


def test_batches_change_nothing(monkeypatch):
    members = [thematic().replace('"p', f'"q{i}').replace("#p", f"#q{i}") for i in range(4)]
    whole = inspected(*members)
    monkeypatch.setattr(inspection, "BATCH_CHARACTERS", 10)
    parts = inspected(*members)
    assert parts.defects == whole.defects
    assert sum(len(e.feature_row) for e in parts.extents) == 4


def test_triangles_of_one_object_are_judged_in_batches(monkeypatch):
    monkeypatch.setattr(inspection, "BATCH_CHARACTERS", 10)
    ring = gml.linear_ring("0 0 0 1 0 0 0 1 0 0 0 0")
    short = gml.linear_ring("0 0 0 1 0 0 0 0 0")
    patches = "".join(
        gml.element("gml:Triangle", gml.element("gml:exterior", r)) for r in (ring, short, ring)
    )
    tin = gml.element("gml:TriangulatedSurface", gml.element("gml:trianglePatches", patches))
    relief = gml.element("dem:TINRelief", gml.element("dem:tin", tin), id="r1")
    assert defects(relief) == ["few_points", "triangle"]


def test_a_shape_around_its_own_origin_is_not_judged_as_a_place():
    frame = Frame(lambda coords: coords, (1e5, 1e5, 0.0), (2e5, 2e5, 9.0))
    shape = gml.element("core:relativeGMLGeometry", gml.multi_surface(gml.polygon(FACES[5])))
    instance = gml.element("core:ImplicitGeometry", shape)
    tree = gml.element(
        "frn:CityFurniture", gml.element("frn:lod1ImplicitRepresentation", instance), id="f1"
    )
    assert defects(tree, frame=frame) == []


def test_without_a_way_to_metres_only_numbers_are_judged():
    box = gml.element("bldg:lod1Solid", gml.solid(*(gml.polygon(r) for r in FACES[1:])))
    assert defects(gml.building(box), frame=Frame(None)) == []


@pytest.mark.parametrize("text", ["", "1 2", "1 2 3 4", "nan nan nan", "1e400 0 0 1 0 0 1 1 0"])
def test_odd_coordinates_are_defects(text):
    surface = gml.element("bldg:lod1MultiSurface", gml.multi_surface(gml.polygon(text)))
    assert set(defects(gml.building(surface))) <= {"coordinates", "few_points"}
    assert defects(gml.building(surface))


def test_an_empty_polygon_and_an_empty_ring_are_defects():
    for empty in ("<gml:Polygon/>", gml.element("gml:Polygon", "<gml:exterior/>")):
        surface = gml.element("bldg:lod1MultiSurface", gml.multi_surface(empty))
        assert defects(gml.building(surface)) == ["few_points"]
