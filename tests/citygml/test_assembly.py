"""Files -> one city: faces outwards, every object once, levels of detail chosen, tiles joined."""

import numpy as np
import pytest
from gml_documents import (
    boundary,
    box_rings,
    box_solid,
    building,
    document,
    element,
    linear_ring,
    links,
    multi_surface,
    numbers,
    polygon,
    read,
    reasons,
    solid,
    source,
    thematic_box,
)

from citygml.mesh import shell_closed, shell_volume
from citygml.reader import read_city
from citygml.schema import EMPTY_SCHEMA
from citygml.surfaces import SurfaceKind, area_vectors

LOD1 = element("bldg:lod1Solid", box_solid(size=(10, 10, 6)))


def inside_out(rings):
    return [ring[::-1] for ring in rings]


def part(inner: str, id: str, name: str = "consistsOfBuildingPart/BuildingPart") -> str:
    prop, _, kind = name.partition("/")
    return element(f"bldg:{prop}", element(f"bldg:{kind}", inner, id=id))


def installation(inner: str, id: str = "i1") -> str:
    return part(inner, id, "outerBuildingInstallation/BuildingInstallation")


def volume(city) -> float:
    return shell_volume(city.mesh, np.zeros(len(city.mesh), int), 1)[0]


def volumes(city) -> dict[str, float]:
    """Volume of each object that stands in the mesh."""
    row = city.feature_row_of_triangle
    found = shell_volume(city.mesh, row, len(city.features))
    return {city.features.index[i]: round(found[i], 6) for i in np.unique(row)}


def kinds(city) -> list[str]:
    return [SurfaceKind(kind).name for kind in city.surfaces.kind]


def test_faces_of_an_unnamed_solid_are_classed_by_their_slope():
    city = read(document(building(LOD1)))
    assert kinds(city) == ["GROUND", *["WALL"] * 4, "ROOF"]


def test_an_inverted_solid_is_turned_outwards_and_reported():
    rings = inside_out(box_rings())
    city = read(document(building(element("bldg:lod1Solid", solid(*map(polygon, rings))))))
    assert volume(city) == pytest.approx(600)
    assert kinds(city) == ["GROUND", *["WALL"] * 4, "ROOF"]
    np.testing.assert_allclose(area_vectors(city.surfaces)[-1], (0, 0, 100))
    (problem,) = city.problems.itertuples()
    assert (problem.path, problem.line, problem.feature_id) == ("test.gml", 3, "b1")
    assert "faces look inwards" in problem.reason


def test_a_courtyard_solid_inside_out_is_turned_with_its_holes():
    """20 x 20 m with a yard of 10 x 10 m, 4 m high: 300 m² x 4 m."""
    outer, yard = box_rings(size=(20, 20, 4)), box_rings(5, 5, size=(10, 10, 4))
    faces = [polygon(outer[0][::-1], yard[0][::-1]), polygon(outer[5][::-1], yard[5][::-1])]
    faces += [polygon(ring[::-1]) for ring in outer[1:5]] + [polygon(ring) for ring in yard[1:5]]
    city = read(document(building(element("bldg:lod1Solid", solid(*faces)))))
    assert volume(city) == pytest.approx(1200)
    assert shell_closed(city.mesh, np.zeros(len(city.mesh), int), 1).all()


def test_orientation_is_kept_where_it_is_right():
    city = read(document(building(LOD1)))
    rings = [city.surfaces.rings(row)[0].tolist() for row in range(6)]
    assert rings == [[list(p) for p in ring] for ring in box_rings()]
    assert reasons(city) == []


def test_only_the_inverted_one_of_two_buildings_is_turned():
    bad = solid(*map(polygon, inside_out(box_rings(east=20.0))))
    city = read(document(building(LOD1), building(element("bldg:lod1Solid", bad), id="b2")))
    assert list(city.problems["feature_id"]) == ["b2"]
    assert volumes(city) == {"b1": 600, "b2": 600}


def test_a_named_roof_that_looks_down_in_an_open_shell_is_turned_by_itself():
    rings = box_rings()
    city = read(
        document(
            building(
                boundary("GroundSurface", polygon(rings[0])),
                boundary("WallSurface", polygon(rings[1])),
                boundary("RoofSurface", polygon(rings[5][::-1])),
            )
        )
    )
    assert kinds(city) == ["GROUND", "WALL", "ROOF"]
    up = area_vectors(city.surfaces)[:, 2]
    assert (np.sign(up) == [-1, 0, 1]).all()


def test_the_mesh_holds_the_highest_level_of_detail_only():
    city = read(document(building(LOD1, thematic_box(size=(10, 10, 9)))))
    assert volumes(city) == {"b1": 900}
    assert city.features["lod"].tolist() == [2]
    assert len(city.surfaces) == 12


