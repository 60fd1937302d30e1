"""``plateau flood`` from files to tables, record and report."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import LineString

import plateau
from analyses.flood import FloodCriteria, evacuation_buildings
from plateau.cli import main
from plateau.flood_run import FloodFiles, flood_tables, run_record
from plateau.output import read_tables

SAMPLE = Path(__file__).parents[2] / "sample_data"
CITY = SAMPLE / "13999_mihon-shi_2026_citygml_1_op"
ZONES, POPULATION = SAMPLE / "house_collapse_zones.geojson", SAMPLE / "population.csv"


@pytest.fixture(scope="module")
def city():
    return plateau.open(CITY).load()


@pytest.fixture(scope="module")
def tables(city):
    return flood_tables(city, FloodFiles(zones=ZONES, population=POPULATION))


def test_a_run_has_every_table_and_the_same_people_in_each(tables):
    assert list(tables) == [
        *("buildings", "depths", "demand", "refuges", "routes", "places", "survey"),
        "places_after",
    ]
    assert tables["places"]["persons"].sum() == tables["places_after"]["persons"].sum() == 2012
    assert len(tables["survey"]) == (tables["buildings"]["result"] == "unknown").sum()


def test_the_record_of_a_run_counts_every_building_and_names_every_layer(city, tables):
    record = run_record(city, tables)
    assert sum(record["classes"].values()) == record["buildings"] == len(tables["buildings"])
    assert sum(record["confidence"].values()) == record["buildings"]
    assert record["parameters"]["buildings"]["zones"] == ["erosion", "flow", "landslide"]
    assert record["edition"] == "2026"
    assert record["notes"][0].startswith("not checked: high tide")
    no = tables["buildings"]["reasons_no"].str.contains("landslide_zone").sum()
    assert record["reasons_no"]["landslide_zone"] == no > 0
    json.dumps(record)


def test_the_notes_say_plainly_what_a_yes_is_not(tables):
    notes = " ".join(tables["buildings"].attrs["plateau"]["notes"])
    yes = tables["buildings"][tables["buildings"]["result"] == "yes"]
    own = int(yes["own_residents_only"].sum())
    assert f"of {len(yes)} buildings with yes, {own} are for their own residents only" in notes
    ground = int(yes["flags"].str.contains("ground_floor_refuge").sum())
    assert f"{ground} of them are dry only on the assumption" in notes
    assert "no minimum area is asked for" in notes


def test_a_minimum_area_is_a_criterion_of_its_own(city):
    free = evacuation_buildings(city)
    strict = evacuation_buildings(city, criteria=FloodCriteria(min_refuge_m2=50.0))
    lost = (free["result"] == "yes") & (strict["result"] == "no")
    assert lost.any()
    assert (free.loc[lost, "refuge_m2"] < 50.0).all()
    assert strict.loc[lost, "reasons_no"].str.contains("refuge_area_below_minimum").all()
    kept = strict["result"] == "yes"
    assert (strict.loc[kept, "refuge_m2"] >= 50.0).all()
    assert not ((free["result"] != "yes") & kept).any()
    assert (strict["result"] == "not_needed").sum() == (free["result"] == "not_needed").sum()


def run(*arguments):
    with pytest.raises(SystemExit) as end:
        main([str(a) for a in arguments])
    return end.value.code


def test_the_command_writes_tables_record_and_report(tmp_path, capsys):
    out, report = tmp_path / "flood.gpkg", tmp_path / "report.html"
    arguments = ("--zones", ZONES, "--population", POPULATION, "--out", out, "--report", report)
    assert run("flood", CITY, *arguments, "--lang", "ja", "--json", "-q") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["counts"]["persons in all, before the onset"] == 2012
    found = read_tables(out)
    assert {"buildings", "demand", "refuges", "places_after", "survey"} <= set(found)
    record = json.loads((tmp_path / "flood.gpkg.run.json").read_text(encoding="utf-8"))
    assert record["classes"] == found["buildings"]["result"].value_counts().to_dict()
    page = report.read_text(encoding="utf-8")
    _, *sheets = page.split('class="sheet"')
    assert len(sheets) == 60
    # Plan and section of each; what follows the last sheet may hold other drawings.
    assert [sheet.count("<svg") for sheet in sheets[:-1]] == [2] * 59
    assert "居住者のみを対象とする" in page
    assert "浸水しない最下階" in page


def test_a_csv_opens_in_a_spreadsheet_with_japanese_headers(tmp_path):
    out = tmp_path / "flood.csv"
    assert run("flood", CITY, "--out", out, "--lang", "ja", "-q") == 0
    raw = out.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    header = raw.decode("utf-8-sig").splitlines()[0].split(",")
    assert {"判定", "水位上昇の余裕 [m]", "居住者のみ", "可となった場合の収容人数"} <= set(header)
    assert read_tables(out)["flood"].columns[:3].tolist() == ["bldg_key", "tile", "result"]


def test_parquet_keeps_what_the_table_says_of_itself(tmp_path):
    out = tmp_path / "flood.parquet"
    assert run("flood", CITY, "--out", out, "-q") == 0
    table = gpd.read_parquet(out)
    assert table.attrs["plateau"]["analysis"] == "evacuation_buildings"
    assert table.attrs["plateau"]["notes"][0].startswith("not checked")


def test_a_raster_must_say_what_it_holds(tmp_path, capsys):
    (tmp_path / "water.tif").write_text("not a raster")
    out = tmp_path / "o.csv"
    assert run("flood", CITY, "--out", out, "--water", tmp_path / "water.tif") == 1
    assert "depth or level?" in capsys.readouterr().err
    assert not out.exists()


def test_lines_are_walked_instead_of_roads(city, tmp_path):
    bounds = city.features.total_bounds
    line = LineString([(bounds[0], bounds[1]), (bounds[2], bounds[3])])
    roads = tmp_path / "roads.gpkg"
    gpd.GeoDataFrame(geometry=[line], crs=city.crs).to_file(roads)
    files = FloodFiles(population=POPULATION, roads=roads)
    found = flood_tables(city, files)
    parameters = found["demand"].attrs["plateau"]["parameters"]
    assert parameters["ways"] == "lines"
    assert (found["demand"]["reason_unserved"] == "no_way_out").sum() > 0


def test_tables_for_people_without_flood_surfaces_have_no_plan_after_the_onset(city):
    from dataclasses import replace

    records = {**city.records, "water_surface": city.records["water_surface"].iloc[:0]}
    features = city.features.assign(**{"class": city.features["class"].replace("1140", None)})
    without = replace(city, records=records, features=features)
    found = flood_tables(without, FloodFiles(population=POPULATION))
    assert "places_after" not in found
    assert isinstance(found["places"], pd.DataFrame)
