"""City objects one at a time are those of the whole city; choices pass over the others."""

import re

import numpy as np
import pytest
from gml_documents import UTM33, box_solid, building, document, element, links, read, source
from gml_documents import thematic_box as walls

from citygml import features, plain_polygons, stream
from citygml.choice import Choice
from citygml.errors import GMLError
from citygml.features import iter_features
from citygml.reader import read_city
from citygml.schema import EMPTY_SCHEMA, Field, Schema

LOD1 = element("bldg:lod1Solid", box_solid())
PART = element("bldg:consistsOfBuildingPart", element("bldg:BuildingPart", LOD1, id="part"))
HEIGHT = "<bldg:measuredHeight>{}</bldg:measuredHeight><bldg:note>n{}</bldg:note>"
TOWN = document(
    *(building(HEIGHT.format(i, i), LOD1, walls(), id=f"b{i}") for i in range(7)),
    building(PART, id="whole"),
    element("tran:Road", id="road"),
)
SCHEMA = Schema(fields=(Field("height_m", ("bldg:measuredHeight",), "float"),))


def streamed(text, **options):
    return list(iter_features(source(text), schema=SCHEMA, crs=UTM33, **options))


@pytest.mark.parametrize("batch", [1, 3, 100])
def test_one_at_a_time_they_are_those_of_the_city(monkeypatch, batch):
    monkeypatch.setattr(features, "BATCH_FEATURES", batch)
    found = streamed(TOWN)
    city = read_city([source(TOWN)], schema=SCHEMA, crs=UTM33)
    assert [f.feature_id for f in found] == list(city.features.index)
    assert [f.parent_id for f in found] == list(city.features["parent_id"])
    assert [len(f.surfaces) for f in found] == [12] * 7 + [0, 6, 0]
    assert found[3].attributes == {"height_m": 3.0}
    assert found[3].records["other"][0]["value"] == "n3"
    assert found[7].attributes == {}


def test_coordinates_are_those_of_the_city():
    city = read(TOWN)
    own = np.concatenate([f.surfaces.coords for f in streamed(TOWN)])
    np.testing.assert_allclose(np.sort(own, axis=0), np.sort(city.surfaces.coords + city.origin, 0))


def test_problems_are_told():
    problems = []
    streamed(document(building(element("bldg:lod2Solid", links("x")))), on_problem=problems.append)
    assert [p.reason for p in problems] == ["xlink:href '#x' leads to no geometry of this file"]


def test_objects_before_a_break_are_there_and_then_it_is_told():
    found = iter_features(source(TOWN[:-300]), schema=SCHEMA, crs=UTM33)
    with pytest.raises(GMLError, match="not well-formed"):
        list(found)


@pytest.mark.parametrize(
    ("choice", "ids"),
    [
        (Choice(ids=frozenset({"b2", "whole"})), ["b2", "whole", "part"]),
        (Choice(kinds=frozenset({"Road"})), ["road"]),
        (Choice(ids=frozenset({"b2"}), kinds=frozenset({"Road"})), []),
    ],
)
def test_only_chosen_objects_are_read(choice, ids):
    assert [f.feature_id for f in streamed(TOWN, choice=choice)] == ids
    city = read_city([source(TOWN)], schema=EMPTY_SCHEMA, crs=UTM33, choice=choice)
    assert list(city.features.index) == ids
    assert len(city.problems) == 0


def test_only_chosen_levels_of_detail_are_read():
    one = streamed(TOWN, choice=Choice(lods=frozenset({1})))
    assert [len(f.surfaces) for f in one] == [6] * 7 + [0, 6, 0]
    assert one[0].attributes == {"height_m": 0.0}


@pytest.mark.parametrize("tag", ["gml:featureMembers", "core:cityObjectMembers"])
def test_objects_of_a_member_of_many_are_freed_one_by_one(monkeypatch, tag):
    """The whole of it is more than one object may be, and each is passed on before its end."""
    monkeypatch.setattr(stream, "MAX_OBJECT_BYTES", 800_000)
    monkeypatch.setattr(plain_polygons, "BLOCK_BYTES", 1 << 17)
    text = document(*[building(LOD1, id=f"b{i}") for i in range(2000)])
    single = read(text)
    for end in ("", "/"):
        text = text.replace(f"<{end}core:cityObjectMember>", "")
    body = text.index("</gml:boundedBy>") + len("</gml:boundedBy>")
    end = text.index("</core:CityModel>")
    plural = f"{text[:body]}<{tag}>{text[body:end]}</{tag}>{text[end:]}"
    assert len(plural) > 3 * stream.MAX_OBJECT_BYTES
    found = read(plural)
    assert list(found.features.index) == list(single.features.index)
    np.testing.assert_array_equal(found.surfaces.coords, single.surfaces.coords)
    broken = plural[: len(plural) // 2]
    found = iter_features(source(broken), schema=SCHEMA, crs=UTM33)
    assert [next(found).feature_id for _ in range(250)] == list(single.features.index)[:250]
    with pytest.raises(GMLError, match="not well-formed"):
        list(found)


def test_a_member_that_is_only_a_reference_is_told():
    text = document(building(LOD1)).replace(
        "</core:CityModel>", '<core:cityObjectMember xlink:href="b.gml#x"/></core:CityModel>'
    )
    assert list(read(text).problems["reason"]) == [
        "the member is only a reference to 'b.gml#x'; it is not followed"
    ]


def test_an_object_larger_than_the_limit_is_refused_before_it_is_held(monkeypatch):
    monkeypatch.setattr(stream, "MAX_OBJECT_BYTES", 200_000)
    monkeypatch.setattr(plain_polygons, "BLOCK_BYTES", 1 << 17)
    many = document(*[building(LOD1, id=f"b{i}") for i in range(300)])
    assert len(many) > 2 * stream.MAX_OBJECT_BYTES
    assert len(read(many).features) == 300
    large = re.sub("</bldg:Building>", LOD1 * 300 + "</bldg:Building>", document(building(LOD1)))
    with pytest.raises(GMLError, match="limit keeps memory bounded"):
        read(large)
