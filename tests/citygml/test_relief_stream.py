"""Relief as a stream: the same triangles as the reader's, in batches."""

import numpy as np
import pytest
from gml_documents import document, source
from pyproj import CRS

from citygml import relief_stream, tin, triangle_cutter
from citygml.errors import CRSError, GMLError
from citygml.file_reader import read_content
from citygml.relief_stream import iter_relief
from citygml.schema import EMPTY_SCHEMA

UTM33 = CRS.from_epsg(25833)
SRS = "http://www.opengis.net/def/crs/EPSG/0/25833"


def triangle(*points):
    text = " ".join(f"{x} {y} {z}" for x, y, z in (*points, points[0]))
    return (
        "<gml:Triangle><gml:exterior><gml:LinearRing>"
        f"<gml:posList>{text}</gml:posList></gml:LinearRing></gml:exterior></gml:Triangle>"
    )


def relief(*triangles):
    return document(
        '<dem:ReliefFeature xmlns:dem="http://www.opengis.net/citygml/relief/2.0" gml:id="r">'
        "<dem:lod>1</dem:lod><dem:reliefComponent><dem:TINRelief><dem:lod>1</dem:lod><dem:tin>"
        f"<gml:TriangulatedSurface><gml:trianglePatches>{''.join(triangles)}"
        "</gml:trianglePatches></gml:TriangulatedSurface>"
        "</dem:tin></dem:TINRelief></dem:reliefComponent></dem:ReliefFeature>",
        srs=SRS,
    )


def strip(count):
    return [triangle((i, 0, i), (i + 1, 0, i), (i, 1, i)) for i in range(count)]


@pytest.mark.parametrize("batch", [1, 3, 7, 100])
def test_every_triangle_comes_once_whatever_the_batch(batch):
    found = list(iter_relief(source(relief(*strip(7))), UTM33, batch=batch))
    assert [len(part) for part in found[:-1]] == [batch] * (len(found) - 1)
    corners = np.concatenate(found)
    assert corners.shape == (7, 3, 3)
    assert corners[:, 0, 2].tolist() == list(range(7))


def test_a_file_without_relief_has_no_batch():
    assert list(iter_relief(source(document("", srs=SRS)), UTM33)) == []


def test_a_file_that_ends_early_is_an_error_with_its_line():
    text = relief(*strip(50))
    with pytest.raises(GMLError, match="not well-formed XML"):
        list(iter_relief(source(text[: len(text) // 2]), UTM33, batch=5))


def test_a_place_outside_the_reference_system_is_an_error():
    """Longitude first, where EPSG:6697 has latitude first."""
    text = relief(triangle((139.5, 35.6, 0), (139.6, 35.6, 0), (139.5, 35.7, 1)))
    text = text.replace("25833", "6697")
    with pytest.raises(GMLError, match="lies outside the area"):
        list(iter_relief(source(text), CRS.from_epsg(6677)))


def test_an_unknown_reference_system_is_an_error():
    text = relief(*strip(1)).replace("25833", "999999")
    with pytest.raises(CRSError, match=r"^test\.gml: .*999999"):
        list(iter_relief(source(text), UTM33))


def test_relief_in_another_system_than_its_file_is_an_error():
    text = relief(*strip(3)).replace("Surface>", 'Surface srsName="EPSG:25832">', 1)
    with pytest.raises(CRSError, match=r"^test\.gml: relief in EPSG:25832 in a file in "):
        list(iter_relief(source(text), UTM33))
    same = text.replace("EPSG:25832", "urn:ogc:def:crs:EPSG::25833")
    assert len(next(iter_relief(source(same), UTM33))) == 3


@pytest.mark.parametrize("beside", ["", "<!-- -->"])
def test_bytes_and_elements_give_what_the_reader_gives(monkeypatch, beside):
    """An odd one among many, in a file of two objects, whatever the parser is given at once."""
    monkeypatch.setattr(relief_stream, "_CHUNK_BYTES", 20_000)
    monkeypatch.setattr(triangle_cutter, "BATCH_BYTES", 20_000)
    text = relief(*strip(900), triangle((0, 0, 0), (0, 0, 0), (1, 1, "x")), *strip(800))
    member = text[text.index("<core:cityObjectMember>") : text.rindex("</core:CityModel>")]
    text = text.replace(member, beside + member + member)
    left_out = []
    found = list(iter_relief(source(text), UTM33, batch=1000, on_left_out=left_out.append))
    assert [len(part) for part in found] == [1000, 1000, 1000, 400]
    assert sum(left_out) == 2
    expected = read_content(source(text), schema=EMPTY_SCHEMA, crs=UTM33).tin
    np.testing.assert_array_equal(*map(in_order, (np.concatenate(found), expected)))


def in_order(corners):
    return corners[np.lexsort(corners.reshape(-1, 9).T)]


def test_triangles_that_are_no_relief_are_passed_over():
    other = relief(*strip(2)).replace("dem:tin>", "dem:extent>")
    assert list(iter_relief(source(other), UTM33)) == []


def test_an_object_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(relief_stream, "MAX_OBJECT_BYTES", 300_000)
    monkeypatch.setattr(tin, "_MANY", 10**9)
    text = relief(*strip(3000)).replace("<dem:lod>", "<!-- --><dem:lod>", 1)
    with pytest.raises(GMLError, match="an object of more than"):
        list(iter_relief(source(text), UTM33))


def test_what_is_no_triangle_is_counted():
    open_ring = triangle((0, 0, 0), (1, 0, 0), (0, 1, 0)).replace("0 0 0</gml", "5 5 5</gml")
    left_out = []
    text = relief(open_ring, *strip(2))
    found = list(iter_relief(source(text), UTM33, batch=2, on_left_out=left_out.append))
    assert sum(map(len, found)) == 2
    assert sum(left_out) == 1
