from dataclasses import replace

import numpy as np
import pytest
from builders import Box, box_city, flat_ground
from weathers import year, year_light

from analyses.irradiation import open_irradiation
from analyses.pv import FixedLosses, PVParameters, PVWattsLosses, Rack
from analyses.solar import SolarSettings, solar_potential
from analyses.solar.frame import north_of_points, turned
from analyses.solar.settings import DEFAULT_SETTINGS
from analyses.solar.uncertainty import OrientationTable, gable_ratio
from analyses.sun import unit_vectors
from analyses.tables import by_building

OPEN = box_city([Box(10, 8, 6)], terrain=flat_ground())
BLACK = SolarSettings(facade_albedo=0.0)


def roof_of(city, profile, **more):
    return solar_potential(city, year(), preset="fast", profile=profile, **more).iloc[0]


def test_racks_on_an_open_roof_get_what_their_plane_gets():
    """15° south without row shade; in the plane of the roof without racks."""
    light = turned(year_light(), -north_of_points(OPEN, np.zeros((1, 3)))[0])
    grid_azimuth = 180.0 - north_of_points(OPEN, np.zeros((1, 3)))[0]
    tilted = open_irradiation(unit_vectors([grid_azimuth], [75.0]), light).sum()
    racked = roof_of(OPEN, PVParameters(rack=Rack(ground_cover_ratio=None)))
    assert racked["panel_irradiation_kwh_per_m2"] == pytest.approx(tilted, rel=1e-6)
    assert (racked["panel_tilt_deg"], racked["panel_azimuth_deg"]) == (15.0, 180.0)
    assert racked["tilt_deg"] == 0.0
    flat = roof_of(OPEN, PVParameters())
    assert flat["panel_irradiation_kwh_per_m2"] == flat["irradiation_kwh_per_m2"]
    assert racked["irradiation_kwh_per_m2"] == flat["irradiation_kwh_per_m2"]


def test_closer_rows_carry_more_panels_that_yield_less_each():
    wide, close = (
        roof_of(OPEN, PVParameters(rack=Rack(tilt_deg=30.0, ground_cover_ratio=ratio)))
        for ratio in (0.4, 0.9)
    )
    assert close["capacity_kw"] / wide["capacity_kw"] == pytest.approx(0.9 / 0.4)
    assert close["specific_yield_kwh_per_kw"] < 0.97 * wide["specific_yield_kwh_per_kw"]


def test_between_rows_the_back_of_the_next_hides_its_share_of_the_ground():
    """What the ground adds to panels at 60°, by an albedo of 0.6 against none: with rows that take
    0.4 of the roof 0.6 of what single panels get.
    """

    def from_ground(ratio):
        profile = PVParameters(rack=Rack(tilt_deg=60.0, ground_cover_ratio=ratio))
        bright, dark = (
            roof_of(OPEN, profile, settings=SolarSettings(albedo=albedo, snow_albedo=albedo))
            for albedo in (0.6, 0.0)
        )
        return bright["panel_irradiation_kwh_per_m2"] - dark["panel_irradiation_kwh_per_m2"]

    assert from_ground(None) > 100.0
    assert from_ground(0.4) == pytest.approx(0.6 * from_ground(None))


def test_racks_take_room_from_what_stands_on_racks_alone():
    wall = {"surfaces": "wall"}
    plain = roof_of(OPEN, PVParameters(), **wall)
    beside = roof_of(OPEN, PVParameters(rack=Rack(ground_cover_ratio=0.5)), **wall)
    assert beside["capacity_kw"] == plain["capacity_kw"] > 0.0


def test_setback_takes_a_frame_off_the_roof():
    """10 x 8 less a metre all round: 8 x 6."""
    roof = roof_of(OPEN, PVParameters(setback_m=1.0))
    assert roof["usable_area_m2"] == pytest.approx(48.0)
    assert roof["capacity_kw"] == pytest.approx(48 * 0.8 * 0.167)
    assert roof_of(OPEN, PVParameters(setback_m=5.0))["capacity_kw"] == 0.0


def test_what_stands_on_a_roof_is_left_out():
    """A penthouse of 4 m x 4 m on a roof of 10 m x 8 m: 64 m² are free."""
    boxes = [Box(10, 8, 6), Box(4, 4, 3, east=2, north=2, base=6.0)]
    city = box_city(boxes, terrain=flat_ground())
    roof = roof_of(city, PVParameters(), spacing_m=0.5)
    assert roof["usable_area_m2"] == pytest.approx(64.0, rel=0.02)
    kept = roof_of(city, PVParameters(leave_covered=False), spacing_m=0.5)
    assert kept["usable_area_m2"] == pytest.approx(80.0)


def test_snow_on_the_panels_takes_its_share_of_the_month():
    snow = PVParameters(snow_loss_ratio=(0.5, *[0.0] * 11))
    plain, snowy = roof_of(OPEN, PVParameters()), roof_of(OPEN, snow)
    assert snowy["generation_01_kwh"] == pytest.approx(0.5 * plain["generation_01_kwh"])
    assert snowy["generation_07_kwh"] == plain["generation_07_kwh"]
    months = [name for name in snowy.index if name.startswith("generation_") and name[11].isdigit()]
    assert snowy[months].sum() == pytest.approx(snowy["generation_kwh"])
    assert snowy["irradiation_kwh"] == plain["irradiation_kwh"]


def test_the_official_profile_takes_its_factor_its_plan_area_and_its_racks():
    """EPY = P H 0.88 with P = plan area x 0.8 x 0.167; 0.147 kWh a kWh of light on the panels
    (0.81679 / 5.5579 in the manual), specs/solar.md 1.9."""
    roof = roof_of(OPEN, "plateau")
    assert roof["capacity_kw"] == pytest.approx(80 * 0.8 * 0.167)
    per_light = roof["generation_kwh"] / (80 * 0.8 * roof["panel_irradiation_kwh_per_m2"])
    assert per_light == pytest.approx(0.81679 / 5.5579, rel=1e-3)
    assert roof["panel_tilt_deg"] == 15.0


