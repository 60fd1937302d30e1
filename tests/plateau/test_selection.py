"""Areas: which files they need and which objects they hold."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from citygml.errors import CityModelError
from plateau.selection import OVERHANG_M, Area, area
from plateau.tiles import Bounds, neighbours, tile_bounds

TILE = "54363371"


def features(shapes, kinds, tiles):
    return gpd.GeoDataFrame({"kind": kinds, "tile": tiles}, geometry=shapes, crs=6675)


def chosen(**given):
    return area(**{"tiles": None, "bounds": None, "around": None, "radius_m": None, **given})


def test_a_circle_has_its_area():
    """pi r²; a polygon of 1024 sides has 6e-6 less."""
    shape = chosen(around=(136.394, 36.312), radius_m=300.0).shape(6675)
    assert shape.area == pytest.approx(np.pi * 300.0**2, rel=1e-5)


def test_the_shape_of_a_tile_follows_its_curved_parallels():
    """The tile's corners, and points on its edges, lie on the border of its shape."""
    box = tile_bounds(TILE)
    share = np.linspace(0, 1, 7)
    edge = shapely.points(box.west + share * (box.east - box.west), box.north)
    border = chosen(tiles=TILE).shape(6675).boundary
    distance = gpd.GeoSeries(edge, crs=6668).to_crs(6675).distance(border)
    assert distance.max() < 1e-3


def test_tiles_need_their_files_and_coarser_and_finer_ones():
    own = chosen(tiles=(TILE,))
    assert all(own.needs(tile, 0.0) for tile in (TILE, "543633", "5436", f"{TILE}1", ""))
    assert not any(own.needs(tile, 0.0) for tile in (*neighbours(TILE), "543634"))
    assert all(own.needs(tile, 100.0) for tile in neighbours(TILE))


def test_a_circle_needs_tiles_that_a_building_may_reach_out_of():
    """A tile is 1123 m wide here; a building may overhang by OVERHANG_M."""
    box = tile_bounds(TILE)
    middle = (box.south + box.north) / 2
    metre = (box.east - box.west) / 1123.0
    near = chosen(around=(box.east - (10 + OVERHANG_M * 0.9) * metre, middle), radius_m=10.0)
    far = chosen(around=(box.east - (10 + OVERHANG_M * 1.2) * metre, middle), radius_m=10.0)
    assert near.needs("54363372", 0.0)
    assert not far.needs("54363372", 0.0)
    assert far.needs("54363372", 100.0)


def test_buildings_count_by_an_inner_point_and_roads_by_touching():
    shape = shapely.box(0, 0, 10, 10)
    across = shapely.box(8, 2, 20, 4)
    table = features([across, across, None], ["Building", "Road", "Building"], ["", "", ""])
    held = Area(bounds=Bounds(0, 0, 1, 1)).holds(table, shape)
    assert held.tolist() == [False, True, False]


def test_a_building_with_a_yard_counts_by_a_point_that_is_inside():
    """The centroid of a ring of houses lies in the yard."""
    ring = shapely.box(0, 0, 30, 30).difference(shapely.box(1, 1, 29, 29))
    table = features([ring], ["Building"], [""])
    assert Area(bounds=Bounds(0, 0, 1, 1)).holds(table, shapely.box(10, 10, 20, 20)).tolist() == [
        False
    ]


def test_with_tiles_the_file_decides_and_place_only_for_coarser_files():
    shape = shapely.box(0, 0, 10, 10)
    outside, inside = shapely.box(20, 0, 21, 1), shapely.box(1, 1, 2, 2)
    table = features(
        [outside, inside, inside, outside],
        ["Building"] * 4,
        [TILE, "54363372", "543633", "543633"],
    )
    assert Area(tiles=(TILE,)).holds(table, shape).tolist() == [True, False, True, False]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({}, "exactly one"),
        ({"tiles": ()}, "at least one"),
        ({"tiles": ("5436337",)}, "JIS X 0410"),
        ({"bounds": (1.0, 2.0)}, "2 numbers"),
        ({"bounds": (137.0, 36.0, 136.0, 37.0)}, "are empty"),
        ({"bounds": (36.0, 136.0, 37.0, 137.0)}, "longitude comes first"),
        ({"around": (136.0, 36.0)}, "radius_m"),
        ({"around": (136.0, 36.0), "radius_m": -1.0}, "is no radius"),
        ({"around": (136.0, 36.0), "radius_m": float("nan")}, "is no radius"),
    ],
)
def test_what_is_no_area_is_refused(given, reason):
    with pytest.raises(CityModelError, match=reason):
        chosen(**given)
