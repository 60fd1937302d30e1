"""Judged city + its water -> a film for residents: the steps of a flood, or rising water."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import geopandas as gpd

    from analyses.flood.layers import Water
    from citygml.model import CityModel
    from plateau.flood_run import FloodFiles
    from viewer.scene import View
    from viewer.style import Language

#: Water above the assumed flood that a film without time steps shows. [m]
FILM_LEVELS_M = (0.0, 1.0, 2.0, 3.0)


def write_flood_film(
    path: Path,
    city: CityModel,
    buildings: gpd.GeoDataFrame,
    files: FloodFiles,
    *,
    lang: Language = "en",
) -> Path:
    """Write the time steps of the water where it has any, else water that rises by 0 to 3 m.

    Parameters
    ----------
    path : Path
        Ends in .mp4 or .gif.
    city : CityModel
        The city.
    buildings : GeoDataFrame
        From `plateau.evacuation_buildings` with the same files.
    files : FloodFiles
        Water, ground and zones.
    lang : {"en", "ja"}
        Language of labels.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    CityModelError
        If nothing can be drawn here, ffmpeg is missing, or the file cannot be written.
    """
    from citygml.errors import CityModelError
    from viewer.movie import write_views

    if not len(buildings):
        raise CityModelError("a film of 0 buildings; it shows who is safe; choose other tiles")
    return write_views(path, _views(city, buildings, files, lang))


def _views(
    city: CityModel, buildings: gpd.GeoDataFrame, files: FloodFiles, lang: Language
) -> Iterator[View]:
    from analyses.flood import evacuation_levels, flooding_steps
    from viewer.inundation import level_views, step_views

    water = files.read_water()
    if has_times(water):
        steps = flooding_steps(city, water, ground=files.ground_raster())
        return step_views(city, buildings, steps, lang=lang)
    levels = evacuation_levels(city, FILM_LEVELS_M, zones=files.read_zones(), water=water)
    return level_views(city, buildings, levels, lang=lang)


def has_times(water: Sequence[Water]) -> bool:
    """Whether any raster is of a time step, not of the maximum over all."""
    from math import isfinite

    from analyses.flood import WaterRaster

    return any(isinstance(layer, WaterRaster) and isfinite(layer.time_h) for layer in water)
