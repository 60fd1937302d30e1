"""Fans of triangles: which rings have one, and that it covers the ring once."""

import numpy as np
import pytest

from citygml.fans import fans
from citygml.mesh import MIN_AREA_M2, plane_axes

L_PLAN = [(0, 0), (4, 0), (4, 2), (2, 2), (2, 5), (0, 5)]
U_PLAN = [(0, 0), (6, 0), (6, 4), (4, 4), (4, 2), (2, 2), (2, 4), (0, 4)]
PLANES = [(0, 0, 1), (0, 0, -1), (1, 0, 0), (3, -2, 6)]


def cut_rings(*rings):
    """Rings of equal length in space: their fans and whether these serve."""
    coords = np.concatenate([np.asarray(ring, dtype=np.float64) for ring in rings])
    size = len(rings[0])
    corners, cut = fans(coords, np.arange(len(rings)) * size, size=size, min_area_m2=MIN_AREA_M2)
    return coords, corners, cut


def in_plane(plan, normal=(0, 0, 1), shift=(0, 0, 0)):
    return np.asarray(plan, dtype=np.float64) @ plane_axes(normal) + shift


def areas(coords, corners, normal):
    """Areas of the triangles of one fan, negative where they face against `normal`."""
    hub, points = coords[corners[0]], coords[corners[1:]]
    crosses = np.cross(points[:-1] - hub, points[1:] - hub)
    return crosses @ np.asarray(normal) / np.linalg.norm(normal) / 2


@pytest.mark.parametrize("normal", PLANES)
@pytest.mark.parametrize("count", [3, 4, 5, 8, 12])
def test_a_regular_polygon_is_cut_into_two_triangles_less_than_it_has_corners(count, normal):
    """Radius 2: area n / 2 r² sin(2 pi / n)."""
    angle = 2 * np.pi * np.arange(count) / count
    ring = in_plane(2 * np.column_stack([np.cos(angle), np.sin(angle)]), normal, (1e5, -2e5, 80))
    coords, corners, cut = cut_rings(ring)
    found = areas(coords, corners[:, 0], normal)
    assert cut.all()
    assert len(found) == count - 2
    assert (found > 0).all()
    assert found.sum() == pytest.approx(count / 2 * 4 * np.sin(2 * np.pi / count), rel=1e-9)


@pytest.mark.parametrize("normal", PLANES)
def test_an_l_is_cut_wherever_its_ring_begins(normal):
    """4 x 2 and 2 x 3 m: 14 m2 in four triangles."""
    rings = [in_plane(L_PLAN[start:] + L_PLAN[:start], normal) for start in range(6)]
    coords, corners, cut = cut_rings(*rings)
    assert cut.all()
    for fan in corners.T:
        found = areas(coords, fan, normal)
        assert (found > 0.5).all()
        assert found.sum() == pytest.approx(14.0)


def test_a_small_ring_far_from_the_origin_is_cut():
    """An L of 4 cm, 20,000 km away: products of its coordinates are coarser than its area."""
    plans = [np.multiply(L_PLAN[start:] + L_PLAN[:start], 0.01) for start in range(6)]
    coords, corners, cut = cut_rings(
        *(in_plane(p, (3, -2, 6), (1.8e7, -1.5e7, 800)) for p in plans)
    )
    assert cut.all()
    for fan in corners.T:
        assert (areas(coords, fan, (3, -2, 6)) > 1e-4).all()


def test_no_corner_of_a_u_sees_all_others():
    octagon = [(np.cos(a), np.sin(a)) for a in np.pi / 4 * np.arange(8)]
    _, _, cut = cut_rings(in_plane(U_PLAN), in_plane(octagon))
    assert cut.tolist() == [False, True]


@pytest.mark.parametrize(
    "plan",
    [
        [(0, 0), (2, 0), (4, 0), (4, 4), (0, 4)],
        [(0, 0), (1, 0), (3, 0), (4, 0), (4, 4), (0, 4)],
        [(0, 0), (2, 0), (4, 0), (2, 2), (0, 4), (0, 2)],
    ],
    ids=["one in an edge", "two in an edge", "one in each edge of a triangle"],
)
def test_a_corner_in_a_straight_edge_makes_no_empty_triangle(plan):
    """Every triangle has half a square metre or more, and together they are the ring."""
    coords, corners, cut = cut_rings(in_plane(plan))
    found = areas(coords, corners[:, 0], (0, 0, 1))
    assert cut.all()
    assert (found >= 0.5).all()
    assert found.sum() == pytest.approx(8.0 if len(plan) == 6 and plan[3] == (2, 2) else 16.0)


@pytest.mark.parametrize(
    "plan",
    [
        [(0, 0), (4, 0), (4, 0), (4, 4), (0, 4)],
        [(0, 0), (4, 0), (4, 4), (2, 4 + 1e-8), (0, 4), (0, 2), (0, 1), (1e-8, 0)],
        [(0, 0), (4, 0), (1, 0), (3, 0), (2, 0)],
        [(0, 0)] * 5,
        [(np.cos(a), np.sin(a)) for a in 0.8 * np.pi * np.arange(5)],
        [(0, 0), *(((1 + a / 9) * np.cos(a), (1 + a / 9) * np.sin(a)) for a in np.arange(0, 9, 1))],
    ],
    ids=["repeated", "almost repeated", "no area", "one point", "star", "twice around"],
)  # fmt: skip
def test_rings_that_no_fan_covers_once_are_left_to_earcut(plan):
    _, _, cut = cut_rings(in_plane(plan))
    assert not cut.any()


def test_the_arm_that_reaches_around_its_hub_once_is_a_fan():
    """As "twice around" above, but it ends after 300 degrees."""
    turn = np.radians(np.arange(0, 301, 50))
    coords, corners, cut = cut_rings(
        in_plane([(0, 0), *zip(np.cos(turn), np.sin(turn), strict=True)])
    )
    assert cut.all()
    assert corners[0, 0] == 0
    assert areas(coords, corners[:, 0], (0, 0, 1)).sum() == pytest.approx(
        6 / 2 * np.sin(np.radians(50))
    )


def test_the_hub_is_the_corner_whose_smallest_triangle_is_largest():
    """Seen from the tip of a roof 10 m wide, no triangle is as thin as from its low eaves."""
    plan = [(0, 0), (10, 0), (10, 0.1), (5, 6), (0, 0.1)]
    coords, corners, _ = cut_rings(in_plane(plan))
    worst = [
        areas(coords, np.roll(np.arange(5), -hub), (0, 0, 1)).min() for hub in range(len(plan))
    ]
    assert areas(coords, corners[:, 0], (0, 0, 1)).min() == pytest.approx(max(worst))
    assert max(worst) > min(worst)


def test_a_ring_that_is_not_quite_planar_keeps_its_corners_and_faces_one_way():
    ring = in_plane(L_PLAN) + np.outer([0, 1, 0, 1, 0, 1], (0, 0, 0.02))
    coords, corners, cut = cut_rings(ring)
    assert cut.all()
    assert sorted(corners[:, 0]) == list(range(6))
    assert (areas(coords, corners[:, 0], (0, 0, 1)) > 0).all()
