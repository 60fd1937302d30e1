"""One run of the command line: its shared options, and how it speaks."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from unicodedata import east_asian_width

import click

#: How far around what is chosen neighbours are read where shade or sight is asked for. [m]
DEFAULT_CONTEXT_M = 300.0
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

    def words(self, text: str) -> str:
        """Return a text in the language asked for; what has no translation stays in English."""
        if self.lang == "en":
            return text
        from plateau.report_notes import note_in

        return note_in(text, self.lang)

    def note_lines(self, notes: Iterable[str]) -> list[str]:
        """Return what a reader must know first, one line each."""
        head = {"en": "note: ", "ja": "注意："}[self.lang]
        return [head + self.words(note) for note in notes]

    def count_lines(self, rows: Iterable[tuple[str, object]]) -> list[str]:
        """Return names and numbers, in two columns."""
        return aligned(
            [(self.words(n), self.words(v) if isinstance(v, str) else v) for n, v in rows]
        )

    def answer(self, summary: Mapping[str, Any]) -> None:
        """Write the summary for programs, where ``--json`` asks for it."""
        if self.as_json:
            utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
            click.echo(json.dumps(summary, ensure_ascii=not utf8, indent=1, default=_plain))


def _plain(value: Any) -> Any:
    """Return what JSON knows for a numpy scalar or a path."""
    return value.item() if hasattr(value, "item") else str(value)


def counted(count: int, thing: str) -> str:
    """Return a number of things in words.

    >>> counted(1, "file"), counted(1200, "error")
    ('1 file', '1,200 errors')
    """
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def aligned(rows: Sequence[tuple[str, object]]) -> list[str]:
    """Return lines of two columns, text left and numbers right.

    >>> aligned([("yes", 12), ("unknown", 3)])
    ['  yes      12', '  unknown   3']
    """
    texts = [(name, f"{value:,}" if isinstance(value, int) else str(value)) for name, value in rows]
    left = max((_cells(name) for name, _ in texts), default=0)
    right = max((_cells(value) for _, value in texts), default=0)
    return [
        f"  {name}{' ' * (left - _cells(name))}  {' ' * (right - _cells(value))}{value}"
        for name, value in texts
    ]


def _cells(text: str) -> int:
    """Columns of a console that a text takes: a Japanese letter takes two."""
    return sum(2 if east_asian_width(letter) in "FW" else 1 for letter in text)
