"""Lines of a file, gathered -> which of them cross themselves or do not follow one another."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from citygml.coordinates import parse_numbers
from citygml.elements import MAX_COORDINATE
from citygml.line_checks import broken_chain, crosses_itself
from citygml.shape_inspection import Defect, Frame


class LineRow(NamedTuple):
    """A line as the walk meets it; `chain` is that of a ``gml:CompositeCurve``, -1 without."""

    line: int
    feature_row: int
    dimension: int
    chain: int
    is_turned: bool


class LineBatch:
    """Lines until they are judged.

    Parameters
    ----------
    frame : Frame
        Of the file.
    """

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._rows: list[LineRow] = []
        self._texts: list[str] = []
        self.characters = 0

    def add(self, row: LineRow, text: str) -> None:
        """Take a line."""
        self._rows.append(row)
        self._texts.append(text)
        self.characters += len(text)

    def judged(self) -> list[Defect]:
        """Return what is wrong with the lines."""
        defects: list[Defect] = []
        chains: dict[int, list[tuple[LineRow, NDArray[np.float64]]]] = {}
        values, counts = parse_numbers(self._texts)
        parts = np.split(values, np.cumsum(counts))[: len(self._rows)]
        for row, numbers in zip(self._rows, parts, strict=True):
            points = self._points(row, numbers)
            if points is None:
                text = f"line of {len(numbers)} numbers, not two whole points"
                defects.append(Defect("coordinates", row.line, row.feature_row, text))
                continue
            if crosses_itself(points):
                text = f"line of {len(points)} points"
                defects.append(Defect("line_crosses", row.line, row.feature_row, text))
            if row.chain >= 0:
                chains.setdefault(row.chain, []).append((row, points))
        for members in chains.values():
            if broken_chain([p[::-1] if row.is_turned else p for row, p in members]):
                row = members[0][0]
                text = f"gml:CompositeCurve of {len(members)} lines has a gap"
                defects.append(Defect("broken_chain", row.line, row.feature_row, text))
        return defects

    def _points(self, row: LineRow, numbers: NDArray[np.float64]) -> NDArray[np.float64] | None:
        """Points of a line in metres, as written where the way to them is unknown."""
        if len(numbers) % row.dimension or len(numbers) < 2 * row.dimension:
            return None
        if not (np.abs(numbers) <= MAX_COORDINATE).all():
            return None
        points = np.zeros((len(numbers) // row.dimension, 3))
        points[:, : row.dimension] = numbers.reshape(-1, row.dimension)
        if self._frame.projection is not None:
            placed = self._frame.projection(points)
            points = placed if np.isfinite(placed).all() else points
        return points
