"""Heights of a raster on a lattice: one height a point, whatever part is asked for."""

import numpy as np
import pytest
import rasterio
from builders import ORIGIN, ZONE_VII
from rasterio.enums import Resampling

from analyses.height_lattice import Lattice, lattice_heights
from citygml.errors import AnalysisError

COLUMN, ROW = int(ORIGIN[0] // 50), int(ORIGIN[1] // 50)


def slope(path, **form):
    """A plane that rises by 1 m in 10 m to the east and 1 m in 100 m to the north."""
    x, y = np.meshgrid(np.arange(-4950.0, 5000.0, 100.0), np.arange(4950.0, -5000.0, -100.0))
    form = {"driver": "GTiff", "width": 100, "height": 100, "count": 1, "dtype": "float32", **form}
    transform = rasterio.Affine(100.0, 0, ORIGIN[0] - 5000, 0, -100.0, ORIGIN[1] + 5000)
    with rasterio.open(path, "w", transform=transform, **form) as raster:
        raster.write((x / 10.0 + y / 100.0).astype("float32"), 1)
    return path


def bilinear(_raster):
    return Resampling.bilinear


@pytest.mark.parametrize("shift", [0.0, 0.5])
def test_heights_are_those_of_their_points(tmp_path, shift):
    """Over several squares of 200 points, rows from the south."""
    path = slope(tmp_path / "dem.tif", crs=ZONE_VII.to_wkt())
    lattice = Lattice(COLUMN - 90, ROW - 80, 180, 160, 50.0, shift)
    heights = lattice_heights(path, ZONE_VII, lattice, resampling=bilinear)
    east, north = np.meshgrid(lattice.east - ORIGIN[0], lattice.north - ORIGIN[1])
    np.testing.assert_allclose(heights, east / 10.0 + north / 100.0, atol=1e-3)


def test_a_part_has_the_heights_of_the_whole(tmp_path):
    path = slope(tmp_path / "dem.tif", crs=ZONE_VII.to_wkt())
    whole = lattice_heights(
        path, ZONE_VII, Lattice(COLUMN - 150, ROW - 150, 300, 300, 50.0), resampling=bilinear
    )
    part = lattice_heights(
        path, ZONE_VII, Lattice(COLUMN - 31, ROW + 17, 70, 150, 50.0), resampling=bilinear
    )
    assert np.isnan(part).any()
    np.testing.assert_array_equal(part[:133], whole[167:, 119:189])


def test_a_raster_without_reference_system_is_refused(tmp_path):
    path = slope(tmp_path / "dem.tif")
    with pytest.raises(AnalysisError, match="has no reference system"):
        lattice_heights(path, ZONE_VII, Lattice(0, 0, 2, 2, 50.0), resampling=bilinear)
