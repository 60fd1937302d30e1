"""Fingerprints: equal for what is equal on any day in any process, different for what is not."""

import os
import subprocess
import sys
import threading
from collections import namedtuple
from dataclasses import dataclass
from functools import partial

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from plateau_folders import ROOT

from citygml.errors import CityModelError
from plateau.fingerprint import file_fingerprint, fingerprint


@dataclass(frozen=True)
class Settings:
    spacing_m: float = 1.0


def add(a, b=1):
    return a + b


def table(values=(1.0, 2.0), *, name="x", index=("a", "b"), note="n"):
    found = gpd.GeoDataFrame(
        {name: list(values)}, geometry=shapely.points([0, 1], [0, 1]), index=list(index), crs=6677
    )
    found.attrs["note"] = note
    return found


Pair = namedtuple("Pair", "a b")
DIFFERENT = [
    None, True, 1, 1.0, 2, "1", b"1", (1, 2), (2, 1), {"a": 1}, {"a": 2}, {1, 2},
    np.array([1.0, 2.0]), np.array([1, 2]), np.array([[1.0, 2.0]]), np.array(["a", None], object),
    Settings(), Settings(2.0), Pair(1, 2), add, partial(add, 1), partial(add, 2), partial(add, b=1),
    table(), table((1.0, 3.0)), table(name="y"), table(index=("a", "c")), table(note="m"),
    table().to_crs(6675), pd.Series([1, 2]), max,
]  # fmt: skip


def test_what_differs_has_another_fingerprint():
    found = [fingerprint(thing) for thing in DIFFERENT]
    assert len(set(found)) == len(found)


def test_what_is_equal_has_the_same():
    assert fingerprint(table()) == fingerprint(table())
    assert fingerprint({"b": 1, "a": 2}) == fingerprint({"a": 2, "b": 1})
    assert fingerprint(partial(add, b=1)) == fingerprint(partial(add, b=1))
    assert fingerprint(Settings(1.0)) == fingerprint(Settings())


def test_a_function_counts_by_what_it_does():
    def one(x):
        return x + 1

    first = fingerprint(one)

    def one(x):
        return x + 2

    assert fingerprint(one) != first


def test_a_closure_counts_with_what_it_holds():
    def adder(n):
        return lambda x: x + n

    assert fingerprint(adder(1)) != fingerprint(adder(2))
    assert fingerprint(adder(1)) == fingerprint(adder(1))


def test_a_file_counts_with_its_contents(tmp_path):
    path = tmp_path / "zones.geojson"
    path.write_text("one", encoding="ascii")
    first = fingerprint(path), file_fingerprint(path)
    os.utime(path, (0, 0))
    assert (fingerprint(path), file_fingerprint(path)) == first
    path.write_text("two", encoding="ascii")
    assert fingerprint(path) != first[0]
    assert file_fingerprint(path) != first[1]


def test_another_process_finds_the_same():
    code = (
        "from functools import partial; import plateau;"
        "from plateau.fingerprint import fingerprint;"
        "print(fingerprint(partial(plateau.by_building, {'a', 'b', 'c'})))"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


def test_what_cannot_be_sent_to_a_worker_is_refused():
    with pytest.raises(CityModelError, match="cannot be sent to another process"):
        fingerprint(partial(add, threading.Lock()))
