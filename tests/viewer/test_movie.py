from __future__ import annotations

import re
import subprocess

import numpy as np
import pytest
from PIL import Image

from citygml.errors import CityModelError
from viewer import movie
from viewer.movie import ffmpeg_program, write_day, write_turn, write_views
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


def decoded(path):
    """Frames of a film as ffmpeg reads them: width, height, and the count of whole pictures."""
    program = ffmpeg_program()
    told = subprocess.run([program, "-i", path], capture_output=True, text=True, check=False)
    width, height = (int(n) for n in re.search(r"Video: h264.* (\d+)x(\d+)", told.stderr).groups())
    raw = [program, "-v", "error", "-i", path, "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
    pixels = subprocess.run(raw, capture_output=True, check=True).stdout
    return np.frombuffer(pixels, np.uint8).reshape(-1, height, width, 3)


@pytest.mark.skipif(ffmpeg_program() is None, reason="no ffmpeg: neither program nor extra")
def test_an_mp4_decodes_to_the_frames_that_were_drawn(gl, town, tmp_path):
    """0.34 s x 12 frames; compression moves a colour by little."""
    shown = view(town)
    film = decoded(write_turn(tmp_path / "turn.mp4", shown, seconds=0.34, size=SIZE))
    drawn = frames(write_turn(tmp_path / "turn.gif", shown, seconds=0.34, size=SIZE))
    assert film.shape == (4, 300, 480, 3)
    for one, other in zip(film.astype(int), drawn, strict=True):
        assert np.abs(one - other).mean() < 6.0


@pytest.mark.skipif(ffmpeg_program() is None, reason="no ffmpeg: neither program nor extra")
def test_an_odd_size_becomes_even_in_an_mp4(gl, town, tmp_path):
    """H.264 halves the colours, so a width of 481 is padded to 482."""
    film = decoded(write_views(tmp_path / "odd.mp4", [view(town)], size=(481, 301)))
    assert film.shape == (movie.FRAMES_PER_VIEW, 302, 482, 3)


def test_ffmpeg_of_the_system_goes_before_that_of_the_extra(monkeypatch):
    monkeypatch.setattr(movie.shutil, "which", lambda name: f"/somewhere/{name}")
    assert ffmpeg_program() == "/somewhere/ffmpeg"


def test_without_ffmpeg_an_mp4_is_one_line_of_advice(monkeypatch, town, tmp_path):
    monkeypatch.setattr(movie.shutil, "which", lambda _: None)
    monkeypatch.setattr(movie, "find_spec", lambda _: None)
    with pytest.raises(CityModelError, match=r"plateau-analysis\[movie\].* or write a \.gif"):
        write_turn(tmp_path / "turn.mp4", view(town))


def test_an_ffmpeg_that_gives_up_is_an_error_and_no_file(gl, monkeypatch, town, tmp_path):
    """A program that ends at once: writing to it breaks the pipe."""
    program = tmp_path / "ffmpeg"
    program.write_text("#!/bin/sh\necho no encoder here >&2\nexit 3\n")
    program.chmod(0o755)
    monkeypatch.setattr(movie.shutil, "which", lambda _: str(program))
    with pytest.raises(CityModelError, match=r"cannot write .*: no encoder here"):
        write_turn(tmp_path / "turn.mp4", view(town), seconds=1.0, size=SIZE)
    assert [path.name for path in tmp_path.iterdir()] == ["ffmpeg"]


def test_a_film_of_no_view_is_refused(tmp_path):
    with pytest.raises(CityModelError, match="0 views"):
        write_views(tmp_path / "none.gif", [])


@pytest.mark.parametrize(("name", "seconds"), [("a.avi", 1.0), ("a.gif", 0.0), ("a.gif", 1e6)])
def test_what_cannot_be_filmed_is_refused_before_drawing(town, tmp_path, name, seconds):
    with pytest.raises(CityModelError, match="film"):
        write_turn(tmp_path / name, view(town), seconds=seconds)
    assert not list(tmp_path.iterdir())


def test_a_month_without_a_path_is_refused(town, tmp_path):
    with pytest.raises(CityModelError, match="month 5"):
        write_day(tmp_path / "a.gif", view(town), month=5)
