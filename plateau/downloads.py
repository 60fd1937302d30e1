"""Rows of a catalogue -> datasets on disk that `plateau.open` opens.

The files of a city go where its publisher has them (``udx/bldg/…``), and with them what they refer
to: code lists and textures.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote, urljoin, urlsplit

from citygml.errors import CityModelError
from plateau.transfer import Courier, TransferError

if TYPE_CHECKING:
    import pandas as pd

    from plateau.dataset import StrPath

#: Called with (files done, files in all, name of the file).
Progress = Callable[[int, int, str], None]

_REFERENCE = re.compile(
    rb"codeSpace\s*=\s*[\"']([^\"'<>]{1,300}\.xml)[\"']|imageURI\s*>\s*([^<>]{1,300}?)\s*<"
)
#: Characters of a name that some file system refuses.
_UNSAFE = re.compile(r'[\x00-\x1f<>:"|?*\\]')
_CHUNK_BYTES = 1 << 22
_OVERLAP_BYTES = 1024


@dataclass(frozen=True, slots=True)
class Downloaded:
    """What a download has left.

    Attributes
    ----------
    datasets : tuple of Path
        Folders, or archives, for `plateau.open`.
    files : int
        Files that are there now.
    missing : tuple of str
        What could not be fetched, and why.
    """

    datasets: tuple[Path, ...]
    files: int
    missing: tuple[str, ...]


class _Item(NamedTuple):
    url: str
    path: Path
    size_bytes: int | None


def download(
    files: pd.DataFrame,
    out: StrPath,
    *,
    whole_cities: bool = False,
    references: bool = True,
    courier: Courier | None = None,
    progress: Progress | None = None,
) -> Downloaded:
    """Fetch files of a catalogue, or go on fetching them. Needs the network.

    Parameters
    ----------
    files : DataFrame
        From `catalog`, or some of its rows.
    out : path
        Folder; each dataset gets one in it.
    whole_cities : bool
        Whether to fetch the archives of the whole cities instead; they are read in place.
    references : bool
        Whether to fetch the code lists and textures that the files refer to.
    courier : Courier, optional
        How things are fetched.
    progress : callable, optional
        Called before each file and at the end.

    Returns
    -------
    Downloaded
        A code list or texture that is not there does not end the download.

    Raises
    ------
    CityModelError
        If there is nothing to fetch or an address is not that of a dataset.
    TransferError
        If a file cannot be fetched whole and unharmed, or not be written; what is there is kept,
        and the same call goes on from it.
    """
    fetch, folder = courier or Courier(), Path(out)
    items = _archives(files, folder) if whole_cities else _files(files, folder)
    if not items:
        raise CityModelError("nothing to download; the catalogue has no row or no address")
    for done, item in enumerate(items):
        if progress is not None:
            progress(done, len(items), item.path.name)
        fetch.fetch(item.url, item.path, size_bytes=item.size_bytes)
    found = list(items)
    missing: list[str] = []
    if references and not whole_cities:
        wanted = _references(items)
        for done, item in enumerate(wanted):
            if progress is not None:
                progress(done, len(wanted), item.path.name)
            try:
                fetch.fetch(item.url, item.path)
                found.append(item)
            except TransferError as error:
                if "the server says 404" not in str(error):
                    raise
                missing.append(str(error))
    if progress is not None:
        progress(len(found), len(found), "")
    roots = [item.path if whole_cities else _root_of(item.path) for item in items]
    return Downloaded(tuple(dict.fromkeys(roots)), len(found), tuple(missing))


def _archives(files: pd.DataFrame, folder: Path) -> list[_Item]:
    urls = dict.fromkeys(url for url in files["archive_url"] if url)
    return [_Item(url, folder / _safe(_segments(url)[-1]), None) for url in urls]


def _files(files: pd.DataFrame, folder: Path) -> list[_Item]:
    items = []
    for row in files[["url", "size_bytes"]].itertuples(index=False):
        name, member = _place(str(row.url))
        items.append(_Item(str(row.url), folder / name / member, _whole(row.size_bytes)))
    return items


def _whole(size: object) -> int | None:
    """Return a size as a number, None where it is missing."""
    import pandas as pd

    return None if size is None or pd.isna(size) else int(str(size))


def _segments(url: str) -> list[str]:
    """Return the path of an address, piece by piece.

    Raises
    ------
    CityModelError
        If a piece leads elsewhere.
    """
    pieces = [unquote(piece) for piece in urlsplit(url).path.split("/") if piece]
    if not pieces or any(piece in {".", ".."} or "/" in piece for piece in pieces):
        raise CityModelError(f"{url}: its path leads elsewhere; such an address is refused")
    return pieces


def _safe(name: str) -> str:
    return _UNSAFE.sub("_", name)


def _place(url: str) -> tuple[str, str]:
    """Return name of the dataset and path in it, from the address of one of its files."""
    pieces = _segments(url)
    if "udx" not in pieces[1:-1]:
        raise CityModelError(f"{url}: is no address of a file in a dataset (…/udx/…); refused")
    above = len(pieces) - 1 - pieces[::-1].index("udx")
    return _safe(pieces[above - 1]), "/".join(map(_safe, pieces[above:]))


def _root_of(path: Path) -> Path:
    return next(above.parent for above in path.parents if above.name == "udx")


def _references(items: Iterable[_Item]) -> list[_Item]:
    """Return what files refer to, each once, inside their dataset only."""
    found: dict[Path, _Item] = {}
    for item in items:
        root = _root_of(item.path)
        folder = item.path.parent.relative_to(root).as_posix()
        base = item.url[: item.url.rindex("/udx/") + 1]
        for reference in _referred(item.path):
            member = _inside(folder, reference)
            if member is not None and not (root / member).is_file():
                found.setdefault(
                    root / member, _Item(urljoin(base, quote(member)), root / member, None)
                )
    return list(found.values())


def _inside(folder: str, reference: str) -> str | None:
    """Return the path in the dataset that a file in a folder of it means; None if it is outside.

    Published code lists are in ``codelists`` whatever the path says: some climb too far.

    Examples
    --------
    >>> _inside("udx/bldg", "../../codelists/Building_usage.xml")
    'codelists/Building_usage.xml'
    >>> _inside("udx/bldg", "../../../../codelists/Building_usage.xml")
    'codelists/Building_usage.xml'
    >>> _inside("udx/bldg", "../../../../etc/passwd") is None
    True
    """
    if "://" in reference or reference.startswith("/"):
        return None
    path = posixpath.normpath(posixpath.join(folder, reference.replace("\\", "/")))
    if path.startswith(".."):
        name = posixpath.basename(path)
        return f"codelists/{_safe(name)}" if name.endswith(".xml") else None
    return "/".join(map(_safe, path.split("/")))


def _referred(path: Path) -> Iterator[str]:
    """Yield code lists and textures that a file names, each once."""
    seen: set[bytes] = set()
    with path.open("rb") as file:
        tail = b""
        while chunk := file.read(_CHUNK_BYTES):
            for match in _REFERENCE.finditer(tail + chunk):
                reference = match[1] or match[2]
                if reference not in seen:
                    seen.add(reference)
                    yield reference.decode("utf-8", errors="replace")
            tail = chunk[-_OVERLAP_BYTES:]
