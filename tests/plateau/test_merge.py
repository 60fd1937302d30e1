"""Tables of tiles as tables of the city: together, streamed, summed up, and settled."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from citygml.errors import CityModelError
from plateau.manifest import RunFolder, TileRecord
from plateau.merge import RunResult
from plateau.output import read_tables


def piece(ids, *, kind="house", shape=None, note="n"):
    """Rows with an amount, a class, a rate and a geometry of one kind."""
    count = len(ids)
    table = gpd.GeoDataFrame(
        {
            "area_m2": np.arange(1.0, count + 1.0) * (5.0 if kind == "shed" else 1.0),
            "yield_kwh_per_m2": np.full(count, 7.0),
            "result": pd.array([kind] * count, dtype="string"),
            "feature_id": pd.array(ids, dtype="string"),
        },
        geometry=[shape or shapely.box(0, 0, 1, 1)] * count,
        index=pd.Index(ids, name="surface_id", dtype="str"),
        crs=6677,
    )
    table.attrs["plateau"] = {"analysis": "x", "notes": [note, "all"]}
    return table


@pytest.fixture
def merged(tmp_path):
    """Three tiles: two rows, none, and one of another geometry type."""
    folder, records = RunFolder(tmp_path), []
    many = shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(2, 0, 3, 1)])
    parts = {"1": piece(["a", "b"]), "2": piece([]), "3": piece(["c"], kind="shed", shape=many,
                                                               note="m")}  # fmt: skip
    for tile, part in parts.items():
        for name, table in (("roofs", part), ("problems", None)):
            path = folder.table_file(name, tile)
            path.parent.mkdir(exist_ok=True)
            if table is None:
                row = {"path": "f", "line": 1, "feature_id": "", "reason": "r", "tile": tile}
                pd.DataFrame([row]).to_parquet(path)
            else:
                table.to_parquet(path)
        records.append(TileRecord(tile, "k", "done", {"roofs": len(part), "problems": 1}, 1))
    return RunResult(tmp_path, tuple(records), {})


def test_a_table_of_the_city_is_that_of_the_tiles_one_after_the_other(merged):
    assert merged.tables == ("roofs",)
    table = merged.table("roofs")
    assert list(table.index) == ["a", "b", "c"]
    assert table.crs.to_epsg() == 6677
    assert table.attrs["plateau"] == {"analysis": "x", "notes": ["n", "all", "m"]}
    assert merged.left_out == 3


def test_the_folder_of_a_table_is_one_partitioned_geoparquet(merged):
    table = gpd.read_parquet(merged.path / "roofs")
    assert sorted(table["feature_id"]) == ["a", "b", "c"]


def test_a_table_that_is_not_there_is_named(merged):
    with pytest.raises(CityModelError, match=r"no table 'walls'; it has \('roofs',\)"):
        merged.table("walls")


def test_a_file_that_broke_says_what_to_do(merged):
    RunFolder(merged.path).table_file("roofs", "3").write_bytes(b"?")
    with pytest.raises(CityModelError, match="run again to replace it"):
        merged.table("roofs")


def test_a_table_without_a_row_has_its_columns(merged):
    empty = RunResult(merged.path, merged.done[1:2], {})
    assert list(empty.table("roofs").columns) == list(merged.table("roofs").columns)
    assert len(empty.table("roofs")) == 0


def test_the_summary_adds_up_amounts_and_counts_classes(merged):
    summary = merged.summary("roofs")
    assert list(summary.index) == ["1", "2", "3", "all"]
    assert summary["rows"].tolist() == [2, 0, 1, 3]
    assert summary.loc["all", "area_m2"] == 8.0
    assert summary["result=house"].tolist() == [2, 0, 0, 2]
    assert summary.loc["3", "result=shed"] == 1
    assert "yield_kwh_per_m2" not in summary.columns
    assert not [name for name in summary.columns if name.startswith("feature_id")]


def test_a_geopackage_is_streamed_tile_by_tile(merged, tmp_path, monkeypatch):
    held = []
    pieces = RunResult.pieces

    def counted(self, table, **words):
        for part in pieces(self, table, **words):
            held.append(len(part))
            yield part

    monkeypatch.setattr(RunResult, "pieces", counted)
    path = merged.write_geopackage(tmp_path / "city.gpkg")
    assert held == [2, 1]
    table = read_tables(path)["roofs"]
    assert sorted(table.index) == ["a", "b", "c"]
    assert set(table.geom_type) == {"Polygon", "MultiPolygon"}
    assert table.attrs["plateau"]["notes"] == ["n", "all", "m"]


def test_problems_of_all_tiles_are_there_once(merged):
    assert len(merged.problems()) == 1


def test_ids_that_several_tiles_have_are_named(merged):
    assert merged.repeated_ids("roofs") == ()
    piece(["a"]).to_parquet(RunFolder(merged.path).table_file("roofs", "3"))
    assert merged.repeated_ids("roofs") == ("a",)


def test_what_only_the_city_tells_is_settled_in_the_files_of_the_tiles(merged):
    def shares(table):
        assert list(table.columns) == ["area_m2"]
        return pd.DataFrame({"share": table["area_m2"] / table["area_m2"].sum()})

    merged.settle("roofs", ["area_m2"], shares)
    assert merged.table("roofs")["share"].tolist() == [1 / 8, 2 / 8, 5 / 8]
    assert merged.table("roofs").attrs["plateau"]["analysis"] == "x"
    merged.settle("roofs", ["area_m2"], shares)  # again: the same
    assert merged.table("roofs")["share"].sum() == 1.0
