"""Growth and memory of geometric depth and of the plan: ``python tests/benchmarks/flood_geometry.py
[FOOTPRINTS]`` in an environment where the project is installed.

Water and ground are a grid of triangles with ten triangles to a footprint, 100,000 footprints to
1,000,000 triangles; the slope of log(time) over log(size) is printed, 1 = linear, and the greatest
memory.
"""

from __future__ import annotations

import resource
import sys
import time

import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from analyses.flood.assignment import assigned
from analyses.flood.blocks import SurfaceBlocks
from analyses.flood.walking import straight_ways
from analyses.flood.water import FloodedGround, water_depth
from citygml.mesh import Mesh


class Place:
    """What `FloodedGround` asks of a city."""

    origin = (0.0, 0.0, 0.0)
    crs = CRS.from_epsg(6675)


def sheet(count: int, cell_m: float, rise_m: float) -> Mesh:
    """Return a grid of about `count` triangles, 1 % steep."""
    side = int(np.sqrt(count / 2))
    axis = np.arange(side + 1) * cell_m
    x, y = np.meshgrid(axis, axis)
    vertices = np.column_stack([x.ravel(), y.ravel(), 0.01 * x.ravel() + rise_m])
    i = np.arange(side * (side + 1)).reshape(side, side + 1)[:, :-1].ravel()
    upper = np.column_stack([i, i + 1, i + side + 2])
    lower = np.column_stack([i, i + side + 2, i + side + 1])
    triangles = np.concatenate([upper, lower]).astype(np.int32)
    return Mesh(vertices, triangles, np.full(len(triangles), -1, np.int32))


def depth_seconds(footprints: int) -> float:
    """Processor time to measure so many footprints against ten triangles each; half are water."""
    water, land = sheet(5 * footprints, 8.0, 2.0), sheet(5 * footprints, 8.0, 0.0)
    side = water.vertices[:, 0].max()
    rng = np.random.default_rng(7)
    corner = rng.uniform(5.0, side - 25.0, (footprints, 2))
    size = rng.uniform(7.0, 13.0, (footprints, 2))
    shapes = shapely.box(*corner.T, *(corner + size).T)
    start = time.process_time()
    flood = FloodedGround(Place(), SurfaceBlocks(land), None, (SurfaceBlocks(water),), ())
    table = water_depth(flood, shapes, np.full(footprints, np.nan)).table
    seconds = time.process_time() - start
    worst = float(np.abs(table["depth_geom_m"] - 2.0).max())
    if worst > 0.2:  # 1 % of half a footprint of 13 m is 0.07 m
        raise SystemExit(f"depth is {worst:.3f} m wrong")
    return seconds


def plan_seconds(homes: int) -> tuple[float, int]:
    """Processor time to assign so many homes to a tenth as many refuges, and the number of ways."""
    rng = np.random.default_rng(8)
    side = np.sqrt(homes) * 25.0
    places = rng.uniform(0, side, (homes, 2))
    goals = rng.uniform(0, side, (homes // 10, 2))
    ways = straight_ways(places, goals, walk_max_m=300.0, detour=1.3)
    demand = rng.integers(1, 5, homes)
    capacity = rng.integers(5, 60, len(goals))
    start = time.process_time()
    assigned(demand, capacity, ways)
    return time.process_time() - start, len(ways.start)


def main() -> None:
    """Print times at several sizes, their slope and the memory."""
    largest = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    sizes = [largest // 8, largest // 4, largest // 2, largest]
    seconds = [depth_seconds(size) for size in sizes]
    slope = np.polyfit(np.log(sizes), np.log(seconds), 1)[0]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    rows = pd.DataFrame({"footprints": sizes, "triangles": np.multiply(sizes, 10), "s": seconds})
    sys.stdout.write(f"{rows.round(2).to_string(index=False)}\n")
    sys.stdout.write(f"slope {slope:.2f} (1 = linear); greatest memory {peak:.2f} GB\n")
    for homes in (1000, 4000, 16_000):
        took, ways = plan_seconds(homes)
        sys.stdout.write(f"assignment of {homes} homes over {ways} ways: {took:.2f} s\n")


if __name__ == "__main__":
    main()
