"""Triangles of relief -> one array, no row for each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from citygml.coordinates import parse_numbers
from citygml.elements import MAX_COORDINATE, Element, coordinate_text, gml_names

#: Characters of coordinate text that are parsed in one go.
BATCH_CHARACTERS = 1_000_000
_POS_LIST = gml_names("posList")
_RING = gml_names("LinearRing")


class TinBuilder:
    """Gather the triangles of relief: one array, no row for each.

    Memory is that of the numbers, not of the elements: relief comes as millions of triangles.
    """

    def __init__(self) -> None:
        self._corners: list[NDArray[np.float64]] = []
        self._texts: list[str] = []
        self.left_out = 0

    def add(self, element: Element) -> None:
        """Take the triangles below a ``dem:tin``."""
        texts = [part.text or "" for part in element.iter(*_POS_LIST)]
        if not texts:
            texts = [coordinate_text(ring)[0] for ring in element.iter(*_RING)]
        self._texts.extend(texts)
        if len(self._texts) * 120 > BATCH_CHARACTERS:
            self._flush()

    def _flush(self) -> None:
        values, counts = parse_numbers(self._texts)
        whole = np.repeat(counts == 12, counts)
        corners = values[whole].reshape(-1, 4, 3)
        good = (np.abs(corners) <= MAX_COORDINATE).all(axis=(1, 2))
        good &= (corners[:, 0] == corners[:, 3]).all(axis=1)
        self.left_out += len(self._texts) - int(good.sum())
        self._corners.append(corners[good, :3])
        self._texts = []

    def corners(self) -> NDArray[np.float64]:
        """Corners of all triangles, as written, (t, 3, 3)."""
        self._flush()
        return np.concatenate([np.zeros((0, 3, 3)), *self._corners])
