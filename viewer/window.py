"""View -> a window: click for attributes, switch layers, move sun and water."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from viewer.coloring import column_title
from viewer.drawing import (
    TRIANGLE,
    actors_of,
    add_legend_picture,
    add_shade,
    add_water,
    scene_plotter,
    set_depth_cue,
)
from viewer.fonts import is_drawable, japanese_font
from viewer.layers import solids_of
from viewer.legend import panel_width_px
from viewer.movie import relight
from viewer.page_data import useful_attributes
from viewer.shade import shade_map
from viewer.style import TEXT, DepthCue
from viewer.sun import SLIDER_HOURS, day_paths

if TYPE_CHECKING:
    from viewer.layers import Layer
    from viewer.scene import View

#: Lines of the text on a click.
MOST_LINES = 18
#: Day of the sun slider: the shortest shadows mislead, so the longest. See `SLIDER_DAYS`.
WINTER = 3
#: How far the water slider reaches. [m]
WATER_REACH_M = 25.0
#: Pixel of the lowest tick box, and the step to the next one. [px]
BOX_PX, BOX_STEP_PX = (12.0, 120.0), 34.0
PICKED = (255, 0, 200)
#: Tick boxes of what is no layer.
CUE = (30, 90, 160)
CUES: tuple[DepthCue, ...] = ("eye_dome", "sky_light")
#: A ticked box is as much darker than its layer, so that a road does not look unticked.
TICKED = 0.7


def window_plotter(view: View, *, size: tuple[int, int], off_screen: bool = False) -> Any:
    """Return a plotter with everything that answers to the mouse.

    A click on a building writes its id, attributes and results; a tick box per layer, for
    eye-dome lighting, for sky light and for shade on buildings, which is there from the start where
    no result gives the colours; a slider for the hour of the sun on 22 December, whose shade falls
    on the ground too; a slider for a level surface of water.

    Parameters
    ----------
    view : View
        What to show.
    size : tuple of int
        Width and height of the window. [px]
    off_screen : bool
        Whether to draw without a screen, as tests do.
    """
    can_shade = view.blocking is not None and view.shaded_layer is not None
    if can_shade and view.coloring is None:
        view = view.with_shade()
    plotter = scene_plotter(view, size=size, off_screen=off_screen)
    lamp = Lamp(plotter, view)
    add_legend_picture(plotter, view.legend((panel_width_px(size[0]), size[1])))
    if can_shade:
        add_shade_box(plotter, lamp)
    add_boxes(plotter, view)
    if day_paths(view.city) is not None:
        add_sun_slider(plotter, lamp)
    if len(view.city.mesh):
        add_water_slider(plotter, view)

    def clicked(_: object) -> None:
        click(plotter, view, plotter.iren.interactor.GetEventPosition())

    plotter.track_click_position(clicked, side="left")
    return plotter


def add_boxes(plotter: Any, view: View) -> None:
    """Add a tick box for every layer, which hides it or shows it again, and for depth cues."""
    for layer in view.layers:
        rgb = layer.base_rgb[0] if len(layer.base_rgb) else CUE
        colour = tuple(round(TICKED * int(part)) for part in rgb)
        name = solids_of(view.city) if layer.name == "buildings" else layer.name
        look = Box(TEXT[view.lang][name], colour, ticked=True)
        _add_box(plotter, look, partial(show_layer, plotter, layer))
    for cue in CUES:
        look = Box(TEXT[view.lang][cue], CUE, ticked=view.cue == cue)
        _add_box(plotter, look, partial(show_cue, plotter, cue))


def show_cue(plotter: Any, cue: DepthCue, shown: object) -> None:
    """Draw a depth cue, whose tick takes that of the other away, or none."""
    set_depth_cue(plotter, cue if shown else "")
    boxes = plotter.widgets.button_widgets[-len(CUES) :]
    for other, box in zip(CUES, boxes, strict=False):
        if shown and other != cue:
            box.GetRepresentation().SetState(0)


class Box(NamedTuple):
    """A tick box: its text, its colour where ticked, and whether it is."""

    text: str
    colour: tuple[int, ...]
    ticked: bool


def _add_box(plotter: Any, look: Box, action: Callable[[object], None]) -> None:
    """Add a tick box above those that are there."""
    number = len(plotter.widgets.button_widgets)
    x, y = BOX_PX[0], BOX_PX[1] + BOX_STEP_PX * number
    plotter.add_checkbox_button_widget(
        action,
        value=look.ticked,
        position=(x, y),
        size=22,
        border_size=2,
        color_on=tuple(part / 255 for part in look.colour),
        color_off="white",
    )
    plotter.add_text(look.text, position=(x + 32, y), name=f"box {number}", **_font(9))


def show_layer(plotter: Any, layer: Layer, shown: object) -> None:
    """Show a layer, or hide it."""
    for actor in actors_of(plotter, layer):
        actor.SetVisibility(bool(shown))


class Lamp:
    """The light of a window: where the sun is, and whether buildings shade each other."""

    def __init__(self, plotter: Any, view: View) -> None:
        self.plotter, self.view = plotter, view

    def move(self, azimuth_deg: float, altitude_deg: float) -> None:
        """Put the sun elsewhere, and the shade with it."""
        self.view = self.view.lit(azimuth_deg, altitude_deg)
        relight(self.plotter, self.view)
        self.plotter.render()

    def cast(self, shown: object) -> None:
        """Draw shade on walls and roofs, or none."""
        self.view = self.view.with_shade(shown=bool(shown))
        add_shade(self.plotter, self.view)
        self.plotter.render()


def add_shade_box(plotter: Any, lamp: Lamp) -> None:
    """Add a tick box for shade on buildings, which says how far apart its points are."""
    layer = lamp.view.shaded_layer
    assert layer is not None
    text = TEXT[lamp.view.lang]["building_shade"]
    if lamp.view.is_shaded:
        text += f" ({shade_map(layer.mesh).spacing_m:.1f} m)"
    _add_box(plotter, Box(text, CUE, ticked=lamp.view.is_shaded), lamp.cast)


def add_sun_slider(plotter: Any, lamp: Lamp) -> None:
    """Add a slider for the hour of the sun on the shortest day."""
    view = lamp.view
    days = day_paths(view.city)
    if days is None:
        return
    day = days["days"][WINTER]
    title = TEXT[view.lang]["sun_hour"].format(**day)

    def moved(hour: float) -> None:
        azimuth, altitude = (
            float(np.interp(hour, SLIDER_HOURS, day[name]))
            for name in ("azimuth_deg", "altitude_deg")
        )
        lamp.move(azimuth, altitude)

    up = SLIDER_HOURS[np.array(day["altitude_deg"]) > 0.5]
    _slider(plotter, moved, title, low=float(up[0]), high=float(up[-1]), value=12.0, row=0)


def add_water_slider(plotter: Any, view: View) -> None:
    """Add a slider for a level surface of water; at its low end there is none."""
    low = float(np.floor(view.city.mesh.bounds[0, 2])) + view.city.origin[2]

    def moved(level: float) -> None:
        if level > low:
            add_water(plotter, view.flooded(level))
        else:
            plotter.remove_actor("water level")

    title = TEXT[view.lang]["water_level"]
    _slider(plotter, moved, title, low=low, high=low + WATER_REACH_M, value=low, row=1)


def _slider(
    plotter: Any, moved: Any, title: str, *, low: float, high: float, value: float, row: int
) -> None:
    left = 0.02 + 0.4 * row
    plotter.add_slider_widget(
        moved,
        (low, high),
        value=value,
        pointa=(left, 0.075),
        pointb=(left + 0.3, 0.075),
        interaction_event="end",
        style="modern",
        color="black",
        fmt="%.1f",
    )
    width, height = plotter.window_size  # the slider's own title knows no Japanese font
    at = (left * width, 0.015 * height)
    plotter.add_text(title, position=at, name=f"slider {row}", **_font(8))


def click(plotter: Any, view: View, position: tuple[float, float]) -> list[str]:
    """Write what is known of the thing under a pixel; return the lines, none beside all things."""
    from vtkmodules.vtkRenderingCore import vtkCellPicker

    picker = vtkCellPicker()
    picker.SetTolerance(0.0005)
    picker.Pick(*position, 0.0, plotter.renderer)
    actor, cell = picker.GetActor(), picker.GetCellId()
    layer = next((each for each in view.layers if actor in actors_of(plotter, each)), None)
    plotter.remove_actor("picked")
    plotter.remove_actor("known")
    if actor is None or layer is None or cell < 0 or not len(layer.mesh):
        return []
    part = actor.mapper.dataset.cell_data.get(TRIANGLE)
    triangle = cell if part is None else int(part[cell])
    lines = known_of(view, layer, triangle)
    if lines:
        plotter.add_text(
            "\n".join(line for line in lines if is_drawable(line)),
            position="upper_left",
            name="known",
            **_font(9),
        )
        _mark(plotter, layer, same_thing(view, layer, triangle))
    return lines


def _mark(plotter: Any, layer: Layer, rows: NDArray[np.int64]) -> None:
    import pyvista as pv

    part = layer.mesh.submesh(rows)
    data = pv.PolyData.from_regular_faces(part.vertices.astype(np.float32), part.triangles)
    edges = data.extract_feature_edges(30.0)
    colour = [c / 255 for c in PICKED]
    plotter.add_mesh(edges, color=colour, line_width=3.0, lighting=False, name="picked")


def same_thing(view: View, layer: Layer, triangle: int) -> NDArray[np.int64]:
    """Triangles of the same feature, (n,)."""
    owner = view.city.root_row[view.city.surfaces.feature_row[layer.mesh.surface_row]]
    return np.flatnonzero(owner == owner[triangle])


def known_of(view: View, layer: Layer, triangle: int) -> list[str]:
    """Id, value, results and attributes of the thing a triangle belongs to.

    Parameters
    ----------
    view : View
        Gives the city and the result.
    layer : Layer
        The layer picked in.
    triangle : int
        Row of its mesh.

    Returns
    -------
    list of str
        The first line is the id; none for ground and shade.
    """
    surface = int(layer.mesh.surface_row[triangle])
    if layer.name in {"ground", "shadows"} or surface < 0:
        return []
    city, features = view.city, view.city.features
    owner = int(city.root_row[city.surfaces.feature_row[surface]])
    lines = [str(features.index[owner])]
    row = int(layer.table_row[triangle])
    if row >= 0 and view.table is not None and view.coloring is not None:
        lines.append(f"{view.coloring.title}: {view.coloring.text[row]}")
        others = [
            name
            for name in view.table.columns
            if name not in {view.coloring.column, view.table.geometry.name} | set(features.columns)
        ]
        lines += _said(view, view.table, row, others)
    lines += _said(view, features, owner, useful_attributes(features))
    return lines[:MOST_LINES]


def _said(view: View, table: pd.DataFrame, at: int, names: list[str]) -> list[str]:
    """Return a line for every value that is there in a row."""
    row = table.iloc[at]
    return [
        f"{column_title(table, name, lang=view.lang)}: {_text(row[name])}"
        for name in names
        if not _is_missing(row[name])
    ]


def _is_missing(value: Any) -> bool:
    if isinstance(value, list | tuple | dict):
        return not value
    return bool(pd.isna(value)) or value == ""


def _text(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)[:60]


def _font(size: int) -> dict[str, Any]:
    """Font of texts in the window: VTK's own has no Japanese glyphs and drops them in silence."""
    found = japanese_font()
    file = {} if found is None else {"font_file": str(found)}
    return {"font_size": size, "color": "black", **file}
