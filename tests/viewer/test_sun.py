from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pyproj import Transformer

from citygml.mesh import EMPTY
from viewer.sun import (
    AMBIENT,
    SLIDER_DAYS,
    SUN,
    SUN_ALTITUDE_DEG,
    SUN_DIRECTION,
    brightness,
    day_paths,
    direction,
    ground_shadow,
    solar_place,
)


def test_a_level_roof_in_the_sun_is_as_bright_as_its_legend_and_never_brighter():
    """Lambert: ambient + sun * cos(90 - altitude)."""
    level = AMBIENT + SUN * np.sin(np.radians(SUN_ALTITUDE_DEG))
    assert 0.94 < level <= 1.0


def test_the_sun_stands_in_the_southern_half_of_the_sky():
    assert SUN_DIRECTION[1] < -0.5
    assert SUN_DIRECTION[2] > 0.5


def test_the_shadow_of_a_tower_falls_away_from_the_sun_by_height_over_tangent(town):
    """The tower b12, 40 m high: its shade reaches 40 / tan(42 deg) = 44.4 m beyond the roof."""
    tower = town.mesh.submesh(town.feature_row_of_triangle == 12)
    shade = ground_shadow(tower, town.terrain)
    foot = np.array([40.0, 50.0])  # north-west corner of the tower
    reach = np.linalg.norm(shade.vertices[:, :2] - foot, axis=1).max()
    away = -SUN_DIRECTION[:2] / np.linalg.norm(SUN_DIRECTION[:2])
    tip = shade.vertices[(shade.vertices[:, :2] @ away).argmax(), :2]
    assert (tip - foot) @ away == pytest.approx(40.0 / np.tan(np.radians(42.0)), abs=0.01)
    assert reach < 60.0
    np.testing.assert_allclose(shade.vertices[:, 2], 3.0)


def test_no_shadow_where_the_sun_is_down(town):
    assert not len(ground_shadow(town.mesh, town.terrain, toward_sun=direction(0.0, -5.0)))


def test_no_ground_takes_no_shadow(town):
    assert not len(ground_shadow(town.mesh, EMPTY))


def test_shadows_beyond_the_edge_of_the_ground_are_left_out(town):
    edge = town.terrain.submesh([0])  # the south-eastern half of the ground
    shade = ground_shadow(town.mesh, edge)
    assert np.isfinite(shade.vertices).all()
    assert 0 < len(shade) < len(ground_shadow(town.mesh, town.terrain))


def test_shadows_face_up(town):
    assert (ground_shadow(town.mesh, town.terrain).area_vectors[:, 2] >= 0.0).all()


@pytest.mark.parametrize("latitude", [24.0, 36.0, 45.0])
def test_the_sun_of_the_sliders_is_within_half_a_degree_of_pvlib(latitude):
    """NREL's solar position algorithm over every hour of four days, where the sun is up."""
    pvlib = pytest.importorskip("pvlib")
    times = pd.DatetimeIndex(
        [
            pd.Timestamp(2026, month, day, hour, tz="UTC")
            for month, day, _ in SLIDER_DAYS
            for hour in range(24)
        ]
    )
    exact = pvlib.solarposition.get_solarposition(times, latitude, 137.0)
    azimuth, altitude = solar_place(
        times.day_of_year, times.hour, latitude=latitude, longitude=137.0
    )
    up = (exact["elevation"] > 0).to_numpy()
    assert np.abs(altitude - exact["elevation"])[up].max() < 0.5
    turn = np.abs((azimuth - exact["azimuth"] + 180.0) % 360.0 - 180.0)
    # Near the zenith an azimuth means little: the arc on the sky counts.
    arc = turn * np.cos(np.radians(exact["elevation"]))
    assert arc[up].max() < 0.5


def test_noon_is_in_the_south_of_the_grid_and_lowest_in_december(town):
    """Kaga, 136.2 E: the sun culminates about 9 minutes before 12:00, at 90 - 36.3 -+ 23.4 deg."""
    found = day_paths(town)
    assert found["zone_h"] == 9
    noon = found["hours"].index(12.0)
    highest = {day["month"]: max(day["altitude_deg"]) for day in found["days"]}
    assert highest[6] == pytest.approx(77.1, abs=0.4)
    assert highest[12] == pytest.approx(30.3, abs=0.4)
    assert found["days"][3]["azimuth_deg"][noon] == pytest.approx(180.0, abs=3.0)


def test_azimuths_count_from_the_north_of_the_grid(town):
    """True north by pyproj's own coordinates: a point 0.01 degrees further north."""
    crs, (east, north, _) = town.crs, town.origin
    to_degrees = Transformer.from_crs(crs, 4326, always_xy=True)
    longitude, latitude = to_degrees.transform(east + 45.0, north + 45.0)
    back = Transformer.from_crs(4326, crs, always_xy=True)
    here, there = (np.array(back.transform(longitude, latitude + d)) for d in (0.0, 0.01))
    of_true_north = np.degrees(np.arctan2(*(there - here)))
    day = day_paths(town)["days"][0]
    hours = np.array(day_paths(town)["hours"])
    azimuth, _ = solar_place(79, hours - 9, latitude=latitude, longitude=longitude)
    np.testing.assert_allclose(day["azimuth_deg"], (azimuth + of_true_north) % 360, atol=0.02)


def test_light_on_level_ground_is_the_skys_and_the_suns():
    assert brightness(direction(0.0, 30.0)) == pytest.approx(AMBIENT + SUN / 2)
    assert brightness(direction(0.0, -30.0)) == AMBIENT
