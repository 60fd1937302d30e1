from __future__ import annotations

import base64
import re
import subprocess
import sys
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from builders import Box, box_city

from citygml.errors import CityModelError
from plateau.report import report_text, write_report

ONE_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


@pytest.fixture
def city():
    city = box_city([Box(10, 10, 6, east=20 * i) for i in range(30)])
    problems = pd.DataFrame(
        {
            "path": ["/somewhere/udx/bldg/a.gml"] * 2,
            "line": [1, 2],
            "feature_id": "",
            "reason": "storeys: 9999 means unknown",
        }
    )
    return replace(city, problems=problems)


@pytest.fixture
def refuges(city):
    """30 buildings: 10 yes, of which b9 ranks first, 10 no and 10 unknown."""
    result = ["yes"] * 10 + ["no"] * 10 + ["unknown"] * 10
    table = gpd.GeoDataFrame(
        {
            "result": pd.array(result, dtype="string"),
            "rank": pd.array([10 - i if i < 10 else None for i in range(30)], dtype="Int64"),
            "reasons_no": pd.array(
                ["storeys_insufficient;landslide_zone" if r == "no" else "" for r in result],
                dtype="string",
            ),
            "not_checked": pd.array(["duration"] * 30, dtype="string"),
            "refuge_m2": np.where(np.array(result) == "yes", 50.0, np.nan),
        },
        index=city.features.index,
        geometry=city.features.geometry,
        crs=city.crs,
    )
    table.attrs["plateau"] = {
        "analysis": "evacuation_buildings",
        "notes": ["no relief in the dataset"],
        "parameters": {"storey_height_m": 2.5, "scales": ["L2"], "min_storeys": None},
        "columns": [{"name": "result", "unit": "", "label_ja": "判定"}],
    }
    return table


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "map.png"
    path.write_bytes(ONE_PIXEL)
    return path


def rows_of(page: str, title: str) -> list[list[str]]:
    """Cells of the table under a heading, as texts."""
    table = page.split(title, 1)[1].split("</table>", 1)[0]
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in table.split("<tr>")]
    return [row for row in rows if row]


def test_what_is_missing_comes_before_every_picture_and_number(city, refuges, picture, tmp_path):
    page = write_report(tmp_path / "r.html", city, {"Flood": refuges}, {"Map": picture}).read_text()
    assert page.index("no relief in the dataset") < page.index("What was read")
    assert page.index("duration of the flood") < page.index("data:image/png;base64")


def test_pictures_are_part_of_the_page_and_nothing_is_fetched(city, refuges, picture, tmp_path):
    page = write_report(tmp_path / "r.html", city, {"Flood": refuges}, {"Map": picture}).read_text()
    addresses = re.findall(r"(?:src|href)=[\"']([^\"']+)", page)
    assert f"data:image/png;base64,{base64.b64encode(ONE_PIXEL).decode()}" in addresses
    assert all(address.startswith("data:") for address in addresses)
    assert "<script" not in page


def test_the_best_come_first_and_only_those_with_a_rank(city, refuges, tmp_path):
    page = write_report(tmp_path / "r.html", city, {"Flood": refuges}, {}).read_text()
    rows = rows_of(page, "<h3>Best 10: Rank</h3>")
    assert [row[0] for row in rows] == [f"b{i}" for i in range(9, -1, -1)]


def test_reasons_are_counted_one_by_one_in_words(city, refuges, tmp_path):
    page = write_report(tmp_path / "r.html", city, {"Flood": refuges}, {}).read_text()
    rows = rows_of(page, "<h3>Why not</h3>")
    assert ["too few storeys: none stays above the water", "storeys_insufficient", "10"] in rows
    assert [row[2] for row in rows] == ["10", "10"]


def test_counts_and_missing_values_add_up_to_the_rows(city, refuges, tmp_path):
    page = write_report(tmp_path / "r.html", city, {"Flood": refuges}, {}).read_text()
    answers = [
        row for row in rows_of(page, "<h3>Categories</h3>") if row[1] in {"yes", "no", "unknown"}
    ]
    assert sum(int(row[2]) for row in answers) == 30
    quantity = next(
        row for row in rows_of(page, "<h3>Quantities</h3>") if row[0].startswith("Refuge")
    )
    assert quantity[1:] == ["50", "50", "50", "50", "50", "500", "20"]


