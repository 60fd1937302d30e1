"""Lines and points are kept beside the surfaces, in the system of the city."""

import math
from pathlib import Path

import numpy as np
import pytest
from gml_documents import (
    NAMESPACES,
    UTM33,
    box_rings,
    box_solid,
    building,
    document,
    element,
    multi_surface,
    polygon,
    read,
    reasons,
)

import plateau
from citygml.model import take_features

REAL = Path(__file__).parents[2] / "../shared/data"
SPACES = {
    **NAMESPACES,
    "uro": "https://www.geospatial.jp/iur/uro/3.1",
    "xAL": "urn:oasis:names:tc:ciq:xsdschema:xAL:2.0",
}


def line(*points, id="", dimension=""):
    text = " ".join(f"{value!r}" for point in points for value in point)
    declared = f' srsDimension="{dimension}"' if dimension else ""
    identity = f' gml:id="{id}"' if id else ""
    return f"<gml:LineString{identity}><gml:posList{declared}>{text}</gml:posList></gml:LineString>"


def point(*numbers):
    return element("gml:Point", element("gml:pos", " ".join(map(repr, numbers))))


def multi_curve(*lines):
    return element("gml:MultiCurve", *(element("gml:curveMember", one) for one in lines))


def read_objects(*members):
    return read(document(*members, namespaces=SPACES))


def test_a_terrain_intersection_is_a_line_of_its_building():
    """Three points along 3-4-5 triangles: 5 m and 5 m."""
    curve = multi_curve(line((0, 0, 1), (3, 4, 1), (6, 8, 1), id="c1"))
    city = read_objects(
        building(box_solid_of_lod1(), element("bldg:lod1TerrainIntersection", curve))
    )
    (row,) = city.records["curves"].to_dict("records")
    geometry = row.pop("geometry")
    assert row == {
        "feature_id": "b1",
        "property": "bldg:lod1TerrainIntersection",
        "lod": 1,
        "gml_id": "c1",
        "gml_type": "LineString",
    }
    assert geometry.length == pytest.approx(10.0)
    assert geometry.has_z
    assert city.records["curves"].crs == UTM33
    assert reasons(city) == []
    assert len(city.surfaces) == 6


def box_solid_of_lod1():
    return element("bldg:lod1Solid", box_solid())


def test_segments_of_a_curve_and_a_network_are_lines():
    segment = line((0, 0, 0), (1, 0, 0)).replace("LineString", "LineStringSegment")
    curve = f'<gml:Curve gml:id="k">{element("gml:segments", segment, segment)}</gml:Curve>'
    network = element("gml:CompositeCurve", element("gml:curveMember", curve))
    road = element("tran:Road", element("tran:lod0Network", network), id="r1")
    curves = read_objects(road).records["curves"]
    assert list(curves["gml_id"]) == ["k", "k"]
    assert list(curves["gml_type"]) == ["LineStringSegment"] * 2


def test_a_line_of_two_dimensions_lies_at_height_zero():
    road = element(
        "tran:Road", element("tran:lod0Network", line((1, 2), (3, 4), dimension="2")), id="r1"
    )
    (shape,) = read_objects(road).records["curves"].geometry
    assert list(shape.coords) == [(1, 2, 0), (3, 4, 0)]


def test_an_oriented_curve_is_turned_round():
    turned = element("gml:baseCurve", line((0, 0, 0), (1, 0, 0)))
    oriented = f'<gml:OrientableCurve orientation="-">{turned}</gml:OrientableCurve>'
    road = element("tran:Road", element("tran:lod0Network", oriented), id="r1")
    (shape,) = read_objects(road).records["curves"].geometry
    assert list(shape.coords) == [(1, 0, 0), (0, 0, 0)]


def test_lines_in_a_geometry_property_are_kept_beside_its_polygons():
    mixed = element(
        "gml:MultiGeometry",
        element("gml:geometryMember", polygon(box_rings()[5])),
        element("gml:geometryMember", line((0, 0, 0), (1, 0, 0))),
        element("gml:geometryMember", point(1.0, 2.0, 3.0)),
    )
    lamp = element("frn:CityFurniture", element("frn:lod1Geometry", mixed), id="f1")
    city = read_objects(lamp)
    assert [len(city.surfaces), *(len(city.records[n]) for n in ("curves", "points"))] == [1, 1, 1]
    assert list(city.records["points"].geometry[0].coords) == [(1, 2, 3)]
    assert reasons(city) == []


