"""``plateau glare``: where solar panels throw the sun."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from plateau.cli import options
from plateau.cli.session import Session
from plateau.cli.solar import NO_WEATHER, year_of

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from citygml.model import CityModel


def tables(
    city: CityModel,
    weather: pd.DataFrame,
    *,
    observers: gpd.GeoDataFrame | None,
    profile: Literal["physical", "plateau"],
) -> dict[str, gpd.GeoDataFrame]:
    """Return the layers receivers, sources, rays, and observers if there are any."""
    import plateau

    panels: Literal["jis", "plateau"] = "plateau" if profile == "plateau" else "jis"
    roofs = plateau.solar_potential(city, weather, preset="fast", profile=panels)
    glare = plateau.panel_glare(city, weather, roofs, observers=observers, profile=profile)
    layers = {"receivers": glare.receivers, "sources": glare.sources, "rays": glare.rays}
    return layers if observers is None else {**layers, "observers": glare.observers}


def counts(layers: dict[str, gpd.GeoDataFrame]) -> list[tuple[str, object]]:
    """Return the figures people look at first."""
    receivers, sources = layers["receivers"], layers["sources"]
    hours = receivers.groupby("feature_id")["possible_min"].max() / 60.0
    return [
        ("roofs with panels", len(sources)),
        ("of them with light on another building", int((sources["receiver_count"] > 0).sum())),
        ("facades and storeys that light falls on", len(receivers)),
        ("buildings", int(receivers["feature_id"].nunique())),
        ("of them for over 30 h a year on one storey", int((hours > 30.0).sum())),
    ]


@click.command("glare", short_help="Where solar panels throw the sun.")
@options.paths
@options.weather
@options.out_table
@click.option(
    "--observers",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Points that look around, in any format GDAL reads; column height_m above the ground.",
)
@click.option(
    "--profile",
    type=click.Choice(["physical", "plateau"]),
    default="physical",
    show_default=True,
    help="plateau: whole hours of three days, as the official program.",
)
@options.selection
@options.context
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
    observers: Path | None,
    profile: Literal["physical", "plateau"],
) -> int:
    """Find where panels on roofs throw the sun: facades by storey, and given observers.

    Layers of a GeoPackage: receivers, sources, rays, observers.
    """
    from plateau.cli.city import loaded, selected
    from plateau.cli.progress import progress
    from plateau.cli.results import finish
    from plateau.output import checked_target, write_tables

    if weather is None and clearness is None:
        raise click.UsageError(NO_WEATHER)
    checked_target(out)
    city = loaded(session, selected(session, paths))
    year = year_of(weather, clearness, city)
    with progress(session, "glare"):
        layers = tables(city, year, observers=_points(observers), profile=profile)
    written = write_tables(out, layers, lang=session.lang)
    return finish(session, city, layers, counts=counts(layers), written=written)


def _points(path: Path | None) -> gpd.GeoDataFrame | None:
    """Read the observers."""
    if path is None:
        return None
    from analyses.side_files import read_shapes

    return read_shapes(path, remedy="give a layer of points")
