"""Texts of rings -> their points, a batch at a time, so that no more than a batch waits as text."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from citygml.coordinates import Rings, closed_rings, open_rings, parse_numbers
from citygml.elements import MAX_COORDINATE

#: Characters of coordinate text that are parsed in one go.
BATCH_CHARACTERS = 400_000


class Points(NamedTuple):
    """Points of all rings.

    Attributes
    ----------
    coords : (c, 3) ndarray of float64
        As written, closing points left out.
    length : (r,) ndarray of int64
        Points of each ring, 0 for one that breaks a rule.
    written : (c,) ndarray of int64
        Number, as written, of each point; empty unless asked for.
    start : (r + 1,) ndarray of int64
        Points of ring ``j`` as written, its closing point included; empty unless asked for.
    """

    coords: NDArray[np.float64]
    length: NDArray[np.int64]
    written: NDArray[np.int64]
    start: NDArray[np.int64]


class RingColumns:
    """What is gathered of the rings of a file.

    Parameters
    ----------
    with_written : bool
        Whether to remember which written point each point is.

    Attributes
    ----------
    dimension : array of int
        Numbers a point of each ring has; told before its text is added.
    turned : set of int
        Numbers of the rings to be read backwards.
    faults : dict
        Number of a ring that breaks a rule -> what is wrong with it.
    """

    def __init__(self, *, with_written: bool = False) -> None:
        self.dimension = array("B")
        self.turned: set[int] = set()
        self.faults: dict[int, str] = {}
        self._with_written = with_written
        self._texts: list[str] = []
        self._waiting = 0
        self._parsed = 0
        # Arrays of Python grow in place; a list of batches would be there twice when it is joined.
        self._coords = array("d")
        self._lengths = array("i")
        self._written = array("q")
        self._written_start = array("q", [0])

    def __len__(self) -> int:
        """Return the number of rings."""
        return len(self.dimension)

    def add(self, texts: Sequence[str]) -> None:
        """Append the coordinates of rings."""
        self._texts.extend(texts)
        self._waiting += sum(map(len, texts))
        if self._waiting > BATCH_CHARACTERS:
            self.flush()

    def flush(self) -> None:
        """Turn the texts that are waiting into points."""
        if not self._texts:
            return
        values, counts = parse_numbers(self._texts)
        first, last = self._parsed, self._parsed + len(self._texts)
        rings = Rings(values, counts, np.array(self.dimension[first:last], dtype=np.int64))
        faults = ring_faults(rings)
        for ring, reason in faults.items():
            self.faults.setdefault(first + ring, reason)
        good = np.ones(len(counts), dtype=bool)
        good[list(faults)] = False
        turned = np.zeros(len(counts), dtype=bool)
        turned[[ring - first for ring in self.turned if first <= ring < last]] = True
        coords, start, written = open_rings(rings, good, turned)
        length = np.zeros(len(counts), dtype=np.int32)
        length[good] = np.diff(start)
        self._coords.frombytes(coords.tobytes())
        self._lengths.frombytes(length.tobytes())
        if self._with_written:
            shift = self._written_start[-1]
            ends = np.cumsum(counts // rings.dimension) + shift
            self._written.frombytes((written + shift).tobytes())
            self._written_start.frombytes(ends.tobytes())
        self._parsed, self._texts, self._waiting = last, [], 0

    def extend(self, other: RingColumns) -> None:
        """Append the rings of another part of the file."""
        self.flush()
        other.flush()
        shift = len(self)
        self.turned |= {ring + shift for ring in other.turned}
        self.faults.update((ring + shift, reason) for ring, reason in other.faults.items())
        points = self._written_start[-1]
        self._written.extend(point + points for point in other._written)
        self._written_start.extend(start + points for start in other._written_start[1:])
        for name in ("dimension", "_coords", "_lengths"):
            getattr(self, name).extend(getattr(other, name))
        self._parsed = len(self)

    def points(self) -> Points:
        """Return all points; the coordinates are what was gathered, not a copy."""
        self.flush()
        coords = np.frombuffer(self._coords) if self._coords else np.zeros(0)
        return Points(
            coords=coords.reshape(-1, 3),
            length=np.array(self._lengths, dtype=np.int64),
            written=np.array(self._written, dtype=np.int64),
            start=np.array(self._written_start, dtype=np.int64),
        )


def ring_faults(rings: Rings) -> dict[int, str]:
    """Which rings break a rule, and how: numbers that are finite, whole points, three at least.

    Examples
    --------
    >>> lengths = np.array([2, 9]), np.array([3, 3])
    >>> ring_faults(Rings(np.zeros(11), *lengths))[0]
    'gml:posList has 2 numbers, not a multiple of 3'
    """
    counts, dimension = rings.counts, rings.dimension
    odd, far = _odd_and_far(rings)
    ragged = counts % dimension != 0
    closed = closed_rings(rings)
    points = counts // dimension - closed
    other = _closed_otherwise(rings, closed)
    faults: dict[int, str] = {}
    for ring in np.flatnonzero(odd | far | ragged | other | (points < 3)):
        if odd[ring]:
            reason = "gml:posList holds something that is not a finite number"
        elif far[ring]:
            reason = f"gml:posList holds a number beyond {MAX_COORDINATE:g}"
        elif ragged[ring]:
            reason = f"gml:posList has {counts[ring]} numbers, not a multiple of {dimension[ring]}"
        elif other[ring]:
            reason = (
                f"ring ends where it begins with {5 - dimension[ring]} numbers a point, not with "
                f"{dimension[ring]} as declared (srsDimension)"
            )
        else:
            reason = f"ring of {points[ring]} points; a ring has at least three"
        faults[int(ring)] = reason
    return faults


def _closed_otherwise(rings: Rings, closed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which rings are open with 3 numbers a point and closed with 2, or the other way round."""
    if closed.all():
        return ~closed
    other = Rings(rings.values, rings.counts, 5 - rings.dimension)
    return np.asarray(~closed & (rings.counts % other.dimension == 0) & closed_rings(other))


def _odd_and_far(rings: Rings) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which rings hold something that is no finite number, and which one that is too large."""
    size = np.abs(rings.values)
    odd, far = np.zeros((2, len(rings.counts)), dtype=bool)
    wrong = np.flatnonzero(~(size <= MAX_COORDINATE))
    if len(wrong):
        ring = np.searchsorted(np.cumsum(rings.counts), wrong, side="right")
        infinite = ~np.isfinite(size[wrong])
        odd[ring[infinite]] = True
        far[ring[~infinite]] = True
    return odd, far
