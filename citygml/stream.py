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
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from lxml import etree

from citygml.codelists import Codelists
from citygml.elements import XLINK_HREF, Element
from citygml.errors import CRSError, GMLError
from citygml.feed import PLURAL_ENDS, SURFACE_DATA_ENDS, Feed
from citygml.file_notes import file_note, free_before, hand_over
from citygml.heads import EMPTY_HEAD, Head, corner
from citygml.limits import DepthLimit, TextLimit, check_object
from citygml.namespaces import prefix_and_local, qualified
from citygml.plain_polygons import PlainPolygons
from citygml.tin import TinBuilder
from citygml.window import Window

try:
    from lzma import LZMAError
except ImportError:  # a Python built without it reads no such archive either
    LZMAError = EOFError  # type: ignore[misc, assignment]

_OBJECTS = (
    *("{*}cityObjectMember", "{*}featureMember", *(f"{{*{end}" for end in PLURAL_ENDS)),
    "{http://www.opengis.net/citygml/3.0}versionMember",
    "{http://www.opengis.net/citygml/3.0}versionTransitionMember",
)
#: The root of a file.
ROOTS = ("{*}CityModel", "{*}FeatureCollection")
#: An appearance can be the larger half of a file: it is freed piece by piece.
_SURFACE_DATA = tuple(f"{{*{end}" for end in SURFACE_DATA_ENDS)
_MEMBERS = (*_OBJECTS, "{*}appearanceMember", *_SURFACE_DATA)
#: Bytes the parser is given in one go.
_CHUNK_BYTES = 1 << 18
#: The same where it mostly needs no more than the first of them.
_HEAD_CHUNK_BYTES = 1 << 15
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
        Objects outside of it are passed over; None = all are read.
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


#: What is said of a file as a whole.
_FILE_NOTES = frozenset(
    f"gml:{name}" for name in ("name", "description", "identifier", "metaDataProperty")
)


def _head(source: Source, stream: BinaryIO) -> Head:
    head = EMPTY_HEAD
    for event, element in _head_events(source, stream):
        name = qualified(element.tag)
        if event == "start":
            if element.getparent() is None:
                _check_root(element, source)
                head = head._replace(namespaces=frozenset(element.nsmap.values()))
            if not head.srs_name and element.get("srsName"):
                head = head._replace(
                    srs_name=element.get("srsName"),
                    dimension=2 if element.get("srsDimension") == "2" else 3,
                )
                if name != "gml:Envelope":
                    return head
        elif name == "gml:Envelope" and head.srs_name:
            return head
        else:
            head = _told(head, name, element)
    raise CRSError(
        f"{source.label}: no element has a srsName; without one the place is unknown; "
        "add a gml:Envelope with srsName"
    )


def _head_events(source: Source, stream: BinaryIO) -> Iterator[tuple[str, Element]]:
    """Yield all elements; a file without any reference system is searched to its end."""
    parser = etree.XMLPullParser(events=("start", "end"), **PARSER)
    depth, held_bytes, line = DepthLimit(source.label), 0, 0
    try:
        while data := stream.read(_HEAD_CHUNK_BYTES):
            held_bytes += len(data)
            check_object(held_bytes, source.label, limit_bytes=MAX_OBJECT_BYTES, line=line)
            if depth.root is None:
                depth.passed(data)  # few bytes: that they are no city is what is to be said first
            else:
                depth.check(data)
            parse_chunk(parser, data)
            for event, element in parser.read_events():
                depth.root = element if depth.root is None else depth.root
                yield event, element
                if element.tag.endswith("Member"):
                    line = element.sourceline or 0
                    if event == "end":
                        held_bytes = 0
                        element.clear()
                        free_before(element)
                del element  # it can only be freed in linear time while nothing refers to it
        parser.close()
    except etree.XMLSyntaxError:
        yield from parser.read_events()  # what was complete before
        raise


def _told(head: Head, name: str, element: Element) -> Head:
    """Return a head with what an element in it says."""
    if name == "gml:lowerCorner":
        return head._replace(lower=corner(element.text))
    if name == "gml:upperCorner":
        return head._replace(upper=corner(element.text))
    if name in _FILE_NOTES and sum(1 for _ in element.iterancestors()) == 1:
        return head._replace(notes=(*head.notes, file_note(element)))
    return head


