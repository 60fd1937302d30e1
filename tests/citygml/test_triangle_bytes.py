"""Runs of triangles: numbers bit for bit as `float` reads them, or left to the XML parser."""

import random
from time import process_time

import numpy as np
import pytest

from citygml.triangle_bytes import plain_rings, plain_triangles, triangle_runs


def texts(count: int) -> list[str]:
    """Closed rings of four points, in every way to write a number."""
    rng = random.Random(20_261_120)
    ways = (repr, "{:.3f}".format, "{:.17e}".format, "{:.0f}".format, "{:.12f}".format)
    rings = []
    for _ in range(count):
        points = [" ".join(rng.choice(ways)(rng.uniform(-200, 200)) for _ in "xyz") for _ in "abc"]
        rings.append(" ".join([*points, points[0]]))
    return rings


def run(rings, ring_id=' gml:id="r{}"', blank="\n\t"):
    parts = ("<gml:Triangle>", "<gml:exterior>", "<gml:LinearRing{}>", "<gml:posList>{}")
    ends = ("</gml:LinearRing>", "</gml:exterior>", "</gml:Triangle>")
    way = blank.join([*parts]) + "</gml:posList>" + blank + blank.join(ends)
    return blank.join(way.format(ring_id.format(i), t) for i, t in enumerate(rings)).encode()


def plain(data):
    """What is read of bytes that are one run from their beginning to their end."""
    runs = triangle_runs(data)
    if [(run.start, run.stop) for run in runs] != [(0, len(data))]:
        return None
    return plain_triangles(data, runs)


RINGS = texts(300)
EXPECTED = np.array([[float(v) for v in text.split()] for text in RINGS]).reshape(-1, 4, 3)


@pytest.mark.parametrize("ring_id", ["", ' gml:id="r{}"', ' gml:id="_>.-{}"'])
@pytest.mark.parametrize("blank", ["", "\n", "\r\n    ", " \t"])
def test_a_run_is_read_bit_for_bit(ring_id, blank):
    data = run(RINGS, ring_id, blank)
    data = b"before" + data + b"after"
    found = plain_triangles(data, triangle_runs(data))
    np.testing.assert_array_equal(found.corners, EXPECTED)
    assert found.line_ends == [data.count(b"\n")]


def test_one_triangle_is_a_run():
    data = run(RINGS[:1])
    np.testing.assert_array_equal(plain(data).corners, EXPECTED[:1])


def test_blanks_between_triangles_may_differ():
    """As at the border of two parts that a program has put together."""
    data = run(RINGS[:5]) + b"\r\n  \n\t" + run(RINGS[5:]) + b"\n\n" + run(RINGS[:1])
    found = plain(data)
    np.testing.assert_array_equal(found.corners, np.concatenate([EXPECTED, EXPECTED[:1]]))
    assert found.line_ends == [data.count(b"\n")]


def test_several_runs_are_read_at_once():
    """As many reliefs, one after the other: each has its own lines, none what is between them."""
    parts = run(RINGS[:5]), run(RINGS[5:9]), run(RINGS[9:], blank=" ")
    data = b"<dem:tin>\n".join(parts[:2]) + b"</dem:tin>\n"
    runs = triangle_runs(data)
    found = plain_triangles(data, runs)
    np.testing.assert_array_equal(found.corners, EXPECTED[:9])
    assert found.line_ends == [part.count(b"\n") for part in parts[:2]]
    assert [data[r.start : r.stop] for r in runs] == list(parts[:2])
    data += parts[2]
    assert plain_triangles(data, triangle_runs(data)) is None  # not alike


def test_a_triangle_that_is_cut_in_two_is_in_no_run():
    data = run(RINGS[:3])
    for end in range(len(data) - 1, data.rindex(b"<gml:Triangle>"), -1):
        (found,) = triangle_runs(data[:end])
        assert len(found.tags) == 2
    assert triangle_runs(data[: data.index(b"</gml:Triangle>")]) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"r7"', b'"r&amp;"'),
        (b'"r7"', b'"r\x017"'),
        (b'"r7"', '"r建"'.encode()),
        (b'"r7"', b'"r 7"'),
        (b'"r7"', b'"r7" a="1"'),
        (b'"r7"', b"'r7'"),
        (b'gml:id="r7"', b'gml:Id="r7"'),
        (b"<gml:posList>", b"<gml:posList >"),
        (b"<gml:posList>", b"<gml:poslist>"),
        (b"</gml:exterior>", b"</gml:exterio>"),
        (b"</gml:posList>", b" 1</gml:posList>"),
        (b"</gml:posList>", b"\n</gml:posList>"),
        (b"</gml:posList>", b"x</gml:posList>"),
        (b"</gml:posList>", b"</b></gml:posList>"),
        (b" ", b"  "),
        (b"<gml:exterior>", b"<gml:exterior/>"),
    ],
)
@pytest.mark.parametrize("number", [0, 7, 8])
def test_whatever_is_not_alike_is_left_to_the_parser(old, new, number):
    """In the first of nine triangles, and so perhaps in the pattern, in another, in the last."""
    data = run(RINGS[:9])
    old, new = (word.replace(b"r7", b"r%d" % number) for word in (old, new))
    pieces = data.split(b"<gml:Triangle>")
    pieces[number + 1] = pieces[number + 1].replace(old, new, 1)
    changed = b"<gml:Triangle>".join(pieces)
    assert changed != data
    assert plain(changed) is None


@pytest.mark.parametrize("between", [b"x", b"\x0b", "建".encode()])
def test_nothing_but_blanks_may_be_between_triangles(between):
    data = run(RINGS[:5]) + b"\n" + between + b"\n" + run(RINGS[5:])
    assert plain(data) is None


def test_the_end_of_a_run_must_be_that_of_a_triangle():
    data = run(RINGS[:9])
    assert plain(data[:-1]) is None
    assert plain(data + b"\n") is None
    assert triangle_runs(b"") == triangle_runs(b"<gml:Triangle>") == []


def test_texts_are_read_bit_for_bit_or_not_at_all():
    np.testing.assert_array_equal(plain_rings(RINGS), EXPECTED)
    for bad in (
        "",
        "1",
        RINGS[0] + " 1",
        RINGS[0].replace(" ", "\n"),
        "x" + RINGS[0],
        "é" + RINGS[0],
    ):
        assert plain_rings([*RINGS[:3], bad, *RINGS[3:5]]) is None


def test_the_time_for_a_triangle_does_not_grow_with_their_number():
    """Eight times as many in one run; medians of several, with room for a busy machine."""

    def seconds(data):
        times = []
        for _ in range(7):
            start = process_time()
            assert plain(data) is not None
            times.append(process_time() - start)
        return sorted(times)[3]

    few, many = run(RINGS * 10), run(RINGS * 80)
    assert seconds(many) < 3 * 8 * seconds(few)
