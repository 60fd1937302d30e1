"""Coordinates as written -> east, north, up in the city's system; what has no place is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from citygml.crs import Projection
from citygml.errors import GMLError
from citygml.model import Problem
from citygml.polygons import Polygons

#: Points that are projected in one go: it takes ten times their own memory.
BLOCK = 100_000
#: A whole file of metres is larger than this, one of degrees (a prefecture) rarely is.
LARGEST_DEG = 2.0


class _Named(Protocol):
    """A city object as messages name it."""

    @property
    def feature_id(self) -> str: ...
    @property
    def line(self) -> int: ...


class Placing:
    """Projects the geometry of one file.

    Parameters
    ----------
    projection : Projection
        From the system of the file to that of the city.
    srs_name, label : str
        How the file names its system, and how messages name the file.

    Attributes
    ----------
    problems : list of Problem
        What was left out because it has no place.
    """

    def __init__(self, projection: Projection, *, srs_name: str, label: str) -> None:
        self._projection, self._srs_name, self._label = projection, srs_name, label
        self.problems: list[Problem] = []

    def polygons(self, polygons: Polygons, features: Sequence[_Named]) -> Polygons:
        """Return polygons in the city's system; those of no place are left out.

        Parameters
        ----------
        polygons : Polygons
            As written; their coordinates are overwritten.
        features : sequence
            City objects of the file, for messages.

        Raises
        ------
        GMLError
            If no polygon has a place, or metres are degrees.
        """
        coords = polygons.coords
        self._refuse_degrees(coords)
        outside, written = [], []
        for begin in range(0, len(coords), BLOCK):
            block = coords[begin : begin + BLOCK]
            placed = self._projection(block)
            lost_rows = np.flatnonzero(np.isnan(placed[:, 0]))  # all three are nan
            outside.append(lost_rows + begin)
            written.append(block[lost_rows])
            block[:] = placed
        rows = np.concatenate([np.zeros(0, np.int64), *outside])
        if not len(rows):
            return polygons
        owner = np.repeat(
            np.arange(len(polygons)), np.diff(polygons.coord_start[polygons.ring_start])
        )
        lost, first = np.unique(owner[rows], return_index=True)
        points = np.concatenate(written)[first]
        for polygon, point in zip(lost, points, strict=True):
            feature = features[polygons.feature_row[polygon]]
            reason = self._nowhere(point)
            if len(lost) == len(polygons):
                raise GMLError(reason, self._label, feature.line, feature.feature_id)
            reason = f"{reason}; polygon left out"
            problem = Problem(self._label, feature.line, feature.feature_id, reason)
            self.problems.append(problem)
        return polygons.take(np.isin(np.arange(len(polygons)), lost, invert=True))

    def triangles(self, written: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return relief triangles in the city's system, (t, 3, 3); those of no place are left out.

        `written` is overwritten: a second array of all triangles would be half of what they take.

        Raises
        ------
        GMLError
            If no triangle has a place, or metres are degrees.
        """
        self._refuse_degrees(written)
        outside: NDArray[np.float64] | None = None  # the first point of no place
        lost = np.zeros(len(written), dtype=bool)
        step = BLOCK // 3
        for begin in range(0, len(written), step):
            block = written[begin : begin + step]
            placed = self._projection(block).reshape(-1, 3, 3)
            nowhere = np.isnan(placed[:, :, 0])
            if nowhere.any():
                outside = block[nowhere][0].copy() if outside is None else outside
                lost[begin : begin + step] = nowhere.any(axis=1)
            block[:] = placed
        if outside is None:
            return written
        reason = self._nowhere(outside)
        if lost.all():
            raise GMLError(reason, self._label)
        reason = f"{int(lost.sum())} relief triangles left out: {reason}"
        self.problems.append(Problem(self._label, 0, "", reason))
        return written[~lost]

    def _refuse_degrees(self, written: NDArray[np.float64]) -> None:
        """Refuse a projected file whose numbers are degrees: it would shrink to a few metres."""
        places = written.reshape(-1, 3)[:, :2]
        if not self._projection.from_metres or not len(places):
            return
        first, size = places[0], np.ptp(places, axis=0)
        if (np.abs(places) <= 180.0).all() and (size < LARGEST_DEG).all():
            raise GMLError(
                f"the coordinates, such as {first[0]:g}, {first[1]:g}, are degrees, but "
                f"{self._srs_name} counts in metres; coordinates and srsName do not belong "
                "together; correct one (PLATEAU is EPSG:6697)",
                self._label,
            )

    def _nowhere(self, point: NDArray[np.float64]) -> str:
        place = ", ".join(f"{value:g}" for value in point)
        return (
            f"the point {place} lies outside the area of {self._srs_name}; "
            "coordinates and srsName (or their axis order) do not belong together; correct one"
        )
