"""What a result table says of itself: columns with unit and label, parameters, provenance.

Every analysis ends with its column specification, a tuple of `Column`. It travels with the table
in ``attrs["plateau"]``, where the docs, the legends of the viewer and the headers of a CSV file
read it; it is written nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import geopandas as gpd

from citygml.errors import AnalysisError
from citygml.model import CityModel

DISTRIBUTION = "plateau-analysis"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a result.

    Attributes
    ----------
    name : str
        Name in the table, with the unit as suffix.
    dtype : str
        Pandas dtype.
    unit : str
        Unit as people write it in plain ASCII ("kWh/m2"), "" for a number without, an id or a text.
    label_ja : str
        Japanese label, without the unit.
    text : str
        One sentence that says what it is.
    """

    name: str
    dtype: str
    unit: str
    label_ja: str
    text: str


def software_version() -> str:
    """Version of the installed distribution, "unknown" in a bare source tree."""
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        return "unknown"


def stamped(
    table: gpd.GeoDataFrame,
    city: CityModel,
    *,
    analysis: str,
    columns: Sequence[Column],
    parameters: Mapping[str, Any],
    notes: Sequence[str] = (),
) -> gpd.GeoDataFrame:
    """Return the table in the order of its specification, with its provenance in ``attrs``.

    Parameters
    ----------
    table : GeoDataFrame
        Result with exactly the columns of the specification and "geometry".
    city : CityModel
        What was analysed; gives dataset and source line.
    analysis : str
        Name of the public function, such as "solar_potential".
    columns : sequence of Column
        The specification.
    parameters : mapping
        Parameters of the run; values that JSON knows.
    notes : sequence of str
        What a reader must know first: layers not supplied, where the ground comes from. The first
        lines of every output.

    Raises
    ------
    AnalysisError
        If table and specification differ: a fault of the analysis, caught before users see it.
    """
    names = [column.name for column in columns]
    found = [name for name in table.columns if name != table.geometry.name]
    if set(names) != set(found):
        odd = ", ".join(sorted(set(names) ^ set(found)))
        raise AnalysisError(f"{analysis} and its column specification differ in: {odd}")
    result = table[[*names, table.geometry.name]].astype({c.name: c.dtype for c in columns})
    result.attrs["plateau"] = {
        "analysis": analysis,
        "version": software_version(),
        "dataset": city.provenance.get("dataset", ""),
        "edition": city.provenance.get("edition", ""),
        "source": city.provenance.get("source", ""),
        "parameters": dict(parameters),
        "notes": list(notes),
        "columns": [asdict(column) for column in columns],
    }
    return result


def ground_note(source: str) -> str:
    """One line that says where the ground comes from, "" where it is relief."""
    if source == "building_base":
        return (
            "no relief in the dataset: the ground is a surface through the base heights of the "
            'buildings (ground_source="building_base")'
        )
    if source == "none":
        return 'neither relief nor building bases: there is no ground (ground_source="none")'
    return ""
