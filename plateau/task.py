"""One tile of a run, from its files to its tables on disk: what a worker does."""

from __future__ import annotations

import os
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
from numpy.typing import NDArray

from analyses.raycast.scene import ray_threads
from citygml.errors import FILE_LEFT_OUT, AnalysisError, CityModelError
from citygml.model import CityModel
from plateau.manifest import PROBLEMS, RunFolder, TileRecord
from plateau.tile_city import Surroundings, lon_lat, tile_city
from plateau.tiling import RunTile
from viewer.files import replaced

#: Any function of a city; a named tuple, or tables by name, where there are several.
Analysis = Callable[[CityModel], Any]

#: Name of the table of an analysis that returns one.
ONE_TABLE = "table"


@dataclass(frozen=True, slots=True)
class TileJob:
    """Everything a worker needs for a tile; it can be pickled.

    Attributes
    ----------
    tile, around, relief, bases
        See `tile_city`.
    analysis : callable
        What to do with it.
    out : RunFolder
        Where the tables go.
    key : str
        Fingerprint of what the result depends on.
    threads : int
        Ray threads; 0 = one per core.
    """

    tile: RunTile
    around: Surroundings
    relief: Mapping[str, Path]
    analysis: Analysis
    out: RunFolder
    key: str
    threads: int
    bases: Path | None = None


class _UnwritableError(CityModelError):
    """Tables could not be written: no fault of the tile."""


def tile_task(job: TileJob) -> TileRecord:
    """Analyse a tile and write its tables.

    Returns
    -------
    TileRecord
        Never raises an error of data or analysis: a record crosses from process to process, where
        not every exception can be pickled.
    """
    started = time.monotonic()
    rows: dict[str, int] = {}
    left_out = 0
    with _Caught() as caught, ray_threads(job.threads or (os.cpu_count() or 1)):
        city = tile_city(job.tile, job.around, job.relief, bases=job.bases)
        tables = {
            name: own_rows(table, city, job.tile.name, job.around)
            for name, table in named_tables(job.analysis(city)).items()
        }
        problems = tile_problems(city, job.tile)
        left_out = int(lost(problems, city).sum())
        rows = _written(tables, problems, job)
    record = TileRecord(
        tile=job.tile.name,
        key=job.key,
        status=caught.status,
        rows=rows,
        left_out=left_out,
        seconds=round(time.monotonic() - started, 3),
        peak_bytes=peak_bytes(),
        reason=caught.reason,
    )
    if record.status == "done":
        with _Caught() as caught:
            job.out.write_record(record)
        if caught.reason:
            return TileRecord(job.tile.name, job.key, "unwritable", reason=caught.reason)
    return record


class _Caught:
    """Turns what went wrong inside into words.

    One tile must not end the others, whatever a user's analysis raises.
    """

    def __init__(self) -> None:
        self.reason = ""
        self._writing = False

    @property
    def status(self) -> Any:
        """Status of the tile."""
        return "unwritable" if self._writing else "failed" if self.reason else "done"

    def __enter__(self) -> _Caught:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> bool:
        if error is None or not isinstance(error, Exception):
            return False
        self._writing = isinstance(error, _UnwritableError)
        self.reason = " ".join(str(error).split())
        if not isinstance(error, CityModelError):
            where = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{Path(where.filename).name}:{where.lineno}"
            self.reason = f"{type(error).__name__}: {self.reason} ({place})"
        return True


def named_tables(result: object) -> dict[str, gpd.GeoDataFrame]:
    """Return the tables of a result by name.

    Raises
    ------
    AnalysisError
        If it is neither a table nor a named tuple of tables.
    """
    if isinstance(result, gpd.GeoDataFrame):
        return {ONE_TABLE: result}
    fields = getattr(result, "_fields", ())
    tables = dict(zip(fields, result, strict=True)) if isinstance(result, tuple) and fields else {}
    if isinstance(result, Mapping):
        tables = {str(name): table for name, table in result.items()}
    named = tables and PROBLEMS not in tables and not any("/" in name for name in tables)
    if named and all(isinstance(table, gpd.GeoDataFrame) for table in tables.values()):
        return tables
    raise AnalysisError(
        f"the analysis returned {type(result).__name__}; it must return a GeoDataFrame, or a named "
        f'tuple of them, none of which is called "{PROBLEMS}"'
    )


