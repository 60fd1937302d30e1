"""A file and the XML schemas of a folder -> what the schemas object to, in bounded memory.

The schemas are found by the namespaces they are for, whatever the folder looks like, and an import
of one by another is answered from the folder too: nothing is fetched.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from lxml import etree

from citygml.elements import Element
from citygml.errors import CityModelError
from citygml.feed import PLURAL_ENDS
from citygml.limits import DepthLimit, check_object
from citygml.stream import MAX_OBJECT_BYTES, PARSER, ROOTS, Source, opened

#: Files of a folder that are looked at, and bytes of one: those of CityGML, i-UR and GML are 200.
MAX_SCHEMAS, MAX_SCHEMA_BYTES = 2_000, 4_000_000
#: Messages of one file; what comes after them is not looked for.
MAX_MESSAGES = 1_000
#: The same with those of elements without schema: lxml copies its log of them for every line.
MAX_OBJECTIONS = 30_000
#: Bytes that are looked at in one go, for what they ask of memory.
_CHUNK_BYTES = 1 << 18
#: Elements that are freed as soon as they end: members, and the triangles of relief.
_FREED = (
    *ROOTS,
    *("{*}cityObjectMember", "{*}featureMember", "{*}appearanceMember"),
    *("{*}surfaceDataMember", "{*}Triangle"),
)
_XSD = "{http://www.w3.org/2001/XMLSchema}"
#: Namespaces of attributes alone.
_ATTRIBUTES_ONLY = frozenset(
    {
        "http://www.w3.org/1999/xlink",
        "http://www.w3.org/2001/XMLSchema-instance",
        "http://www.w3.org/XML/1998/namespace",
    }
)


_ELEMENT = re.compile(r"Element '\{(?P<namespace>[^}]*)\}")


class Message(NamedTuple):
    """What a schema objects to, and the line."""

    line: int
    text: str


class Verdict(NamedTuple):
    """What was found in a file.

    Attributes
    ----------
    messages : list of Message
        What is not as the schemas say, up to `MAX_MESSAGES`.
    unjudged : dict
        Namespace without schema -> line of its first element.
    last_line : int
        Where there were too many objections to go on, 0 where the whole file was looked at.
    """

    messages: list[Message]
    unjudged: dict[str, int]
    last_line: int = 0


class _Document(NamedTuple):
    """A schema document: its path, namespace, and what it includes and imports."""

    path: str
    namespace: str
    included: list[str]
    imported: list[tuple[str, str]]


class Schemas:
    """The XML schemas of a folder.

    Parameters
    ----------
    folder : Path
        With .xsd files, in folders of any depth.

    Raises
    ------
    CityModelError
        If there is none.
    """

    def __init__(self, folder: Path) -> None:
        paths = sorted(folder.rglob("*.xsd"))[: MAX_SCHEMAS + 1]
        if not paths or len(paths) > MAX_SCHEMAS:
            raise CityModelError(
                f"{folder} has {len(paths)} .xsd files; the XML schemas of CityGML, GML and i-UR "
                f"are some hundred, at most {MAX_SCHEMAS}; name a folder with nothing else"
            )
        documents = [_document(path) for path in paths]
        self._home = _homes(documents)
        self._namespace_of = {
            place: namespace for one in documents for place, namespace in one.imported
        }
        self._compiled: dict[frozenset[str], etree.XMLSchema] = {}

    def judged(self, source: Source, namespaces: Iterable[str]) -> Verdict:
        """Return what is not as the schemas say.

        What concerns elements of a namespace without schema is not judged. A file that breaks off
        is read up to there.

        Parameters
        ----------
        source : Source
            The file.
        namespaces : iterable of str
            Those its root declares.

        Raises
        ------
        CityModelError
            If the file cannot be opened, or the schemas of these namespaces do not fit together.
        """
        known = frozenset(namespaces) & frozenset(self._home) - _ATTRIBUTES_ONLY
        verdict = Verdict([], {})
        for count, message in enumerate(_messages(source, self._schema(known)), 1):
            element = _ELEMENT.match(message.text)
            if element is not None and element["namespace"] not in known:
                verdict.unjudged.setdefault(element["namespace"], message.line)
            else:
                verdict.messages.append(message)
            if len(verdict.messages) >= MAX_MESSAGES or count >= MAX_OBJECTIONS:
                verdict = verdict._replace(last_line=message.line)
                break
        inner = set(verdict.unjudged) & set(self._home)  # declared further down
        return self.judged(source, known | inner) if inner else verdict

    def _schema(self, known: frozenset[str]) -> etree.XMLSchema:
        if known not in self._compiled:
            places = [(name, Path(self._home[name]).as_uri()) for name in sorted(known)]
            imports = "".join(
                f'<xs:import namespace="{name}" schemaLocation="{place}"/>'
                for name, place in places
            )
            text = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>'
            parser = etree.XMLParser(no_network=True, resolve_entities=False, load_dtd=False)
            parser.resolvers.add(_Local(self._namespace_of, self._home))
            try:
                self._compiled[known] = etree.XMLSchema(etree.fromstring(text, parser))
            except etree.XMLSchemaParseError as error:
                raise CityModelError(
                    f"the XML schemas do not fit together: {error}; give a folder with one edition "
                    "of CityGML, GML and i-UR"
                ) from error
        return self._compiled[known]


class _Local(etree.Resolver):  # type: ignore[misc]  # lxml is not typed
    """Serves every schema from the folder."""

    def __init__(self, namespace_of: dict[str, str], home: dict[str, str]) -> None:
        super().__init__()
        self._namespace_of, self._home = namespace_of, home

    def resolve(self, url: str, _public_id: str, context: object) -> object:
        place = _place(url)
        namespace = self._namespace_of.get(place)
        if namespace in self._home:
            return self.resolve_filename(self._home[namespace], context)
        if "://" in place:
            return self.resolve_empty(context)
        return self.resolve_filename(place, context)


def _place(url: str, folder: Path | None = None) -> str:
    """Path of a schema location that is a file, else the address itself."""
    if url.startswith("file:"):
        return str(Path(unquote(urlsplit(url).path)))
    if "://" in url or folder is None:
        return url
    return str((folder / url).resolve())


def _document(path: Path) -> _Document:
    """Return what the head of a schema document says."""
    if path.stat().st_size > MAX_SCHEMA_BYTES:
        raise CityModelError(f"{path} has more than {MAX_SCHEMA_BYTES} bytes; no XML schema has")
    try:
        root = etree.fromstring(path.read_bytes(), etree.XMLParser(**PARSER))
    except etree.XMLSyntaxError as error:
        raise CityModelError(f"{path} is no XML schema ({error}); leave it out") from None
    resolved, included, imported = path.resolve(), [], []
    for part in root.iterchildren(f"{_XSD}include", f"{_XSD}redefine", f"{_XSD}import"):
        location = part.get("schemaLocation")
        if location and part.tag == f"{_XSD}import":
            imported.append((_place(location, resolved.parent), part.get("namespace", "")))
        elif location:
            included.append(_place(location, resolved.parent))
    return _Document(str(resolved), root.get("targetNamespace", ""), included, imported)


def _homes(documents: list[_Document]) -> dict[str, str]:
    """Return the document to begin with for each namespace.

    Where a namespace has several, it is the one that others import it by, else the one that
    includes most.
    """
    asked = Counter(
        (namespace, place.rpartition("/")[2])
        for one in documents
        for place, namespace in one.imported
    )
    included = {one.path: one.included for one in documents}
    homes: dict[str, tuple[tuple[int, int], str]] = {}
    for one in documents:
        reached, waiting = {one.path}, [one.path]
        while waiting:
            new = set(included.get(waiting.pop(), ())) - reached
            reached |= new
            waiting += new
        name = one.path.rpartition("/")[2]
        rank = (asked[one.namespace, name], len(reached))
        if one.namespace not in homes or rank > homes[one.namespace][0]:
            homes[one.namespace] = (rank, one.path)
    return {namespace: path for namespace, (_, path) in homes.items()}


def _messages(source: Source, schema: etree.XMLSchema) -> Iterator[Message]:
    """Yield all messages; the parser has no lines for them, so it is given one after the other."""
    parser = etree.XMLPullParser(events=("start", "end"), tag=_FREED, schema=schema, **PARSER)
    held, told, line = _Held(source.label), 0, 1
    with opened(source) as stream:
        while block := stream.read(_CHUNK_BYTES):
            held.check(block, line)
            for data in block.splitlines(keepends=True):
                try:
                    parser.feed(data)
                except etree.XMLSyntaxError:
                    return  # what is not well-formed is told by who reads the file
                for event, element in parser.read_events():
                    held.meet(event, element)
                log = parser.feed_error_log
                for entry in log[told:] if len(log) > told else ():
                    yield Message(line, " ".join(entry.message.split()))
                told, line = len(log), line + data.endswith(b"\n")


class _Held:
    """What the parser holds of a file: freed where it can be, and no more than the reader's limits.

    Text in one place is counted by who opens the file.
    """

    def __init__(self, label: str) -> None:
        self._label, self._depth = label, DepthLimit(label)
        self._bytes = self._before = 0  # held, and when a row of elements freed singly began
        self._line = 1

    def check(self, block: bytes, line: int) -> None:
        """Take the next bytes, which begin in a line, before the parser does.

        Raises
        ------
        GMLError
            If elements in them are too deep, or the object they are of has too many bytes.
        """
        self._depth.check(block)
        root = self._depth.root
        while root is not None and len(root) and root[-1].tag.endswith(PLURAL_ENDS):
            if len(root[-1]) < 2:
                break
            root[-1][0].clear()
            del root[-1][0]
            self._bytes = self._before = 0
        if not self._bytes:
            self._line = line
        self._bytes += len(block)
        check_object(self._bytes, self._label, limit_bytes=MAX_OBJECT_BYTES, line=self._line)

    def meet(self, event: str, element: Element) -> None:
        """Free an element that ends, and all of its parent that is before it."""
        if event == "start":
            self._depth.root = element if self._depth.root is None else self._depth.root
            return
        parent = element.getparent()
        if parent is None or parent is self._depth.root:
            self._bytes = self._before = 0
        elif element.getprevious() is None:
            self._before = self._bytes
        else:
            self._bytes = self._before
        element.clear()
        while parent is not None and element.getprevious() is not None:
            del parent[0]
