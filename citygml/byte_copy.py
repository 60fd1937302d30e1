"""A file copied byte for byte while a parser tells where its elements are.

The parser (expat) works on the bytes as they come; what it has passed is copied, up to the first
place that may yet change. Memory is bounded by the largest gap between two tags.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, BinaryIO, NoReturn
from xml.parsers import expat

from citygml.errors import GMLError

#: Bytes read at a time.
CHUNK_BYTES = 1 << 20
#: A file with a longer text or tag is refused, and so is one nested deeper. [bytes], [elements]
MAX_GAP_BYTES, MAX_DEPTH = 256_000_000, 256
BLANKS = b" \t\r\n"
_TAG = re.compile(rb"""<([^\s/>]+)(?:[^>"']|"[^"]*"|'[^']*')*>""")


class ByteCopy(ABC):
    """One pass over a file; what to change is for those who inherit it.

    They take the elements in `begin` and `end`, write to `out` after `copy_to` the place, leave
    out with `drop_to`, and hold back with `safe` what may yet change.

    Parameters
    ----------
    label : str
        Name of the file in messages.
    out : binary file
        Where the copy goes.
    """

    def __init__(self, label: str, out: BinaryIO) -> None:
        self.label, self.out = label, out
        self.buffer, self.offset = bytearray(), 0  # bytes not yet copied, and where they begin
        self.depth, self.last = 0, 0
        self.encoding = "utf-8"
        self._prefixes: dict[str, list[str]] = {}
        self.parser: Any = self._parser()

    @abstractmethod
    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element at `last`; its name is ``namespace local``."""

    @abstractmethod
    def end(self, name: str) -> None:
        """Take the end of an element, whose end tag (or what follows an empty one) is at `last`."""

    def safe(self) -> int:
        """Return the place up to which nothing can change any more."""
        return max(self.offset, self.last)

    def copy_all(self, stream: BinaryIO) -> None:
        """Copy the stream to its end."""
        try:
            while chunk := stream.read(CHUNK_BYTES):
                if not self.offset and chunk[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<"):
                    self._refuse("UTF-16")
                self.buffer += chunk
                self.parser.Parse(chunk, False)  # noqa: FBT003  expat's signature
                self.copy_to(self.safe())
                if len(self.buffer) > MAX_GAP_BYTES:
                    self.fail(
                        f"has a text of more than {MAX_GAP_BYTES} bytes; no city model needs it"
                    )
            self.parser.Parse(b"", True)  # noqa: FBT003  expat's signature
        except expat.ExpatError as error:
            reason = expat.errors.messages[error.code]
            raise GMLError(
                f"not well-formed XML ({reason}); repair the file or download it again",
                self.label,
                error.lineno,
            ) from None
        except (ValueError, LookupError):  # of expat: an encoding of several bytes a letter
            self._refuse(self.encoding)
        self.copy_to(self.offset + len(self.buffer))

    @property
    def declared(self) -> dict[str, str]:
        """Prefixes declared at this place, and their namespaces."""
        return {prefix: uris[-1] for prefix, uris in self._prefixes.items() if uris}

    def tag(self) -> re.Match[bytes]:
        """Return the tag that begins at `last`; its first group is the name as written."""
        found = _TAG.match(self.buffer, self.last - self.offset)
        assert found is not None
        return found

    def end_of_tag(self) -> int:
        """Return the place behind the end tag at `last`."""
        return self.offset + self.buffer.index(b">", self.last - self.offset) + 1

    def blank_start(self, place: int) -> int:
        """Return where the blanks before a place begin, as far as they are not copied yet."""
        row = place - self.offset
        while row > 0 and self.buffer[row - 1] in BLANKS:
            row -= 1
        return self.offset + row

    def encoded(self, text: str) -> bytes:
        """Return a text as bytes of the file; letters its encoding lacks become references."""
        return text.encode(self.encoding, "xmlcharrefreplace")

    def copy_to(self, end: int) -> None:
        """Copy everything before a place."""
        self.out.write(self.buffer[: end - self.offset])
        self.drop_to(end)

    def drop_to(self, end: int) -> None:
        """Leave out everything before a place."""
        del self.buffer[: end - self.offset]
        self.offset = end

    def fail(self, reason: str) -> NoReturn:
        """Give up, at the line the parser is at."""
        raise GMLError(f"the file {reason}", self.label, self.parser.CurrentLineNumber)

    def _refuse(self, encoding: str) -> NoReturn:
        self.fail(f"is in {encoding}; results are written into UTF-8 files; convert it to UTF-8")

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        self.last = self.parser.CurrentByteIndex
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.fail(f"has elements nested deeper than {MAX_DEPTH}; no city model needs that")
        self.begin(name, attributes)

    def _end(self, name: str) -> None:
        self.last = self.parser.CurrentByteIndex
        self.end(name)
        self.depth -= 1

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        self.encoding = encoding or "utf-8"
        known = ("utf-8", "utf8", "us-ascii", "ascii")
        try:
            letters = bytes(range(256)).decode(self.encoding, "replace")
        except (LookupError, UnicodeError):
            letters = ""
        one_byte = len(letters) == 256 and letters[:128].isascii()
        if not (one_byte or self.encoding.lower() in known):
            self._refuse(self.encoding)

    def _doctype(self, *_: object) -> None:
        self.fail("has a document type declaration (<!DOCTYPE>); no CityGML needs one; remove it")

    def _prefix_begins(self, prefix: str | None, uri: str) -> None:
        self._prefixes.setdefault(prefix or "", []).append(uri or "")

    def _prefix_ends(self, prefix: str | None) -> None:
        self._prefixes[prefix or ""].pop()

    def _parser(self) -> Any:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.XmlDeclHandler = self._declaration
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartNamespaceDeclHandler = self._prefix_begins
        parser.EndNamespaceDeclHandler = self._prefix_ends
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        return parser
