"""Coverage and placement over tiles: every layer is that of the city in one piece."""

import os
import subprocess
import sys
from functools import partial

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from plateau_folders import ROOT
from sample_city import CITY, SAMPLE

import plateau
from analyses.cameras import read_camera_table, read_cameras
from analyses.visibility import PlacementRules
from analyses.visibility.rasters import coverage_raster, stream_geotiff
from citygml.errors import CityModelError
from plateau.cli.visibility import Look, polygons, tables
from plateau.merge import RunResult
from plateau.runner import run
from plateau.visibility_tiles import (
    Scene,
    Search,
    city_of_places,
    coverage_over_tiles,
    placement_over_tiles,
    samples_of_all,
)

CONTEXT_M = 120.0
SPACING_M = 3.0


@pytest.fixture(scope="module")
def data():
    return plateau.open(CITY)


@pytest.fixture(scope="module")
def city(data):
    return data.load(context_m=CONTEXT_M)


@pytest.fixture(scope="module")
def cameras():
    return read_cameras(SAMPLE / "cameras.geojson")


def over(data, context_m=CONTEXT_M):
    def over_tiles(analysis, folder, _step):
        result = run(data, analysis, out=folder, context_m=context_m)
        assert len(result.done) == 2
        return result

    return over_tiles


def scene(data, targets="ground"):
    return Scene(targets, SPACING_M, (1.5,), "iec2025", data.areas)


def assert_same_table(one, tiled):
    assert sorted(map(str, one.index)) == sorted(map(str, tiled.index))
    assert set(one.columns) == set(tiled.columns)
    tiled = tiled.loc[one.index]
    for name in one.columns.drop("geometry"):
        a, b = one[name], tiled[name]
        if pd.api.types.is_float_dtype(a):
            np.testing.assert_allclose(b, a, rtol=1e-9, atol=1e-9, err_msg=name)
        else:
            assert a.astype("string").fillna("").equals(b.astype("string").fillna("")), name
    assert shapely.equals_exact(
        shapely.normalize(one.geometry.to_numpy()), shapely.normalize(tiled.geometry.to_numpy()),
        tolerance=1e-6,
    ).all()  # fmt: skip


@pytest.fixture(scope="module")
def ground_run(data, cameras, tmp_path_factory):
    folder = tmp_path_factory.mktemp("ground") / "out"
    return coverage_over_tiles(cameras, scene(data), folder, over(data))


@pytest.mark.parametrize("targets", ["ground", "roads", "facades"])
def test_every_layer_of_a_coverage_is_that_of_the_city_in_one_piece(
    data, city, cameras, ground_run, tmp_path, targets
):
    """With roads and walls that lie on both sides of the border between the tiles."""
    look = Look(targets=targets, spacing_m=SPACING_M, people=SAMPLE / "population.csv")
    one = tables(city, cameras, look)
    result = ground_run
    if targets != "ground":
        result = coverage_over_tiles(cameras, scene(data, targets), tmp_path / "out", over(data))
    samples = samples_of_all(result)
    tiled = {
        "samples": samples,
        "cameras": result.table("cameras"),
        **polygons(city_of_places(result, data), samples, look),
    }
    assert list(tiled) == list(one)
    for name, table in one.items():
        assert_same_table(table, tiled[name])
    assert result.tables == ("samples", "cameras")


def test_points_of_a_table_are_those_of_the_city_in_one_piece(data, city, cameras, tmp_path):
    """Doors and a route: what one camera sees alone is a number of doors, and metres."""
    x, y = cameras.to_crs(city.crs).geometry.x.mean(), cameras.to_crs(city.crs).geometry.y.mean()
    doors = gpd.GeoDataFrame(
        index=[f"door_{i}" for i in range(40)],
        geometry=gpd.points_from_xy(x + np.linspace(-150, 150, 40), np.full(40, y)),
        crs=city.crs,
    )
    route = gpd.GeoDataFrame(
        geometry=[shapely.LineString([(x - 200, y - 20), (x + 200, y + 20)])],
        index=["route"], crs=city.crs,
    )  # fmt: skip
    for targets, folder in ((doors, "doors"), (route, "route")):
        one = plateau.camera_coverage(city, cameras, targets=targets, spacing_m=SPACING_M)
        result = coverage_over_tiles(cameras, scene(data, targets), tmp_path / folder, over(data))
        assert_same_table(one.samples, samples_of_all(result))
        assert_same_table(one.cameras, result.table("cameras"))


