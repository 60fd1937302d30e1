"""Every error says where, on one line, and crosses process boundaries."""

import pickle
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from gml_documents import read

from citygml import errors
from citygml.errors import (
    AnalysisError,
    CityModelError,
    CodelistError,
    CRSError,
    GeometryError,
    GMLError,
)

PLAIN = [CRSError, CodelistError, GeometryError, AnalysisError]


def test_the_message_is_file_line_owner_reason():
    error = GMLError("empty gml:posList", Path("a.gml"), 12, "bldg_1")
    assert str(error) == "a.gml:12 in bldg_1: empty gml:posList"


def test_line_and_owner_are_left_out_where_there_is_none():
    assert str(GMLError("the file is empty", "a.zip/b.gml")) == "a.zip/b.gml: the file is empty"


def test_a_gml_error_survives_pickle_with_all_it_knows():
    error = pickle.loads(pickle.dumps(GMLError("empty", Path("a.gml"), 12, "b1")))
    assert (error.reason, error.path, error.line, error.feature_id) == (
        "empty",
        Path("a.gml"),
        12,
        "b1",
    )
    assert str(error) == "a.gml:12 in b1: empty"


@pytest.mark.parametrize("kind", PLAIN)
def test_the_other_errors_survive_pickle(kind):
    assert str(pickle.loads(pickle.dumps(kind("fact; rule; remedy")))) == "fact; rule; remedy"


def test_one_root_has_five_children():
    children = {kind for kind in vars(errors).values() if isinstance(kind, type)} & set(
        CityModelError.__subclasses__()
    )
    assert children == {GMLError, *PLAIN}


def test_a_worker_process_returns_the_same_error():
    bad = "<CityModel>\n<unclosed>\n</CityModel>"
    with pytest.raises(GMLError) as here:
        read(bad)
    with (
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool,
        pytest.raises(GMLError) as there,
    ):
        pool.submit(read, bad).result()
    assert str(there.value) == str(here.value)
    assert there.value.line == here.value.line == 3
