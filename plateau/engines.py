"""Jobs -> outcomes, through whatever executes them: this process, others, or a cluster.

No scheduler of our own: `concurrent.futures` has the interface, which dask.distributed offers too
(``client.get_executor()``). What is added is what a run of hours needs: few jobs under way at a
time, a worker that dies costs one attempt and not the run, and nothing else is tried again.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from typing import Generic, NamedTuple, Protocol, TypeVar

from citygml.errors import CityModelError

Job = TypeVar("Job")
Result = TypeVar("Result")

#: Jobs under way in an executor whose workers are not counted.
JOBS_UNDER_WAY = 64
#: How often a job may take its worker with it when nothing else runs there.
MAX_LOSSES = 2
#: How long to wait before the keyboard is listened to again. [s]
_TICK_S = 0.5
#: What dask.distributed says of a worker that died.
_LOST_WORKER = frozenset({"KilledWorker", "CancelledError", "FutureCancelledError"})


class Outcome(NamedTuple, Generic[Job, Result]):
    """What became of a job: its result, else why it has none."""

    job: Job
    result: Result | None
    reason: str


class Crew(Protocol):
    """What carries jobs out."""

    slots: int

    def submit(self, function: Callable[[Job], Result], job: Job) -> Future[Result]:
        """Hand a job over."""

    def renew(self) -> None:
        """Replace workers after one of them died."""

    def close(self, *, at_once: bool) -> None:
        """Let the workers go; `at_once` ends what they are doing."""


class ProcessCrew:
    """Processes of this machine.

    They are spawned, as on every system, so that nothing of this process but its arguments reaches
    them; and they end when it does, however it ends.

    Parameters
    ----------
    workers : int
        How many.
    """

    def __init__(self, workers: int) -> None:
        self.slots = workers
        self._pool = self._started()

    def _started(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self.slots, mp_context=context, initializer=_begin_worker)

    def submit(self, function: Callable[[Job], Result], job: Job) -> Future[Result]:
        """Hand a job to a process."""
        return self._pool.submit(function, job)

    def renew(self) -> None:
        """Start new processes in the place of all."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = self._started()

    def close(self, *, at_once: bool) -> None:
        """Wait for the processes to end, or end them."""
        processes = list((getattr(self._pool, "_processes", None) or {}).values())
        self._pool.shutdown(wait=not at_once, cancel_futures=True)
        for process in processes if at_once else ():
            process.terminate()


def _begin_worker() -> None:
    """Leave Ctrl-C to the process that started this one, and end with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    multiprocessing.connection.wait([sentinel])
    os._exit(1)


class ForeignCrew:
    """An executor of the caller, who starts and ends it: a cluster, for example.

    Parameters
    ----------
    executor : concurrent.futures.Executor
        Such as ``dask.distributed.Client(...).get_executor()``.
    """

    def __init__(self, executor: Executor) -> None:
        self.slots = getattr(executor, "_max_workers", None) or JOBS_UNDER_WAY
        self._executor = executor

    def submit(self, function: Callable[[Job], Result], job: Job) -> Future[Result]:
        """Hand a job over."""
        try:
            return self._executor.submit(function, job)
        except (BrokenExecutor, RuntimeError) as error:
            raise CityModelError(
                f"the executor takes no more work ({error}); what is finished is kept: start "
                "workers and run again to resume"
            ) from error

    def renew(self) -> None:
        """Leave it to the executor: a cluster replaces its workers, a pool says so next time."""

    def close(self, *, at_once: bool) -> None:
        """Leave it to the caller, who made it."""


def outcomes(
    jobs: Sequence[Job], function: Callable[[Job], Result], crew: Crew | None
) -> Iterator[Outcome[Job, Result]]:
    """Carry out jobs; yield what became of each, in the order in which they end.

    Parameters
    ----------
    jobs : sequence
        Picklable where `crew` is given.
    function : callable
        Says in its result what went wrong; what it raises is not tried again.
    crew : Crew or None
        None = this process, one job after the other: the reference.

    Yields
    ------
    Outcome
        One for each job. `Outcome.reason` where a job killed its worker `MAX_LOSSES` times while
        alone, or raised.
    """
    if crew is None:
        for job in jobs:
            yield Outcome(job, function(job), "")
        return
    finished = False
    try:
        yield from _Queue(jobs, function, crew).outcomes()
        finished = True
    finally:
        crew.close(at_once=not finished)


class _Queue(Generic[Job, Result]):
    """Jobs that wait, and those under way."""

    def __init__(self, jobs: Sequence[Job], function: Callable[[Job], Result], crew: Crew) -> None:
        self._jobs, self._function, self._crew = jobs, function, crew
        self._waiting = deque(range(len(jobs)))
        self._suspects: deque[int] = deque()
        self._losses = dict.fromkeys(range(len(jobs)), 0)
        self._running: dict[Future[Result], int] = {}
        self._alone = -1

    def outcomes(self) -> Iterator[Outcome[Job, Result]]:
        while self._waiting or self._suspects or self._running:
            self._fill()
            done, _ = wait(self._running, timeout=_TICK_S, return_when=FIRST_COMPLETED)
            broken = False
            for future in done:
                job = self._running.pop(future)
                error = _error_of(future)
                if error is None:
                    yield Outcome(self._jobs[job], future.result(), "")
                elif not is_lost_worker(error):
                    yield Outcome(self._jobs[job], None, f"{type(error).__name__}: {error}")
                else:
                    broken = True
                    self._losses[job] += job == self._alone
                    if self._losses[job] < MAX_LOSSES:
                        self._suspects.append(job)
                    else:
                        yield Outcome(self._jobs[job], None, _LOST.format(MAX_LOSSES))
            if broken:
                self._crew.renew()

    def _fill(self) -> None:
        """Start jobs; one that was under way when a worker died runs alone, to be sure of it."""
        if self._suspects:
            if not self._running:
                self._alone = self._suspects.popleft()
                self._start(self._alone)
            return
        while self._waiting and len(self._running) < self._crew.slots:
            self._start(self._waiting.popleft())

    def _start(self, job: int) -> None:
        try:
            self._running[self._crew.submit(self._function, self._jobs[job])] = job
        except BrokenExecutor:  # a worker died between two looks
            self._crew.renew()
            self._running[self._crew.submit(self._function, self._jobs[job])] = job


_LOST = (
    "its worker died {} times while it worked on nothing else (out of memory, or killed); give it "
    "more memory, or divide the tile with max_memory"
)


def _error_of(future: Future[Result]) -> BaseException | None:
    try:
        return future.exception()
    except CancelledError as error:
        return error


def is_lost_worker(error: BaseException) -> bool:
    """Whether an error says that the worker is gone, not that its work failed.

    Examples
    --------
    >>> is_lost_worker(BrokenExecutor()), is_lost_worker(MemoryError())
    (True, False)
    """
    names = {kind.__name__ for kind in type(error).__mro__}
    return isinstance(error, (BrokenExecutor, CancelledError)) or bool(names & _LOST_WORKER)
