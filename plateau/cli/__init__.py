"""Words typed in a terminal -> calls of the library -> files, a few lines, an exit code.

Exit codes: 0 done, 1 failed (one line on stderr; the traceback with ``-v``), 2 usage, 3 done but
some inputs were skipped, 130 interrupted. Modules here import only click at their head: every heavy
package waits until a command needs it, so that ``--help`` is there at once.
"""

from __future__ import annotations

from plateau.cli.interruption import INTERRUPTED, said  # first: imports take a while

# isort: split

import logging
import os
import sys
import traceback
from collections.abc import Sequence
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from types import TracebackType
from typing import TextIO

import click

from citygml.errors import CityModelError
from plateau.cli import (
    catalog,
    check,
    demo,
    doctor,
    download,
    export,
    flood,
    glare,
    info,
    shadows,
    solar,
    suitability,
    view,
    visibility,
)
from plateau.cli.session import Session

FAILED = 1


def _version() -> str:
    """Return the version of the distribution, "unknown" in a bare source tree."""
    try:
        return version("plateau-analysis")
    except PackageNotFoundError:
        return "unknown"


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(_version(), message="plateau %(version)s")
def cli() -> None:
    """Ask 3-D city models of Japan (PLATEAU, CityGML) about sun, floods and sight.

    Start with `plateau demo`, then look at your own data with `plateau info FOLDER`.
    """


for _module in (
    demo,
    info,
    check,
    solar,
    shadows,
    suitability,
    glare,
    flood,
    visibility,
    view,
    export,
    catalog,
    download,
    doctor,
):
    cli.add_command(_module.command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave the process with its exit code.

    Parameters
    ----------
    arguments : sequence of str, optional
        Words of the command line; those of the process by default.

    Raises
    ------
    SystemExit
        Always, with the exit code.
    """
    # A console of code page 932 or 1252 lacks letters; a missing letter must not end a run.
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    logging.getLogger().addHandler(logging.NullHandler())  # what matters is said in other ways
    session = Session()
    sys.excepthook = partial(_unforeseen, session)
    sys.exit(exit_code(session, arguments))


def exit_code(session: Session, arguments: Sequence[str] | None) -> int:
    """Run the command line; say in one line what went wrong.

    Parameters
    ----------
    session : Session
        Filled with the shared options.
    arguments : sequence of str, optional
        Words of the command line; those of the process by default.

    Returns
    -------
    int
        0 done, 1 failed, 2 usage, 3 done but inputs were skipped, 130 interrupted.
    """
    words = None if arguments is None else list(arguments)
    try:
        result = cli.main(words, prog_name="plateau", obj=session, standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show(sys.stderr)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        print_line("plateau: interrupted", sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output, such as head, has what it wanted
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except ImportError as error:
        from plateau.doctor import extra_of

        extra = extra_of(error.name or "")
        advice = f"a package is missing; pip install 'plateau-analysis[{extra}]'"
        return failed(session, error, f"{error}; {advice}")
    except (CityModelError, OSError) as error:
        return failed(session, error, str(error))
    except MemoryError as error:
        return failed(session, error, "out of memory; take fewer tiles (--tiles, --around)")
    return result if isinstance(result, int) else 0


def failed(session: Session, error: BaseException, reason: str) -> int:
    """Report a failure: one line, before it the traceback with ``-v``."""
    if session.verbose:
        traceback.print_exception(error)
    print_line(f"plateau: {reason}", sys.stderr)
    return FAILED


def print_line(text: str, stream: TextIO) -> None:
    """Write a text as one line, whatever breaks it holds."""
    stream.write(" ".join(text.split()) + "\n")


def _unforeseen(
    session: Session, kind: type[BaseException], error: BaseException, _: TracebackType | None
) -> None:
    """Answer what no one foresaw, a fault of this program, without a wall of text."""
    if issubclass(kind, KeyboardInterrupt):
        said(kind, error, None)
    failed(
        session,
        error,
        f"{kind.__name__}: {error}; this is a fault of plateau: run it again with -v and report it",
    )
