"""Buildings that are there twice, one copy of them in the surroundings that were read."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from builders import Box
from flood_cities import city_of, record

from analyses.flood import evacuation_buildings
from analyses.flood.buildings import judged_rows
from analyses.flood.overlaps import twins_of
from citygml.model import CityModel

#: b1 is b0 again, half a metre off; b2 stands behind the wall, b3 far away.
BOXES = [Box(10, 10, 3, east=east) for east in (0.0, 0.5, 10.5, 50.0)]


def around(city: CityModel, *names: str) -> CityModel:
    """The city with some of its buildings as surroundings."""
    is_context = city.features.index.isin(names)
    return replace(city, features=city.features.assign(is_context=is_context))


def test_a_copy_among_the_surroundings_is_a_twin_too():
    city = around(city_of(BOXES, []), "b0", "b3")
    rows = judged_rows(city)
    found = twins_of(city, rows, city.features.geometry.to_numpy()[rows])
    assert found.context.tolist() == [0], "b3 lies on nothing"
    assert found.pairs.tolist() == [[0, 2]], "b1, the first judged, and what comes after the two"


@pytest.mark.parametrize("depth_m", [4.0, 0.3])
def test_a_record_of_the_surroundings_doubts_that_its_twin_is_dry(depth_m):
    """As with all four judged: "not needed" would be the answer of b1 alone."""
    city = city_of(BOXES, [record(depth_m=depth_m)])
    whole = evacuation_buildings(city)
    part = evacuation_buildings(around(city, "b0"))
    assert part["reasons"].iloc[0].startswith("twin_flooded")
    assert ["drawn_twice" in codes for codes in part["flags"]] == [True, False, False]
    columns = ["result", "reasons", "flags", "confidence", "not_checked"]
    np.testing.assert_array_equal(part[columns].to_numpy(), whole[columns].to_numpy()[1:])


def test_a_dry_twin_among_the_surroundings_is_only_told():
    """b0 has the record; b1 is one of the surroundings and has none, and changes no answer."""
    city = city_of(BOXES, [record(depth_m=4.0)])
    alone = evacuation_buildings(city_of([BOXES[0], *BOXES[2:]], [record(depth_m=4.0)]))
    part = evacuation_buildings(around(city, "b1"))
    assert part["result"].tolist() == alone["result"].tolist()
    assert "drawn_twice" in part["flags"].iloc[0]
    assert "drawn_twice" not in alone["flags"].iloc[0]
