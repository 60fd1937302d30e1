"""Areas of roads that lie on each other."""

import gml_documents as gml
import pytest

from citygml import inspection
from citygml.inspection import inspect
from citygml.shape_inspection import Frame

SPACES = {
    "core": "http://www.opengis.net/citygml/2.0",
    "gml": "http://www.opengis.net/gml",
    "tran": "http://www.opengis.net/citygml/transportation/2.0",
}


def area(kind, east, *, function="", height=0.0, lod=2):
    ring = [(east, 0.0), (east + 4.0, 0.0), (east + 4.0, 4.0), (east, 4.0)]
    polygon = gml.polygon([(e, n, height) for e, n in ring])
    surface = gml.element(f"tran:lod{lod}MultiSurface", gml.multi_surface(polygon))
    code = gml.element("tran:function", function) if function else ""
    holder = {"TrafficArea": "trafficArea"}.get(kind, "auxiliaryTrafficArea")
    return gml.element(f"tran:{holder}", gml.element(f"tran:{kind}", code, surface, id=f"a{east}"))


def overlaps(*roads, kind="tran:Road"):
    members = [gml.element(kind, *areas, id=f"r{i}") for i, areas in enumerate(roads)]
    text = gml.document(*members, namespaces=SPACES)
    found = inspect(gml.source(text), Frame(lambda coords: coords))
    return [d.defect for d in found.defects if d.defect.startswith("overlapping")]


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (area("TrafficArea", 3.0), ["overlapping_roads"]),
        (area("TrafficArea", 3.98), []),  # within the tolerance of 0.03 m
        (area("TrafficArea", 4.0), []),
        (area("TrafficArea", 3.0, height=5.0), []),  # a bridge
        (area("TrafficArea", 3.0, height=0.5), ["overlapping_roads"]),
        (area("TrafficArea", 3.0, lod=3), []),
        (area("AuxiliaryTrafficArea", 3.0), []),  # another kind of object
    ],
)
def test_areas_of_two_roads_do_not_lie_on_each_other(second, expected):
    assert overlaps([area("TrafficArea", 0.0)], [second]) == expected


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (("1000", "2000"), ["overlapping_areas"]),
        (("1080", "3020"), []),
        (("1090", "1080"), []),
        (("1100", "1090"), []),
        (("1100", "1080"), ["overlapping_areas"]),
        (("1080", "1080"), ["overlapping_areas"]),
    ],
)
def test_areas_of_a_road_lie_on_each_other_only_by_function(codes, expected):
    one, two = codes
    first = area("TrafficArea", 0.0, function=one)
    second = area("AuxiliaryTrafficArea", 2.0, function=two)
    assert overlaps([first, second]) == expected


def test_batches_do_not_hide_an_overlap(monkeypatch):
    monkeypatch.setattr(inspection, "BATCH_CHARACTERS", 1)
    assert overlaps([area("TrafficArea", 0.0)], [area("TrafficArea", 3.0)]) == ["overlapping_roads"]


def test_areas_of_other_ways_are_not_judged():
    roads = [area("TrafficArea", 0.0)], [area("TrafficArea", 3.0)]
    assert overlaps(*roads, kind="tran:Track") == []
