from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
import shapely
from builders import ORIGIN, Box, box_city, flat_ground
from sample_city import ROOT
from shapely.geometry import Polygon, box
from weathers import year, year_light

import plateau
from analyses.irradiation import open_irradiation
from analyses.solar import land_solar_potential
from analyses.solar.frame import north_of_points, turned
from citygml.errors import AnalysisError
from citygml.mesh import Mesh

EAST, NORTH, _ = ORIGIN


def land(*shapes, crs):
    return gpd.GeoDataFrame(
        {"name": [f"l{i}" for i in range(len(shapes))]}, geometry=list(shapes), crs=crs
    ).set_index("name")


def field(west, south, side_m=40.0):
    return box(EAST + west, NORTH + south, EAST + west + side_m, NORTH + south + side_m)


def test_open_level_land_gets_what_a_level_plane_gets():
    city = box_city([Box(10, 10, 6, east=200)], terrain=flat_ground())
    found = land_solar_potential(
        city, year(), land(field(-100, -100), crs=city.crs), preset="fast"
    ).iloc[0]
    light = turned(year_light(), -north_of_points(city, np.zeros((1, 3)))[0])
    open_level = open_irradiation(np.array([(0, 0, 1.0)]), light).sum()
    assert found["irradiation_kwh_per_m2"] == pytest.approx(open_level, rel=1e-6)
    assert found["area_m2"] == found["plan_area_m2"] == pytest.approx(1600.0)
    assert (found["surface"], found["panel_tilt_deg"]) == ("land", 15.0)
    assert found["capacity_kw"] == pytest.approx(1600 * 0.8 * 0.6 * 0.167)


def test_land_on_a_slope_has_the_tilt_and_the_area_of_the_slope():
    """Ground that falls to the south by 1 in 5: 11.3°, area over its cosine."""
    corners = np.array([(-400, -400, -80), (400, -400, -80), (400, 400, 80), (-400, 400, 80.0)])
    slope = Mesh(corners, np.array([(0, 1, 2), (0, 2, 3)], np.int32), np.full(2, -1, np.int32))
    city = box_city([Box(10, 10, 6, east=200)], terrain=slope)
    found = land_solar_potential(
        city, year(), land(field(-100, -100), crs=city.crs), preset="fast"
    ).iloc[0]
    assert found["tilt_deg"] == pytest.approx(np.degrees(np.arctan(0.2)), abs=1e-6)
    grid_north = north_of_points(city, np.zeros((1, 3)))[0]
    assert found["azimuth_deg"] == pytest.approx(180.0 + grid_north, abs=1e-3)
    assert found["area_m2"] == pytest.approx(1600.0 * np.hypot(1, 0.2))
    assert found["plan_area_m2"] == pytest.approx(1600.0)
    assert found["shading_loss_ratio"] < 0.03


def test_land_behind_a_tower_is_in_its_shade_and_land_under_it_is_built_over():
    city = box_city([Box(30, 30, 60)], terrain=flat_ground())
    layer = land(
        field(-5, 30), field(300, 300), box(EAST + 5, NORTH + 5, EAST + 9, NORTH + 9), crs=city.crs
    )
    found = land_solar_potential(city, year(), layer, preset="fast", spacing_m=4.0)
    assert found["exclusion"].tolist() == ["", "", "built over"]
    assert found["beam_loss_ratio"].iloc[0] > 0.3
    assert found["beam_loss_ratio"].iloc[1] < 0.02
    assert np.isnan(found["irradiation_kwh_per_m2"].iloc[2])


def test_every_piece_has_a_row_in_its_order_and_another_crs_does_not_matter():
    city = box_city([Box(10, 10, 6, east=200)], terrain=flat_ground())
    layer = land(
        field(-100, -100), Polygon(), field(5000, 0), None, field(-50, -100, 3.0), crs=city.crs
    )
    found = land_solar_potential(city, year(), layer, preset="fast")
    assert found.index.tolist() == ["l0", "l1", "l2", "l3", "l4"]
    assert found["exclusion"].tolist()[:4] == ["", "no outline", "no ground", "no outline"]
    other = land_solar_potential(city, year(), layer.iloc[:1].to_crs("EPSG:6668"), preset="fast")
    assert other["irradiation_kwh"].iloc[0] == pytest.approx(
        found["irradiation_kwh"].iloc[0], rel=1e-4
    )


def test_a_strip_between_the_centres_of_cells_has_a_point_of_its_own():
    """29 m x 2 m between rows of centres 5 m apart: ground is known there all the same."""
    city = box_city([Box(10, 10, 6, east=200)], terrain=flat_ground())
    strip = box(EAST - 100, NORTH - 100.0, EAST - 71, NORTH - 98.0)
    found = land_solar_potential(city, year(), land(strip, crs=city.crs), preset="fast").iloc[0]
    assert found["exclusion"] == ""
    assert found["area_m2"] == pytest.approx(58.0)
    assert found["irradiation_kwh_per_m2"] > 1000.0


NUMAZU = ROOT / "../shared/data/22203_numazu-shi_citygml/udx/luse/523836_luse_6668_op.gml"


@pytest.mark.real
@pytest.mark.skipif(not NUMAZU.exists(), reason="Numazu is not there")
def test_land_use_of_numazu_is_accounted_for():
    """225 pieces. The delivery has no relief: without one the ground is unknown, on a level one
    open land gets the light of a level plane; a few square metres are too small."""
    city = plateau.open(NUMAZU).load(types=["luse"])
    bare = land_solar_potential(city, year(), preset="fast", spacing_m=50.0)
    assert bare["exclusion"].tolist() == ["no ground"] * 225
    middle = np.array(city.features.total_bounds).reshape(2, 2).mean(axis=0) - city.origin[:2]
    ground = flat_ground(20_000.0)
    ground = replace(ground, vertices=ground.vertices + np.array([*middle, 0.0]))
    found = land_solar_potential(
        replace(city, terrain=ground), year(), preset="fast", spacing_m=50.0
    )
    assert found["exclusion"].value_counts().to_dict() == {"": 213, "too small": 12}
    light = found["irradiation_kwh_per_m2"]
    assert light.min() == pytest.approx(light.max(), rel=1e-3)


def test_land_use_of_the_city_is_taken_where_no_layer_is_given():
    city = box_city([Box(10, 10, 6)], terrain=flat_ground())
    with pytest.raises(AnalysisError, match="has no land use"):
        land_solar_potential(city, year())
    features = city.features.copy()
    features.loc["b0", "kind"] = "LandUse"
    used = replace(city, features=features)
    assert land_solar_potential(used, year(), preset="fast", spacing_m=2.0).index.tolist() == ["b0"]
    with pytest.raises(AnalysisError, match="no reference system"):
        land_solar_potential(city, year(), land(field(0, 0), crs=None))
    assert shapely.area(field(0, 0)) == 1600.0
