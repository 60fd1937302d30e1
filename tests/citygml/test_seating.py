"""Buildings are set on relief only when asked, as a whole, and holes of relief are told."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
from builders import ORIGIN, Box, box_city, flat_ground
from shapely import box as rectangle

from citygml.errors import GeometryError
from citygml.mesh import Mesh
from citygml.seating import seated, terrain_gaps
from citygml.terrain import relief_of_grid


def slope() -> Mesh:
    """z = 0.1 x, from -100 to 100 m."""
    axis = np.linspace(-100, 100, 21)
    return relief_of_grid(axis, axis[::-1], np.tile(0.1 * axis, (21, 1)))


def test_a_building_goes_down_to_the_lowest_ground_under_it():
    """Over x = 20 to 30 on z = 0.1 x the lowest ground is 2 m; from a base of 5 m it goes 3 m."""
    city = box_city([Box(10, 10, 6, east=20, base=5.0)], terrain=slope())
    moved = seated(city)
    assert moved.features["seating_shift_m"]["b0"] == pytest.approx(-3.0)
    assert moved.features["base_elevation_m"]["b0"] == pytest.approx(2.0)
    assert moved.features["top_elevation_m"]["b0"] == pytest.approx(8.0)
    np.testing.assert_allclose(moved.mesh.bounds[:, 2], [2, 8])
    np.testing.assert_allclose(moved.surfaces.coords - city.surfaces.coords, [[0, 0, -3]] * 24)
    assert moved.mesh.volume_m3 == pytest.approx(600.0)
    assert moved.problems.empty


def test_what_stands_is_set_down_not_a_coarser_level_of_detail():
    """LOD2 begins 0.5 m below LOD1, which features are measured by: LOD2 goes to the ground."""
    city = box_city([Box(10, 10, 6, base=5.0)], terrain=flat_ground())
    features = city.features.assign(base_elevation_m=5.5)
    moved = seated(replace(city, features=features))
    assert moved.mesh.bounds[0, 2] == pytest.approx(0.0)
    assert moved.features["base_elevation_m"]["b0"] == pytest.approx(0.5)


def test_the_city_itself_is_not_touched():
    city = box_city([Box(10, 10, 6, base=5.0)], terrain=slope())
    before = city.surfaces.coords.copy()
    seated(city)
    np.testing.assert_array_equal(city.surfaces.coords, before)


def test_every_building_moves_by_itself():
    city = box_city([Box(10, 10, 6, east=0), Box(10, 10, 6, east=50)], terrain=slope())
    shifts = seated(city).features["seating_shift_m"]
    np.testing.assert_allclose(shifts, [0.0, 5.0], atol=1e-9)


def test_seating_twice_changes_nothing_more():
    once = seated(box_city([Box(10, 10, 6, east=33, base=7)], terrain=slope()))
    twice = seated(once)
    np.testing.assert_allclose(twice.mesh.vertices, once.mesh.vertices)


def test_parts_move_with_their_building():
    city = box_city([Box(10, 10, 6, base=5), Box(4, 4, 9, base=5)], terrain=flat_ground())
    features = city.features.assign(
        kind=["Building", "BuildingPart"], parent_id=["", "b0"], geometry=city.features.geometry
    )
    moved = seated(replace(city, features=gpd.GeoDataFrame(features, crs=city.crs)))
    np.testing.assert_allclose(moved.features["seating_shift_m"], [-5, -5])
    assert moved.mesh.bounds[0, 2] == 0


def test_a_building_without_ground_stays_and_is_told():
    city = box_city([Box(10, 10, 6, east=500, base=5.0)], terrain=slope())
    moved = seated(city)
    assert np.isnan(moved.features["seating_shift_m"]["b0"])
    assert moved.features["base_elevation_m"]["b0"] == 5.0
    np.testing.assert_array_equal(moved.mesh.vertices, city.mesh.vertices)
    (problem,) = moved.problems.to_dict("records")
    assert problem["feature_id"] == "b0"
    assert "not set on the ground" in problem["reason"]


def test_other_ground_can_be_given_and_some_must_be_there():
    city = box_city([Box(10, 10, 6, base=5.0)])
    assert seated(city, flat_ground(height=2.0)).features["seating_shift_m"]["b0"] == -3
    with pytest.raises(GeometryError, match="no relief to set buildings on"):
        seated(city)
    with pytest.raises(GeometryError, match="the city has no relief"):
        terrain_gaps(city)


def test_a_hole_of_relief_says_how_much_of_it_is_water():
    """A hole of 20 x 20 m, half of it in the footprint of a pond."""
    relief = slope()
    x, y = np.abs(relief.corners[:, :, :2].mean(axis=1)).T
    city = box_city([Box(10, 20, 1)], terrain=relief.submesh(~((x < 10) & (y < 10))))
    pond = rectangle(ORIGIN[0], ORIGIN[1] - 10, ORIGIN[0] + 10, ORIGIN[1] + 10)
    (dry,) = terrain_gaps(city).to_dict("records")
    assert dry["area_m2"] == pytest.approx(400.0)
    assert np.isnan(dry["water_ratio"])
    features = city.features.assign(kind="WaterBody").set_geometry([pond], crs=city.crs)
    gaps = terrain_gaps(replace(city, features=features))
    assert gaps["water_ratio"].tolist() == pytest.approx([0.5])
    assert gaps.geometry[0].centroid.x == pytest.approx(ORIGIN[0])
    assert gaps.crs == city.crs
