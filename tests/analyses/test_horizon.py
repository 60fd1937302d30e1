import numpy as np
import pytest
import rasterio
from builders import ORIGIN, ZONE_VII, flat_ground

from analyses.horizon import (
    EARTH_RADIUS_M,
    REFRACTION,
    above_horizon,
    horizon_profile,
    raster_points,
    relief_points,
)
from citygml.errors import AnalysisError
from citygml.mesh import Mesh


def ridge(north_m, height_m, *, half_width_m=20000.0):
    """A ridge that runs west to east, in steps of 50 m."""
    east = np.arange(-half_width_m, half_width_m + 1, 50.0)
    return np.column_stack([east, np.full(len(east), north_m), np.full(len(east), height_m)])


def test_a_ridge_stands_as_high_as_its_height_over_its_distance_less_the_curvature():
    """1000 m at 10 km: atan((1000 - d² (1-k)/2R)/d); aside by 45° the distance grows by √2."""
    profile = horizon_profile(ridge(1e4, 1e3), (0, 0, 0), beyond_m=2000.0)
    for azimuth, distance in ((0, 1e4), (44, 1e4 / np.cos(np.radians(44.5)))):
        drop = distance**2 * (1 - REFRACTION) / (2 * EARTH_RADIUS_M)
        expected = np.degrees(np.arctan2(1e3 - drop, distance))
        assert profile[azimuth] == pytest.approx(expected, abs=0.05 if azimuth else 1e-3)
    assert (profile[91:269] == 0.0).all()


def test_near_relief_does_not_count():
    near = ridge(500.0, 300.0, half_width_m=500)
    assert horizon_profile(near, (0, 0, 0), beyond_m=2000).max() == 0


def test_the_horizon_sinks_with_the_height_of_the_eye():
    low = horizon_profile(ridge(1e4, 1e3), (0, 0, 0), beyond_m=2000.0)
    high = horizon_profile(ridge(1e4, 1e3), (0, 0, 500.0), beyond_m=2000.0)
    assert low[0] > high[0] > 0.0


def test_directions_are_open_above_the_horizon_of_their_azimuth():
    profile = np.zeros(360)
    profile[90:180] = 10.0
    vectors = np.array([(1, -0.2, 0.1), (1, -0.2, 0.3), (-1, 0.2, 0.1)])
    assert above_horizon(vectors, profile).tolist() == [False, True, True]


def test_long_edges_are_followed_in_steps():
    """A triangle with edges of 3, 4, 5 km."""
    corners = np.array([(0, 0, 0), (3000, 0, 0), (0, 4000, 0.0)])
    mesh = Mesh(corners, np.array([(0, 1, 2)], np.int32), np.array([-1], np.int32))
    points = relief_points(mesh)
    on_axis = np.sort(points[(points[:, 1] == 0.0), 0])
    assert np.diff(on_axis).max() <= 50.0 + 1e-6
    assert len(points) >= 3 + 59 + 79 + 99
    assert len(relief_points(mesh.submesh(np.zeros(1, bool)))) == 0


def test_a_raster_of_relief_gives_its_heights_where_they_are(tmp_path):
    """A plane that rises by 1 m in 100 m to the east, in another reference system's grid."""
    east, north = ORIGIN[:2]
    size, step = 80, 100.0
    heights = np.tile(np.arange(size) + 0.5, (size, 1)).astype("float32")
    path = tmp_path / "dem.tif"
    transform = rasterio.Affine(step, 0, east - 4000, 0, -step, north + 4000)
    profile = {"driver": "GTiff", "height": size, "width": size, "count": 1, "dtype": "float32"}
    with rasterio.open(
        path, "w", crs=ZONE_VII.to_wkt(), transform=transform, nodata=-9999.0, **profile
    ) as raster:
        raster.write(heights, 1)
    points = raster_points(path, ZONE_VII, around=(east, north) * 2, reach_m=2000.0, step_m=50.0)
    np.testing.assert_allclose(points[:, 2], (points[:, 0] - (east - 4000)) / 100.0, atol=0.6)
    assert np.abs(points[:, :2] - (east, north)).max() <= 2050.0
    with pytest.raises(AnalysisError, match="no height within 2000 m"):
        raster_points(path, ZONE_VII, around=(east + 1e5, north) * 2, reach_m=2000.0, step_m=50.0)
    with pytest.raises(AnalysisError, match="cannot be read as relief"):
        raster_points(
            tmp_path / "no.tif", ZONE_VII, around=(east, north) * 2, reach_m=1.0, step_m=1.0
        )


def test_points_of_flat_ground_are_level():
    assert (relief_points(flat_ground())[:, 2] == 0.0).all()


def test_a_summit_hides_what_lies_within_half_the_distance_to_the_next_point():
    """200 m wide at 3 km: 1.9° to either side of azimuth 45.5°, so 43 to 47."""
    place = 3000.0 * np.sin(np.radians(45.5)), 3000.0 * np.cos(np.radians(45.5)), 500.0
    profile = horizon_profile([place], (0, 0, 0), beyond_m=1000.0, spread_m=200.0)
    assert np.flatnonzero(profile).tolist() == [43, 44, 45, 46, 47]


def raster_of(path, heights, step_m):
    """A GeoTIFF whose middle is the origin of the test cities."""
    size = len(heights)
    half = size * step_m / 2.0
    transform = rasterio.Affine(step_m, 0, ORIGIN[0] - half, 0, -step_m, ORIGIN[1] + half)
    profile = {"driver": "GTiff", "height": size, "width": size, "count": 1, "dtype": "float32"}
    with rasterio.open(path, "w", crs=ZONE_VII.to_wkt(), transform=transform, **profile) as raster:
        raster.write(heights.astype("float32"), 1)
    return path


def test_heights_of_a_raster_are_those_of_the_middle_of_their_cells(tmp_path):
    """A plane that rises by 1 m in 10 m to the east: half a cell of 100 m would be 5 m."""
    heights = np.tile(10.0 * np.arange(80), (80, 1))
    path = raster_of(tmp_path / "dem.tif", heights, 100.0)
    points = raster_points(path, ZONE_VII, around=ORIGIN[:2] * 2, reach_m=2000.0, step_m=100.0)
    np.testing.assert_allclose(points[:, 2], (points[:, 0] - ORIGIN[0] + 3950.0) / 10.0, atol=0.01)


def test_a_summit_smaller_than_the_step_keeps_its_height(tmp_path):
    heights = np.zeros((200, 200))
    heights[60, 60] = 300.0
    path = raster_of(tmp_path / "dem.tif", heights, 10.0)
    points = raster_points(path, ZONE_VII, around=ORIGIN[:2] * 2, reach_m=900.0, step_m=50.0)
    assert points[:, 2].max() == 300.0
