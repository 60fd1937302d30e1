import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely
from builders import ORIGIN, ZONE_VII, Box, box_city, flat_ground
from weathers import year

from analyses.rasters import gridded, write_raster
from analyses.solar import solar_potential, solar_samples
from citygml.errors import AnalysisError, CityModelError


def samples(*points):
    x, y, value, area = np.array(points, dtype=float).T
    return gpd.GeoDataFrame(
        {"light": value, "area_m2": area}, geometry=shapely.points(x, y), crs=ZONE_VII
    )


def test_cells_hold_the_weighted_mean_of_their_points_north_at_the_top():
    """Cell (0, 0): (1 x 10 + 3 x 20)/4 = 17.5; the one above it 5; the rest empty."""
    table = samples((0.2, 0.2, 10, 1), (0.8, 0.6, 20, 3), (0.5, 1.5, 5, 1), (1.5, 0.5, np.nan, 1))
    grid, corner = gridded(table, "light", cell_m=1.0, weight="area_m2")
    assert corner == (0.0, 2.0)
    np.testing.assert_allclose(grid, [[5.0], [17.5]])


def test_a_raster_lies_where_its_points_lie_and_keeps_their_mean(tmp_path):
    city = box_city([Box(10, 8, 6), Box(6, 6, 20, east=14)], terrain=flat_ground())
    points = solar_samples(city, year(), preset="fast")
    path = write_raster(tmp_path / "sun.tif", points, "irradiation_kwh_per_m2")
    with rasterio.open(path) as raster:
        assert raster.crs == rasterio.CRS.from_wkt(ZONE_VII.to_wkt())
        grid = raster.read(1)
        assert tuple(raster.bounds) == (ORIGIN[0], ORIGIN[1], ORIGIN[0] + 20, ORIGIN[1] + 8)
        assert raster.tags()["source"] == "synthetic boxes"
        assert raster.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
    assert np.isfinite(grid).sum() == 80 + 36
    roofs = solar_potential(city, year(), preset="fast")
    np.testing.assert_allclose(
        [grid[:, :10].mean(), np.nanmean(grid[:, 14:])],
        roofs["irradiation_kwh_per_m2"],
        rtol=1e-5,
    )


def test_points_of_a_surface_have_the_mean_that_the_surface_has():
    city = box_city([Box(10, 8, 6), Box(6, 6, 20, east=12)], terrain=flat_ground())
    points = solar_samples(city, year(), preset="fast", surfaces="all")
    table = solar_potential(city, year(), preset="fast", surfaces="all")
    weighted = points["irradiation_kwh_per_m2"] * points["area_m2"]
    mean = (
        weighted.groupby(points["surface_id"]).sum() / points.groupby("surface_id")["area_m2"].sum()
    )
    known = table["irradiation_kwh_per_m2"].dropna()
    np.testing.assert_allclose(mean.loc[known.index], known, rtol=1e-6)
    shaded = points[points["surface_id"] == table.index[table["surface"] == "roof"][0]]
    assert shaded["irradiation_kwh_per_m2"].max() > 1.02 * shaded["irradiation_kwh_per_m2"].min()


def test_bad_input_is_refused(tmp_path):
    table = samples((0.2, 0.2, 10, 1))
    with pytest.raises(CityModelError, match=r"written as \.tif"):
        write_raster(tmp_path / "sun.png", table, "light")
    with pytest.raises(AnalysisError, match="lacks shade"):
        write_raster(tmp_path / "sun.tif", table, "shade")
    with pytest.raises(AnalysisError, match="no point has a light"):
        write_raster(tmp_path / "sun.tif", table.assign(light=np.nan), "light")
    with pytest.raises(CityModelError, match="cannot be written"):
        write_raster(tmp_path / "none" / "sun.tif", table, "light")
    with pytest.raises(AnalysisError, match="cells of"):
        write_raster(tmp_path / "sun.tif", samples((0, 0, 1, 1), (1e6, 1e6, 1, 1)), "light")
    assert list(tmp_path.iterdir()) == []
