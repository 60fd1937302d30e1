from __future__ import annotations

import pytest

import plateau
from citygml.errors import CityModelError
from plateau.sample import CITY, sample_folder


def test_the_sample_has_all_that_the_demonstration_reads():
    folder = sample_folder()
    names = {path.name for path in folder.iterdir()}
    assert {CITY, "weather.epw", "cameras.geojson", "population.csv"} <= names


def test_a_missing_sample_is_one_clear_line(monkeypatch, tmp_path):
    monkeypatch.setattr(plateau, "__file__", str(tmp_path / "plateau" / "__init__.py"))
    with pytest.raises(CityModelError, match="is missing; install"):
        sample_folder()
