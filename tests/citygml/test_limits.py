"""What a file may ask of memory: text, depth and objects up to a limit, and nothing beyond it."""

import re
from io import BytesIO
from time import process_time

import numpy as np
import pytest
from gml_documents import (
    UTM33,
    box_solid,
    building,
    document,
    element,
    multi_surface,
    polygon,
    read,
    source,
)

from citygml import limits, relief_stream, stream
from citygml.errors import CRSError, GMLError
from citygml.file_reader import read_content
from citygml.limits import TextLimit
from citygml.relief_stream import iter_relief
from citygml.schema import EMPTY_SCHEMA
from citygml.stream import file_head

HOUSE = building(element("bldg:lod1Solid", box_solid()))
GOOD = document(HOUSE)


def refusal(text: str | bytes) -> str:
    with pytest.raises(GMLError) as caught:
        read(text)
    return str(caught.value)


def test_a_ring_of_twelve_megabytes_is_read():
    """More than libxml2 takes in one place without being told: 10 MB."""
    angle = np.linspace(0.0, 2 * np.pi, 250_000, endpoint=False)
    points = np.round(np.column_stack([np.cos(angle), np.sin(angle)]), 15)
    text = " ".join(f"{x!r} {y!r} 10.00000000" for x, y in points.tolist())
    assert len(text) > 12_000_000
    surface = multi_surface(polygon(f"{text} 1.0 0.0 10.00000000"))
    city = source(document(building(element("bldg:lod2MultiSurface", surface))))
    polygons = read_content(city, schema=EMPTY_SCHEMA, crs=UTM33).polygons
    np.testing.assert_array_equal(polygons.coords[:, :2], points)


class Endless(BytesIO):
    """A file whose second line never ends."""

    def read(self, size=-1):
        return super().read(size) or b"7" * size


def test_a_text_of_257_megabytes_is_refused_with_its_line():
    file = Endless(b"<a>\n<b>")
    limit = TextLimit("a.gml", lambda: BytesIO(b"<a>\n<b>"))
    limit.check(file.read(100))
    for _ in range(256):
        limit.check(file.read(1_000_000)[:-1])
    with pytest.raises(GMLError, match=r"a\.gml:2: more than 256 MB of text .*; split the element"):
        limit.check(file.read(1_000_000))


def test_a_text_ends_where_a_tag_begins(monkeypatch):
    monkeypatch.setattr(limits, "MAX_TEXT_BYTES", 200_000)
    note = "<gml:description>" + "x" * 150_000 + "</gml:description>"
    assert len(read(document(building(note * 9))).features) == 1


def nested(depth: int) -> str:
    """A city with this many elements inside each other: three are the city, member and house."""
    inner = "<a>" * (depth - 3) + "</a>" * (depth - 3)
    return document(building(inner), building(id="b2"))


@pytest.mark.parametrize("chunk", [50, 700, 1 << 16])
def test_the_depth_is_counted_whatever_the_parser_is_given_at_once(monkeypatch, chunk):
    monkeypatch.setattr(stream, "_CHUNK_BYTES", chunk)
    assert len(read(nested(256)).features) == 2
    message = refusal(nested(257))
    assert re.match(r"test\.gml:\d+: a depth of more than 256 elements .*; the limit ", message)


def test_a_million_elements_inside_each_other_are_refused_at_once():
    start = process_time()
    assert "depth" in refusal(nested(1_000_000))
    assert "<a>, not <CityModel>" in refusal("<a>" * 1_000_000)
    assert process_time() - start < 2.0


@pytest.mark.parametrize(
    "many", ["<a/>", "<a b='1' />", "<!-- <a> -->", "<![CDATA[<a>]]>", "<?a <a>?>", "<!-- </a> -->"]
)
def test_what_only_looks_like_depth_is_none(many):
    assert len(read(document(building(many * 3_000))).features) == 1


def test_tags_that_end_in_a_comment_hide_no_depth():
    inner = "<!--" + "</a>" * 300 + "-->" + "<a>" * 300 + "</a>" * 300
    assert "depth" in refusal(document(building(inner)))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "shift_jis"])
def test_depth_is_counted_in_every_encoding(encoding):
    head = f'<?xml version="1.0" encoding="{encoding}"?>\n'
    many = (head + document(*[HOUSE.replace("b1", f"b{i}") for i in range(400)])).encode(encoding)
    if encoding == "utf-16-le":
        many = b"\xff\xfe" + many
    assert len(read(many).features) == 400


def bytes_in(text: str, encoding: str) -> bytes:
    """A file in an encoding that it declares, the first of UTF-16 with its mark."""
    return f'<?xml version="1.0" encoding="{encoding[:6]}"?>\n{text}'.encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
