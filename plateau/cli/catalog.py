"""``plateau catalog``: what the public delivery service has of a place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from plateau.cli import options
from plateau.cli.session import Session, aligned

if TYPE_CHECKING:
    import pandas as pd

#: Address of the service, as in `plateau.catalogue`, which takes its time to import.
API = "https://api.plateauview.mlit.go.jp"

cities = click.option(
    "--cities", metavar="CODES", help="Codes of municipalities, such as 13101,13102."
)
types = click.option("--types", metavar="NAMES", help="Only these feature types: bldg,dem,tran.")
years = click.option("--years", metavar="YEARS", help="Only data of these years: 2023,2024.")
api = click.option(
    "--api", default=API, show_default=True, metavar="URL", help="Address of the service."
)


def words(text: str | None) -> tuple[str, ...] | None:
    """Split what a user listed; None where nothing was."""
    return None if text is None else tuple(text.replace(",", " ").split())


def asked(
    session: Session, *, cities: str | None, types: str | None, years: str | None, api: str
) -> pd.DataFrame:
    """Ask the service for the place of the shared options, or for municipalities."""
    import plateau

    places = (bool(session.tiles), session.bounds is not None, cities is not None)
    if session.around is not None or sum(places) != 1:
        raise click.UsageError("give exactly one of --cities, --tiles and --bounds")
    listed = words(years) or ()
    if not all(year.isdecimal() for year in listed):
        raise click.UsageError(f"--years {years}: years are numbers, such as 2023,2024")
    return plateau.catalog(
        cities=words(cities),
        tiles=session.tiles or None,
        bounds=session.bounds,
        types=words(types),
        years=[int(year) for year in listed] or None,
        api=api,
    )


def counts(table: pd.DataFrame) -> list[tuple[str, object]]:
    """Return files and their size by city, year and type."""
    groups = table.groupby(["city_code", "city", "year", "feature_type"], dropna=False)
    return [
        (
            f"{code} {city} {year} {kind}",
            f"{len(rows):,} files, {_size(rows['size_bytes'].sum(min_count=1))}",
        )
        for (code, city, year, kind), rows in groups
    ]


def _size(total: Any) -> str:
    import pandas as pd

    return "size unknown" if pd.isna(total) else f"{int(total) / 1e6:,.1f} MB"


@click.command("catalog", short_help="What the public delivery service has of a place.")
@cities
@types
@years
@api
@click.option(
    "--out", metavar="FILE.csv", type=click.Path(path_type=Path), help="One row per file."
)
@options.place
@options.speech
@click.pass_obj
def command(
    session: Session,
    *,
    cities: str | None,
    types: str | None,
    years: str | None,
    api: str,
    out: Path | None,
) -> int:
    """Ask PLATEAU's public delivery service which files it has. Needs the network.

    The service is on trial: it may change or pause. Files on this machine never need it.
    """
    from viewer.files import replaced

    table = asked(session, cities=cities, types=types, years=years, api=api)
    if out is not None:
        with replaced(out) as file:
            table.to_csv(file, index=False, encoding="utf-8-sig")
    session.say(*aligned(counts(table)), *([str(out)] if out else []))
    session.answer({"files": table.astype(object).where(table.notna(), None).to_dict("records")})
    return 0
