"""Sky view factors against their integrals; views, landmarks and faces against what one can see.

V4 and V4b are validation cases of the visibility dossier.
"""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from builders import ORIGIN, Box, box_city, flat_ground
from shapely.geometry import Point

from analyses.raycast import RayScene
from analyses.views import (
    FACE_COLUMNS,
    LANDMARK_COLUMNS,
    SKY_COLUMNS,
    VIEW_COLUMNS,
    WINDOW_COLUMNS,
    landmark_visibility,
    seen_from_streets,
    sky_view,
    sky_view_ratios,
    view_shares,
    window_views,
)
from citygml.errors import AnalysisError, CRSError
from citygml.mesh import Mesh
from citygml.model import CityModel

EMBREE = importlib.util.find_spec("embreex") is not None
PLACES = [pytest.param(np.zeros(3), id="local"),
          pytest.param(np.array([46_000.0, -139_000.0, 0.0]), id="kakogawa")]  # fmt: skip


def strip_mesh(low: np.ndarray, high: np.ndarray) -> Mesh:
    """Walls between two closed lines of as many points."""
    n = len(low)
    i, j = np.arange(n), (np.arange(n) + 1) % n
    quads = np.concatenate([np.stack([i, j, j + n], 1), np.stack([i, j + n, i + n], 1)])
    return Mesh(np.concatenate([low, high]), quads.astype(np.int32), np.zeros(2 * n, np.int32))


@pytest.mark.skipif(not EMBREE, reason="embreex is missing")
@pytest.mark.parametrize("place", PLACES)
def test_the_sky_in_a_cylinder_as_high_as_wide_is_a_half_or_two_sevenths(place):
    """V4, H = R: cosine cos² 45° = 0.5, solid angle 1 - sin 45° = 0.2929."""
    turn = 2 * np.pi * np.arange(720) / 720
    ring = 10.0 * np.column_stack([np.cos(turn), np.sin(turn), np.zeros(720)])
    wall = strip_mesh(ring + place, ring + place + (0, 0, 10.0))
    cosine, solid = sky_view_ratios(RayScene(wall), place[None, :], rays=20_000)
    assert cosine[0] == pytest.approx(0.5, abs=5e-4)
    assert solid[0] == pytest.approx(1 - np.sin(np.pi / 4), abs=5e-4)


@pytest.mark.skipif(not EMBREE, reason="embreex is missing")
@pytest.mark.parametrize("place", PLACES)
def test_the_sky_in_a_street_as_wide_as_high_is_0_447_or_0_295(place):
    """V4b, H/W = 1, middle: cosine cos(atan 2); solid angle mean of 1 - sin(atan(2 |cos phi|))."""
    length, mesh = 20_000.0, []
    for x in (-5.0, 5.0):
        line = np.array([(x, -length, 0), (x, length, 0)])
        mesh.append(strip_mesh(line + place, line + place + (0, 0, 10.0)))
    cosine, solid = sky_view_ratios(RayScene(*mesh), place[None, :], rays=20_000)
    phi = np.linspace(0, 2 * np.pi, 100_001)[:-1]
    assert cosine[0] == pytest.approx(np.cos(np.arctan(2)), abs=5e-4)
    assert solid[0] == pytest.approx(
        (1 - np.sin(np.arctan(2 * np.abs(np.cos(phi))))).mean(), abs=5e-4
    )


def places(*spots: tuple[float, float], **columns) -> gpd.GeoDataFrame:
    points = [Point(ORIGIN[0] + e, ORIGIN[1] + n) for e, n in spots]
    return gpd.GeoDataFrame(columns, geometry=points, crs="EPSG:6675")


def test_the_open_field_has_the_whole_sky_and_a_taller_neighbour_takes_some():
    found = []
    for height in (0.2, 5.0, 20.0):
        city = box_city([Box(20, 10, height, east=-10, north=5)], terrain=flat_ground(300.0))
        found.append(sky_view(city, places((0, 0))).iloc[0])
    assert found[0]["svf_cosine_ratio"] == pytest.approx(1.0, abs=0.01)
    for name in ("svf_cosine_ratio", "svf_solid_angle_ratio"):
        assert found[0][name] > found[1][name] > found[2][name]


