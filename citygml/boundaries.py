"""Attributes of thematic surfaces (roof, wall, opening …) -> `records["surface_attributes"]`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from citygml.attribute_tables import GENERIC_COLUMNS, OTHER_COLUMNS, AttributeCells
from citygml.attributes import AttributeBuilder
from citygml.codelists import Codelists
from citygml.elements import Element
from citygml.records import text_table
from citygml.schema import EMPTY_SCHEMA

SURFACE_ATTRIBUTE_COLUMNS = (
    *("feature_id", "surface_id", "surface_type", "path", "value", "code_space", "uom"),
)


class Surface(NamedTuple):
    """A thematic surface: row of its city object, ``gml:id`` or "", and local name."""

    feature_row: int
    gml_id: str
    local_name: str


class SurfaceAttributes:
    """Collects what a file says of surfaces, beside their geometry.

    Parameters
    ----------
    label : str
        Name of the file in problems.
    codelists : Codelists
        Its code lists.
    on_geometry : callable
        Called with (row of the city object, element, path) for geometry among the attributes, as
        of `AttributeBuilder`.
    """

    def __init__(
        self, label: str, codelists: Codelists, on_geometry: Callable[[int, Element, str], bool]
    ) -> None:
        self._attributes = AttributeBuilder(EMPTY_SCHEMA, on_geometry=self._pass_on)
        self._attributes.begin_file(label, codelists)
        self._on_geometry = on_geometry
        self._surfaces: list[Surface] = []

    @property
    def surfaces(self) -> list[Surface]:
        """Surfaces that have attributes."""
        return self._surfaces

    @property
    def cells(self) -> AttributeCells:
        """Attributes as met; their owners are numbers of `surfaces`."""
        return self._attributes.cells

    def extend(self, surfaces: Sequence[Surface], cells: AttributeCells, shift: int) -> None:
        """Append another part of the file, the city objects of which begin at row `shift`."""
        self._attributes.cells.extend(cells, len(self._surfaces))
        self._surfaces += [s._replace(feature_row=s.feature_row + shift) for s in surfaces]

    def add(self, surface: Surface, element: Element) -> None:
        """Take one child of a surface that is an attribute; the element is not kept."""
        if not self._surfaces or self._surfaces[-1] is not surface:
            self._surfaces.append(surface)
        self._attributes.add(len(self._surfaces) - 1, element)

    def _pass_on(self, number: int, element: Element, path: str) -> bool:
        return self._on_geometry(self._surfaces[number][0], element, path)

    def table(self, feature_ids: Sequence[str]) -> pd.DataFrame:
        """Return one row for every value.

        Parameters
        ----------
        feature_ids : sequence of str
            Id of every city object.

        Returns
        -------
        DataFrame
            feature_id, surface_id (``gml:id`` of the thematic surface, "" without one),
            surface_type ("RoofSurface", …), path (``@set/@name`` for generic attributes), value,
            code_space, uom.
        """

        def column(texts: list[str]) -> pd.Series:
            return pd.Series(texts, dtype="string")

        cells = self._attributes.cells
        if not self._surfaces:
            return pd.DataFrame(dict.fromkeys(SURFACE_ATTRIBUTE_COLUMNS, column([])))
        parts = [
            text_table(rows, names, pd.array(np.arange(len(self._surfaces))))
            for rows, names in ((cells.other, OTHER_COLUMNS), (cells.generic, GENERIC_COLUMNS))
        ]
        generic = parts[1]
        named = "@" + generic["name"]
        in_set = generic["set_name"] != ""
        path = named.where(~in_set, "@" + generic["set_name"] + "/" + named)
        generic = generic.assign(path=path, code_space="")[list(OTHER_COLUMNS)]
        values = pd.concat([parts[0], generic], ignore_index=True)
        surfaces = [self._surfaces[number] for number in values["feature_id"]]

        values = values.assign(
            feature_id=column([feature_ids[row] for row, _, _ in surfaces]),
            surface_id=column([surface_id for _, surface_id, _ in surfaces]),
            surface_type=column([surface_type for _, _, surface_type in surfaces]),
        )
        return values[list(SURFACE_ATTRIBUTE_COLUMNS)]
