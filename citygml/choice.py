"""Which objects and levels of detail of a file are read; the others are passed over."""

from __future__ import annotations

from dataclasses import dataclass

from citygml.elements import Element, gml_id
from citygml.namespaces import prefix_and_local


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice among what a file holds; None everywhere means everything.

    A place is chosen by `citygml.stream.Source.window`, tiles and feature types by the files.

    Attributes
    ----------
    ids : frozenset of str, optional
        ``gml:id`` of city objects; what is inside them comes with them.
    kinds : frozenset of str, optional
        Local names of city objects, such as "Building"; what is inside them comes with them.
    lods : frozenset of int, optional
        Levels of detail of geometry. Attributes are read in any case.
    """

    ids: frozenset[str] | None = None
    kinds: frozenset[str] | None = None
    lods: frozenset[int] | None = None

    def wants(self, element: Element) -> bool:
        """Whether a city object is chosen."""
        if self.kinds is not None and prefix_and_local(element.tag)[1] not in self.kinds:
            return False
        return self.ids is None or gml_id(element) in self.ids

    def wants_lod(self, lod: int) -> bool:
        """Whether a level of detail is chosen; -1, a geometry without one, always is.

        Examples
        --------
        >>> choice = Choice(lods=frozenset({1}))
        >>> choice.wants_lod(1), choice.wants_lod(2), choice.wants_lod(-1)
        (True, False, True)
        """
        return self.lods is None or lod < 0 or lod in self.lods


EVERYTHING = Choice()
