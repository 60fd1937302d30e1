from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from shapely.geometry import Point

from citygml.errors import CityModelError
from viewer import fonts
from viewer.fonts import japanese_font
from viewer.legend import panel_width_px
from viewer.rendering import rendering
from viewer.scene import view
from viewer.style import ANSWER_COLOURS

SIZE = (640, 400)
PANEL = panel_width_px(SIZE[0])


@pytest.fixture
def gl():
    problem = rendering().problem
    if problem:
        pytest.skip(problem)


def share_near(picture, colour, tolerance=30):
    """Share of the pixels within a distance of a colour."""
    distance = np.abs(picture.astype(int) - np.array(colour)).max(axis=2)
    return float((distance < tolerance).mean())


def test_a_screenshot_is_a_lit_town_and_a_legend(gl, town, tmp_path):
    path = view(town, title="Town").screenshot(tmp_path / "town.png", size=SIZE)
    picture = np.asarray(Image.open(path))
    assert picture.shape == (400, 640, 3)
    scene, panel = picture[:, :-PANEL], picture[:, -PANEL:]
    assert (scene.max(axis=2) < 20).mean() < 0.02  # not black
    assert len(np.unique(scene.reshape(-1, 3), axis=0)) > 50  # not empty
    assert (panel == 255).all(axis=2).mean() > 0.5
    assert (panel < 120).all(axis=2).mean() > 0.005  # text


def test_both_halves_of_the_picture_show_buildings(gl, town):
    """Roofs are brick red: red above green by 30 or more."""
    scene = view(town).image(size=SIZE)[:, :-PANEL].astype(int)
    brick = scene[:, :, 0] - scene[:, :, 1] > 30
    half = scene.shape[1] // 2
    assert brick[:, :half].mean() > 0.01
    assert brick[:, half:].mean() > 0.01


def test_yes_and_no_are_seen_in_their_colours(gl, town, answers):
    scene = view(town, answers, color="result", hazards=False).image(size=SIZE)[:, :-PANEL]
    for word in ("yes", "no", "unknown"):
        assert share_near(scene, ANSWER_COLOURS[word]) > 0.004, word


def test_flat_roofs_in_the_sun_have_the_colour_of_the_legend(gl, town, answers):
    """Ambient and sun add up to 0.97 on a level face; the sun itself is a little warm."""
    only_yes = answers.assign(result="yes")
    scene = view(town, only_yes, color="result", hazards=False).image(size=SIZE)[:, :-PANEL]
    assert share_near(scene, 0.97 * np.array(ANSWER_COLOURS["yes"]), tolerance=8) > 0.03


def test_samples_and_cameras_are_drawn(gl, town, samples):
    posts = samples.iloc[:1].assign(height_m=6.0, far_m=20.0)
    plain = view(town, samples, color="seen_count").image(size=SIZE)
    with_cameras = view(town, samples, color="seen_count", cameras=posts).image(size=SIZE)
    assert (plain[:, :-PANEL] != with_cameras[:, :-PANEL]).any(axis=2).mean() > 0.0005


def test_the_legend_changes_with_the_language_only_where_it_can_be_drawn(town, roofs):
    english = view(town, roofs, color="irradiation_kwh_per_m2")
    japanese = view(town, roofs, color="irradiation_kwh_per_m2", lang="ja")
    if japanese_font() is None:
        assert japanese.lang == "en"
    else:
        assert japanese.coloring.title == "年間日射量 [kWh/m²]"
        assert (english.legend((200, 400)) != japanese.legend((200, 400))).any()


def test_without_a_japanese_font_labels_are_english(monkeypatch, town, roofs):
    monkeypatch.setattr(fonts, "japanese_font", lambda: None)
    shown = view(town, roofs, color="irradiation_kwh_per_m2", lang="ja")
    assert shown.lang == "en"
    assert shown.coloring.title.isprintable()
    assert "年" not in shown.coloring.title


def test_an_attribute_of_the_buildings_needs_no_table(town):
    shown = view(town, color="usage")
    assert {entry.label for entry in shown.coloring.entries} == {"house", "shop"}  # no road


def test_a_table_without_a_column_is_refused(town, roofs):
    with pytest.raises(CityModelError, match="name one"):
        view(town, roofs)


def test_an_unwritable_picture_is_one_clear_line(gl, town, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CityModelError, match="cannot be written") as error:
        view(town).screenshot(tmp_path / "file" / "a.png", size=SIZE)
    assert "\n" not in str(error.value)


def test_a_picture_without_a_known_suffix_is_refused(gl, town, tmp_path):
    with pytest.raises(CityModelError, match="rename it"):
        view(town).screenshot(tmp_path / "town.xyz", size=SIZE)
    assert not list(tmp_path.iterdir())


def test_a_view_from_a_camera_shows_what_it_faces(gl, town, answers, samples):
    """A post in the street west of the tower, looking east at it: the picture is its wall."""
    posts = samples.iloc[:1].assign(
        camera_id="c1",
        height_m=6.0,
        heading_deg=90.0,
        hfov_deg=40.0,
        geometry=[Point(town.origin[0] + 33.0, town.origin[1] + 45.0)],
    )
    only = answers.assign(result="no")
    only.loc["b12", "result"] = "yes"
    shown = view(town, only, color="result", cameras=posts).from_camera("c1")
    assert "water" not in {layer.name for layer in shown.layers}
    wall = shown.lit(270.0, 20.0).image(size=SIZE)[:, :-PANEL]
    assert share_near(wall, np.array(ANSWER_COLOURS["yes"]), tolerance=40) > 0.7
    with pytest.raises(CityModelError, match="has no cameras"):
        view(town).from_camera("c1")


def test_the_sun_of_the_evening_lights_the_west_walls(gl, town):
    """The camera stands in the south-south-west: more of what it sees is lit in the evening."""
    shown = view(town, hazards=False)
    bright = {
        name: shown.lit(azimuth, 25.0).image(size=SIZE)[:, :-PANEL].mean()
        for name, azimuth in (("west", 250.0), ("east", 90.0))
    }
    assert bright["west"] > bright["east"] + 1.0


def test_eye_dome_lighting_draws_dark_edges_also_in_pictures(gl, town):
    plain = view(town, hazards=False)
    edged = plain.with_depth_cue("eye_dome").image(size=SIZE)[:, :-PANEL].astype(int)
    darker = plain.image(size=SIZE)[:, :-PANEL].astype(int) - edged > 24
    assert 0.005 < darker.any(axis=2).mean() < 0.5


def test_without_sun_there_is_no_shade(gl, town):
    assert "shadows" not in {layer.name for layer in view(town).lit(0.0, -5.0).layers}


def test_level_water_hides_the_streets_and_not_the_tower(gl, town):
    dry = view(town, hazards=False)
    wet = dry.flooded(8.0).image(size=SIZE)[:, :-PANEL].astype(int)
    blue = wet[:, :, 2] - wet[:, :, 0] > 60
    assert blue.mean() > 0.3
    assert not np.isfinite(dry.water_level_m)
