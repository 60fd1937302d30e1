from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from builders import ORIGIN, ZONE_VII, Box, box_city, flat_ground
from weathers import frame, year

from analyses.glare import GlareSettings, panel_glare
from analyses.glare.mirror import cone_fill, fresnel_reflectance, mirrored, spread_in_cone
from analyses.glare.skyline import Skyline, skyline_of
from analyses.glare.summary import minutes_by
from analyses.glare.suns import Suns, official_suns, sampled_suns
from analyses.glare.tracing import Panels, building_events, observer_events, panels_of
from analyses.pv import PVParameters, Rack
from analyses.raycast.scene import RayScene
from analyses.solar import solar_potential
from analyses.solar.targets import targets_of
from analyses.sun import sun_positions, unit_vectors
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


def test_suns_are_those_of_their_time_in_the_frame_of_the_city():
    """Grid north 10 degrees east of north: every azimuth is 10 degrees less there."""
    plain, leaning = (
        sampled_suns(year(), step_days=60, step_minutes=5.0, grid_north_deg=north)
        for north in (0.0, 10.0)
    )
    azimuth = [np.degrees(np.arctan2(s.vectors[:, 0], s.vectors[:, 1])) for s in (plain, leaning)]
    np.testing.assert_allclose((azimuth[0] - azimuth[1]) % 360.0, 10.0, atol=1e-9)
    noon = plain.time.hour == 12
    assert (plain.sunny_share[noon] > 0.9).all()  # also on cloudy days dni is over 120 W/m² then
    where = frame(plain.time, interval="0h")
    np.testing.assert_allclose(
        azimuth[0] % 360.0, sun_positions(where)["azimuth"].to_numpy(), atol=1e-6
    )


def test_the_sun_shines_as_often_and_as_strongly_as_in_that_hour_and_month_of_the_weather():
    """Mornings: 500 W/m2 and the number of the month, none in August; afternoons: 900 and 100 day
    about, so sunshine on the odd days."""
    index = year().index
    month, day, morning = index.month.to_numpy(), index.day.to_numpy(), index.hour < 12
    before_noon = np.where(month == 8, 0.0, 500.0 + month)
    dni = np.where(morning, before_noon, np.where(day % 2 == 1, 900.0, 100.0))
    weather = frame(index, dni=dni)
    suns = sampled_suns(weather, step_days=30, step_minutes=5.0, grid_north_deg=0.0)
    number, early = suns.time.month.to_numpy(), suns.time.hour < 12
    days = suns.time.days_in_month.to_numpy()
    odd = np.where(days == 31, 16, days / 2) / days
    np.testing.assert_allclose(suns.sunny_share, np.where(early, number != 8, odd))
    np.testing.assert_allclose(
        suns.clear_dni, np.where(early, np.where(number == 8, 0.0, 500.0 + number), 900.0)
    )


def test_minutes_go_to_the_month_and_the_hour_of_their_sun():
    """Two suns in January and one in July on the first thing, the July one on the second; one of
    the first is met twice. Each sun stands for 5 min and shines in half of all years."""
    time = pd.DatetimeIndex(["2018-01-05 12:00", "2018-01-05 12:05", "2018-07-05 12:00"])
    some = Suns(np.zeros((3, 3)), time, 5.0, np.ones(3), np.array([0.5, 0.5, 0.2]))
    keys, months, expected = minutes_by(np.array([7, 7, 7, 9, 7]), np.array([0, 1, 2, 2, 0]), some)
    assert keys.tolist() == [7, 9]
    assert months.tolist() == [[10.0, *[0.0] * 5, 5.0, *[0.0] * 5], [*[0.0] * 6, 5.0, *[0.0] * 5]]
    np.testing.assert_allclose(expected, [6.0, 1.0])


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


@pytest.mark.parametrize(
    "screen",
    [
        Box(400, 1, 300, east=-200, north=-30),  # between sun and panels, behind the eye
        Box(400, 1, 27, east=-200, north=-10),  # between panels and eye, under the sun
    ],
)
def test_an_observer_sees_nothing_where_either_leg_is_blocked(screen):
    """The southern eye of the test above: 51 degrees up from the panels, the sun at 69."""
    city = box_city([Box(20, 10, 5), screen], terrain=flat_ground())
    roofs = roofs_of(city, profile=PVParameters(rack=Rack(tilt_deg=30.0)))
    eye = gpd.GeoDataFrame(
        {"height_m": [30.0]},
        geometry=shapely.points([(ORIGIN[0] + 10, ORIGIN[1] - 15)]),
        crs=city.crs,
    )
    glare = panel_glare(city, year(), roofs.iloc[:1], observers=eye, settings=QUICK)
    assert glare.observers["possible_min"].tolist() == [0.0]


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


