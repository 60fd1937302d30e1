"""Highest points of relief on a fixed lattice: parts of a relief make the lattice of the whole."""

import numpy as np
import pytest

from analyses.raycast import RayScene
from analyses.raycast.layered import LayeredScene
from analyses.relief_lattice import CELL_M, joined_lattice, lattice_mesh, relief_lattice
from citygml.mesh import Mesh


def hills(count=40, size_m=40.0, east=0.0):
    """Triangles of a bumpy plain from a seeded generator."""
    rng = np.random.default_rng(5)
    steps = np.arange(count) * size_m
    x, y = np.meshgrid(steps + east, steps)
    z = rng.uniform(0.0, 30.0, x.shape)
    points = np.stack([x, y, z], axis=-1)
    a, b, c, d = points[:-1, :-1], points[:-1, 1:], points[1:, 1:], points[1:, :-1]
    lower = np.stack([a, b, c], axis=2).reshape(-1, 3, 3)
    return np.concatenate([lower, np.stack([a, c, d], axis=2).reshape(-1, 3, 3)])


def test_parts_make_the_lattice_of_the_whole():
    corners = hills()
    parts = [relief_lattice(corners[k::3]) for k in range(3)]
    np.testing.assert_array_equal(joined_lattice(parts), relief_lattice(corners))


def test_no_corner_is_higher_than_its_cell():
    corners = hills().reshape(-1, 3)
    tops = {tuple(row[:2]): row[2] for row in relief_lattice(hills())}
    cell = (np.floor(corners[:, :2] / CELL_M) + 0.5) * CELL_M
    assert all(corners[i, 2] <= tops[tuple(cell[i])] for i in range(len(corners)))


def test_long_edges_leave_no_cell_out():
    """A ridge of 1 km from 0 to 100 m: 20 or 21 cells, each at most 5 m higher than the last."""
    ridge = [[(0.0, 25.0, 0.0), (1000.0, 25.0, 100.0), (0.0, 25.1, 0.0)]]
    tops = relief_lattice(ridge)
    assert len(tops) in {20, 21}
    assert np.diff(tops[:, 2]).max() <= 5.0 + 1e-9


def test_the_surface_joins_neighbours_only():
    points = relief_lattice(hills())
    mesh = lattice_mesh(points)
    assert len(mesh) == 2 * (round(len(points) ** 0.5) - 1) ** 2
    assert (mesh.area_vectors[:, 2] > 0).all()
    assert np.abs(np.diff(mesh.corners[:, [0, 1, 2, 0], :2], axis=1)).max() == CELL_M
    assert len(lattice_mesh(np.zeros((0, 3)))) == 0


def wall(east, height):
    corners = np.array([(east, -9, 0), (east, 9, 0), (east, 9, height), (east, -9, height)], float)
    return Mesh(corners, np.array([(0, 1, 2), (0, 2, 3)], np.int32), np.zeros(2, np.int32))


@pytest.mark.parametrize("engine", ["auto", "reference"])
def test_the_far_scene_counts_between_the_reach_and_its_end(engine):
    """Level rays to walls at 20 m (near scene), 40 m, 80 m and 200 m; reach 50 m, end 100 m."""
    near = wall(20.0, 1.0)
    far = [wall(40.0, 9.0), wall(80.0, 9.0), wall(200.0, 9.0)]

    def distance(beyond, height):
        scene = LayeredScene(near, beyond=beyond, engine=engine, reach_m=50.0, end_m=100.0)
        hits = scene.first_hit((0, 0, height), (1, 0, 0))
        assert scene.is_occluded((0, 0, height), (1, 0, 0))[0] == np.isfinite(hits.distance_m[0])
        return hits.distance_m[0], hits.triangle_row[0]

    assert distance(far[1], 0.5) == (20.0, pytest.approx(0, abs=1))
    assert distance(far[0], 5.0)[0] == np.inf
    assert distance(far[1], 5.0)[0] == pytest.approx(80.0)
    assert distance(far[1], 5.0)[1] >= 2
    assert distance(far[2], 5.0)[0] == np.inf


def test_a_limit_of_the_query_counts_in_both_scenes():
    scene = LayeredScene(wall(20.0, 1.0), beyond=wall(80.0, 9.0), reach_m=50.0, end_m=100.0)
    starts = [(0, 0, 0.5), (0, 0, 5.0), (0, 0, 5.0)]
    found = scene.is_occluded(starts, (1, 0, 0), max_distance_m=[10.0, 79.0, 81.0])
    assert found.tolist() == [False, False, True]


def test_a_scene_with_a_reach_gives_the_same_hits_whatever_else_is_in_it():
    """Far away walls move the centre of the scene, and with it what float32 rounds."""
    rng = np.random.default_rng(9)
    corners = rng.uniform(0.0, 200.0, (300, 3, 3)) * (1.0, 1.0, 0.1)
    rows = np.arange(900, dtype=np.int32).reshape(-1, 3)
    town = Mesh(corners.reshape(-1, 3), rows, np.zeros(300, np.int32))
    starts, aims = rng.uniform(0.0, 200.0, (20_000, 3)), rng.normal(size=(20_000, 3))
    scenes = [
        RayScene(town, reach_m=100.0),
        RayScene(town, wall(1700.0, 20.0), reach_m=100.0),
        RayScene(town, wall(-900.0, 77.0), reach_m=100.0),
    ]
    hits = [scene.first_hit(starts, aims) for scene in scenes]
    for other in hits[1:]:
        np.testing.assert_array_equal(other.triangle_row, hits[0].triangle_row)
        np.testing.assert_array_equal(other.distance_m, hits[0].distance_m)
    assert np.isfinite(hits[0].distance_m).mean() > 0.1
    assert hits[0].distance_m[np.isfinite(hits[0].distance_m)].max() <= 100.0
