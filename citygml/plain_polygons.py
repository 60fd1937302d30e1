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
from lxml import etree
from numpy.typing import NDArray

from citygml.elements import Element, id_attribute

#: Bytes that are searched in one go.
BLOCK_BYTES = 1 << 19
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
    mark : str
        Name of the attribute of a geometry property that is empty because everything in it was cut
        out: the numbers of the first polygon and of the one after the last. No file can hold it by
        chance or by intent.
    namespace : str
        GML as the file declares it.
    """

    def __init__(self) -> None:
        self.namespace = ""
        self.mark = f"plain{secrets.token_hex(8)}"
        self._marks = etree.XPath(f"descendant-or-self::*/@{self.mark}", smart_strings=False)
        self._held = PlainRun([], array("i"), [])
        self._first = self._taken = 0

    def put(self, run: PlainRun) -> int:
        """Keep polygons from bytes the parser has not been given yet; return the first's number."""
        number = self._first + len(self._held.ids)
        self._held.ids.extend(run.ids)
        self._held.lines.extend(run.lines)
        self._held.texts.extend(run.texts)
        return number

    def range_in(self, holder: Element) -> tuple[int, int]:
        """Return the numbers, see `mark`, of the polygons that were all a property held.

        (0, 0) for a property from which nothing was cut.
        """
        mark = holder.get(self.mark)
        if mark is None:
            return 0, 0
        first, self._taken = _range(mark)
        return first, self._taken

    def polygons(self, first: int, last: int) -> PlainRun:
        """Return polygons by their numbers, as long as the object they are in is at hand."""
        run = slice(first - self._first, last - self._first)
        ids, lines, texts = self._held
        return PlainRun(ids[run], lines[run], texts[run])

    def restore(self, holder: Element) -> bool:
        """Make elements again of what was cut out of a property; False where nothing was.

        For a property in a place where only a search below another geometry finds it.
        """
        first, last = self.range_in(holder)
        holder.attrib.pop(self.mark, None)
        for own_id, line, text in zip(*self.polygons(first, last), strict=True):
            inner = holder
            for name in ("surfaceMember", "Polygon", "exterior", "LinearRing", "posList"):
                inner = etree.SubElement(inner, f"{{{self.namespace}}}{name}")
                inner.sourceline = line
                if name == "Polygon" and own_id:
                    inner.set(id_attribute(inner.tag), own_id)
            inner.text = text
        return first < last

    def whole(self, element: Element) -> Element:
        """Return an element, `restore` done where it is a geometry in the place of an object."""
        if not len(element):
            self.restore(element)
        return element

    def has_ids(self, first: int, last: int) -> bool:
        """Whether every one of these polygons has an id of its own."""
        return "" not in self._held.ids[first - self._first : last - self._first]

    def texts_below(self, element: Element) -> Iterator[str]:
        """Yield the coordinates of all polygons that were cut out of an element."""
        for mark in self._marks(element):
            yield from self.polygons(*_range(mark)).texts

    def forget(self, member: Element) -> None:
        """Forget the polygons of a member and of all before it, whose numbers are lower.

        Only where nobody has asked for any of them is it searched.
        """
        if not self._held.ids:
            return
        last = self._taken
        if last <= self._first:
            last = max((_range(mark)[1] for mark in self._marks(member)), default=0)
        if last > self._first:
            for held in self._held:
                del held[: last - self._first]
            self._first = last


class _Tags(NamedTuple):
    """Tags before and after the polygons of a plain geometry: its property, their line breaks."""

    name: bytes
    newlines: int


