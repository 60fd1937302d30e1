"""Progress on stderr: bars in a terminal, one line a step elsewhere, nothing with ``-q``."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from plateau.cli.session import Session

if TYPE_CHECKING:
    from plateau.runner import RunEvent

#: Called with (done, total, what is at work).
Advance = Callable[[int, int, str], None]


@contextmanager
def progress(session: Session, step: str) -> Iterator[Advance]:
    """Show that a step is at work, and how far it is.

    Parameters
    ----------
    session : Session
        Silent where it is quiet.
    step : str
        What is done, such as "reading".

    Yields
    ------
    callable
        To be called with (done, total, what is at work).
    """
    started = time.monotonic()
    if session.quiet:
        yield _ignore
    elif sys.stderr.isatty():
        yield from _bar(step)
    else:
        yield _ignore
    if not session.quiet:
        seconds = time.monotonic() - started
        sys.stderr.write(f"{step}: {seconds:.1f} s\n")
        sys.stderr.flush()


def _ignore(_done: int, _total: int, _text: str) -> None:
    """Take a report of progress nobody watches."""


def _bar(step: str) -> Iterator[Advance]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn("line"),
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(step, total=None)

        def advance(done: int, total: int, text: str) -> None:
            name = text.rsplit("/", 1)[-1]
            bars.update(task, completed=done, total=total, description=f"{step} {name}".rstrip())

        yield advance


@contextmanager
def run_progress(session: Session, step: str) -> Iterator[Callable[[RunEvent], None]]:
    """Show how far a run over tiles is, and what fails as it fails.

    In a terminal: a bar by bytes read with the time left, the tile that ended last and how long it
    took. Elsewhere only failures, one line each; with ``-q`` these too, for they are errors.

    Parameters
    ----------
    session : Session
        Silent where it is quiet.
    step : str
        What is done, such as "solar".

    Yields
    ------
    callable
        To be called with each `plateau.runner.RunEvent`.
    """
    if session.quiet or not sys.stderr.isatty():
        yield _say_failure
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TextColumn("{task.fields[tiles]}"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(elapsed_when_finished=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(step, total=None, tiles="")

        def show(event: RunEvent) -> None:
            if event.kind == "failed":
                bars.console.print(f"failed: {event.name}: {event.reason}", markup=False)
            text = {"kept": "kept", "relief": "relief"}.get(event.kind, f"{event.seconds:.0f} s")
            name = event.name.rsplit("/", 1)[-1]
            bars.update(
                task,
                completed=event.done_bytes,
                total=event.total_bytes,
                tiles=f"{event.done}/{event.total} tiles, last {name} {text}",
            )

        yield show


def _say_failure(event: RunEvent) -> None:
    if event.kind == "failed":
        sys.stderr.write(" ".join(f"failed: {event.name}: {event.reason}".split()) + "\n")
        sys.stderr.flush()
