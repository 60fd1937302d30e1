"""The seam between reading a file and everything after it: columns, and nothing of XML."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from citygml.assembly import FeatureRow
from citygml.attribute_tables import AttributeCells
from citygml.boundaries import Surface
from citygml.model import Problem
from citygml.polygons import PolygonColumns


class Gathered(NamedTuple):
    """What the walk over a file, or over a piece of it, leaves.

    A tokenizer that fills the same columns from bytes could take the place of the walk; workers
    that each walk a piece hand it back to be joined.

    Attributes
    ----------
    features : list of FeatureRow
    polygons : PolygonColumns
    attributes : AttributeCells
    surfaces : (list of Surface, AttributeCells)
        Of thematic surfaces.
    triangles : (t, 3, 3) ndarray of float64
        Relief, as written.
    left_out : int
        Triangles that are none.
    problems : list of Problem
    unread : Counter of str
        Properties of geometry that is not read.
    object_count : int
        Members of the city that were met.
    is_whole : bool
        Whether nothing else was met; curves, implicit geometries and textures are not in here.
    """

    features: list[FeatureRow]
    polygons: PolygonColumns
    attributes: AttributeCells
    surfaces: tuple[list[Surface], AttributeCells]
    triangles: NDArray[np.float64]
    left_out: int
    problems: list[Problem]
    unread: Counter[str]
    object_count: int
    is_whole: bool
