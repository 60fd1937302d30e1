"""Surfaces and solids of a batch -> which have faces that overlap, cross, or touch no other."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from citygml.crossing_checks import crossing_faces
from citygml.face_checks import lonely_faces, overlapping_faces
from citygml.shape_inspection import Defect, ShapeBatch


def surface_defects(batch: ShapeBatch) -> Iterator[Defect]:
    """Yield surfaces, and boundaries of solids, the faces of which do not fit.

    Parameters
    ----------
    batch : ShapeBatch
        Judged.
    """
    whole = [shell for shell in batch.shells if shell.kind != "set" and batch.is_whole(shell)]
    if not whole:
        return
    rows = np.array([batch.place[row] for shell in whole for row, _ in shell.faces])
    group = np.repeat(np.arange(len(whole)), [len(shell.faces) for shell in whole])
    faces = batch.table.take(rows)
    pairs = np.bincount(group[overlapping_faces(faces, group)[0]], minlength=len(whole))
    lonely = np.bincount(group, lonely_faces(faces, group), len(whole)).astype(int)
    solid = np.array([shell.kind == "solid" for shell in whole])
    bounding = np.flatnonzero(solid[group])
    pierced = crossing_faces(faces.take(bounding), group[bounding])[0]
    crossing = np.bincount(group[bounding][pierced], minlength=len(whole))
    for counts, defect, text in (
        (crossing, "crossing_faces", "pairs of faces go through each other"),
        (pairs, "overlapping_faces", "pairs of faces lie on each other"),
        (lonely, "lonely_face", "faces touch no other face"),
    ):
        for number in np.flatnonzero(counts):
            shell = whole[number]
            message = f"{shell.name} of {len(shell.faces)} faces: {counts[number]} {text}"
            yield Defect(defect, shell.line, shell.feature_row, message)
