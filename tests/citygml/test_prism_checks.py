"""Boxes as prisms: outlines and heights, overlaps and gaps by hand."""

import gml_documents as gml
import numpy as np
import pytest

from citygml.prism_checks import TOLERANCE_M, Prism, overlapping, prism_of, touching
from citygml.surfaces import surface_table


def prism(row=0, **place):
    rings = gml.box_rings(**place)
    found = prism_of(surface_table([[ring] for ring in rings]), np.zeros(6, dtype=bool))
    return Prism(row, 1, *found)


def test_a_box_is_its_outline_between_two_heights():
    box = prism(base=2.0, size=(4.0, 5.0, 3.0))
    assert (box.outline.area, box.base, box.top) == (20.0, 2.0, 5.0)


def test_faces_may_be_turned_round_by_their_reference():
    rings = [ring[::-1] for ring in gml.box_rings()]
    table = surface_table([[ring] for ring in rings])
    assert prism_of(table, np.ones(6, dtype=bool))[1:] == (0.0, 6.0)


def test_what_has_a_slope_or_no_base_is_no_prism():
    rings = gml.box_rings()
    sloped = [[(x, y, z + (z > 0) * x / 10) for x, y, z in ring] for ring in rings]
    none = np.zeros(6, dtype=bool)
    assert prism_of(surface_table([[ring] for ring in sloped]), none) is None
    assert prism_of(surface_table([[ring] for ring in rings[1:]]), none[1:]) is None


@pytest.mark.parametrize(
    ("gap_m", "overlaps", "touches"),
    [(-1.0, True, True), (0.0, False, True), (TOLERANCE_M / 2, False, True), (0.1, False, False)],
)
@pytest.mark.parametrize("axis", ["east", "north", "base"])
def test_pairs_by_the_room_between_them(axis, gap_m, overlaps, touches):
    size = {"east": 10.0, "north": 10.0, "base": 6.0}[axis]
    pair = [prism(0), prism(1, **{axis: size + gap_m})]
    assert len(overlapping(pair).first) == overlaps
    assert len(touching(pair).first) == 2 * touches
