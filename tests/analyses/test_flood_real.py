"""Published files: counts of specs/flood.md 5.3 and what the defaults make of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import plateau
from analyses.flood import FloodCriteria, evacuation_buildings
from analyses.flood.water import water_surface
from citygml.surfaces import SurfaceKind

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


@pytest.mark.parametrize("name", [OSAKA, KOSHIGAYA, KAGA])
def test_no_published_class_contradicts_its_depth(name):
    """Specs 5.2: 0 mismatches of rank and depth; a depth is in metres and belongs to a scale."""
    if not (DATA / name).exists():
        pytest.skip(f"{DATA / name} is missing")
    records = plateau.open(DATA / name).load().records["flood_risk"]
    assert len(records)
    flags = ["rank_mismatch", "depth_invalid", "depth_unit_unknown", "rank_unreadable"]
    assert not records[flags].to_numpy(bool).any()
    water = records[records["hazard"] != "landslide"]
    assert (water["depth_basis"] == "number").all()


def sheets(name, hazard):
    """Triangles of the water surfaces of one hazard, and what their records say."""
    if not (DATA / name).exists():
        pytest.skip(f"{DATA / name} is missing")
    city = plateau.open(DATA / name).load()
    records = city.records["water_surface"]
    records = records[records["hazard"] == hazard]
    rows = city.features.index.get_indexer(records["feature_id"])
    mesh = water_surface(city, rows)
    polygons = np.isin(city.surfaces.feature_row, rows) & (city.surfaces.kind == SurfaceKind.WATER)
    assert len(mesh) == polygons.sum(), "every polygon is one triangle, none steep, no sliver"
    corners = mesh.corners.reshape(-1, 3)
    place, of = np.unique(corners[:, :2].round(4), axis=0, return_inverse=True)
    low, high = np.full(len(place), np.inf), np.full(len(place), -np.inf)
    np.minimum.at(low, of.reshape(-1), corners[:, 2])
    np.maximum.at(high, of.reshape(-1), corners[:, 2])
    assert (high - low).max() < 1e-6, "shared corners have one height"
    assert records["depth_m"].isna().all(), "no water body says a depth"
    return mesh, corners[:, 2] + city.origin[2], records


def test_the_flood_of_numazu_is_what_its_file_says():
    """Specs 5.2: 142 triangles from 10.85 to 11.19 m, a class of the city, scale L1."""
    mesh, height, records = sheets("22203_numazu-shi_citygml", "river")
    assert len(mesh) == 142
    assert (height.min(), height.max()) == pytest.approx((10.85, 11.19), abs=0.005)
    assert set(records["scale"]) == {"L1"}
    assert set(records["rank_text"]) == {"0.5m未満", "0.5m以上3m未満"}


def test_the_flood_of_takaoka_is_almost_flat():
    """Specs 1.4: the 95th percentile of the slope is 0.9 %."""
    mesh, _, records = sheets("16202_takaoka-shi_city_2024_citygml_1_op", "river")
    vectors = mesh.area_vectors
    slope = np.hypot(vectors[:, 0], vectors[:, 1]) / np.abs(vectors[:, 2])
    assert np.percentile(slope, 95) == pytest.approx(0.009, abs=0.0005)
    assert records["scale"].tolist() == ["L2"]
