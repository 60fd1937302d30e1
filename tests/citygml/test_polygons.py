"""Columns of polygons: parts joined, references settled, kinds from references."""

import pickle

import numpy as np

from citygml.polygons import Link, PolygonColumns
from citygml.surfaces import SurfaceKind

TRIANGLE = "0 0 0 1 0 0 0 1 0 0 0 0"
FIELDS = (
    "surface_id",
    "feature_row",
    "kind",
    "lod",
    "named",
    "ring_start",
    "coord_start",
    "coords",
)


def columns(*ids: str, row: int = 0, kind: int = 0, text: str = TRIANGLE) -> PolygonColumns:
    found = PolygonColumns(with_targets=True)
    found.own_id.extend(ids)
    found.line.extend([7] * len(ids))
    found.ring_count.extend([1] * len(ids))
    found.ring.dimension.extend([3] * len(ids))
    found.ring.add([text] * len(ids))
    found.add_property(row, len(ids), kind=kind, lod=2, named=bool(kind), owner_id="owner")
    return found


def test_polygons_without_an_id_have_that_of_their_surface():
    assert columns("a", "").polygons().surface_id.tolist() == ["a", "owner"]


def test_parts_of_a_file_are_joined():
    one, other = columns("a"), columns("b", "c", row=1, kind=SurfaceKind.ROOF)
    other.groups["c"] = (1, 2)
    other.links.append(Link("#nowhere", 1, 9, 0))
    one.extend(pickle.loads(pickle.dumps(other)), 10)
    found = one.polygons()
    assert found.surface_id.tolist() == ["a", "b", "c"]
    assert found.feature_row.tolist() == [0, 11, 11]
    assert found.kind.tolist() == [0, SurfaceKind.ROOF, SurfaceKind.ROOF]
    assert found.targets.polygons["c"] == (2, 3)
    assert [problem[:2] for problem in found.problems] == [(11, 9)]


def test_references_inside_an_object_are_not_kept():
    """What is left is few, however large the file; a reference that names a kind stays."""
    found = columns("a")
    found.links += [
        Link("#a", 0, 1, 0, 2),
        Link("#a", 0, 2, SurfaceKind.WALL, 2),
        Link("#b", 0, 3, 0, 2),
    ]
    found.settle()
    assert [link.line for link in found.naming] == [2]
    assert [link.line for link in found.links] == [3]
    found.extend(columns("b"), 1)
    whole = found.polygons()
    assert whole.problems == []
    assert whole.surface_id.tolist() == ["a", "b", "b"]
    assert whole.feature_row.tolist() == [0, 1, 0]
    assert whole.kind.tolist() == [SurfaceKind.WALL, SurfaceKind.OTHER, SurfaceKind.OTHER]


def test_a_polygon_that_breaks_a_rule_is_left_out_with_all_its_rings():
    found = columns("a")
    found.extend(columns("b", text="0 0 0"), 1)
    found.extend(columns("c"), 2)
    whole = found.polygons()
    assert whole.surface_id.tolist() == ["a", "c"]
    np.testing.assert_array_equal(whole.coord_start, [0, 3, 6])
    assert [problem[:2] for problem in whole.problems] == [(1, 7)]


def test_taking_polygons_takes_their_rings_and_points():
    whole = columns("a", "b", "c").polygons()
    taken = whole.take(np.array([True, False, True]))
    assert taken.surface_id.tolist() == ["a", "c"]
    assert taken.coords.shape == (6, 3)
    assert taken.targets.polygon_row.tolist() == [0, 2]
    assert all(len(getattr(taken, name)) for name in FIELDS)
