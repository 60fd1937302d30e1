"""Rays that need not be traced."""

from dataclasses import replace

import numpy as np
import pytest
from builders import Box, box_city, flat_ground
from glare_cities import QUICK, roofs_of, two_buildings
from weathers import year

from analyses.glare.skyline import Skyline, skyline_of
from analyses.glare.suns import sampled_suns
from analyses.glare.tracing import Panels, building_events, panels_of
from analyses.pv import PVParameters, Rack
from analyses.raycast.scene import RayScene
from analyses.solar.targets import targets_of
from analyses.sun import unit_vectors


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


def test_a_skyline_is_that_of_the_lowest_of_its_mirrors():
    """Mirrors 5 m and 15 m up, 50 m before a wall of 25 m: 20/50 for the lower, 10/50 for the
    other; both stand in one cell.
    """
    city = box_city([Box(4, 4, 5), Box(200, 5, 25, east=-98, north=54)], terrain=flat_ground())
    roof = np.zeros(2, dtype=np.int64)
    panels = Panels(
        points=np.array([(2.0, 4.0, 5.0), (2.0, 4.0, 15.0)]),
        normal=np.array([(0.0, 0.0, 1.0)] * 2),
        source=roof,
        number=np.arange(2),
        area_m2=np.ones(1),
        source_id=np.array(["roof"], dtype=object),
        root=roof[:1],
    )
    found = skyline_of(city, panels, range_m=500.0)
    assert found.group.tolist() == [0, 0]
    assert found.tangent[0, 0] == pytest.approx(20.0 / 50.0, rel=0.01)
