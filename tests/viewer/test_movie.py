from __future__ import annotations

import shutil

import numpy as np
import pytest
from PIL import Image

from citygml.errors import CityModelError
from viewer import movie
from viewer.movie import write_day, write_turn
from viewer.rendering import rendering
from viewer.scene import view

SIZE = (480, 300)


@pytest.fixture
def gl():
    problem = rendering().problem
    if problem:
        pytest.skip(problem)


def frames(path):
    found = []
    with Image.open(path) as film:
        for number in range(film.n_frames):
            film.seek(number)
            found.append(np.asarray(film.convert("RGB")).astype(int))
    return found


def test_a_turn_shows_the_town_from_all_sides(gl, town, tmp_path):
    found = frames(view(town).movie(tmp_path / "turn.gif", seconds=0.34, size=SIZE))
    assert len(found) == 4
    assert found[0].shape == (300, 480, 3)
    for one, other in zip(found, [*found[1:], found[0]], strict=True):
        assert (np.abs(one - other)[:, :280].max(axis=2) > 25).mean() > 0.03
    panels = [frame[:, 300:] for frame in found]
    assert max(np.abs(panels[0] - each).mean() for each in panels) < 1.0  # the legend stands still


def test_a_day_is_dim_bright_dim(gl, town, tmp_path):
    """22 December: the sun rises to 31 degrees and sinks again."""
    found = frames(write_day(tmp_path / "day.gif", view(town), seconds=0.42, size=SIZE))
    light = [frame[100:, :280].mean() for frame in found]
    assert len(light) == 5
    assert max(light) == light[2]
    assert light[2] > light[0] + 5
    assert light[2] > light[4] + 5


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="no ffmpeg on this machine")
def test_an_mp4_is_written(gl, town, tmp_path):
    path = write_turn(tmp_path / "turn.mp4", view(town), seconds=0.3, size=SIZE)
    assert path.read_bytes()[4:8] == b"ftyp"


def test_without_ffmpeg_an_mp4_is_one_line_of_advice(monkeypatch, town, tmp_path):
    monkeypatch.setattr(movie.shutil, "which", lambda _: None)
    with pytest.raises(CityModelError, match=r"install it .* or write a \.gif"):
        write_turn(tmp_path / "turn.mp4", view(town))


@pytest.mark.parametrize(("name", "seconds"), [("a.avi", 1.0), ("a.gif", 0.0), ("a.gif", 1e6)])
def test_what_cannot_be_filmed_is_refused_before_drawing(town, tmp_path, name, seconds):
    with pytest.raises(CityModelError, match="film"):
        write_turn(tmp_path / name, view(town), seconds=seconds)
    assert not list(tmp_path.iterdir())


def test_a_month_without_a_path_is_refused(town, tmp_path):
    with pytest.raises(CityModelError, match="month 5"):
        write_day(tmp_path / "a.gif", view(town), month=5)
