"""Schemas of a folder are found by their namespaces, and a file is validated as a stream."""

from pathlib import Path

import gml_documents as gml
import pytest

from citygml import limits, validation
from citygml.errors import CityModelError, GMLError
from citygml.stream import file_head
from citygml.validation import Schemas

SHARED = Path(__file__).parents[2] / "../shared"
CORE, BLDG = gml.NAMESPACES["core"], gml.NAMESPACES["bldg"]
HEAD = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified" '
ANY = '<xs:any processContents="{}" namespace="{}" minOccurs="0" maxOccurs="unbounded"/>'
BASE = (
    HEAD + f'targetNamespace="{CORE}"><xs:include schemaLocation="member.xsd"/>'
    '<xs:element name="CityModel"><xs:complexType><xs:sequence>'
    + ANY.format("skip", gml.NAMESPACES["gml"])
    + ANY.format("strict", CORE)
    + "</xs:sequence></xs:complexType></xs:element></xs:schema>"
)
MEMBER = (
    HEAD + f'targetNamespace="{CORE}">'
    '<xs:element name="cityObjectMember"><xs:complexType><xs:sequence>'
    + ANY.format("strict", "##other")
    + "</xs:sequence></xs:complexType></xs:element></xs:schema>"
)
#: It imports the other by an address that nobody answers.
BUILDING = (
    HEAD + f'targetNamespace="{BLDG}" xmlns:gml="{gml.NAMESPACES["gml"]}">'
    f'<xs:import namespace="{CORE}" schemaLocation="http://schemas.example.invalid/base.xsd"/>'
    '<xs:element name="Building"><xs:complexType><xs:sequence>'
    '<xs:element name="storeysAboveGround" type="xs:integer" minOccurs="0"/>'
    '</xs:sequence><xs:anyAttribute processContents="skip"/></xs:complexType></xs:element>'
    "</xs:schema>"
)


@pytest.fixture
def folder(tmp_path):
    for name, text in (("a/base", BASE), ("a/member", MEMBER), ("b/c/building", BUILDING)):
        path = tmp_path / f"{name}.xsd"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def storeys(text, id="b1"):
    return gml.building(f"<bldg:storeysAboveGround>{text}</bldg:storeysAboveGround>", id=id)


def judged(folder, text):
    source = gml.source(text)
    return Schemas(folder).judged(source, file_head(source).namespaces)


def test_a_valid_file_has_no_message(folder):
    assert judged(folder, gml.document(storeys(3))) == ([], {}, 0)


def test_every_objection_is_told_with_its_line(folder):
    text = gml.document(storeys(3), storeys("many", "b2"), storeys(4, "b3"), storeys("x", "b4"))
    lines = text.splitlines()
    found = judged(folder, text).messages
    assert ["many" in lines[found[0].line - 1], ">x<" in lines[found[1].line - 1]] == [True] * 2
    assert "'many' is not a valid value" in found[0].text
    assert len(found) == 2


def test_what_has_no_schema_is_not_judged_and_told_once(folder):
    text = gml.document(gml.element("tran:Road"), gml.element("tran:Road"), storeys("x"))
    verdict = judged(folder, text)
    assert [message.text.count("not a valid value") for message in verdict.messages] == [1]
    assert list(verdict.unjudged) == [gml.NAMESPACES["tran"]]


def test_messages_are_limited_and_a_file_may_break_off(folder, monkeypatch):
    monkeypatch.setattr(validation, "MAX_MESSAGES", 2)
    text = gml.document(*(storeys("x", f"b{i}") for i in range(9)))
    verdict = judged(folder, text)
    assert len(verdict.messages) == 2
    assert "b1" in text.splitlines()[verdict.last_line - 1]
    assert len(judged(folder, text[: text.index("b1")]).messages) == 1


def test_elements_are_freed_when_they_end(folder, monkeypatch):
    """No more than the member that is open, and the one before it, is ever there."""
    sizes = []

    class Watched(validation.etree.XMLPullParser):
        def __init__(self, *args, schema=None, **options):
            super().__init__(*args, schema=schema, **options)
            self.is_judging = schema is not None  # the head is read by a parser too

        def read_events(self):
            if not self.is_judging:
                yield from super().read_events()
                return
            for event, element in super().read_events():
                if event == "start" or element.getparent() is None:
                    yield event, element
                    continue
                root = element.getroottree().getroot()
                sizes.append(sum(1 for _ in root.iter("{*}Building")))
                yield event, element

    monkeypatch.setattr(validation.etree, "XMLPullParser", Watched)
    judged(folder, gml.document(*(storeys(i, f"b{i}") for i in range(50))))
    assert sizes == [1] * 50


