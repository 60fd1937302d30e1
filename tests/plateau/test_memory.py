"""Estimates of memory, and what is refused or divided because of them."""

from dataclasses import replace

import pytest
from plateau_folders import write_dataset

import plateau
from citygml.errors import CityModelError
from plateau.dataset import DEFAULT_TYPES
from plateau.memory import (
    BASE_BYTES,
    PER_GML_BYTE,
    available_bytes,
    fitted,
    needed_bytes,
    quarters,
)
from plateau.tiles import Bounds, tile_bounds
from plateau.tiling import RunTile, tiling_of

WEST, EAST = "54363371", "54363372"


@pytest.fixture
def tiling(tmp_path):
    root = write_dataset(tmp_path, {WEST: [(0.5, 0.5)], EAST: [(0.5, 0.5)]})
    return tiling_of(plateau.open(root), 200.0, types=DEFAULT_TYPES)


def sized(tiling, size_bytes):
    """The same tiling as if every file had a size."""

    def grown(tile):
        own = tuple(replace(file, size_bytes=size_bytes) for file in tile.own)
        near = tuple(replace(file, size_bytes=size_bytes) for file in tile.near)
        return replace(tile, own=own, near=near)

    return replace(tiling, tiles=tuple(grown(tile) for tile in tiling.tiles))


def test_memory_is_that_of_the_program_and_a_multiple_of_what_is_read(tiling):
    """100 MB of its own; of the neighbour the 300 m next to it: 300 of 1123 m, and both ends."""
    tile = sized(tiling, 100_000_000).tiles[0]
    share = 300.0 / 1123.0
    assert needed_bytes(tile, 300.0) == pytest.approx(
        BASE_BYTES + PER_GML_BYTE * 100e6 * (1.0 + share), rel=0.01
    )


def test_a_tile_that_does_not_fit_is_refused_with_the_numbers(tiling):
    with pytest.raises(
        CityModelError, match=r"needs about 2\.\d+ GB .* may take 1\.00 GB; 2 tiles"
    ):
        fitted(sized(tiling, 360_000_000), 1_000_000_000, context_m=200.0, divide=False)


def test_a_tile_that_does_not_fit_is_divided_until_it_does(tiling):
    limit = 1_300_000_000
    found = fitted(sized(tiling, 360_000_000), limit, context_m=200.0, divide=True)
    assert len(found.tiles) > 2
    assert max(needed_bytes(tile, 200.0) for tile in found.tiles) <= limit
    assert len({tile.name for tile in found.tiles}) == len(found.tiles)


def test_what_fits_is_left_alone(tiling):
    assert fitted(tiling, 1_000_000_000, context_m=200.0, divide=True) == tiling


def test_less_than_the_program_itself_takes_is_refused_however_much_is_divided(tiling):
    with pytest.raises(CityModelError, match=r"; \d{1,2} tiles do not fit; .* more memory"):
        fitted(tiling, BASE_BYTES // 2, context_m=200.0, divide=True)


def test_quarters_cover_a_tile():
    box = tile_bounds(WEST)
    parts = list(quarters(WEST, box).values())
    joined = parts[0]
    for part in parts[1:]:
        joined = joined.joined(part)
    assert joined == box
    assert sum((b.east - b.west) * (b.north - b.south) for b in parts) == pytest.approx(
        (box.east - box.west) * (box.north - box.south)
    )


def test_relief_counts_by_the_place_it_covers(tiling):
    """A tile of 1123 m x 925 m with 300 m around it: 2.63 km2 of relief at 40 MB."""
    tile = replace(tiling.tiles[0], relief=tiling.tiles[0].own)
    more = needed_bytes(tile, 300.0) - needed_bytes(tiling.tiles[0], 300.0)
    assert more == pytest.approx(40.0 * 1723.0 * 1525.0, rel=0.02)


def test_a_file_that_is_not_of_a_tile_counts_whole():
    tile = RunTile("x", Bounds(0.0, 0.0, 1.0, 1.0), own=())
    assert needed_bytes(tile, 300.0) == BASE_BYTES


def test_this_machine_says_what_is_free():
    assert available_bytes() > 10_000_000
