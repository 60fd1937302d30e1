"""``plateau glare``: where solar panels throw the sun."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from plateau.cli import options
from plateau.cli.session import DEFAULT_CONTEXT_M, Session
from plateau.cli.solar import light_given, say_distance, with_relief, year_of

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from citygml.model import CityModel
    from plateau.cli.progress import Advance
    from plateau.dataset import Dataset

#: Word of ``--roads`` for the roads of the dataset itself.
OWN_ROADS = "tran"
#: More rays than these make a globe stand still; the strongest are drawn.
RAYS_DRAWN = 20_000


@dataclass(frozen=True)
class Wish:
    """What is asked of the analysis."""

    observers: gpd.GeoDataFrame | None = None
    roads: gpd.GeoDataFrame | None = None
    profile: Literal["physical", "plateau"] = "physical"


def tables(
    city: CityModel, weather: pd.DataFrame, *, wish: Wish, progress: Advance | None = None
) -> dict[str, gpd.GeoDataFrame]:
    """Return the layers receivers, sources, rays; observers, roads and places if asked for."""
    import plateau

    panels: Literal["jis", "plateau"] = "plateau" if wish.profile == "plateau" else "jis"
    roofs = plateau.solar_potential(city, weather, preset="fast", profile=panels)
    glare = plateau.panel_glare(
        city,
        weather,
        roofs,
        observers=wish.observers,
        roads=wish.roads,
        profile=wish.profile,
        settings=plateau.GlareSettings(progress=progress),
    )
    layers = {"receivers": glare.receivers, "sources": glare.sources, "rays": glare.rays}
    if wish.observers is not None:
        layers["observers"] = glare.observers
    if wish.roads is not None:
        layers |= {"roads": glare.roads, "road_places": glare.road_places}
    return layers


def counts(layers: dict[str, gpd.GeoDataFrame]) -> list[tuple[str, object]]:
    """Return the figures people look at first."""
    receivers, sources = layers["receivers"], layers["sources"]
    hours = receivers.groupby("feature_id")["possible_min"].max() / 60.0
    return [
        ("roofs with panels", len(sources)),
        ("of them with light on another building", int((sources["receiver_count"] > 0).sum())),
        ("facades and storeys that light falls on", len(receivers)),
        ("buildings", int(receivers["feature_id"].nunique())),
        ("of them for over 30 h a year on one storey", int((hours > 30.0).sum())),
        *(
            (f"{name} from which light is seen", int((layers[name]["possible_min"] > 0.0).sum()))
            for name in ("observers", "roads")
            if name in layers
        ),
    ]


def write_rays(
    path: Path, city: CityModel, rays: gpd.GeoDataFrame, *, geoid_height_m: float | None = None
) -> tuple[list[Path], list[str]]:
    """Write the strongest rays, CZML for a globe or a table of lines; the files, and notes."""
    from plateau.output import write_tables

    strongest = rays.nlargest(RAYS_DRAWN, "irradiance_w_per_m2")
    more = len(rays) - len(strongest)
    notes = [f"{path.name}: the {RAYS_DRAWN:,} strongest rays of {len(rays):,}"] if more else []
    if path.suffix.lower() != ".czml":
        return write_tables(path, {"rays": strongest}), notes
    from viewer.export.czml import write_czml_rays
    from viewer.export.tileset import geoid_of

    geoid = geoid_of(city, geoid_height_m)
    height, quantity = geoid.height_m, "irradiance_w_per_m2"
    written = write_czml_rays(path, strongest, quantity=quantity, geoid_height_m=height)
    return [written], [*notes, *([geoid.note] if geoid.note else [])]


@click.command("glare", short_help="Where solar panels throw the sun.")
@options.paths
@options.weather
@options.out_table
@click.option(
    "--observers",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Points that look around, in any format GDAL reads; column height_m above the ground.",
)
@click.option(
    "--roads",
    metavar="FILE|tran",
    help="Roads with eyes every 10 m: lines or polygons, or those of the dataset.",
)
@click.option(
    "--rays",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The strongest rays as lines besides: .czml for a globe, .geojson, .gpkg, .parquet.",
)
@click.option(
    "--geoid-height-m",
    type=float,
    metavar="M",
    help="Height of the geoid above the ellipsoid, for .czml. [m, default PROJ's grid]",
)
@options.ground
@click.option(
    "--copies",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Copies of the building files with hours of glare of three days as generic attributes.",
)
@click.option(
    "--profile",
    type=click.Choice(["physical", "plateau"]),
    default="physical",
    show_default=True,
    help="plateau: whole hours of three days, as the official program.",
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
    **files: Any,
) -> int:
    """Find where panels on roofs throw the sun: facades by storey, given observers, and roads.

    Layers of a GeoPackage: receivers, sources, rays, observers, roads, road_places.
    """
    from analyses.solar import position
    from plateau.cli.city import loaded, selected
    from plateau.cli.progress import progress
    from plateau.cli.results import finish
    from plateau.output import checked_target, write_tables

    light = light_given(weather, clearness)
    checked_target(out)
    if files["rays"] is not None:
        _checked_rays(files["rays"])
    data = selected(session, paths)
    city = with_relief(loaded(session, data, context_m=DEFAULT_CONTEXT_M), files["dem"])
    year = year_of(light, city)
    say_distance(session, year, *position(city))
    wish = Wish(
        _shapes(files["observers"], "give a layer of points"),
        _roads(files["roads"], city),
        files["profile"],
    )
    with progress(session, "glare") as advance:
        layers = tables(city, year, wish=wish, progress=advance)
    written = write_tables(out, layers, lang=session.lang)
    if files["copies"] is not None:
        written += _write_copies(files["copies"], data, layers["sources"])
    notes: list[str] = []
    if files["rays"] is not None:
        drawn, notes = write_rays(
            files["rays"], city, layers["rays"], geoid_height_m=files["geoid_height_m"]
        )
        written += drawn
    return finish(session, city, layers, counts=counts(layers), written=written, notes=notes)


def _write_copies(folder: Path, data: Dataset, sources: gpd.GeoDataFrame) -> list[Path]:
    """Write the building files with the hours of the longest of each building's roofs."""
    from plateau.written_back import GLARE_NAMES, building_attributes, write_cities

    hours = sources.groupby("feature_id")[list(GLARE_NAMES)].max()
    return list(write_cities(folder, data, building_attributes(hours, GLARE_NAMES)))


def _checked_rays(path: Path) -> None:
    """Refuse a place or a format before the work, not after it."""
    from plateau.output import checked_target
    from viewer.files import checked_place

    (checked_place if path.suffix.lower() == ".czml" else checked_target)(path)


def _shapes(path: Path | None, remedy: str) -> gpd.GeoDataFrame | None:
    """Read a layer, if there is one."""
    if path is None:
        return None
    from analyses.side_files import read_shapes

    return read_shapes(path, remedy=remedy)


def _roads(word: str | None, city: CityModel) -> gpd.GeoDataFrame | None:
    """Return the roads of a file, or those of the dataset."""
    if word != OWN_ROADS:
        return _shapes(None if word is None else Path(word), "give lines, or the word tran")
    from citygml.errors import CityModelError

    features = city.features
    own = (features["kind"] == "Road") & ~features["is_context"].astype(bool)
    if not own.any():
        raise CityModelError("the dataset has no roads (tran); give lines with --roads FILE")
    return features[own]
