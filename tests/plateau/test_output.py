"""Tables on disk: whole or not at all, and as self-explaining as in memory."""

import csv
import datetime
import json
import sqlite3
from zoneinfo import ZoneInfo

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.parquet
import pytest
from shapely.geometry import box

from citygml.errors import CityModelError
from plateau.output import checked_target, read_tables, write_tables

COLUMNS = [
    {"name": "storeys", "dtype": "Int64", "unit": "", "label_ja": "階数", "text": "Storeys."},
    {"name": "dry", "dtype": "boolean", "unit": "", "label_ja": "浸水なし", "text": "Dry."},
    {"name": "area_m2", "dtype": "float64", "unit": "m2", "label_ja": "面積", "text": "Area."},
    {"name": "name", "dtype": "string", "unit": "", "label_ja": "名称", "text": "Name."},
]
STAMP = {"analysis": "test", "source": "合成データ", "notes": ["one"], "columns": COLUMNS}


def small_table() -> gpd.GeoDataFrame:
    """Two buildings; the second knows nothing of itself but its place."""
    table = gpd.GeoDataFrame(
        {
            "storeys": pd.array([3, None], dtype="Int64"),
            "dry": pd.array([True, None], dtype="boolean"),
            "area_m2": [12.5, float("nan")],
            "name": pd.array(["NA", None], dtype="string"),
        },
        geometry=[box(-69000, 34000, -68990, 34010), box(-68000, 34000, -67990, 34010)],
        index=pd.Index(["b0", "007"], name="feature_id"),
        crs=6675,
    )
    table.attrs["plateau"] = STAMP
    return table


@pytest.mark.parametrize("extension", [".gpkg", ".parquet", ".csv", ".geojson", ".shp"])
def test_a_table_comes_back_with_index_dtypes_missing_values_and_attrs(tmp_path, extension):
    path = tmp_path / f"out{extension}"
    write_tables(path, {"buildings": small_table()})
    (back,) = read_tables(path).values()
    expected = pd.DataFrame(small_table().drop(columns="geometry"))
    found = pd.DataFrame(back[list(expected.columns)])
    pd.testing.assert_frame_equal(found, expected, check_index_type=False)
    assert back.attrs["plateau"] == STAMP


NINE = datetime.datetime(2024, 3, 31, 9, 30, 0, 125000, tzinfo=ZoneInfo("Asia/Tokyo"))
TEXT = '"見本楼", 1F\nか'


def rich_table() -> gpd.GeoDataFrame:
    """Every type that a result has; no column is in a specification; the third id is Japanese."""
    table = gpd.GeoDataFrame(
        {
            "storeys": pd.array([3, None, 2**40], dtype="Int64"),
            "dry": pd.array([True, None, False], dtype="boolean"),
            "is_robust": [True, False, True],
            "area_m2": [12.5, np.nan, 0.1],
            "name": pd.array([TEXT, None, "NA"], dtype="string"),
            "city_code": pd.array(["0110", None, "0220"], dtype="string"),
            "surveyed": pd.to_datetime(["2024-03-31", None, "1923-09-01"]),
            "measured_at": pd.to_datetime([NINE, None, NINE]),
            "usage_ja": pd.Categorical(["住宅", None, "店舗"]),
            "lod": np.array([1, 2, 255], dtype=np.uint8),
        },
        geometry=[box(-69000, 34000, -68990, 34010)] * 3,
        index=pd.Index(["0001", "0002", "建物"], name="feature_id"),
        crs=6675,
    )
    table.attrs["plateau"] = {"analysis": "test", "source": "合成データ"}
    return table


@pytest.mark.parametrize("extension", [".gpkg", ".parquet", ".csv", ".geojson", ".shp"])
def test_every_type_comes_back_without_a_specification_of_the_columns(tmp_path, extension):
    write_tables(tmp_path / f"out{extension}", {"buildings": rich_table()})
    (back,) = read_tables(tmp_path / f"out{extension}").values()
    expected = pd.DataFrame(rich_table().drop(columns="geometry"))
    found = pd.DataFrame(back[list(expected.columns)])
    pd.testing.assert_frame_equal(found, expected, check_index_type=False)


