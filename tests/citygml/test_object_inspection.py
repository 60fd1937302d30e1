"""Solids that overlap, parts that stand apart, and areas that are of no road."""

import gml_documents as gml
import pytest

from citygml.inspection import inspect
from citygml.shape_inspection import Frame

FACES = gml.box_rings()


def inspected(*members):
    return inspect(gml.source(gml.document(*members)), Frame(lambda coords: coords))


def defects(*members):
    return sorted(defect.defect for defect in inspected(*members).defects)


def box_building(name, *, holder="bldg:Building", **place):
    return gml.element(holder, gml.element("bldg:lod1Solid", gml.box_solid(**place)), id=name)


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ({"east": 9.9}, ["overlapping_solids"]),
        ({"east": 9.98}, []),  # within the tolerance
        ({"east": 10.0}, []),
        ({"east": 5.0, "base": 6.0}, []),  # on top
        ({"east": 5.0, "base": 5.0}, ["overlapping_solids"]),
        ({"east": 2.0, "north": 2.0, "base": 1.0, "size": (2, 2, 2)}, ["overlapping_solids"]),
    ],
)
def test_solids_of_buildings_do_not_overlap(place, expected):
    found = inspected(box_building("b1"), box_building("b2", **place))
    assert [d.defect for d in found.defects] == expected
    if expected:
        assert "that of b1 in line" in found.defects[0].message
        assert found.feature_ids[found.defects[0].feature_row] == "b2"


@pytest.mark.parametrize(
    ("place", "expected"),
    [({"east": 10.0}, []), ({"east": 10.1}, ["part_apart"] * 2), ({"base": 6.0}, [])],
)
def test_parts_of_a_building_touch_each_other(place, expected):
    solids = [
        box_building(name, holder="bldg:BuildingPart", **at)
        for name, at in (("one", {}), ("two", place))
    ]
    parts = [gml.element("bldg:consistsOfBuildingPart", part) for part in solids]
    assert defects(gml.building(*parts)) == expected
    whole = gml.element("bldg:lod1Solid", gml.box_solid(size=(40, 40, 9)))
    assert defects(gml.building(whole, *parts)) == []  # a building contains its parts


def test_a_solid_with_a_slope_is_not_compared():
    rings = [[(x, y, z + (z > 0) * x / 10) for x, y, z in ring] for ring in gml.box_rings()]
    sloped = gml.element("bldg:lod1Solid", gml.solid(*map(gml.polygon, rings)))
    assert defects(gml.building(sloped), gml.building(sloped, id="b2")) == []


def test_a_road_refers_to_the_polygons_of_its_areas():
    area = gml.element("tran:lod2MultiSurface", gml.multi_surface(gml.polygon(FACES[0], id="p")))
    area = gml.element("tran:trafficArea", gml.element("tran:TrafficArea", area, id="a"))
    link = '<gml:MultiSurface><gml:surfaceMember xlink:href="#p"/></gml:MultiSurface>'
    own = gml.element("tran:lod2MultiSurface", link)
    assert defects(gml.element("tran:Road", area, own, id="r")) == []
    assert defects(gml.element("tran:Road", area, id="r")) == ["area_of_no_road"]
