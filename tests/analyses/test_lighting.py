"""Street lights: illuminance by hand, shadows, dark spots, classes, and cameras at night."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from builders import ORIGIN, Box, box_city, flat_ground
from shapely.geometry import Point

from analyses.lighting import (
    DARK_COLUMNS,
    LAMP_COLUMNS,
    NIGHT_COLUMNS,
    SAMPLE_COLUMNS,
    STREET_COLUMNS,
    dark_spots,
    night_coverage,
    street_classes,
    street_lights,
)
from citygml.errors import AnalysisError, CRSError
from citygml.model import CityModel


def lamp(east: float = 0.0, north: float = 0.0, **columns) -> gpd.GeoDataFrame:
    given = {"lamp_id": "l", "height_m": 5.0, "flux_lm": 2000.0} | columns
    place = Point(ORIGIN[0] + east, ORIGIN[1] + north)
    return gpd.GeoDataFrame({k: [v] for k, v in given.items()}, geometry=[place], crs="EPSG:6675")


def together(*tables: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(pd.concat(tables, ignore_index=True), crs=tables[0].crs)


def bare() -> CityModel:
    return box_city([Box(1, 1, 1, east=-190)], terrain=flat_ground(200.0))


def plan(table: gpd.GeoDataFrame) -> np.ndarray:
    return np.column_stack([table.geometry.x, table.geometry.y]) - ORIGIN[:2]


def by_hand(distance: np.ndarray, flux: float = 2000.0, height: float = 5.0) -> np.ndarray:
    """Flat diffuser: I = flux/pi cos, E = I cos / d² = flux/pi h² / (h² + r²)²."""
    return flux / np.pi * height**2 / (height**2 + distance**2) ** 2


def test_light_on_the_ground_follows_the_inverse_square_and_cosine_laws():
    samples = street_lights(bare(), lamp()).samples
    radius = np.hypot(*plan(samples).T)
    near = radius < 60.0
    exact = by_hand(radius[near], height=5.0 - 0.01)
    np.testing.assert_allclose(samples["horizontal_lx"][near], exact, rtol=1e-3, atol=1e-4)


def test_light_on_a_face_is_that_of_the_plane_towards_the_lamp():
    """E = I sin / d² times the cosine to the nearest of 8 directions, at least cos 22.5°."""
    samples = street_lights(bare(), lamp()).samples
    radius, up = np.hypot(*plan(samples).T), 3.5
    square = radius**2 + up**2
    full = 2000 / np.pi * up / np.sqrt(square) * radius / np.sqrt(square) / square
    ratio = (samples["vertical_lx"] / full)[(radius > 1) & (radius < 40)]
    assert ratio.max() <= 1.002
    assert ratio.min() >= np.cos(np.radians(22.5)) - 0.002
    east = plan(samples)
    axis = (np.abs(east[:, 1]) < 1) & (east[:, 0] > 10) & (east[:, 0] < 40)
    assert (samples["vertical_lx"] / full)[axis].min() > 0.99


def test_lights_add_up_and_maintenance_takes_its_share():
    one, two = lamp(-10), lamp(10, lamp_id="m")
    alone = [street_lights(bare(), t).samples["horizontal_lx"] for t in (one, two)]
    both = street_lights(bare(), together(one, two), maintenance_ratio=0.7).samples
    total = alone[0].add(alone[1], fill_value=0.0).reindex(both.index)
    np.testing.assert_allclose(both["horizontal_lx"], 0.7 * total)


def test_behind_a_wall_it_is_dark_and_a_building_never_adds_light():
    wall = box_city([Box(40, 1, 12, east=-20, north=8)], terrain=flat_ground(200.0))
    open_air, walled = (street_lights(c, lamp()).samples for c in (bare(), wall))
    behind = (np.abs(plan(walled)[:, 0]) < 15) & (plan(walled)[:, 1] > 9.5)
    behind &= plan(walled)[:, 1] < 15
    assert behind.sum() > 100
    assert (walled["horizontal_lx"][behind] == 0).all()
    assert (walled["hidden_count"][behind] == 1).all()
    shared = open_air["horizontal_lx"].reindex(walled.index)
    assert (walled["horizontal_lx"] <= shared + 1e-12).all()


def test_a_lamp_with_a_file_shines_where_its_plane_points(tmp_path):
    """C0 has 100 cd at 45°, 0 at 90°, C180 none; heading 90° sends it east."""
    numbers = "1 1 1 3 2 1 2 0 0 0\n1 1 20\n0 45 90\n0 180\n50 100 0\n50 0 0\n"
    (tmp_path / "side.ies").write_text("IESNA:LM-63-2002\nTILT=NONE\n" + numbers, encoding="ascii")
    table = lamp(ies="side.ies", heading_deg=90.0).drop(columns="flux_lm")
    result = street_lights(bare(), table, ies_folder=tmp_path, spacing_m=0.5)
    place, lux = plan(result.samples), result.samples["horizontal_lx"].to_numpy()
    here = [np.hypot(*(place - at).T).argmin() for at in ((5.25, 0.25), (-4.75, 0.25))]
    across = np.hypot(*place[here[0]])
    angle, square = np.degrees(np.arctan2(across, 4.99)), across**2 + 4.99**2
    candela = 100 - (angle - 45) / 45 * 100
    assert lux[here[0]] == pytest.approx(candela * 4.99 / square**1.5, rel=0.03)
    assert lux[here[1]] < 0.15 * lux[here[0]]
    assert result.lamps["photometry"].tolist() == ["side.ies"]


def test_planes_of_a_file_turn_counter_clockwise_from_where_the_lamp_points(tmp_path):
    """Only C90 is bright: a lamp that points north lights the west, one that points east north."""
    rows = "5 5 5\n90 90 90\n5 5 5\n5 5 5\n5 5 5\n"
    numbers = "1 1 1 3 5 1 2 0 0 0\n1 1 20\n0 45 90\n0 90 180 270 360\n" + rows
    (tmp_path / "c90.ies").write_text("IESNA:LM-63-2002\nTILT=NONE\n" + numbers, encoding="ascii")
    for heading, spot in ((0.0, (-5.5, 0.5)), (90.0, (0.5, 5.5))):
        table = lamp(ies="c90.ies", heading_deg=heading).drop(columns="flux_lm")
        samples = street_lights(bare(), table, ies_folder=tmp_path).samples
        near = np.hypot(*plan(samples).T)
        brightest = plan(samples)[near.argsort()[:400]][
            samples["horizontal_lx"].to_numpy()[near.argsort()[:400]].argmax()
        ]
        assert np.dot(brightest, spot) > 0.9 * np.hypot(*brightest) * np.hypot(*spot)


def street(*lamps: gpd.GeoDataFrame) -> tuple[CityModel, gpd.GeoDataFrame]:
    """A road of 4 m x 120 m, due north, and lamps."""
    city = bare()
    strip = shapely.box(ORIGIN[0] - 2, ORIGIN[1] - 60, ORIGIN[0] + 2, ORIGIN[1] + 60)
    road = city.features.iloc[[0]].assign(kind="Road").set_geometry([strip], crs=city.crs)
    road.index = ["road"]
    city = replace(city, features=pd.concat([city.features, road]))
    return city, street_lights(city, together(*lamps), targets="roads").samples


def test_dark_spots_lie_between_lamps_that_stand_too_far_apart():
    city, samples = street(lamp(0, -40), lamp(0, 40, lamp_id="m"))
    spots = dark_spots(city, samples)
    dark = samples["vertical_lx"] < 0.5
    small = spots.attrs["plateau"]["parameters"]["spacing_m"]
    assert small == 1.0
    assert 0 < spots["area_m2"].sum() <= dark.sum()
    middle = shapely.contains_xy(spots.geometry.iloc[0], ORIGIN[0] + 0.3, ORIGIN[1] + 0.3)
    assert middle
    assert (spots["mean_lx"] < 0.5).all()
    bright = dark_spots(city, samples, column="horizontal_lx", min_lx=1e-9)
    assert len(bright) == 0


@pytest.mark.parametrize(("flux", "expected"), [(1500.0, ""), (2500.0, "B"), (9000.0, "A")])
def test_a_road_has_the_class_of_its_mean_and_its_darkest_face(flux, expected):
    lamps = [lamp(3, n, lamp_id=f"l{n}", flux_lm=flux, height_m=6.0) for n in range(-60, 61, 30)]
    city, samples = street(*lamps)
    table = street_classes(city, samples)
    row = table.loc["road"]
    assert row["mean_horizontal_lx"] == pytest.approx(samples["horizontal_lx"].mean())
    assert row["min_vertical_lx"] == samples["vertical_lx"].min()
    need = {"": 0.0, "B": 0.5, "A": 1.0}[expected]
    assert row["min_vertical_lx"] >= need
    assert row["light_class"] == expected


def test_a_class_asks_for_both_the_mean_and_the_darkest_face():
    """Class A: 1 lx on every face and 5 lx in the mean; B: 0.5 and 3."""
    city, samples = street(lamp(3, 0))
    cases = [
        (1.0, 5.0, "A"),
        (0.9, 5.0, "B"),
        (1.0, 4.9, "B"),
        (0.5, 3.0, "B"),
        (0.4, 9.0, ""),
        (9.0, 2.9, ""),
    ]
    for vertical, horizontal, expected in cases:
        even = samples.assign(vertical_lx=vertical, horizontal_lx=horizontal)
        assert street_classes(city, even).loc["road", "light_class"] == expected


def test_a_lamp_below_a_face_is_not_counted_among_those_that_light_it():
    """A lobe gives nothing above the horizontal: a lamp 1 m up lights the ground alone."""
    samples = street_lights(bare(), lamp(height_m=1.0)).samples
    near = np.hypot(*plan(samples).T) < 5.0
    assert (samples["horizontal_lx"][near] > 0.0).all()
    assert (samples["vertical_lx"][near] == 0.0).all()
    assert (samples["lamp_count"][near] == 0).all()
    assert (samples["hidden_count"][near] == 0).all()


def camera(**columns) -> gpd.GeoDataFrame:
    given = {"camera_id": "c", "height_m": 4.0, "heading_deg": 0.0, "tilt_deg": 10.0,
             "hfov_deg": 90.0, "far_m": 40.0} | columns  # fmt: skip
    return gpd.GeoDataFrame({k: [v] for k, v in given.items()}, geometry=[Point(ORIGIN[:2])],
                            crs="EPSG:6675")  # fmt: skip


def test_at_night_a_camera_sees_what_is_lit_or_near_its_own_lamp():
    table = night_coverage(bare(), camera(night_range_m=10.0), lamp(0, 30))
    distance = np.hypot(np.hypot(*plan(table).T), 2.5)
    state = table["night_state"]
    assert set(state) == {"lit", "infrared", "dark"}
    assert (table["vertical_lx"][state == "lit"] >= 0.5).all()
    assert (distance[state == "infrared"] <= 10.0).all()
    assert (distance[state == "dark"] > 10.0).all()
    assert (table["vertical_lx"][state == "dark"] < 0.5).all()
    assert (table["infrared_count"] == (distance <= 10.0)).all()


def test_more_light_never_takes_night_coverage_away_and_without_any_it_is_dark():
    weak, strong = (night_coverage(bare(), camera(), lamp(0, 20, flux_lm=f)) for f in (500, 4000))
    assert (strong["night_state"][weak["night_state"] == "lit"] == "lit").all()
    far = night_coverage(bare(), camera(), lamp(150, 150))
    assert set(far["night_state"]) == {"dark"}
    assert (far["day_state"] == "seen").all()


def test_tables_have_the_columns_of_their_specification():
    city, samples = street(lamp())
    tables = [
        (samples, SAMPLE_COLUMNS),
        (street_lights(city, lamp()).lamps, LAMP_COLUMNS),
        (dark_spots(city, samples), DARK_COLUMNS),
        (street_classes(city, samples), STREET_COLUMNS),
        (night_coverage(city, camera(), lamp(), spacing_m=4.0), NIGHT_COLUMNS),
    ]
    for table, columns in tables:
        assert [c for c in table.columns if c != "geometry"] == [c.name for c in columns]
        assert all(c.label_ja and c.text for c in columns)


def test_a_lamp_in_a_building_gives_no_light_and_says_so():
    city = box_city([Box(8, 8, 9, east=-4, north=-4)], terrain=flat_ground(200.0))
    result = street_lights(city, together(lamp(0, 0), lamp(20, 0, lamp_id="m")))
    assert result.lamps["problem"].tolist() == ["inside Building b0", ""]
    assert "1 of 2 lamps give no light" in " ".join(result.lamps.attrs["plateau"]["notes"])


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"flux_lm": -5.0}, "lamp l: flux_lm is -5"),
        ({"flux_lm": np.nan}, "lamp l: flux_lm is nan"),
        ({"height_m": 0.0}, r"lamp l \(row 1\): height_m is 0"),
        ({"ies": "none.ies"}, "lamp l: none.ies cannot be read"),
    ],
)
def test_a_lamp_that_cannot_be_is_named(columns, message):
    with pytest.raises(AnalysisError, match=message):
        street_lights(bare(), lamp(**columns))


def test_parameters_out_of_bounds_are_errors():
    city, samples = street(lamp())
    for call, message in (
        (lambda: street_lights(city, lamp(), maintenance_ratio=1.2), "maintenance_ratio is 1.2"),
        (lambda: street_lights(city, lamp(), targets="facades"), "targets of light are"),
        (lambda: street_lights(city, lamp().drop(columns="flux_lm")), "columns height_m, and flux"),
        (lambda: street_lights(city, [1]), "lamps is a list"),
        (lambda: dark_spots(city, samples, column="lux"), "column is 'lux'"),
        (lambda: dark_spots(city, samples, min_lx=0), "min_lx 0 must be above 0"),
        (lambda: street_classes(city, street_lights(city, lamp()).samples), "belong to no part"),
        (lambda: night_coverage(city, camera(), lamp(), min_lx=0), "min_lx is 0"),
    ):
        with pytest.raises(AnalysisError, match=message):
            call()
    with pytest.raises(CRSError, match="no reference system"):
        street_lights(city, lamp().set_crs(None, allow_override=True))


ROOT = Path(__file__).parents[2]


def test_lamps_along_the_roads_of_the_sample_city():
    import plateau
    from analyses.visibility import road_corner_sites

    city = plateau.open(ROOT / "sample_data/13999_mihon-shi_2026_citygml_1_op").load()
    corners = road_corner_sites(city).iloc[::4].rename(columns={"camera_id": "lamp_id"})
    lamps = corners.assign(height_m=5.0, flux_lm=1500.0)
    result = street_lights(city, lamps, targets="roads", spacing_m=2.0)
    assert result.samples["horizontal_lx"].between(0, 100).all()
    assert 0 < dark_spots(city, result.samples)["area_m2"].sum() < result.samples["area_m2"].sum()
