"""Candidates that the command line takes from the city itself."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
from builders import Box, box_city

from citygml.errors import CityModelError
from plateau import sample_folder
from plateau.cli import main
from plateau.cli.candidates import SITE_CAMERA, candidate_table

CITY = sample_folder() / "13999_mihon-shi_2026_citygml_1_op"
#: A block of the sample city.
HERE = ("--around", "139.5625", "35.6124", "--radius-m", "150")


def exit_code(*arguments):
    with pytest.raises(SystemExit) as end:
        main([str(a) for a in arguments])
    return end.value.code


@pytest.mark.parametrize(("word", "count"), [("walls", 4), ("walls:5", 6), ("walls:2.5", 12)])
def test_walls_have_a_place_every_so_many_metres(word, count):
    """Walls of 10, 6, 10, 6 m; 10 m if not said; each wall has at least one."""
    table = candidate_table(word, box_city([Box(10, 6, 5)]), ())
    assert len(table) == count
    assert (table["height_m"] == SITE_CAMERA["height_m"]).all()
    assert sorted(set(table["heading_deg"].round())) == [0.0, 90.0, 180.0, 270.0]


def test_what_hangs_there_can_be_said():
    table = candidate_table("walls", box_city([Box(10, 6, 5)]), ("height_m=2.5", "far_m=15"))
    assert (table["height_m"] == 2.5).all()
    assert (table["far_m"] == 15.0).all()
    assert (table["hfov_deg"] == SITE_CAMERA["hfov_deg"]).all()


def test_a_city_without_roads_has_no_corners():
    with pytest.raises(CityModelError, match="0 roads"):
        candidate_table("roads", box_city([Box(10, 6, 5)]), ())


@pytest.mark.parametrize(("word", "name"), [("roads", "corner_"), ("walls:25", "wall_")])
def test_cameras_are_placed_at_corners_and_walls(word, name, tmp_path, capsys):
    out = tmp_path / "plan.gpkg"
    words = ("--candidates", word, "--place", "2", "--targets", "roads", "--spacing-m", "4")
    assert exit_code("visibility", CITY, *HERE, *words, "--out", out, "-q") == 0, (
        capsys.readouterr().err
    )
    placed = gpd.read_file(out, layer="placed")
    assert len(placed) == 2
    assert (placed["height_m"] == SITE_CAMERA["height_m"]).all()
    assert np.all(np.diff(placed["gain_area_m2"]) <= 0)
    assert (
        placed["camera_id"]
        .str.startswith(word.split(":")[0].rstrip("s").replace("road", "corner"))
        .all()
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--candidates", "roads", "--site-camera", "colour=3"), "a column and a number"),
        (("--candidates", "roads", "--site-camera", "height_m"), "a column and a number"),
        (("--candidates", "poles.csv", "--site-camera", "height_m=3"), "roads or walls"),
        (("--candidates", "walls:x"), "not a file"),
    ],
)
def test_words_that_mean_nothing_are_refused(words, message, tmp_path, capsys):
    out = tmp_path / "plan.gpkg"
    code = exit_code("visibility", CITY, *HERE, *words, "--place", "1", "--out", out, "-q")
    assert code in {1, 2}
    assert message in capsys.readouterr().err
    assert not out.exists()


def test_corners_need_the_city_in_one_go(tmp_path, capsys):
    words = ("--candidates", "roads", "--place", "1", "--out", tmp_path / "tiles")
    assert exit_code("visibility", CITY, *words) == 2
    assert "in one go" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
