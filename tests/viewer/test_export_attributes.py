from __future__ import annotations

import datetime
import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from viewer.export.attributes import feature_attributes, plain_value, row_attributes


def test_what_is_missing_has_no_key_and_what_is_there_is_plain(town):
    features = town.features.assign(
        storeys=pd.array([2, *[pd.NA] * 26], dtype="Int64"), name=["塔", *[""] * 26]
    )
    found = feature_attributes(replace(town, features=features))
    assert found[0]["storeys"] == 2
    assert found[0]["name"] == "塔"
    assert not {"storeys", "name", "geometry", "parent_id"} & set(found[1])
    json.dumps(found, allow_nan=False)


def test_records_are_lists_under_their_names(town):
    risk = pd.DataFrame(
        {"feature_id": ["b3", "b3", "b9"], "depth_m": [1.5, np.nan, 2.0], "river": ["利根川"] * 3}
    )
    found = feature_attributes(replace(town, records={"flood_risk": risk}))
    assert found[3]["flood_risk"] == [{"depth_m": 1.5, "river": "利根川"}, {"river": "利根川"}]
    assert "flood_risk" not in found[4]


def test_a_result_per_feature_is_among_the_attributes(town, answers):
    found = feature_attributes(town, answers)
    assert [each.get("result") for each in found[:3]] == ["yes", "no", "unknown"]
    assert "result" not in found[-1]  # the flood is no building


def test_a_result_per_surface_is_left_to_the_surfaces(town, roofs):
    assert "irradiation_kwh_per_m2" not in feature_attributes(town, roofs)[0]


def test_rows_say_their_values(roofs):
    found = row_attributes(roofs)
    assert found[0] == {"feature_id": "b0"}
    assert found[1] == {"feature_id": "b1", "irradiation_kwh_per_m2": 630.0}


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (np.float64(1.5), 1.5),
        (np.bool_(True), True),
        ([np.int8(3), "a"], [3, "a"]),
        (datetime.date(2024, 3, 1), "2024-03-01"),
        ({"a": (1,)}, {"a": [1]}),
    ],
)
def test_values_become_what_json_knows(value, said):
    assert plain_value(value) == said
    assert type(plain_value(value)) is type(said)
