"""Coloring -> a panel of text and patches, drawn with Matplotlib and the fonts found here."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from citygml.surfaces import SurfaceKind
from viewer.coloring import Coloring, Entry, Ramp, plain_number
from viewer.fonts import is_drawable, japanese_font
from viewer.layers import Layer, Solids
from viewer.style import CAMERA, RGB, SURFACE_COLOURS, TEXT, Language

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DPI = 100
#: Width of the panel as a share of the picture, and its limits. [px]
PANEL_SHARE, PANEL_MIN_PX, PANEL_MAX_PX = 0.2, 190, 320
_MARGIN = 0.09
_LINE_PX = 23.0
#: Where a Japanese line may end: between any two characters, but within no Latin word or count.
_PARTS = re.compile(r" *\([\d,]+\)|[A-Za-z0-9_.,:/-]{1,24} ?|.")
#: Labels nearer to each other than this would touch. [px]
_TEXT_PX = 12.0
LAYER_KIND = {
    "roads": SurfaceKind.TRAFFIC,
    "water": SurfaceKind.WATER,
    "zones": SurfaceKind.ZONE,
    "ground": SurfaceKind.TERRAIN,
}


def panel_width_px(width_px: int) -> int:
    """Width of the legend panel of a picture. [px]"""
    return int(np.clip(PANEL_SHARE * width_px, PANEL_MIN_PX, PANEL_MAX_PX))


def layer_entries(
    layers: Sequence[Layer],
    lang: Language,
    *,
    cameras: bool = False,
    solids: Solids = "buildings",
) -> tuple[Entry, ...]:
    """Legend of what is drawn beside the coloured column, or without one."""
    found = [Entry(TEXT[lang]["cameras"], CAMERA, -1)] if cameras else []
    for layer in reversed(layers):
        if layer.name in LAYER_KIND:
            colour = SURFACE_COLOURS[LAYER_KIND[layer.name]]
            found.append(Entry(TEXT[lang][layer.name], colour, -1))
        elif layer.name == "buildings" and not (layer.table_row >= 0).any():
            found.append(Entry(TEXT[lang][solids], main_colour(layer), -1))
    return tuple(found)


def main_colour(layer: Layer) -> RGB:
    """Colour of the roofs of a layer, else the one that most of its triangles have."""
    roof = SURFACE_COLOURS[SurfaceKind.ROOF]
    if (layer.rgb == roof).all(axis=1).any():
        return roof
    colours, count = np.unique(layer.rgb, axis=0, return_counts=True)
    red, green, blue = colours[count.argmax()].tolist()
    return red, green, blue


def legend_panel(
    size_px: tuple[int, int],
    *,
    title: str,
    dataset: str,
    coloring: Coloring | None,
    others: Sequence[Entry],
    source: str,
    note: str = "",
) -> NDArray[np.uint8]:
    """Draw the panel beside a picture.

    Parameters
    ----------
    size_px : tuple of int
        Width and height.
    title : str
        Title of the picture, "" for none.
    dataset : str
        Name of the dataset, in small letters.
    coloring : Coloring or None
        The column shown.
    others : sequence of Entry
        Layers without a value.
    source : str
        Where the data comes from, at the foot.
    note : str
        A line about the picture, under the dataset.

    Returns
    -------
    (height, width, 3) ndarray of uint8
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    width, height = size_px
    figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI, facecolor="white")
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    axes.set_axis_off()
    y = 26.0
    lines = wrapped(source, width_px=width * (1 - 2 * _MARGIN), size=7.0)
    foot = height - 12.0 * len(lines) - 4
    if title:
        y = write_lines(axes, title, y=y, width_px=width, size=12.0, weight="bold") + 6
    for line in (dataset, note):
        y = write_lines(axes, line, y=y, width_px=width, size=7.5) if line else y
    y += 18
    if coloring is not None:
        y = write_lines(axes, coloring.title, y=y, width_px=width, size=10.0, weight="bold") + 8
        if coloring.ramp is not None:
            y = _draw_ramp(axes, coloring.ramp, y=y, height_px=min(0.38 * height, 260.0))
        y = _draw_entries(axes, coloring.entries, y=y, width_px=width) + 12
    # In a low picture the colours of the result come first, what layers are called last.
    room = max(int((foot - y) / _LINE_PX), 0)
    _draw_entries(axes, others[:room], y=y, width_px=width)
    write_lines(axes, source, y=foot, width_px=width, size=7.0)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[:, :, :3].copy()


