"""What one file may ask of memory: counted in its bytes, before the XML parser keeps them.

libxml2 has limits of its own, but they are either stricter than a city needs (10 MB of text in one
place, which a single ``gml:posList`` can have) or switched off altogether.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import BinaryIO

import numpy as np

from citygml.elements import Element
from citygml.errors import GMLError

#: Text, or a tag with its attributes, in one place. [bytes]
MAX_TEXT_BYTES = 256_000_000
#: Elements inside each other; PLATEAU's have up to 20. libxml2 itself stops at 2048.
MAX_DEPTH = 256
_LESS, _SLASH, _BLOCK = ord("<"), ord("/"), 1 << 20
_TAG = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<(/?)[^<>]*?(/?)>", re.DOTALL)


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

    def check(self, data: bytes) -> None:
        """Take the next bytes.

        Raises
        ------
        GMLError
            If they and what was before are more than `MAX_TEXT_BYTES` without a tag.
        """
        place = data.rfind(b"<")
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


def check_object(held_bytes: int, label: str, *, limit_bytes: int) -> None:
    """Refuse an object whose bytes so far are more than there may be.

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

    def check(self, data: bytes) -> None:
        """Take the next bytes, before the parser does.

        Raises
        ------
        GMLError
            If elements in them are deeper than `MAX_DEPTH`.
        """
        if b"\x00" in data:
            data = data.replace(b"\x00", b"")  # UTF-16 has the same tags with zeros between
        begin, line, node = 0, 1, self.root
        while node is not None:  # the elements that are open are all among those that come last
            begin, line = begin + 1, node.sourceline or line
            node = node[-1] if len(node) else None
        if begin + _most_risen(data, begin) > MAX_DEPTH:
            self._count(data, begin, line)

    def _count(self, data: bytes, depth: int, line: int) -> None:
        """Count with the tags that close themselves, and without those in comments."""
        for tag in _TAG.finditer(data):
            closes, alone = tag.groups()
            if closes is not None and not alone:
                depth += -1 if closes else 1
            if depth > MAX_DEPTH:
                raise GMLError(
                    f"a depth of more than {MAX_DEPTH} elements inside each other; the limit "
                    "keeps memory bounded; this is not a CityGML file",
                    self._label,
                    line + data.count(b"\n", 0, tag.start()),
                )


def _most_risen(data: bytes, depth: int) -> int:
    """How much deeper than at its start a piece of a file can get: never less than it does."""
    codes = np.frombuffer(data, np.uint8)
    if not len(codes):
        return 0
    tags = np.flatnonzero(codes[:-1] == _LESS)
    if len(tags) + depth <= MAX_DEPTH:
        return 0
    closes = (codes[1:][tags] == _SLASH).view(np.int8)
    risen = np.cumsum(1 - 2 * closes, dtype=np.int32)
    fallen = min(int(risen.min()) + depth, 0)  # below the root are only tags of a comment
    return int(risen.max()) - fallen
