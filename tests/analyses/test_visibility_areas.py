"""What becomes of samples: polygons by level and overlap, blind spots, roads, rasters."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from builders import ORIGIN, Box, box_city, flat_ground
from shapely.geometry import Point

from analyses.visibility import camera_coverage
from analyses.visibility.areas import (
    blind_spots,
    coverage_polygons,
    overlap_polygons,
    part_coverage,
    strip_width,
)
from analyses.visibility.rasters import coverage_raster, write_geotiff
from citygml.errors import AnalysisError, CityModelError
from citygml.model import CityModel


def camera(east: float = 0.0, north: float = 0.0, **columns) -> gpd.GeoDataFrame:
    given = {"camera_id": "c", "height_m": 4.0, "heading_deg": 0.0, "tilt_deg": 10.0,
             "hfov_deg": 90.0, "far_m": 40.0} | columns  # fmt: skip
    point = Point(ORIGIN[0] + east, ORIGIN[1] + north)
    return gpd.GeoDataFrame({k: [v] for k, v in given.items()}, geometry=[point], crs="EPSG:6675")


def two_cameras() -> gpd.GeoDataFrame:
    both = [camera(), camera(5, 2, camera_id="d", heading_deg=20.0)]
    return gpd.GeoDataFrame(pd.concat(both, ignore_index=True), crs="EPSG:6675")


def city_with_road() -> CityModel:
    """Two houses before the camera, and a road of 4 m x 80 m that runs away from it."""
    city = box_city(
        [Box(6, 4, 5, east=-12, north=12), Box(5, 5, 6, east=6, north=16)],
        terrain=flat_ground(100.0),
    )
    strip = shapely.box(ORIGIN[0] - 2, ORIGIN[1] - 40, ORIGIN[0] + 2, ORIGIN[1] + 40)
    road = city.features.iloc[[0]].assign(kind="Road").set_geometry([strip], crs=city.crs)
    road.index = ["road"]
    return replace(city, features=pd.concat([city.features, road]))


def test_polygons_by_level_have_the_area_of_their_samples_and_do_not_overlap():
    city = city_with_road()
    samples = camera_coverage(city, two_cameras()).samples
    table = coverage_polygons(city, samples)
    seen = samples[samples["state"] == "seen"]
    np.testing.assert_allclose(table["area_m2"], table.area, rtol=1e-9)
    assert table["area_m2"].sum() == pytest.approx(len(seen) * 0.25)
    assert table["cumulative_m2"].iloc[0] == pytest.approx(len(seen) * 0.25)
    assert shapely.union_all(table.geometry).area == pytest.approx(table.area.sum())
    overview = table.loc["overview"].geometry
    assert shapely.contains(overview, seen.geometry[seen["level"] == "overview"]).all()


def test_polygons_by_overlap_add_up_to_the_areas_of_the_cameras():
    """V9 again: sum of k x area of k = sum of the covered areas."""
    city = city_with_road()
    result = camera_coverage(city, two_cameras())
    table = overlap_polygons(city, result.samples)
    assert table["seen_count"].tolist() == [0, 1, 2]
    total = (table["seen_count"] * table["area_m2"]).sum()
    assert total == pytest.approx(result.cameras["covered_area_m2"].sum())
    np.testing.assert_allclose(table["area_m2"], table.area)
    assert table["ratio"].sum() == pytest.approx(1.0)
    assert table["at_least_m2"].iloc[0] == pytest.approx(len(result.samples) * 0.25)


def test_blind_spots_are_the_pieces_behind_the_houses():
    """Each house hides one piece; together they are the hidden samples."""
    city = city_with_road()
    samples = camera_coverage(city, camera()).samples
    spots = blind_spots(city, samples, min_area_m2=0.0)
    hidden = (samples["state"] == "hidden").sum() * 0.25
    assert spots["area_m2"].sum() == pytest.approx(hidden) == pytest.approx(spots.area.sum())
    assert (spots["hidden_m2"] == spots["area_m2"]).all()
    assert spots["area_m2"].is_monotonic_decreasing
    large = spots[spots["area_m2"] > 20.0]
    assert len(large) == 2
    assert (large.geom_type == "Polygon").all()
    behind = shapely.contains_xy(large.geometry.to_numpy(), ORIGIN[0] - 20.0, ORIGIN[1] + 28.0)
    assert behind.sum() == 1


def test_small_pieces_are_left_out_and_counted():
    city = city_with_road()
    samples = camera_coverage(city, camera()).samples
    every = blind_spots(city, samples, min_area_m2=0.0)
    some = blind_spots(city, samples, min_area_m2=20.0)
    assert len(some) == 2
    note = some.attrs["plateau"]["notes"][-1]
    assert note.startswith(f"{len(every) - 2} blind spots below 20 m2") or len(every) == 2


def test_where_all_pieces_are_small_there_are_no_rows_and_one_note():
    city = city_with_road()
    samples = camera_coverage(city, camera()).samples
    none = blind_spots(city, samples, min_area_m2=1e6)
    assert len(none) == 0
    assert "are left out" in none.attrs["plateau"]["notes"][-1]


def test_a_blind_stretch_of_road_has_its_length_and_its_neighbours():
    """The camera sees the road before it, not the 40 m behind; b0 is 9 m from those, b1 13 m."""
    city = city_with_road()
    samples = camera_coverage(city, camera(0, 0.0, tilt_deg=5), targets="roads").samples
    spots = blind_spots(city, samples, people=pd.Series({"b0": 3.0, "b1": 2.0, "gone": 9.0}))
    blind = spots.iloc[0]
    assert set(samples["part_id"]) == {"road"}
    assert blind["road_length_m"] == pytest.approx(blind["area_m2"] / 4.0)
    assert blind["area_m2"] >= 160.0
    assert blind["hidden_m2"] == 0.0
    assert blind["people_near"] == 3.0
    near = blind_spots(city, samples.assign(seen_count=0), people=pd.Series({"b0": 3.0, "b1": 2.0}))
    assert near["people_near"].tolist() == [5.0]


def test_the_share_of_a_road_is_that_of_its_cells():
    city = city_with_road()
    samples = camera_coverage(city, camera(), targets="roads").samples
    table = part_coverage(city, samples)
    assert table.index.tolist() == ["road"]
    assert table["area_m2"].iloc[0] == 320.0
    assert table["covered_m2"].iloc[0] == (samples["seen_count"] > 0).sum() * 0.25
    assert table["covered_ratio"].iloc[0] == pytest.approx((samples["seen_count"] > 0).mean())
    plain = camera_coverage(city, camera()).samples
    with pytest.raises(AnalysisError, match="belong to no part"):
        part_coverage(city, plain)


def test_cells_that_touch_at_a_corner_are_two_pieces():
    city = city_with_road()
    samples = camera_coverage(city, camera()).samples
    one = samples.iloc[[200]]
    two = one.set_geometry(one.translate(0.5, 0.5))
    both = gpd.GeoDataFrame(pd.concat([one, two.rename(index=lambda i: i + "x")]))
    both.attrs = samples.attrs
    assert len(blind_spots(city, both.assign(seen_count=0), min_area_m2=0.0)) == 2


def test_a_width_is_that_of_the_strip():
    """6 m x 40 m, and a circle: the side of the square of equal area."""
    circle = shapely.Point(0, 0).buffer(10.0, 256)
    found = strip_width(np.array([shapely.box(0, 0, 6, 40), circle], dtype=object))
    np.testing.assert_allclose(found, [6.0, np.sqrt(circle.area)])


def test_a_raster_has_every_sample_in_its_cell(tmp_path):
    rasterio = pytest.importorskip("rasterio")
    city = city_with_road()
    samples = camera_coverage(city, two_cameras()).samples
    path = write_geotiff(tmp_path / "seen.tif", samples)
    with rasterio.open(path) as file:
        assert file.crs.to_epsg() == 6675
        assert file.descriptions[0] == "seen_count"
        west, north, bands = file.bounds.left, file.bounds.top, file.read()
    column = np.floor((samples.geometry.x - west) / 0.5).astype(int)
    row = np.floor((north - samples.geometry.y) / 0.5).astype(int)
    np.testing.assert_array_equal(bands[0, row, column], samples["seen_count"])
    np.testing.assert_allclose(bands[2, row, column], samples["px_per_m"], rtol=1e-6)
    assert np.isfinite(bands[0]).sum() == len(samples)
    assert list(tmp_path.iterdir()) == [path]


def test_what_is_no_grid_makes_no_raster_and_no_polygons(tmp_path):
    city = city_with_road()
    walls = camera_coverage(city, camera(), targets="facades", spacing_m=1.0).samples
    samples = camera_coverage(city, camera()).samples
    bare = samples.copy()
    bare.attrs = {}
    for table, message in ((walls, "no grid cells"), (bare, "do not say their spacing")):
        with pytest.raises(AnalysisError, match=message):
            coverage_polygons(city, table)
    with pytest.raises(AnalysisError, match="column depth is missing"):
        coverage_raster(samples, ["depth"])
    with pytest.raises(AnalysisError, match="0 samples"):
        coverage_raster(samples.iloc[:0])
    with pytest.raises(CityModelError, match=r"written as \.tif"):
        write_geotiff(tmp_path / "seen.png", samples)
    with pytest.raises(AnalysisError, match="min_area_m2 is -1"):
        blind_spots(city, samples, min_area_m2=-1)


def test_without_a_blind_spot_there_are_no_rows():
    city = box_city([Box(1, 1, 1, east=-90)], terrain=flat_ground(100.0))
    samples = camera_coverage(city, camera()).samples
    assert len(blind_spots(city, samples)) == 0
    assert len(coverage_polygons(city, samples.iloc[:0])) == 0


ROOT = Path(__file__).parents[2]


def test_the_roads_of_the_sample_city_have_shares():
    import plateau
    from analyses.cameras import read_cameras

    city = plateau.open(ROOT / "sample_data/13999_mihon-shi_2026_citygml_1_op").load()
    cameras = read_cameras(ROOT / "sample_data/cameras.geojson")
    samples = camera_coverage(city, cameras, targets="roads", spacing_m=1.0).samples
    roads = part_coverage(city, samples)
    assert len(roads) == samples["part_id"].nunique() <= 237
    assert roads["covered_ratio"].between(0, 1).all()
    assert roads["covered_ratio"].max() > 0.9
