"""A copy that changes nothing is the file, byte for byte."""

import io
from pathlib import Path

import gml_documents as gml
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citygml import byte_copy
from citygml.byte_copy import ByteCopy
from citygml.errors import GMLError

REAL = Path(__file__).parents[2] / "../shared/data"


class Watching(ByteCopy):
    """Remembers what it was told, and changes nothing."""

    def __init__(self, out):
        super().__init__("test.gml", out)
        self.seen = []

    def begin(self, name, _attributes):
        self.seen.append((name.rpartition(" ")[2], self.tag()[0].decode(), self.declared))

    def end(self, name):
        self.seen.append(("/" + name.rpartition(" ")[2], self.last, self.depth))


def watched(data):
    out = io.BytesIO()
    copy = Watching(out)
    copy.copy_all(io.BytesIO(data))
    assert out.getvalue() == data
    return copy.seen


def test_tags_prefixes_and_ends_are_told():
    text = "<a xmlns:p='urn:p'>\n  <p:b x='>' /><!-- <c> --><d\n>1</d ></a>"
    seen = watched(text.encode())
    assert seen == [
        ("a", "<a xmlns:p='urn:p'>", {"p": "urn:p"}),
        ("b", "<p:b x='>' />", {"p": "urn:p"}),
        ("/b", text.index("<!--"), 2),
        ("d", "<d\n>", {"p": "urn:p"}),
        ("/d", text.index("</d >"), 2),
        ("/a", text.index("</a>"), 1),
    ]


@given(size=st.integers(1, 300), copies=st.integers(0, 3), end=st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=40, deadline=None)
def test_any_piece_size_gives_the_same_events_and_bytes(size, copies, end):
    text = gml.document(*[gml.building(gml.thematic_box())] * copies).replace("\n", end)
    data = b"\xef\xbb\xbf" + text.encode()
    whole = watched(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(byte_copy, "CHUNK_BYTES", size)
        assert watched(data) == whole


def test_memory_does_not_grow_with_the_file(monkeypatch):
    """The buffer never holds more than a piece and the gap between two tags."""
    monkeypatch.setattr(byte_copy, "CHUNK_BYTES", 1000)
    data = gml.document(*[gml.building(gml.thematic_box())] * 50).encode()
    copy = Watching(io.BytesIO())
    longest = 0

    class Pieces(io.BytesIO):
        def read(self, size=-1):
            nonlocal longest
            longest = max(longest, len(copy.buffer))
            return super().read(size)

    copy.copy_all(Pieces(data))
    assert len(data) > 100_000
    assert longest < 2500


@pytest.mark.parametrize(
    "data",
    [
        b"<a>",
        b"<a><b></a>",
        b"<p:a/>",
        b"<a>\xff</a>",
        "<a/>".encode("utf-16"),
        b"<?xml version='1.0' encoding='euc-jp'?><a/>",
        b"<?xml version='1.0' encoding='none-such'?><a/>",
        b"<!DOCTYPE a><a/>",
        b"<a>" * 300,
    ],
)
def test_what_cannot_be_copied_with_care_is_an_error_with_its_place(data):
    with pytest.raises(GMLError, match=r"test\.gml:\d+"):
        watched(data)


@pytest.mark.real
def test_published_files_are_copied_byte_for_byte():
    if not REAL.is_dir():
        pytest.skip(f"{REAL} is missing")
    paths = [p for p in sorted(REAL.rglob("*.*gml")) if "53392642" not in p.name]
    assert len(paths) > 15
    for path in paths:
        watched(path.read_bytes())
