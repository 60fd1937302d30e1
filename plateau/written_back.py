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
    from plateau.files import DatasetFile

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
    entries = building_files(data)
    if len(entries) != 1:
        raise CityModelError(
            f"{len(entries)} building files for one {target.name}; a .gml is a copy of one file; "
            "name a .gml, choose a tile with --tiles, or use write_cities for a folder of copies"
        )
    if target.suffix.lower() != ".gml":
        raise CityModelError(f"{target} ends in {target.suffix!r}; a city is written as .gml")
    _refuse_input(target, entries[0])
    (source,) = as_sources(entries)
    return write_attributes(source, target, attributes)


def write_cities(
    folder: str | Path, data: Dataset, attributes: Mapping[str, Mapping[str, Value]]
) -> dict[Path, Written]:
    """Copy all building files of a dataset with attributes added to their buildings.

    The copies lie as the files do in the dataset, such as ``udx/bldg/54363371_bldg_6697_op.gml``;
    files without a building of `attributes` are copied too, so that the folder is a whole city.

    Parameters
    ----------
    folder : str or Path
        Where the copies go; made where it is not there. May not be the dataset itself.
    data, attributes
        As of `write_city`; any number of building files.

    Returns
    -------
    dict of Path to Written
        Of each copy how many buildings got attributes, and which of `attributes` no file has.

    Raises
    ------
    CityModelError
        If there is no building file, two of several datasets lie at the same place, or a copy
        cannot be written.
    """
    entries = building_files(data)
    targets = {Path(folder) / entry.member: entry for entry in entries}
    if not entries or len(targets) < len(entries):
        raise CityModelError(
            f"{len(entries)} building files at {len(targets)} places of {folder}; choose one "
            "dataset with building files"
        )
    written: dict[Path, Written] = {}
    for (target, entry), source in zip(targets.items(), as_sources(entries), strict=True):
        _refuse_input(target, entry)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CityModelError(
                f"{target.parent} cannot be made: {error.strerror}; choose another folder"
            ) from error
        written[target] = write_attributes(source, target, attributes)
    unknown = set.intersection(*(set(one.unknown_ids) for one in written.values()))
    return {
        target: one._replace(unknown_ids=tuple(i for i in one.unknown_ids if i in unknown))
        for target, one in written.items()
    }


def building_files(data: Dataset) -> list[DatasetFile]:
    """Return the files of a dataset that hold buildings, or may."""
    return [entry for entry in data.files_near(0.0) if entry.feature_type in {"bldg", ""}]


def _refuse_input(target: Path, entry: DatasetFile) -> None:
    """Refuse to write onto the file that is copied."""
    file = entry.root.path if entry.root.is_archive else entry.root.path / entry.member
    if target.exists() and target.samefile(file):
        raise CityModelError(f"{target} is the input itself; write the copy elsewhere")
