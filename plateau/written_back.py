"""Result tables -> a copy of the CityGML file with the results in it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from citygml.errors import CityModelError
from citygml.generics import Quantity, Value
from citygml.writer import Written, write_attributes
from plateau.sources import as_sources

if TYPE_CHECKING:
    import geopandas as gpd

    from plateau.dataset import Dataset

#: Column of a table of buildings -> generic attribute and unit, the names of the official program
#: (PLATEAU UC22-013, 予測日射量 and so on).
SOLAR_NAMES: Mapping[str, tuple[str, str]] = {
    "irradiation_kwh_per_m2": ("予測日射量", "kWh/(m2)"),
    "generation_kwh": ("予測発電量", "kWh"),
}
#: The same for the table of sources of `panel_glare`, the longest of a building's roofs.
GLARE_NAMES: Mapping[str, tuple[str, str]] = {
    "summer_solstice_h": ("光害発生時間(夏至)", "h"),
    "spring_equinox_h": ("光害発生時間(春分)", "h"),
    "winter_solstice_h": ("光害発生時間(冬至)", "h"),
}


def building_attributes(
    buildings: gpd.GeoDataFrame, names: Mapping[str, tuple[str, str]] = SOLAR_NAMES
) -> dict[str, dict[str, Value]]:
    """Make generic attributes of buildings from a table with one row each.

    Parameters
    ----------
    buildings : GeoDataFrame
        Index ``feature_id``.
    names : Mapping[str, tuple of str]
        Column -> name and unit. Missing values are not written.

    Returns
    -------
    dict of dict
        As `citygml.writer.write_attributes` takes them.
    """
    columns = {column: buildings[column].to_numpy(dtype=float) for column in names}
    return {
        str(feature_id): {
            names[column][0]: Quantity(round(float(values[row]), 3), names[column][1])
            for column, values in columns.items()
        }
        for row, feature_id in enumerate(buildings.index)
    }


def write_city(
    path: str | Path, data: Dataset, attributes: Mapping[str, Mapping[str, Value]]
) -> Written:
    """Copy the building file of a dataset with attributes added to its buildings.

    Parameters
    ----------
    path : str or Path
        Ends in .gml; may not be the file itself.
    data : Dataset
        A selection with one building file.
    attributes : Mapping[str, Mapping[str, Value]]
        From `building_attributes`.

    Returns
    -------
    Written
        How many buildings got attributes; ids that are not in the file.

    Raises
    ------
    CityModelError
        If there is not just one building file, or the copy cannot be written.
    """
    target = Path(path)
    entries = [entry for entry in data.files_near(0.0) if entry.feature_type in {"bldg", ""}]
    if len(entries) != 1:
        raise CityModelError(
            f"{len(entries)} building files for one {target.name}; a .gml is a copy of one file; "
            "name a .gml, or choose a tile with --tiles"
        )
    (source,) = as_sources(entries)
    file = entries[0].root.path
    file = file if entries[0].root.is_archive else file / entries[0].member
    if target.suffix.lower() != ".gml":
        raise CityModelError(f"{target} ends in {target.suffix!r}; a city is written as .gml")
    if target.exists() and target.samefile(file):
        raise CityModelError(f"{target} is the input itself; write the copy elsewhere")
    return write_attributes(source, target, attributes)
