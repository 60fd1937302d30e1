from dataclasses import replace

import numpy as np
import pytest
from builders import ORIGIN, Box, box_city, flat_ground
from solar_scenes import irradiation_of, quads, wall
from weathers import year, year_light

from analyses.solar import SolarSettings, solar_potential
from analyses.solar.surroundings import surroundings_of
from citygml.errors import AnalysisError
from citygml.mesh import Mesh, concatenate
from citygml.model import ground, take_features

ROOF = [[(0, 0, 0), (6, 0, 0), (6, 6, 0), (0, 6, 0)]]
NUMBERS = ["irradiation_kwh_per_m2", "beam_kwh_per_m2", "sky_view_ratio", "reflected_kwh_per_m2"]


def ring_of_hills(distance_m, height_m):
    """Terrain that rises in a ring to a height, seen from its middle, flat inside."""
    turn = np.radians(np.arange(0, 360, 2.0))
    round_about = np.column_stack([np.sin(turn), np.cos(turn)])
    foot = np.column_stack([round_about * distance_m, np.zeros(180)])
    top = np.column_stack([round_about * (distance_m + 50), np.full(180, height_m)])
    n = np.arange(180)
    after = (n + 1) % 180
    triangles = np.concatenate(
        [np.column_stack([n, after, n + 180]), np.column_stack([after, after + 180, n + 180])]
    )
    return Mesh(np.concatenate([foot, top]), triangles.astype(np.int32), np.full(360, -1, np.int32))


# The rule of obstacles.


def test_low_obstacles_count_within_the_context_only_and_tall_ones_everywhere():
    """An endless wall in the south, 400 m off: 5 m high it stands 0.7° over a roof, 50 m 7.1°."""
    light = year_light()
    for height, counts in ((5.0, False), (50.0, True)):
        obstacle = quads(wall(-400, height_m=height))
        limits = {"context_m": 300.0, "min_subtense_deg": 1.0}
        free = irradiation_of(obstacle, ROOF, light=light, preset="fast")
        ruled = irradiation_of(obstacle, ROOF, light=light, preset="fast", **limits)
        assert (ruled.sky_view_ratio[0] < 1.0) == counts
        assert (free.sky_view_ratio[0] < 1.0) or not counts
        wider = irradiation_of(
            obstacle, ROOF, light=light, preset="reference", context_m=500.0, min_subtense_deg=1.0
        )
        assert wider.sky_view_ratio[0] < 1.0


# Far relief.


def test_hills_as_a_profile_hide_what_hills_as_triangles_hide():
    """A ring 3 km off, 400 m high: 7.5°. Beyond 2 km a profile, within 5 km rays."""
    city = box_city(
        [Box(10, 10, 6)], terrain=concatenate([flat_ground(400.0), ring_of_hills(3000.0, 400.0)])
    )
    by_profile, by_rays = (
        solar_potential(
            city,
            year(),
            preset="default",
            settings=SolarSettings(engine="reference", terrain_m=reach, facade_albedo=0.0),
        ).iloc[0]
        for reach in (2000.0, 5000.0)
    )
    assert by_rays["sky_view_ratio"] == pytest.approx(np.cos(np.radians(7.4)) ** 2, abs=0.01)
    for name in ("irradiation_kwh_per_m2", "beam_kwh_per_m2", "sky_view_ratio"):
        assert by_profile[name] == pytest.approx(by_rays[name], rel=0.01), name
    flat = solar_potential(box_city([Box(10, 10, 6)], terrain=flat_ground()), year(), preset="fast")
    assert by_profile["beam_kwh_per_m2"] < 0.998 * flat["beam_kwh_per_m2"].iloc[0]


def test_relief_within_reach_stays_triangles():
    reference, nowhere = SolarSettings(engine="reference"), np.zeros((0, 3))
    city = box_city([Box(10, 10, 6)], terrain=flat_ground())
    around = surroundings_of(city, ground(city), reference, centres=nowhere)
    assert len(around.far_relief) == 0
    assert around.building_triangles == len(city.mesh)
    hills = replace(city, terrain=concatenate([flat_ground(), ring_of_hills(9000.0, 900.0)]))
    around = surroundings_of(hills, ground(hills), reference, centres=nowhere)
    assert len(around.far_relief) > 360


