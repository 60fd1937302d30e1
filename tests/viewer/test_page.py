from __future__ import annotations

import base64
import json
import re
import zlib
from dataclasses import replace
from importlib.resources import files

import numpy as np
import pandas as pd
import pytest

from citygml.errors import CityModelError
from citygml.mesh import EMPTY
from viewer import fonts
from viewer import page as module
from viewer.page import flood_range, layer_buffers, page_content, page_text, quantised, three_js
from viewer.scene import view
from viewer.style import SURFACE_COLOURS
from viewer.style import TEXT as LAYER_TEXT

FETCH = re.compile(r"(?:src|href)\s*=\s*[\"']([^\"']+)|url\(([^)]+)\)|@import\s+(\S+)")


def packed(page: str, name: str) -> bytes:
    text = re.search(rf'<script type="text/plain" id="{name}">([^<]*)</script>', page).group(1)
    return zlib.decompress(base64.b64decode(text))


def whole_numbers(page: str, name: str, dtype=np.int32) -> np.ndarray:
    return np.frombuffer(packed(page, name), dtype)


@pytest.fixture
def page(town, roofs, tmp_path):
    shown = view(town, roofs, color="irradiation_kwh_per_m2", title="<b>Roofs</b> & co")
    return shown, shown.html(tmp_path / "page.html")


def test_the_page_holds_every_triangle_within_a_centimetre(page):
    shown, path = page
    text = path.read_text(encoding="utf-8")
    facts = json.loads(packed(text, "meta"))
    layers = [layer for layer in shown.layers if layer.name != "shadows"]
    assert [fact["name"] for fact in facts["layers"]] == [layer.name for layer in layers]
    for i, layer in enumerate(layers):
        whole = whole_numbers(text, f"{i}.position").reshape(-1, 3).cumsum(axis=0)
        index = whole_numbers(text, f"{i}.index").cumsum()
        vertices = np.array(facts["layers"][i]["low"]) + whole * facts["layers"][i]["step"]
        np.testing.assert_array_equal(index.reshape(-1, 3), layer.mesh.triangles)
        np.testing.assert_allclose(vertices, layer.mesh.vertices, atol=0.00501)
        palette = whole_numbers(text, f"{i}.palette", np.uint8).reshape(-1, 3)
        colour = whole_numbers(text, f"{i}.colour", np.uint16)
        np.testing.assert_array_equal(palette[colour], layer.base_rgb)
        np.testing.assert_array_equal(whole_numbers(text, f"{i}.row").cumsum(), layer.table_row)


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


def test_a_text_of_the_data_cannot_end_the_script(town, answers, tmp_path):
    evil = "</script><script>alert(1)</script>"
    shown = view(town, answers.assign(name=evil), color="name")
    text = shown.html(tmp_path / "page.html").read_text(encoding="utf-8")
    assert "alert(1)" not in text
    columns = {c["name"]: c for c in json.loads(packed(text, "meta"))["columns"]}
    assert columns["name"]["words"]["en"] == [evil]


def test_parts_answer_with_the_attributes_of_their_building(town):
    """b1 is made a part of b0: its twelve triangles name row 0."""
    parents = town.features["parent_id"].copy()
    parents["b1"] = "b0"
    town = replace(town, features=town.features.assign(parent_id=parents))
    shown = view(town)
    layer = next(layer for layer in shown.layers if layer.name == "buildings")
    feature = np.frombuffer(layer_buffers(shown, layer)["feature"], np.int32).cumsum()
    assert (feature == 0).sum() == 24
    assert (feature == 1).sum() == 0


def test_coordinates_far_from_the_origin_keep_their_centimetre():
    points = np.array([(1e6, -2e6, 3.0), (1e6 + 12.345, -2e6, 3.0)])
    low, whole = quantised(points)
    np.testing.assert_allclose(low + whole * 0.01, points, rtol=0, atol=0.0051)


def test_the_water_slider_begins_at_the_lowest_ground(town):
    """Houses and ground begin at 3 m above an origin at 100 m."""
    town = replace(town, origin=(*town.origin[:2], 100.0))
    shown = view(town)
    found = flood_range(shown, list(shown.layers))
    assert found == {"low": 3.0, "high": 28.0, "origin": 100.0}


def test_every_word_of_the_page_is_there_in_both_languages():
    words = page_text()
    assert set(words["en"]) == set(words["ja"])
    assert all(words["en"].values())
    assert all(words["ja"].values())
    script = files("viewer").joinpath("page.js").read_text(encoding="utf-8")
    assert set(re.findall(r"this\.words\.(\w+)", script)) <= set(words["en"])


def test_the_page_begins_in_the_language_asked_for_even_without_a_font(monkeypatch, town, tmp_path):
    monkeypatch.setattr(fonts, "japanese_font", lambda: None)
    shown = view(town, lang="ja")
    assert shown.lang == "en"
    text = shown.html(tmp_path / "page.html").read_text(encoding="utf-8")
    assert '<html lang="ja">' in text
    labels = json.loads(packed(text, "meta"))["layers"]
    assert labels[-1]["label"] == {
        "en": LAYER_TEXT["en"]["buildings"],
        "ja": LAYER_TEXT["ja"]["buildings"],
    }


def test_layers_bring_the_colour_of_their_legend(page):
    facts, _ = page_content(page[0])
    colours = {fact["name"]: fact["colour"] for fact in facts["layers"]}
    assert colours["roads"] == list(SURFACE_COLOURS[12])
    assert colours["buildings"] is None


def test_a_city_of_ground_alone_has_a_page(town, tmp_path):
    bare = replace(
        town,
        features=town.features.iloc[:0],
        surfaces=town.surfaces.take(np.zeros(0, int)),
        mesh=EMPTY,
        records={},
        problems=pd.DataFrame(),
    )
    facts = json.loads(packed(view(bare).html(tmp_path / "a.html").read_text(), "meta"))
    assert facts["flood"] is None
    assert [fact["name"] for fact in facts["layers"]] == ["ground"]


def test_a_trimesh_without_three_js_is_one_clear_line(monkeypatch, town, tmp_path):
    monkeypatch.setattr(module, "_CORE_END", "not in the template")
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
