from __future__ import annotations

import os
from pathlib import Path

import pytest

from citygml.errors import CityModelError
from viewer.files import checked_place, replaced


def test_a_file_is_there_only_after_it_was_written_whole(tmp_path):
    target = tmp_path / "new" / "picture.png"
    with replaced(target) as temporary:
        assert temporary.parent == target.parent
        assert temporary.suffix == ".png"
        temporary.write_text("whole")
        assert not target.exists()
    assert target.read_text() == "whole"
    assert [path.name for path in target.parent.iterdir()] == ["picture.png"]


def test_a_failure_leaves_the_old_file_and_no_other(tmp_path):
    target = tmp_path / "picture.png"
    target.write_text("old")

    def write() -> None:
        with replaced(target) as temporary:
            temporary.write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write()
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["picture.png"]


def test_a_path_through_a_file_is_one_clear_line(tmp_path):
    (tmp_path / "file").write_text("")

    def write() -> None:
        with replaced(tmp_path / "file" / "picture.png"):
            raise AssertionError

    with pytest.raises(CityModelError, match="cannot be written") as error:
        write()
    assert "\n" not in str(error.value)


def test_a_folder_is_not_overwritten(tmp_path):
    def write() -> None:
        with replaced(tmp_path):
            raise AssertionError

    with pytest.raises(CityModelError, match="is a folder"):
        write()


def test_a_link_stays_and_its_target_is_written(tmp_path):
    target, link = tmp_path / "far" / "table.csv", tmp_path / "table.csv"
    target.parent.mkdir()
    target.write_text("old")
    link.symlink_to(target)
    with replaced(link) as temporary:
        temporary.write_text("new")
    assert link.is_symlink()
    assert target.read_text() == "new"


def test_folders_made_for_a_file_that_fails_are_gone(tmp_path):
    def write() -> None:
        with replaced(tmp_path / "a" / "b" / "table.csv"):
            raise OSError(28, "No space left on device")

    with pytest.raises(CityModelError, match="No space left"):
        write()
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_take_a_file_is_refused_before_the_work(tmp_path):
    (tmp_path / "file").write_text("")
    for place, reason in (
        (tmp_path / "file" / "a.html", "is a file, not a folder"),
        (tmp_path, "is a folder"),
        (tmp_path / "a.xyz", "'.xyz'; it is written as .html"),
        (tmp_path / f"{'a' * 300}.html", "too long; choose another path"),
    ):
        suffixes = (".html",) if place.suffix == ".xyz" else ()
        with pytest.raises(CityModelError, match=reason):
            checked_place(place, suffixes=suffixes)
    assert checked_place(tmp_path / "new" / "a.html", suffixes=(".html",)).name == "a.html"


def test_a_folder_without_the_right_to_write_is_refused_before_the_work(tmp_path, monkeypatch):
    """Also where the folder of the file is still to be made in it."""
    monkeypatch.setattr(os, "access", lambda folder, _mode: Path(folder) != tmp_path)
    for place in (tmp_path / "a.html", tmp_path / "new" / "a.html"):
        with pytest.raises(CityModelError, match="is read-only; choose another path"):
            checked_place(place)
