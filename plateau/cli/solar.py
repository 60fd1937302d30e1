"""``plateau solar``: how much sun each roof gets, and what panels would yield."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from plateau.cli import options
from plateau.cli.session import Session

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


DEFAULT_WISH = Wish()
#: Points half a cell apart leave no cell of a metre empty, however a roof is turned. [m]
RASTER_SPACING_M = 0.5
NO_WEATHER = "Missing option '--weather FILE', or '--clearness' with twelve numbers."


def tables(
    city: CityModel,
    weather: pd.DataFrame,
    *,
    spacing_m: float = 1.0,
    wish: Wish = DEFAULT_WISH,
    progress: Advance | None = None,
) -> dict[str, gpd.GeoDataFrame]:
    """Return the layers ``roofs`` and ``buildings``."""
    import plateau

    roofs = plateau.solar_potential(
        city,
        weather,
        spacing_m=spacing_m,
        surfaces=wish.surfaces,
        preset=wish.preset,
        profile=wish.profile,
        settings=plateau.SolarSettings(progress=progress),
    )
    return {"roofs": roofs, "buildings": plateau.by_building(roofs)}


def year_of(weather: Path | None, clearness: str | None, city: CityModel) -> pd.DataFrame:
    """Return the weather of a file, or that of a clear sky dimmed month by month."""
    import plateau
    from analyses.solar import position

    if weather is not None:
        return plateau.read_weather(weather)
    if clearness is None:
        raise click.UsageError(NO_WEATHER)
    try:
        numbers = [float(word) for word in clearness.replace(",", " ").split()]
    except ValueError as error:
        raise click.BadParameter(f"{clearness!r} is not twelve numbers") from error
    latitude, longitude = position(city)
    return plateau.clear_sky_weather(
        latitude, longitude, clearness=numbers if len(numbers) > 1 else numbers[0]
    )


def counts(layers: dict[str, gpd.GeoDataFrame]) -> list[tuple[str, object]]:
    """Return the figures people look at first."""
    roofs, buildings = layers["roofs"], layers["buildings"]
    reasons = roofs["exclusion"].fillna("").value_counts()
    return [
        ("buildings", len(buildings)),
        ("roof surfaces", len(roofs)),
        *((f"roof surfaces excluded: {name}", int(n)) for name, n in reasons.items() if name),
        ("irradiation of roofs, GWh a year", f"{roofs['irradiation_kwh'].sum() / 1e6:,.2f}"),
        ("possible generation, GWh a year", f"{roofs['generation_kwh'].sum() / 1e6:,.2f}"),
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

    Layers of a GeoPackage: roofs (one row per roof surface), buildings. A .tif is the light of the
    year in cells of a metre. A .gml is a copy of the building file with the results as generic
    attributes.
    """
    from plateau.cli.city import loaded, selected
    from plateau.cli.progress import progress
    from plateau.cli.results import finish
    from plateau.cli.tiled import finish_run, is_tiled, over_tiles, tile_folder

    if weather is None and clearness is None:
        raise click.UsageError(NO_WEATHER)
    if out.suffix:
        from plateau.output import checked_target
        from viewer.files import checked_place

        (checked_place if out.suffix in WRITERS else checked_target)(out)
    asked = Wish(**wish)
    data = selected(session, paths)
    if is_tiled(session, out) and out.suffix not in WRITERS:
        if weather is None:
            raise click.UsageError("tile by tile needs --weather FILE: one weather for all tiles")
        import plateau

        year = plateau.read_weather(weather)
        work = partial(tables, weather=year, spacing_m=asked.spacing_m, wish=asked)
        return finish_run(
            session, over_tiles(session, data, work, tile_folder(out), step="solar"), out
        )
    city = loaded(session, data)
    year = year_of(weather, clearness, city)
    with progress(session, "solar") as advance:
        layers = tables(city, year, spacing_m=asked.spacing_m, wish=asked, progress=advance)
    write = WRITERS.get(out.suffix, _write_tables)
    written = write(session, out, Result(data, city, year, asked, layers))
    return finish(session, city, layers, counts=counts(layers), written=written)


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
            result.city,
            result.weather,
            spacing_m=min(result.wish.spacing_m, RASTER_SPACING_M),
            surfaces="roof",
            preset=result.wish.preset,
        )
        return [plateau.write_raster(out, samples, "irradiation_kwh_per_m2")]


def _write_city(_session: Session, out: Path, result: Result) -> list[Path]:
    from plateau.written_back import building_attributes, write_city

    write_city(out, result.data, building_attributes(result.layers["buildings"]))
    return [out]


#: Extension -> what writes it, for what is no table.
WRITERS = {".tif": _write_raster, ".tiff": _write_raster, ".gml": _write_city}
