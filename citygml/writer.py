"""A CityGML file -> the same file with results in it, in one pass over its bytes.

What is not added or replaced is copied byte for byte. The parser (expat) only tells where things
are: memory is bounded by the largest gap between two tags, whatever the size of the file.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple
from xml.parsers import expat

from citygml.errors import CityModelError, GMLError
from citygml.generics import (
    Form,
    Quantity,
    Scope,
    Value,
    attribute_text,
    form_of,
    is_missing,
    written_name,
)
from citygml.stream import Source, opened

#: Bytes read at a time.
CHUNK_BYTES = 1 << 20
#: A file with a longer text or tag is refused, and so is one nested deeper. [bytes], [elements]
MAX_GAP_BYTES, MAX_DEPTH = 256_000_000, 256
_ID_NAMES = ("http://www.opengis.net/gml id", "http://www.opengis.net/gml/3.2 id")
_GML = ("http://www.opengis.net/gml", "http://www.opengis.net/gml/3.2")
#: Elements with an id that are no city objects, by namespace.
_NO_OBJECTS = re.compile(r"http://www\.opengis\.net/(gml.*|citygml/appearance/.*)|urn:oasis:.*")
_TAG = re.compile(rb"""<([^\s/>]+)(?:[^>"']|"[^"]*"|'[^']*')*>""")
_BLANKS = b" \t\r\n"


class Written(NamedTuple):
    """What became of a request.

    Attributes
    ----------
    features : int
        City objects that got attributes.
    unknown_ids : tuple of str
        Ids that no city object of the file has.
    """

    features: int
    unknown_ids: tuple[str, ...]


def write_attributes(
    source: Source, target: Path, attributes: Mapping[str, Mapping[str, Value]]
) -> Written:
    """Copy a file and add results to its city objects as generic attributes.

    An attribute of the same name that is already there is replaced, so that writing twice gives
    the same file; one whose new value is missing is removed. Everything else stays byte for byte.

    Parameters
    ----------
    source : Source
        The file; may be a member of an archive.
    target : Path
        File to write; appears only when it is complete. May be the source.
    attributes : Mapping[str, Mapping[str, Value]]
        ``gml:id`` of a city object (building, part, boundary surface, …) -> name -> value. A
        `Quantity` has a unit. Of objects with the same id the first is meant.

    Returns
    -------
    Written
        How many objects got attributes, and ids that are not there.

    Raises
    ------
    GMLError
        If the file is not well-formed, has a DOCTYPE, or is in an encoding other than UTF-8 or one
        byte a letter.
    CityModelError
        If a value cannot be written in XML, or the target cannot be written.

    References
    ----------
    .. [1] OGC 12-019, CityGML 2.0, 10.12 and annex A.8; OGC 20-010, CityGML 3.0, 7.10; the places
       are those of the sequence AbstractCityObjectType in their schemas.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.stem}-", dir=target.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as out:
                written = copy_with_attributes(source, out, attributes)
            _open_to_all(temporary)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or error
        raise CityModelError(
            f"{target} cannot be written: {reason}; choose another path"
        ) from error
    return written


def _open_to_all(path: Path) -> None:
    """Give a file the permissions any new file would have; `mkstemp` makes it private."""
    mask = os.umask(0)
    os.umask(mask)
    path.chmod(0o666 & ~mask)


def copy_with_attributes(
    source: Source, out: BinaryIO, attributes: Mapping[str, Mapping[str, Value]]
) -> Written:
    """Do the same as `write_attributes` into a stream that is open."""
    with opened(source) as stream:
        return _Copy(source.label, out, attributes).run(stream)


class _Feature:
    """A city object that gets attributes, while it is open."""

    def __init__(self, depth: int, start: int, tag: re.Match[bytes]) -> None:
        self.depth = depth
        self.qname = tag[1]
        self.tag_end = start + len(tag[0])
        self.is_empty = tag[0].endswith(b"/>")
        #: Where what is new goes: behind the tag, or behind the last element that must come before.
        self.insert_at = self.tag_end
        self.indent = b""
        self.has_child = False
        self.is_placed = False
        self.texts: dict[str, bytes] = {}
        self.written: set[str] = set()


class _Generic:
    """A generic attribute that is already there, while it is open."""

    def __init__(self, depth: int, start: int, name: str) -> None:
        self.depth, self.start, self.name = depth, start, name
        self.in_name = False


class _Copy:
    """One pass: what the parser has passed is copied, up to the place that may yet change."""

    def __init__(
        self, label: str, out: BinaryIO, attributes: Mapping[str, Mapping[str, Value]]
    ) -> None:
        self._label, self._out = label, out
        self._attributes = dict(attributes)
        self._count = 0
        self._buffer, self._offset = bytearray(), 0  # bytes not yet copied, and where they begin
        self._depth, self._last = 0, 0
        self._features: list[_Feature] = []
        self._forms: list[Form] = []
        self._generic: _Generic | None = None
        self._child_end = -1  # of a child that is an empty tag
        self._prefixes: dict[str, list[str]] = {}
        self._encoding = "utf-8"
        self._parser: Any = _parser(self)

    def run(self, stream: BinaryIO) -> Written:
        """Copy the stream."""
        try:
            while chunk := stream.read(CHUNK_BYTES):
                if not self._offset and chunk[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<"):
                    self._refuse("UTF-16")
                self._buffer += chunk
                self._parser.Parse(chunk, False)  # noqa: FBT003  expat's signature
                self._copy(self._safe())
                if len(self._buffer) > MAX_GAP_BYTES:
                    self._fail(
                        f"has a text of more than {MAX_GAP_BYTES} bytes; no city model needs it"
                    )
            self._parser.Parse(b"", True)  # noqa: FBT003  expat's signature
        except expat.ExpatError as error:
            reason = expat.errors.messages[error.code]
            raise GMLError(
                f"not well-formed XML ({reason}); repair the file or download it again",
                self._label,
                error.lineno,
            ) from None
        except (ValueError, LookupError):  # of expat: an encoding of several bytes a letter
            self._refuse(self._encoding)
        self._copy(self._offset + len(self._buffer))
        return Written(self._count, tuple(self._attributes))

    def declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        """Take the encoding of the file."""
        self._encoding = encoding or "utf-8"
        known = ("utf-8", "utf8", "us-ascii", "ascii")
        try:
            letters = bytes(range(256)).decode(self._encoding, "replace")
        except (LookupError, UnicodeError):
            letters = ""
        one_byte = len(letters) == 256 and letters[:128].isascii()
        if not (one_byte or self._encoding.lower() in known):
            self._refuse(self._encoding)

    def doctype(self, *_: object) -> None:
        """Refuse a document type."""
        self._fail("has a document type declaration (<!DOCTYPE>); no CityGML needs one; remove it")

    def prefix_begins(self, prefix: str | None, uri: str) -> None:
        """Take the declaration of a prefix."""
        self._prefixes.setdefault(prefix or "", []).append(uri or "")

    def prefix_ends(self, prefix: str | None) -> None:
        """Forget the declaration of a prefix."""
        self._prefixes[prefix or ""].pop()

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        self._last = self._parser.CurrentByteIndex
        self._depth += 1
        if self._features:
            if self._depth == self._features[-1].depth + 1:
                self._begin_child(self._features[-1], name, attributes)
            elif self._generic is not None and self._depth == self._generic.depth + 2:
                self._generic.in_name = name.endswith(" name")
        if attributes:
            for key in _ID_NAMES:
                if attributes.get(key) in self._attributes:
                    self._begin_feature(name, attributes[key])
        if self._depth > MAX_DEPTH:
            self._fail(f"has elements nested deeper than {MAX_DEPTH}; no city model needs that")

    def text(self, data: str) -> None:
        """Take the name of a generic attribute (CityGML 3.0)."""
        if self._generic is not None and self._generic.in_name:
            self._generic.name += data

    def end(self, _name: str) -> None:
        """Take the end of an element."""
        self._last = at = self._parser.CurrentByteIndex
        if self._features:
            feature = self._features[-1]
            if self._depth == feature.depth + 1:
                self._end_child(feature, at)
            elif self._depth == feature.depth:
                self._place(feature)
                self._features.pop()
                self._forms.pop()
            elif self._generic is not None and self._depth == self._generic.depth + 2:
                self._generic.in_name = False
        self._depth -= 1

    def _begin_feature(self, name: str, feature_id: str) -> None:
        namespace = name.rpartition(" ")[0]
        declared = {prefix: uris[-1] for prefix, uris in self._prefixes.items() if uris}
        forms = (form_of(uri) for uri in (namespace, *declared.values()))
        form = next((found for found in forms if found is not None), None)
        if form is None or name.endswith(" CityModel") or _NO_OBJECTS.fullmatch(namespace):
            return
        if self._features:
            self._place(self._features[-1])  # it is inside an element that comes first
        tag = _TAG.match(self._buffer, self._last - self._offset)
        assert tag is not None
        feature = _Feature(self._depth, self._last, tag)
        scope = Scope(declared)
        for wanted, value in self._attributes.pop(feature_id).items():
            unit = value.unit if isinstance(value, Quantity) else ""
            text = "" if is_missing(value) else attribute_text(wanted, value, form, scope)
            encoded = text.encode(self._encoding, "xmlcharrefreplace")
            feature.texts[written_name(wanted, unit, form)] = encoded
        self._features.append(feature)
        self._forms.append(form)
        self._count += any(feature.texts.values())

    def _begin_child(self, feature: _Feature, name: str, attributes: Mapping[str, str]) -> None:
        form = self._forms[-1]
        namespace, _, local = name.rpartition(" ")
        is_generic = (
            local == form.wrapper
            if namespace == form.core
            else namespace == form.namespace and local in form.elements.values()
        )
        if not feature.has_child:
            feature.has_child = True
            between = self._buffer[feature.tag_end - self._offset : self._last - self._offset]
            feature.indent = bytes(between[: len(between) - len(between.lstrip(_BLANKS))])
        is_first = is_generic or namespace in _GML
        is_first |= namespace == form.namespace and local.endswith("AttributeSet")
        is_first |= namespace == form.core and local in form.before
        if not is_first and not feature.is_placed:
            self._place(feature)
        if is_generic:
            self._generic = _Generic(self._depth, self._last, attributes.get("name", ""))
            if form.wrapper:
                self._parser.CharacterDataHandler = self.text
        tag = _TAG.match(self._buffer, self._last - self._offset)
        is_empty = tag is not None and tag[0].endswith(b"/>")
        self._child_end = self._last + len(tag[0]) if tag is not None and is_empty else -1

    def _end_child(self, feature: _Feature, at: int) -> None:
        end = self._child_end
        if end < 0:
            end = self._offset + self._buffer.index(b">", at - self._offset) + 1
        if self._generic is not None:
            self._end_generic(feature, self._generic, end)
            self._generic = None
            self._parser.CharacterDataHandler = None
        if not feature.is_placed:
            feature.insert_at = max(end, self._offset)

    def _end_generic(self, feature: _Feature, generic: _Generic, end: int) -> None:
        """Replace an attribute, or remove it where it is a second one or has no value."""
        name = generic.name.strip() if self._forms[-1].wrapper else generic.name
        if name not in feature.texts:
            return
        text = b"" if name in feature.written else feature.texts[name]
        feature.written.add(name)
        start = generic.start - self._offset
        if not text:
            start = self._blank_start(start)
        self._copy(self._offset + start)
        self._out.write(text)
        self._drop(end)

    def _place(self, feature: _Feature) -> None:
        """Write the attributes that were not there before."""
        if feature.is_placed:
            return
        feature.is_placed = True
        new = [text for name, text in feature.texts.items() if text and name not in feature.written]
        feature.written.update(feature.texts)
        if not new:
            return
        content = b"".join(feature.indent + text for text in new)
        if feature.is_empty:
            self._copy(feature.tag_end - len(b"/>"))
            self._out.write(b">" + content + b"</" + feature.qname + b">")
            self._drop(feature.tag_end)
        else:
            self._copy(feature.insert_at)
            self._out.write(content)

    def _safe(self) -> int:
        """Return the offset up to which nothing can change any more."""
        holds = [self._last]
        holds += [feature.insert_at for feature in self._features if not feature.is_placed]
        if self._generic is not None:
            holds.append(self._offset + self._blank_start(self._generic.start - self._offset))
        return max(self._offset, min(holds))

    def _blank_start(self, row: int) -> int:
        """Return the row of the buffer where the blanks before a row begin."""
        while row > 0 and self._buffer[row - 1] in _BLANKS:
            row -= 1
        return row

    def _copy(self, end: int) -> None:
        self._out.write(self._buffer[: end - self._offset])
        self._drop(end)

    def _drop(self, end: int) -> None:
        del self._buffer[: end - self._offset]
        self._offset = end

    def _fail(self, reason: str) -> None:
        line = self._parser.CurrentLineNumber
        raise GMLError(f"the file {reason}", self._label, line)

    def _refuse(self, encoding: str) -> None:
        self._fail(f"is in {encoding}; results are written into UTF-8 files; convert it to UTF-8")


def _parser(copy: _Copy) -> Any:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.XmlDeclHandler = copy.declaration
    parser.StartDoctypeDeclHandler = copy.doctype
    parser.StartNamespaceDeclHandler = copy.prefix_begins
    parser.EndNamespaceDeclHandler = copy.prefix_ends
    parser.StartElementHandler = copy.start
    parser.EndElementHandler = copy.end
    return parser
