"""What panels throw on other buildings."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from builders import Box, box_city, flat_ground
from glare_cities import QUICK, roofs_of, two_buildings
from weathers import year

from analyses.glare import GlareSettings, panel_glare
from citygml.errors import AnalysisError


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


def test_a_roof_in_the_shade_throws_no_light_though_its_way_to_the_tower_is_free():
    """A wall 200 m high 4 m south of the panels: no southern sun below 86 degrees gets there."""
    plain = two_buildings()
    boxes = [Box(20, 10, 5), Box(20, 5, 30, north=20), Box(400, 1, 200, east=-200, north=-4)]
    shaded = box_city(boxes, terrain=flat_ground())
    for city, lit in ((plain, True), (shaded, False)):
        roofs = roofs_of(city)
        met = panel_glare(city, year(), roofs, settings=QUICK).receivers
        sources = ";".join(met.loc[met["feature_id"] == "b1", "source_ids"]).split(";")
        assert (roofs.index[0] in sources) == lit


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


def test_light_is_followed_as_far_as_its_range():
    """Ways to the tower are 10 m to 30 m long and more."""
    city = two_buildings()
    roofs = roofs_of(city)
    far, near = (
        shapely.get_coordinates(
            panel_glare(
                city, year(), roofs, settings=replace(QUICK, range_m=range_m)
            ).rays.geometry.to_numpy(),
            include_z=True,
        ).reshape(-1, 2, 3)
        for range_m in (500.0, 14.0)
    )
    assert np.linalg.norm(far[:, 1] - far[:, 0], axis=1).max() > 14.0
    assert 0.0 < np.linalg.norm(near[:, 1] - near[:, 0], axis=1).max() <= 14.0


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
