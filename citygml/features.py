"""A CityGML file -> its city objects, one at a time, in bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
from pyproj import CRS

from citygml.assembly import FileContent
from citygml.choice import EVERYTHING, Choice
from citygml.file_reader import FileReader
from citygml.model import Problem
from citygml.schema import Schema
from citygml.stream import Source
from citygml.surfaces import SurfaceTable

#: City objects that are held at once.
BATCH_FEATURES = 250


class Feature(NamedTuple):
    """A city object by itself.

    Attributes
    ----------
    feature_id, kind, parent_id : str
        As in `CityModel.features`.
    attributes : dict
        Column -> value; what is missing is not in it.
    records : dict
        Name of a long table -> its rows, each a dict.
    surfaces : SurfaceTable
        Its polygons; coordinates are east, north, up, `SurfaceTable.feature_row` is 0.
    """

    feature_id: str
    kind: str
    parent_id: str
    attributes: dict[str, Any]
    records: dict[str, list[dict[str, Any]]]
    surfaces: SurfaceTable


def iter_features(
    source: Source,
    *,
    schema: Schema,
    crs: CRS,
    choice: Choice = EVERYTHING,
    on_problem: Callable[[Problem], None] | None = None,
) -> Iterator[Feature]:
    """Yield the city objects of a file in its order; a part follows what it is a part of.

    Parameters
    ----------
    source : Source
        The file; `Source.window` and `choice` are applied while it is streamed.
    schema : Schema
        Which attributes become columns and which become records.
    crs : CRS
        Projected, metres.
    choice : Choice
        Which objects and levels of detail.
    on_problem : callable, optional
        Called with everything that could not be read.

    Raises
    ------
    GMLError, CRSError
        If the file cannot be read, or not to its end.
    """
    reader = FileReader(source, schema, crs, choice=choice)
    for content in reader.batches(BATCH_FEATURES):
        if on_problem is not None:
            for problem in content.problems:
                on_problem(problem)
        yield from _features(content)


def _features(content: FileContent) -> Iterator[Feature]:
    """Yield the city objects of a batch."""
    rows = content.polygons
    surfaces = SurfaceTable(
        surface_id=rows.surface_id,
        feature_row=np.zeros(len(rows), dtype=np.int32),
        kind=rows.kind,
        lod=rows.lod,
        ring_start=rows.ring_start,
        coord_start=rows.coord_start,
        coords=rows.coords,
    )
    order = np.argsort(rows.feature_row, kind="stable")
    edges = np.searchsorted(rows.feature_row[order], np.arange(len(content.features) + 1))
    records = _records(content)
    values = content.attributes.astype(object).to_dict("records")
    known = content.attributes.notna().to_numpy()
    for row, feature in enumerate(content.features):
        attributes = zip(values[row].items(), known[row], strict=True)
        yield Feature(
            feature.feature_id,
            feature.kind,
            feature.parent_id,
            {str(name): value for (name, value), is_known in attributes if is_known},
            records.get(feature.feature_id, {}),
            surfaces.take(order[edges[row] : edges[row + 1]]),
        )


def _records(content: FileContent) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Rows of the long tables by city object and table."""
    found: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for name, table in content.records.items():
        for record in table.to_dict("records"):
            feature_id = record.pop("feature_id")
            found.setdefault(feature_id, {}).setdefault(name, []).append(record)
    return found
