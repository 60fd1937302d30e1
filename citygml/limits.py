"""What one file may ask of memory: counted in its bytes, before the XML parser keeps them.

libxml2 has limits of its own, but they are either stricter than a city needs (10 MB of text in one
place, which a single ``gml:posList`` can have) or switched off altogether.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from citygml.elements import Element
from citygml.errors import GMLError

#: Text, or a tag with its attributes, in one place. [bytes]
MAX_TEXT_BYTES = 256_000_000
#: Elements inside each other; PLATEAU's have up to 20. libxml2 itself stops at 2048.
MAX_DEPTH = 256
_LESS, _GREATER, _SLASH, _BLOCK = ord("<"), ord(">"), ord("/"), 1 << 20
_TAG = re.compile(
    rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
    rb"|<(/?)((?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)>",
    re.DOTALL,
)


#: How a file in each encoding begins of which a character is not a byte, as libxml2 looks for it:
#: with a mark of the order of its bytes, or without one with the first tag.
_WIDE = {
    "utf-32-le": (codecs.BOM_UTF32_LE, b"<\x00\x00\x00"),
    "utf-32-be": (codecs.BOM_UTF32_BE, b"\x00\x00\x00<"),
    "utf-16-le": (codecs.BOM_UTF16_LE, b"<\x00"),
    "utf-16-be": (codecs.BOM_UTF16_BE, b"\x00<"),
}
#: Encodings in which a byte of ``<`` can be half of another letter.
_SHIFTED = re.compile(
    rb"<\?xml[^>]*encoding\s*=\s*[\"'](iso-2022-[\w-]+|hz|utf-7)[\"']", re.IGNORECASE
)


def wide_encoding(start: bytes) -> str:
    """Return the encoding of a file of which a character is not a byte, "" for all others.

    Examples
    --------
    >>> wide_encoding("<a>".encode("utf-16-be")), wide_encoding(b"<a>")
    ('utf-16-be', '')
    """
    return next((name for name, signs in _WIDE.items() if start.startswith(signs)), "")


class TextLimit:
    """Watches the bytes of a file for more text in one place than there may be.

    Parameters
    ----------
    label : str
        What messages call the file.
    again : callable
        Opens the file once more, to find the line of what is refused.
    """

    def __init__(self, label: str, again: Callable[[], BinaryIO]) -> None:
        self._label, self._again = label, again
        self._read = self._tag = 0  # bytes so far, and those before the last tag
        self._less = b""

    def check(self, data: bytes) -> None:
        """Take the next bytes.

        Raises
        ------
        GMLError
            If they and what was before are more than `MAX_TEXT_BYTES` without a tag.
        """
        if not self._less:
            self._less = "<".encode(wide_encoding(data) or "ascii")
        place = data.rfind(self._less)
        while place >= 0 and (self._read + place) % len(self._less):
            place = data.rfind(self._less, 0, place + len(self._less) - 1)  # half of two letters
        if place >= 0:
            self._tag = self._read + place
        self._read += len(data)
        if self._read - self._tag > MAX_TEXT_BYTES:
            raise GMLError(
                f"more than {MAX_TEXT_BYTES / 1e6:g} MB of text or attributes in one element; "
                "the limit keeps memory bounded; split the element",
                self._label,
                self._line(),
            )

    def _line(self) -> int:
        line, left = 1, self._tag
        with self._again() as stream:
            while left > 0 and (data := stream.read(min(left, _BLOCK))):
                line, left = line + data.count(b"\n"), left - len(data)
        return line


def check_object(held_bytes: int, label: str, *, limit_bytes: int, line: int = 0) -> None:
    """Refuse an object that begins in a line if its bytes so far are more than there may be.

    Raises
    ------
    GMLError
        If so.
    """
    if held_bytes > limit_bytes:
        raise GMLError(
            f"an object of more than {limit_bytes / 1e9:g} GB; the limit keeps memory bounded; "
            "split the object",
            label,
            line,
        )


class DepthLimit:
    """Watches how deep elements are inside each other.

    Attributes
    ----------
    root : lxml element or None
        Of the tree that is built, as soon as it is known.
    """

    def __init__(self, label: str) -> None:
        self._label = label
        self.root: Element | None = None
        self._decoder: codecs.IncrementalDecoder | None = None
        self._is_begun = False

    def check(self, data: bytes) -> None:
        """Take the next bytes, before the parser does.

        Raises
        ------
        GMLError
            If elements in them are deeper than `MAX_DEPTH`.
        """
        data = self.passed(data)
        begin, line, node = 0, 1, self.root
        while node is not None:  # the elements that are open are all among those that come last
            begin, line = begin + 1, node.sourceline or line
            node = node[-1] if len(node) else None
        if begin + _most_risen(data, begin) > MAX_DEPTH:
            self._count(data, begin, line)

    def passed(self, data: bytes) -> bytes:
        """Take the next bytes without a look at depth; return them with tags in ASCII."""
        if not self._is_begun:
            self._is_begun, self._decoder = True, _decoder(data)
        return data if self._decoder is None else self._decoder.decode(data).encode()

    def _count(self, data: bytes, depth: int, line: int) -> None:
        """Count with the tags that close themselves, and without those in comments."""
        for tag in _TAG.finditer(data):
            closes, inside = tag.groups()
            if closes is not None and not inside.endswith(b"/"):
                depth += -1 if closes else 1
            if depth > MAX_DEPTH:
                raise GMLError(
                    f"a depth of more than {MAX_DEPTH} elements inside each other; the limit "
                    "keeps memory bounded; this is not a CityGML file",
                    self._label,
                    line + data.count(b"\n", 0, tag.start()),
                )


def _decoder(start: bytes) -> codecs.IncrementalDecoder | None:
    """Return what makes letters of a file in which bytes are none, None where they are."""
    shifted = _SHIFTED.match(start)
    encoding = wide_encoding(start) or (shifted[1].decode() if shifted else "")
    try:
        return codecs.getincrementaldecoder(encoding)("replace") if encoding else None
    except LookupError:  # libxml2 may know it; it stops at 2048 elements
        return None


def _most_risen(data: bytes, depth: int) -> int:
    """How much deeper than at its start a piece of a file can get: never less than it does."""
    codes = np.frombuffer(data, np.uint8)
    if not len(codes):
        return 0
    tags = np.flatnonzero(codes[:-1] == _LESS)
    if len(tags) + depth <= MAX_DEPTH:
        return 0
    closes = (codes[1:][tags] == _SLASH).view(np.int8)
    steps = 1 - 2 * closes
    most = _most(steps, depth)
    if most + depth > MAX_DEPTH:
        steps[_alone(codes, tags)] = 0
        most = _most(steps, depth)
    return most


def _most(steps: NDArray[np.int8], depth: int) -> int:
    """How much deeper than at its start a piece gets by steps of one level."""
    risen = np.cumsum(steps, dtype=np.int32)
    fallen = min(int(risen.min()) + depth, 0)  # below the root are only tags of a comment
    return int(risen.max()) - fallen


def _alone(codes: NDArray[np.uint8], tags: NDArray[np.int64]) -> NDArray[np.int64]:
    """Which tags, by the places of their "<", close themselves.

    None can be told where a ">" is not the end of a tag: in a text, a value, a comment.
    """
    ends = np.flatnonzero(codes == _GREATER)
    ends = ends[ends > tags[0]]
    size, count = len(ends), len(tags)
    is_each_an_end = size in (count, count - 1) and (ends[: count - 1] < tags[1:]).all()
    if not is_each_an_end or (tags[:size] > ends).any():
        return np.zeros(0, np.int64)
    return np.flatnonzero(codes[ends - 1] == _SLASH)
