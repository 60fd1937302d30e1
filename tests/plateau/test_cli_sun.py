"""The commands about sun: solar, glare, suitability, shadows."""

import json

import geopandas as gpd
import pytest
import rasterio
from sample_city import SAMPLE, gml_files

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
