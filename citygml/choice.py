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
        ``gml:id`` of city objects, or of anything inside one: the whole object comes.
    kinds : frozenset of str, optional
        Local names of city objects, such as "Building", or of objects inside one, such as
        "BuildingPart": the whole object comes.
    lods : frozenset of int, optional
        Levels of detail of geometry. Attributes are read in any case.
    """

    ids: frozenset[str] | None = None
    kinds: frozenset[str] | None = None
    lods: frozenset[int] | None = None

    def wants(self, element: Element) -> bool:
        """Whether a city object is chosen."""
        if self.kinds is not None and not self._has_kind(element, self.kinds):
            return False
        return self.ids is None or self._has_id(element, self.ids)

    def _has_kind(self, element: Element, kinds: frozenset[str]) -> bool:
        if prefix_and_local(element.tag)[1] in kinds:
            return True
        tags = [f"{{*}}{kind}" for kind in kinds]
        return bool(tags) and next(element.iter(*tags), None) is not None

    def _has_id(self, element: Element, ids: frozenset[str]) -> bool:
        if gml_id(element) in ids:
            return True
        return any(
            not ids.isdisjoint(part.values()) and gml_id(part) in ids for part in element.iter()
        )

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
