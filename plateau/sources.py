"""Files of a dataset -> what the reader takes."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from types import MappingProxyType

from citygml.codelists import Codelists
from citygml.stream import Source
from citygml.window import Window
from plateau.files import DatasetFile, Root
from plateau.list_files import CodelistFiles


def as_sources(
    entries: Iterable[DatasetFile],
    *,
    context: Container[str] = frozenset(),
    windows: Mapping[str, Window] = MappingProxyType({}),
) -> list[Source]:
    """Return files as the reader wants them; files of one folder share their code lists.

    Parameters
    ----------
    entries : iterable of DatasetFile
        The files.
    context : container of str
        Labels of those whose objects only stand around.
    windows : mapping of str to Window
        Label of a file -> the part of it that is wanted.
    """
    roots: dict[Root, CodelistFiles] = {}
    lists: dict[tuple[Root, str], Codelists] = {}
    sources = []
    for entry in entries:
        folder = entry.member.rpartition("/")[0]
        key = (entry.root, folder)
        if key not in lists:
            files = roots.setdefault(entry.root, CodelistFiles(entry.root))
            lists[key] = files.codelists(folder)
        sources.append(
            Source(
                label=entry.label,
                open=entry.open,
                tile=entry.tile,
                codelists=lists[key],
                is_context=entry.label in context,
                window=windows.get(entry.label),
            )
        )
    return sources
