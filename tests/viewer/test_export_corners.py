from __future__ import annotations

import numpy as np

from citygml.mesh import Mesh
from viewer.export.corners import (
    corner_labels,
    feature_rows,
    grouped_corners,
    linear_colour,
    vertex_normals,
    y_up,
)
from viewer.scene import view


def test_corners_are_shared_by_no_two_groups_and_no_two_colours():
    """Two triangles of four corners: in one colour they share two corners, in two they do not."""
    corners = np.array([(0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0.0)])
    mesh = Mesh(corners, np.array([(0, 1, 2), (0, 2, 3)], np.int32), np.zeros(2, np.int32))
    red, grey = (200, 0, 0), (90, 90, 90)
    for rgb, group, count in (
        ([red, red], [0, 0], 4),
        ([red, grey], [0, 0], 6),
        ([red, red], [1, 0], 6),
    ):
        owner, vertex, index, order = grouped_corners(
            mesh, corner_labels(np.array(rgb, np.uint8)), np.array(group, np.int64)
        )
        assert len(vertex) == count
        assert owner.tolist() == sorted(owner.tolist())
        np.testing.assert_array_equal(vertex[index], mesh.triangles[order])
        np.testing.assert_array_equal(owner[index[:, 0]], np.sort(group))


def test_axes_turn_to_those_of_gltf():
    np.testing.assert_array_equal(y_up(np.eye(3)), [(1, 0, 0), (0, 0, -1), (0, 1, 0)])


def test_white_is_one_and_black_is_nothing():
    found = linear_colour(np.array([(255, 255, 255), (0, 0, 0)], np.uint8), 0.5)
    assert found.tolist() == [[65535] * 3 + [32768], [0, 0, 0, 32768]]


def test_corners_of_two_surfaces_stay_apart_and_are_counted_as_they_come():
    """The same two triangles as parts of two surfaces: no corner is shared, so edges are sharp."""
    corners = np.array([(0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0.0)])
    mesh = Mesh(corners, np.array([(3, 0, 1), (3, 1, 2)], np.int32), np.arange(2, dtype=np.int32))
    label = corner_labels(np.zeros((2, 3), np.uint8))
    _, vertex, index, _ = grouped_corners(mesh, label, np.zeros(2, np.int64))
    assert index.ravel().tolist() == [0, 1, 2, 3, 4, 5]
    assert vertex.tolist() == [3, 0, 1, 3, 1, 2]


def test_normals_of_a_shared_corner_are_weighted_by_area():
    """A face of 2 m2 up and one of 1 m2 to the side: the normal is (1, 2, 0), normed."""
    corners = np.array([(0, 0, 0), (0, 0, 2), (2, 0, 0), (0, -1, 0.0)])
    normal = vertex_normals(corners, np.array([(0, 1, 2), (0, 3, 1)], np.uint32))
    np.testing.assert_allclose(normal[0], np.array((-1, 2, 0)) / np.sqrt(5), atol=1e-6)
    np.testing.assert_allclose(normal[2], (0, 1, 0))


def test_ground_belongs_to_no_feature_and_a_house_to_itself(town):
    layers = {layer.name: layer for layer in view(town).layers}
    assert set(feature_rows(town, layers["ground"])) == {-1}
    np.testing.assert_array_equal(
        feature_rows(town, layers["buildings"]), np.repeat(np.arange(25), 12)
    )
