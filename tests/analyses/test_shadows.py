import numpy as np
import pandas as pd
import pytest
import shapely
from builders import ORIGIN, Box, box_city, flat_ground

from analyses.shadows import MIN_ELEVATION_DEG, shadows, winter_solstice_times
from citygml.errors import AnalysisError


def city_of(*boxes):
    return box_city(list(boxes), terrain=flat_ground(200.0))


def test_the_shadow_of_a_box_is_its_outline_swept_by_height_over_tangent():
    """Area = w d + h / tan(e) x width across the sun, for a convex box."""
    city = city_of(Box(10, 20, 30))
    times = pd.DatetimeIndex(["2026-12-22T10:00", "2026-06-21T12:00"], tz="Asia/Tokyo")
    found = shadows(city, times.sort_values(), spacing_m=10.0).outlines
    assert len(found) == 2
    for row in found.itertuples():
        length = 30 / np.tan(np.radians(row.sun_elevation_deg))
        azimuth = np.radians(row.sun_azimuth_deg + 0.43)  # the grid leans against true north
        across = 10 * abs(np.cos(azimuth)) + 20 * abs(np.sin(azimuth))
        assert row.area_m2 == pytest.approx(200 + length * across, rel=2e-3)


def test_a_shadow_lies_away_from_the_sun():
    city = city_of(Box(10, 10, 20))
    noon = shadows(city, winter_solstice_times(city, step_minutes=240.0), spacing_m=10.0).outlines
    middle = noon[noon["sun_azimuth_deg"].between(179, 181)].geometry.iloc[0]
    assert middle.bounds[3] > ORIGIN[1] + 10 + 20
    assert middle.bounds[1] == pytest.approx(ORIGIN[1], abs=0.5)


def test_the_solstice_is_in_true_solar_time():
    """Kaga, 136.4° E: the sun is in the south at 12 - 1.4° x 4 min - 1.6 min = 11:53."""
    times = winter_solstice_times(city_of(Box(10, 10, 6)))
    assert len(times) == 49
    assert (times[-1] - times[0]) == pd.Timedelta("8h")
    noon = times[24]
    assert abs((noon - pd.Timestamp("2026-12-22T11:53", tz="Asia/Tokyo")).total_seconds()) < 60


def test_open_ground_has_all_hours_and_ground_behind_a_building_has_fewer():
    city = city_of(Box(20, 20, 30))
    found = shadows(city, winter_solstice_times(city, step_minutes=30.0), margin_m=40.0)
    ground = found.ground
    np.testing.assert_allclose(ground["sunlit_h"] + ground["shaded_h"], 8.0)
    south = ground[ground.geometry.y < ORIGIN[1] - 1]
    north = ground[
        (ground.geometry.y > ORIGIN[1] + 21)
        & (ground.geometry.y < ORIGIN[1] + 25)
        & ground.geometry.x.between(ORIGIN[0] + 8, ORIGIN[0] + 12)
    ]
    assert (south["sunlit_h"] == 8.0).all()
    assert (north["sunlit_h"] < 1.0).all()
    assert not shapely.contains_xy(
        city.features.geometry.iloc[0], ground.geometry.x, ground.geometry.y
    ).any()


def test_ground_that_a_shadow_covers_at_one_time_is_dark_then():
    """The outline and the rays agree, but for points within a metre of the edge."""
    city = city_of(Box(12, 9, 15))
    times = winter_solstice_times(city, step_minutes=1.0)[120:123]
    found = shadows(city, times, spacing_m=1.0, height_m=0.01)
    outline = found.outlines.geometry.iloc[1]
    inner, outer = outline.buffer(-1.0), outline.buffer(1.0)
    x, y = found.ground.geometry.x, found.ground.geometry.y
    dark = found.ground["sunlit_h"] < 1e-9
    assert dark[shapely.contains_xy(inner, x, y)].all()
    assert not dark[~shapely.contains_xy(outer, x, y)].any()


