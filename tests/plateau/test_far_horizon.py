"""Mountains far away in one piece and in tiles: the horizon hangs on the surface, not the tile."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
import rasterio
from builders import ORIGIN as PLACE
from builders import Box, box_city
from same_tables import assert_same
from sample_city import CITY, SAMPLE
from sample_city import ORIGIN as MIDDLE

import plateau
from analyses.solar import SolarSettings
from analyses.solar.surroundings import surroundings_of
from citygml.model import ground, take_features
from plateau.cli.solar import with_relief
from plateau.runner import run

#: Some houses on both sides of the border between the tiles, 139.5625 E.
FEW = (139.5622, 35.6111, 139.5628, 35.6113)
STEP_M = 100.0


def write_tif(path, heights, middle, *, epsg):
    """A GeoTIFF of pixels of 100 m round a place; its path."""
    count = len(heights)
    west, north = middle[0] - count / 2 * STEP_M, middle[1] + count / 2 * STEP_M
    form = {"driver": "GTiff", "height": count, "width": count, "count": 1, "dtype": "float32"}
    transform = rasterio.Affine(STEP_M, 0.0, west, 0.0, -STEP_M, north)
    with rasterio.open(path, "w", crs=f"EPSG:{epsg}", transform=transform, **form) as raster:
        raster.write(heights.astype("float32"), 1)
    return path


@pytest.fixture(scope="module")
def data():
    return plateau.open(CITY)


@pytest.fixture(scope="module")
def weather():
    return plateau.read_weather(SAMPLE / "weather.epw")


@pytest.fixture(scope="module")
def ridges(tmp_path_factory):
    """A raster of 100 m: ridges of 1,500 m in the west, 4 km off, and in the east, 5.15 km off.

    The eastern one is within 5 km of the eastern houses, and not of the middle of the city.
    """
    east = (np.arange(160) - 79.5) * STEP_M
    heights = np.zeros((160, 160))
    heights[:, np.isin(east, (-4050.0, 5150.0))] = 1500.0
    return write_tif(tmp_path_factory.mktemp("dem") / "ridges.tif", heights, MIDDLE, epsg=6677)


def solar(weather, **settings):
    return partial(
        plateau.solar_potential,
        weather=weather,
        preset="fast",
        spacing_m=50.0,
        settings=SolarSettings(engine="reference", **settings),
    )


def test_mountains_of_a_raster_stand_where_they_stand_whatever_the_tiling(
    data, weather, ridges, tmp_path
):
    """Houses at both ends of the city: the eastern ones see a ridge that the western do not."""
    part = data.select(where="storeys_above_ground == 4")
    analysis = solar(weather, terrain_m=150.0, dem=ridges, dem_reach_m=5000.0)
    one = analysis(part.load(context_m=20.0))
    result = run(part, analysis, out=tmp_path, context_m=20.0)
    assert [record.rows["table"] > 0 for record in result.done] == [True, True]
    assert_same(one, result.table("table"))
    assert (one["beam_loss_ratio"] > 0.0).all()


def test_relief_beyond_the_cut_of_a_tile_makes_its_horizon_too(data, weather, tmp_path):
    """Surroundings wider than rays look for relief: 160 m, and a profile from 150 m on."""
    part = data.select(bounds=FEW)
    analysis = solar(weather, terrain_m=150.0)
    one = analysis(part.load(context_m=160.0))
    result = run(part, analysis, out=tmp_path, context_m=160.0)
    assert [record.rows["table"] > 0 for record in result.done] == [True, True]
    assert_same(one, result.table("table"))


def test_the_ground_of_a_raster_has_one_horizon_for_all_parts_of_a_city(tmp_path):
    """Hills of a raster that is also the ground: how much of it a tile holds does not count."""
    path = tmp_path / "hills.tif"
    x, y = np.meshgrid(*[np.arange(120.0)] * 2)
    write_tif(path, 200.0 + 200.0 * np.sin(x / 1.5) * np.cos(y / 2.0), PLACE, epsg=6675)
    settings = SolarSettings(engine="reference", dem=path, dem_reach_m=5000.0)
    whole = replace(box_city([Box(10, 10, 6), Box(10, 10, 6, east=1400.0)]), reach_m=60.0)
    profiles = []
    for city in (whole, take_features(whole, np.array([True, False]))):
        hilly = with_relief(city, path)
        around = surroundings_of(hilly, ground(hilly), settings, centres=np.zeros((1, 3)))
        profiles.append(around.horizon(np.array([250.0, 250.0, 12.5])))
    assert (profiles[0] > 1.0).any()
    np.testing.assert_array_equal(*profiles)
