from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
from builders import Box, box_city, flat_ground
from weathers import year

from analyses.solar import solar_potential
from analyses.tables import Column, by_building, ground_note, stamped
from citygml.errors import AnalysisError
from citygml.mesh import triangulate
from citygml.surfaces import SurfaceKind, surface_table


def test_a_table_that_differs_from_its_specification_is_refused():
    city = box_city([Box(10, 10, 6)])
    table = gpd.GeoDataFrame({"a_m": [1.0], "b_m": [2.0]}, geometry=[None], crs=city.crs)
    columns = [Column("a_m", "float64", "m", "長さ", "A length.")]
    with pytest.raises(AnalysisError, match="test and its column specification differ in: b_m"):
        stamped(table, city, analysis="test", columns=columns, parameters={})


def test_a_stamped_table_carries_columns_parameters_and_source():
    city = box_city([Box(10, 10, 6)])
    table = gpd.GeoDataFrame({"a_m": [1]}, geometry=[None], crs=city.crs)
    columns = [Column("a_m", "float64", "m", "長さ", "A length.")]
    result = stamped(
        table, city, analysis="test", columns=columns, parameters={"x": 1}, notes=["first"]
    )
    assert result["a_m"].dtype == "float64"
    about = result.attrs["plateau"]
    assert about["columns"][0]["label_ja"] == "長さ"
    assert about["parameters"] == {"x": 1}
    assert about["notes"] == ["first"]
    assert about["source"] == "synthetic boxes"


def test_only_ground_that_is_no_relief_needs_a_note():
    assert ground_note("relief") == ""
    assert 'ground_source="building_base"' in ground_note("building_base")
    assert 'ground_source="none"' in ground_note("none")


def test_buildings_add_up_over_their_roofs_and_average_by_area():
    city = box_city([Box(10, 10, 6)], terrain=flat_ground())
    two = [
        [(0, 0, 6), (4, 0, 6), (4, 10, 6), (0, 10, 6)],
        [(4, 0, 6), (10, 0, 6), (10, 10, 8), (4, 10, 8)],
    ]
    table = surface_table([[r] for r in two], kind=SurfaceKind.ROOF, lod=2, surface_id=["a", "b"])
    city = replace(city, surfaces=table, mesh=triangulate(table))
    roofs = solar_potential(city, year(), preset="fast")
    building = by_building(roofs).loc["b0"]
    for name in ("area_m2", "irradiation_kwh", "capacity_kw", "generation_kwh"):
        assert building[name] == pytest.approx(roofs[name].sum())
    assert building["irradiation_kwh_per_m2"] == pytest.approx(
        roofs["irradiation_kwh"].sum() / roofs["area_m2"].sum()
    )
    assert building["sky_view_ratio"] == pytest.approx(
        np.average(roofs["sky_view_ratio"], weights=roofs["area_m2"])
    )
    assert building["specific_yield_kwh_per_kw"] == pytest.approx(
        roofs["generation_kwh"].sum() / roofs["capacity_kw"].sum()
    )
    assert building.geometry.area == pytest.approx(100.0)
    described = {column["name"] for column in by_building(roofs).attrs["plateau"]["columns"]}
    assert described == set(by_building(roofs).columns) - {"geometry"}


def test_by_building_refuses_another_table():
    with pytest.raises(AnalysisError, match="lacks area_m2, exclusion"):
        by_building(gpd.GeoDataFrame({"feature_id": ["a"]}, geometry=[None]))
