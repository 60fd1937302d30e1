"""What a file says of its surfaces is kept, with the surface it says it of."""

from gml_documents import (
    NAMESPACES,
    box_rings,
    building,
    document,
    element,
    multi_surface,
    polygon,
    read,
    reasons,
)

SPACES = {
    **NAMESPACES,
    "gen": "http://www.opengis.net/citygml/generics/2.0",
    "uro": "https://www.geospatial.jp/iur/uro/3.1",
}


def surface(name, *attributes, id="s1"):
    geometry = element("bldg:lod2MultiSurface", multi_surface(polygon(box_rings()[5])))
    return element("bldg:boundedBy", element(f"bldg:{name}", *attributes, geometry, id=id))


def rows(*content):
    city = read(document(building(*content), namespaces=SPACES))
    assert reasons(city) == []
    return city.records["surface_attributes"].to_dict("records")


def generic(name, value):
    return f'<gen:stringAttribute name="{name}">{element("gen:value", value)}</gen:stringAttribute>'


def test_an_attribute_of_a_roof_is_a_row():
    name = '<gml:name codeSpace="list.xml">3</gml:name>'
    (row,) = rows(surface("RoofSurface", name))
    assert row == {
        "feature_id": "b1",
        "surface_id": "s1",
        "surface_type": "RoofSurface",
        "path": "gml:name",
        "value": "3",
        "code_space": "list.xml",
        "uom": "",
    }


def test_generic_attributes_and_sets_are_rows():
    members = element("x", generic("b", "2")).removeprefix("<x>").removesuffix("</x>")
    group = f'<gen:genericAttributeSet name="g">{members}</gen:genericAttributeSet>'
    found = rows(surface("WallSurface", generic("a", "1"), group))
    assert [(row["path"], row["value"]) for row in found] == [("@a", "1"), ("@g/@b", "2")]


def test_an_opening_is_a_surface_too():
    geometry = element("bldg:lod3MultiSurface", multi_surface(polygon(box_rings()[1])))
    door = element("bldg:Door", element("gml:name", "main"), geometry, id="d1")
    found = rows(surface("WallSurface", element("bldg:opening", door)))
    assert [(row["surface_id"], row["surface_type"]) for row in found] == [("d1", "Door")]


def test_nested_attributes_have_their_path():
    detail = element("uro:DataQualityAttribute", element("uro:srcScale", "1"))
    (row,) = rows(surface("RoofSurface", element("uro:roofQuality", detail), id=""))
    assert row["path"] == "uro:roofQuality/uro:DataQualityAttribute/uro:srcScale"
    assert row["surface_id"] == ""


def test_without_attributes_the_table_is_there():
    assert rows(surface("RoofSurface")) == []
