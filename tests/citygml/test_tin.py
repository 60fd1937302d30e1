"""Triangles of relief are the same whether bytes or elements are read, and are not kept as such."""

import numpy as np
import pytest
from gml_documents import UTM33, document, element, linear_ring, read, source

from citygml import triangle_cutter
from citygml.choice import Choice
from citygml.file_reader import FileReader, read_content
from citygml.schema import EMPTY_SCHEMA
from citygml.stream import iter_members, opened
from citygml.tin import TinBuilder


def corner(number: int) -> str:
    x, y = 1000 + number % 100, number // 100
    return f"{x} {y} 1 {x + 1} {y} 2 {x} {y + 1} 3 {x} {y} 1"


def triangle(text: str) -> str:
    return element("gml:Triangle", element("gml:exterior", linear_ring(text)))


def relief(*texts: str, blank: str = "\n  ", beside: str = "") -> str:
    patches = element("gml:trianglePatches", *map(triangle, texts))
    part = element(
        "dem:TINRelief", element("dem:tin", element("gml:TriangulatedSurface", patches)), id="t"
    )
    inner = element("dem:reliefComponent", part)
    return document(element("dem:ReliefFeature", beside, inner, id="r")).replace("><", f">{blank}<")


MANY = [corner(i) for i in range(3_000)]
EXPECTED = np.array([[float(v) for v in text.split()] for text in MANY]).reshape(-1, 4, 3)[:, :3]


def gathered(text: str) -> tuple[np.ndarray, int]:
    """Corners in order of place, and how many triangles became elements."""
    builder, city = TinBuilder(), source(text)
    elements = 0
    with opened(city) as stream:
        for member in iter_members(city, stream, tin=builder):
            elements += sum(1 for _ in member.iter("{*}Triangle"))
            for part in member.iter("{*}tin"):
                builder.add(part)
                del part
            del member
    corners = builder.corners()
    return corners[np.lexsort(corners[:, 0, :2].T)], elements


@pytest.mark.parametrize("blank", ["", "\n", "\r\n\t\t"])
def test_triangles_are_cut_from_the_bytes(monkeypatch, blank):
    monkeypatch.setattr(triangle_cutter, "BATCH_BYTES", 50_000)
    corners, elements = gathered(relief(*MANY, blank=blank))
    np.testing.assert_array_equal(corners, EXPECTED)
    assert elements < 100


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<dem:ReliefFeature", "<!-- a --><dem:ReliefFeature"),
        ("gml:", "g:"),
        ("dem:", "relief:"),
        ("<gml:Triangle>", "<gml:Triangle >"),
        ("<gml:posList>", "<gml:posList srsDimension='3'>"),
    ],
)
def test_whatever_is_not_plain_is_left_to_the_parser(old, new):
    prefixes = f"xmlns:{old[:-1]}=", f"xmlns:{new[:-1]}="
    text = relief(*MANY).replace(*prefixes).replace(old, new)
    corners, _ = gathered(text)
    np.testing.assert_array_equal(corners, EXPECTED)


def test_triangles_in_a_comment_or_of_a_building_are_no_relief():
    hidden = relief(*MANY[:2]).partition("<dem:tin>")[2].partition("</dem:tin>")[0]
    city = read(relief(MANY[9], beside=f"<!--<dem:tin>{hidden}</dem:tin>-->"))
    assert len(city.terrain) == 1
    surface = element("gml:TriangulatedSurface", element("gml:trianglePatches", triangle(MANY[3])))
    house = element("bldg:Building", element("bldg:lod2MultiSurface", surface), id="b")
    city = read(document(house))
    assert (city.terrain, len(city.surfaces)) == (None, 1)


