"""What the beginnings of files tell."""

import gml_documents as gml
import pytest

import plateau
from citygml.errors import CRSError, GMLError
from citygml.stream import Head
from plateau.heads import bounds_of, crs_of_files
from plateau.tiles import epsg_at, tile_bounds

SRS = "http://www.opengis.net/def/crs/EPSG/0/6697"


def test_an_envelope_in_degrees_is_turned_to_west_south_east_north():
    head = Head(SRS, 3, (36.31, 136.39, 1.0), (36.32, 136.4, 9.0), frozenset())
    assert bounds_of(head, "54363371") == (136.39, 36.31, 136.4, 36.32)


def test_without_an_envelope_in_degrees_the_tile_counts():
    for head in (
        Head(SRS, 3, (), (), frozenset()),
        Head("EPSG:25833", 3, (1.0, 2.0), (3.0, 4.0), frozenset()),
    ):
        assert bounds_of(head, "54363371") == tile_bounds("54363371")
        assert bounds_of(head, "") is None


@pytest.mark.parametrize("corners", [((), ()), ((36.31, 136.39), (36.32, 136.4))])
def test_a_reference_system_that_nobody_knows_is_named_with_the_file(tmp_path, corners):
    """With an envelope or without, with a tile that tells the place or without."""
    with pytest.raises(CRSError, match="EPSG:999999"):
        bounds_of(Head("EPSG:999999", 3, *corners, frozenset()), "54363371")
    path = tmp_path / "54363371_bldg_6697_op.gml"
    path.write_text(gml.document(srs="EPSG:999999").replace("Corner>", "Place>"))
    (head,) = plateau.open(path).heads()
    assert head.problem.startswith(f"{path.name}: ") or str(path) in head.problem
    assert "EPSG:999999" in head.problem


def test_files_that_are_projected_keep_their_reference_system():
    assert crs_of_files([gml.source(gml.document())], nearest=epsg_at).to_epsg() == 25833


def test_the_first_readable_file_decides():
    broken = gml.source("<a", label="broken.gml")
    good = gml.source(gml.document(srs=SRS), tile="54363371")
    assert crs_of_files([broken, good], nearest=epsg_at).to_epsg() == 6674


def test_files_of_nowhere_are_refused():
    """The envelope of the fixture lies in the Gulf of Guinea."""
    with pytest.raises(CRSError, match="epsg="):
        crs_of_files([gml.source(gml.document(srs=SRS))], nearest=epsg_at)


def test_if_no_file_can_be_read_the_first_error_is_told():
    with pytest.raises(GMLError, match="is empty"):
        crs_of_files([gml.source(""), gml.source("<a")], nearest=epsg_at)
