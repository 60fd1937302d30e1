"""Spellings of srsName, several of them in a file, and what heights are measured from."""

import numpy as np
import pytest
from gml_documents import (
    box_solid,
    building,
    document,
    element,
    multi_surface,
    polygon,
    read,
    reasons,
    source,
)
from pyproj import CRS, Transformer

from citygml.crs import crs_of, horizontal, vertical_datum
from citygml.errors import CRSError
from citygml.reader import read_city
from citygml.schema import EMPTY_SCHEMA

ZONE_IX = CRS.from_epsg(6677)
OGC = "http://www.opengis.net/def/crs"
JGD2011 = "JGD2011 (vertical) height"

#: Every spelling of specs/parsing.md 8, accepted by pyproj or not -> horizontal code, heights.
SPELLINGS = [
    (f"{OGC}/EPSG/0/6697", 6668, JGD2011),
    (f"{OGC.replace('http:', 'https:')}/EPSG/0/6697", 6668, JGD2011),
    (f" {OGC}/EPSG/0/6697\n", 6668, JGD2011),
    (f"{OGC}/EPSG/0/6668", 6668, ""),
    ("EPSG:6668", 6668, ""),
    ("epsg:6697", 6668, JGD2011),
    ("urn:ogc:def:crs:EPSG::6697", 6668, JGD2011),
    (f"{OGC}/EPSG/0/10170", 6677, JGD2011),
    ("EPSG:6682+6695", 6682, JGD2011),
    ("urn:ogc:def:crs,crs:EPSG::25832,crs:EPSG::5783", 25832, "DHHN92 height"),
    ("urn:ogc:def:crs,crs:EPSG:6.12:3068,crs:EPSG:6.12:5783", 3068, "DHHN92 height"),
    ("urn:ogc:def:crs:EPSG::25832,crs:EPSG::7837", 25832, "DHHN2016 height"),
    (f"{OGC}-compound?1={OGC}/EPSG/0/25832&2={OGC}/EPSG/0/7837", 25832, "DHHN2016 height"),
    ("http://www.opengis.net/gml/srs/epsg.xml#25832", 25832, ""),
    ("urn:adv:crs:ETRS89_UTM32*DE_DHHN92_NH", 25832, "DHHN92 height"),
    ("urn:adv:crs:ETRS89_UTM32*DE_DHHN2016_NH", 25832, "DHHN2016 height"),
    ("urn:adv:crs:DE_DHDN_3GK4*DE_DHHN92_NH", 31468, "DHHN92 height"),
    ("EPSG:3946", 3946, ""),
    ("EPSG:25833", 25833, ""),
    ("EPSG:31466", 31466, ""),
    ("EPSG:31467", 31467, ""),
    ("EPSG:32755", 32755, ""),
    ("EPSG:4979", 4326, "ellipsoid of WGS 84"),
]


@pytest.mark.parametrize(("name", "code", "datum"), SPELLINGS)
def test_every_spelling_names_its_system_and_its_heights(name, code, datum):
    crs = crs_of(name)
    assert horizontal(crs).to_epsg() == code
    assert vertical_datum(crs) == datum


@pytest.mark.parametrize("name", ["", "EPSG:1", "EPSG:99999", "urn:adv:crs:X*Y", "epsg"])
def test_what_names_no_system_is_refused(name):
    with pytest.raises(CRSError, match="srsName"):
        crs_of(name)


def at(srs, point):
    """A building 10 m high on a square of 0.0001 degrees, or 10 m, at a point."""
    x, y = point
    step = 1e-4 if abs(x) < 360 else 10.0
    ring = [(x, y, 5.0), (x + step, y, 5.0), (x + step, y + step, 5.0), (x, y + step, 5.0)]
    surfaces = multi_surface(polygon(ring))
    surfaces = surfaces.replace("<gml:MultiSurface>", f'<gml:MultiSurface srsName="{srs}">', 1)
    return building(element("bldg:lod1MultiSurface", surfaces))


def test_a_system_on_geometries_only_is_that_of_the_file():
    city = read(document(at("EPSG:6697", (35.5, 139.7)), srs=None), crs=ZONE_IX)
    east, north = Transformer.from_crs(6668, 6677, always_xy=True).transform(139.7, 35.5)
    corners = city.surfaces.coords + city.origin
    np.testing.assert_allclose(corners[:, :2].min(axis=0), (east, north), atol=0.02)
    assert city.provenance["vertical_datum"] == JGD2011


