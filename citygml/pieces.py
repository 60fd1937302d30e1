"""One large file -> pieces that several processes read at the same time.

The file is cut by bytes where one of its members begins. Bytes can deceive (a comment may hold
what looks like a member), so a file is only cut where nothing of that kind is in it. A piece is
read as a file of its own, with the head and the end of the whole: it is well-formed only if the
cuts are between the children of the root. In every other case the file is read from its beginning
to its end.

Who asks reads the first piece itself, so that one process less has to begin, and only the columns
of the others are sent.
"""

from __future__ import annotations

import io
import mmap
import re
from collections.abc import Callable, Iterable, Iterator
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
#: The first piece is larger than another by this: the others have to be sent, which takes time.
_OWN_SHARE = 1.1
#: Bytes whose lines are counted in one go: as many as stay in the processor's cache.
_BLOCK = 1 << 18
_MEMBER = re.compile(rb"<(?:[\w.-]+:)?(?:cityObjectMember|featureMember)>")
_FIRST = re.compile(rb"<(?:[\w.-]+:)?(?:appearanceMember|cityObjectMember|featureMember)>")
_ENCODING = re.compile(rb"^<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-8[\"'])", re.IGNORECASE)
_BOM = b"\xef\xbb\xbf"


class Workers(NamedTuple):
    """Who reads the pieces of a file but the first, and how many pieces there are."""

    executor: Executor
    pieces: int


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where a file is cut: its head, the bytes of a piece, the lines before it, its end."""

    head_end: int
    begin: int
    end: int
    closing: bytes
    lines: int = 0


def read_in_pieces(
    source: Source,
    *,
    schema: Schema,
    crs: CRS,
    workers: Workers,
    choice: Choice = EVERYTHING,
) -> FileContent:
    """Read one file with several processes; the result is that of `read_content`.

    Parameters
    ----------
    source, schema, crs
        As of `citygml.reader.read_city`. `Source.open` must survive `pickle`.
    workers : Workers
        They read all pieces but the first, which is read here.
    choice : Choice
        As of `citygml.reader.read_city`.

    Raises
    ------
    GMLError, CRSError
        If the file cannot be read.
    """
    cuts = _cuts(source, workers.pieces)
    if len(cuts) > 1:
        bare = replace(source, codelists=Codelists(_no_list, {}))
        task = partial(_gathered, bare, schema=_portable(schema), crs=crs, choice=choice)
        others = workers.executor.map(task, cuts[1:])
        reader = _walked(_of_piece(source, cuts[0]), schema=schema, crs=crs, choice=choice)
        if reader is not None and _joined(reader, others):
            return reader.content()
    return read_content(source, schema=schema, crs=crs, choice=choice)


def _walked(source: Source, *, schema: Schema, crs: CRS, choice: Choice) -> FileReader | None:
    """Walk over a piece; None where it cannot be read: the whole file says what is wrong."""
    try:
        reader = FileReader(source, schema, crs, choice=choice)
        for _ in reader.walk():
            pass
    except (GMLError, CRSError):
        return None
    return reader


def _gathered(
    source: Source, cut: _Cut, *, schema: Schema, crs: CRS, choice: Choice
) -> Gathered | None:
    """Walk over a piece in a worker, see `_walked`."""
    try:
        cut = replace(cut, lines=_lines(source, cut))
    except OSError:
        return None
    reader = _walked(_of_piece(source, cut), schema=schema, crs=crs, choice=choice)
    return None if reader is None else reader.gathered()


def _joined(reader: FileReader, others: Iterable[Gathered | None]) -> bool:
    """Append the pieces of workers to the first; False where they tell less than the whole."""
    pieces = list(others)
    whole = [piece for piece in pieces if piece is not None and piece.is_whole]
    ids = [row.feature_id for piece in (reader.gathered(), *whole) for row in piece.features]
    if len(whole) < len(pieces) or len(set(ids)) < len(ids):
        return False
    for piece in whole:
        reader.absorb(piece)
    return True


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


def _cuts(source: Source, count: int) -> list[_Cut]:
    """Where to cut a file; nowhere if it is better left whole."""
    try:
        with source.open() as stream:
            if stream.seek(0, io.SEEK_END) < 2 * MIN_PIECE_BYTES:
                return []
            with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
                return _cuts_of(data, count)
    except (OSError, ValueError):  # no file of its own, such as a member of an archive
        return []


def _cuts_of(data: mmap.mmap, count: int) -> list[_Cut]:
    first = _FIRST.search(data)
    if first is None or _ENCODING.match(data[:200].removeprefix(_BOM)):
        return []
    head_end, closing = first.start(), data.rfind(b"</")
    # Without a srsName in the head, each piece would find another one.
    if data.find(b"srsName", 0, head_end) < 0 or _hides(data, head_end):
        return []
    wanted = min(count, len(data) // MIN_PIECE_BYTES)
    borders = {head_end, *_borders(data, head_end, closing, wanted), closing}
    return [_Cut(head_end, begin, end, data[closing:]) for begin, end in pairwise(sorted(borders))]


def _borders(data: mmap.mmap, start: int, end: int, count: int) -> Iterator[int]:
    """Yield where members begin that cut a range into pieces of about as many bytes."""
    share = (end - start) / (count - 1 + _OWN_SHARE) if count else 0.0
    for number in range(count - 1):
        member = _MEMBER.search(data, start + int(share * (number + _OWN_SHARE)), end)
        if member is not None:
            yield member.start()


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


def _of_piece(source: Source, cut: _Cut) -> Source:
    """Return a piece of a file as a file."""
    return replace(source, open=partial(_Piece, source.open, cut))


def _lines(source: Source, cut: _Cut) -> int:
    """Count the ends of lines between the head of a file and a piece of it."""
    lines, left = 0, cut.begin - cut.head_end
    with source.open() as stream:
        stream.seek(cut.head_end)
        while left > 0 and (block := stream.read(min(left, _BLOCK))):
            lines += int(np.count_nonzero(np.frombuffer(block, np.uint8) == ord("\n")))
            left -= len(block)
    return lines


class _Piece(io.RawIOBase, BinaryIO):
    """A piece of a file as a file of its own: with the head of the whole, and its line numbers."""

    def __init__(self, opening: Callable[[], BinaryIO], cut: _Cut) -> None:
        self._file = opening()
        self._head, self._closing = self._file.read(cut.head_end), cut.closing
        self._file.seek(cut.begin)
        self._lines, self._left = cut.lines, cut.end - cut.begin

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        size = size if size >= 0 else len(self._head) + self._lines + self._left + _BLOCK
        if self._head:
            data, self._head = self._head[:size], self._head[size:]
        elif self._lines:
            data = b"\n" * min(size, self._lines)
            self._lines -= len(data)
        elif data := self._file.read(min(size, self._left)):
            self._left -= len(data)
        else:
            data, self._closing = self._closing[:size], self._closing[size:]
        return data

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        super().close()
