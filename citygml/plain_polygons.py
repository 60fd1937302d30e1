"""Plain polygons of a file, taken from its bytes: they never become elements.

Two thirds of a building file are polygons written in one and the same way. A search for that way
finds them ten times faster than an XML parser makes five elements of each. What is written in any
other way, and every file in which bytes could deceive, is left to the parser.
"""

from __future__ import annotations

import re
import secrets
from array import array
from collections.abc import Iterator
from itertools import pairwise
from typing import BinaryIO, NamedTuple

import numpy as np
from numpy.typing import NDArray

from citygml.elements import Element

#: Bytes that are searched in one go.
BLOCK_BYTES = 1 << 17
#: Where the root element of a file ends at the latest.
_HEAD_BYTES = 1 << 16
#: A geometry of more bytes than this is left to the XML parser.
MAX_HELD_BYTES = 1 << 23
_BLANK, _NAME = rb"[ \t\r\n]*", rb"[\w.\-]+"
#: How a file declares GML and, in ASCII, itself.
_GML = re.compile(rb"xmlns:([\w.\-]+)\s*=\s*[\"'](http://www\.opengis\.net/gml(?:/3\.2)?)[\"']")
_ENCODING = re.compile(rb"^<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-8[\"'])", re.IGNORECASE)
_PROPERTY = rb":lod"
_OF_NUMBERS = b"0123456789+-.eE \t\r\n"


class PlainRun(NamedTuple):
    """Polygons one after the other: ``gml:id`` or "", line and coordinates of each."""

    ids: list[str]
    lines: array[int]
    texts: list[str]


class PlainPolygons:
    """Polygons that were cut out of a stream, until the walk comes to where they were.

    Attributes
    ----------
    tag : str
        Clark name of the element that stands in the place of polygons, "" while there is none. Its
        text is the number of the first and of the one after the last. No file can hold it by
        chance or by intent.
    """

    def __init__(self) -> None:
        self.tag = ""
        self._name = f"plain{secrets.token_hex(8)}"
        self._held = PlainRun([], array("i"), [])
        self._first = self._block = 0

    def name(self, prefix: str, namespace: str) -> str:
        """Return the name, with prefix, of the element that stands for polygons."""
        self.tag = f"{{{namespace}}}{self._name}"
        return f"{prefix}:{self._name}"

    def put(self, run: PlainRun) -> int:
        """Keep polygons from bytes the parser has not been given yet; return the first's number."""
        self._block = self._first + len(self._held.ids)
        self._held.ids.extend(run.ids)
        self._held.lines.extend(run.lines)
        self._held.texts.extend(run.texts)
        return self._block

    def range_below(self, holder: Element) -> tuple[int, int]:
        """Return the numbers, see `tag`, of the polygons that were all a property held.

        (0, 0) for a property from which nothing was cut.
        """
        place = holder
        while len(place) == 1:
            place = place[0]
        return _range(place) if place.tag == self.tag else (0, 0)

    def polygons(self, first: int, last: int) -> PlainRun:
        """Return polygons by their numbers, as long as the object they are in is at hand."""
        run = slice(first - self._first, last - self._first)
        ids, lines, texts = self._held
        return PlainRun(ids[run], lines[run], texts[run])

    def has_ids(self, first: int, last: int) -> bool:
        """Whether every one of these polygons has an id of its own."""
        return "" not in self._held.ids[first - self._first : last - self._first]

    def texts_below(self, element: Element) -> Iterator[str]:
        """Yield the coordinates of all polygons that were cut out of an element."""
        if self.tag:
            for place in element.iter(self.tag):
                yield from self.polygons(*_range(place)).texts

    def forget(self) -> None:
        """Forget the polygons of the objects met so far."""
        if self._first < self._block:
            for held in self._held:
                del held[: self._block - self._first]
            self._first = self._block


