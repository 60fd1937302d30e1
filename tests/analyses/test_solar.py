from dataclasses import replace
from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
from builders import ORIGIN, Box, box_city, flat_ground
from weathers import KOMATSU, year, year_light

from analyses.pv import PVParameters
from analyses.sensors import surface_planes
from analyses.sky import SUNSHINE_DNI, light_of
from analyses.solar import COLUMNS, SolarSettings, position, solar_potential
from analyses.solar.frame import north_of_points, turned
from analyses.solar.targets import surface_rows, targets_of
from analyses.sun import unit_vectors
from analyses.tables import by_building
from citygml.errors import AnalysisError
from citygml.mesh import EMPTY, triangulate
from citygml.surfaces import SurfaceKind, surface_table

DATA = Path(__file__).parents[2] / "../shared/data"
METPV = DATA / "weather/hm56276year_KOMATSU.csv"
KAGA = DATA / "17206_kaga-shi_2022_citygml"
OSAKA = DATA / "27100_osaka-shi_city_2024_citygml_1_op"
real = pytest.mark.real
FLAT = [(0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0)]


def test_a_level_open_roof_gets_the_horizontal_irradiance_of_the_file():
    """Isotropic: beam + diffuse = global, but for hours whose middle is after sunset."""
    city = box_city([Box(10, 10, 6)], terrain=flat_ground())
    roofs = solar_potential(city, year(), sky_model="isotropic", preset="fast")
    weather = year()
    assert roofs["irradiation_kwh_per_m2"].iloc[0] == pytest.approx(
        weather["ghi"].sum() / 1e3, rel=2e-3
    )
    assert roofs["sky_view_ratio"].iloc[0] == pytest.approx(1.0)
    assert roofs["shading_loss_ratio"].iloc[0] == pytest.approx(0.0, abs=1e-9)
    assert roofs["sunlit_h"].iloc[0] == pytest.approx((weather["dni"] > SUNSHINE_DNI).sum())


def test_light_is_known_where_the_weather_has_no_temperature_and_yield_is_not():
    """A fixed performance ratio needs no temperature."""
    city = box_city([Box(10, 10, 6), Box(1, 1, 3, east=30.0)], terrain=flat_ground())
    weather = year().assign(temp_air=np.nan)
    full = solar_potential(city, year(), preset="fast")
    found = solar_potential(city, weather, preset="fast")
    for name in ("irradiation_kwh_per_m2", "capacity_kw", "exclusion"):
        assert found[name].tolist() == full[name].tolist()
    assert set(full["exclusion"]) == {"", "too small"}
    assert found["generation_kwh"].isna().all()
    assert any("no temperature" in note for note in found.attrs["plateau"]["notes"])
    fixed = solar_potential(city, weather, preset="fast", profile="plateau")
    assert fixed["generation_kwh"].notna().all()
    assert not any("no temperature" in note for note in fixed.attrs["plateau"]["notes"])


def test_the_order_of_buildings_does_not_matter():
    boxes = [Box(10, 8, 6), Box(7, 9, 15, east=14, north=-3), Box(6, 6, 9, east=2, north=-11)]
    one = solar_potential(box_city(boxes, terrain=flat_ground()), year(), preset="fast")
    two = solar_potential(box_city(boxes[::-1], terrain=flat_ground()), year(), preset="fast")
    numbers = one.select_dtypes("float64").columns
    np.testing.assert_allclose(one[numbers], two[numbers].iloc[::-1], rtol=1e-6)


def test_months_add_up_and_parts_add_up():
    city = box_city([Box(10, 10, 6), Box(10, 10, 20, north=-12)], terrain=flat_ground())
    roofs = solar_potential(city, year(), preset="fast")
    months = roofs.filter(regex=r"irradiation_\d\d").sum(axis=1)
    parts = roofs[["beam_kwh_per_m2", "diffuse_kwh_per_m2", "reflected_kwh_per_m2"]].sum(axis=1)
    np.testing.assert_allclose(months, roofs["irradiation_kwh_per_m2"])
    np.testing.assert_allclose(parts, roofs["irradiation_kwh_per_m2"])
    np.testing.assert_allclose(
        roofs["irradiation_kwh_per_m2"] * roofs["area_m2"], roofs["irradiation_kwh"]
    )
    low, high = roofs["shading_loss_ratio"]
    assert low > 0.1 > high


