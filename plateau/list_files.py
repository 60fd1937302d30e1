"""Code lists of a dataset, in its folder or in its archive."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from functools import lru_cache
from typing import IO

from citygml.archives import member_name
from citygml.codelists import MAX_CODELIST_BYTES, Codelists, codelist_name
from plateau.files import LISTS, Root
from plateau.schema import standard_codelists

#: Bytes of an XML file in which a list says that it is one.
_HEAD_BYTES = 4_096
#: What unpacking a damaged member raises; RuntimeError for one that is encrypted.
_DAMAGES = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError)


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
        """Return the file a ``codeSpace`` names, else the dataset's list of the same name.

        Published paths climb too far (Numazu: four levels from two), so that the name decides in
        the end. Case does not matter: archives keep it, file systems may not.
        """
        contents = self.contents()
        path = posixpath.normpath(posixpath.join(folder, code_space.replace("\\", "/"))).lower()
        name = codelist_name(code_space).lower()
        named = (f"{self._root.prefix}{place}{name}".lower() for place in ("codelists/", ""))
        return next((contents[one] for one in (path, *named) if contents.get(one)), None)

    def contents(self) -> dict[str, bytes]:
        """Contents of the dataset's code lists by path in lower case, read once."""
        if self._contents is None:
            read = self._archived() if self._root.is_archive else self._on_disk()
            self._contents = {path.lower(): content for path, content in read}
        return self._contents

    def _on_disk(self) -> Iterator[tuple[str, bytes]]:
        root = self._root.path
        for pattern in LISTS[: 1 if (root / "udx").is_dir() else None]:
            for path in sorted(root.glob(pattern)):
                if path.is_file() and path.stat().st_size <= MAX_CODELIST_BYTES:
                    with path.open("rb") as stream:
                        content = _list_content(stream, path.parent.name)
                    yield path.relative_to(root).as_posix(), content

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
    with zipfile.ZipFile(root.path) as archive:
        members = [(info, member_name(info)) for info in archive.infolist()]
        folders = {f"{root.prefix}codelists"}
        if not any(name.startswith(f"{root.prefix}udx/") for _, name in members):
            folders.add(root.prefix.rstrip("/"))
        found = []
        for info, name in members:
            folder = posixpath.dirname(name)
            is_small = info.file_size <= MAX_CODELIST_BYTES
            if is_small and name.endswith(".xml") and folder in folders:
                found.append((name, _member_content(archive, info, posixpath.basename(folder))))
        return tuple(found)


def _member_content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, folder: str) -> bytes:
    """Content of a list in an archive; who parses one that is damaged says so."""
    try:
        with archive.open(info) as stream:
            return _list_content(stream, folder)
    except (*_DAMAGES, OSError):
        return b"damaged in the archive"


def _list_content(stream: IO[bytes], folder: str) -> bytes:
    """Content of a file in a folder of lists; elsewhere it is read only if it is a list."""
    start = b"" if folder == "codelists" else stream.read(_HEAD_BYTES)
    is_list = folder == "codelists" or b"Dictionary" in start
    return start + stream.read() if is_list else b""
