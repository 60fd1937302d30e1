"""A dataset -> what is wrong with it, by the quality rules of the PLATEAU standard.

The rules are the rows of ``data/quality_rules.csv``: C completeness, L logical consistency,
T thematic accuracy as in the standard, X what else can be told from files.

References
----------
.. [1] 国土交通省, 3D都市モデル標準製品仕様書 第5版, 6.3 (quality rules, 表 6-1 to 6-62), 9.7.
"""

from __future__ import annotations

import csv
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from citygml.archives import member_name
from citygml.codelists import codelist_name
from citygml.crs import Projection, crs_of, horizontal, metric, north_first
from citygml.errors import CityModelError, GMLError
from citygml.findings import Inspection
from citygml.heads import Head
from citygml.inspection import inspect
from citygml.shape_inspection import Defect, Frame
from citygml.stream import Source, file_head
from citygml.validation import Schemas
from plateau.dataset import Dataset
from plateau.files import DatasetFile, Root
from plateau.heads import bounds_of
from plateau.seams import Seams
from plateau.sources import as_sources
from plateau.tiles import epsg_at, file_name, tile_bounds

#: Columns of the table of findings.
COLUMNS = ("path", "line", "feature_id", "rule", "level", "message")
#: Systems PLATEAU writes: JGD2011 with heights, without, and plane-rectangular with heights.
_PLATEAU_CODES = {6697, 6668, *range(10162, 10175)}
_EPSG = re.compile(r".*EPSG(?:/0/|:+|:[\d.]*:)(\d{4,5})", re.IGNORECASE)

Progress = Callable[[int, int, str], None]


class Rule(NamedTuple):
    """A row of ``data/quality_rules.csv``; without `defect` it is one that is not checked."""

    defect: str
    rule: str
    level: str
    element: str
    sentence: str
    source: str


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """Return the quality rules, those that are not checked last.

    Examples
    --------
    >>> [rule.rule for rule in rules() if rule.defect == "open_solid"]
    ['L14']
    """
    text = files("plateau").joinpath("data", "quality_rules.csv").read_text(encoding="utf-8")
    return tuple(Rule(**row) for row in csv.DictReader(text.splitlines()))


def check(
    data: Dataset, *, schemas: Path | None = None, progress: Progress | None = None
) -> pd.DataFrame:
    """Check the files of a dataset against the quality rules.

    Parameters
    ----------
    data : Dataset
        What is selected of it.
    schemas : Path, optional
        Folder with the XML schemas of CityGML, GML and i-UR; without it rule L02 is not judged.
    progress : callable, optional
        Called with (files done, files in all, name of the file).

    Returns
    -------
    DataFrame
        One row per finding: path, line (0 where none is to blame), feature_id, rule, level
        ("error" or "warning"), message. A file that is broken is checked up to where it breaks.

    Raises
    ------
    CityModelError
        If the schemas cannot be used.
    """
    known = Schemas(schemas) if schemas is not None else None
    entries = data.files_near(0.0)
    pairs = tuple(zip(entries, as_sources(entries), strict=True))
    found, seams = _Findings(), Seams()
    inspections = []
    for done, (entry, source) in enumerate(pairs):
        if progress is not None:
            progress(done, len(pairs), source.label)
        inspection = _checked_file(entry, source, found, seams)
        if inspection is not None:
            found.of(inspection, _schema_defects(inspection, source, known))
            inspections.append(inspection)
    if progress is not None:
        progress(len(pairs), len(pairs), "")
    for inspection, defect in seams.defects():
        found.of(inspection, [defect])
    _check_ids(inspections, found)
    _check_building_ids(inspections, found)
    return found.table()


class _Findings:
    """Findings, until they are a table."""

    def __init__(self) -> None:
        self._rules = {rule.defect: rule for rule in rules() if rule.defect}
        self._rows: list[tuple[str, int, str, str, str, str]] = []

    def add(self, path: str, defect: Defect, feature_id: str = "") -> None:
        """Take a defect of a file."""
        rule = self._rules[defect.defect]
        row = (path, defect.line, feature_id, rule.rule, rule.level)
        self._rows.append((*row, f"{defect.message}; {rule.sentence}"))

    def of(self, inspection: Inspection, defects: Iterable[Defect]) -> None:
        """Take defects of an inspected file."""
        ids = inspection.feature_ids
        for defect in defects:
            owner = ids[defect.feature_row] if defect.feature_row >= 0 else ""
            self.add(inspection.label, defect, owner)

    def table(self) -> pd.DataFrame:
        """Return the findings in order of file and line."""
        table = pd.DataFrame(self._rows, columns=list(COLUMNS))
        return table.sort_values(["path", "line"], kind="stable", ignore_index=True)


