"""Sizes of files -> memory a worker will take, and tiles that fit into it."""

from __future__ import annotations

import math
import os

from citygml.errors import CityModelError
from plateau.files import DatasetFile
from plateau.tiles import Bounds, tile_bounds
from plateau.tiling import RunTile, Tiling, divided

#: What a worker takes before it reads anything: the packages it imports. [bytes]
BASE_BYTES = 450_000_000
#: Memory per byte of GML read, analysis included: 2.9 measured for `solar_potential` on 2 to 45 MB
#: of the enlarged sample city (375 to 497 MB), with room for cities of more detail.
PER_GML_BYTE = 5.0
#: Relief as dense as PLATEAU's, 80,000 triangles in a square kilometre, with the tree of a ray
#: engine over it. [bytes/m²]
PER_RELIEF_M2 = 40.0
#: One degree of latitude. [m]
DEGREE_M = 111_000.0
#: Dividing that saves less than this share is given up: what is around a part is read with it.
MIN_SAVING = 0.05
#: A tile is divided this often at most: parts of 60 m.
MAX_DIVISIONS = 4


def needed_bytes(tile: RunTile, context_m: float) -> int:
    """Estimate the memory that the worker of a tile takes at its peak.

    Of a file that is read in part, the share of its place that is wanted counts.
    """
    whole = () if tile.is_part else tile.own
    cut = [file for file in tile.files if file not in whole]
    read = sum(file.size_bytes for file in whole)
    read += sum(int(file.size_bytes * _share(file, tile, context_m)) for file in cut)
    relief = _area_m2(tile.bounds.grown(context_m)) if tile.relief else 0.0
    return int(BASE_BYTES + PER_GML_BYTE * read + PER_RELIEF_M2 * relief)


def _area_m2(box: Bounds) -> float:
    """Area of a small place. [m²]"""
    width = (box.east - box.west) * math.cos(math.radians((box.south + box.north) / 2.0))
    return width * (box.north - box.south) * DEGREE_M**2


def _share(file: DatasetFile, tile: RunTile, context_m: float) -> float:
    """Share of the place of a file that is read for a tile."""
    if not file.tile or file.feature_type not in {"bldg", ""}:
        return 1.0
    box = tile_bounds(file.tile)
    near = tile.bounds.grown(context_m)
    width = min(box.east, near.east) - max(box.west, near.west)
    height = min(box.north, near.north) - max(box.south, near.south)
    share = max(width, 0.0) * max(height, 0.0)
    return share / ((box.east - box.west) * (box.north - box.south))


def available_bytes() -> int:
    """Memory that is free on this machine; a very large number where it does not say."""
    meminfo = "/proc/meminfo"
    if os.path.isfile(meminfo):
        with open(meminfo, encoding="ascii") as file:
            for line in file:
                if line.startswith("MemAvailable:"):
                    return int(line.split()[1]) * 1024
    return 1 << 62


def fitted(tiling: Tiling, limit_bytes: int, *, context_m: float, divide: bool) -> Tiling:
    """Return a tiling none of whose tiles needs more memory than there is.

    Parameters
    ----------
    tiling : Tiling
        Any.
    limit_bytes : int
        Memory that a worker may take.
    context_m : float
        How far around a tile is read too. [m]
    divide : bool
        Whether a tile that needs more is divided into quarters; else it is refused.

    Raises
    ------
    CityModelError
        If a tile does not fit, divided or not.
    """
    worst_before = math.inf
    for _ in range(MAX_DIVISIONS + 1):
        needed = {tile.name: needed_bytes(tile, context_m) for tile in tiling.tiles}
        large = [tile for tile in tiling.tiles if needed[tile.name] > limit_bytes]
        if not large:
            return tiling
        worst = max(needed.values())
        if not divide or worst > (1.0 - MIN_SAVING) * worst_before:
            break
        worst_before = worst
        for tile in large:
            tiling = divided(tiling, tile.name, quarters(tile.name, tile.bounds))
    name = max(needed, key=lambda tile: needed[tile])
    raise CityModelError(
        f"tile {name} needs about {needed[name] / 1e9:.2f} GB of memory, a worker may take "
        f"{limit_bytes / 1e9:.2f} GB; {len(large)} tiles do not fit; take fewer workers, less "
        + ("context, or more memory" if divide else "context, or give --max-memory to divide tiles")
    )


def quarters(name: str, bounds: Bounds) -> dict[str, Bounds]:
    """Names and places of the four quarters of a tile, numbered like half tiles.

    Examples
    --------
    >>> list(quarters("54363371", Bounds(0.0, 0.0, 2.0, 2.0)))
    ['54363371q1', '54363371q2', '54363371q3', '54363371q4']
    """
    west, south, east, north = bounds
    x, y = (west + east) / 2.0, (south + north) / 2.0
    boxes = (
        Bounds(west, south, x, y),
        Bounds(x, south, east, y),
        Bounds(west, y, x, north),
        Bounds(x, y, east, north),
    )
    return {f"{name}q{number}": box for number, box in enumerate(boxes, start=1)}