def test_light_of_april_is_that_of_the_fourth_month():
    weather = year().copy()
    weather.attrs = dict(year().attrs)
    dark = weather.index.month != 4
    weather.loc[dark, ["dni", "dhi", "ghi"]] = 0.0
    roof = solar_potential(box_city([Box(10, 10, 6)]), weather, preset="fast").iloc[0]
    assert roof["irradiation_kwh_per_m2"] > 50.0
    assert roof["irradiation_04_kwh_per_m2"] == pytest.approx(roof["irradiation_kwh_per_m2"])
    assert roof["generation_04_kwh"] == pytest.approx(roof["generation_kwh"])


# The table.


def shed(tilt_deg, azimuth_deg, **columns):
    """A city of one roof of 8 m x 5 m in the plane, its tilt and azimuth from true north."""
    city = box_city([Box(10, 10, 6)], terrain=flat_ground())
    facing = np.radians(azimuth_deg - north_of_points(city, np.zeros((1, 3)))[0])
    level = np.array([-np.cos(facing), np.sin(facing), 0.0])
    tilt = np.radians(tilt_deg)
    uphill = np.array([-np.sin(facing), -np.cos(facing), 0]) * np.cos(tilt)
    uphill = uphill + np.array([0, 0, np.sin(tilt)])
    ring = [np.array([0, 0, 9.0]) + 8 * x * level + 5 * y * uphill for x, y, _ in FLAT]
    table = surface_table([[ring]], kind=SurfaceKind.ROOF, lod=2, surface_id=["roof"])
    return replace(city, surfaces=table, mesh=triangulate(table), **columns)


@pytest.mark.parametrize(("tilt_deg", "azimuth_deg"), [(20.0, 180.0), (35.0, 90.0), (10.0, 350.0)])
def test_azimuth_is_from_true_north_although_the_grid_leans(tilt_deg, azimuth_deg):
    """136.4° E is west of zone VII's meridian 137.17°: its grid north points 0.45° west."""
    city = shed(tilt_deg, azimuth_deg)
    latitude, longitude = position(city)
    grid_north = north_of_points(city, np.zeros((1, 3)))[0]
    assert (latitude, longitude) == pytest.approx((36.306, 136.398), abs=0.01)
    assert grid_north == pytest.approx((longitude - 137.1667) * np.sin(np.radians(36.3)), abs=0.04)
    roof = solar_potential(city, year(), preset="fast").loc["roof"]
    assert roof["tilt_deg"] == pytest.approx(tilt_deg)
    assert roof["azimuth_deg"] == pytest.approx(azimuth_deg, abs=1e-3)  # north where the roof is
    assert roof["area_m2"] == pytest.approx(40.0)
    assert roof["plan_area_m2"] == pytest.approx(40.0 * np.cos(np.radians(tilt_deg)))
    assert roof.geometry.area == pytest.approx(roof["plan_area_m2"])
    assert roof["irradiation_kwh"] == pytest.approx(40.0 * roof["irradiation_kwh_per_m2"])
    open_sky = (1.0 + np.cos(np.radians(tilt_deg))) / 2.0
    assert roof["sky_view_ratio"] == pytest.approx(open_sky)
    normal = unit_vectors(azimuth_deg, 90 - tilt_deg)
    light = year_light()
    beam = (light.dni * np.maximum(light.sun @ normal, 0) * (light.sun[:, 2] > 0)).sum() / 1e3
    assert roof["beam_kwh_per_m2"] == pytest.approx(beam, rel=1e-6)


def test_capacity_and_generation_follow_area_and_irradiation():
    """40 m² x 0.8 x 0.167 kW/m² = 5.344 kW; at 3.5 °C K = .7562 every month."""
    weather = year().assign(temp_air=3.5)
    roof = solar_potential(shed(20, 180), weather, preset="fast").loc["roof"]
    assert roof["capacity_kw"] == pytest.approx(5.344)
    assert roof["specific_yield_kwh_per_kw"] == pytest.approx(
        0.756201 * roof["irradiation_kwh_per_m2"], rel=1e-6
    )
    assert roof["generation_kwh"] == pytest.approx(5.344 * roof["specific_yield_kwh_per_kw"])
    own = solar_potential(
        shed(20, 180), weather, preset="fast", profile=PVParameters(max_tilt_deg=9)
    )
    assert own["exclusion"].tolist() == ["too steep"]
    assert own["capacity_kw"].tolist() == own["generation_kwh"].tolist() == [0.0]
    assert own["specific_yield_kwh_per_kw"].iloc[0] == roof["specific_yield_kwh_per_kw"]