def test_a_view_is_made_of_all_its_parts_and_half_of_it_is_ground_on_a_plain():
    city = box_city([Box(1, 1, 1, east=-190)], terrain=flat_ground(5000.0))
    row = view_shares(city, places((0, 0))).iloc[0]
    assert row[[c.name for c in VIEW_COLUMNS]].sum() == pytest.approx(1.0)
    assert row["ground_ratio"] == pytest.approx(0.5, abs=0.01)
    assert row["sky_ratio"] == pytest.approx(0.5, abs=0.01)


def test_a_hedge_all_around_is_the_share_of_its_solid_angle():
    """Crowns to 20° above the eye in all directions of -30 to 30°: (sin 20 - 0) / (2 sin 30)."""
    boxes = [Box(44, 2, 1.5 + 20 * np.tan(np.radians(20)), east=-22, north=n) for n in (20, -22)]
    boxes += [Box(2, 40, 1.5 + 20 * np.tan(np.radians(20)), east=e, north=-20) for e in (20, -22)]
    city = box_city(boxes, terrain=flat_ground(300.0))
    city = replace(city, features=city.features.assign(kind="PlantCover"))
    row = view_shares(city, places((0, 0)), rays=8192).iloc[0]
    phi = np.linspace(0, np.pi / 4, 2001)
    top = np.sin(np.arctan(np.tan(np.radians(20)) * np.cos(phi))).mean()
    below = np.sin(np.arctan(1.5 / 20 * np.cos(phi))).mean()
    assert row["green_ratio"] == pytest.approx((top + below) / (2 * 0.5), abs=0.005)
    assert row["building_ratio"] == 0.0


def test_a_window_sees_the_wall_opposite_or_the_sky():
    """Free south side, narrow north side: a neighbour 3 m away fills the view."""
    city = box_city(
        [Box(20, 10, 9), Box(60, 10, 30, east=-20, north=13)], terrain=flat_ground(2000.0)
    )
    table = window_views(city, rays=256)
    own = table[table["building_id"] == "b0"]
    north = np.array([p.y for p in own.geometry]) - ORIGIN[1]
    south_side, north_side = own[north < 0], own[north > 10]
    assert (south_side["building_ratio"] == 0).all()
    assert south_side["sky_ratio"].to_numpy() == pytest.approx(0.5, abs=0.03)
    assert (north_side["building_ratio"] > 0.55).all()
    assert (north_side["sky_ratio"] < 0.2).all()
    np.testing.assert_allclose(own[[c.name for c in VIEW_COLUMNS]].sum(axis=1), 1.0)


def test_a_landmark_is_hidden_behind_a_wall_and_seen_beside_it():
    """A tower of 8 x 8 x 40 m, a wall of 60 m before it: from 30 m behind the wall only its top."""
    city = box_city(
        [Box(8, 8, 40, east=-4, north=60), Box(60, 1, 15, east=-30, north=20)],
        terrain=flat_ground(300.0),
    )
    spots = places((0, 10), (0, -30), (0, 40), (150, 60))
    table = landmark_visibility(city, "b0", spots)
    assert table["is_visible"].tolist() == [False, True, True, True]
    share = table["visible_ratio"]
    one_side = 8 * 40 / (4 * 320 + 64)
    assert 0 < share.iloc[1] < one_side
    assert share.iloc[2] == pytest.approx(one_side, abs=0.01)
    assert table["distance_m"].iloc[2] == pytest.approx(20.0, abs=0.6)
    assert np.isnan(table["distance_m"].iloc[0])


