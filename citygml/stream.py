"""A GML file as a stream: its head, and its city objects one after the other.

Nothing here trusts the file: no entities, no document type, no network; every failure is a
`GMLError` that names file and line.
"""

from __future__ import annotations

import codecs
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from lxml import etree

from citygml.codelists import Codelists
from citygml.elements import Element
from citygml.errors import CRSError, GMLError
from citygml.heads import EMPTY_HEAD, Head, corner
from citygml.namespaces import prefix_and_local, qualified
from citygml.tin import TinBuilder, TriangleCutter
from citygml.window import Window

try:
    from lzma import LZMAError
except ImportError:  # a Python built without it reads no such archive either
    LZMAError = EOFError  # type: ignore[misc, assignment]

_OBJECTS = (
    *("{*}cityObjectMember", "{*}featureMember", "{*}featureMembers"),
    "{http://www.opengis.net/citygml/3.0}versionMember",
    "{http://www.opengis.net/citygml/3.0}versionTransitionMember",
)
#: An appearance can be the larger half of a file: it is freed piece by piece.
_SURFACE_DATA = ("{*}surfaceDataMember", "{*}surfaceData")
_MEMBERS = (*_OBJECTS, "{*}appearanceMember", *_SURFACE_DATA)
_SURFACE_DATA_ENDS = ("}surfaceDataMember", "}surfaceData")
_LOOKS = (*_SURFACE_DATA_ENDS, "}appearanceMember")
#: Events that are listened to without and with relief.
_EVENTS = (("end",), ("start", "end"))
#: Bytes of an object, or of anything else that can only be freed as a whole: its tree takes five
#: times as much. [bytes]
MAX_OBJECT_BYTES = 2_000_000_000
#: A declaration in this many leading bytes is found before the parser sees it.
_PROLOG_BYTES = 65_536
#: What opening and unpacking raise: RuntimeError for an encrypted member.
_READ_ERRORS = (OSError, EOFError, RuntimeError, zlib.error, zipfile.BadZipFile, LZMAError)
_DECLARATION = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_NO_DTD = (
    "the file has a document type declaration (<!DOCTYPE>), which can pull in other files or blow "
    "up memory; no CityGML needs one; remove it"
)


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read.

    Attributes
    ----------
    label : str
        What messages call it: the path, or ``archive.zip/member``.
    open : callable
        Returns a binary stream from the start of the file.
    tile : str
        Code of the tile it holds, "" if unknown.
    codelists : Codelists
        Resolves the codes of this file.
    is_context : bool
        Whether its objects only cast shade and block sight.
    window : Window or None
        Buildings outside of it are passed over; None = all are read.
    """

    label: str
    open: Callable[[], BinaryIO]
    tile: str
    codelists: Codelists
    is_context: bool = False
    window: Window | None = None


def file_head(source: Source) -> Head:
    """Read a file up to its first reference system, without its objects.

    Raises
    ------
    GMLError
        If the file is empty, cannot be opened, is not XML or not CityGML.
    CRSError
        If no element names a reference system.
    """
    with opened(source) as stream:
        try:
            return _head(source, stream)
        except etree.XMLSyntaxError as error:
            raise syntax_error(error, source) from None


def _head(source: Source, stream: BinaryIO) -> Head:
    context = etree.iterparse(stream, events=("start", "end"), **PARSER)
    envelope = EMPTY_HEAD
    for event, element in context:
        name = qualified(element.tag)
        if event == "start":
            if element.getparent() is None:
                _check_root(element, source)
                envelope = envelope._replace(namespaces=frozenset(element.nsmap.values()))
            if not envelope.srs_name and element.get("srsName"):
                envelope = envelope._replace(
                    srs_name=element.get("srsName"),
                    dimension=2 if element.get("srsDimension") == "2" else 3,
                )
                if name != "gml:Envelope":
                    return envelope
        elif name == "gml:lowerCorner":
            envelope = envelope._replace(lower=corner(element.text))
        elif name == "gml:upperCorner":
            envelope = envelope._replace(upper=corner(element.text))
        elif name == "gml:Envelope" and envelope.srs_name:
            return envelope
        elif name.endswith("Member"):
            element.clear()  # a file without any reference system is searched to its end
    raise CRSError(
        f"{source.label}: no element has a srsName; without one the place is unknown; "
        "add a gml:Envelope with srsName"
    )


#: Options of every parser: no entities, no DTD, no network. Without ``huge_tree`` libxml2 itself
#: stops at 256 levels and at 10 MB of text in one place, before it keeps them; the longest text of
#: a published file has 0.2 MB, and no walk over the tree runs out of Python's stack.
PARSER = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_blank_text": True,
    "remove_comments": True,
    "remove_pis": True,
}


@contextmanager
def opened(source: Source) -> Iterator[BinaryIO]:
    """Stream of a source, refused where it is empty or declares a document type."""
    try:
        raw = source.open()
    except _READ_ERRORS as error:
        reason = getattr(error, "strerror", "") or str(error)
        raise GMLError(
            f"cannot be opened ({reason}); check path and rights", source.label
        ) from error
    with raw:
        guarded = _Guarded(raw, source)
        _check_start(guarded.start, source)
        yield io.BufferedReader(guarded)


class _Guarded(io.RawIOBase):
    """A stream whose beginning has been looked at, and whose failures name the file."""

    def __init__(self, raw: BinaryIO, source: Source) -> None:
        self._raw, self._source = raw, source
        self.start = self._bytes(_PROLOG_BYTES)
        self._ahead = self.start

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._ahead[: len(buffer)] or self._bytes(len(buffer))
        self._ahead = self._ahead[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)

    def _bytes(self, size: int) -> bytes:
        try:
            return self._raw.read(size)
        except _READ_ERRORS as error:
            raise GMLError(
                f"cannot be read to its end ({error}); download it again", self._source.label
            ) from error


def _check_start(start: bytes, source: Source) -> None:
    if not start.removeprefix(codecs.BOM_UTF8).strip():
        raise GMLError("the file is empty; download it again", source.label)
    text = start.replace(b"\x00", b"")  # UTF-16 has the same letters with zeros between
    if found := _DECLARATION.search(text):
        raise GMLError(_NO_DTD, source.label, text[: found.start()].count(b"\n") + 1)


def _check_root(root: Element, source: Source) -> None:
    if root.getroottree().docinfo.internalDTD is not None:
        raise GMLError(_NO_DTD, source.label, 1)
    local = prefix_and_local(root.tag)[1]
    if local not in ("CityModel", "FeatureCollection", "Dictionary"):
        raise GMLError(
            f"root element is <{local}>, not <CityModel>; this is not a CityGML file",
            source.label,
            root.sourceline or 1,
        )


def syntax_error(error: etree.XMLSyntaxError, source: Source) -> GMLError:
    """Plain error instead of lxml's, which does not survive `pickle`."""
    reason = " ".join((error.msg or "unreadable").split(", line ")[0].split())
    return GMLError(
        f"not well-formed XML ({reason}); repair or download the file again",
        source.label,
        error.lineno or 0,
    )


