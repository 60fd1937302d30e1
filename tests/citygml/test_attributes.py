"""Children of city objects -> columns and long tables."""

import re

import numpy as np
import pandas as pd
import pytest
from lxml import etree

from citygml.attributes import AttributeBuilder
from citygml.codelists import Codelists
from citygml.schema import Category, Field, GenericSet, Missing, Record, Schema, Table

NAMESPACES = {
    "core": "http://www.opengis.net/citygml/2.0",
    "b": "http://www.opengis.net/citygml/building/2.0",
    "gml": "http://www.opengis.net/gml",
    "g": "http://www.opengis.net/citygml/generics/2.0",
    "uro": "https://www.geospatial.jp/iur/uro/3.1",
    "xlink": "http://www.w3.org/1999/xlink",
}
RISK = Table(
    "risk",
    constants=("hazard", "river"),
    fields=(
        Field("river_code", ("uro:description",), "code", label_column="river"),
        Field("depth_m", ("uro:depth", "@浸水深"), "float", "m", minimum=0),
        Field("scale_code", ("uro:scale", "@規模"), "code", label_column="scale_text"),
    ),
    categories=(
        Category(
            "scale",
            ("scale_text", "scale_code"),
            (("L2", re.compile("^L2")), ("L1", re.compile("^L1"))),
        ),
    ),
)
SCHEMA = Schema(
    fields=(
        Field("height_m", ("bldg:measuredHeight",), "float", "m", minimum=0),
        Field("storeys", ("bldg:storeysAboveGround",), "int", minimum=0),
        Field("usage", ("bldg:usage",), "code"),
        Field("year", ("bldg:yearOfConstruction",), "year"),
        Field("created", ("core:creationDate",), "date"),
        Field(
            "building_id",
            ("uro:buildingIDAttribute/uro:BuildingIDAttribute/uro:buildingID", "@建物ID"),
        ),
    ),
    tables=(RISK,),
    records=(
        Record(
            "risk",
            ("uro:bldgDisasterRiskAttribute",),
            {"uro:RiverFloodingRiskAttribute": {"hazard": "river"}},
        ),
    ),
    generic_sets=(
        GenericSet("risk", re.compile("^(?P<river>.*?)洪水浸水想定区域"), {"hazard": "river"}),
    ),
    missing=Missing(
        {"int": frozenset({9999.0}), "float": frozenset({-9999.0}), "year": frozenset({1.0})},
        frozenset({"Null"}),
        frozenset({"不明"}),
    ),
    units={"m": frozenset({"m"})},
)
LISTS = {"usage": {"411": "住宅", "461": "不明"}, "scale": {"2": "L2（想定最大規模）"}}


def children(*texts):
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    return list(etree.fromstring(f"<b:Building {declared}>\n" + "\n".join(texts) + "</b:Building>"))


def built(*features, lists=LISTS):
    """A builder that has read one file; every feature is a list of children as text."""
    builder = AttributeBuilder(SCHEMA)
    builder.begin_file("a.gml", Codelists(lambda name: None, lists))
    for row, texts in enumerate(features):
        for child in children(*texts):
            builder.add(row, child)
    return builder


def reasons(builder, count=1):
    return [
        problem.reason for problem in builder.tables().problems([f"b{i}" for i in range(count)])
    ]


def risk(*content):
    return (
        "<uro:bldgDisasterRiskAttribute><uro:RiverFloodingRiskAttribute>"
        f"{''.join(content)}</uro:RiverFloodingRiskAttribute></uro:bldgDisasterRiskAttribute>"
    )


def test_values_get_their_types_whatever_prefix_the_file_uses():
    table = (
        built(
            [
                '<b:measuredHeight uom="m"> 8.5 </b:measuredHeight>',
                "<b:storeysAboveGround>2</b:storeysAboveGround>",
                '<b:usage codeSpace="../../codelists/usage.xml">411</b:usage>',
                "<b:yearOfConstruction>1981</b:yearOfConstruction>",
                "<core:creationDate>2023-03-22T00:00:00</core:creationDate>",
                "<uro:buildingIDAttribute><uro:BuildingIDAttribute><uro:buildingID>x-1"
                "</uro:buildingID></uro:BuildingIDAttribute></uro:buildingIDAttribute>",
            ]
        )
        .tables()
        .columns(1)
    )
    row = table.iloc[0]
    assert (row["height_m"], row["storeys"], row["year"]) == (8.5, 2, 1981)
    assert (row["usage"], row["usage_ja"]) == ("411", "住宅")
    assert (row["created"], row["building_id"]) == ("2023-03-22", "x-1")
    assert table.dtypes.astype(str).to_dict() == {
        "height_m": "float64",
        "storeys": "Int64",
        "usage": "string",
        "usage_ja": "string",
        "year": "Int64",
        "created": "string",
        "building_id": "string",
    }


