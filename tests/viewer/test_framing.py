from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from builders import Box, box_city

from citygml.mesh import EMPTY
from citygml.surfaces import SurfaceKind, surface_table
from viewer.framing import VIEW_ANGLE_DEG, dense_part, framed_buildings, standpoint
from viewer.layers import city_layers
from viewer.scene import view


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


def test_a_picture_says_which_buildings_lie_outside_it():
    """24 houses of 100 m2 in a village and one 3 km away: the picture is of the 24."""
    village = [Box(10, 10, 6, east=15.0 * (k % 6), north=15.0 * (k // 6)) for k in range(24)]
    shown = view(box_city([*village, Box(10, 10, 6, east=3000.0)]))
    assert shown.framing_note() == "24 of 25 buildings are in the picture"
    assert replace(shown, lang="ja").framing_note() == "建築物25件のうち24件が画面内"
    assert view(box_city(village)).framing_note() == ""


def test_neighbours_are_not_counted_as_outside(town):
    """b24 only casts shade."""
    layers = city_layers(town)
    at = standpoint(town, layers, aspect=1.28)
    counted = framed_buildings(town, layers, at, aspect=1.28, angle_deg=VIEW_ANGLE_DEG)
    assert counted == (24, 24)
    behind = at._replace(focus=2 * at.position - at.focus)
    assert framed_buildings(town, layers, behind, aspect=1.28, angle_deg=VIEW_ANGLE_DEG) == (0, 24)


def test_water_far_away_does_not_make_an_empty_picture(town):
    """Without buildings the road of 210 m is shown, not a second one 50 km away."""
    far = [(5e4, 5e4, 0), (5e4 + 9, 5e4, 0), (5e4 + 9, 5e4 + 9, 0), (5e4, 5e4 + 9, 0)]
    flat = np.flatnonzero(np.isin(town.surfaces.kind, (SurfaceKind.TRAFFIC, SurfaceKind.WATER)))
    rings = [[town.surfaces.rings(row)[0][::-1]] for row in flat]  # facing down
    surfaces = surface_table(
        [*rings, [far]],
        kind=[SurfaceKind.TRAFFIC, SurfaceKind.WATER, SurfaceKind.TRAFFIC],
        feature_row=[25, 26, 26],
        surface_id=["", "", ""],
    )
    empty = replace(town, surfaces=surfaces, mesh=EMPTY, terrain=None)
    at = standpoint(empty, city_layers(empty))
    assert np.linalg.norm(at.focus[:2]) < 500.0
    assert np.linalg.norm(at.position - at.focus) < 2000.0


def test_one_building_is_a_picture():
    assert dense_part([(5.0, 5.0)], [100.0]).tolist() == [True]
