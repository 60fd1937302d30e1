from __future__ import annotations

import numpy as np
import pytest

from viewer.framing import VIEW_ANGLE_DEG, dense_part, standpoint
from viewer.layers import city_layers


def seen(points, at, aspect):
    """Position in the picture, -1 to 1, by the pinhole formula."""
    forward = (at.focus - at.position) / np.linalg.norm(at.focus - at.position)
    right = np.cross(forward, at.up)
    right /= np.linalg.norm(right)
    local = points - at.position
    half = np.tan(np.radians(VIEW_ANGLE_DEG / 2))
    depth = local @ forward
    return local @ right / depth / half / aspect, local @ np.cross(right, forward) / depth / half


@pytest.mark.parametrize("aspect", [0.7, 1.28, 2.5])
def test_all_buildings_are_in_the_picture_and_fill_it_one_way(town, aspect):
    at = standpoint(town, city_layers(town), aspect=aspect)
    own = ~town.features["is_context"].to_numpy(dtype=bool)[town.feature_row_of_triangle]
    x, y = seen(town.mesh.corners[own].reshape(-1, 3), at, aspect)
    assert max(abs(x).max(), abs(y).max()) < 1.0
    assert max(np.ptp(x), np.ptp(y)) > 1.6


def test_the_camera_stands_on_the_sunny_side_above_the_city(town):
    at = standpoint(town, city_layers(town))
    assert at.position[1] < at.focus[1]
    assert at.position[2] > town.mesh.vertices[:, 2].max()


def test_hamlets_far_apart_do_not_make_an_empty_picture():
    """Two of 20 houses of 100 m2 lie 2 km away: the circle around all is empty for 99.8 %."""
    hamlet = np.column_stack([np.arange(18) % 6 * 15.0, np.arange(18) // 6 * 15.0])
    places = np.concatenate([hamlet, [(2000.0, 0.0), (2000.0, 15.0)]])
    shown = dense_part(places, np.full(20, 100.0))
    np.testing.assert_array_equal(np.flatnonzero(shown), np.arange(18))


def test_one_building_is_a_picture():
    assert dense_part([(5.0, 5.0)], [100.0]).tolist() == [True]
