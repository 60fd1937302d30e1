"""Rules of geometry, on shapes one can judge by eye."""

import gml_documents as gml
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citygml.polygon_checks import (
    close_points,
    degenerate,
    holes_turned,
    plane_deviation,
    plane_faults,
    shell_faults,
)
from citygml.surfaces import surface_table

SQUARE = [(0, 0, 0), (4, 0, 0), (4, 4, 0), (0, 4, 0)]
HOLE = [(1, 1, 0), (1, 2, 0), (2, 2, 0), (2, 1, 0)]


def rotation(angles):
    """Rotation by three angles, about z, x and z."""
    (a, b, c) = angles
    about_z = [
        np.array([[np.cos(t), -np.sin(t), 0], [np.sin(t), np.cos(t), 0], [0, 0, 1]]) for t in (a, c)
    ]
    about_x = np.array([[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]])
    return about_z[0] @ about_x @ about_z[1]


def shell(rings, turned=None):
    """Faults of one shell as (gap, turned face, inverted, divided)."""
    faces = surface_table([[ring] for ring in rings])
    turned = np.zeros(len(faces), bool) if turned is None else np.array(turned)
    found = shell_faults(faces, turned, np.zeros(len(faces), np.int64), 1)
    return tuple(bool(flags[0]) for flags in found)


@pytest.mark.parametrize(
    ("rings", "reason", "by_holes"),
    [
        ([[(0, 0, 0), (2, 2, 0), (2, 0, 0), (0, 3, 0)]], "Self-intersection", False),
        (
            [[(0, 0, 0), (2, 0, 0), (1, 1, 0), (2, 2, 0), (0, 2, 0), (1, 1, 0)]],
            "Ring Self-intersection",
            False,
        ),
        ([SQUARE, [(5, 1, 0), (5, 2, 0), (6, 2, 0), (6, 1, 0)]], "Hole lies outside shell", True),
        ([SQUARE, [(3, 1, 0), (3, 2, 0), (5, 2, 0), (5, 1, 0)]], "Self-intersection", True),
        ([SQUARE, HOLE, [(1.5, 1.5, 0), (1.5, 3, 0), (3, 3, 0)]], "Self-intersection", True),
        ([SQUARE, [(0, 2, 0), (2, 4, 0), (4, 2, 0), (2, 0, 0)]], "Interior is disconnected", True),
    ],
)
def test_rings_and_holes_that_do_not_fit_are_found_in_any_plane(rings, reason, by_holes):
    for angles in ((0, 0, 0), (0.3, 1.1, 2.0), (0, np.pi / 2, 0), (1.0, np.pi, 0.2)):
        turned = [np.array(ring) @ rotation(angles).T + (10, 20, 30) for ring in rings]
        faults = plane_faults(surface_table([[SQUARE, HOLE], turned]))
        if reason == "Interior is disconnected" and len(faults.rows) == 0:
            continue  # touching is lost to rounding when turned
        assert faults.rows.tolist() == [1]
        assert faults.by_holes.tolist() == [by_holes]
        if angles == (0, 0, 0):
            assert faults.reasons == [reason]


def test_what_fits_has_no_fault():
    l_shape = [(0, 0, 0), (2, 0, 0), (2, 1, 0), (1, 1, 0), (1, 2, 0), (0, 2, 0)]
    table = surface_table([[SQUARE, HOLE], [l_shape], [SQUARE[:3]]])
    assert len(plane_faults(table).rows) == 0
    assert not holes_turned(table).any()
    assert not degenerate(table).any()
    assert not close_points(table, 0.01).any()


def test_a_hole_that_runs_as_its_exterior_does_is_turned():
    table = surface_table([[SQUARE, HOLE[::-1]], [SQUARE[::-1], HOLE], [SQUARE, HOLE]])
    assert holes_turned(table).tolist() == [True, True, False]


