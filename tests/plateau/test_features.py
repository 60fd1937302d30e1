"""Every package of PLATEAU, in every version of CityGML: rows, kinds, columns, records."""

from pathlib import Path

import pytest
from gml_documents import (
    UTM33,
    box_rings,
    box_solid,
    document,
    element,
    multi_surface,
    polygon,
    reasons,
    source,
)

import plateau
from citygml.errors import CityModelError
from citygml.reader import read_city
from citygml.surfaces import SurfaceKind
from plateau.schema import plateau_schema

REAL = Path(__file__).parents[2] / "../shared/data"
MODULES = {
    "bldg": "building",
    "brid": "bridge",
    "dem": "relief",
    "frn": "cityfurniture",
    "gen": "generics",
    "grp": "cityobjectgroup",
    "luse": "landuse",
    "tran": "transportation",
    "tun": "tunnel",
    "veg": "vegetation",
    "wtr": "waterbody",
}
XAL_2 = "urn:oasis:names:tc:ciq:xsdschema:xAL:2.0"
XAL_3 = "urn:oasis:names:tc:ciq:xal:3"


def namespaces(version: str) -> dict[str, str]:
    base = "http://www.opengis.net/citygml"
    found = {prefix: f"{base}/{name}/{version}" for prefix, name in MODULES.items()}
    found |= {
        "core": f"{base}/{version}",
        "con": f"{base}/construction/{version}",
        "gml": "http://www.opengis.net/gml" + ("/3.2" if version == "3.0" else ""),
        "xAL": XAL_3 if version == "3.0" else XAL_2,
        "xlink": "http://www.w3.org/1999/xlink",
        "uro": "https://www.geospatial.jp/iur/uro/3.1",
        "urf": "https://www.geospatial.jp/iur/urf/3.1",
        "ade": "urn:example:ade",
    }
    return found


def read(*members, version="2.0"):
    text = document(*members, namespaces=namespaces(version))
    return read_city([source(text)], schema=plateau_schema(), crs=UTM33)


def plate(name, east=0.0):
    return element(name, multi_surface(polygon(box_rings(east)[5])))


@pytest.mark.parametrize(
    ("tag", "holder", "kind"),
    [
        ("tran:Road", "tran:lod1MultiSurface", SurfaceKind.TRAFFIC),
        ("tran:Railway", "tran:lod1MultiSurface", SurfaceKind.TRAFFIC),
        ("tran:Track", "tran:lod1MultiSurface", SurfaceKind.TRAFFIC),
        ("tran:Square", "tran:lod1MultiSurface", SurfaceKind.TRAFFIC),
        ("uro:Waterway", "tran:lod1MultiSurface", SurfaceKind.TRAFFIC),
        ("luse:LandUse", "luse:lod1MultiSurface", SurfaceKind.ZONE),
        ("urf:UseDistrict", "urf:lod1MultiSurface", SurfaceKind.ZONE),
        ("urf:SedimentDisasterProneArea", "urf:lod1MultiSurface", SurfaceKind.ZONE),
        ("wtr:WaterBody", "wtr:lod1MultiSurface", SurfaceKind.WATER),
    ],
)
def test_surfaces_on_the_ground_have_the_kind_of_their_package(tag, holder, kind):
    city = read(element(tag, plate(holder), id="x1"))
    assert city.surfaces.kind.tolist() == [kind]
    assert city.features.geometry["x1"].area == pytest.approx(100.0)
    assert len(city.mesh) == 0
    assert reasons(city) == []


