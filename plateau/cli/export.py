"""``plateau export``: the city for other programs."""

from __future__ import annotations

from pathlib import Path

import click

from plateau.cli import options
from plateau.cli.session import Session


@click.command("export", short_help="The city for other programs.")
@options.paths
@click.option(
    "--out",
    required=True,
    metavar="FILE",
    help="What to write: .glb .obj .city.json .city.jsonl .czml .gpkg .parquet .csv .geojson, or "
    "FOLDER/ for 3D Tiles; .shp with a map of its short names, for programs that ask for it.",
)
@click.option(
    "--types",
    metavar="NAMES",
    help="Feature types, such as bldg,veg,brid, or all. [default: those the analyses use]",
)
@click.option(
    "--table",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Result of solar, flood or visibility that is written along.",
)
@click.option("--color", metavar="COLUMN", help="Column of the table that gives the colours.")
@click.option(
    "--geoid-height-m",
    type=float,
    metavar="M",
    help="Height of the geoid above the ellipsoid, for globes. [m, default PROJ's grid]",
)
@options.selection
@options.context
@options.speech
@click.pass_obj
def command(
    session: Session,
    *,
    paths: tuple[str, ...],
    out: str,
    types: str | None,
    table: Path | None,
    color: str | None,
    geoid_height_m: float | None,
) -> int:
    """Write the city as a GLB, an OBJ, CityJSON, CZML, 3D Tiles or tables.

    The extension of --out chooses.
    """
    if color is not None and table is None:
        raise click.UsageError("--color names a column of --table")
    from plateau.cli.catalog import words
    from plateau.cli.city import loaded, selected
    from plateau.cli.progress import progress
    from plateau.cli.results import exit_code_of, left_out_lines
    from plateau.cli.view import layer_with
    from plateau.exports import export, kind_of_export
    from plateau.output import read_tables

    kind = kind_of_export(out)  # a wrong extension is said before the reading, not after it
    looks = color is None and kind in {".glb", "tiles"}
    result = None
    if table is not None:
        result = next(iter(read_tables(table).values()))
        result = layer_with(table, color) if color is not None else result
    city = loaded(session, selected(session, paths), types=words(types), appearance=looks)
    with progress(session, "writing"):
        done = export(
            city, out, table=result, color=color, geoid_height_m=geoid_height_m, lang=session.lang
        )
    session.say(
        *session.note_lines(done.notes), *left_out_lines(session, city), *map(str, done.paths)
    )
    session.answer(
        {"features": len(city.features), "notes": done.notes, "written": list(done.paths)}
    )
    return exit_code_of(city)
