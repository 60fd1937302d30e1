"""The commands about sun: solar, glare, suitability, shadows."""

import json
import re

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely
from sample_city import CITY, SAMPLE, gml_files

import plateau
from citygml.errors import CityModelError
from plateau.dataset import Dataset
from plateau.output import read_tables

WEATHER = SAMPLE / "weather.epw"
CLEAR = ",".join(["0.55"] * 12)


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
    for wrong in ("a,b", "", ",", "1,2,3"):
        code, _, error = run("solar", tile, "--out", out, "--clearness", wrong)
        assert code == 2
        assert "twelve" in error


@pytest.mark.parametrize("command", ["solar", "glare", "suitability"])
def test_weather_that_is_not_there_is_said_before_the_city_is_read(
    run, tile, tmp_path, monkeypatch, command
):
    def unwanted(*_args, **_options):
        pytest.fail("the city was read")

    monkeypatch.setattr(Dataset, "load", unwanted)
    words = ("--weather", tmp_path / "none.epw", "--out", tmp_path / "a.csv")
    code, _, error = run(command, tile, *words)
    assert code == 1
    assert "none.epw: cannot be read" in error


def moved_weather(path, *, latitude, longitude, zone):
    """The sample's weather with another place in its first line."""
    first, rest = WEATHER.read_text(encoding="utf-8").split("\n", 1)
    place = f"{latitude},{longitude},{zone}"
    path.write_text(first.replace("35.6125,139.5625,9.0", place) + "\n" + rest, encoding="utf-8")
    return path


@pytest.mark.parametrize("command", ["solar", "suitability"])
def test_weather_of_far_away_is_a_line_on_stderr_and_of_the_other_side_an_error(
    run, tile, tmp_path, command
):
    """A degree of latitude is 111 km; behind the pole the sun is as high twelve hours later."""
    out = tmp_path / "table.parquet"
    far = moved_weather(tmp_path / "far.epw", latitude=36.6125, longitude=139.5625, zone=9.0)
    words = ("--preset", "fast", "--spacing-m", "8") if command == "solar" else ()
    code, text, error = run(command, tile, "--weather", far, "--out", out, "--json", *words)
    assert code in {0, 3}, error
    (line,) = [line for line in error.splitlines() if "km from the city" in line]
    assert line.startswith(
        "warning: the weather of Mihon-shi (synthetic) (36.61 N, 139.56 E) is 11"
    )
    assert any("km from the city" in note for note in json.loads(text)["notes"])
    if command == "solar":
        notes = gpd.read_parquet(out).attrs["plateau"]["notes"]
        assert any("km from the city" in note for note in notes)
    away = moved_weather(tmp_path / "away.epw", latitude=35.6125, longitude=-40.4375, zone=-3.0)
    code, _, error = run(command, tile, "--weather", away, "--out", tmp_path / "no.parquet")
    assert code == 1
    assert error.splitlines()[-1].startswith("plateau: the weather of Mihon-shi (synthetic)")
    assert "another hemisphere" in error
    assert not (tmp_path / "no.parquet").exists()


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone", "words"),
    [(36.6125, 139.5625, 9.0, "warning: the weather"), (35.6125, -40.4375, -3.0, "another hemi")],
)
def test_weather_of_far_away_is_told_before_the_first_of_many_tiles(
    run, tmp_path, monkeypatch, latitude, longitude, zone, words
):
    def stopped(*_, **__):
        raise CityModelError("no tile is asked for here")

    monkeypatch.setattr("plateau.cli.tiled.over_tiles", stopped)
    far = moved_weather(tmp_path / "far.epw", latitude=latitude, longitude=longitude, zone=zone)
    out = tmp_path / "tiles"
    code, _, error = run("solar", CITY, "--weather", far, "--out", out)
    assert code == 1
    assert words in error
    assert not out.exists()


