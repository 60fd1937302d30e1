from __future__ import annotations

import numpy as np
import pytest

from viewer.drawing import line_data, poly_data
from viewer.scene import view


def test_polydata_carries_a_colour_for_every_triangle(town):
    pytest.importorskip("pyvista")
    layer = next(layer for layer in view(town).layers if layer.name == "buildings")
    data = poly_data(layer)
    assert data.n_cells == len(layer.mesh)
    np.testing.assert_array_equal(data.cell_data["rgb"], layer.rgb)


def test_segments_become_lines(town):
    pytest.importorskip("pyvista")
    data = line_data(np.array([[(0, 0, 0), (1, 0, 0)], [(0, 0, 1), (0, 2, 1)]], dtype=float))
    assert data.n_lines == 2
    assert data.length == pytest.approx(np.sqrt(1 + 4 + 1))  # diagonal of the box around both
