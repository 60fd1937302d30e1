"""Cost of a city by its number of tiles: time, memory, rays; and what a second worker saves.

    .venv/bin/python tests/benchmarks/scale.py [--tiles 1,4,16,64] [--workers 1,2] [--spacing-m 1.0]
        [--preset fast] [--analysis solar|flood|visibility]

Enlarges the sample city in a temporary folder and runs an analysis over it, each time in a process
of its own, with one ray thread per worker. Prints one line per run, then the slope of the cost by
the number of tiles, what that makes of 1.7 million buildings, and the gain by the second worker.
Processor time is that of all processes: unlike the time on the clock it does not depend on what
else the machine does. Peaks are of the worker that took most, and of the process that started it.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

CONTEXT_M = 100.0
#: In the two tiles of the sample city.
BUILDINGS_PER_TILE = 493 / 2
#: In the wards of Tokyo.
TOKYO_BUILDINGS = 1.7e6


@contextmanager
def counted_rays() -> Iterator[list[int]]:
    """Count the rays that scenes cast inside."""
    from analyses.raycast import RayScene

    counts = [0]
    occluded, hit = RayScene.is_occluded, RayScene.first_hit

    def counting(query):
        def count(*arguments, **words):
            answer = query(*arguments, **words)
            counts[0] += len(answer) if query is occluded else len(answer.distance_m)
            return answer

        return count

    RayScene.is_occluded, RayScene.first_hit = counting(occluded), counting(hit)
    try:
        yield counts
    finally:
        RayScene.is_occluded, RayScene.first_hit = occluded, hit


def measured(city, *, analysis):
    """An analysis with one ray thread, and the rays it took."""
    from analyses.raycast.scene import ray_threads

    begun = time.perf_counter()
    with ray_threads(1), counted_rays() as rays:
        found = analysis(city)
    seconds = time.perf_counter() - begun
    table = found[0] if isinstance(found, tuple) else found
    table.attrs["plateau"]["rays"] = [rays[0], seconds]
    return table


def coverage(city, *, cameras, spacing_m):
    """`plateau.camera_coverage` by the cameras in the tile; the table of the ground points."""
    import plateau

    own = city.features[~city.features["is_context"].astype(bool)]
    west, south, east, north = own.total_bounds
    near = cameras.to_crs(city.crs).cx[west:east, south:north]
    return plateau.camera_coverage(city, cameras.loc[near.index], spacing_m=spacing_m).samples


def copied_cameras(count: int):
    """The cameras of the sample city, once for every two of so many tiles."""
    import geopandas as gpd
    import pandas as pd
    from enlarged_city import COLUMN_DEG, ROW_DEG, ROW_LENGTH

    from analyses.cameras import read_cameras

    cameras = read_cameras(ROOT / "sample_data/cameras.geojson")
    copies = []
    for number in range(0, count, 2):
        row, column = divmod(number, ROW_LENGTH)
        places = cameras.to_crs(6668).geometry.translate(column * COLUMN_DEG, row * ROW_DEG)
        names = cameras.index.astype(str) + f"_{number}"
        copies.append(gpd.GeoDataFrame(cameras, geometry=places, crs=6668).set_axis(names))
    return pd.concat(copies)


def analysis_of(name: str, count: int, *, spacing_m: float, preset: str):
    """What is measured, by its name."""
    import plateau

    if name == "flood":
        return plateau.evacuation_buildings
    if name == "visibility":
        return partial(coverage, cameras=copied_cameras(count), spacing_m=spacing_m)
    weather = plateau.read_weather(ROOT / "sample_data/weather.epw")
    return partial(plateau.solar_potential, weather=weather, spacing_m=spacing_m, preset=preset)


def one_run(
    root: Path, out: Path, workers: int, *, name: str, spacing_m: float, preset: str
) -> dict[str, float]:
    """Run once; what it cost."""
    import plateau
    from plateau.runner import run
    from plateau.task import peak_bytes

    count = len(list((root / "udx/bldg").glob("*.gml")))
    inner = analysis_of(name, count, spacing_m=spacing_m, preset=preset)
    analysis = partial(measured, analysis=inner)
    begun = time.perf_counter()
    result = run(plateau.open(root), analysis, out=out, context_m=CONTEXT_M, workers=workers)
    wall = time.perf_counter() - begun
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    pieces = result.pieces("table", empty=True)
    rays = [piece.attrs["plateau"]["rays"] for piece in pieces]
    return {
        "wall_s": wall,
        "processor_s": sum(u.ru_utime + u.ru_stime for u in usage),
        "tile_s": sum(record.seconds for record in result.done),
        "peak_mb": max(record.peak_bytes for record in result.done) / 1e6,
        "start_mb": peak_bytes() / 1e6,
        "rays_per_s": sum(n for n, _ in rays) / sum(s for _, s in rays),
        "rows": sum(record.rows["table"] for record in result.done),
        "gml_mb": sum(p.stat().st_size for p in root.rglob("*.gml")) / 1e6,
        "failed": len(result.failed),
    }


def in_a_process_of_its_own(*words: object) -> dict[str, float]:
    """Figures of `one_run`, untouched by what ran before."""
    said = subprocess.run(
        [sys.executable, __file__, "--one", *map(str, words)],
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(json.loads(said.stdout))


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def slope(points: list[tuple[int, float]]) -> float:
    """Exponent of the growth between the first and the last: 1 = linear."""
    (n0, y0), (n1, y1) = points[0], points[-1]
    return math.log(y1 / y0) / math.log(n1 / n0)


def say_growth(counts: list[int], found: list[dict[str, float]], workers: int) -> None:
    """Say how the cost grows with the number of tiles."""
    for name in ("processor_s", "tile_s", "wall_s"):
        points = [(n, f[name]) for n, f in zip(counts, found, strict=True)]
        each = (points[-1][1] - points[0][1]) / (points[-1][0] - points[0][0])
        exponents = ", ".join(
            f"{slope(points[first:]):.2f} from {points[first][0]}"
            for first in range(len(points) - 1)
        )
        say(f"{workers} workers: {name} grows with tiles ** {exponents}; {each:.2f} s a tile")
        if name == "processor_s":
            building = each / BUILDINGS_PER_TILE
            hours = TOKYO_BUILDINGS * building / 3600.0
            say(
                f"           {each:.2f} s / {BUILDINGS_PER_TILE} = {1000.0 * building:.1f} ms a "
                f"building; 1.7e6 buildings: {hours:.1f} h of one core, "
                f"{60.0 * hours / 16.0:.0f} min of 16"
            )
    peaks = [f["peak_mb"] for f in found]
    say(f"{workers} workers: peak of a worker {peaks[0]:.0f} to {max(peaks):.0f} MB")


def say_gain(counts: list[int], figures: dict[tuple[int, int], dict[str, float]]) -> None:
    """Say what the second worker saves."""
    for count in counts:
        one, two = figures[count, 1], figures[count, 2]
        say(
            f"two workers, one ray thread each, {count} tiles: "
            f"{one['wall_s'] / two['wall_s']:.2f} times as fast as one by the clock, for "
            f"{two['processor_s'] / one['processor_s']:.2f} times the processor time"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tiles", default="1,4,16,64")
    parser.add_argument("--workers", default="1,2")
    parser.add_argument("--spacing-m", type=float, default=1.0)
    parser.add_argument("--preset", default="fast")
    parser.add_argument("--analysis", default="solar", choices=["solar", "flood", "visibility"])
    parser.add_argument("--one", nargs=3, metavar=("ROOT", "OUT", "WORKERS"))
    words = parser.parse_args()
    known = {"name": words.analysis, "spacing_m": words.spacing_m, "preset": words.preset}
    if words.one:
        root, out, workers = words.one
        say(json.dumps(one_run(Path(root), Path(out), int(workers), **known)))
        return
    from enlarged_city import enlarged

    figures: dict[tuple[int, int], dict[str, float]] = {}
    counts = [int(n) for n in words.tiles.split(",")]
    crews = [int(n) for n in words.workers.split(",")]
    flags = ["--analysis", words.analysis, "--spacing-m", words.spacing_m, "--preset", words.preset]
    say("tiles workers   wall_s  processor_s  peak_mb  start_mb  rays_per_s    rows  gml_mb  load")
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            root = enlarged(Path(folder), count)
            for workers in crews:
                out = Path(folder) / f"out{workers}"
                found = in_a_process_of_its_own(root, out, workers, *flags)
                figures[count, workers] = found
                say(
                    f"{count:5d} {workers:7d} {found['wall_s']:8.1f} {found['processor_s']:12.1f} "
                    f"{found['peak_mb']:8.0f} {found['start_mb']:9.0f} "
                    f"{found['rays_per_s']:11.0f} {found['rows']:7.0f} "
                    f"{found['gml_mb']:7.1f} {os.getloadavg()[0]:5.1f}"
                )
    if len(counts) > 1:
        for workers in crews:
            say_growth(counts, [figures[count, workers] for count in counts], workers)
    if {1, 2} <= set(crews):
        say_gain(counts, figures)


if __name__ == "__main__":
    main()