def _checked_file(
    entry: DatasetFile, source: Source, found: _Findings, seams: Seams
) -> Inspection | None:
    """Check one file by itself; None where it cannot be opened."""
    head, system = Head("", 3, (), (), frozenset()), None
    try:
        head = file_head(source)
        crs = crs_of(head.srs_name)
        system = _metric_system(crs, head, entry.tile)
        projection = None if system is None else Projection(crs, system)
        frame = Frame(projection, head.lower, head.upper)
        inspection = inspect(source, frame, dimension=head.dimension)
    except CityModelError as error:
        reason = getattr(error, "reason", str(error))
        defect = "not_well_formed" if "not well-formed" in reason else "unreadable"
        found.add(source.label, Defect(defect, getattr(error, "line", 0), -1, reason))
        return None
    found.of(inspection, inspection.defects)
    found.of(inspection, _head_defects(entry, head))
    found.of(inspection, _code_defects(inspection, source))
    found.of(inspection, _tile_defects(inspection, entry.tile, head))
    found.of(inspection, _image_defects(inspection, entry))
    seams.take(inspection, entry.tile, system)
    inspection.bodies.clear()
    inspection.roads.clear()
    for passed in (inspection.defects, inspection.codes, inspection.images, inspection.extents):
        passed.clear()  # a city has a thousand files; only what is compared across them is kept
    return inspection


def _metric_system(crs: CRS, head: Head, tile: str) -> CRS | None:
    """Return the system to judge in: the file's own if in metres, else the zone nearest to it."""
    if metric(crs):
        return horizontal(crs)
    box = tile_bounds(tile) if tile else bounds_of(head, "")
    if box is None:
        return None
    return CRS.from_epsg(epsg_at((box.west + box.east) / 2, (box.south + box.north) / 2))


def _head_defects(entry: DatasetFile, head: Head) -> Iterator[Defect]:
    """Compare the reference system with the rule, and with the name of the file."""
    match = _EPSG.match(head.srs_name)
    code = int(match[1]) if match else 0
    is_plateau = entry.feature_type or any("/iur/ur" in uri for uri in head.namespaces)
    if is_plateau and code not in _PLATEAU_CODES:
        yield Defect("wrong_crs", 0, -1, f"srsName is {head.srs_name}")
    name = file_name(posixpath.basename(entry.member))
    if name.epsg and name.epsg != code:
        yield Defect("name_crs", 0, -1, f"the name says {name.epsg}, srsName is {head.srs_name}")


def _schema_defects(
    inspection: Inspection, source: Source, schemas: Schemas | None
) -> Iterator[Defect]:
    """Validate a file; an objection belongs to the object of the city that began before it."""
    if schemas is None:
        return
    try:
        verdict = schemas.judged(source, file_head(source).namespaces)
    except GMLError as error:
        text = f"the file is not judged by its schemas ({error.reason})"
        yield Defect("missing_schema", error.line, -1, text)
        return
    lines = np.array(inspection.feature_lines)
    for line, text in verdict.messages:
        row = int(np.searchsorted(lines, line, side="right")) - 1
        owner = inspection.roots[row] if row >= 0 else -1
        yield Defect("schema", line, owner, text.rstrip("."))
    for namespace, line in verdict.unjudged.items():
        yield Defect("missing_schema", line, -1, f"there is no XML schema of {namespace}")
    if verdict.last_line:
        text = "so many objections that the file is not judged by its schemas after this line"
        yield Defect("missing_schema", verdict.last_line, -1, text)


def _code_defects(inspection: Inspection, source: Source) -> Iterator[Defect]:
    """Look every code up; a list that is not there is named once."""
    labels: dict[str, Mapping[str, str] | None] = {}
    for coded in inspection.codes:
        if coded.code_space not in labels:
            known = source.codelists.find(coded.code_space)
            labels[coded.code_space] = known.labels if known else None
            if known is None or known.is_standard:
                instead = "the standard list is used" if known else "its codes are not checked"
                text = f"{codelist_name(coded.code_space)} is not in the dataset, {instead}"
                yield Defect("missing_codelist", coded.line, -1, text)
        codes = labels[coded.code_space]
        if codes is not None and coded.code not in codes:
            text = f"{codelist_name(coded.code_space)} has no code {coded.code!r}"
            yield Defect("unknown_code", coded.line, coded.feature_row, text)


