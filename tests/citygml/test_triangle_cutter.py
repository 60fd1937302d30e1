"""A stream without triangles is the same document, and nothing is cut that is no relief."""

import io
import re

import pytest
from gml_documents import UTM33, document, element, source
from lxml import etree
from oracles.fuzz_reader import small_relief

from citygml.file_reader import FileReader, read_content
from citygml.schema import EMPTY_SCHEMA
from citygml.tin import TinBuilder
from citygml.triangle_cutter import TriangleCutter

RELIEF = small_relief()


def corners_in(data: bytes) -> list[list[float]]:
    """Numbers of all triangles as they are written, without their last points."""
    texts = re.findall(rb"<gml:posList>([^<]*)<", data)
    return [[float(number) for number in text.split()[:9]] for text in texts]


def cut(data: bytes, size: int = 500) -> tuple[etree._Element, int]:
    """What is left for the parser, and how many triangles are not."""
    builder = TinBuilder()
    cutter = TriangleCutter(io.BytesIO(data), builder, from_start=True)
    left = cutter.read(2000) + b"".join(iter(lambda: cutter.read(size), b""))
    assert left.count(b"\n") == data.count(b"\n")
    return etree.fromstring(left), builder.count


@pytest.mark.parametrize("block", [400, 1500, 1 << 19])
def test_all_triangles_are_cut_whatever_the_size_of_a_block(monkeypatch, block):
    monkeypatch.setattr("citygml.triangle_cutter.BATCH_BYTES", block)
    root, count = cut(RELIEF)
    assert count == 45
    assert next(root.iter("{*}Triangle"), None) is None
    assert [part.tag.rpartition("}")[2] for part in root.iter("{*}TINRelief")] == ["TINRelief"] * 5


def large_relief() -> bytes:
    """One relief of so many triangles that those the parser has got are freed before its end."""
    first = re.search(rb"<gml:Triangle>.*?</gml:Triangle>\s*", RELIEF, re.DOTALL).group()
    texts = (b">%d 0 1 %d 0 1 %d 1 1 %d 0 1<" % (i, i + 1, i, i) for i in range(2_000))
    triangles = [re.sub(rb">[\d. -]+<", text, first) for text in texts]
    return RELIEF.replace(first, b"".join(triangles), 1)


@pytest.mark.parametrize("block", [400, 1500, 1 << 19])
def test_triangles_come_in_the_order_of_the_file(monkeypatch, block):
    """Those of small blocks, and those that are left to the XML parser, too."""
    monkeypatch.setattr("citygml.triangle_cutter.BATCH_BYTES", block)
    monkeypatch.setattr("citygml.stream._CHUNK_BYTES", block)
    relief = large_relief()
    strange = relief.replace(b"<gml:posList>", b"<gml:posList >", 1)
    for data in (relief, strange, relief.replace(b"<dem:lod>", b"<!-- --><dem:lod>", 1)):
        reader = FileReader(source(data), EMPTY_SCHEMA, UTM33)
        assert sum(1 for _ in reader.walk()) == 5
        triangles = reader.gathered().triangles.reshape(-1, 9)
        assert triangles.tolist() == corners_in(data.replace(b"List >", b"List>"))


@pytest.mark.parametrize("block", [400, 1 << 19])
@pytest.mark.parametrize("number", [0, 2, 4])
def test_relief_in_another_system_is_left_out_with_all_its_triangles(monkeypatch, block, number):
    monkeypatch.setattr("citygml.triangle_cutter.BATCH_BYTES", block)
    monkeypatch.setattr("citygml.stream._CHUNK_BYTES", block)
    parts = RELIEF.split(b"<gml:TriangulatedSurface>")
    surfaces = [b"<gml:TriangulatedSurface>"] * 5
    surfaces[number] = b'<gml:TriangulatedSurface srsName="EPSG:25832">'
    data = parts[0] + b"".join(s + p for s, p in zip(surfaces, parts[1:], strict=True))
    counts = [part.count(b"<gml:Triangle>") for part in parts[1:]]
    found = read_content(source(data), schema=EMPTY_SCHEMA, crs=UTM33)
    assert len(found.tin) == sum(counts) - counts[number]
    assert ["25832" in problem.reason for problem in found.problems] == [True]


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_what_is_read_from_the_cutter_is_the_same_document(size):
    """Whatever the sizes of the reads; nothing but triangles is missing."""
    builder = TinBuilder()
    cutter = TriangleCutter(io.BytesIO(RELIEF), builder)
    start = cutter.read(RELIEF.index(b"<core:cityObjectMember>"))
    builder.add_texts(["0 0 0 1 0 0 0 1 0 0 0 0"])
    root = etree.fromstring(start + b"".join(iter(lambda: cutter.read(size), b"")))
    assert [part.tag.rpartition("}")[2] for part in root.iter("{*}TINRelief")] == ["TINRelief"] * 5
    assert next(root.iter("{*}Triangle"), None) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("dem:reliefComponent", "dem:extent"),
        ("core:cityObjectMember", "gml:name"),
        ("dem:ReliefFeature", "bldg:Building"),
        (
            "<dem:TINRelief gml:id",
            "<dem:TINRelief gml:id='a'/><dem:TINRelief><dem:TINRelief gml:id",
        ),
    ],
)
def test_a_tin_in_another_place_is_left_to_the_parser(old, new):
    text = RELIEF.decode().replace(old, new)
    if new.startswith("<"):
        text = text.replace("</dem:TINRelief>", "</dem:TINRelief></dem:TINRelief>")
    root, count = cut(text.encode())
    assert count == 0
    assert sum(1 for _ in root.iter("{*}Triangle")) == 45


@pytest.mark.parametrize(
    ("old", "new", "most"),
    [
        ("<dem:lod>1</dem:lod>", "<dem:lod>1</dem:lod><!-- -->", 0),
        ("<gml:TriangulatedSurface>", '<gml:TriangulatedSurface srsName="EPSG:25832">', 0),
        ("<dem:tin>", '<dem:tin xmlns:gml="urn:other">', 0),
        ("<gml:TriangulatedSurface>", '<gml:TriangulatedSurface srsName="EPSG:25833">', 45),
    ],
)
def test_what_changes_the_meaning_of_names_stops_the_cutting(old, new, most):
    _, count = cut(RELIEF.decode().replace(old, new).encode())
    assert count == most


def test_a_comment_that_a_read_has_cut_in_two_is_seen():
    place = RELIEF.index(b"<dem:reliefComponent>")
    data = RELIEF[:place] + b"<!-- " + RELIEF[place:-100].replace(b"--", b"") + b" -->"
    builder = TinBuilder()
    cutter = TriangleCutter(io.BytesIO(data), builder)
    left = cutter.read(place + 1)
    builder.is_met = True
    left += b"".join(iter(lambda: cutter.read(100), b""))
    assert left == data


def test_triangles_of_a_building_are_not_cut():
    surface = RELIEF.decode().partition("<dem:tin>")[2].partition("</dem:tin>")[0]
    house = element("bldg:Building", element("bldg:lod2MultiSurface", surface), id="b")
    assert cut(document(house).encode())[1] == 0
