"""Results written back: what is added reads back, and nothing else changes by a byte."""

import datetime
import io
import re
import subprocess
import sys
from collections import Counter

import gml_documents as gml
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from published import REAL, ROOT, SCHEMAS, VALIDATOR, real_files

from citygml import byte_copy
from citygml.errors import CityModelError, GMLError
from citygml.generics import FORMS, Quantity, Scope, attribute_text
from citygml.stream import file_head
from citygml.validation import Schemas
from citygml.writer import copy_with_attributes, write_attributes

GEN = "http://www.opengis.net/citygml/generics/2.0"
WITH_GEN = {**gml.NAMESPACES, "gen": GEN}
KAGA = "17206_kaga-shi_2022_citygml/udx/bldg/54363371_bldg_6697_op.gml"
RESULTS = {
    "予測日射量": Quantity(1405.25, "kWh"),
    "name <&\"'>": "a < b & \"c\" 'd'\n\tend",
    "storeys": 3,
    "ratio": 0.1,
    "surveyed": datetime.date(2026, 11, 20),
}


def written(text, attributes):
    data = text.encode() if isinstance(text, str) else text
    out = io.BytesIO()
    report = copy_with_attributes(gml.source(data), out, attributes)
    return out.getvalue(), report


def generic_rows(data, feature_id="b1"):
    """Generic attributes of an object as the reader gives them: name -> (value, uom, type)."""
    table = gml.read(data).records["generic"]
    rows = table[table["feature_id"] == feature_id]
    return {row.name: (row.value, row.uom, row.type) for row in rows.itertuples(index=False)}


def pretty(*content, namespaces=WITH_GEN):
    """A building as files have it: one element a line, tabs, a comment, CRLF, a BOM, odd quotes."""
    lines = [
        "<!-- made by hand -->",
        "<bldg:Building gml:id='b1'\t>",
        "\t<gml:name>A &amp; B</gml:name>",
        "\t<core:creationDate>2024-01-01</core:creationDate>",
        *content,
        "\t<bldg:class>1</bldg:class>",
        "</bldg:Building >",
    ]
    text = gml.document("\n" + "\n".join(lines) + "\n", namespaces=namespaces)
    return b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()


def test_what_is_written_reads_back_with_unit_and_type():
    data, report = written(pretty(), {"b1": RESULTS})
    rows = generic_rows(data)
    assert report == (1, ())
    assert rows["予測日射量"] == ("1405.25", "kWh", "measure")
    assert rows["name <&\"'>"][0] == "a < b & \"c\" 'd'\n\tend"
    assert rows["storeys"] == ("3", "", "int")
    assert rows["ratio"] == ("0.1", "", "double")
    assert rows["surveyed"] == ("2026-11-20", "", "date")


def test_only_the_insertion_differs_and_it_stands_behind_the_core_elements():
    original = pretty()
    data, _ = written(original, {"b1": {"n": 3}})
    added = b'\r\n\t<gen:intAttribute name="n"><gen:value>3</gen:value></gen:intAttribute>'
    assert data.replace(added, b"") == original
    assert data.index(b"</core:creationDate>") < data.index(added) < data.index(b"<bldg:class>")


@given(
    value=st.floats(allow_nan=False, allow_infinity=False),
    name=st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="￾￿"),
        min_size=1,
    ).filter(lambda text: text == text.strip()),
)
@settings(max_examples=60, deadline=None)
def test_any_name_and_any_number_come_back_bit_for_bit(value, name):
    original = pretty()
    data, _ = written(original, {"b1": {name: Quantity(value, "kWh")}})
    [(key, (text, uom, kind))] = generic_rows(data).items()
    assert (key, float(text), uom, kind) == (name, value, "kWh", "measure")
    added = re.search(rb"\r\n\t<gen:measureAttribute.*?</gen:measureAttribute>", data, re.DOTALL)
    assert data[: added.start()] + data[added.end() :] == original


@pytest.mark.parametrize("size", [1, 7, 64, 1 << 20])
def test_any_chunk_size_gives_the_same_bytes(monkeypatch, size):
    text = pretty("\t<gen:intAttribute name='n'>\n<gen:value>1</gen:value></gen:intAttribute>")
    whole, _ = written(text, {"b1": {**RESULTS, "n": 2}})
    monkeypatch.setattr(byte_copy, "CHUNK_BYTES", size)
    assert written(text, {"b1": {**RESULTS, "n": 2}})[0] == whole


def test_writing_twice_gives_the_same_file():
    once, _ = written(pretty(), {"b1": RESULTS})
    assert written(once, {"b1": RESULTS})[0] == once


