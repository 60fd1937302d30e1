"""Boundary surfaces that look the wrong way, faces of rooms, and what is not indoors."""

import gml_documents as gml
import pytest

from citygml.inspection import inspect
from citygml.shape_inspection import Frame

SMALL = {"east": 1.0, "north": 1.0, "base": 1.0, "size": (2.0, 2.0, 2.0)}


def found(*members):
    return inspect(gml.source(gml.document(*members)), Frame(lambda coords: coords))


def member(target, *, turned):
    if not turned:
        return f'<gml:surfaceMember xlink:href="#{target}"/>'
    base = f'<gml:baseSurface xlink:href="#{target}"/>'
    surface = f'<gml:OrientableSurface orientation="-">{base}</gml:OrientableSurface>'
    return gml.element("gml:surfaceMember", surface)


def shape(prefix, kind, *, turned, **place):
    """A lod4Solid that refers to boundary surfaces, which look inwards where it turns them."""
    rings = gml.box_rings(**place)
    rings = [ring[::-1] if turned else ring for ring in rings]
    members = "".join(member(f"{prefix}{i}", turned=turned) for i in range(6))
    shell = gml.element("gml:Solid", gml.element("gml:exterior", composite(members)))
    surfaces = [
        gml.boundary(kind, gml.polygon(ring, id=f"{prefix}{i}"), lod=4)
        for i, ring in enumerate(rings)
    ]
    return gml.element("bldg:lod4Solid", shell), "".join(surfaces)


def composite(members):
    return gml.element("gml:CompositeSurface", members)


def room(*, turned=True, furniture="", **place):
    parts = shape("k", "InteriorWallSurface", turned=turned, **{**SMALL, **place})
    inner = gml.element("bldg:Room", *parts, furniture, id="room")
    return gml.element("bldg:interiorRoom", inner)


def house(*content, turned=False):
    return gml.building(*shape("w", "WallSurface", turned=turned), *content)


def defects(*members):
    return sorted({d.defect for d in found(*members).defects})


def test_a_room_inside_a_house_is_right():
    assert defects(house(room())) == []


def test_walls_of_a_house_look_out_of_it():
    assert defects(house(turned=True)) == ["turned_boundary"]


def test_walls_of_a_room_look_into_it_and_its_solid_turns_them():
    assert defects(house(room(turned=False))) == ["room_face", "turned_boundary"]


def test_a_room_of_the_walls_of_its_house_is_no_room():
    members = "".join(member(f"w{i}", turned=True) for i in range(6))
    surface = gml.element("gml:MultiSurface", members)
    inner = gml.element("bldg:Room", gml.element("bldg:lod4MultiSurface", surface), id="room")
    result = found(house(gml.element("bldg:interiorRoom", inner)))
    assert [d.defect for d in result.defects] == ["room_face"]
    assert "6 of 6 faces" in result.defects[0].message


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ({"east": 0.0, "north": 0.0, "base": 0.0}, []),  # against the walls
        ({"east": -0.02}, []),  # within the tolerance
        ({"east": -0.5}, ["outdoors"]),
        ({"east": 30.0}, ["outdoors"]),
    ],
)
def test_a_room_is_inside_its_house(place, expected):
    assert defects(house(room(**place))) == expected


def test_furniture_is_inside_the_house_and_the_finding_is_its():
    ring = gml.box_rings(east=30.0, size=(1.0, 1.0, 1.0))[0]
    shape = gml.element("bldg:lod4Geometry", gml.multi_surface(gml.polygon(ring)))
    chair = gml.element("bldg:BuildingFurniture", shape, id="chair")
    result = found(house(room(furniture=gml.element("bldg:interiorFurniture", chair))))
    assert [d.defect for d in result.defects] == ["outdoors"]
    assert result.feature_ids[result.defects[0].feature_row] == "chair"


def test_a_house_without_a_solid_has_no_inside():
    assert defects(gml.building(room(east=30.0))) == []


def notched(**place):
    """A house as the letter U, open to the north between 4 and 6 m: corners of its plan."""
    plan = [(0, 0), (10, 0), (10, 10), (6, 10), (6, 3), (4, 3), (4, 10), (0, 10)]
    low, high = (
        [(float(x), float(y), 0.0) for x, y in plan],
        [(float(x), float(y), 6.0) for x, y in plan],
    )
    walls = [[low[i], low[i - 7], high[i - 7], high[i]] for i in range(8)]
    rings = [low[::-1], *walls, high]
    surfaces = [
        gml.boundary("WallSurface", gml.polygon(ring, id=f"w{i}"), lod=4)
        for i, ring in enumerate(rings)
    ]
    members = "".join(member(f"w{i}", turned=False) for i in range(10))
    shell = gml.element("gml:Solid", gml.element("gml:exterior", composite(members)))
    return gml.building(gml.element("bldg:lod4Solid", shell), *surfaces, room(**place))


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ({"size": (2.0, 8.0, 2.0)}, []),  # in the western wing
        ({"size": (8.0, 1.5, 2.0)}, []),  # across, south of the bay
        ({"north": 5.0, "size": (8.0, 1.5, 2.0)}, ["outdoors"]),  # across the bay, corners inside
    ],
)
def test_a_room_goes_through_no_wall_of_its_house(place, expected):
    assert defects(notched(**place)) == expected
