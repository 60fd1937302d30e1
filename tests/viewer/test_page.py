from __future__ import annotations

import base64
import json
import re
import zlib
from dataclasses import replace
from importlib.resources import files

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from builders import Box, box_city, flat_ground
from glb_reader import chunks_of, glb_parts
from shapely.geometry import box

from citygml.errors import CityModelError
from citygml.mesh import EMPTY
from viewer import fonts
from viewer import page as module
from viewer.export.corners import feature_rows, linear_colour
from viewer.page import (
    SCRIPTS,
    flood_range,
    page_content,
    page_layers,
    page_text,
    scene_glb,
    three_js,
)
from viewer.scene import view
from viewer.style import SURFACE_COLOURS
from viewer.style import TEXT as LAYER_TEXT

FETCH = re.compile(r"(?:src|href)\s*=\s*[\"']([^\"']+)|url\(([^)]+)\)|@import\s+(\S+)")


def packed(page: str, name: str) -> bytes:
    text = re.search(rf'<script type="text/plain" id="{name}">([^<]*)</script>', page).group(1)
    return zlib.decompress(base64.b64decode(text))


@pytest.fixture
def page(town, roofs, tmp_path):
    shown = view(town, roofs, color="irradiation_kwh_per_m2", title="<b>Roofs</b> & co")
    return shown, shown.html(tmp_path / "page.html")


def test_the_page_holds_every_triangle_within_a_centimetre(page):
    """Corners, colours, buildings and rows of the result, each as a set of triangles."""
    shown, path = page
    text = path.read_text(encoding="utf-8")
    facts, scene = json.loads(packed(text, "meta")), glb_parts(packed(text, "scene"))
    layers = [layer for layer in shown.layers if layer.name != "shadows"]
    assert [fact["name"] for fact in facts["layers"]] == [layer.name for layer in layers]
    assert [scene[0]["nodes"][n]["name"] for n in scene[0]["scenes"][0]["nodes"]] == [
        layer.name for layer in layers
    ]
    for layer in layers:
        (chunk,) = chunks_of(*scene, layer.name)
        np.testing.assert_allclose(chunk["place"][chunk["faces"]], layer.mesh.corners, atol=0.00501)
        first = chunk["faces"][:, 0]
        np.testing.assert_array_equal(
            chunk["COLOR_0"][first], linear_colour(layer.base_rgb, layer.opacity)
        )
        rows = (("_FEATURE_ID_0", feature_rows(shown.city, layer), facts["ids"]),)
        if layer.name == "buildings":
            rows += (("_FEATURE_ID_1", layer.table_row, facts["row_ids"]),)
        for name, row, known in rows:
            wanted = np.where(row < 0, len(known), row)
            if (row >= 0).any():
                np.testing.assert_array_equal(
                    chunk[name][chunk["faces"], 0], wanted[:, None] * [[1] * 3]
                )
            else:
                assert name not in chunk


def test_the_scene_is_deflated_once_and_says_what_its_numbers_mean(page):
    shown, path = page
    asset, _ = glb_parts(packed(path.read_text(encoding="utf-8"), "scene"))
    assert asset["extensionsRequired"] == ["KHR_mesh_quantization"]
    assert "NORMAL" not in asset["meshes"][-1]["primitives"][0]["attributes"]
    named = asset["meshes"][-1]["primitives"][0]["extensions"]["EXT_mesh_features"]["featureIds"]
    assert [fact["label"] for fact in named] == ["feature", "row"]
    assert named[0]["featureCount"] == 25
    assert named[1]["nullFeatureId"] == len(shown.table)


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
    (chunk,) = chunks_of(*glb_parts(scene_glb(shown, page_layers(shown))), "buildings")
    feature = chunk["_FEATURE_ID_0"][chunk["faces"][:, 0], 0]
    assert (feature == 0).sum() == 24
    assert (feature == 1).sum() == 0


def test_areas_of_a_result_are_no_buildings(town):
    """Two squares on the ground: they name rows 0 and 1 of the result, and no building."""
    east, north, _ = town.origin
    squares = [box(east + x, north - 40, east + x + 10, north - 30) for x in (0, 30)]
    table = gpd.GeoDataFrame({"seen": [1, 0]}, geometry=squares, crs=town.crs)
    shown = view(town, table, color="seen")
    (chunk,) = chunks_of(*glb_parts(scene_glb(shown, page_layers(shown))), "samples")
    assert set(chunk["_FEATURE_ID_1"].ravel()) == {0.0, 1.0}
    assert set(chunk["_FEATURE_ID_0"].ravel()) == {len(town.features)}
    (named,) = chunk["primitive"]["extensions"]["EXT_mesh_features"]["featureIds"]
    assert named["label"] == "row"


def test_the_water_slider_begins_at_the_lowest_ground(town):
    """Houses and ground begin at 3 m above an origin at 100 m."""
    town = replace(town, origin=(*town.origin[:2], 100.0))
    shown = view(town)
    found = flood_range(shown, list(shown.layers))
    assert found == {"low": 3.0, "high": 28.0, "origin": 100.0}


def test_a_building_at_minus_9999_m_moves_neither_camera_nor_water():
    """Three houses at 3 m and one at -9999: the slider begins at 1 m, two below their feet."""
    boxes = [Box(10, 10, 6, east=20.0 * i, base=-9999.0 if i == 2 else 3.0) for i in range(4)]
    city = box_city(boxes, terrain=flat_ground(60.0))
    shown = view(city)
    found = flood_range(shown, list(shown.layers))
    assert (found["low"], found["high"]) == (1.0, 26.0)
    assert -10 < page_content(shown)[0]["camera"]["focus"][2] < 20


def test_numbers_beyond_single_precision_are_no_error(town, answers):
    facts, buffers = page_content(view(town, answers.assign(n=1e308), color="n"))
    number = next(i for i, fact in enumerate(facts["columns"]) if fact["name"] == "n")
    assert np.isinf(np.frombuffer(buffers[f"c{number}.value"], np.float32)).all()


def test_every_word_of_the_page_is_there_in_both_languages():
    words = page_text()
    assert set(words["en"]) == set(words["ja"])
    assert all(words["en"].values())
    assert all(words["ja"].values())
    script = "".join(files("viewer").joinpath(name).read_text(encoding="utf-8") for name in SCRIPTS)
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


@pytest.mark.parametrize("name", ["_CORE", "_LOADER"])
def test_a_trimesh_without_three_js_is_one_clear_line(name, monkeypatch, town, tmp_path):
    monkeypatch.setattr(module, name, ("not in the template", ";"))
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
