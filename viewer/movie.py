"""View -> a short film: a turn around the city, a day of sun and shade, one view after another."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from citygml.errors import CityModelError
from viewer.drawing import add_layer, add_shade, add_sun, scene_plotter
from viewer.files import replaced
from viewer.framing import Standpoint, standpoint
from viewer.legend import layer_entries, panel_width_px
from viewer.rendering import drawable
from viewer.sun import day_paths

if TYPE_CHECKING:
    from viewer.scene import View

FRAMES_PER_S = 12
#: How long a view of a film of views stands still.
FRAMES_PER_VIEW = 10
#: Limits of a film. [s]
LONGEST_S = 120.0


def write_turn(
    path: str | Path, view: View, *, seconds: float = 8.0, size: tuple[int, int] = (960, 600)
) -> Path:
    """Write a turn of 360 degrees around the city; needs no screen.

    Parameters
    ----------
    path : str or Path
        Ends in .gif, or in .mp4, which the program ffmpeg writes.
    view : View
        What to show.
    seconds : float
        Length. [s]
    size : tuple of int
        Width and height of the film, even numbers. [px]

    Returns
    -------
    Path
        The file.

    Raises
    ------
    CityModelError
        If nothing can be drawn here, ffmpeg is missing, or the file cannot be written.
    """
    count = _frame_count(seconds)

    def frames(plotter: Any, panel_px: int) -> Iterator[NDArray[np.uint8]]:
        first = standpoint(view.city, view.layers, aspect=(size[0] - panel_px) / size[1])
        return _turned(plotter, first, count)

    return _write_scene(path, view, frames, size)


def write_day(
    path: str | Path,
    view: View,
    *,
    seconds: float = 6.0,
    size: tuple[int, int] = (960, 600),
    month: int = 12,
) -> Path:
    """Write sun and shade from sunrise to sunset of a day near a solstice or equinox.

    Parameters
    ----------
    path, view, seconds, size
        As for `write_turn`.
    month : {3, 6, 9, 12}
        Which of the four days of `viewer.sun.SLIDER_DAYS`.

    Raises
    ------
    CityModelError
        If the city has no place on the earth, or as for `write_turn`.
    """
    paths = day_paths(view.city)
    days = [] if paths is None else [day for day in paths["days"] if day["month"] == month]
    if not days:
        raise CityModelError(f"no path of the sun for month {month}; there are 3, 6, 9 and 12")
    altitude = np.array(days[0]["altitude_deg"])
    azimuth = np.unwrap(np.array(days[0]["azimuth_deg"]), period=360.0)
    up = np.flatnonzero(altitude > 0.5)
    at = np.linspace(up[0], up[-1], _frame_count(seconds))
    number = np.arange(len(altitude))
    suns = zip(
        np.interp(at, number, azimuth).tolist(),
        np.interp(at, number, altitude).tolist(),
        strict=True,
    )
    return _write_scene(path, view, lambda plotter, _: _under_suns(plotter, view, suns), size)


def _write_scene(
    path: str | Path,
    view: View,
    frames: Callable[[Any, int], Iterator[NDArray[np.uint8]]],
    size: tuple[int, int],
) -> Path:
    """Write frames of one scene, which `frames` makes of its plotter, beside the legend."""
    writer = film_program(path)
    panel = panel_width_px(size[0])
    legend = view.legend((panel, size[1]))
    with drawable():
        plotter = scene_plotter(view, size=(size[0] - panel, size[1]), off_screen=True)
        try:
            shown = (np.concatenate([f, legend], axis=1) for f in frames(plotter, panel))
            _write(path, shown, writer, legend_colours(view))
        finally:
            plotter.close()
    return Path(path)


def write_views(
    path: str | Path, views: Iterable[View], *, size: tuple[int, int] = (960, 600)
) -> Path:
    """Write a film of views, such as one per water level or time step; needs no screen.

    Each stands still for `FRAMES_PER_VIEW` frames, seen from where the first is seen.

    Parameters
    ----------
    path : str or Path
        Ends in .gif, or in .mp4, which the program ffmpeg writes.
    views : iterable of View
        One after the other; drawn one at a time.
    size : tuple of int
        Width and height of the film, even numbers. [px]

    Returns
    -------
    Path
        The file.

    Raises
    ------
    CityModelError
        If there is no view, nothing can be drawn here, ffmpeg is missing, or the file cannot be
        written.
    """
    writer = film_program(path)
    following = iter(views)
    first = next(following, None)
    if first is None:
        raise CityModelError("a film of 0 views; give one or more")
    _write(path, _standing(chain([first], following), size), writer, legend_colours(first))
    return Path(path)


def _standing(views: Iterable[View], size: tuple[int, int]) -> Iterator[NDArray[np.uint8]]:
    """Yield the picture of every view as often as it stands still."""
    at = None
    for shown in views:
        at = at or standpoint(shown.city, shown.layers, aspect=size[0] / size[1])
        picture = replace(shown, at=at).image(size=size)
        for _ in range(FRAMES_PER_VIEW):
            yield picture


def _frame_count(seconds: float) -> int:
    if not 0.0 < seconds <= LONGEST_S:
        raise CityModelError(f"a film of {seconds} s; give more than 0 and at most {LONGEST_S:g}")
    return max(2, round(seconds * FRAMES_PER_S))


def _turned(plotter: Any, first: Standpoint, count: int) -> Iterator[NDArray[np.uint8]]:
    """Yield pictures from all around the focus."""
    offset = first.position - first.focus
    for angle in np.linspace(0.0, 2 * np.pi, count, endpoint=False):
        cos, sin = np.cos(angle), np.sin(angle)
        turned = np.array([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]]) @ offset
        plotter.camera.position = tuple(first.focus + turned)
        plotter.camera.focal_point = tuple(first.focus)
        plotter.camera.up = (0.0, 0.0, 1.0)
        plotter.reset_camera_clipping_range()
        yield _picture(plotter)


def _under_suns(
    plotter: Any, view: View, suns: Iterable[tuple[float, float]]
) -> Iterator[NDArray[np.uint8]]:
    """Yield pictures with the sun at places of the sky."""
    for azimuth, altitude in suns:
        move_sun(plotter, view, azimuth, altitude)
        yield _picture(plotter)


def move_sun(plotter: Any, view: View, azimuth_deg: float, altitude_deg: float) -> None:
    """Put the sun of a plotter elsewhere, and the shade with it."""
    relight(plotter, view.lit(azimuth_deg, altitude_deg))


def relight(plotter: Any, lit: View) -> None:
    """Put the sun of a plotter where that of a view is, and the shade with it."""
    plotter.remove_all_lights()
    add_sun(plotter, lit.toward_sun)
    shade = [layer for layer in lit.layers if layer.name == "shadows"]
    if shade:
        add_layer(plotter, shade[0])
    else:
        plotter.remove_actor("shadows")
    add_shade(plotter, lit)


def _picture(plotter: Any) -> NDArray[np.uint8]:
    plotter.render()  # a screenshot alone repeats the last picture
    return np.asarray(plotter.screenshot(None, return_img=True))[:, :, :3]


def film_program(path: str | Path) -> str:
    """Return the program that writes the film, "" for a .gif; asked before the drawing.

    Raises
    ------
    CityModelError
        If the suffix is of no film, or an .mp4 has no program to write it.
    """
    suffix = Path(path).suffix.lower()
    if suffix == ".gif":
        return ""
    if suffix != ".mp4":
        raise CityModelError(f"{path} has no film suffix; films are .mp4 or .gif; rename it")
    program = ffmpeg_program()
    if program is None:
        raise CityModelError(
            "an .mp4 needs the program ffmpeg; pip install 'plateau-analysis[movie]' brings it, or "
            "write a .gif"
        )
    return program


def ffmpeg_program() -> str | None:
    """Return the program ffmpeg: that of the system, else that of the extra "movie", else None."""
    found = shutil.which("ffmpeg")
    if found is not None or find_spec("imageio_ffmpeg") is None:
        return found
    try:
        return str(import_module("imageio_ffmpeg").get_ffmpeg_exe())
    except RuntimeError:  # it has no program for this system
        return None


def _write(
    path: str | Path,
    frames: Iterator[NDArray[np.uint8]],
    writer: str,
    colours: NDArray[np.uint8],
) -> None:
    with replaced(path) as temporary:
        if writer:
            _write_mp4(temporary, frames, writer)
        else:
            _write_gif(temporary, frames, colours)


def legend_blocks(colours: NDArray[np.uint8], width: int) -> NDArray[np.uint8]:
    """Return a picture in which every colour of the legend has room, (16 n, width, 3)."""
    return np.ascontiguousarray(
        np.broadcast_to(np.repeat(colours, 16, axis=0)[:, None], (16 * len(colours), width, 3))
    )


def legend_colours(view: View) -> NDArray[np.uint8]:
    """Return the colours that a legend explains, (n, 3)."""
    found = [entry.colour for entry in layer_entries(view.layers, view.lang)]
    if view.coloring is not None:
        found += [entry.colour for entry in view.coloring.entries]
    return np.array(found, dtype=np.uint8).reshape(-1, 3)


def _write_gif(path: Path, frames: Iterator[NDArray[np.uint8]], colours: NDArray[np.uint8]) -> None:
    from PIL import Image

    palette: Any = None
    found = []
    for frame in frames:
        # One palette for all frames, of the first one and of the legend, whose few pixels the
        # choice of colours would else pass over: "excluded" must not become grey.
        if palette is None:
            whole = np.concatenate([frame, legend_blocks(colours, frame.shape[1])])
            palette = Image.fromarray(whole).quantize(256, dither=Image.Dither.NONE)
        found.append(Image.fromarray(frame).quantize(palette=palette, dither=Image.Dither.NONE))
    first, *others = found
    first.save(path, save_all=True, append_images=others, duration=1000 // FRAMES_PER_S, loop=0)


def _write_mp4(path: Path, frames: Iterator[NDArray[np.uint8]], ffmpeg: str) -> None:
    first = next(frames)
    height, width = first.shape[:2]
    command = [ffmpeg, "-loglevel", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24"]
    command += ["-s", f"{width}x{height}", "-r", str(FRAMES_PER_S), "-i", "-", "-an"]
    command += ["-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2", "-pix_fmt", "yuv420p"]
    command += ["-movflags", "+faststart", str(path)]  # a browser plays it before it has it all
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        with suppress(BrokenPipeError):  # ffmpeg has given up; below it says why
            for frame in chain([first], frames):
                process.stdin.write(np.ascontiguousarray(frame).tobytes())
        error = process.communicate()[1].decode(errors="replace").strip()
    if process.returncode:
        said = error.splitlines() or [f"exit code {process.returncode}"]
        raise CityModelError(f"ffmpeg cannot write {path.name}: {said[-1]}")