def test_an_attribute_of_the_same_name_is_replaced_where_it_is():
    old = '\t<gen:stringAttribute name="n"><gen:value>old</gen:value></gen:stringAttribute>'
    other = '\t<gen:intAttribute name="m"><gen:value>1</gen:value></gen:intAttribute>'
    original = pretty(old, other, old)
    data, _ = written(original, {"b1": {"n": 5}})
    new = b'<gen:intAttribute name="n"><gen:value>5</gen:value></gen:intAttribute>'
    expected = original.replace(old.strip().encode(), new, 1).replace(
        b"\r\n" + old.encode(), b"", 1
    )
    assert data == expected


def test_a_missing_value_removes_what_was_there_and_writes_nothing():
    old = '\t<gen:intAttribute name="n"><gen:value>1</gen:value></gen:intAttribute>'
    values = {"n": float("nan"), "m": None, "k": Quantity(None, "m")}
    data, report = written(pretty(old), {"b1": values})
    assert data == pretty()
    assert report.features == 0


def test_an_undeclared_prefix_is_declared_on_the_element():
    data, _ = written(pretty(namespaces=gml.NAMESPACES), {"b1": {"n": 3}})
    assert f'<gen:intAttribute xmlns:gen="{GEN}" name="n">'.encode() in data
    assert generic_rows(data) == {"n": ("3", "", "int")}
    assert written(data, {"b1": {"n": 3}})[0] == data


def test_the_prefix_of_the_file_is_used():
    data, _ = written(pretty(namespaces={**gml.NAMESPACES, "g": GEN}), {"b1": {"n": 3}})
    assert b'<g:intAttribute name="n"><g:value>3' in data


def test_parts_surfaces_and_empty_elements_are_objects_too():
    part = gml.element("bldg:BuildingPart", "<bldg:class>1</bldg:class>", id="part")
    roof = gml.boundary("RoofSurface", gml.polygon(gml.box_rings()[5], id="p"), id="roof")
    text = gml.document(
        gml.building(gml.element("bldg:consistsOfBuildingPart", part), roof),
        "<bldg:Building gml:id='empty' />",
        namespaces=WITH_GEN,
    )
    ids = ["part", "roof", "empty", "b1", "p", "nowhere"]
    data, report = written(text, {key: {"n": 3} for key in ids})
    assert report == (4, ("p", "nowhere"))
    root = etree.fromstring(data)
    owners = [
        el.getparent().get("{http://www.opengis.net/gml}id")
        for el in root.iter(f"{{{GEN}}}intAttribute")
    ]
    assert owners == ["b1", "part", "roof", "empty"]
    assert b"<bldg:Building gml:id='empty' ><gen:intAttribute" in data
    assert written(data, {key: {"n": 3} for key in ids})[0] == data


def test_an_old_attribute_at_a_wrong_place_gives_way_to_the_new_one():
    """It stands behind the class, where the schema does not want it."""
    old = '<gen:intAttribute name="n"><gen:value>1</gen:value></gen:intAttribute>'
    text = gml.document(gml.building(f"\n<bldg:class>1</bldg:class>\n{old}\n"), namespaces=WITH_GEN)
    data, _ = written(text, {"b1": {"n": 2}})
    new = old.replace(">1<", ">2<")
    expected = text.replace("\n" + old, "").replace("\n<bldg:class", f"\n{new}\n<bldg:class")
    assert data.decode() == expected
    assert written(data, {"b1": {"n": 2}})[0] == data


@pytest.mark.parametrize("size", [1, 1 << 20])
def test_an_object_inside_an_element_that_comes_first_gets_its_own(monkeypatch, size):
    """CityGML allows the object that this one generalises to to be written in place."""
    inner = gml.building("\n<bldg:class>1</bldg:class>", id="b2")
    outer = f"\n<core:generalizesTo>{inner}</core:generalizesTo>\n<bldg:class>1</bldg:class>"
    text = gml.document(gml.building(outer), namespaces=WITH_GEN)
    monkeypatch.setattr(byte_copy, "CHUNK_BYTES", size)
    data, report = written(text, {"b1": {"n": 1}, "b2": {"n": 2}})
    assert report == (2, ())
    owners = {
        element.getparent().get("{http://www.opengis.net/gml}id"): element[0].text
        for element in etree.fromstring(data).iter(f"{{{GEN}}}intAttribute")
    }
    assert owners == {"b1": "1", "b2": "2"}
    added = rb'\n<gen:intAttribute name="n"><gen:value>\d</gen:value></gen:intAttribute>'
    assert re.sub(added, b"", data) == text.encode()


def test_of_objects_with_the_same_id_the_first_gets_the_attributes():
    text = gml.document(gml.building(), gml.building(), namespaces=WITH_GEN)
    data, _ = written(text, {"b1": {"n": 3}})
    assert data.count(b"gen:intAttribute name") == 1


