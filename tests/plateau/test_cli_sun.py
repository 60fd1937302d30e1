"""The commands about sun: solar, glare, suitability, shadows."""

import json

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely
from sample_city import SAMPLE, gml_files

import plateau
from plateau import cli
from plateau.cli.session import Session
from plateau.output import read_tables

WEATHER = SAMPLE / "weather.epw"
CLEAR = ",".join(["0.55"] * 12)


@pytest.fixture
def run(capsys):
    def run(*words):
        code = cli.exit_code(Session(), [str(word) for word in words])
        return code, *capsys.readouterr()

    return run


@pytest.fixture(scope="module")
def tile():
    return min(gml_files("bldg"), key=lambda path: path.stat().st_size)


def test_solar_writes_facades_by_another_profile(run, tile, tmp_path):
    out = tmp_path / "walls.parquet"
    words = ("--surfaces", "all", "--preset", "fast", "--profile", "pvwatts", "--spacing-m", "4")
    code, text, _ = run("solar", tile, "--weather", WEATHER, "--out", out, *words)
    assert code in {0, 3}
    table = gpd.read_parquet(out)
    assert set(table["surface"]) >= {"roof", "wall"}
    assert table.attrs["plateau"]["parameters"]["profile"] == "pvwatts"
    assert "buildings" in text


def test_solar_without_a_weather_file_takes_clearness_or_says_what_is_missing(run, tile, tmp_path):
    out = tmp_path / "roofs.csv"
    code, _, error = run("solar", tile, "--out", out)
    assert (code, out.exists()) == (2, False)
    assert "--weather" in error
    words = ("--clearness", CLEAR, "--preset", "fast", "--spacing-m", "4", "--profile", "plateau")
    code, _, error = run("solar", tile, "--out", out, *words)
    assert code in {0, 3}, error
    code, _, error = run("solar", tile, "--out", out, "--clearness", "a,b")
    assert code == 2
    assert "twelve numbers" in error


def test_solar_writes_a_raster_and_a_copy_of_the_city(run, tile, tmp_path):
    common = ("--weather", WEATHER, "--preset", "fast", "--spacing-m", "4")
    code, _, error = run("solar", tile, *common, "--out", tmp_path / "sun.tif")
    assert code in {0, 3}, error
    with rasterio.open(tmp_path / "sun.tif") as raster:
        assert raster.count == 1
    code, _, error = run("solar", tile, *common, "--out", tmp_path / "city.gml")
    assert code in {0, 3}, error
    assert "予測発電量" in (tmp_path / "city.gml").read_text(encoding="utf-8")


def test_glare_writes_its_layers(run, tile, tmp_path):
    out = tmp_path / "glare.gpkg"
    words = ("--weather", WEATHER, "--profile", "plateau", "--out", out, "--json")
    code, text, error = run("glare", tile, *words)
    assert code in {0, 3}, error
    assert set(read_tables(out)) == {"receivers", "sources", "rays"}
    assert json.loads(text)["analysis"] == "panel_glare"


def test_glare_on_roads_and_its_rays_for_a_globe(run, tile, tmp_path):
    """The roads of a file: 30 m have four places. CZML has a packet a ray and one for itself."""
    city = plateau.open(tile).load()
    west, south, *_ = city.features.total_bounds
    road = gpd.GeoDataFrame(
        geometry=[shapely.linestrings([(west, south), (west + 30, south)])], crs=city.crs
    )
    road.to_file(tmp_path / "road.geojson")
    out, rays = tmp_path / "glare.gpkg", tmp_path / "rays.czml"
    words = ("--weather", WEATHER, "--profile", "plateau", "--geoid-height-m", "37")
    files = ("--roads", tmp_path / "road.geojson", "--rays", rays, "--copies", tmp_path / "city")
    code, text, error = run("glare", tile, *words, *files, "--out", out)
    assert code in {0, 3}, error
    (copy,) = (tmp_path / "city").rglob("*.gml")
    assert copy.name == tile.name
    assert "光害発生時間(冬至)" in copy.read_text(encoding="utf-8")
    layers = read_tables(out)
    assert len(layers["roads"]) == 1
    assert len(layers["road_places"]) == 4
    packets = json.loads(rays.read_text(encoding="utf-8"))
    assert len(packets) == len(layers["rays"]) + 1 > 1
    heights = packets[1]["polyline"]["positions"]["cartographicDegrees"][2::3]
    line = layers["rays"].geometry.iloc[int(packets[1]["id"].removeprefix("ray"))]
    np.testing.assert_allclose(heights, [z + 37.0 for *_, z in line.coords], atol=1e-3)
    assert "roads from which light is seen" in text
    code, _, error = run("glare", tile, *words, "--rays", tmp_path / "a.txt", "--out", out)
    assert (code, "tables are written as" in error) == (1, True)
    code, _, error = run("glare", tile, *words, "--roads", "tran", "--out", out)
    assert (code, "has no roads (tran)" in error) == (1, True)


