"""Fonts: a file with Japanese glyphs, or English labels instead of empty boxes."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from viewer.style import Language

#: File names of fonts with Japanese glyphs in the order of preference, lower case.
JAPANESE_FONT_FILES = (
    "notosanscjk-regular.ttc",
    "notosanscjkjp-regular.otf",
    "notosansjp-regular.otf",
    "notosansjp-regular.ttf",
    "notosansjp[wght].ttf",
    "notosansjp-vf.ttf",
    "ipaexg.ttf",
    "ipag.ttf",
    "ipagp.ttf",
    "yugothr.ttc",
    "yugothm.ttc",
    "meiryo.ttc",
    "ヒラギノ角ゴシック w3.ttc",
    "hiragino sans gb.ttc",
    "biz-udgothicr.ttc",
    "msgothic.ttc",
    "takaogothic.ttf",
    "vl-gothic-regular.ttf",
    "fonts-japanese-gothic.ttf",
    "droidsansfallbackfull.ttf",
)
#: Kana, a kanji of every legend here, and the full-width colon of the source line.
PROBE_TEXT = "あ測建国：（）"


@cache
def japanese_font() -> Path | None:
    """Return the file of a font with Japanese glyphs, None where this machine has none.

    The folders are searched once per process, by file name; the glyphs of `PROBE_TEXT` are checked.
    """
    from matplotlib import font_manager

    files = {Path(name).name.lower(): Path(name) for name in font_manager.findSystemFonts()}
    for name in JAPANESE_FONT_FILES:
        if name in files and has_glyphs(files[name], PROBE_TEXT):
            return files[name]
    return None


def has_glyphs(font: Path, text: str) -> bool:
    """Whether a font file draws every character of a text."""
    from matplotlib.ft2font import FT2Font

    try:
        face = FT2Font(str(font))
    except (RuntimeError, OSError):  # a broken font file is as good as none
        return False
    return all(face.get_char_index(ord(character)) for character in text)


def is_drawable(text: str) -> bool:
    """Whether pictures on this machine can show a text; Latin always can be shown.

    Examples
    --------
    >>> is_drawable("Irradiation [kWh/m²]")
    True
    """
    return all(ord(character) < 0x250 or character in "–—…≤≥" for character in text) or (
        japanese_font() is not None
    )


def picture_language(lang: Language) -> Language:
    """Return the language pictures can be labelled in: English where no Japanese font is found."""
    return "ja" if lang == "ja" and japanese_font() is not None else "en"
