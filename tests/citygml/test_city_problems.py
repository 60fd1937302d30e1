"""What is wrong with a city as a whole is told once for every object."""

from gml_documents import (
    box_rings,
    box_solid,
    building,
    document,
    element,
    multi_surface,
    polygon,
    read,
    reasons,
    solid,
)

LOD1 = element("bldg:lod1Solid", box_solid(size=(10, 10, 6)))


def test_polygons_without_area_are_counted_once_for_an_object():
    """A line there and back, and a triangle of 1 nm height; what has an area is not counted."""
    line = [(0, 0, 0), (9, 0, 0), (4, 0, 0)]
    sliver = [(0, 0, 5), (1, 0, 5), (1, 1e-9, 5)]
    flat = element("bldg:lod2MultiSurface", multi_surface(*map(polygon, (line, sliver, line))))
    first, second = building(LOD1, flat), building(LOD1, id="b2")
    city = read(document(first, second))
    problem = "3 polygons without area (less than 1e-06 m2), which give no face"
    assert reasons(city) == [problem]
    assert list(city.problems["feature_id"]) == ["b1"]
    assert len(city.surfaces) == 2 * 6 + 3
    assert reasons(read(document(second))) == []


def test_an_object_can_be_inside_out_and_have_polygons_without_area():
    rings = [ring[::-1] for ring in box_rings()]
    flat = element("bldg:lod2MultiSurface", multi_surface(polygon([(0, 0, 0), (9, 0, 0)] * 2)))
    city = read(document(building(element("bldg:lod1Solid", solid(*map(polygon, rings))), flat)))
    assert [reason.partition(" (")[0] for reason in reasons(city)] == [
        "faces look inwards; turned round",
        "1 polygons without area",
    ]
    assert (city.problems["line"] > 0).all()
