"""The synthetic city that comes with the package."""

from __future__ import annotations

from pathlib import Path

#: Folder of the city in the sample folder.
CITY = "13999_mihon-shi_2026_citygml_1_op"


def sample_folder() -> Path:
    """Return the folder of the sample: inside an installation, or beside a checkout.

    It holds the city, ``13999_mihon-shi_2026_citygml_1_op``, ``weather.epw``, ``cameras.geojson``,
    ``camera_candidates.geojson``, ``house_collapse_zones.geojson`` and ``population.csv``. The city
    is synthetic: no such place exists.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    CityModelError
        If neither has it.

    Examples
    --------
    >>> (sample_folder() / "weather.epw").is_file()
    True
    """
    import plateau
    from citygml.errors import CityModelError

    package = Path(str(plateau.__file__)).parent
    for folder in (package / "data" / "sample_data", package.parent / "sample_data"):
        if (folder / CITY).is_dir():
            return folder
    raise CityModelError(f"the sample city {CITY} is missing; install plateau-analysis again")
