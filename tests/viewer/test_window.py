"""The window, drawn without a screen: clicks, tick boxes and sliders do what they say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analyses.raycast import RayScene
from viewer.rendering import drawable, rendering
from viewer.scene import view
from viewer.window import click, known_of, same_thing, window_plotter

SIZE = (900, 600)


@pytest.fixture
def window(town, roofs):
    """A view and its window."""
    problem = rendering().problem
    if problem:
        pytest.skip(problem)
    shown = view(town, roofs, color="irradiation_kwh_per_m2", hazards=True)
    with drawable():
        plotter = window_plotter(shown, size=SIZE, off_screen=True)
        plotter.show(auto_close=False)
        yield shown, plotter
        plotter.close()


def picture(plotter):
    plotter.render()
    return np.asarray(plotter.screenshot(None, return_img=True))[:, :700, :3].astype(int)


def pixel_of(plotter, point):
    """Pixel of a point of the city, from the lower left corner."""
    renderer = plotter.renderer
    renderer.SetWorldPoint(*point, 1.0)
    renderer.WorldToDisplay()
    return renderer.GetDisplayPoint()[:2]


def slide(plotter, number, value):
    slider = plotter.widgets.slider_widgets[number]
    slider.GetRepresentation().SetValue(value)
    slider.InvokeEvent("EndInteractionEvent")


def press(box, ticked):
    box.GetRepresentation().SetState(ticked)
    box.InvokeEvent("StateChangedEvent")


def changed(one, other) -> float:
    return float((np.abs(one - other).max(axis=2) > 12).mean())


def test_a_click_on_the_tower_tells_of_it_and_marks_it(window):
    shown, plotter = window
    before = picture(plotter)
    lines = click(plotter, shown, pixel_of(plotter, (45.0, 45.0, 43.0)))
    assert lines[:2] == ["b12", "Irradiation [kWh/m²]: 960 kWh/m²"]
    assert "Kind: Building" in lines
    after = picture(plotter)
    magenta = (after[:, :, 0] > 200) & (after[:, :, 1] < 90) & (after[:, :, 2] > 150)
    assert magenta.sum() > 30
    assert changed(before, after) > 0.002
    assert click(plotter, shown, (5, 595)) == []  # the sky
    assert changed(before, picture(plotter)) < 0.001


def test_a_click_of_the_mouse_is_heard(window):
    """A left button pressed over the tower, as the window system would say it."""
    _, plotter = window
    x, y = pixel_of(plotter, (45.0, 45.0, 43.0))
    plotter.iren.interactor.SetEventInformation(round(x), round(y), 0, 0, "\0", 0, None)
    plotter.iren.interactor.LeftButtonPressEvent()
    plotter.iren.interactor.LeftButtonReleaseEvent()
    assert "known" in plotter.actors


def test_a_tick_box_hides_its_layer(window):
    shown, plotter = window
    before = picture(plotter)
    number = [layer.name for layer in shown.layers].index("buildings")
    box = plotter.widgets.button_widgets[number]
    press(box, 0)
    assert not plotter.actors["buildings"].GetVisibility()
    assert changed(before, picture(plotter)) > 0.03


@pytest.mark.parametrize("cue", [0, 1])
def test_depth_cues_are_ticked_on_and_off(window, cue):
    """Eye-dome lighting draws dark edges, sky light darkens the foot of the houses."""
    shown, plotter = window
    box = plotter.widgets.button_widgets[len(shown.layers) + cue]
    before = picture(plotter)
    for ticked in (1, 0):
        press(box, ticked)
        after = picture(plotter)
        darker = (before.sum(axis=2) - after.sum(axis=2) > 24).mean()
        assert (darker > 0.01) == bool(ticked)


def test_one_depth_cue_takes_the_place_of_the_other(window):
    """VTK draws one at a time; both at once fill stderr with warnings."""
    shown, plotter = window
    boxes = plotter.widgets.button_widgets[len(shown.layers) :]
    for box in boxes:
        press(box, 1)
    assert [box.GetRepresentation().GetState() for box in boxes] == [0, 1]


def test_the_sun_slider_turns_the_shade(window):
    """22 December: at 9:00 the shade falls to the north-west, at 15:00 to the north-east."""
    _, plotter = window

    def middle_of_shade():
        shade = plotter.actors["shadows"].mapper.dataset
        return np.asarray(shade.cell_centers().points)[:, 0].max()

    slide(plotter, 0, 9.0)
    morning = middle_of_shade()
    slide(plotter, 0, 15.0)
    assert middle_of_shade() > morning + 5.0


def test_the_water_slider_raises_a_level_surface(window):
    _, plotter = window
    slide(plotter, 1, 7.0)
    bounds = plotter.actors["water level"].bounds
    assert bounds[4] == pytest.approx(7.0)
    assert bounds[5] == pytest.approx(7.0)
    slide(plotter, 1, 3.0)  # the low end
    assert "water level" not in plotter.actors


def test_nothing_is_known_of_the_ground(town):
    shown = view(town)
    layer = next(layer for layer in shown.layers if layer.name == "ground")
    assert known_of(shown, layer, 0) == []


def test_the_twelve_triangles_of_a_house_are_one_thing(town):
    shown = view(town)
    layer = next(layer for layer in shown.layers if layer.name == "buildings")
    np.testing.assert_array_equal(same_thing(shown, layer, 12), np.arange(12, 24))


def test_shade_on_buildings_is_a_tick_box_and_moves_with_the_sun(town):
    """In the morning the tower shades houses west of it, in the afternoon those east of it."""
    if problem := rendering().problem:
        pytest.skip(problem)
    shown = replace(view(town), blocking=lambda mesh: RayScene(mesh).is_occluded)
    with drawable():
        plotter = window_plotter(shown, size=SIZE, off_screen=True)
        plotter.show(auto_close=False)
        box = plotter.widgets.button_widgets[0]
        with_shade = picture(plotter)
        press(box, 0)
        without = picture(plotter)
        press(box, 1)
        again = picture(plotter)
        slide(plotter, 0, 9.0)
        morning = picture(plotter)
        slide(plotter, 0, 15.0)
        afternoon = picture(plotter)
        plotter.close()
    assert changed(with_shade, without) > 0.002
    assert changed(with_shade, again) == 0.0
    assert changed(morning, afternoon) > 0.02


def test_a_result_has_no_shade_until_it_is_ticked(town, roofs):
    if problem := rendering().problem:
        pytest.skip(problem)
    made = view(town, roofs, color="irradiation_kwh_per_m2")
    shown = replace(made, blocking=lambda mesh: RayScene(mesh).is_occluded)
    with drawable():
        plotter = window_plotter(shown, size=SIZE, off_screen=True)
        assert plotter.actors["buildings"].texture is None
        press(plotter.widgets.button_widgets[0], 1)
        assert plotter.actors["buildings"].texture is not None
        plotter.close()
