"""Objects outside a window are passed over while a file is streamed, relief never."""

import gml_documents as gml
import pytest
from lxml import etree

from citygml.reader import read_city
from citygml.schema import EMPTY_SCHEMA
from citygml.stream import iter_members
from citygml.window import Window

PLACES = [(0.0, "near"), (100.0, "far"), (205.0, "further")]


def city():
    return gml.document(
        *(
            gml.building(
                gml.element("bldg:lod1Solid", gml.box_solid(x, 0.0, 0.0, size=(10, 10, 6))), id=name
            )
            for x, name in PLACES
        )
    )


def ids(text, window):
    source = gml.source(text, window=window)
    with source.open() as stream:
        key = "{http://www.opengis.net/gml}id"
        return [element.get(key) for element in iter_members(source, stream)]


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        (None, ["near", "far", "further"]),
        (Window((-5.0, -5.0), (50.0, 50.0)), ["near"]),
        (Window((5.0, 5.0), (6.0, 6.0)), ["near"]),  # inside a building
        (Window((10.0, 0.0), (100.0, 1.0)), ["near", "far"]),  # what touches it reaches in
        (Window((0.0, 20.0), (300.0, 30.0)), []),
    ],
)
def test_buildings_that_reach_into_the_window_are_read(window, expected):
    assert ids(city(), window) == expected


def element(text):
    return etree.fromstring(
        f'<r xmlns:gml="http://www.opengis.net/gml" '
        f'xmlns:bldg="http://www.opengis.net/citygml/building/2.0" '
        f'xmlns:veg="http://www.opengis.net/citygml/vegetation/2.0" '
        f'xmlns:dem="http://www.opengis.net/citygml/relief/2.0" '
        f'xmlns:core="http://www.opengis.net/citygml/2.0">{text}</r>'
    )[0]


@pytest.mark.parametrize(
    "text",
    [
        "<veg:SolitaryVegetationObject><veg:x><core:relativeGMLGeometry><gml:posList>9 9 9"
        "</gml:posList></core:relativeGMLGeometry></veg:x></veg:SolitaryVegetationObject>",
        "<dem:ReliefFeature><gml:posList>9 9 9</gml:posList></dem:ReliefFeature>",
        "<bldg:Building/>",
        "<bldg:Building><gml:posList>9 9</gml:posList></bldg:Building>",
        "<bldg:Building><gml:posList>9 9 x</gml:posList></bldg:Building>",
    ],
)
def test_relief_templates_and_what_cannot_be_placed_are_read(text):
    assert Window((0.0, 0.0), (1.0, 1.0)).wants(element(text))


@pytest.mark.parametrize("tag", ["bldg:Building", "veg:PlantCover", "core:Kiosk"])
@pytest.mark.parametrize(
    "text",
    [
        "<gml:posList>{0} 9 9 {0} 8 8</gml:posList>",
        "<gml:Point><gml:pos>{0} 9 9</gml:pos></gml:Point>",
        "<gml:coordinates>{0},9,9 {0},8,8</gml:coordinates>",
    ],
)
def test_objects_of_every_type_are_refused_however_their_points_are_written(tag, text):
    for first, wanted in ((5, False), (1, True)):
        window = Window((0.0, 0.0), (1.0, 10.0))
        assert window.wants(element(f"<{tag}>{text.format(first)}</{tag}>")) is wanted


@pytest.mark.parametrize("window", [None, Window((-5.0, -5.0), (50.0, 50.0))])
def test_a_face_of_an_object_outside_the_window_is_told_to_be_there(window):
    """The far building has the wall; who reads the near one alone learns why it lacks it."""
    wall = gml.boundary("WallSurface", gml.polygon(gml.box_rings(east=100.0)[1], id="wall"))
    near = gml.building(
        gml.element("bldg:lod1Solid", gml.box_solid(0.0, 0.0, 0.0, size=(10, 10, 6))),
        gml.element(
            "bldg:lod2MultiSurface",
            '<gml:MultiSurface><gml:surfaceMember xlink:href="#wall"/></gml:MultiSurface>',
        ),
        id="near",
    )
    text = gml.document(near, gml.building(wall, id="far"))
    city = read_city([gml.source(text, window=window)], schema=EMPTY_SCHEMA, crs=gml.UTM33)
    expected = "xlink:href '#wall' leads to no geometry of this file that was read: its object may "
    assert gml.reasons(city) == ([f"{expected}lie outside the selection"] if window else [])
