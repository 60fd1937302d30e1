from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
import zlib

import numpy as np
import pytest
import trimesh
from PIL import Image

from citygml.errors import CityModelError
from viewer import export
from viewer.export import page_buffers, page_facts, quantised, three_js
from viewer.framing import VIEW_ANGLE_DEG
from viewer.scene import view

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
FETCH = re.compile(r"(?:src|href)\s*=\s*[\"']([^\"']+)|url\(([^)]+)\)|@import\s+(\S+)")
#: Clicks where a point of the city is, once the page is drawn.
CLICK = """
<script>
const wait = setInterval(() => {
  if (!document.body.dataset.ready) return;
  clearInterval(wait);
  const moved = innerWidth > 900 ? document.getElementById("legend").offsetWidth / 2 : 0;
  const at = { clientX: innerWidth / 2 * (1 + @X@ / (innerWidth / innerHeight)) - moved,
    clientY: innerHeight / 2 * (1 - @Y@), pointerId: 1, button: 0, bubbles: true };
  const canvas = document.getElementById("canvas");
  canvas.setPointerCapture = () => {};
  for (const name of ["pointerdown", "pointerup"]) {
    canvas.dispatchEvent(new PointerEvent(name, at));
  }
}, 50);
</script>
"""


def packed(page: str, name: str) -> bytes:
    text = re.search(rf'<script type="text/plain" id="{name}">([^<]*)</script>', page).group(1)
    return zlib.decompress(base64.b64decode(text))


def browser(page, tmp_path, *options: str) -> subprocess.CompletedProcess:
    command = [
        CHROMIUM,
        "--headless",
        "--no-sandbox",
        "--use-angle=swiftshader",
        "--enable-unsafe-swiftshader",
        "--disable-background-networking",
        "--disable-dev-shm-usage",
        "--enable-logging=stderr",
        "--virtual-time-budget=6000",
        "--window-size=1000,640",
        f"--user-data-dir={tmp_path / 'profile'}",
        *options,
        page.as_uri(),
    ]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


@pytest.fixture
def page(town, roofs, tmp_path):
    shown = view(town, roofs, color="irradiation_kwh_per_m2", title="<b>Roofs</b> & co")
    return shown, shown.html(tmp_path / "page.html")


def test_the_page_holds_every_triangle_within_a_centimetre(page):
    shown, path = page
    text = path.read_text(encoding="utf-8")
    facts = json.loads(packed(text, "meta"))
    for i, layer in enumerate(shown.layers):
        whole = np.frombuffer(packed(text, f"{i}.position"), np.int32).reshape(-1, 3).cumsum(axis=0)
        index = np.frombuffer(packed(text, f"{i}.index"), np.int32).cumsum()
        vertices = np.array(facts["layers"][i]["low"]) + whole * facts["layers"][i]["step"]
        np.testing.assert_array_equal(index.reshape(-1, 3), layer.mesh.triangles)
        np.testing.assert_allclose(vertices, layer.mesh.vertices, atol=0.00501)
        palette = np.frombuffer(packed(text, f"{i}.palette"), np.uint8).reshape(-1, 3)
        colour = np.frombuffer(packed(text, f"{i}.colour"), np.int32)
        np.testing.assert_array_equal(palette[colour], layer.rgb)


def test_the_page_asks_the_network_for_nothing(page):
    text = page[1].read_text(encoding="utf-8")
    ours = text.replace(three_js(), "")
    found = [next(part for part in parts if part) for parts in FETCH.findall(ours)]
    assert [address for address in found if not address.startswith("data:")] == []
    assert "default-src 'none'" in text
    assert "://" not in ours


def test_titles_are_escaped_and_the_source_line_is_there(page, town):
    text = page[1].read_text(encoding="utf-8")
    assert "&lt;b&gt;Roofs&lt;/b&gt; &amp; co" in text
    assert town.provenance["source"] in text


def test_the_legend_of_the_page_has_unit_ticks_and_missing_values(page):
    legend = page_facts(page[0])["legend"]
    assert legend["title"] == "Irradiation [kWh/m²]"
    assert len(legend["ramp"]["ticks"]) >= 3
    assert legend["entries"][-1] == {"label": "no value", "colour": [188, 188, 188], "count": 1}


