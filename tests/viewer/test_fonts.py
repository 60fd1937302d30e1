from __future__ import annotations

import matplotlib
import pytest

from viewer import fonts
from viewer.fonts import PROBE_TEXT, has_glyphs, is_drawable, japanese_font, picture_language

LATIN_FONT = f"{matplotlib.get_data_path()}/fonts/ttf/DejaVuSans.ttf"


@pytest.fixture
def fontless(monkeypatch):
    monkeypatch.setattr(fonts, "japanese_font", lambda: None)


def test_a_font_found_has_the_glyphs_of_every_legend():
    font = japanese_font()
    if font is None:
        pytest.skip("no Japanese font on this machine")
    assert has_glyphs(font, PROBE_TEXT)
    assert has_glyphs(font, "年間日射量浸水深判定可不可不明")


def test_a_latin_font_is_no_japanese_font():
    assert has_glyphs(LATIN_FONT, "Irradiation [kWh/m²]")
    assert not has_glyphs(LATIN_FONT, PROBE_TEXT)


def test_a_broken_font_file_is_no_font(tmp_path):
    broken = tmp_path / "font.ttf"
    broken.write_bytes(b"no font")
    assert not has_glyphs(broken, "a")


def test_without_a_font_pictures_speak_english(fontless):
    assert picture_language("ja") == "en"
    assert not is_drawable("建築物")
    assert is_drawable("buildings ≥ 3 m²")


def test_english_stays_english():
    assert picture_language("en") == "en"
