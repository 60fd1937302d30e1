"""Progress on stderr: bars in a terminal, one line a step elsewhere, nothing with ``-q``."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from plateau.cli.session import Session

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
