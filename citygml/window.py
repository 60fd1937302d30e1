"""Which buildings of a file are wanted: the others are passed over while it is streamed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from citygml.coordinates import parse_numbers
from citygml.elements import Element
from citygml.namespaces import prefix_and_local


class Window(NamedTuple):
    """A rectangle in the coordinates of a file, as they are written.

    ``low`` and ``high`` are the least and greatest first and second coordinate: latitude and
    longitude in PLATEAU.
    """

    low: tuple[float, float]
    high: tuple[float, float]

    def wants(self, element: Element) -> bool:
        """Whether a city object may reach into the rectangle.

        Only buildings are ever refused, by the box around all their points; other objects may be
        templates of each other. One whose coordinates cannot be told is wanted: who reads it says
        what is wrong.
        """
        if prefix_and_local(element.tag)[0] != "bldg":
            return True
        values, counts = parse_numbers([part.text or "" for part in element.iter("{*}posList")])
        if not len(values) or (counts % 3).any():
            return True
        points = values.reshape(-1, 3)[:, :2]
        if not np.isfinite(points).all():
            return True
        low, high = points.min(axis=0), points.max(axis=0)
        return bool((low <= self.high).all() and (high >= self.low).all())
