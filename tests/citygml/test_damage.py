"""A damaged file is a city or a clear error, wherever the damage is."""

import logging

import pytest
from gml_documents import building, document, element, read
from oracles.fuzz_reader import (
    encoded,
    fuzz,
    outcome,
    relief_outcome,
    small_city,
    small_relief,
    zip_outcome,
    zipped,
)

CITY = small_city()
RELIEF = small_relief()
ENCODED = encoded(CITY)


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


def flipped(data: bytes, place: int) -> bytes:
    """The lowest bit of the first byte, the next of the next, and so on."""
    return data[:place] + bytes([data[place] ^ 1 << place % 7]) + data[place + 1 :]


@pytest.mark.parametrize("name", ENCODED)
def test_a_city_in_any_encoding_is_read_or_refused_whatever_the_damage(name):
    data = ENCODED[name]
    readable = name in {"utf-8-sig", "utf-16", "shift_jis", "utf-8 called iso-8859-1"}
    assert outcome(data) in (["city"] if readable else ["city", "GMLError"])
    places = range(50, len(data) - 100, 1300)
    assert {outcome(data[:place]) for place in places} == {"GMLError"}
    assert {outcome(flipped(data, place)) for place in places} <= {"city", "GMLError", "CRSError"}


def test_damaged_relief_is_the_same_from_bytes_and_from_elements():
    """At every hundredth byte: triangles, problems and the line of an error."""
    assert relief_outcome(RELIEF) == "relief"
    cut = {relief_outcome(RELIEF[:place]) for place in range(700, len(RELIEF), 200)}
    changed = {relief_outcome(flipped(RELIEF, place)) for place in range(700, len(RELIEF), 100)}
    neither = "nothing to compare"
    assert cut <= {"GMLError", neither}
    assert changed <= {"relief", "GMLError", neither}
    assert "relief" in changed


def test_a_damaged_archive_is_a_city_or_a_clear_error():
    archive = zipped(CITY)
    assert zip_outcome(archive) == "city"
    places = range(0, len(archive), 100)
    cut = {zip_outcome(archive[:place]) for place in places}
    changed = {zip_outcome(flipped(archive, place)) for place in places}
    assert cut <= {"GMLError", "CityModelError"}
    assert changed <= {"city", "GMLError", "CityModelError"}


@pytest.mark.parametrize(
    ("data", "found_of"), [(RELIEF, relief_outcome), (zipped(CITY), zip_outcome)]
)
def test_a_second_of_seeded_damage_to_relief_and_archives(data, found_of):
    counts, failed = fuzz(data, first_seed=20_261_121, seconds=1.0, found_of=found_of)
    assert failed == {}
    assert counts["GMLError"] > 0


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
