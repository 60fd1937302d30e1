"""Results written into real files: nothing is said against the copy that is not said of the file.

Kaga holds elements of a version of i-UR whose schema is not here: 182 messages, before and after.
"""

from collections import Counter
from importlib.util import module_from_spec, spec_from_file_location

import pytest
from sample_city import ROOT, VALIDATOR

import plateau
from plateau.written_back import (
    GLARE_NAMES,
    SOLAR_NAMES,
    building_attributes,
    write_city,
)

DATA = ROOT / "../shared/data"
KAGA = DATA / "17206_kaga-shi_2022_citygml/udx/bldg/54363371_bldg_6697_op.gml"
KOMATSU = DATA / "weather/hm56276year_KOMATSU.csv"


def messages(path):
    """What the official schemas have against a file, each message with its number."""
    from lxml import etree

    spec = spec_from_file_location("validate_citygml", VALIDATOR)
    validator = module_from_spec(spec)
    spec.loader.exec_module(validator)
    schema = validator.schema_for(None)
    schema.validate(etree.parse(str(path)))  # noqa: TID251  a small file, a tree for the schema
    return Counter(error.message for error in schema.error_log)


@pytest.mark.real
@pytest.mark.skipif(not (VALIDATOR.exists() and KAGA.exists()), reason="Kaga is not there")
def test_a_copy_of_an_invalid_file_draws_no_message_that_the_file_does_not(tmp_path):
    data = plateau.open(KAGA)
    city, weather = data.load(), plateau.read_weather(KOMATSU)
    roofs = plateau.solar_potential(city, weather, preset="fast", spacing_m=8.0)
    glare = plateau.panel_glare(city, weather, roofs, profile="plateau")
    hours = glare.sources.groupby("feature_id")[list(GLARE_NAMES)].max()
    attributes = building_attributes(plateau.by_building(roofs))
    for feature_id, more in building_attributes(hours, GLARE_NAMES).items():
        attributes[feature_id] |= more
    target = tmp_path / "copy.gml"
    written = write_city(target, data, attributes)
    assert written.features > 150
    text = target.read_text(encoding="utf-8")
    for name, unit in (*SOLAR_NAMES.values(), *GLARE_NAMES.values()):
        assert f'name="{name}"' in text
        assert f'uom="{unit}"' in text
    before, after = messages(KAGA), messages(target)
    assert sum(before.values()) > 100
    assert after == before
