"""``plateau info``: what a dataset holds, by names and heads of its files, or by reading them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import click

from citygml.errors import CityModelError
from plateau.cli import options
from plateau.cli.session import SKIPPED, Session

if TYPE_CHECKING:
    from citygml.model import CityModel
    from plateau.dataset import Dataset


@click.command("info", short_help="Tiles, features, versions, problems of a dataset.")
@options.paths
@click.option("--full", is_flag=True, help="Read the files: count objects, list problems.")
@options.selection
@options.speech
@click.pass_obj
def command(session: Session, *, paths: tuple[str, ...], full: bool) -> int:
    """Show what a dataset holds: tiles, versions, reference systems, extent.

    By names and beginnings of the files, at once; with --full also features, levels of detail,
    records and problems, which takes reading them. Every path is read by itself; one that cannot
    be read does not stop the others.
    """
    from plateau.cli.city import selected

    summaries: list[dict[str, Any]] = []
    failures: list[dict[str, str]] = []
    codes: list[int] = []
    for path in paths:
        try:
            data = selected(session, [path])
            code = _tell(session, path, data, full=full, summaries=summaries)
        except CityModelError as error:
            if len(paths) == 1:
                raise
            click.echo(f"plateau: {error}", err=True)
            failures.append({"path": path, "error": str(error)})
            code = SKIPPED
        codes.append(code)
    if not summaries:
        raise CityModelError(f"none of the {len(paths)} paths could be read; see above")
    session.answer({"datasets": summaries, "failures": failures})
    return max(codes)


def _tell(
    session: Session, path: str, data: Dataset, *, full: bool, summaries: list[dict[str, Any]]
) -> int:
    """Summarise one dataset and say it; return the exit code."""
    summary = head_summary(path, data)
    if not full:
        summaries.append(summary)
        unread = [f"  {problem['reason']}" for problem in summary["problems"]]
        session.say(*session.note_lines(_notes(summary)), *lines_of(summary), *unread)
        return SKIPPED if unread else 0
    from plateau.cli.city import loaded
    from plateau.cli.results import exit_code_of, problem_lines

    city = loaded(session, data, types=["all"])
    summaries.append({**summary, **scan_summary(city)})
    known = summaries[-1]
    notes = session.note_lines(_notes(known))
    session.say(*notes, *lines_of(known), *problem_lines(session, city.problems))
    return exit_code_of(city)


def head_summary(path: str, data: Dataset) -> dict[str, Any]:
    """Return what names and heads of the files tell, as JSON has it.

    Raises
    ------
    CityModelError
        If none of the files can be read: the reason of the first.
    """
    from plateau.tiles import epsg_of_city

    heads = data.heads()
    if all(head.problem for head in heads):
        raise CityModelError(heads[0].problem)
    code = epsg_of_city(data.city_code)
    boxes = [head.bounds for head in heads if head.bounds is not None]
    return {
        "path": path,
        "dataset": data.name,
        "edition": data.edition,
        "source": data.source,
        "files": dict(sorted(Counter(head.feature_type or "?" for head in heads).items())),
        "size_mb": round(sum(head.size_bytes for head in heads) / 1e6, 1),
        "tiles": sorted({head.tile for head in heads} - {""}),
        "iur_versions": sorted({head.iur_version for head in heads} - {""}),
        "srs_names": sorted({head.srs_name for head in heads} - {""}),
        "crs": f"EPSG:{code}" if code else "",
        "bounds_deg": _union(boxes),
        "problems": [
            {"path": head.path, "line": 0, "feature_id": "", "reason": head.problem}
            for head in heads
            if head.problem
        ],
    }


def _union(boxes: Iterable[tuple[float, float, float, float]]) -> list[float] | None:
    """Return west, south, east, north around all boxes [deg]; None without any."""
    columns = list(zip(*boxes, strict=True))
    if not columns:
        return None
    west, south, east, north = columns
    return [round(v, 6) for v in (min(west), min(south), max(east), max(north))]


def scan_summary(city: CityModel) -> dict[str, Any]:
    """Return what only reading the files tells."""
    from citygml.model import ground

    kinds = city.features["kind"].value_counts().sort_index()
    return {
        "crs": city.crs.to_string(),
        "bounds_deg": bounds_of(city),
        "features": {str(kind): int(count) for kind, count in kinds.items()},
        "lod": lods_of(city),
        "ground_source": ground(city).source,
        "records": {name: len(table) for name, table in sorted(city.records.items())},
        "problems": city.problems.to_dict("records"),
    }


def bounds_of(city: CityModel) -> list[float] | None:
    """Return west, south, east, north of the footprints [deg]; None without any."""
    footprints = city.features.geometry.dropna()
    footprints = footprints[~footprints.is_empty]
    if footprints.empty:
        return None
    return [round(float(value), 6) for value in footprints.to_crs("EPSG:4326").total_bounds]


def lods_of(city: CityModel) -> dict[str, dict[str, int]]:
    """Return how many features of each kind have which level of detail as their highest."""
    features = city.features
    counted = features.groupby(["kind", "lod"], observed=True).size()
    found: dict[str, dict[str, int]] = {}
    for (kind, lod), count in counted.items():
        name = f"LOD{lod}" if lod >= 0 else "no geometry"
        found.setdefault(str(kind), {})[name] = int(count)
    return found


def lines_of(summary: Mapping[str, Any]) -> list[str]:
    """Return the summary for people; the ground comes first where it is not relief."""
    files = ", ".join(f"{kind} {count}" for kind, count in summary["files"].items())
    bounds = summary["bounds_deg"]
    rows = [
        ("dataset", f"{summary['dataset']} {summary['edition']}".rstrip()),
        ("source", summary["source"]),
        ("files", f"{files} ({summary['size_mb']} MB)"),
        ("i-UR", ", ".join(summary["iur_versions"]) or "none"),
        ("tiles", _some(summary["tiles"]) or "unknown"),
        ("written in", ", ".join(summary["srs_names"]) or "unknown"),
        ("crs", summary["crs"] or "chosen by place when the files are read"),
        ("bounds", " ".join(f"{value:.6f}" for value in bounds) + " deg" if bounds else "none"),
        *_scan_rows(summary),
        ("problems", f"{len(summary['problems']):,}"),
    ]
    width = max(len(name) for name, _ in rows)
    return [f"{name:<{width}}  {text}" for name, text in rows]


def _some(tiles: list[str], shown: int = 12) -> str:
    """Return tiles for people: a few of them and how many there are."""
    more = len(tiles) - shown
    return ", ".join(tiles[:shown]) + (f" and {more:,} more ({len(tiles):,})" if more > 0 else "")


def _notes(summary: Mapping[str, Any]) -> list[str]:
    if "ground_source" not in summary:
        return []
    from analyses.tables import ground_note

    note = ground_note(summary["ground_source"])
    return [note] if note else []


def _scan_rows(summary: Mapping[str, Any]) -> list[tuple[str, str]]:
    if "lod" not in summary:
        return [("features", "not counted; plateau info --full reads the files")]
    return [
        ("ground", summary["ground_source"]),
        *(
            (kind, ", ".join(f"{lod} {count:,}" for lod, count in levels.items()))
            for kind, levels in summary["lod"].items()
        ),
        *((name, f"{count:,} records") for name, count in summary["records"].items() if count),
    ]
