"""One analysis over all tiles of a dataset: `plateau.run`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pyproj import CRS

from analyses.raycast.scene import usable_threads
from analyses.tables import software_version
from citygml.errors import CityModelError
from plateau.base_ground import bases_jobs, gathered_ground
from plateau.dataset import DEFAULT_TYPES
from plateau.engines import Crew, ForeignCrew, Outcome, ProcessCrew, outcomes
from plateau.files import DatasetFile
from plateau.fingerprint import fingerprint, pickled
from plateau.list_files import CodelistFiles
from plateau.manifest import MANIFEST, RunFolder, TileRecord, write_json
from plateau.memory import available_bytes, fitted
from plateau.merge import RunResult
from plateau.relief import ReliefJob, relief_task
from plateau.task import Analysis, TileJob, tile_task
from plateau.tile_city import Surroundings, bases_under
from plateau.tiling import RunTile, Tiling, tiling_of

if TYPE_CHECKING:
    from plateau.dataset import Dataset, StrPath


class RunEvent(NamedTuple):
    """Something that happened in a run.

    Attributes
    ----------
    kind : str
        "kept" (done before), "relief" (a relief file, or the ground that stands for relief, is in
        pieces), "done", "failed".
    name : str
        Tile or file.
    done, total : int
        Tiles finished and in all.
    done_bytes, total_bytes : int
        What is read for them.
    seconds : float
        How long it took.
    reason : str
        Why it failed.
    """

    kind: str
    name: str
    done: int
    total: int
    done_bytes: int
    total_bytes: int
    seconds: float = 0.0
    reason: str = ""


def run(
    dataset: Dataset,
    analysis: Analysis,
    *,
    out: StrPath,
    context_m: float = 0.0,
    workers: int = 1,
    executor: Executor | None = None,
    max_memory_bytes: int | None = None,
    progress: Callable[[RunEvent], None] | None = None,
) -> RunResult:
    """Analyse a dataset tile by tile, on one machine or many, and resume what was interrupted.

    Each tile is read with the neighbours within `context_m` of it, analysed, and written to a file
    of its own. What is already in `out`, from the same inputs, parameters and software, is not
    done again.

    Parameters
    ----------
    dataset : Dataset
        All of it, or what `Dataset.select` left.
    analysis : callable
        A function of a module, or `functools.partial` of one, of a `CityModel`; returns a
        GeoDataFrame, or a named tuple or mapping of them. Objects with ``is_context`` must get no
        row. Tables whose name begins with "_" are kept for a second function over all tiles.
    out : path
        Folder for the results, one that all workers see: ``<table>/<tile>.parquet``.
    context_m : float
        Neighbours this close cast shade and block sight; what is further from a roof or camera does
        neither, so that results do not depend on the tiles (`CityModel.reach_m`). For cameras: at
        least their range. 0 = no neighbours at all. [m]
    workers : int
        Processes on this machine; 1 = this process alone. Ray threads are divided among them.
    executor : concurrent.futures.Executor, optional
        Takes the place of `workers`: ``dask.distributed.Client(...).get_executor()``, for example.
        One ray thread for each job.
    max_memory_bytes : int, optional
        Memory a worker may take. Tiles that are estimated to need more are divided. By default a
        share of what is free here, and a tile that needs more is refused.
    progress : callable, optional
        Called with a `RunEvent` whenever a tile is finished.

    Returns
    -------
    RunResult
        Where the tables are, and which tiles failed and why: a tile that fails does not end the
        others. A row belongs to the tile of its object, else to the tile it lies in.

    Raises
    ------
    CityModelError
        If a parameter is out of its range, nothing can be written, a tile needs too much memory,
        or no tile at all succeeds.
    KeyboardInterrupt
        On Ctrl-C; what is finished is kept.
    """
    _check(context_m, workers)
    if executor is None and workers > 1:
        pickled(analysis)  # said at once, not of every tile
    plan = _plan(dataset, analysis, Path(out), context_m)
    limit_bytes = max_memory_bytes or available_bytes() // (1 if executor else workers)
    divide = max_memory_bytes is not None
    tiling = fitted(plan.tiling, limit_bytes, context_m=context_m, divide=divide)
    plan = replace(plan, tiling=tiling)
    new_crew = partial(_crew, executor, workers)
    with plan.out.held():
        state = _State(plan, progress)
        try:
            state.keep(None if tiling.relief else _ground_of_bases(plan, state, new_crew))
            jobs = _jobs(plan, state, threads=_threads(executor, workers))
            relief = _relief(jobs, plan, state, new_crew()) if jobs else {}
            ready = [replace(j, relief=relief) for j in jobs if j.tile.name not in state.records]
            for outcome in outcomes(ready, tile_task, new_crew()) if ready else ():
                state.take(_record(outcome))
        finally:
            state.write_manifest()
        return state.result()


def _check(context_m: float, workers: int) -> None:
    if not 0.0 <= context_m < 100_000.0:
        raise CityModelError(f"context_m is {context_m}; it must be 0 to 100000 metres")
    if workers < 1:
        raise CityModelError(f"workers is {workers}; it must be at least 1")


def _crew(executor: Executor | None, workers: int) -> Crew | None:
    if executor is not None:
        return ForeignCrew(executor)
    return ProcessCrew(workers) if workers > 1 else None


def _threads(executor: Executor | None, workers: int) -> int:
    """Ray threads of a job."""
    return 1 if executor is not None else max(1, usable_threads() // workers)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be done, before it is known what is done already."""

    analysis: Analysis
    out: RunFolder
    around: Surroundings
    tiling: Tiling
    key: str
    input_key: str
    sources: Mapping[str, str]


