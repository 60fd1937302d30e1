"""The reader: every way to write a city gives the same city, and nothing is lost in silence."""

import re

import geopandas.testing
import numpy as np
import pandas as pd
import pytest
from gml_documents import (
    NAMESPACES,
    NAMESPACES_30,
    UTM33,
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
from pyproj import CRS

from citygml.errors import CRSError, GMLError
from citygml.reader import read_city
from citygml.schema import EMPTY_SCHEMA
from citygml.surfaces import SurfaceKind

LOD1 = element("bldg:lod1Solid", box_solid())
FEATURES = ["kind", "parent_id", "lod", "base_elevation_m", "top_elevation_m"]
ZONE_VII = CRS.from_epsg(6675)


def assert_same_city(one, other):
    assert list(one.features.index) == list(other.features.index)
    pd.testing.assert_frame_equal(
        pd.DataFrame(one.features[FEATURES]), pd.DataFrame(other.features[FEATURES])
    )
    geopandas.testing.assert_geoseries_equal(one.features.geometry, other.features.geometry)
    for name in ("surface_id", "feature_row", "kind", "lod", "ring_start", "coord_start", "coords"):
        np.testing.assert_array_equal(getattr(one.surfaces, name), getattr(other.surfaces, name))
    for name in ("vertices", "triangles", "surface_row"):
        np.testing.assert_array_equal(getattr(one.mesh, name), getattr(other.mesh, name))


def kinds(city) -> list[str]:
    return [SurfaceKind(kind).name for kind in city.surfaces.kind]


TOWN = document(
    building(
        LOD1,
        thematic_box(),
        element("bldg:lod2Solid", links(*(f"p{i}" for i in range(6)))),
        element("bldg:consistsOfBuildingPart", element("bldg:BuildingPart", LOD1, id="p"), id="x"),
    ),
    element(
        "tran:Road",
        element("tran:lod1MultiSurface", multi_surface(polygon(box_rings()[5]))),
        id="r",
    ),
)


@pytest.mark.parametrize(
    ("old", "new"),
    [("gml", "G"), ("bldg", "building"), ("core", "c"), ("bldg", "gmlx"), ("xlink", "l")],
)
def test_any_prefix_spelling_gives_the_same_city(old, new):
    other = TOWN.replace(f"{old}:", f"{new}:").replace(f"xmlns:{old}=", f"xmlns:{new}=")
    assert other != TOWN
    assert_same_city(read(TOWN), read(other))


@pytest.mark.parametrize("prefix", ["gml", "bldg", "core"])
def test_a_default_namespace_gives_the_same_city(prefix):
    other = re.sub(rf"(</?){prefix}:", r"\1", TOWN)
    other = other.replace(f'xmlns:{prefix}="', f'xmlns="{NAMESPACES[prefix]}" xmlns:{prefix}="')
    assert_same_city(read(TOWN), read(other))


def test_white_space_comments_and_instructions_change_nothing():
    other = TOWN.replace("><", "><!-- a --><?b c?>\n  <")
    assert_same_city(read(TOWN), read(other))


def test_city_gml_1_gives_the_same_city():
    assert_same_city(read(TOWN), read(re.sub(r'(citygml(/\w+)?)/2\.0"', r'\1/1.0"', TOWN)))


def test_city_gml_3_gives_the_same_city():
    """The same building in the words of CityGML 3.0 and GML 3.2."""
    old = building(LOD1, thematic_box(), element("bldg:lod2Solid", links("p0", "p5")))
    new = re.sub(r"bldg:(lod\d)", r"core:\1", old)
    new = new.replace("bldg:boundedBy", "core:boundary")
    new = re.sub(r"bldg:(\w+Surface)\b", r"con:\1", new)
    assert_same_city(read(document(old)), read(document(new, namespaces=NAMESPACES_30)))


def test_openings_and_parts_of_city_gml_3_are_known():
    window = element(
        "con:fillingSurface",
        element(
            "con:WindowSurface",
            element("core:lod3MultiSurface", multi_surface(polygon(box_rings()[1]))),
        ),
    )
    wall = element("core:boundary", element("con:WallSurface", window))
    part = element("bldg:buildingPart", element("bldg:BuildingPart", id="p"))
    city = read(document(building(wall, part), namespaces=NAMESPACES_30))
    assert kinds(city) == ["WINDOW"]
    assert city.features["parent_id"].to_dict() == {"b1": "", "p": "b1"}


def test_a_surface_has_its_polygon_s_id_or_its_thematic_surface_s():
    city = read(
        document(building(boundary("RoofSurface", polygon(box_rings()[5]), id="roof"), LOD1))
    )
    assert city.surfaces.surface_id.tolist() == ["roof", *[""] * 6]


def test_roads_are_traffic_surfaces_and_cast_no_shade():
    road = element(
        "tran:Road", element("tran:lod1MultiSurface", multi_surface(polygon(box_rings()[5])))
    )
    city = read(document(road))
    assert (kinds(city), len(city.mesh)) == (["TRAFFIC"], 0)
    assert city.features["kind"].tolist() == ["Road"]
    assert city.features.geometry.area.tolist() == [100]


def test_traffic_areas_are_objects_of_their_road():
    lane = element(
        "tran:TrafficArea",
        element("tran:lod2MultiSurface", multi_surface(polygon(box_rings()[5]))),
        id="t",
    )
    city = read(document(element("tran:Road", element("tran:trafficArea", lane), id="r")))
    assert city.features["parent_id"].to_dict() == {"r": "", "t": "r"}
    assert kinds(city) == ["TRAFFIC"]


def test_triangles_of_a_water_body_are_its_surfaces():
    triangle = linear_ring(numbers([(0, 0, 3.5), (9, 0, 3.5), (0, 9, 4.5), (0, 0, 3.5)]))
    surface = element(
        "gml:TriangulatedSurface",
        element(
            "gml:trianglePatches", element("gml:Triangle", element("gml:exterior", triangle)) * 2
        ),
    )
    water = element("wtr:WaterSurface", element("wtr:lod1Surface", surface), id="w")
    city = read(document(element("wtr:WaterBody", element("wtr:boundedBy", water))))
    assert kinds(city) == ["WATER", "WATER"]
    assert city.surfaces.coords[:, 2].tolist() == [3.5, 3.5, 4.5] * 2
    assert len(city.mesh) == 0
    loose = read(document(element("wtr:WaterBody", element("wtr:lod1MultiSurface", surface))))
    assert kinds(loose) == ["WATER", "WATER"]


def test_relief_is_terrain_and_no_surface():
    ring = linear_ring(numbers([(0, 0, 1), (9, 0, 2), (0, 9, 3), (0, 0, 1)]))
    patches = element("gml:Triangle", element("gml:exterior", ring))
    tin = element("dem:tin", element("gml:Tin", element("gml:trianglePatches", patches)))
    city = read(
        document(
            element(
                "dem:ReliefFeature", element("dem:reliefComponent", element("dem:TINRelief", tin))
            )
        )
    )
    assert (len(city.surfaces), len(city.terrain)) == (0, 1)
    assert city.features["kind"].tolist() == ["ReliefFeature", "TINRelief"]
    np.testing.assert_array_equal(city.terrain.bounds, [(0, 0, 1), (9, 9, 3)])


def test_an_unknown_class_is_kept_with_its_geometry():
    text = document(element("core:cityObject"), building(LOD1)).replace(
        "core:cityObject>", "x:Kiosk>"
    )
    city = read(
        text.replace(
            "<x:Kiosk>", f'<x:Kiosk xmlns:x="urn:x">{element("frn:lod1Geometry", box_solid())}'
        )
    )
    assert city.features["kind"].tolist() == ["Kiosk", "Building"]
    assert np.bincount(city.surfaces.feature_row).tolist() == [6, 6]


def test_geometry_that_is_not_read_is_counted():
    grid = element("dem:RasterRelief", element("dem:grid", "<gml:RectifiedGridCoverage/>"))
    relief = element("dem:ReliefFeature", element("dem:reliefComponent", grid))
    assert reasons(read(document(relief, relief))) == [
        "dem:grid: 2 geometries of a kind that is not read"
    ]


def test_objects_without_id_are_called_by_class_and_line():
    city = read(document(building(id=""), building(id="")))
    assert list(city.features.index) == ["Building-line3", "Building-line5"]


@pytest.mark.parametrize("identity", ["", "b1"])
def test_objects_on_one_line_are_distinct_too(identity):
    """A file without line breaks in which no object, or every object, has the same id."""
    text = document(*[building(LOD1, id=identity)] * 4).replace("\n", "")
    city = read(text)
    assert len(set(city.features.index)) == 4
    assert len(city.mesh) == 48


def test_an_id_that_is_there_twice_is_made_distinct_and_reported():
    city = read(document(building(), building(LOD1)))
    assert list(city.features.index) == ["b1", "b1~line5"]
    (problem,) = city.problems.itertuples()
    assert (problem.line, problem.feature_id) == (5, "b1")
    assert "there twice" in problem.reason


def test_a_dangling_link_is_a_row_that_names_file_line_and_object():
    city = read(document(building("\n" + element("bldg:lod2Solid", links("gone")))))
    (problem,) = city.problems.itertuples()
    assert problem[1:] == (
        "test.gml", 4, "b1", "xlink:href '#gone' leads to no geometry of this file"
    )  # fmt: skip


def test_a_broken_polygon_is_a_row_and_its_building_stays():
    rings = [polygon(ring) for ring in box_rings()]
    city = read(document(building(element("bldg:lod1Solid", solid(*rings, polygon("1 2 3"))))))
    assert len(city.surfaces) == 6
    (problem,) = city.problems.itertuples()
    assert problem[1:4] == ("test.gml", 3, "b1")
    assert "ring of 1 points" in problem.reason


def test_a_file_without_objects_says_so():
    assert reasons(read(document())) == ["the file holds no city object"]
    assert len(read(document()).features) == 0


def test_a_dataset_without_files_is_an_empty_city():
    city = read_city([], schema=EMPTY_SCHEMA, crs=UTM33)
    assert (len(city.features), len(city.surfaces), city.terrain) == (0, 0, None)


def test_a_file_that_cannot_be_read_is_a_row_as_long_as_another_can():
    city = read(document(building(LOD1)), "<nonsense/>", document(building(), srs="EPSG:9"))
    assert list(city.features.index) == ["b1"]
    assert list(city.problems["path"]) == ["test-1.gml", "test-2.gml"]
    assert all(reason.startswith("file left out: ") for reason in reasons(city))


def test_if_no_file_can_be_read_the_first_error_is_raised():
    with pytest.raises(GMLError, match=r"^test\.gml:1: root element is <nonsense>"):
        read("<nonsense/>", "")


def test_progress_is_told_before_every_file_and_at_the_end():
    told = []
    sources = [source(document(), "a.gml"), source("", "b.gml")]
    read_city(sources, schema=EMPTY_SCHEMA, crs=UTM33, progress=lambda *heard: told.append(heard))
    assert told == [(0, 2, "a.gml"), (1, 2, "b.gml"), (2, 2, "")]


def in_japan(*rings) -> str:
    solid_ = element("bldg:lod1Solid", solid(*map(polygon, rings)))
    return document(building(solid_), srs="http://www.opengis.net/def/crs/EPSG/0/6697")


SQUARE_DEG = [
    (36.3, 136.4, 5.0),
    (36.3, 136.401, 5.0),
    (36.301, 136.401, 5.0),
    (36.301, 136.4, 5.0),
]


def test_latitude_first_becomes_east_north_up():
    """0.001° of latitude are 111 m; of longitude at 36.3° N 90 m."""
    city = read(in_japan(SQUARE_DEG), crs=ZONE_VII)
    east, north, up = np.ptp(city.surfaces.coords, axis=0)
    assert (east, north, up) == pytest.approx((90, 111, 0), abs=1)
    assert city.origin[0] < 0 < city.origin[1]
    assert city.crs == ZONE_VII


@pytest.mark.parametrize(
    "ring",
    [[(lon, lat, z) for lat, lon, z in SQUARE_DEG], [(0, 0, 0), (0, 0.001, 0), (0.001, 0, 0)],
     [(x * 1000, y * 1000, z) for x, y, z in SQUARE_DEG]],
    ids=["longitude first", "null island", "metres"],
)  # fmt: skip
def test_coordinates_that_do_not_fit_their_reference_system_are_an_error(ring):
    with pytest.raises(GMLError) as caught:
        read(in_japan(ring), crs=ZONE_VII)
    message = str(caught.value)
    assert message.startswith("test.gml:3 in b1: the point ")
    assert "lies outside the area of http://www.opengis.net/def/crs/EPSG/0/6697" in message
    assert "\n" not in message


def test_one_polygon_of_no_place_is_a_row_and_the_others_stay():
    slip = [(lat + (900 if i == 2 else 0), lon, z) for i, (lat, lon, z) in enumerate(SQUARE_DEG)]
    city = read(in_japan(SQUARE_DEG, slip, SQUARE_DEG), crs=ZONE_VII)
    assert len(city.surfaces) == 2
    (problem,) = city.problems.itertuples()
    assert (problem.path, problem.line, problem.feature_id) == ("test.gml", 3, "b1")
    assert "936.301, 136.401, 5 lies outside" in problem.reason


def test_okinawa_lies_inside():
    ring = [(lat - 10.1, lon - 8.7, z) for lat, lon, z in SQUARE_DEG]
    city = read(in_japan(ring), crs=CRS.from_epsg(6683))
    assert len(city.surfaces) == 1


@pytest.mark.parametrize("srs", ["EPSG:99999", "nonsense", "http://example.com/", "EPSG:6695"])
def test_an_unknown_reference_system_is_one_line_that_names_the_file(srs):
    with pytest.raises(CRSError, match=r"^test\.gml: ") as caught:
        read(document(building(LOD1), srs=srs))
    assert "\n" not in str(caught.value)


def test_geometry_in_another_reference_system_is_left_out_and_reported():
    other = LOD1.replace("<gml:Solid", '<gml:Solid srsName="EPSG:25832"')
    city = read(document(building(other), building(LOD1, id="b2")))
    assert np.unique(city.surfaces.feature_row).tolist() == [1]
    assert reasons(city) == ["geometry in EPSG:25832 in a file in EPSG:25833; left out"]
    assert city.problems["feature_id"].tolist() == ["b1"]


@pytest.mark.parametrize(
    "name", ["urn:ogc:def:crs:EPSG::25833", "urn:ogc:def:crs,crs:EPSG::25833,crs:EPSG::5783"]
)
def test_geometry_in_the_same_reference_system_spelled_otherwise_is_taken(name):
    same = LOD1.replace("<gml:Solid", f'<gml:Solid srsName="{name}"')
    assert reasons(read(document(building(same)))) == []


def test_reading_twice_gives_the_same_city():
    assert_same_city(read(TOWN), read(TOWN))


def test_what_a_file_says_of_itself_is_in_the_provenance():
    """Name, description and metadata of the CityModel; those of its objects are attributes."""
    about = (
        "<gml:metaDataProperty><gml:GenericMetaData>made by hand</gml:GenericMetaData>"
        "</gml:metaDataProperty><gml:description>A test.</gml:description><gml:name>one</gml:name>"
    )
    text = document(building("<gml:name>house</gml:name>"))
    start = text.index("<gml:boundedBy>")
    city = read(text[:start] + about + text[start:])
    assert city.provenance["file_notes"] == (
        "test.gml: gml:metaDataProperty: made by hand; test.gml: gml:description: A test.; "
        "test.gml: gml:name: one"
    )
    assert "file_notes" not in read(text).provenance


GENERIC = (
    '<gen:stringAttribute xmlns:gen="http://www.opengis.net/citygml/generics/2.0" name="{}">'
    "<gen:value>{}</gen:value></gen:stringAttribute>"
)


def test_attributes_of_the_city_model_itself_are_in_the_provenance():
    """Before, between and behind the members; of any namespace."""
    members = [building(id=f"b{i}") for i in range(3)]
    text = document(*members)
    first, second = (text.index(f'gml:id="b{i}"') for i in (0, 1))
    first, second = (text.rindex("<core:cityObjectMember>", 0, at) for at in (first, second))
    note = '<x:note xmlns:x="urn:x"><x:a>1</x:a><x:b>2</x:b></x:note>'
    text = text[:first] + GENERIC.format("k", "v") + text[first:second] + note + text[second:]
    text = text.replace("</core:CityModel>", GENERIC.format("last", "w") + "</core:CityModel>")
    city = read(text)
    said = city.provenance["file_notes"].split("; ")
    assert said == [
        "test.gml: gen:stringAttribute k: v",
        "test.gml: {urn:x}note: 1 2",
        "test.gml: gen:stringAttribute last: w",
    ]
    assert len(city.features) == 3
    assert reasons(city) == []
