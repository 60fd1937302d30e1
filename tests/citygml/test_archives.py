"""Names in the directory of an archive, whatever program wrote it."""

from __future__ import annotations

import io
import zipfile

import pytest

from citygml.archives import member_name


def written(name: bytes, *, is_utf8: bool) -> zipfile.ZipInfo:
    """Directory entry of an archive whose member has these bytes as its name."""
    place_holder = "x" * len(name)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(place_holder, "")
    content = buffer.getvalue().replace(place_holder.encode(), name)
    if is_utf8:  # bit 11 of the flags, in the local header and in the directory
        for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = content.index(signature) + place
            content = content[:at] + b"\x00\x08" + content[at + 2 :]
    return zipfile.ZipFile(io.BytesIO(content)).infolist()[0]


@pytest.mark.parametrize("name", ["udx/bldg/表.jpg", "能登/ソ.gml", "udx/bldg/a.gml"])
@pytest.mark.parametrize(
    ("encoding", "is_utf8"), [("cp932", False), ("utf-8", False), ("utf-8", True)]
)
def test_a_name_is_what_was_written(name, encoding, is_utf8):
    """The second byte of 表, 能 and ソ in cp932 is a backslash in code page 437."""
    assert member_name(written(name.encode(encoding), is_utf8=is_utf8)) == name


def test_bytes_of_no_encoding_keep_the_name_that_zipfile_gives():
    entry = written(b"a\x81 .gml", is_utf8=False)
    assert member_name(entry) == entry.filename
