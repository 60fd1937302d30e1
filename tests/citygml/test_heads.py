"""The quick head says what the thorough one says, or nothing."""

import io
from pathlib import Path

import gml_documents as gml
import pytest

from citygml.errors import CityModelError
from citygml.heads import HEAD_BYTES, quick_head
from citygml.stream import file_head

REAL = Path(__file__).parents[2] / "../shared/data"
PLAIN = gml.document(gml.building())
NO_ENVELOPE = gml.document(gml.building("<gml:Point srsName='EPSG:6668'/>"), srs=None)


def both(data):
    """Quick and thorough head of a file, None where it has none."""
    try:
        thorough = file_head(gml.source(data))
    except CityModelError:
        thorough = None
    return quick_head(io.BytesIO(data)), thorough


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        gml.document(srs="EPSG:6668", dimension=2),
        gml.document(gml.building(), namespaces=gml.NAMESPACES_30),
        NO_ENVELOPE,
        PLAIN[:-30],  # broken only after the head
        PLAIN.replace("0 0 0", "here"),
        PLAIN.replace("0 0 0", "1 <!-- a -->2 &#51;"),
        f"<?xml version='1.0' encoding='ISO-8859-1'?><!-- a -->{PLAIN}",
    ],
)
def test_a_plain_head_is_read_quickly_and_alike(text):
    quick, thorough = both(text.encode())
    assert quick == thorough
    assert quick is not None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"<kml srsName='EPSG:6668'/>",
        b"<!DOCTYPE a><CityModel srsName='EPSG:6668'/>",
        b"<?xml version='1.0' encoding='shift_jis'?><CityModel srsName='EPSG:6668'/>",
        (" " * HEAD_BYTES + PLAIN).encode(),
        gml.document(gml.building(), srs=None).encode(),
    ],
)
def test_what_is_unusual_or_wrong_is_left_to_the_thorough_reader(data):
    assert quick_head(io.BytesIO(data)) is None


@pytest.mark.real
def test_every_published_head_is_read_quickly_and_alike():
    if not REAL.is_dir():
        pytest.skip(f"{REAL} is missing")
    for path in sorted(REAL.rglob("*.*gml")):
        quick, thorough = both(path.read_bytes())
        assert quick == thorough, path
