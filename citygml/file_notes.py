"""Children of a city model that are no members -> what the file says of itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from citygml.elements import Element
from citygml.namespaces import qualified

#: What a file says of itself is kept up to this number of remarks.
MAX_NOTES = 1000


def file_note(element: Element) -> tuple[str, str]:
    """Return name and text of what is said of a file as a whole.

    Examples
    --------
    >>> from lxml.etree import fromstring
    >>> file_note(fromstring('<g:name xmlns:g="http://www.opengis.net/gml">Kaga</g:name>'))
    ('gml:name', 'Kaga')
    """
    own = element.get("name")
    name = f"{qualified(element.tag)} {own}" if own else qualified(element.tag)
    return name, " ".join(" ".join(element.itertext()).split())


class FileNotes:
    """What a file says of itself.

    Parameters
    ----------
    said : iterable of (str, str)
        Names and texts that are known from its head.

    Attributes
    ----------
    said : list of (str, str)
        Those, and what was taken; if there is too much of it, the last says so.
    """

    def __init__(self, said: Iterable[tuple[str, str]]) -> None:
        self.said = list(said)
        self._head = len(self.said)

    def __bool__(self) -> bool:
        """Whether anything was taken."""
        return len(self.said) > self._head

    def take(self, element: Element) -> None:
        """Take a child of the city model."""
        note = file_note(element)
        if len(self.said) < MAX_NOTES and note not in self.said:
            self.said.append(note)
        elif len(self.said) == MAX_NOTES:
            self.said.append(("and more", f"only the first {MAX_NOTES} remarks are kept"))


def hand_over(elements: Iterable[Element], on_note: Callable[[Element], None] | None) -> None:
    """Hand over children of the city model that are neither members nor its envelope."""
    for element in elements if on_note is not None else ():
        if on_note and not element.tag.endswith(("Member", "}boundedBy")):
            on_note(element)


def free_before(
    member: Element, on_note: Callable[[Element], None] | None = None
) -> Element | None:
    """Free all that is before a member that was read; return the city model."""
    parent = member.getparent()
    while parent is not None and member.getprevious() is not None:
        hand_over(parent[:1], on_note)
        del parent[0]
    return parent
