"""Beginnings of files -> versions, reference systems and extents, without their objects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from citygml.crs import crs_of, horizontal, metric, north_first
from citygml.errors import CityModelError, CRSError
from citygml.namespaces import iur_version
from citygml.stream import Head, Source, file_head
from plateau.files import DatasetFile
from plateau.tiles import Bounds, tile_bounds

#: From Yonaguni and Okinotorishima to Minamitorishima and Soya.
JAPAN = Bounds(122.0, 20.0, 154.5, 46.0)
_NOWHERE = (float("nan"),) * 4


def head_table(entries: Sequence[DatasetFile], sources: Sequence[Source]) -> pd.DataFrame:
    """Return one row per file, see `plateau.dataset.Dataset.info`."""
    rows = []
    for entry, source in zip(entries, sources, strict=True):
        head, problem = Head("", 3, (), (), frozenset()), ""
        try:
            head = file_head(source)
            box = bounds_of(head, entry.tile)
        except CityModelError as error:
            problem, box = str(error), bounds_of(head, entry.tile)
        version = iur_version(head.namespaces)
        known = (entry.label, entry.feature_type, entry.tile, entry.size_bytes)
        rows.append((*known, version, head.srs_name, *(box or _NOWHERE), problem))
    names = ["path", "feature_type", "tile", "size_bytes", "iur_version", "srs_name"]
    return pd.DataFrame(rows, columns=[*names, "west", "south", "east", "north", "problem"])


def bounds_of(head: Head, tile: str) -> Bounds | None:
    """Bounds of a file: of its envelope if that is in degrees, else of its tile, else None.

    Examples
    --------
    >>> srs = "http://www.opengis.net/def/crs/EPSG/0/6697"
    >>> bounds_of(Head(srs, 3, (36.31, 136.39, 1.0), (36.32, 136.40, 9.0), frozenset()), "")
    Bounds(west=136.39, south=36.31, east=136.4, north=36.32)
    """
    if head.srs_name and len(head.lower) >= 2 and len(head.upper) >= 2:
        crs = crs_of(head.srs_name)
        if horizontal(crs).is_geographic:
            y, x = (0, 1) if north_first(crs) else (1, 0)
            return Bounds(head.lower[x], head.lower[y], head.upper[x], head.upper[y])
    return tile_bounds(tile) if tile else None


def crs_of_files(sources: Sequence[Source], *, nearest: Callable[[float, float], int]) -> Any:
    """Return a reference system for files whose municipality is unknown.

    That of the first readable file if it is projected, else the zone `nearest` to its tile or its
    envelope.

    Parameters
    ----------
    sources : sequence of Source
        The files.
    nearest : callable
        Longitude, latitude -> EPSG code.

    Raises
    ------
    CityModelError
        If no file can be read (the error of the first), or none tells where it is.
    """
    from pyproj import CRS

    failure: CityModelError | None = None
    for source in sources:
        try:
            head = file_head(source)
            crs = crs_of(head.srs_name)
            if metric(crs):
                return horizontal(crs)
            box = tile_bounds(source.tile) if source.tile else bounds_of(head, "")
        except CityModelError as error:
            failure = failure or error
            continue
        if box is not None and JAPAN.intersects(box):
            return CRS.from_epsg(nearest((box.west + box.east) / 2, (box.south + box.north) / 2))
    if failure is not None:
        raise failure
    raise CRSError(
        f"{sources[0].label}: neither name nor envelope is a place in Japan; "
        "give the city's projected reference system, such as epsg=25833"
    )
