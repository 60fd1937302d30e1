"""Culling loses no pair: held to the brute force over all cameras and all cells."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from builders import Box, box_city, flat_ground

from analyses.optics import Optics, camera_axes
from analyses.sampling import cells_in, ground_samples
from analyses.visibility import reach
from analyses.visibility.targets import cell_targets
from citygml.errors import AnalysisError
from citygml.model import ground


def random_optics(rng: np.random.Generator, count: int) -> Optics:
    half = np.tan(np.radians(rng.uniform(20, 130, count)) / 2)
    near = rng.uniform(0, 3, count)
    return Optics(
        position=np.column_stack([rng.uniform(-30, 30, (count, 2)), rng.uniform(2, 8, count)]),
        axes=camera_axes(
            rng.uniform(0, 360, count), rng.uniform(-20, 90, count), rng.uniform(-40, 40, count)
        ),
        half_width=half,
        half_height=half * 0.6,
        width_px=np.full(count, 1920.0),
        near_m=near,
        far_m=near + rng.uniform(5, 40, count),
    )


@pytest.mark.parametrize("at_once", [100, 1 << 20])
def test_pairs_in_view_are_those_of_the_brute_force(monkeypatch, at_once):
    monkeypatch.setattr(reach, "PAIRS_AT_ONCE", at_once)
    city = box_city([Box(6, 5, 4)], terrain=flat_ground(60.0))
    optics = random_optics(np.random.default_rng(3), 25)
    spacing = 0.8
    strips = reach.strips_in_reach(
        optics, city.origin, spacing_m=spacing, bounds=city.terrain.bounds[:, :2]
    )
    cells = reach.cells_in_reach(strips)
    samples = cell_targets(city, cells, ground(city), spacing_m=spacing, heights_m=(1.0,))
    found = {
        (int(c), *samples.cell[s].tolist())
        for (pairs,) in reach.pairs_in_view(optics, samples, strips)
        for c, s in zip(pairs.camera, pairs.sample, strict=True)
    }

    area = shapely.box(*(city.terrain.bounds[:, :2] + city.origin[:2]).ravel())
    every = ground_samples(
        city, cells_in(area, spacing_m=spacing), spacing_m=spacing, target_height_m=1.0
    )
    sight = every.points - optics.position[:, None]
    x, y, z = np.moveaxis(np.einsum("nsj,nkj->nsk", sight, optics.axes), -1, 0)
    distance = np.linalg.norm(sight, axis=2)
    inside = (z > 0) & (np.abs(x) <= z * optics.half_width[:, None])
    inside &= np.abs(y) <= z * optics.half_height[:, None]
    inside &= (distance >= optics.near_m[:, None]) & (distance <= optics.far_m[:, None])
    expected = {(int(c), *every.cell[s].tolist()) for c, s in np.argwhere(inside)}
    assert len(expected) > 1000
    assert found == expected


def test_cells_in_reach_come_once_in_the_order_of_rows():
    optics = random_optics(np.random.default_rng(4), 10)
    strips = reach.strips_in_reach(
        optics, (0.0, 0.0, 0.0), spacing_m=1.0, bounds=np.array([(-60.0, -60.0), (60.0, 60.0)])
    )
    cells = reach.cells_in_reach(strips)
    assert (cells < 0).any()
    assert len(np.unique(cells, axis=0)) == len(cells)
    assert (np.lexsort((cells[:, 0], cells[:, 1])) == np.arange(len(cells))).all()


def test_cameras_far_from_any_ground_have_no_cells():
    optics = random_optics(np.random.default_rng(4), 10)
    for bounds in (np.array([(900.0, 900.0), (950.0, 950.0)]), np.full((2, 2), np.nan)):
        strips = reach.strips_in_reach(optics, (0.0, 0.0, 0.0), spacing_m=1.0, bounds=bounds)
        assert len(reach.cells_in_reach(strips)) == 0


def test_more_cells_than_fit_in_memory_are_refused(monkeypatch):
    monkeypatch.setattr(reach, "MAX_CELLS", 1000)
    optics = random_optics(np.random.default_rng(4), 10)
    strips = reach.strips_in_reach(
        optics, (0.0, 0.0, 0.0), spacing_m=0.5, bounds=np.array([(-60.0, -60.0), (60.0, 60.0)])
    )
    with pytest.raises(AnalysisError, match="smaller far_m"):
        reach.cells_in_reach(strips)
