"""City, result tables and pictures -> one page to read, print and pass on."""

from __future__ import annotations

import base64
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from platform import python_version
from typing import TYPE_CHECKING, Any

import numpy as np

from citygml.errors import CityModelError
from plateau.report_notes import note_in, notes_of
from plateau.report_plots import histograms
from plateau.report_tables import (
    Grid,
    Head,
    best_rows,
    category_counts,
    number_text,
    quantities,
    reason_counts,
)
from viewer.files import replaced
from viewer.style import Language

if TYPE_CHECKING:
    import geopandas as gpd

    from citygml.model import CityModel
    from plateau.flood_sheets import Sheet

#: Packages whose version decides what a result is.
PACKAGES = (
    "plateau-analysis",
    "numpy",
    "pandas",
    "geopandas",
    "shapely",
    "pyproj",
    "scipy",
    "pvlib",
    "embreex",
    "trimesh",
    "pyvista",
    "matplotlib",
)
MEDIA_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".svg": "image/svg+xml",
}
MOST_PROBLEMS = 15


@dataclass(frozen=True, slots=True)
class Section:
    """What the report says of one result table."""

    name: str
    analysis: str
    rows: str
    parts: tuple[Grid, ...]
    plots: tuple[str, ...] = ()


def write_report(
    path: str | Path,
    city: CityModel,
    tables: Mapping[str, gpd.GeoDataFrame],
    pictures: Mapping[str, Path],
    *,
    lang: Language = "en",
    sheets: Sequence[Sheet] = (),
) -> Path:
    """Write a self-contained page: what is missing first, then pictures, tables and provenance.

    Parameters
    ----------
    path : str or Path
        The file to write.
    city : CityModel
        What was analysed.
    tables : mapping of str to GeoDataFrame
        Results by the name of their section; ``attrs["plateau"]`` gives notes, labels, parameters.
    pictures : mapping of str to Path
        Picture files by caption (.png, .jpg, .svg); they become part of the page.
    lang : {"en", "ja"}
        Language of the page.
    sheets : sequence of Sheet
        Pages about single buildings, see `plateau.flood_sheets`; each begins a page in print.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    CityModelError
        If a picture cannot be read or the page cannot be written.
    """
    from jinja2 import Environment

    source = files("plateau").joinpath("data/report.html.j2").read_text(encoding="utf-8")
    template = Environment(autoescape=True, trim_blocks=False).from_string(source)
    text = report_text(lang)
    page = template.render(
        lang=lang,
        text=text,
        facts=_facts(city),
        notes=[note_in(note, lang) for note in notes_of(tables)],
        not_checked=reason_counts(tables, "not_checked", text["not_checked"], text=text, lang=lang),
        problems=problem_counts(city, text, lang),
        objects=object_counts(city, text),
        pictures=[{"caption": name, "data": data_address(file)} for name, file in pictures.items()],
        sections=sections_of(tables, text, lang),
        sheets=sheets,
        provenance=_provenance(city, text),
        software=Grid(text["software"], (Head(""), Head("")), tuple(software_versions())),
    )
    with replaced(path) as temporary:
        temporary.write_text(page, encoding="utf-8")
    return Path(path)


def report_text(lang: Language) -> dict[str, str]:
    """Return the words of the report in one language."""
    words = json.loads(
        files("plateau").joinpath("data/report_text.json").read_text(encoding="utf-8")
    )
    return {name: translations[lang] for name, translations in words.items()}


def sections_of(
    tables: Mapping[str, gpd.GeoDataFrame], text: Mapping[str, str], lang: Language
) -> list[Section]:
    """Return a section for every table; parameters that an earlier one has are not repeated."""
    found: list[Section] = []
    said: set[Grid] = set()
    for name, table in tables.items():
        whole = section(name, table, text, lang)
        given = parameter_table(table.attrs.get("plateau", {}).get("parameters", {}), text)
        parts = tuple(part for part in whole.parts if part != given or given not in said)
        found.append(replace(whole, parts=parts))
        said.add(given)
    return found


def section(name: str, table: gpd.GeoDataFrame, text: Mapping[str, str], lang: Language) -> Section:
    """Everything about one result: best rows, reasons, distributions, parameters."""
    stamp: dict[str, Any] = table.attrs.get("plateau", {})
    one = {name: table}
    parts = [
        best_rows(table, text, lang),
        reason_counts(one, "reasons_no", text["reason_no"], text=text, lang=lang),
        reason_counts(one, "reasons_unknown", text["reason_unknown"], text=text, lang=lang),
        reason_counts(one, "flags", text["flags"], text=text, lang=lang),
        category_counts(table, text, lang),
        quantities(table, text, lang),
        parameter_table(stamp.get("parameters", {}), text),
    ]
    return Section(
        name=heading(name, text),
        analysis=str(stamp.get("analysis", "")),
        rows=f"{len(table):,}",
        parts=tuple(part for part in parts if part.rows),
        plots=histograms(table, lang),
    )


