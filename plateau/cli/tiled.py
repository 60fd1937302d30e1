"""A command over a dataset too large for one go: tile by tile, on one machine or a cluster."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plateau.cli.progress import run_progress
from plateau.cli.results import NO_BUILDING
from plateau.cli.session import DEFAULT_CONTEXT_M, SKIPPED, Session
from plateau.report_notes import notes_of

if TYPE_CHECKING:
    from concurrent.futures import Executor

    import geopandas as gpd

    from plateau.dataset import Dataset
    from plateau.merge import RunResult

#: Tables of the whole city in the folder of a run.
OF_ALL = "city.gpkg"
#: Failed tiles shown to people; all are in the manifest.
FAILURES_SHOWN = 20
#: Beginnings of the figures shown to people; all are in the summary of the table.
FIGURES_SHOWN = (
    *("rows", "result=", "state=", "exclusion=", "irradiation_kwh", "generation_kwh"),
    *("target_area_m2", "covered_area_m2", "refuge_m2"),
)
#: Of a scheduler: scheme, host (an IPv6 one in brackets) and port.
ADDRESS = re.compile(r"[a-z]+://(?:\[[0-9a-fA-F:]+\]|[^\s:/\[\]]+):\d{1,5}")


def is_tiled(session: Session, out: Path) -> bool:
    """Whether a command is to work tile by tile: an option of scale, or a folder to write to."""
    return bool(session.workers or session.scheduler or session.max_memory or not out.suffix)


def tile_folder(out: Path) -> Path:
    """Folder of the tiles: the output itself, or one beside the file.

    Examples
    --------
    >>> tile_folder(Path("roofs.gpkg")).name, tile_folder(Path("solar")).name
    ('roofs.tiles', 'solar')
    """
    return out.with_suffix(".tiles") if out.suffix else out


def over_tiles(
    session: Session, data: Dataset, analysis: Callable[..., Any], folder: Path, *, step: str
) -> RunResult:
    """Run an analysis over all tiles of a dataset.

    Parameters
    ----------
    session : Session
        Workers, scheduler, memory and surroundings.
    data : Dataset
        What is analysed.
    analysis : callable
        See `plateau.run`.
    folder : Path
        Where the tiles go.
    step : str
        What it is called.
    """
    from plateau.runner import run

    context_m = DEFAULT_CONTEXT_M if session.context_m is None else session.context_m
    try:
        with cluster(session.scheduler) as executor, run_progress(session, step) as progress:
            return run(
                data,
                analysis,
                out=folder,
                context_m=context_m,
                workers=session.workers or 1,
                executor=executor,
                max_memory_bytes=session.max_memory,
                progress=progress,
            )
    except KeyboardInterrupt:
        sys.stderr.write(f"what is finished is kept in {folder}: run it again to resume\n")
        raise


@contextmanager
def cluster(address: str | None) -> Iterator[Executor | None]:
    """Give the executor of a dask.distributed cluster, None without an address."""
    if address is None:
        yield None
        return
    from citygml.errors import CityModelError

    if not ADDRESS.fullmatch(address):
        raise CityModelError(
            f"--scheduler {address!r} is no address; write scheme://host:port, such as "
            "tcp://host:8786"
        )
    try:
        distributed = import_module("distributed")
    except ImportError as error:
        raise CityModelError(
            "dask.distributed is not installed; pip install plateau-analysis[distributed]"
        ) from error
    try:
        client = distributed.Client(address, timeout=5, set_as_default=False)
    except (OSError, ValueError) as error:
        raise CityModelError(f"no scheduler answers at {address} ({error}); start one") from error
    with client:
        yield client.get_executor(pure=False)


@dataclass(frozen=True)
class OfAll:
    """What was found of the whole city, beside the tables of the tiles.

    Attributes
    ----------
    layers : mapping of str to GeoDataFrame
        Tables.
    notes : tuple of str
        What a reader must know.
    written : tuple of Path
        Files that are there already.
    """

    layers: Mapping[str, gpd.GeoDataFrame] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    written: tuple[Path, ...] = ()


def finish_run(session: Session, result: RunResult, out: Path, of_all: OfAll | None = None) -> int:
    """Write what was asked for, and say what came out.

    Returns
    -------
    int
        Exit code: 0, or 3 where tiles failed, or files or objects were left out.
    """
    of_all = OfAll() if of_all is None else of_all
    written, counts = _written(session, result, out, of_all)
    failed = [f"  {tile}: {reason}" for tile, reason in sorted(result.failed.items())]
    notes = list(dict.fromkeys([*_notes(result), *notes_of(of_all.layers), *of_all.notes]))
    again = f"failed ({len(failed):,}), run again to try them again:"
    lost = f"left out: {result.left_out:,} files or objects"
    session.say(
        *session.note_lines(notes),
        *session.count_lines(counts),
        *([session.words(again)] if failed else []),
        *failed[:FAILURES_SHOWN],
        *([session.words(lost)] if result.left_out else []),
        *([session.words(NO_BUILDING)] if _is_empty(result) else []),
        *(str(path) for path in written),
    )
    session.answer(
        {
            "counts": dict(counts),
            "notes": notes,
            "failed": dict(result.failed),
            "left_out": result.left_out,
            "written": written,
        }
    )
    return SKIPPED if result.failed or result.left_out else 0


def _written(
    session: Session, result: RunResult, out: Path, of_all: OfAll
) -> tuple[list[Path], list[tuple[str, object]]]:
    """Write the tables of the city and their summaries; paths, and the figures to show."""
    from plateau.output import write_tables

    written = [*of_all.written, result.path]
    if out.suffix == ".gpkg":
        written.insert(0, result.write_geopackage(out, of_all.layers))
    elif out.suffix:
        tables = {name: result.table(name) for name in result.tables}
        written[:0] = write_tables(out, {**tables, **of_all.layers}, lang=session.lang)
    elif of_all.layers:
        written[:0] = write_tables(out / OF_ALL, of_all.layers, lang=session.lang)
    counts: list[tuple[str, object]] = [("tiles", len(result.done))]
    for name in result.tables:
        summary = result.summary(name)
        path = result.path / f"summary_{name}.csv"
        summary.to_csv(path, encoding="utf-8-sig")
        written.append(path)
        counts += [
            (name if column == "rows" else f"{name}: {column}", _figure(value))
            for column, value in summary.loc["all"].items()
            if str(column).startswith(FIGURES_SHOWN) and value == value  # nan without a row
        ]
        if repeated := result.repeated_ids(name):
            counts.append((f"{name}: ids in several tiles, such as {repeated[0]}", len(repeated)))
    return written, [*counts, *((name, len(table)) for name, table in of_all.layers.items())]


def _is_empty(result: RunResult) -> bool:
    """Whether the tables have room for buildings but none was found."""
    name = "buildings"
    return name in result.tables and not any(record.rows.get(name) for record in result.done)


def _figure(value: Any) -> object:
    """Return a number as people read it: rows whole, amounts with a thousands separator."""
    number = float(value)
    return int(number) if number.is_integer() and abs(number) < 1e15 else f"{number:,.1f}"


def _notes(result: RunResult) -> list[str]:
    """Return what a reader must know first, each sentence once."""
    from plateau.restoring import joint_metadata

    notes: dict[str, None] = {}
    for name in result.tables:
        stamps = [{"plateau": p.attrs.get("plateau", {})} for p in result.pieces(name)]
        notes |= dict.fromkeys(joint_metadata(stamps).get("plateau", {}).get("notes", ()))
    return list(notes)
