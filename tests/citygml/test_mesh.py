"""Triangles: area, volume and closedness of bodies one can compute by hand."""

import math
from dataclasses import replace

import numpy as np
import pytest
from builders import Box, box_surfaces

from citygml.errors import GeometryError
from citygml.mesh import (
    EMPTY,
    Mesh,
    concatenate,
    plane_axes,
    shell_closed,
    shell_volume,
    triangulate,
    unique_rows,
    welded,
)
from citygml.surfaces import SurfaceTable, area_vectors, surface_table

L_PLAN = [(0, 0), (4, 0), (4, 2), (2, 2), (2, 5), (0, 5)]
SQUARE = [(0, 0, 0), (4, 0, 0), (4, 4, 0), (0, 4, 0)]
HOLE = [(1, 1, 0), (3, 1, 0), (3, 3, 0), (1, 3, 0)]


def prism(plan, height, *, hole=()) -> SurfaceTable:
    """Ground, roof and walls over a counter-clockwise plan, with walls around a courtyard."""

    def ring(points, z):
        return [(x, y, z) for x, y in points]

    def walls(points):
        for (x0, y0), (x1, y1) in zip(points, [*points[1:], points[0]], strict=True):
            yield [[(x0, y0, 0), (x1, y1, 0), (x1, y1, height), (x0, y0, height)]]

    yard = list(hole)[::-1]
    holes = [yard] if yard else []
    ground = [ring(plan, 0)[::-1], *(ring(h, 0)[::-1] for h in holes)]
    roof = [ring(plan, height), *(ring(h, height) for h in holes)]
    return surface_table([ground, roof, *walls(plan), *(w for h in holes for w in walls(h))])


def gable(width, depth, eaves, ridge) -> SurfaceTable:
    """A house with its ridge along the middle of `width`, from south to north."""
    w, d, m = width, depth, width / 2
    a, b, c, e = (0, 0, 0), (w, 0, 0), (w, d, 0), (0, d, 0)
    ah, bh, ch, eh = ((x, y, eaves) for x, y, _ in (a, b, c, e))
    south, north = (m, 0, ridge), (m, d, ridge)
    faces = [
        [a, e, c, b],
        [a, b, bh, south, ah],
        [b, c, ch, bh],
        [c, e, eh, north, ch],
        [e, a, ah, eh],
        [bh, ch, north, south],
        [ah, south, north, eh],
    ]
    return surface_table([[face] for face in faces])


def volume(table: SurfaceTable) -> float:
    mesh = triangulate(table)
    return shell_volume(mesh, np.zeros(len(mesh), int), 1)[0]


def is_closed(table: SurfaceTable) -> bool:
    mesh = triangulate(table)
    return bool(shell_closed(mesh, np.zeros(len(mesh), int), 1)[0])


def area(mesh: Mesh) -> float:
    return np.linalg.norm(mesh.area_vectors, axis=1).sum()


@pytest.mark.parametrize(
    ("solid", "expected_m3", "expected_m2"),
    [
        (box_surfaces([Box(10, 20, 5)]), 1000, 700),
        (prism(L_PLAN, 3), 14 * 3, 2 * 14 + 18 * 3),
        (prism([(0, 0), (10, 0), (10, 10), (0, 10)], 4, hole=[(3, 3), (7, 3), (7, 7), (3, 7)]),
         84 * 4, 2 * 84 + 56 * 4),
        # Roof planes rise 3 m over 4 m, so they are 5 m wide; gables add 12 m² each.
        (gable(8, 10, 3, 6), 8 * 10 * 3 + 8 * 3 / 2 * 10, 80 + 2 * 24 + 2 * 30 + 2 * 12 + 2 * 50),
    ],
    ids=["box", "L", "courtyard", "gable"],
)  # fmt: skip
def test_volume_and_surface_of_a_body_are_those_of_the_formula(solid, expected_m3, expected_m2):
    assert is_closed(solid)
    assert volume(solid) == pytest.approx(expected_m3, rel=1e-12)
    assert area(triangulate(solid)) == pytest.approx(expected_m2, rel=1e-12)


def test_volume_is_the_same_far_from_the_origin_and_turned():
    """Metamorphic: moving and turning a body changes neither volume nor closedness."""
    table = prism(L_PLAN, 3)
    angle = np.radians(33)
    turn = np.array(
        [(np.cos(angle), -np.sin(angle), 0), (np.sin(angle), np.cos(angle), 0), (0, 0, 1)]
    )
    rings = [
        [ring @ turn.T + (1e5, -2e5, 800) for ring in table.rings(i)] for i in range(len(table))
    ]
    moved = surface_table(rings)
    assert is_closed(moved)
    assert volume(moved) == pytest.approx(42, rel=1e-8)


