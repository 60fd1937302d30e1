"""How long pictures, pages and exports take, and how large they are. No assertion.

A town of boxes with a value per building; every figure is of a process of its own:

    .venv/bin/python tests/benchmarks/viewer.py [triangles ...]      22000 and 1000000 by default

Seconds are from the call of `plateau.view` to the file, in a process that has done the same for a
town of one house: packages imported, graphics probed. The second figure is processor time of all
threads, which other work on the machine disturbs less. "process" is everything, from the start of
Python, the making of the town included.

    .venv/bin/python tests/benchmarks/viewer.py --frames [triangles ...]

turns the page in headless Chromium, drawn by the processor: milliseconds from one frame to the
next, with all pixels, and as the page draws slow motion; 22000, 100000 and 1000000 by default.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
WANTED = {
    22_000: {"picture_s": 1.0, "page_mb": 2.0},
    1_000_000: {"picture_s": 3.0, "page_mb": 20.0, "memory_mb": 1000.0},
}


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def town(triangles: int):  # type: ignore[no-untyped-def]
    """Houses of twelve triangles, no two alike."""
    import numpy as np
    from builders import Box, box_city, flat_ground

    rng = np.random.default_rng(3)
    side = round((triangles / 12) ** 0.5)
    size, height = rng.uniform(6, 14, (side * side, 2)), rng.gamma(4.0, 3.0, side * side)
    boxes = [
        Box(
            *size[k].tolist(),
            float(height[k]),
            east=20.0 * (k % side),
            north=20.0 * (k // side),
            attributes={"usage": "住宅" if k % 3 else "店舗", "building_id": f"13999-bldg-{k}"},
        )
        for k in range(side * side)
    ]
    return box_city(boxes, terrain=flat_ground(20.0 * side + 300.0))


def written(what: str, city, table) -> float:  # type: ignore[no-untyped-def]
    """Do a task and return the size of the file. [MB]"""
    import plateau

    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / {"picture": "a.png", "page": "a.html", "glb": "a.glb"}.get(what, what)
        if what == "picture":
            plateau.view(city, table, color="generation_kwh").screenshot(path)
        elif what == "page":
            plateau.view(city, table, color="generation_kwh").html(path)
        elif what == "glb":
            plateau.view(city, table, color="generation_kwh").glb(path)
        else:
            plateau.export(city, path, table=table)
        return path.stat().st_size / 1e6


def one(triangles: int, what: str) -> dict[str, float]:
    """Figures of one task, measured in this process."""
    import numpy as np

    city = town(triangles)
    count = len(city.features)
    table = city.features[["geometry"]].assign(
        generation_kwh=np.random.default_rng(4).gamma(3.0, 2000.0, count),
        rank=np.arange(count),
        result=np.resize(["yes", "no", "unknown"], count),
    )
    written(what, city_of_one := town(12), city_of_one.features.assign(generation_kwh=[1.0]))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    begin, processor = time.perf_counter(), time.process_time()
    size = written(what, city, table)
    seconds, cpu = time.perf_counter() - begin, time.process_time() - processor
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return {
        "s": seconds,
        "cpu": cpu,
        "mb": size,
        "memory_mb": memory,
        "town_mb": before,
        "n": len(city.mesh),
    }


#: Turn the page and wait until it is drawn, so many times.
TURNS = """(async () => {
  const gaps = [], gl = plateau.renderer.getContext(), pixel = new Uint8Array(4);
  for (let i = 0; i < 12; i++) {
    const begin = performance.now();
    plateau.orbit.turn(3, 0);
    await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
    gaps.push(performance.now() - begin);
  }
  return gaps;
})()"""


def frames(sizes: list[int]) -> None:
    """Print how long the page takes from one frame to the next."""
    import numpy as np
    from chromium import browser

    import plateau

    for triangles in sizes:
        # Processes of the browser may still write when it has ended.
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
            folder = Path(name)
            page = plateau.view(town(triangles), color="usage").html(folder / "town.html")
            with browser(folder) as tab:
                begin = time.perf_counter()
                tab.open(page)
                load = time.perf_counter() - begin
                tab.value("plateau.sharpen = () => {}")
                sharp = np.percentile(tab.value(TURNS), (50, 90))
                tab.value("delete plateau.sharpen")
                coarse = np.percentile(tab.value(TURNS), (50, 90))
        say(
            f"{triangles:,} triangles: open after {load:.1f} s, frames "
            f"{sharp[0]:.0f} ms (90 %: {sharp[1]:.0f}), in slow motion {coarse[0]:.0f} ms "
            f"(90 %: {coarse[1]:.0f})"
        )


def main(sizes: list[int]) -> None:
    for triangles in sizes:
        wanted = WANTED.get(triangles, {})
        say(f"{triangles:,} triangles; wanted: {wanted or 'nothing'}")
        for what in ("picture", "page", "glb", "a.city.jsonl"):
            begin = time.perf_counter()
            task = [sys.executable, __file__, "--one", str(triangles), what]
            done = subprocess.run(task, check=True, capture_output=True, text=True)
            found = json.loads(done.stdout.splitlines()[-1])
            say(
                f"  {what:13} {found['s']:6.2f} s ({found['cpu']:.2f})  {found['mb']:7.2f} MB  "
                f"process "
                f"{time.perf_counter() - begin:5.1f} s, at most {found['memory_mb']:,.0f} MB of "
                f"memory ({found['town_mb']:,.0f} before, town and packages)"
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        say(json.dumps(one(int(sys.argv[2]), sys.argv[3])))
    elif sys.argv[1:2] == ["--frames"]:
        frames([int(word) for word in sys.argv[2:]] or [22_000, 100_000, 1_000_000])
    else:
        main([int(word) for word in sys.argv[1:]] or list(WANTED))
