"""Zones and where they lie: a file of another place says nothing here."""

from __future__ import annotations

import pandas as pd
import pytest
from builders import Box
from flood_cities import city_of, record, zone_around

from analyses.flood import evacuation_buildings
from analyses.flood.places import ZONES_REACH_M

SOLID = {"storeys_above_ground": 3, "structure": "603"}


def judged(zones):
    table = evacuation_buildings(
        city_of(Box(10, 10, 9, attributes=SOLID), [record(depth_m=1.0)]), zones=zones
    )
    return table.iloc[0], table.attrs["plateau"]["notes"]


@pytest.mark.parametrize("kind", ["flow", "erosion"])
def test_zones_of_another_place_were_not_checked_and_the_output_says_so(kind):
    """b0 is 10 m wide and starts at 0; the zone starts 1 m before `east`."""
    row, notes = judged(zone_around(kind, east=ZONES_REACH_M + 12.0))
    assert pd.isna(row[f"in_collapse_{kind}"])
    assert f"collapse_{kind}_zones" in row.not_checked
    assert any("20 km away" in note for note in notes)


@pytest.mark.parametrize("kind", ["flow", "erosion"])
def test_zones_that_reach_the_place_are_checked_even_where_no_building_is_in_one(kind):
    row, notes = judged(zone_around(kind, east=ZONES_REACH_M - 100.0))
    assert row[f"in_collapse_{kind}"] is False or not row[f"in_collapse_{kind}"]
    assert f"collapse_{kind}_zones" not in row.not_checked
    assert not any("away" in note for note in notes)
