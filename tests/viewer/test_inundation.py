"""Wet storeys in bands, and films of rising water."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from builders import Box
from flood_cities import city_of, record, with_water
from flood_rasters import cells, raster
from PIL import Image

from analyses.flood import evacuation_buildings, evacuation_levels, flooding_steps, read_water
from citygml.errors import CityModelError
from citygml.mesh import Mesh
from viewer.inundation import (
    SHEET_LIFT_M,
    WET_BASE,
    WET_EVEN,
    WET_ODD,
    banded,
    cut_at,
    level_views,
    step_views,
    with_wet_storeys,
    write_rising_water,
)
from viewer.layers import buildings_layer
from viewer.movie import write_views
from viewer.scene import view

STOREYS = {"storeys_above_ground": 4, "structure": "603", "height_m": 12.0}


def town(depth_m=4.0):
    city = city_of(Box(10, 10, 12, attributes=STOREYS), [record(depth_m=depth_m)])
    return with_water(city, level_m=depth_m, bounds=(-40.0, -40.0, 40.0, 40.0))


def area(corners):
    return 0.5 * np.linalg.norm(
        np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1
    )


def test_cutting_keeps_area_and_orientation_and_crosses_no_level():
    rng = np.random.default_rng(1)
    corners = rng.normal(size=(200, 3, 3))
    level = np.where(rng.random(200) < 0.2, np.nan, rng.normal(size=200))
    parts, row = cut_at(corners, level)
    np.testing.assert_allclose(
        np.bincount(row, area(parts), len(corners)), area(corners), atol=1e-12
    )
    whole = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    part = np.cross(parts[:, 1] - parts[:, 0], parts[:, 2] - parts[:, 0])
    assert ((part * whole[row]).sum(axis=1) >= -1e-12).all()
    known = np.isfinite(level[row])
    above = parts[known, :, 2] - level[row][known][:, None]
    assert not ((above.max(axis=1) > 1e-6) & (above.min(axis=1) < -1e-6)).any()


def test_wet_storeys_are_banded_up_to_the_water():
    """Four metres: base to 0.5, first storey to 3.0, second to 4.0; dry above, 40 m of wall."""
    city = town()
    buildings = evacuation_buildings(city)
    layer = banded(city, buildings_layer(city), buildings)
    mesh = layer.mesh
    walls = np.abs(mesh.area_vectors[:, 2]) < 1e-9
    size = np.linalg.norm(mesh.area_vectors, axis=1)

    def painted(colour):
        return size[walls & (layer.rgb == colour).all(axis=1)].sum()

    assert painted(WET_BASE) == pytest.approx(40 * 0.5)
    assert painted(WET_ODD) == pytest.approx(40 * 2.5)
    assert painted(WET_EVEN) == pytest.approx(40 * 1.0)
    assert size[walls].sum() == pytest.approx(40 * 12.0)
    assert isinstance(mesh, Mesh)


def test_a_building_wholly_under_water_shows_its_answer_on_the_water():
    """14 m of water over a box of 12 m, 10 m by 10 m: a sheet of 100 m2 half a metre above it."""
    city = town(depth_m=14.0)
    buildings = evacuation_buildings(city)
    before = buildings_layer(city)
    after = banded(city, before, buildings)
    level = buildings["ground_m"].iloc[0] + 14.0 - city.origin[2]
    high = after.mesh.corners[:, :, 2].min(axis=1) > level
    np.testing.assert_allclose(after.mesh.corners[high][:, :, 2], level + SHEET_LIFT_M)
    assert after.mesh.area_vectors[high].sum(axis=0) == pytest.approx((0.0, 0.0, 100.0))
    roof = before.rgb[before.mesh.area_vectors[:, 2] > 0.0]
    assert (after.rgb[high] == roof).all()
    dry = banded(city, before, buildings.assign(depth_hi_m=11.0))
    assert dry.mesh.bounds[1, 2] == before.mesh.bounds[1, 2]


def test_a_building_whose_depth_has_no_bound_keeps_its_colour():
    city = town()
    buildings = evacuation_buildings(city).assign(depth_hi_m=np.nan)
    before = buildings_layer(city)
    after = banded(city, before, buildings)
    assert len(after.mesh) == len(before.mesh)
    assert (after.rgb == before.rgb).all()


def test_a_table_that_is_no_flood_result_is_refused():
    city = town()
    with pytest.raises(CityModelError, match="lacks ground_m"):
        with_wet_storeys(view(city), pd.DataFrame(index=["b0"]))


def test_every_level_is_a_view_with_its_water_and_answers():
    city = town()
    levels = evacuation_levels(city, [0.0, 5.0])
    first, second = level_views(city, evacuation_buildings(city), levels, title="Shelter")
    assert (first.title, second.title) == ("Shelter +0 m", "Shelter +5 m")
    heights = [
        next(layer for layer in shown.layers if layer.name == "water").mesh.vertices[:, 2].max()
        for shown in (first, second)
    ]
    assert heights[1] - heights[0] == pytest.approx(5.0)
    assert first.table["result"].tolist() == ["yes"]
    assert second.table["result"].tolist() == ["no"]
    flat = evacuation_levels(city, [2.0], reference="datum")
    (shown,) = level_views(city, evacuation_buildings(city), flat)
    assert (shown.water_level_m, shown.title) == (2.0, "T.P. 2 m")


def test_a_film_of_rising_water_stands_on_every_level(tmp_path):
    city = town()
    levels = evacuation_levels(city, [0.0, 5.0])
    buildings = evacuation_buildings(city)
    path = write_rising_water(tmp_path / "rise.gif", city, buildings, levels, size=(480, 320))
    with Image.open(path) as film:
        assert film.n_frames == 2, "equal pictures are one frame"
        assert film.size == (480, 320)
        assert film.info["duration"] >= 500


def hours(tmp_path):
    """Dry at 0 h, 1 m at 1 h, 4 m at 2 h over everything, in cells of 5 m."""
    bands = np.stack([cells(-9999), cells(1), cells(4)])
    path = raster(tmp_path / "t.tif", bands, descriptions=("t=0", "t=1", "t=2"))
    return read_water(path, kind="depth", nodata="dry")


def test_every_time_step_is_a_view_with_its_water_and_wet_storeys(tmp_path):
    """Ground at 0: the sheet stands at 1 m, then 4 m; walls are wet up to there, 40 m around."""
    city, water = town(), hours(tmp_path)
    buildings = evacuation_buildings(city, water=water)
    shown = list(step_views(city, buildings, flooding_steps(city, water), title="Breach"))
    assert [each.title for each in shown] == ["Breach 0 h", "Breach 1 h", "Breach 2 h"]
    for each, level in zip(shown, (None, 1.0, 4.0), strict=True):
        sheet = [layer for layer in each.layers if layer.name == "water"]
        assert len(sheet) == (level is not None)
        if level is not None:
            np.testing.assert_allclose(sheet[0].mesh.vertices[:, 2], level, atol=1e-6)
        solid = next(layer for layer in each.layers if layer.name == "buildings")
        walls = np.abs(solid.mesh.area_vectors[:, 2]) < 1e-9
        blue = np.array([WET_BASE, WET_ODD, WET_EVEN])
        wet = walls & (solid.rgb[:, None] == blue).all(axis=2).any(axis=1)
        size = np.linalg.norm(solid.mesh.area_vectors, axis=1)
        assert size[wet].sum() == pytest.approx(40.0 * (level or 0.0))


def test_a_step_says_dry_deep_and_not_known(tmp_path):
    city = city_of([Box(5, 5, 9), Box(5, 5, 9, east=30.0)], [])
    bands = cells(2.0)
    bands[:, 14:] = -9999
    path = raster(tmp_path / "t.tif", bands, descriptions=("t=1",))
    for nodata, expected in (("dry", [2.0, 0.0]), ("unknown", [2.0, np.nan])):
        (step,) = flooding_steps(city, read_water(path, kind="depth", nodata=nodata))
        np.testing.assert_array_equal(step.buildings["depth_m"], expected)
        assert step.time_h == 1.0


def test_a_film_of_time_steps_stands_on_every_step(tmp_path):
    city, water = town(), hours(tmp_path)
    views = step_views(city, evacuation_buildings(city), flooding_steps(city, water))
    with Image.open(write_views(tmp_path / "steps.gif", views, size=(480, 320))) as film:
        assert (film.n_frames, film.size) == (3, (480, 320))
        pictures = []
        for number in range(3):
            film.seek(number)
            pictures.append(np.asarray(film.convert("RGB"))[:, :300].astype(int))
    blue = [(picture[:, :, 2] - picture[:, :, 0] > 30).mean() for picture in pictures]
    assert blue[0] < blue[1], "water comes into the picture"