def with_road(city: CityModel, *bounds: float) -> CityModel:
    strip = shapely.box(*(np.array(bounds) + np.tile(ORIGIN[:2], 2)))
    road = city.features.iloc[[0]].assign(kind="Road").set_geometry([strip], crs=city.crs)
    road.index = ["road"]
    return replace(city, features=pd.concat([city.features, road]))


def test_streets_see_the_side_of_a_building_that_looks_at_them():
    city = box_city([Box(20, 10, 9), Box(8, 1, 12, east=0, north=-5)], terrain=flat_ground(300.0))
    table = seen_from_streets(with_road(city, -40, -20, 60, -12), "b0")
    north = np.array([p.y for p in table.geometry]) - ORIGIN[1]
    east = np.array([p.x for p in table.geometry]) - ORIGIN[0]
    south = table[north < 0]
    assert (table["seen_from_count"][north > 10] == 0).all()
    assert (south["seen_from_count"] > 0).all()
    behind, beside = south[east[north < 0] < 4], south[east[north < 0] > 14]
    assert behind["seen_from_m2"].mean() < beside["seen_from_m2"].mean()
    assert (table["seen_from_m2"] == 16.0 * table["seen_from_count"]).all()
    far = seen_from_streets(with_road(city, -40, -290, 60, -280), "b0")
    assert (far["seen_from_count"] == 0).all()


def test_tables_have_the_columns_of_their_specification():
    city = with_road(box_city([Box(6, 6, 5)], terrain=flat_ground(100.0)), -20, -10, 20, -6)
    spot = places((12, 0))
    tables = [
        (sky_view(city, spot, rays=64), SKY_COLUMNS),
        (view_shares(city, spot, rays=64), VIEW_COLUMNS),
        (window_views(city, rays=64), WINDOW_COLUMNS),
        (landmark_visibility(city, "b0", spot), LANDMARK_COLUMNS),
        (seen_from_streets(city, "b0"), FACE_COLUMNS),
    ]
    for table, columns in tables:
        assert [c for c in table.columns if c != "geometry"] == [c.name for c in columns]
        assert all(c.label_ja and c.text for c in columns)


def test_what_cannot_be_looked_at_is_an_error_that_says_why():
    city = box_city([Box(6, 6, 5)], terrain=flat_ground(100.0))
    spot = places((12, 0))
    for call, message in (
        (lambda: sky_view(city, spot, rays=0), "rays is 0"),
        (lambda: sky_view(city, spot, height_m=0.0), "target_height_m is 0"),
        (lambda: sky_view(city, spot.buffer(2).to_frame("geometry")), "places must be points"),
        (lambda: view_shares(city, spot, elevation_deg=(30, -30)), "elevation_deg is"),
        (lambda: view_shares(city, spot, elevation_deg=(0, 1e-9)), "holds none of"),
        (lambda: window_views(city, spacing_m=0), "spacing_m is 0"),
        (lambda: landmark_visibility(city, "b9", spot), "the city has no 'b9'"),
        (lambda: seen_from_streets(city, "b0"), "0 roads"),
        (lambda: seen_from_streets(city, "b0", range_m=0), "range_m is 0"),
    ):
        with pytest.raises(AnalysisError, match=message):
            call()
    with pytest.raises(CRSError, match="no reference system"):
        sky_view(city, spot.set_crs(None, allow_override=True))


KAGA = Path(__file__).parents[2] / "../shared/data/17206_kaga-shi_2022_citygml"


@pytest.mark.real
@pytest.mark.skipif(not KAGA.is_dir(), reason="../shared/data is missing")
def test_between_the_houses_of_kaga_the_sky_is_smaller_than_outside():
    import plateau

    city = plateau.open(KAGA).load()
    spots = gpd.GeoDataFrame(geometry=gpd.points_from_xy([-69816, -69600], [34977, 34500]),
                             crs="EPSG:6675")  # fmt: skip
    table = sky_view(city, spots)
    assert table["svf_cosine_ratio"].between(0.2, 1.0).all()
    assert table["svf_cosine_ratio"].iloc[0] < table["svf_cosine_ratio"].iloc[1]