@pytest.mark.parametrize(
    ("tag", "holder"),
    [
        ("bldg:Building", "bldg:lod1Solid"),
        ("brid:Bridge", "brid:lod2Solid"),
        ("tun:Tunnel", "tun:lod2Solid"),
        ("frn:CityFurniture", "frn:lod3Geometry"),
        ("veg:SolitaryVegetationObject", "veg:lod1Geometry"),
        ("veg:PlantCover", "veg:lod2MultiSolid"),
        ("gen:GenericCityObject", "gen:lod1Geometry"),
        ("uro:OtherConstruction", "uro:lod2Geometry"),
        ("uro:UndergroundBuilding", "bldg:lod1Solid"),
        ("uro:Manhole", "frn:lod1Geometry"),
        ("ade:Kiosk", "ade:lod1Solid"),
    ],
)
def test_bodies_of_every_package_have_their_surfaces(tag, holder):
    city = read(element(tag, element(holder, box_solid()), id="x1"))
    assert list(city.features["kind"]) == [tag.partition(":")[2]]
    assert len(city.surfaces) == 6
    assert city.features["lod"]["x1"] == int(holder.partition("lod")[2][0])
    assert reasons(city) == []


@pytest.mark.parametrize(
    ("version", "owner", "inside", "kind"),
    [
        ("1.0", "bldg:Building", "bldg:consistsOfBuildingPart", "bldg:BuildingPart"),
        ("2.0", "bldg:Building", "bldg:consistsOfBuildingPart", "bldg:BuildingPart"),
        ("3.0", "bldg:Building", "bldg:buildingPart", "bldg:BuildingPart"),
        ("2.0", "bldg:Building", "bldg:outerBuildingInstallation", "bldg:BuildingInstallation"),
        ("3.0", "bldg:Building", "bldg:buildingInstallation", "bldg:BuildingInstallation"),
        ("2.0", "bldg:Building", "bldg:interiorRoom", "bldg:Room"),
        ("3.0", "bldg:Building", "bldg:buildingRoom", "bldg:BuildingRoom"),
        ("3.0", "bldg:Building", "bldg:buildingSubdivision", "bldg:Storey"),
        ("2.0", "brid:Bridge", "brid:outerBridgeConstruction", "brid:BridgeConstructionElement"),
        ("3.0", "brid:Bridge", "brid:bridgeRoom", "brid:BridgeRoom"),
        ("2.0", "tun:Tunnel", "tun:interiorHollowSpace", "tun:HollowSpace"),
        ("3.0", "tun:Tunnel", "tun:tunnelInstallation", "tun:TunnelInstallation"),
        ("2.0", "tran:Road", "tran:trafficArea", "tran:TrafficArea"),
        ("3.0", "tran:Road", "tran:section", "tran:Section"),
        ("2.0", "grp:CityObjectGroup", "grp:groupMember", "bldg:Building"),
    ],
)
def test_objects_inside_objects_are_rows_with_a_parent(version, owner, inside, kind):
    holder = (
        "core:lod2MultiSurface"
        if version == "3.0"
        else f"{kind.partition(':')[0]}:lod2MultiSurface"
    )
    inner = element(kind, plate(holder), id="x2")
    city = read(element(owner, element(inside, inner), id="x1"), version=version)
    assert city.features["parent_id"].to_dict() == {"x1": "", "x2": "x1"}
    assert city.features["kind"]["x2"] == kind.partition(":")[2]
    assert len(city.surfaces) == 1
    assert reasons(city) == []


@pytest.mark.parametrize("version", ["2.0", "3.0"])
def test_what_is_inside_a_building_casts_no_shade(version):
    """A room with furniture that spells itself as an installation outside does."""
    lod = {"2.0": "bldg:lod4Solid", "3.0": "core:lod3Solid"}[version]
    room, held, thing = {
        "2.0": ("bldg:interiorRoom", "bldg:roomInstallation", "bldg:IntBuildingInstallation"),
        "3.0": ("bldg:buildingRoom", "bldg:buildingInstallation", "bldg:BuildingInstallation"),
    }[version]
    name = "bldg:Room" if version == "2.0" else "bldg:BuildingRoom"
    inner = element(thing, element(lod, box_solid(2.0, 2.0, 1.0, size=(1.0, 1.0, 1.0))), id="i")
    whole = element(lod, box_solid())
    inside = element(
        name, element(lod, box_solid(1.0, 1.0, size=(5.0, 5.0, 3.0))), element(held, inner), id="r"
    )
    city = read(element("bldg:Building", whole, element(room, inside), id="b"), version=version)
    assert len(city.features) == 3
    assert len(city.surfaces) == 18
    assert city.mesh.volume_m3 == pytest.approx(600.0)