def test_break_lines_of_relief_are_kept():
    ridge = element("dem:ridgeOrValleyLines", multi_curve(line((0, 0, 5), (9, 0, 6))))
    component = element("dem:BreaklineRelief", element("dem:lod", "1"), ridge, id="k1")
    relief = element("dem:ReliefFeature", element("dem:reliefComponent", component), id="d1")
    curves = read_objects(relief).records["curves"]
    assert list(curves["feature_id"]) == ["k1"]
    assert list(curves["lod"]) == [-1]


def test_geometry_of_attributes_is_found():
    """A drawing of the map (uro:Dm…) is an attribute that holds polygons, lines or points."""
    outline = multi_surface(polygon(box_rings()[5]), polygon(box_rings(30)[5]))
    drawing = element("uro:DmGeometricAttribute", element("uro:lod0Geometry", outline))
    other = element("uro:DmGeometricAttribute", element("uro:lod0Geometry", point(1.0, 2.0, 0.0)))
    city = read_objects(
        building(
            element("bldg:lod1Solid", box_solid()),
            element("uro:bldgDmAttribute", drawing),
            element("uro:bldgDmAttribute", other),
        )
    )
    assert (city.surfaces.lod == 0).sum() == 2
    assert len(city.mesh) == 12  # the box only: a drawing stands nowhere
    assert city.features.geometry["b1"].area == pytest.approx(100.0)
    (row,) = city.records["points"].to_dict("records")
    assert row["property"].endswith("uro:DmGeometricAttribute/uro:lod0Geometry")
    assert row["lod"] == 0


def test_the_point_of_an_address_is_kept():
    place = element(
        "core:multiPoint",
        element("gml:MultiPoint", element("gml:pointMember", point(5.0, 6.0, 7.0))),
    )
    address = element("bldg:address", element("core:Address", place))
    (shape,) = read_objects(building(address)).records["points"].geometry
    assert shape.coords[0] == (5, 6, 7)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("0 0 0", "curve or point of 1 points; it has at least 2; left out"),
        ("0 0 0 1", "curve or point of 4 numbers, not a multiple of 3; left out"),
        ("0 0 0 1 x 1", "coordinates of a curve or point are not numbers up to 1e+08; left out"),
        ("", "coordinates of a curve or point are not numbers up to 1e+08; left out"),
    ],
)
def test_a_broken_line_is_a_problem(text, reason):
    broken = element("gml:LineString", element("gml:posList", text))
    good = line((0, 0, 0), (1, 0, 0))
    road = element("tran:Road", element("tran:lod0Network", multi_curve(broken, good)), id="r1")
    city = read_objects(road)
    assert len(city.records["curves"]) == 1
    if text:
        assert reasons(city) == [reason]
    else:
        assert len(reasons(city)) == 1


def test_the_tables_are_there_without_lines():
    city = read_objects(building(element("bldg:lod1Solid", box_solid())))
    for name in ("curves", "points"):
        assert len(city.records[name]) == 0
        assert list(city.records[name].columns)[-1] == "geometry"


def test_taking_features_takes_their_lines():
    road = element("tran:Road", element("tran:lod0Network", line((0, 0, 0), (1, 0, 0))), id="r1")
    city = read_objects(road, building(element("bldg:lod1Solid", box_solid())))
    taken = take_features(city, (city.features["kind"] == "Building").to_numpy())
    assert len(taken.records["curves"]) == 0


@pytest.mark.real
def test_the_network_of_a_square_has_its_lines():
    """41 gml:LineString in the file; lengths by Pythagoras over the coordinates."""
    path = REAL / "plateau-3.0-samples/udx/squr/53360690_squr_6697.gml"
    if not path.exists():
        pytest.skip(f"no {path}: the published files are not here")
    curves = plateau.open(path).load(types="all").records["curves"]
    assert len(curves) == path.read_text("utf-8").count("<gml:LineString") == 41
    steps = [np.diff(np.array(shape.coords)[:, :2], axis=0) for shape in curves.geometry]
    total = math.fsum(float(np.hypot(*step.T).sum()) for step in steps)
    assert curves.length.sum() == pytest.approx(total)
