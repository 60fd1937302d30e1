from __future__ import annotations

import pytest

from citygml.errors import CityModelError
from viewer.files import replaced


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