def test_a_comment_further_on_hides_what_is_in_it(monkeypatch):
    """Half of the triangles are cut before the comment is met, which is longer than a batch."""
    monkeypatch.setattr(triangle_cutter, "BATCH_BYTES", 50_000)
    hidden = "".join(map(triangle, MANY[:1_000]))
    text = relief(*MANY, blank="")
    place = text.index("<gml:Triangle>", len(text) // 2)
    corners, _ = gathered(f"{text[:place]}<!--{hidden}-->{text[place:]}")
    np.testing.assert_array_equal(corners, EXPECTED)


def test_patches_of_an_open_building_are_not_taken_for_relief():
    patches = element("gml:trianglePatches", *map(triangle, MANY))
    surface = element("bldg:lod2MultiSurface", element("gml:TriangulatedSurface", patches))
    city = read(document(element("bldg:Building", surface, id="b")))
    assert (city.terrain, len(city.surfaces)) == (None, len(MANY))


def test_an_open_object_is_freed_as_it_is_read(monkeypatch):
    """With a comment in the file every triangle becomes an element, but not for long."""
    monkeypatch.setattr(triangle_cutter, "BATCH_BYTES", 50_000)
    text = relief(*MANY, beside="<!-- -->")
    corners, elements = gathered(text)
    np.testing.assert_array_equal(corners, EXPECTED)
    assert elements < 1_000
    monkeypatch.setattr(TinBuilder, "take_complete", lambda *_: False)
    assert gathered(text)[1] == len(MANY)


def test_lines_keep_their_numbers():
    text = relief(*MANY).replace("</core:CityModel>", "\n<broken></core:CityModel>")
    line = text[: text.index("<broken>")].count("\n") + 1
    with pytest.raises(Exception, match=rf"test\.gml:{line}: not well-formed"):
        read(text)


@pytest.mark.parametrize("bad", ["0 0 1 9 0 2", "0 0 1 9 0 2 0 9 x 0 0 1", ""])
def test_what_is_no_triangle_is_counted_in_bytes_too(bad):
    reasons = list(read(relief(*MANY[:3], bad, *MANY[3:5])).problems["reason"])
    assert reasons == ["1 relief triangles are not closed rings of four points; left out"]


@pytest.mark.parametrize("beside", ["", "<!-- -->"])
def test_a_ring_without_coordinates_is_counted_and_one_of_points_is_read(beside):
    """Of five triangles one has no posList and one has a pos for each point."""
    points = MANY[4].split()
    written = "".join(f"<gml:pos>{' '.join(points[i : i + 3])}</gml:pos>" for i in (0, 3, 6, 9))
    text = relief(*MANY[:5], beside=beside, blank="")
    lists = [f"<gml:posList>{corners}</gml:posList>" for corners in (MANY[3], MANY[4])]
    city = read(text.replace(lists[0], "").replace(lists[1], written))
    assert len(city.terrain) == 4
    assert "1 relief triangles are not closed rings" in city.problems["reason"].item()


def reliefs(count: int, beside: str = "") -> str:
    """Objects r0, r1, ... of all triangles each."""
    text = relief(*MANY, beside=beside)
    start, end = text.index("<core:cityObjectMember>"), text.rindex("</core:CityModel>")
    members = [text[start:end].replace('"r"', f'"r{number}"') for number in range(count)]
    return text[:start] + "".join(members) + text[end:]


@pytest.mark.parametrize("beside", ["", "<!-- -->"])
@pytest.mark.parametrize(
    ("choice", "count"),
    [
        (Choice(), 2),
        (Choice(kinds=frozenset({"Building"})), 0),
        (Choice(kinds=frozenset({"ReliefFeature"})), 2),
        (Choice(ids=frozenset({"r1"})), 1),
    ],
)
def test_only_relief_that_is_chosen_is_taken(monkeypatch, beside, choice, count):
    """However far the triangles run ahead of the object they belong to."""
    monkeypatch.setattr(triangle_cutter, "BATCH_BYTES", 50_000)
    city = source(reliefs(2, beside))
    content = read_content(city, schema=EMPTY_SCHEMA, crs=UTM33, choice=choice)
    assert len(content.tin) == count * len(MANY)


@pytest.mark.parametrize("beside", ["", "<!-- -->"])
def test_no_triangle_is_lost_between_the_parts_of_a_file(monkeypatch, beside):
    monkeypatch.setattr(triangle_cutter, "BATCH_BYTES", 50_000)
    reader = FileReader(source(reliefs(3, beside)), EMPTY_SCHEMA, UTM33)
    parts = [len(content.tin) for content in reader.batches(1)]
    assert len(parts) == 3
    assert sum(parts) == 3 * len(MANY)