def _theme(appearance: Element) -> str:
    """Name of the theme of an appearance: it stands before the data, where search ends."""
    for part in appearance:
        if part.tag.endswith("}theme"):
            return (part.text or "").strip()
        if part.tag.endswith(("}surfaceDataMember", "}surfaceData")):
            break
    return ""


class _Feed:
    """Bytes for the parser: no more of them than one object may have, relief taken on the way."""

    def __init__(self, stream: BinaryIO, source: Source, tin: TinBuilder | None) -> None:
        self._cutter = None if tin is None else TriangleCutter(stream, tin)
        self._stream = self._cutter or stream
        self._source, self._tin = source, tin
        self._held_bytes = 0
        self._open: Element | None = None

    def read(self, size: int) -> bytes:
        """Return the next bytes."""
        if self._open is not None and self._tin and self._tin.take_complete(self._open):
            self._held_bytes = 0
            if self._cutter is not None:
                self._cutter.is_inside()
        data = self._stream.read(size)
        self._held_bytes += len(data)
        if self._held_bytes > MAX_OBJECT_BYTES:
            raise GMLError(
                f"an object of more than {MAX_OBJECT_BYTES / 1e9:g} GB; the limit keeps memory "
                "bounded; split the object",
                self._source.label,
            )
        return data

    def opens(self, member: Element) -> None:
        """Say that an object begins."""
        if self._open is None and not member.tag.endswith(_LOOKS):
            self._open = member

    def closes(self, member: Element) -> None:
        """Say that an object is complete and will be freed."""
        self._held_bytes = 0
        if member is self._open:
            self._open = None


def iter_members(
    source: Source,
    stream: BinaryIO,
    *,
    on_surface_data: Callable[[Element, str], None] | None = None,
    tin: TinBuilder | None = None,
) -> Iterator[Element]:
    """Yield the city objects of a file one after the other.

    Each element is valid until the next is asked for, then freed: references below it must not be
    kept (lxml would copy the subtree in quadratic time instead of freeing it). Textures and
    materials, inside objects too, are freed as they come, before the object they are in.

    Parameters
    ----------
    source : Source
        The file.
    stream : binary stream
        Of the file, see `opened`.
    on_surface_data : callable, optional
        Called with each ``app:surfaceDataMember`` and the name of its theme.
    tin : TinBuilder, optional
        Is given the triangles of relief as they come, all but some of the last of each object: an
        object of relief can be as large as its file.

    Raises
    ------
    GMLError
        Where the file is not well-formed, with the line.
    """
    feed = _Feed(stream, source, tin)
    context = etree.iterparse(feed, events=_EVENTS[tin is not None], tag=_MEMBERS, **PARSER)
    try:
        first = True
        for event, member in context:
            if first:
                _check_root(member.getroottree().getroot(), source)
                first = False
            if event == "start":
                feed.opens(member)
                continue
            if member.tag.endswith(_SURFACE_DATA_ENDS):
                if on_surface_data is not None:
                    on_surface_data(member, _theme(member.getparent()))
                member.clear()
                continue
            if not member.tag.endswith("appearanceMember"):
                yield from _wanted(member, source.window)
            feed.closes(member)
            member.clear()
            parent = member.getparent()
            while parent is not None and member.getprevious() is not None:
                del parent[0]
        if first:
            _check_root(context.root, source)
    except etree.XMLSyntaxError as error:
        raise syntax_error(error, source) from None


def _wanted(member: Element, window: Window | None) -> Iterator[Element]:
    """Yield the objects of a member that are to be read."""
    for number in range(len(member)):
        if window is None or window.wants(member[number]):
            yield member[number]