def test_members_of_a_group_that_are_elsewhere_are_kept():
    text = '<grp:groupMember xlink:href="#b1" role="main"/>'
    city = read(element("grp:CityObjectGroup", text, id="g1"))
    other = city.records["other"]
    assert list(zip(other["path"], other["value"], strict=True)) == [
        ("grp:groupMember", "#b1"),
        ("grp:groupMember/@role", "main"),
    ]


def test_objects_of_an_unknown_extension_keep_geometry_and_attributes():
    solid = element(
        "ade:body",
        element("gml:Solid", box_solid().removeprefix("<gml:Solid>").removesuffix("</gml:Solid>")),
    )
    city = read(element("ade:Kiosk", element("ade:sells", "tea"), solid, id="k1"))
    assert len(city.surfaces) == 6
    assert list(city.records["other"]["value"]) == ["tea"]


def test_an_extension_of_a_surface_is_the_surface_it_refines():
    surface = element("ade:SolarRoofSurface", plate("bldg:lod2MultiSurface"), id="s1")
    city = read(element("bldg:Building", element("bldg:boundedBy", surface), id="b1"))
    assert city.surfaces.kind.tolist() == [SurfaceKind.ROOF]


def test_citygml_0_4_has_one_namespace():
    old = "http://www.citygml.org/citygml/1/0/0"
    spaces = {"core": old, "gml": "http://www.opengis.net/gml"}
    roof = element("core:RoofSurface", plate("core:lod3MultiSurface"))
    text = document(
        element("core:Building", element("core:boundedBy", roof), id="b1"), namespaces=spaces
    )
    city = read_city([source(text)], schema=plateau_schema(), crs=UTM33)
    assert city.surfaces.kind.tolist() == [SurfaceKind.ROOF]
    assert city.surfaces.lod.tolist() == [3]


def test_several_objects_in_one_member_are_all_read():
    inner = "".join(
        element("bldg:Building", element("bldg:lod1Solid", box_solid(20.0 * i)), id=f"b{i}")
        for i in range(3)
    )
    text = document(namespaces=namespaces("2.0")).replace(
        "</core:CityModel>", f"<gml:featureMembers>{inner}</gml:featureMembers></core:CityModel>"
    )
    city = read_city([source(text)], schema=plateau_schema(), crs=UTM33)
    assert list(city.features.index) == ["b0", "b1", "b2"]


def test_columns_are_the_same_in_citygml_2_and_3():
    old = element(
        "bldg:Building",
        '<bldg:class codeSpace="x.xml">3001</bldg:class>',
        element("bldg:yearOfConstruction", "1984"),
        '<bldg:measuredHeight uom="m">12.5</bldg:measuredHeight>',
        element("bldg:storeysAboveGround", "4"),
        element("bldg:storeysBelowGround", "1"),
        id="b1",
    )
    height = element(
        "con:Height", element("con:status", "measured"), '<con:value uom="m">12.5</con:value>'
    )
    new = element(
        "bldg:Building",
        element("con:dateOfConstruction", "1984-04-01"),
        element("con:height", height),
        '<bldg:class codeSpace="x.xml">3001</bldg:class>',
        element("bldg:storeysAboveGround", "4"),
        element("bldg:storeysBelowGround", "1"),
        id="b1",
    )
    names = ["class", "year", "height_m", "storeys_above_ground", "storeys_below_ground"]
    rows = [read(old).features.loc["b1", names], read(new, version="3.0").features.loc["b1", names]]
    assert rows[0].to_list() == rows[1].to_list() == ["3001", 1984, 12.5, 4, 1]


