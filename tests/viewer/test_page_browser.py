"""The page in headless Chromium: it loads, answers clicks, recolours, moves sun and water."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from builders import Box, box_city, flat_ground
from chromium import browser, needs_chromium

from viewer.scene import view

pytestmark = needs_chromium
LEGEND_PX = 280


@pytest.fixture(scope="module")
def tab(tmp_path_factory):
    with browser(tmp_path_factory.mktemp("browser")) as opened:
        yield opened


@pytest.fixture
def page(tab, town, roofs, tmp_path):
    table = roofs.assign(tilt_deg=np.arange(len(roofs)) * 2.0)
    table.attrs = roofs.attrs
    shown = view(town, table, color="irradiation_kwh_per_m2", title="Roofs")
    tab.complaints.clear()
    tab.requests.clear()
    tab.open(shown.html(tmp_path / "page.html"))
    yield tab
    assert tab.complaints == []
    assert [url for url in tab.requests if not url.startswith(("file:", "data:"))] == []


def scene(tab):
    """The picture left of the panel."""
    return tab.pixels()[:, :-LEGEND_PX].astype(int)


def at(tab, point):
    """Colour of the page where a point of the city is."""
    x, y = tab.value(f"plateau.screen({', '.join(map(str, point))})")
    return tab.pixels()[round(y), round(x)].astype(int)


def difference(one, other) -> float:
    return float((np.abs(one - other).max(axis=2) > 12).mean())


def test_it_draws_the_town(page):
    picture = scene(page)
    assert len(np.unique(picture.reshape(-1, 3), axis=0)) > 100
    assert (picture.max(axis=2) < 20).mean() < 0.02
    assert int(page.value("Number(document.body.dataset.ready)")) >= 300


#: Cosine of the worst angle between the normal of a vertex and that of a triangle of the houses.
WORST_NORMAL = """(() => {
  let worst = 1;
  const face = new THREE.Triangle(), wanted = new THREE.Vector3(), own = new THREE.Vector3();
  for (const { mesh } of plateau.objects.at(-1).userData.parts) {
    const { position, normal } = mesh.geometry.attributes, index = mesh.geometry.index;
    for (let k = 0; k < index.count; k += 3) {
      const corners = [0, 1, 2].map((c) => index.getX(k + c));
      face.setFromAttributeAndIndices(position, ...corners).getNormal(wanted);
      for (const at of corners) {
        worst = Math.min(worst, own.fromBufferAttribute(normal, at).normalize().dot(wanted));
      }
    }
  }
  return worst;
})()"""


def test_walls_and_roofs_look_outwards_for_the_light(page):
    assert page.value(WORST_NORMAL) > 0.999


def test_a_click_on_a_roof_shows_id_and_value(page):
    """The roof of the tower b12 has its middle at (45, 45, 43); it is the 13th: 960 kWh/m2."""
    x, y = page.value("plateau.screen(45, 45, 43)")
    page.click(x, y)
    assert page.value("getComputedStyle(byId('popup')).display") == "block"
    assert page.value("byId('identity').textContent") == "b12 / s77"
    assert page.value("byId('value').textContent") == "Irradiation: 960 kWh/m²"
    said = page.value("byId('attributes').innerText")
    assert "Tilt\t24°" in said
    assert "Building" in said
    page.value("byId('close').click()")
    assert page.value("getComputedStyle(byId('popup')).display") == "none"


def test_frames_in_slow_motion_are_coarse_and_then_sharp_again(page):
    """A frame of 100 ms and a turn after it: half the pixels each way until the hand rests.

    This browser has no graphics card: at rest the picture has 1.5 times the 1000 px of the page.
    """
    width = page.value("byId('canvas').width")
    assert width == 1500
    page.value("(plateau.drawn = performance.now() - 100, plateau.orbit.turn(5, 0))")
    assert page.value("byId('canvas').width") == 500
    page.value("new Promise((r) => setTimeout(r, 600))")
    assert page.value("byId('canvas').width") == width


def test_a_value_that_is_missing_is_said_to_be(page):
    page.value("plateau.search('s5')")
    assert page.value("byId('value').textContent") == "Irradiation: no value"


def test_a_click_beside_the_houses_shows_nothing(page):
    x, y = page.value("plateau.screen(15, 35, 3)")
    page.click(x, y)
    assert page.value("byId('popup').style.display") == "none"


def test_choosing_a_column_changes_colours_and_legend(page):
    before, roof = scene(page), at(page, (45, 45, 43))
    page.value(
        "byId('column').value = 'tilt_deg'; byId('column').dispatchEvent(new Event('change'))"
    )
    after = scene(page)
    assert difference(before, after) > 0.02
    assert np.abs(at(page, (45, 45, 43)) - roof).max() > 40
    assert page.value("byId('ticks').innerText").split()[0] == "0"
    page.value("plateau.show('')")
    brick = at(page, (45, 45, 43))
    assert brick[0] - brick[1] > 30  # a roof without a result


def test_a_layer_can_be_switched_off(page):
    before = scene(page)
    page.value("document.querySelector('#layers input').click()")  # the buildings are on top
    assert page.value("plateau.objects.at(-1).visible") is False
    assert difference(before, scene(page)) > 0.05


def test_the_search_goes_to_an_id_and_says_when_there_is_none(page):
    assert page.value("plateau.search('b7')") is True
    assert page.value("byId('identity').textContent").startswith("b7")
    x, y = page.value("plateau.screen(25, 45, 9)")  # b7 stands at (20 to 30, 40 to 50)
    assert 0 < x < 1000
    assert 0 < y < 600
    assert page.value("plateau.search('nowhere')") is False
    assert page.value("byId('found').textContent") == "not found"


def test_the_sun_slider_moves_the_shadow_of_the_tower(page):
    """21 June: at 8:00 the sun is in the east, 40 degrees high, at 16:00 in the west.

    The tower rises 34 m above the roofs west and east of it: its shadow is 40 m long.
    """
    page.value("byId('day').value = '1'; byId('hour').value = 16; plateau.moveSun()")
    assert page.value("byId('sun-place').textContent").startswith("08:00 (UTC+9)")
    west, east = (25.0, 45.0, 9.0), (65.0, 45.0, 9.0)
    morning = [at(page, west).sum(), at(page, east).sum()]
    page.value("byId('hour').value = 48; plateau.moveSun()")  # 16:00
    evening = [at(page, west).sum(), at(page, east).sum()]
    assert morning[0] < evening[0] - 60
    assert evening[1] < morning[1] - 60


def test_at_night_there_is_no_sun(page):
    page.value("byId('day').value = '3'; byId('hour').value = 0; plateau.moveSun()")  # 4:00
    assert page.value("byId('sun-place').textContent").endswith("below the horizon")
    assert page.value("plateau.sun.light.intensity") == 0


def test_the_water_slider_floods_the_streets_and_not_the_tower(page):
    street, tower = (15.0, 15.0, 3.0), (45.0, 45.0, 43.0)
    dry, top = at(page, street), at(page, tower)
    page.value("byId('level').value = 8; plateau.moveWater()")
    wet = at(page, street)
    assert wet[2] - wet[0] > dry[2] - dry[0] + 40  # bluer
    assert np.abs(at(page, tower) - top).max() < 6
    assert page.value("byId('level-text').textContent").startswith("8.0 m above sea level")


def test_the_water_follows_the_mouse_and_stays_coarse_only_while_it_moves(page):
    x, y, width, height = page.value(
        "(() => { const r = byId('level').getBoundingClientRect(); "
        "return [r.x, r.y, r.width, r.height]; })()"
    )
    for kind, share in (("mousePressed", 0.0), ("mouseMoved", 0.4), ("mouseReleased", 0.4)):
        place = {"x": x + 8 + share * (width - 16), "y": y + height / 2}
        page.call("Input.dispatchMouseEvent", type=kind, button="left", buttons=1, **place)
    assert page.value("plateau.water.position.z") == pytest.approx(3 + 0.4 * 25, abs=1.0)
    page.value("new Promise((r) => setTimeout(r, 600))")
    assert page.value("plateau.share === plateau.fine")


def test_layers_are_cut_where_the_picture_ends(tab, tmp_path):
    """Three houses 700 m apart are three chunks; from close by one of them is drawn."""
    city = box_city([Box(10, 10, 6, east=700.0 * k) for k in range(3)], terrain=flat_ground(30.0))
    tab.open(view(city).html(tmp_path / "wide.html"))
    assert tab.value("plateau.objects.at(-1).userData.parts.length") == 3
    tab.value("plateau.search('b2')")
    tab.pixels()
    assert tab.value("plateau.renderer.info.render.calls") == 1  # the ground is far off
    assert tab.value("byId('identity').textContent") == "b2"
    assert tab.complaints == []


def test_texts_of_the_data_are_shown_as_texts(tab, tmp_path):
    evil = "</script><img src=x onerror=\"document.body.dataset.owned='yes'\"><!--"
    attributes = {"name": evil, "usage": "名" * 5000}
    city = box_city([Box(10, 10, 6, attributes=attributes)], terrain=flat_ground(30.0))
    city = replace(city, features=city.features.set_axis(pd.Index([evil], name="feature_id")))
    table = city.features[["geometry"]].assign(words=[evil])
    tab.complaints.clear()
    tab.open(view(city, table, color="words", title=evil).html(tmp_path / "evil.html"))
    assert tab.value("plateau.search('onerror')") is True
    assert tab.value("byId('identity').textContent") == evil
    assert evil in tab.value("byId('attributes').textContent")
    assert tab.value("document.images.length") == 0
    assert tab.value("document.body.dataset.owned") is None
    assert tab.value("document.body.scrollWidth <= innerWidth") is True
    assert tab.complaints == []


def test_the_page_speaks_both_languages(page):
    page.value("plateau.search('b12'); byId('language').click()")
    said = page.value("document.body.innerText")
    for words in ("レイヤー", "建築物", "太陽", "年間日射量"):
        assert words in said
    assert page.value("document.documentElement.lang") == "ja"
    page.value("byId('language').click()")
    assert "Layers" in page.value("document.body.innerText")
