"""What observers and roads see of panels."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
import shapely
from builders import ORIGIN, ZONE_VII, Box, box_city, flat_ground
from glare_cities import QUICK, panel_at_30_degrees, roofs_of
from weathers import year

from analyses.glare import GlareSettings, panel_glare
from analyses.glare.mirror import fresnel_reflectance, mirrored
from analyses.glare.suns import sampled_suns
from analyses.glare.tracing import Panels, observer_events
from analyses.pv import PVParameters, Rack
from analyses.raycast.scene import RayScene
from analyses.sun import unit_vectors
from citygml.errors import AnalysisError


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


def road_south_of_a_panel():
    """A line from west to east, 60 m long, in front of the panels of `panel_at_30_degrees`."""
    line = shapely.linestrings([(ORIGIN[0] - 20, ORIGIN[1] - 15), (ORIGIN[0] + 40, ORIGIN[1] - 15)])
    return gpd.GeoDataFrame({"height_m": [30.0]}, index=["R1"], geometry=[line], crs=ZONE_VII)


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
