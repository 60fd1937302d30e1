from __future__ import annotations

import numpy as np
from glb_reader import glb_parts

from citygml.mesh import Mesh
from viewer.export.corners import corner_labels, grouped_corners, linear_colour, y_up
from viewer.export.gltf import Gltf


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


def test_buffer_views_begin_at_multiples_of_eight():
    asset = Gltf("test")
    asset.buffer_view(b"abc")
    asset.buffer_view(b"defgh")
    facts, body = glb_parts(asset.to_bytes())
    assert [view["byteOffset"] for view in facts["bufferViews"]] == [0, 8]
    assert body[8:13] == b"defgh"
