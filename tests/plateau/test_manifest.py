"""What a run remembers: records that are whole or not there, and files by their contents."""

import json
import os

import pytest
from plateau_folders import NAME, write_dataset, zipped

import plateau
from citygml.errors import CityModelError
from plateau.manifest import RunFolder, TileRecord, file_stamp, read_json, write_json

WEST = "54363371"


@pytest.fixture
def folder(tmp_path):
    found = RunFolder(tmp_path / "out")
    found.prepare()
    return found


def record(**changes):
    return TileRecord(**{"tile": WEST, "key": "k", "status": "done", "rows": {"t": 1}, **changes})


def with_table(folder):
    path = folder.table_file("t", WEST)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"table")


def test_a_tile_is_finished_with_its_record_its_key_and_its_tables(folder):
    assert not folder.finished(WEST, "k", folder.records())
    folder.write_record(record())
    assert not folder.finished(WEST, "k", folder.records())
    with_table(folder)
    assert folder.finished(WEST, "k", folder.records())
    assert not folder.finished(WEST, "other", folder.records())
    assert not folder.finished("54363372", "k", folder.records())


@pytest.mark.parametrize("text", ["", "{", "[]", '{"tile": "x"}', '{"unknown": 1}'])
def test_a_broken_record_counts_as_not_there(folder, text):
    folder.write_record(record())
    folder.record_file(WEST).write_text(text, encoding="utf-8")
    assert folder.records() == {}


def test_forgetting_a_tile_removes_what_its_record_names(folder):
    folder.write_record(record())
    with_table(folder)
    other = folder.path / "t" / "mine.parquet"
    other.write_bytes(b"not of a run")
    folder.forget(record())
    assert not folder.table_file("t", WEST).exists()
    assert folder.records() == {}
    assert other.exists()


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path):
    (tmp_path / "file").write_text("", encoding="ascii")
    with pytest.raises(CityModelError, match="cannot be written: Not a directory"):
        RunFolder(tmp_path / "file" / "out").prepare()


def test_files_are_known_by_contents_and_read_once(folder, tmp_path, monkeypatch):
    (entry,) = plateau.open(write_dataset(tmp_path, {WEST: [(0.5, 0.5)]})).entries
    path = entry.root.path / entry.member
    first = folder.hashes([entry])
    monkeypatch.setattr("plateau.manifest.file_fingerprint", lambda _: "read again")
    assert folder.hashes([entry]) == first
    os.utime(path, (1, 1))
    assert folder.hashes([entry])[entry.label] == "read again"
    monkeypatch.undo()
    os.utime(path, (2, 2))
    assert folder.hashes([entry]) == first


def test_a_file_that_is_gone_is_named(folder, tmp_path):
    (entry,) = plateau.open(write_dataset(tmp_path, {WEST: [(0.5, 0.5)]})).entries
    (entry.root.path / entry.member).unlink()
    with pytest.raises(CityModelError, match="cannot be read: No such file"):
        folder.hashes([entry])


def test_a_member_of_an_archive_is_known_by_its_checksum(tmp_path):
    root = write_dataset(tmp_path, {WEST: [(0.5, 0.5)]})
    (entry,) = plateau.open(zipped(root)).entries
    first = file_stamp(entry)
    assert first.startswith("zip ")
    write_dataset(tmp_path / "other", {WEST: [(0.6, 0.5)]})
    (other,) = plateau.open(zipped(tmp_path / "other" / NAME)).entries
    assert file_stamp(other) != first


def test_json_is_whole_or_not_there(tmp_path):
    write_json(tmp_path / "a.json", {"名": "市"})
    assert read_json(tmp_path / "a.json") == {"名": "市"}
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8")) == {"名": "市"}
    assert read_json(tmp_path / "none.json") == {}
