"""Faces that lie on each other, stand apart, or are outside of something."""

import numpy as np
import pytest
from gml_documents import box_rings

from citygml.face_checks import (
    beyond_outline,
    distances,
    edges,
    lonely_faces,
    outside_solid,
    overlapping_faces,
    share_an_edge,
)
from citygml.mesh import triangulate
from citygml.surfaces import surface_table

SQUARE = [(0.0, 0.0, 0.0), (4.0, 0.0, 0.0), (4.0, 4.0, 0.0), (0.0, 4.0, 0.0)]
#: A turn that takes the axes to no axis, and a move far away.
TURN = np.linalg.qr(np.array([[1.0, 2, 3], [0, 1, 4], [5, 6, 0]]))[0]


def moved(ring, *step):
    return [tuple(np.array(point) + step) for point in ring]


def turned(rings):
    return [[tuple(np.array(point) @ TURN + 1e4) for point in ring] for ring in rings]


def groups(count):
    return np.zeros(count, dtype=np.int64)


@pytest.mark.parametrize("turn", [list, turned])
@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ((3.9, 0, 0), True),
        ((3.98, 0, 0), False),  # within the tolerance of 0.03 m
        ((4.0, 0, 0), False),
        ((1.0, 0, 0.009), True),
        ((1.0, 0, 0.02), False),  # above each other
        ((0.0, 0, 0), True),
    ],
)
def test_faces_overlap_where_they_share_a_patch_of_one_plane(step, expected, turn):
    rings = turn([SQUARE, moved(SQUARE, *step)])
    for second in (rings[1], rings[1][::-1]):
        found = overlapping_faces(surface_table([[rings[0]], [second]]), groups(2))
        assert (len(found[0]) > 0) == expected


def test_a_face_in_the_hole_of_another_does_not_overlap_it():
    hole = [(1.0, 1.0, 0.0), (1.0, 2.0, 0.0), (2.0, 2.0, 0.0), (2.0, 1.0, 0.0)]
    table = surface_table([[SQUARE, hole], [hole[::-1]]])
    assert not len(overlapping_faces(table, groups(2))[0])
    assert len(overlapping_faces(surface_table([[SQUARE], [hole[::-1]]]), groups(2))[0]) == 1


def test_faces_of_two_groups_are_not_compared():
    table = surface_table([[SQUARE], [SQUARE]])
    assert not len(overlapping_faces(table, np.array([0, 1]))[0])


def test_faces_of_a_box_neither_overlap_nor_stand_alone():
    table = surface_table([[ring] for ring in box_rings()])
    assert not len(overlapping_faces(table, groups(6))[0])
    assert not lonely_faces(table, groups(6)).any()


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ((4.0, 1.0, 0), [False, False]),  # along an edge, no corner in common
        ((4.005, 1.0, 0), [False, False]),
        ((4.02, 1.0, 0), [True, True]),
        ((2.0, 2.0, 0.5), [True, True]),
    ],
)
def test_a_face_is_lonely_where_it_touches_no_other(step, expected):
    rings = [SQUARE, moved([tuple(0.5 * np.array(p)) for p in SQUARE], *step)]
    assert lonely_faces(surface_table([[r] for r in rings]), groups(2)).tolist() == expected


def test_a_face_that_is_alone_in_its_group_is_not_lonely():
    assert lonely_faces(surface_table([[SQUARE]]), groups(1)).tolist() == [False]


def test_the_inside_of_a_box_reaches_to_its_faces_and_the_tolerance_beyond():
    """A box of 10 x 10 x 6 m with a corner at the origin, its faces 0.03 m thick."""
    mesh = triangulate(surface_table([[ring] for ring in box_rings()]))
    low, high = mesh.vertices.min(axis=0), mesh.vertices.max(axis=0)
    inside = np.random.default_rng(3).uniform(low, high, (500, 3))
    triangles = mesh.vertices[mesh.triangles]
    assert not outside_solid(inside, triangles).any()
    assert not outside_solid(np.array([low, high, (low + high) / 2]), triangles).any()
    beside = inside.copy()
    beside[:, 0] = high[0] + 0.029
    assert not outside_solid(beside, triangles).any()
    beside[:, 0] = high[0] + 0.031
    assert outside_solid(beside, triangles).all()
    np.testing.assert_allclose(distances(beside, triangles), 0.031, atol=1e-9)


def test_a_bay_of_a_solid_is_outside():
    """An L: the corner cut out of it is outside though it is within its box."""
    plan = [(0, 0), (4, 0), (4, 2), (2, 2), (2, 4), (0, 4)]
    walls = [
        [(*a, 0.0), (*b, 0.0), (*b, 3.0), (*a, 3.0)]
        for a, b in zip(plan, plan[1:] + plan[:1], strict=True)
    ]
    rings = [[(*p, 0.0) for p in plan[::-1]], [(*p, 3.0) for p in plan], *walls]
    mesh = triangulate(surface_table([[ring] for ring in rings]))
    points = np.array([(3.0, 3.0, 1.5), (1.0, 3.0, 1.5), (3.0, 1.0, 1.5)])
    assert outside_solid(points, mesh.vertices[mesh.triangles]).tolist() == [True, False, False]


def test_many_points_are_judged_in_parts_with_the_same_answer(monkeypatch):
    mesh = triangulate(surface_table([[ring] for ring in box_rings()]))
    triangles = mesh.vertices[mesh.triangles]
    points = np.random.default_rng(4).uniform(-5, 15, (200, 3))
    whole = outside_solid(points, triangles)
    monkeypatch.setattr("citygml.face_checks._PAIRS", 30)
    assert (outside_solid(points, triangles) == whole).all()
    assert whole.any()
    assert not whole.all()


def test_a_door_in_a_notch_is_inside_its_wall_and_a_jamb_is_too():
    outline = [(0, 0), (3, 0), (3, 2), (4, 2), (4, 0), (10, 0), (10, 6), (0, 6)]
    wall = surface_table([[[(x, 0.0, z) for x, z in outline]]])
    door = np.array([(3, 0, 0), (4, 0, 0), (4, 0.3, 2), (3, 0.3, 2)], dtype=float)
    assert not beyond_outline(door, wall).any()
    assert beyond_outline(door - (4, 0, 0), wall).tolist() == [True, False, False, True]


def test_a_wall_that_comes_round_is_seen_along_its_largest_face():
    """The two sides of a free-standing wall have no area together."""
    ring = [(0.0, 0.0, 0.0), (4.0, 0.0, 0.0), (4.0, 0.0, 3.0), (0.0, 0.0, 3.0)]
    wall = surface_table([[ring], [moved(ring[::-1], 0, 0.2, 0)]])
    points = np.array([(1.0, 0, 1), (5.0, 0, 1)])
    assert beyond_outline(points, wall).tolist() == [False, True]


def test_an_edge_in_common_is_more_than_a_point():
    wall = edges(surface_table([[SQUARE]]))
    inner = [(1.0, 1.0, 0.0), (2.0, 1.0, 0.0), (2.0, 2.0, 0.0), (1.0, 2.0, 0.0)]
    assert not share_an_edge(edges(surface_table([[inner]])), wall)
    assert share_an_edge(edges(surface_table([[moved(inner, 0, -1, 0)]])), wall)
    assert not share_an_edge(edges(surface_table([[moved(SQUARE, 4, 4, 0)]])), wall)
