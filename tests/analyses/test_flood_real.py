"""Published files: counts of specs/flood.md 5.3 and what the defaults make of them."""

from __future__ import annotations

from pathlib import Path

import pytest

import plateau
from analyses.flood import FloodCriteria, evacuation_buildings

DATA = Path(__file__).parents[2] / "../shared/data"
OSAKA = "27100_osaka-shi_city_2024_citygml_1_op"
KOSHIGAYA = "11222_koshigaya-shi_pref_2023_citygml_2_op"
KAGA = "17206_kaga-shi_2022_citygml"
#: Registered storeys only, any duration, every class of building: the rule the counts are of.
STRICT = FloodCriteria(
    estimate_storeys=False,
    duration_max_h=None,
    min_headroom_m=None,
    excluded_class=(),
    excluded_usage=(),
)

pytestmark = pytest.mark.real


def judged(name, criteria=None):
    if not (DATA / name).exists():
        pytest.skip(f"{DATA / name} is missing")
    city = plateau.open(DATA / name).load()
    table = evacuation_buildings(city, criteria=criteria or FloodCriteria())
    assert len(table) == (city.features["kind"] == "Building").sum()
    assert ((table.result == "yes") == (table.reasons == "")).all()
    return table


def counts(table):
    return {name: int(number) for name, number in table.result.value_counts().items()}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (OSAKA, {"yes": 56, "no": 2, "not_needed": 5}),
        (KOSHIGAYA, {"yes": 2, "no": 3}),
        (KAGA, {"yes": 14, "unknown": 118, "not_needed": 50}),
    ],
)
def test_reference_counts_of_the_strict_rule(name, expected):
    assert counts(judged(name, STRICT)) == expected


def test_defaults_refuse_water_that_stays_for_days():
    """Both refuges of Koshigaya are under water for more than 72 h."""
    table = judged(KOSHIGAYA)
    assert counts(table) == {"no": 4, "excluded": 1}
    assert table.reasons_no.str.contains("duration_over_limit").all()


def test_defaults_bound_storeys_of_kaga_from_the_height_and_say_so():
    table = judged(KAGA)
    yes = table[table.result == "yes"]
    assert (yes.confidence == "C").all()
    assert yes["flags"].str.contains("storeys_from_height").all()
    assert yes.not_checked.str.contains("duration").all()


@pytest.mark.parametrize("name", [OSAKA, KOSHIGAYA, KAGA])
def test_no_building_gains_a_yes_by_a_metre_more_water(name):
    here, deeper = judged(name), judged(name, FloodCriteria(freeboard_m=1.0))
    assert not ((here.result != "yes") & (deeper.result == "yes")).any()
    assert (deeper.result == "yes").sum() < (here.result == "yes").sum() or name == KOSHIGAYA