def test_facades_take_their_own_share_and_may_face_north():
    walls = solar_potential(OPEN, year(), surfaces="wall", preset="fast")
    assert (walls["exclusion"] == "").all()
    np.testing.assert_allclose(walls["capacity_kw"], walls["area_m2"] * 0.2 * 0.167)
    both = solar_potential(OPEN, year(), surfaces="all", preset="fast")
    assert sorted(both["surface"]) == ["roof", "wall", "wall", "wall", "wall"]
    total = by_building(both)
    assert total["area_m2"].iloc[0] == pytest.approx(80 + 2 * 6 * 18)


@pytest.mark.parametrize("losses", [FixedLosses(), PVWattsLosses()])
def test_yield_is_light_times_the_ratio_of_the_model(losses):
    roof = roof_of(OPEN, PVParameters(losses=losses))
    ratio = roof["specific_yield_kwh_per_kw"] / roof["panel_irradiation_kwh_per_m2"]
    assert 0.70 < ratio < 0.8801


def test_an_open_south_facade_gets_what_pvlib_gives_a_wall():
    """Sky and sun of the closed form; the ground before it lies in its shadow now and then."""
    walls = solar_potential(OPEN, year(), surfaces="wall", preset="fast", settings=BLACK)
    south = walls[np.abs(walls["azimuth_deg"] - 180.0) < 5].iloc[0]
    light = year_light()
    normal = unit_vectors([south["azimuth_deg"]], [0.0])
    whole = open_irradiation(normal, light).sum()
    assert south["irradiation_kwh_per_m2"] == pytest.approx(whole, rel=0.02)
    assert south["beam_loss_ratio"] == pytest.approx(0.0, abs=1e-9)


# Uncertainty.


def test_without_errors_there_is_no_uncertainty():
    none = SolarSettings(
        vertex_sigma_m=0.0, year_ratio=0.0, sky_model_ratio=(0.0, 0.0), shade_ratio=0.0,
        lod1_max_tilt_deg=0.0,
    )  # fmt: skip
    roof = roof_of(OPEN, PVParameters(), settings=none)
    assert roof["irradiation_uncertainty_ratio"] == pytest.approx(0.0, abs=1e-12)
    only_year = replace(none, year_ratio=0.03)
    assert roof_of(OPEN, PVParameters(), settings=only_year)[
        "irradiation_uncertainty_ratio"
    ] == pytest.approx(0.03)


def test_uncertainty_of_a_plane_agrees_with_drawing_its_corners_at_random():
    """Biljecki's way: a thousand roofs whose corners are off by 0.33 m, at 30° south and west."""
    from analyses.sensors import surface_planes
    from analyses.solar.uncertainty import plane_ratio
    from citygml.surfaces import surface_table

    random = np.random.default_rng(5)
    light = year_light()
    table = OrientationTable(light)
    roof = np.array([(0, 0, 0), (8, 0, 0), (8, 4, 2.31), (0, 4, 2.31)], dtype=float)
    turned_roof = roof[:, [1, 0, 2]] * (-1, 1, 1)
    for ring in (roof, turned_roof):
        planes = surface_planes(surface_table([[ring]]), [0])
        noise = random.normal(0.0, 0.33, (1000, 4))
        drawn = np.repeat(ring[None], 1000, axis=0)
        drawn[:, :, 2] += noise
        many = surface_planes(surface_table([[r] for r in drawn]), range(1000))
        year_sums = table.of_normals(many.normal)
        expected = year_sums.std() / table.of_normals(planes.normal)[0]
        assert plane_ratio(planes, table, 0.33)[0] == pytest.approx(expected, rel=0.25)


def test_a_gable_of_unknown_shape_deviates_by_a_few_percent():
    table = OrientationTable(year_light())
    assert gable_ratio(table, 0.0) == pytest.approx(0.0, abs=1e-9)
    assert 0.005 < gable_ratio(table, 15.0) < gable_ratio(table, 30.0) < 0.08


def test_shade_adds_uncertainty():
    boxes = [Box(10, 8, 6), Box(10, 8, 25, north=-10)]
    shaded = roof_of(box_city(boxes, terrain=flat_ground()), PVParameters())
    free = roof_of(OPEN, PVParameters())
    assert shaded["irradiation_uncertainty_ratio"] > 1.2 * free["irradiation_uncertainty_ratio"]
    assert DEFAULT_SETTINGS.year_ratio < free["irradiation_uncertainty_ratio"] < 0.1


def test_uncertainty_does_not_depend_on_what_lies_in_another_cell_of_north():
    """Two roofs 30 km apart, where grid north differs by a quarter of a degree."""
    boxes = [Box(10, 8, 6), Box(10, 8, 6, east=30_000)]
    both = solar_potential(box_city(boxes), year(), preset="fast")
    for row, box in enumerate(boxes):
        alone = solar_potential(box_city([box]), year(), preset="fast").iloc[0]
        assert both["irradiation_uncertainty_ratio"].iloc[row] == pytest.approx(
            alone["irradiation_uncertainty_ratio"], rel=1e-12
        )


def test_progress_goes_by_rays_to_its_end():
    seen = []
    settings = SolarSettings(progress=lambda done, total, text: seen.append((done, total, text)))
    roof_of(OPEN, PVParameters(), settings=settings)
    assert seen[-1][0] == seen[-1][1] > 0
    assert {text for _, _, text in seen} == {"rays"}
