"""Bytes of a file on their way to the parser: what can be taken from them before is taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from citygml.elements import Element
from citygml.limits import check_object
from citygml.plain_polygons import PlainPolygons, PolygonCutter
from citygml.tin import TinBuilder
from citygml.triangle_cutter import TriangleCutter

#: Members that hold any number of objects, which are freed one by one.
PLURAL_ENDS = ("}featureMembers", "}cityObjectMembers")
#: Textures and materials, which are freed before the object they are in.
SURFACE_DATA_ENDS = ("}surfaceDataMember", "}surfaceData")
_LOOKS = (*SURFACE_DATA_ENDS, "}appearanceMember")


class Feed:
    """Bytes for the parser, as long as an object has no more of them than it may.

    Parameters
    ----------
    stream : binary stream
        Of the file.
    label : str
        Name of the file in messages.
    tin, plain, on_open
        As of `citygml.stream.iter_members`.
    limit_bytes : int
        How many an object may have. [bytes]
    """

    def __init__(
        self,
        stream: BinaryIO,
        label: str,
        tin: TinBuilder | None,
        plain: PlainPolygons | None,
        *,
        on_open: Callable[[Element], bool] | None,
        limit_bytes: int,
    ) -> None:
        self._plain = plain
        self._polygon_cutter = None if plain is None else PolygonCutter(stream, plain)
        inner: Any = self._polygon_cutter or stream
        self._cutter = None if tin is None else TriangleCutter(inner, tin)
        self._stream = self._cutter or inner
        self._label, self._limit_bytes, self._tin = label, limit_bytes, tin
        self._held_bytes = 0
        self._on_open = on_open
        self._open: Element | None = None
        self._line = 0

    def read(self, size: int) -> bytes:
        """Return the next bytes."""
        if self._open is not None and self._tin and self._tin.take_complete(self._open):
            self._held_bytes = 0
            if self._cutter is not None:
                self._cutter.is_inside()
        if self._polygon_cutter is not None and self._tin and self._tin.is_met:
            self._polygon_cutter.stop()
        if self._open is not None and self._on_open and self._on_open(self._open):
            self._held_bytes = 0
        if self._polygon_cutter is not None:
            self._held_bytes += self._polygon_cutter.cut_bytes()
        data = self._stream.read(size)
        self._held_bytes += len(data)
        check_object(self._held_bytes, self._label, limit_bytes=self._limit_bytes, line=self._line)
        return data

    def opens(self, member: Element) -> None:
        """Say that an object begins."""
        self._line = member.sourceline or 0
        if self._open is None and not member.tag.endswith(_LOOKS):
            self._open = member
            if self._polygon_cutter is not None and member.tag.endswith(PLURAL_ENDS):
                self._polygon_cutter.stop()  # it keeps the polygons of a member until its end

    def complete(self) -> Iterator[Element]:
        """Yield the complete objects of an open member of many; each is freed then."""
        if self._open is not None and self._open.tag.endswith(PLURAL_ENDS):
            while len(self._open) > 1:
                self._held_bytes = 0
                yield self._open[0]
                self._open[0].clear()
                del self._open[0]
                self._line = self._open[0].sourceline or 0

    def closes(self, member: Element) -> None:
        """Say that an object is complete and will be freed."""
        self._held_bytes = 0
        if self._open is not None and member is not self._open:
            return  # a member inside another, whose polygons are still to be taken
        if self._plain is not None and self._polygon_cutter is not None:
            self._plain.forget(member)
            self._polygon_cutter.cut_bytes()  # nothing says which of them are of the next object
        if member is self._open:
            self._open = None
