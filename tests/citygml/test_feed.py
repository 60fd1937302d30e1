"""Bytes are counted from one object to the next; `test_stream` and `test_features` see the rest."""

import io

import pytest
from lxml import etree

from citygml.errors import GMLError
from citygml.feed import Feed

MEMBER = "{urn:x}cityObjectMember"


def feed(size, **options):
    settings = {"on_open": None, "limit_bytes": 100, **options}
    return Feed(io.BytesIO(b" " * size), "a.gml", None, None, **settings)


def test_an_object_has_no_more_bytes_than_the_limit():
    own = feed(500)
    for _ in range(2):
        own.read(45)
    with pytest.raises(GMLError, match="limit"):
        own.read(45)


def test_what_is_freed_does_not_count():
    member = etree.Element(MEMBER)
    closed, partly = feed(500), feed(500, on_open=lambda element: element is member)
    partly.opens(member)
    for _ in range(10):  # five times the limit
        assert len(closed.read(50)) == len(partly.read(50)) == 50
        closed.closes(member)


def test_objects_of_a_member_of_many_are_complete_but_for_the_last():
    own, many = feed(0), etree.Element("{urn:x}featureMembers")
    for name in "abc":
        etree.SubElement(many, name)
    own.opens(many)
    assert [element.tag for element in own.complete()] == ["a", "b"]
    assert [element.tag for element in many] == ["c"]
    own.closes(many)
    assert list(own.complete()) == []
