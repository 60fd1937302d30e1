from __future__ import annotations

from xml.etree import ElementTree

import geopandas as gpd
import numpy as np
import pandas as pd

from plateau.report_plots import BINS, HEAD, HEIGHT, histogram, histograms


def drawn(text):
    """Bars as (top, height, words) and all texts of a drawing."""
    tree = ElementTree.fromstring(text)
    bars = [
        (float(each.get("y")), float(each.get("height")), each.findtext("title"))
        for each in tree.iter("rect")
    ]
    return bars, [each.text for each in tree.iter("text")]


def test_bars_are_as_high_as_there_are_values():
    """30 values in the first class, 10 in the last: a full bar and a third of it."""
    bars, texts = drawn(histogram(np.array([0.0] * 30 + [48.0] * 10), "A < B [m]"))
    plot = HEIGHT - HEAD - 18
    assert len(bars) == BINS
    assert bars[0][1] == plot
    assert bars[-1][1] == round(plot / 3, 1)
    assert sum(height for _, height, _ in bars) == bars[0][1] + bars[-1][1]
    assert bars[0][2] == "0 – 2: 30"
    assert texts[:2] == ["A < B [m]", "≤ 30"]
    assert "40" in texts


def test_only_telling_numbers_are_drawn():
    table = gpd.GeoDataFrame(
        {
            "depth_m": [0.0, 1.0, 2.0, 3.0, 4.0, np.nan],
            "capacity": pd.array([1, 1, 1, 2, 2, pd.NA], dtype="Int64"),
            "other": np.arange(6.0),
        },
        geometry=[None] * 6,
    )
    found = histograms(table, "en")
    assert len(found) == 1
    assert "Depth [m]" in found[0]


def test_a_value_alone_still_makes_a_drawing():
    bars, _ = drawn(histogram(np.full(3, 7.0), "x"))
    assert sum(height > 0 for _, height, _ in bars) == 1