def test_features_without_a_value_have_none():
    table = built([], ["<b:storeysAboveGround>3</b:storeysAboveGround>"], []).tables().columns(3)
    assert table["storeys"].isna().tolist() == [True, False, True]
    assert table["height_m"].isna().all()
    assert len(AttributeBuilder(SCHEMA).tables().columns(0)) == 0


def test_missing_values_are_missing_and_counted_once_per_column():
    builder = built(
        *[["<b:storeysAboveGround>9999</b:storeysAboveGround>"]] * 3,
        ['<b:measuredHeight uom="m">-9999.0</b:measuredHeight>', "<b:usage>Null</b:usage>"],
        ["<b:yearOfConstruction>0001</b:yearOfConstruction>"],
        ["<core:creationDate>0001-01-01</core:creationDate>"],
        ["<b:storeysAboveGround>2</b:storeysAboveGround>"],
    )
    table = builder.tables().columns(7)
    assert table.notna().sum().to_dict() == {
        **dict.fromkeys(table.columns, 0),
        "storeys": 1,
    }
    assert sorted(reasons(builder, 7)) == [
        "created: 0001-01-01 means unknown; 1 of 1 values",
        "height_m: -9999.0 means unknown; 1 of 1 values",
        "storeys: 9999 means unknown; 3 of 4 values",
        "usage: Null means no value; 1 of 1 values",
        "year: 0001 means unknown; 1 of 1 values",
    ]


def test_a_code_that_means_unknown_stays_and_is_counted():
    builder = built(['<b:usage codeSpace="../usage.xml">461</b:usage>'])
    assert builder.tables().columns(1)["usage"].tolist() == ["461"]
    assert "usage: code 461 means unknown (不明); 1 of 1 values" in reasons(builder)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            '<b:measuredHeight uom="m">2.8（テスト）</b:measuredHeight>',
            "'2.8（テスト）' is not a number",
        ),
        ('<b:measuredHeight uom="ft">8</b:measuredHeight>', "8 has unit 'ft', not m"),
        ("<b:measuredHeight>8</b:measuredHeight>", "8 has no unit, not m"),
        ('<b:measuredHeight uom="m">-2</b:measuredHeight>', "-2 is less than 0"),
        ('<b:measuredHeight uom="m">inf</b:measuredHeight>', "'inf' is not finite"),
        ("<b:storeysAboveGround>2.5</b:storeysAboveGround>", "'2.5' is not a whole number"),
        ("<b:yearOfConstruction>Showa</b:yearOfConstruction>", "'Showa' is not a year"),
    ],
)
def test_a_text_that_cannot_be_used_is_left_out_and_named(text, fault):
    builder = built([text])
    assert builder.tables().columns(1).isna().all(axis=None)
    (problem,) = builder.tables().problems(["b0"])
    assert (problem.path, problem.line, problem.feature_id) == ("a.gml", 2, "b0")
    assert problem.reason.endswith(f": {fault}; the value is left out")


def test_records_are_rows():
    builder = built(
        [
            risk(
                '<uro:depth uom="m">1.2</uro:depth>',
                '<uro:scale codeSpace="scale.xml">2</uro:scale>',
            )
        ],
        [],
        [risk('<uro:depth uom="cm">40</uro:depth>'), risk("<uro:scale>L1</uro:scale>")],
    )
    table = builder.tables().records(["a", "b", "c"])["risk"]
    assert table["feature_id"].tolist() == ["a", "c", "c"]
    assert table["depth_m"].tolist()[0] == 1.2
    assert np.isnan(table["depth_m"][1:]).all()
    assert table["scale"].fillna("").tolist() == ["L2", "", "L1"]
    assert table["hazard"].tolist() == ["river"] * 3
    assert table["source"].unique().tolist() == ["uro:RiverFloodingRiskAttribute"]
    assert table["unit_problem"].tolist() == ["", "depth_m: 40 has unit 'cm', not m", ""]