def test_a_body_inside_out_has_negative_volume_and_is_still_closed():
    rings = [[ring[::-1] for ring in prism(L_PLAN, 3).rings(i)] for i in range(8)]
    assert volume(surface_table(rings)) == pytest.approx(-42)
    assert is_closed(surface_table(rings))


@pytest.mark.parametrize("missing", range(6))
def test_a_body_with_any_face_missing_is_open(missing):
    table = box_surfaces([Box(1, 2, 3)])
    assert not is_closed(table.take(np.arange(6) != missing))


@pytest.mark.parametrize("turned", range(6))
def test_a_body_with_any_face_turned_is_open(turned):
    table = box_surfaces([Box(1, 2, 3)])
    rings = [[ring[::-1] if i == turned else ring for ring in table.rings(i)] for i in range(6)]
    assert not is_closed(surface_table(rings))


def test_points_a_millimetre_apart_are_one_point_and_a_centimetre_apart_are_two():
    table = box_surfaces([Box(1, 2, 3)])
    for shift, closed in [(0.0002, True), (0.01, False)]:
        rings = [[r + (shift if i == 5 else 0.0) * np.array([1, 0, 0]) for r in table.rings(i)]
                 for i in range(6)]  # fmt: skip
        assert is_closed(surface_table(rings)) is closed


def test_every_shell_is_judged_by_itself():
    table = box_surfaces([Box(1, 1, 1), Box(2, 2, 2, east=1), Box(3, 3, 3, east=9)])
    mesh = triangulate(table.take(np.arange(18) != 7))
    group = table.take(np.arange(18) != 7).feature_row[mesh.surface_row]
    assert shell_closed(mesh, group, 4).tolist() == [True, False, True, False]
    np.testing.assert_allclose(shell_volume(mesh, group, 4)[[0, 2, 3]], [1, 27, 0])


def test_no_triangles_are_no_closed_shell():
    assert shell_closed(EMPTY, [], 2).tolist() == [False, False]
    assert shell_volume(EMPTY, [], 2).tolist() == [0, 0]


@pytest.mark.parametrize("ring", [SQUARE, SQUARE[::-1]])
def test_triangles_face_with_their_polygon(ring):
    """Also where the hole is written the same way round as the exterior."""
    for rings in ([ring], [ring, HOLE], [ring, HOLE[::-1]]):
        table = surface_table([rings])
        total = triangulate(table).area_vectors
        np.testing.assert_allclose(total.sum(axis=0), area_vectors(table)[0], atol=1e-12)
        assert (np.sign(total[:, 2]) == np.sign(area_vectors(table)[0, 2])).all()


def test_a_polygon_with_a_hole_becomes_n_plus_2h_minus_2_triangles():
    assert len(triangulate(surface_table([[SQUARE, HOLE]]))) == 8 + 2 - 2


@pytest.mark.parametrize("start", range(4))
def test_a_quad_with_a_reflex_corner_is_cut_along_the_diagonal_inside(start):
    arrow = [(0, 0, 0), (4, 0, 0), (1, 1, 0), (0, 4, 0)]  # area 4, reflex at (1, 1)
    mesh = triangulate(surface_table([[arrow[start:] + arrow[:start]]]))
    assert (mesh.area_vectors[:, 2] > 0).all()
    assert area(mesh) == pytest.approx(4.0)


def test_a_quad_that_is_not_planar_is_two_triangles_through_its_corners():
    """Corner lifted by 1: the area vector stays that of Newell, the corners stay where they are."""
    warped = [(0, 0, 0), (4, 0, 0), (4, 4, 1), (0, 4, 0)]
    mesh = triangulate(surface_table([[warped]]))
    assert len(mesh) == 2
    np.testing.assert_allclose(mesh.area_vectors.sum(axis=0), (-2, -2, 16))
    assert {tuple(v) for v in mesh.vertices} == set(warped)


def test_vertical_and_sloped_polygons_are_cut_in_their_own_plane():
    pentagon = [(0, 0, 0), (8, 0, 0), (8, 0, 3), (4, 0, 6), (0, 0, 3)]
    assert area(triangulate(surface_table([[pentagon]]))) == pytest.approx(36.0)


