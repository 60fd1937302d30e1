"""Tables of tiles -> tables of the city: merging is concatenation, and what is global runs once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from citygml.errors import CityModelError
from plateau.manifest import PROBLEMS, RunFolder, TileRecord
from plateau.output import stream_geopackage
from plateau.restoring import joint_metadata
from viewer.files import replaced

#: Suffixes of columns that add up.
SUMS = ("_m2", "_kwh", "_kw", "_count")
#: Suffixes of columns that do not, though they end like that.
NO_SUMS = ("_per_m2", "_per_kw")
#: A text with more different values than this is no class of things.
MAX_CLASSES = 12


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run has left in its folder.

    Attributes
    ----------
    path : Path
        The folder: ``<table>/<tile>.parquet``, GeoParquet partitioned by tile, and the manifest.
    done : tuple of TileRecord
        Tiles that are finished.
    failed : Mapping[str, str]
        Tiles that are not, and why.
    relief : tuple of Path
        Folders of the relief in pieces, see `plateau.relief`.
    bases : Path or None
        Folder of the ground that stands for it, see `plateau.base_ground`.
    """

    path: Path
    done: tuple[TileRecord, ...]
    failed: Mapping[str, str]
    relief: tuple[Path, ...] = ()
    bases: Path | None = None

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables, in the order of the analysis.

        Without those whose name begins with "_": they are there for a second function.
        """
        names = dict.fromkeys(name for record in self.done for name in record.rows)
        return tuple(name for name in names if name != PROBLEMS and not name.startswith("_"))

    @property
    def left_out(self) -> int:
        """Files and objects that could not be read."""
        return sum(record.left_out for record in self.done)

    def pieces(self, table: str, *, empty: bool = False) -> Iterator[gpd.GeoDataFrame]:
        """Yield the part of a table that each tile holds, one after the other.

        Parameters
        ----------
        table : str
            One of `tables`.
        empty : bool
            Whether to yield parts without a row too.

        Raises
        ------
        CityModelError
            If there is no such table, or a file of it is gone.
        """
        yielded = False
        for record in self._with(table):
            if record.rows[table] or empty:
                yielded = True
                yield self._piece(table, record.tile)
        if not yielded:  # columns are worth something without rows
            yield self._piece(table, self._with(table)[0].tile)

    def table(self, table: str) -> gpd.GeoDataFrame:
        """Return a table of all tiles.

        Parameters
        ----------
        table : str
            One of `tables`.

        Raises
        ------
        CityModelError
            If there is no such table, or a file of it is gone.
        """
        pieces = list(self.pieces(table))
        merged = pd.concat(pieces)
        stamp = joint_metadata([{"plateau": piece.attrs.get("plateau", {})} for piece in pieces])
        merged.attrs = {**pieces[0].attrs, **({"plateau": stamp["plateau"]} if stamp else {})}
        return merged

    def problems(self) -> pd.DataFrame:
        """Return what was read with loss: path, line, feature_id, reason, tile; each once."""
        folder = RunFolder(self.path)
        parts = [pd.read_parquet(folder.table_file(PROBLEMS, r.tile)) for r in self._with(PROBLEMS)]
        some = [part for part in parts if len(part)] or parts[:1]
        merged = pd.concat(some, ignore_index=True)
        return merged.drop_duplicates(["path", "line", "feature_id", "reason"], ignore_index=True)

    def repeated_ids(self, table: str) -> tuple[str, ...]:
        """Ids of rows that several tiles have: an object that is in the files of both."""
        ids = pd.Index([name for piece in self.pieces(table) for name in piece.index])
        return tuple(sorted(map(str, set(ids[ids.duplicated()]))))

    def summary(self, table: str) -> pd.DataFrame:
        """Return sums and counts of a table for each tile, and for the city in the last row.

        Parameters
        ----------
        table : str
            One of `tables`.

        Returns
        -------
        DataFrame
            Index ``tile``, the last "all". ``rows``; the sum of every column of an amount
            (``_m2 _kwh _kw _count``); for a column of classes the number of rows of each, as
            ``<column>=<class>``.
        """
        rows = {
            record.tile: _summed(self._piece(table, record.tile)) for record in self._with(table)
        }
        by_tile = pd.DataFrame.from_dict(rows, orient="index").rename_axis("tile").sort_index()
        counted = [n for n in by_tile.columns if n == "rows" or "=" in n]
        many = {name.split("=")[0] for name in counted if "=" in name}
        classes = {n: sum(c.startswith(f"{n}=") for c in counted) for n in many}
        dropped = [c for c in counted if "=" in c and classes[c.split("=")[0]] > MAX_CLASSES]
        by_tile = by_tile.drop(columns=dropped)
        by_tile.loc["all"] = by_tile.sum(min_count=1)
        kept = [name for name in counted if name not in dropped]
        by_tile[kept] = by_tile[kept].fillna(0).astype("int64")
        return by_tile

    def write_geopackage(
        self, path: str | Path, layers: Mapping[str, gpd.GeoDataFrame] | None = None
    ) -> Path:
        """Write all tables as layers of one GeoPackage, tile by tile.

        Parameters
        ----------
        path : str or Path
            Ends in .gpkg.
        layers : mapping of str to GeoDataFrame, optional
            Further tables, of the whole city.

        Raises
        ------
        CityModelError
            If it cannot be written.
        """
        streams: dict[str, Callable[[], Iterator[gpd.GeoDataFrame]]] = {
            name: partial(self.pieces, name) for name in self.tables
        }
        streams |= {name: partial(iter, [table]) for name, table in (layers or {}).items()}
        return stream_geopackage(path, streams)

    def settle(
        self,
        table: str,
        columns: Sequence[str],
        function: Callable[[pd.DataFrame], pd.DataFrame],
    ) -> None:
        """Set columns that only the whole city tells, such as a rank, in the files of all tiles.

        Parameters
        ----------
        table : str
            One of `tables`.
        columns : sequence of str
            What the function needs; the rest is not read.
        function : callable
            Given these columns of all tiles, returns the columns to set, in the same order.

        Raises
        ------
        CityModelError
            If a file cannot be read or written.
        """
        folder = RunFolder(self.path)
        parts = {
            record.tile: pd.read_parquet(
                folder.table_file(table, record.tile), columns=list(columns)
            )
            for record in self._with(table)
        }
        some = [part for part in parts.values() if len(part)]
        if not some:
            return
        found = function(pd.concat(some))
        first = 0
        for tile, part in parts.items():
            own = found.iloc[first : first + len(part)]
            first += len(part)
            piece = self._piece(table, tile)
            for name in found.columns:
                piece[name] = own[name].array
            with replaced(folder.table_file(table, tile)) as file:
                piece.to_parquet(file, compression="zstd")

    def _with(self, table: str) -> list[TileRecord]:
        """Return the records of the tiles that have a table."""
        found = [record for record in self.done if table in record.rows]
        if not found:
            raise CityModelError(f"{self.path} has no table {table!r}; it has {self.tables}")
        return found

    def _piece(self, table: str, tile: str) -> gpd.GeoDataFrame:
        file = RunFolder(self.path).table_file(table, tile)
        try:
            return gpd.read_parquet(file)
        except (OSError, ValueError) as error:
            raise CityModelError(
                f"{file} cannot be read ({error}); run again to replace it"
            ) from error


def _summed(piece: gpd.GeoDataFrame) -> dict[str, Any]:
    """Rows, sums and counts of classes of one piece."""
    found: dict[str, Any] = {"rows": len(piece)}
    for name in piece.columns:
        column = piece[name]
        if name.endswith(SUMS) and not name.endswith(NO_SUMS):
            found[name] = column.astype("float64").sum(min_count=1)
        elif isinstance(column.dtype, pd.StringDtype) and not name.endswith(("_id", "_by")):
            counts = column.dropna().value_counts()
            if len(counts) <= MAX_CLASSES:
                found |= {f"{name}={value}": int(n) for value, n in counts.items() if value != ""}
    return found
