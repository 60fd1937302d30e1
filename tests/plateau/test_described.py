"""What the reader's tables say of their columns."""

from __future__ import annotations

import pickle
import re
from functools import cache

import pytest
from sample_city import CITY

import plateau
from citygml.model import CityModel
from plateau.described import specification
from viewer.coloring import column_title
from viewer.page_data import attribute_columns
from viewer.scene import view
from viewer.window import known_of

JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]|^LOD$|^URI$")


@cache
def sample() -> CityModel:
    return plateau.open(CITY / "udx/bldg").load()


def test_every_column_of_every_table_is_described_once_with_its_type():
    city = sample()
    for name, table in [("features", city.features), *city.records.items()]:
        said = {c["name"]: c["dtype"] for c in specification(name)}
        there = {c: str(t) for c, t in table.dtypes.items() if c != "geometry"}
        assert len(said) == len(specification(name))
        assert {c: said.get(c) for c in there} == there


@pytest.mark.parametrize("table", ["features", "flood_risk", "key_value", "addresses", "generic"])
def test_labels_are_japanese_and_english_and_no_two_columns_share_one(table):
    columns = specification(table)
    assert all(JAPANESE.search(c["label_ja"]) for c in columns)
    assert all(c["label_en"].isascii() and c["label_en"] and c["text"] for c in columns)
    twins = {"area_type_code", "area_type_text"}  # a code and its label
    for key in ("label_ja", "label_en"):
        labels = [c[key] for c in columns if c["name"] not in twins | {"area_classification_ja"}]
        assert len(labels) == len(set(labels))


def test_a_part_of_the_features_knows_its_columns_and_shares_the_specification():
    features = sample().features
    part = features.loc[features["kind"] == "Building", ["height_m", "geometry"]]
    assert part.attrs["plateau"]["columns"] is features.attrs["plateau"]["columns"]
    assert pickle.loads(pickle.dumps(part)).attrs == part.attrs


@pytest.mark.parametrize(
    ("column", "title"),
    [
        ("height_m", {"ja": "計測高さ [m]", "en": "Measured height [m]"}),
        ("usage", {"ja": "用途（コード）", "en": "Use (code)"}),
        ("usage_ja", {"ja": "用途", "en": "Use"}),
        ("total_floor_area_m2", {"ja": "延床面積 [m²]", "en": "Total floor area [m²]"}),
        ("lod", {"ja": "LOD", "en": "Level of detail"}),
    ],
)
def test_legends_and_pop_ups_take_label_and_unit_from_the_specification(column, title):
    features = sample().features
    assert {lang: column_title(features, column, lang=lang) for lang in title} == title
    facts, _ = attribute_columns(view(sample(), lang="ja"))
    assert all(f["title"] == title for f in facts if f["name"] == column)


def test_the_text_of_a_click_is_japanese_where_that_is_asked_for():
    shown = view(sample(), lang="ja")
    if shown.lang != "ja":
        pytest.skip("no Japanese font here")
    layer = next(layer for layer in shown.layers if layer.name == "buildings")
    labels = {line.split(": ")[0] for line in known_of(shown, layer, 0)[1:]}
    assert {"地物の種類", "用途", "計測高さ [m]"} <= labels
    assert all(JAPANESE.search(label) for label in labels)