def everywhere(cameras):
    """Candidates along the road that crosses the border, all ways to look, and a private garden."""
    candidates = read_camera_table(SAMPLE / "camera_candidates.geojson").drop(columns="heading_deg")
    garden = cameras.to_crs(6677).geometry.iloc[[2]].buffer(8.0)
    return candidates, gpd.GeoDataFrame(geometry=garden.to_numpy(), crs=6677)


@pytest.mark.parametrize(
    ("targets", "solver", "times"),
    [("ground", "greedy", 1), ("ground", "milp", 2), ("roads", "greedy", 1)],
)
def test_a_placement_over_tiles_is_that_of_the_city_in_one_piece(
    data, city, cameras, tmp_path, targets, solver, times
):
    candidates, garden = everywhere(cameras)
    rules = PlacementRules(spacing_m=SPACING_M, times=times, solver=solver)
    one = plateau.place_cameras(
        city, candidates, count=4, existing=cameras, targets=targets, private=garden, rules=rules
    )
    search = Search(candidates, cameras, garden, 4, None, rules)
    tiled = placement_over_tiles(
        search, scene(data, targets), tmp_path / "out", over_tiles=over(data), data=data
    )
    assert len(one.cameras) == 4
    assert list(tiled.cameras.index) == list(one.cameras.index)
    assert_same_table(one.cameras, tiled.cameras)
    assert_same_table(one.existing, tiled.existing)
    assert tiled.cameras.attrs["plateau"] == one.cameras.attrs["plateau"]


def test_a_placement_lacks_no_tile(data, cameras, tmp_path):
    """Surroundings narrower than a candidate sees make both tiles, or one of them, fail."""
    candidates, _ = everywhere(cameras)
    search = Search(candidates, None, None, 1, None, PlacementRules(spacing_m=SPACING_M))

    def broken(_analysis, folder, _step):
        return RunResult(folder, (), {"53393435": "broken"})

    place = partial(placement_over_tiles, search, scene(data), tmp_path / "out", data=data)
    with pytest.raises(CityModelError, match="tile 53393435 failed"):
        place(over_tiles=broken)
    with pytest.raises(CityModelError, match="give --context-m"):
        place(over_tiles=over(data, context_m=20.0))


def test_a_raster_in_pieces_is_the_raster_of_all(ground_run, tmp_path):
    rasterio = pytest.importorskip("rasterio")
    result = ground_run
    whole = coverage_raster(samples_of_all(result))
    path = stream_geotiff(tmp_path / "seen.tif", partial(result.pieces, "samples"))
    with rasterio.open(path) as file:
        np.testing.assert_array_equal(file.read(), whole.bands)
        assert (file.transform.c, file.transform.f) == (whole.west, whole.north)
        assert file.crs.to_epsg() == 6677
        assert file.descriptions == whole.names
    assert [p.name for p in tmp_path.glob("*.part")] == []


FULL_DISK = """
import resource, sys
import geopandas as gpd
import numpy as np
from analyses.visibility.rasters import BANDS, stream_geotiff
from citygml.errors import CityModelError
x, y = (axis.ravel() + 0.5 for axis in np.meshgrid(np.arange(300), np.arange(300)))
values = np.random.default_rng(0).random((4, len(x)))
cells = gpd.GeoDataFrame(
    {**dict(zip(BANDS, values)), "area_m2": 1.0}, geometry=gpd.points_from_xy(x, y), crs=6677
)
cells.attrs["plateau"] = {"parameters": {"spacing_m": 1.0}}
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    stream_geotiff(sys.argv[1], lambda: [cells])
except CityModelError as error:
    print(error)
"""


@pytest.mark.skipif(os.name != "posix", reason="limits the size of files as POSIX does")
def test_a_raster_that_does_not_fit_on_the_disk_is_no_raster(tmp_path):
    """GDAL says nothing where the last blocks do not arrive."""
    pytest.importorskip("rasterio")
    said = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path / "seen.tif")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "cannot be written" in said
    assert list(tmp_path.iterdir()) == []
