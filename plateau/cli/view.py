"""``plateau view``: a picture, a 3-D page or a window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from plateau.cli import options
from plateau.cli.session import Session

if TYPE_CHECKING:
    import geopandas as gpd

    from citygml.errors import CityModelError
    from viewer.scene import View

PICTURES = (".png", ".jpg", ".jpeg")
PAGES = (".html", ".htm")


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
@click.option(
    "--textures/--no-textures",
    default=None,
    help="Images and materials of the files on buildings; by default without --color.",
)
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
    textures: bool | None,
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
    from viewer.page import images_left_out

    check_targets(screenshot, html)
    result = None if table is None or color is None else layer_with(table, color)
    looks = color is None if textures is None else textures
    city = loaded(session, selected(session, paths), appearance=looks)
    posts = None if result is None or "hfov_deg" not in result else result
    scene = plateau.view(
        city, result, color=color, cameras=posts, textures=looks, lang=session.lang
    )
    with progress(session, "drawing"):
        written, failure = drawn(scene, screenshot, html, result)
    notes = [*scene.notes, *(images_left_out(scene) if html else ())]
    if screenshot in written and (framing := scene.framing_note()):
        notes.append(framing)
    session.say(*left_out_lines(session, city), *session.note_lines(notes), *map(str, written))
    session.answer({"features": len(city.features), "notes": notes, "written": written})
    if failure is not None:
        raise failure
    return exit_code_of(city)


def drawn(
    scene: View, screenshot: Path | None, html: Path | None, table: gpd.GeoDataFrame | None = None
) -> tuple[list[Path], CityModelError | None]:
    """Return what was written, and why not the picture.

    A page is written without OpenGL too, and there a map or a page in the place of the picture.
    """
    from citygml.errors import CityModelError

    written = [] if html is None else [scene.html(html)]
    if screenshot is None and html is None:
        scene.show()
    if screenshot is not None:
        try:
            written.insert(0, scene.screenshot(screenshot))
        except CityModelError as error:
            return [*written, *_instead_of_picture(scene, screenshot, html, table)], error
    return written, None


def _instead_of_picture(
    scene: View, screenshot: Path, html: Path | None, table: gpd.GeoDataFrame | None
) -> list[Path]:
    """Return what shows the same where nothing can be drawn: a map of a result, and a page."""
    from viewer.maps import write_map
    from viewer.rendering import rendering

    if not rendering().problem:  # the picture could be drawn but not written
        return []
    flat, page = screenshot.with_name(f"{screenshot.stem}_map.png"), screenshot.with_suffix(".html")
    made = []
    if table is not None and scene.coloring is not None and not flat.exists():
        column = scene.coloring.column
        made.append(write_map(flat, scene.city, table, column, lang=scene.asked))
    if html is None and not page.exists():
        made.append(scene.html(page))
    return made


def check_targets(screenshot: Path | None, html: Path | None) -> None:
    """Refuse before the work what could not be written or shown after it."""
    from viewer.files import checked_place
    from viewer.rendering import check_display, start_probe

    if screenshot is not None:
        checked_place(screenshot, suffixes=PICTURES)
    if html is not None:
        checked_place(html, suffixes=PAGES)
    if screenshot is not None:
        start_probe()  # it draws while this process reads
    if screenshot is None and html is None:
        check_display()


def layer_with(path: Path, column: str) -> gpd.GeoDataFrame:
    """Return the first table of a file that has the column."""
    from citygml.errors import AnalysisError
    from plateau.output import read_tables

    tables = read_tables(path)
    for name, table in tables.items():
        if column in table.columns:
            return table
        if column == table.index.name:
            raise AnalysisError(
                f"{path}: {column} names the rows of the layer {name}; give --color a column of "
                f"values: {', '.join(table.columns.drop('geometry', errors='ignore'))}"
            )
    from viewer.coloring import near_columns

    known = sorted({name for table in tables.values() for name in table.columns} - {"geometry"})
    raise AnalysisError(f"{path} has no column {column!r}; {near_columns(column, known)}")
