"""Paths -> the GML files in them: folders, single files, zip archives read in place."""

from __future__ import annotations

import os
import posixpath
import stat
import struct
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from citygml.archives import member_name
from citygml.errors import CityModelError
from plateau.tiles import file_name

SUFFIXES = (".gml", ".citygml")
#: Folders of a dataset that hold no city objects.
_ASIDE = frozenset({"codelists", "schemas", "metadata", "specification", "misc"})
#: Where the code lists of a dataset are, below its folder; without ``udx`` also beside the GML.
LISTS = ("codelists/*.xml", "*.xml")
#: A member of an archive that says it is larger is refused. The largest published have 2 GB.
MAX_MEMBER_BYTES = 16_000_000_000
#: A large member that unpacks to more than this many times its size is refused: GML reaches 40.
MAX_EXPANSION = 250
_EXPANSION_MATTERS_BYTES = 50_000_000
#: Signature, lengths of name and extra field of a local file header (APPNOTE 4.3.7).
_LOCAL_HEADER = struct.Struct("<4s22xHH")


def shown(path: Path | str) -> str:
    """Path as people read it, and as any file can hold it.

    Names that another system wrote in cp932, such as those of a dataset unpacked from a Japanese
    archive, are bytes without meaning in UTF-8; Python keeps them as half letters, which nothing
    can write.
    """
    names = str(path).split("/")
    return "/".join(
        name if _is_text(name) else os.fsencode(name).decode("cp932", errors="backslashreplace")
        for name in names
    )


def _is_text(name: str) -> bool:
    """Whether UTF-8 can hold a name."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Root:
    """Folder (possibly in an archive) that holds a dataset: the one with ``udx`` and ``codelists``.

    Without ``udx`` it is the nearest above the GML with code lists, else what was given.

    Attributes
    ----------
    path : Path
        Folder, or zip archive.
    prefix : str
        Folder inside the archive with a slash at the end, "" otherwise.
    is_archive : bool
        Whether `path` is an archive.
    """

    path: Path
    prefix: str = ""
    is_archive: bool = False

    @property
    def name(self) -> str:
        """Name of the dataset."""
        if self.is_archive:
            return posixpath.basename(self.prefix.rstrip("/")) or shown(self.path.stem)
        return shown(self.path.name)


class ArchiveMember(NamedTuple):
    """Where a member lies in its archive, so that it is found without the archive's directory.

    A city of textures has a directory of hundreds of thousands of entries; it is read once.
    """

    offset: int
    compressed_bytes: int
    checksum: int
    method: int
    flags: int


@dataclass(frozen=True, slots=True)
class DatasetFile:
    """A GML file of a dataset.

    Attributes
    ----------
    label : str
        What messages call it.
    root : Root
        Dataset it belongs to.
    member : str
        Path below `Root.path`, with slashes.
    feature_type : str
        Such as "bldg", "" if unknown.
    tile : str
        Code of its tile, "" if unknown.
    size_bytes : int
        Unpacked.
    archived : ArchiveMember or None
        Where it lies in an archive.
    """

    label: str
    root: Root
    member: str
    feature_type: str
    tile: str
    size_bytes: int = field(compare=False)
    archived: ArchiveMember | None = field(default=None, compare=False)

    def open(self) -> BinaryIO:
        """Return a stream from the start of the file.

        Raises
        ------
        OSError
            If it is gone, or its archive is damaged.
        """
        if self.archived is None:
            return (self.root.path / self.member).open("rb")
        return _opened_member(self.root.path, self.member, self.size_bytes, self.archived)


def _opened_member(path: Path, member: str, size_bytes: int, where: ArchiveMember) -> BinaryIO:
    """Return a stream of a member; its end is checked against the checksum."""
    info = zipfile.ZipInfo(member)
    info.header_offset, info.compress_size = where.offset, where.compressed_bytes
    info.CRC, info.compress_type, info.file_size = where.checksum, where.method, size_bytes
    file = path.open("rb")
    try:
        _skip_local_header(file, member, where)
        return cast("BinaryIO", zipfile.ZipExtFile(file, "r", info, close_fileobj=True))
    except NotImplementedError as error:
        file.close()
        raise OSError(f"damaged archive: {error}") from error
    except OSError:
        file.close()
        raise


def _skip_local_header(file: BinaryIO, member: str, where: ArchiveMember) -> None:
    """Go to where the contents of a member begin."""
    file.seek(where.offset)
    header = file.read(_LOCAL_HEADER.size)
    if len(header) < _LOCAL_HEADER.size:
        raise OSError("damaged archive: it ends before the member")
    signature, name_bytes, extra_bytes = _LOCAL_HEADER.unpack(header)
    name = file.read(name_bytes)
    if signature != b"PK\3\4" or (member.isascii() and name != member.encode("ascii")):
        raise OSError("damaged archive: the member is not where its directory says")
    file.seek(extra_bytes, os.SEEK_CUR)


def files_of(path: Path) -> tuple[DatasetFile, ...]:
    """Return the GML files of a folder, of an archive, or the one file, in order of path.

    Raises
    ------
    CityModelError
        If there is no such path, no GML in it, or the archive is broken or not to be trusted.
    """
    if not path.exists():
        raise CityModelError(
            f"{path}: no such file or folder; give a PLATEAU folder, a .zip or a .gml"
        )
    if path.is_dir():
        found = sorted(_folder_files(path), key=lambda file: file.label)
        if not found:
            raise CityModelError(
                f"{path}: holds no .gml file, also not further down; {_expected()}"
            )
        return tuple(found)
    if path.suffix.lower() == ".zip" and path.is_file():
        return _archive_files(path)
    if path.suffix.lower() in {*SUFFIXES, ".xml", ".zip"}:
        if not path.is_file():  # opening a pipe would wait for ever
            raise CityModelError(f"{path}: is a pipe or device, not a regular file; {_expected()}")
        return (_plain_file(path, _root_of(path.parent, path.parent)),)
    raise CityModelError(f"{path}: is neither a folder nor a .zip nor a .gml; {_expected()}")


def _expected() -> str:
    """Say what a dataset looks like."""
    return "give the folder with udx/, a .zip of it, or a .gml file"


def _folder_files(folder: Path) -> Iterator[DatasetFile]:
    """Yield the GML files of a folder; links to folders are not followed."""
    for where, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in _ASIDE and not name.startswith(".")]
        root = _root_of(Path(where), folder)
        for name in names:
            path = Path(where) / name
            if name.lower().endswith(SUFFIXES) and not name.startswith("."):
                if not path.is_file():  # opening a pipe would wait for ever
                    raise CityModelError(
                        f"{path}: is no regular file, nor a link to one; remove it from the folder"
                    )
                yield _plain_file(path, root)


def _root_of(folder: Path, given: Path) -> Path:
    """Folder of the dataset that files in a folder belong to, which is not above the one given.

    Where there is no ``udx`` it is the nearest with code lists.
    """
    absolute, highest = (Path(os.path.abspath(path)) for path in (folder, given))
    above = (absolute, *absolute.parents)
    udx = next((path.parent for path in above if path.name == "udx"), None)
    if udx is not None:
        return udx
    inside = above[: above.index(highest) + 1]
    return next((path for pattern in LISTS for path in inside if any(path.glob(pattern))), highest)


def _plain_file(path: Path, root: Path) -> DatasetFile:
    """Describe a file on disk."""
    member = Path(os.path.abspath(path)).relative_to(root).as_posix()
    feature_type, tile = _type_and_tile(member)
    return DatasetFile(shown(path), Root(root), member, feature_type, tile, path.stat().st_size)


def _type_and_tile(member: str) -> tuple[str, str]:
    """Feature type and tile from the name of a file, else its type from its folder."""
    name = file_name(posixpath.basename(member))
    folders = member.split("/")[:-1]
    feature_type = name.feature_type
    if not feature_type and "udx" in folders[:-1]:
        feature_type = folders[folders.index("udx") + 1]
    return feature_type, name.tile


def _archive_files(path: Path) -> tuple[DatasetFile, ...]:
    """Return the GML members of an archive."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [(info, member_name(info)) for info in archive.infolist()]
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, ValueError) as error:
        raise CityModelError(
            f"{path}: is not a readable zip archive ({error}); download it again"
        ) from None
    found, homes = [], _list_homes(name for _, name in members)
    for info, name in members:
        _check_member(info, name, path)
        parts = name.split("/")
        if info.is_dir() or not parts[-1].lower().endswith(SUFFIXES) or _ASIDE & set(parts[:-1]):
            continue
        prefix = _prefix(parts[:-1], homes)
        feature_type, tile = _type_and_tile(name)
        root = Root(Path(os.path.abspath(path)), prefix, is_archive=True)
        label = f"{shown(path)}/{name}"
        where = ArchiveMember(
            info.header_offset, info.compress_size, info.CRC, info.compress_type, info.flag_bits
        )
        found.append(DatasetFile(label, root, name, feature_type, tile, info.file_size, where))
    if not found:
        raise CityModelError(f"{path}: holds no .gml file; {_expected()}")
    return tuple(sorted(found, key=lambda file: file.label))


