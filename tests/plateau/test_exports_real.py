"""Published cities as files of other programs, judged by official schemas and by other readers."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from cjio_reader import read_by_cjio
from glb_reader import glb_parts, property_rows

import plateau
from citygml.errors import CityModelError
from viewer.export.attributes import is_missing

SHARED = Path(__file__).parents[2] / "../shared"
SCHEMAS = SHARED / "schemas/cityjson"
#: Folder and feature types: CityGML 2.0 and 3.0, i-UR 2.0, 3.1 and 4.0.
CITIES = {
    "kaga": ("17206_kaga-shi_2022_citygml", ["bldg"]),
    "osaka": ("27100_osaka-shi_city_2024_citygml_1_op", ["bldg"]),
    "numazu": ("22203_numazu-shi_citygml", ["fld", "tnm", "lsld", "luse"]),
    "citygml-3": ("citygml-3.0-iur-4.0", ["bldg"]),
    "bridges": ("plateau-3.0-samples", ["brid", "squr", "veg"]),
}
#: What of a city the schemas look at, a minute for a megabyte or so. [objects, letters each]
VALIDATED, LONGEST = 20, 8_000

pytestmark = pytest.mark.real


@pytest.fixture(scope="module", params=CITIES)
def city(request):
    name, types = CITIES[request.param]
    if not (SHARED / "data" / name).is_dir():
        pytest.skip(f"../shared/data/{name} is missing")
    return plateau.open(SHARED / "data" / name).load(types=types)


def test_cityjson_obeys_the_official_schemas(city, tmp_path):
    if not SCHEMAS.is_dir():
        pytest.skip("../shared/schemas/cityjson is missing")
    whole, feature = (
        jsonschema.Draft7Validator(
            json.loads((SCHEMAS / f"{name}.min.schema.json").read_text(encoding="utf-8"))
        )
        for name in ("cityjson", "cityjsonfeature")
    )
    (path,) = plateau.export(city, tmp_path / "a.city.jsonl").paths
    with path.open(encoding="utf-8") as file:
        short = (line for line in file if len(line) < LONGEST)
        head, *lines = map(json.loads, islice(short, VALIDATED + 1))
    assert lines
    assert [error.message for error in whole.iter_errors(head)] == []
    assert [error.message for line in lines for error in feature.iter_errors(line)] == []


def test_cjio_reads_every_object_where_it_is(city, tmp_path):
    (path,) = plateau.export(city, tmp_path / "a.city.json").paths
    found = read_by_cjio(path)
    assert (found["version"], found["epsg"]) == ("2.0", city.crs.to_epsg())
    assert set(map(str, city.features.index)) <= set(found["ids"])
    relief = [] if city.terrain is None else [city.terrain.vertices]
    corners = np.concatenate([city.surfaces.coords, *relief]) + city.origin
    expected = np.concatenate([corners.min(axis=0), corners.max(axis=0)])
    np.testing.assert_allclose(found["box"], expected, rtol=0, atol=0.00051)


def test_every_building_of_the_tiles_has_its_attributes(city, tmp_path):
    """What the property tables say is what the table of features says, text by text."""
    if not city.features["kind"].isin(["Building", "Bridge"]).any():
        with pytest.raises(CityModelError, match="no solid building"):
            plateau.export(city, f"{tmp_path}/tiles/", geoid_height_m=37.0)
        return
    plateau.export(city, f"{tmp_path}/tiles/", geoid_height_m=37.0)
    rows = [
        row
        for glb in sorted((tmp_path / "tiles/content").iterdir())
        for row in property_rows(*glb_parts(glb.read_bytes()))
    ]
    assert rows
    for row in rows:
        feature = city.features.loc[row["feature_id"]]
        for name in ("usage", "usage_ja", "height_m", "name"):
            said = None if is_missing(feature.get(name)) else feature[name]
            assert row.get(name) == said