def test_every_building_and_every_roof_is_accounted_for():
    """A vertical roof, one with nan, one that crosses itself; no roof at all; a neighbour."""
    boxes = [
        Box(10, 10, 6),
        Box(5, 5, 3, east=20),
        Box(5, 5, 3, east=40),
        Box(5, 5, 3, east=60, attributes={"is_context": True}),
    ]
    city = box_city(boxes, terrain=flat_ground())
    extra = [
        [(0, 0, 7), (0, 4, 7), (0, 4, 9), (0, 0, 9)],
        [(0, 0, 7), (4, 0, 7), (4, np.nan, 7)],
        [(0, 0, 7), (4, 0, 7), (0, 4, 7), (3, 4, 7)],
    ]
    keep = np.ones(len(city.surfaces), bool)
    keep[[11, 17]] = False  # the roofs of b1 and b2
    old = city.surfaces.take(keep)
    rings = [[old.rings(i)[0]] for i in range(len(old))] + [[np.array(r)] for r in extra]
    table = surface_table(
        rings,
        kind=[*old.kind, *[SurfaceKind.ROOF] * 3],
        feature_row=[*old.feature_row, 1, 1, 1],
        surface_id=[*old.surface_id, "", "", "s5"],
        lod=1,
    )
    roofs = solar_potential(
        replace(city, surfaces=table, mesh=triangulate(table)), year(), preset="fast"
    )
    assert roofs.index.tolist() == ["s5", "b1#surface6", "b1#surface7", "b1#surface8", "b2#no-roof"]
    assert roofs["exclusion"].tolist() == [
        "",
        "vertical",
        "degenerate outline",
        "outline crosses itself",
        "no roof surface",
    ]
    assert roofs["irradiation_kwh"].notna().tolist() == [True, False, False, False, False]
    assert roofs["capacity_kw"].notna().tolist() == [True, False, False, False, False]
    buildings = by_building(roofs)
    assert buildings.index.tolist() == ["b0", "b1", "b2"]
    assert buildings["roof_count"].tolist() == [1, 3, 0]
    assert buildings["exclusion"].tolist()[0] == ""
    assert buildings["exclusion"].tolist()[2] == "no roof surface"
    assert buildings["irradiation_kwh"].notna().tolist() == [True, False, False]


def test_a_city_without_any_roof_or_building_gives_a_table_all_the_same():
    city = box_city([Box(10, 10, 6)], terrain=flat_ground())
    bare = replace(city, surfaces=city.surfaces.take([]), mesh=EMPTY)
    roofs = solar_potential(bare, year(), preset="fast")
    assert roofs["exclusion"].tolist() == ["no roof surface"]
    assert by_building(roofs).index.tolist() == ["b0"]
    assert len(by_building(roofs.iloc[:0])) == 0


def test_more_sensors_than_a_run_can_end_with_are_refused():
    """100 m2 of roof at 1e-7 m are 1e16 sensors."""
    with pytest.raises(AnalysisError, match=r"1e\+16 sensors .* at most 500000000"):
        solar_potential(box_city([Box(10, 10, 6)]), year(), preset="fast", spacing_m=1e-7)


def test_the_table_says_what_it_is():
    city = box_city([Box(10, 10, 6)])
    roofs = solar_potential(city, year(), preset="fast", settings=SolarSettings(engine="reference"))
    assert isinstance(roofs, gpd.GeoDataFrame)
    assert roofs.crs == city.crs
    assert list(roofs.columns) == [*(column.name for column in COLUMNS), "geometry"]
    about = roofs.attrs["plateau"]
    assert about["parameters"]["ground_source"] == "building_base"
    assert about["parameters"]["sky_model"] == "perez"
    assert 'ground_source="building_base"' in about["notes"][0]
    west, south, east, north = roofs.total_bounds
    assert (west, south) == pytest.approx(ORIGIN[:2])
    assert (east - west, north - south) == pytest.approx((10, 10))


