"""Colours of surfaces as an appearance."""

import io
import subprocess
import sys
from collections import Counter

import gml_documents as gml
import pytest
from lxml import etree
from published import ROOT, SCHEMAS, VALIDATOR, real_files

from citygml import byte_copy
from citygml.coloring import Coloring, appearance_text
from citygml.errors import CityModelError, GMLError
from citygml.generics import FORMS, Scope
from citygml.reader import read_city
from citygml.schema import EMPTY_SCHEMA
from citygml.stream import file_head
from citygml.validation import Schemas
from citygml.writer import copy_with_attributes

SAMPLE = ROOT / "sample_data/13999_mihon-shi_2026_citygml_1_op/udx/bldg/53393434_bldg_6697_op.gml"
RED, BLUE = (1.0, 0.0, 0.0), (0.0, 0.25, 1.0)
SUN = Coloring("日射量", {"p0": RED, "p5": BLUE, "p1": RED})
OTHER = (
    "<app:appearanceMember xmlns:app='http://www.opengis.net/citygml/appearance/2.0'>"
    "<app:Appearance><app:theme>photo</app:theme></app:Appearance></app:appearanceMember>\n"
)
TEXT = gml.document(gml.building(gml.thematic_box()))
FIRST = "\n<core:cityObjectMember>"


def written(text, coloring=SUN, attributes=None):
    data = text if isinstance(text, bytes) else text.encode()
    out = io.BytesIO()
    report = copy_with_attributes(gml.source(data), out, attributes or {}, coloring)
    return out.getvalue(), report


def targets(data, theme="日射量"):
    """Colour -> surfaces of the appearances of a theme."""
    root = etree.fromstring(data)
    found = {}
    for appearance in root.iter("{*}Appearance"):
        if appearance.findtext("{*}theme") == theme:
            for material in appearance.iter("{*}X3DMaterial"):
                keys = [target.text for target in material.iter("{*}target")]
                found[material.findtext("{*}diffuseColor")] = keys
    return found


def test_surfaces_of_one_colour_share_a_material_behind_the_members():
    data, report = written(TEXT)
    assert targets(data) == {"1 0 0": ["#p0", "#p1"], "0 0.25 1": ["#p5"]}
    assert report == (0, ())
    start = data.rindex(b"\n<app:appearanceMember")
    end = data.index(b"</app:appearanceMember>") + len(b"</app:appearanceMember>")
    assert data[:start] + data[end:] == TEXT.encode()


def test_what_stands_before_and_behind_the_members_stays_there():
    text = TEXT.replace("<gml:boundedBy>", "<gml:name>a</gml:name><gml:boundedBy>", 1)
    text = text.replace("</core:CityModel>", "<x:more xmlns:x='urn:x'/></core:CityModel>")
    data, _ = written(text)
    assert data.index(b"</core:cityObjectMember>\n<app:") < data.index(b"<x:more")
    assert written(data)[0] == data


def test_the_theme_is_replaced_and_others_stay():
    text = TEXT.replace(FIRST, "\n" + OTHER + FIRST.strip(), 1)
    once, _ = written(text)
    assert written(once)[0] == once
    blue, _ = written(once, Coloring(SUN.theme, {"p0": BLUE}))
    assert targets(blue) == {"0 0.25 1": ["#p0"]}
    assert OTHER.encode() in blue
    assert written(blue)[0] == once


@pytest.mark.parametrize("size", [1, 13, 100])
def test_any_chunk_size_gives_the_same_bytes(monkeypatch, size):
    once, _ = written(TEXT, attributes={"b1": {"n": 1}})
    again, _ = written(once, Coloring(SUN.theme, {"p0": BLUE}))
    monkeypatch.setattr(byte_copy, "CHUNK_BYTES", size)
    assert written(TEXT, attributes={"b1": {"n": 1}})[0] == once
    assert written(once, Coloring(SUN.theme, {"p0": BLUE}))[0] == again


def test_ids_the_file_does_not_have_are_told_and_not_written():
    data, report = written(TEXT, Coloring("t", {"p0": RED, "nowhere": BLUE}))
    assert report.unknown_ids == ("nowhere",)
    assert targets(data, "t") == {"1 0 0": ["#p0"]}
    assert written(TEXT, Coloring("t", {"nowhere": BLUE}))[0] == TEXT.encode()


