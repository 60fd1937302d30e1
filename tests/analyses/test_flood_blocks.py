"""Block by block gives what all at once gives."""

from __future__ import annotations

import numpy as np
import pytest

from analyses.flood import blocks
from analyses.flood.blocks import SurfaceBlocks, blocks_of
from citygml.mesh import Mesh
from citygml.terrain import height_at


def rough(count, side):
    rng = np.random.default_rng(4)
    x, y = np.meshgrid(*[np.linspace(-side, side, count)] * 2)
    vertices = np.column_stack([x.ravel(), y.ravel(), rng.normal(size=count**2)])
    i = np.arange(count * (count - 1)).reshape(count - 1, count)[:, :-1].ravel()
    corner = (
        np.column_stack([i, i + 1, i + count + 1]),
        np.column_stack([i, i + count + 1, i + count]),
    )
    triangles = np.concatenate(corner).astype(np.int32)
    return Mesh(vertices, triangles, np.full(len(triangles), -1, np.int32))


@pytest.mark.parametrize("block_m", [7.0, 50.0, 400.0])
def test_blocks_find_the_height_that_the_whole_surface_has(monkeypatch, block_m):
    """Blocks smaller than a triangle (20 m) and larger than the surface."""
    monkeypatch.setattr(blocks, "BLOCK_M", block_m)
    mesh = rough(21, 200.0)
    points = np.random.default_rng(5).uniform(-230, 230, (500, 2))
    found = np.full(len(points), np.nan)
    surface = SurfaceBlocks(mesh)
    for rows in blocks_of(points):
        found[rows] = surface.height_at(points[rows])
    np.testing.assert_array_equal(found, height_at(mesh, points))


def test_every_finite_point_is_in_one_block():
    points = np.array([(0.0, 0.0), (np.nan, 1.0), (1e5, -1e5)])
    assert sorted(np.concatenate(list(blocks_of(points))).tolist()) == [0, 2]
    assert list(blocks_of(np.zeros((0, 2)))) == []
    assert np.isnan(SurfaceBlocks(rough(3, 10.0)).height_at(np.array([(99.0, 99.0)]))).all()
