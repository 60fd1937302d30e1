"""``plateau suitability``: on which buildings panels are a good idea, in five ranks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from plateau.cli import options
from plateau.cli.session import DEFAULT_CONTEXT_M, Session
from plateau.cli.solar import light_given, say_distance, year_of

if TYPE_CHECKING:
    import geopandas as gpd


def counts(buildings: gpd.GeoDataFrame) -> list[tuple[str, object]]:
    """Return how many buildings have each rank."""
    ranks = buildings["rank"].value_counts()
    unsure = int((buildings["unknown"] != "").sum())
    return [
        *((f"rank {rank}", int(ranks.get(rank, 0))) for rank in (5, 4, 3, 2, 1)),
        ("buildings", len(buildings)),
        ("of them with an unknown condition", unsure),
    ]


@click.command("suitability", short_help="Where solar panels are a good idea.")
@options.paths
@options.weather
@options.out_table
@click.option(
    "--min-irradiation",
    type=click.FloatRange(min=0.0),
    default=1000.0,
    show_default=True,
    metavar="KWH",
    help="Less light a year per m2 of roof fails. [kWh/m2]",
)
@click.option(
    "--snow-depth-m",
    type=click.FloatRange(min=0.0),
    metavar="M",
    help="Deepest snow; over 1 m fails. [m]",
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
    min_irradiation: float,
    snow_depth_m: float | None,
) -> int:
    """Rank buildings for solar panels by light, structure, hazards and snow.

    The ten conditions and five ranks of the official program. What is not known is unknown.
    """
    import plateau
    from analyses.solar import position
    from plateau.cli.city import loaded, selected
    from plateau.cli.progress import progress
    from plateau.cli.results import finish
    from plateau.output import checked_target, write_tables

    light = light_given(weather, clearness)
    checked_target(out)
    city = loaded(session, selected(session, paths), context_m=DEFAULT_CONTEXT_M)
    year = year_of(light, city)
    say_distance(session, year, *position(city))
    criteria = plateau.SuitabilityCriteria(
        min_irradiation_kwh_per_m2=min_irradiation,
        max_snow_depth_m=None if snow_depth_m is None else 1.0,
    )
    with progress(session, "suitability") as advance:
        roofs = plateau.solar_potential(
            city, year, preset="fast", settings=plateau.SolarSettings(progress=advance)
        )
        found = plateau.solar_suitability(city, roofs, criteria=criteria, snow_depth_m=snow_depth_m)
    layers = {"buildings": found}
    written = write_tables(out, layers, lang=session.lang)
    return finish(session, city, layers, counts=counts(found), written=written)
