"""``plateau check``: what is wrong with files, by the quality rules of the PLATEAU standard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from plateau.cli import options
from plateau.cli.session import Session, aligned, counted

if TYPE_CHECKING:
    import pandas as pd

#: Findings shown to people, of each rule; all of them are counted, and in the table.
FINDINGS_SHOWN = 3
#: Exit code where a rule of level "error" is broken.
BROKEN = 1


@click.command("check", short_help="Problems of files, by the quality rules of the standard.")
@options.paths
@click.option(
    "--out",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Table of all findings to write: .csv.",
)
@click.option(
    "--schemas",
    metavar="DIR",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="XML schemas (.xsd) of CityGML, GML and i-UR, to judge rule L02.",
)
@options.selection
@options.speech
@click.pass_obj
def command(
    session: Session, *, paths: tuple[str, ...], out: Path | None, schemas: Path | None
) -> int:
    """Check files against the quality rules of the PLATEAU standard (C, L, T) and more (X).

    Exit code 0 if no rule of level error is broken, else 1. Warnings do not count. Which rules
    are checked: docs/check.md.
    """
    from citygml.errors import CityModelError
    from plateau.check import check
    from plateau.cli.city import selected
    from plateau.cli.progress import progress

    if out is not None and out.suffix.lower() != ".csv":
        raise CityModelError(f"{out}: findings are written as .csv; give such as problems.csv")
    data = selected(session, paths)
    with progress(session, "checking") as advance:
        findings = check(data, schemas=schemas, progress=advance)
    if out is not None:
        write_findings(out, findings)
    counts = findings.groupby(["rule", "level"]).size()
    errors = int((findings["level"] == "error").sum())
    session.say(
        *finding_lines(findings, out),
        *aligned([(f"{rule} {level}", int(count)) for (rule, level), count in counts.items()]),
        f"{counted(len(data.files), 'file')}, {counted(errors, 'error')}, "
        f"{counted(len(findings) - errors, 'warning')}",
        *([str(out)] if out is not None else []),
    )
    session.answer(
        {
            "dataset": data.name,
            "files": len(data.files),
            "errors": errors,
            "warnings": len(findings) - errors,
            "rules": {
                str(rule): int(count) for rule, count in findings["rule"].value_counts().items()
            },
            "findings": findings.to_dict("records"),
            "written": [out] if out is not None else [],
        }
    )
    return BROKEN if errors else 0


def finding_lines(findings: pd.DataFrame, out: Path | None) -> list[str]:
    """Return a few findings of every rule, one line each, and where the others are."""
    lines = [
        f"  {row.path}{f':{row.line}' if row.line else ''}"
        f"{f' in {row.feature_id}' if row.feature_id else ''}: {row.rule} {row.message}"
        for row in findings.groupby("rule").head(FINDINGS_SHOWN).itertuples()
    ]
    more = len(findings) - len(lines)
    where = "they are in the table" if out is not None else "--out problems.csv has them all"
    return [*lines, f"  and {more:,} more: {where}"] if more > 0 else lines


def write_findings(path: Path, findings: pd.DataFrame) -> None:
    """Write the table as CSV that spreadsheet programs read (UTF-8 with a byte order mark)."""
    from viewer.files import replaced

    with replaced(path) as temporary:
        findings.to_csv(temporary, index=False, encoding="utf-8-sig")