def test_roofs_of_a_file_that_are_none_have_a_row_with_their_reason(run, tile, tmp_path):
    """Three roofs of four corners: without a height the LOD1 top stands for it; turned up it is a
    wall; with two corners exchanged it encloses nothing."""
    text = tile.read_text(encoding="utf-8")
    roofs = re.findall(
        r'<bldg:RoofSurface.*?gml:Polygon gml:id="(.*?)".*?<gml:posList>(.*?)</', text, re.DOTALL
    )
    four = [(name, written) for name, written in roofs if len(written.split()) == 15][:3]
    for number, (name, written) in enumerate(four):
        cells = np.array(written.split(), dtype=object).reshape(-1, 3)
        if number == 0:
            cells[1, 2] = "NaN"
        elif number == 1:
            cells[2:4, :2], cells[2:4, 2] = cells[[1, 0], :2], "30"
        else:
            cells[[1, 2]] = cells[[2, 1]]
        head = f'"{name}"><gml:exterior><gml:LinearRing><gml:posList>'
        text = text.replace(head + written, head + " ".join(cells.ravel()), 1)
    damaged = tmp_path / tile.name
    damaged.write_text(text, encoding="utf-8")
    words = ("--weather", WEATHER, "--preset", "fast", "--spacing-m", "8")
    code, said, error = run("solar", damaged, *words, "--out", tmp_path / "roofs.parquet")
    assert code in {0, 3}, error
    table = gpd.read_parquet(tmp_path / "roofs.parquet")
    (lost, _), (wall, _), (none, _) = four
    assert lost not in table.index
    assert table.loc[wall, "exclusion"] == "vertical"
    assert table.loc[none, "exclusion"] in {"degenerate outline", "outline crosses itself"}
    assert table.loc[[wall, none], "irradiation_kwh"].isna().all()
    assert "excluded: vertical" in said
    whole = plateau.open(tile).load().features
    assert set(table["feature_id"]) == set(whole.index[whole["kind"] == "Building"])


def test_a_file_without_any_roof_gives_a_row_for_every_building(run, tile, tmp_path):
    text = tile.read_text(encoding="utf-8")
    for name in ("lod1Solid", "lod2Solid", "boundedBy"):
        text = re.sub(rf"<bldg:{name}>.*?</bldg:{name}>", "", text, flags=re.DOTALL)
    bare = tmp_path / tile.name
    bare.write_text(text, encoding="utf-8")
    words = ("--weather", WEATHER, "--preset", "fast", "--out", tmp_path / "roofs.parquet")
    code, said, error = run("solar", bare, *words)
    assert code in {0, 3}, error
    table = gpd.read_parquet(tmp_path / "roofs.parquet")
    assert len(table) > 100
    assert set(table["exclusion"]) == {"no roof surface"}
    assert "excluded: no roof surface" in said


def test_solar_writes_a_raster_and_a_copy_of_the_city(run, tile, tmp_path):
    common = ("--weather", WEATHER, "--preset", "fast", "--spacing-m", "4")
    code, _, error = run("solar", tile, *common, "--out", tmp_path / "sun.tif")
    assert code in {0, 3}, error
    with rasterio.open(tmp_path / "sun.tif") as raster:
        assert raster.count == 1
    code, _, error = run("solar", tile, *common, "--out", tmp_path / "city.gml")
    assert code in {0, 3}, error
    assert "予測発電量" in (tmp_path / "city.gml").read_text(encoding="utf-8")


def test_glare_writes_its_layers(run, tile, tmp_path, monkeypatch):
    """What is not drawn is among the notes for programs too."""
    monkeypatch.setattr("plateau.cli.glare.RAYS_DRAWN", 1)
    out, rays = tmp_path / "glare.gpkg", tmp_path / "rays.geojson"
    words = ("--weather", WEATHER, "--profile", "plateau", "--out", out, "--rays", rays, "--json")
    code, text, error = run("glare", tile, *words)
    assert code in {0, 3}, error
    assert set(read_tables(out)) == {"receivers", "sources", "rays"}
    assert json.loads(text)["analysis"] == "panel_glare"
    assert any("the 1 strongest rays of" in note for note in json.loads(text)["notes"])


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
