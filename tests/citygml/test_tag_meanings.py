"""What elements are to an inspection."""

import pytest

from citygml.tag_meanings import meaning

SPACES = {
    "bldg": "http://www.opengis.net/citygml/building/2.0",
    "con": "http://www.opengis.net/citygml/construction/3.0",
    "gml": "http://www.opengis.net/gml",
    "tran": "http://www.opengis.net/citygml/transportation/2.0",
}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("bldg:boundedBy", "boundary"),
        ("bldg:opening", "opening"),
        ("con:fillingSurface", "opening"),
        ("bldg:Building", "object"),
        ("bldg:WallSurface", ""),
        ("gml:CompositeSurface", "geometry"),
        ("gml:LineString", "line"),
        ("tran:TrafficArea", "area"),
        ("bldg:lod2Solid", "property"),
    ],
)
def test_elements_have_a_meaning(name, expected):
    prefix, local = name.split(":")
    assert meaning(f"{{{SPACES[prefix]}}}{local}")[:2] == (name, expected)
