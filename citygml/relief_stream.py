"""A relief file -> its triangles, a batch at a time: relief of a 10 km square fits no worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO

import numpy as np
from lxml import etree
from numpy.typing import NDArray
from pyproj import CRS

from citygml.crs import Projection, crs_of, horizontal
from citygml.elements import Element
from citygml.errors import CRSError, GMLError
from citygml.limits import DepthLimit, check_object
from citygml.stream import (
    MAX_OBJECT_BYTES,
    PARSER,
    ROOTS,
    Source,
    file_head,
    opened,
    parse_chunk,
    syntax_error,
)
from citygml.tin import TinBuilder
from citygml.triangle_cutter import TriangleCutter

#: Triangles held at once; each takes about 2 kB as elements and texts.
BATCH_TRIANGLES = 20_000
_TIN = "{*}tin"
_MEMBERS = ("{*}cityObjectMember", "{*}featureMember", "{*}featureMembers")
_SRS_NAMES = etree.XPath("descendant-or-self::*/@srsName", smart_strings=False)
#: Bytes the parser is given in one go, where triangles are not cut out of them.
_CHUNK_BYTES = 1 << 17


def iter_relief(
    source: Source,
    crs: CRS,
    *,
    batch: int = BATCH_TRIANGLES,
    on_left_out: Callable[[int], None] = lambda _: None,
) -> Iterator[NDArray[np.float64]]:
    """Yield the triangles of a relief file, batch by batch.

    Parameters
    ----------
    source : Source
        The file.
    crs : CRS
        Projected, metres.
    batch : int
        Triangles of a batch.
    on_left_out : callable
        Called with the number of triangles of a batch that are no closed rings of four points.

    Yields
    ------
    (t, 3, 3) ndarray of float64
        East, north, up of the corners in `crs`. [m]

    Raises
    ------
    GMLError
        If the file is no readable GML, or triangles of it lie in no place.
    CRSError
        If its reference system is unknown or cannot be turned into `crs`, or if a relief in it
        has another one.
    """
    relief = _Relief(source, crs)
    waiting = np.zeros((0, 3, 3))
    with opened(source) as stream:
        for count in relief.walk(stream):
            if len(waiting) + count >= batch:
                waiting = np.concatenate([waiting, relief.hand_over(on_left_out)])
                whole = len(waiting) - len(waiting) % batch
                for begin in range(0, whole, batch):
                    yield relief.placed(waiting[begin : begin + batch])
                waiting = waiting[whole:]
    waiting = np.concatenate([waiting, relief.hand_over(on_left_out)])
    for begin in range(0, len(waiting), batch):
        yield relief.placed(waiting[begin : begin + batch])


class _Relief:
    """One pass over one file for its triangles."""

    def __init__(self, source: Source, crs: CRS) -> None:
        self._source, self._builder = source, TinBuilder()
        self._srs_name = file_head(source).srs_name
        try:
            self._written = crs_of(self._srs_name)
            self._projection = Projection(self._written, crs)
        except CRSError as error:
            raise CRSError(f"{source.label}: {error}") from error
        self._open: Element | None = None
        self._held_bytes = 0

    def walk(self, stream: BinaryIO) -> Iterator[int]:
        """Yield how many triangles wait, again and again until the file ends."""
        cutter = TriangleCutter(stream, self._builder, from_start=True)
        parser = etree.XMLPullParser(
            events=("start", "end"), tag=(*ROOTS, *_MEMBERS, _TIN), **PARSER
        )
        depth = DepthLimit(self._source.label)
        try:
            while data := cutter.read(_CHUNK_BYTES):
                self._held_bytes += len(data)
                line = 0 if self._open is None else self._open.sourceline or 0
                limit_bytes, label = MAX_OBJECT_BYTES, self._source.label
                check_object(self._held_bytes, label, limit_bytes=limit_bytes, line=line)
                depth.check(data)
                parse_chunk(parser, data)
                for event, element in parser.read_events():
                    if element.getparent() is None:
                        depth.root = element
                    else:
                        self._meet(event, element)
                    del element  # it can only be freed in linear time while nothing refers to it
                if self._open is not None and self._builder.take_complete(self._open):
                    self._held_bytes = 0
                    cutter.is_inside()
                yield self._builder.count
            parser.close()
        except etree.XMLSyntaxError as error:
            raise syntax_error(error, self._source) from None

    def _meet(self, event: str, element: Element) -> None:
        """Take what is left of a relief at its end, and free members."""
        if element.tag.endswith("}tin"):
            if event == "end":
                self._check_system(element)
                self._builder.add(element)
        elif event == "start":
            self._open = element
        else:
            self._open, self._held_bytes = None, 0
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]

    def _check_system(self, tin: Element) -> None:
        for name in {*_SRS_NAMES(tin)} - {self._srs_name}:
            try:
                is_own = horizontal(crs_of(name)) == horizontal(self._written)
            except CRSError:
                is_own = False
            if not is_own:
                raise CRSError(
                    f"{self._source.label}: relief in {name} in a file in {self._srs_name}; a "
                    "relief file has one reference system; correct srsName or split the file"
                )

    def hand_over(self, on_left_out: Callable[[int], None]) -> NDArray[np.float64]:
        """Return what was taken since the last time, coordinates as written."""
        corners = self._builder.hand_over()
        on_left_out(self._builder.left_out)
        self._builder.left_out = 0
        return corners

    def placed(self, written: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return triangles in the wanted system."""
        corners = self._projection(written).reshape(-1, 3, 3)
        if np.isnan(corners).any():
            lost = written[np.isnan(corners).any(axis=(1, 2))][0, 0]
            raise GMLError(
                f"the point {', '.join(f'{value:g}' for value in lost)} lies outside the area of "
                "the reference system of the file; correct coordinates or srsName",
                self._source.label,
            )
        return corners
