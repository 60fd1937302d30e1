"""A CityGML file -> the same file with results in it, in one pass over its bytes.

What is not added or replaced is copied byte for byte, see `citygml.byte_copy`.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO, NamedTuple

from citygml.byte_copy import BLANKS, ByteCopy
from citygml.coloring import Coloring, appearance_text
from citygml.errors import CityModelError
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

_GML = ("http://www.opengis.net/gml", "http://www.opengis.net/gml/3.2")
_ID_NAMES = tuple(f"{namespace} id" for namespace in _GML)
#: Elements with an id that are no city objects, by namespace.
_NO_OBJECTS = re.compile(r"http://www\.opengis\.net/(gml.*|citygml/appearance/.*)|urn:oasis:.*")


class Written(NamedTuple):
    """What became of a request.

    Attributes
    ----------
    features : int
        City objects that got attributes.
    unknown_ids : tuple of str
        Ids that no city object of the file has, and ids of colours that nothing in it has.
    """

    features: int
    unknown_ids: tuple[str, ...]


def write_attributes(
    source: Source,
    target: Path,
    attributes: Mapping[str, Mapping[str, Value]],
    *,
    coloring: Coloring | None = None,
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
    coloring : Coloring, optional
        Colours of surfaces, written as an appearance of their own behind the other members; an
        appearance of the same theme is replaced.

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
                written = copy_with_attributes(source, out, attributes, coloring)
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
    source: Source,
    out: BinaryIO,
    attributes: Mapping[str, Mapping[str, Value]],
    coloring: Coloring | None = None,
) -> Written:
    """Do the same as `write_attributes` into a stream that is open."""
    with opened(source) as stream:
        return _Copy(source.label, out, attributes, coloring).run(stream)


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


class _Copy(ByteCopy):
    """The pass itself."""

    def __init__(
        self,
        label: str,
        out: BinaryIO,
        attributes: Mapping[str, Mapping[str, Value]],
        coloring: Coloring | None,
    ) -> None:
        super().__init__(label, out)
        self._attributes = dict(attributes)
        self._count = 0
        self._features: list[_Feature] = []
        self._forms: list[Form] = []
        self._generic: _Generic | None = None
        self._child_end = -1  # of a child that is an empty tag
        self._colors = _Colors(self, coloring) if coloring else None

    def run(self, stream: BinaryIO) -> Written:
        """Copy the stream."""
        self.copy_all(stream)
        uncolored = self._colors.unknown_ids if self._colors else ()
        return Written(self._count, (*self._attributes, *uncolored))

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """Look for city objects, and inside them for what is already there."""
        if self._features:
            if self.depth == self._features[-1].depth + 1:
                self._begin_child(self._features[-1], name, attributes)
            elif self._generic is not None and self.depth == self._generic.depth + 2:
                self._generic.in_name = name.endswith(" name")
        if attributes:
            for key in _ID_NAMES:
                if attributes.get(key) in self._attributes:
                    self._begin_feature(name, attributes[key])
        if self._colors is not None:
            self._colors.begin(name, attributes)

    def end(self, name: str) -> None:
        """Finish what ends here."""
        if self._features:
            feature = self._features[-1]
            if self.depth == feature.depth + 1:
                self._end_child(feature)
            elif self.depth == feature.depth:
                self._place(feature)
                self._features.pop()
                self._forms.pop()
            elif self._generic is not None and self.depth == self._generic.depth + 2:
                self._generic.in_name = False
        if self._colors is not None:
            self._colors.end(name)

    def safe(self) -> int:
        """Hold back what may yet change."""
        holds = [self.last]
        holds += [feature.insert_at for feature in self._features if not feature.is_placed]
        if self._generic is not None:
            holds.append(self.blank_start(self._generic.start))
        if self._colors is not None:
            holds.append(self._colors.safe())
        return max(self.offset, min(holds))

    def _name_text(self, data: str) -> None:
        """Take the name of a generic attribute (CityGML 3.0)."""
        if self._generic is not None and self._generic.in_name:
            self._generic.name += data

    def _begin_feature(self, name: str, feature_id: str) -> None:
        namespace = name.rpartition(" ")[0]
        declared = self.declared
        forms = (form_of(uri) for uri in (namespace, *declared.values()))
        form = next((found for found in forms if found is not None), None)
        if form is None or name.endswith(" CityModel") or _NO_OBJECTS.fullmatch(namespace):
            return
        if self._features:
            self._place(self._features[-1])  # it is inside an element that comes first
        feature = _Feature(self.depth, self.last, self.tag())
        scope = Scope(declared)
        for wanted, value in self._attributes.pop(feature_id).items():
            unit = value.unit if isinstance(value, Quantity) else ""
            text = "" if is_missing(value) else attribute_text(wanted, value, form, scope)
            feature.texts[written_name(wanted, unit, form)] = self.encoded(text)
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
            between = self.buffer[feature.tag_end - self.offset : self.last - self.offset]
            feature.indent = bytes(between[: len(between) - len(between.lstrip(BLANKS))])
        is_first = is_generic or namespace in _GML
        is_first |= namespace == form.namespace and local.endswith("AttributeSet")
        is_first |= namespace == form.core and local in form.before
        if not is_first and not feature.is_placed:
            self._place(feature)
        if is_generic:
            self._generic = _Generic(self.depth, self.last, attributes.get("name", ""))
            if form.wrapper:
                self.parser.CharacterDataHandler = self._name_text
        tag = self.tag()[0]
        self._child_end = self.last + len(tag) if tag.endswith(b"/>") else -1

    def _end_child(self, feature: _Feature) -> None:
        end = self._child_end if self._child_end >= 0 else self.end_of_tag()
        if self._generic is not None:
            self._end_generic(feature, self._generic, end)
            self._generic = None
            self.parser.CharacterDataHandler = None
        if not feature.is_placed:
            feature.insert_at = max(end, self.offset)

    def _end_generic(self, feature: _Feature, generic: _Generic, end: int) -> None:
        """Replace an attribute, or remove it where it is a second one or has no value."""
        name = generic.name.strip() if self._forms[-1].wrapper else generic.name
        if name not in feature.texts:
            return
        text = b"" if name in feature.written else feature.texts[name]
        feature.written.add(name)
        self.copy_to(generic.start if text else self.blank_start(generic.start))
        self.out.write(text)
        self.drop_to(end)

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
            self.copy_to(feature.tag_end - len(b"/>"))
            self.out.write(b">" + content + b"</" + feature.qname + b">")
            self.drop_to(feature.tag_end)
        else:
            self.copy_to(feature.insert_at)
            self.out.write(content)


class _Colors:
    """The appearance at the end of the members, while the file is copied."""

    def __init__(self, copy: ByteCopy, coloring: Coloring) -> None:
        self._copy, self._coloring = copy, coloring
        self._known: set[str] = set()
        self._indent = b""
        self._is_member, self._is_empty = False, False
        self._end_of_members = -1  # while nothing has followed them
        self._appearance = -1  # where one begins whose theme is not known yet
        self._theme: str | None = None
        self._is_old = False  # inside an appearance that is replaced
        self._is_written = False

    @property
    def unknown_ids(self) -> tuple[str, ...]:
        """Ids of colours that nothing in the file has."""
        return tuple(key for key in self._coloring.colors if key not in self._known)

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """Note ids, members, and the theme of an appearance."""
        for key in _ID_NAMES:
            if attributes.get(key) in self._coloring.colors:
                self._known.add(attributes[key])
        local = name.rpartition(" ")[2]
        if self._copy.depth == 2:
            self._begin_member(local)
        elif self._copy.depth == 4 and self._appearance >= 0 and local == "theme":
            self._theme = ""
            self._copy.parser.CharacterDataHandler = self._theme_text

    def end(self, _name: str) -> None:
        """Decide at the end of a theme, of a member, of the file."""
        copy = self._copy
        if copy.depth == 4 and self._theme is not None:
            copy.parser.CharacterDataHandler = None
            self._is_old = self._theme.strip() == self._coloring.theme
            if self._is_old:
                copy.copy_to(self._appearance)
            self._theme, self._appearance = None, -1
        elif copy.depth == 2 and self._is_member and not self._is_written:
            self._end_of_members = copy.last if self._is_empty else copy.end_of_tag()
            if self._is_old:
                copy.drop_to(self._end_of_members)
            self._is_old, self._appearance = False, -1
        elif copy.depth == 1 and self._end_of_members >= 0:
            self._write()

    def safe(self) -> int:
        """Return the place up to which nothing can change; leave out an old appearance."""
        if self._is_old:
            self._copy.drop_to(max(self._copy.last, self._copy.offset))
        holds = [p for p in (self._end_of_members, self._appearance) if p >= 0]
        return min([*holds, self._copy.last])

    def _begin_member(self, local: str) -> None:
        copy = self._copy
        self._is_member = local.endswith("Member")
        if not self._is_member:
            if self._end_of_members >= 0:
                self._write()
            return
        start = copy.blank_start(copy.last)
        self._indent = bytes(copy.buffer[start - copy.offset : copy.last - copy.offset])
        self._is_empty = copy.tag()[0].endswith(b"/>")
        self._end_of_members = -1
        if local == "appearanceMember":
            self._appearance = start

    def _theme_text(self, data: str) -> None:
        self._theme = (self._theme or "") + data

    def _write(self) -> None:
        copy = self._copy
        declared = copy.declared
        form = next((form for form in map(form_of, declared.values()) if form is not None), None)
        colors = {key: rgb for key, rgb in self._coloring.colors.items() if key in self._known}
        if colors and form is not None and not self._is_written:
            text = appearance_text(Coloring(self._coloring.theme, colors), form, Scope(declared))
            copy.copy_to(self._end_of_members)
            copy.out.write(self._indent + copy.encoded(text))
        self._is_written, self._end_of_members = True, -1
