"""Relief from a raster: the heights of the raster, where the city is."""

from dataclasses import replace

import numpy as np
import pytest
import rasterio
from builders import ORIGIN, Box, box_city
from pyproj import Transformer

from analyses import terrain_raster
from analyses.terrain_raster import terrain_from_raster, with_terrain
from citygml.errors import AnalysisError
from citygml.model import ground, take_features
from citygml.terrain import height_at


def write_raster(path, *, crs="EPSG:6675", pixel_m=10.0, hole=False, half_m=400.0):
    """A GeoTIFF round the origin of the city over z = 0.01 x + 0.02 y + 30."""
    count = int(2 * half_m / pixel_m)
    west, north = ORIGIN[0] - half_m, ORIGIN[1] + half_m
    x = -half_m + (np.arange(count) + 0.5) * pixel_m
    up = (0.01 * x[None, :] - 0.02 * x[:, None] + 30).astype(np.float32)
    if hole:
        up[count // 2 - 5 : count // 2 + 5, count // 2 - 5 : count // 2 + 5] = -9999
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        width=count,
        height=count,
        count=1,
        dtype="float32",
        nodata=-9999,
        crs=crs,
        transform=rasterio.Affine(pixel_m, 0, west, 0, -pixel_m, north),
    ) as raster:
        raster.write(up, 1)
    return path


def city():
    return box_city([Box(10, 10, 6), Box(10, 10, 6, east=60, north=40)])


@pytest.mark.parametrize("spacing_m", [3.0, 5.0, 10.0])
def test_a_plane_is_found_again(tmp_path, spacing_m):
    path = write_raster(tmp_path / "dem.tif")
    relief = terrain_from_raster(path, city(), spacing_m=spacing_m, margin_m=50.0)
    xy = np.random.default_rng(3).uniform(0, 50, (200, 2))
    np.testing.assert_allclose(height_at(relief, xy), xy @ (0.01, 0.02) + 30, atol=1e-3)
    assert (relief.area_vectors[:, 2] > 0).all()
    assert relief.bounds[0, 0] <= -50
    assert relief.bounds[1, 0] >= 70 + 50 - spacing_m


def test_finer_pixels_are_averaged(tmp_path):
    path = write_raster(tmp_path / "dem.tif", pixel_m=2.0, half_m=300.0)
    relief = terrain_from_raster(path, city(), spacing_m=20.0)
    np.testing.assert_allclose(height_at(relief, [(10.0, 20.0)]), [30.5], atol=0.2)


def hills_in_degrees(path):
    """Steep hills on a grid of longitude and latitude: 36 m from pixel to pixel."""
    to_degrees = Transformer.from_crs("EPSG:6675", "EPSG:6668", always_xy=True)
    lon, lat = to_degrees.transform(*ORIGIN[:2])
    x, y = np.meshgrid(*[np.arange(200.0)] * 2)
    form = {"driver": "GTiff", "width": 200, "height": 200, "count": 1, "dtype": "float32"}
    transform = rasterio.Affine(4e-4, 0, lon - 0.04, 0, -4e-4, lat + 0.04)
    with rasterio.open(path, "w", crs="EPSG:6668", transform=transform, **form) as raster:
        raster.write((200.0 * np.sin(x / 2.0) * np.cos(y / 3.0)).astype("float32"), 1)
    return path


def test_the_relief_of_a_part_of_a_city_is_that_of_the_city(tmp_path):
    """What GDAL makes of a raster in degrees depends on the window: by centimetres here."""
    path = hills_in_degrees(tmp_path / "dem.tif")
    whole = box_city([Box(10, 10, 6), Box(10, 10, 6, east=437, north=211)])
    part = take_features(whole, np.array([False, True]))
    one, two = (terrain_from_raster(path, c, spacing_m=10.0).vertices for c in (whole, part))
    place = {(east, north): up for east, north, up in one}
    assert len(two) > 1000
    assert all(place[east, north] == up for east, north, up in two)


def test_a_hole_of_the_raster_is_a_hole_of_the_relief(tmp_path):
    path = write_raster(tmp_path / "dem.tif", hole=True)
    relief = terrain_from_raster(path, city(), spacing_m=10.0)
    assert np.isnan(height_at(relief, [(0.0, 0.0)])).all()
    assert np.isfinite(height_at(relief, [(-90.0, 0.0)])).all()


def test_the_relief_becomes_that_of_the_city(tmp_path):
    relief = terrain_from_raster(write_raster(tmp_path / "dem.tif"), city())
    surface = ground(with_terrain(city(), relief))
    assert surface.source == "relief"
    np.testing.assert_allclose(surface.height_at([(0.0, 0.0)]), [30.0], atol=1e-3)


def test_heights_are_relative_to_the_origin(tmp_path):
    high = replace(city(), origin=(*ORIGIN[:2], 20.0))
    relief = terrain_from_raster(write_raster(tmp_path / "dem.tif"), high)
    np.testing.assert_allclose(height_at(relief, [(0.0, 0.0)]), [10.0], atol=1e-3)


def test_a_raster_in_degrees_is_projected(tmp_path):
    from pyproj import Transformer

    west, south = Transformer.from_crs(6675, 6668, always_xy=True).transform(
        ORIGIN[0] - 300, ORIGIN[1] - 300
    )
    path = tmp_path / "degrees.tif"
    with rasterio.open(
        path, "w", driver="GTiff", width=80, height=80, count=1, dtype="float32",
        crs="EPSG:6668", transform=rasterio.Affine(1e-4, 0, west, 0, -1e-4, south + 80e-4),
    ) as raster:  # fmt: skip
        raster.write(np.full((80, 80), 12.5, np.float32), 1)
    relief = terrain_from_raster(path, city(), margin_m=20.0)
    np.testing.assert_allclose(height_at(relief, [(0, 0), (60, 40)]), 12.5)


def test_what_is_no_relief_of_the_city_is_refused(tmp_path, monkeypatch):
    text = tmp_path / "dem.txt"
    text.write_text("no raster")
    with pytest.raises(AnalysisError, match="cannot be read as relief"):
        terrain_from_raster(text, city())
    with pytest.raises(AnalysisError, match="give metres above 0"):
        terrain_from_raster(text, city(), spacing_m=0.0)
    nowhere = write_raster(tmp_path / "nowhere.tif", crs="EPSG:6669")
    with pytest.raises(AnalysisError, match="no height at the city"):
        terrain_from_raster(nowhere, city())
    unnamed = write_raster(tmp_path / "unnamed.tif", crs=None)
    with pytest.raises(AnalysisError, match="no reference system"):
        terrain_from_raster(unnamed, city())
    monkeypatch.setattr(terrain_raster, "MAX_POINTS", 100)
    with pytest.raises(AnalysisError, match="at most 100; give a larger spacing_m"):
        terrain_from_raster(unnamed, city())
