"""``plateau shadows``: shadows at given times, and hours of sun on ground and façades."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from plateau.cli import options
from plateau.cli.session import DEFAULT_CONTEXT_M, Session
from plateau.cli.solar import with_relief

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from citygml.model import CityModel


def times_of(words: tuple[str, ...], city: CityModel) -> pd.DatetimeIndex:
    """Return the times asked for, or those of the winter solstice."""
    import pandas as pd

    import plateau

    if not words:
        return plateau.winter_solstice_times(city)
    try:
        found = pd.DatetimeIndex([pd.Timestamp(word) for word in words])
    except ValueError as error:
        raise click.BadParameter(f"{words[0]!r} is no time: 2026-12-22T09:00") from error
    return (found if found.tz is not None else found.tz_localize("Asia/Tokyo")).sort_values()


def counts(layers: dict[str, gpd.GeoDataFrame]) -> list[tuple[str, object]]:
    """Return the figures people look at first."""
    ground, facades = layers["ground"], layers["facades"]
    return [
        ("shadows", len(layers["shadows"])),
        ("points of ground", len(ground)),
        ("of them with over 5 h of shadow", int((ground["shaded_h"] > 5.0).sum())),
        ("facades", len(facades)),
        ("of them without any sun", int((facades["sunlit_h"] <= 0.0).sum())),
    ]


@click.command("shadows", short_help="Shadows and hours of sun at given times.")
@options.paths
@options.out_table
@click.option(
    "--time",
    "times",
    multiple=True,
    metavar="TIME",
    help="Such as 2026-12-22T09:00, in Japan's time; repeat it. [8 to 16 h at the winter solstice]",
)
@click.option(
    "--spacing-m",
    type=click.FloatRange(min=0.0, min_open=True),
    default=2.0,
    show_default=True,
    metavar="M",
    help="Distance of the points on ground and facades. [m]",
)
@click.option(
    "--height-m",
    type=click.FloatRange(min=0.0),
    default=1.5,
    show_default=True,
    metavar="M",
    help="Height of the measuring plane above the ground: 1.5, 4 or 6.5. [m]",
)
@options.ground
@options.selection
@options.context
@options.speech
@click.pass_obj
def command(
    session: Session,
    /,
    *,
    paths: tuple[str, ...],
    out: Path,
    times: tuple[str, ...],
    spacing_m: float,
    height_m: float,
    dem: Path | None,
) -> int:
    """Draw shadows of buildings, and count hours of sun on ground and facades.

    Without a time: 8 to 16 h of true solar time at the winter solstice, as the rules on shadows
    ask. Layers of a GeoPackage: shadows, ground, facades.
    """
    import plateau
    from plateau.cli.city import loaded, selected
    from plateau.cli.progress import progress
    from plateau.cli.results import finish
    from plateau.output import checked_target, write_tables

    checked_target(out)
    city = with_relief(loaded(session, selected(session, paths), context_m=DEFAULT_CONTEXT_M), dem)
    with progress(session, "shadows") as advance:
        found = plateau.shadows(
            city,
            times_of(times, city),
            spacing_m=spacing_m,
            height_m=height_m,
            progress=advance,
        )
    layers = {"shadows": found.outlines, "ground": found.ground, "facades": found.facades}
    written = write_tables(out, layers, lang=session.lang)
    return finish(session, city, layers, counts=counts(layers), written=written)