def _plan(dataset: Dataset, analysis: Analysis, out: Path, context_m: float) -> _Plan:
    tiling = tiling_of(dataset, context_m, types=DEFAULT_TYPES)
    around = Surroundings(
        crs_text(dataset.crs), dataset.areas, context_m, dataset.provenance, tiling.map
    )
    roots = {file.root for tile in tiling.tiles for file in tile.files}
    codelists = {root.name: CodelistFiles(root).contents() for root in roots}
    inputs = (software_version(), context_m, dataset.areas, around.epsg, codelists)
    return _Plan(
        analysis=analysis,
        out=RunFolder(out),
        around=around,
        tiling=tiling,
        key=fingerprint((analysis, inputs)),
        input_key=fingerprint(inputs),
        sources=dataset.provenance,
    )


def crs_text(crs: CRS) -> str:
    """Return a reference system as a text that names it."""
    code = crs.to_epsg()
    return f"EPSG:{code}" if code else str(crs.to_wkt())


class _State:
    """What is done and what failed, as the run goes on."""

    def __init__(self, plan: _Plan, progress: Callable[[RunEvent], None] | None) -> None:
        self.out, self._plan = plan.out, plan
        self.sizes = {tile.name: tile.size_bytes for tile in plan.tiling.tiles}
        self.records: dict[str, TileRecord] = {}
        self.inputs = plan.out.hashes(_inputs(plan.tiling))
        self.keys: dict[str, str] = {}
        self.bases: Path | None = None
        self.failed_relief: dict[str, str] = {}
        self._progress = progress

    def keep(self, bases: Path | None) -> None:
        """Keep what is still right in the folder, remove the rest."""
        known = self.out.records()
        self.bases = bases
        for tile in self._plan.tiling.tiles:
            self.keys[tile.name] = key = self._key(tile)
            if self.out.finished(tile.name, key, known):
                self.records[tile.name] = known[tile.name]
                self.tell("kept", tile.name)
        for name, record in known.items():
            if name not in self.records:
                self.out.forget(record)

    def _key(self, tile: RunTile) -> str:
        """Fingerprint of all that the result of a tile depends on."""
        roles = [
            *(("own", f, ()) for f in tile.own),
            *(("shared", f, sharers) for f, sharers in tile.shared),
            *(("near", f, ()) for f in tile.near),
            *(("relief", f, ()) for f in self._plan.tiling.relief),
        ]
        files = sorted((role, f.member, self.inputs[f.label], other) for role, f, other in roles)
        ground = bases_under(tile, self._plan.around, self.bases)
        return fingerprint((self._plan.key, tile.name, tuple(tile.bounds), files, ground))

    def take(self, record: TileRecord) -> None:
        """Take the record of a tile; where it could not be written, no other can."""
        if record.status == "unwritable":
            raise CityModelError(
                f"{record.reason}; {len(self.finished)} tiles are finished and kept: make room and "
                "run again to resume"
            )
        self.records[record.tile] = record
        self.tell(record.status, record.tile, record.seconds, record.reason)

    def fail_relief(self, label: str, reason: str) -> None:
        """Remember relief that the horizons of all tiles lack, or bases that their ground lacks."""
        self.failed_relief[label] = reason
        self.tell("failed", label, reason=reason)

    @property
    def finished(self) -> list[TileRecord]:
        """Records of the tiles that are done."""
        return [record for record in self.records.values() if record.status == "done"]

    def tell(self, kind: str, name: str, seconds: float = 0.0, reason: str = "") -> None:
        """Report to whoever watches."""
        if self._progress is not None:
            done_bytes = sum(self.sizes[tile] for tile in self.records)
            total = (len(self.sizes), done_bytes, sum(self.sizes.values()))
            self._progress(RunEvent(kind, name, len(self.records), *total, seconds, reason))

    def write_manifest(self) -> None:
        """Say in one file what was done, from what and how."""
        records = [self.records[name] for name in sorted(self.records)]
        left = len(self.sizes) - len(records)
        write_json(
            self.out.path / MANIFEST,
            {
                "software_version": software_version(),
                "parameters": self._plan.key,
                "analysis": analysis_name(self._plan.analysis),
                "context_m": self._plan.around.context_m,
                "crs": self._plan.around.epsg,
                "dataset": dict(self._plan.sources),
                "tiles": len(self.sizes),
                "waiting": left,
                "done": {r.tile: _summary(r) for r in records if r.status == "done"},
                "failed": {
                    **{r.tile: r.reason for r in records if r.status != "done"},
                    **self.failed_relief,
                },
                "inputs": self.inputs,
            },
        )

    def result(self) -> RunResult:
        """Return the result; raise the first reason where no tile succeeded."""
        failed = {r.tile: r.reason for r in self.records.values() if r.status != "done"}
        if failed and not self.finished:
            tile, reason = next(iter(sorted(failed.items())))
            raise CityModelError(f"all {len(failed)} tiles failed; tile {tile}: {reason}")
        done = tuple(sorted(self.finished, key=lambda r: r.tile))
        pieces = (
            self.out.relief / _relief_name(f, self._plan, self) for f in self._plan.tiling.relief
        )
        relief = tuple(folder for folder in pieces if folder.is_dir())
        return RunResult(self.out.path, done, {**failed, **self.failed_relief}, relief, self.bases)


