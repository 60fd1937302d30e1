"""Names and attributes of GML elements in every version of GML."""

import pytest
from lxml import etree

from citygml.elements import GML_NAMESPACES, coordinate_text, gml_id, gml_names, id_attribute


def parsed(text: str, namespace: str = GML_NAMESPACES[0]):
    return etree.fromstring(f'<g:LinearRing xmlns:g="{namespace}" {text}</g:LinearRing>')


@pytest.mark.parametrize("namespace", GML_NAMESPACES)
def test_an_id_is_found_in_both_versions(namespace):
    ring = parsed('g:id="r">', namespace)
    assert gml_id(ring) == ring.get(id_attribute(ring.tag)) == "r"
    assert ring.tag in gml_names("LinearRing")


def test_without_an_id_there_is_none():
    assert gml_id(parsed('id="r">')) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("><g:posList>1 2 3</g:posList>", ("1 2 3", 0)),
        (' srsDimension="2"><g:posList>1 2</g:posList>', ("1 2", 2)),
        (' srsDimension="2"><g:posList srsDimension="3">1 2 3</g:posList>', ("1 2 3", 3)),
        ("><!-- a --><g:pos srsDimension='2'>1 2</g:pos><g:pos>3 4</g:pos>", ("1 2 3 4", 2)),
        ("><g:coordinates>1,2 3,4</g:coordinates>", ("1 2 3 4", 0)),
        ("><g:posList/>", ("", 0)),
        (">", ("", 0)),
    ],
)
def test_coordinates_and_their_dimension(text, expected):
    assert coordinate_text(parsed(text)) == expected
