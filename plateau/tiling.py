"""A dataset -> the tiles it is worked through in: whose objects, which files, which places.

A building belongs to the tile whose file holds it. Files of other levels than the buildings', such
as roads of a 10 km square, are shared: each of their objects belongs to the tile in which a point
inside it lies, else to the nearest. Places, such as points of the ground, go the same way. So every
object and every place is in exactly one tile.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from citygml.errors import CityModelError
from plateau.chosen import OVERHANG_M
from plateau.files import DatasetFile
from plateau.heads import heads_of
from plateau.tiles import Bounds, tile_bounds

if TYPE_CHECKING:
    from plateau.dataset import Dataset

#: Files of these types say something about places; they make no tile where others do.
LAYER_TYPES = frozenset({"dem", "fld", "tnm", "htd", "ifld", "rfld", "lsld", "urf", "luse"})
RELIEF_TYPE = "dem"
#: Objects of a file are looked for this far out of its tile, whatever its envelope says. [m]
MAX_OVERHANG_M = 500.0
#: Place of what may be anywhere.
EVERYWHERE = Bounds(-180.0, -90.0, 180.0, 90.0)


@dataclass(frozen=True, slots=True)
class RunTile:
    """A tile, and the files that are read for it.

    Attributes
    ----------
    name : str
        Code of the tile; of a file whose name has none, its stem.
    bounds : Bounds
        Its place. [deg]
    own : tuple of DatasetFile
        Files all of whose objects belong to it.
    shared : tuple of (DatasetFile, tuple of str)
        Files of which objects belong to it or to one of the other tiles named.
    near : tuple of DatasetFile
        Files that may hold neighbours of its objects.
    relief : tuple of DatasetFile
        Relief of its place and around it.
    extent : Bounds
        Place of its objects, which may reach out of the tile: of its bounds and own files. [deg]
    is_part : bool
        Whether only the objects in `extent` are read of its files.
    """

    name: str
    bounds: Bounds
    own: tuple[DatasetFile, ...]
    shared: tuple[tuple[DatasetFile, tuple[str, ...]], ...] = ()
    near: tuple[DatasetFile, ...] = ()
    relief: tuple[DatasetFile, ...] = ()
    extent: Bounds = EVERYWHERE
    is_part: bool = False

    @property
    def files(self) -> tuple[DatasetFile, ...]:
        """All files but relief, in the order in which the whole city would be read."""
        mixed = (*self.own, *(file for file, _ in self.shared), *self.near)
        return tuple(sorted(mixed, key=lambda file: file.label))

    @property
    def size_bytes(self) -> int:
        """What is read for it, unpacked, without relief."""
        return sum(file.size_bytes for file in self.files)


@dataclass(frozen=True, slots=True)
class TileMap:
    """Which tile a place belongs to.

    Attributes
    ----------
    names : tuple of str
        Tiles, small ones first.
    bounds : tuple of Bounds
        Their places; of two that overlap the first holds what both do. [deg]
    """

    names: tuple[str, ...]
    bounds: tuple[Bounds, ...]

    @classmethod
    def of(cls, places: Mapping[str, Bounds]) -> TileMap:
        """Return the map of named places."""

        def order(name: str) -> tuple[float, str]:
            box = places[name]
            return (round((box.east - box.west) * (box.north - box.south), 12), name)

        names = tuple(sorted(places, key=order))
        return cls(names, tuple(places[name] for name in names))

    def among(self, names: Iterable[str]) -> TileMap:
        """Return the map of some of the tiles."""
        wanted = set(names)
        kept = [i for i, name in enumerate(self.names) if name in wanted]
        return TileMap(tuple(self.names[i] for i in kept), tuple(self.bounds[i] for i in kept))

    def owner(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.object_]:
        """Name of the tile of each place: that which holds it, else the nearest, (n,).

        A place on the border of two tiles is in the one to the north or east.

        Parameters
        ----------
        lon, lat : (n,) ndarray of float64
            nan is nowhere, and given to the first tile. [deg]
        """
        boxes = np.array(self.bounds, dtype=np.float64).reshape(-1, 4)
        found = np.full(len(lon), -1, dtype=np.int64)
        if not len(lon):
            return np.zeros(0, dtype=object)
        low = np.array([np.nanmin(lon, initial=np.inf), np.nanmin(lat, initial=np.inf)])
        high = np.array([np.nanmax(lon, initial=-np.inf), np.nanmax(lat, initial=-np.inf)])
        meet = (boxes[:, :2] <= high).all(axis=1) & (boxes[:, 2:] >= low).all(axis=1)
        for row in np.flatnonzero(meet):
            west, south, east, north = boxes[row]
            inside = (lon >= west) & (lon < east) & (lat >= south) & (lat < north)
            found[inside & (found < 0)] = row
        lost = np.flatnonzero(found < 0)
        # Degrees of longitude are shorter than those of latitude; who is nearest hardly changes.
        scale = np.cos(np.radians(np.nanmean(boxes[:, [1, 3]])))
        for row in lost:
            apart_lon = np.maximum(np.maximum(boxes[:, 0] - lon[row], lon[row] - boxes[:, 2]), 0.0)
            apart_lat = np.maximum(np.maximum(boxes[:, 1] - lat[row], lat[row] - boxes[:, 3]), 0.0)
            distance = np.hypot(apart_lon * scale, apart_lat)
            found[row] = 0 if np.isnan(distance).all() else int(np.nanargmin(distance))
        return np.array(self.names, dtype=object)[found]


@dataclass(frozen=True, slots=True)
class Tiling:
    """All tiles of a run, and all relief, near any of them or not."""

    tiles: tuple[RunTile, ...]
    map: TileMap
    relief: tuple[DatasetFile, ...]


def tiling_of(dataset: Dataset, context_m: float, *, types: Sequence[str]) -> Tiling:
    """Divide a dataset, or the selected part of it, into tiles.

    Parameters
    ----------
    dataset : Dataset
        Its files are asked for their envelopes.
    context_m : float
        How far around a tile its neighbours are read. [m]
    types : sequence of str
        Feature types to read.

    Raises
    ------
    CityModelError
        If there is nothing of these types but relief.
    """
    wanted = {"", *types}
    around = [e for e in dataset.files_near(context_m) if e.feature_type in wanted]
    inside = {e for e in dataset.files_near(0.0) if e.feature_type in wanted}
    files = _Files.of([e for e in around if e.feature_type != RELIEF_TYPE])
    relief = _Files.of([e for e in around if e.feature_type == RELIEF_TYPE])
    homes = _homes(e for e in files.entries if e in inside)
    if not homes:
        raise CityModelError(
            f"{dataset.name}: no file of the types {', '.join(types)} but relief; a run goes by "
            "the others; choose a dataset or tiles that have some"
        )
    places = _home_places(homes, files)
    sharers = [_sharers(e, homes, places) for e in files.entries]
    sharing: dict[str, list[int]] = {name: [] for name in homes}
    for row, names in enumerate(sharers):
        for name in names:
            sharing[name].append(row)
    tiles = []
    for name in sorted(homes):
        mine = sharing[name]
        alone = [i for i in mine if len(sharers[i]) == 1]
        extent = files.extent(alone).joined(places[name])
        box = extent.grown(context_m + OVERHANG_M)
        tiles.append(
            RunTile(
                name=name,
                bounds=places[name],
                own=tuple(files.entries[i] for i in alone),
                shared=tuple((files.entries[i], sharers[i]) for i in mine if len(sharers[i]) > 1),
                near=tuple(files.entries[i] for i in files.meeting(box) if i not in set(mine)),
                relief=tuple(relief.entries[i] for i in relief.meeting(box)),
                extent=extent,
            )
        )
    return Tiling(tuple(tiles), TileMap.of(places), tuple(relief.entries))


def _outwards(box: Bounds, tile: RunTile) -> Bounds:
    """Bounds of a part of a tile; what lies beyond the tile is nearest to the part at its edge."""
    whole = EVERYWHERE if not tile.is_part else tile.extent
    return Bounds(
        *(
            outer if inner == edge else inner
            for inner, edge, outer in zip(box, tile.bounds, whole, strict=True)
        )
    )


@dataclass(frozen=True, slots=True)
class _Files:
    """Files and their places, as tile and envelope tell them; nan = may be anywhere."""

    entries: Sequence[DatasetFile]
    boxes: NDArray[np.float64]

    @classmethod
    def of(cls, entries: Sequence[DatasetFile]) -> _Files:
        boxes = np.full((len(entries), 4), np.nan)
        for row, (entry, head) in enumerate(zip(entries, heads_of(entries), strict=True)):
            box = _file_box(head.bounds, _tile_box(entry))
            if box is not None:
                boxes[row] = box
        return cls(entries, boxes)

    def extent(self, rows: Sequence[int]) -> Bounds:
        """Place of some of the files together."""
        boxes = self.boxes[list(rows)]
        if not len(boxes) or np.isnan(boxes).any():
            return EVERYWHERE
        low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
        return Bounds(float(low[0]), float(low[1]), float(high[0]), float(high[1]))

    def meeting(self, box: Bounds) -> list[int]:
        """Rows of the files that may hold something in a place."""
        west, south, east, north = self.boxes.T
        apart = (west >= box.east) | (box.west >= east) | (south >= box.north)
        return [int(i) for i in np.flatnonzero(~(apart | (box.south >= north)))]


def divided(tiling: Tiling, name: str, parts: Mapping[str, Bounds]) -> Tiling:
    """Return a tiling in which one tile is divided into several.

    Parameters
    ----------
    tiling : Tiling
        Any.
    name : str
        The tile.
    parts : mapping of str to Bounds
        Names and places of what it is divided into.
    """
    names = tuple(parts)

    def others(sharing: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(n for old in sharing for n in (names if old == name else (old,)))

    tiles = []
    for tile in tiling.tiles:
        shared = tuple((file, others(sharing)) for file, sharing in tile.shared)
        if tile.name != name:
            tiles.append(replace(tile, shared=shared))
            continue
        both = (*((file, names) for file in tile.own), *shared)
        tiles += [
            replace(
                tile,
                name=part,
                bounds=box,
                own=(),
                shared=both,
                extent=_outwards(box, tile),
                is_part=True,
            )
            for part, box in parts.items()
        ]
    places = dict(zip(tiling.map.names, tiling.map.bounds, strict=True))
    del places[name]
    ordered = tuple(sorted(tiles, key=lambda t: t.name))
    return Tiling(ordered, TileMap.of({**places, **parts}), tiling.relief)


def _file_box(envelope: Bounds | None, tile: Bounds | None) -> Bounds | None:
    """Place of the objects of a file; some envelopes are those of a whole city."""
    if tile is None or envelope is None:
        return tile or envelope
    widest = tile.grown(MAX_OVERHANG_M)
    return tile.joined(
        Bounds(
            max(envelope.west, widest.west),
            max(envelope.south, widest.south),
            min(envelope.east, widest.east),
            min(envelope.north, widest.north),
        )
    )


def _tile_box(entry: DatasetFile) -> Bounds | None:
    return tile_bounds(entry.tile) if entry.tile else None


def _homes(entries: Iterable[DatasetFile]) -> frozenset[str]:
    """Tiles of the building files, else of all but layers, else of all."""
    files = list(entries)
    for chosen in (
        [e for e in files if e.feature_type in {"bldg", ""}],
        [e for e in files if e.feature_type not in LAYER_TYPES],
        files,
    ):
        if chosen:
            return frozenset(_home_name(entry) for entry in chosen)
    return frozenset()


def _home_name(entry: DatasetFile) -> str:
    """Tile of a file, else a name made of its own."""
    return entry.tile or entry.member.rpartition("/")[2].rpartition(".")[0] or entry.member


def _home_places(homes: frozenset[str], files: _Files) -> dict[str, Bounds]:
    """Places of the tiles: of their codes, else of their files."""
    rows: dict[str, list[int]] = {name: [] for name in homes}
    for row, entry in enumerate(files.entries):
        if (name := _home_name(entry)) in rows:
            rows[name].append(row)
    return {name: _home_bounds(name, own, files) for name, own in rows.items()}


def _home_bounds(name: str, rows: Sequence[int], files: _Files) -> Bounds:
    if any(files.entries[row].tile for row in rows):
        return tile_bounds(name)
    return files.extent(rows)


def _sharers(
    entry: DatasetFile, homes: frozenset[str], places: Mapping[str, Bounds]
) -> tuple[str, ...]:
    """Tiles among which the objects of a file are divided; none if it only holds neighbours."""
    if _home_name(entry) in homes:
        return (_home_name(entry),)
    inner = _tile_box(entry)
    return tuple(n for n in sorted(homes) if inner is None or inner.intersects(places[n]))