class _Spelling(NamedTuple):
    """How a file writes its polygons.

    `polygon` has the groups: all of it, what is before the Polygon, its id, its coordinates.
    `opening` and `closing` are what stands before and after all polygons of a plain geometry.
    """

    polygon: re.Pattern[bytes]
    opening: re.Pattern[bytes]
    closing: re.Pattern[bytes]
    declaration: bytes


def _spelling(prefix: bytes) -> _Spelling:
    """Return the spelling with a prefix for GML, "@" in the patterns."""
    own_id, any_id = rb'(?: @id="(' + _NAME + rb')")?', rb'(?: @id="' + _NAME + rb'")?'
    polygon = (
        rb"((<@surfaceMember>" + _BLANK + rb")<@Polygon" + own_id + rb">",
        *(rb"<@exterior>", rb"<@LinearRing" + any_id + rb">", rb"<@posList>([^<]*)</@posList>"),
        *(rb"</@LinearRing>", rb"</@exterior>", rb"</@Polygon>", rb"</@surfaceMember>", rb")"),
    )
    solid = _BLANK.join([rb"<@Solid>", rb"<@exterior>", rb"<@CompositeSurface>"])
    holder = rb"<" + _NAME + rb":lod[0-4](?:MultiSurface|FootPrint|RoofEdge|Solid)>"
    opening = (holder, rb"(?:<@MultiSurface>|" + solid + rb")", rb"\Z")
    end_of_solid = _BLANK.join([rb"</@CompositeSurface>", rb"</@exterior>", rb"</@Solid>"])
    closing = (rb"(?:</@MultiSurface>|" + end_of_solid + rb")", rb"</" + _NAME + rb":lod")
    name = re.escape(prefix) + b":"
    patterns = (_BLANK.join(p).replace(b"@", name) for p in (polygon, opening, closing))
    compiled = [re.compile(pattern) for pattern in patterns]
    return _Spelling(compiled[0], compiled[1], compiled[2], b"xmlns:" + prefix)


