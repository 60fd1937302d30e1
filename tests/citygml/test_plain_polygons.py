"""What is cut out of the bytes of a file is what the XML parser would have found."""

import io
import random
import re

import numpy as np
import pandas as pd
import pytest
from gml_documents import (
    UTM33,
    box_solid,
    building,
    document,
    element,
    multi_surface,
    polygon,
    source,
    thematic_box,
)
from lxml import etree

from citygml import plain_polygons
from citygml.choice import Choice
from citygml.errors import GMLError
from citygml.file_reader import FileReader, read_content
from citygml.plain_polygons import PlainPolygons, PolygonCutter
from citygml.schema import EMPTY_SCHEMA
from citygml.window import Window

SQUARE = [(0.0, 0.0, 0.0), (4.0, 0.0, 0.0), (4.0, 4.0, 0.0), (0.0, 4.0, 0.0)]
HOLE = [(1.0, 1.0, 0.0), (1.0, 2.0, 0.0), (2.0, 2.0, 0.0), (2.0, 1.0, 0.0)]
LINE = "1 1 1 2 2 2 1 1 1"
LOD0 = element("bldg:lod0FootPrint", multi_surface(polygon(SQUARE)))
LOD1 = element("bldg:lod1Solid", box_solid())


def house(number: int, *more: str) -> str:
    walls = thematic_box().replace('"p', f'"h{number}p')
    return building(LOD0, LOD1, walls, *more, id=f"b{number}").replace("><", ">\n<")


def holed(lod: int) -> str:
    return element(f"bldg:lod{lod}MultiSurface", multi_surface(polygon(SQUARE, HOLE)))


CITY = document(house(0), house(1, holed(3)), house(2))


def content(text, **options):
    return read_content(source(text), schema=EMPTY_SCHEMA, crs=UTM33, **options)


def parsed(text, **options):
    """Read with the XML parser alone: a comment may hide what looks like a polygon."""
    return content(text.replace("<gml:boundedBy>", "<!-- --><gml:boundedBy>", 1), **options)


def assert_same(one, other):
    assert one.features == other.features
    assert one.problems == other.problems
    for name in ("surface_id", "feature_row", "kind", "lod", "named", "ring_start", "coord_start"):
        np.testing.assert_array_equal(getattr(one.polygons, name), getattr(other.polygons, name))
    np.testing.assert_array_equal(one.polygons.coords, other.polygons.coords)
    for name, table in one.records.items():
        pd.testing.assert_frame_equal(table, other.records[name])


def cut(text):
    """What is left of a file, and how many polygons were cut out of it."""
    polygons = PlainPolygons()
    cutter, left = PolygonCutter(io.BytesIO(text.encode()), polygons), b""
    while data := cutter.read(100):
        left += data
    placed = re.findall(rb'<\w+:lod\w+ plain\w+="(\d+) (\d+)"></', left)
    return left, sum(int(last) - int(first) for first, last in placed)


def test_all_but_the_holed_polygon_are_cut_and_the_content_is_the_same():
    """A footprint, the six faces of a solid and six thematic ones, of three houses: 39."""
    left, count = cut(CITY)
    assert count == 39
    assert left.count(b"<gml:posList>") == 2
    assert left.count(b"\n") == CITY.count("\n")
    assert_same(content(CITY), parsed(CITY))
    assert len(content(CITY).polygons) == 40


@pytest.mark.parametrize("block", [1, 50, 333, 5_000])
def test_blocks_of_any_size_give_the_same(monkeypatch, block):
    expected = content(CITY)
    monkeypatch.setattr(plain_polygons, "BLOCK_BYTES", block)
    assert_same(content(CITY), expected)
    assert cut(CITY)[1] == 39


def nested(holder: str) -> str:
    """A property with a polygon of its own, and one more below it that would be cut elsewhere."""
    inside = element("bldg:lod2MultiSurface", multi_surface(polygon(SQUARE)))
    member = f"<gml:surfaceMember>{inside}</gml:surfaceMember>"
    return {
        "in a MultiSurface": holed(3).replace(
            "</gml:MultiSurface>", f"{member}</gml:MultiSurface>"
        ),
        "before the polygons": LOD0.replace("<gml:MultiSurface>", f"<gml:MultiSurface>{member}"),
        "in a property": element("bldg:lod3MultiSurface", inside, multi_surface(polygon(SQUARE))),
        "twice in a property": element(
            "bldg:lod3MultiSurface", inside, inside, multi_surface(polygon(SQUARE))
        ),
        "in the place of a surface": element("bldg:boundedBy", inside),
        "in the place of an object": element("bldg:consistsOfBuildingPart", inside),
    }[holder]


