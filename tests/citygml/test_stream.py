"""A file as a stream: its head, its members, and every way in which it can be no such file."""

import ctypes
import io
import resource
import sys
import tracemalloc
import zipfile
from pathlib import Path
from time import process_time

import pytest
from gml_documents import NAMESPACES, box_solid, building, document, element, read, source

from citygml import limits
from citygml.codelists import Codelists
from citygml.errors import CityModelError, CRSError, GMLError
from citygml.stream import Source, file_head, iter_members, opened

HOUSE = building(element("bldg:lod1Solid", box_solid()))
GOOD = document(HOUSE)
REMEDY = ("download", "remove", "repair", "not a CityGML file", "check", "add", "correct", "limit")


def refusal(data: str | bytes, label: str = "test.gml") -> GMLError | CRSError:
    """The error of a file: one line that names it, no traceback in it."""
    with pytest.raises((GMLError, CRSError)) as caught:
        read(data)
    message = str(caught.value)
    assert message.startswith(label)
    assert "\n" not in message
    assert "Traceback" not in message
    assert any(word in message for word in REMEDY), message
    return caught.value


def of_path(path: Path) -> Source:
    return Source(str(path), lambda: path.open("rb"), "", Codelists(lambda name: None))


def members(text: str) -> list[str]:
    city = source(text)
    with opened(city) as stream:
        return [member.tag.rpartition("}")[2] for member in iter_members(city, stream)]


def test_the_head_tells_the_reference_system_and_the_envelope():
    head = file_head(source(GOOD))
    assert head.srs_name == "EPSG:25833"
    assert (head.dimension, head.lower, head.upper) == (3, (0, 0, 0), (9, 9, 9))
    assert NAMESPACES["bldg"] in head.namespaces


def test_the_head_is_read_without_the_objects():
    broken_later = GOOD.replace("</core:CityModel>", HOUSE * 2000)
    assert file_head(source(broken_later)).srs_name == "EPSG:25833"


def test_without_an_envelope_the_first_geometry_tells_the_reference_system():
    text = document(HOUSE, srs=None).replace("<gml:Solid", '<gml:Solid srsName="EPSG:25832"', 1)
    head = file_head(source(text))
    assert (head.srs_name, head.dimension, head.lower) == ("EPSG:25832", 3, ())


def test_an_envelope_of_nonsense_is_an_envelope_without_corners():
    head = file_head(source(GOOD.replace("0 0 0</gml:lower", "here</gml:lower")))
    assert (head.lower, head.upper) == ((), (9, 9, 9))


def test_a_file_without_any_reference_system_is_refused():
    assert isinstance(refusal(document(HOUSE, srs=None)), CRSError)


def test_members_come_one_after_the_other_whatever_the_member_is_called():
    text = document(HOUSE, element("tran:Road"), element("bldg:Building"))
    text = text.replace("core:cityObjectMember", "gml:featureMember", 2)
    assert members(text) == ["Building", "Road", "Building"]


def test_appearances_and_empty_members_are_no_objects():
    text = document(HOUSE, "").replace(
        "</core:CityModel>",
        "<app:appearanceMember xmlns:app='urn:a'><app:Appearance/></app:appearanceMember>"
        "</core:CityModel>",
    )
    assert members(text) == ["Building"]


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n ", b"\xef\xbb\xbf"])
def test_an_empty_file_is_called_empty(data):
    assert "is empty" in str(refusal(data))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(GMLError, match=r"nowhere\.gml: cannot be opened \(No such file"):
        file_head(of_path(tmp_path / "nowhere.gml"))


def test_a_directory_is_no_file(tmp_path):
    with pytest.raises(GMLError, match="cannot be opened"):
        file_head(of_path(tmp_path))


def test_a_page_of_the_web_server_is_no_city():
    page = "<!DOCTYPE html>\n<html><head><title>404</title></head></html>"
    assert "document type" in str(refusal(page))
    assert "<html>, not <CityModel>" in str(refusal(page[16:]))


@pytest.mark.parametrize("data", [b"PK\x03\x04" + bytes(100), b"%PDF-1.7", b"\x00" * 500, b"{}"])
def test_a_file_of_another_kind_is_not_well_formed(data):
    error = refusal(data)
    assert "not well-formed" in str(error) or "is empty" in str(error)