def test_parameters_software_source_and_reference_system_are_named(city, refuges, tmp_path):
    page = write_report(tmp_path / "r.html", city, {"Flood": refuges}, {}).read_text()
    assert ["storey_height_m", "2.5"] in rows_of(page, "<h3>Parameters</h3>")
    for text in ("synthetic boxes", "EPSG:6675", "numpy", "@media print"):
        assert text in page


def test_the_licence_of_plateau_data_is_given(city, refuges, tmp_path):
    source = "出典：国土交通省 Project PLATEAU（加賀市 2022年度）を加工して作成"
    real = replace(city, provenance={**city.provenance, "source": source})
    page = write_report(tmp_path / "r.html", real, {"Flood": refuges}, {}).read_text("utf-8")
    assert "CC BY 4.0" in page
    assert source in page


def test_a_japanese_report_is_in_japanese(city, refuges, tmp_path):
    path = write_report(tmp_path / "r.html", city, {"浸水": refuges}, {}, lang="ja")
    page = path.read_text("utf-8")
    assert '<html lang="ja">' in page
    for text in ("判定", "不可の理由", "階数が足りず", "<td>可</td>"):
        assert text in page
    assert set(report_text("ja")) == set(report_text("en"))


def test_problems_are_counted_without_the_folders_of_this_machine(city, refuges, tmp_path):
    page = write_report(tmp_path / "r.html", city, {"Flood": refuges}, {}).read_text()
    assert ["a.gml", "storeys: 9999 means unknown", "2"] in rows_of(page, "Remarks while reading")
    assert "somewhere" not in page


def test_texts_of_the_data_are_escaped(city, refuges, tmp_path):
    evil = refuges.rename(index={"b9": "<script>alert(1)</script>"})
    page = write_report(tmp_path / "r.html", city, {"<b>Flood</b>": evil}, {}).read_text()
    assert "<script" not in page
    assert "<b>Flood" not in page


def test_an_empty_table_is_a_section_without_rows(city, refuges, tmp_path):
    page = write_report(tmp_path / "r.html", city, {"Flood": refuges.iloc[:0]}, {}).read_text()
    assert "evacuation_buildings: 0 rows" in page


def test_a_picture_that_is_not_there_is_one_clear_line(city, refuges, tmp_path):
    with pytest.raises(CityModelError, match="cannot be read") as error:
        write_report(tmp_path / "r.html", city, {"F": refuges}, {"Map": tmp_path / "no.png"})
    assert "\n" not in str(error.value)
    assert not (tmp_path / "r.html").exists()


def test_an_unwritable_report_is_one_clear_line(city, refuges, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CityModelError, match="cannot be written"):
        write_report(tmp_path / "file" / "r.html", city, {"F": refuges}, {})


def test_the_report_loads_neither_pyvista_nor_lxml():
    code = (
        "import sys, plateau.report; "
        "print(sorted({'pyvista', 'vtkmodules', 'lxml', 'matplotlib'} & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"


def test_parameters_that_two_tables_share_are_said_once(city, refuges, tmp_path):
    other = refuges.copy()
    page = write_report(tmp_path / "r.html", city, {"A": refuges, "B": other}, {}).read_text()
    assert page.count("<td>storey_height_m</td>") == 1
    other.attrs["plateau"] = {**other.attrs["plateau"], "parameters": {"storey_height_m": 3.0}}
    page = write_report(tmp_path / "r.html", city, {"A": refuges, "B": other}, {}).read_text()
    assert page.count("<td>storey_height_m</td>") == 2


def test_heads_of_tables_come_again_on_the_next_sheet_of_paper(city, refuges, tmp_path):
    """What print repeats is a thead."""
    page = write_report(tmp_path / "r.html", city, {"Flood": refuges}, {}).read_text()
    assert page.count("<thead>") == page.count("<table>") > 5


def test_months_are_left_to_the_files(city, refuges, tmp_path):
    monthly = refuges.assign(irradiation_01_kwh_per_m2=1.0, irradiation_kwh_per_m2=12.0)
    page = write_report(tmp_path / "r.html", city, {"Sun": monthly}, {}).read_text()
    assert "rradiation [kWh" in page
    assert "rradiation 01" not in page