def _list_homes(names: Iterable[str]) -> tuple[frozenset[str], ...]:
    """Folders in an archive that have code lists, in the order of `LISTS`."""
    folders = frozenset(name[: name.rfind("/") + 1] for name in names if name.endswith(".xml"))
    inner = {path for path in folders if f"/{path}".endswith("/codelists/")}
    return frozenset(path.removesuffix("codelists/") for path in inner), folders


def _prefix(folders: list[str], homes: tuple[frozenset[str], ...]) -> str:
    """Folder in an archive of the dataset that a folder belongs to, as `_root_of` finds it."""
    above = ["".join(f"{part}/" for part in folders[:i]) for i in range(len(folders), -1, -1)]
    if "udx" in folders:
        return above[-1 - folders.index("udx")]
    return next((path for home in homes for path in above if path in home), "")


def _check_member(info: zipfile.ZipInfo, name: str, path: Path) -> None:
    """Refuse an archive with a member that no dataset has."""
    outside = name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")
    if outside or stat.S_ISLNK(info.external_attr >> 16):
        raise CityModelError(
            f"{path}: member {name!r} points outside the archive; such archives are refused; "
            "download it from the official site"
        )
    if info.flag_bits & 1:
        raise CityModelError(f"{path}: member {name!r} is encrypted; unpack the archive first")
    bomb = info.file_size > _EXPANSION_MATTERS_BYTES and info.file_size > MAX_EXPANSION * max(
        info.compress_size, 1
    )
    if bomb or info.file_size > MAX_MEMBER_BYTES:
        raise CityModelError(
            f"{path}: member {name!r} would unpack to {info.file_size} bytes from "
            f"{info.compress_size}; no published file does; download it from the official site"
        )
