"""Beginnings of files -> versions, reference systems and extents, without their objects."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import BadZipFile

from citygml.errors import CityModelError, CRSError
from citygml.heads import EMPTY_HEAD, Head, quick_head
from citygml.namespaces import iur_version
from plateau.files import DatasetFile
from plateau.tiles import Bounds, tile_bounds

if TYPE_CHECKING:
    from citygml.stream import Source

#: From Yonaguni and Okinotorishima to Minamitorishima and Soya.
JAPAN = Bounds(122.0, 20.0, 154.5, 46.0)
#: Systems of PLATEAU's files, latitude first: known without asking PROJ, which takes its time.
_LATITUDE_FIRST = re.compile(r"https?://www\.opengis\.net/def/crs/EPSG/0/(6697|6668)")


class FileHead(NamedTuple):
    """What name and beginning of a file tell; ``problem`` is why it cannot be read, or ""."""

    path: str
    feature_type: str
    tile: str
    size_bytes: int
    iur_version: str
    srs_name: str
    bounds: Bounds | None
    problem: str


def heads_of(entries: Iterable[DatasetFile]) -> tuple[FileHead, ...]:
    """Read the beginning of every file; one that cannot be read says why."""
    return tuple(_head_of(entry) for entry in entries)


def _head_of(entry: DatasetFile) -> FileHead:
    head, problem = EMPTY_HEAD, ""
    try:
        head = _quick(entry) or _thorough(entry)
        box = bounds_of(head, entry.tile)
    except CRSError as error:
        problem, box = f"{entry.label}: {error}", bounds_of(EMPTY_HEAD, entry.tile)
    except CityModelError as error:
        problem, box = str(error), bounds_of(EMPTY_HEAD, entry.tile)
    version = iur_version(head.namespaces)
    known = (entry.label, entry.feature_type, entry.tile, entry.size_bytes)
    return FileHead(*known, version, head.srs_name, box, problem)


def _quick(entry: DatasetFile) -> Head | None:
    """Return the head if it is there plainly."""
    try:
        with entry.open() as stream:
            return quick_head(stream)
    except (OSError, EOFError, RuntimeError, BadZipFile, zlib.error):
        return None  # the thorough way says what is wrong


def _thorough(entry: DatasetFile) -> Head:
    from citygml.codelists import Codelists
    from citygml.stream import Source, file_head

    return file_head(Source(entry.label, entry.open, entry.tile, Codelists(lambda _: None)))


def is_latitude_first(srs_name: str) -> bool:
    """Whether coordinates are latitude, longitude in degrees, as in all files of PLATEAU.

    Examples
    --------
    >>> is_latitude_first("http://www.opengis.net/def/crs/EPSG/0/6697"), is_latitude_first("")
    (True, False)
    """
    return _LATITUDE_FIRST.fullmatch(srs_name) is not None


def bounds_of(head: Head, tile: str) -> Bounds | None:
    """Bounds of a file: of its envelope if that is in degrees, else of its tile, else None.

    Raises
    ------
    CRSError
        If the reference system of the file is unknown.

    Examples
    --------
    >>> srs = "http://www.opengis.net/def/crs/EPSG/0/6697"
    >>> bounds_of(Head(srs, 3, (36.31, 136.39, 1.0), (36.32, 136.40, 9.0), frozenset()), "")
    Bounds(west=136.39, south=36.31, east=136.4, north=36.32)
    """
    has_corners = len(head.lower) >= 2 and len(head.upper) >= 2
    if head.srs_name and _LATITUDE_FIRST.fullmatch(head.srs_name):
        if has_corners:
            return Bounds(head.lower[1], head.lower[0], head.upper[1], head.upper[0])
    elif head.srs_name:
        from citygml.crs import crs_of, horizontal, north_first

        crs = crs_of(head.srs_name)  # an error where nobody knows it, with or without an envelope
        if has_corners and horizontal(crs).is_geographic:
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

    from citygml.crs import crs_of, horizontal, metric
    from citygml.stream import file_head

    failure: CityModelError | None = None
    for source in sources:
        try:
            head = file_head(source)
            crs = crs_of(head.srs_name)
            if metric(crs):
                return horizontal(crs)
            box = tile_bounds(source.tile) if source.tile else bounds_of(head, "")
        except CRSError as error:
            failure = failure or CRSError(f"{source.label}: {error}")
            continue
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