def test_bad_parameters_and_weather_of_another_hemisphere_are_refused():
    city = box_city([Box(10, 10, 6)])
    with pytest.raises(AnalysisError, match=r"spacing_m is 0\.0"):
        solar_potential(city, year(), spacing_m=0.0)
    with pytest.raises(AnalysisError, match="preset is 'exact'"):
        solar_potential(city, year(), preset="exact")
    with pytest.raises(AnalysisError, match="must be a table"):
        solar_potential(city, None)
    southern = year().copy()
    southern.attrs = {**KOMATSU, "latitude": -36.0, "interval": "1h"}
    with pytest.raises(AnalysisError, match="another hemisphere"):
        solar_potential(city, southern)


# Real files.


@cache
def komatsu():
    import plateau

    return plateau.read_weather(METPV)


@cache
def kaga():
    import plateau

    city = plateau.open(KAGA).load()
    return city, solar_potential(city, komatsu())


@real
@pytest.mark.skipif(not KAGA.exists(), reason=f"{KAGA} is not there")
def test_every_roof_and_building_of_kaga_is_accounted_for():
    """238 LOD2 roof surfaces, 182 buildings; specs/flood.md and issue 4."""
    _, roofs = kaga()
    assert (roofs["lod"] == 2).sum() == 238
    assert roofs.index.is_unique
    buildings = by_building(roofs)
    assert len(buildings) == 182
    assert (buildings["irradiation_kwh"].notna() | (buildings["exclusion"] != "")).all()


@real
@pytest.mark.skipif(not KAGA.exists(), reason=f"{KAGA} is not there")
def test_open_south_roofs_of_kaga_get_what_pvlib_gives_them():
    """South within 22°, loss below 1 %: within 2 % of the closed form, which is pvlib's."""
    _, roofs = kaga()
    south = roofs[(np.abs(roofs["azimuth_deg"] - 180) < 22) & (roofs["shading_loss_ratio"] < 0.01)]
    assert len(south) >= 10
    light = light_of(komatsu())
    normal = unit_vectors(south["azimuth_deg"], 90.0 - south["tilt_deg"])
    tilt = np.radians(south["tilt_deg"].to_numpy())
    cosine = np.maximum(normal @ light.sun.T, 0.0)
    expected = (
        cosine @ (light.dni + light.circumsolar)
        + np.outer((1 + np.cos(tilt)) / 2, [light.isotropic.sum()]).ravel()
    )
    expected += np.sin(tilt) * light.horizon.sum() + (1 - np.cos(tilt)) / 2 * light.ground.sum()
    np.testing.assert_allclose(south["irradiation_kwh_per_m2"], expected / 1e3, rtol=0.02)


@real
@pytest.mark.skipif(not KAGA.exists(), reason=f"{KAGA} is not there")
def test_the_beam_that_the_roofs_of_kaga_keep_is_between_90_and_98_percent():
    _, roofs = kaga()
    lod2 = roofs[(roofs["lod"] == 2) & roofs["beam_loss_ratio"].notna()]
    kept = lod2["beam_kwh_per_m2"] * lod2["area_m2"]
    possible = kept / (1 - lod2["beam_loss_ratio"])
    assert 0.90 < kept.sum() / possible.sum() < 0.98


@real
@pytest.mark.skipif(not OSAKA.exists(), reason=f"{OSAKA} is not there")
def test_weather_of_komatsu_over_osaka_runs_with_its_one_line():
    import plateau

    city = plateau.open(OSAKA).load()
    roofs = solar_potential(city, komatsu(), preset="fast", spacing_m=2.0)
    own = city.features[(city.features["kind"] == "Building") & ~city.features["is_context"]]
    assert set(by_building(roofs).index) == set(own.index)
    assert len(own) == 63
    far = [note for note in roofs.attrs["plateau"]["notes"] if "km from the city" in note]
    assert len(far) == 1


def test_surfaces_of_an_empty_city_are_none():
    city = box_city([Box(10, 10, 6)])
    bare = replace(city, surfaces=city.surfaces.take([]), mesh=EMPTY)
    assert len(surface_rows(bare, SurfaceKind.ROOF)) == 0
    assert len(targets_of(bare, "all").planes) == 0
    assert len(surface_planes(bare.surfaces, [])) == 0


def test_turning_light_adds_to_the_azimuth():
    light = turned(year_light(), 10.0)
    before = np.degrees(np.arctan2(year_light().sun[:, 0], year_light().sun[:, 1]))
    after = np.degrees(np.arctan2(light.sun[:, 0], light.sun[:, 1]))
    np.testing.assert_allclose((after - before) % 360.0, 10.0)
