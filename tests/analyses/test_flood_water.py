"""Depth from water surfaces and ground: closed forms, edges of the water, missing ground."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from builders import ORIGIN, Box, box_city, flat_ground
from flood_cities import city_of, record, with_water

from analyses.flood import FloodCriteria, evacuation_buildings
from citygml.mesh import Mesh


def sloped_ground(slope, height):
    mesh = flat_ground(500.0, height=height)
    vertices = mesh.vertices.copy()
    vertices[:, 2] += slope * vertices[:, 0]
    return Mesh(vertices, mesh.triangles.copy(), mesh.surface_row.copy())


@pytest.mark.parametrize("east", [-20.0, 0.0, 37.0])
def test_flat_water_over_a_plane_gives_the_depth_in_closed_form(east):
    """10 - (8 + 0.02 x) at the middle of the footprint: the median of a plane."""
    box = Box(14, 9, 9, east=east, attributes={"storeys_above_ground": 3})
    city = with_water(box_city([box], terrain=sloped_ground(0.02, 8.0)), level_m=10.0)
    row = evacuation_buildings(city).iloc[0]
    assert abs(row.depth_geom_m - (10.0 - (8.0 + 0.02 * (east + 7.0)))) < 1e-9
    assert (row.wse_m, row.wet_share, row.ground_ref) == (10.0, 1.0, "relief")
    assert (row.source_record, row.hazard, row.scale) == ("water_surface", "river", "L2")


def test_moved_origin_gives_the_same_depth():
    box = Box(14, 9, 9, attributes={"storeys_above_ground": 3})
    origin = (ORIGIN[0], ORIGIN[1], 100.0)
    city = with_water(
        box_city([box], terrain=sloped_ground(0.02, 8.0), origin=origin), level_m=10.0
    )
    row = evacuation_buildings(city).iloc[0]
    assert (row.wse_m, round(row.depth_geom_m, 9)) == (110.0, 1.86)


def test_half_a_footprint_under_water():
    city = box_city([Box(20, 10, 9, attributes={"storeys_above_ground": 3})])
    city = with_water(city, level_m=1.5, bounds=(-50.0, -50.0, 10.0, 50.0))
    row = evacuation_buildings(city).iloc[0]
    assert (row.wet_share, row.depth_m, row.result) == (0.5, 1.5, "yes")


@pytest.mark.parametrize(
    ("source", "expected"), [("max", 4.0), ("attribute", 1.0), ("geometry", 4.0)]
)
def test_record_and_surface_are_weighed_as_asked_and_their_conflict_is_flagged(source, expected):
    city = city_of(Box(10, 10, 9, attributes={"storeys_above_ground": 2}), [record(depth_m=1.0)])
    city = with_water(city, level_m=4.0)
    row = evacuation_buildings(city, criteria=FloodCriteria(depth_source=source)).iloc[0]
    assert (row.depth_m, "depth_conflict" in row["flags"]) == (expected, True)


@pytest.mark.parametrize("source", ["attribute", "geometry"])
def test_where_one_source_is_silent_the_other_answers(source):
    """Neither a record without surface nor a surface without record may end as "not needed"."""
    boxes = [Box(10, 10, 9), Box(10, 10, 9, east=50)]
    city = with_water(
        city_of(boxes, [record(depth_m=4.0)]), level_m=4.0, bounds=(40.0, -9.0, 99.0, 99.0)
    )
    table = evacuation_buildings(city, criteria=FloodCriteria(depth_source=source))
    assert table.depth_m.tolist() == [4.0, 4.0]


def test_water_of_another_scale_or_hazard_does_not_count():
    city = box_city([Box(10, 10, 9)])
    for change in ({"scale": "L1"}, {"hazard": "tsunami"}):
        row = evacuation_buildings(with_water(city, level_m=4.0, **change)).iloc[0]
        assert (row.result, math.isnan(row.wse_m)) == ("unknown", True)


def test_water_without_ground_is_unknown():
    city = with_water(
        box_city([Box(10, 10, 9, attributes={"storeys_above_ground": 30})]), level_m=4.0
    )
    features = city.features.assign(base_elevation_m=np.nan, top_elevation_m=np.nan)
    row = evacuation_buildings(replace(city, features=features)).iloc[0]
    assert (row.result, row.reasons) == ("unknown", "ground_unknown")


def test_steep_triangles_of_water_are_no_surface():
    city = with_water(box_city([Box(10, 10, 9)]), level_m=4.0, tilt=1.01)
    assert math.isnan(evacuation_buildings(city).wse_m.iloc[0])
