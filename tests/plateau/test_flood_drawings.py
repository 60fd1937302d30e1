"""Drawings of a sheet: storeys against water, the building among its neighbours."""

from __future__ import annotations

import re

import pytest
from builders import Box
from flood_cities import city_of, record

from analyses.flood import evacuation_buildings
from plateau.flood_drawings import elevation_svg, map_svg

TEXTS = {"water": "water", "ground": "ground", "unknown": "storeys unknown"}


@pytest.fixture(scope="module")
def buildings():
    attributes = [
        {"storeys_above_ground": 3, "structure": "603"},
        {"storeys_above_ground": 1},
        {},
        {},
    ]
    boxes = [Box(10, 10, 9, east=20.0 * i, attributes=a) for i, a in enumerate(attributes)]
    return evacuation_buildings(
        city_of(boxes, [record(feature_id=f"b{i}", depth_m=1.0) for i in range(4)])
    )


def test_the_elevation_shows_storeys_and_water_to_scale(buildings):
    """Nine pixels a metre: 22.5 for a storey, 9 for a metre of water."""
    svg = elevation_svg(buildings.loc["b0"], texts=TEXTS)
    heights = [float(h) for h in re.findall(r'width="110" height="([\d.]+)"', svg)]
    assert heights == [22.5, 22.5, 22.5]
    assert 'height="9.0" fill="#2d69b4"' in svg
    assert svg.count("#e7f2ea") == 2, "two dry storeys"
    unknown = elevation_svg(buildings.loc["b2"], texts=TEXTS)
    assert "storeys unknown" in unknown
    assert "#e7f2ea" not in unknown


def test_the_map_shows_the_building_and_its_neighbours(buildings):
    svg = map_svg(buildings, "b1")
    assert svg.count("<path") == 4
    assert svg.count('stroke-width="2.5"') == 1
