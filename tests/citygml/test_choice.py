"""Which objects of a file are read; `test_features` says that the others are not."""

import pytest
from lxml import etree

from citygml.choice import EVERYTHING, Choice

HOUSE = etree.fromstring(
    '<b:Building xmlns:b="http://www.opengis.net/citygml/building/2.0"'
    ' xmlns:gml="http://www.opengis.net/gml" gml:id="b1">'
    '<b:consistsOfBuildingPart><b:BuildingPart gml:id="p1"/></b:consistsOfBuildingPart>'
    "</b:Building>"
)


@pytest.mark.parametrize(
    ("choice", "wanted"),
    [
        (EVERYTHING, True),
        (Choice(ids=frozenset({"b1", "b2"})), True),
        (Choice(ids=frozenset()), False),
        (Choice(kinds=frozenset({"Building"})), True),
        (Choice(kinds=frozenset({"Road"}), ids=frozenset({"b1"})), False),
        (Choice(kinds=frozenset()), False),
        (Choice(ids=frozenset({"p1"})), True),  # a part of it
        (Choice(ids=frozenset({"p"})), False),
        (Choice(kinds=frozenset({"BuildingPart"})), True),
        (Choice(kinds=frozenset({"Part"})), False),
        (Choice(lods=frozenset()), True),
    ],
)
def test_an_object_must_fulfil_every_condition(choice, wanted):
    assert choice.wants(HOUSE) is wanted
