"""Tiles (地域メッシュ, JIS X 0410), file names, and the plane-rectangular zone of a place.

A Japanese mesh code is called a *tile* here; "mesh" means triangles.

References
----------
.. [1] JIS X 0410:2002, 地域メッシュコード.
.. [2] 国土交通省, 3D都市モデル標準製品仕様書, 7.2 (file names).
.. [3] 国土交通省告示（平成14年）第9号, 平面直角座標系.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, NamedTuple

from citygml.errors import CityModelError

Level = Literal["first", "second", "third", "half", "quarter"]

#: Level -> rows per degree of latitude, columns per degree of longitude, digits of the code [1]_.
_GRID: Mapping[Level, tuple[float, float, int]] = MappingProxyType(
    {
        "first": (1.5, 1.0, 4),
        "second": (12.0, 8.0, 6),
        "third": (120.0, 80.0, 8),
        "half": (240.0, 160.0, 9),
        "quarter": (480.0, 320.0, 10),
    }
)
_LEVEL_OF_DIGITS: Mapping[int, Level] = {digits: level for level, (_, _, digits) in _GRID.items()}
#: Codes count from here. [deg]
_WEST = 100.0
#: A place this close to the edge between tiles is in the one to the north or east. [tiles]
_EDGE = 1e-9


class Bounds(NamedTuple):
    """West, south, east, north. [deg]"""

    west: float
    south: float
    east: float
    north: float

    def intersects(self, other: Bounds) -> bool:
        """Return whether the two have an area in common."""
        return (
            self.west < other.east
            and other.west < self.east
            and self.south < other.north
            and other.south < self.north
        )

    def holds(self, other: Bounds) -> bool:
        """Return whether the other lies in it."""
        return (
            self.west <= other.west
            and other.east <= self.east
            and self.south <= other.south
            and other.north <= self.north
        )

    def joined(self, other: Bounds) -> Bounds:
        """Return the bounds of both together."""
        return Bounds(
            min(self.west, other.west),
            min(self.south, other.south),
            max(self.east, other.east),
            max(self.north, other.north),
        )

    def grown(self, margin_m: float) -> Bounds:
        """Return the bounds moved outwards on every side by at least a distance. [m]"""
        lat_deg = margin_m / 110_500.0  # the shortest degree of latitude, at the equator
        reach = max(abs(self.south), abs(self.north)) + lat_deg
        lon_deg = margin_m / (111_300.0 * max(math.cos(math.radians(min(reach, 89.0))), 0.01))
        return Bounds(
            self.west - lon_deg, self.south - lat_deg, self.east + lon_deg, self.north + lat_deg
        )


def tile_bounds(tile: str) -> Bounds:
    """Bounds of a tile.

    Parameters
    ----------
    tile : str
        Code of 4, 6, 8, 9 or 10 digits.

    Raises
    ------
    CityModelError
        If it is no such code.

    Examples
    --------
    >>> [round(x, 5) for x in tile_bounds("54363371")]
    [136.3875, 36.30833, 136.4, 36.31667]
    """
    row, column = _cell(tile)
    rows, columns, _ = _GRID[_LEVEL_OF_DIGITS[len(tile)]]
    west, south = _WEST + column / columns, row / rows
    return Bounds(west, south, _WEST + (column + 1) / columns, (row + 1) / rows)


def tile_at(lon: float, lat: float, *, level: Level = "third") -> str:
    """Code of the tile that holds a place.

    Examples
    --------
    >>> tile_at(136.394, 36.312), tile_at(136.394, 36.312, level="second")
    ('54363371', '543633')
    """
    rows, columns, _ = _GRID[level]
    return _code(math.floor(lat * rows + _EDGE), math.floor((lon - _WEST) * columns + _EDGE), level)


def tiles_within(bounds: Bounds, *, level: Level = "third") -> tuple[str, ...]:
    """Codes of the tiles that have an area in common with some bounds, from south-west.

    Examples
    --------
    >>> tiles_within(Bounds(136.39, 36.31, 136.41, 36.312))
    ('54363371', '54363372')
    """
    rows, columns, _ = _GRID[level]
    first_row, last_row = _span(bounds.south * rows, bounds.north * rows)
    first, last = _span((bounds.west - _WEST) * columns, (bounds.east - _WEST) * columns)
    return tuple(
        _code(row, column, level)
        for row in range(first_row, last_row + 1)
        for column in range(first, last + 1)
    )


def neighbours(tile: str) -> tuple[str, ...]:
    """Codes of the eight tiles around one, from south-west to north-east.

    Examples
    --------
    >>> neighbours("54363371")[:3]
    ('54363360', '54363361', '54363362')
    """
    row, column = _cell(tile)
    level = _LEVEL_OF_DIGITS[len(tile)]
    steps = [(r, c) for r in (-1, 0, 1) for c in (-1, 0, 1) if (r, c) != (0, 0)]
    return tuple(_code(row + r, column + c, level) for r, c in steps)


def _span(low: float, high: float) -> tuple[int, int]:
    """Return first and last cell of an interval; one that ends on an edge does not reach over."""
    first = math.floor(low + _EDGE)
    return first, max(first, math.ceil(high - _EDGE) - 1)


def _cell(tile: str) -> tuple[int, int]:
    """Return row and column of a tile in the grid of its level."""
    if not (tile.isdecimal() and tile.isascii() and len(tile) in _LEVEL_OF_DIGITS):
        raise CityModelError(
            f"tile {tile!r} is not a code of 4, 6, 8, 9 or 10 digits (JIS X 0410), such as 54363371"
        )
    row, column = int(tile[:2]), int(tile[2:4])
    for digits, factor in ((tile[4:6], 8), (tile[6:8], 10)):
        if digits:
            _check_digits(tile, digits, factor)
            row, column = row * factor + int(digits[0]), column * factor + int(digits[1])
    for digit in tile[8:]:  # quadrants: 1 south-west, 2 south-east, 3 north-west, 4 north-east
        quadrant = int(digit) - 1
        if not 0 <= quadrant <= 3:
            raise CityModelError(f"tile {tile!r}: digit {digit} is not 1, 2, 3 or 4 (JIS X 0410)")
        row, column = row * 2 + quadrant // 2, column * 2 + quadrant % 2
    return row, column


def _check_digits(tile: str, digits: str, factor: int) -> None:
    """Refuse digits that a level does not have."""
    if max(int(digit) for digit in digits) >= factor:
        raise CityModelError(
            f"tile {tile!r}: digits {digits} must be less than {factor} (JIS X 0410)"
        )


def _code(row: int, column: int, level: Level) -> str:
    """Return the code of a cell."""
    tail = ""
    for _ in range(_GRID[level][2] - 8):
        tail = str(row % 2 * 2 + column % 2 + 1) + tail
        row, column = row // 2, column // 2
    if level in {"third", "half", "quarter"}:
        tail = f"{row % 10}{column % 10}{tail}"
        row, column = row // 10, column // 10
    if level != "first":
        tail = f"{row % 8}{column % 8}{tail}"
        row, column = row // 8, column // 8
    return f"{row:02d}{column:02d}{tail}"


class FileName(NamedTuple):
    """What the name of a file says [2]_.

    ``feature_type`` is such as "bldg", "" where the name does not follow the rule; ``epsg`` is what
    the name claims, which is not always true.
    """

    tile: str
    feature_type: str
    epsg: int | None
    options: tuple[str, ...]


_FILE_NAME = re.compile(
    r"(?:.*_)?(?P<tile>\d{4,11})_(?P<type>[a-z]{2,8})_(?P<epsg>\d{4,5})(?P<options>(?:_[^_.]+)*)"
    r"\.(?:gml|xml|citygml)",
    re.IGNORECASE,
)


def file_name(name: str) -> FileName:
    """Parse the name of a file.

    Examples
    --------
    >>> file_name("54363371_bldg_6697_op.gml")
    FileName(tile='54363371', feature_type='bldg', epsg=6697, options=('op',))
    >>> file_name("berlin.gml").feature_type
    ''
    """
    match = _FILE_NAME.fullmatch(name)
    if match is None:
        return FileName("", "", None, ())
    options = tuple(option for option in match["options"].split("_") if option)
    tile = match["tile"] if len(match["tile"]) in _LEVEL_OF_DIGITS else match["tile"][:10]
    try:
        _cell(tile)
    except CityModelError:
        tile = ""
    return FileName(tile, match["type"].lower(), int(match["epsg"]), options)


#: Zone -> latitude, longitude of its origin [3]_. [deg]
ZONE_ORIGINS: Mapping[int, tuple[float, float]] = MappingProxyType(
    {
        1: (33.0, 129.5),
        2: (33.0, 131.0),
        3: (36.0, 132 + 10 / 60),
        4: (33.0, 133.5),
        5: (36.0, 134 + 20 / 60),
        6: (36.0, 136.0),
        7: (36.0, 137 + 10 / 60),
        8: (36.0, 138.5),
        9: (36.0, 139 + 50 / 60),
        10: (40.0, 140 + 50 / 60),
        11: (44.0, 140.25),
        12: (44.0, 142.25),
        13: (44.0, 144.25),
        14: (26.0, 142.0),
        15: (26.0, 127.5),
        16: (26.0, 124.0),
        17: (26.0, 131.0),
        18: (20.0, 136.0),
        19: (26.0, 154.0),
    }
)
#: JGD2011 / Japan Plane Rectangular CS I is EPSG:6669, XIX is EPSG:6687.
_EPSG_BEFORE_ZONE_1 = 6668


@lru_cache(maxsize=1)
def _zones() -> Mapping[str, int]:
    """Return code of prefecture or municipality -> zone."""
    text = files("plateau").joinpath("data", "zones.csv").read_text(encoding="utf-8")
    return {row["code"]: int(row["zone"]) for row in csv.DictReader(text.splitlines())}


def epsg_of_city(city_code: str) -> int | None:
    """EPSG code of the plane-rectangular zone a municipality belongs to by law [3]_.

    Parameters
    ----------
    city_code : str
        Code of five digits, or of a prefecture.

    Examples
    --------
    >>> epsg_of_city("17206"), epsg_of_city("13421"), epsg_of_city("99999")
    (6675, 6682, None)
    """
    zones = _zones()
    zone = zones.get(city_code) or zones.get(city_code[:2])
    return None if zone is None else _EPSG_BEFORE_ZONE_1 + zone


def epsg_at(lon: float, lat: float) -> int:
    """EPSG code of the zone whose origin is nearest to a place.

    Near the borders of prefectures this is not always the legal zone; `epsg_of_city` is.

    Examples
    --------
    >>> epsg_at(139.7, 35.7)
    6677
    """

    def distance(zone: int) -> float:
        """Distance to the origin; longitude counts most: zones are strips from north to south."""
        origin_lat, origin_lon = ZONE_ORIGINS[zone]
        return math.hypot((lat - origin_lat) * 0.5, lon - origin_lon)

    return _EPSG_BEFORE_ZONE_1 + min(ZONE_ORIGINS, key=distance)


def common_bounds(tiles: Iterable[str]) -> Bounds | None:
    """Bounds of all tiles together, None for none.

    Examples
    --------
    >>> common_bounds(["54363371", "54363372"]).east
    136.4125
    """
    boxes = [tile_bounds(tile) for tile in tiles]
    if not boxes:
        return None
    west, south, east, north = zip(*boxes, strict=True)
    return Bounds(min(west), min(south), max(east), max(north))