def test_version_3_wraps_attributes_and_writes_them_before_the_geometry():
    form = FORMS["3.0"]
    body = "\n<core:creationDate>2024-01-01T00:00:00</core:creationDate>\n<core:lod1Solid/>"
    text = gml.document(gml.building(body), namespaces=gml.NAMESPACES_30)
    data, _ = written(text, {"b1": {"電力": Quantity(2.5, "kWh"), "n": 1}})
    expected = f'<core:genericAttribute><gen:MeasureAttribute xmlns:gen="{form.namespace}">'
    expected += '<gen:name>電力</gen:name><gen:value uom="kWh">2.5</gen:value>'
    assert data.index(b"creationDate>\n<core:generic") < data.index(b"<core:lod1Solid")
    assert expected.encode() in data
    assert generic_rows(data)["電力"] == ("2.5", "kWh", "measure")
    assert written(data, {"b1": {"電力": Quantity(2.5, "kWh"), "n": 1}})[0] == data
    assert written(data, {"b1": {"電力": None, "n": None}})[0] == text.encode()


def test_version_1_has_no_measures_so_the_unit_goes_to_the_name():
    namespaces = {
        "core": "http://www.opengis.net/citygml/1.0",
        "bldg": "http://www.opengis.net/citygml/building/1.0",
        "gml": "http://www.opengis.net/gml",
    }
    text = gml.document(gml.building("<bldg:class>1</bldg:class>"), namespaces=namespaces)
    data, _ = written(text, {"b1": {"電力": Quantity(2.5, "kWh")}})
    assert generic_rows(data) == {"電力 [kWh]": ("2.5", "", "double")}
    assert written(data, {"b1": {"電力": Quantity(2.5, "kWh")}})[0] == data


def test_other_encodings_keep_their_bytes_or_are_refused():
    head = "<?xml version='1.0' encoding='ISO-8859-1'?>"
    text = gml.document(gml.building("<gml:name>Straße</gml:name>"), namespaces=WITH_GEN)
    latin = (head + text).encode("latin-1")
    data, _ = written(latin, {"b1": {"Höhe": "日"}})
    assert "Straße".encode("latin-1") in data
    assert generic_rows(data) == {"Höhe": ("日", "", "string")}
    for encoding in ("utf-16", "shift_jis"):
        other = f"<?xml version='1.0' encoding='{encoding}'?>{gml.document()}".encode(encoding)
        with pytest.raises(GMLError, match=r"convert it to UTF-8|not well-formed"):
            written(other, {"b1": {"n": 1}})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (gml.document(gml.building())[:-20], "not well-formed"),
        ("<!DOCTYPE a><a/>", "DOCTYPE"),
        ("", "empty"),
        ("<a>" * 300 + "</a>" * 300, "nested deeper"),
    ],
)
def test_a_bad_file_is_an_error_and_nothing_is_written(tmp_path, text, message):
    target = tmp_path / "out.gml"
    target.write_text("before")
    with pytest.raises(GMLError, match=message):
        write_attributes(gml.source(text), target, {"b1": {"n": 1}})
    assert target.read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["out.gml"]


@pytest.mark.parametrize("value", [float("inf"), "\x00", Quantity(1.0, "\x0b")])
def test_what_xml_cannot_hold_is_refused(value):
    with pytest.raises(CityModelError, match="attribute 'n'"):
        attribute_text("n", value, FORMS["2.0"], Scope({}))


def test_a_long_text_is_refused_before_it_fills_memory(monkeypatch):
    monkeypatch.setattr(byte_copy, "MAX_GAP_BYTES", 10_000)
    monkeypatch.setattr(byte_copy, "CHUNK_BYTES", 1_000)
    text = gml.document(gml.building("<gml:name>" + "x" * 20_000 + "</gml:name>"))
    with pytest.raises(GMLError, match="more than 10000 bytes"):
        written(text, {})


def test_a_file_can_be_written_onto_itself(tmp_path):
    path = tmp_path / "a.gml"
    path.write_bytes(pretty())
    source = gml.source(b"")
    source = type(source)(str(path), lambda: path.open("rb"), "", source.codelists)
    write_attributes(source, path, {"b1": {"n": 3}})
    assert generic_rows(path.read_bytes()) == {"n": ("3", "", "int")}


def real_objects(data):
    pattern = rb'<(?:\w+:)?(?:Building|BuildingPart|RoofSurface)\s[^>]*?gml:id="([^"]+)"'
    return [match.decode() for match in re.findall(pattern, data)]


