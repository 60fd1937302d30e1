"""Reference systems: every spelling, axis order in one place, refusals that say why."""

import numpy as np
import pytest
from pyproj import CRS, Transformer

from citygml.crs import Projection, crs_of, horizontal, metric, north_first
from citygml.errors import CRSError

ZONE_VII = CRS.from_epsg(6675)
LAT, LON = 36.3, 136.4


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("http://www.opengis.net/def/crs/EPSG/0/6697", 6697),
        ("https://www.opengis.net/def/crs/EPSG/0/6697", 6697),
        ("urn:ogc:def:crs:EPSG::6697", 6697),
        ("urn:ogc:def:crs:EPSG:9.9:25833", 25833),
        ("EPSG:6668", 6668),
        ("epsg:6668", 6668),
        (" EPSG:25833\n", 25833),
        ("http://www.opengis.net/gml/srs/epsg.xml#25833", 25833),
    ],
)
def test_every_spelling_of_a_srs_name_is_known(name, code):
    assert crs_of(name).to_epsg() == code


def test_names_of_the_german_surveying_authorities_are_known():
    assert crs_of("urn:adv:crs:ETRS89_UTM33*DE_DHHN92_NH").to_epsg() == 5556


@pytest.mark.parametrize(
    "name",
    [
        "urn:ogc:def:crs,crs:EPSG::25833,crs:EPSG::5783",
        "urn:ogc:def:crs,crs:EPSG:6.12:25833,crs:EPSG:6.12:5783",
        "urn:ogc:def:crs:EPSG::25833,crs:EPSG::7837",
        "http://www.opengis.net/def/crs-compound?1=http://www.opengis.net/def/crs/EPSG/0/25833"
        "&2=http://www.opengis.net/def/crs/EPSG/0/7837",
    ],
)
def test_a_compound_name_keeps_its_horizontal_part(name):
    assert horizontal(crs_of(name)).to_epsg() == 25833


@pytest.mark.parametrize(
    "name", ["", " ", "local", "EPSG:", "EPSG:99999", "+proj=nonsense", "\x00"]
)
def test_an_unknown_srs_name_is_one_line_that_quotes_it(name):
    with pytest.raises(CRSError) as caught:
        crs_of(name)
    assert "srsName" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_code_that_does_not_exist_is_quoted_whole_with_the_remedy():
    with pytest.raises(CRSError, match=r"EPSG:999999 does not exist; .*correct the srsName"):
        crs_of("http://www.opengis.net/def/crs/EPSG/0/999999")


def test_latitude_comes_first_in_japan_and_easting_in_germany():
    assert north_first(CRS.from_epsg(6697))
    assert north_first(CRS.from_epsg(6668))
    assert north_first(ZONE_VII)  # X is north in the plane-rectangular systems
    assert not north_first(CRS.from_epsg(25833))


def test_only_projected_systems_in_metres_are_metric():
    feet = CRS.from_epsg(2263)  # New York, US survey feet
    assert metric(ZONE_VII)
    assert not metric(CRS.from_epsg(6697))
    assert not metric(feet)


@pytest.mark.parametrize("source", [6697, 6668])
def test_a_point_of_kaga_falls_where_the_published_formula_puts_it(source):
    """Origin of zone VII is 36° N 137° 10' E: a point there is (0, 0) by definition."""
    to_city = Projection(CRS.from_epsg(source), ZONE_VII)
    np.testing.assert_allclose(to_city([36.0, 137 + 10 / 60, 5.0]), [[0.0, 0.0, 5.0]], atol=1e-6)


def test_axis_order_is_honoured_against_pyproj_in_the_authority_s_order():
    north, east = Transformer.from_crs(6668, 6675).transform(LAT, LON)
    placed = Projection(CRS.from_epsg(6697), ZONE_VII)([[LAT, LON, 12.5]])
    np.testing.assert_allclose(placed, [[east, north, 12.5]], rtol=1e-12)
    assert (east < 0, north > 0) == (True, True)  # west of 137° 10', north of 36°


def test_heights_pass_through_untouched():
    heights = np.array([0.0, -3.25, 1234.5678901234567])
    coords = np.column_stack([np.full(3, LAT), np.full(3, LON), heights])
    assert (Projection(CRS.from_epsg(6697), ZONE_VII)(coords)[:, 2] == heights).all()


def test_coordinates_in_the_city_s_own_system_are_only_swapped_not_computed():
    written = np.array([[34000.123456789, -69000.987654321, 3.0]])  # X (north), Y (east)
    placed = Projection(ZONE_VII, ZONE_VII)(written)
    assert (placed == written[:, [1, 0, 2]]).all()


def test_feet_become_metres():
    """1 US survey foot = 1200/3937 m; EPSG:2263 is written east first."""
    to_city = Projection(CRS.from_epsg(2263), CRS.from_epsg(32118))  # same system in metres
    a, b = to_city([[1e6, 2e5, 0], [1e6 + 3937, 2e5, 0]])
    assert b[0] - a[0] == pytest.approx(1200.0, abs=1e-6)


def test_there_is_no_city_in_degrees():
    with pytest.raises(CRSError, match="not projected in metres"):
        Projection(CRS.from_epsg(6697), CRS.from_epsg(6668))


@pytest.mark.parametrize("code", [6695, 5773])
def test_a_system_of_heights_alone_is_refused(code):
    with pytest.raises(CRSError):
        Projection(CRS.from_epsg(code), ZONE_VII)


def test_a_geocentric_system_is_refused():
    with pytest.raises(CRSError):
        Projection(CRS.from_epsg(4978), ZONE_VII)


def test_no_coordinates_are_no_rows():
    assert Projection(CRS.from_epsg(6697), ZONE_VII)(np.zeros((0, 3))).shape == (0, 3)


def test_a_place_is_projected_once_and_every_point_there_keeps_its_height(monkeypatch):
    """Six points at three places: the middle one is foot and top of a wall and comes again."""
    places = np.array([(LAT, LON, 0), (LAT, LON + 0.001, 1), (LAT + 0.001, LON, 2)])
    rows = np.array([0, 1, 1, 2, 1, 0])
    written = places[rows] + np.outer(np.arange(6), (0, 0, 10))
    project, given = Transformer.transform, []

    def counted(self, x, y, **options):
        given.append(len(x))
        return project(self, x, y, **options)

    monkeypatch.setattr(Transformer, "transform", counted)
    projection = Projection(CRS.from_epsg(6697), ZONE_VII)
    found = projection(written)
    assert given == [3]
    alone = np.concatenate([projection(point) for point in written])
    np.testing.assert_array_equal(found, alone)
    np.testing.assert_array_equal(found[:, 2], written[:, 2])


@pytest.mark.parametrize("lost", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("axis", [0, 1, 2])
@pytest.mark.parametrize(("code", "place"), [(6697, (LAT, LON)), (6676, (33e3, -190e3))])
def test_a_number_that_is_none_loses_its_own_point_and_no_other(code, place, axis, lost):
    """From degrees and from metres of the next zone."""
    written = np.tile((*place, 5.0), (5, 1))
    written[2, axis] = lost
    found = Projection(CRS.from_epsg(code), ZONE_VII)(written)
    assert np.isnan(found).all(axis=1).tolist() == [False, False, True, False, False]
    assert np.isfinite(np.delete(found, 2, axis=0)).all()
