"""Relief: tiles join without seams, holes have a name."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygml import relief as relief_module
from citygml.mesh import EMPTY
from citygml.relief import border_edges, joined_relief, relief_gaps
from citygml.terrain import height_at, relief_of_grid


def tile(west, *, cells=4, cell_m=10.0):
    """Corners of the triangles of a square tile over z = 0.1 x + 0.2 y."""
    axis = west + np.arange(cells + 1) * cell_m
    y = np.arange(cells, -1, -1) * cell_m
    return relief_of_grid(axis, y, 0.1 * axis[None, :] + 0.2 * y[:, None]).corners


def test_two_tiles_join_without_a_seam():
    """4 cells on each side of the common border: 9 by 5 points, border all round."""
    relief = joined_relief(np.concatenate([tile(0.0), tile(40.0)]))
    assert len(relief.vertices) == 9 * 5
    assert len(relief) == 64
    assert len(border_edges(relief.triangles)) == 2 * (8 + 4)
    assert relief.area_vectors[:, 2].sum() == pytest.approx(80 * 40)
    assert len(relief_gaps(relief)) == 0


def test_points_that_rounding_moved_apart_are_sewn():
    apart = np.add(tile(40.0), (4e-5, -4e-5, 3e-5))
    relief = joined_relief(np.concatenate([tile(0.0), apart]))
    assert len(relief.vertices) == 9 * 5
    assert len(border_edges(relief.triangles)) == 24


def test_points_further_apart_stay_two():
    apart = np.add(tile(40.0), (0.01, 0.0, 0.0))
    relief = joined_relief(np.concatenate([tile(0.0), apart]))
    assert len(relief.vertices) == 2 * 25
    assert len(joined_relief(np.concatenate([tile(0.0), apart]), tolerance_m=0.02).vertices) == 45


def test_a_border_that_both_tiles_hold_is_there_once():
    wide = joined_relief(np.concatenate([tile(0.0), tile(30.0)]))
    assert wide.area_vectors[:, 2].sum() == pytest.approx(70 * 40)
    assert len(wide) == 2 * 7 * 4


def test_triangles_face_up_however_they_are_written():
    relief = joined_relief(tile(0.0)[:, ::-1])
    assert (relief.area_vectors[:, 2] > 0).all()


@given(st.permutations(range(32)))
def test_the_order_of_triangles_is_of_no_matter(order):
    corners = tile(0.0)
    xy = [(3.0, 7.0), (39.0, 1.0), (20.0, 20.0)]
    expected = height_at(joined_relief(corners), xy)
    np.testing.assert_allclose(height_at(joined_relief(corners[order]), xy), expected)


def test_nothing_joins_to_nothing():
    assert joined_relief(np.zeros((0, 3, 3))) is EMPTY
    flat = np.array([[(0, 0, 0), (1, 0, 0), (0, 0, 0)]], float)
    assert len(joined_relief(flat)) == 0


def test_holes_are_named_the_largest_first():
    """Holes of 1 and of 2 x 2 cells of 100 m2 in a relief of 8 x 8 cells."""
    axis = np.arange(9) * 10.0
    up = np.zeros((9, 9))
    relief = relief_of_grid(axis, axis[::-1], up)
    x, y = relief.corners[:, :, :2].mean(axis=1).T
    small = (x > 10) & (x < 20) & (y > 10) & (y < 20)
    large = (x > 40) & (x < 60) & (y > 40) & (y < 60)
    at_the_border = (x > 70) & (y > 70)
    gaps = relief_gaps(relief.submesh(~(small | large | at_the_border)))
    assert [gap.area for gap in gaps] == [400.0, 100.0]
    assert gaps[0].bounds == (40, 40, 60, 60)


def test_an_island_in_a_hole_is_no_hole():
    """A hole of 5 x 5 cells round an island of one: 24 cells are missing."""
    axis = np.arange(8) * 1.0
    relief = relief_of_grid(axis, axis[::-1], np.zeros((8, 8)))
    x, y = np.abs(relief.corners[:, :, :2].mean(axis=1) - 3.5).T
    ring = (np.maximum(x, y) < 2.5) & ~(np.maximum(x, y) < 0.5)
    gaps = relief_gaps(relief.submesh(~ring))
    assert [gap.area for gap in gaps] == [24.0]


def test_a_cell_of_three_heights_is_one_triangle_whichever_is_missing():
    for missing in range(4):
        up = np.ones(4)
        up[missing] = np.nan
        relief = relief_of_grid([0, 1], [1, 0], up.reshape(2, 2))
        assert relief.area_vectors[:, 2].tolist() == [0.5]


def test_a_lattice_gives_its_own_heights_back():
    rng = np.random.default_rng(1)
    up = rng.uniform(0, 9, (6, 7))
    x, y = np.arange(7) * 5.0, np.arange(5, -1, -1) * 5.0
    relief = relief_of_grid(x, y, up)
    at = np.column_stack([np.tile(x, 6), np.repeat(y, 7)])
    np.testing.assert_allclose(height_at(relief, at), up.ravel())
    assert (relief.area_vectors[:, 2] > 0).all()


def test_points_that_are_mixed_to_one_number_stay_apart(monkeypatch):
    """With mixers of 0 every point has the same number; the surface is the same."""
    corners = np.concatenate([tile(0.0), tile(40.0)])
    monkeypatch.setattr(relief_module, "_MIXERS", np.zeros(3, dtype=np.uint64))
    relief = joined_relief(corners)
    assert len(relief.vertices) == 9 * 5
    assert len(relief) == 64


def test_more_points_than_can_be_packed_join_the_same_way(monkeypatch):
    monkeypatch.setattr(relief_module, "_MAX_PACKED", 10)
    wide = joined_relief(np.concatenate([tile(0.0), tile(30.0)]))
    assert len(wide) == 2 * 7 * 4


def test_zero_has_one_place_whatever_its_sign():
    flat = np.array([[(0, 0, 0), (1, 0, 0), (0, 1, 0)], [(-0.0, 0, 0), (0, 1, 0), (-1, 0, 0)]])
    assert len(joined_relief(flat).vertices) == 4