def test_a_solid_of_links_adds_nothing_to_its_surfaces():
    forward = building(
        element("bldg:lod2Solid", links(*(f"p{i}" for i in range(6)))), thematic_box()
    )
    backward = building(
        thematic_box(), element("bldg:lod2Solid", links(*(f"p{i}" for i in range(6))))
    )
    for text in (forward, backward):
        city = read(document(text))
        assert volumes(city) == {"b1": 600}
        assert (len(city.surfaces), reasons(city)) == (6, [])


def test_a_solid_written_out_beside_its_thematic_surfaces_stands_once():
    city = read(document(building(element("bldg:lod2Solid", box_solid()), thematic_box())))
    assert len(city.surfaces) == 12
    assert volumes(city) == {"b1": 600}
    assert len(city.mesh) == 12


def test_lod0_outlines_are_no_bodies():
    outline = element("bldg:lod0FootPrint", multi_surface(polygon(box_rings()[5])))
    city = read(document(building(outline)))
    assert len(city.mesh) == 0
    assert kinds(city) == ["FOOTPRINT"]
    assert city.features[["lod", "base_elevation_m"]].to_numpy().tolist()[0][0] == 0
    assert city.features["base_elevation_m"].isna().all()


def lod2(east: float) -> str:
    return element("bldg:lod2Solid", box_solid(east=east))


@pytest.mark.parametrize(
    ("content", "standing"),
    [
        ((LOD1, part(lod2(0.0), "p1"), part(lod2(10.0), "p2")), {"p1", "p2"}),
        ((LOD1, part(LOD1, "p1")), {"b1", "p1"}),
        ((LOD1, part(lod2(0.0), "p1"), part(LOD1, "p2")), {"p1", "p2"}),
        ((lod2(0.0), part(LOD1, "p1")), {"b1"}),
        ((part(LOD1, "p1"), part(LOD1, "p2")), {"p1", "p2"}),
        ((lod2(0.0), installation(lod2(10.0))), {"b1", "i1"}),
        ((LOD1, installation(lod2(10.0))), {"b1", "i1"}),
        ((LOD1, part(lod2(0.0), "p1"), installation(lod2(10.0))), {"p1", "i1"}),
        ((lod2(0.0), installation(LOD1)), {"b1"}),
    ],
    ids=[
        "parts in more detail replace the whole",
        "parts of the same detail stand beside the whole",
        "a less detailed part stays where the whole goes",
        "a less detailed part goes where the whole has more",
        "a building of parts only",
        "an installation stands beside its building",
        "an installation in more detail does not hide its building",
        "nor does it hide a part",
        "a less detailed installation goes",
    ],
)
def test_every_object_stands_once_at_its_highest_detail(content, standing):
    assert set(volumes(read(document(building(*content))))) == standing


def test_rooms_are_inside_and_cast_no_shade():
    room = part(element("bldg:lod4Solid", box_solid()), "r1", "interiorRoom/Room")
    city = read(document(building(LOD1, room)))
    assert set(volumes(city)) == {"b1"}
    assert city.features["kind"].to_dict() == {"b1": "Building", "r1": "Room"}


def test_openings_close_the_hole_they_stand_in():
    """A wall with a window of 2 x 2 m in its hole: the shell is closed, the areas are right."""
    rings = box_rings()
    window = [(4.0, 0.0, 2.0), (6.0, 0.0, 2.0), (6.0, 0.0, 4.0), (4.0, 0.0, 4.0)]
    opening = element(
        "bldg:opening",
        element("bldg:Window", element("bldg:lod3MultiSurface", multi_surface(polygon(window)))),
    )
    wall = element(
        "bldg:boundedBy",
        element(
            "bldg:WallSurface",
            element("bldg:lod3MultiSurface", multi_surface(polygon(rings[1], window[::-1]))),
            opening,
        ),
    )
    others = "".join(
        boundary(name, polygon(ring), lod=3)
        for name, ring in zip(
            ["GroundSurface", *["WallSurface"] * 3, "RoofSurface"],
            [rings[0], *rings[2:]],
            strict=True,
        )
    )
    city = read(document(building(wall, others)))
    assert kinds(city)[:2] == ["WALL", "WINDOW"]
    np.testing.assert_allclose(np.linalg.norm(area_vectors(city.surfaces), axis=1)[:2], [56, 4])
    assert volume(city) == pytest.approx(600)


def test_elevations_are_those_of_the_lowest_body():
    outline = element("bldg:lod0RoofEdge", multi_surface(polygon(box_rings(base=-3)[0])))
    low = element("bldg:lod1Solid", box_solid(base=12.5, size=(10, 10, 6)))
    high = element("bldg:lod2Solid", box_solid(base=12.0, size=(10, 10, 9)))
    city = read(document(building(outline, low, high)))
    assert city.features[["base_elevation_m", "top_elevation_m"]].to_numpy().tolist() == [
        [12.5, 18.5]
    ]


