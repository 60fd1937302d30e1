"""Relief files -> pieces of a square kilometre on disk -> the relief around one tile.

Relief comes in squares of 10 km and gigabytes. Each file is read once, as a stream, and its
triangles are laid down by the squares of a fixed lattice that they touch; a tile then reads the few
squares it needs.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
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
#: A triangle that touches more squares than this belongs to no relief.
MAX_SQUARES = 400
_SUFFIX = ".f8"
#: Highest points of the whole file.
_TOPS = "tops.npy"
#: How many triangles of the file could not be used.
_LEFT_OUT = "left_out.txt"

Box = tuple[float, float, float, float]


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
    folder.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=".cut-", dir=folder.parent))
    try:
        tops, left_out = np.zeros((0, 3)), [0]
        for corners in iter_relief(source, crs, on_left_out=left_out.append):
            _lay_down(corners, temporary)
            tops = joined_lattice([tops, relief_lattice(corners)])
        np.save(temporary / _TOPS, tops)
        (temporary / _LEFT_OUT).write_text(str(sum(left_out)), encoding="ascii")
        if not folder.is_dir():
            temporary.rename(folder)
    except OSError as error:
        raise CityModelError(
            f"{folder} cannot be written: {error.strerror or error}; choose another --out"
        ) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return folder


def _lay_down(corners: NDArray[np.float64], folder: Path) -> None:
    """Append triangles to the files of the squares they touch."""
    low = np.floor(corners[:, :, :2].min(axis=1) / SQUARE_M).astype(np.int64)
    high = np.floor(corners[:, :, :2].max(axis=1) / SQUARE_M).astype(np.int64)
    across = high - low + 1
    count = across[:, 0] * across[:, 1]
    if (count > MAX_SQUARES).any():
        raise CityModelError(
            f"a relief triangle is {SQUARE_M * across.max() / 1000:.0f} km long; relief has none "
            "of that size; repair the file"
        )
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
            with (folder / f"{column}_{row}{_SUFFIX}").open("ab") as file:
                file.write(corners[triangle[rows]].astype("<f8").tobytes())


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
        for file in sorted(folder.glob(f"*{_SUFFIX}")):
            x, y = (int(number) * SQUARE_M for number in file.stem.split("_"))
            if x <= east and y <= north and x + SQUARE_M >= west and y + SQUARE_M >= south:
                found.append(np.fromfile(file, dtype="<f8").reshape(-1, 3, 3))
    corners = np.concatenate(found)
    low, high = corners[:, :, :2].min(axis=1), corners[:, :, :2].max(axis=1)
    touches = (low <= (east, north)).all(axis=1) & (high >= (west, south)).all(axis=1)
    return np.asarray(corners[touches])


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
    """The folder, else why there is none."""

    folder: Path | None
    reason: str


def relief_task(job: ReliefJob) -> ReliefOutcome:
    """Lay a relief file down in squares; why not, where that fails."""
    from pyproj import CRS

    try:
        (source,) = as_sources([job.file])
        return ReliefOutcome(cut_relief(source, CRS.from_user_input(job.epsg), job.folder), "")
    except CityModelError as error:
        return ReliefOutcome(None, str(error))