def test_a_text_of_the_data_cannot_end_the_script(town, answers, tmp_path):
    evil = "</script><script>alert(1)</script>"
    shown = view(town, answers.assign(name=evil), color="name")
    text = shown.html(tmp_path / "page.html").read_text(encoding="utf-8")
    assert "alert(1)" not in text
    assert evil in json.loads(packed(text, "meta"))["values"]


def test_parts_answer_with_the_attributes_of_their_building(page):
    shown, _ = page
    i = [layer.name for layer in shown.layers].index("buildings")
    feature = np.frombuffer(page_buffers(shown)[f"{i}.feature"], np.int32)
    np.testing.assert_array_equal(feature, shown.city.feature_row_of_triangle)


def test_coordinates_far_from_the_origin_keep_their_centimetre():
    points = np.array([(1e6, -2e6, 3.0), (1e6 + 12.345, -2e6, 3.0)])
    low, whole = quantised(points)
    np.testing.assert_allclose(low + whole * 0.01, points, rtol=0, atol=0.0051)


def test_a_trimesh_without_three_js_is_one_clear_line(monkeypatch, town, tmp_path):
    monkeypatch.setattr(export, "_CORE_END", "not in the template")
    three_js.cache_clear()
    with pytest.raises(CityModelError, match=r"carries no three\.js") as error:
        view(town).html(tmp_path / "page.html")
    assert "\n" not in str(error.value)
    assert not list(tmp_path.iterdir())
    three_js.cache_clear()


def test_an_unwritable_page_is_one_clear_line(town, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CityModelError, match="cannot be written"):
        view(town).html(tmp_path / "file" / "page.html")


def test_a_glb_has_one_node_per_layer_y_up_in_metres(town, tmp_path):
    path = view(town).glb(tmp_path / "town.glb")
    scene = trimesh.load(path)
    assert set(scene.graph.nodes_geometry) == {"ground", "roads", "water", "buildings"}
    low, high = scene.geometry["buildings"].bounds
    np.testing.assert_allclose((low, high), [(0, 3, -90), (90, 43, 0)], atol=1e-3)


@needs_browser
def test_the_page_draws_in_a_browser_without_error(page, tmp_path):
    picture = tmp_path / "page.png"
    result = browser(page[1], tmp_path, f"--screenshot={picture}")
    assert picture.exists(), result.stderr[-2000:]
    assert "CONSOLE" not in result.stderr
    pixels = np.asarray(Image.open(picture))[:, :700, :3]
    assert len(np.unique(pixels.reshape(-1, 3), axis=0)) > 100
    assert (pixels.max(axis=2) < 20).mean() < 0.02


@needs_browser
def test_a_click_on_a_roof_shows_id_and_value(page, tmp_path, town, roofs):
    """The roof of the tower b12 has its middle at (45, 45, 43)."""
    shown, path = page
    facts = page_facts(shown)["camera"]
    position, focus = np.array(facts["position"]), np.array(facts["focus"])
    forward = (focus - position) / np.linalg.norm(focus - position)
    right = np.cross(forward, (0, 0, 1))
    right /= np.linalg.norm(right)
    local = np.array([45.0, 45.0, 43.0]) - position
    scale = 1.0 / (local @ forward) / np.tan(np.radians(VIEW_ANGLE_DEG / 2))
    x, y = local @ right * scale, local @ np.cross(right, forward) * scale
    click = CLICK.replace("@X@", f"{x:.5f}").replace("@Y@", f"{y:.5f}")
    path.write_text(path.read_text(encoding="utf-8").replace("</body>", click + "</body>"))
    result = browser(path, tmp_path, "--dump-dom")
    popup = re.search(r'<div id="popup".*?</table>', result.stdout, re.DOTALL).group(0)
    assert "display: block" in popup
    assert ">b12 / s77<" in popup  # sixth face of the thirteenth box
    assert roofs.index[12] == "s77"
    assert "Irradiation: 960 kWh/m²" in popup
    assert "<td>Building</td>" in popup
