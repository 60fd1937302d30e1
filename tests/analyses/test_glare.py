from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from builders import ORIGIN, Box, box_city, flat_ground
from weathers import year

from analyses.glare import GlareSettings, panel_glare
from analyses.glare.mirror import cone_fill, fresnel_reflectance, mirrored, spread_in_cone
from analyses.glare.suns import official_suns, sampled_suns
from analyses.pv import PVParameters, Rack
from analyses.solar import solar_potential
from analyses.sun import unit_vectors
from citygml.errors import AnalysisError

QUICK = GlareSettings(step_days=30, spacing_m=4.0)


def roofs_of(city, **changes):
    return solar_potential(city, year(), preset="fast", **changes)


def two_buildings(**changes):
    """A low building of 20 m x 10 m, and a tower 10 m north of it."""
    return box_city([Box(20, 10, 5), Box(20, 5, 30, north=20, **changes)], terrain=flat_ground())


# Optics.


@pytest.mark.parametrize("elevation_deg", [10.0, 45.0, 80.0])
def test_a_level_mirror_sends_light_on_at_the_same_elevation(elevation_deg):
    sun = unit_vectors([180.0], [elevation_deg])
    np.testing.assert_allclose(
        mirrored(sun, (0, 0, 1.0)), unit_vectors([0.0], [elevation_deg]), atol=1e-12
    )


def test_a_mirror_at_30_degrees_south_sends_the_noon_sun_back_where_it_stands_at_60():
    normal = unit_vectors([180.0], [60.0])
    np.testing.assert_allclose(mirrored(normal, normal), normal, atol=1e-12)


def test_fresnel_is_four_percent_straight_on_and_all_at_grazing():
    """((n - 1)/(n + 1))² = 4.34 %; 39 % at 80° (specs/solar.md 4.5); 1 at 90°."""
    got = fresnel_reflectance(np.cos(np.radians([0.0, 80.0, 90.0])))
    np.testing.assert_allclose(got, [(0.526 / 2.526) ** 2, 0.39, 1.0], atol=0.005)


def test_light_thins_out_with_the_square_of_the_distance_where_the_mirror_is_small():
    near, far = cone_fill(0.1, 1.0, np.array([100.0, 200.0]), cone_deg=0.3665)
    assert near / far == pytest.approx(4.0)


def test_rays_are_spread_evenly_within_the_cone():
    """Even over a disc: a quarter of the rays within half the radius."""
    straight = np.tile(unit_vectors([30.0], [20.0]), (4000, 1))
    rays = spread_in_cone(straight, np.arange(4000), cone_deg=2.0)
    angle = np.degrees(np.arccos(np.clip(np.einsum("ij,ij->i", rays, straight), -1, 1)))
    assert angle.max() <= 2.0 + 1e-6
    assert (angle < 1.0).mean() == pytest.approx(0.25, abs=0.02)
    np.testing.assert_allclose(rays.mean(axis=0), straight[0], atol=2e-3)


# Times.


def test_suns_of_a_sample_of_days_add_up_to_the_daylight_of_the_year():
    """About 4,430 h at 36° N (refracted sun above the horizon)."""
    suns = sampled_suns(year(), step_days=7, step_minutes=5.0, grid_north_deg=0.0)
    assert len(suns) * suns.minutes / 60.0 == pytest.approx(4430, rel=0.01)
    assert ((suns.sunny_share >= 0) & (suns.sunny_share <= 1)).all()
    official = official_suns(year(), grid_north_deg=0.0)
    assert set(official.time.strftime("%m-%d")) == {"06-21", "03-21", "12-22"}
    assert (official.time.minute == 0).all()


# Whole.


def test_a_level_panel_throws_the_low_sun_on_the_tower_behind_it_and_nothing_on_a_lower_one():
    """Noon, winter: sun at 30° in the south; panels 10 to 20 m off meet the tower 6 to 12 m up."""
    city = two_buildings()
    roofs = roofs_of(city)
    glare = panel_glare(city, year(), roofs, settings=QUICK)
    met = glare.receivers[glare.receivers["feature_id"] == "b1"]
    assert len(met)
    assert (met["possible_min"] > 0).all()
    assert set(met["source_ids"]) == {roofs.index[0]}
    assert glare.sources.loc[roofs.index[0], "possible_min"] > 0
    assert glare.sources.loc[roofs.index[1], "possible_min"] == 0.0
    months = glare.receivers.filter(regex=r"possible_\d\d_min").sum(axis=1)
    np.testing.assert_allclose(months, glare.receivers["possible_min"])
    assert (glare.receivers["expected_min"] <= glare.receivers["possible_min"] + 1e-9).all()


def test_what_stands_between_stops_the_light_on_either_leg():
    """A screen between roof and tower, higher than both lines of sight."""
    plain = two_buildings()
    boxes = [Box(20, 10, 5), Box(20, 5, 30, north=20), Box(60, 1, 200, east=-20, north=12)]
    screened = box_city(boxes, terrain=flat_ground())
    open_way = panel_glare(plain, year(), roofs_of(plain), settings=QUICK).receivers
    closed = panel_glare(screened, year(), roofs_of(screened), settings=QUICK).receivers
    assert (open_way["feature_id"] == "b1").any()
    south_side = closed[closed["feature_id"] == "b1"]
    sources = {s for ids in south_side["source_ids"] for s in ids.split(";")}
    assert roofs_of(screened).index[0] not in sources


