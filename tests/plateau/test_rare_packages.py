"""Packages that no published sample has: geometry, kind of every surface, attributes, records."""

from collections import Counter
from pathlib import Path

import gml_documents as gml
import pytest
from rare_packages import FILES

from citygml.reader import read_city
from citygml.stream import file_head
from citygml.surfaces import SurfaceKind
from citygml.validation import Schemas
from plateau.schema import plateau_schema

SCHEMAS = Path(__file__).parents[2] / "../shared/schemas"
FACES = {"GROUND": 1, "WALL": 4, "ROOF": 1}


def city_of(package):
    city = gml.source(FILES[package])
    return read_city([city], schema=plateau_schema(), crs=gml.UTM33)


def kinds(city, feature_id, lod):
    """How many surfaces of each kind an object has at a level of detail."""
    surfaces = city.surfaces
    own = surfaces.feature_row == city.features.index.get_loc(feature_id)
    return Counter(SurfaceKind(kind).name for kind in surfaces.kind[own & (surfaces.lod == lod)])


def others(city):
    """What no column took, by the last name of its path."""
    rows = city.records["other"]
    return [
        (path.rpartition(":")[2], v) for path, v in zip(rows["path"], rows["value"], strict=True)
    ]


@pytest.mark.real
@pytest.mark.parametrize("package", FILES)
def test_the_files_are_as_the_official_schemas_say(package):
    if not SCHEMAS.is_dir():
        pytest.skip(f"no {SCHEMAS}: the official schemas are not here")
    source = gml.source(FILES[package])
    verdict = Schemas(SCHEMAS).judged(source, file_head(source).namespaces)
    assert verdict == ([], {}, 0)


@pytest.mark.parametrize("package", FILES)
def test_every_object_is_read_without_a_problem_but_missing_lists(package):
    city = city_of(package)
    ids = [text.partition('"')[0] for text in FILES[package].split('gml:id="')[1:]]
    assert list(city.features.index) == [name for name in ids if "face" not in name]
    assert {name for name in city.surfaces.surface_id if name} <= set(ids)
    assert [r for r in city.problems["reason"] if not r.startswith("code list")] == []
    pairs = city.records["key_value"]
    assert pairs[["key", "value"]].to_numpy().tolist() == [["12", "34"]]


def test_furniture_has_its_body_and_copies_of_a_shape():
    """The box, and the roof of it ten metres to the east."""
    city = city_of("frn")
    assert kinds(city, "frn1", 1) == FACES
    assert kinds(city, "frn2", 3) == {"ROOF": 1}
    places = city.surfaces.coords[-4:] + city.origin
    assert sorted(map(tuple, places)) == [(10, 0, 6), (10, 10, 6), (20, 0, 6), (20, 10, 6)]
    row = city.features.loc["frn1"]
    assert [row["class"], row["function"]] == ["1000", "4900"]
    assert others(city) == [
        *[("function", "4910"), ("facilityType", "17"), ("description", "with a shade")]
    ]


def test_a_tunnel_has_parts_rooms_and_faces():
    city = city_of("tun")
    assert kinds(city, "tun1", 2) == FACES | {"OTHER": 6}  # the solid repeats them without names
    assert kinds(city, "tun1-hollow", 4) == kinds(city, "tun1-part", 1) == {"OTHER": 6}
    assert kinds(city, "tun1-fan", 2) == {"OTHER": 1}
    assert list(city.features["parent_id"]) == ["", "tun1", "tun1", "tun1"]
    row = city.features.loc["tun1"]
    assert [row["class"], row["function"], row["year"]] == ["1010", "1020", 1970]
    assert city.features["function"]["tun1-fan"] == "20"
    names = ["administorator", "completionYear", *["surveyYear", "riskType", "referenceDate"] * 2]
    texts = ["keeper", "1971", "2019", "5", "2019-04-01", "2020", "5", "2020-04-01"]
    assert others(city) == list(zip(names, texts, strict=True))
    assert len(city.mesh) == 0  # it shades nothing


def test_an_underground_building_is_a_building_that_shades_nothing():
    city = city_of("ubld")
    assert kinds(city, "ubld1", 2) == FACES | {"OTHER": 6}
    assert kinds(city, "ubld1-room", 4) == {"OTHER": 6}
    row = city.features.loc["ubld1"]
    names = ["kind", "usage", "height_m", "storeys_below_ground", "building_id"]
    assert row[names].tolist() == ["UndergroundBuilding", "402", 6.0, 2, "99999-ubld-1"]
    assert len(city.mesh) == 0


def test_a_construction_stands_with_what_is_built_onto_it():
    city = city_of("cons")
    assert kinds(city, "cons1", 1) == kinds(city, "cons1", 2) == FACES
    assert kinds(city, "cons1-ladder", 2) == {"WALL": 1}
    row = city.features.loc["cons1"]
    assert row[["class", "function", "height_m", "year"]].tolist() == ["1001", "1002", 6.0, 1971]
    ladder = city.features.loc["cons1-ladder"]
    assert ladder[["kind", "parent_id", "function"]].tolist() == [
        *["ConstructionInstallation", "cons1", "30"]
    ]
    standing = city.surfaces.feature_row[city.mesh.surface_row]
    assert Counter(city.features.index[standing]) == {"cons1": 12, "cons1-ladder": 2}
    (point,) = city.records["points"].geometry
    assert (point.x, point.y, point.z) == (5.0, 5.0, 0.0)
    assert dict(others(city)) == {
        "elevationReference": "2",
        "elevationValue": "1.0 2.0 3.0",
        "highReference": "1",
        "lowReference": "2",
        "status": "measured",
        "administorator": "keeper",
        "completionYear": "1971",
        "structureType": "8",
        "length": "120.5",
        "mainPartLength": "100.5",
    }


def test_high_tide_has_its_depth_and_rank_at_the_water():
    city = city_of("htd")
    assert kinds(city, "htd1", 1) == {"WATER": 1}
    assert city.features.geometry["htd1"].area == pytest.approx(100.0)
    row = city.records["water_surface"].iloc[0]
    names = ["feature_id", "hazard", "rank_code", "depth_m"]
    assert row[names].tolist() == ["htd1", "high_tide", "2", 2.75]
    assert others(city) == []
