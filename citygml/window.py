"""Which objects of a file are wanted: the others are passed over while it is streamed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from citygml.coordinates import parse_numbers
from citygml.elements import Element, coordinate_text, gml_names
from citygml.namespaces import prefix_and_local

#: How coordinates were written before GML 3.
_SEPARATED = gml_names("coordinates")


class Window(NamedTuple):
    """A rectangle in the coordinates of a file, as they are written.

    ``low`` and ``high`` are the least and greatest first and second coordinate: latitude and
    longitude in PLATEAU.
    """

    low: tuple[float, float]
    high: tuple[float, float]

    def wants(self, element: Element, cut: Iterable[str] = ()) -> bool:
        """Whether a city object may reach into the rectangle.

        It is refused by the box around all its points. Always wanted are relief, which is never
        cut, an object with a shape of its own that others may be placed copies of, and one whose
        coordinates cannot be told: who reads it says what is wrong. `cut` are the coordinates of
        polygons that were taken from it before.
        """
        if prefix_and_local(element.tag)[0] == "dem":
            return True
        if next(element.iter("{*}relativeGMLGeometry", "{*}relativeGeometry"), None) is not None:
            return True
        lists = [part.text or "" for part in element.iter("{*}posList", "{*}pos")]
        lists += [coordinate_text(part)[0] for part in element.iter(*_SEPARATED)]
        values, counts = parse_numbers([*cut, *lists])
        if not len(values) or (counts % 3).any():
            return True
        points = values.reshape(-1, 3)[:, :2]
        if not np.isfinite(points).all():
            return True
        low, high = points.min(axis=0), points.max(axis=0)
        return bool((low <= self.high).all() and (high >= self.low).all())
