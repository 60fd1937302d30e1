"""What is closed after the onset in the tiles of a city is what is closed in the city."""

import shutil
from functools import partial

import numpy as np
import pytest
from plateau_folders import write_dataset
from sample_city import CITY, SAMPLE

import plateau
from analyses.flood import flood_closures
from analyses.hazards import read_zones
from citygml.errors import CityModelError
from plateau.flood_after import closed_tables, closures_of_all
from plateau.flood_run import FloodFiles
from plateau.runner import run

FILES = FloodFiles(zones=SAMPLE / "house_collapse_zones.geojson")
TILED = partial(closed_tables, has_neighbours=False)


@pytest.fixture(scope="module", params=["relief", "no relief"])
def dataset(request, tmp_path_factory):
    """The sample city, and the same without its relief."""
    if request.param == "relief":
        return plateau.open(CITY)
    root = tmp_path_factory.mktemp("bare") / CITY.name
    shutil.copytree(CITY, root, ignore=shutil.ignore_patterns("dem"))
    return plateau.open(root)


def places(city, count=20_000):
    """Points all over a city and a little beyond it."""
    low, high = city.features.total_bounds.reshape(2, 2)
    return np.random.default_rng(4).uniform(low - 50.0, high + 50.0, (count, 2))


def test_the_same_places_are_closed(dataset, tmp_path):
    city = dataset.load()
    xy = places(city)
    one = flood_closures(city, zones=read_zones(FILES.zones)).closed_at(xy)
    assert 0.01 < one.mean() < 0.9
    result = run(dataset, TILED, out=tmp_path)
    with closures_of_all(result, FILES, city.crs) as closures:
        np.testing.assert_array_equal(closures.closed_at(xy), one)
    assert not list(tmp_path.glob(".water-*"))


def test_where_nothing_shows_the_water_nothing_is_said(tmp_path):
    data = plateau.open(write_dataset(tmp_path, {"54363371": [(0.5, 0.5)]}))
    result = run(data, TILED, out=tmp_path / "out")
    with closures_of_all(result, FloodFiles(), data.crs) as closures:
        assert closures is None


def test_a_ground_that_is_gone_is_an_error_and_no_dry_land(tmp_path):
    data = plateau.open(CITY)
    result = run(data, TILED, out=tmp_path)
    shutil.rmtree(result.relief[0])
    with (
        pytest.raises(CityModelError, match="is gone: without the ground"),
        closures_of_all(result, FILES, data.crs),
    ):
        pass