def test_a_truncated_file_names_its_last_line():
    error = refusal(GOOD[: GOOD.index("</bldg:Building>")])
    assert error.line == GOOD[: GOOD.index("</bldg:Building>")].count("\n") + 1


def test_what_is_not_well_formed_names_the_line():
    error = refusal(document("\n\n" + HOUSE.replace("</gml:posList>", "</gml:posLast>", 1)))
    assert error.line == 5
    assert "not well-formed" in error.reason


def test_a_prefix_that_is_not_declared_names_the_line():
    error = refusal(document(building("\n<energy:isHeated>true</energy:isHeated>")))
    assert error.line == 4
    assert "energy" in error.reason


def test_nothing_of_lxml_is_in_the_error():
    error = refusal(GOOD[:900])
    assert error.__cause__ is None
    assert type(error) is GMLError


XXE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'
PARAMETER = '<!DOCTYPE x [<!ENTITY % p SYSTEM "file://{secret}"> %p;]>'
EXTERNAL_DTD = '<!DOCTYPE x SYSTEM "file://{secret}">'
NESTED = (
    '<!DOCTYPE x [<!ENTITY a0 "lol">'
    + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    + "]>"
)


@pytest.mark.parametrize("prolog", ["", f"<!--{'-=' * 50_000}-->\n"], ids=["", "late"])
@pytest.mark.parametrize(
    ("declaration", "use"),
    [(XXE, "&e;"), (PARAMETER, ""), (EXTERNAL_DTD, ""), (NESTED, "&a9;")],
    ids=["external entity", "parameter entity", "external DTD", "nested expansion"],
)
def test_a_document_type_is_refused_before_it_does_anything(tmp_path, declaration, use, prolog):
    secret = tmp_path / "secret.txt"
    secret.write_text("<secret/>")
    text = GOOD.replace('gml:id="b1">', f'gml:id="b1">{use}')
    tracemalloc.start()
    error = refusal(prolog + declaration.format(secret=secret) + text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "<!DOCTYPE>" in error.reason
    assert "secret" not in error.reason
    assert peak < 20e6


def test_the_line_of_a_document_type_is_named():
    assert refusal("<!-- a\nb -->\n<!DOCTYPE x>\n" + GOOD).line == 3


def test_nested_expansion_in_an_attribute_is_refused():
    text = NESTED + GOOD.replace('gml:id="b1"', 'gml:id="&a9;"')
    assert "<!DOCTYPE>" in str(refusal(f"<!--{'-=' * 50_000}-->" + text))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_document_type_in_wide_characters_is_refused(encoding):
    assert refusal((XXE.format(secret="/etc/hostname") + GOOD).encode(encoding))


def test_an_entity_without_declaration_is_not_well_formed():
    assert "not well-formed" in str(refusal(GOOD.replace('gml:id="b1">', 'gml:id="b1">&e;')))


@pytest.mark.parametrize("depth", [300, 100_000])
def test_deep_nesting_is_refused_in_bounded_time(depth):
    text = GOOD.replace('gml:id="b1">', 'gml:id="b1">' + "<a>" * depth + "</a>" * depth)
    start = process_time()
    assert "depth" in str(refusal(text)).lower()
    assert process_time() - start < 2


class Watched(io.BytesIO):
    """A stream that notes how far resident memory has grown while it is read."""

    grown_bytes = 0

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        # Memory that earlier tests have freed must not hide what this one takes.
        getattr(ctypes.CDLL(None), "malloc_trim", int)(0)
        self._before = self._resident()

    @staticmethod
    def _resident() -> int:
        return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()

    def read(self, size=-1):
        self.grown_bytes = max(self.grown_bytes, self._resident() - self._before)
        return super().read(size)


linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc/self/statm")


def watched_refusal(text: str) -> tuple[CityModelError, int]:
    stream = Watched(text.encode())
    city = Source("test.gml", lambda: stream, "", Codelists(lambda name: None))
    with pytest.raises((GMLError, CRSError)) as caught:
        file_head(city)
    return caught.value, stream.grown_bytes


@linux
@pytest.mark.parametrize("note", ["<gml:name>{}</gml:name>", "<gml:name a='{}'/>", "<!--{}-->"])
def test_a_text_beyond_the_limit_is_refused_in_bounded_memory(monkeypatch, note):
    monkeypatch.setattr(limits, "MAX_TEXT_BYTES", 4_000_000)
    note = note.format("x" * 40_000_000)
    error, grown_bytes = watched_refusal(GOOD.replace("<gml:boundedBy>", note + "<gml:boundedBy>"))
    assert "more than 4 MB of text or attributes in one element" in str(error)
    assert grown_bytes < 20e6


@linux
def test_a_file_without_reference_system_is_searched_in_bounded_memory():
    """As a tree, ten thousand houses of 1.5 kB are far more than the bound."""
    _, grown_bytes = watched_refusal(document(*[HOUSE] * 10_000, srs=None))
    assert grown_bytes < 20e6


@linux
def test_members_are_freed_one_after_the_other():
    stream = Watched(document(*[HOUSE] * 10_000).encode())
    city = Source("test.gml", lambda: stream, "", Codelists(lambda name: None))
    with opened(city) as guarded:
        assert sum(1 for _ in iter_members(city, guarded)) == 10_000
        assert stream.grown_bytes < 20e6


def test_a_wrong_encoding_declaration_is_not_well_formed():
    declared = b'<?xml version="1.0" encoding="UTF-8"?>\n'
    error = refusal(declared + GOOD.replace("b1", "建").encode("cp932"))
    assert "not well-formed" in error.reason


def test_an_encoding_that_nobody_knows_is_not_well_formed():
    error = refusal(f'<?xml version="1.0" encoding="x-unknown"?>\n{GOOD}')
    assert "encoding" in error.reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932", "euc-jp"])
def test_every_encoding_that_is_declared_is_read(encoding):
    declared = encoding.removesuffix("-sig").replace("cp932", "shift_jis")
    text = f'<?xml version="1.0" encoding="{declared}"?>\n' + GOOD.replace('"b1"', '"建物"')
    assert list(read(text.encode(encoding)).features.index) == ["建物"]


def test_line_ends_of_windows_change_nothing():
    assert len(read(GOOD.replace("\n", "\r\n")).surfaces) == len(read(GOOD).surfaces) == 6


class Failing(io.BytesIO):
    """A medium that fails after some bytes."""

    def read(self, size=-1):
        if self.tell() >= 600:
            raise OSError(5, "Input/output error")
        return super().read(min(size, 600))


def test_a_medium_that_fails_on_the_way_is_an_error_of_the_file():
    city = Source("disk.gml", lambda: Failing(GOOD.encode()), "", Codelists(lambda name: None))
    with pytest.raises(GMLError, match=r"^disk\.gml: cannot be read to its end"), opened(city) as s:
        s.read()


def zipped(data: bytes, **options) -> io.BytesIO:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", **options) as archive:
        archive.writestr("a.gml", data)
    return packed


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("place", range(64, 400, 24))
def test_a_damaged_archive_is_an_error_of_the_member(method, place):
    packed = zipped(GOOD.encode() * 3, compression=method)
    damaged = bytearray(packed.getvalue())
    end = damaged.rindex(b"PK\x01\x02")
    damaged[min(place, end - 1)] ^= 0xFF
    archive = zipfile.ZipFile(io.BytesIO(bytes(damaged)))
    city = Source("c.zip/a.gml", lambda: archive.open("a.gml"), "", Codelists(lambda name: None))
    with pytest.raises(GMLError, match=r"^c\.zip/a\.gml:"), opened(city) as stream:
        stream.readlines()


def test_an_encrypted_member_is_an_error_of_the_member():
    data = bytearray(zipped(GOOD.encode()).getvalue())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1  # general purpose bit 0: encrypted
    archive = zipfile.ZipFile(io.BytesIO(bytes(data)))
    city = Source("c.zip/a.gml", lambda: archive.open("a.gml"), "", Codelists(lambda name: None))
    with pytest.raises(GMLError, match="cannot be opened"):
        file_head(city)
