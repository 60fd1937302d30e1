from __future__ import annotations

import numpy as np
import pytest
from builders import Box, box_city
from PIL import Image

from citygml.errors import CityModelError
from viewer.maps import map_window, write_map
from viewer.style import ANSWER_COLOURS, CAMERA


def pixels(path):
    return np.asarray(Image.open(path).convert("RGB"))


def count_near(picture, colour, tolerance=6):
    distance = np.abs(picture.astype(int) - np.array(colour)).max(axis=2)
    return int((distance <= tolerance).sum())


def test_every_answer_is_on_the_map_in_its_colour(town, answers, tmp_path):
    picture = pixels(write_map(tmp_path / "map.png", town, answers, "result"))
    for word in ("yes", "no", "unknown", "excluded"):
        assert count_near(picture[:, :1000], ANSWER_COLOURS[word]) > 1000, word


def test_a_house_is_drawn_where_it_stands_and_to_scale(town, answers, tmp_path):
    """b13, 10 m by 10 m around (45, 65), is the only yes: its pixels tell its place and area."""
    one = answers.assign(result=["yes" if i == 13 else "no" for i in range(25)])
    picture = pixels(write_map(tmp_path / "map.png", town, one, "result"))
    west, south, _, north = map_window(town, one, aspect=1022 / 903)
    near = np.abs(picture.astype(int) - np.array(ANSWER_COLOURS["yes"])).max(axis=2) <= 6
    y, x = np.nonzero(near[:, :1000])
    # The frame of the map: 2 % from the left, 8 % from the top, 1022 by 903 pixels.
    metres_per_pixel = (north - south) / 903
    assert west + (x.mean() - 28) * metres_per_pixel == pytest.approx(45.0, abs=0.5)
    assert north - (y.mean() - 84) * metres_per_pixel == pytest.approx(65.0, abs=0.5)
    assert len(x) * metres_per_pixel**2 == pytest.approx(100.0, rel=0.05)


def test_missing_values_are_hatched_and_named(town, roofs, tmp_path):
    """A hatched patch has the grey and, over it, dark lines; a plain one would not."""
    picture = pixels(write_map(tmp_path / "map.png", town, roofs, "irradiation_kwh_per_m2"))
    grey = (picture == 188).all(axis=2)
    assert grey[:, :1000].sum() > 500
    rows = np.flatnonzero(grey[:, 1080:1110].sum(axis=1) >= 10)  # the patch of the legend
    assert 10 < np.ptp(rows) < 30
    patch = picture[rows.min() : rows.max(), 1080:1110]
    assert 0.1 < (patch < 100).all(axis=2).mean() < 0.6


def test_unknown_is_hatched_so_that_in_grey_print_it_is_not_taken_for_water(
    town, answers, tmp_path
):
    """Amber and the water of maps differ by 5 steps of lightness; dark lines tell them apart."""
    picture = pixels(write_map(tmp_path / "map.png", town, answers, "result"))
    amber = np.abs(picture.astype(int) - np.array(ANSWER_COLOURS["unknown"])).max(axis=2) <= 6
    y, x = np.nonzero(amber[:, 1080:1110])
    patch = picture[y.min() : y.max(), 1080 + x.min() : 1080 + x.max()]
    assert 0.1 < (patch < 100).all(axis=2).mean() < 0.6


def test_map_has_legend_scale_bar_and_source_line(town, roofs, tmp_path):
    picture = pixels(write_map(tmp_path / "map.png", town, roofs, "irradiation_kwh_per_m2"))
    dark = (picture < 90).all(axis=2)
    assert dark[100:500, 1080:].sum() > 300  # legend
    assert dark[1000:1040, 850:1060].sum() > 300  # scale bar
    assert dark[1000:1045, 20:300].sum() > 100  # source line


def test_samples_and_cameras_are_marked(town, samples, tmp_path):
    options = {"cameras": samples.iloc[:1]}
    plain = pixels(write_map(tmp_path / "plain.png", town, samples, "seen_count"))[:, :1000]
    marked = pixels(write_map(tmp_path / "map.png", town, samples, "seen_count", **options))
    assert count_near(plain, CAMERA) == 0
    assert count_near(marked[:, :1000], CAMERA) > 10
    assert count_near(marked[:, 1000:], CAMERA) > 100  # its entry in the legend


def test_buildings_of_a_whole_city_are_dots_of_their_colour_and_not_only_outlines(tmp_path):
    """Houses of 12 m on a map of 12 km: a pixel is 12 m wide, an outline half a pixel."""
    city = box_city([Box(12, 12, 6, east=600 * i, north=450 * i) for i in range(20)])
    table = city.features[["geometry"]].assign(result="yes")
    picture = pixels(write_map(tmp_path / "map.png", city, table, "result"))
    assert count_near(picture[:, :1000], ANSWER_COLOURS["yes"], tolerance=40) >= 20


@pytest.mark.parametrize("suffix", [".pdf", ".svg"])
def test_other_formats_are_written_too(town, answers, tmp_path, suffix):
    path = write_map(tmp_path / f"map{suffix}", town, answers, "result")
    assert path.stat().st_size > 5000


def test_an_unknown_suffix_is_refused_and_nothing_written(town, answers, tmp_path):
    with pytest.raises(CityModelError, match="no suffix of a picture"):
        write_map(tmp_path / "map.xyz", town, answers, "result")
    assert not list(tmp_path.iterdir())


def test_an_unwritable_map_is_one_clear_line(town, answers, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CityModelError, match="cannot be written"):
        write_map(tmp_path / "file" / "map.png", town, answers, "result")


def test_a_table_without_geometry_is_refused(town, answers, tmp_path):
    bare = answers.set_geometry(answers.geometry.map(lambda polygon: None).set_crs(town.crs))
    with pytest.raises(CityModelError, match="has a geometry"):
        write_map(tmp_path / "map.png", town, bare, "result")


def test_japanese_labels_never_become_boxes(town, roofs, tmp_path):
    """Matplotlib warns of missing glyphs, and warnings are errors here."""
    path = write_map(
        tmp_path / "map.png", town, roofs, "irradiation_kwh_per_m2", title="屋根", lang="ja"
    )
    assert path.exists()


def test_without_a_japanese_font_a_japanese_title_becomes_the_column(
    town, roofs, tmp_path, monkeypatch
):
    from viewer import fonts, legend

    monkeypatch.setattr(fonts, "japanese_font", lambda: None)
    monkeypatch.setattr(legend, "japanese_font", lambda: None)
    path = write_map(
        tmp_path / "map.png", town, roofs, "irradiation_kwh_per_m2", title="屋根", lang="ja"
    )
    assert path.exists()
