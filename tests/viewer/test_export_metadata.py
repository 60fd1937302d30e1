"""Property tables, read back as EXT_structural_metadata says they are to be read."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from glb_reader import glb_parts, property_rows

from viewer.export.gltf import Gltf
from viewer.export.metadata import identifier, property_table


def table_of(columns: pd.DataFrame):
    asset = Gltf("test")
    property_table(asset, columns)
    return glb_parts(asset.to_bytes())


def test_numbers_texts_and_missing_values_come_back():
    columns = pd.DataFrame(
        {
            "height_m": [3.5, np.nan],
            "storeys": pd.array([pd.NA, 2], dtype="Int64"),
            "usage_ja": ["住宅", None],
            "shut": [True, False],
            "empty": [np.nan, np.nan],
        }
    )
    rows = property_rows(*table_of(columns))
    assert rows == [
        {"height_m": 3.5, "storeys": None, "usage_ja": "住宅", "shut": "True"},
        {"height_m": None, "storeys": 2.0, "usage_ja": None, "shut": "False"},
    ]


def test_names_that_the_extension_forbids_are_changed_and_kept_as_label():
    facts, _ = table_of(pd.DataFrame({"高さ": [1.0], "1st": [2.0]}))
    schema = facts["extensions"]["EXT_structural_metadata"]["schema"]["classes"]["feature"]
    labels = {key: fact["name"] for key, fact in schema["properties"].items()}
    assert labels == {"__": "高さ", "_1st": "1st"}


@pytest.mark.parametrize(("name", "taken", "made"), [("a", {"a"}, "a_"), ("a b", {}, "a_b")])
def test_identifiers_are_unique(name, taken, made):
    assert identifier(name, taken) == made