@pytest.mark.parametrize(
    "holder",
    [
        *("in a MultiSurface", "before the polygons", "in a property", "twice in a property"),
        *("in the place of a surface", "in the place of an object"),
    ],
)
def test_a_property_below_another_geometry_is_not_lost(holder):
    """No schema allows it; a search below the outer geometry finds the polygons all the same."""
    text = document(house(0, nested(holder)), house(1))
    one, other = content(text), parsed(text)
    assert len(other.polygons.coord_start) > len(
        content(document(house(0), house(1))).polygons.coord_start
    )
    assert_same(one, other)


@pytest.mark.parametrize("inner", [LOD0, thematic_box()])
def test_geometry_below_an_unknown_attribute_is_not_lost(inner):
    inside = element("bldg:unknown", element("bldg:Thing", inner))
    roof = element("bldg:boundedBy", element("bldg:RoofSurface", inside))
    for text in (document(building(inside)), document(building(roof))):
        assert len(content(text).polygons) in {1, 6}
        assert_same(content(text), parsed(text))


@pytest.mark.parametrize(
    "choice",
    [
        Choice(ids=frozenset({"h1p1"})),
        Choice(ids=frozenset({"s1"})),
        Choice(kinds=frozenset({"RoofSurface"})),
        Choice(kinds=frozenset({"Road"})),
        Choice(lods=frozenset({0, 1})),
    ],
)
def test_a_choice_sees_what_was_cut(choice):
    assert_same(content(CITY, choice=choice), parsed(CITY, choice=choice))


def test_a_geometry_larger_than_what_is_held_back_is_left_to_the_parser(monkeypatch):
    monkeypatch.setattr(plain_polygons, "BLOCK_BYTES", 100)
    monkeypatch.setattr(plain_polygons, "MAX_HELD_BYTES", 700)
    assert_same(content(CITY), parsed(CITY))
    assert 0 < cut(CITY)[1] < 39


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<gml:boundedBy>", "<!-- <gml:surfaceMember> --><gml:boundedBy>"),
        ("<gml:boundedBy>", "<?x y?><gml:boundedBy>"),
        ("<core:creationDate>", "<core:creationDate><![CDATA[x]]>"),
        ("<bldg:Building", '<bldg:Building xmlns:gml="http://www.opengis.net/gml/3.2"'),
        ("<core:CityModel", '<?xml version="1.0" encoding="ISO-8859-1"?><core:CityModel'),
        ("xmlns:gml=", 'xmlns:g="http://www.opengis.net/gml" xmlns:gml='),
    ],
)
def test_a_file_whose_bytes_could_deceive_is_left_to_the_parser(old, new):
    text = document(building("<core:creationDate>2020</core:creationDate>", LOD0))
    assert cut(text)[1] == 1
    assert old in text
    left, count = cut(text.replace(old, new))
    assert (left.decode(), count) == (text.replace(old, new), 0)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<gml:posList>", '<gml:posList srsDimension="3">'),
        ("<gml:posList>", "<gml:posList>x "),
        ("<gml:Polygon>", "<gml:Triangle>"),
        ("<gml:MultiSurface>", '<gml:MultiSurface gml:id="m">'),
        ("<gml:MultiSurface>", '<gml:MultiSurface srsName="EPSG:25833">'),
        ("</bldg:lod0FootPrint>", "<gml:Point/></bldg:lod0FootPrint>"),
        ("bldg:lod0FootPrint>", "bldg:somethingElse>"),
    ],
)
def test_what_is_written_in_another_way_is_left_to_the_parser(old, new):
    text = document(building(LOD0))
    text = text.replace(old, new).replace(old.replace("<", "</"), new.replace("<", "</"))
    left, count = cut(text)
    assert (left.decode(), count) == (text, 0)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</bldg:lod0FootPrint>", "</bldg:lod0RoofEdge>"),
        ("</gml:MultiSurface>", "</gml:CompositeSurface></gml:exterior></gml:Solid>"),
    ],
)
def test_tags_that_do_not_match_are_not_cut_away(old, new):
    text = document(building(LOD0)).replace(old, new)
    assert cut(text)[1] == 0
    with pytest.raises(GMLError, match="not well-formed"):
        content(text)


