"""Whether this machine can draw: asked once, in a process of its own.

VTK does not raise where no graphics library answers, it ends the process (a segmentation fault).
So a child process draws first; only where it lives on is anything drawn here.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.util import find_spec
from typing import NamedTuple

from citygml.errors import CityModelError

WINDOW_VARIABLE = "VTK_DEFAULT_OPENGL_WINDOW"
EGL, OSMESA = "vtkEGLRenderWindow", "vtkOSOpenGLRenderWindow"
PROBE_TIMEOUT_S = 60.0
GL_ADVICE = (
    "install a software renderer (Debian/Ubuntu: apt-get install libegl1 libgl1-mesa-dri); "
    "HTML pages and maps need none"
)
#: Draws a white quadrilateral on black without a screen and prints what the pixels say; a driver
#: that crashes at exit does not take it back.
PROBE = """
import vtkmodules.vtkRenderingOpenGL2
from vtkmodules.vtkFiltersSources import vtkPlaneSource
from vtkmodules.vtkRenderingCore import (
    vtkActor, vtkPolyDataMapper, vtkRenderer, vtkRenderWindow, vtkWindowToImageFilter)
from vtkmodules.util.numpy_support import vtk_to_numpy
plane = vtkPlaneSource()
mapper = vtkPolyDataMapper()
mapper.SetInputConnection(plane.GetOutputPort())
actor = vtkActor()
actor.SetMapper(mapper)
actor.GetProperty().LightingOff()
renderer = vtkRenderer()
renderer.AddActor(actor)
window = vtkRenderWindow()
window.SetOffScreenRendering(1)
window.SetSize(64, 64)
window.AddRenderer(renderer)
window.Render()
picture = vtkWindowToImageFilter()
picture.SetInput(window)
picture.Update()
pixels = vtk_to_numpy(picture.GetOutput().GetPointData().GetScalars())
if not (pixels.max() > 200 and pixels.min() < 50):
    raise SystemExit(3)
print("draws", flush=True)
"""


class Rendering(NamedTuple):
    """What the probe found.

    Attributes
    ----------
    window : str
        VTK class of the window that works, "" for VTK's own choice.
    problem : str
        One line with advice where nothing can be drawn, "" where it can.
    """

    window: str
    problem: str


@cache
def rendering() -> Rendering:
    """Return how pictures can be drawn here, or one line that says why not.

    The answer is kept for the life of the process.
    """
    if find_spec("pyvista") is None:
        return Rendering(
            "", "3-D pictures need PyVista; install it with pip install 'plateau-analysis[viewer]'"
        )
    for window in _candidates():
        if _draws(window):
            return Rendering(window, "")
    return Rendering("", f"3-D pictures cannot be drawn here, no OpenGL answers; {GL_ADVICE}")


def _candidates() -> tuple[str, ...]:
    """Windows to try; without a screen Linux has EGL and OSMesa."""
    if not sys.platform.startswith("linux"):
        return ("",)
    return ("", EGL, OSMESA) if os.environ.get("DISPLAY") else (EGL, OSMESA)


def start_probe() -> None:
    """Let the child process draw while this one reads and meshes; `rendering` waits for it.

    Nothing happens where the answer is known, or PyVista is not there.
    """
    if _IS_KNOWN().currsize or find_spec("pyvista") is None:
        return
    with suppress(OSError):
        _started(_candidates()[0])


def _started(window: str) -> subprocess.Popen[bytes]:
    """Return the child process that tries a kind of window, the one under way if there is one."""
    environment = dict(os.environ)
    if window:
        environment[WINDOW_VARIABLE] = window
    key = (window, PROBE, environment.get("DISPLAY"), environment.get("LD_LIBRARY_PATH"))
    if key not in _UNDER_WAY:
        _UNDER_WAY[key] = subprocess.Popen(
            [sys.executable, "-c", PROBE],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    return _UNDER_WAY[key]


#: Tells whether `rendering` has been answered.
_IS_KNOWN = rendering.cache_info
#: Child processes whose answer nobody has asked for yet, by what they try and what it hangs on;
#: packages that are imported meanwhile set other variables.
_UNDER_WAY: dict[tuple[str | None, ...], subprocess.Popen[bytes]] = {}


@atexit.register
def end_probes() -> None:
    """End the child processes that nobody waits for."""
    while _UNDER_WAY:
        _, probe = _UNDER_WAY.popitem()
        probe.kill()
        probe.communicate()


def _draws(window: str) -> bool:
    """Whether a child process could draw with this kind of window, however it ended."""
    try:
        said, _ = _started(window).communicate(timeout=PROBE_TIMEOUT_S)
    except (subprocess.TimeoutExpired, OSError):
        return False
    finally:
        end_probes()
    return b"draws" in said


def check_display() -> None:
    """Refuse to open a window where there is no screen; VTK returns at once without a word.

    Raises
    ------
    CityModelError
        On Linux, if neither DISPLAY nor WAYLAND_DISPLAY names a screen.
    """
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        raise CityModelError(
            "no display to open a window on; use --screenshot or --html (screenshot() or html())"
        )


@contextmanager
def drawable() -> Iterator[None]:
    """Let VTK open the kind of window that the probe found to work.

    Raises
    ------
    CityModelError
        One line of advice where nothing can be drawn.
    """
    found = rendering()
    if found.problem:
        raise CityModelError(found.problem)
    before = os.environ.get(WINDOW_VARIABLE)
    if found.window:
        os.environ[WINDOW_VARIABLE] = found.window  # VTK reads it when the window is made
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(WINDOW_VARIABLE, None)
        else:
            os.environ[WINDOW_VARIABLE] = before