#: Options of every parser: no entities, no DTD, no network. With ``huge_tree`` libxml2 stops at
#: 2048 levels and 1 GB of text; `citygml.limits` is stricter, and counts before.
PARSER = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": True,
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
        self._limit = TextLimit(source.label, source.open)
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
            data = self._raw.read(size)
        except _READ_ERRORS as error:
            raise GMLError(
                f"cannot be read to its end ({error}); download it again", self._source.label
            ) from error
        self._limit.check(data)
        return data


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


def parse_chunk(parser: etree.XMLPullParser, data: bytes) -> None:
    """Give a parser its next bytes.

    lxml does not raise where libxml2 could go on after an error, as after an entity that nobody
    declared; it takes what it is given next for another document.

    Raises
    ------
    lxml.etree.XMLSyntaxError
        The first error.
    """
    parser.feed(data)
    for entry in parser.feed_error_log.filter_from_errors():
        raise etree.XMLSyntaxError(entry.message, entry.type, entry.line, entry.column)


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


def iter_members(
    source: Source,
    stream: BinaryIO,
    *,
    on_surface_data: Callable[[Element, str], None] | None = None,
    tin: TinBuilder | None = None,
    plain: PlainPolygons | None = None,
    on_open: Callable[[Element], bool] | None = None,
    on_reference: Callable[[str, int], None] | None = None,
    on_note: Callable[[Element], None] | None = None,
) -> Iterator[Element]:
    """Yield the city objects of a file one after the other.

    Each element is valid until the next is asked for, then freed: references below it must not be
    kept (lxml would copy the subtree in quadratic time instead of freeing it). Textures and
    materials, inside objects too, are freed as they come, before the object they are in.

    Parameters
    ----------
    source, stream : Source, binary stream
        The file, see `opened`.
    on_surface_data : callable, optional
        Called with each ``app:surfaceDataMember`` and the name of its theme.
    tin : TinBuilder, optional
        Is given the triangles of relief as they come, all but some of the last of each object: an
        object of relief can be as large as its file.
    plain : PlainPolygons, optional
        Is given the polygons of plain geometries; in the city objects other elements stand in
        their place.
    on_open : callable, optional
        Called with an object that is not complete; returns whether it freed parts of it.
    on_reference : callable, optional
        Called with the reference and the line of a member whose object is elsewhere.
    on_note : callable, optional
        Called with each child of the city model that is no member, when it is read; it is freed
        afterwards.

    Raises
    ------
    GMLError
        Where the file is not well-formed, with the line.
    """
    feed = Feed(stream, source.label, tin, plain, on_open=on_open, limit_bytes=MAX_OBJECT_BYTES)
    parser = etree.XMLPullParser(events=("start", "end"), tag=(*ROOTS, *_MEMBERS), **PARSER)
    parent: Element | None = None
    try:
        for event, member in _events(parser, feed, source):
            if event == "start":
                feed.opens(member)
            elif event == "object":
                yield from _wanted([member], source, plain)
                del member  # it can only be freed in linear time while nothing refers to it
            elif member.tag.endswith(SURFACE_DATA_ENDS):
                if on_surface_data is not None:
                    on_surface_data(member, _theme(member.getparent()))
                member.clear()
            else:
                if not member.tag.endswith("appearanceMember"):
                    if on_reference and not len(member) and (href := member.get(XLINK_HREF)):
                        on_reference(href, member.sourceline or 0)
                    yield from _wanted(member, source, plain)
                feed.closes(member)
                member.clear()
                parent = free_before(member, on_note)
        hand_over(() if parent is None else parent, on_note)
    except etree.XMLSyntaxError as error:
        raise syntax_error(error, source) from None


def _events(
    parser: etree.XMLPullParser, feed: Feed, source: Source
) -> Iterator[tuple[str, Element]]:
    """Yield what the parser meets, and objects of a member of many as soon as they are complete."""
    depth = DepthLimit(source.label)
    try:
        while data := feed.read(_CHUNK_BYTES):
            depth.check(data)
            parse_chunk(parser, data)
            for event, element in parser.read_events():
                if element.getparent() is not None:
                    yield event, element
                elif depth.root is None:
                    _check_root(element, source)
                    depth.root = element
            for complete in feed.complete():
                yield "object", complete
                del complete
        root = parser.close()
    except etree.XMLSyntaxError:
        yield from parser.read_events()  # what was complete before
        raise
    if depth.root is None:
        _check_root(root, source)


def _wanted(
    member: Iterable[Element], source: Source, plain: PlainPolygons | None
) -> Iterator[Element]:
    """Yield the objects of a member that are to be read."""
    window = source.window
    for element in member:
        if window is None or window.wants(element, plain.texts_below(element) if plain else ()):
            yield element
