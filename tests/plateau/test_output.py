"""Tables on disk: whole or not at all, and as self-explaining as in memory."""

import json

import geopandas as gpd
import pandas as pd
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


@pytest.mark.parametrize("extension", [".gpkg", ".parquet", ".csv", ".geojson"])
def test_a_table_comes_back_with_index_dtypes_missing_values_and_attrs(tmp_path, extension):
    path = tmp_path / f"out{extension}"
    write_tables(path, {"buildings": small_table()})
    (back,) = read_tables(path).values()
    expected = pd.DataFrame(small_table().drop(columns="geometry"))
    found = pd.DataFrame(back[list(expected.columns)])
    pd.testing.assert_frame_equal(found, expected, check_index_type=False)
    assert back.attrs["plateau"] == STAMP


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
    with pytest.raises(CityModelError, match=r"'\.shp'; tables are written as \.gpkg"):
        checked_target("out.shp")


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
