"""Films of ``plateau flood``."""

from __future__ import annotations

import numpy as np
import pytest
from builders import Box
from flood_cities import city_of, record, with_water
from flood_rasters import cells, raster
from PIL import Image

from analyses.flood import evacuation_buildings
from citygml.errors import CityModelError
from plateau import flood_film
from plateau.cli import main
from plateau.flood_film import write_flood_film
from plateau.flood_run import FloodFiles
from plateau.sample import sample_folder
from viewer.rendering import rendering

if rendering().problem:
    pytest.skip(rendering().problem, allow_module_level=True)

STOREYS = {"storeys_above_ground": 4, "structure": "603", "height_m": 12.0}


@pytest.fixture
def town():
    city = city_of(Box(10, 10, 12, attributes=STOREYS), [record(depth_m=1.0)])
    return with_water(city, level_m=1.0, bounds=(-40.0, -40.0, 40.0, 40.0))


def titles(monkeypatch, path, city, files):
    """Titles of the views of a film, none of which is drawn."""
    seen = []
    monkeypatch.setattr("viewer.movie.write_views", lambda _, views: seen.extend(views))
    write_flood_film(path, city, evacuation_buildings(city), files)
    return [view.title for view in seen]


def test_water_without_times_rises_above_the_assumed_flood(monkeypatch, town, tmp_path):
    found = titles(monkeypatch, tmp_path / "a.gif", town, FloodFiles())
    assert found == [f"+{level:g} m" for level in flood_film.FILM_LEVELS_M]


def test_water_with_times_is_shown_step_by_step(monkeypatch, town, tmp_path):
    bands = np.stack([cells(0.2), cells(2.0)])
    path = raster(tmp_path / "t.tif", bands, descriptions=("t=0.5", "t=6"))
    files = FloodFiles(water=(path,), water_kind="depth", water_nodata="dry")
    assert titles(monkeypatch, tmp_path / "a.gif", town, files) == ["0.5 h", "6 h"]


def test_a_film_is_written(town, tmp_path):
    path = write_flood_film(
        tmp_path / "a.gif", town, evacuation_buildings(town), FloodFiles(), lang="ja"
    )
    with Image.open(path) as film:
        assert film.n_frames == len(flood_film.FILM_LEVELS_M)


def test_a_city_without_buildings_is_no_film(town, tmp_path):
    none = evacuation_buildings(town).iloc[:0]
    with pytest.raises(CityModelError, match="0 buildings"):
        write_flood_film(tmp_path / "a.gif", town, none, FloodFiles())


def exit_code(*arguments):
    with pytest.raises(SystemExit) as end:
        main([str(a) for a in arguments])
    return end.value.code


def test_what_cannot_be_filmed_is_refused_before_any_building_is_judged(tmp_path, capsys):
    out = tmp_path / "f.gpkg"
    assert exit_code("flood", sample_folder(), "--out", out, "--film", tmp_path / "f.avi") == 1
    assert "films are .mp4 or .gif" in capsys.readouterr().err
    for option, name in (("--film", "f.gif"), ("--report", "r.html")):
        words = ("--out", tmp_path / "tiles", option, tmp_path / name)
        assert exit_code("flood", sample_folder(), *words) == 2
        assert "in one go" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
