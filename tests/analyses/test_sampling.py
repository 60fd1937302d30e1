"""Ground samples: where the grid lies, what is left out, how high points are."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from builders import ORIGIN, Box, box_city, flat_ground

from analyses.sampling import MAX_CELLS, cell_centres, cells_in, ground_samples
from citygml.errors import AnalysisError
from citygml.mesh import Mesh


def area(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    return shapely.box(west + ORIGIN[0], south + ORIGIN[1], east + ORIGIN[0], north + ORIGIN[1])


def test_neighbouring_areas_share_a_grid_without_gap_or_overlap():
    whole = cells_in(shapely.box(-3.3, -2, 7.1, 4), spacing_m=0.5)
    parts = [
        cells_in(shapely.box(-3.3, -2, 1.7, 4), spacing_m=0.5),
        cells_in(shapely.box(1.7, -2, 7.1, 4), spacing_m=0.5),
    ]
    joined = np.concatenate(parts)
    assert len(joined) == len(whole) == 21 * 12
    assert {tuple(c) for c in joined.tolist()} == {tuple(c) for c in whole.tolist()}


def test_the_area_of_the_cells_is_the_area_of_the_ground_around_a_building():
    """20 m x 20 m with a building of 10 m x 8 m: 400 - 80 = 320 m²."""
    city = box_city([Box(10, 8, 6)], terrain=flat_ground(50.0))
    cells = cells_in(area(-5, -6, 15, 14), spacing_m=0.5)
    samples = ground_samples(city, cells, spacing_m=0.5, target_height_m=1.5)
    assert len(samples) * samples.area_m2 == pytest.approx(320.0)
    assert samples.in_building_count * 0.25 == pytest.approx(80.0)
    assert samples.groundless_count == 0


def test_points_lie_the_target_height_above_a_slope():
    """z = 0.1 x: at easting 2.5 from the origin the ground is at 0.25 m, the target at 1.75 m."""
    corners = np.array([(-50, -50, -5), (50, -50, 5), (50, 50, 5), (-50, 50, -5.0)])
    slope = Mesh(corners, flat_ground().triangles, np.full(2, -1, np.int32))
    city = box_city([Box(1, 1, 3, east=30)], terrain=slope, origin=(*ORIGIN[:2], 20.0))
    cells = cells_in(area(2, 0, 3, 1), spacing_m=1.0)
    samples = ground_samples(city, cells, spacing_m=1.0, target_height_m=1.5)
    np.testing.assert_allclose(samples.points, [(2.5, 0.5, 1.75)])
    np.testing.assert_allclose(samples.ground_elevation_m, [20.25])
    assert samples.ground_source == "relief"


def test_cells_without_ground_are_counted_and_every_cell_is_accounted_for():
    city = box_city([Box(4, 4, 6)], terrain=flat_ground(10.0))
    cells = cells_in(area(-20, -20, 20, 20), spacing_m=1.0)
    samples = ground_samples(city, cells, spacing_m=1.0, target_height_m=0.1)
    assert len(samples) == 400 - 16
    assert len(samples) + samples.in_building_count + samples.groundless_count == len(cells)


def test_without_relief_the_ground_is_that_of_the_buildings_and_says_so():
    city = box_city([Box(4, 4, 6, base=7.0), Box(4, 4, 6, east=20, base=7.0)])
    samples = ground_samples(
        city, cells_in(area(8, 0, 9, 1), spacing_m=1.0), spacing_m=1.0, target_height_m=1.0
    )
    np.testing.assert_allclose(samples.points[:, 2], 8.0)
    assert samples.ground_source == "building_base"


def test_centres_are_half_a_cell_from_the_anchor():
    np.testing.assert_allclose(cell_centres([(-2, 1)], spacing_m=0.5), [(-0.75, 0.75)])


@pytest.mark.parametrize("spacing", [0.0, -1.0, np.nan, np.inf])
def test_a_cell_without_size_is_an_error(spacing):
    with pytest.raises(AnalysisError, match="spacing_m is"):
        cells_in(area(0, 0, 1, 1), spacing_m=spacing)


def test_more_cells_than_fit_in_memory_are_refused_before_they_exist():
    side = np.sqrt(MAX_CELLS) * 0.01
    with pytest.raises(AnalysisError, match="take a larger spacing_m"):
        cells_in(area(0, 0, side + 1, side + 1), spacing_m=0.01)


def test_an_empty_area_has_no_cells():
    assert cells_in(shapely.Polygon(), spacing_m=1.0).shape == (0, 2)
