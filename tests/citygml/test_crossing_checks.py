"""Faces that go through each other, and faces that only meet."""

import gml_documents as gml
import numpy as np
import pytest

from citygml.crossing_checks import crossing_faces
from citygml.face_checks import TOLERANCE_M
from citygml.surfaces import surface_table

FLOOR = [(0.0, 0.0, 0.0), (4.0, 0.0, 0.0), (4.0, 4.0, 0.0), (0.0, 4.0, 0.0)]


def wall(west=1.0, east=3.0, low=-1.0, high=1.0, north=2.0):
    return [(west, north, low), (east, north, low), (east, north, high), (west, north, high)]


def crossing(*polygons, group=None):
    faces = surface_table([ring if isinstance(ring[0], list) else [ring] for ring in polygons])
    labels = np.zeros(len(faces), dtype=np.int64) if group is None else np.array(group)
    first, second = crossing_faces(faces, labels)
    return list(zip(first.tolist(), second.tolist(), strict=True))


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ({}, [(0, 1)]),
        ({"low": 0.0}, []),  # stands on it
        ({"low": -TOLERANCE_M / 2}, []),  # within the tolerance
        ({"low": -2 * TOLERANCE_M}, [(0, 1)]),
        ({"low": 1.0, "high": 2.0}, []),
        ({"west": 5.0, "east": 6.0}, []),
        ({"west": -1.0, "east": 2.0}, [(0, 1)]),  # half of it beside
        ({"west": 4.0, "east": 6.0}, []),  # through its edge
        ({"west": 4.0 - TOLERANCE_M / 2, "east": 6.0}, []),  # within the tolerance
        ({"west": 4.0 - 2 * TOLERANCE_M, "east": 6.0}, [(0, 1)]),
        ({"west": -1.0, "east": 5.0}, [(0, 1)]),  # the edges of the floor go through the wall
        ({"north": 4.0}, []),
    ],
)
def test_a_wall_goes_through_a_floor_or_stands_on_it(place, expected):
    assert crossing(FLOOR, wall(**place)) == expected
    assert crossing(wall(**place), FLOOR) == expected
    assert crossing(FLOOR[::-1], wall(**place)[::-1]) == expected


def test_a_face_through_the_hole_of_another_does_not_cross_it():
    hole = [(0.5, 0.5, 0.0), (0.5, 3.5, 0.0), (3.5, 3.5, 0.0), (3.5, 0.5, 0.0)]
    assert crossing([FLOOR, hole], wall()) == []


def test_faces_of_two_solids_are_not_compared():
    assert crossing(FLOOR, wall(), group=[0, 1]) == []
    assert crossing(FLOOR, FLOOR, wall(), wall(), group=[0, 1, 1, 0]) == [(0, 3), (1, 2)]


def test_faces_of_a_box_only_meet():
    assert crossing(*gml.box_rings()) == []


def test_a_warped_face_is_pierced_by_nothing():
    """It has no plane; that it is warped is another fault."""
    warped = [(x, y, z + (x > 0 and y > 0)) for x, y, z in FLOOR]
    assert crossing(warped, wall(low=-9.0, high=9.0, west=1.5, east=2.5)) == []


def test_faces_without_area_cross_nothing():
    line = [(1.0, 1.0, -1.0), (2.0, 2.0, 1.0), (1.0, 1.0, -1.0)]
    assert crossing(line, line) == []
    assert crossing(line) == []
