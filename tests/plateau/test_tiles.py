"""Tiles are arithmetic of JIS X 0410; zones are the law's table."""

import numpy as np
import pytest

from citygml.errors import CityModelError
from plateau.tiles import (
    Bounds,
    epsg_at,
    epsg_of_city,
    file_name,
    neighbours,
    tile_at,
    tile_bounds,
    tiles_within,
)


def test_bounds_of_the_tile_of_kaga():
    """5436: 54/1.5 = 36 N, 136 E; 33: + 3/12, 3/8; 71: + 7/120, 1/80."""
    box = tile_bounds("54363371")
    np.testing.assert_allclose(
        box, (136 + 3 / 8 + 1 / 80, 36 + 3 / 12 + 7 / 120, 136.4, 36 + 38 / 120), atol=1e-12
    )


@pytest.mark.parametrize(
    ("tile", "size_deg"),
    [
        ("5436", (1.0, 2 / 3)),
        ("543633", (1 / 8, 1 / 12)),
        ("54363371", (1 / 80, 1 / 120)),
        ("543633714", (1 / 160, 1 / 240)),
        ("5436337141", (1 / 320, 1 / 480)),
    ],
)
def test_a_tile_of_every_level_has_its_size_and_its_middle_leads_back(tile, size_deg):
    box = tile_bounds(tile)
    np.testing.assert_allclose((box.east - box.west, box.north - box.south), size_deg, atol=1e-12)
    level = {4: "first", 6: "second", 8: "third", 9: "half", 10: "quarter"}[len(tile)]
    middle = (box.west + box.east) / 2, (box.south + box.north) / 2
    assert tile_at(*middle, level=level) == tile


def test_the_four_halves_are_numbered_from_south_west():
    whole = tile_bounds("54363371")
    assert tile_bounds("543633711")[:2] == pytest.approx(whole[:2])
    assert tile_bounds("543633712")[1:3] == pytest.approx(whole[1:3])
    assert tile_bounds("543633714")[2:] == pytest.approx(whole[2:])


def test_neighbours_cross_the_borders_of_higher_levels():
    """North of row 9 of 543637 begins row 0 of 543647."""
    assert neighbours("54363791")[6] == "54364701"
    assert len(set(neighbours("54363371")) | {"54363371"}) == 9
    for tile in neighbours("54363300"):
        assert "54363300" in neighbours(tile)


def test_a_tile_is_within_its_own_bounds_alone():
    assert tiles_within(tile_bounds("54363371")) == ("54363371",)
    assert tiles_within(tile_bounds("54363371").grown(10.0)) == tuple(
        sorted([*neighbours("54363371"), "54363371"])
    )
    assert tiles_within(tile_bounds("543633")).count("54363371") == 1
    assert len(tiles_within(tile_bounds("543633"))) == 100


@pytest.mark.parametrize("tile", ["", "543", "54363", "54368371", "543633715", "abcd", "５４３６"])
def test_codes_that_are_no_tiles_are_refused(tile):
    with pytest.raises(CityModelError, match="JIS X 0410"):
        tile_bounds(tile)


def test_growing_bounds_reaches_the_distance_on_every_side():
    """A degree of latitude is 110.6 to 111.7 km, of longitude 111.3 km x cos(latitude)."""
    box = Bounds(139.0, 35.0, 139.0, 35.0).grown(1000.0)
    assert (box.north - 35.0) * 110_950 >= 1000.0
    assert (box.east - 139.0) * 111_320 * np.cos(np.radians(35.0)) == pytest.approx(
        1000.0, rel=1e-2
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("54363371_bldg_6697_op.gml", ("54363371", "bldg", 6697, ("op",))),
        ("523965_dem_6697_05_op.gml", ("523965", "dem", 6697, ("05", "op"))),
        ("55360704_fld_6697_l2.gml", ("55360704", "fld", 6697, ("l2",))),
        ("53392642_bldg_6697_op2.gml", ("53392642", "bldg", 6697, ("op2",))),
        ("hodokyo_51324378_brid_6697.gml", ("51324378", "brid", 6697, ())),
        ("533925_tran_6697.gml", ("533925", "tran", 6697, ())),
        ("berlin.citygml", ("", "", None, ())),
        ("99999999_bldg_6697.gml", ("", "bldg", 6697, ())),
    ],
)
def test_names_of_files(name, expected):
    assert file_name(name) == expected


@pytest.mark.parametrize(
    ("code", "epsg"),
    [
        ("42201", 6669),  # Nagasaki
        ("46201", 6670),  # Kagoshima
        ("46222", 6669),  # Amami is of Kagoshima, in zone I
        ("27100", 6674),  # Osaka
        ("17206", 6675),  # Kaga
        ("22203", 6676),  # Numazu
        ("13100", 6677),  # Tokyo
        ("13421", 6682),  # Ogasawara is of Tokyo, in zone XIV
        ("01202", 6679),  # Hakodate
        ("01100", 6680),  # Sapporo
        ("01207", 6681),  # Obihiro
        ("47201", 6683),  # Naha
        ("47207", 6684),  # Ishigaki
        ("47357", 6685),  # Minami-Daito
    ],
)
def test_zones_by_law(code, epsg):
    assert epsg_of_city(code) == epsg


def test_an_unknown_municipality_has_no_zone():
    assert epsg_of_city("") is None
    assert epsg_of_city("99100") is None


@pytest.mark.parametrize(
    ("place", "epsg"), [((139.7, 35.7), 6677), ((136.39, 36.31), 6674), ((127.7, 26.2), 6683)]
)
def test_zones_by_place(place, epsg):
    """Kaga lies nearer to the origin of zone VI; the law puts it in VII: the name decides first."""
    assert epsg_at(*place) == epsg
