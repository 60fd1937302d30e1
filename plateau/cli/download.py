"""``plateau download``: files of the public delivery service, with code lists and textures."""

from __future__ import annotations

from pathlib import Path

import click

from plateau.cli import catalog, options
from plateau.cli.session import SKIPPED, Session, aligned


@click.command("download", short_help="Fetch files from the public delivery service.")
@catalog.cities
@catalog.types
@catalog.years
@catalog.api
@click.option(
    "--out",
    required=True,
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder; each dataset gets one in it.",
)
@click.option("--whole-cities", is_flag=True, help="The archives of the whole cities, as .zip.")
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
    out: Path,
    whole_cities: bool,
) -> int:
    """Fetch files of PLATEAU's public delivery service, and what they refer to.

    What is there is not fetched again, and what broke off goes on: run the same command again.
    """
    import plateau
    from plateau.cli.progress import progress

    files = catalog.asked(session, cities=cities, types=types, years=years, api=api)
    with progress(session, "download") as advance:
        got = plateau.download(files, out, whole_cities=whole_cities, progress=advance)
    session.say(
        *aligned([("files", got.files), ("not there", len(got.missing))]),
        *(f"  {line}" for line in got.missing[:20]),
        *(str(path) for path in got.datasets),
    )
    session.answer(
        {"datasets": list(got.datasets), "files": got.files, "missing": list(got.missing)}
    )
    return SKIPPED if got.missing else 0
