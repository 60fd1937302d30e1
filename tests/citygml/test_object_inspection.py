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


def shed(*, lod=1, is_open=False, **place):
    """A solid with a sloped top, of its own polygons or, in LOD2, of boundary surfaces."""
    base = place.get("base", 0.0)
    rings = [
        [(x, y, z + (z > base) * (x - place.get("east", 0.0)) / 10) for x, y, z in ring]
        for ring in gml.box_rings(**place)
    ][is_open:]
    if lod == 1:
        return gml.element("bldg:lod1Solid", gml.solid(*map(gml.polygon, rings)))
    name = f"e{place.get('east', 0):g}-"
    walls = [
        gml.boundary("WallSurface", gml.polygon(ring, id=f"{name}{i}"))
        for i, ring in enumerate(rings)
    ]
    links = gml.links(*(f"{name}{i}" for i in range(len(rings))))
    return gml.element("bldg:lod2Solid", links) + "".join(walls)


@pytest.mark.parametrize("lod", [1, 2])
@pytest.mark.parametrize(("east", "expected"), [(9.0, ["overlapping_solids"]), (10.0, [])])
def test_solids_with_a_slope_do_not_overlap_in_any_level_of_detail(lod, east, expected):
    assert (
        defects(
            gml.building(shed(lod=lod)), gml.building(shed(lod=lod, east=east, north=1), id="b2")
        )
        == expected
    )


def test_solids_of_two_levels_of_detail_may_overlap():
    assert defects(gml.building(shed(lod=2)), gml.building(shed(lod=1, east=9.0), id="b2")) == []


def test_a_solid_with_a_gap_has_no_inside_to_overlap():
    open_one = gml.building(shed(is_open=True))
    assert defects(open_one, gml.building(shed(), id="b2")) == ["open_solid"]


def parts(*solids):
    return gml.building(
        *(
            gml.element(
                "bldg:consistsOfBuildingPart", gml.element("bldg:BuildingPart", solid, id=f"p{i}")
            )
            for i, solid in enumerate(solids)
        )
    )


@pytest.mark.parametrize("lod", [1, 2])
def test_parts_with_a_slope_touch_each_other(lod):
    assert defects(parts(shed(lod=lod), shed(lod=lod, east=10.0))) == []
    assert defects(parts(shed(lod=lod), shed(lod=lod, east=10.1))) == ["part_apart"] * 2


def test_parts_are_not_apart_where_a_solid_between_them_is_not_known():
    """Three in a row, the middle one without its floor."""
    row = shed(), shed(east=10.0, is_open=True), shed(east=20.0)
    assert defects(parts(*row)) == ["open_solid"]
    assert defects(parts(row[0], row[2])) == ["part_apart"] * 2


def test_a_road_refers_to_the_polygons_of_its_areas():
    area = gml.element("tran:lod2MultiSurface", gml.multi_surface(gml.polygon(FACES[0], id="p")))
    area = gml.element("tran:trafficArea", gml.element("tran:TrafficArea", area, id="a"))
    link = '<gml:MultiSurface><gml:surfaceMember xlink:href="#p"/></gml:MultiSurface>'
    own = gml.element("tran:lod2MultiSurface", link)
    assert defects(gml.element("tran:Road", area, own, id="r")) == []
    assert defects(gml.element("tran:Road", area, id="r")) == ["area_of_no_road"]
