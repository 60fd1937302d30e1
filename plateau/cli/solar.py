"""``plateau solar``: how much sun each roof gets, and what panels would yield."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plateau.cli import options
from plateau.cli.session import Session

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from citygml.model import CityModel


def tables(
    city: CityModel, weather: pd.DataFrame, *, spacing_m: float
) -> dict[str, gpd.GeoDataFrame]:
    """Return the layers ``roofs`` and ``buildings``."""
    import plateau

    roofs = plateau.solar_potential(city, weather, spacing_m=spacing_m)
    return {"roofs": roofs, "buildings": plateau.by_building(roofs)}


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
@click.option(
    "--weather",
    required=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="One year, hourly: METPV-20, EPW or PVGIS TMY.",
)
@options.out_table
@click.option(
    "--spacing-m",
    type=click.FloatRange(min=0.0, min_open=True),
    default=1.0,
    show_default=True,
    metavar="M",
    help="Distance of the points that look at the sky. [m]",
)
@options.selection
@options.context
@options.scale
@options.speech
@click.pass_obj
def command(
    session: Session, *, paths: tuple[str, ...], weather: Path, out: Path, spacing_m: float
) -> int:
    """Find how much sun every roof gets, with shade from buildings and terrain.

    Layers of a GeoPackage: roofs (one row per roof surface), buildings.
    """
    import plateau
    from plateau.cli.city import loaded, selected
    from plateau.cli.progress import progress
    from plateau.cli.results import finish
    from plateau.cli.tiled import finish_run, is_tiled, over_tiles, tile_folder
    from plateau.output import checked_target, write_tables

    if out.suffix:
        checked_target(out)
    year = plateau.read_weather(weather)
    data = selected(session, paths)
    if is_tiled(session, out):
        work = partial(tables, weather=year, spacing_m=spacing_m)
        return finish_run(
            session, over_tiles(session, data, work, tile_folder(out), step="solar"), out
        )
    city = loaded(session, data)
    with progress(session, "solar"):
        layers = tables(city, year, spacing_m=spacing_m)
    written = write_tables(out, layers, lang=session.lang)
    return finish(session, city, layers, counts=counts(layers), written=written)
