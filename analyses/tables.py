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
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from citygml.errors import AnalysisError
from citygml.model import CityModel

DISTRIBUTION = "plateau-analysis"
#: Reason of a row that stands for a building without any roof surface.
NO_ROOF = "no roof surface"


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


def surroundings_notes(city: CityModel, ground_source: str) -> list[str]:
    """Lines that say what light and sight do not meet: neighbours not read, and missing relief."""
    notes = [ground_note(ground_source)]
    if city.provenance.get("neighbours") == "not read":
        notes.insert(
            0,
            "a part of the dataset without its neighbours: what was not chosen casts no shade and "
            "blocks no sight; read it too (context_m=300)",
        )
    return [note for note in notes if note]


#: Suffixes of columns that add up over the roofs of a building, and of those that are averaged.
_SUMS, _MEANS = ("_m2", "_kwh", "_kw"), ("_per_m2", "_ratio", "_h")
_ROOF_COUNT = Column(
    "roof_count", "int64", "", "屋根面数", "Roof surfaces that the data has of the building."
)
_EXCLUSION = Column(
    "exclusion",
    "str",
    "",
    "除外理由",
    "Why no roof of it carries panels (the reason of its largest), empty where one does.",
)


def by_building(roofs: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """One row per building from a table of one row per roof surface.

    Areas, energies and capacities are added; quantities per area, ratios and hours are means
    weighted by `area_m2`; the specific yield is generation over capacity. What holds for one plane
    only, tilt and azimuth, is left out.

    Parameters
    ----------
    roofs : GeoDataFrame
        From `solar_potential`, or read from a file that it was written to.

    Returns
    -------
    GeoDataFrame
        Index ``feature_id``, in the order of first occurrence. ``roof_count`` is 0 and all values
        are nan for a building without roof surface, with the reason in ``exclusion``. Geometry:
        the union of its roofs seen from above.

    Raises
    ------
    AnalysisError
        If the table lacks ``feature_id``, ``area_m2`` or ``exclusion``.
    """
    lacking = {"feature_id", "area_m2", "exclusion"} - set(roofs.columns)
    if lacking:
        raise AnalysisError(
            f"the table lacks {', '.join(sorted(lacking))}; by_building needs a table of roof "
            "surfaces; take it from solar_potential"
        )
    order = roofs["feature_id"].drop_duplicates()
    per_kw = [name for name in roofs.columns if name.endswith("_per_kw")]
    means = [n for n in roofs.columns if n.endswith(_MEANS)]
    sums = [n for n in roofs.columns if n.endswith(_SUMS) and n not in {*means, *per_kw}]
    building = roofs["feature_id"].to_numpy()
    table = roofs[sums].astype("float64").groupby(building).sum(min_count=1)
    values = roofs[means].astype("float64")
    weight = values.notna().mul(roofs["area_m2"].fillna(0.0), axis=0)
    total = weight.groupby(building).sum().replace(0.0, np.nan)
    table[means] = (values.fillna(0.0) * weight).groupby(building).sum() / total
    for name in per_kw:
        table[name] = table["generation_kwh"] / table["capacity_kw"].replace(0.0, np.nan)
    named = roofs["exclusion"].fillna("")
    table[_ROOF_COUNT.name] = (named != NO_ROOF).groupby(building).sum()
    table[_EXCLUSION.name] = _foremost_reason(roofs, building)
    outlines = roofs.geometry.groupby(building).agg(lambda shapes: shapes.union_all())
    result = gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(outlines, crs=roofs.crs))
    kept = [n for n in roofs.columns if n in {*sums, *means, *per_kw}]
    names = [_ROOF_COUNT.name, *kept, _EXCLUSION.name, "geometry"]
    result = result.loc[order.to_numpy(), names].rename_axis("feature_id")
    written = dict(roofs.attrs.get("plateau", {}))
    inherited = {column["name"]: column for column in written.get("columns", [])}
    written["columns"] = [
        asdict(_ROOF_COUNT),
        *(inherited[name] for name in kept if name in inherited),
        asdict(_EXCLUSION),
    ]
    result.attrs["plateau"] = written
    return result


def _foremost_reason(roofs: gpd.GeoDataFrame, building: NDArray[np.object_]) -> pd.Series:
    """Reason of each building: none where a roof has none, else that of the largest roof."""
    reason = roofs["exclusion"].fillna("").astype("str")
    ranked = pd.DataFrame(
        {"building": building, "reason": reason, "used": reason == "", "area": roofs["area_m2"]}
    ).sort_values(["used", "area"], ascending=False, kind="stable")
    return ranked.groupby("building")["reason"].first()
