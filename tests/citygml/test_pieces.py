"""A file read in pieces is the file read from its beginning to its end."""

import io
import pickle
import re
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from gml_documents import (
    NAMESPACES,
    UTM33,
    box_solid,
    building,
    document,
    element,
    links,
    thematic_box,
)

from citygml import pieces
from citygml.codelists import Codelists
from citygml.file_reader import read_content
from citygml.pieces import Workers, read_in_pieces
from citygml.schema import Field, GenericSet, Missing, Record, Schema, Table
from citygml.stream import Source

SCHEMA = Schema(
    fields=(Field("height_m", ("bldg:measuredHeight",), "float", "m"),),
    tables=(Table("t", (), (Field("depth", ("bldg:depth",), "float"),)),),
    records=(Record("t", ("bldg:risk",), {"bldg:Risk": {}}),),
    generic_sets=(GenericSet("t", re.compile("never")),),
    missing=Missing(),
    units={"m": frozenset({"m"})},
)
LOD1 = element("bldg:lod1Solid", box_solid())
LOD2 = element("bldg:lod2Solid", links("p0", "nowhere"))
RISK = element("bldg:risk", element("bldg:Risk", "<bldg:depth>{}</bldg:depth>"))
BROKEN = LOD1.replace("<gml:posList>", "<gml:posList>x ", 1)


def house(number: int, *more: str) -> str:
    height = f'<bldg:measuredHeight uom="{"m" if number % 5 else "ft"}">{number}'
    walls = thematic_box().replace('"p', f'"h{number}p')
    text = building(
        height + "</bldg:measuredHeight>\n",
        LOD1,
        walls,
        RISK.format(number),
        *more,
        id=f"b{number}",
    )
    return text.replace("><", ">\n<")


HOUSES = [house(i) for i in range(12)]
HOUSES[3], HOUSES[8] = house(3, LOD2), house(8, BROKEN, "<bldg:note>n</bldg:note>")


class Here:
    """An executor that passes everything through `pickle`, as one of processes does."""

    calls = 0

    def map(self, task, arguments):
        for argument in arguments:
            self.calls += 1
            copied, own = pickle.loads(pickle.dumps((task, argument)))
            yield pickle.loads(pickle.dumps(copied(own)))


def of_path(path: Path) -> Source:
    lists = Codelists(lambda name: None)
    return Source("a.gml", partial(open, path, "rb"), "", lists)


def both(path: Path, text: str, count: int = 3):
    path.write_text(text)
    here = Here()
    cut = read_in_pieces(of_path(path), schema=SCHEMA, crs=UTM33, workers=Workers(here, count))
    return read_content(of_path(path), schema=SCHEMA, crs=UTM33), cut, here.calls


def assert_same(one, other):
    assert one.features == other.features
    assert one.problems == other.problems
    pd.testing.assert_frame_equal(one.attributes, other.attributes)
    for name in one.records:
        assert one.records[name].equals(other.records[name])
    for name in ("surface_id", "feature_row", "kind", "lod", "named", "ring_start", "coord_start"):
        np.testing.assert_array_equal(getattr(one.polygons, name), getattr(other.polygons, name))
    np.testing.assert_array_equal(one.polygons.coords, other.polygons.coords)
    np.testing.assert_array_equal(one.tin, other.tin)


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch):
    monkeypatch.setattr(pieces, "MIN_PIECE_BYTES", 1_000)


@pytest.mark.parametrize("count", [1, 2, 3, 8])
def test_pieces_make_the_whole(tmp_path, count):
    whole, cut, calls = both(tmp_path / "a.gml", document(*HOUSES), count)
    assert_same(whole, cut)
    assert calls == count - 1  # the first piece is read here
    assert max(problem.line for problem in cut.problems) > 500  # lines are those of the whole


def test_appearances_before_the_members_are_not_read_by_every_worker(tmp_path):
    looks = "<app:appearanceMember xmlns:app='urn:a'><app:Appearance/></app:appearanceMember>"
    text = document(*HOUSES).replace(
        "<core:cityObjectMember>", looks + "<core:cityObjectMember>", 1
    )
    whole, cut, calls = both(tmp_path / "a.gml", text)
    assert_same(whole, cut)
    assert calls == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<bldg:Building", "<!-- <core:cityObjectMember> --><bldg:Building"),
        ("<bldg:note>n", "<bldg:note><![CDATA[<core:cityObjectMember>]]>"),
        ("<bldg:note>n", "<bldg:note><?a <core:cityObjectMember>?>"),
    ],
)
def test_bytes_that_may_deceive_are_not_cut(tmp_path, old, new):
    whole, cut, calls = both(tmp_path / "a.gml", document(*HOUSES).replace(old, new))
    assert_same(whole, cut)
    assert calls == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"b7"', '"b1"'),
        ("<bldg:note>n</bldg:note>", element("bldg:lod2MultiCurve", "<gml:MultiCurve/>")),
        (
            "<bldg:note>n</bldg:note>",
            "<bldg:lod0MultiCurve><gml:LineString><gml:posList>0 0 0 1 1 1</gml:posList>"
            "</gml:LineString></bldg:lod0MultiCurve>",
        ),
    ],
    ids=["an id in two pieces", "an empty curve", "a curve"],
)
def test_what_pieces_cannot_tell_is_read_as_a_whole(tmp_path, old, new):
    text = document(*HOUSES).replace(old, new)
    assert text != document(*HOUSES)
    whole, cut, calls = both(tmp_path / "a.gml", text)
    assert_same(whole, cut)
    assert calls == 2


def test_members_inside_a_member_are_no_place_to_cut(tmp_path):
    inner = element("core:cityObjectMember", house(99)).replace("><", ">\n<")
    known = {**NAMESPACES, "grp": "http://www.opengis.net/citygml/cityobjectgroup/2.0"}
    group = element("grp:CityObjectGroup", inner * 40)
    whole, cut, calls = both(tmp_path / "a.gml", document(group, *HOUSES[:2], namespaces=known))
    assert_same(whole, cut)
    assert calls == 0  # the first piece is not well-formed: nobody waits for the others


def test_a_file_whose_objects_name_its_system_is_not_cut(tmp_path):
    """Each piece would take the first name it meets for that of the file."""
    named = f'<gml:Solid srsName="EPSG:{UTM33.to_epsg()}">'
    text = document(*HOUSES, srs=None)
    assert "<gml:Solid>" in text
    whole, cut, calls = both(tmp_path / "a.gml", text.replace("<gml:Solid>", named))
    assert_same(whole, cut)
    assert calls == 0


def test_a_broken_file_gives_the_error_of_the_whole(tmp_path):
    path = tmp_path / "a.gml"
    path.write_text(document(*HOUSES).replace("</bldg:note>", "</bldg:nota>"))
    errors = []
    for read in (read_content, partial(read_in_pieces, workers=Workers(Here(), 2))):
        with pytest.raises(Exception, match="not well-formed") as caught:
            read(of_path(path), schema=SCHEMA, crs=UTM33)
        errors.append(str(caught.value))
    assert errors[0] == errors[1]


def test_a_stream_that_is_no_file_is_read_as_a_whole():
    data = document(*HOUSES).encode()
    memory = Source("a.zip/a.gml", lambda: io.BytesIO(data), "", Codelists(lambda name: None))
    here = Here()
    found = read_in_pieces(memory, schema=SCHEMA, crs=UTM33, workers=Workers(here, 2))
    assert (len(found.features), here.calls) == (12, 0)
