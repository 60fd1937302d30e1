"""What a worker makes of a result: tables by name, rows of the tile, words instead of errors."""

import pickle
from collections import namedtuple

import geopandas as gpd
import pandas as pd
import pytest
from plateau_folders import write_dataset
from run_analyses import heights, raising_what_cannot_be_pickled

import plateau
from citygml.errors import AnalysisError
from plateau.dataset import DEFAULT_TYPES
from plateau.manifest import RunFolder
from plateau.task import TileJob, named_tables, own_rows, peak_bytes, tile_task
from plateau.tile_city import Surroundings, tile_city
from plateau.tiling import tiling_of

WEST, EAST = "54363371", "54363372"


@pytest.fixture
def case(tmp_path):
    """Tile in the west with a neighbour 70 m away in the east, and what all tiles share."""
    data = plateau.open(write_dataset(tmp_path, {WEST: [(0.96, 0.5)], EAST: [(0.03, 0.5)]}))
    tiling = tiling_of(data, 100.0, types=DEFAULT_TYPES)
    around = Surroundings("EPSG:6675", (), 100.0, data.provenance, tiling.map)
    return tiling.tiles[0], around


def job(case, analysis, tmp_path):
    tile, around = case
    out = RunFolder(tmp_path / "out")
    out.prepare()
    return TileJob(tile, around, {}, analysis, out, "key", 1)


def test_a_table_a_named_tuple_and_a_mapping_are_results():
    table = gpd.GeoDataFrame(geometry=[])
    pair = namedtuple("Pair", "a b")(table, table)
    assert list(named_tables(table)) == ["table"]
    assert list(named_tables(pair)) == ["a", "b"]
    assert list(named_tables({"x": table})) == ["x"]


@pytest.mark.parametrize(
    "result",
    [
        None, 3, pd.DataFrame(), (1, 2), {}, {"x": 1}, {"problems": gpd.GeoDataFrame()},
        {"a/b": gpd.GeoDataFrame()}, namedtuple("Odd", "a")(1),
    ],
)  # fmt: skip
def test_anything_else_is_refused(result):
    with pytest.raises(AnalysisError, match="must return a GeoDataFrame"):
        named_tables(result)


def test_rows_go_by_object_then_by_place_and_else_stay(case):
    tile, around = case
    city = tile_city(tile, around, {})
    own, context = f"{WEST}-0", f"{EAST}-0"
    assert city.features["is_context"].to_dict() == {own: False, context: True}
    places = city.features.geometry
    by_index = gpd.GeoDataFrame(geometry=places, crs=city.crs).rename_axis("feature_id")
    assert list(own_rows(by_index, city, WEST, around).index) == [own]
    by_column = gpd.GeoDataFrame(
        {"feature_id": [context, own]}, geometry=[places[own], None], crs=city.crs
    )
    assert own_rows(by_column, city, WEST, around)["feature_id"].tolist() == [own]
    by_place = gpd.GeoDataFrame(geometry=list(places[[own, context]]), crs=city.crs)
    assert own_rows(by_place, city, WEST, around).index.tolist() == [0]
    assert own_rows(by_place, city, EAST, around).index.tolist() == [1]
    nowhere = gpd.GeoDataFrame({"x": [1, 2]}, geometry=[None, None], crs=city.crs)
    assert len(own_rows(nowhere, city, WEST, around)) == 2


def test_attrs_survive_the_choice_of_rows(case):
    tile, around = case
    city = tile_city(tile, around, {})
    assert own_rows(heights(city), city, WEST, around).attrs["plateau"]["analysis"] == "heights"


def test_a_finished_tile_has_its_tables_before_its_record(case, tmp_path):
    record = tile_task(job(case, heights, tmp_path))
    assert (record.status, record.rows, record.reason) == ("done", {"table": 1, "problems": 0}, "")
    assert record.peak_bytes > 50_000_000
    folder = RunFolder(tmp_path / "out")
    assert folder.records() == {WEST: record}
    assert folder.finished(WEST, "key", folder.records())
    assert not folder.finished(WEST, "another key", folder.records())


def test_what_goes_wrong_comes_back_as_words_that_pickle(case, tmp_path):
    record = tile_task(job(case, raising_what_cannot_be_pickled, tmp_path))
    assert record.status == "failed"
    assert record.reason.startswith("UnpicklableError: cannot travel (run_analyses.py:")
    assert pickle.loads(pickle.dumps(record)) == record
    assert RunFolder(tmp_path / "out").records() == {}


def test_tables_that_cannot_be_written_are_told_apart(case, tmp_path):
    work = job(case, heights, tmp_path)
    (tmp_path / "out/table").write_text("in the way", encoding="ascii")
    record = tile_task(work)
    assert record.status == "unwritable"
    assert "cannot be written" in record.reason


def test_memory_is_that_of_this_process():
    assert 50_000_000 < peak_bytes() < 50_000_000_000
