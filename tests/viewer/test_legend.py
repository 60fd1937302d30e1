from __future__ import annotations

import numpy as np
import pytest

from viewer.coloring import column_coloring
from viewer.fonts import japanese_font
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


def test_full_width_characters_count_double():
    assert len(wrapped("建築物" * 20, width_px=200, size=9)) > len(
        wrapped("abc" * 20, width_px=200, size=9)
    )
