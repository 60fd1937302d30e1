"""Code lists (``gml:Dictionary``) -> labels of codes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import MappingProxyType

from lxml import etree

from citygml.errors import CodelistError

#: Larger dictionaries are refused. The largest published one (municipalities) has 0.6 MB. [bytes]
MAX_CODELIST_BYTES = 32_000_000

Labels = Mapping[str, str]
#: Name of a list -> its labels, used where a dataset lacks the list.
StandardLists = Mapping[str, Labels]

NO_STANDARD_LISTS: StandardLists = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Codelist:
    """Codes of one list and what they mean.

    Attributes
    ----------
    name : str
        File name, such as "Building_usage.xml".
    labels : Mapping[str, str]
        Code -> label.
    is_standard : bool
        Whether it stands in for a list that the dataset lacks.
    """

    name: str
    labels: Labels
    is_standard: bool = False


def codelist_name(code_space: str) -> str:
    """File name of a code list, whatever way the attribute ``codeSpace`` spells it.

    Examples
    --------
    >>> codelist_name(" ../../codelists/Building_usage.xml")
    'Building_usage.xml'
    """
    return PurePosixPath(code_space.strip().replace("\\", "/")).name


def parse_codelist(content: bytes, name: str) -> Codelist:
    """Read a ``gml:Dictionary``: code in ``gml:name``, label in ``gml:description``.

    Parameters
    ----------
    content : bytes
        The file. A DTD is refused, entities are not expanded, nothing is fetched.
    name : str
        Name of the list.

    Raises
    ------
    CodelistError
        If the file is not a well-formed dictionary, has a DTD, or is too large.

    Examples
    --------
    >>> xml = b"<Dictionary><Definition><description>RC</description><name>603</name></Definition>"
    >>> parse_codelist(xml + b"</Dictionary>", "structure.xml").labels["603"]
    'RC'
    """
    if len(content) > MAX_CODELIST_BYTES:
        raise CodelistError(f"{name}: {len(content)} bytes; a code list has less than 32 MB")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise CodelistError(f"{name}: not well-formed ({error.msg}); correct the file") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise CodelistError(f"{name}: has a DOCTYPE, which no code list needs; remove it")
    labels: dict[str, str] = {}
    for definition in root.iter("{*}Definition"):
        code = (definition.findtext("{*}name") or "").strip()
        label = (definition.findtext("{*}description") or "").strip()
        if code and label:
            labels.setdefault(code, label)
    if not labels:
        raise CodelistError(f"{name}: holds no gml:Definition with gml:name and gml:description")
    return Codelist(name, MappingProxyType(labels))


class Codelists:
    """The code lists that one folder of a dataset refers to.

    A list is looked up once. Where the dataset lacks it, the list of the same name among
    `standard` stands in, marked by `Codelist.is_standard`. A list that is there but lacks a code is
    never completed from another one: code numbers mean different things in different cities.

    Parameters
    ----------
    read : callable
        ``read(code_space) -> bytes or None``: the file that a relative ``codeSpace`` names, as it
        is spelt in the GML file but without blanks around it. It also searches the dataset's own
        folder of code lists, because published paths climb too far (``../../../../codelists/``).
    standard : mapping
        List name without extension -> code -> label.

    Examples
    --------
    >>> lists = Codelists(lambda name: None, {"Building_usage": {"411": "住宅"}})
    >>> lists.label("../../codelists/Building_usage.xml", "411")
    '住宅'
    >>> lists.new_problems()
    ['code list Building_usage.xml is not in the dataset; the bundled standard list is used']
    """

    def __init__(
        self,
        read: Callable[[str], bytes | None],
        standard: StandardLists = NO_STANDARD_LISTS,
    ) -> None:
        self._read = read
        self._standard = standard
        self._lists: dict[str, Codelist | None] = {}
        self._problems: dict[str, str] = {}
        self._unknown: dict[str, set[str]] = {}
        self._told: set[str] = set()

    def find(self, code_space: str) -> Codelist | None:
        """Return the list that a ``codeSpace`` names, None where it cannot be had."""
        if code_space not in self._lists:
            self._lists[code_space] = self._resolved(code_space.strip())
        return self._lists[code_space]

    def label(self, code_space: str, code: str) -> str | None:
        """Return what a code means, None where the list or the code is unknown."""
        found = self.find(code_space)
        if found is None:
            return None
        label = found.labels.get(code)
        if label is None:
            self._unknown.setdefault(found.name, set()).add(code)
        return label

    def new_problems(self) -> list[str]:
        """Return what was not returned before: lists missing or broken, codes they lack."""
        unknown = [
            f"code list {name} has no code {code!r}; the code is kept without a label"
            for name, codes in sorted(self._unknown.items())
            for code in sorted(codes)
        ]
        found = [text for text in (*self._problems.values(), *unknown) if text not in self._told]
        self._told.update(found)
        return found

    def _resolved(self, code_space: str) -> Codelist | None:
        """Read and parse a list, or take the standard one, or note why there is none."""
        name = codelist_name(code_space)
        if "://" in code_space:
            self._problems[name] = (
                f"code list {code_space} is on the web and is not fetched; its codes are kept"
            )
            return None
        content = self._read(code_space)
        fault = "is not in the dataset"
        if content is not None:
            try:
                return parse_codelist(content, name)
            except CodelistError as error:
                fault = f"cannot be read ({error})"
        standard = self._standard.get(PurePosixPath(name).stem)
        if standard is None:
            self._problems[name] = f"code list {name} {fault}; its codes are kept without a label"
            return None
        self._problems[name] = f"code list {name} {fault}; the bundled standard list is used"
        return Codelist(name, standard, is_standard=True)
