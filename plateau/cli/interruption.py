"""Ctrl-C while the program is still being imported: one line and exit code 130, no traceback.

Imported before everything else of the command line; `plateau.cli.main` takes over once it runs.
"""

from __future__ import annotations

import os
import sys
from types import TracebackType

INTERRUPTED = 130


def said(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Leave with one line after Ctrl-C; anything else is shown as Python does."""
    if not issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    sys.stderr.write("plateau: interrupted\n")
    sys.stderr.flush()
    os._exit(INTERRUPTED)  # nothing is open yet; leaving normally would report a signal


sys.excepthook = said
