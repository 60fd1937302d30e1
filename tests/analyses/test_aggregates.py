import geopandas as gpd
import numpy as np
import pytest
from builders import ORIGIN, Box, box_city, flat_ground
from shapely.geometry import box
from weathers import year

from analyses.aggregates import ELSEWHERE, by_area, by_tile, by_usage
from analyses.solar import solar_potential
from analyses.tables import by_building
from citygml.errors import AnalysisError


def town():
    boxes = [
        Box(10, 10, 6, east=40.0 * i, attributes={"usage": code, "usage_ja": name})
        for i, (code, name) in enumerate(
            [("411", "住宅"), ("411", "住宅"), ("402", None), (None, None)]
        )
    ]
    city = box_city(boxes, terrain=flat_ground())
    return city, by_building(solar_potential(city, year(), preset="fast", spacing_m=5.0))


def areas(crs):
    west, south = ORIGIN[0] - 5, ORIGIN[1] - 5
    return gpd.GeoDataFrame(
        {"town": ["一丁目", "二丁目", "三丁目"]},
        geometry=[
            box(west, south, west + 80, south + 30),
            box(west + 80, south, west + 120, south + 30),
            box(west, south + 300, west + 9, south + 309),
        ],
        crs=crs,
    )


def test_energies_add_up_and_quantities_per_area_are_averaged():
    city, buildings = town()
    found = by_usage(buildings, city)
    assert found.index.tolist() == ["402", "unknown", "住宅"]
    assert found["building_count"].tolist() == [1, 1, 2]
    for name in ("irradiation_kwh", "generation_kwh", "capacity_kw", "area_m2"):
        assert found[name].sum() == pytest.approx(buildings[name].sum())
    houses = buildings.iloc[:2]
    assert found.loc["住宅", "irradiation_kwh_per_m2"] == pytest.approx(
        houses["irradiation_kwh"].sum() / houses["area_m2"].sum()
    )
    assert found.loc["住宅", "specific_yield_kwh_per_kw"] == pytest.approx(
        houses["generation_kwh"].sum() / houses["capacity_kw"].sum()
    )


def test_areas_keep_their_order_and_those_without_buildings_count_nothing():
    city, buildings = town()
    found = by_area(buildings, areas(city.crs), label="town")
    assert found.index.tolist() == ["一丁目", "二丁目", "三丁目", ELSEWHERE]
    assert found["building_count"].tolist() == [2, 1, 0, 1]
    assert found["generation_kwh"].sum() == pytest.approx(buildings["generation_kwh"].sum())
    assert found.loc["三丁目", "generation_kwh"] == 0.0
    assert np.isnan(found.loc["三丁目", "irradiation_kwh_per_m2"])
    assert found.geometry.iloc[0].equals(areas(city.crs).geometry.iloc[0])
    turned = by_area(buildings, areas(city.crs).to_crs("EPSG:6668"), label="town")
    assert turned["building_count"].tolist() == [2, 1, 0, 1]


def test_tiles_come_from_the_files():
    city, buildings = town()
    found = by_tile(buildings, city)
    assert found.index.tolist() == ["54363371"]
    assert found["building_count"].tolist() == [4]
    labels = [column["name"] for column in found.attrs["plateau"]["columns"]]
    assert set(labels) == set(found.columns) - {"geometry"}


def test_bad_areas_are_refused():
    city, buildings = town()
    with pytest.raises(AnalysisError, match="no reference system"):
        by_area(buildings, areas(None))
    with pytest.raises(AnalysisError, match="no column 'name'"):
        by_area(buildings, areas(city.crs), label="name")
    with pytest.raises(AnalysisError, match="is there twice"):
        by_area(buildings, areas(city.crs).assign(town="同じ"), label="town")
    with pytest.raises(AnalysisError, match="lacks area_m2"):
        by_usage(buildings[["geometry"]], city)
