"""What was met in files -> typed columns, long tables and problems."""

import re

import pandas as pd
import pytest
from lxml import etree

from citygml.attributes import AttributeBuilder
from citygml.codelists import Codelists
from citygml.schema import Field, Missing, Record, Schema, Table

BUILDING = "http://www.opengis.net/citygml/building/2.0"
URO = "https://www.geospatial.jp/iur/uro/3.1"
RISK = Table(
    "risk",
    constants=("hazard",),
    fields=(Field("depth_m", ("uro:depth",), "float", "m", minimum=0),),
    categories=(),
)
SCHEMA = Schema(
    fields=(
        Field("height_m", ("bldg:measuredHeight",), "float", "m", minimum=0),
        Field("usage", ("bldg:usage",), "code"),
    ),
    tables=(RISK,),
    records=(
        Record(
            "risk",
            ("uro:bldgDisasterRiskAttribute",),
            {"uro:RiverFloodingRiskAttribute": {"hazard": "river"}},
        ),
    ),
    generic_sets=(),
    missing=Missing({"float": frozenset({-9999.0})}, frozenset(), frozenset({"不明"})),
    units={"m": frozenset({"m"})},
)


def built(*features, label="a.gml"):
    builder = AttributeBuilder(SCHEMA)
    builder.begin_file(label, Codelists(lambda name: None, {"usage": {"411": "住宅"}}))
    for row, text in enumerate(features):
        declared = f'xmlns:b="{BUILDING}" xmlns:uro="{URO}"'
        for child in etree.fromstring(f"<b:Building {declared}>\n{text}</b:Building>"):
            builder.add(row, child)
    return builder


def height(text):
    return f'<b:measuredHeight uom="m">{text}</b:measuredHeight>'


def risk(depth):
    return (
        "<uro:bldgDisasterRiskAttribute><uro:RiverFloodingRiskAttribute>"
        f'<uro:depth uom="m">{depth}</uro:depth>'
        "</uro:RiverFloodingRiskAttribute></uro:bldgDisasterRiskAttribute>"
    )


def test_a_second_part_of_a_file_stands_below_the_first():
    """Two and two objects: rows of the second part begin at 2, its records keep their owners."""
    whole = built(height("3"), risk("0.5"), height("x") + risk("1.5"), "<b:note>n</b:note>")
    first, second = (
        built(height("3"), risk("0.5")),
        built(height("x") + risk("1.5"), "<b:note>n</b:note>"),
    )
    tables = first.tables()
    tables.cells.extend(second.tables().cells, 2)
    ids = ["a", "b", "c", "d"]
    pd.testing.assert_frame_equal(tables.columns(4), whole.tables().columns(4))
    for name, table in whole.tables().records(ids).items():
        pd.testing.assert_frame_equal(tables.records(ids)[name], table)
    assert tables.records(ids)["risk"]["feature_id"].tolist() == ["b", "c"]
    assert tables.records(ids)["other"]["feature_id"].tolist() == ["d"]
    assert tables.problems(ids) == whole.tables().problems(ids)


@pytest.mark.parametrize("count", [0, 3])
def test_a_column_that_no_object_has_is_there_and_missing(count):
    columns = built().tables().columns(count)
    assert columns.dtypes.astype(str).to_dict() == {
        "height_m": "float64",
        "usage": "string",
        "usage_ja": "string",
    }
    assert columns.isna().all(axis=None)
    assert len(columns) == count


def test_what_is_handed_over_is_what_each_part_says():
    """And the texts of the columns are freed."""
    features = (height("-9999") + "<b:usage>411</b:usage>", height("2") + risk("-1"))
    ids = ["a", "b"]
    asked, given = built(*features).tables(), built(*features).tables()
    columns, records, problems = given.hand_over(ids)
    pd.testing.assert_frame_equal(columns, asked.columns(2))
    for name, table in asked.records(ids).items():
        pd.testing.assert_frame_equal(records[name], table)
    assert problems == asked.problems(ids)
    assert given.cells.fields == []


def test_a_problem_of_a_record_names_table_line_and_object():
    (problem,) = built(height("2"), risk("-1")).tables().problems(["a", "b"])
    assert (problem.path, problem.line, problem.feature_id) == ("a.gml", 2, "b")
    assert re.fullmatch(r"risk\W*depth_m: -1 is less than 0; the value is left out", problem.reason)
