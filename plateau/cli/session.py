"""One run of the command line: its shared options, and how it speaks."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import click

#: Exit code where the result is there, but some inputs were skipped.
SKIPPED = 3


@dataclass
class Session:
    """Shared options as they are parsed; each is declared once, in `plateau.cli.options`."""

    tiles: tuple[str, ...] = ()
    bounds: tuple[float, float, float, float] | None = None
    around: tuple[float, float] | None = None
    radius_m: float = 300.0
    where: str | None = None
    context_m: float | None = None
    workers: int | None = None
    scheduler: str | None = None
    max_memory: int | None = None
    lang: Literal["en", "ja"] = "en"
    as_json: bool = False
    verbose: bool = False
    quiet: bool = False

    def say(self, *lines: str) -> None:
        """Write lines for people; silent where programs listen or nobody wants to."""
        if not (self.as_json or self.quiet):
            for line in lines:
                click.echo(line)

    def answer(self, summary: Mapping[str, Any]) -> None:
        """Write the summary for programs, where ``--json`` asks for it."""
        if self.as_json:
            utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
            click.echo(json.dumps(summary, ensure_ascii=not utf8, indent=1, default=_plain))


def _plain(value: Any) -> Any:
    """Return what JSON knows for a numpy scalar or a path."""
    return value.item() if hasattr(value, "item") else str(value)


def aligned(rows: Sequence[tuple[str, object]]) -> list[str]:
    """Return lines of two columns, text left and numbers right.

    >>> aligned([("yes", 12), ("unknown", 3)])
    ['  yes      12', '  unknown   3']
    """
    texts = [(name, f"{value:,}" if isinstance(value, int) else str(value)) for name, value in rows]
    left = max((len(name) for name, _ in texts), default=0)
    right = max((len(value) for _, value in texts), default=0)
    return [f"  {name:<{left}}  {value:>{right}}" for name, value in texts]
