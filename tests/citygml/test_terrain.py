"""Height of the ground, and a ground where there is no relief."""

import numpy as np
import pytest
from builders import flat_ground

from citygml.mesh import EMPTY, Mesh
from citygml.terrain import Ground, ground_from_bases, height_at


def terrain(vertices, triangles) -> Mesh:
    return Mesh(
        np.array(vertices, float),
        np.array(triangles, np.int32),
        np.full(len(triangles), -1, np.int32),
    )


def hill(points=30, *, width_m=300.0) -> Mesh:
    """A grid over z = 0.1 x + 0.2 y + 5, cut into triangles."""
    axis = np.linspace(0, width_m, points)
    x, y = np.meshgrid(axis, axis)
    vertices = np.column_stack([x.ravel(), y.ravel(), 0.1 * x.ravel() + 0.2 * y.ravel() + 5])
    i = (np.arange(points - 1)[:, None] * points + np.arange(points - 1)).ravel()
    triangles = [[i, i + 1, i + points], [i + 1, i + points + 1, i + points]]
    return terrain(vertices, np.concatenate([np.column_stack(t) for t in triangles]))


def test_a_plane_is_interpolated_exactly_everywhere_inside():
    xy = np.random.default_rng(2).uniform(0, 300, (500, 2))
    np.testing.assert_allclose(height_at(hill(), xy), xy @ (0.1, 0.2) + 5, rtol=1e-12)


def test_corners_edges_and_seams_belong_to_the_surface():
    on_the_line = [(0, 0), (300, 300), (0, 150.0), (300 / 29, 300 / 29), (12.5, 0)]
    expected = np.array(on_the_line) @ (0.1, 0.2) + 5
    np.testing.assert_allclose(height_at(hill(), on_the_line), expected, rtol=1e-12)


def test_outside_the_surface_there_is_no_height():
    found = height_at(hill(), [(-0.01, 5), (300.01, 5), (1e9, 1e9), (5, 5)])
    assert np.isnan(found).tolist() == [True, True, True, False]


def test_a_point_that_is_nowhere_has_no_height():
    assert np.isnan(height_at(hill(), [(np.nan, 5), (np.inf, 5)])).all()


def test_a_third_column_is_ignored():
    assert height_at(flat_ground(height=7.0), [(1, 2, 999), (3, 4, np.nan)]).tolist() == [7, 7]


def test_where_triangles_overlap_the_highest_answers():
    both = terrain(
        [(0, 0, 1), (9, 0, 1), (0, 9, 1), (0, 0, 4), (9, 0, 4), (0, 9, 4)], [(3, 4, 5), (0, 1, 2)]
    )
    assert height_at(both, [(1, 1)]).tolist() == [4]


def test_a_vertical_triangle_has_no_height_of_its_own():
    wall = terrain([(0, 0, 0), (10, 0, 0), (5, 0, 9)], [(0, 1, 2)])
    assert np.isnan(height_at(wall, [(5, 0)])).all()


def test_triangles_that_face_down_give_the_same_height():
    slope = terrain([(0, 0, 0), (10, 0, 1), (0, 10, 0)], [(0, 2, 1)])
    assert height_at(slope, [(5, 1)]).tolist() == [0.5]


@pytest.mark.parametrize("points", [np.zeros((0, 2)), np.zeros((0, 3))])
def test_no_points_and_no_triangles_are_no_error(points):
    assert height_at(hill(), points).shape == (0,)
    assert np.isnan(height_at(EMPTY, [(0, 0)])).all()


def test_ground_answers_like_its_mesh():
    assert Ground(flat_ground(height=2.5), "relief").height_at([(0, 0)]).tolist() == [2.5]


def test_a_ground_of_bases_goes_through_every_base():
    bases = np.random.default_rng(3).uniform((0, 0, 10), (500, 400, 30), (60, 3))
    np.testing.assert_allclose(height_at(ground_from_bases(bases), bases), bases[:, 2], atol=1e-9)


def test_a_ground_of_bases_reaches_its_margin_and_no_further():
    mesh = ground_from_bases([(0, 0, 3), (100, 50, 3), (30, 80, 3)], margin_m=50)
    np.testing.assert_array_equal(mesh.bounds, [(-50, -50, 3), (150, 130, 3)])
    found = height_at(mesh, [(-49, -49), (149, 129), (-51, 0)])
    assert found.tolist()[:2] == pytest.approx([3, 3])
    assert np.isnan(found[2])


def test_a_ground_of_bases_faces_up_and_is_terrain():
    mesh = ground_from_bases([(0, 0, 3), (100, 50, 9), (30, 80, 1)])
    assert (mesh.area_vectors[:, 2] > 0).all()
    assert (mesh.surface_row == -1).all()


def test_a_slope_of_bases_stays_between_its_lowest_and_highest():
    bases = [(x, y, 0.1 * x) for x in (0, 50, 100) for y in (0, 50, 100)]
    mesh = ground_from_bases(bases)
    assert (mesh.bounds[0, 2], mesh.bounds[1, 2]) == (0, 10)
    assert height_at(mesh, [(75, 75)])[0] == pytest.approx(7.5)


@pytest.mark.parametrize("bases", [[(5, 5, 2)], [(5, 5, 2), (5, 5, 2)], [(0, 0, 2), (9, 9, 2)]])
def test_one_base_or_bases_in_a_line_are_a_level_ground(bases):
    found = height_at(ground_from_bases(bases), [(0, 0), (100, -100)])
    assert found.tolist() == pytest.approx([2, 2])


def test_bases_without_height_are_left_out():
    mesh = ground_from_bases([(0, 0, np.nan), (9, 9, 4)])
    assert height_at(mesh, [(0, 0)]).tolist() == pytest.approx([4])
    assert len(ground_from_bases([(0, 0, np.nan)])) == 0
    assert len(ground_from_bases(np.zeros((0, 3)))) == 0


def test_a_ground_of_bases_does_not_depend_on_order_or_origin():
    """A lattice of bases: four in a square make two triangles, and which two is a matter of taste.

    Places are rounded to 15 nanometres, so that a coordinate that is off by less decides nothing.
    """
    x, y = np.meshgrid(np.arange(12) * 7.3, np.arange(12) * 7.3)
    bases = np.column_stack([x.ravel(), y.ravel(), np.random.default_rng(5).uniform(0, 9, 144)])
    plain = ground_from_bases(bases)
    shift = np.array([-24795.0, -43218.0, 0.0])
    moved = ground_from_bases(np.random.default_rng(6).permutation(bases + shift))
    np.testing.assert_array_equal(moved.vertices - shift, plain.vertices)
    np.testing.assert_array_equal(moved.triangles, plain.triangles)


def test_of_several_bases_in_one_place_the_lowest_counts():
    bases = [(0, 0, 4), (0, 0, 2), (0, 0, 3), (50, 0, 9)]
    assert height_at(ground_from_bases(bases), [(0, 0)])[0] == pytest.approx(2)
