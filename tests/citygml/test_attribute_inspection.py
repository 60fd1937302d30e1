"""Sources of geometry and public surveys, level by level."""

import pytest
from lxml import etree

from citygml.attribute_inspection import QualityNotes, holder_defect, note_meaning
from citygml.findings import Inspection


def notes(*values):
    """Notes of one building, from names with a level of detail and their texts."""
    found = Inspection("a.gml", "")
    found.feature_kinds.append("bldg:Building")
    taken = QualityNotes(found)
    for name, text in values:
        element = etree.fromstring(f"<{name}>{text}</{name}>")
        taken.take(element, *note_meaning(name), 0)
    return taken


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((), []),
        ((("geometrySrcDescLod1", "400"),), []),
        ((("geometrySrcDescLod2", "400"),), ["no_source"]),
        ((("geometrySrcDescLod1", "000"),), []),  # nothing is said of surveys at all
        ((("geometrySrcDescLod1", "000"), ("srcScaleLod0", "1")), ["no_survey"] * 2),
        ((("geometrySrcDescLod1", "000"), ("srcScaleLod1", "1")), ["no_survey"]),
        (
            (
                ("geometrySrcDescLod1", "000"),
                ("srcScaleLod1", "1"),
                ("publicSurveySrcDescLod1", "2"),
            ),
            [],
        ),
        (
            (
                ("geometrySrcDescLod1", "000"),
                ("geometrySrcDescLod1", "400"),
                ("srcScaleLod0", "1"),
            ),
            [],
        ),
    ],
)
def test_a_level_of_detail_has_a_source_and_a_survey_its_scale(values, expected):
    assert [d.defect for d in notes(*values).defects({(0, 1): 7})] == expected


def test_geometry_without_level_of_detail_needs_no_source():
    assert list(notes(("geometrySrcDescLod1", "400")).defects({(0, -1): 7})) == []


@pytest.mark.parametrize(
    ("name", "lod", "kind", "expected"),
    [
        ("frn:lod1Geometry", 1, "MultiSurface", []),
        ("frn:lod1Geometry", 1, "CompositeSurface", ["geometry_lod1"]),
        ("frn:lod0Geometry", 0, "Solid", ["geometry_lod0"]),
        ("bldg:lod2Geometry", 2, "MultiCurve", ["installation_geometry"]),
        ("bldg:lod4Geometry", 4, "MultiCurve", []),
        ("bldg:lod1Solid", 1, "MultiCurve", []),
    ],
)
def test_a_geometry_property_holds_what_the_standard_names(name, lod, kind, expected):
    element = etree.fromstring(f'<p xmlns:gml="http://www.opengis.net/gml"><gml:{kind}/></p>')
    assert [d.defect for d in holder_defect(element, lod, name)] == expected