@pytest.mark.parametrize("extension", [".gpkg", ".csv", ".geojson", ".shp"])
def test_ids_that_look_like_numbers_stay_texts_and_numbers_stay_numbers(tmp_path, extension):
    texts = small_table().set_axis(pd.Index(["0001", "0002"], name="feature_id"))
    rows = small_table().set_axis(pd.Index([1, 2], name="sample_id"))
    for table, ids in ((texts, ["0001", "0002"]), (rows, [1, 2])):
        write_tables(tmp_path / f"out{extension}", {"a": table})
        (back,) = read_tables(tmp_path / f"out{extension}").values()
        assert back.index.tolist() == ids
        assert back.index.name == table.index.name


def test_sqlite_finds_in_a_geopackage_what_was_in_the_table(tmp_path):
    """Whole numbers, gaps and texts as they were; times in UTC, as the standard asks."""
    write_tables(tmp_path / "out.gpkg", {"buildings": rich_table()})
    with sqlite3.connect(tmp_path / "out.gpkg") as database:
        database.row_factory = sqlite3.Row
        one, two, _ = [dict(row) for row in database.execute("select * from buildings")]
        said = database.execute("select metadata from plateau_metadata").fetchone()[0]
        (label,) = database.execute(
            "select organization_coordsys_id from gpkg_spatial_ref_sys s join gpkg_geometry_columns"
            " g on s.srs_id = g.srs_id"
        ).fetchone()
    database.close()
    assert (one["storeys"], one["dry"], one["name"], one["city_code"]) == (3, 1, TEXT, "0110")
    assert one["measured_at"] == "2024-03-31T00:30:00.125Z"
    assert one["surveyed"].startswith("2024-03-31T00:00:00")
    gaps = ("storeys", "dry", "area_m2", "name", "surveyed", "measured_at", "usage_ja")
    assert {two[name] for name in gaps} == {None}
    assert json.loads(said)["plateau"]["source"] == "合成データ"
    assert label == 6675


def test_pyarrow_finds_in_geoparquet_what_was_in_the_table(tmp_path):
    write_tables(tmp_path / "out.parquet", {"buildings": rich_table()})
    found = pyarrow.parquet.read_table(tmp_path / "out.parquet")
    one, two, three = found.drop(["geometry"]).to_pylist()
    assert (one["storeys"], one["dry"], one["name"], one["city_code"]) == (3, True, TEXT, "0110")
    assert (one["measured_at"], three["storeys"], three["lod"]) == (NINE, 2**40, 255)
    assert (two["storeys"], two["dry"], two["name"], two["measured_at"]) == (None,) * 4
    geo = json.loads(found.schema.metadata[b"geo"])
    assert geo["version"].startswith("1.")
    assert geo["columns"]["geometry"]["crs"]["id"] == {"authority": "EPSG", "code": 6675}


def test_plain_csv_and_json_readers_find_what_was_in_the_table(tmp_path):
    write_tables(tmp_path / "out.csv", {"buildings": rich_table()})
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        one, two, three = csv.DictReader(file)
    assert (one["storeys"], one["dry"], one["name"], one["city_code"]) == (
        *("3", "True", TEXT, "0110"),
    )
    assert (two["storeys"], two["dry"], two["name"], two["measured_at"]) == ("",) * 4
    assert datetime.datetime.fromisoformat(one["measured_at"]) == NINE
    assert (three["feature_id"], three["storeys"]) == ("建物", str(2**40))

    write_tables(tmp_path / "out.geojson", {"buildings": rich_table()})
    document = json.loads((tmp_path / "out.geojson").read_text(encoding="utf-8"))
    one, two, three = (feature["properties"] for feature in document["features"])
    assert (one["storeys"], one["dry"], one["name"], one["city_code"]) == (3, True, TEXT, "0110")
    assert datetime.datetime.fromisoformat(one["measured_at"]) == NINE
    assert (two["storeys"], two["dry"], two["name"], two["measured_at"]) == (None,) * 4
    assert "crs" not in document  # RFC 7946: WGS 84, said by saying nothing
    assert three["feature_id"] == "建物"


