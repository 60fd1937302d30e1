"""The sample city, repeated to as many tiles as asked for: copies shifted by whole tiles."""

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path

from sample_city import CITY

#: The two tiles of the sample city, west and east, and the square of 10 km they lie in.
TILES = ("53393434", "53393435")
SQUARE = "533934"
#: Height and width of a tile. [deg]
ROW_DEG, COLUMN_DEG = 1.0 / 120.0, 1.0 / 80.0
#: Tiles in a row of the enlarged city.
ROW_LENGTH = 8

_COORDINATES = re.compile(r"(<gml:(posList|lowerCorner|upperCorner)[^>]*>)([^<]+)")
_IDS = re.compile(r'(gml:id="|xlink:href="#|uri="#|ring="#)([^"]+)"')


def code_at(row: int, column: int) -> str:
    """Code of the tile so many tiles north and east of the first of the sample city."""
    y = int(TILES[0][4]) * 10 + int(TILES[0][6]) + row
    x = int(TILES[0][5]) * 10 + int(TILES[0][7]) + column
    north, east = divmod(y, 80), divmod(x, 80)
    major = f"{int(TILES[0][:2]) + north[0]:02d}{int(TILES[0][2:4]) + east[0]:02d}"
    return f"{major}{north[1] // 10}{east[1] // 10}{north[1] % 10}{east[1] % 10}"


def shifted(text: str, row: int, column: int, suffix: str) -> str:
    """A GML file moved by whole tiles, its ids made different from those of other copies."""

    def moved(match: re.Match[str]) -> str:
        numbers = match[3].split()
        numbers[0::3] = [f"{float(n) + row * ROW_DEG:.10f}" for n in numbers[0::3]]
        numbers[1::3] = [f"{float(n) + column * COLUMN_DEG:.10f}" for n in numbers[1::3]]
        return match[1] + " ".join(numbers)

    text = _COORDINATES.sub(moved, text)
    return _IDS.sub(lambda match: f'{match[1]}{match[2]}{suffix}"', text)


def enlarged(folder: Path, count: int, *, seed: int = 1) -> Path:
    """Write a city of `count` tiles; its folder.

    Parameters
    ----------
    folder : Path
        Where to.
    count : int
        Tiles; the first is the western tile of the sample city as it is.
    seed : int
        Of the suffixes of ids.
    """
    root = folder / CITY.name
    shutil.copytree(CITY / "codelists", root / "codelists")
    for kind in ("bldg", "tran", "dem"):
        (root / "udx" / kind).mkdir(parents=True)
    marks = random.Random(seed)
    for number in range(count):
        row, column = divmod(number, ROW_LENGTH)
        suffix = f"_{number}{marks.randrange(36**4):06d}"
        source = TILES[column % 2]
        shift = (row, column - column % 2)
        for kind in ("bldg", "tran"):
            name = f"{source}_{kind}_6697_op.gml"
            copy(root, kind, name, name.replace(source, code_at(row, column)), shift, suffix)
        if column % 2 == 0:
            name = f"{SQUARE}_dem_6697_op.gml"
            target = f"{code_at(row, column)[:6]}_dem_6697_op{suffix}.gml"
            copy(root, "dem", name, target, shift, suffix)
    return root


def copy(
    root: Path, kind: str, name: str, target: str, shift: tuple[int, int], suffix: str
) -> None:
    text = (CITY / "udx" / kind / name).read_text(encoding="utf-8")
    (root / "udx" / kind / target).write_text(shifted(text, *shift, suffix), encoding="utf-8")
