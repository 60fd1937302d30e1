"""A damaged file is a city or a clear error, wherever the damage is."""

import logging

import pytest
from gml_documents import building, document, element, read
from oracles.fuzz_reader import fuzz, outcome, small_city

CITY = small_city()


@pytest.fixture(autouse=True)
def quiet():
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


def test_the_undamaged_city_has_one_of_everything():
    city = read(CITY)
    assert set(city.features["kind"]) == {
        "Building", "BuildingPart", "Road", "WaterBody", "ReliefFeature", "TINRelief"
    }  # fmt: skip
    assert len(set(city.surfaces.kind)) == 6
    assert len(city.terrain) == 1


def test_a_file_cut_off_anywhere_is_a_clear_error():
    """At every hundredth byte and at the last fifty: never a city that lacks its end in silence."""
    whole = len(CITY.rstrip())
    places = [*range(0, whole, 100), *range(whole - 50, whole)]
    assert {outcome(CITY[:place]) for place in places} == {"GMLError"}


@pytest.mark.parametrize("bit", range(0, 8, 3))
def test_a_flipped_bit_anywhere_is_a_city_or_a_clear_error(bit):
    found = set()
    for place in range(bit, len(CITY), 100):
        data = bytearray(CITY)
        data[place] ^= 1 << bit
        found.add(outcome(bytes(data)))
    assert found <= {"city", "GMLError", "CRSError"}
    assert "GMLError" in found


def test_three_seconds_of_seeded_damage():
    counts, failed = fuzz(CITY, first_seed=20_261_120, seconds=3.0)
    assert failed == {}
    assert counts["city"] > 0
    assert counts["GMLError"] > 0


def test_the_fuzzer_notices_a_bare_exception(monkeypatch):
    def broken(*args, **kwargs):
        raise ValueError("not ours")

    monkeypatch.setattr("oracles.fuzz_reader.read_city", broken)
    assert "not ours" in outcome(document(building(element("bldg:function"))).encode())