def test_a_folder_without_schemas_and_one_that_is_broken_are_errors(folder, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(CityModelError, match=r"has 0 \.xsd files"):
        Schemas(empty)
    (folder / "b/odd.xsd").write_text("<xs:schema", encoding="utf-8")
    with pytest.raises(CityModelError, match="is no XML schema"):
        Schemas(folder)


def test_schemas_that_do_not_fit_are_an_error(folder):
    path = folder / "b/c/building.xsd"
    path.write_text(path.read_text().replace("xs:integer", "xs:nothing"), encoding="utf-8")
    with pytest.raises(CityModelError, match="do not fit together"):
        judged(folder, gml.document(storeys(3)))


@pytest.mark.real
@pytest.mark.skipif(not (SHARED / "schemas").is_dir(), reason="the folder ../shared is not there")
def test_published_files_are_judged_as_by_the_validator_of_the_schemas():
    """Osaka, Tokyo and Berlin are valid; the bridge has one element too early."""
    schemas = Schemas(SHARED / "schemas")
    found = {}
    for name in (
        "27100_osaka-shi_city_2024_citygml_1_op/udx/bldg/51357309_bldg_6697_op.gml",
        "13100_tokyo23-ku_citygml/udx/bldg/53392546_bldg_6697_2_op.gml",
        "plateau-3.0-samples/udx/brid/hodokyo_51324378_brid_6697.gml",
        "citygml-1.0-berlin/berlin_open_data_sample_data.citygml",
    ):
        path = SHARED / "data" / name
        source = gml.source(path.read_bytes())
        verdict = schemas.judged(source, file_head(source).namespaces)
        found[name.partition("/")[0]] = ([m.line for m in verdict.messages], verdict.unjudged)
    assert list(found.values()) == [([], {}), ([], {}), ([43067], {}), ([], {})]


def test_a_namespace_that_is_declared_further_down_is_judged_too(folder):
    inner = (
        f'<b:Building xmlns:b="{BLDG}"><b:storeysAboveGround>x</b:storeysAboveGround></b:Building>'
    )
    spaces = {name: uri for name, uri in gml.NAMESPACES.items() if name != "bldg"}
    verdict = judged(folder, gml.document(inner, namespaces=spaces))
    assert [message.text.count("'x' is not a valid value") for message in verdict.messages] == [1]
    assert verdict.unjudged == {}


def test_objections_to_what_has_no_schema_are_limited_too(folder, monkeypatch):
    monkeypatch.setattr(validation, "MAX_OBJECTIONS", 20)
    text = gml.document(*["\n<tran:Road/>"] * 30)
    verdict = judged(folder, text)
    first = verdict.unjudged[gml.NAMESPACES["tran"]]
    assert verdict.last_line == first + 2 * 19  # a member has two lines
    assert judged(folder, gml.document(*["\n<tran:Road/>"] * 19)).last_line == 0


def test_a_file_is_judged_within_the_limits_of_the_reader(folder, monkeypatch):
    """Depth, bytes of one object and of one text; a second object has bytes of its own."""
    deep = "<a>" * 300 + "</a>" * 300
    with pytest.raises(GMLError, match="a depth of more than 256"):
        judged(folder, gml.document(storeys(deep)))
    assert judged(folder, gml.document(storeys("<a/>" * 300))).messages
    large = "<!-- -->" * 2_000
    monkeypatch.setattr(validation, "_CHUNK_BYTES", 1_000)
    monkeypatch.setattr(validation, "MAX_OBJECT_BYTES", 20_000)
    houses = [storeys(f"{large}{i}", f"b{i}") for i in range(4)]
    assert judged(folder, gml.document(*houses)) == ([], {}, 0)
    with pytest.raises(GMLError, match="an object of more than 2e-05 GB"):
        judged(folder, gml.document(storeys(f"{large}{large}1")))
    monkeypatch.setattr(limits, "MAX_TEXT_BYTES", 50_000)
    with pytest.raises(GMLError, match="of text or attributes in one element"):
        judged(folder, gml.document(storeys(" " * 150_000 + "1")))


def test_objects_and_triangles_of_one_member_are_freed_one_by_one(folder, monkeypatch):
    """Each has 16 kB, the most that is held is 40 kB; a ring around them is not freed."""
    monkeypatch.setattr(validation, "_CHUNK_BYTES", 1_000)
    monkeypatch.setattr(validation, "MAX_OBJECT_BYTES", 40_000)
    large = "<!-- -->" * 2_000
    many = "".join(storeys(f"{large}{i}", f"b{i}") for i in range(9))
    plural = f"<core:cityObjectMembers>{many}</core:cityObjectMembers>"
    text = gml.document().replace("</core:CityModel>", f"{plural}</core:CityModel>")
    judged(folder, text)
    relief = gml.element("dem:TINRelief", *[gml.element("gml:Triangle", large)] * 9)
    judged(folder, gml.document(relief))
    with pytest.raises(GMLError, match="an object of more than"):
        judged(folder, gml.document(relief.replace("gml:Triangle", "gml:Polygon")))
