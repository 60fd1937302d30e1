"""Triangles of relief -> one array, no row for each.

Relief comes as millions of triangles, and a single object may hold all of them. Their memory is
that of the numbers: elements are freed while the object is still being read, and where a file
writes its triangles as PLATEAU does they never become elements.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from citygml.coordinates import parse_numbers
from citygml.elements import MAX_COORDINATE, Element, coordinate_text, gml_names

#: Characters of coordinate text that are parsed in one go.
BATCH_CHARACTERS = 1_000_000
#: Bytes that are searched for triangles in one go.
BATCH_BYTES = 1_000_000
_POS_LIST = gml_names("posList")
_RING = gml_names("LinearRing")
_PATCHES = frozenset(gml_names("trianglePatches", "patches"))
#: Complete triangles of an open object that are worth to be freed.
_MANY = 500
#: A triangle, elements on lines of their own or not; the coordinates are its group.
_TRIANGLES = tuple(
    re.compile(
        blank.join(
            (
                *("<gml:Triangle>", "<gml:exterior>", "<gml:LinearRing[^>]*>"),
                *("<gml:posList>([^<]*)</gml:posList>", "</gml:LinearRing>", "</gml:exterior>"),
                "</gml:Triangle>",
            )
        )
    )
    for blank in (r"\s+", "")
)
_TAGS_OF_TRIANGLE = 8
_OPEN, _CLOSE = b"<dem:tin>", b"</dem:tin>"
_FIRST, _LAST = b"<gml:Triangle>", b"</gml:Triangle>"
#: What a file must declare once, in its root, for `TriangleCutter` to know its names.
_DECLARED = (
    re.compile(rb"xmlns:gml\s*=\s*[\"']http://www\.opengis\.net/gml(/3\.2)?[\"']"),
    re.compile(rb"xmlns:dem\s*=\s*[\"']https?://www\.opengis\.net/citygml/relief/\d\.\d[\"']"),
)
_ENCODING = re.compile(rb"^<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-8[\"'])", re.IGNORECASE)
_REDECLARED = (b"xmlns:gml", b"xmlns:dem")


class TinBuilder:
    """Gather the triangles of relief.

    Attributes
    ----------
    is_met : bool
        Whether there was any relief.
    left_out : int
        Triangles that are none.
    """

    def __init__(self) -> None:
        self.is_met = False
        self._corners = array("d")  # grows in place, where a list of batches is joined by copying
        self._texts: list[str] = []
        self._waiting = 0
        self.left_out = 0

    def add(self, element: Element) -> None:
        """Take the triangles below a ``dem:tin``."""
        texts = [part.text or "" for part in element.iter(*_POS_LIST)]
        if not texts:
            texts = [coordinate_text(ring)[0] for ring in element.iter(*_RING)]
        self.add_texts(texts)

    def add_texts(self, texts: Sequence[str]) -> None:
        """Take the coordinates of triangles."""
        self.is_met = True
        self._texts.extend(texts)
        self._waiting += sum(map(len, texts))
        if self._waiting > BATCH_CHARACTERS:
            self._flush()

    def take_complete(self, member: Element) -> bool:
        """Take and free the triangles of an object that is still being read, all but the last.

        Parameters
        ----------
        member : lxml element
            Open element; below it what comes last is open too.

        Returns
        -------
        bool
            Whether there were any.
        """
        node, in_tin = member, False
        while len(node):
            in_tin |= node.tag.endswith("}tin")
            if in_tin and len(node) > _MANY and node.tag in _PATCHES:
                last = sum(1 for _ in node[-1].iter(*_POS_LIST))
                texts = [part.text or "" for part in node.iter(*_POS_LIST)]
                complete = texts[: len(texts) - last]
                if len(complete) == len(node) - 1:
                    self.add_texts(complete)
                    del node[:-1]
                    return True
                return False
            node = node[-1]
        return False

    def extend(self, corners: NDArray[np.float64], left_out: int) -> None:
        """Append triangles of another part of the file."""
        self._flush()
        self._corners.frombytes(corners.tobytes())
        self.left_out += left_out

    def _flush(self) -> None:
        values, counts = parse_numbers(self._texts)
        if (counts != 12).any():
            values = values[np.repeat(counts == 12, counts)]
        corners = values.reshape(-1, 4, 3)
        good = (np.abs(corners) <= MAX_COORDINATE).all(axis=(1, 2))
        good &= (corners[:, 0] == corners[:, 3]).all(axis=1)
        self.left_out += len(self._texts) - int(good.sum())
        self._corners.frombytes(corners[good, :3].tobytes())
        self._texts, self._waiting = [], 0

    def corners(self) -> NDArray[np.float64]:
        """Corners of all triangles, as written, (t, 3, 3); not a copy."""
        self._flush()
        corners = np.frombuffer(self._corners) if self._corners else np.zeros(0)
        return corners.reshape(-1, 3, 3)


class TriangleCutter:
    """A stream of a file without the triangles of its relief, which go to a builder.

    What is cut, as soon as the builder has met relief, are whole ``gml:Triangle`` elements inside
    ``dem:tin``, in the spelling of every published file; line breaks stay, so that lines keep
    their numbers. Comments, other prefixes or encodings, and anything else among the triangles
    leave them to the XML parser.

    Parameters
    ----------
    stream : binary stream
        From the start of the file.
    builder : TinBuilder
        Is given the triangles.
    """

    def __init__(self, stream: BinaryIO, builder: TinBuilder) -> None:
        self._stream, self._builder = stream, builder
        self._inside = False
        self._rest = b""
        self._sure: bool | None = None

    def read(self, size: int = -1) -> bytes:
        """Return bytes for the parser, b"" at the end of the file."""
        while self._sure and self._builder.is_met:
            more = self._stream.read(BATCH_BYTES)
            data, self._rest = self._rest + more, b""
            if not more:
                return data
            data, self._rest = _whole_tags(data)
            if data := self._cut(data):
                return data
        data, self._rest = self._rest, b""
        return data or self._watched(self._stream.read(size))

    def is_inside(self) -> None:
        """Say that the parser has met relief that is not at its end."""
        self._inside = True

    def _watched(self, data: bytes) -> bytes:
        """Look whether the file is as plain as it must be, and return its bytes unchanged."""
        if self._sure is None:
            root = data.find(b">", data.find(b"xmlns:")) + 1
            self._sure = _is_plain(data) and not _hides(data[root:])
        elif self._sure:
            self._sure = not _hides(data)
        return data

    def _cut(self, data: bytes) -> bytes:
        """Return whole tags without the triangles among them."""
        self._sure = not (_hides(data) or any(word in data for word in _REDECLARED))
        kept, position = [], 0
        while self._sure and position < len(data):
            word = _CLOSE if self._inside else _OPEN
            end = data.find(word, position)
            end = len(data) if end < 0 else end + len(word)
            part = data[position:end]
            kept.append(self._without_triangles(part) if self._inside else part)
            self._inside ^= part.endswith(word)
            position = end
        return b"".join([*kept, data[position:]])

    def _without_triangles(self, part: bytes) -> bytes:
        start, end = part.find(_FIRST), part.rfind(_LAST) + len(_LAST)
        if start < 0 or end < start:
            return part
        run = part[start:end]
        triangles, tags = run.decode("utf-8", "replace"), run.count(b"<")
        spelling = next((s for s in _TRIANGLES if s.match(triangles)), _TRIANGLES[0])
        texts = spelling.findall(triangles)
        if tags != _TAGS_OF_TRIANGLE * len(texts):
            return part
        self._builder.add_texts(texts)
        return part[:start] + b"\n" * run.count(b"\n") + part[end:]


def _is_plain(start: bytes) -> bool:
    """Whether a file is in UTF-8 and declares the usual prefixes, and each once."""
    return not _ENCODING.match(start.removeprefix(b"\xef\xbb\xbf")) and all(
        len(name.findall(start)) == 1 for name in _DECLARED
    )


def _hides(data: bytes) -> bool:
    """Whether there is a comment, a CDATA section or an instruction: tags in it are no tags."""
    return (b"!" in data and b"<!" in data) or (b"?" in data and b"<?" in data)


def _whole_tags(data: bytes) -> tuple[bytes, bytes]:
    """Return bytes up to the end of the last tag, and the rest."""
    end = data.rfind(b">") + 1
    return (data[:end], data[end:]) if end else (data, b"")