def _summary(record: TileRecord) -> dict[str, object]:
    kept = ("key", "rows", "left_out", "seconds", "peak_bytes")
    return {name: getattr(record, name) for name in kept}


def analysis_name(analysis: Analysis) -> str:
    """Return what a person calls an analysis: module and name of the function."""
    function = getattr(analysis, "func", analysis)
    name = getattr(function, "__qualname__", type(function).__qualname__)
    return f"{getattr(function, '__module__', '')}.{name}"


def _inputs(tiling: Tiling) -> list[DatasetFile]:
    return [*(file for tile in tiling.tiles for file in tile.files), *tiling.relief]


def _jobs(plan: _Plan, state: _State, *, threads: int) -> list[TileJob]:
    """Jobs of the tiles that are not done, large ones first: the last to end is a small one."""
    waiting = [tile for tile in plan.tiling.tiles if tile.name not in state.records]
    around = replace(plan.around, map=plan.tiling.map)
    return [
        TileJob(
            tile=tile,
            around=around,
            relief={},
            bases=state.bases,
            analysis=plan.analysis,
            out=plan.out,
            key=state.keys[tile.name],
            threads=threads,
        )
        for tile in sorted(waiting, key=lambda tile: (-tile.size_bytes, tile.name))
    ]


def _ground_of_bases(plan: _Plan, state: _State, new_crew: Callable[[], Crew | None]) -> Path:
    """Lay down the ground of a dataset without relief; what its workers did not outlive fails."""
    jobs = bases_jobs(
        [file for tile in plan.tiling.tiles for file in tile.files],
        plan.out.bases,
        epsg=plan.around.epsg,
        areas=plan.around.areas,
        keys={label: f"{plan.input_key} {content}" for label, content in state.inputs.items()},
    )
    context_m = plan.around.context_m
    return gathered_ground(
        jobs, plan.out.bases, context_m=context_m, crew=new_crew, on_lost=state.fail_relief
    )


def _relief(
    jobs: Sequence[TileJob], plan: _Plan, state: _State, crew: Crew | None
) -> dict[str, Path]:
    """Lay down the relief that the tiles need; those that need what fails fail with it."""
    cuts = [
        ReliefJob(file, plan.around.epsg, plan.out.relief / _relief_name(file, plan, state))
        for file in plan.tiling.relief
    ]
    found: dict[str, Path] = {}
    failed: dict[str, str] = {}
    for outcome in outcomes(cuts, relief_task, crew):
        label = outcome.job.file.label
        folder = outcome.result.folder if outcome.result else None
        if outcome.result and outcome.result.is_unwritable:
            raise CityModelError(f"{outcome.result.reason}, or make room and run again to resume")
        if folder is None:
            failed[label] = outcome.result.reason if outcome.result else outcome.reason
            state.fail_relief(label, failed[label])
        else:
            found[label] = folder
            state.tell("relief", label)
    for job in jobs:
        for file in job.tile.relief:
            if file.label in failed and job.tile.name not in state.records:
                reason = f"relief is missing: {failed[file.label]}"
                state.take(TileRecord(job.tile.name, job.key, "failed", reason=reason))
    return found


def _relief_name(file: DatasetFile, plan: _Plan, state: _State) -> str:
    return f"{file.tile or 'relief'}-{fingerprint((state.inputs[file.label], plan.around.epsg))}"


def _record(outcome: Outcome[TileJob, TileRecord]) -> TileRecord:
    """Record of a tile, also where its worker did not live to write one."""
    if outcome.result is not None:
        return outcome.result
    job = outcome.job
    return TileRecord(job.tile.name, job.key, "failed", reason=outcome.reason)
