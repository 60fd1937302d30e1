"""What an element is, by its place."""

import pytest

from citygml.attribute_paths import Step, generic_kind, plant
from citygml.cells import Cells
from citygml.schema import Field

BLDG = "{http://www.opengis.net/citygml/building/2.0}"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("gen:stringAttribute", "string value"),
        ("gen:IntAttribute", "int value"),
        ("gen:GenericAttributeSet", "set"),
        ("core:genericAttribute", "property"),
        ("bldg:usage", ""),
        ("gen:lod1Geometry", ""),
    ],
)
def test_generic_attributes_are_known_by_name(name, kind):
    assert generic_kind(name) == kind


def test_a_field_is_found_by_its_path_and_nothing_else_is():
    root = Step("")
    fields = (Field("a", ("bldg:x/bldg:y", "@name")), Field("b", ("bldg:z",)))
    assert plant(root, fields, [Cells() for _ in fields]) == {"name": 0}
    x = root.met(f"{BLDG}x")
    assert (x.is_planned, x.is_leaf) == (True, False)
    y = x.met(f"{BLDG}y")
    assert (y.sink, y.is_leaf, y.path, y.local) == (0, True, "bldg:x/bldg:y", "y")
    assert root.met(f"{BLDG}z").sink == 1
    other = x.met("{urn:own}q")
    assert (other.is_planned, other.path) == (False, "bldg:x/{urn:own}q")


def test_geometry_among_attributes_is_known():
    assert Step("").met("{http://www.opengis.net/gml/3.2}Point").is_geometry
    assert not Step("").met("{http://www.opengis.net/gml}name").is_geometry
