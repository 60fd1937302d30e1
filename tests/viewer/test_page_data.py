from __future__ import annotations

import numpy as np
import pandas as pd

from viewer.page_data import (
    MOST_WORDS,
    attribute_columns,
    legend_facts,
    page_columns,
    palette_of,
    useful_attributes,
)
from viewer.scene import view


def named(columns):
    return {fact["name"]: fact for fact in columns}


def test_the_legend_of_the_page_has_unit_ticks_and_missing_values(town, roofs):
    columns, _ = page_columns(view(town, roofs, color="irradiation_kwh_per_m2"))
    fact = columns[0]
    assert fact["title"] == {"en": "Irradiation [kWh/m²]", "ja": "年間日射量 [kWh/m²]"}
    assert len(fact["legend"]["en"]["ramp"]["ticks"]) >= 3
    assert fact["legend"]["ja"]["entries"][-1]["label"] == "値なし"
    assert fact["legend"]["en"]["entries"][-1] == {
        "label": "no value",
        "colour": [188, 188, 188],
        "count": 1,
    }


def test_every_column_of_the_result_can_be_chosen_the_asked_one_first(town, answers):
    shown = view(town, answers, color="depth_m")
    columns, buffers = page_columns(shown)
    of_rows = [fact["name"] for fact in columns if fact["of"] == "row"]
    assert of_rows == ["depth_m", "result"]
    palette = np.array(columns[0]["palette"])
    colour = np.frombuffer(buffers["c0.colour"], np.uint16)
    np.testing.assert_array_equal(palette[colour], shown.coloring.rgb)
    depth = np.frombuffer(buffers["c0.value"], np.float32)
    np.testing.assert_allclose(depth, answers["depth_m"])
    word = np.frombuffer(buffers["c1.value"], np.int32)
    assert [columns[1]["words"]["ja"][k] for k in word[:2]] == ["可", "不可"]


def test_columns_that_cannot_be_shown_are_left_out(town, answers):
    """One has no value, one an infinite one."""
    table = answers.assign(empty=np.nan, endless=np.inf)
    columns, _ = page_columns(view(town, table, color="result"))
    assert {"empty", "endless"} & set(named(columns)) == set()


def test_attributes_of_the_buildings_are_columns_of_features(town, roofs):
    columns, buffers = page_columns(view(town, roofs, color="irradiation_kwh_per_m2"))
    number = next(i for i, fact in enumerate(columns) if fact["name"] == "usage")
    assert columns[number]["of"] == "feature"
    rows = np.frombuffer(buffers[f"c{number}.rows"], np.int32)
    np.testing.assert_array_equal(rows, np.arange(25))  # road and flood have no solid
    counts = {e["label"]: e["count"] for e in columns[number]["legend"]["en"]["entries"]}
    assert counts == {"house": 13, "shop": 12}


def test_texts_of_many_kinds_are_for_the_pop_up_alone(town, roofs):
    """One row more than `MOST_WORDS`, each with a note of its own."""
    rows = np.arange(MOST_WORDS + 1) % len(roofs)
    table = roofs.iloc[rows].assign(
        note=[f"note {i}" for i in range(len(rows))], part=[str(i % 3) for i in range(len(rows))]
    )
    table = table.set_index(pd.Index([f"r{i}" for i in range(len(rows))]))
    table = pd.concat([roofs.assign(note="", part="0"), table])
    columns = named(page_columns(view(town, table, color="irradiation_kwh_per_m2"))[0])
    assert columns["note"]["legend"] is None
    assert columns["part"]["legend"] is not None


def test_the_pop_up_says_what_the_table_says(town):
    shown = view(town)
    facts, buffers = attribute_columns(shown)
    found = {fact["name"]: i for i, fact in enumerate(facts)}
    code = np.frombuffer(buffers[f"a{found['usage']}"], np.int32)
    words = facts[found["usage"]]["words"]
    said = [words[k] for k in code]
    assert said[:2] == ["house", "shop"]
    assert said[-1] == ""  # the flood has no usage


def test_a_code_gives_way_to_its_label(town):
    features = town.features.assign(usage_ja="住宅", parent_id="", empty=np.nan)
    names = useful_attributes(features)
    assert "usage_ja" in names
    assert not {"usage", "parent_id", "is_context", "empty"} & set(names)
    assert names[0] == "kind"


def test_a_palette_gives_every_colour_back():
    rgb = np.random.default_rng(5).integers(0, 255, (50, 3)).astype(np.uint8)
    palette, colour = palette_of(rgb)
    np.testing.assert_array_equal(palette[colour], rgb)


def test_a_ramp_says_whether_values_lie_beyond_its_ends(town, roofs):
    shown = view(town, roofs, color="irradiation_kwh_per_m2")
    assert legend_facts(shown.coloring)["ramp"]["above"] is False