@pytest.mark.parametrize("letters", ["\u3c00\u3e00", "\u3c3c\u3e3e", "\u3c61\u3e61"])
def test_letters_that_are_half_a_tag_in_utf_16_are_no_depth(encoding, letters):
    text = document(building(element("gml:name", letters * 2_000)))
    assert len(read(bytes_in(text, encoding)).features) == 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_letters_that_are_half_an_end_in_utf_16_hide_no_depth(encoding):
    """One of them is ``</`` and the other ``>`` to who reads bytes without zeros."""
    end = {"utf-16": "\u2f3c\u3e00", "utf-16-be": "\u3c2f\u3e00"}[encoding]
    ends = element("gml:name", end * 400)
    assert "depth" in refusal(bytes_in(nested(300).replace("<a>", ends + "<a>", 1), encoding))
    assert len(read(bytes_in(nested(256), encoding)).features) == 2
    assert "depth" in refusal(bytes_in(nested(257), encoding))


def test_letters_between_escapes_are_no_depth():
    """In ISO-2022-JP two bytes that are ``<`` and ``>`` elsewhere are one letter."""
    letter = b"\x1b$B\x3c\x3e\x1b(B".decode("iso-2022-jp")
    text = document(building(element("gml:name", letter * 2_000)))
    head = '<?xml version="1.0" encoding="ISO-2022-JP"?>\n'
    assert len(read((head + text).encode("iso-2022-jp")).features) == 1


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_text_does_not_end_with_half_a_letter(monkeypatch, encoding):
    monkeypatch.setattr(limits, "MAX_TEXT_BYTES", 10_000)
    limit = TextLimit("a.gml", lambda: BytesIO(b""))
    limit.check("<a>".encode(encoding))
    limit.check(("\u3c00\u003d\u0a3c" * 1_000).encode(encoding))
    with pytest.raises(GMLError, match="of text"):
        limit.check(("\u3c00\u003d\u0a3c" * 1_000).encode(encoding))


def test_the_head_is_read_within_the_same_limits(monkeypatch):
    """A file that names no reference system is searched for one to its end."""
    monkeypatch.setattr(stream, "MAX_OBJECT_BYTES", 300_000)
    name = "<gml:name>x</gml:name>\n"
    many = [building(name * 1_000, id=f"b{i}") for i in range(40)]
    with pytest.raises(CRSError, match="no element has a srsName"):
        file_head(source(document(*many, srs=None)))
    with pytest.raises(GMLError, match=r"test\.gml:2: an object of more than 0\.0003 GB"):
        file_head(source(document(building(name * 40_000), srs=None)))
    with pytest.raises(GMLError, match=r"test\.gml:\d+: a depth of more than 256 elements"):
        file_head(source(document(building("<a>" * 300 + name * 4_000), srs=None)))


def test_relief_is_streamed_within_the_same_limits(monkeypatch):
    with pytest.raises(GMLError, match=r"test\.gml:\d+: a depth of more than 256 elements"):
        list(iter_relief(source(nested(257)), UTM33))
    monkeypatch.setattr(relief_stream, "MAX_OBJECT_BYTES", 1_500_000)
    large = document(building(), building("\n<gml:name>x</gml:name>" * 200_000, id="b2"))
    line = large[: large.index("b2")].count("\n") + 1
    with pytest.raises(GMLError, match=rf"test\.gml:{line}: an object of more than"):
        list(iter_relief(source(large), UTM33))


@pytest.mark.parametrize("member", ["cityObjectMember", "featureMembers"])
def test_an_object_beyond_the_limit_is_refused_with_its_line(monkeypatch, member):
    monkeypatch.setattr(stream, "MAX_OBJECT_BYTES", 800_000)
    houses = [HOUSE.replace("b1", f"b{i}") for i in range(400)]
    houses[300] = building("<gml:name>x</gml:name>\n" * 90_000, id="large")
    text = document(*houses)
    if member == "featureMembers":
        joint = "</core:cityObjectMember>\n<core:cityObjectMember>"
        text = text.replace(joint, "\n").replace("cityObjectMember", member)
    line = text[: text.index('"large"')].count("\n") + 1
    assert refusal(text).startswith(f"test.gml:{line}: an object of more than 0.0008 GB")


def test_an_object_beyond_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(stream, "MAX_OBJECT_BYTES", 300_000)
    many = document(*[HOUSE.replace("b1", f"b{i}") for i in range(400)])
    assert len(many) > 600_000
    assert len(read(many).features) == 400
    large = document(building("<gml:name>x</gml:name>" * 20_000))
    assert "an object of more than 0.0003 GB; the limit keeps memory bounded" in refusal(large)


@pytest.mark.parametrize("sign", ["/>", "<!--/>-->", "<b c='/>'></b>", "<b c='/>'/>", "<?b />?>"])
def test_what_only_looks_like_an_end_hides_no_depth(sign):
    assert "depth" in refusal(document(building(f"<a>{sign}" * 300 + "</a>" * 300)))


def test_a_sign_in_a_text_is_not_taken_for_the_end_of_a_tag_that_is_cut_off():
    """Two tags and two ends: the second end is none, and the second tag has not ended."""
    codes = np.frombuffer(b"<a>/><b", np.uint8)
    assert not len(limits._alone(codes, np.flatnonzero(codes == ord("<"))))


def test_tags_that_close_themselves_need_no_second_count(monkeypatch):
    """The reader of a city of LOD2 spends half of its time there: its solids are of references."""
    monkeypatch.setattr(limits.DepthLimit, "_count", None)
    assert len(read(document(building("<a b='1' />" * 3_000 + "<a></a>" * 300))).features) == 1
