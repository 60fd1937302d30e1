"""``plateau info``: what a dataset holds, and what is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from plateau.cli import options
from plateau.cli.session import SKIPPED, Session

if TYPE_CHECKING:
    from citygml.model import CityModel
    from plateau.dataset import Dataset


@click.command("info", short_help="Tiles, features, versions, problems of a dataset.")
@options.paths
@options.selection
@options.speech
@click.pass_obj
def command(session: Session, *, paths: tuple[str, ...]) -> int:
    """Show what a dataset holds: tiles, features, levels of detail, versions, problems.

    Every path is read by itself; one that cannot be read does not stop the others.
    """
    from citygml.errors import CityModelError
    from plateau.cli.city import loaded, selected
    from plateau.cli.results import exit_code_of, problem_lines

    summaries: list[dict[str, Any]] = []
    failures: list[dict[str, str]] = []
    codes: list[int] = []
    for path in paths:
        try:
            data = selected(session, [path])
            city = loaded(session, data)
        except CityModelError as error:
            if len(paths) == 1:
                raise
            click.echo(f"plateau: {error}", err=True)
            failures.append({"path": path, "error": str(error)})
            codes.append(SKIPPED)
            continue
        summaries.append(summary_of(path, data, city))
        codes.append(exit_code_of(city))
        session.say(*lines_of(summaries[-1]), *problem_lines(city.problems))
    if not summaries:
        raise CityModelError(f"none of the {len(paths)} paths could be read; see above")
    session.answer({"datasets": summaries, "failures": failures})
    return max(codes)


def summary_of(path: str, data: Dataset, city: CityModel) -> dict[str, Any]:
    """Return what there is to know of a dataset, as JSON has it."""
    from citygml.model import ground

    heads = data.info()
    kinds = city.features["kind"].value_counts().sort_index()
    return {
        "path": path,
        "dataset": city.provenance.get("dataset", ""),
        "edition": city.provenance.get("edition", ""),
        "source": city.provenance.get("source", ""),
        "files": dict(sorted(Counter(heads["feature_type"].replace("", "?")).items())),
        "size_mb": round(float(heads["size_bytes"].sum()) / 1e6, 1),
        "tiles": sorted(set(heads["tile"]) - {""}),
        "iur_versions": sorted(set(heads["iur_version"]) - {""}),
        "srs_names": sorted(set(heads["srs_name"]) - {""}),
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
    from analyses.tables import ground_note

    note = ground_note(summary["ground_source"])
    files = ", ".join(f"{kind} {count}" for kind, count in summary["files"].items())
    bounds = summary["bounds_deg"]
    rows = [
        ("dataset", f"{summary['dataset']} {summary['edition']}".rstrip()),
        ("source", summary["source"]),
        ("files", f"{files} ({summary['size_mb']} MB)"),
        ("i-UR", ", ".join(summary["iur_versions"]) or "none"),
        ("tiles", ", ".join(summary["tiles"]) or "unknown"),
        ("crs", summary["crs"]),
        ("bounds", " ".join(f"{value:.6f}" for value in bounds) + " deg" if bounds else "none"),
        ("ground", summary["ground_source"]),
        *(
            (kind, ", ".join(f"{lod} {count:,}" for lod, count in levels.items()))
            for kind, levels in summary["lod"].items()
        ),
        *((name, f"{count:,} records") for name, count in summary["records"].items() if count),
        ("problems", f"{len(summary['problems']):,}"),
    ]
    width = max(len(name) for name, _ in rows)
    return [*([f"note: {note}"] if note else []), *(f"{n:<{width}}  {text}" for n, text in rows)]