@pytest.mark.parametrize(
    "tag", ["brid:Bridge", "tun:Tunnel", "frn:CityFurniture", "veg:PlantCover"]
)
def test_codes_of_every_package_are_in_the_same_columns(tag):
    prefix = tag.partition(":")[0]
    function = f'<{prefix}:function codeSpace="x.xml">7</{prefix}:function>'
    row = read(element(tag, function, id="x")).features.loc["x"]
    assert row["function"] == "7"


def test_trees_have_their_measures():
    tree = element(
        "veg:SolitaryVegetationObject",
        '<veg:height uom="m">8.5</veg:height>',
        '<veg:trunkDiameter uom="m">0.4</veg:trunkDiameter>',
        '<veg:crownDiameter uom="m">5</veg:crownDiameter>',
        id="t1",
    )
    row = read(tree).features.loc["t1"]
    assert [row["height_m"], row["trunk_diameter_m"], row["crown_diameter_m"]] == [8.5, 0.4, 5.0]


ADDRESS_2 = (
    "<core:xalAddress><xAL:AddressDetails><xAL:Country><xAL:CountryName>日本</xAL:CountryName>"
    "<xAL:Locality><xAL:LocalityName>架空市</xAL:LocalityName><xAL:Thoroughfare>"
    "<xAL:ThoroughfareNumber>3</xAL:ThoroughfareNumber><xAL:ThoroughfareName>本町</xAL:ThoroughfareName>"
    "</xAL:Thoroughfare><xAL:PostalCode><xAL:PostalCodeNumber>100</xAL:PostalCodeNumber></xAL:PostalCode>"
    "</xAL:Locality></xAL:Country></xAL:AddressDetails></core:xalAddress>"
)
ADDRESS_3 = (
    "<core:xalAddress><xAL:Address><xAL:Country><xAL:NameElement>日本</xAL:NameElement></xAL:Country>"
    "<xAL:Locality><xAL:NameElement>架空市</xAL:NameElement></xAL:Locality>"
    "<xAL:Thoroughfare><xAL:NameElement>本町</xAL:NameElement><xAL:Number>3</xAL:Number>"
    "</xAL:Thoroughfare><xAL:PostCode><xAL:Identifier>100</xAL:Identifier></xAL:PostCode>"
    "</xAL:Address></core:xalAddress>"
)


@pytest.mark.parametrize(("version", "text"), [("2.0", ADDRESS_2), ("3.0", ADDRESS_3)])
def test_addresses_are_records_and_a_column(version, text):
    address = element("bldg:address", element("core:Address", text))
    city = read(element("bldg:Building", address, address, id="b1"), version=version)
    rows = city.records["addresses"]
    parts = ["feature_id", "country", "locality", "street", "number", "postal_code"]
    assert rows[parts].to_numpy().tolist() == [["b1", "日本", "架空市", "本町", "3", "100"]] * 2
    assert city.features["address"]["b1"] == "架空市"
    assert len(city.records["other"]) == 0


def test_external_references_are_records():
    old = (
        "<core:externalReference><core:informationSystem>http://x</core:informationSystem>"
        "<core:externalObject><core:uri>urn:1</core:uri></core:externalObject></core:externalReference>"
    )
    wrapped = element("core:ExternalReference", element("core:targetResource", "urn:2"))
    two = read(element("bldg:Building", old, id="b1")).records["external_references"]
    three = read(
        element("bldg:Building", element("core:externalReference", wrapped), id="b1"), version="3.0"
    ).records["external_references"]
    assert two[["information_system", "uri"]].to_numpy().tolist() == [["http://x", "urn:1"]]
    assert three["uri"].tolist() == ["urn:2"]


@pytest.mark.real
def test_all_types_of_a_folder_are_read_on_request():
    folder = REAL / "plateau-3.0-samples"
    if not folder.exists():
        pytest.skip(f"no {folder}: the published files are not here")
    data = plateau.open(folder)
    with pytest.raises(CityModelError, match="choose a dataset or tiles with these types"):
        data.load()
    assert len(data.load(types="veg").features) == 28
    assert data.load(types=["brid", "squr"]).features["kind"].isin(["Bridge", "Square"]).sum() == 2
