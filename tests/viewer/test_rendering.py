from __future__ import annotations

import os
import sys

import pytest

from citygml.errors import CityModelError
from viewer import rendering as module
from viewer.rendering import WINDOW_VARIABLE, check_display, drawable, rendering
from viewer.scene import view

LIBRARIES = (
    "libEGL.so.1",
    "libEGL.so",
    "libGL.so.1",
    "libOSMesa.so.8",
    "libOSMesa.so.6",
    "libOSMesa.so",
    "libGLX.so.0",
    "libOpenGL.so.0",
    "libX11.so.6",
)


@pytest.fixture
def machine_without_gl(tmp_path, monkeypatch):
    """Child processes find empty files where graphics libraries should be."""
    if not sys.platform.startswith("linux"):
        pytest.skip("libraries are hidden by LD_LIBRARY_PATH, which only Linux has")
    for name in LIBRARIES:
        (tmp_path / name).write_bytes(b"")
    monkeypatch.setenv("LD_LIBRARY_PATH", str(tmp_path))
    monkeypatch.delenv("DISPLAY", raising=False)
    rendering.cache_clear()
    yield
    rendering.cache_clear()


def test_a_machine_without_gl_gets_one_line_of_advice_and_lives_on(
    machine_without_gl, town, tmp_path
):
    target = tmp_path / "picture.png"
    with pytest.raises(CityModelError, match="apt-get install") as error:
        view(town).screenshot(target)
    assert "\n" not in str(error.value)
    assert not target.exists()


def test_page_and_map_need_no_gl(machine_without_gl, town, answers, tmp_path):
    from viewer.maps import write_map

    assert view(town, answers, color="result").html(tmp_path / "page.html").stat().st_size > 1e5
    assert write_map(tmp_path / "map.png", town, answers, "result").stat().st_size > 1e4


def test_a_probe_that_hangs_counts_as_no_gl(monkeypatch):
    monkeypatch.setattr(module, "PROBE", "import time; time.sleep(60)")
    monkeypatch.setattr(module, "PROBE_TIMEOUT_S", 0.2)
    rendering.cache_clear()
    assert "no OpenGL answers" in rendering().problem
    rendering.cache_clear()


def test_without_pyvista_the_extra_is_named(monkeypatch):
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    rendering.cache_clear()
    assert "plateau-analysis[viewer]" in rendering().problem
    rendering.cache_clear()


def test_the_environment_is_as_before(monkeypatch):
    monkeypatch.setattr(module, "rendering", lambda: module.Rendering(module.EGL, ""))
    monkeypatch.delenv(WINDOW_VARIABLE, raising=False)
    with drawable():
        assert os.environ[WINDOW_VARIABLE] == module.EGL
    assert WINDOW_VARIABLE not in os.environ


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="others always have a display")
def test_without_a_display_no_window_is_tried(monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    with pytest.raises(CityModelError, match=r"no display .* --screenshot or --html"):
        check_display()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    check_display()


def test_a_probe_that_was_started_is_the_one_that_answers(monkeypatch):
    """It runs beside this process, so that the answer costs no wait; nobody is asked twice."""
    monkeypatch.setattr(module, "PROBE", "print('draws', flush=True)")
    rendering.cache_clear()
    module.start_probe()
    (probe,) = module._UNDER_WAY.values()
    monkeypatch.setenv("SET_BY_A_PACKAGE", "meanwhile")
    module.start_probe()
    assert list(module._UNDER_WAY.values()) == [probe]
    assert rendering().problem == ""
    assert not module._UNDER_WAY
    assert probe.returncode == 0
    module.start_probe()
    assert not module._UNDER_WAY  # the answer is known
    rendering.cache_clear()


def test_a_probe_that_nobody_waits_for_is_ended(monkeypatch):
    monkeypatch.setattr(module, "PROBE", "import time; time.sleep(60)")
    rendering.cache_clear()
    module.start_probe()
    (probe,) = module._UNDER_WAY.values()
    module.end_probes()
    assert probe.returncode not in {0, None}
    rendering.cache_clear()
