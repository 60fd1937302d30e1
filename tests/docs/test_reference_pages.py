"""Pages that are made from the code: nomenclature and methods name what there is."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import pytest

import plateau
from analyses.cameras import read_cameras

DOCS = Path(__file__).parents[2] / "docs"
#: What the end of a name says of the unit; the longest end that fits counts.
UNITS = {
    "px_per_m": "px/m",
    "_kwh_per_m2": "kWh/m2",
    "_kwh_per_kw": "kWh/kW",
    "_w_per_m2": "W/m2",
    "_kwh": "kWh",
    "_kw": "kW",
    "_m2": "m2",
    "_deg": "deg",
    "_lx": "lx",
    "_m": "m",
    "_h": "h",
}


@pytest.fixture(scope="module", autouse=True)
def docs_are_importable():
    sys.path.insert(0, str(DOCS))
    yield
    sys.path.remove(str(DOCS))


@pytest.fixture(scope="module")
def listed():
    """Names of the columns of every specification that the page lists."""
    from column_tables import specifications

    return [column for _, columns in specifications() for column in columns]


@pytest.fixture(scope="module")
def tables():
    """Results of the sample city by every public analysis that needs no other data."""
    folder = plateau.sample_folder()
    data = plateau.open(folder / "13999_mihon-shi_2026_citygml_1_op")
    city = data.select(around=(139.5625, 35.6123), radius_m=90.0).load()
    weather = plateau.read_weather(folder / "weather.epw")
    roofs = plateau.solar_potential(city, weather, spacing_m=6.0)
    refuges = plateau.evacuation_buildings(city)
    cameras = read_cameras(folder / "cameras.geojson")
    cover = plateau.camera_coverage(city, cameras, spacing_m=4.0)
    shadows = plateau.shadows(city, plateau.winter_solstice_times(city)[::4])
    buildings = plateau.by_building(roofs)
    found = {
        "roofs": roofs,
        "buildings": buildings,
        "usage": plateau.by_usage(buildings, city),
        "tiles": plateau.by_tile(buildings, city),
        "suitability": plateau.solar_suitability(city, roofs),
        "refuges": refuges,
        "levels": plateau.evacuation_levels(city, [0.0, 1.0]),
        "depths": plateau.depth_comparison(city),
        "samples": cover.samples,
        "cameras": cover.cameras,
        "blind": plateau.blind_spots(city, cover.samples),
        "coverage": plateau.coverage_polygons(city, cover.samples),
    }
    return {**found, **{f"shadow {k}": t for k, t in shadows._asdict().items() if len(t)}}


def test_every_column_has_a_japanese_label_a_sentence_and_the_unit_of_its_name(listed):
    assert len(listed) > 400
    assert [c.name for c in listed if not c.label_ja or not c.text] == []
    for column in listed:
        end = next((end for end in UNITS if column.name.endswith(end)), None)
        if end is not None and column.dtype != "string":
            assert column.unit == UNITS[end], column
        if column.name.endswith("_ratio"):
            assert column.unit in {"", "1"}, column


def test_every_column_of_a_result_is_in_the_nomenclature(tables: Mapping[str, gpd.GeoDataFrame]):
    from column_tables import specifications

    names = {column.name for _, columns in specifications() for column in columns}
    for title, table in tables.items():
        said = [column["name"] for column in table.attrs["plateau"]["columns"]]
        assert said, title
        assert set(said) - names == set(), title
        geometry = table.geometry.name if isinstance(table, gpd.GeoDataFrame) else ""
        assert set(table.columns) - {geometry} <= set(said), title


def test_methods_name_the_sources_of_the_decisive_functions():
    from method_sources import sourced

    found = {one.name.rpartition(".")[2]: one for one in sourced()}
    for name in ("sun_positions", "light_of", "FloodCriteria", "lazy_greedy", "street_classes"):
        assert found[name].sources, name
        assert found[name].summary, name
    assert any("Perez" in source for source in found["light_of"].sources)
    assert all(source for one in found.values() for source in one.sources)
