from __future__ import annotations

import numpy as np
import pytest

from citygml.mesh import EMPTY
from viewer.sun import AMBIENT, SUN, SUN_ALTITUDE_DEG, SUN_DIRECTION, direction, ground_shadow


def test_a_level_roof_in_the_sun_is_as_bright_as_its_legend_and_never_brighter():
    """Lambert: ambient + sun * cos(90 - altitude)."""
    brightness = AMBIENT + SUN * np.sin(np.radians(SUN_ALTITUDE_DEG))
    assert 0.94 < brightness <= 1.0


def test_the_sun_stands_in_the_southern_half_of_the_sky():
    assert SUN_DIRECTION[1] < -0.5
    assert SUN_DIRECTION[2] > 0.5


def test_the_shadow_of_a_tower_falls_away_from_the_sun_by_height_over_tangent(town):
    """The tower b12, 40 m high: its shade reaches 40 / tan(42 deg) = 44.4 m beyond the roof."""
    tower = town.mesh.submesh(town.feature_row_of_triangle == 12)
    shade = ground_shadow(tower, town.terrain)
    foot = np.array([40.0, 50.0])  # north-west corner of the tower
    reach = np.linalg.norm(shade.vertices[:, :2] - foot, axis=1).max()
    away = -SUN_DIRECTION[:2] / np.linalg.norm(SUN_DIRECTION[:2])
    tip = shade.vertices[(shade.vertices[:, :2] @ away).argmax(), :2]
    assert (tip - foot) @ away == pytest.approx(40.0 / np.tan(np.radians(42.0)), abs=0.01)
    assert reach < 60.0
    np.testing.assert_allclose(shade.vertices[:, 2], 3.0)


def test_no_shadow_where_the_sun_is_down(town):
    assert not len(ground_shadow(town.mesh, town.terrain, toward_sun=direction(0.0, -5.0)))


def test_no_ground_takes_no_shadow(town):
    assert not len(ground_shadow(town.mesh, EMPTY))


def test_shadows_beyond_the_edge_of_the_ground_are_left_out(town):
    edge = town.terrain.submesh([0])  # the south-eastern half of the ground
    shade = ground_shadow(town.mesh, edge)
    assert np.isfinite(shade.vertices).all()
    assert 0 < len(shade) < len(ground_shadow(town.mesh, town.terrain))


def test_shadows_face_up(town):
    assert (ground_shadow(town.mesh, town.terrain).area_vectors[:, 2] >= 0.0).all()
