"""Arrow takes memory from the system while a file is handed over, and from its own pool else."""

import pyarrow as pa
import pytest
from gml_documents import UTM33, building, document, source

from citygml import file_reader
from citygml.arrow_memory import system_memory
from citygml.schema import EMPTY_SCHEMA


def test_the_pool_of_before_comes_back_whatever_happens():
    before = pa.default_memory_pool().backend_name
    with pytest.raises(ZeroDivisionError), system_memory():
        raise ZeroDivisionError
    assert pa.default_memory_pool().backend_name == before


def test_columns_of_a_file_are_made_in_memory_of_the_system(monkeypatch):
    pools = []

    class Watched(file_reader.FileContent):
        def __init__(self, **content):
            pools.append(pa.default_memory_pool().backend_name)
            super().__init__(**content)

    monkeypatch.setattr(file_reader, "FileContent", Watched)
    before = pa.default_memory_pool().backend_name
    house = building("<gml:name>a</gml:name>")
    file_reader.read_content(source(document(house)), schema=EMPTY_SCHEMA, crs=UTM33)
    assert (pools, pa.default_memory_pool().backend_name) == (["system"], before)