@pytest.mark.real
@pytest.mark.parametrize(
    "name",
    [
        "27100_osaka-shi_city_2024_citygml_1_op/udx/bldg/51357309_bldg_6697_op.gml",
        "sample",
        KAGA,
    ],
)
def test_a_valid_file_stays_valid_and_others_get_no_new_message(tmp_path, name):
    if not REAL.is_dir():
        pytest.skip(f"{REAL} is missing")
    sample = (
        ROOT / "sample_data/13999_mihon-shi_2026_citygml_1_op/udx/bldg/53393434_bldg_6697_op.gml"
    )
    path = sample if name == "sample" else REAL / name
    data = path.read_bytes()
    ids = real_objects(data)
    out, report = written(data, dict.fromkeys(ids, RESULTS))
    assert report == (len(ids), ())
    target = tmp_path / path.name
    target.write_bytes(out)
    counts = []
    for file in (path, target):
        done = subprocess.run(
            [sys.executable, str(VALIDATOR), str(file)], capture_output=True, text=True, check=False
        )
        counts.append((done.returncode, *re.findall(r"\((\d+) errors\)", done.stdout)))
    assert counts[0] == counts[1]
    assert counts[0][0] == (1 if name == KAGA else 0)


class _Local(etree.Resolver):
    """Schemas from disk, never from the network."""

    def resolve(self, url, _public_id, context):
        places = (
            (r".*opengis\.net/gml/3\.1\.1/(.*)", r"gml/3.1/\1"),
            (r".*opengis\.net/gml/3\.2\.1/(.*)", r"gml/3.2/\1"),
            (r".*opengis\.net/citygml/.*?(\d\.\d)/(\w+\.xsd)", r"citygml/\1/\2"),
            (r".*/xlinks?\.xsd", "xlink/xlink.xsd"),
            (r".*/xml\.xsd", "xml/xml.xsd"),
            (r".*/(20070417/.*)", r"iso/19139/\1"),
        )
        for pattern, place in places:
            match = re.fullmatch(pattern, url)
            if match and (SCHEMAS / match.expand(place)).exists():
                return self.resolve_filename(str(SCHEMAS / match.expand(place)), context)
        return None


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("citygml-3.0/53394517_bldg_6697_2_op_CityGML3.gml", "3.0"),
        ("citygml-1.0-berlin/berlin_open_data_sample_data.citygml", "1.0"),
    ],
)
def test_other_versions_get_no_new_message_either(name, version):
    if not REAL.is_dir():
        pytest.skip(f"{REAL} is missing")
    core = {
        "1.0": ("", "building", "generics", "appearance"),
        "3.0": ("core", "building", "generics"),
    }
    uri = "http://www.opengis.net/citygml/"
    folder = SCHEMAS / "citygml" / version
    imports = "".join(
        f'<xs:import namespace="{uri}{"" if part in ("", "core") else part + "/"}{version}" '
        f'schemaLocation="{(folder / (part or "cityGMLBase")).as_uri()}.xsd"/>'
        for part in core[version]
    )
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Local())
    driver = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>'
    schema = etree.XMLSchema(etree.fromstring(driver.encode(), parser))
    data = (REAL / name).read_bytes()
    ids = real_objects(data)
    out, report = written(data, dict.fromkeys(ids, RESULTS))
    assert report == (len(ids), ())
    messages = []
    for content in (data, out):
        schema.validate(etree.fromstring(content))
        messages.append(sorted(error.message for error in schema.error_log))
    assert messages[0] == messages[1]


@pytest.mark.real
@pytest.mark.parametrize("path", real_files(), ids=lambda path: path.stem)
def test_results_on_every_object_of_every_file_leave_it_as_valid_and_come_off_again(path):
    """No message but those of the input; taken away, the file is what it was, byte for byte."""
    data = path.read_bytes()
    try:
        root = etree.fromstring(data, etree.XMLParser(huge_tree=True))
    except etree.XMLSyntaxError:
        with pytest.raises(GMLError, match="not well-formed"):
            written(data, {"x": RESULTS})
        return
    objects = [one for member in root for one in member if member.tag.endswith("ObjectMember")]
    ids = [name for one in objects for key, name in one.items() if key.endswith("}id")]
    out, report = written(data, dict.fromkeys(ids, RESULTS))
    assert (report.features, report.unknown_ids) == (len(set(ids)), ())
    assert len(ids) > 0
    schemas = Schemas(SCHEMAS)
    verdicts = []
    for content in (data, out):
        source = gml.source(content)
        verdict = schemas.judged(source, file_head(source).namespaces)
        verdicts.append((Counter(m.text for m in verdict.messages), set(verdict.unjudged)))
    assert verdicts[1] == verdicts[0]
    missing = Quantity(float("nan"), "kWh")
    nothing = {k: missing if isinstance(v, Quantity) else None for k, v in RESULTS.items()}
    assert written(out, dict.fromkeys(ids, nothing))[0] == data
