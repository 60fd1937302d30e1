"""Buildings outside a window are passed over while a file is streamed, others never."""

import gml_documents as gml
import pytest
from lxml import etree

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
        f'xmlns:veg="http://www.opengis.net/citygml/vegetation/2.0">{text}</r>'
    )[0]


@pytest.mark.parametrize(
    "text",
    [
        "<veg:SolitaryVegetationObject><gml:posList>9 9 9</gml:posList>"
        "</veg:SolitaryVegetationObject>",
        "<bldg:Building/>",
        "<bldg:Building><gml:posList>9 9</gml:posList></bldg:Building>",
        "<bldg:Building><gml:posList>9 9 x</gml:posList></bldg:Building>",
    ],
)
def test_what_is_no_building_or_cannot_be_placed_is_read(text):
    assert Window((0.0, 0.0), (1.0, 1.0)).wants(element(text))
