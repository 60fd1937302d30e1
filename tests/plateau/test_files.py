"""Finding GML files, and refusing archives that no one publishes."""

import os
import pickle
import sys
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest
from plateau_folders import NAME, Cp932Info, write_dataset, zipped

import plateau
from citygml.errors import CityModelError
from plateau import files
from plateau.files import files_of
from plateau.list_files import CodelistFiles

TILES = {"54363371": [(0.5, 0.5)], "54363372": [(0.5, 0.5)]}


def archive_of(path, members, *, compression=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_files_of_a_folder_know_their_dataset(tmp_path):
    root = write_dataset(tmp_path, TILES)
    for given in (root, root / "udx", root / "udx/bldg", tmp_path):
        found = files_of(given)
        assert [entry.tile for entry in found] == list(TILES)
        assert {entry.root.path for entry in found} == {root}
        assert {entry.root.name for entry in found} == {NAME}


def test_code_lists_schemas_and_hidden_folders_are_no_city(tmp_path):
    root = write_dataset(tmp_path, TILES)
    for aside in ("codelists", "schemas", ".git", "metadata"):
        (root / aside).mkdir()
        (root / aside / "a.gml").write_text("x", encoding="ascii")
    assert len(files_of(root)) == 2


def test_the_folder_says_the_type_where_the_name_does_not(tmp_path):
    (tmp_path / "udx/fld/natl/river").mkdir(parents=True)
    (tmp_path / "udx/fld/natl/river/water.gml").write_text("x", encoding="ascii")
    (entry,) = files_of(tmp_path)
    assert (entry.feature_type, entry.tile) == ("fld", "")


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda folder: folder / "nowhere", "no such file or folder"),
        (lambda folder: folder, "holds no .gml file"),
        (lambda folder: written(folder / "a.txt", b"x"), "neither a folder nor a .zip nor a .gml"),
        (lambda folder: written(folder / "a.zip", b"x"), "not a readable zip archive"),
        (lambda folder: written(folder / "a.zip", b""), "not a readable zip archive"),
        (lambda folder: archive_of(folder / "a.zip", {"a.txt": "x"}), "holds no .gml file"),
    ],
)
def test_what_holds_no_city_is_refused_in_one_line(tmp_path, make, reason):
    with pytest.raises(CityModelError, match=reason) as caught:
        files_of(make(tmp_path))
    assert "\n" not in str(caught.value)


def written(path, content):
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "name", ["../a.gml", "udx/../../a.gml", "/etc/a.gml", "C:/a.gml", "udx\\..\\a.gml"]
)
def test_members_that_point_outside_are_refused(tmp_path, name):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        info = zipfile.ZipInfo("x")
        info.filename = name  # ZipInfo itself would tidy it
        archive.writestr(info, "x")
    with pytest.raises(CityModelError, match="points outside the archive"):
        files_of(path)


def test_links_in_archives_are_refused(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        info = zipfile.ZipInfo("udx/bldg/54363371_bldg_6697.gml")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    with pytest.raises(CityModelError, match="points outside the archive"):
        files_of(path)


def test_bombs_are_refused_unopened(tmp_path, monkeypatch):
    """A megabyte of zeros shrinks 1000 times; the limit is for larger members."""
    path = archive_of(tmp_path / "a.zip", {"udx/bldg/a.gml": b"\0" * 1_000_000})
    assert len(files_of(path)) == 1
    monkeypatch.setattr(files, "_EXPANSION_MATTERS_BYTES", 100_000)
    with pytest.raises(CityModelError, match="would unpack to 1000000 bytes"):
        files_of(path)


def test_a_member_is_read_in_place_and_its_file_closed(tmp_path):
    root = write_dataset(tmp_path, TILES)
    (first, _) = files_of(zipped(root))
    with first.open() as stream:
        assert stream.read() == (root / first.member.removeprefix(f"{NAME}/")).read_bytes()
    assert pickle.loads(pickle.dumps(first)) == first
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".gml"] == []


def test_a_member_that_vanished_is_an_os_error(tmp_path):
    (first, *_) = files_of(zipped(write_dataset(tmp_path, TILES)))
    archive_of(first.root.path, {"other.gml": "x"})
    with pytest.raises(OSError, match="damaged archive"):
        first.open()


def test_an_archive_of_a_later_version_of_the_format_is_refused(tmp_path):
    path = archive_of(tmp_path / "a.zip", {"udx/bldg/a.gml": "<x/>"})
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\1\2") + 6] = 84
    path.write_bytes(content)
    with pytest.raises(CityModelError, match=r"not a readable zip archive .*8\.4"):
        files_of(path)


def test_a_member_is_read_without_the_directory_of_its_archive(tmp_path, monkeypatch):
    """A city of textures has hundreds of thousands of entries: the directory is read once."""
    packed = zipped(write_dataset(tmp_path, {"54363371": [(0.5, 0.5)]}))
    (entry,) = files_of(packed)

    def refused(*_, **__):
        raise AssertionError("the directory was read again")

    monkeypatch.setattr("plateau.files.zipfile.ZipFile", refused)
    with pickle.loads(pickle.dumps(entry)).open() as stream:
        text = stream.read()
    assert b"CityModel" in text
    assert len(text) == entry.size_bytes