def test_facades_see_the_sun_that_is_before_them():
    city = city_of(Box(20, 20, 10))
    found = shadows(city, winter_solstice_times(city, step_minutes=30.0), spacing_m=2.0).facades
    facing = np.asarray(found["sunlit_h"])
    assert len(found) == 4
    assert facing[0] == pytest.approx(8.0)  # south
    assert facing[2] == pytest.approx(0.0)  # north
    assert 3.0 < facing[1] < 5.0
    assert 3.0 < facing[3] < 5.0


def test_neighbours_shade_but_have_no_row():
    context = Box(40, 5, 30, north=-15, attributes={"is_context": True})
    city = city_of(Box(20, 20, 10), context)
    alone = city_of(Box(20, 20, 10))
    times = winter_solstice_times(city, step_minutes=60.0)
    with_it, without = (shadows(c, times, spacing_m=2.0) for c in (city, alone))
    assert set(with_it.outlines["feature_id"]) == set(with_it.facades["feature_id"]) == {"b0"}
    assert with_it.facades["sunlit_h"].iloc[0] < 0.5 * without.facades["sunlit_h"].iloc[0]


def test_a_sun_near_the_horizon_throws_no_outline():
    city = city_of(Box(10, 10, 6))
    times = pd.DatetimeIndex(["2026-12-22T07:15", "2026-12-22T12:00"], tz="Asia/Tokyo")
    found = shadows(city, times, spacing_m=10.0).outlines
    assert (found["sun_elevation_deg"] > MIN_ELEVATION_DEG).all()
    assert len(found) == 1


def test_bad_times_are_refused():
    city = city_of(Box(10, 10, 6))
    noon = pd.DatetimeIndex(["2026-12-22T12:00"])
    for wrong in ({"step_minutes": 0.0}, {"first_h": 16.0, "last_h": 8.0}):
        with pytest.raises(AnalysisError, match="one after the other"):
            winter_solstice_times(city, **wrong)
    with pytest.raises(AnalysisError, match="with a time zone"):
        shadows(city, noon)
    two = pd.DatetimeIndex(["2026-12-22T12:00", "2026-12-22T11:00"], tz="Asia/Tokyo")
    with pytest.raises(AnalysisError, match="must ascend"):
        shadows(city, two)
    night = pd.DatetimeIndex(["2026-12-22T00:00"], tz="Asia/Tokyo")
    with pytest.raises(AnalysisError, match="the sun is down at all 1 times"):
        shadows(city, night)


def test_each_time_stands_for_half_the_way_to_its_neighbours():
    """10, 11 and 13 h stand for 0.5, 1.5 and 1 h; ground that one of their shadows covers is dark
    so long.
    """
    city = city_of(Box(8, 8, 20))
    hours = pd.DatetimeIndex(
        [f"2026-12-22T{hour}:00" for hour in (10, 11, 13)], tz="Asia/Tokyo", name="time"
    )
    found = shadows(city, hours, spacing_m=1.0, height_m=0.01)
    shapes = found.outlines.geometry.to_numpy()
    x, y = found.ground.geometry.x.to_numpy(), found.ground.geometry.y.to_numpy()
    for number, expected in enumerate((0.5, 1.5, 1.0)):
        others = shapely.union_all(np.delete(shapes, number)).buffer(1.0)
        alone = shapely.difference(shapes[number].buffer(-1.0), others)
        inside = shapely.contains_xy(alone, x, y)
        assert inside.any()
        np.testing.assert_allclose(found.ground["shaded_h"][inside], expected)


def test_the_measuring_plane_lies_over_the_ground():
    city = city_of(Box(10, 10, 6))
    noon = pd.DatetimeIndex(["2026-12-22T12:00"], tz="Asia/Tokyo")
    found = shadows(city, noon, spacing_m=10.0, height_m=4.0).ground
    np.testing.assert_allclose(found["elevation_m"], ORIGIN[2] + 4.0)