def test_an_eye_sees_the_suns_within_the_cone_and_mirrors_within_the_range():
    """One mirror point at the origin that faces up at 60 degrees south, an eye 50 m before it."""
    normal = unit_vectors([180.0], [60.0])
    zero = np.zeros(1, dtype=np.int64)
    panels = Panels(
        np.zeros((1, 3)), normal, zero, zero, np.ones(1), np.array(["roof"], dtype=object), zero
    )
    suns = sampled_suns(year(), step_days=30, step_minutes=5.0, grid_north_deg=0.0)
    far = box_city([Box(1, 1, 1, east=300, base=-9.0)])
    eyes = 50.0 * unit_vectors([200.0], [70.0])
    scene = RayScene(far.mesh)
    settings = replace(QUICK, scatter_deg=10.0)
    seen = observer_events(scene, panels, suns, eyes, settings=settings)
    angle = np.degrees(np.arccos(suns.vectors @ mirrored(eyes / 50.0, normal)[0]))
    assert sorted(seen.sun) == np.flatnonzero(angle < settings.cone_deg).tolist() != []
    cosine = float((eyes @ normal.T)[0, 0]) / 50.0
    fill = cosine / (np.pi * (50.0 * np.tan(np.radians(settings.cone_deg))) ** 2)
    expected = suns.clear_dni[seen.sun] * fresnel_reflectance(cosine) * fill
    np.testing.assert_allclose(seen.irradiance, expected)
    assert len(set(expected.round(3))) > 3
    short = replace(settings, range_m=49.0)
    assert len(observer_events(scene, panels, suns, eyes, settings=short).sun) == 0


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


# Rays that need not be traced.