def test_a_member_that_was_moved_or_damaged_since_is_an_error(tmp_path):
    packed = zipped(write_dataset(tmp_path, {"54363371": [(0.5, 0.5)]}))
    (entry,) = files_of(packed)
    content = packed.read_bytes()
    packed.write_bytes(b"x" * 10 + content)
    with pytest.raises(OSError, match="not where its directory says"):
        entry.open()
    packed.write_bytes(content[: entry.archived.offset + 10])
    with pytest.raises(OSError, match="ends before the member"):
        entry.open()
    middle = entry.archived.offset + 200
    packed.write_bytes(content[:middle] + b"?" * 50 + content[middle + 50 :])
    with entry.open() as stream, pytest.raises((zipfile.BadZipFile, zlib.error)):
        stream.read()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
@pytest.mark.parametrize("name", ["a.gml", "a.zip"])
def test_a_pipe_is_refused_instead_of_waited_for(tmp_path, name):
    pipe = tmp_path / "d" / name
    pipe.parent.mkdir()
    os.mkfifo(pipe)
    with pytest.raises(CityModelError, match="not a regular file"):
        files_of(pipe)
    with pytest.raises(CityModelError, match=r"no regular file|holds no \.gml"):
        files_of(pipe.parent)


@pytest.mark.parametrize("folder", ["加賀市_2022", "予算表_能登ソ/見本"])
def test_names_in_the_code_page_of_japan_are_read_as_they_were_written(tmp_path, folder):
    """The second byte of 表, 能, ソ and 予 is a backslash, which is no path here."""
    root = write_dataset(tmp_path, {"54363371": [(0.5, 0.5)]})
    (root / "codelists").mkdir()
    (root / "codelists/A.xml").write_text("one", encoding="ascii")
    path = tmp_path / "city.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(root.rglob("*.*ml")):
            name = f"{folder}/{file.relative_to(root).as_posix()}"
            archive.writestr(Cp932Info(name), file.read_bytes())
    (entry,) = files_of(path)
    assert entry.root.prefix == f"{folder}/"
    assert entry.tile == "54363371"
    with entry.open() as stream:
        assert b"CityModel" in stream.read()
    assert list(CodelistFiles(entry.root).contents()) == [f"{folder}/codelists/a.xml".lower()]


@pytest.mark.parametrize("name", ["../表.gml", "/etc/表.gml"])
def test_names_in_that_code_page_point_outside_no_less(tmp_path, name):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(Cp932Info(name), "x")
    with pytest.raises(CityModelError, match="points outside"):
        files_of(path)


@pytest.mark.skipif(sys.platform == "win32", reason="needs files with holes")
def test_an_archive_of_more_than_four_gigabytes_is_read_in_place(tmp_path):
    """The members lie behind a hole of 5 GB: their offsets need the zip64 extension."""
    root = write_dataset(tmp_path, TILES)
    path = tmp_path / f"{NAME}.zip"
    with path.open("wb") as file:
        file.truncate(5_000_000_000)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        for member in sorted(root.rglob("*.gml")):
            with archive.open(f"{NAME}/{member.relative_to(root).as_posix()}", "w",
                              force_zip64=True) as stream:  # fmt: skip
                stream.write(member.read_bytes())
    assert path.stat().st_blocks * 512 < 10_000_000
    tracemalloc.start()
    one = plateau.open(path).select(tiles=min(TILES))
    peak_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak_bytes < 20_000_000
    (entry,) = one.entries if len(one.entries) == 1 else one.files_near(0.0)
    assert entry.archived.offset >= 5_000_000_000
    assert len(one.load().features) == len(TILES[min(TILES)])


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux alone")
def test_a_folder_named_in_cp932_is_read_and_called_by_its_name(tmp_path):
    """Where an archive of Windows was unpacked; the name is no text in UTF-8."""
    folder = os.fsencode(tmp_path) + "/加賀市_citygml".encode("cp932")
    os.mkdir(folder)
    (path := Path(os.fsdecode(folder)) / "54363371_bldg_6697_op.gml").write_text("<x/>")
    (file,) = files_of(path.parent)
    assert file.label == f"{tmp_path}/加賀市_citygml/54363371_bldg_6697_op.gml"
    assert file.root.name == "加賀市_citygml"
    with file.open() as stream:
        assert stream.read() == b"<x/>"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets only administrators make links")
@pytest.mark.parametrize("target", ["nowhere.gml", "54363379_bldg_6697_op.gml", "/dev/zero"])
def test_a_link_that_leads_to_no_file_is_refused_in_one_line(tmp_path, target):
    """To nothing, to itself, to a device without end."""
    root = write_dataset(tmp_path, TILES)
    (root / "udx/bldg/54363379_bldg_6697_op.gml").symlink_to(target)
    with pytest.raises(CityModelError, match="no regular file, nor a link to one"):
        files_of(root)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets only administrators make links")
def test_links_to_folders_are_not_followed_and_links_to_files_are_files(tmp_path):
    """A folder that holds itself has no end; a list that is a device is no list."""
    root = write_dataset(tmp_path, TILES)
    (root / "udx/bldg/again").symlink_to(root)
    aside = tmp_path / "aside.gml"
    (root / "udx/bldg/54363371_bldg_6697_op.gml").rename(aside)
    (root / "udx/bldg/54363371_bldg_6697_op.gml").symlink_to(aside)
    (root / "codelists").mkdir()
    (root / "codelists/A.xml").symlink_to("/dev/zero")
    found = files_of(root)
    assert [entry.tile for entry in found] == list(TILES)
    assert CodelistFiles(found[0].root).contents() == {}
    assert len(plateau.open(root).load().features) == 2
