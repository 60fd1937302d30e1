"""The schema of PLATEAU names what its versions name."""

import re

import pytest
from plateau_folders import REAL

from citygml.codelists import parse_codelist
from plateau.schema import HAZARDS, RECORDS, plateau_schema, standard_codelists

UNITS_BY_SUFFIX = {"_m": "m", "_m2": "m2", "_h": "h"}


def fields():
    schema = plateau_schema()
    return [*schema.fields, *(field for table in schema.tables for field in table.fields)]


def test_columns_are_unique_and_carry_their_unit():
    columns = [name for field in plateau_schema().fields for name in field.columns]
    assert len(columns) == len(set(columns))
    for field in fields():
        suffix = re.search(r"(_m|_m2|_h)$", field.column)
        assert field.unit == (UNITS_BY_SUFFIX[suffix[0]] if suffix else "")
        assert field.dtype in {"float", "int", "year", "date", "text", "code"}


def test_columns_that_analyses_rely_on_are_there():
    columns = {name for field in plateau_schema().fields for name in field.columns}
    assert columns >= {
        *("building_id", "branch_id", "class", "class_ja", "usage", "usage_ja", "height_m"),
        *("storeys_above_ground", "storeys_below_ground", "year", "structure", "structure_ja"),
        *("fireproof", "total_floor_area_m2", "lod1_height_type", "lod1_height_type_ja"),
        *("name", "city_code", "area_type_code", "area_type_text"),
    }


@pytest.mark.parametrize(
    "element",
    [
        "uro:BuildingRiverFloodingRiskAttribute",  # 2.0, 3.0
        "uro:RiverFloodingRiskAttribute",  # 3.1, 3.2
        "uro:ReservoirFloodingRiskAttribute",  # 3.1
        "urc:LandSlideRiskAttribute",  # 4.0
    ],
)
def test_risk_elements_of_every_version_are_known(element):
    buildings = RECORDS[0]
    assert element in buildings.elements
    assert buildings.elements[element]["hazard"] in HAZARDS.values()


@pytest.mark.parametrize(
    ("title", "hazard", "river"),
    [
        ("多摩水系多摩川洪水浸水想定区域（想定最大規模）", "river", "多摩水系多摩川"),
        ("城南地区河川流域浸水予想区域（改定）（想定最大規模）", "river", "城南地区河川流域"),
        ("東京都高潮浸水想定区域", "high_tide", "東京都高潮浸水想定区域"),
        ("神奈川県津波浸水想定", "tsunami", "神奈川県津波浸水想定"),
        ("内水浸水想定区域", "inland", "内水浸水想定区域"),
        ("土砂災害警戒区域", "landslide", None),
    ],
)
def test_titles_of_maps_in_i_ur_1_4(title, hazard, river):
    known = plateau_schema().generic_sets
    match, spec = next((m, s) for s in known if (m := s.pattern.search(title)))
    assert spec.constants["hazard"] == hazard
    assert match.groupdict().get("river") == river


def test_sets_about_something_else_are_no_risk():
    assert not any(s.pattern.search("都市計画基礎調査") for s in plateau_schema().generic_sets)


def test_lists_of_a_citys_own_contents_are_not_bundled():
    """Code numbers mean nothing elsewhere (specs/flood.md 0.7, 1.3)."""
    names = standard_codelists()
    assert not [n for n in names if n.endswith(("_description", "_rankOrg", "_key"))]
    assert not [n for n in names if n.startswith("WaterBody") and n.endswith("_rank")]


def test_bundled_ranks_are_the_national_classes():
    """Reservoirs have classes of their own."""
    lists = standard_codelists()
    national = {
        "1": "0.5m未満",
        "2": "0.5m以上3m未満",
        "3": "3m以上5m未満",
        "4": "5m以上10m未満",
        "5": "10m以上20m未満",
        "6": "20m以上",
    }
    for name in ("RiverFlooding", "Tsunami", "HighTide", "InlandFlooding"):
        assert lists[f"{name}RiskAttribute_rank"] == national
        assert lists[f"Building{name}RiskAttribute_rank"] == national
    assert lists["ReservoirFloodingRiskAttribute_rank"]["2"] == "0.5m以上1m未満"


def test_bundled_structures_and_landslide_classes():
    lists = standard_codelists()
    assert lists["BuildingDetailAttribute_buildingStructureType"]["601"] == "木造・土蔵造"
    special = lists["LandSlideRiskAttribute_areaType"]
    assert [code for code, label in special.items() if "特別" in label] == ["2", "4"]


@pytest.mark.real
def test_bundled_labels_agree_with_the_published_lists():
    if not REAL.exists():
        pytest.skip(f"no {REAL}: the published files are not here")
    checked = 0
    for path in REAL.glob("27100*/codelists/*.xml"):
        bundled = standard_codelists().get(path.stem, {})
        published = parse_codelist(path.read_bytes(), path.name).labels
        for code in bundled.keys() & published.keys():
            assert published[code] == bundled[code], (path.name, code)
            checked += 1
    assert checked > 1000


@pytest.mark.real
def test_elements_exist_in_the_official_schemas():
    """Every name that the schema knows stands in the XSD of CityGML, xAL or i-UR."""
    folder = REAL / "../schemas"
    if not folder.exists():
        pytest.skip(f"no {folder}: the official schemas are not here")
    declared = set()
    for path in folder.rglob("*.xsd"):
        declared |= set(
            re.findall(r'<(?:\w+:)?element [^>]*?name="(\w+)"', path.read_text("utf-8"))
        )
    paths = [path for field in plateau_schema().fields for path in field.paths]
    paths += [path for t in plateau_schema().tables for f in t.fields for path in f.paths]
    names = {
        step.partition(":")[2]
        for path in paths
        for step in path.split("/")
        if not step.startswith(("@", "urc:"))
    }
    # The wrapper of i-UR 1.5, whose XSD is not here.
    assert names - declared == {"BuildingProperties"}
