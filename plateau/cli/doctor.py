"""``plateau doctor``: what this machine can do."""

from __future__ import annotations

import click

from plateau.cli import options
from plateau.cli.session import Session

MARKS = {"ok": "ok", "missing": "--", "broken": "BROKEN"}


@click.command("doctor", short_help="What this machine can do.")
@options.speech
@click.pass_obj
def command(session: Session) -> int:
    """Look at versions, extras, ray engines, graphics, fonts, PROJ grids, console and folders.

    Lines marked -- name something optional that is missing, and what to do; exit code 1 means that
    something must be repaired.
    """
    from plateau.doctor import findings, is_broken

    found = []
    for finding in findings():
        found.append(finding)
        session.say(f"{MARKS[finding.state]:6} {finding.name:18} {finding.text}")
    session.answer(
        {
            "broken": is_broken(found),
            "findings": [finding._asdict() for finding in found],
        }
    )
    return int(is_broken(found))