@pytest.mark.parametrize(
    "ring",
    [
        [],
        [(1, 2, 3)],
        [(0, 0, 0), (1, 1, 1)],
        [(0, 0, 0), (1, 1, 1), (2, 2, 2)],
        [(0, 0, 0)] * 5,
        [(0, 0, 0), (4, 0, 0), (2, 0, 0), (1, 0, 0), (3, 0, 0)],
    ],
    ids=["empty", "point", "segment", "collinear", "one point five times", "back and forth"],
)
def test_degenerate_rings_give_no_triangle_and_no_error(ring):
    table = surface_table([[SQUARE], [ring], [SQUARE]])
    assert set(triangulate(table).surface_row) == {0, 2}


def test_a_spike_and_a_repeated_point_do_not_change_the_area():
    ring = [(0, 0, 0), (4, 0, 0), (4, 0, 0), (4, 4, 0), (4, 6, 0), (4, 4, 0), (0, 4, 0)]
    assert area(triangulate(surface_table([[ring]]))) == pytest.approx(16.0)


def test_only_the_chosen_rows_are_cut_and_named():
    table = box_surfaces([Box(1, 1, 1), Box(2, 2, 2)])
    mesh = triangulate(table, table.feature_row == 1)
    assert sorted(set(mesh.surface_row)) == [6, 7, 8, 9, 10, 11]
    assert len(triangulate(table, [3])) == 2


def test_submesh_keeps_only_its_own_vertices():
    mesh = triangulate(box_surfaces([Box(1, 1, 1), Box(2, 2, 2, east=5)]))
    part = mesh.submesh(mesh.surface_row >= 6)
    np.testing.assert_array_equal(part.bounds, [(5, 0, 0), (7, 2, 2)])
    np.testing.assert_array_equal(part.corners, mesh.corners[mesh.surface_row >= 6])
    assert len(part.vertices) < len(mesh.vertices)
    assert len(mesh.submesh(np.zeros(len(mesh), bool))) == 0


def test_concatenated_meshes_keep_their_triangles():
    a, b = (triangulate(box_surfaces([Box(n, n, n)])) for n in (1, 2))
    both = concatenate([a, b])
    np.testing.assert_array_equal(both.corners, np.concatenate([a.corners, b.corners]))
    assert len(concatenate([])) == 0


def test_bounds_of_nothing_are_nan():
    assert np.isnan(EMPTY.bounds).all()


def test_plane_axes_are_right_handed_with_the_normal():
    for normal in np.random.default_rng(5).normal(size=(50, 3)):
        u, v = plane_axes(normal)
        np.testing.assert_allclose(np.cross(u, v), normal / np.linalg.norm(normal), atol=1e-12)
        assert abs(u @ v) < 1e-12


def test_welded_corners_of_a_box_are_eight_points():
    assert len(np.unique(welded(triangulate(box_surfaces([Box(3, 4, 5)]))))) == 8


@pytest.mark.parametrize("shape", [(0, 3), (1, 3), (500, 2), (500, 3)])
def test_unique_rows_are_those_of_numpy(shape):
    rows = np.random.default_rng(4).integers(-3, 3, shape)
    _, first, label = np.unique(rows, axis=0, return_index=True, return_inverse=True)
    found_first, found_label = unique_rows(rows)
    np.testing.assert_array_equal(found_first, first)
    np.testing.assert_array_equal(found_label, label.reshape(-1))


def test_trimesh_agrees_on_volume_and_area():
    """An independent implementation, after its own merging of vertices."""
    other = triangulate(gable(8, 10, 3, 6)).to_trimesh()
    other.merge_vertices()
    assert other.is_watertight
    assert other.volume == pytest.approx(360)
    assert other.area == pytest.approx(312)


def test_a_triangle_of_a_vertex_that_is_not_there_is_refused():
    with pytest.raises(GeometryError, match="vertex 3 of 3"):
        Mesh(np.zeros((3, 3)), np.array([(0, 1, 3)], np.int32), np.zeros(1, np.int32))
    with pytest.raises(GeometryError):
        Mesh(np.zeros((3, 3)), np.array([(0, 1, 2)], np.int32), np.zeros(2, np.int32))