def test_a_geopackage_holds_every_table_as_a_layer(tmp_path):
    path = tmp_path / "out.gpkg"
    written = write_tables(path, {"roofs": small_table(), "buildings": small_table().iloc[:1]})
    assert written == [path]
    assert {name: len(table) for name, table in read_tables(path).items()} == {
        "roofs": 2,
        "buildings": 1,
    }
    assert read_tables(path)["roofs"].crs.to_epsg() == 6675


def test_further_tables_of_a_csv_lie_beside_the_first(tmp_path):
    written = write_tables(tmp_path / "out.csv", {"roofs": small_table(), "houses": small_table()})
    names = ["out.csv", "out.csv.json", "out_houses.csv", "out_houses.csv.json"]
    assert [path.name for path in written] == names
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)


def test_csv_opens_in_spreadsheets_with_japanese_headers_and_units(tmp_path):
    """UTF-8 with a byte order mark, the unit in the header, an empty cell for what is missing."""
    path = tmp_path / "out.csv"
    write_tables(path, {"buildings": small_table()}, lang="ja")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert lines == ["feature_id,階数,浸水なし,面積 [m2],名称", "b0,3,True,12.5,NA", "007,,,,"]


def test_two_columns_with_one_japanese_label_stay_apart(tmp_path):
    table = small_table()
    table.attrs["plateau"] = {"columns": [{**column, "label_ja": "値"} for column in COLUMNS]}
    write_tables(tmp_path / "out.csv", {"buildings": table}, lang="ja")
    (back,) = read_tables(tmp_path / "out.csv").values()
    assert list(back.columns) == ["storeys", "dry", "area_m2", "name"]


def test_geojson_is_longitude_latitude(tmp_path):
    """RFC 7946: WGS 84; the origin of zone VII is 137 deg 10 min east, 36 deg north."""
    path = tmp_path / "out.geojson"
    write_tables(path, {"buildings": small_table()})
    ring = json.loads(path.read_text(encoding="utf-8"))["features"][0]["geometry"]["coordinates"]
    longitude, latitude = ring[0][0]
    assert 136.3 < longitude < 136.5
    assert 36.2 < latitude < 36.4


def test_a_failing_write_leaves_the_old_file_and_no_remains(tmp_path):
    path = tmp_path / "out.csv"
    path.write_text("old", encoding="ascii")
    (tmp_path / "out.csv.json").mkdir()
    with pytest.raises(CityModelError, match="is a folder"):
        write_tables(path, {"buildings": small_table()})
    assert path.read_text(encoding="ascii") == "old"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["out.csv", "out.csv.json"]


def test_a_read_only_file_is_not_replaced(tmp_path):
    path = tmp_path / "out.gpkg"
    path.write_bytes(b"old")
    path.chmod(0o444)
    with pytest.raises(CityModelError, match="read-only"):
        write_tables(path, {"buildings": small_table()})
    assert path.read_bytes() == b"old"


def test_an_unknown_extension_names_the_known_ones():
    with pytest.raises(CityModelError, match=r"'\.dxf'; tables are written as \.gpkg"):
        checked_target("out.dxf")


def test_a_broken_table_is_one_line(tmp_path):
    for name in ("a.gpkg", "a.parquet", "a.csv", "a.geojson"):
        path = tmp_path / name
        path.write_bytes(b"")
        with pytest.raises(CityModelError) as caught:
            read_tables(path)
        assert str(path) in str(caught.value)
        assert "\n" not in str(caught.value)
    with pytest.raises(CityModelError, match="does not exist"):
        read_tables(tmp_path / "b.gpkg")