def test_relief_within_wide_surroundings_stays_triangles_for_a_part_of_a_city_too():
    """A hill 2 km east of one house and 600 m east of another, read 2.5 km round both."""
    hill = quads(wall(2000.0, height_m=300.0, west_east=(-9.0, 9.0)))
    hill = replace(
        hill, vertices=hill.vertices[:, [1, 0, 2]], surface_row=-1 - 0 * hill.surface_row
    )
    houses = [Box(10, 10, 6), Box(10, 10, 6, east=1400.0)]
    whole = box_city(houses, terrain=concatenate([flat_ground(), hill]))
    whole = replace(whole, reach_m=2500.0)
    settings = SolarSettings(engine="reference", terrain_m=500.0)
    for city in (whole, take_features(whole, np.array([True, False]))):
        around = surroundings_of(city, ground(city), settings, centres=np.zeros((0, 3)))
        assert around.scene.is_occluded([(5.0, 0.0, 9.0)], [(1.0, 0.0, 0.1)]).all()


def test_a_raster_of_mountains_beyond_the_city_takes_evening_sun(tmp_path):
    """A wall of mountains 10 km in the west, 1,500 m: 8.5°."""
    import rasterio

    city = box_city([Box(10, 10, 6)], terrain=flat_ground())
    step, size = 250.0, 120
    heights = np.zeros((size, size), dtype="float32")
    west = ORIGIN[0] - size / 2 * step
    column = int((ORIGIN[0] - 10_000 - west) / step)
    heights[:, column - 2 : column] = 1500.0
    path = tmp_path / "dem.tif"
    transform = rasterio.Affine(step, 0, west, 0, -step, ORIGIN[1] + size / 2 * step)
    profile = {"driver": "GTiff", "height": size, "width": size, "count": 1, "dtype": "float32"}
    with rasterio.open(path, "w", crs=city.crs.to_wkt(), transform=transform, **profile) as raster:
        raster.write(heights, 1)
    plain = solar_potential(city, year(), preset="fast").iloc[0]
    asked = SolarSettings(dem=path, dem_reach_m=14_000.0)
    hidden = solar_potential(city, year(), preset="fast", settings=asked).iloc[0]
    assert hidden["beam_kwh_per_m2"] < 0.998 * plain["beam_kwh_per_m2"]
    assert hidden["sky_view_ratio"] < plain["sky_view_ratio"]


# Tiles.


def test_a_roof_gets_the_same_whatever_is_loaded_with_it():
    """Twelve buildings as one city, and the first three with the others as context."""
    random = np.random.default_rng(3)
    boxes = [
        Box(8, 9, float(h), east=14.0 * (i % 4), north=15.0 * (i // 4))
        for i, h in enumerate(random.uniform(4, 20, 12))
    ]
    whole = box_city(boxes, terrain=flat_ground())
    features = whole.features.assign(is_context=[False] * 3 + [True] * 9)
    part = replace(whole, features=features)
    moved = replace(
        part,
        surfaces=replace(part.surfaces, coords=part.surfaces.coords - (40.0, 20.0, 1.0)),
        mesh=replace(part.mesh, vertices=part.mesh.vertices - (40.0, 20.0, 1.0)),
        terrain=replace(part.terrain, vertices=part.terrain.vertices - (40.0, 20.0, 1.0)),
        origin=(ORIGIN[0] + 40.0, ORIGIN[1] + 20.0, ORIGIN[2] + 1.0),
    )
    one = solar_potential(whole, year(), preset="fast", surfaces="all")
    for city in (part, moved):
        two = solar_potential(city, year(), preset="fast", surfaces="all")
        assert len(two) == 15
        np.testing.assert_allclose(two[NUMBERS], one.loc[two.index, NUMBERS], rtol=1e-6)


def test_without_its_neighbours_a_roof_gets_more():
    boxes = [Box(10, 10, 6), Box(10, 10, 20, north=-12)]
    whole = box_city(boxes, terrain=flat_ground())
    alone = take_features(whole, np.array([True, False]))
    low, high = (
        solar_potential(c, year(), preset="fast")["irradiation_kwh_per_m2"].iloc[0]
        for c in (whole, alone)
    )
    assert low < 0.95 * high


def test_lengths_and_reflectances_out_of_range_are_refused():
    with pytest.raises(AnalysisError, match=r"facade_albedo is 1\.5"):
        SolarSettings(facade_albedo=1.5)
    with pytest.raises(AnalysisError, match=r"context_m is -1\.0"):
        SolarSettings(context_m=-1.0)
