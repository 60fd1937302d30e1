"""Bytes of triangles that are written alike -> numbers, without a look at any one of them.

A relief of a city is millions of ``gml:Triangle`` that differ in an id and twelve numbers only.
Every eighth ``<`` begins one; whether all between is what it must be is a comparison of memory,
and the numbers are converted where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

_HEAD = rb"(<gml:Triangle>B<gml:exterior>B<gml:LinearRing"
_REST = rb">B<gml:posList>)[^<]*(</gml:posList>B</gml:LinearRing>B</gml:exterior>B</gml:Triangle>)"
#: The first triangle, its ring with an id or without; all others must be like it.
_TRIANGLES = tuple(
    re.compile((_HEAD + ring + _REST).replace(b"B", rb"[ \t\r\n]*"))
    for ring in (rb" gml:id=\")[^\"<&]*(\"", rb")(")
)
#: A triangle is not longer. [bytes]
LONGEST = 4096
FIRST, LAST = b"<gml:Triangle>", b"</gml:Triangle>"
_POS_LIST = len(b"<gml:posList>")
_TAGS, _NUMBERS = 8, 12
_BLANKS = b" \t\r\n"
_LESS, _SPACE, _AMPERSAND, _LINE_END = b"< &\n"
#: Of the tags in a file few have this letter in this place besides that of a triangle.
_LETTER, _LETTER_PLACE = ord("T"), FIRST.index(b"T")
_SPECIAL = bytes(range(_AMPERSAND + 1))
#: Arrow's bits of what is there: of every two strings the first, a number; not what follows it.
_EVERY_OTHER = 0b01010101


class Run(NamedTuple):
    """Triangles one after the other: begin of the first, end of the last, (t, 8) their tags."""

    start: int
    stop: int
    tags: NDArray[np.int64]


class PlainTriangles(NamedTuple):
    """Corners as written, (t, 4, 3), and how many ends of lines are in each run of them."""

    corners: NDArray[np.float64]
    line_ends: list[int]


class _Shape(NamedTuple):
    """What all triangles of a batch have in common: before the id, after it, after the text."""

    head: bytes
    before: bytes
    end: bytes

    def count(self, characters: bytes) -> int:
        """Count some characters in the part of a triangle that never changes."""
        joined = b"".join(self)
        return len(joined) - len(joined.translate(None, characters))


def triangle_runs(data: bytes) -> list[Run]:
    """Find what may be runs of triangles, each with eight tags, by nothing but their first tags.

    Parameters
    ----------
    data : bytes
        In UTF-8. A triangle that its end cuts in two is in no run.

    Examples
    --------
    >>> data = b"<a><gml:Triangle>" + b"<b>" * 7 + b"/>" * 10 + b"<c>"
    >>> [(run.start, len(run.tags)) for run in triangle_runs(data)]
    [(3, 1)]
    """
    bytes_ = np.frombuffer(data, np.uint8)
    places = np.flatnonzero(bytes_ == _LESS)
    places = places[: np.searchsorted(places, len(data) - len(LAST), side="right")]
    first = np.flatnonzero(bytes_[places + _LETTER_PLACE] == _LETTER)
    first = first[_words(bytes_, places[first], len(FIRST)) == np.void(FIRST)]
    first = first[first + _TAGS <= len(places)]
    if not len(first):
        return []
    tags = places[first[:, np.newaxis] + np.arange(_TAGS)]
    ends = [*(np.flatnonzero(np.diff(first) != _TAGS) + 1), len(first)]
    return [
        Run(int(part[0, 0]), int(part[-1, -1]) + len(LAST), part)
        for part in (tags[begin:end] for begin, end in pairwise([0, *ends]))
    ]


def plain_triangles(data: bytes, runs: Sequence[Run]) -> PlainTriangles | None:
    """Read triangles that are written alike; None where the XML parser has to do it.

    What is read is well-formed, and every number what `float` makes of it.

    Parameters
    ----------
    data : bytes
        In UTF-8.
    runs : sequence of Run
        Of `triangle_runs`, one at least.

    Examples
    --------
    >>> text = b"<gml:posList>0 0 1 9 0 1 0 9 1 0 0 1</gml:posList>"
    >>> ring = b"<gml:exterior><gml:LinearRing>" + text + b"</gml:LinearRing></gml:exterior>"
    >>> data = b"<gml:Triangle>" + ring + b"</gml:Triangle>"
    >>> plain_triangles(data * 2, triangle_runs(data * 2)).corners[1, 1].tolist()
    [9.0, 0.0, 1.0]
    """
    start = runs[0].start
    shape = _shape(data[start : start + LONGEST])
    bytes_ = np.frombuffer(data, np.uint8)
    tags = runs[0].tags if len(runs) == 1 else np.concatenate([run.tags for run in runs])
    if shape is None or not _are_alike(bytes_, shape, tags):
        return None
    is_special = bytes_.view(np.int8) <= _AMPERSAND  # as negative numbers all beyond ASCII are
    line_ends = []
    for run in runs:
        gaps = _gaps(bytes_, run.tags[1:, 0], run.tags[:-1, 4] + len(shape.end))
        special = int(np.count_nonzero(is_special[run.start : run.stop]))
        # Ids and texts hold no blanks but those between numbers, and no other such characters.
        known = len(run.tags) * (shape.count(_SPECIAL) + _NUMBERS - 1) + len(gaps)
        if special != known or gaps.strip(_BLANKS):
            return None
        line_ends.append(len(run.tags) * shape.count(b"\n") + gaps.count(b"\n"))
    text = tags[:, 3] + _POS_LIST
    number_end = _number_ends(bytes_, text, tags[:, 4])
    corners = None if number_end is None else _parsed(bytes_, text, number_end)
    return None if corners is None else PlainTriangles(corners, line_ends)


def plain_rings(texts: Sequence[str]) -> NDArray[np.float64] | None:
    """Return the points of rings of four points, (t, 4, 3); None where they are not all that.

    Parameters
    ----------
    texts : sequence of str
        Twelve numbers each, with one blank between them.

    Examples
    --------
    >>> plain_rings(["0 0 1 9 0 1 0 9 1 0 0 1"])[0, 1].tolist()
    [9.0, 0.0, 1.0]
    >>> plain_rings(["0 0 1"]) is None
    True
    """
    joined = "\n".join(texts)
    if not joined.isascii():
        return None
    bytes_ = np.frombuffer(joined.encode(), np.uint8)
    blanks = np.flatnonzero(bytes_ <= _SPACE)
    if len(blanks) != len(texts) * _NUMBERS - 1:
        return None
    number_end = np.append(blanks, len(bytes_)).astype(np.int32).reshape(-1, _NUMBERS)
    text_end = number_end[:-1, -1]
    if (bytes_[text_end] != _LINE_END).any() or (bytes_[number_end[:, :-1]] != _SPACE).any():
        return None
    return _parsed(bytes_, np.append(0, text_end + 1), number_end)


def _shape(start: bytes) -> _Shape | None:
    """Shape of the first triangle."""
    found = next((match for t in _TRIANGLES if (match := t.match(start))), None)
    return None if found is None else _Shape(*found.groups())


def _are_alike(bytes_: NDArray[np.uint8], shape: _Shape, tags: NDArray[np.int64]) -> bool:
    """Whether all triangles are of one shape, (t, 8) places of their tags."""
    id_start = tags[:, 0] + len(shape.head)
    id_end = tags[:, 3] + _POS_LIST - len(shape.before)
    has_id = shape.head.endswith(b'"')
    return (
        bool((id_end >= id_start if has_id else id_end == id_start).all())
        and _all_read(bytes_, tags[:, 0], shape.head)
        and _all_read(bytes_, id_end, shape.before)
        and _all_read(bytes_, tags[:, 4], shape.end)
    )


def _all_read(bytes_: NDArray[np.uint8], places: NDArray[np.int64], word: bytes) -> bool:
    """Whether the same word is in all places."""
    if places.min() < 0 or places.max() > len(bytes_) - len(word):
        return False
    return _words(bytes_, places, len(word)).tobytes() == word * len(places)


def _words(bytes_: NDArray[np.uint8], places: NDArray[np.int64], length: int) -> NDArray[np.void]:
    """Return the words of a length that begin in some places."""
    count = max(len(bytes_) - length + 1, 0)
    return np.ndarray((count,), f"V{length}", buffer=bytes_, strides=(1,))[places]


def _gaps(bytes_: NDArray[np.uint8], stop: NDArray[np.int64], start: NDArray[np.int64]) -> bytes:
    """Return what is between the triangles of a run, in a row."""
    length = stop - start
    if not len(length):
        return b""
    if (length == length[0]).all():
        return _words(bytes_, start, int(length[0])).tobytes() if length[0] else b""
    shift = np.repeat(start - np.cumsum(length) + length, length)
    return bytes_[shift + np.arange(len(shift))].tobytes()


def _number_ends(
    bytes_: NDArray[np.uint8], text: NDArray[np.int64], text_end: NDArray[np.int64]
) -> NDArray[np.int32] | None:
    """Where the numbers of each text end, (t, 12); None if they are not twelve."""
    blanks = np.flatnonzero(bytes_ == _SPACE).astype(np.int32)
    first = np.searchsorted(blanks, text.astype(np.int32))
    blanks = np.append(blanks, np.full(_NUMBERS, len(bytes_), np.int32))
    ends: NDArray[np.int32] = blanks[first[:, np.newaxis] + np.arange(_NUMBERS)]
    if (ends[:, -2] >= text_end).any() or (ends[:, -1] < text_end).any():
        return None
    ends[:, -1] = text_end
    return ends


def _parsed(
    bytes_: NDArray[np.uint8], text: NDArray[np.int64], number_end: NDArray[np.int32]
) -> NDArray[np.float64] | None:
    """Numbers of texts that begin in some places, each behind one blank; None if one is none.

    To Arrow, the bytes are one string after the other, of which every second is missing: no byte
    is copied, and its parser rounds correctly.
    """
    count = 2 * number_end.size
    offsets = np.zeros(count + 1, dtype=np.int32)
    pairs = offsets[:-1].reshape(-1, _NUMBERS, 2)
    pairs[:, 0, 0], pairs[:, 1:, 0], pairs[:, :, 1] = text, number_end[:, :-1] + 1, number_end
    offsets[-1] = offsets[-2]
    there = np.full(count // 8, _EVERY_OTHER, dtype=np.uint8)
    strings = pa.StringArray.from_buffers(
        count, pa.py_buffer(offsets), pa.py_buffer(bytes_), pa.py_buffer(there)
    )
    try:
        values = strings.cast(pa.float64())
    except pa.ArrowInvalid:
        return None
    return np.frombuffer(values.buffers()[1], np.float64, count)[::2].reshape(-1, 4, 3)
