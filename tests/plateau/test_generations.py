"""What versions call differently gets one name."""

import gml_documents as gml
import numpy as np
from plateau_folders import SRS, write_dataset

import plateau
from citygml.surfaces import SurfaceKind

IUR_40 = {
    "core": "http://www.opengis.net/citygml/3.0",
    "wtr": "http://www.opengis.net/citygml/waterbody/3.0",
    "gml": "http://www.opengis.net/gml/3.2",
    "urc": "https://www.geospatial.jp/iur/urc/4.0",
}
SQUARE = [(36.312, 136.391, 0.0), (36.312, 136.392, 0.0), (36.313, 136.392, 0.0)]


def read(folder, name, text):
    root = write_dataset(folder, {})
    (root / "udx" / name).write_text(text, encoding="utf-8")
    return plateau.open(root).load()


def test_landslide_zones_of_1_4_are_zones(tmp_path):
    """A generic object with the set 土砂災害警戒区域; the code 2 is special alert."""
    values = {"区域区分": "2", "現象の種類": "1"}
    members = "".join(
        f'<gen:stringAttribute name="{k}"><gen:value>{v}</gen:value></gen:stringAttribute>'
        for k, v in values.items()
    )
    attributes = (
        f'<gen:genericAttributeSet name="土砂災害警戒区域">{members}</gen:genericAttributeSet>'
    )
    shape = gml.element("gen:lod0Geometry", gml.multi_surface(gml.polygon(SQUARE)))
    zone = gml.element("gen:GenericCityObject", attributes, shape, id="z")
    spaces = {**gml.NAMESPACES, "gen": "http://www.opengis.net/citygml/generics/2.0"}
    text = gml.document(zone, srs=SRS, namespaces=spaces)
    city = read(tmp_path, "54363371_lsld_6668.gml", text)
    row = city.features.loc["z"]
    assert (row["kind"], row["area_type_code"]) == ("SedimentDisasterProneArea", "2")
    np.testing.assert_array_equal(city.surfaces.kind, [SurfaceKind.ZONE])
    assert len(city.records["flood_risk"]) == 0, "the zone is no building at risk"
    assert city.records["generic"]["name"].tolist() == ["現象の種類"]


def test_water_surfaces_of_4_0_have_their_records_where_others_have_them(tmp_path):
    risk = (
        "<core:adeOfAbstractCityObject><urc:RiverFloodingRiskAttribute>"
        "<urc:rank>3</urc:rank><urc:scale>L2</urc:scale>"
        "</urc:RiverFloodingRiskAttribute></core:adeOfAbstractCityObject>"
    )
    shape = gml.element("core:lod1MultiSurface", gml.multi_surface(gml.polygon(SQUARE)))
    water = gml.element("wtr:WaterBody", risk, shape, id="w")
    text = gml.document(water, srs=SRS, namespaces=IUR_40)
    city = read(tmp_path, "54363371_fld_6697_l2.gml", text)
    assert len(city.records["flood_risk"]) == 0
    row = city.records["water_surface"].iloc[0]
    assert (row["feature_id"], row["hazard"], row["scale"]) == ("w", "river", "L2")


def test_records_of_buildings_stay(tmp_path):
    risk = (
        "<uro:bldgDisasterRiskAttribute><uro:RiverFloodingRiskAttribute><uro:rank>3</uro:rank>"
        "</uro:RiverFloodingRiskAttribute></uro:bldgDisasterRiskAttribute>"
    )
    spaces = {**gml.NAMESPACES, "uro": "https://www.geospatial.jp/iur/uro/3.1"}
    text = gml.document(gml.building(risk, id="b"), srs=SRS, namespaces=spaces)
    city = read(tmp_path, "54363371_bldg_6697.gml", text)
    assert city.records["flood_risk"]["feature_id"].tolist() == ["b"]
    assert city.features.loc["b", "kind"] == "Building"
