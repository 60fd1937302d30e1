"""Reading only what is near a place gives what reading everything and filtering gives."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sample_city import CITY

import plateau
from citygml.choice import Choice
from citygml.window import Window
from plateau import windows

REAL = Path(__file__).parents[2] / "../shared/data"
KAGA = REAL / "17206_kaga-shi_2022_citygml"
NUMAZU = REAL / "22203_numazu-shi_citygml"


def quarter(data):
    """The south-western quarter of a dataset, and its middle."""
    box = data.info()[["west", "south", "east", "north"]]
    west, south = box[["west", "south"]].min()
    east, north = box[["east", "north"]].max()
    middle = (west + east) / 2, (south + north) / 2
    return (west, south, *middle), middle


def assert_same(one, other):
    columns = [name for name in one.features if name != "geometry"]
    pd.testing.assert_frame_equal(one.features[columns], other.features[columns])
    assert one.features.geometry.geom_equals_exact(other.features.geometry, 1e-6).all()
    np.testing.assert_allclose(
        one.surfaces.coords + one.origin, other.surfaces.coords + other.origin, atol=1e-6
    )
    np.testing.assert_array_equal(one.surfaces.feature_row, other.surfaces.feature_row)
    assert len(one.mesh) == len(other.mesh)
    for name, table in one.records.items():
        plain = [column for column in table if column != "geometry"]
        pd.testing.assert_frame_equal(table[plain], other.records[name][plain])


def both(monkeypatch, data, *args, **options):
    """Read with windows and without, and how many objects were passed over."""
    wants, refused = Window.wants, []

    def counted(window, element, cut=()):
        wanted = wants(window, element, cut)
        refused.append(not wanted)
        return wanted

    monkeypatch.setattr(Window, "wants", counted)
    near = data.load(*args, **options)
    monkeypatch.setattr(windows, "windows_of", lambda *_: {})
    return near, data.load(*args, **options), sum(refused)


@pytest.mark.parametrize(("shape", "context_m"), [("bounds", 0.0), ("around", 60.0)])
def test_a_place_of_the_sample_city(monkeypatch, shape, context_m):
    data = plateau.open(CITY)
    box, middle = quarter(data)
    place = {"bounds": box} if shape == "bounds" else {"around": middle, "radius_m": 90.0}
    near, whole, refused = both(monkeypatch, data.select(**place), context_m, types="all")
    assert_same(near, whole)
    assert refused > 0


@pytest.mark.real
@pytest.mark.skipif(not KAGA.is_dir(), reason="the folder ../shared is not there")
@pytest.mark.parametrize("path", [KAGA, NUMAZU])
def test_a_place_of_published_files_of_every_type(monkeypatch, path):
    data = plateau.open(path)
    box, _ = quarter(data)
    near, whole, refused = both(monkeypatch, data.select(bounds=box), 20.0, types="all")
    assert_same(near, whole)
    assert len(near.features) > 0
    assert refused > 0


def test_a_building_that_reaches_far_out_has_its_surroundings_too(monkeypatch):
    """With no room beyond the place itself, files have to be read again."""
    monkeypatch.setattr("plateau.dataset.OVERHANG_M", 0.0)
    data = plateau.open(CITY)
    _, middle = quarter(data)
    place = data.select(around=middle, radius_m=60.0)
    near, whole, _ = both(monkeypatch, place, 40.0)
    assert_same(near, whole)


def test_tiles_hold_their_files_whole(monkeypatch):
    data = plateau.open(CITY)
    tile = data.files.query("feature_type == 'bldg'")["tile"].iloc[0]
    near, whole, _ = both(monkeypatch, data.select(tiles=tile))
    assert_same(near, whole)


def test_objects_one_at_a_time_are_those_of_the_place():
    data = plateau.open(CITY)
    box, _ = quarter(data)
    place = data.select(bounds=box)
    found = {feature.feature_id for feature in place.iter_features(types="bldg")}
    loaded = set(place.load(types="bldg").features.index)
    everything = set(data.load(types="bldg").features.index)
    assert loaded <= found < everything


def test_ids_kinds_and_levels_of_detail_are_those_of_everything_filtered():
    data = plateau.open(CITY)
    everything = data.load(types="bldg")
    root = everything.features.query("parent_id == ''")
    one = root.index[3]
    assert list(data.load(types="bldg", choice=Choice(ids=frozenset({one}))).features.index) == [
        name for name, parent in everything.features["parent_id"].items() if one in (name, parent)
    ]
    low = data.load(types="bldg", choice=Choice(lods=frozenset({1})))
    rows = everything.surfaces.lod == 1
    assert list(low.features.index) == list(everything.features.index)
    np.testing.assert_allclose(
        np.sort(low.surfaces.coords + low.origin, axis=0),
        np.sort(everything.surfaces.take(rows).coords + everything.origin, axis=0),
        atol=1e-6,
    )
    part = data.load(types="bldg", choice=Choice(kinds=frozenset({"BuildingPart"})))
    whole = set(everything.features.query("kind == 'BuildingPart'")["parent_id"])
    assert set(part.features.query("parent_id == ''").index) == whole
