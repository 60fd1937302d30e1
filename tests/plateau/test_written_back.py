import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from sample_city import CITY, GML, ROOT, VALIDATOR, gml_files

import plateau
from citygml.errors import CityModelError
from citygml.generics import Quantity
from plateau.written_back import SOLAR_NAMES, building_attributes, write_cities, write_city

GEN = "{http://www.opengis.net/citygml/generics/2.0}"
OSAKA = ROOT / "../shared/data/27100_osaka-shi_city_2024_citygml_1_op"


def first_tile():
    """The smallest building file of the sample city."""
    return min(gml_files("bldg"), key=lambda path: path.stat().st_size)


def buildings_of(city):
    weather = plateau.read_weather(ROOT / "sample_data/weather.epw")
    return plateau.by_building(plateau.solar_potential(city, weather, preset="fast", spacing_m=4.0))


def written_values(path):
    """Official name -> feature -> (value, unit)."""
    found = {}
    for element in ElementTree.parse(path).iter():
        for measure in element.findall(f"{GEN}measureAttribute"):
            value = measure.find(f"{GEN}value")
            found.setdefault(measure.get("name"), {})[element.get(f"{GML}id")] = (
                float(value.text),
                value.get("uom"),
            )
    return found


def is_valid(path):
    done = subprocess.run(
        [sys.executable, str(VALIDATOR), str(path)], capture_output=True, text=True, check=False
    )
    return done.returncode == 0, done.stdout + done.stderr


def test_missing_values_stay_missing():
    import geopandas as gpd
    import numpy as np

    table = gpd.GeoDataFrame(
        {"irradiation_kwh_per_m2": [1200.12345, np.nan], "generation_kwh": [5.0, np.nan]},
        index=["a", "b"],
        geometry=[None, None],
    )
    found = building_attributes(table)
    assert found["a"]["予測日射量"] == Quantity(1200.123, "kWh/(m2)")
    assert np.isnan(found["b"]["予測発電量"].value)


def test_every_building_of_the_copy_has_its_official_attributes(tmp_path):
    path = first_tile()
    data = plateau.open(path)
    buildings = buildings_of(data.load())
    target = tmp_path / "copy.gml"
    written = write_city(target, data, building_attributes(buildings))
    assert written.unknown_ids == ()
    assert written.features == len(buildings) > 0
    values = written_values(target)
    for column, (name, unit) in SOLAR_NAMES.items():
        known = buildings[column].dropna()
        assert set(values[name]) == set(known.index)
        for feature_id, expected in known.items():
            value, found_unit = values[name][feature_id]
            assert found_unit == unit
            assert value == pytest.approx(expected, abs=1e-3)


@pytest.mark.real
@pytest.mark.skipif(not VALIDATOR.exists(), reason=f"{VALIDATOR} is not there")
def test_the_copy_of_the_sample_city_is_valid(tmp_path):
    path = first_tile()
    data = plateau.open(path)
    target = tmp_path / "copy.gml"
    write_city(target, data, building_attributes(buildings_of(data.load())))
    assert is_valid(target)[0], is_valid(target)[1][-500:]


@pytest.mark.real
@pytest.mark.skipif(not (VALIDATOR.exists() and OSAKA.exists()), reason="no Osaka here")
def test_the_copy_of_osaka_is_valid(tmp_path):
    path = next(OSAKA.rglob("*_bldg_*.gml"))
    data = plateau.open(path)
    target = tmp_path / "copy.gml"
    write_city(target, data, building_attributes(buildings_of(data.load())))
    assert is_valid(path)[0]
    assert is_valid(target)[0], is_valid(target)[1][-500:]


def test_a_dataset_of_several_files_is_a_folder_of_copies(tmp_path):
    data = plateau.open(CITY)
    files = gml_files("bldg")
    ids = list(data.load(types="bldg").features.query("kind == 'Building'").index)
    attributes = {name: {"n": number} for number, name in enumerate(ids)}
    written = write_cities(tmp_path / "new/city", data, {**attributes, "nobody": {"n": 1}})
    assert sum(one.features for one in written.values()) == len(ids)
    assert {one.unknown_ids for one in written.values()} == {("nobody",)}
    assert sorted(path.relative_to(tmp_path / "new/city") for path in written) == sorted(
        Path(path).relative_to(CITY) for path in files
    )
    again = plateau.open(tmp_path / "new/city").load(types="bldg")
    values = again.records["generic"].query("name == 'n'").set_index("feature_id")["value"]
    assert values.astype(int).to_dict() == {name: one["n"] for name, one in attributes.items()}


def test_copies_of_a_dataset_do_not_fall_on_each_other_or_on_the_files(tmp_path):
    for name in ("a", "b"):
        folder = tmp_path / f"1310{len(name)}_{name}_2024_citygml_1_op/udx/bldg"
        folder.mkdir(parents=True)
        (folder / first_tile().name).write_bytes(first_tile().read_bytes())
    both = plateau.open(sorted(tmp_path.iterdir()))
    with pytest.raises(CityModelError, match="2 building files at 1 places"):
        write_cities(tmp_path / "out", both, {})
    one = sorted(tmp_path.iterdir())[0]
    with pytest.raises(CityModelError, match="is the input itself"):
        write_cities(one, plateau.open(one), {})
    assert not (tmp_path / "out").exists()


def test_one_file_is_one_copy_and_the_input_is_kept(tmp_path):
    with pytest.raises(CityModelError, match="building files for one"):
        write_city(tmp_path / "city.gml", plateau.open(CITY), {})
    path = tmp_path / Path(first_tile()).name
    path.write_bytes(first_tile().read_bytes())
    with pytest.raises(CityModelError, match="is the input itself"):
        write_city(path, plateau.open(path), {})
    with pytest.raises(CityModelError, match=r"written as \.gml"):
        write_city(tmp_path / "city.xml", plateau.open(path), {})
    assert path.read_bytes() == first_tile().read_bytes()
