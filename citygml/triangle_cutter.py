"""A stream of a file without the triangles of its relief, which become numbers, not elements."""

from __future__ import annotations

import re
from typing import BinaryIO

from citygml.tin import TinBuilder
from citygml.triangle_bytes import LONGEST, Run, plain_triangles, triangle_runs

#: Bytes that are searched for triangles in one go: they and what is made of them fit a cache.
BATCH_BYTES = 1 << 20
_OPEN, _CLOSE = b"<dem:tin>", b"</dem:tin>"
_RELIEF = b"<dem:ReliefFeature"
#: Where relief is, from its member on.
_MEMBER = re.compile(rb"<(?:[\w.\-]+:)?(?:cityObjectMember|featureMember)>")
_TAG = re.compile(rb"<(/?)([\w.:\-]+)[^<>]*?(/?)>")
_PLACE = [b"dem:ReliefFeature", b"dem:reliefComponent", b"dem:TINRelief", b"dem:tin"]
#: What is between the member and the triangles is not longer. [bytes]
_LONGEST_HEAD = 16_384
#: What a file must declare once, in its root, for its names to be known.
_DECLARED = (
    re.compile(rb"xmlns:gml\s*=\s*[\"']http://www\.opengis\.net/gml(/3\.2)?[\"']"),
    re.compile(rb"xmlns:dem\s*=\s*[\"']https?://www\.opengis\.net/citygml/relief/\d\.\d[\"']"),
)
_ENCODING = re.compile(rb"^<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-8[\"'])", re.IGNORECASE)
_REDECLARED = re.compile(rb"xmlns:(?:gml|dem)\b")
_SRS_NAME = re.compile(rb"srsName\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_BOM = b"\xef\xbb\xbf"


class TriangleCutter:
    """A stream of a file without the triangles of its relief, which go to a builder.

    What is cut, as soon as the builder has met relief, are whole ``gml:Triangle`` elements inside
    ``dem:tin``, in the spelling of every published file; line breaks stay, so that lines keep
    their numbers. Comments, other prefixes or encodings, a second reference system, and anything
    else among the triangles leave them to the XML parser.

    Parameters
    ----------
    stream : binary stream
        From the start of the file.
    builder : TinBuilder
        Is given the triangles.
    from_start : bool
        Whether to cut before the parser has met relief too: it is what the file is read for. So it
        is where the first bytes hold relief; buildings are not searched for it.
    """

    def __init__(self, stream: BinaryIO, builder: TinBuilder, *, from_start: bool = False) -> None:
        self._stream, self._builder, self._from_start = stream, builder, from_start
        self._inside = False
        self._rest = self._before = b""
        self._seen = b""  # the last byte for the parser: what begins with it may be a comment
        self._sure: bool | None = None
        self._is_begun = False
        self._srs_names: set[bytes] = set()

    def read(self, size: int = -1) -> bytes:
        """Return bytes for the parser, b"" at the end of the file."""
        if self._sure is None:
            return self._start(self._stream.read(size))
        if not self._is_begun:  # what cuts polygons has given the root by itself
            self._is_begun, data = True, self._stream.read(size)
            self._from_start |= _RELIEF in data
            if not self._is_cutting():
                return self._watched(data)
            self._rest += data
        while self._is_cutting():
            more = self._stream.read(BATCH_BYTES)
            data, self._rest = self._rest + more, b""
            if not more and len(data) <= LONGEST:
                return data
            if data := self._cut(data):
                return data
        data, self._rest = self._rest, b""
        return data or self._watched(self._stream.read(size))

    def _is_cutting(self) -> bool:
        return bool(self._sure and (self._from_start or self._builder.is_met))

    def is_inside(self) -> None:
        """Say that the parser has met relief that is not at its end."""
        self._inside = True
        self._srs_names |= {name.encode() for name in self._builder.open_srs_names}
        self._sure = self._sure and len(self._srs_names) <= 1

    def _start(self, data: bytes) -> bytes:
        """Look whether the file is as plain as it must be; return its root, or all of that."""
        root = data.find(b">", data.find(b"xmlns:")) + 1
        self._sure = _is_plain(data) and not _hides(data[root:]) and self._is_usual(data)
        self._from_start |= _RELIEF in data
        if self._sure and self._from_start:
            self._rest = data[root:]
            return data[:root]
        self._seen = data[-1:]
        return data

    def _watched(self, data: bytes) -> bytes:
        """Look whether bytes are plain; return them unchanged."""
        self._sure = self._sure and not _hides(data) and not _hides(self._seen + data[:1])
        self._seen = data[-1:]
        return data

    def _cut(self, data: bytes) -> bytes:
        """Return what is left for the parser of bytes that begin where it stopped."""
        self._watched(data)
        self._seen = b""  # what the end cuts in two stays in the rest
        if not self._sure:
            return data
        cut, position = list[Run](), 0
        for run in triangle_runs(data):
            begin = self._passed(data, position, run.start)
            self._sure = self._sure and self._is_usual(data[begin : run.start])
            if self._inside:
                # Between two runs in one relief is something that is no plain triangle.
                self._sure = self._sure and not (cut and cut[-1].stop == begin)
                cut.append(run)
            position = run.stop
        begin = self._passed(data, position, len(data))
        end = self._end_of_whole(data, begin)
        self._sure = self._sure and self._is_usual(data[begin:end])
        kept = self._without(data[:end], cut) if self._sure else None
        if kept is None:
            self._sure = False
            return data
        self._before = b"" if self._inside else data[max(begin, end - _LONGEST_HEAD) : end]
        if len(data) - end > LONGEST:
            return kept + data[end:]
        self._rest = data[end:]
        return kept

    def _without(self, data: bytes, cut: list[Run]) -> bytes | None:
        """Return data without triangles, which the builder takes; None where they are not plain."""
        if not cut:
            return data
        found = plain_triangles(data, cut)
        if found is None:
            return None
        self._builder.add_rings(found.corners)
        position, kept = 0, list[bytes]()
        for run, line_ends in zip(cut, found.line_ends, strict=True):
            kept += (data[position : run.start], b"\n" * line_ends)
            position = run.stop
        return b"".join([*kept, data[position:]])

    def _passed(self, data: bytes, start: int, end: int) -> int:
        """Go over tags that begin or end relief; return where the last of them ends."""
        while self._sure:
            word = _CLOSE if self._inside else _OPEN
            place = data.find(word, start, end)
            if place < 0:
                break
            stop = place + len(word)
            self._sure = self._is_usual(data[start:stop])
            before = b"" if start else self._before
            head = data[max(start, stop - _LONGEST_HEAD) : stop]
            self._inside = not self._inside and _is_place_of_relief(before + head)
            start = stop
        return start

    def _end_of_whole(self, data: bytes, start: int) -> int:
        """Where to stop so that no triangle, or at least no tag, is cut in two."""
        if self._inside and len(data) - start <= LONGEST:
            return start
        end = data.rfind(b"<")
        return max(start, end if end > data.rfind(b">") else len(data))

    def _is_usual(self, part: bytes) -> bool:
        """Whether bytes change nothing of what the root has declared, nor are beside relief."""
        if b"srsName" in part:
            self._srs_names |= {one or other for one, other in _SRS_NAME.findall(part)}
        beside = self._inside and b"dem:" in part.removesuffix(_CLOSE)
        root = self._sure is None
        return len(self._srs_names) <= 1 and not beside and (root or not _REDECLARED.search(part))


def _is_place_of_relief(head: bytes) -> bool:
    """Whether what begins at the end of some bytes is the relief of a member of the city."""
    begin = max((member.start() for member in _MEMBER.finditer(head)), default=len(head))
    open_tags: list[bytes] = []
    for closes, name, alone in _TAG.findall(head, begin):
        if not (closes or alone):
            open_tags.append(name)
        elif closes and (not open_tags or open_tags.pop() != name):
            return False
    return open_tags[1:] == _PLACE


def _is_plain(start: bytes) -> bool:
    """Whether a file is in UTF-8 and declares the usual prefixes, and each once."""
    return not _ENCODING.match(start.removeprefix(_BOM)) and all(
        len(name.findall(start)) == 1 for name in _DECLARED
    )


def _hides(data: bytes) -> bool:
    """Whether there is a comment, a CDATA section or an instruction: tags in it are no tags."""
    return (b"!" in data and b"<!" in data) or (b"?" in data and b"<?" in data)