def text_style(text: str, size: float, weight: str = "normal") -> dict[str, Any]:
    """Font of a text: the Japanese file where the text needs it, else Matplotlib's own."""
    from matplotlib.font_manager import FontProperties

    font = japanese_font()
    if font is not None and not text.isascii() and not _is_latin(text):
        return {"fontproperties": FontProperties(fname=str(font), size=size)}
    return {"fontproperties": FontProperties(family="DejaVu Sans", size=size, weight=weight)}


def drawable_text(text: str, instead: str) -> str:
    """Return the text, or the other where this machine has no glyphs for it."""
    return text if is_drawable(text) else instead


def wrapped(text: str, *, width_px: float, size: float) -> list[str]:
    """Break a text into lines of at most a width; a full-width character counts as two."""
    em = size * DPI / 72.0
    if _is_latin(text):
        return textwrap.wrap(text, max(int(width_px / (0.58 * em)), 4)) or [""]
    lines, room = [""], width_px / (1.04 * em)
    for part in _PARTS.findall(text):
        if _ems(lines[-1] + part) > room and lines[-1]:
            lines.append("")
        lines[-1] += part if lines[-1] else part.lstrip()
    return [line.rstrip() for line in lines]


def _ems(text: str) -> float:
    """Width of a text in full-width characters."""
    return sum(0.56 if _is_latin(character) else 1.0 for character in text)


def write_lines(
    axes: Axes, text: str, *, y: float, width_px: int, size: float, weight: str = "normal"
) -> float:
    """Write a text below `y` and return where its last line ends. [px]"""
    step = 1.32 * size * DPI / 72.0
    for line in wrapped(text, width_px=width_px * (1 - 2 * _MARGIN), size=size):
        axes.text(width_px * _MARGIN, y, line, va="center", **text_style(line, size, weight))
        y += step
    return y


def _draw_ramp(axes: Axes, ramp: Ramp, *, y: float, height_px: float) -> float:
    """Draw the colour bar from high to low with its ticks; return where it ends."""
    left = axes.get_xlim()[1] * _MARGIN
    bar = ramp.colours[::-1][:, None, :]
    axes.imshow(bar, extent=(left, left + 26, y + height_px, y), aspect="auto", zorder=2)
    span = ramp.high - ramp.low
    marks = {tick: plain_number(tick) for tick in ramp.ticks}
    for beyond, end, sign in ((ramp.above, ramp.high, "≥"), (ramp.below, ramp.low, "≤")):
        if beyond:  # what shares the colour of the end is not said to have the value of a tick
            near = [tick for tick in marks if abs(tick - end) * height_px < _TEXT_PX * span]
            marks = {tick: label for tick, label in marks.items() if tick not in near}
            marks[end] = f"{sign} {plain_number(end)}"
    for value, label in marks.items():
        at = y + height_px * (ramp.high - value) / span
        axes.plot([left + 26, left + 31], [at, at], color="black", linewidth=0.8)
        axes.text(left + 36, at, label, va="center", **text_style(label, 9.0))
    axes.set_xlim(0, axes.figure.bbox.width)
    axes.set_ylim(axes.figure.bbox.height, 0)
    return y + height_px + 22


def _draw_entries(axes: Axes, entries: Sequence[Entry], *, y: float, width_px: int) -> float:
    """Draw patch, label and count of every entry; return where they end."""
    from matplotlib.patches import Rectangle

    left = width_px * _MARGIN
    for entry in entries:
        patch = Rectangle(
            (left, y - 7),
            26,
            14,
            facecolor=tuple(c / 255 for c in entry.colour),
            edgecolor=(0.35, 0.35, 0.35),
            linewidth=0.6,
        )
        axes.add_patch(patch)
        label = entry.label if entry.count < 0 else f"{entry.label}  ({entry.count:,})"
        lines = wrapped(label, width_px=width_px * (1 - _MARGIN) - left - 36, size=9.0)
        for i, line in enumerate(lines[:2]):
            axes.text(left + 36, y + 13 * i, line, va="center", **text_style(line, 9.0))
        y += _LINE_PX + 13 * (len(lines[:2]) - 1)
    return y


def _is_latin(text: str) -> bool:
    return all(ord(character) < 0x250 or character in "–—…≤≥∞" for character in text)


def blank_figure(width_px: int, height_px: int) -> Figure:
    """Return a white figure of the object API, without pyplot's global state."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width_px / DPI, height_px / DPI), dpi=DPI, facecolor="white")
    FigureCanvasAgg(figure)
    return figure
