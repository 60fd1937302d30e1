"""``plateau view``: a picture, a 3-D page or a window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from plateau.cli import options
from plateau.cli.session import Session

if TYPE_CHECKING:
    import geopandas as gpd


@click.command("view", short_help="Pictures and 3-D pages.")
@options.paths
@click.option(
    "--table",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Result of solar, flood or visibility.",
)
@click.option("--color", metavar="COLUMN", help="Column of the table that gives the colours.")
@click.option(
    "--screenshot", metavar="PNG", type=click.Path(path_type=Path), help="Picture to write."
)
@click.option("--html", metavar="FILE", type=click.Path(path_type=Path), help="3-D page to write.")
@options.selection
@options.context
@options.speech
@click.pass_obj
def command(
    session: Session,
    *,
    paths: tuple[str, ...],
    table: Path | None,
    color: str | None,
    screenshot: Path | None,
    html: Path | None,
) -> int:
    """Draw the city, in the colours of a result where one is given.

    Without --screenshot and --html a window opens.
    """
    if (table is None) != (color is None):
        raise click.UsageError("--table and --color belong together")
    import plateau
    from plateau.cli.city import loaded, selected
    from plateau.cli.progress import progress
    from plateau.cli.results import exit_code_of, left_out_lines

    result = None if table is None or color is None else layer_with(table, color)
    city = loaded(session, selected(session, paths))
    scene = plateau.view(city, result, color=color, lang=session.lang)
    written = []
    with progress(session, "drawing"):
        if screenshot is not None:
            written.append(scene.screenshot(screenshot))
        if html is not None:
            written.append(scene.html(html))
        if not written:
            scene.show()
    session.say(*left_out_lines(city), *(str(path) for path in written))
    session.answer({"features": len(city.features), "written": written})
    return exit_code_of(city)


def layer_with(path: Path, column: str) -> gpd.GeoDataFrame:
    """Return the first table of a file that has the column."""
    from citygml.errors import AnalysisError
    from plateau.output import read_tables

    tables = read_tables(path)
    for table in tables.values():
        if column in table.columns:
            return table
    known = sorted({name for table in tables.values() for name in table.columns} - {"geometry"})
    raise AnalysisError(f"{path} has no column {column!r}; it has {', '.join(known)}")
