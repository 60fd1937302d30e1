"""``plateau flood``: which buildings shelter people above a flood, and why not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from plateau.cli import options
from plateau.cli.session import Session

if TYPE_CHECKING:
    import geopandas as gpd

    from citygml.model import CityModel

#: Classes of `plateau.evacuation_buildings`, in the order people ask for them.
CLASSES = ("yes", "no", "unknown", "not_needed", "excluded")


def table(city: CityModel, zones: Path | None) -> gpd.GeoDataFrame:
    """Return one row per building."""
    import plateau
    from analyses.hazards import read_zones

    if zones is None:
        return plateau.evacuation_buildings(city)
    return plateau.evacuation_buildings(city, zones=read_zones(zones))


def counts(buildings: gpd.GeoDataFrame) -> list[tuple[str, object]]:
    """Return how many buildings are in each class; they add up to the buildings."""
    found = buildings["result"].value_counts()
    return [
        *((name, int(found.get(name, 0))) for name in CLASSES),
        ("buildings", len(buildings)),
    ]


@click.command("flood", short_help="Which buildings shelter people above a flood.")
@options.paths
@options.out_table
@click.option(
    "--zones",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="House-collapse zones: polygons in any format GDAL reads.",
)
@options.selection
@options.speech
@click.pass_obj
def command(session: Session, *, paths: tuple[str, ...], out: Path, zones: Path | None) -> int:
    """Find the buildings that shelter people above a flood: yes, no or unknown, and why.

    An answer is what the data say, not a designation by a municipality.
    """
    from plateau.cli.city import loaded, selected
    from plateau.cli.progress import progress
    from plateau.cli.results import finish
    from plateau.output import checked_target, write_tables

    checked_target(out)
    city = loaded(session, selected(session, paths))
    with progress(session, "flood"):
        buildings = table(city, zones)
    layers = {"buildings": buildings}
    written = write_tables(out, layers, lang=session.lang)
    return finish(session, city, layers, counts=counts(buildings), written=written)