def random_town(number, *, seed):
    """Boxes of 6 to 30 m on a lattice of 25 m, each moved by up to 6 m, some of them lower."""
    random = np.random.default_rng(seed)
    side = int(np.ceil(number**0.5))
    boxes = [
        Box(
            *random.uniform(6.0, 18.0, 2),
            float(random.uniform(3.0, 30.0)),
            east=25.0 * (i % side) + float(random.uniform(-6.0, 6.0)),
            north=25.0 * (i // side) + float(random.uniform(-6.0, 6.0)),
        )
        for i in range(number)
    ]
    return box_city(boxes, terrain=flat_ground())


@pytest.mark.parametrize(("tilt_deg", "scatter_deg"), [(0.0, 0.1), (30.0, 0.1), (15.0, 4.0)])
def test_events_are_those_of_all_rays_though_few_are_traced(tilt_deg, scatter_deg):
    """A skyline of nothing but walls leaves every ray in: the computation without it."""
    city = random_town(12, seed=5)
    rack = Rack(tilt_deg=tilt_deg, max_roof_tilt_deg=3.0)
    settings = replace(QUICK, scatter_deg=scatter_deg)
    roofs = roofs_of(city, profile=PVParameters(rack=rack))
    targets = targets_of(city, "roof")
    panels = panels_of(city, roofs, targets.planes, targets.rows, grid_north_deg=0.0, spacing_m=4.0)
    suns = sampled_suns(year(), step_days=45, step_minutes=5.0, grid_north_deg=0.0)
    scene = RayScene(city.mesh, city.terrain)
    skyline = skyline_of(city, panels, range_m=settings.range_m)
    every = replace(skyline, tangent=np.full_like(skyline.tangent, np.inf))
    wide = {"settings": settings, "cone_deg": settings.cone_deg}
    some, all_of_them = (
        building_events(city, scene, panels, suns, skyline=sky, **wide) for sky in (skyline, every)
    )
    assert len(some.sun) > 100
    for got, wanted in zip(some, all_of_them, strict=True):
        np.testing.assert_array_equal(got, wanted)
    traced = skyline.mirrored(suns.vectors, cone_deg=settings.cone_deg)[2]
    assert traced.mean() < 0.8 * every.mirrored(suns.vectors, cone_deg=settings.cone_deg)[2].mean()


def test_of_the_rays_of_a_roof_to_a_storey_under_a_sun_the_strongest_is_kept():
    """Of panels of 0.1 m2 light thins out with the distance: each mirror point on its own against
    all of them at once."""
    city = two_buildings()
    targets = targets_of(city, "roof")
    panels = panels_of(
        city, roofs_of(city), targets.planes, targets.rows, grid_north_deg=0.0, spacing_m=5.0
    )
    panels = replace(panels, area_m2=np.full(len(panels.area_m2), 0.1))
    suns = sampled_suns(year(), step_days=90, step_minutes=5.0, grid_north_deg=0.0)
    scene, skyline = RayScene(city.mesh, city.terrain), skyline_of(city, panels, range_m=500.0)
    wide = {"settings": QUICK, "cone_deg": QUICK.cone_deg}
    strongest = {}
    for row in np.flatnonzero(panels.source == 0):
        one = {name: getattr(panels, name)[[row]] for name in ("points", "normal", "source")}
        alone = replace(panels, number=panels.number[[row]], **one)
        group = replace(skyline, group=skyline.group[[row]])
        found = building_events(city, scene, alone, suns, skyline=group, **wide)
        for receiver, sun, light in zip(found.receiver, found.sun, found.irradiance, strict=True):
            strongest[receiver, sun] = max(strongest.get((receiver, sun), 0.0), light)
    whole = building_events(city, scene, panels, suns, skyline=skyline, **wide)
    mine = whole.source == 0
    keys = zip(whole.receiver[mine], whole.sun[mine], strict=True)
    got = dict(zip(keys, whole.irradiance[mine], strict=True))
    assert len(got) > 50
    assert got == pytest.approx(strongest)


def test_a_skyline_is_as_high_as_the_wall_that_makes_it():
    """A wall 20 m over the panels, 50 m north of them: 20/50 straight ahead, less aside; nothing
    in the south; one of the points stands 2.8 m nearer than their middle."""
    city = box_city([Box(4, 4, 5), Box(200, 5, 25, east=-98, north=54)], terrain=flat_ground())
    roofs = roofs_of(city)
    targets = targets_of(city, "roof")
    panels = panels_of(city, roofs, targets.planes, targets.rows, grid_north_deg=0.0, spacing_m=1.0)
    low = skyline_of(city, panels, range_m=500.0)
    tangent = low.tangent[low.group[panels.source == 0][0]]
    assert 20.0 / 52.0 < tangent[0] < 20.0 / 46.0
    assert tangent[60] > 0.0
    assert tangent[180] == 0.0
    beyond = skyline_of(city, panels, range_m=40.0)
    assert beyond.tangent[low.group[panels.source == 0][0]].max() == 0.0


def test_a_skyline_leaves_in_all_light_of_which_one_edge_may_meet_it():
    """Something 10 degrees high between azimuths 90 and 91 alone; a level mirror sends light on at
    the height of the sun. At 5 degrees the cone of 0.3665 is 0.368 wide to either side; one
    of 2 degrees is wider than an azimuth of a degree and counts as all round."""
    tangent = np.zeros((1, 360))
    tangent[0, 90] = np.tan(np.radians(10.0))
    skyline = Skyline(np.zeros(1, dtype=np.int64), np.array([(0.0, 0.0, 1.0)]), tangent)

    def possible(azimuth_deg, elevation_deg, cone_deg=0.3665):
        sun = unit_vectors(np.array(azimuth_deg) + 180.0, np.full(len(azimuth_deg), elevation_deg))
        return skyline.mirrored(sun, cone_deg=cone_deg)[2][0].tolist()

    around = [89.5, 89.7, 90.5, 91.3, 91.5]
    assert possible(around, 5.0) == [False, True, True, True, False]
    assert possible([90.5], 10.3) == [True]
    assert possible([90.5], 10.4) == [False]
    assert possible([200.0], 11.0, cone_deg=2.0) == [True]
    assert possible([200.0], 13.0, cone_deg=2.0) == [False]


def test_mirrors_face_where_the_panels_face_and_stand_over_their_roof():
    """15 degrees south: from a grid that leans 10 degrees to the east that is azimuth 170."""
    city = box_city([Box(10, 10, 5)], terrain=flat_ground())
    roofs = roofs_of(city, profile=PVParameters(rack=Rack()))
    targets = targets_of(city, "roof")
    panels = panels_of(
        city, roofs, targets.planes, targets.rows, grid_north_deg=10.0, spacing_m=2.0
    )
    np.testing.assert_allclose(panels.normal, unit_vectors([170.0], [75.0]).repeat(25, axis=0))
    np.testing.assert_allclose(panels.points[:, 2], 5.06)
    assert panels.number.tolist() == list(range(25))


# Roads.


def road_south_of_a_panel():
    """A line from west to east, 60 m long, in front of the panels of `panel_at_30_degrees`."""
    line = shapely.linestrings([(ORIGIN[0] - 20, ORIGIN[1] - 15), (ORIGIN[0] + 40, ORIGIN[1] - 15)])
    return gpd.GeoDataFrame({"height_m": [30.0]}, index=["R1"], geometry=[line], crs=ZONE_VII)


def panel_at_30_degrees():
    city = box_city([Box(20, 10, 5), Box(3, 3, 3, east=300)], terrain=flat_ground())
    return city, roofs_of(city, profile=PVParameters(rack=Rack(tilt_deg=30.0)))


def test_a_road_has_a_place_every_ten_metres_and_sees_what_observers_there_see():
    """60 m: seven places. A road is dazzled while any place of it is."""
    city, roofs = panel_at_30_degrees()
    road = road_south_of_a_panel()
    eyes = gpd.GeoDataFrame(
        {"height_m": 30.0},
        index=range(7),
        geometry=shapely.points(ORIGIN[0] - 20 + 10.0 * np.arange(7), ORIGIN[1] - 15.0),
        crs=city.crs,
    )
    rough = replace(QUICK, scatter_deg=15.0)  # wide enough to reach two places at once
    found = panel_glare(city, year(), roofs, roads=road, observers=eyes, settings=rough)
    places, observers, segment = found.road_places, found.observers, found.roads.loc["R1"]
    assert places.index.tolist() == [f"R1#place{n}" for n in range(1, 8)]
    assert set(places["road_id"]) == {"R1"}
    np.testing.assert_allclose(places["possible_min"], observers["possible_min"])
    assert segment["place_count"] == 7
    assert segment["length_m"] == pytest.approx(60.0)
    assert segment["dazzled_place_count"] == (observers["possible_min"] > 0).sum() > 0
    assert segment["worst_place_min"] == observers["possible_min"].max()
    assert segment["worst_place_min"] <= segment["possible_min"] < observers["possible_min"].sum()
    assert segment["peak_irradiance_w_per_m2"] == observers["peak_irradiance_w_per_m2"].max()
    assert segment["source_ids"] == roofs.index[0]


def test_roads_are_polygons_too_and_what_is_unknown_stays_unknown():
    """20 m x 10 m holds two cells of 10 m or their halves; ground ends 500 m from the middle; an
    empty outline has no place."""
    city, roofs = panel_at_30_degrees()
    e, n = ORIGIN[0], ORIGIN[1]
    shapes = [
        shapely.box(e, n - 20, e + 20, n - 10),
        shapely.box(e, n - 30, e + 1, n - 29),
        shapely.linestrings([(e + 490, n), (e + 530, n)]),
        shapely.linestrings([(e + 900, n), (e + 920, n)]),
        shapely.Polygon(),
    ]
    roads = gpd.GeoDataFrame(geometry=shapes, crs=city.crs).to_crs(6668)
    found = panel_glare(city, year(), roofs, roads=roads, settings=QUICK)
    table = found.roads
    assert table["place_count"].tolist() == [2, 1, 5, 3, 0]
    assert table["unknown_place_count"].tolist() == [0, 0, 3, 3, 0]
    assert table["length_m"].iloc[0] == pytest.approx(30.0, rel=1e-3)
    assert table["possible_min"].isna().tolist() == [False, False, False, True, True]
    assert found.road_places["possible_min"].isna().sum() == 6
    minutes = found.road_places["possible_min"].to_numpy()
    of_road = found.road_places["road_id"].to_numpy(dtype=object)
    lit = [int((minutes[of_road == name] > 0.0).sum()) for name in table.index.astype(str)]
    assert table["dazzled_place_count"].tolist() == lit
    assert (minutes == 0.0).any()
    assert (found.road_places["elevation_m"].dropna() == 1.5).all()


def test_roads_that_cannot_be_are_refused():
    city, roofs = panel_at_30_degrees()
    road = road_south_of_a_panel()
    with pytest.raises(AnalysisError, match="roads has no reference system"):
        panel_glare(city, year(), roofs, roads=road.set_crs(None, allow_override=True))
    points = road.set_geometry(shapely.points([(ORIGIN[0], ORIGIN[1])])).set_crs(city.crs)
    with pytest.raises(AnalysisError, match="'R1' is a point"):
        panel_glare(city, year(), roofs, roads=points)
    with pytest.raises(AnalysisError, match="places on roads at road_spacing_m"):
        panel_glare(city, year(), roofs, roads=road, settings=GlareSettings(road_spacing_m=1e-4))
    with pytest.raises(AnalysisError, match="road_spacing_m is 0"):
        GlareSettings(road_spacing_m=0.0)
