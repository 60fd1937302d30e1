"""Every command on published data: each building appears, with a value or a reason."""

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

import plateau
from plateau.cli.flood import CLASSES
from plateau.output import read_tables

DATA = Path(__file__).parents[2] / "../shared/data"
WEATHER = DATA / "weather/hm56276year_KOMATSU.csv"
BROKEN = DATA / "13100_tokyo23-ku_citygml/udx/bldg/53392642_bldg_6697_op2.gml"
CITIES = {"17206_kaga-shi_2022_citygml": 182, "27100_osaka-shi_city_2024_citygml_1_op": 63}

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not DATA.is_dir(), reason="the folder of published files is not here"),
]


@pytest.fixture(params=CITIES)
def dataset(request):
    return DATA / request.param, CITIES[request.param]


def cameras_in_gaps(path, target, *, count=5):
    """Write cameras 3 to 8 m from the nearest building, looking in five directions."""
    features = plateau.open(path).load().features
    walls = shapely.union_all(features.geometry.dropna().to_numpy())
    west, south, east, north = walls.bounds
    x, y = np.meshgrid(np.arange(west, east, 7.0), np.arange(south, north, 7.0))
    points = shapely.points(x.ravel(), y.ravel())
    distance_m = shapely.distance(points, walls)
    free = points[(distance_m > 3.0) & (distance_m < 8.0)]
    chosen = free[:: max(1, len(free) // count)][:count]
    table = gpd.GeoDataFrame(
        {
            "camera_id": [f"gap{i}" for i in range(len(chosen))],
            "height_m": 4.0,
            "heading_deg": np.arange(len(chosen)) * 72.0,
            "tilt_deg": 15.0,
            "hfov_deg": 80.0,
            "far_m": 40.0,
        },
        geometry=chosen,
        crs=features.crs,
    )
    table.to_crs("EPSG:6668").to_file(target, driver="GeoJSON")


def test_info_counts_the_buildings(run, dataset):
    path, count = dataset
    code, out, _ = run("info", path, "--full", "--json")
    assert code == 0
    (summary,) = json.loads(out)["datasets"]
    assert summary["features"]["Building"] == count
    assert summary["ground_source"] == "building_base"


def test_solar_has_every_building(run, dataset, tmp_path):
    path, count = dataset
    out = tmp_path / "solar.parquet"
    words = ("--weather", WEATHER, "--out", out, "--spacing-m", "2")
    code, text, _ = run("solar", path, *words)
    assert code == 0
    assert 'ground_source="building_base"' in text.splitlines()[0]
    far = [line for line in text.splitlines() if "KOMATSU" in line and " km " in line]
    assert len(far) == ("osaka" in path.name)
    (buildings,) = read_tables(tmp_path / "solar_buildings.parquet").values()
    assert len(buildings) == count
    valued = buildings["irradiation_kwh"].notna() | (buildings["exclusion"].fillna("") != "")
    assert valued.all()


def test_flood_has_every_building(run, dataset, tmp_path):
    path, count = dataset
    out = tmp_path / "flood.gpkg"
    code, text, _ = run("flood", path, "--out", out)
    assert code == 0
    assert text.startswith("note: not checked:")
    assert 'ground_source="building_base"' in text.splitlines()[0]
    buildings = read_tables(out)["buildings"]
    assert len(buildings) == count
    assert buildings["result"].isin(CLASSES).all()


def test_visibility_from_the_gaps_between_buildings(run, dataset, tmp_path):
    path, _ = dataset
    cameras, out = tmp_path / "cameras.geojson", tmp_path / "sight.gpkg"
    cameras_in_gaps(path, cameras)
    code, text, _ = run("visibility", path, "--cameras", cameras, "--out", out)
    assert code == 0
    assert "building_base" in text
    tables = read_tables(out)
    assert len(tables["cameras"]) == 5
    assert (tables["cameras"]["problem"].fillna("") == "").all()
    assert {"seen", "hidden"} == set(tables["samples"]["state"])


def test_view_writes_a_page(run, dataset, tmp_path):
    path, _ = dataset
    page = tmp_path / "view.html"
    code, text, _ = run("view", path, "--html", page)
    assert code == 0
    assert text.splitlines()[-1] == str(page)
    assert page.stat().st_size > 10_000


def test_a_file_that_is_not_well_formed_is_one_line_with_its_place(run, tmp_path):
    out = tmp_path / "flood.gpkg"
    code, text, err = run("flood", BROKEN, "--out", out, "-q")
    assert (code, text) == (1, "")
    assert err.count("\n") == 1
    assert f"{BROKEN}:" in err
    assert "not well-formed" in err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_such_a_file_is_done_without_it(run, tmp_path):
    out = tmp_path / "flood.gpkg"
    code, text, _ = run("flood", BROKEN.parents[2], "--out", out)
    assert code == 3
    assert "file left out: not well-formed" in text
    assert len(read_tables(out)["buildings"]) == 1