def test_points_in_a_row_are_compared_around_the_ring():
    """The last point is 5 mm from the first."""
    ring = [*SQUARE, (0, 0.005, 0)]
    assert close_points(surface_table([[ring]]), 0.01).tolist() == [True]
    assert close_points(surface_table([[ring]]), 0.004).tolist() == [False]


@given(
    lift=st.floats(0.0, 2.0),
    angles=st.tuples(*[st.floats(0, 3.0)] * 3),
)
@settings(max_examples=50, deadline=None)
def test_the_distance_from_the_plane_is_half_the_lift_of_a_rectangle(lift, angles):
    """Corners alternately lifted by h lie h/2 from the mean plane, however it is turned."""
    ring = np.array([(0, 0, 0), (4, 0, lift), (4, 3, 0), (0, 3, lift)])
    table = surface_table([[ring @ rotation(angles).T]])
    np.testing.assert_allclose(plane_deviation(table), lift / 2, atol=1e-9)


def test_a_box_is_closed_and_its_faults_are_told_apart():
    box = gml.box_rings()
    assert shell(box) == (False, False, False, False)
    assert shell(box[1:]) == (True, False, False, False)
    assert shell([box[0][::-1], *box[1:]]) == (False, True, False, False)
    assert shell([ring[::-1] for ring in box]) == (False, False, True, False)


def test_a_face_used_the_other_way_counts_as_turned_round():
    box = gml.box_rings()
    assert shell([box[0][::-1], *box[1:]], [True, *[False] * 5]) == (False, False, False, False)
    assert shell(box, [True] * 6) == (False, False, True, False)


def test_a_courtyard_is_closed_where_its_walls_are():
    """A ring-shaped block: ground and roof with a hole, eight walls."""
    outer, inner = gml.box_rings(size=(10, 10, 6)), gml.box_rings(3, 3, 0, size=(4, 4, 6))
    walls = [[ring] for ring in outer[1:5]] + [[ring[::-1]] for ring in inner[1:5]]
    ground, roof = [outer[0], inner[0][::-1]], [outer[5], inner[5][::-1]]
    for faces, gap in (([ground, roof, *walls], False), ([ground, roof, *walls[:-1]], True)):
        table = surface_table(faces)
        faults = shell_faults(table, np.zeros(len(table), bool), np.zeros(len(table), np.int64), 1)
        assert [bool(flags[0]) for flags in faults] == [gap, False, False, False]


@pytest.mark.parametrize(
    ("place", "divided"),
    [
        ({"east": 20.0}, True),
        ({"base": 6.0}, True),  # on the roof, with a floor of its own between them
        ({"east": 10.0, "north": 10.0, "base": 6.0}, True),  # a corner in common
        ({"east": 10.0, "base": 6.0}, False),  # an edge in common
    ],
)
def test_two_bodies_are_no_solid(place, divided):
    second = gml.box_rings(**place, size=(10.0, 10.0, 5.0))
    if place == {"base": 6.0}:  # its corners on the roof, its edges not those of the roof
        second = gml.box_rings(2.0, 2.0, 6.0, size=(3.0, 3.0, 3.0))
    assert shell([*gml.box_rings(), *second]) == (False, False, False, divided)


def test_a_cavity_is_no_body():
    inner = [ring[::-1] for ring in gml.box_rings(2.0, 2.0, 2.0, size=(3.0, 3.0, 3.0))]
    assert shell([*gml.box_rings(), *inner]) == (False, False, False, False)


def test_shells_are_judged_apart():
    box = gml.box_rings()
    table = surface_table([[ring] for ring in [*box, *box[1:], *(r[::-1] for r in box)]])
    group = np.repeat([0, 1, 2], [6, 5, 6])
    faults = shell_faults(table, np.zeros(len(table), bool), group, 3)
    assert faults.has_gap.tolist() == [False, True, False]
    assert faults.is_inverted.tolist() == [False, False, True]
