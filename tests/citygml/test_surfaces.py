"""Polygons as arrays: areas, kinds, and tables that cannot be inconsistent."""

import numpy as np
import pytest
from builders import Box, box_surfaces

from citygml.errors import GeometryError
from citygml.surfaces import (
    SurfaceKind,
    SurfaceTable,
    area_vectors,
    kind_of_normals,
    ring_area_vectors,
    surface_table,
)

SQUARE = [(0, 0, 5), (4, 0, 5), (4, 4, 5), (0, 4, 5)]
HOLE = [(1, 1, 5), (3, 1, 5), (3, 3, 5), (1, 3, 5)]


def test_a_box_has_the_areas_of_its_faces():
    vectors = area_vectors(box_surfaces([Box(10, 20, 5)]))
    expected = [(0, 0, -200), (0, -50, 0), (100, 0, 0), (0, 50, 0), (-100, 0, 0), (0, 0, 200)]
    np.testing.assert_allclose(vectors, expected, atol=1e-12)


def test_area_vectors_of_a_closed_solid_sum_to_zero():
    total = area_vectors(box_surfaces([Box(10.1, 20.2, 5.3, east=1e4, north=-7e4)])).sum(axis=0)
    np.testing.assert_allclose(total, 0.0, atol=1e-9)


@pytest.mark.parametrize("hole", [HOLE, HOLE[::-1]])
def test_a_hole_is_subtracted_whatever_way_round_it_is_written(hole):
    np.testing.assert_allclose(area_vectors(surface_table([[SQUARE, hole]])), [[0, 0, 12]])


def test_a_hole_larger_than_its_polygon_leaves_no_negative_area():
    np.testing.assert_array_equal(area_vectors(surface_table([[HOLE, SQUARE]])), [[0, 0, 0]])


def test_no_precision_is_lost_far_from_the_origin():
    """A square of 1 cm² at plane-rectangular coordinates of 100 km."""
    far = [(1e5 + x, -1e5 + y, 1e3) for x, y in [(0, 0), (0.01, 0), (0.01, 0.01), (0, 0.01)]]
    assert area_vectors(surface_table([[far]]))[0, 2] == pytest.approx(1e-4, rel=1e-8)


@pytest.mark.parametrize("ring", [[], [(1, 2, 3)], [(0, 0, 0), (1, 1, 1)], [(0, 0, 0)] * 4])
def test_degenerate_rings_have_no_area(ring):
    np.testing.assert_array_equal(ring_area_vectors(surface_table([[ring]])), [[0, 0, 0]])


def test_a_ring_without_points_does_not_disturb_its_neighbours():
    table = surface_table([[SQUARE], [[]], [SQUARE[::-1]]])
    np.testing.assert_array_equal(ring_area_vectors(table)[:, 2], [16, 0, -16])


def test_a_polygon_without_rings_has_no_area():
    table = surface_table([[SQUARE], [], [SQUARE]])
    np.testing.assert_array_equal(area_vectors(table)[:, 2], [16, 0, 16])


def test_an_empty_table_is_a_table():
    table = surface_table([])
    assert len(table) == 0
    assert area_vectors(table).shape == (0, 3)
    assert len(table.take(np.zeros(0, bool))) == 0


@pytest.mark.parametrize(
    ("tilt_deg", "kind"),
    [
        (0, SurfaceKind.ROOF),
        (74, SurfaceKind.ROOF),
        (76, SurfaceKind.WALL),
        (90, SurfaceKind.WALL),
        (104, SurfaceKind.WALL),
        (106, SurfaceKind.GROUND),
        (180, SurfaceKind.GROUND),
    ],
)
def test_unnamed_faces_are_classed_by_their_slope(tilt_deg, kind):
    tilt = np.radians(tilt_deg)
    assert kind_of_normals([(7 * np.sin(tilt), 0, 7 * np.cos(tilt))])[0] == kind


def test_a_face_without_area_counts_as_wall():
    assert kind_of_normals([(0, 0, 0)])[0] == SurfaceKind.WALL


@pytest.mark.parametrize("rows", [[2, 0], np.array([True, False, True])])
def test_take_keeps_rings_and_columns_of_the_chosen_polygons(rows):
    table = surface_table(
        [[SQUARE, HOLE], [HOLE], [SQUARE[::-1]]],
        kind=[1, 2, 3],
        feature_row=[7, 8, 9],
        surface_id=["a", "b", "c"],
    )
    taken = table.take(rows)
    order = [2, 0] if isinstance(rows, list) else [0, 2]
    assert list(taken.surface_id) == ["abc"[i] for i in order]
    assert list(taken.feature_row) == [[7, 8, 9][i] for i in order]
    for row, i in enumerate(order):
        for ring, expected in zip(taken.rings(row), table.rings(i), strict=True):
            np.testing.assert_array_equal(ring, expected)


def test_rows_of_rings_and_coordinates_are_known():
    table = surface_table([[SQUARE, HOLE], [SQUARE[:3]]])
    assert table.ring_count.tolist() == [2, 1]
    assert table.surface_of_ring.tolist() == [0, 0, 1]
    assert table.surface_of_coord.tolist() == [0] * 8 + [1] * 3


def test_arrays_cannot_be_changed():
    table = surface_table([[SQUARE]])
    with pytest.raises(ValueError, match="read-only"):
        table.coords[0, 0] = 1.0


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": np.zeros(2, np.uint8)},
        {"ring_start": np.array([0, 2])},
        {"coord_start": np.array([0, 3])},
        {"coords": np.zeros((4, 2))},
    ],
)
def test_arrays_that_do_not_fit_together_are_refused(wrong):
    table = surface_table([[SQUARE]])
    columns = {name: getattr(table, name) for name in SurfaceTable.__slots__}
    with pytest.raises(GeometryError):
        SurfaceTable(**{**columns, **wrong})
