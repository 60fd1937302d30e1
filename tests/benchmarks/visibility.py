"""Ratios and sizes of the ray engine, coverage and placement, printed; run it alone:
``python tests/benchmarks/visibility.py [rays|coverage|placement]`` in an environment where the
project is installed.

What `RayScene.is_occluded` reaches from float64 arrays, against a bare embreex call on ready
float32 arrays in the same order on the same triangles. One process, variants interleaved, the
median over rounds of the ratio within a round, so that a noisy machine does not decide.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from embreex.mesh_construction import TriangleMesh
from embreex.rtcore_scene import EmbreeScene

from analyses.raycast import RayScene
from analyses.visibility import PlacementRules, camera_coverage, place_cameras
from analyses.visibility import placement as placement_module
from analyses.visibility import reach as reach_module
from citygml.mesh import Mesh
from citygml.model import CityModel

CHUNK = 1 << 16


def houses(count: int) -> Mesh:
    """Boxes of 12 triangles on plots of 14 m, 3 to 12 m high, on a floor of small triangles."""
    rng = np.random.default_rng(1)
    side = int(np.ceil(np.sqrt(count)))
    corner = np.stack(np.meshgrid(np.arange(side), np.arange(side)), -1).reshape(-1, 2)[:count]
    unit = np.array([(x, y, z) for z in (0, 1) for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))])
    size = np.column_stack([rng.uniform(6, 11, (count, 2)), rng.uniform(3, 12, count)])
    base = np.column_stack([corner * 14.0, np.zeros(count)])
    vertices = (base[:, None] + unit * size[:, None]).reshape(-1, 3)
    quads = [(3, 2, 1, 0), (4, 5, 6, 7), (0, 1, 5, 4), (1, 2, 6, 5), (2, 3, 7, 6), (3, 0, 4, 7)]
    cut = np.array([t for a, b, c, d in quads for t in ((a, b, c), (a, c, d))])
    triangles = (cut + 8 * np.arange(count)[:, None, None]).reshape(-1, 3).astype(np.int32)
    return Mesh(vertices, triangles, np.zeros(len(triangles), np.int32))


def sun_rays(mesh: Mesh, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Roof points 1 cm up, 32 sun positions of each point together."""
    rng = np.random.default_rng(2)
    normal = mesh.area_vectors
    roofs = np.flatnonzero(normal[:, 2] > 1.0)
    row = np.sort(rng.choice(roofs, count // 32))
    weight = rng.dirichlet((1, 1, 1), len(row))
    points = np.einsum("nk,nkj->nj", weight, mesh.corners[row]) + np.array([0, 0, 0.01])
    height, azimuth = np.radians(rng.uniform(8, 78, 32)), np.radians(rng.uniform(90, 270, 32))
    sun = np.column_stack(
        [np.cos(height) * np.sin(azimuth), np.cos(height) * np.cos(azimuth), np.sin(height)]
    )
    n = len(points)
    return np.repeat(points, 32, axis=0), np.tile(sun, (n, 1)), np.full(32 * n, np.inf)


def camera_rays(mesh: Mesh, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Sight lines of 50 m from cameras 4 m high in the gaps between houses."""
    rng = np.random.default_rng(3)
    cameras = count // 1000
    extent = mesh.bounds[1, 0] / 14.0
    place = rng.integers(0, int(extent), (cameras, 2)) * 14.0 - 1.5
    angle = rng.uniform(0, 2 * np.pi, (cameras, 1)) + rng.uniform(-0.9, 0.9, (cameras, 1000))
    reach = 50.0 * np.sqrt(rng.uniform(0.01, 1, (cameras, 1000)))
    drop = np.full_like(reach, -2.5)
    sight = np.stack([reach * np.sin(angle), reach * np.cos(angle), drop], -1).reshape(-1, 3)
    start = np.repeat(np.column_stack([place, np.full(cameras, 4.0)]), 1000, axis=0)
    return start, sight, np.linalg.norm(sight, axis=1) - 1e-3


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    began = clock()
    work()
    return clock() - began


def bare_call(mesh: Mesh, rays: tuple[np.ndarray, ...], threads: int) -> Callable[[], object]:
    """Return embreex on ready float32 arrays, chunked into threads where there are two."""
    scene = EmbreeScene(robust=True)
    centre = mesh.bounds.mean(axis=0)
    TriangleMesh(scene, (mesh.corners - centre).astype(np.float32))
    start, direction, limit = rays
    origins = (start - centre).astype(np.float32)
    unit = (direction / np.linalg.norm(direction, axis=1)[:, None]).astype(np.float32)
    limits = limit.astype(np.float32)
    scene.run(origins[:1], unit[:1], dists=limits[:1].copy(), query="OCCLUDED")
    if threads == 1:
        return lambda: scene.run(origins, unit, dists=limits, query="OCCLUDED")
    chunks = [slice(i, i + CHUNK) for i in range(0, len(origins), CHUNK)]

    def threaded() -> None:
        with ThreadPoolExecutor(threads) as pool:
            list(
                pool.map(
                    lambda c: scene.run(origins[c], unit[c], dists=limits[c], query="OCCLUDED"),
                    chunks,
                )
            )

    return threaded


#: What Embree's packets of 16 rays reach, over the bare call of embreex on the same rays: measured
#: once in C++ on another machine for sun and camera rays at about 1e4, 1e5 and 1e6 triangles.
PACKETS = {"sun": (3.29, 1.61, 0.93), "camera": (2.65, 2.73, 2.87)}


def compare(name: str, mesh: Mesh, rays: tuple[np.ndarray, ...], rounds: int) -> None:
    """Print one line: rates and ratios with one and two threads.

    One thread by CPU time, which other work on the machine does not change; two by wall time. What
    two threads gain over one is told of both: where the bare call gains little, the machine was
    busy, and so is our figure.
    """
    start, direction, limit = rays
    line = f"{name:24} {len(start) / 1e6:.1f} M rays"
    wall = []  # fewest seconds of the bare call and of ours, by number of threads
    for threads, clock in ((1, time.process_time), (2, time.perf_counter)):
        bare = bare_call(mesh, rays, threads)
        scene = RayScene(mesh, engine="embree", threads=threads)

        def ours(scene: RayScene = scene) -> object:
            return scene.is_occluded(start, direction, max_distance_m=limit)

        share = ours().mean()
        times = np.array([(seconds(bare, clock), seconds(ours, clock)) for _ in range(rounds)])
        ratio = np.median(times[:, 0] / times[:, 1])
        pairs = np.array([(seconds(bare), seconds(ours)) for _ in range(rounds)])
        wall.append(pairs.min(axis=0))
        line += f" | {threads} thread(s): {len(start) / times[:, 1].min() / 1e6:5.2f} M/s"
        line += f", ratio to bare {ratio:.2f}"
    size = int(np.clip(np.round(np.log10(len(mesh))) - 4, 0, 2))
    packets = PACKETS[name.partition(",")[0]][size]
    bare_gain, our_gain = wall[0] / wall[1]
    line += f" | two over one {our_gain:.2f} (bare {bare_gain:.2f}) | occluded {share:.0%}"
    print(f"{line} | packets of 16 in C++: {packets:.2f} of bare")  # noqa: T201


def town(side_m: float) -> CityModel:
    """Boxes on plots of 14 m on flat ground."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from builders import Box, box_city, flat_ground

    rng = np.random.default_rng(1)
    plots = np.arange(-side_m / 2, side_m / 2 - 11.0, 14.0)
    boxes = [
        Box(*rng.uniform(6, 11, 2), rng.uniform(3, 12), east=e, north=n)
        for e in plots
        for n in plots
    ]
    return box_city(boxes, terrain=flat_ground(side_m / 2))


def cameras_in(city: CityModel, side_m: float, count: int) -> gpd.GeoDataFrame:
    """Cameras 4 m up in the gaps of the plots: 103 degrees, 50 m."""
    rng = np.random.default_rng(2)
    lanes = np.arange(-side_m / 2, side_m / 2 - 11.0, 14.0) - 1.5
    place = rng.choice(lanes, (count, 2))
    place[:, 0] += rng.uniform(0, 14, count)
    table = pd.DataFrame({
        "camera_id": [f"c{i}" for i in range(count)], "height_m": 4.0,
        "heading_deg": rng.uniform(0, 360, count), "tilt_deg": 20.0, "hfov_deg": 103.0,
        "far_m": 50.0,
    })  # fmt: skip
    points = shapely.points(place + np.array(city.origin[:2]))
    return gpd.GeoDataFrame(table, geometry=points, crs=city.crs)


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0


class Counted:
    """Counts pairs in view and rays cast while it is in use."""

    def __init__(self) -> None:
        self.in_view = self.looked_at = self.rays = 0
        self._in_picture, self._first_hit = reach_module.in_picture, RayScene.first_hit

    def __enter__(self) -> Counted:
        def in_picture(optics, camera, sight):
            found = self._in_picture(optics, camera, sight)
            self.looked_at += len(camera)
            self.in_view += int(found.inside.sum())
            return found

        def first_hit(scene, origins, directions, **options):
            self.rays += len(origins)
            return self._first_hit(scene, origins, directions, **options)

        reach_module.in_picture, RayScene.first_hit = in_picture, first_hit
        return self

    def __exit__(self, *_: object) -> None:
        reach_module.in_picture, RayScene.first_hit = self._in_picture, self._first_hit


def coverage() -> None:
    """1,500 cameras, a million ground cells: rays, time, memory."""
    side = 500.0
    city = town(side)
    cameras = cameras_in(city, side, 1500)
    before, began = peak_mb(), time.process_time()
    with Counted() as counted:
        result = camera_coverage(city, cameras, spacing_m=0.4)
    took = time.process_time() - began
    bound = "bounded by blocks of "
    print(  # noqa: T201
        f"coverage of 1500 cameras x {len(result.samples):,} cells: {took:.1f} CPU-s, rays "
        f"{counted.rays:,} = {counted.rays / counted.in_view:.3f} of pairs in range and frustum "
        f"({counted.in_view / counted.looked_at:.2f} of those looked at), peak {peak_mb():,.0f} MB "
        f"({peak_mb() - before:,.0f} above the city; {bound}{reach_module.PAIRS_AT_ONCE:,} pairs)"
    )


def placement() -> None:
    """5,000 candidates, a million samples, 50 to be chosen: gains, time, memory."""
    side, count, chosen = 1150.0, 5000, 50
    city = town(side)
    candidates = cameras_in(city, side, count)
    looks, look = [], placement_module.look

    def counted(*words: object, **options: object) -> object:
        looks.append(look(*words, **options))
        return looks[-1]

    placement_module.look = counted
    before, began = peak_mb(), time.process_time()
    plan = place_cameras(city, candidates, count=chosen, rules=PlacementRules(spacing_m=0.8))
    took = time.process_time() - began
    placement_module.look = look
    stamp = plan.cameras.attrs["plateau"]["parameters"]
    samples, pairs = len(looks[0].targets), len(looks[0].sample)
    print(  # noqa: T201
        f"placement of {chosen} among {count:,} x {samples:,} samples: {took:.1f} CPU-s, "
        f"{pairs:,} pairs that see each other ({pairs / (count * samples):.3%} of all, 8 bytes "
        f"each), {stamp['evaluations']:,} gains = {stamp['evaluations'] / (chosen * count):.2%} of "
        f"plain greedy, value {stamp['value'] / stamp['bound']:.1%} of the bound, peak "
        f"{peak_mb():,.0f} MB ({peak_mb() - before:,.0f} above the city)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="*", default=["rays"])
    parser.add_argument("--rays", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--triangles", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    options = parser.parse_args()
    for job in (coverage, placement):
        if job.__name__ in options.what:
            job()
    if "rays" not in options.what:
        return
    for triangles in options.triangles:
        mesh = houses(triangles // 12)
        for kind, rays in (("sun", sun_rays), ("camera", camera_rays)):
            compare(
                f"{kind}, {len(mesh)} triangles", mesh, rays(mesh, options.rays), options.rounds
            )


if __name__ == "__main__":
    main()
