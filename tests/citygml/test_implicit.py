"""Implicit geometry: one shape, placed by a matrix and a point."""

import numpy as np
import pytest
from gml_documents import (
    NAMESPACES,
    NAMESPACES_30,
    box_rings,
    document,
    element,
    multi_surface,
    polygon,
    read,
    reasons,
)
from pyproj import CRS, Transformer

from citygml import implicit
from citygml.mesh import shell_closed

ZONE_IX = CRS.from_epsg(6677)
SPACES = {**NAMESPACES, "veg": "http://www.opengis.net/citygml/vegetation/2.0"}
IDENTITY = (1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1)
LINK = '<core:relativeGMLGeometry xlink:href="#{}"/>'


def shape(id="s1", name="relativeGMLGeometry"):
    """A cube of 2 m round the origin of its own system."""
    faces = multi_surface(*(polygon(r) for r in box_rings(-1.0, -1.0, 0.0, size=(2.0, 2.0, 2.0))))
    faces = faces.replace("<gml:MultiSurface>", f'<gml:MultiSurface gml:id="{id}">', 1)
    return element(f"core:{name}", faces)


def placed(relative, *, at=(100.0, 200.0, 5.0), matrix=IDENTITY, extra=""):
    text = " ".join(map(repr, matrix))
    where = element("gml:Point", element("gml:pos", " ".join(map(repr, at))))
    return element(
        "core:ImplicitGeometry",
        element("core:transformationMatrix", text) if matrix else "",
        extra,
        relative,
        element("core:referencePoint", where),
    )


def lamp(content, *, id="f1", lod=2):
    representation = element(f"frn:lod{lod}ImplicitRepresentation", content)
    return element("frn:CityFurniture", representation, id=id)


def read_lamps(*members, **options):
    return read(document(*members, namespaces=SPACES, **options))


def bounds(city):
    corners = city.surfaces.coords + city.origin
    return np.array([corners.min(axis=0), corners.max(axis=0)])


def test_a_shape_stands_at_its_reference_point():
    city = read_lamps(lamp(placed(shape())))
    np.testing.assert_allclose(bounds(city), [(99, 199, 5), (101, 201, 7)])
    assert city.mesh.volume_m3 == pytest.approx(8.0)
    assert (city.surfaces.lod == 2).all()
    assert reasons(city) == []


def test_the_matrix_scales_turns_and_moves():
    """Doubled in height, turned by 90 degrees about the vertical, moved by 10 m east."""
    matrix = (0, -1, 0, 10, 1, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1)
    city = read_lamps(lamp(placed(shape(), matrix=matrix)))
    np.testing.assert_allclose(bounds(city), [(109, 199, 5), (111, 201, 9)])
    assert city.mesh.volume_m3 == pytest.approx(16.0)


def test_a_mirrored_shape_still_looks_outwards():
    mirror = (-1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1)
    city = read_lamps(lamp(placed(shape(), matrix=mirror)))
    assert city.mesh.volume_m3 == pytest.approx(8.0)
    assert not any("inwards" in reason for reason in reasons(city))


@pytest.mark.parametrize("order", [1, -1])
def test_a_shape_of_another_object_is_found_before_and_after(order):
    members = [
        lamp(placed(shape(), at=(0.0, 0.0, 0.0)), id="f1"),
        lamp(placed(LINK.format("s1"), at=(50.0, 0.0, 0.0)), id="f2"),
        lamp(placed(LINK.format("s1"), at=(90.0, 0.0, 0.0)), id="f3"),
    ][::order]
    city = read_lamps(*members)
    assert reasons(city) == []
    middle = city.features.geometry.centroid.x.round(6)
    assert middle.to_dict() == {"f1": 0.0, "f2": 50.0, "f3": 90.0}
    group = city.feature_row_of_triangle
    assert shell_closed(city.mesh, group, 3).all()


def test_without_a_matrix_the_shape_is_only_moved():
    city = read_lamps(lamp(placed(shape(), matrix=())))
    np.testing.assert_allclose(bounds(city), [(99, 199, 5), (101, 201, 7)])


