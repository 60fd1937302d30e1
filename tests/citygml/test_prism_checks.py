"""Boxes as prisms: outlines and heights."""

import gml_documents as gml
import numpy as np

from citygml.prism_checks import prism_of
from citygml.surfaces import surface_table


def prism(**place):
    table = surface_table([[ring] for ring in gml.box_rings(**place)])
    return prism_of(table, np.zeros(6, dtype=bool))


def test_a_box_is_its_outline_between_two_heights():
    outline, base, top = prism(base=2.0, size=(4.0, 5.0, 3.0))
    assert (outline.area, base, top) == (20.0, 2.0, 5.0)


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
