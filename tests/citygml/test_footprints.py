"""Footprints: the best outline a file has, in plan."""

import numpy as np
import pytest
from gml_documents import (
    boundary,
    box_rings,
    box_solid,
    building,
    document,
    element,
    multi_surface,
    polygon,
    read,
    thematic_box,
)
from shapely.geometry import Polygon, box

from citygml.footprints import footprints
from citygml.surfaces import SurfaceKind, surface_table


def flat(*plan: tuple[float, float], z: float = 0.0) -> list[tuple[float, float, float]]:
    return [(x, y, z) for x, y in plan]


def square(size: float, *, east: float = 0.0, north: float = 0.0):
    e, n = east, north
    return flat((e, n), (e + size, n), (e + size, n + size), (e, n + size))


def outline(name: str, ring) -> str:
    return element(f"bldg:{name}", multi_surface(polygon(ring)))


def footprint(*content: str):
    return read(document(building(*content))).features.geometry.iloc[0]


FOOTPRINT, ROOF_EDGE = outline("lod0FootPrint", square(9)), outline("lod0RoofEdge", square(12))
SOLID = element("bldg:lod1Solid", box_solid())


@pytest.mark.parametrize(
    ("content", "area_m2"),
    [
        ((FOOTPRINT, ROOF_EDGE, SOLID, thematic_box()), 81),
        ((ROOF_EDGE, SOLID, thematic_box()), 144),
        ((SOLID, thematic_box(size=(20, 20, 5))), 100),
        ((thematic_box(size=(20, 20, 5)),), 400),
        ((boundary("RoofSurface", polygon(square(7))),), 49),
    ],
    ids=["footprint", "roof edge", "ground of LOD1", "ground of LOD2", "roof"],
)
def test_the_best_outline_there_is_becomes_the_footprint(content, area_m2):
    assert footprint(*content).area == pytest.approx(area_m2)


def test_walls_alone_are_no_footprint():
    assert footprint(boundary("WallSurface", polygon(box_rings()[1]))) is None
    assert footprint() is None


def test_a_footprint_lies_where_the_file_says():
    city = read(document(building(element("bldg:lod1Solid", box_solid(400_123.5, 5_800_456.25)))))
    assert city.features.geometry.iloc[0].equals(
        box(400_123.5, 5_800_456.25, 400_133.5, 5_800_466.25)
    )
    assert city.features.crs == city.crs


def test_a_courtyard_stays_a_hole():
    yard = square(4, east=3, north=3)[::-1]
    found = footprint(element("bldg:lod0FootPrint", multi_surface(polygon(square(10), yard))))
    assert found.equals(Polygon(square(10), [yard]))


def test_ground_surfaces_are_joined():
    found = footprint(
        boundary("GroundSurface", polygon(square(10)[::-1])),
        boundary("GroundSurface", polygon(square(10, east=10)[::-1])),
    )
    assert found.equals(box(0, 0, 20, 10))


def part(inner: str, id: str) -> str:
    return element("bldg:consistsOfBuildingPart", element("bldg:BuildingPart", inner, id=id))


def test_a_building_without_outline_of_its_own_has_that_of_its_parts():
    city = read(
        document(
            building(
                part(element("bldg:lod1Solid", box_solid()), "p1"),
                part(element("bldg:lod1Solid", box_solid(east=10.0)), "p2"),
            )
        )
    )
    assert city.features.geometry.area.to_dict() == {"b1": 200, "p1": 100, "p2": 100}


def test_a_building_with_an_outline_of_its_own_keeps_it():
    city = read(document(building(FOOTPRINT, part(SOLID, "p1"))))
    assert city.features.geometry.area.to_dict() == {"b1": 81, "p1": 100}


def test_a_ring_that_crosses_itself_is_taken_apart():
    """A bow-tie of two triangles of 25 m² each."""
    bow = flat((0, 0), (10, 10), (10, 0), (0, 10))
    assert footprint(outline("lod0FootPrint", bow)).area == pytest.approx(50)


def test_a_spike_does_not_cost_the_polygons():
    """A bow-tie with a spike is a collection of polygons and a line; the polygons stay."""
    bow = flat((0, 0), (10, 10), (10, 0), (0, 10), (0, 15), (0, 10))
    found = footprint(outline("lod0FootPrint", bow))
    assert found.area == pytest.approx(50)
    assert found.geom_type in {"Polygon", "MultiPolygon"}


@pytest.mark.parametrize(
    "plan",
    [((0, 0), (5, 5), (9, 9)), ((900, 0), (900, 0), (900, 0)), ((0, 0), (5, 0), (0, 0), (5, 0))],
)
def test_an_outline_without_area_is_no_footprint(plan):
    assert footprint(outline("lod0FootPrint", flat(*plan))) is None


def test_roads_and_water_have_their_surface_as_footprint():
    table = surface_table(
        [[square(3)], [square(5)]],
        kind=[SurfaceKind.TRAFFIC, SurfaceKind.WATER],
        feature_row=[0, 1],
    )
    found = footprints(table, np.arange(2, dtype=np.int32), (100.0, 200.0, 0.0))
    assert [shape.area for shape in found] == [9, 25]
    assert found[0].bounds == (100, 200, 103, 203)


def test_no_surfaces_are_no_footprints():
    found = footprints(surface_table([]), np.zeros(2, np.int32), (0.0, 0.0, 0.0))
    assert found.tolist() == [None, None]
