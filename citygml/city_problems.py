"""What is wrong with a city as a whole, and with its shapes once they are in metres."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from citygml.mesh import MIN_AREA_M2, Mesh
from citygml.model import Problem
from citygml.surfaces import SurfaceTable, area_vectors

if TYPE_CHECKING:
    from citygml.assembly import FileContent


def shape_problems(
    contents: Sequence[FileContent],
    ids: pd.Index,
    surfaces: SurfaceTable,
    inverted: NDArray[np.int32],
) -> list[Problem]:
    """Return the objects whose faces were turned round, and those with polygons without area.

    The latter stay in the table of surfaces, but no mesh has a triangle of them; there is one row
    for all of an object.
    """
    area_m2 = np.linalg.norm(area_vectors(surfaces), axis=1)
    flat, count = np.unique(surfaces.feature_row[area_m2 < MIN_AREA_M2], return_counts=True)
    reason = f"polygons without area (less than {MIN_AREA_M2:g} m2), which give no face"
    found = [
        *((row, "faces look inwards; turned round") for row in inverted.tolist()),
        *((row, f"{n} {reason}") for row, n in zip(flat.tolist(), count, strict=True)),
    ]
    if not found:
        return []
    rows = [(content.label, feature.line) for content in contents for feature in content.features]
    return [
        Problem(label, line, str(ids[row]), reason)
        for row, reason in found
        for label, line in (rows[row],)
    ]


def relief_problems(contents: Sequence[FileContent], terrain: Mesh | None) -> list[Problem]:
    """Return how many triangles of relief are not in the terrain."""
    relief = [content for content in contents if len(content.tin)]
    lost = sum(len(content.tin) for content in relief) - (len(terrain) if terrain else 0)
    if not lost:
        return []
    labels = ", ".join(content.label for content in relief)
    return [Problem(labels, 0, "", f"{lost} relief triangles are there twice or have no area")]
