"""Words of ``--candidates`` and ``--site-camera`` -> places where a camera could hang."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    import geopandas as gpd

    from citygml.model import CityModel

#: Candidates that a city itself gives; anything else is a file.
NAMED = re.compile(r"(?P<name>roads|walls)(?::(?P<every>\d+(?:\.\d+)?))?")
#: Distance of places along a wall. [m]
WALL_EVERY_M = 10.0
#: What hangs there: the watch-over cameras of Kakogawa (103 degrees, Full HD) on a pole of 4 m.
SITE_CAMERA: Mapping[str, float] = {"height_m": 4.0, "tilt_deg": 20.0, "hfov_deg": 103.0}


def is_named(candidates: str) -> bool:
    """Whether candidates come from the city, not from a file.

    Examples
    --------
    >>> is_named("roads"), is_named("walls:5"), is_named("poles.geojson")
    (True, True, False)
    """
    return NAMED.fullmatch(candidates) is not None


def camera_numbers(words: Sequence[str]) -> dict[str, float]:
    """Columns of the cameras that hang at corners or walls.

    Raises
    ------
    click.UsageError
        If a word is not a known column and a number.

    Examples
    --------
    >>> camera_numbers(["height_m=5"])["height_m"]
    5.0
    """
    from analyses.cameras import number_columns

    found = dict(SITE_CAMERA)
    for word in words:
        name, _, value = word.partition("=")
        try:
            number = float(value)
        except ValueError:
            number = float("nan")
        if name not in number_columns() or number != number:
            raise click.UsageError(
                f"--site-camera {word}: a column and a number, such as height_m=4; columns are "
                f"{', '.join(number_columns())}"
            )
        found[name] = number
    return found


def candidate_table(candidates: str, city: CityModel, camera: Sequence[str]) -> gpd.GeoDataFrame:
    """Return the candidates that a word or a file gives, for one city.

    Parameters
    ----------
    candidates : str
        "roads" (corners), "walls" or "walls:5" (along the walls every 5 m, facing away from them),
        or a file.
    city : CityModel
        Its roads or buildings.
    camera : sequence of str
        What hangs at corners and walls, such as "height_m=5"; see `SITE_CAMERA`.

    Raises
    ------
    CityModelError
        If the file cannot be read, or the city has no roads.
    """
    from analyses.cameras import read_camera_table
    from analyses.visibility import road_corner_sites, wall_sites

    named = NAMED.fullmatch(candidates)
    if named is None:
        return read_camera_table(Path(candidates))
    if named["name"] == "roads":
        return road_corner_sites(city).assign(**camera_numbers(camera))
    sites = wall_sites(city, every_m=float(named["every"] or WALL_EVERY_M))
    return sites.assign(**camera_numbers(camera))
