"""Composite surfaces whose faces do not fit."""

import gml_documents as gml
import pytest

from citygml.inspection import inspect
from citygml.shape_inspection import Frame

SQUARE = [(0.0, 0.0, 0.0), (4.0, 0.0, 0.0), (4.0, 4.0, 0.0), (0.0, 4.0, 0.0)]


def defects(*members):
    source = gml.source(gml.document(*members))
    return sorted(d.defect for d in inspect(source, Frame(lambda coords: coords)).defects)


def composite(*steps, holder="gml:CompositeSurface"):
    rings = [[(e + step, n, u) for e, n, u in SQUARE] for step in steps]
    parts = [gml.element("gml:surfaceMember", gml.polygon(ring)) for ring in rings]
    surface = gml.element("gml:surfaceMember", gml.element(holder, *parts))
    whole = gml.element("gml:MultiSurface", surface)
    return gml.building(gml.element("bldg:lod1MultiSurface", whole))


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ((0, 4, 8), []),
        ((0, 3), ["overlapping_faces"]),
        ((0, 4, 9), ["lonely_face"]),
        ((0, 3, 9), ["lonely_face", "overlapping_faces"]),
    ],
)
def test_faces_of_a_composite_surface_fit(steps, expected):
    assert defects(composite(*steps)) == expected
    assert defects(composite(*steps, holder="gml:MultiSurface")) == []


def test_a_face_a_surface_refers_to_twice_lies_on_itself():
    ring = gml.boundary("WallSurface", gml.polygon(SQUARE, id="w"))
    twice = gml.links("w", "w")  # as the boundary of a solid
    found = defects(gml.building(gml.element("bldg:lod2Solid", twice), ring))
    assert "overlapping_faces" in found