class PolygonCutter:
    """A stream of a file without its plain polygons, which are kept for the walk.

    What is cut are all polygons of a geometry property of a city object or a thematic surface, if
    the property holds nothing but a MultiSurface, or a Solid of one shell, of polygons without
    holes, in the spelling of every published file. Line breaks stay, so that lines keep their
    numbers. Comments, instructions, CDATA sections, a second declaration of the prefix, other
    encodings, and anything but numbers among the coordinates leave all of it to the XML parser.

    Parameters
    ----------
    stream : binary stream
        From the start of the file.
    polygons : PlainPolygons
        Is given the polygons.
    """

    def __init__(self, stream: BinaryIO, polygons: PlainPolygons) -> None:
        self._stream, self._polygons = stream, polygons
        self._spelling: _Spelling | None = None
        self._name = ""
        self._rest, self._line = b"", 1
        self._is_begun = False
        self._cut_bytes = 0

    def read(self, size: int = -1) -> bytes:
        """Return bytes for the parser, b"" at the end of the file."""
        if not self._is_begun:
            self._is_begun = True
            return self._begun()
        while self._spelling is not None:
            more = self._stream.read(max(BLOCK_BYTES, len(self._rest)))
            data, self._rest = self._rest + more, b""
            if more and len(data) < MAX_HELD_BYTES:
                data, self._rest = _whole_properties(data)
            if data:
                data = self._cut(data)
            if data or not more:
                return data
        data, self._rest = self._rest, b""
        return data or self._stream.read(size)

    def cut_bytes(self) -> int:
        """Return how many bytes were cut out since the last call."""
        cut, self._cut_bytes = self._cut_bytes, 0
        return cut

    def stop(self) -> None:
        """Leave everything that follows to the parser."""
        self._spelling = None

    def _begun(self) -> bytes:
        """Look whether the file is as plain as it must be; return its beginning for the parser."""
        start, root = b"", 0
        while not root and len(start) < _HEAD_BYTES and (more := self._stream.read(BLOCK_BYTES)):
            start += more
            declaration = start.find(b"xmlns:")
            root = start.find(b">", declaration) + 1 if declaration >= 0 else 0
        head = start[:root].removeprefix(b"\xef\xbb\xbf")
        declared = _GML.findall(head)
        if len(declared) != 1 or _ENCODING.match(head) or b"<!" in head or head.count(b"<?") > 1:
            return start
        prefix, namespace = declared[0]
        self._spelling = _spelling(prefix)
        self._name = self._polygons.name(prefix.decode(), namespace.decode())
        self._line += start.count(b"\n", 0, root)
        self._rest = start[root:]
        return start[:root]

    def _cut(self, data: bytes) -> bytes:
        """Return whole tags without the plain polygons among them."""
        pieces = [] if self._spelling is None else self._spelling.polygon.split(data)
        only_numbers = not b"".join(pieces[4::5]).translate(None, _OF_NUMBERS)
        breaks = np.flatnonzero(np.frombuffer(data, dtype=np.uint8) == ord("\n"))
        left = data
        if len(pieces) > 1 and only_numbers:
            left = self._without_polygons(pieces, breaks)
        self._line += len(breaks)
        if self._deceives(left):
            self.stop()
            return data
        self._cut_bytes += len(data) - len(left)
        return left

    def _without_polygons(self, pieces: list[bytes], breaks: NDArray[np.int64]) -> bytes:
        """Keep all polygons; return the text without those of plain geometries.

        `breaks` are the places of the line breaks.
        """
        between, found, leads = pieces[::5], pieces[1::5], pieces[2::5]
        size = np.fromiter(map(len, found), np.int64, len(found))
        end = np.cumsum(np.fromiter(map(len, between[:-1]), np.int64, len(found)) + size)
        lead = np.fromiter(map(len, leads), np.int64, len(found))
        lines = self._line + np.searchsorted(breaks, end - size + lead)
        ids = [own_id.decode() if own_id else "" for own_id in pieces[3::5]]
        texts = [text.decode() for text in pieces[4::5]]
        shift = self._polygons.put(PlainRun(ids, _integers(lines), texts))
        edges = [number for number, text in enumerate(between[:-1]) if text]
        borders = [*edges, len(found)]
        first_break = np.searchsorted(breaks, (end - size)[edges])
        height = (np.searchsorted(breaks, end[np.array(borders[1:]) - 1]) - first_break).tolist()
        name, left = self._name.encode(), []
        for (first, last), newlines in zip(pairwise(borders), height, strict=True):
            left.append(between[first])
            if self._is_plain(between[first], between[last]):
                left.append(
                    b"<%b>%d %d</%b>" % (name, first + shift, last + shift, name) + b"\n" * newlines
                )
            else:
                left += found[first:last]
        return b"".join([*left, between[-1]])

    def _is_plain(self, before: bytes, after: bytes) -> bool:
        """Whether polygons between these are all that a geometry property holds."""
        spelling = self._spelling
        start = before.rfind(b"<", 0, max(0, before.rfind(_PROPERTY)))
        return (
            spelling is not None
            and start >= 0
            and spelling.opening.match(before, start) is not None
            and spelling.closing.match(after) is not None
        )

    def _deceives(self, data: bytes) -> bool:
        """Whether tags may be no tags (in a comment, CDATA, an instruction) or other tags."""
        return (
            (b"!" in data and b"<!" in data)
            or (b"?" in data and b"<?" in data)
            or (self._spelling is not None and self._spelling.declaration in data)
        )


def _range(place: Element) -> tuple[int, int]:
    first, last = place.text.split()
    return int(first), int(last)


def _integers(values: NDArray[np.int64]) -> array[int]:
    return array("i", values.astype(np.int32).tobytes())


def _whole_properties(data: bytes) -> tuple[bytes, bytes]:
    """Return bytes up to the last tag that ends no geometry property at hand, and the rest."""
    end = data.rfind(b">") + 1
    start = data.rfind(b"<", 0, data.rfind(_PROPERTY, 0, end) + 1)
    if start >= 0 and data[start + 1 : start + 2] != b"/":
        end = start
    return data[:end], data[end:]
