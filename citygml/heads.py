"""The first bytes of a file -> its reference system, extent and versions, in microseconds.

What is unusual (another encoding, a head of more than `HEAD_BYTES`, a file that is broken) is left
to `citygml.stream.file_head`, which tells what is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO, NamedTuple
from xml.parsers import expat

#: A head is looked for in this many bytes; PLATEAU's end after 2 to 4 kB. [bytes]
HEAD_BYTES = 16_384
_GML = ("http://www.opengis.net/gml", "http://www.opengis.net/gml/3.2")
_ENVELOPE = frozenset(f"{namespace} Envelope" for namespace in _GML)
_LOWER = frozenset(f"{namespace} lowerCorner" for namespace in _GML)
_UPPER = frozenset(f"{namespace} upperCorner" for namespace in _GML)


class Head(NamedTuple):
    """What the first lines of a file say.

    ``lower`` and ``upper`` are the corners of its envelope as written (latitude, longitude, height
    in PLATEAU), empty where it has none. ``notes`` are name and text of what is said of the file as
    a whole before it (gml:name, gml:description …); `quick_head` leaves them out.
    """

    srs_name: str
    dimension: int
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    namespaces: frozenset[str]
    notes: tuple[tuple[str, str], ...] = ()


EMPTY_HEAD = Head("", 3, (), (), frozenset())


def corner(text: str | None) -> tuple[float, ...]:
    """Return the numbers of an envelope's corner, none where it holds something else.

    Examples
    --------
    >>> corner("36.3 136.4 5"), corner("here")
    ((36.3, 136.4, 5.0), ())
    """
    try:
        return tuple(float(number) for number in (text or "").split())
    except ValueError:
        return ()


def quick_head(stream: BinaryIO) -> Head | None:
    """Return the head of a file if its first bytes hold it plainly, else None.

    Parameters
    ----------
    stream : binary file
        At its beginning.

    Examples
    --------
    >>> import io
    >>> text = '<CityModel xmlns="http://www.opengis.net/citygml/2.0" srsName="EPSG:6697"/>'
    >>> quick_head(io.BytesIO(text.encode())).srs_name
    'EPSG:6697'
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    head = _HeadParser()
    parser.StartNamespaceDeclHandler = head.declared
    parser.StartDoctypeDeclHandler = head.doctype
    parser.StartElementHandler = head.start
    parser.CharacterDataHandler = head.characters
    parser.EndElementHandler = head.end
    try:
        parser.Parse(stream.read(HEAD_BYTES), False)  # noqa: FBT003  expat's signature
    except _CompleteError:
        return head.found
    except (expat.ExpatError, ValueError, LookupError):  # the last two: encodings expat lacks
        return None
    return None


class _CompleteError(Exception):
    """The head is read, or is not to be read here; parsing stops."""


class _HeadParser:
    """Gathers a head from the events of expat."""

    def __init__(self) -> None:
        self.found: Head | None = None
        self._head = EMPTY_HEAD
        self._namespaces: list[str] = []
        self._text: list[str] = []
        self._is_root = True

    def declared(self, _prefix: str | None, uri: str | None) -> None:
        """Take a namespace, of the root only."""
        if self._is_root:
            self._namespaces.append(uri or "")

    def doctype(self, *_: object) -> None:
        """Leave files with a document type to the other reader, which refuses them."""
        raise _CompleteError

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        if self._is_root:
            self._is_root = False
            if name.rpartition(" ")[2] not in {"CityModel", "FeatureCollection", "Dictionary"}:
                raise _CompleteError
            self._head = self._head._replace(namespaces=frozenset(self._namespaces))
        self._text = []
        if not self._head.srs_name and attributes.get("srsName"):
            self._head = self._head._replace(
                srs_name=attributes["srsName"],
                dimension=2 if attributes.get("srsDimension") == "2" else 3,
            )
            if name not in _ENVELOPE:
                self._complete()

    def characters(self, text: str) -> None:
        """Take a piece of text."""
        self._text.append(text)

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name in _LOWER:
            self._head = self._head._replace(lower=corner("".join(self._text)))
        elif name in _UPPER:
            self._head = self._head._replace(upper=corner("".join(self._text)))
        elif name in _ENVELOPE and self._head.srs_name:
            self._complete()

    def _complete(self) -> None:
        self.found = self._head
        raise _CompleteError
