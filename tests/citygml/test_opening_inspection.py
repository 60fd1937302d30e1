"""Windows and doors that leave their surface."""

import gml_documents as gml
import pytest

from citygml.inspection import inspect
from citygml.shape_inspection import Frame


def upright(east, up, size):
    corners = [(east, up), (east + size, up), (east + size, up + size), (east, up + size)]
    return [(e, 0.0, u) for e, u in corners]


def defects(lod, opening, *, hole=None):
    holder = f"bldg:lod{lod}MultiSurface"
    holes = [] if hole is None else [hole[::-1]]
    wall = gml.element(holder, gml.multi_surface(gml.polygon(upright(0.0, 0.0, 6.0), *holes)))
    window = gml.element(
        "bldg:Window", gml.element(holder, gml.multi_surface(gml.polygon(opening)))
    )
    surface = gml.element("bldg:WallSurface", wall, gml.element("bldg:opening", window))
    member = gml.building(gml.element("bldg:boundedBy", surface))
    found = inspect(gml.source(gml.document(member)), Frame(lambda coords: coords))
    return [d.defect for d in found.defects]


@pytest.mark.parametrize(
    ("east", "expected"), [(2.0, []), (4.0, []), (4.02, []), (4.1, ["opening_outside"])]
)
def test_an_opening_is_inside_its_surface(east, expected):
    assert defects(3, upright(east, 1.0, 2.0)) == expected


@pytest.mark.parametrize(
    ("hole", "expected"),
    [
        (upright(2.0, 2.0, 2.0), []),
        (upright(2.0, 2.0, 1.0), []),  # some of the border in common
        (upright(1.5, 1.5, 3.0), ["opening_apart"]),
        (None, ["opening_apart"]),
    ],
)
def test_an_opening_of_lod4_has_an_edge_of_its_surface(hole, expected):
    assert defects(4, upright(2.0, 2.0, 2.0), hole=hole) == expected
    assert defects(3, upright(2.0, 2.0, 2.0), hole=hole) == []
