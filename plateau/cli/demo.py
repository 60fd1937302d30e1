"""``plateau demo``: the sample city through every analysis."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plateau.cli import flood, options, solar, visibility
from plateau.cli.session import Session
from plateau.sample import CITY, sample_folder

if TYPE_CHECKING:
    import geopandas as gpd

    from citygml.model import CityModel
    from viewer.scene import View

#: Fine enough for this town, and done within a minute on two cores. [m]
SOLAR_SPACING_M = 1.0
VISIBILITY_SPACING_M = 0.5


@dataclass(frozen=True)
class Picture:
    """A result as it is drawn: layer, column, and titles."""

    name: str
    layer: str
    column: str
    title: str
    title_ja: str


PICTURES = (
    Picture(
        "solar", "roofs", "irradiation_kwh_per_m2", "Sun on the roofs in a year", "屋根の年間日射量"
    ),
    Picture(
        "flood", "buildings", "result", "Shelter above the flood", "浸水時に上階へ避難できる建物"
    ),
    Picture("visibility", "samples", "state", "Ground the cameras see", "カメラから見える地面"),
)


@click.command("demo", short_help="The sample city: three analyses, report and pictures.")
@click.option(
    "--out",
    default="demo_output",
    show_default=True,
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the results.",
)
@options.speech
@click.pass_obj
def command(session: Session, *, out: Path) -> int:
    """Take the sample city through three analyses to a report and pictures, in minutes.

    The city is synthetic: no such place exists.
    """
    from plateau.cli.city import loaded, selected
    from plateau.cli.results import finish
    from plateau.output import write_tables

    folder = sample_folder()
    city = loaded(session, selected(session, [str(folder / CITY)]))
    results = analysed(session, city, folder)
    written = [
        path
        for name, layers in results.items()
        for path in write_tables(out / f"{name}.gpkg", layers, lang=session.lang)
    ]
    written += pictured(session, city, results, out)
    tables = {
        f"{name}: {layer}": t for name, layers in results.items() for layer, t in layers.items()
    }
    figures = [
        ("points on roofs every, m", f"{SOLAR_SPACING_M:g}"),
        ("points on the ground every, m", f"{VISIBILITY_SPACING_M:g}"),
        *solar.counts(results["solar"]),
        *(("shelter " + name, n) for name, n in flood.counts(results["flood"]["buildings"])),
        *visibility.counts(results["visibility"]),
    ]
    return finish(session, city, tables, counts=figures, written=written)


Results = dict[str, dict[str, "gpd.GeoDataFrame"]]


def analysed(session: Session, city: CityModel, folder: Path) -> Results:
    """Run the three analyses on the sample city."""
    import plateau
    from analyses.cameras import read_cameras
    from plateau.cli.progress import progress

    with progress(session, "solar"):
        weather = plateau.read_weather(folder / "weather.epw")
        sun = solar.tables(city, weather, spacing_m=SOLAR_SPACING_M)
    with progress(session, "flood"):
        refuges = {"buildings": flood.table(city, folder / "house_collapse_zones.geojson")}
    with progress(session, "visibility"):
        cameras = read_cameras(folder / "cameras.geojson")
        sight = visibility.tables(city, cameras, visibility.Look(spacing_m=VISIBILITY_SPACING_M))
    return {"solar": sun, "flood": refuges, "visibility": sight}


def pictured(session: Session, city: CityModel, results: Results, out: Path) -> list[Path]:
    """Draw every result as a map and, where this machine can, in three dimensions."""
    from plateau.cli.progress import progress
    from plateau.report import write_report
    from viewer.maps import write_map

    pictures: dict[str, Path] = {}
    with progress(session, "maps"):
        for picture in PICTURES:
            pictures[f"{title_of(picture, session)} (map)"] = write_map(
                out / f"{picture.name}_map.png",
                city,
                results[picture.name][picture.layer],
                picture.column,
                title=title_of(picture, session),
                lang=session.lang,
                cameras=posts(picture, results),
            )
    with progress(session, "3-D pictures"):
        pictures |= screenshots(session, city, results, out)
    with progress(session, "3-D page and report"):
        page = scene_of(session, city, results, PICTURES[0]).html(out / "view.html")
        tables = {
            f"{name}: {layer}": table
            for name, layers in results.items()
            for layer, table in layers.items()
        }
        report = write_report(out / "report.html", city, tables, pictures, lang=session.lang)
    return [*pictures.values(), page, report]


def title_of(picture: Picture, session: Session) -> str:
    """Return the title in the language asked for."""
    return picture.title_ja if session.lang == "ja" else picture.title


def posts(picture: Picture, results: Results) -> gpd.GeoDataFrame | None:
    """Return the cameras, where the picture is about them."""
    return results["visibility"]["cameras"] if picture.name == "visibility" else None


def scene_of(session: Session, city: CityModel, results: Results, picture: Picture) -> View:
    """Return the city in the colours of a result."""
    import plateau

    return plateau.view(
        city,
        results[picture.name][picture.layer],
        color=picture.column,
        title=title_of(picture, session),
        cameras=posts(picture, results),
        lang=session.lang,
    )


def screenshots(session: Session, city: CityModel, results: Results, out: Path) -> dict[str, Path]:
    """Return 3-D pictures; none, with one line, on a machine that cannot draw."""
    from citygml.errors import CityModelError

    found: dict[str, Path] = {}
    for picture in PICTURES:
        scene = scene_of(session, city, results, picture)
        try:
            found[f"{title_of(picture, session)} (3-D)"] = scene.screenshot(
                out / f"{picture.name}.png"
            )
        except CityModelError as error:
            session.say(f"no 3-D pictures: {error}")
            return found
    return found