def test_random_star_shaped_polygons_keep_their_area():
    """Newell's area of the ring equals the sum of the triangles, whatever the plane."""
    rng = np.random.default_rng(11)
    rings = []
    for count in range(5, 60):
        angle = np.sort(rng.uniform(0, 2 * np.pi, count))
        flat = rng.uniform(1, 5, count)[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
        rings.append([flat @ plane_axes(rng.normal(size=3))])
    table = surface_table(rings)
    mesh = triangulate(table)
    per_ring = np.zeros((len(table), 3))
    np.add.at(per_ring, mesh.surface_row, mesh.area_vectors)
    np.testing.assert_allclose(per_ring, area_vectors(table), atol=1e-9)


def test_a_box_says_its_area_volume_and_that_it_is_closed():
    """10 x 20 x 6 m: 1200 m3; 2 (200 + 60 + 120) m2."""
    mesh = triangulate(box_surfaces([Box(10, 20, 6)]))
    assert mesh.is_closed
    assert mesh.volume_m3 == pytest.approx(1200.0)
    assert mesh.area_m2 == pytest.approx(760.0)
    assert replace(mesh, triangles=mesh.triangles[:, ::-1]).volume_m3 == pytest.approx(-1200.0)


def test_an_open_box_has_an_area_but_no_volume():
    mesh = triangulate(box_surfaces([Box(10, 20, 6)]))
    roofless = mesh.submesh(mesh.surface_row != 5)
    assert not roofless.is_closed
    assert math.isnan(roofless.volume_m3)
    assert roofless.area_m2 == pytest.approx(560.0)


def test_two_boxes_have_the_volume_of_both():
    mesh = triangulate(box_surfaces([Box(10, 10, 6), Box(10, 10, 6, east=50)]))
    assert mesh.is_closed
    assert mesh.volume_m3 == pytest.approx(1200.0)


def test_nothing_is_not_closed_and_has_no_area():
    assert not EMPTY.is_closed
    assert EMPTY.area_m2 == 0.0


def random_rings(count: int) -> SurfaceTable:
    """Stars of 3 to 15 corners that do not cross themselves, in any plane, bent by 1 cm."""
    rng = np.random.default_rng(8)
    rings = []
    for size in rng.integers(3, 16, count):
        angle = np.linspace(0, 2 * np.pi, size, endpoint=False) + rng.uniform(0, 0.3, size)
        flat = rng.uniform(1, 5, size)[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
        bent = rng.normal(scale=0.01, size=(size, 3))
        rings.append([flat @ plane_axes(rng.normal(size=3)) + bent])
    return surface_table(rings)


def test_fans_cover_what_earcut_covers(monkeypatch):
    """As many triangles of each polygon, which sum to the same area vector."""
    table = random_rings(400)
    found = triangulate(table)
    monkeypatch.setattr("citygml.mesh.LARGEST_FAN", 4)
    expected = triangulate(table)
    assert (found.triangles != expected.triangles).any()
    np.testing.assert_array_equal(found.surface_row, expected.surface_row)
    for mesh in (found, expected):
        per_ring = np.zeros((len(table), 3))
        np.add.at(per_ring, mesh.surface_row, mesh.area_vectors)
        np.testing.assert_allclose(per_ring, area_vectors(table), atol=1e-9)


def test_triangles_are_the_same_however_many_rings_are_judged_at_once(monkeypatch):
    table = random_rings(60)
    expected = triangulate(table)
    monkeypatch.setattr("citygml.mesh.FAN_BLOCK", 300)
    found = triangulate(table)
    np.testing.assert_array_equal(found.triangles, expected.triangles)
    np.testing.assert_array_equal(found.surface_row, expected.surface_row)


def test_a_hole_into_which_the_exterior_could_go_on_is_a_hole():
    """Exterior and hole read as one ring would be a fan around (10, 0); the hole is 0.3 m2."""
    square = [(0, 0, 0), (10, 0, 0), (10, 10, 0), (0, 10, 0)]
    hole = [(0.5, 8, 0), (0.4, 5, 0), (0.5, 2, 0)]
    assert area(triangulate(surface_table([[square, hole]]))) == pytest.approx(99.7)


def test_triangles_stand_in_the_order_of_their_polygons():
    """Whatever cut them: a quad and a triangle as arrays, a U and a hole by earcut, an L."""
    u_plan = [(0, 0), (6, 0), (6, 4), (4, 4), (4, 2), (2, 2), (2, 4), (0, 4)]
    polygons = [[SQUARE, HOLE], [[(x, y, 0) for x, y in L_PLAN]], [SQUARE[:3]],
                [[(x, y, 0) for x, y in u_plan]], [SQUARE], [[]]]  # fmt: skip
    mesh = triangulate(surface_table(polygons[::-1]))
    assert mesh.surface_row.tolist() == [1] * 2 + [2] * 6 + [3] + [4] * 4 + [5] * 8
    covered = np.bincount(mesh.surface_row, mesh.area_vectors[:, 2])
    np.testing.assert_allclose(covered, [0, 16, 20, 8, 14, 12])


def test_a_mesh_of_all_corners_does_not_hold_them_twice():
    table = box_surfaces([Box(1, 1, 1)])
    assert np.shares_memory(triangulate(table).vertices, table.coords)
    assert len(triangulate(table, [0]).vertices) == 4
