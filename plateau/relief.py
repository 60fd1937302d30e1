"""Relief files -> pieces of a square kilometre on disk -> the relief around one tile.

Relief comes in squares of 10 km and gigabytes. Each file is read once, as a stream, and its
triangles are laid down by the squares of a fixed lattice that they touch; a tile then reads the few
squares it needs.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analyses.relief_lattice import joined_lattice, relief_lattice
from citygml.errors import CityModelError
from citygml.mesh import Mesh
from citygml.relief import joined_relief
from plateau.files import DatasetFile
from plateau.sources import as_sources

if TYPE_CHECKING:
    from pyproj import CRS

    from citygml.stream import Source

#: Side of the squares of the lattice, which begins at the origin of the reference system. [m]
SQUARE_M = 1000.0
#: A triangle that touches more squares than this belongs to no relief file.
MAX_SQUARES = 400
_SUFFIX = ".f8"
#: Triangles that touch more squares than that, in a ground through the bases of buildings.
_LONG = "long.f8x"
#: Triangles laid down at once.
_AT_ONCE = 200_000
#: Highest points of the whole file.
_TOPS = "tops.npy"
#: How many triangles of the file could not be used.
_LEFT_OUT = "left_out.txt"

Box = tuple[float, float, float, float]
#: A rectangle that holds everything.
WORLD: Box = (-np.inf, -np.inf, np.inf, np.inf)


class _UnwritableError(CityModelError):
    """A folder could not be written: no fault of the file."""


def cut_relief(source: Source, crs: CRS, folder: Path) -> Path:
    """Lay a relief file down in squares.

    Parameters
    ----------
    source : Source
        The file.
    crs : CRS
        Projected, metres.
    folder : Path
        Where the squares go; complete or not there at all. Nothing is done if it is there.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    GMLError, CRSError
        If the file cannot be read.
    CityModelError
        If the folder cannot be written.
    """
    from citygml.relief_stream import iter_relief

    if folder.is_dir():
        return folder
    with _whole_folder(folder) as temporary:
        tops, left_out = np.zeros((0, 3)), [0]
        for corners in iter_relief(source, crs, on_left_out=left_out.append):
            _refuse_long(corners)
            _lay_down(corners, temporary)
            tops = joined_lattice([tops, relief_lattice(corners)])
        np.save(temporary / _TOPS, tops)
        (temporary / _LEFT_OUT).write_text(str(sum(left_out)), encoding="ascii")
    return folder


def cut_mesh(mesh: Mesh, folder: Path) -> Path:
    """Lay a surface down in squares, as `cut_relief` does a file.

    Parameters
    ----------
    mesh : Mesh
        In the reference system of the squares. [m]
    folder : Path
        See `cut_relief`.

    Raises
    ------
    CityModelError
        If the folder cannot be written.
    """
    starts = range(0, len(mesh), _AT_ONCE)
    pieces = (mesh.vertices[mesh.triangles[start : start + _AT_ONCE]] for start in starts)
    return cut_corners(pieces, folder)


def cut_corners(pieces: Iterable[NDArray[np.float64]], folder: Path) -> Path:
    """Lay triangles down in squares, as `cut_mesh` does those of a surface.

    Parameters
    ----------
    pieces : iterable of (t, 3, 3) ndarray of float64
        In the reference system of the squares. [m]
    folder : Path
        See `cut_relief`.

    Raises
    ------
    CityModelError
        If the folder cannot be written.
    """
    with _whole_folder(folder) as temporary:
        for corners in pieces:
            _lay_down(corners, temporary)
    return folder


@contextmanager
def _whole_folder(folder: Path) -> Iterator[Path]:
    """Give a folder to write to that takes its place at the end, complete or not at all."""
    temporary = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=".cut-", dir=folder.parent))
        yield temporary
        if not folder.is_dir():
            temporary.rename(folder)
    except OSError as error:
        raise _UnwritableError(
            f"{folder} cannot be written: {error.strerror or error}; choose another --out"
        ) from error
    finally:
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)


def _squares(corners: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """South-western square of each triangle, and how many squares it reaches over, (t, 2)."""
    low = np.floor(corners[:, :, :2].min(axis=1) / SQUARE_M).astype(np.int64)
    high = np.floor(corners[:, :, :2].max(axis=1) / SQUARE_M).astype(np.int64)
    return low, high - low + 1


def _refuse_long(corners: NDArray[np.float64]) -> None:
    """Raise `CityModelError` where a triangle is too long for relief."""
    _, across = _squares(corners)
    if (across.prod(axis=1) > MAX_SQUARES).any():
        raise CityModelError(
            f"a relief triangle is {SQUARE_M * across.max() / 1000:.0f} km long; relief has none "
            "of that size; repair the file"
        )


def _lay_down(corners: NDArray[np.float64], folder: Path) -> None:
    """Append triangles to the files of the squares they touch, long ones to a file of their own."""
    low, across = _squares(corners)
    count = across.prod(axis=1)
    long = count > MAX_SQUARES
    if long.any():
        _append(folder / _LONG, corners[long])
        corners, low, across, count = corners[~long], low[~long], across[~long], count[~long]
    triangle = np.repeat(np.arange(len(corners)), count)
    place = np.arange(len(triangle)) - np.repeat(np.cumsum(count) - count, count)
    columns = across[triangle, 0]
    square = low[triangle] + np.stack([place % columns, place // columns], axis=1)
    order = np.lexsort(square.T)
    square, triangle = square[order], triangle[order]
    changes = np.flatnonzero((np.diff(square, axis=0) != 0).any(axis=1)) + 1
    for rows in np.split(np.arange(len(square)), changes):
        if len(rows):
            column, row = square[rows[0]]
            _append(folder / f"{column}_{row}{_SUFFIX}", corners[triangle[rows]])


def _append(path: Path, corners: NDArray[np.float64]) -> None:
    with path.open("ab") as file:
        file.write(corners.astype("<f8").tobytes())


def relief_within(folders: Iterable[Path], box: Box) -> NDArray[np.float64]:
    """Triangles of relief that touch a rectangle.

    Parameters
    ----------
    folders : iterable of Path
        From `cut_relief`.
    box : (west, south, east, north)
        In the reference system of the squares. [m]

    Returns
    -------
    (t, 3, 3) ndarray of float64
        One that touches several squares is there several times. [m]
    """
    west, south, east, north = box
    found = [np.zeros((0, 3, 3))]
    for folder in folders:
        if (folder / _LONG).is_file():
            found.append(_triangles(folder / _LONG))
        for file in sorted(folder.glob(f"*{_SUFFIX}")):
            x, y = (int(number) * SQUARE_M for number in file.stem.split("_"))
            if x <= east and y <= north and x + SQUARE_M >= west and y + SQUARE_M >= south:
                found.append(_triangles(file))
    corners = np.concatenate(found)
    low, high = corners[:, :, :2].min(axis=1), corners[:, :, :2].max(axis=1)
    touches = (low <= (east, north)).all(axis=1) & (high >= (west, south)).all(axis=1)
    return np.asarray(corners[touches])


def _triangles(path: Path) -> NDArray[np.float64]:
    return np.fromfile(path, dtype="<f8").reshape(-1, 3, 3)


def relief_mesh(
    folders: Iterable[Path], box: Box, origin: tuple[float, float, float]
) -> Mesh | None:
    """Relief that touches a rectangle as one surface, None where there is none.

    Parameters
    ----------
    folders, box
        See `relief_within`.
    origin : (easting, northing, height)
        `CityModel.origin`.
    """
    corners = relief_within(folders, box)
    return joined_relief(corners - origin) if len(corners) else None


def far_relief(folders: Iterable[Path]) -> NDArray[np.float64] | None:
    """Highest points of all relief on a fixed lattice, (n, 3), None without relief. [m]

    Parameters
    ----------
    folders : iterable of Path
        From `cut_relief`.
    """
    tops = [np.load(folder / _TOPS) for folder in folders]
    return joined_lattice(tops) if tops else None


def left_out_triangles(folder: Path) -> int:
    """How many triangles of a relief file could not be used.

    Parameters
    ----------
    folder : Path
        From `cut_relief`.
    """
    return int((folder / _LEFT_OUT).read_text(encoding="ascii"))


class ReliefJob(NamedTuple):
    """A relief file to be laid down: the file, the reference system, and the folder."""

    file: DatasetFile
    epsg: str
    folder: Path


class ReliefOutcome(NamedTuple):
    """The folder, else why there is none, and whether that is no fault of the file."""

    folder: Path | None
    reason: str
    is_unwritable: bool = False


def relief_task(job: ReliefJob) -> ReliefOutcome:
    """Lay a relief file down in squares; why not, where that fails."""
    from pyproj import CRS

    try:
        (source,) = as_sources([job.file])
        return ReliefOutcome(cut_relief(source, CRS.from_user_input(job.epsg), job.folder), "")
    except CityModelError as error:
        return ReliefOutcome(None, str(error), isinstance(error, _UnwritableError))