def own_rows(
    table: gpd.GeoDataFrame, city: CityModel, tile: str, around: Surroundings
) -> gpd.GeoDataFrame:
    """Rows of a table that belong to a tile.

    A row with the id of an object (index or column ``feature_id``) belongs to the tile of the
    object, any other to the tile in which a point inside its geometry lies. A row with neither
    stays with the tile that made it.

    Parameters
    ----------
    table : GeoDataFrame
        In `CityModel.crs`, or without a reference system.
    city : CityModel
        Of the tile, from `tile_city`.
    tile : str
        Its name.
    around : Surroundings
        Of the run.
    """
    keep = np.ones(len(table), dtype=bool)
    is_context = _context_of_rows(table, city)
    placed = pd.isna(is_context)
    keep[~placed] = ~is_context[~placed].astype(bool)
    has_geometry = getattr(table, "_geometry_column_name", None) in table.columns
    if placed.any() and has_geometry:
        rows = np.flatnonzero(placed & table.geometry.notna().to_numpy())
        lon, lat = lon_lat(table.geometry.to_numpy()[rows], table.crs or city.crs)
        keep[rows] = around.map.owner(lon, lat) == tile
    kept = table[keep]
    kept.attrs = dict(table.attrs)
    return kept


def _context_of_rows(table: gpd.GeoDataFrame, city: CityModel) -> NDArray[np.object_]:
    """Whether the object of each row is a neighbour, NA without one, (n,)."""
    ids = None
    if table.index.name == "feature_id":
        ids = table.index
    elif "feature_id" in table.columns:
        ids = table["feature_id"]
    if ids is None:
        return np.full(len(table), None, dtype=object)
    flags = city.features["is_context"].astype(object)
    return np.asarray(flags.reindex(ids).to_numpy(dtype=object))


def tile_problems(city: CityModel, tile: RunTile) -> pd.DataFrame:
    """Return the problems of a tile: of its files and objects, and neighbours left out whole."""
    problems = city.problems
    own = {file.label for file in (*tile.own, *tile.relief)}
    own |= {file.label for file, _ in tile.shared}
    of_object = problems["feature_id"].fillna("") != ""
    is_context = city.features["is_context"].reindex(problems["feature_id"]).fillna(value=False)
    mine = problems["path"].isin(own) & ~(of_object & is_context.to_numpy(dtype=bool))
    missing = problems["reason"].str.startswith(FILE_LEFT_OUT)
    return problems[mine | missing].assign(tile=tile.name).reset_index(drop=True)


def lost(problems: pd.DataFrame, city: CityModel) -> NDArray[np.bool_]:
    """Whether a problem cost a whole file or a whole object, (n,)."""
    whole = problems["reason"].str.startswith(FILE_LEFT_OUT)
    named = problems["feature_id"].fillna("") != ""
    return np.asarray(whole | (named & ~problems["feature_id"].isin(city.features.index)))


def _written(
    tables: Mapping[str, gpd.GeoDataFrame], problems: pd.DataFrame, job: TileJob
) -> dict[str, int]:
    """Write the tables of a tile; number of rows of each."""
    tile = job.tile.name
    try:
        for name, table in tables.items():
            named = table.rename_axis(index=table.index.name or "id")
            with replaced(job.out.table_file(name, tile)) as file:
                named.to_parquet(file, compression="zstd")
        with replaced(job.out.table_file(PROBLEMS, tile)) as file:
            problems.to_parquet(file, compression="zstd")
    except (CityModelError, OSError, pyogrio.errors.DataSourceError) as error:
        raise _UnwritableError(str(error)) from error
    return {**{name: len(table) for name, table in tables.items()}, PROBLEMS: len(problems)}


def peak_bytes() -> int:
    """Most memory that this process has taken so far; 0 where the system does not say."""
    status = Path("/proc/self/status")
    if status.is_file():  # getrusage would count what the parent had when it started us
        lines = status.read_text(encoding="ascii", errors="replace").splitlines()
        return next((int(x.split()[1]) * 1024 for x in lines if x.startswith("VmHWM")), 0)
    try:
        import resource
    except ImportError:
        return 0
    taken = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(taken) if sys.platform == "darwin" else int(taken) * 1024
