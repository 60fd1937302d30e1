"""Shapefiles: short names, and a map of what they mean."""

import csv
import struct

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import Point, box

from citygml.errors import CityModelError
from plateau.output import read_tables, write_tables
from plateau.shapefiles import NAME_LETTERS, short_names

LONG = "避難" * 60  # 360 bytes, of which 252 are whole letters


@pytest.fixture
def table():
    made = gpd.GeoDataFrame(
        {
            "irradiation_kwh_per_m2": [900.5, None],
            "irradiation_uncertainty_ratio": [0.04, None],
            "usage_ja": pd.array(["住宅", None], dtype="string"),
            "reasons": pd.array([LONG, ""], dtype="string"),
        },
        geometry=[box(-69000, 34000, -68990, 34010)] * 2,
        index=pd.Index(["b0", "b1"], name="feature_id"),
        crs=6675,
    )
    made.attrs["plateau"] = {
        "columns": [
            {
                "name": "irradiation_kwh_per_m2",
                "dtype": "float64",
                "unit": "kWh/m2",
                "label_ja": "年間日射量",
                "text": "Sun in a year.",
            }
        ]
    }
    return made


def dbf_fields(data: bytes) -> list[str]:
    """Names in the head of a DBF file, byte by byte: 32 bytes for each, from byte 32 on."""
    length = struct.unpack_from("<H", data, 8)[0]
    heads = [data[at : at + 32] for at in range(32, length - 1, 32)]
    return [head[:11].rstrip(b"\0").decode("ascii") for head in heads]


def test_names_are_short_and_the_map_says_what_they_mean(table, tmp_path):
    write_tables(tmp_path / "roofs.shp", {"roofs": table})
    with (tmp_path / "roofs.columns.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["short_name"] for row in rows] == dbf_fields((tmp_path / "roofs.dbf").read_bytes())
    assert [row["column"] for row in rows] == ["feature_id", *table.columns[:-1]]
    sun = rows[1]
    assert (sun["short_name"], sun["unit"], sun["label_ja"]) == (
        *("irradiatio", "kWh/m2", "年間日射量"),
    )
    assert rows[2]["short_name"] == "irradiat_1"
    assert [row["texts_cut"] for row in rows] == ["0", "0", "0", "0", "1"]


def test_its_parts_are_there_and_its_letters_are_utf_8(table, tmp_path):
    written = write_tables(tmp_path / "roofs.shp", {"roofs": table})
    suffixes = {path.name.removeprefix("roofs") for path in tmp_path.iterdir()}
    assert suffixes == {".shp", ".shx", ".dbf", ".prj", ".cpg", ".columns.csv", ".shp.json"}
    assert {path.name for path in written} == {path.name for path in tmp_path.iterdir()}
    assert (tmp_path / "roofs.cpg").read_text(encoding="ascii").strip() == "UTF-8"
    assert "住宅".encode() in (tmp_path / "roofs.dbf").read_bytes()


def test_a_text_is_cut_between_letters(table, tmp_path):
    write_tables(tmp_path / "roofs.shp", {"roofs": table})
    back = read_tables(tmp_path / "roofs.shp")["roofs"]
    assert back.loc["b0", "reasons"] == LONG[:84]


def test_points_and_areas_do_not_go_into_one(table, tmp_path):
    mixed = table.set_geometry([Point(0, 0), box(0, 0, 1, 1)], crs=6675)
    with pytest.raises(CityModelError, match="areas and points; a shapefile holds one"):
        write_tables(tmp_path / "a.shp", {"a": mixed})
    assert not list(tmp_path.iterdir())


def test_a_table_without_places_is_its_attributes(table, tmp_path):
    nowhere = table.set_geometry(gpd.GeoSeries([None, None], crs=6675).to_numpy(), crs=6675)
    write_tables(tmp_path / "a.shp", {"a": nowhere, "b": table})
    names = {path.name for path in tmp_path.iterdir()}
    assert "a.shp" not in names
    assert {"a.dbf", "a_b.shp", "a.columns.csv"} <= names


def test_no_two_short_names_are_alike_in_capitals():
    names = [f"generation_of_{k}" for k in range(120)] + ["GENERATION"]
    found = list(short_names(names).values())
    assert len({name.upper() for name in found}) == len(names)
    assert max(map(len, found)) <= NAME_LETTERS
