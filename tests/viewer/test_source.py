from __future__ import annotations

from dataclasses import replace

from viewer import fonts
from viewer.source import source_line

JAPANESE = "出典：国土交通省 Project PLATEAU（加賀市 2022年度）を加工して作成"


def test_the_line_is_that_of_the_dataset(town):
    assert source_line(town) == "synthetic boxes"


def test_without_a_japanese_font_the_line_is_english_and_still_names_the_dataset(town, monkeypatch):
    monkeypatch.setattr(fonts, "japanese_font", lambda: None)
    kaga = replace(town, provenance={"dataset": "17206_kaga-shi", "source": JAPANESE})
    assert source_line(kaga) == "Source: 17206_kaga-shi, processed"
    named = replace(kaga, provenance={**kaga.provenance, "source_en": "Source: MLIT"})
    assert source_line(named) == "Source: MLIT"
