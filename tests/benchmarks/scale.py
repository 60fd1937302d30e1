"""Cost of a city by its number of tiles: time, memory, rays; and what a second worker saves.

    .venv/bin/python tests/benchmarks/scale.py [--tiles 1,4,16,64] [--workers 1,2] [--spacing-m 0.7]
        [--preset fast]

Enlarges the sample city in a temporary folder and runs `plateau.solar_potential` over it, each time
in a process of its own, with one ray thread per worker. Prints one line per run, then the slope of
the cost by the number of tiles and the gain by the second worker. Processor time is that of all
processes: unlike the time on the clock it does not depend on what else the machine does.
"""

from __future__ import annotations

import argparse
import json
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


def solar(city, *, weather, spacing_m, preset):
    """`plateau.solar_potential` with one ray thread, and the rays it took."""
    import plateau
    from analyses.raycast.scene import ray_threads

    begun = time.perf_counter()
    with ray_threads(1), counted_rays() as rays:
        table = plateau.solar_potential(city, weather, preset=preset, spacing_m=spacing_m)
    seconds = time.perf_counter() - begun
    table.attrs["plateau"]["rays"] = [rays[0], seconds]
    return table


def one_run(
    root: Path, out: Path, workers: int, *, spacing_m: float, preset: str
) -> dict[str, float]:
    """Run once; what it cost."""
    import plateau
    from plateau.runner import run

    weather = plateau.read_weather(ROOT / "sample_data/weather.epw")
    analysis = partial(solar, weather=weather, spacing_m=spacing_m, preset=preset)
    begun = time.perf_counter()
    result = run(plateau.open(root), analysis, out=out, context_m=CONTEXT_M, workers=workers)
    wall = time.perf_counter() - begun
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    rays = [piece.attrs["plateau"]["rays"] for piece in result.pieces("table")]
    return {
        "wall_s": wall,
        "processor_s": sum(u.ru_utime + u.ru_stime for u in usage),
        "tile_s": sum(record.seconds for record in result.done),
        "peak_mb": max(record.peak_bytes for record in result.done) / 1e6,
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
    """Exponent of the growth from the second number of tiles to the last: 1 = linear."""
    import math

    (n0, y0), (n1, y1) = points[-2], points[-1]
    return math.log(y1 / y0) / math.log(n1 / n0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tiles", default="1,4,16,64")
    parser.add_argument("--workers", default="1,2")
    parser.add_argument("--spacing-m", type=float, default=0.7)
    parser.add_argument("--preset", default="fast")
    parser.add_argument("--one", nargs=5, metavar=("ROOT", "OUT", "WORKERS", "SPACING", "PRESET"))
    words = parser.parse_args()
    if words.one:
        root, out, workers, spacing, preset = words.one
        found = one_run(
            Path(root), Path(out), int(workers), spacing_m=float(spacing), preset=preset
        )
        say(json.dumps(found))
        return
    from enlarged_city import enlarged

    figures: dict[tuple[int, int], dict[str, float]] = {}
    counts = [int(n) for n in words.tiles.split(",")]
    crews = [int(n) for n in words.workers.split(",")]
    say("tiles workers   wall_s  processor_s  peak_mb  rays_per_s    rows  gml_mb  load")
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            root = enlarged(Path(folder), count)
            for workers in crews:
                out = Path(folder) / f"out{workers}"
                found = in_a_process_of_its_own(root, out, workers, words.spacing_m, words.preset)
                figures[count, workers] = found
                say(
                    f"{count:5d} {workers:7d} {found['wall_s']:8.1f} {found['processor_s']:12.1f} "
                    f"{found['peak_mb']:8.0f} {found['rays_per_s']:11.0f} {found['rows']:7.0f} "
                    f"{found['gml_mb']:7.1f} {os.getloadavg()[0]:5.1f}"
                )
    for workers in crews:
        for name in ("processor_s", "tile_s", "wall_s"):
            points = [(count, figures[count, workers][name]) for count in counts]
            each = (points[-1][1] - points[0][1]) / max(points[-1][0] - points[0][0], 1)
            say(
                f"{workers} workers: {name} grows with tiles ** "
                f"{slope(points) if len(points) > 1 else float('nan'):.2f}, {each:.2f} s a tile"
            )
    if {1, 2} <= set(crews):
        last = counts[-1]
        gain = figures[last, 1]["wall_s"] / figures[last, 2]["wall_s"]
        say(f"two workers: {gain:.2f} times as fast as one at {last} tiles")


if __name__ == "__main__":
    main()
