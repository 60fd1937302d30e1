"""``plateau visibility``: what cameras see, and where to put the next ones."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import partial, reduce, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from plateau.cli import options
from plateau.cli.candidates import camera_numbers, candidate_table, is_named
from plateau.cli.session import DEFAULT_CONTEXT_M, SKIPPED, Session

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from citygml.model import CityModel
    from plateau.dataset import Dataset
    from plateau.merge import RunResult
    from plateau.visibility_tiles import Search

#: Targets that have a name; anything else is a file.
NAMED_TARGETS = ("ground", "roads", "facades")


@dataclass(frozen=True)
class Look:
    """What is looked at, and how fine."""

    targets: str = "ground"  # a name of NAMED_TARGETS, or a file
    spacing_m: float = 0.5
    target_height_m: tuple[float, ...] = (1.5,)
    levels: Literal["iec2025", "dori2014"] = "iec2025"
    people: Path | None = None

    def located(self) -> Any:
        """Return the name of the targets, or those in the file."""
        return self.targets if self.targets in NAMED_TARGETS else shapes(Path(self.targets))


def shapes(path: Path) -> gpd.GeoDataFrame:
    """Read polygons, lines or points from any file that GDAL reads."""
    from analyses.side_files import read_shapes

    return read_shapes(path, remedy=f"give a vector file or {', '.join(NAMED_TARGETS)}")


def tables(
    city: CityModel, cameras: gpd.GeoDataFrame, look: Look | None = None
) -> dict[str, gpd.GeoDataFrame]:
    """Return the layers ``samples`` and ``cameras``, and the polygons that are made of them."""
    import plateau

    look = Look() if look is None else look
    found = plateau.camera_coverage(
        city,
        cameras,
        targets=look.located(),
        spacing_m=look.spacing_m,
        target_height_m=look.target_height_m,
        levels=look.levels,
    )
    return {**found._asdict(), **polygons(city, found.samples, look)}


def polygons(city: CityModel, samples: gpd.GeoDataFrame, look: Look) -> dict[str, gpd.GeoDataFrame]:
    """Return the layers ``coverage`` and ``blind_spots`` of grid cells, ``parts`` of targets."""
    from analyses.visibility import blind_spots, coverage_polygons, overlap_polygons, part_coverage

    layers = {}
    if "area_m2" in samples.columns and not samples.has_z.any():
        layers["coverage"] = coverage_polygons(city, samples)
        layers["overlap"] = overlap_polygons(city, samples)
        layers["blind_spots"] = blind_spots(city, samples, people=residents(look.people))
    if look.targets in {"roads", "facades"}:
        layers[look.targets] = part_coverage(city, samples)
    return layers


def residents(path: Path | None) -> pd.Series | None:
    """Return people by building, None without a file."""
    if path is None:
        return None
    from analyses.side_files import read_csv
    from citygml.errors import CityModelError

    table = read_csv(path, remedy="people come as CSV with feature_id, persons")
    if not {"feature_id", "persons"} <= set(table.columns):
        raise CityModelError(
            f"{path} has the columns {', '.join(map(str, table.columns))}; people come as CSV with "
            "feature_id, persons"
        )
    return table.set_index("feature_id")["persons"]


def counts(layers: dict[str, gpd.GeoDataFrame]) -> list[tuple[str, object]]:
    """Return how much of the targets the cameras see."""
    samples, cameras = layers["samples"], layers["cameras"]
    states = samples["state"].value_counts()
    found: list[tuple[str, object]] = [
        ("cameras", len(cameras)),
        ("ground points in view", int((samples["in_view_count"] > 0).sum())),
        *((f"ground points {state}", int(count)) for state, count in states.items()),
    ]
    if "blind_spots" in layers:
        found.append(("blind spots", len(layers["blind_spots"])))
    if "placed" in layers:
        found.append(("new cameras", len(layers["placed"])))
    return found


def without_result(cameras: gpd.GeoDataFrame) -> str:
    """Return why no camera has a result; "" where one has, or there is none."""
    problems = cameras["problem"].astype(str)
    if not len(problems) or (problems == "").any():
        return ""
    return f"no camera has a result, such as {problems.index[0]}: {problems.iloc[0]}; move it"


@dataclass(frozen=True)
class Plan:
    """What is asked of a placement."""

    count: int | None
    candidates: str | None  # a word of plateau.cli.candidates, or a file
    budget: float | None = None
    min_level: str | None = None
    times: int = 1
    solver: Literal["greedy", "milp"] = "greedy"
    private: Path | None = None
    site_camera: tuple[str, ...] = ()

    def check(self, cameras: Path | None) -> None:
        """Refuse words that do not go together."""
        places = self.count is not None or self.budget is not None
        if places and self.candidates is None:
            raise click.UsageError("--place and --budget need --candidates")
        if self.candidates is not None and not places:
            raise click.UsageError("--candidates needs --place N or --budget")
        if self.candidates is None and cameras is None:
            raise click.UsageError("--cameras or --candidates is missing")
        camera_numbers(self.site_camera)
        if self.site_camera and not is_named(self.candidates or ""):
            raise click.UsageError("--site-camera says what hangs at --candidates roads or walls")

    def check_tiled(self) -> None:
        """Refuse what needs the whole city at once."""
        if self.candidates is not None and is_named(self.candidates):
            raise click.UsageError(
                f"--candidates {self.candidates} needs a city in one go, not tile by tile; choose "
                "an area with --around or --tiles and give --out a file, or give a file of "
                "candidates"
            )

    def search(
        self, existing: gpd.GeoDataFrame | None, look: Look, candidates: gpd.GeoDataFrame
    ) -> Search:
        """Return the same with its files read."""
        from plateau import PlacementRules
        from plateau.visibility_tiles import Search

        return Search(
            candidates=candidates,
            existing=existing,
            private=None if self.private is None else shapes(self.private),
            count=self.count,
            budget=self.budget,
            rules=PlacementRules(
                spacing_m=look.spacing_m,
                target_height_m=look.target_height_m,
                levels=look.levels,
                min_level=self.min_level,
                times=self.times,
                solver=self.solver,
            ),
        )


def planned(
    city: CityModel, existing: gpd.GeoDataFrame | None, plan: Plan, look: Look
) -> dict[str, gpd.GeoDataFrame]:
    """Return the layers ``placed`` and ``existing``, and those of all cameras together."""
    import plateau

    candidates = candidate_table(plan.candidates or "", city, plan.site_camera)
    search = plan.search(existing, look, candidates)
    placed, old = plateau.place_cameras(
        city,
        search.candidates,
        count=search.count,
        budget=search.budget,
        existing=existing,
        targets=look.located(),
        private=search.private,
        rules=search.rules,
    )
    everyone = together(placed, existing, city.crs)
    return {**tables(city, everyone, look), "placed": placed, "existing": old}


def together(
    placed: gpd.GeoDataFrame, existing: gpd.GeoDataFrame | None, crs: Any
) -> gpd.GeoDataFrame:
    """Return the cameras that are there and those that were chosen."""
    import geopandas as gpd
    import pandas as pd

    from analyses.cameras import checked_cameras, located_cameras

    everyone = [checked_cameras(placed)]
    if existing is not None:
        everyone.insert(0, located_cameras(checked_cameras(existing), crs))
    return gpd.GeoDataFrame(pd.concat(everyone), crs=crs)


def _gathered(
    name: str, kind: type[Look | Plan], *choices: Callable[[Any], Any]
) -> Callable[[Any], Any]:
    """Return a decorator that adds options and hands them on as one object."""

    def decorate(command: Any) -> Any:
        @wraps(command)
        def gathering(*arguments: Any, **words: Any) -> Any:
            own = {field.name: words.pop(field.name) for field in fields(kind)}
            return command(*arguments, **words, **{name: kind(**own)})

        return reduce(lambda inner, choice: choice(inner), reversed(choices), gathering)

    return decorate


_looks = _gathered(
    "look", Look,
    click.option("--targets", default="ground", show_default=True, metavar="NAME|FILE",
                 help="ground, roads, facades, or a file of polygons, lines or points."),
    click.option("--spacing-m", type=click.FloatRange(min=0.0, min_open=True), default=0.5,
                 show_default=True, metavar="M", help="Distance of the points. [m]"),
    click.option("--target-height-m", type=float, multiple=True, default=(1.5,), metavar="M",
                 show_default=True, help="Height looked at; give several for a whole body."),
    click.option("--levels", type=click.Choice(["iec2025", "dori2014"]), default="iec2025",
                 show_default=True, help="Classes of pixel density."),
    click.option("--people", metavar="FILE", type=click.Path(path_type=Path),
                 help="CSV with feature_id, persons: to rank blind spots."),
)  # fmt: skip
_plans = _gathered(
    "plan", Plan,
    click.option("--place", "count", type=click.IntRange(min=0), metavar="N",
                 help="Choose N of the candidates; --cameras are there already."),
    click.option("--candidates", metavar="roads|walls[:M]|FILE",
                 help="Cameras that could be put up: at road corners, along walls every M m "
                 "(10), or those of a file; without heading_deg all ways are tried."),
    click.option("--site-camera", multiple=True, metavar="COLUMN=NUMBER",
                 help="What hangs at roads or walls [default height_m=4 tilt_deg=20 "
                 "hfov_deg=103]."),
    click.option("--budget", type=click.FloatRange(min=0.0), metavar="COST",
                 help="Sum of the candidates' cost at most."),
    click.option("--min-level", metavar="NAME", help="Class that counts [default the lowest]."),
    click.option("--times", type=click.IntRange(min=1), default=1, show_default=True,
                 metavar="K", help="How many cameras count at a point."),
    click.option("--solver", type=click.Choice(["greedy", "milp"]), default="greedy",
                 show_default=True, help="milp seeks the best and says how far it came."),
    click.option("--private", metavar="FILE", type=click.Path(path_type=Path),
                 help="Polygons that no new camera may see."),
)  # fmt: skip


def over_tiles(
    session: Session,
    data: Dataset,
    cameras: gpd.GeoDataFrame | None,
    *,
    look: Look,
    plan: Plan,
    out: Path,
    raster: Path | None,
) -> int:
    """Look at a dataset tile by tile; places, polygons and the raster are of all tiles."""
    from analyses.cameras import read_camera_table
    from analyses.visibility.coverage import camera_notes
    from analyses.visibility.rasters import stream_geotiff
    from plateau import visibility_tiles as tiles
    from plateau.cli import tiled

    def run(analysis: Callable[..., Any], folder: Path, step: str) -> RunResult:
        return tiled.over_tiles(session, data, analysis, folder, step=step)

    scene = tiles.Scene(
        look.located(), look.spacing_m, look.target_height_m, look.levels, data.areas
    )
    folder = tiled.tile_folder(out)
    chosen = {}
    if plan.candidates is not None:
        search = plan.search(cameras, look, read_camera_table(Path(plan.candidates)))
        placement = tiles.placement_over_tiles(
            search, scene, folder / ".placement", over_tiles=run, data=data
        )
        chosen = {"placed": placement.cameras, "existing": placement.existing}
        cameras = together(placement.cameras, cameras, data.crs)
    assert cameras is not None  # by Plan.check
    result = tiles.coverage_over_tiles(cameras, scene, folder, run)
    samples = tiles.samples_of_all(result)
    seeing = result.table("cameras")
    reason = without_result(seeing)
    of_all = tiled.OfAll(
        layers={**polygons(tiles.city_of_places(result, data), samples, look), **chosen},
        notes=(*camera_notes(seeing, reach_m=math.inf), *([reason] if reason else [])),
        written=(stream_geotiff(raster, partial(result.pieces, "samples")),) if raster else (),
    )
    code = tiled.finish_run(session, result, out, of_all)
    return SKIPPED if reason else code


@click.command("visibility", short_help="What cameras see, and where to put the next ones.")
@options.paths
@click.option(
    "--cameras",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Points with camera_id, height_m, heading_deg, tilt_deg, hfov_deg, far_m ...",
)
@options.out_table
@click.option("--raster", metavar="FILE.tif", type=click.Path(path_type=Path), help="GeoTIFF too.")
@_looks
@_plans
@options.selection
@options.context
@options.scale
@options.speech
@click.pass_obj
def command(
    session: Session,
    *,
    paths: tuple[str, ...],
    cameras: Path | None,
    out: Path,
    raster: Path | None,
    look: Look,
    plan: Plan,
) -> int:
    """Find what cameras see past buildings and terrain, and where to put the next ones.

    Layers of a GeoPackage: samples (one row per point), cameras, coverage (by level), overlap (by
    number of cameras), blind_spots; with --targets roads or facades the share of each; with --place
    also placed and existing.
    """
    from analyses.cameras import read_cameras
    from plateau.cli.city import loaded, selected
    from plateau.cli.progress import progress
    from plateau.cli.results import finish
    from plateau.cli.tiled import is_tiled
    from plateau.output import checked_target, write_tables
    from viewer.files import checked_place

    plan.check(cameras)
    if out.suffix:
        checked_target(out)
    if raster is not None:
        checked_place(raster)
    posts = None if cameras is None else read_cameras(cameras)
    data = selected(session, paths)
    if is_tiled(session, out):
        plan.check_tiled()
        return over_tiles(session, data, posts, look=look, plan=plan, out=out, raster=raster)
    city = loaded(session, data, context_m=DEFAULT_CONTEXT_M)
    with progress(session, "visibility"):
        if plan.candidates is None:
            assert posts is not None  # by Plan.check
            layers = tables(city, posts, look)
        else:
            layers = planned(city, posts, plan, look)
    written = write_tables(out, layers, lang=session.lang)
    if raster is not None:
        from analyses.visibility import write_geotiff

        written.append(write_geotiff(raster, layers["samples"]))
    reason = without_result(layers["cameras"])
    session.say(*([reason] if reason else []))
    code = finish(session, city, layers, counts=counts(layers), written=written)
    return SKIPPED if reason else code
