"""Names and attributes of GML elements in every version of GML."""

import pytest
from lxml import etree

from citygml.elements import (
    GML_NAMESPACES,
    coordinate_text,
    gml_id,
    gml_names,
    id_attribute,
    ring_fault,
)


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
        ('><g:coordinates cs=" " ts=";" decimal=",">1,5 2;3 4</g:coordinates>', ("1.5 2 3 4", 0)),
        (
            "><g:pointProperty><g:Point><g:pos>1 2 3</g:pos></g:Point></g:pointProperty>",
            ("1 2 3", 0),
        ),
        (
            "><g:coord><g:X>1</g:X><g:Y>2</g:Y></g:coord><g:coord><g:X>3</g:X></g:coord>",
            ("1 2 3", 0),
        ),
        ("><g:posList/>", ("", 0)),
        (">", ("", 0)),
    ],
)
def test_coordinates_and_their_dimension(text, expected):
    assert coordinate_text(parsed(text)) == expected


def ring_of(*curves):
    members = "".join(f"<g:curveMember>{curve}</g:curveMember>" for curve in curves)
    return etree.fromstring(
        f'<g:Ring xmlns:g="{GML_NAMESPACES[0]}" xmlns:xlink="http://www.w3.org/1999/xlink">'
        f"{members}</g:Ring>"
    )


def line(text):
    return f"<g:LineString><g:posList>{text}</g:posList></g:LineString>"


SEGMENT = "<g:Curve><g:segments><g:{0}><g:posList>{1}</g:posList></g:{0}></g:segments></g:Curve>"


def test_lines_of_a_ring_are_joined_where_they_meet():
    ring = ring_of(line("0 0 0 1 0 0"), SEGMENT.format("LineStringSegment", "1 0 0 1 1 0 0 0 0"))
    assert coordinate_text(ring) == ("0 0 0 1 0 0 1 1 0 0 0 0", 3)
    assert ring_fault(ring) == ""


def test_a_line_that_is_turned_is_read_backwards():
    base = f"<g:baseCurve>{line('5 6 3 4')}</g:baseCurve>"
    ring = ring_of(
        line("1 2 3 4"), f'<g:OrientableCurve orientation="-">{base}</g:OrientableCurve>'
    )
    assert coordinate_text(ring, 2) == ("1 2 3 4 5 6", 2)


@pytest.mark.parametrize(
    ("curve", "reason"),
    [
        (SEGMENT.format("Arc", "0 0 0 1 1 0 2 0 0"), "gml:Ring with a gml:Arc"),
        ('<g:OrientableCurve><g:baseCurve xlink:href="#c"/></g:OrientableCurve>', "the curve '#c'"),
    ],
)
def test_what_is_no_straight_line_makes_no_ring(curve, reason):
    assert reason in ring_fault(ring_of(line("0 0 0 1 0 0"), curve))