def test_version_3_has_its_own_elements():
    scope = Scope({"core": FORMS["3.0"].core})
    text = appearance_text(Coloring("t", {"p": RED}), FORMS["3.0"], scope)
    names = [
        element.tag.rpartition("}")[2]
        for element in etree.fromstring(f'<a xmlns:core="{FORMS["3.0"].core}">{text}</a>').iter()
    ]
    assert names == [
        *("a", "appearanceMember", "Appearance", "theme"),
        *("surfaceData", "X3DMaterial", "diffuseColor", "target"),
    ]


@pytest.mark.parametrize("rgb", [(2.0, 0.0, 0.0), (0.0, 0.0), (float("nan"), 0.0, 0.0)])
def test_what_is_no_colour_is_refused(rgb):
    with pytest.raises(CityModelError, match="the colour of p is"):
        appearance_text(Coloring("t", {"p": rgb}), FORMS["2.0"], Scope({}))


@pytest.mark.real
def test_a_valid_file_stays_valid(tmp_path):
    if not VALIDATOR.is_file():
        pytest.skip(f"{VALIDATOR} is missing")
    data = SAMPLE.read_bytes()
    root = etree.fromstring(data)
    ids = [p.get("{http://www.opengis.net/gml}id") for p in root.iter("{*}Polygon")]
    colors = {key: (i % 5 / 4, 0.0, 1.0) for i, key in enumerate(filter(None, ids))}
    out, report = written(data, Coloring("sun", colors))
    assert len(colors) > 100
    assert report.unknown_ids == ()
    assert sum(map(len, targets(out, "sun").values())) == len(colors)
    path = tmp_path / "a.gml"
    path.write_bytes(out)
    done = subprocess.run(
        [sys.executable, str(VALIDATOR), str(path)], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.real
@pytest.mark.parametrize("path", real_files(), ids=lambda path: path.stem)
def test_colours_on_every_published_file_draw_no_new_message_and_read_back(path):
    """CityGML 1.0, 2.0 and 3.0; all else stays as it is, byte for byte."""
    data = path.read_bytes()
    try:
        root = etree.fromstring(data, etree.XMLParser(huge_tree=True))
    except etree.XMLSyntaxError:
        with pytest.raises(GMLError, match="not well-formed"):
            written(data)
        return
    polygons = root.iter("{*}Polygon")
    ids = [value for one in polygons for key, value in one.items() if key.endswith("}id")][:500]
    coloring = Coloring("日射量", {key: (RED, BLUE)[i % 2] for i, key in enumerate(ids)})
    out, report = written(data, coloring)
    assert report == (0, ())
    if not ids:
        assert out == data
        return
    found = targets(out)
    assert {key: found[key][:1] for key in found} == {
        color: [f"#{key}"] for color, key in zip(("1 0 0", "0 0.25 1"), ids, strict=False)
    }
    extra = len(out) - len(data)
    start = next(i for i, (a, b) in enumerate(zip(data, out, strict=False)) if a != b)
    assert out[start + extra :] == data[start:]
    schemas, verdicts = Schemas(SCHEMAS), []
    for content in (data, out):
        source = gml.source(content)
        verdict = schemas.judged(source, file_head(source).namespaces)
        verdicts.append((Counter(m.text for m in verdict.messages), set(verdict.unjudged)))
    assert verdicts[1] == verdicts[0]


@pytest.mark.parametrize("version", ["1.0", "2.0", "3.0"])
def test_colours_are_materials_of_their_surfaces_when_read(version):
    namespaces = {
        "3.0": gml.NAMESPACES_30,
        "2.0": gml.NAMESPACES,
        "1.0": {k: v.replace("2.0", "1.0") for k, v in gml.NAMESPACES.items()},
    }[version]
    holder = "core:lod2MultiSurface" if version == "3.0" else "bldg:lod2MultiSurface"
    faces = [gml.polygon(ring, id=f"p{i}") for i, ring in enumerate(gml.box_rings())]
    city_text = gml.document(
        gml.building(gml.element(holder, gml.multi_surface(*faces))), namespaces=namespaces
    )
    data, _ = written(city_text)
    city = read_city([gml.source(data)], schema=EMPTY_SCHEMA, crs=gml.UTM33, appearance=True)
    rows = city.appearance.themes["日射量"].material_row
    colors = ["diffuse_red", "diffuse_green", "diffuse_blue"]
    table = city.appearance.materials[colors].to_numpy()
    found = {
        str(name): None if row < 0 else tuple(table[row].tolist())
        for name, row in zip(city.surfaces.surface_id, rows, strict=True)
    }
    expected = dict.fromkeys(f"p{i}" for i in range(6))
    assert found == {**expected, "p0": RED, "p1": RED, "p5": BLUE}
