"""Names: every version of a namespace is one prefix, and every child element has one role."""

import pytest

from citygml.namespaces import Role, iur_version, prefix_of, property_of, qualified

BLDG = "{http://www.opengis.net/citygml/building/2.0}"
CORE3 = "{http://www.opengis.net/citygml/3.0}"


@pytest.mark.parametrize(
    ("namespace", "prefix"),
    [
        ("http://www.opengis.net/gml", "gml"),
        ("http://www.opengis.net/gml/3.2", "gml"),
        ("http://www.opengis.net/citygml/1.0", "core"),
        ("http://www.opengis.net/citygml/2.0", "core"),
        ("http://www.opengis.net/citygml/3.0", "core"),
        ("http://www.citygml.org/citygml/1/0/0", "core"),
        ("http://www.opengis.net/citygml/building/1.0", "bldg"),
        ("http://www.opengis.net/citygml/building/3.0", "bldg"),
        ("http://www.opengis.net/citygml/construction/3.0", "con"),
        ("http://www.opengis.net/citygml/relief/2.0", "dem"),
        ("http://www.opengis.net/citygml/transportation/2.0", "tran"),
        ("http://www.kantei.go.jp/jp/singi/tiiki/toshisaisei/itoshisaisei/iur/uro/1.4", "uro"),
        ("https://www.chisou.go.jp/tiiki/toshisaisei/itoshisaisei/iur/uro/1.5", "uro"),
        ("https://www.geospatial.jp/iur/uro/3.2", "uro"),
        ("https://www.geospatial.jp/iur/urf/2.0", "urf"),
        ("http://www.opengis.net/citygml/unheard-of/2.0", ""),
        ("urn:example", ""),
        ("", ""),
    ],
)
def test_every_version_of_a_namespace_has_one_prefix(namespace, prefix):
    assert prefix_of(namespace) == prefix


def test_a_name_of_an_unknown_namespace_stays_whole():
    assert qualified("{urn:example}height") == "{urn:example}height"
    assert qualified("height") == "height"


@pytest.mark.parametrize(
    ("name", "lod"), [("lod0FootPrint", 0), ("lod0RoofEdge", 0), ("lod1Solid", 1),
                      ("lod2MultiSurface", 2), ("lod4Geometry", 4)],
)  # fmt: skip
def test_geometry_of_buildings_has_its_level_of_detail(name, lod):
    assert property_of(BLDG + name)[:2] == (Role.POLYGONS, lod)
    assert property_of(CORE3 + name)[:2] == (Role.POLYGONS, lod)


@pytest.mark.parametrize("name", ["lod2MultiCurve", "lod1TerrainIntersection", "lod0Point"])
def test_geometry_without_polygons_is_neither_polygons_nor_an_attribute(name):
    assert property_of(BLDG + name).role not in {Role.POLYGONS, Role.ATTRIBUTE}


@pytest.mark.parametrize(
    "tag",
    [
        "{https://www.geospatial.jp/iur/uro/3.1}lod1HeightType",
        BLDG + "measuredHeight",
        BLDG + "lod5Solid",
        "{urn:example}lod2Solid2",
    ],
)
def test_what_only_looks_like_geometry_is_an_attribute(tag):
    assert property_of(tag).role is Role.ATTRIBUTE


def test_the_envelope_is_not_a_boundary_surface():
    assert property_of("{http://www.opengis.net/gml}boundedBy").role is Role.SKIP
    assert property_of(BLDG + "boundedBy").role is Role.BOUNDARY
    assert property_of(CORE3 + "boundary").role is Role.BOUNDARY


def test_the_version_of_iur_is_the_highest_a_file_declares():
    declared = {f"https://www.geospatial.jp/iur/{name}" for name in ("uro/3.1", "urf/3.1")}
    assert iur_version(frozenset(declared)) == "3.1"
    assert iur_version(frozenset({"http://www.opengis.net/gml"})) == ""