def test_generic_sets_that_are_known_are_rows():
    """i-UR 1.4 names the river and the scale in the title of the set."""
    name = "多摩水系多摩川洪水浸水想定区域（想定最大規模）"
    known = (
        f'<g:genericAttributeSet name="{name}">'
        '<g:stringAttribute name="規模"><g:value>L2</g:value></g:stringAttribute>'
        '<g:measureAttribute name="浸水深"><g:value uom="m">3.310</g:value></g:measureAttribute>'
        '<g:stringAttribute name="備考"><g:value>x</g:value></g:stringAttribute>'
        "</g:genericAttributeSet>"
    )
    tables = built([known]).tables().records(["a"])
    row = tables["risk"].iloc[0]
    assert (row["river"], row["scale"], row["depth_m"]) == ("多摩水系多摩川", "L2", 3.31)
    assert row["source"] == name
    rest = tables["generic"]
    assert rest[["set_name", "name", "value", "type"]].to_numpy().tolist() == [
        [name, "備考", "x", "string"]
    ]


def test_generic_attributes_are_kept_and_known_names_become_columns():
    builder = built(
        [
            '<g:stringAttribute name="建物ID"><g:value>13-1</g:value></g:stringAttribute>',
            '<g:measureAttribute name="周長"><g:value uom="m">25</g:value></g:measureAttribute>',
            '<g:genericAttributeSet name="a"><g:genericAttributeSet name="b">'
            '<g:intAttribute name="n"><g:value>1</g:value></g:intAttribute>'
            "</g:genericAttributeSet></g:genericAttributeSet>",
        ]
    )
    assert builder.tables().columns(1)["building_id"].tolist() == ["13-1"]
    assert builder.tables().records(["a"])["generic"].to_numpy().tolist() == [
        ["a", "", "周長", "25", "m", "measure"],
        ["a", "b", "n", "1", "", "int"],
    ]


def test_generic_attributes_of_citygml_3():
    declared = (
        'xmlns:core="http://www.opengis.net/citygml/3.0" '
        'xmlns:gen="http://www.opengis.net/citygml/generics/3.0"'
    )
    element = etree.fromstring(
        f"<core:genericAttribute {declared}><gen:StringAttribute><gen:name>区名</gen:name>"
        "<gen:value>住吉区</gen:value></gen:StringAttribute></core:genericAttribute>"
    )
    builder = AttributeBuilder(SCHEMA)
    builder.begin_file("a.gml", Codelists(lambda name: None))
    builder.add(0, element)
    assert builder.tables().records(["a"])["generic"].to_numpy().tolist() == [
        ["a", "", "区名", "住吉区", "", "string"]
    ]


def test_nothing_that_is_not_named_is_dropped_but_geometry():
    """And the second value of a field that has one column."""
    builder = built(
        [
            "<b:usage>411</b:usage>",
            "<b:usage>422</b:usage>",
            "<b:address><b:where><gml:Point><gml:pos>1 2</gml:pos></gml:Point></b:where>"
            "<b:town>加賀</b:town></b:address>",
            '<b:relatedTo xlink:href="#x"/>',
            "<b:empty/>",
            risk('<uro:note codeSpace="n.xml">7</uro:note>'),
        ]
    )
    other = builder.tables().records(["a"])["other"]
    assert builder.tables().columns(1)["usage"].tolist() == ["411"]
    assert other[["path", "value", "code_space"]].to_numpy().tolist() == [
        ["bldg:usage", "422", ""],
        ["bldg:address/bldg:town", "加賀", ""],
        ["bldg:relatedTo", "#x", ""],
        ["uro:bldgDisasterRiskAttribute/uro:RiverFloodingRiskAttribute/uro:note", "7", "n.xml"],
    ]


def test_files_keep_their_own_code_lists():
    """The same code in two files means what the list of each says."""
    builder = AttributeBuilder(SCHEMA)
    for row, label in enumerate(("住宅", "事務所")):
        builder.begin_file(f"{row}.gml", Codelists(lambda name: None, {"usage": {"1": label}}))
        builder.add(row, children('<b:usage codeSpace="usage.xml">1</b:usage>')[0])
    assert builder.tables().columns(2)["usage_ja"].tolist() == ["住宅", "事務所"]


def test_missing_code_lists_are_told():
    builder = built(['<b:usage codeSpace="usage.xml">1</b:usage>'], lists={})
    assert builder.tables().columns(1)["usage_ja"].isna().all()
    assert [r for r in reasons(builder) if r.startswith("code list usage.xml")]


def test_tables_have_their_columns_when_nothing_is_read():
    tables = AttributeBuilder(SCHEMA).tables().records([])
    assert list(tables) == ["risk", "other", "generic"]
    assert all(len(table) == 0 for table in tables.values())
    assert {"feature_id", "hazard", "river", "depth_m", "scale", "unit_problem"} <= set(
        tables["risk"].columns
    )
    assert isinstance(tables["risk"], pd.DataFrame)