def test_terrain_stops_the_light_too():
    """A dam of earth between the two: the official program would not see it."""
    from solar_scenes import quads

    city = two_buildings()
    wall = quads([(-100, 14, 0), (120, 14, 0), (120, 14, 300), (-100, 14, 300)])
    from citygml.mesh import concatenate

    earth = concatenate([city.terrain, replace(wall, surface_row=np.full(2, -1, np.int32))])
    dammed = replace(city, terrain=earth)
    roofs = roofs_of(city)
    found = panel_glare(dammed, year(), roofs, settings=QUICK).receivers
    assert not (found["feature_id"] == "b1").any()


def test_storeys_are_counted_from_the_base():
    """Light from a roof at 5 m meets the tower above 5 m: the second storey of 3 m and up."""
    city = two_buildings()
    met = panel_glare(city, year(), roofs_of(city), settings=QUICK).receivers
    met = met[met["feature_id"] == "b1"]
    assert met["storey"].min() >= 2
    heights = met.geometry.force_3d().get_coordinates(include_z=True)["z"]
    np.testing.assert_array_equal(np.floor(heights / 3.0) + 1, met["storey"])


def test_an_observer_sees_the_mirrored_sun_only_from_its_side():
    """A panel at 30° south throws the sun south or up: an eye in the south, 20 m off and 25 m
    above, sees it in summer (the sun at 69°); one in the north never does."""
    city = box_city([Box(20, 10, 5), Box(3, 3, 3, east=300)], terrain=flat_ground())
    roofs = roofs_of(city, profile=PVParameters(rack=Rack(tilt_deg=30.0)))
    eyes = gpd.GeoDataFrame(
        {"height_m": [30.0, 30.0]},
        index=["south", "north"],
        geometry=shapely.points(
            [(ORIGIN[0] + 10, ORIGIN[1] - 15), (ORIGIN[0] + 10, ORIGIN[1] + 40)]
        ),
        crs=city.crs,
    )
    found = panel_glare(city, year(), roofs, observers=eyes, settings=QUICK).observers
    assert found.index.tolist() == ["south", "north"]
    assert found.loc["south", "possible_min"] > 0
    assert found.loc["north", "possible_min"] == 0.0
    assert found.loc["south", "peak_irradiance_w_per_m2"] > 0
    assert found.loc["south", "source_ids"] == roofs.index[0]
    assert found["elevation_m"].tolist() == [30.0, 30.0]


def test_wider_scatter_reaches_eyes_for_longer_and_shines_less():
    city = box_city([Box(20, 10, 5)], terrain=flat_ground())
    roofs = roofs_of(city, profile=PVParameters(rack=Rack(tilt_deg=30.0)))
    eye = gpd.GeoDataFrame(
        {"height_m": [205.0]},
        geometry=shapely.points([(ORIGIN[0] + 10, ORIGIN[1] - 200)]),
        crs=city.crs,
    )
    smooth, rough = (
        panel_glare(
            city, year(), roofs, observers=eye, settings=replace(QUICK, scatter_deg=scatter)
        ).observers.iloc[0]
        for scatter in (0.1, 3.0)
    )
    assert rough["possible_min"] > smooth["possible_min"]
    assert rough["peak_irradiance_w_per_m2"] < smooth["peak_irradiance_w_per_m2"]


def test_the_official_profile_counts_whole_hours_of_three_days():
    city = two_buildings()
    roofs = roofs_of(city, profile="plateau")
    glare = panel_glare(city, year(), roofs, profile="plateau", settings=QUICK)
    hours = glare.sources[["summer_solstice_h", "spring_equinox_h", "winter_solstice_h"]]
    np.testing.assert_allclose(glare.sources["possible_min"], 60.0 * hours.sum(axis=1))
    assert set(pd.to_datetime(glare.rays["time"]).dt.strftime("%m-%d")) <= {
        "06-21",
        "03-21",
        "12-22",
    }


def test_rays_begin_on_a_roof_and_end_on_a_wall():
    city = two_buildings()
    rays = panel_glare(city, year(), roofs_of(city), settings=QUICK).rays
    ends = shapely.get_coordinates(rays.geometry.to_numpy(), include_z=True).reshape(-1, 2, 3)
    on_low_roof = ends[:, 0, 2] == pytest.approx(5.06, abs=0.01)
    assert on_low_roof
    assert (ends[:, 1, 2] > 5.0).all()


def test_a_city_without_panels_or_neighbours_has_no_glare():
    city = box_city([Box(10, 10, 6)], terrain=flat_ground())
    roofs = roofs_of(city)
    alone = panel_glare(city, year(), roofs, settings=QUICK)
    assert len(alone.receivers) == len(alone.rays) == len(alone.observers) == 0
    none = panel_glare(city, year(), roofs.assign(exclusion="too small"), settings=QUICK)
    assert len(none.sources) == 0


def test_bad_input_is_refused():
    city = two_buildings()
    roofs = roofs_of(city)
    with pytest.raises(AnalysisError, match="profile is 'official'"):
        panel_glare(city, year(), roofs, profile="official")
    with pytest.raises(AnalysisError, match="lacks"):
        panel_glare(city, year(), roofs[["exclusion", "geometry"]])
    with pytest.raises(AnalysisError, match="not in the city"):
        panel_glare(city, year(), roofs.set_axis(["x", "y"]))
    eyes = gpd.GeoDataFrame(geometry=shapely.points([(0.0, 0.0)]))
    with pytest.raises(AnalysisError, match="no reference system"):
        panel_glare(city, year(), roofs, observers=eyes)
    with pytest.raises(AnalysisError, match="no ground is known"):
        panel_glare(city, year(), roofs, observers=eyes.set_crs(city.crs), settings=QUICK)
    with pytest.raises(AnalysisError, match="at most 5 minutes"):
        GlareSettings(step_minutes=10.0)
