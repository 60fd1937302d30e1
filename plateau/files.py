"""Paths -> the GML files in them: folders, single files, zip archives read in place."""

from __future__ import annotations

import os
import posixpath
import stat
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from citygml.archives import member_name
from citygml.codelists import MAX_CODELIST_BYTES, Codelists, codelist_name
from citygml.errors import CityModelError
from plateau.schema import standard_codelists
from plateau.tiles import file_name

SUFFIXES = (".gml", ".citygml")
#: Folders of a dataset that hold no city objects.
_ASIDE = frozenset({"codelists", "schemas", "metadata", "specification", "misc"})
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
        return (_plain_file(path, path.parent),)
    raise CityModelError(f"{path}: is neither a folder nor a .zip nor a .gml; {_expected()}")


def _expected() -> str:
    """Say what a dataset looks like."""
    return "give the folder with udx/, a .zip of it, or a .gml file"


def _folder_files(folder: Path) -> Iterator[DatasetFile]:
    """Yield the GML files of a folder; links to folders are not followed."""
    for where, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in _ASIDE and not name.startswith(".")]
        for name in names:
            path = Path(where) / name
            if name.lower().endswith(SUFFIXES) and not name.startswith("."):
                if not path.is_file():  # opening a pipe would wait for ever
                    raise CityModelError(
                        f"{path}: is no regular file, nor a link to one; remove it from the folder"
                    )
                yield _plain_file(path, folder)


def _plain_file(path: Path, given: Path) -> DatasetFile:
    """Describe a file on disk."""
    absolute = Path(os.path.abspath(path))
    root = next(
        (above.parent for above in absolute.parents if above.name == "udx"),
        Path(os.path.abspath(given)),
    )
    member = absolute.relative_to(root).as_posix()
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
            members = archive.infolist()
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError) as error:
        raise CityModelError(
            f"{path}: is not a readable zip archive ({error}); download it again"
        ) from None
    found = []
    for info in members:
        name = member_name(info)
        _check_member(info, name, path)
        parts = name.split("/")
        if info.is_dir() or not parts[-1].lower().endswith(SUFFIXES) or _ASIDE & set(parts[:-1]):
            continue
        above = parts.index("udx") if "udx" in parts[:-1] else 0
        prefix = "".join(f"{part}/" for part in parts[:above])
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


class CodelistFiles:
    """The code list files of one dataset, found by the paths that its GML files write.

    Parameters
    ----------
    root : Root
        Dataset.
    """

    def __init__(self, root: Root) -> None:
        self._root = root
        self._contents: dict[str, bytes] | None = None

    def codelists(self, folder: str) -> Codelists:
        """Return the code lists as files in a folder of the dataset refer to them."""

        def read(code_space: str) -> bytes | None:
            return self._read(folder, code_space)

        return Codelists(read, standard_codelists())

    def _read(self, folder: str, code_space: str) -> bytes | None:
        """Return the file a ``codeSpace`` names, else that of the same name in ``codelists``.

        Published paths climb too far (Numazu: four levels from two), so that the name decides in
        the end. Case does not matter: archives keep it, file systems may not.
        """
        contents = self.contents()
        path = posixpath.normpath(posixpath.join(folder, code_space.replace("\\", "/"))).lower()
        name = codelist_name(code_space).lower()
        beside = f"{self._root.prefix}codelists/{name}".lower()
        return contents.get(path) or contents.get(beside)

    def contents(self) -> dict[str, bytes]:
        """Contents of the dataset's code lists by path in lower case, read once."""
        if self._contents is None:
            read = self._archived() if self._root.is_archive else self._on_disk()
            self._contents = {path.lower(): content for path, content in read}
        return self._contents

    def _on_disk(self) -> Iterator[tuple[str, bytes]]:
        for path in sorted((self._root.path / "codelists").glob("*.xml")):
            if path.is_file() and path.stat().st_size <= MAX_CODELIST_BYTES:
                yield f"codelists/{path.name}", path.read_bytes()

    def _archived(self) -> Iterator[tuple[str, bytes]]:
        state = self._root.path.stat()
        yield from _archived_codelists(self._root, state.st_size, state.st_mtime_ns)


@lru_cache(maxsize=4)
def _archived_codelists(
    root: Root, _size_bytes: int, _changed_ns: int
) -> tuple[tuple[str, bytes], ...]:
    """Code lists of an archive: a run asks for them once per tile, and the archive never changes.

    Size and time of the archive are part of the question, so that a new archive is read anew.
    """
    folder = f"{root.prefix}codelists/"
    with zipfile.ZipFile(root.path) as archive:
        return tuple(
            (name, archive.read(info))
            for info, name in ((info, member_name(info)) for info in archive.infolist())
            if name.startswith(folder)
            and name.endswith(".xml")
            and info.file_size <= MAX_CODELIST_BYTES
        )