def test_a_building_of_parts_has_the_elevations_of_its_parts():
    low = element("bldg:lod1Solid", box_solid(base=1.0, size=(10, 10, 6)))
    high = element("bldg:lod1Solid", box_solid(base=4.0, size=(10, 10, 9)))
    city = read(document(building(part(low, "p1"), part(high, "p2"))))
    assert city.features["base_elevation_m"].to_dict() == {"b1": 1, "p1": 1, "p2": 4}
    assert city.features["top_elevation_m"].to_dict() == {"b1": 13, "p1": 7, "p2": 13}
    assert city.features["lod"].tolist() == [1, 1, 1]
    assert city.root_row.tolist() == [0, 0, 0]


def test_the_origin_is_the_south_west_corner_in_whole_metres():
    city = read(
        document(building(element("bldg:lod1Solid", box_solid(400_123.7, 5_800_456.2, 31.5))))
    )
    assert city.origin == (400_123.0, 5_800_456.0, 0.0)
    np.testing.assert_allclose(city.mesh.bounds, [(0.7, 0.2, 31.5), (10.7, 10.2, 37.5)], atol=1e-9)
    assert city.features["base_elevation_m"].tolist() == [31.5]


def test_a_building_without_geometry_is_still_a_feature():
    city = read(document(building(), building(LOD1, id="b2")))
    assert city.features["lod"].to_dict() == {"b1": -1, "b2": 1}
    assert city.features.geometry.isna().tolist() == [True, False]


def test_files_are_joined_into_one_city():
    far = element("bldg:lod1Solid", box_solid(east=100.0))
    city = read(document(building(LOD1)), document(building(far, id="b2")))
    assert volumes(city) == {"b1": 600, "b2": 600}
    np.testing.assert_array_equal(city.mesh.bounds, [(0, 0, 0), (110, 10, 6)])


def test_tile_and_context_of_a_file_are_columns():
    home = source(document(building(LOD1)), tile="54363371")
    beside = source(document(building(LOD1, id="b2")), "n.gml", tile="54363372", is_context=True)
    city = read_city([home, beside], schema=EMPTY_SCHEMA, crs=read(document()).crs)
    assert city.features["tile"].tolist() == ["54363371", "54363372"]
    assert city.features["is_context"].tolist() == [False, True]


def test_an_id_in_several_files_is_made_distinct_and_reported():
    text = document(building(LOD1, part(LOD1, "p1")))
    city = read(text, text, text)
    assert list(city.features.index) == [
        "b1", "p1", "b1~test-1.gml", "p1~test-1.gml", "b1~test-2.gml", "p1~test-2.gml"
    ]  # fmt: skip
    assert city.features["parent_id"].tolist() == [
        "", "b1", "", "b1~test-1.gml", "", "b1~test-2.gml"
    ]  # fmt: skip
    assert len(city.problems) == 4


def test_the_same_file_given_three_times_is_no_crash():
    one = source(document(building(LOD1)))
    city = read_city([one, one, one], schema=EMPTY_SCHEMA, crs=read(document()).crs)
    assert len(set(city.features.index)) == 3


SOUTH_WEST = [(0.0, 0.0, 1.0), (9.0, 0.0, 2.0), (0.0, 9.0, 3.0)]
NORTH_EAST = [(9.0, 0.0, 2.0), (9.0, 9.0, 4.0), (0.0, 9.0, 3.0)]


def relief(*triangles) -> str:
    patches = "".join(
        element("gml:Triangle", element("gml:exterior", linear_ring(numbers([*t, t[0]]))))
        for t in triangles
    )
    surface = element("gml:TriangulatedSurface", element("gml:trianglePatches", patches))
    part = element("dem:TINRelief", element("dem:tin", surface))
    return document(element("dem:ReliefFeature", element("dem:reliefComponent", part)))


def test_relief_of_two_files_becomes_one_surface_without_seam():
    city = read(relief(SOUTH_WEST), relief(NORTH_EAST))
    assert (len(city.terrain), len(city.terrain.vertices)) == (2, 4)
    assert (city.terrain.surface_row == -1).all()
    assert city.terrain.area_vectors[:, 2].sum() == pytest.approx(81)


def test_relief_faces_up_whatever_way_round_it_is_written():
    city = read(relief(SOUTH_WEST[::-1], NORTH_EAST))
    assert (city.terrain.area_vectors[:, 2] > 0).all()


def test_relief_triangles_of_two_files_are_there_once_and_those_without_area_are_reported():
    line = [(0.0, 0.0, 1.0), (0.0, 0.0, 1.0), (9.0, 9.0, 4.0)]
    city = read(relief(SOUTH_WEST, NORTH_EAST, line), relief(SOUTH_WEST[::-1]))
    assert len(city.terrain) == 2
    assert reasons(city)[-1] == "2 relief triangles are there twice or have no area"


def test_without_relief_there_is_no_terrain():
    assert read(document(building(LOD1))).terrain is None
    assert read(relief()).terrain is None
