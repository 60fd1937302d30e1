"""Conditions on attributes: what they may say, and that they can do nothing else."""

import pytest
from plateau_folders import write_dataset

import plateau
from citygml.errors import CityModelError

WEST = "54363371"


@pytest.fixture
def data(tmp_path):
    return plateau.open(write_dataset(tmp_path, {WEST: [(0.3, 0.5), (0.6, 0.5)]}))


@pytest.mark.parametrize(
    ("where", "reason"),
    [
        ("kind.to_csv('evil.csv') == 1", ".to_csv is none of"),
        ("kind.__class__ == 1", ".__class__ is none of"),
        ("kind == @secret", "invalid syntax"),
        ("open('evil.csv', 'w') == 1", "functions are not called"),
        ("__builtins__ == 1", "__builtins__ is no column"),
        ("[kind for kind in lod] == 1", "ListComp is no part of a condition"),
        ("(lambda: 1)() == 1", "functions are not called"),
        ("kind[0] == 'x'", "Subscript is no part of a condition"),
        ("9 ** 9 ** 9 ** 9 > lod", "Pow is no part of a condition"),
        ("kind == 'a' * 10000000000", "texts are not multiplied"),
        ("lod == 1 or " * 200 + "lod == 2", "characters, not 1000"),
        ("-" * 900 + "lod == 1", "recursion"),
    ],
)
def test_a_condition_can_do_nothing_but_compare(data, where, reason, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CityModelError, match="is no condition") as caught:
        data.select(where=where).load()
    assert reason in str(caught.value)
    assert not (tmp_path / "evil.csv").exists()


@pytest.mark.parametrize(
    ("where", "meant"),
    [("lodd == 1", "lod"), ("storeys_above_grund > 1", "storeys_above_ground")],
)
def test_a_misspelled_column_is_named_with_those_it_may_be(data, where, meant):
    with pytest.raises(CityModelError, match=f"did you mean {meant}"):
        data.select(where=where).load()


@pytest.mark.parametrize(
    "where",
    [
        "kind.str.startswith('Build')",
        "kind in ['Building', 'Road'] and lod >= 1",
        "lod.between(1, 2) & kind == 'Building'",
        "not (lod < 1) and kind.isin(['Building']) and storeys_above_ground.isna()",
        "lod * 2 + 1 >= -lod + 1 and kind.notna()",
    ],
)
def test_what_conditions_are_made_of(data, where):
    every = len(data.load().features)
    assert len(data.select(where=where).load().features) == every > 0