def dem_of(path, city, *, height_m, half_side_m=4000.0):
    """A raster as high everywhere as said, 50 m cells, round a city."""
    east, north = city.features.geometry.union_all().centroid.coords[0]
    side = int(2 * half_side_m / 50)
    transform = rasterio.Affine(50.0, 0, east - half_side_m, 0, -50.0, north + half_side_m)
    with rasterio.open(
        path, "w", driver="GTiff", width=side, height=side, count=1, dtype="float32",
        crs=city.crs.to_wkt(), transform=transform,
    ) as raster:  # fmt: skip
        rows, columns = np.mgrid[:side, :side]
        distance = np.hypot(rows - side / 2, columns - side / 2) * 50.0
        raster.write(np.where(distance > 2500.0, height_m, 0.0).astype("float32"), 1)
    return path


def test_solar_takes_mountains_and_the_ground_from_a_raster(run, tile, tmp_path):
    """A ring of mountains 1,000 m high 2.5 km away hides the sun below 21 degrees. A tile read
    without its relief stands on the raster, which lies at 0."""
    city = plateau.open(tile).load()
    flat, ring = (
        dem_of(tmp_path / f"{height}.tif", city, height_m=height) for height in (0.0, 1000.0)
    )
    common = ("--weather", WEATHER, "--preset", "fast", "--spacing-m", "4")
    light = {}
    for name, words in {"plain": (), "flat": ("--dem", flat), "ring": ("--dem", ring)}.items():
        out = tmp_path / f"{name}.parquet"
        code, _, error = run("solar", tile, *common, *words, "--out", out)
        assert code in {0, 3}, error
        table = gpd.read_parquet(out)
        light[name] = table["irradiation_kwh"].sum()
        source = table.attrs["plateau"]["parameters"]["ground_source"]
        assert source == ("building_base" if name == "plain" else "relief")
    assert light["ring"] < 0.97 * light["flat"]
    assert light["flat"] == pytest.approx(light["plain"], rel=0.03)
    code, _, error = run("solar", tile, *common, "--dem", tile, "--out", tmp_path / "a.csv")
    assert (code, "give a GeoTIFF" in error) == (1, True)


def test_solar_on_land(run, tile, tmp_path):
    city = plateau.open(tile).load()
    west, south, *_ = city.features.total_bounds
    field = shapely.box(west - 60, south - 60, west - 20, south - 20)
    gpd.GeoDataFrame(geometry=[field], crs=city.crs).to_file(tmp_path / "land.gpkg")
    out = tmp_path / "land.parquet"
    common = ("--weather", WEATHER, "--preset", "fast")
    code, text, error = run("solar", tile, *common, "--land", tmp_path / "land.gpkg", "--out", out)
    assert code in {0, 3}, error
    table = gpd.read_parquet(out)
    assert table["surface"].tolist() == ["land"]
    assert "pieces of land" in text
    code, _, error = run("solar", tile, *common, "--land", "luse", "--out", out)
    assert (code, "no land use (luse)" in error) == (1, True)
    code, _, error = run("solar", tile, *common, "--land", "luse", "--out", tmp_path / "a.gml")
    assert (code, "--land makes a table" in error) == (2, True)


def test_suitability_ranks_every_building(run, tile, tmp_path):
    out = tmp_path / "ranks.parquet"
    code, _, error = run("suitability", tile, "--weather", WEATHER, "--out", out, "--json")
    assert code in {0, 3}, error
    table = gpd.read_parquet(out)
    assert table["rank"].between(1, 5).all()


def test_shadows_at_a_time_given(run, tile, tmp_path):
    out = tmp_path / "shadows.gpkg"
    words = ("--time", "2026-12-22T12:00", "--time", "2026-12-22T10:00", "--spacing-m", "8")
    code, _, error = run("shadows", tile, *words, "--out", out)
    assert code in {0, 3}, error
    layers = read_tables(out)
    assert set(layers) == {"shadows", "ground", "facades"}
    assert layers["shadows"]["time"].nunique() == 2
    code, _, error = run("shadows", tile, "--time", "noon-ish", "--out", out)
    assert code == 2
    assert "is no time" in error
