"""`plateau.export`: the extension chooses; independent readers find texts and values again."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
from builders import Box, box_city

import plateau
from citygml.errors import CityModelError
from plateau import cli
from plateau.cli.session import Session
from plateau.exports import city_tables, kind_of_export
from plateau.output import read_tables

NAME = '見本"楼"\n</x>'


@pytest.fixture
def city():
    boxes = [
        Box(10, 10, 6, attributes={"name": NAME, "usage_ja": "住宅", "year": 1999}),
        Box(10, 10, 20, east=30, attributes={"name": None, "usage_ja": "店舗", "year": None}),
    ]
    made = box_city(boxes)
    risk = pd.DataFrame(
        {"feature_id": ["b0", "b0"], "river": ["利根川", "荒川"], "depth_m": [1.5, 3]}
    )
    years = made.features["year"].astype("Int64")
    return replace(made, features=made.features.assign(year=years), records={"flood_risk": risk})


@pytest.fixture
def result(city):
    return city.features[["geometry"]].assign(result=["yes", "no"])


@pytest.mark.parametrize(
    "name",
    ["a.glb", "a.obj", "a.city.json", "a.city.jsonl", "a.czml", "a.gpkg", "a.csv", "a.geojson",
     "a.parquet", "a.shp", "tiles/"],
)  # fmt: skip
def test_every_kind_is_written_whole(city, result, tmp_path, name):
    done = plateau.export(city, f"{tmp_path}/{name}", table=result, geoid_height_m=37.0)
    assert done.paths[0].exists()
    assert done.notes == []
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_geopackage_read_by_sqlite_has_texts_numbers_and_records(city, result, tmp_path):
    plateau.export(city, tmp_path / "a.gpkg", table=result)
    with sqlite3.connect(tmp_path / "a.gpkg") as database:
        rows = database.execute("select feature_id, name, usage_ja, year from features").fetchall()
        risk = database.execute("select feature_id, river, depth_m from flood_risk").fetchall()
        said = database.execute("select result from result").fetchall()
    database.close()
    assert rows == [("b0", NAME, "住宅", 1999), ("b1", None, "店舗", None)]
    assert risk == [("b0", "利根川", 1.5), ("b0", "荒川", 3.0)]
    assert said == [("yes",), ("no",)]


def test_geojson_is_in_degrees_and_keeps_its_texts(city, tmp_path):
    plateau.export(city, tmp_path / "a.geojson")
    found = json.loads((tmp_path / "a.geojson").read_text(encoding="utf-8"))
    first = found["features"][0]
    assert first["properties"]["name"] == NAME
    longitude, latitude = first["geometry"]["coordinates"][0][0][:2]
    assert 136.0 < longitude < 137.0
    assert 36.0 < latitude < 37.0


def test_parquet_and_csv_have_a_file_per_table(city, result, tmp_path):
    plateau.export(city, tmp_path / "a.parquet", table=result)
    assert gpd.read_parquet(tmp_path / "a.parquet")["usage_ja"].tolist() == ["住宅", "店舗"]
    assert gpd.read_parquet(tmp_path / "a_flood_risk.parquet")["river"].tolist() == [
        "利根川",
        "荒川",
    ]
    plateau.export(city, tmp_path / "a.csv")
    assert read_tables(tmp_path / "a.csv")["a"].loc["b0", "name"] == NAME


def test_the_command_exports_the_feature_types_asked_for(tmp_path, capsys):
    sample = plateau.sample_folder() / "13999_mihon-shi_2026_citygml_1_op"
    words = ["export", str(sample), "--types", "tran", "--out", str(tmp_path / "a.csv")]
    assert cli.exit_code(Session(), words) == 0
    assert set(read_tables(tmp_path / "a.csv")["a"]["kind"]) == {"Road"}
    words[3] = "veg,brid"
    assert cli.exit_code(Session(), words) == 1
    assert "no file of the types veg, brid; it has bldg" in capsys.readouterr().err


def test_lists_become_texts_in_tables(city):
    city = replace(city, features=city.features.assign(parts=[["a", "b"], None]))
    tables = city_tables(city)
    assert tables["features"]["parts"].tolist()[0] == "['a', 'b']"
    assert tables["features"]["parts"].isna().tolist() == [False, True]
    assert list(tables) == ["features", "flood_risk"]
    assert tables["features"].attrs["plateau"]["source"] == "synthetic boxes"


def test_a_table_of_another_city_is_refused(city, result, tmp_path):
    other = result.set_axis(pd.Index(["x", "y"], name="feature_id"))
    for name in ("a.gpkg", "a.city.json"):
        with pytest.raises(CityModelError, match="ids must agree"):
            plateau.export(city, tmp_path / name, table=other)
    assert not list(tmp_path.iterdir())


def test_without_a_grid_the_geoid_is_spoken_of(city, tmp_path):
    notes = plateau.export(city, f"{tmp_path}/tiles/").notes
    assert notes == [] or "30 to 40 m too low" in notes[0]


@pytest.mark.parametrize(
    ("path", "kind"),
    [("A.GLB", ".glb"), ("x/a.city.json", ".city.json"), ("out/", "tiles"), ("tiles", "tiles")],
)
def test_the_extension_chooses(path, kind):
    assert kind_of_export(path) == kind


@pytest.mark.parametrize("path", ["a.dxf", "a.json", "a.gltf"])
def test_an_unknown_extension_names_the_known_ones(path):
    with pytest.raises(CityModelError, match=r"\.city\.json"):
        kind_of_export(path)
