"""``plateau solar``: how much sun each roof gets, and what panels would yield."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from plateau.cli import options
from plateau.cli.session import DEFAULT_CONTEXT_M, Session

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from citygml.model import CityModel
    from plateau.cli.progress import Advance
    from plateau.dataset import Dataset


@dataclass(frozen=True)
class Wish:
    """What is asked of the analysis."""

    spacing_m: float = 1.0
    surfaces: Literal["roof", "wall", "all"] = "roof"
    preset: Literal["fast", "default", "reference"] = "default"
    profile: Literal["jis", "pvwatts", "plateau"] = "jis"
    land: str | None = None
    dem: Path | None = None


#: Word of ``--land`` for the land use of the dataset itself.
OWN_LAND = "luse"
DEFAULT_WISH = Wish()
#: Points half a cell apart leave no cell of a metre empty, however a roof is turned. [m]
RASTER_SPACING_M = 0.5
#: Points of the ground from a raster are this far apart. [m]
RELIEF_SPACING_M = 10.0
NO_WEATHER = "Missing option '--weather FILE', or '--clearness' with twelve numbers."


def tables(
    city: CityModel,
    weather: pd.DataFrame,
    *,
    spacing_m: float = 1.0,
    wish: Wish = DEFAULT_WISH,
    progress: Advance | None = None,
) -> dict[str, gpd.GeoDataFrame]:
    """Return the layers ``roofs`` and ``buildings``, or ``land``."""
    import plateau

    city = with_relief(city, wish.dem)
    settings = plateau.SolarSettings(progress=progress, dem=wish.dem)
    if wish.land is not None:
        found = plateau.land_solar_potential(
            city, weather, land_of(wish.land), preset=wish.preset, settings=settings
        )
        return {"land": found}
    roofs = plateau.solar_potential(
        city,
        weather,
        spacing_m=spacing_m,
        surfaces=wish.surfaces,
        preset=wish.preset,
        profile=wish.profile,
        settings=settings,
    )
    return {"roofs": roofs, "buildings": plateau.by_building(roofs)}


def with_relief(city: CityModel, dem: Path | None) -> CityModel:
    """Return the city with the ground of a raster where its dataset has no relief."""
    if dem is None or city.terrain is not None:
        return city
    import plateau
    from analyses.horizon import raster_points
    from analyses.relief_lattice import CELL_M
    from analyses.terrain_raster import terrain_from_raster, with_terrain

    # As far as rays look for relief; beyond it the raster is a profile of the horizon.
    reach_m = plateau.SolarSettings().terrain_m
    relief = terrain_from_raster(dem, city, spacing_m=RELIEF_SPACING_M, margin_m=reach_m)
    # Its highest points are those of that profile: how far this city reaches changes no horizon.
    tops = raster_points(
        *(dem, city.crs),
        around=tuple(city.features.total_bounds),
        reach_m=reach_m + 2.0 * CELL_M,
        step_m=CELL_M,
    )
    return replace(with_terrain(city, relief), far_relief=tops)


def land_of(word: str) -> gpd.GeoDataFrame | None:
    """Return the polygons of a file, None for the land use of the dataset."""
    if word == OWN_LAND:
        return None
    from analyses.side_files import read_shapes

    return read_shapes(Path(word), remedy="give a layer of polygons, or the word luse")


def light_given(weather: Path | None, clearness: str | None) -> pd.DataFrame | list[float]:
    """Return the year of a file, or ratios to a clear sky; asked before a city is read."""
    import plateau

    if weather is not None:
        return plateau.read_weather(weather)
    if clearness is None:
        raise click.UsageError(NO_WEATHER)
    try:
        numbers = [float(word) for word in clearness.replace(",", " ").split()]
    except ValueError as error:
        raise click.BadParameter(f"{clearness!r} is not twelve numbers") from error
    if len(numbers) not in {1, 12}:
        raise click.BadParameter(f"{clearness!r} has {len(numbers)} numbers, not twelve")
    return numbers


def year_of(given: pd.DataFrame | list[float], city: CityModel) -> pd.DataFrame:
    """Return weather as it is, or that of the clear sky over a city dimmed month by month."""
    import plateau
    from analyses.solar import position

    if not isinstance(given, list):
        return given
    latitude, longitude = position(city)
    return plateau.clear_sky_weather(
        latitude, longitude, clearness=given if len(given) > 1 else given[0]
    )


def say_distance(
    session: Session, weather: pd.DataFrame, latitude: float, longitude: float
) -> None:
    """Say on stderr, before the work, that the weather is of far away from a place. [deg]

    Raises
    ------
    AnalysisError
        If it is of another hemisphere.
    """
    from analyses.weather import distance_notes

    for note in distance_notes(weather, latitude=latitude, longitude=longitude):
        if not session.quiet:
            click.echo(f"warning: {note}", err=True)


def counts(layers: dict[str, gpd.GeoDataFrame]) -> list[tuple[str, object]]:
    """Return the figures people look at first."""
    of, table = ("land", layers["land"]) if "land" in layers else ("roofs", layers["roofs"])
    things = "pieces of land" if of == "land" else "roof surfaces"
    reasons = table["exclusion"].fillna("").value_counts()
    made_gwh = table["generation_kwh"].sum() / 1e6
    no_yield = len(table) > 0 and bool(table["generation_kwh"].isna().all())
    return [
        *([("buildings", len(layers["buildings"]))] if "buildings" in layers else []),
        (things, len(table)),
        *((f"{things} excluded: {name}", int(n)) for name, n in reasons.items() if name),
        (f"irradiation of {of}, GWh a year", f"{table['irradiation_kwh'].sum() / 1e6:,.2f}"),
        ("possible generation, GWh a year", "not known" if no_yield else f"{made_gwh:,.2f}"),
    ]


@click.command("solar", short_help="How much sun each roof gets.")
@options.paths
@options.weather
@click.option(
    "--out",
    required=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Table (.gpkg .parquet .csv .geojson), raster (.tif), or a copy of the file (.gml).",
)
@click.option(
    "--spacing-m",
    type=click.FloatRange(min=0.0, min_open=True),
    default=1.0,
    show_default=True,
    metavar="M",
    help="Distance of the points that look at the sky. [m]",
)
@click.option(
    "--surfaces",
    type=click.Choice(["roof", "wall", "all"]),
    default="roof",
    show_default=True,
    help="Roofs, facades or both.",
)
@click.option(
    "--preset",
    type=click.Choice(["fast", "default", "reference"]),
    default="default",
    show_default=True,
    help="How finely sky and sun are sampled.",
)
@click.option(
    "--profile",
    type=click.Choice(["jis", "pvwatts", "plateau"]),
    default="jis",
    show_default=True,
    help="Yield of panels: JIS C 8907, PVWatts, or as the official program.",
)
@click.option(
    "--land",
    metavar="FILE|luse",
    help="Land instead of buildings: polygons in any format GDAL reads, or those of the dataset.",
)
@options.dem
@options.selection
@options.context
@options.scale
@options.speech
@click.pass_obj
def command(
    session: Session,
    /,
    *,
    paths: tuple[str, ...],
    weather: Path | None,
    clearness: str | None,
    out: Path,
    **wish: Any,
) -> int:
    """Find how much sun every roof gets, with shade from buildings and terrain.

    Layers of a GeoPackage: roofs (one row per roof surface), buildings; or land. A .tif is the
    light of the year in cells of a metre. A .gml is a copy of the building file with the results as
    generic attributes; of several files, a folder of copies (roofs.gml: roofs.tiles).
    """
    from analyses.solar import position
    from plateau.cli.city import loaded, selected
    from plateau.cli.progress import progress
    from plateau.cli.results import finish
    from plateau.cli.tiled import finish_run, is_tiled, over_tiles, tile_folder
    from plateau.dataset import DEFAULT_TYPES

    if weather is None and clearness is None:
        raise click.UsageError(NO_WEATHER)
    _check_wish(out, wish)
    asked = Wish(**wish)
    data = selected(session, paths)
    if is_tiled(session, out) and out.suffix not in WRITERS:
        if wish["land"] is not None:
            raise click.UsageError("--land is not for tile by tile; choose --tiles, --bounds")
        if weather is None:
            raise click.UsageError("tile by tile needs --weather FILE: one weather for all tiles")
        import plateau

        year = plateau.read_weather(weather)
        for place in _middles(data):
            say_distance(session, year, *place)
        work = partial(tables, weather=year, spacing_m=asked.spacing_m, wish=asked)
        return finish_run(
            session, over_tiles(session, data, work, tile_folder(out), step="solar"), out
        )
    light = light_given(weather, clearness)
    types = (*DEFAULT_TYPES, OWN_LAND) if asked.land == OWN_LAND else None
    city = loaded(session, data, types=types, context_m=DEFAULT_CONTEXT_M)
    year = year_of(light, city)
    say_distance(session, year, *position(city))
    with progress(session, "solar") as advance:
        layers = tables(city, year, spacing_m=asked.spacing_m, wish=asked, progress=advance)
    write = WRITERS.get(out.suffix, _write_tables)
    written = write(session, out, Result(data, city, year, asked, layers))
    return finish(session, city, layers, counts=counts(layers), written=written)


def _middles(data: Dataset) -> list[tuple[float, float]]:
    """Middle of the files that tell their place, latitude and longitude, if any. [deg]"""
    from plateau.tiles import Bounds

    boxes = [head.bounds for head in data.heads() if head.bounds is not None]
    if not boxes:
        return []
    whole = reduce(Bounds.joined, boxes)
    return [((whole.south + whole.north) / 2.0, (whole.west + whole.east) / 2.0)]


def _check_wish(out: Path, wish: dict[str, Any]) -> None:
    """Refuse a place, a format or a combination before the work, not after it."""
    if wish["land"] is not None and (out.suffix in WRITERS or wish["surfaces"] != "roof"):
        raise click.UsageError("--land makes a table of land: not with --surfaces, .tif or .gml")
    if out.suffix:
        from plateau.output import checked_target
        from viewer.files import checked_place

        (checked_place if out.suffix in WRITERS else checked_target)(out)


@dataclass(frozen=True)
class Result:
    """What there is to write."""

    data: Dataset
    city: CityModel
    weather: pd.DataFrame
    wish: Wish
    layers: dict[str, gpd.GeoDataFrame]


def _write_tables(session: Session, out: Path, result: Result) -> list[Path]:
    from plateau.output import write_tables

    return write_tables(out, result.layers, lang=session.lang)


def _write_raster(session: Session, out: Path, result: Result) -> list[Path]:
    import plateau
    from plateau.cli.progress import progress

    with progress(session, "raster"):
        samples = plateau.solar_samples(
            with_relief(result.city, result.wish.dem),
            result.weather,
            spacing_m=min(result.wish.spacing_m, RASTER_SPACING_M),
            surfaces="roof",
            preset=result.wish.preset,
            settings=plateau.SolarSettings(dem=result.wish.dem),
        )
        return [plateau.write_raster(out, samples, "irradiation_kwh_per_m2")]


def _write_city(_session: Session, out: Path, result: Result) -> list[Path]:
    from plateau.cli.tiled import tile_folder
    from plateau.written_back import (
        building_attributes,
        building_files,
        write_cities,
        write_city,
    )

    attributes = building_attributes(result.layers["buildings"])
    if len(building_files(result.data)) > 1:
        return list(write_cities(tile_folder(out), result.data, attributes))
    write_city(out, result.data, attributes)
    return [out]


#: Extension -> what writes it, for what is no table.
WRITERS = {".tif": _write_raster, ".tiff": _write_raster, ".gml": _write_city}
