"""Bytes of triangles that are written alike -> numbers, without a look at any one of them.

A relief of a city is millions of ``gml:Triangle`` that differ in an id and twelve numbers only.
Every eighth ``<`` begins one; whether all between is what it must be is a comparison of memory,
and the numbers are converted where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
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
_POS_LIST = len(b"<gml:posList>")
_TAGS, _NUMBERS = 8, 12
_BLANKS = b" \t\r\n"
_LESS, _SPACE, _AMPERSAND, _LINE_END = b"< &\n"
_SPECIAL = bytes(range(_AMPERSAND + 1))
#: Arrow's bits of what is there: of every two strings the first, a number; not what follows it.
_EVERY_OTHER = 0b01010101


class PlainTriangles(NamedTuple):
    """Corners as written, (t, 4, 3), and how many ends of lines are among them."""

    corners: NDArray[np.float64]
    line_ends: int


class _Shape(NamedTuple):
    """What all triangles of a run have in common: before the id, after it, after the text."""

    head: bytes
    before: bytes
    end: bytes

    def count(self, characters: bytes) -> int:
        """Count some characters in the part of a triangle that never changes."""
        joined = b"".join(self)
        return len(joined) - len(joined.translate(None, characters))


def plain_triangles(data: bytes, start: int, stop: int) -> PlainTriangles | None:
    """Read a run of triangles that are written alike; None where the XML parser has to do it.

    What is read is well-formed, and every number what `float` makes of it.

    Parameters
    ----------
    data : bytes
        In UTF-8.
    start, stop : int
        From a ``<gml:Triangle>`` to behind a ``</gml:Triangle>``.

    Examples
    --------
    >>> text = b"<gml:posList>0 0 1 9 0 1 0 9 1 0 0 1</gml:posList>"
    >>> ring = b"<gml:exterior><gml:LinearRing>" + text + b"</gml:LinearRing></gml:exterior>"
    >>> data = b"<gml:Triangle>" + ring + b"</gml:Triangle>"
    >>> plain_triangles(data * 2, 0, 2 * len(data)).corners[1, 1].tolist()
    [9.0, 0.0, 1.0]
    """
    shape = _shape(data[start : min(stop, start + LONGEST)])
    run = np.frombuffer(data, np.uint8, stop - start, start)
    places = np.flatnonzero(run == _LESS)
    if shape is None or len(places) % _TAGS:
        return None
    tags: NDArray[np.int64] = places.reshape(-1, _TAGS)
    if not _are_alike(run, shape, tags):
        return None
    gaps = _gaps(run, tags[1:, 0], tags[:-1, 4] + len(shape.end))
    if not _is_clean(run, shape, len(tags), gaps):
        return None
    corners = _parsed(run, tags[:, 3] + _POS_LIST, tags[:, 4])
    if corners is None:
        return None
    lines = len(tags) * shape.count(b"\n") + int(np.count_nonzero(gaps == _LINE_END))
    return PlainTriangles(corners, lines)


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
    joined = " ".join(texts)
    if not joined.isascii():
        return None
    length = np.fromiter(map(len, texts), np.int64, len(texts))
    end = np.cumsum(length + 1) - 1
    return _parsed(np.frombuffer(joined.encode(), np.uint8), end - length, end)


def _shape(start: bytes) -> _Shape | None:
    """Shape of the first triangle."""
    found = next((match for t in _TRIANGLES if (match := t.match(start))), None)
    return None if found is None else _Shape(*found.groups())


def _are_alike(run: NDArray[np.uint8], shape: _Shape, tags: NDArray[np.int64]) -> bool:
    """Whether all triangles are of one shape, (t, 8) places of their tags."""
    id_start = tags[:, 0] + len(shape.head)
    id_end = tags[:, 3] + _POS_LIST - len(shape.before)
    has_id = shape.head.endswith(b'"')
    return (
        bool((id_end >= id_start if has_id else id_end == id_start).all())
        and _all_read(run, tags[:, 0], shape.head)
        and _all_read(run, id_end, shape.before)
        and _all_read(run, tags[:, 4], shape.end)
        and int(tags[-1, 4]) + len(shape.end) == len(run)
    )


def _all_read(run: NDArray[np.uint8], places: NDArray[np.int64], word: bytes) -> bool:
    """Whether the same word is in all places."""
    last = len(run) - len(word)
    if last < 0 or places.min() < 0 or places.max() > last:
        return False
    words = np.ndarray((last + 1,), dtype=f"V{len(word)}", buffer=run, strides=(1,))
    return words[places].tobytes() == word * len(places)


def _gaps(
    run: NDArray[np.uint8], stop: NDArray[np.int64], start: NDArray[np.int64]
) -> NDArray[np.uint8]:
    """Return what is between the triangles, in a row."""
    length = stop - start
    if not len(length) or (length == length[0]).all():
        return run[start[:, np.newaxis] + np.arange(length[0] if len(length) else 0)].ravel()
    shift = np.repeat(start - np.cumsum(length) + length, length)
    return run[shift + np.arange(len(shift))]


def _is_clean(run: NDArray[np.uint8], shape: _Shape, count: int, gaps: NDArray[np.uint8]) -> bool:
    """Whether ids and texts hold no blanks but those between numbers, and no special characters.

    All of them, and as negative numbers all beyond ASCII, are below the letters and digits.
    """
    special = np.count_nonzero(run.view(np.int8) <= _AMPERSAND)
    known = count * (shape.count(_SPECIAL) + _NUMBERS - 1) + len(gaps)
    return special == known and not gaps.tobytes().strip(_BLANKS)


def _parsed(
    run: NDArray[np.uint8], text: NDArray[np.int64], text_end: NDArray[np.int64]
) -> NDArray[np.float64] | None:
    """Numbers of the texts, each behind one blank; None if one is none, or not twelve.

    To Arrow, the run is one string after the other, of which every second is missing: no byte is
    copied, and its parser rounds correctly.
    """
    blanks = np.flatnonzero(run == _SPACE).astype(np.int32)
    first = np.searchsorted(blanks, text.astype(np.int32))
    blanks = np.append(blanks, np.full(_NUMBERS, len(run), np.int32))
    between = blanks[first[:, np.newaxis] + np.arange(_NUMBERS)]
    if (between[:, -2] >= text_end).any() or (between[:, -1] < text_end).any():
        return None
    between[:, -1] = text_end
    count = 2 * between.size
    offsets = np.zeros(count + 1, dtype=np.int32)
    pairs = offsets[:-1].reshape(-1, _NUMBERS, 2)
    pairs[:, 0, 0], pairs[:, 1:, 0], pairs[:, :, 1] = text, between[:, :-1] + 1, between
    offsets[-1] = offsets[-2]
    there = np.full(count // 8, _EVERY_OTHER, dtype=np.uint8)
    strings = pa.StringArray.from_buffers(
        count, pa.py_buffer(offsets), pa.py_buffer(run), pa.py_buffer(there)
    )
    try:
        values = strings.cast(pa.float64())
    except pa.ArrowInvalid:
        return None
    return np.frombuffer(values.buffers()[1], np.float64, count)[::2].reshape(-1, 4, 3)
