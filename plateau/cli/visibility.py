"""``plateau visibility``: what cameras see of the ground."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from plateau.cli import options
from plateau.cli.session import Session

if TYPE_CHECKING:
    import geopandas as gpd

    from citygml.model import CityModel


def tables(
    city: CityModel, cameras: gpd.GeoDataFrame, *, spacing_m: float
) -> dict[str, gpd.GeoDataFrame]:
    """Return the layers ``samples`` and ``cameras``."""
    import plateau

    return plateau.camera_coverage(city, cameras, spacing_m=spacing_m)._asdict()


def counts(layers: dict[str, gpd.GeoDataFrame]) -> list[tuple[str, object]]:
    """Return how much of the ground the cameras see."""
    samples, cameras = layers["samples"], layers["cameras"]
    states = samples["state"].value_counts()
    return [
        ("cameras", len(cameras)),
        ("ground points in view", len(samples)),
        *((f"ground points {state}", int(count)) for state, count in states.items()),
    ]


@click.command("visibility", short_help="What cameras see of the ground.")
@options.paths
@click.option(
    "--cameras",
    required=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Points with camera_id, height_m, heading_deg, tilt_deg, hfov_deg, far_m ...",
)
@options.out_table
@click.option(
    "--spacing-m",
    type=click.FloatRange(min=0.0, min_open=True),
    default=0.5,
    show_default=True,
    metavar="M",
    help="Distance of the ground points. [m]",
)
@options.selection
@options.context
@options.speech
@click.pass_obj
def command(
    session: Session, *, paths: tuple[str, ...], cameras: Path, out: Path, spacing_m: float
) -> int:
    """Find the ground that cameras see, past buildings and terrain.

    Layers of a GeoPackage: samples (one row per ground point), cameras.
    """
    from analyses.cameras import read_cameras
    from plateau.cli.city import loaded, selected
    from plateau.cli.progress import progress
    from plateau.cli.results import finish
    from plateau.output import checked_target, write_tables

    checked_target(out)
    posts = read_cameras(cameras)
    city = loaded(session, selected(session, paths))
    with progress(session, "visibility"):
        layers = tables(city, posts, spacing_m=spacing_m)
    written = write_tables(out, layers, lang=session.lang)
    return finish(session, city, layers, counts=counts(layers), written=written)
