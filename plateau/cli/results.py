"""Result tables -> files, and the lines that say what is in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plateau.cli.session import SKIPPED, Session, counted
from plateau.report_notes import notes_of

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from citygml.model import CityModel

NO_BUILDING = "no building was found: choose other --tiles, --bounds or --around, or other files"
#: Rows of `CityModel.problems` shown to people; all of them are counted.
PROBLEMS_SHOWN = 20


def left_out(city: CityModel) -> pd.DataFrame:
    """Return the problems that cost a whole file or a whole object."""
    from plateau.task import lost

    return city.problems[lost(city.problems, city)]


def problem_lines(session: Session, problems: pd.DataFrame) -> list[str]:
    """Return a few lines about problems, one each, and how many more there are."""
    lines = [
        f"  {row.path}{f':{row.line}' if row.line else ''}"
        f"{f' in {row.feature_id}' if row.feature_id else ''}: {session.words(str(row.reason))}"
        for row in problems.head(PROBLEMS_SHOWN).itertuples()
    ]
    more = len(problems) - len(lines)
    rest = f"  and {more:,} more: plateau info --full --json has all"
    return [*lines, session.words(rest)] if more > 0 else lines


def left_out_lines(session: Session, city: CityModel) -> list[str]:
    """Return what was left out, or else that there were smaller problems."""
    skipped = left_out(city)
    if len(skipped):
        head = session.words(f"left out ({len(skipped):,}):")
        return [head, *problem_lines(session, skipped)]
    if count := len(city.problems):
        remarks = counted(count, "remark")
        return [session.words(f"{remarks} while reading; see plateau info --full")]
    return []


def exit_code_of(city: CityModel) -> int:
    """Return 0, or 3 where whole files or objects were left out."""
    return SKIPPED if len(left_out(city)) else 0


def finish(
    session: Session,
    city: CityModel,
    tables: Mapping[str, gpd.GeoDataFrame],
    *,
    counts: Sequence[tuple[str, object]],
    written: Sequence[Path],
    notes: Sequence[str] = (),
) -> int:
    """Say what came out: notes first, then counts, what was left out, and the paths.

    `notes` come after those of the tables.

    Returns
    -------
    int
        Exit code: 0, or 3 where whole files or objects were left out.
    """
    notes = [*notes_of(tables), *notes]
    session.say(
        *session.note_lines(notes),
        *session.count_lines(counts),
        *left_out_lines(session, city),
        *([] if len(tables.get("buildings", (1,))) else [session.words(NO_BUILDING)]),
        *(str(path) for path in written),
    )
    stamp: dict[str, Any] = next(iter(tables.values())).attrs.get("plateau", {})
    session.answer(
        {
            **{key: stamp.get(key) for key in ("analysis", "version", "dataset", "source")},
            "parameters": stamp.get("parameters", {}),
            "notes": notes,
            "counts": dict(counts),
            "left_out": len(left_out(city)),
            "problems": len(city.problems),
            "written": list(written),
        }
    )
    return exit_code_of(city)
