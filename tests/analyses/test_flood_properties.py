"""Properties of `evacuation_buildings` over random towns; one example judges many buildings."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd
from builders import Box
from flood_cities import city_of, zone_around
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from analyses.flood import REASONS, evacuation_buildings

RANKS = {
    (0.0, 0.5): "0.5m未満",
    (0.5, 3.0): "0.5m以上3m未満",
    (3.0, 5.0): "3m以上5m未満",
    (5.0, 10.0): "5m以上10m未満",
    (10.0, 20.0): "10m以上20m未満",
    (20.0, math.inf): "20m以上",
}


def rank_of(depth_m):
    return next(text for (lo, hi), text in RANKS.items() if lo <= depth_m < hi)


depths = st.one_of(st.floats(0, 25), st.sampled_from([0.0, 0.5, 3.0, 5.0, 10.0, 20.0]))
buildings = st.fixed_dictionaries(
    {
        "storeys_above_ground": st.sampled_from([None, 1, 2, 3, 5, 9, 10, 9999]),
        "height_m": st.one_of(st.none(), st.floats(0.5, 60)),
        "structure": st.sampled_from([None, "601", "603", "605"]),
        "class": st.sampled_from([None, "3001", "3002", "3003"]),
        "usage": st.sampled_from([None, "411", "422", "453"]),
        "lod1_height_type": st.sampled_from([None, "2", "0"]),
    }
)
river_records = st.fixed_dictionaries(
    {
        "hazard": st.sampled_from(["river", "inland", "tsunami", "landslide"]),
        "river": st.sampled_from(["A", "B", None]),
        "scale": st.sampled_from(["L1", "L2", None]),
        "depth_m": st.one_of(st.none(), depths),
        "has_rank": st.booleans(),
        "duration_h": st.one_of(st.none(), st.floats(0, 100)),
    }
)
towns = st.lists(st.tuples(buildings, st.lists(river_records, max_size=3)), min_size=8, max_size=16)
few = settings(
    max_examples=15,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],  # shrinking a failure takes minutes; ask for it by hand
)


def town(pairs):
    """Attributes and records of a drawn town; a class, where there is one, holds the depth."""
    boxes = [
        Box(10, 10, 7.5, east=20.0 * i, attributes=attributes)
        for i, (attributes, _) in enumerate(pairs)
    ]
    records = [
        {
            "feature_id": f"b{i}",
            "river_code": None,
            "rank_text": rank_of(drawn["depth_m"] or 0.0) if drawn["has_rank"] else None,
            **{name: drawn[name] for name in ("hazard", "river", "scale", "depth_m", "duration_h")},
        }
        for i, (_, owned) in enumerate(pairs)
        for drawn in owned
    ]
    return boxes, records


def answers(boxes, records):
    return evacuation_buildings(city_of(boxes, records), zones=zone_around("flow", width=30.0))


def no_new_yes(before, after):
    assert not ((before.result != "yes") & (after.result == "yes")).any()


@few
@given(towns)
def test_every_building_has_one_class_and_a_reason_unless_it_is_yes(pairs):
    boxes, records = town(pairs)
    table = answers(boxes, records)
    assert len(table) == len(boxes)
    assert table.result.isin(["yes", "no", "unknown", "not_needed", "excluded"]).all()
    assert ((table.result == "yes") == (table.reasons == "")).all()
    codes = {code for text in table.reasons for code in text.split(";") if code}
    assert codes <= set(REASONS)
    assert (table.confidence.isin(["A", "B", "C"])).all()


@few
@given(towns, st.randoms(use_true_random=False))
def test_the_order_of_records_does_not_matter(pairs, random):
    boxes, records = town(pairs)
    shuffled = random.sample(records, len(records))
    first = pd.DataFrame(answers(boxes, records).drop(columns="geometry"))
    second = pd.DataFrame(answers(boxes, shuffled).drop(columns="geometry"))
    pd.testing.assert_frame_equal(first, second)


@few
@given(towns, st.floats(0, 10))
def test_more_water_never_makes_a_yes(pairs, more_m):
    boxes, records = town(pairs)
    deeper = [
        dict(r, depth_m=r["depth_m"] + more_m) if r["depth_m"] is not None else r for r in records
    ]
    for changed in (deeper, [dict(r, rank_text=None) for r in deeper]):
        same = [dict(r, rank_text=c["rank_text"]) for r, c in zip(records, changed, strict=True)]
        no_new_yes(answers(boxes, same), answers(boxes, changed))


@few
@given(towns, st.integers(1, 10))
def test_more_storeys_never_end_a_yes(pairs, more):
    boxes, records = town(pairs)
    higher = [
        replace(box, attributes={**box.attributes, "storeys_above_ground": number + more})
        if (number := box.attributes["storeys_above_ground"]) not in {None, 9999}
        else box
        for box in boxes
    ]
    before, after = answers(boxes, records), answers(higher, records)
    assert (after.result[before.result == "yes"] == "yes").all()


@few
@given(towns)
def test_taking_away_a_depth_a_class_or_storeys_with_height_never_makes_a_yes(pairs):
    boxes, records = town(pairs)
    before = answers(boxes, records)
    no_new_yes(before, answers(boxes, [dict(r, depth_m=None) for r in records]))
    no_new_yes(before, answers(boxes, [dict(r, rank_text=None) for r in records]))
    bare = {"storeys_above_ground": None, "height_m": None, "lod1_height_type": "0"}
    stripped = [replace(box, attributes={**box.attributes, **bare}) for box in boxes]
    no_new_yes(before, answers(stripped, records))


@few
@given(towns, river_records)
def test_one_more_record_never_turns_no_into_yes(pairs, extra):
    boxes, records = town(pairs)
    more = town([(attributes, [*owned, extra]) for attributes, owned in pairs])[1]
    before, after = answers(boxes, records), answers(boxes, more)
    assert not ((before.result == "no") & (after.result == "yes")).any()
