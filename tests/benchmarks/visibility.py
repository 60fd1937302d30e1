"""Ratios of the ray engine, printed; run it alone: ``python tests/benchmarks/visibility.py`` in an
environment where the project is installed.

What `RayScene.is_occluded` reaches from float64 arrays, against a bare embreex call on ready
float32 arrays in the same order on the same triangles. One process, variants interleaved, the
median over rounds of the ratio within a round, so that a noisy machine does not decide.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from embreex.mesh_construction import TriangleMesh
from embreex.rtcore_scene import EmbreeScene

from analyses.raycast import RayScene
from citygml.mesh import Mesh

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


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


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


def compare(name: str, mesh: Mesh, rays: tuple[np.ndarray, ...], rounds: int) -> None:
    """Print one line: rates and ratios with one and two threads."""
    start, direction, limit = rays
    line = f"{name:24} {len(start) / 1e6:.1f} M rays"
    alone = []
    for threads in (1, 2):
        bare = bare_call(mesh, rays, threads)
        scene = RayScene(mesh, engine="embree", threads=threads)

        def ours(scene: RayScene = scene) -> object:
            return scene.is_occluded(start, direction, max_distance_m=limit)

        share = ours().mean()
        times = np.array([(seconds(bare), seconds(ours)) for _ in range(rounds)])
        ratio = np.median(times[:, 0] / times[:, 1])
        alone.append(np.median(times[:, 1]))
        line += f" | {threads} thread(s): {len(start) / times[:, 1].min() / 1e6:5.2f} M/s"
        line += f", ratio to bare {ratio:.2f}"
    print(f"{line} | two over one {alone[0] / alone[1]:.2f} | occluded {share:.0%}")  # noqa: T201


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rays", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--triangles", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    options = parser.parse_args()
    for triangles in options.triangles:
        mesh = houses(triangles // 12)
        for kind, rays in (("sun", sun_rays), ("camera", camera_rays)):
            compare(
                f"{kind}, {len(mesh)} triangles", mesh, rays(mesh, options.rays), options.rounds
            )


if __name__ == "__main__":
    main()
