"""A relief file -> its triangles, a batch at a time: relief of a 10 km square fits no worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from lxml import etree
from numpy.typing import NDArray
from pyproj import CRS

from citygml.crs import Projection, crs_of
from citygml.errors import GMLError
from citygml.stream import PARSER, Source, file_head, opened, syntax_error
from citygml.tin import TinBuilder

#: Triangles held at once; each takes about 2 kB as elements and texts.
BATCH_TRIANGLES = 20_000
_TRIANGLE = "{*}Triangle"


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
        If its reference system is unknown or cannot be turned into `crs`.
    """
    projection = Projection(crs_of(file_head(source).srs_name), crs)
    with opened(source) as stream:
        context = etree.iterparse(stream, events=("end",), tag=_TRIANGLE, **PARSER)
        builder, waiting = TinBuilder(), 0
        try:
            for _, triangle in context:
                builder.add(triangle)
                waiting += 1
                triangle.clear()
                patch = triangle.getparent()
                while patch is not None and triangle.getprevious() is not None:
                    del patch[0]
                if waiting >= batch:
                    yield _placed(builder, projection, source)
                    on_left_out(builder.left_out)
                    builder, waiting = TinBuilder(), 0
        except etree.XMLSyntaxError as error:
            raise syntax_error(error, source) from None
    if waiting:
        yield _placed(builder, projection, source)
        on_left_out(builder.left_out)


def _placed(builder: TinBuilder, projection: Projection, source: Source) -> NDArray[np.float64]:
    written = builder.corners()
    corners = projection(written).reshape(-1, 3, 3)
    if np.isnan(corners).any():
        lost = written[np.isnan(corners).any(axis=(1, 2))][0, 0]
        raise GMLError(
            f"the point {', '.join(f'{value:g}' for value in lost)} lies outside the area of the "
            "reference system of the file; correct coordinates or srsName",
            source.label,
        )
    return corners
