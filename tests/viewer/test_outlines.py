from __future__ import annotations

import numpy as np
import shapely

from viewer.outlines import outlines


def test_courtyards_stay_open():
    yard = shapely.box(0, 0, 10, 10) - shapely.box(3, 3, 7, 7)
    paths, row = outlines([yard, None, shapely.MultiPolygon([shapely.box(20, 0, 21, 1)])])
    assert row.tolist() == [0, 2]
    assert len(paths[0].to_polygons()) == 2
    ring = [np.cross(p[1] - p[0], p[2] - p[1]) for p in map(to_3d, paths[0].to_polygons())]
    assert ring[0][2] * ring[1][2] < 0  # the hole turns the other way


def to_3d(points):
    return np.column_stack([points, np.zeros(len(points))])