class _Spelling(NamedTuple):
    """How a file writes its polygons.

    `polygon` has the groups: all of it, what is before the Polygon, its id, its coordinates.
    `opening` and `closing` are what stands before and after all polygons of a plain geometry, with
    the groups ``name``, of the property, and ``solid``, None for a MultiSurface.
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
    solid = _BLANK.join([rb"(?P<solid><@Solid>)", rb"<@exterior>", rb"<@CompositeSurface>"])
    name = rb"(?P<name>" + _NAME + rb":lod[0-4](?:MultiSurface|FootPrint|RoofEdge|Solid))>"
    opening = (rb"<" + name, rb"(?:<@MultiSurface>|" + solid + rb")", rb"")
    end_of_solid = (rb"</@CompositeSurface>", rb"</@exterior>", rb"(?P<solid></@Solid>)")
    closing = (rb"(?:</@MultiSurface>|" + _BLANK.join(end_of_solid) + rb")", rb"</" + name)
    gml = re.escape(prefix) + b":"
    patterns = (_BLANK.join(p).replace(b"@", gml) for p in (polygon, opening, closing))
    compiled = [re.compile(pattern) for pattern in patterns]
    return _Spelling(compiled[0], compiled[1], compiled[2], b"xmlns:" + prefix)


def _tags_around(before: bytes, after: bytes, spelling: _Spelling) -> _Tags | None:
    """Return the tags around polygons that are all a geometry property holds, None otherwise."""
    opening, closing = spelling.opening.fullmatch(before), spelling.closing.fullmatch(after)
    if opening is None or closing is None or opening["name"] != closing["name"]:
        return None
    if (opening["solid"] is None) != (closing["solid"] is None):
        return None
    return _Tags(opening["name"], before.count(b"\n") + after.count(b"\n"))


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
        self._spelling = _spelling(declared[0][0])
        self._polygons.namespace = declared[0][1].decode()
        self._line += start.count(b"\n", 0, root)
        self._rest = start[root:]
        return start[:root]

    def _cut(self, data: bytes) -> bytes:
        """Return whole tags without the plain polygons among them."""
        spelling = self._spelling
        if spelling is None:
            return data
        pieces = spelling.polygon.split(data)
        only_numbers = not b"".join(pieces[4::5]).translate(None, _OF_NUMBERS)
        breaks = np.flatnonzero(np.frombuffer(data, dtype=np.uint8) == ord("\n"))
        left = data
        if len(pieces) > 1 and only_numbers:
            left = self._without_polygons(pieces, breaks, spelling)
        self._line += len(breaks)
        if _deceives(left, spelling.declaration):
            self.stop()
            return data
        self._cut_bytes += len(data) - len(left)
        return left

    def _without_polygons(
        self, pieces: list[bytes], breaks: NDArray[np.int64], spelling: _Spelling
    ) -> bytes:
        """Keep all polygons; return the text with the properties of plain geometries left empty.

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
        left, begin, mark = list[bytes](), 0, self._polygons.mark.encode()
        known: dict[tuple[bytes, bytes], _Tags | None] = {}  # a file has few different ones
        for (first, last), newlines in zip(pairwise(borders), height, strict=True):
            before, after = between[first], between[last]
            start = before.rfind(b"<", 0, max(0, before.rfind(_PROPERTY)))
            stop = after.find(b">", after.find(_PROPERTY)) + 1
            key = before[start:], after[:stop]
            if key not in known:
                known[key] = _tags_around(*key, spelling)
            if (tags := known[key]) is None:
                left.append(before[begin:])
                left += found[first:last]
                begin = 0
                continue
            # With a closing tag of its own: `limits.DepthLimit` is slow where many have none.
            numbers = tags.name, mark, first + shift, last + shift, tags.name
            left += before[begin:start], b'<%b %b="%d %d"></%b>' % numbers
            left.append(b"\n" * (tags.newlines + newlines))
            begin = stop
        return b"".join([*left, between[-1][begin:]])


def _deceives(data: bytes, declaration: bytes) -> bool:
    """Whether tags may be no tags (in a comment, CDATA, an instruction) or other tags."""
    return (
        (b"!" in data and b"<!" in data) or (b"?" in data and b"<?" in data) or declaration in data
    )


def _range(mark: str) -> tuple[int, int]:
    first, last = mark.split()
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
