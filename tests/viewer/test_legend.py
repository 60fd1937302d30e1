from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes

from viewer.coloring import column_coloring
from viewer.fonts import japanese_font
from viewer.layers import solids_of
from viewer.legend import layer_entries, legend_panel, panel_width_px, wrapped
from viewer.scene import view
from viewer.style import ANSWER_COLOURS, NOT_AVAILABLE


def panel(coloring, *, title="", size=(260, 600), others=(), source="source"):
    return legend_panel(
        size, title=title, dataset="boxes", coloring=coloring, others=others, source=source
    )


def pixels_of(picture, colour):
    distance = np.abs(picture.astype(int) - np.array(colour, dtype=int)).max(axis=2)
    return int((distance <= 3).sum())


def test_every_answer_has_a_patch_of_its_colour(answers):
    picture = panel(column_coloring(answers, "result"))
    for word, colour in ANSWER_COLOURS.items():
        assert pixels_of(picture, colour) > 200, word


def test_a_ramp_shows_both_ends_and_the_missing_values(roofs):
    coloring = column_coloring(roofs, "irradiation_kwh_per_m2")
    picture = panel(coloring)
    assert pixels_of(picture, NOT_AVAILABLE) > 200
    for end in (coloring.ramp.colours[0], coloring.ramp.colours[-1]):
        assert pixels_of(picture, end) > 10


def test_what_lies_beyond_the_scale_is_said_at_its_end(monkeypatch):
    """100 houses of 1 to 5 storeys and one of 40: the end of the scale is 5 and says "or more"."""
    storeys = pd.DataFrame({"storeys": [*np.resize([1, 2, 3, 4, 5], 100), 40]})
    coloring = column_coloring(storeys, "storeys")
    said = []
    monkeypatch.setattr(Axes, "text", lambda axes, x, y, label, **style: said.append(label))
    panel(coloring)
    assert "≥ 5" in said
    assert "5" not in said
    assert {"1", "2", "3", "4"} <= set(said)


def test_nothing_is_clipped_at_the_right_or_lower_edge(roofs):
    long_title = "Irradiation of all roofs of a town with a very long name indeed"
    source = "Source: " + "a long line of words " * 8
    coloring = column_coloring(roofs, "irradiation_kwh_per_m2")
    picture = panel(coloring, title=long_title, source=source, size=(200, 600))
    assert (picture[:, -2:] == 255).all()
    assert (picture[-2:] == 255).all()


def test_japanese_lines_are_broken_too(roofs):
    if japanese_font() is None:
        pytest.skip("no Japanese font on this machine")
    source = "出典：国土交通省 Project PLATEAU（石川県加賀市 2022年度）を加工して作成" * 2
    picture = panel(column_coloring(roofs, "irradiation_kwh_per_m2", lang="ja"), source=source)
    assert (picture[:, -2:] == 255).all()


def test_what_is_drawn_is_listed_from_the_top(town):
    labels = [entry.label for entry in layer_entries(view(town).layers, "en", cameras=True)]
    assert labels == ["cameras", "buildings", "flood or open water", "roads", "ground"]


def test_the_panel_stays_readable_in_small_and_large_pictures():
    assert [panel_width_px(width) for width in (400, 1200, 4000)] == [190, 240, 320]


def test_japanese_lines_break_within_no_latin_word():
    lines = wrapped("出典：国土交通省 Project PLATEAU（静岡県沼津市）を加工", width_px=130, size=7)
    assert len(lines) > 1
    assert any("Project" in line for line in lines)
    assert any("PLATEAU" in line for line in lines)
    assert "".join(lines).replace(" ", "") == "出典：国土交通省ProjectPLATEAU（静岡県沼津市）を加工"


def test_a_count_is_not_torn_apart():
    assert wrapped("不要（浸水なし） (78)", width_px=140, size=9.0)[-1] == "(78)"


def test_trees_alone_are_no_buildings(town):
    trees = replace(town, features=town.features.assign(kind="SolitaryVegetationObject"))
    assert (solids_of(town), solids_of(trees)) == ("buildings", "objects")
    entries = layer_entries(view(trees).layers, "en", solids="objects")
    assert "objects" in {entry.label for entry in entries}


def test_full_width_characters_count_double():
    assert len(wrapped("建築物" * 20, width_px=200, size=9)) > len(
        wrapped("abc" * 20, width_px=200, size=9)
    )
