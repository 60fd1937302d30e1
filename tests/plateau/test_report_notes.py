"""Notes in Japanese: whole, part by part, or left as they are."""

from __future__ import annotations

import json
import re
from importlib.resources import files

import pytest

import plateau
from analyses.cameras import read_cameras
from analyses.flood.reasons import REASONS
from plateau.report_notes import is_translated, note_in, notes_of


@pytest.fixture(scope="module")
def sample():
    folder = plateau.sample_folder()
    data = plateau.open(folder / "13999_mihon-shi_2026_citygml_1_op")
    return data.load(), read_cameras(folder / "cameras.geojson")


def test_a_note_is_translated_part_by_part_with_its_numbers():
    assert note_in("usage: code 461 means unknown (不明); 22 of 236 values", "ja") == (
        "usage：コード 461 は不明（不明）。236 件中 22 件"
    )


def test_what_was_not_checked_is_named_as_in_the_table_of_reasons():
    said = note_in("not checked: high tide, reservoir failure", "ja")
    assert said == f"未確認：{REASONS['high_tide'].ja}、{REASONS['reservoir'].ja}"


def test_what_is_not_known_stays_as_it_is():
    assert note_in("a new thought; 2 of 63 values", "ja") == "a new thought; 63 件中 2 件"
    assert not is_translated("a new thought; 2 of 63 values")


def test_english_is_left_alone():
    assert note_in("not checked: high tide", "en") == "not checked: high tide"


def test_every_note_and_remark_of_the_sample_city_is_known_in_japanese(sample):
    city, cameras = sample
    refuges = plateau.evacuation_buildings(city)
    cover = plateau.camera_coverage(city, cameras, spacing_m=8.0)
    notes = notes_of({"flood": refuges, "cameras": cover.cameras})
    remarks = city.problems["reason"].unique().tolist()
    assert len(notes) >= 5
    assert [note for note in [*notes, *remarks] if not is_translated(note)] == []


def test_every_pattern_names_what_its_translation_says():
    path = files("plateau").joinpath("data/notes_ja.json")
    for pattern, words in json.loads(path.read_text(encoding="utf-8")):
        assert set(re.compile(pattern).groupindex) == set(re.findall(r"\{(\w+)\}", words))
