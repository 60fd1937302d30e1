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


def relief(corners, *, extra=""):
    rings = [gml.linear_ring(gml.numbers([*corner, corner[0]])) for corner in corners]
    patches = "".join(
        gml.element("gml:Triangle", gml.element("gml:exterior", ring), id=f"t{i}") + "\n"
        for i, ring in enumerate(rings)
    )
    tin = gml.element(
        "gml:TriangulatedSurface", gml.element("gml:trianglePatches", patches), id="surface"
    )
    tin = gml.element("dem:TINRelief", gml.element("dem:tin", tin), extra, id="part")
    return gml.element("dem:ReliefFeature", gml.element("dem:reliefComponent", tin), id="whole")


FLAT = [[(i, 0.0, 0.0), (i + 1.0, 0.0, 0.0), (i, 1.0, 0.0)] for i in range(400)]


def test_relief_that_is_judged_before_its_end_has_the_same_findings(monkeypatch):
    """Each id once, each triangle once, and what is behind the triangles too."""
    corners = [*FLAT, [(0, 0, 0), (1, 0, 0), (2, 0, 0)]]
    text = relief(corners, extra='<dem:extent xlink:href="#nowhere"/>')
    whole = inspected(text)
    monkeypatch.setattr(inspection, "_MANY_PATCHES", 3)
    monkeypatch.setattr("citygml.stream._CHUNK_BYTES", 700)
    held = []
    judge = inspection._Walk.take_complete

    def take(walk, member):
        held.append(sum(1 for _ in member.iter("{*}Triangle")))
        return judge(walk, member)

    monkeypatch.setattr(inspection._Walk, "take_complete", take)
    parts = inspected(text)
    assert sorted(parts.defects) == sorted(whole.defects)
    assert {d.defect for d in parts.defects} == {"degenerate", "dangling_link"}
    assert parts.feature_ids == whole.feature_ids == ["whole", "part"]
    assert sorted(parts.id_hashes) == sorted(whole.id_hashes)
    assert sorted(parts.id_lines) == sorted(whole.id_lines)
    assert max(held) < 20


@pytest.mark.parametrize("split", [False, True])
def test_a_triangulated_surface_has_a_border(monkeypatch, split):
    """A tetrahedron has none, three of its faces have one, and so has a surface twice over."""
    if split:
        monkeypatch.setattr(inspection, "BATCH_CHARACTERS", 1)
    a, b, c, d = (0.0, 0.0, 0.0), (4.0, 0.0, 0.0), (0.0, 4.0, 0.0), (1.0, 1.0, 4.0)
    faces = [[a, c, b], [a, b, d], [b, c, d], [c, a, d]]
    assert defects(relief(faces)) == ["closed_patches"]
    assert defects(relief(faces[1:])) == []
    assert defects(relief([faces[0], faces[0]])) == []