def _tile_defects(inspection: Inspection, tile: str, head: Head) -> Iterator[Defect]:
    """Find objects that have no point in common with the tile of their file."""
    crs = crs_of(head.srs_name)
    if not tile or not inspection.extents:
        return
    roots = np.array([*inspection.roots, -1])
    rows = roots[np.concatenate([extent.feature_row for extent in inspection.extents])]
    objects, number = np.unique(rows, return_inverse=True)
    lower, upper = np.full((len(objects), 3), np.inf), np.full((len(objects), 3), -np.inf)
    np.minimum.at(lower, number, np.concatenate([extent.lower for extent in inspection.extents]))
    np.maximum.at(upper, number, np.concatenate([extent.upper for extent in inspection.extents]))
    box = tile_bounds(tile)
    least, most = _degrees(crs, lower[:, :2], upper[:, :2])
    apart = (most < (box.west, box.south)) | (least > (box.east, box.north))
    apart = apart.any(axis=1) & (objects >= 0)
    for row, place in zip(objects[apart], (lower + upper)[apart] / 2, strict=True):
        where = ", ".join(f"{value:.6f}" for value in place[:2])
        line = inspection.feature_lines[int(row)]
        yield Defect("wrong_tile", line, int(row), f"the object at {where} is outside tile {tile}")


def _degrees(
    crs: CRS, lower: NDArray[np.float64], upper: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return rectangles of a system as such of longitude and latitude that hold them, (n, 2)."""
    if north_first(crs):
        lower, upper = lower[:, ::-1], upper[:, ::-1]
    if horizontal(crs).is_geographic:
        return lower, upper
    way = Transformer.from_crs(horizontal(crs), "EPSG:6668", always_xy=True)
    corners = [way.transform(x[:, 0], y[:, 1]) for x in (lower, upper) for y in (lower, upper)]
    places = np.array(corners)  # (4, 2, n)
    return places.min(axis=0).T, places.max(axis=0).T


def _image_defects(inspection: Inspection, entry: DatasetFile) -> Iterator[Defect]:
    """Find textures whose picture is not there; nothing outside the dataset is looked at."""
    folder = posixpath.dirname(entry.member)
    there: dict[str, bool] = {}
    for uri, line in inspection.images:
        if "://" in uri or uri in there:
            continue
        path = posixpath.normpath(posixpath.join(folder, uri.replace("\\", "/")))
        there[uri] = _is_file(entry.root, path)
        if not there[uri]:
            yield Defect("missing_texture", line, -1, f"{uri} is not in the dataset")


def _is_file(root: Root, path: str) -> bool:
    if path.startswith(("../", "/")) or path == "..":
        return False
    if not root.is_archive:
        return (root.path / path).is_file()
    return path in _members(root)


@lru_cache(maxsize=4)
def _members(root: Root) -> frozenset[str]:
    """Names in an archive; none where it cannot be read."""
    try:
        with ZipFile(root.path) as archive:
            return frozenset(map(member_name, archive.infolist()))
    except (OSError, BadZipFile):
        return frozenset()


def _check_ids(inspections: Sequence[Inspection], found: _Findings) -> None:
    """Find ids that are there more than once, in one file or in several."""
    if not inspections:
        return
    hashes = np.concatenate([np.array(i.id_hashes, dtype=np.int64) for i in inspections])
    file = np.repeat(np.arange(len(inspections)), [len(i.id_hashes) for i in inspections])
    lines = np.concatenate([np.array(i.id_lines, dtype=np.int64) for i in inspections])
    owners = np.concatenate([np.array(i.id_features, dtype=np.int64) for i in inspections])
    order = np.argsort(hashes, kind="stable")
    again = np.flatnonzero(hashes[order][1:] == hashes[order][:-1]) + 1
    for place in again:
        here, before = order[place], order[place - 1]
        inspection = inspections[file[here]]
        where = f"{inspections[file[before]].label}:{lines[before]}"
        text = f"the gml:id is also that of {where}"
        defect = Defect("duplicate_id", int(lines[here]), int(owners[here]), text)
        found.of(inspection, [defect])


def _check_building_ids(inspections: Sequence[Inspection], found: _Findings) -> None:
    """Find building numbers that two buildings have without branch or part."""
    seen: dict[str, str] = {}
    for inspection in inspections:
        for one in inspection.building_ids:
            if one.branch_id or one.part_id:
                continue
            place = f"{inspection.label}:{one.line}"
            if one.building_id in seen:
                text = f"buildingID {one.building_id} is also in {seen[one.building_id]}"
                defect = Defect("duplicate_building_id", one.line, one.feature_row, text)
                found.of(inspection, [defect])
            seen.setdefault(one.building_id, place)
