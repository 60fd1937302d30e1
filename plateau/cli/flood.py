"""``plateau flood``: which buildings shelter people above a flood, for whom, and why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from plateau.cli import options
from plateau.cli.session import Session

if TYPE_CHECKING:
    import geopandas as gpd

    from citygml.errors import CityModelError
    from citygml.model import CityModel
    from plateau.dataset import Dataset
    from plateau.flood_run import FloodFiles
    from plateau.merge import RunResult
    from viewer.style import Language

#: Classes of `plateau.evacuation_buildings`, in the order people ask for them.
CLASSES = ("yes", "no", "unknown", "not_needed", "excluded")
_FILE = click.Path(path_type=Path)


def table(city: CityModel, zones: Path | None) -> gpd.GeoDataFrame:
    """Return one row per building."""
    import plateau

    if zones is None:
        return plateau.evacuation_buildings(city)
    return plateau.evacuation_buildings(city, zones=plateau.read_zones(zones))


def counts(buildings: gpd.GeoDataFrame) -> list[tuple[str, object]]:
    """Return how many buildings are in each class; they add up to the buildings."""
    found = buildings["result"].value_counts()
    return [
        *((name, int(found.get(name, 0))) for name in CLASSES),
        ("buildings", len(buildings)),
    ]


def people(tables: Mapping[str, gpd.GeoDataFrame]) -> list[tuple[str, object]]:
    """Return how many people are where, before and after the onset; nothing without population."""
    rows: list[tuple[str, object]] = []
    for name, when in (("places", "before the onset"), ("places_after", "after the onset")):
        if name not in tables:
            continue
        total = tables[name].drop(columns="geometry").sum()
        rows += [
            (f"persons {label}, {when}", int(total[column]))
            for column, label in (
                ("persons", "in all"),
                ("not_flooded", "not flooded"),
                ("at_home", "safe at home"),
                ("served", "with a refuge"),
                ("unserved", "without"),
                ("unserved_if_unknown_yes", "without even if all unknown were yes"),
                ("unplaced", "in no building"),
            )
        ]
    return rows


def _remember(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    """Keep a file for the command, which takes them all together."""
    context.meta[f"flood.{parameter.name}"] = value


def _given(*names: str, text: str, **settings: Any) -> Any:
    return click.option(
        *names, expose_value=False, callback=_remember, help=text, **{"type": _FILE, **settings}
    )


_INPUTS = (
    _given(
        "--water",
        metavar="FILE",
        multiple=True,
        text="Flood map: GeoTIFF, or polygons (A31a). Repeatable.",
    ),
    _given(
        "--water-kind",
        type=click.Choice(["depth", "level"]),
        text="What a GeoTIFF of --water holds: depth above ground, or elevation (T.P.).",
    ),
    _given(
        "--water-nodata",
        type=click.Choice(["unknown", "dry"]),
        text="What cells without value in a GeoTIFF of --water mean: dry, as in published maps of "
        "Japan, or not mapped, so unknown (default).",
    ),
    _given("--dem", metavar="FILE", text="GeoTIFF of the ground, instead of the model's relief."),
    _given(
        "--zones",
        metavar="FILE",
        text="House-collapse zones: polygons in any format GDAL reads, A31a too.",
    ),
    _given(
        "--population",
        metavar="FILE",
        text="Persons: CSV feature_id,persons, or polygons with persons. Makes the plan.",
    ),
    _given("--roads", metavar="FILE", text="Lines people walk on, instead of the model's roads."),
    _given("--report", metavar="HTML", text="Page with a sheet for every building with yes."),
    _given(
        "--film",
        metavar="FILE",
        text="Film (.mp4 or .gif): the time steps of --water, else water 0 to 3 m higher.",
    ),
)


def _inputs(command: Any) -> Any:
    for option in reversed(_INPUTS):
        command = option(command)
    return command


def _files(meta: Mapping[str, Any]) -> FloodFiles:
    from plateau.flood_run import FloodFiles

    given = {name: meta.get(f"flood.{name}") for name in ("dem", "zones", "population", "roads")}
    return FloodFiles(
        water=tuple(meta.get("flood.water") or ()),
        water_kind=meta.get("flood.water_kind"),
        water_nodata=meta.get("flood.water_nodata") or "unknown",
        **given,
    )


def over_tiles(session: Session, data: Dataset, files: FloodFiles, out: Path) -> int:
    """Judge a dataset tile by tile; with a population, make the plan for all tiles at once."""
    from plateau.cli import tiled
    from plateau.flood_tiles import flood_over_tiles, plan_of_all

    session.context_m = 0.0

    def run(analysis: Callable[..., Any], folder: Path, step: str) -> RunResult:
        return tiled.over_tiles(session, data, analysis, folder, step=step)

    folder, is_selected = tiled.tile_folder(out), bool(data.areas)
    result = flood_over_tiles(files, folder, run, is_selected=is_selected)
    of_all = tiled.OfAll()
    if files.population is not None:
        of_all = tiled.OfAll(layers=plan_of_all(result, files))
    return tiled.finish_run(session, result, out, of_all)


def _pictures(meta: Mapping[str, Any], *, tiled: bool) -> tuple[Path | None, Path | None]:
    """Report and film that are asked for, checked before any work."""
    from viewer.files import checked_place
    from viewer.movie import film_program

    report, film = meta.get("flood.report"), meta.get("flood.film")
    for name, path in (("report", report), ("film", film)):
        if path is not None and tiled:
            raise click.UsageError(
                f"--{name} is of a city judged in one go, not tile by tile; choose an area with "
                "--around or --tiles, and give --out a file"
            )
        if path is not None:
            checked_place(path)
    if film is not None:
        film_program(film)
    return report, film


@click.command("flood", short_help="Which buildings shelter people above a flood.")
@options.paths
@options.out_table
@_inputs
@options.selection
@options.scale
@options.speech
@click.pass_context
def command(context: click.Context, *, paths: tuple[str, ...], out: Path) -> int:
    """Find the buildings that shelter people above a flood: yes, no or unknown, and why.

    With --population also who goes where, before and after the onset. Layers of a GeoPackage:
    buildings, depths, demand, refuges, routes, places, places_after, survey; beside it a record of
    the run (.run.json). An answer is what the data say, not a designation by a municipality.
    """
    from plateau.cli.city import loaded, selected
    from plateau.cli.progress import progress
    from plateau.cli.results import finish
    from plateau.cli.tiled import is_tiled
    from plateau.flood_run import flood_tables, run_record, write_run_record
    from plateau.output import checked_target, write_tables

    session = context.ensure_object(Session)
    if out.suffix:
        checked_target(out)
    if context.meta.get("flood.roads") and not context.meta.get("flood.population"):
        raise click.UsageError("--roads is of the plan, who goes where: it needs --population")
    report, film = _pictures(context.meta, tiled=is_tiled(session, out))
    data = selected(session, paths)
    if is_tiled(session, out):
        return over_tiles(session, data, _files(context.meta), out)
    city = loaded(session, data)
    with progress(session, "flood"):
        tables = flood_tables(city, _files(context.meta))
    written = write_tables(out, tables, lang=session.lang)
    record = out.with_name(f"{out.name}.run.json")
    written.append(write_run_record(record, run_record(city, tables)))
    if report is not None:
        from plateau.flood_sheets import write_flood_report

        written.append(write_flood_report(report, city, tables, lang=session.lang))
    failure = None
    if film is not None:
        with progress(session, "film"):
            files = _files(context.meta)
            made, failure = _film(film, city, tables["buildings"], files, lang=session.lang)
        written += made
    figures = [*counts(tables["buildings"]), *people(tables)]
    code = finish(session, city, tables, counts=figures, written=written)
    if failure is not None:
        raise failure
    return code


def _film(
    film: Path, city: CityModel, buildings: gpd.GeoDataFrame, files: FloodFiles, *, lang: Language
) -> tuple[list[Path], CityModelError | None]:
    """Return the film, or why there is none: tables are named and counted without OpenGL too."""
    from citygml.errors import CityModelError
    from plateau.flood_film import write_flood_film

    try:
        return [write_flood_film(film, city, buildings, files, lang=lang)], None
    except CityModelError as error:
        return [], error
