"""One large file -> pieces that workers read at the same time.

The file is cut by bytes where one of its members begins. Bytes can deceive (a comment may hold
what looks like a member), so a file is only cut where nothing of that kind is in it, and what the
workers hand back is only used if they have met exactly the members that were counted; in every
other case the file is read from its beginning to its end.
"""

from __future__ import annotations

import io
import mmap
import re
from bisect import bisect
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import BinaryIO, NamedTuple

import numpy as np
from pyproj import CRS

from citygml.assembly import FileContent
from citygml.choice import EVERYTHING, Choice
from citygml.codelists import Codelists
from citygml.errors import CRSError, GMLError
from citygml.file_reader import FileReader, read_content
from citygml.gathered import Gathered
from citygml.schema import Missing, Schema
from citygml.stream import Source

#: Smaller files are read in one go: a worker must have more to do than to begin. [bytes]
MIN_PIECE_BYTES = 4_000_000
#: Bytes whose lines are counted in one go: as many as stay in the processor's cache.
_BLOCK = 1 << 18
_MEMBER = re.compile(rb"<((?:[\w.-]+:)?(?:cityObjectMember|featureMember))>")
_APPEARANCE = re.compile(rb"<(?:[\w.-]+:)?appearanceMember>")
_ENCODING = re.compile(rb"^<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-8[\"'])", re.IGNORECASE)
_BOM = b"\xef\xbb\xbf"


class Workers(NamedTuple):
    """Who reads the pieces of a file, and how many there are."""

    executor: Executor
    pieces: int


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where a file is cut: its head, the bytes of a piece, the lines before it, its end."""

    head_end: int
    begin: int
    end: int
    lines: int
    closing: bytes


def read_in_pieces(
    source: Source,
    *,
    schema: Schema,
    crs: CRS,
    workers: Workers,
    choice: Choice = EVERYTHING,
) -> FileContent:
    """Read one file with several workers; the result is that of `read_content`.

    Parameters
    ----------
    source, schema, crs
        As of `citygml.reader.read_city`. `Source.open` must survive `pickle`.
    workers : Workers
        They read the pieces.
    choice : Choice
        As of `citygml.reader.read_city`.

    Raises
    ------
    GMLError, CRSError
        If the file cannot be read.
    """
    found = _cuts(source, workers.pieces)
    if found is not None:
        cuts, members = found
        no_lists = Codelists(_no_list, {})
        task = partial(_gathered, schema=_portable(schema), crs=crs, choice=choice)
        sources = [
            replace(source, open=partial(_Piece, source.open, cut), codelists=no_lists)
            for cut in cuts
        ]
        pieces = list(workers.executor.map(task, sources))
        if _fit(pieces, members):
            reader = FileReader(source, schema, crs, choice=choice)
            for piece in pieces:
                if piece is not None:
                    reader.absorb(piece)
            return reader.content()
    return read_content(source, schema=schema, crs=crs, choice=choice)


def _gathered(source: Source, *, schema: Schema, crs: CRS, choice: Choice) -> Gathered | None:
    """Walk over a piece; None where it cannot be read: the whole file says what is wrong."""
    try:
        reader = FileReader(source, schema, crs, choice=choice)
        for _ in reader.walk():
            pass
    except (GMLError, CRSError):
        return None
    return reader.gathered()


def _fit(pieces: list[Gathered | None], members: int) -> bool:
    """Whether pieces are all there is: every member once, nothing that a piece cannot tell."""
    whole = [piece for piece in pieces if piece is not None and piece.is_whole]
    ids = [feature.feature_id for piece in whole for feature in piece.features]
    return (
        len(whole) == len(pieces)
        and sum(piece.object_count for piece in whole) == members
        and len(set(ids)) == len(ids)
    )


def _no_list(_: str) -> bytes | None:
    return None


def _portable(schema: Schema) -> Schema:
    """Return what the walk needs of a schema in a form that survives `pickle`."""
    return replace(
        schema,
        records=tuple(
            replace(record, elements={name: dict(c) for name, c in record.elements.items()})
            for record in schema.records
        ),
        generic_sets=tuple(
            replace(known, constants=dict(known.constants)) for known in schema.generic_sets
        ),
        missing=Missing(),
        units={},
    )


def _cuts(source: Source, count: int) -> tuple[list[_Cut], int] | None:
    """Where to cut a file, and how many members it has; None where it is better left whole."""
    try:
        with source.open() as stream:
            if stream.seek(0, io.SEEK_END) < 2 * MIN_PIECE_BYTES:
                return None
            with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
                return _cuts_of(data, count)
    except (OSError, ValueError):  # no file of its own, such as a member of an archive
        return None


def _cuts_of(data: mmap.mmap, count: int) -> tuple[list[_Cut], int] | None:
    first = _MEMBER.search(data)
    if first is None or _ENCODING.match(data[:200].removeprefix(_BOM)):
        return None
    looks = _APPEARANCE.search(data, 0, first.start())
    head_end, closing = (looks or first).start(), data.rfind(b"</")
    starts = list(_places(data, first[0], first.start()))
    if _hides(data, head_end) or data.rfind(first[0].replace(b"<", b"</"), 0, closing) < starts[-1]:
        return None
    wanted = min(count, len(data) // MIN_PIECE_BYTES, len(starts))
    # Pieces of as many bytes: textures before the first member are a part of the first piece.
    member, borders = 0, {head_end, closing}
    for number in range(1, wanted):
        place = bisect(starts, head_end + (closing - head_end) * number // wanted)
        member = min(max(member + 1, place), len(starts) - wanted + number)
        borders.add(starts[member])
    edges = sorted(borders)
    lines, cuts = 0, []
    for begin, end in pairwise(edges):
        cuts.append(_Cut(head_end, begin, end, lines, data[closing:]))
        if end < closing:
            lines += _newlines(data, begin, end)
    return cuts, len(starts)


def _places(data: mmap.mmap, tag: bytes, start: int) -> Iterator[int]:
    while start >= 0:
        yield start
        start = data.find(tag, start + 1)


def _hides(data: mmap.mmap, head_end: int) -> bool:
    """Whether there is a comment, a CDATA section or an instruction in or after the root."""
    root = max(data.find(b"?>", 0, head_end), 0) + 2
    for sign in (b"!", b"?"):
        place = data.find(sign, root)
        while place >= 0:
            if data[place - 1 : place] == b"<":
                return True
            place = data.find(sign, place + 1)
    return False


def _newlines(data: mmap.mmap, begin: int, end: int) -> int:
    starts = range(begin, end, _BLOCK)
    blocks = (np.frombuffer(data, np.uint8, min(_BLOCK, end - s), s) for s in starts)
    return sum(int(np.count_nonzero(block == ord("\n"))) for block in blocks)


class _Piece(io.RawIOBase, BinaryIO):
    """A piece of a file as a file of its own: with the head of the whole, and its line numbers."""

    def __init__(self, opening: Callable[[], BinaryIO], cut: _Cut) -> None:
        self._file = opening()
        head = self._file.read(cut.head_end) + b"\n" * cut.lines
        self._file.seek(cut.begin)
        self._parts: list[bytes] = [head]
        self._left, self._closing = cut.end - cut.begin, cut.closing

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        if self._parts:
            data = self._parts.pop()
            if 0 <= size < len(data):
                self._parts.append(data[size:])
            return data[:size] if size >= 0 else data
        data = self._file.read(min(size, self._left) if size >= 0 else self._left)
        self._left -= len(data)
        if not data:
            data, self._closing = self._closing, b""
        return data

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        super().close()
