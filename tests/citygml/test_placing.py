"""Geometry is projected; what has no place is left out and told, unless nothing has one."""

from types import SimpleNamespace

import numpy as np
import pytest
from pyproj import CRS, Transformer

from citygml.crs import Projection
from citygml.errors import GMLError
from citygml.placing import Placing
from citygml.polygons import Polygons

FEATURE = SimpleNamespace(feature_id="b1", line=7)
TOKYO, NOWHERE = (35.5, 139.7, 4.0), (139.7, 35.5, 4.0)


def placing():
    projection = Projection(CRS.from_epsg(6697), CRS.from_epsg(6677))
    return Placing(projection, srs_name="EPSG:6697", label="a.gml")


def triangles(*places):
    """Polygons of three points round each place."""
    steps = np.array([(0, 0, 0), (0, 1e-4, 0), (1e-4, 0, 0)])
    count = len(places)
    return Polygons(
        surface_id=np.array([""] * count, object),
        feature_row=np.zeros(count, np.int32),
        kind=np.zeros(count, np.uint8),
        lod=np.ones(count, np.uint8),
        named=np.zeros(count, np.bool_),
        ring_start=np.arange(count + 1),
        coord_start=np.arange(count + 1) * 3,
        coords=np.concatenate([np.array(place) + steps for place in places]),
        problems=[],
    )


def test_coordinates_become_east_north_up():
    east, north = Transformer.from_crs(6668, 6677, always_xy=True).transform(139.7, 35.5)
    placed = placing().polygons(triangles(TOKYO), [FEATURE])
    np.testing.assert_allclose(placed.coords[0], (east, north, 4.0))


def test_a_polygon_of_no_place_is_left_out_and_told():
    place = placing()
    placed = place.polygons(triangles(TOKYO, NOWHERE, TOKYO), [FEATURE])
    assert len(placed) == 2
    (problem,) = place.problems
    assert problem[:3] == ("a.gml", 7, "b1")
    assert problem.reason.startswith("the point 139.7, 35.5, 4 lies outside the area of EPSG:6697")


def test_when_no_polygon_has_a_place_the_file_is_wrong():
    with pytest.raises(GMLError, match="lies outside the area"):
        placing().polygons(triangles(NOWHERE, NOWHERE), [FEATURE])


def test_relief_of_no_place_is_left_out_and_told():
    place = placing()
    steps = np.array([(0, 0, 0), (0, 1e-4, 0), (1e-4, 0, 0)])
    written = np.array([np.array(p) + steps for p in (TOKYO, NOWHERE)])
    assert place.triangles(written.copy()).shape == (1, 3, 3)
    (problem,) = place.problems
    assert problem.reason.startswith("1 relief triangles left out: the point 139.7")
    with pytest.raises(GMLError, match=r"the point 139\.7, 35\.5, 4 lies outside the area"):
        placing().triangles(written[1:])


@pytest.mark.parametrize("block", [3, 6, 100_000])
def test_relief_is_projected_where_it_is_whatever_the_blocks(monkeypatch, block):
    monkeypatch.setattr("citygml.placing.BLOCK", block)
    steps = np.array([(0, 0, 0), (0, 1e-4, 0), (1e-4, 0, 0)])
    moved = np.array(TOKYO) + np.array([(0, 0, 0), (0.01, 0, 0), (0.02, 0, 0), (0, 0.01, 0)])
    written = moved[:, np.newaxis] + steps
    expected = placing().triangles(written.copy())
    assert np.ptp(expected[:, :, 1]) > 2_000  # 0.02 degrees of latitude [m]
    placed = placing().triangles(written)
    assert np.shares_memory(placed, written)
    np.testing.assert_array_equal(placed, expected)
    with_lost = np.insert(moved[:, np.newaxis] + steps, 2, NOWHERE, axis=0)
    place = placing()
    np.testing.assert_array_equal(place.triangles(with_lost), expected)
    assert place.problems[0].reason.startswith("1 relief triangles left out: the point 139.7")


@pytest.mark.parametrize("place", [(136.4, 36.3, 4.0), (36.3, 136.4, 4.0)])
def test_degrees_in_a_file_of_metres_are_refused(place):
    """Read as metres, a town would be a few millimetres at the origin of the system."""
    metres = Placing(
        Projection(CRS.from_epsg(3857), CRS.from_epsg(6675)), srs_name="EPSG:3857", label="a.gml"
    )
    with pytest.raises(GMLError, match="are degrees, but EPSG:3857 counts in metres"):
        metres.polygons(triangles(place, place), [FEATURE])
    with pytest.raises(GMLError, match="do not belong together"):
        metres.triangles(np.array([[place, place, place]]))


def test_a_building_of_metres_at_the_origin_of_its_system_is_kept():
    zone = CRS.from_epsg(6677)
    place = Placing(Projection(zone, zone), srs_name="EPSG:6677", label="a.gml")
    placed = place.polygons(triangles((10.0, 20.0, 4.0), (16.0, 27.0, 4.0)), [FEATURE])
    assert len(placed) == 2