def test_any_prefix_of_gml_will_do():
    other = re.sub(r"\bgml([:=])", r"g.m-l\1", CITY)
    assert cut(other)[0].count(b"posList>") == 4
    assert_same(content(other), content(CITY))


def test_the_line_of_a_polygon_that_is_left_out_is_its_own():
    short = CITY.replace("</gml:posList>", "@", 9).replace("@", "</gml:posList>", 8)
    short = re.sub(r"<gml:posList>[^<@]*@", f"<gml:posList>{LINE}</gml:posList>", short)
    found, expected = content(short), parsed(short)
    (problem,) = found.problems
    assert short.splitlines()[problem.line - 1].startswith("<gml:Polygon")
    assert_same(found, expected)


def test_a_window_sees_the_polygons_that_were_cut():
    far = Window((100.0, 100.0), (200.0, 200.0))
    near = Window((0.0, 0.0), (1.0, 1.0))
    for window, count in ((far, 0), (near, 3)):
        reader = source(CITY, window=window)
        found = read_content(reader, schema=EMPTY_SCHEMA, crs=UTM33)
        assert len(found.features) == count


def test_a_member_inside_another_leaves_the_polygons_of_the_outer_one():
    """No schema allows it; both objects are read, the inner one first, as it is complete first."""
    inner = element("core:cityObjectMember", house(1))
    outer = house(0).replace("</gml:Solid>", f"{inner}</gml:Solid>", 1)
    assert_same(content(document(outer)), parsed(document(outer)))


def test_what_nobody_takes_is_forgotten(monkeypatch):
    monkeypatch.setattr(plain_polygons, "BLOCK_BYTES", 500)
    text = document(*(house(i) for i in range(120)))
    held, choice = [], Choice(kinds=frozenset({"Road"}))
    reader = FileReader(source(text), EMPTY_SCHEMA, UTM33, choice=choice)
    forget = PlainPolygons.forget
    monkeypatch.setattr(PlainPolygons, "forget", lambda *args: held.append(forget(*args)))
    for _ in reader.walk():
        held.append(len(reader._plain._held.ids))
    assert max(filter(None, held[100:])) < 60  # the start of a file is looked at as a whole
    assert len(reader.content().polygons) == 0


def test_polygons_of_later_members_are_kept_however_much_was_cut_before_they_are_met():
    """The second member was cut before the first is closed; nobody has asked for the first's."""
    polygons, text = PlainPolygons(), document(house(0), house(1))
    cutter, left = PolygonCutter(io.BytesIO(text.encode()), polygons), b""
    while data := cutter.read(100):
        left += data
    first, second = etree.fromstring(left).iter("{*}cityObjectMember")
    polygons.forget(first)
    assert len(list(polygons.texts_below(second))) == 13
    polygons.forget(second)
    assert not polygons._held.texts


def test_no_file_can_name_the_mark_of_what_was_cut():
    assert len({PlainPolygons().mark for _ in range(9)}) == 9


def with_parts_elsewhere(text: str, rng: random.Random) -> str:
    """Put copies of parts of a city in places that no schema allows, and take a text out."""
    parts = [part for part in etree.fromstring(text.encode()).iter() if len(part)][2:]
    for _ in range(rng.randint(1, 3)):
        places = [place.end() for place in re.finditer(">", text)][5:-3]
        place = rng.choice(places)
        part = etree.tostring(rng.choice(parts), encoding="unicode")
        text = text[:place] + re.sub(r' xmlns:\w+="[^"]*"', "", part) + text[place:]
    leaf = rng.choice(list(re.finditer(r"<(\w+:\w+)[^<>]*>[^<]*</\1>", text)))
    return text[: leaf.start()] + text[leaf.end() :] if rng.random() < 0.3 else text


def outcome(read, text):
    try:
        return read(text)
    except GMLError as error:
        return re.sub(r"\d+", "", str(error))


@pytest.mark.parametrize("seed", range(40))
def test_parts_in_any_place_are_read_as_the_parser_reads_them(seed):
    text = with_parts_elsewhere(CITY, random.Random(seed))
    one, other = outcome(content, text), outcome(parsed, text)
    if isinstance(one, str) or isinstance(other, str):
        assert one == other
    else:
        assert_same(one, other)