def test_a_tree_has_its_level_of_detail_and_shares_the_shape():
    tree = element(
        "veg:SolitaryVegetationObject",
        element("veg:lod1ImplicitRepresentation", placed(shape())),
        element("veg:lod3ImplicitRepresentation", placed(LINK.format("s1"))),
        id="t1",
    )
    city = read_lamps(tree)
    assert sorted(set(city.surfaces.lod)) == [1, 3]
    assert len(city.surfaces) == 12
    assert len(city.mesh) == 12  # only the higher one stands


def test_citygml_3_spells_it_differently():
    namespaces = {**NAMESPACES_30, "frn": "http://www.opengis.net/citygml/cityfurniture/3.0"}
    relative = shape(name="relativeGeometry")
    text = lamp(placed(relative)).replace("frn:lod2Implicit", "core:lod2Implicit")
    city = read(document(text, namespaces=namespaces))
    np.testing.assert_allclose(bounds(city), [(99, 199, 5), (101, 201, 7)])


def test_local_metres_stay_metres_where_the_file_is_in_degrees():
    """The cube of 8 m3 at a place in Tokyo, written as latitude and longitude."""
    text = document(
        lamp(placed(shape(), at=(35.5, 139.7, 3.0))), srs="EPSG:6697", namespaces=SPACES
    )
    city = read(text, crs=ZONE_IX)
    east, north = Transformer.from_crs(6668, 6677, always_xy=True).transform(139.7, 35.5)
    expected = [(east - 1, north - 1, 3), (east + 1, north + 1, 5)]
    np.testing.assert_allclose(bounds(city), expected, atol=1e-6)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (
            placed("", extra=element("core:libraryObject", "models/tree.obj")),
            "implicit geometry in 'models/tree.obj', a file of its own; it is not read",
        ),
        (placed(""), "implicit geometry without a shape; left out"),
        (
            placed(LINK.format("nowhere")),
            "implicit geometry refers to '#nowhere', which is no shape here; left out",
        ),
        (
            placed(shape(), matrix=(1, 0, 0)),
            "implicit geometry without a transformationMatrix of 16 numbers; left out",
        ),
        (
            placed(shape(), at=("x",)),
            "implicit geometry without a referencePoint; left out",
        ),
        (
            placed(element("core:relativeGMLGeometry", element("gml:MultiSurface"))),
            "the shape of an implicit geometry has no polygon; left out",
        ),
    ],
)
def test_what_cannot_be_placed_is_a_problem(content, reason):
    city = read_lamps(lamp(content))
    assert len(city.surfaces) == 0
    assert reasons(city) == [reason]
    assert list(city.problems["feature_id"]) == ["f1"]


def test_a_reference_point_of_another_system_is_left_out():
    elsewhere = placed(shape()).replace("<gml:Point>", '<gml:Point srsName="EPSG:6677">')
    city = read_lamps(lamp(elsewhere))
    assert len(city.surfaces) == 0
    assert reasons(city) == ["geometry in EPSG:6677 in a file in EPSG:25833; left out"]


def test_a_broken_polygon_of_a_shape_is_told_once():
    broken = element(
        "core:relativeGMLGeometry", multi_surface(polygon("0 0 0 1 1"), polygon(box_rings()[5]))
    )
    city = read_lamps(lamp(placed(broken)))
    assert len(city.surfaces) == 1
    assert reasons(city) == ["gml:posList has 5 numbers, not a multiple of 3; polygon left out"]


def test_a_file_cannot_make_more_points_than_the_limit(monkeypatch):
    """Each placement of the cube makes 24 points: two fit into 50."""
    monkeypatch.setattr(implicit, "MAX_POINTS", 50)
    others = [lamp(placed(LINK.format("s1")), id=f"g{i}") for i in range(3)]
    city = read_lamps(lamp(placed(shape())), *others)
    assert len(city.surfaces) == 12
    expected = "implicit geometries of a file have more than 50 points; left out"
    assert reasons(city) == [expected] * 2
