"""CityJSON, read back without the writer and by cjio; against the official schemas if there."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import numpy as np
import pandas as pd
import pytest
from builders import Box, box_city, box_surfaces, flat_ground
from cjio_reader import read_by_cjio

from citygml.mesh import triangulate
from citygml.surfaces import SurfaceKind, area_vectors, surface_table
from viewer.export.cityjson import (
    cityjson_types,
    closed_bodies,
    write_cityjson,
    write_cityjson_sequence,
)

SCHEMAS = Path(__file__).parents[2] / "../shared/schemas/cityjson"
TYPES = {"MultiSurface": 0, "CompositeSurface": 0, "Solid": 1}


@pytest.fixture
def city(town):
    """The town, b1 a part of b0, with a flood record and a text that needs escaping."""
    parents, kinds = town.features["parent_id"].copy(), town.features["kind"].copy()
    parents["b1"], kinds["b1"] = "b0", "BuildingPart"
    features = town.features.assign(parent_id=parents, kind=kinds, name='"塔"\n</x>')
    risk = pd.DataFrame({"feature_id": ["b0"], "depth_m": [1.5], "river": ["利根川"]})
    return replace(town, features=features, records={"flood_risk": risk})


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def rings_of(document, shape):
    """Exterior rings of a geometry in metres."""
    scale, shift = (np.array(document["transform"][k]) for k in ("scale", "translate"))
    points = np.array(document["vertices"]) * scale + shift
    surfaces = shape["boundaries"][0] if shape["type"] == "Solid" else shape["boundaries"]
    return [points[surface[0]] for surface in surfaces]


def test_every_surface_comes_back_to_the_millimetre(city, tmp_path):
    document = read(write_cityjson(tmp_path / "a.city.json", city))
    assert (document["type"], document["version"]) == ("CityJSON", "2.0")
    assert document["metadata"]["referenceSystem"].endswith("/EPSG/0/6675")
    for row, name in enumerate(city.features.index):
        mine = np.flatnonzero(city.surfaces.feature_row == row)
        shapes = document["CityObjects"][name].get("geometry", [])
        rings = [ring for shape in shapes for ring in rings_of(document, shape)]
        assert len(rings) == len(mine)
        for ring, surface in zip(rings, mine, strict=True):
            exact = city.surfaces.rings(surface)[0] + np.array(city.origin)
            np.testing.assert_allclose(ring, exact, rtol=0, atol=0.00051)


def test_solids_close_and_enclose_what_they_should(city, tmp_path):
    """The tower: 10 x 10 x 40 m, by the divergence theorem over its rings."""
    document = read(write_cityjson(tmp_path / "a.city.json", city))
    (shape,) = document["CityObjects"]["b12"]["geometry"]
    assert (shape["type"], shape["lod"]) == ("Solid", "1")
    rings = rings_of(document, shape)
    centre = np.mean([ring.mean(axis=0) for ring in rings], axis=0)
    vectors = area_vectors(surface_table([[ring - centre] for ring in rings]))
    middle = np.array([ring.mean(axis=0) - centre for ring in rings])
    assert np.einsum("ij,ij->", vectors, middle) / 3 == pytest.approx(4000.0)


def test_types_semantics_and_families(city, tmp_path):
    objects = read(write_cityjson(tmp_path / "a.city.json", city))["CityObjects"]
    assert objects["b0"]["children"] == ["b1"]
    assert objects["b1"]["parents"] == ["b0"]
    assert objects["b1"]["type"] == "BuildingPart"
    assert objects["road"]["type"] == "Road"
    assert objects["flood"]["geometry"][0]["type"] == "MultiSurface"
    assert objects["terrain"]["type"] == "TINRelief"
    semantics = objects["b12"]["geometry"][0]["semantics"]
    (values,) = semantics["values"]
    assert [semantics["surfaces"][k]["type"] for k in values] == [
        "GroundSurface",
        *["WallSurface"] * 4,
        "RoofSurface",
    ]
    assert semantics["surfaces"][5]["surface_id"] == "s77"


def test_texts_records_and_results_survive(city, answers, roofs, tmp_path):
    answers = answers.drop(index="b1")
    objects = read(write_cityjson(tmp_path / "a.city.json", city, answers))["CityObjects"]
    said = objects["b0"]["attributes"]
    assert said["name"] == '"塔"\n</x>'
    assert said["flood_risk"] == [{"depth_m": 1.5, "river": "利根川"}]
    assert said["result"] == "yes"
    objects = read(write_cityjson(tmp_path / "b.city.json", city, roofs))["CityObjects"]
    (shape,) = objects["b12"]["geometry"]
    assert shape["semantics"]["surfaces"][5]["irradiation_kwh_per_m2"] == 960.0


def test_a_sequence_is_a_head_and_a_family_per_line(city, tmp_path):
    whole = read(write_cityjson(tmp_path / "a.city.json", city))
    text = write_cityjson_sequence(tmp_path / "a.city.jsonl", city).read_text(encoding="utf-8")
    head, *lines = [json.loads(line) for line in text.splitlines()]
    assert head["CityObjects"] == {}
    assert head["transform"] == whole["transform"]
    assert {name for line in lines for name in line["CityObjects"]} == set(whole["CityObjects"])
    first = lines[0]
    assert (first["type"], first["id"], list(first["CityObjects"])) == (
        "CityJSONFeature",
        "b0",
        ["b0", "b1"],
    )
    for line in lines:
        for name, made in line["CityObjects"].items():
            for own, other in zip(
                made.get("geometry", []),
                whole["CityObjects"][name].get("geometry", []),
                strict=True,
            ):
                alone = {**head, "vertices": line["vertices"]}
                for a, b in zip(rings_of(alone, own), rings_of(whole, other), strict=True):
                    np.testing.assert_array_equal(a, b)


@pytest.mark.real
def test_the_official_schemas_find_nothing(city, answers, tmp_path):
    if not SCHEMAS.is_dir():
        pytest.skip("../shared/schemas/cityjson is missing")
    validator = jsonschema.Draft7Validator
    whole = validator(read(SCHEMAS / "cityjson.min.schema.json"))
    feature = validator(read(SCHEMAS / "cityjsonfeature.min.schema.json"))
    document = read(write_cityjson(tmp_path / "a.city.json", city, answers.drop(index="b1")))
    assert [error.message for error in whole.iter_errors(document)] == []
    text = write_cityjson_sequence(tmp_path / "a.city.jsonl", city).read_text(encoding="utf-8")
    for line in text.splitlines()[1:]:
        assert [error.message for error in feature.iter_errors(json.loads(line))] == []


def test_cjio_finds_system_extent_levels_and_families(city, tmp_path):
    """It reads whole numbers only, and follows every number of a vertex."""
    found = read_by_cjio(write_cityjson(tmp_path / "a.city.json", city), "b0")
    assert (found["version"], found["epsg"]) == ("2.0", 6675)
    corners = np.concatenate([city.surfaces.coords, city.terrain.vertices]) + city.origin
    extent = [*corners.min(axis=0), *corners.max(axis=0)]
    np.testing.assert_allclose(found["box"], extent, rtol=0, atol=0.00051)
    assert set(found["part"]) == {"b0", "b1"}  # its part comes with it
    assert found["lods"] == ["1"]


def test_cjio_joins_the_lines_of_a_sequence_to_the_same_city(city, tmp_path):
    whole = read_by_cjio(write_cityjson(tmp_path / "a.city.json", city))
    joined = read_by_cjio(write_cityjson_sequence(tmp_path / "a.city.jsonl", city))
    assert set(joined["ids"]) == set(whole["ids"])
    assert (joined["box"], joined["tops"]) == (whole["box"], whole["tops"])


def test_what_cityjson_does_not_know_is_generic_and_says_what_it_was(town, tmp_path):
    kinds = town.features["kind"].copy()
    kinds["road"], kinds["b3"] = "SedimentDisasterProneArea", "BuildingPart"  # without a whole
    town = replace(town, features=town.features.assign(kind=kinds))
    types = dict(zip(town.features.index, cityjson_types(town), strict=True))
    assert types["road"] == types["b3"] == "GenericCityObject"
    objects = read(write_cityjson(tmp_path / "a.city.json", town))["CityObjects"]
    assert objects["road"]["attributes"]["kind"] == "SedimentDisasterProneArea"


def test_only_one_closed_body_is_a_solid():
    """Feature 0 is a box, 1 a box without roof, 2 two boxes."""
    surfaces = box_surfaces([Box(2, 2, 2), Box(2, 2, 2, east=9), Box(2, 2, 2, east=19)])
    more = box_surfaces([Box(2, 2, 2, east=29)])
    roof = (surfaces.kind == SurfaceKind.ROOF) & (surfaces.feature_row == 1)
    rows = np.flatnonzero(~roof)
    rings = [surfaces.rings(row) for row in rows] + [more.rings(row) for row in range(6)]
    owner = [*surfaces.feature_row[rows], *[2] * 6]
    assert closed_bodies(surface_table(rings, feature_row=owner)).tolist() == [1]


def test_two_boxes_that_touch_are_two_solids():
    """They share four corners, and neither is part of the other."""
    city = box_city([Box(4, 4, 4), Box(4, 4, 8, east=4)], terrain=flat_ground())
    assert len(closed_bodies(city.surfaces)) == 2
    assert len(triangulate(city.surfaces)) == 24