def heading(name: str, text: Mapping[str, str]) -> str:
    """Return the heading of a table such as "solar: roofs"; a name that is not known stays.

    Examples
    --------
    >>> heading("solar: roofs", report_text("ja")), heading("mine", {})
    ('日射と発電：屋根', 'mine')
    """
    parts = [text.get(f"table {part}", part) for part in name.split(": ")]
    return text.get("colon", ": ").join(parts)


def parameter_table(parameters: Mapping[str, Any], text: Mapping[str, str]) -> Grid:
    """Parameters of a run by name."""
    rows = tuple((str(name), _plain(value)) for name, value in parameters.items())
    return Grid(text["parameters"], (Head(text["column"]), Head(text["value"])), rows)


def _plain(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_plain(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_plain(item) for item in value)
    return "–" if value is None or value == "" else str(value)


def object_counts(city: CityModel, text: Mapping[str, str]) -> Grid:
    """Objects by kind and highest level of detail."""
    counts = city.features.groupby(["kind", "lod"], observed=True).size()
    rows = tuple(
        (str(kind), "–" if lod < 0 else str(lod), f"{count:,}")
        for (kind, lod), count in counts.items()
    )
    heads = (Head(text["kind"]), Head(text["lod"], number=True), Head(text["number"], number=True))
    return Grid(text["objects"], heads, rows)


def problem_counts(city: CityModel, text: Mapping[str, str], lang: Language = "en") -> Grid:
    """Remarks of the reader, the most frequent first; a file is named without its folder."""
    found = Counter(
        (Path(str(path)).name, str(reason))
        for path, reason in zip(city.problems["path"], city.problems["reason"], strict=True)
    )
    rows = [
        (name, note_in(reason, lang), f"{count:,}")
        for (name, reason), count in found.most_common(MOST_PROBLEMS)
    ]
    rest = sum(found.values()) - sum(n for _, n in found.most_common(MOST_PROBLEMS))
    if rest:
        rows.append(("…", text["more"], f"{rest:,}"))
    heads = (Head(text["dataset"]), Head(text["problems"]), Head(text["number"], number=True))
    return Grid(text["problems"], heads, tuple(rows))


def data_address(picture: str | Path) -> str:
    """Return a picture as an address that carries it.

    Raises
    ------
    CityModelError
        If it is no picture, or cannot be read.
    """
    file = Path(picture)
    media = MEDIA_TYPES.get(file.suffix.lower())
    if media is None:
        raise CityModelError(
            f"{file} is no picture a page can show; use {', '.join(MEDIA_TYPES)}; convert it"
        )
    try:
        data = file.read_bytes()
    except OSError as error:
        raise CityModelError(
            f"{file} cannot be read: {error.strerror}; write the picture first"
        ) from error
    return f"data:{media};base64,{base64.b64encode(data).decode('ascii')}"


def software_versions() -> list[tuple[str, str]]:
    """Return name and version of Python and of the packages that are installed."""
    found = [("Python", python_version())]
    for name in PACKAGES:
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:
            continue
    return found


def _facts(city: CityModel) -> dict[str, str]:
    return {
        "dataset": city.provenance.get("dataset", ""),
        "source": city.provenance.get("source", ""),
        "written": datetime.now(tz=UTC).date().isoformat(),
    }


def _provenance(city: CityModel, text: Mapping[str, str]) -> Grid:
    """Source line, edition, licence, reference system, bounds."""
    source = city.provenance.get("source", "")
    is_plateau = "Project PLATEAU" in source
    rows: list[tuple[str, ...]] = [
        (text["dataset"], city.provenance.get("dataset", "") or "–"),
        (text["edition"], city.provenance.get("edition", "") or "–"),
        (text["source"], source or "–"),
        (text["licence"], text["licence_plateau" if is_plateau else "licence_other"]),
        (text["crs"], f"{city.crs.name} ({city.crs.to_string()})"),
        (text["heights"], text["orthometric"]),
    ]
    bounds = city.features.total_bounds
    if np.isfinite(bounds).all():
        west, south, east, north = (number_text(value) for value in bounds)
        rows.append(("E, N [m]", f"{west} – {east}, {south} – {north}"))
    return Grid(text["provenance"], (Head(""), Head("")), tuple(rows))