def test_the_same_places_under_another_name_are_taken():
    """A 6668 geometry in a 6697 file has no other heights: it has none of its own."""
    for name in ("EPSG:6668", f"{OGC}/EPSG/0/6668", "urn:ogc:def:crs:EPSG::6697"):
        city = read(document(at(name, (35.5, 139.7)), srs="EPSG:6697"), crs=ZONE_IX)
        assert len(city.surfaces) == 1
        assert reasons(city) == []


@pytest.mark.parametrize("name", ["EPSG:6677", "EPSG:25833", "EPSG:4979", "nonsense"])
def test_other_places_or_heights_in_a_file_are_left_out_and_told(name):
    good = building(element("bldg:lod1MultiSurface", multi_surface()), id="b2")
    city = read(document(at(name, (35.5, 139.7)), good, srs="EPSG:6697"), crs=ZONE_IX)
    assert len(city.surfaces) == 0
    assert reasons(city) == [f"geometry in {name} in a file in EPSG:6697; left out"]


def test_the_same_places_with_other_heights_are_not_mixed_in():
    older, newer = (f"urn:adv:crs:ETRS89_UTM33*DE_{name}_NH" for name in ("DHHN92", "DHHN2016"))
    city = read(document(at(newer, (390000.0, 5819000.0)), srs=older))
    assert len(city.surfaces) == 0
    assert reasons(city) == [f"geometry in {newer} in a file in {older}; left out"]


def test_a_point_of_another_system_in_an_attribute_is_told():
    place = '<gml:Point srsName="EPSG:6677"><gml:pos>0 0 0</gml:pos></gml:Point>'
    address = element("bldg:address", element("core:Address", element("core:multiPoint", place)))
    city = read(document(building(address), srs="EPSG:6697"), crs=ZONE_IX)
    assert len(city.records["points"]) == 0
    assert reasons(city) == ["geometry in EPSG:6677 in a file in EPSG:6697; left out"]


def test_heights_of_one_kind_are_recorded_and_of_two_kinds_told():
    utm = "urn:adv:crs:ETRS89_UTM33*DE_DHHN92_NH"
    newer = "urn:adv:crs:ETRS89_UTM33*DE_DHHN2016_NH"
    one = document(building(element("bldg:lod1Solid", box_solid())), srs=utm)
    same = one.replace('"b1"', '"b2"')
    other = document(building(element("bldg:lod1Solid", box_solid(50.0)), id="b3"), srs=newer)
    plain = document(building(element("bldg:lod1Solid", box_solid(90.0)), id="b4"))
    assert read(one, same).provenance["vertical_datum"] == "DHHN92 height"
    assert reasons(read(one, plain)) == []
    mixed = read(one, other)
    assert mixed.provenance["vertical_datum"] == "DHHN92 height; DHHN2016 height"
    (problem,) = mixed.problems.to_dict("records")
    assert problem["path"] == "test-1.gml"
    assert problem["reason"].startswith(
        "heights are from DHHN2016 height, in test.gml from DHHN92 height; they are not converted"
    )


def test_a_file_without_heights_says_so():
    city = read(document(building(element("bldg:lod1Solid", box_solid()))))
    assert city.provenance["vertical_datum"] == ""


def test_provenance_of_the_caller_stays():
    text = document(building(element("bldg:lod1Solid", box_solid())))
    city = read_city(
        [source(text)], schema=EMPTY_SCHEMA, crs=CRS.from_epsg(25833), provenance={"dataset": "x"}
    )
    assert city.provenance == {"dataset": "x", "vertical_datum": ""}


def test_heights_pass_through_untouched():
    """Swapped axes, degrees to metres: the third number is bit for bit the same."""
    high = [(35.5, 139.7, 0.1 + 0.2), (35.5, 139.7001, 1 / 3), (35.5001, 139.7, 2 / 7)]
    surfaces = multi_surface(polygon(high))
    city = read(
        document(building(element("bldg:lod1MultiSurface", surfaces)), srs="EPSG:6697"), crs=ZONE_IX
    )
    assert set(city.surfaces.coords[:, 2]) == {0.1 + 0.2, 1 / 3, 2 / 7}
