"""Sheets of single buildings: what is on them, and their drawings."""

from __future__ import annotations

import pytest
from builders import Box
from flood_cities import city_of, record

from analyses.flood import evacuation_buildings
from plateau.flood_sheets import MOST_SHEETS, sheet_ids, sheets_of
from viewer.coloring import column_title


@pytest.fixture(scope="module")
def town():
    attributes = [
        {"storeys_above_ground": 3, "usage": "411", "structure": "601"},
        {"storeys_above_ground": 1},
        {},
        {"storeys_above_ground": 2, "usage": "401", "structure": "603"},
    ]
    boxes = [Box(10, 10, 9, east=20.0 * i, attributes=a) for i, a in enumerate(attributes)]
    depths = (1.0, 1.0, 1.0, 0.3)
    city = city_of(boxes, [record(feature_id=f"b{i}", depth_m=d) for i, d in enumerate(depths)])
    return city, evacuation_buildings(city)


def test_sheets_are_of_refuges_by_rank_and_then_of_unknown_buildings(town):
    city, buildings = town
    assert buildings["result"].tolist() == ["yes", "no", "unknown", "yes"]
    assert sheet_ids(buildings) == ["b0", "b3", "b2"]
    assert len(sheets_of(city, buildings)) == 3 <= MOST_SHEETS


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_sheet_says_answer_warnings_reasons_records_and_margin(town, lang):
    sheet = sheets_of(*town, ["b0"], lang=lang)[0]
    assert sheet.answer == ("可" if lang == "ja" else "yes")
    own_only = "居住者のみ" if lang == "ja" else "own residents only"
    assert any(own_only in warning for warning in sheet.warnings)
    reasons, facts, records = sheet.parts
    assert "own_residents_only" in [row[1] for row in reasons.rows]
    cells = [cell for row in facts.rows for cell in row]
    margin = cells[
        cells.index("水位上昇の余裕 [m]" if lang == "ja" else column_title(town[1], "margin_m")) + 1
    ]
    assert margin == "4", "three storeys do up to 5 m, the water is 1 m deep"
    assert len(records.rows) == 1
    heads = [head.label for head in records.heads]
    if lang == "ja":
        assert not any(head.isascii() for head in heads), heads
    else:
        assert heads[0] == "Hazard"
    floor = sheets_of(*town, ["b3"], lang=lang)[0]
    assert len(floor.warnings) == 1, "dry only on the ground floor"
