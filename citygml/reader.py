"""CityGML files -> `CityModel`, one city object at a time.

The stream is `lxml.etree.iterparse` over the members of the city; each member is walked once, its
texts are taken, and its elements are freed, so that memory is bounded by the largest object.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS

from citygml.assembly import FeatureRow, FileContent, city_model
from citygml.attributes import AttributeBuilder
from citygml.crs import Projection, crs_of
from citygml.errors import CRSError, GMLError
from citygml.geometry import Element, GeometryBuilder, Polygons, TinBuilder, gml_id
from citygml.model import CityModel, Problem, unused_name
from citygml.namespaces import (
    PREFIX_KINDS,
    SURFACE_KINDS,
    Property,
    Role,
    prefix_and_local,
    property_of,
    qualified,
)
from citygml.schema import Schema
from citygml.stream import Head, Source, file_head, iter_members, opened
from citygml.surfaces import SurfaceKind

__all__ = ["Head", "Progress", "Source", "file_head", "read_city"]

logger = logging.getLogger(__name__)

#: Called with (files done, files in all, label of the file being read).
Progress = Callable[[int, int, str], None]


def read_city(
    sources: Sequence[Source],
    *,
    schema: Schema,
    crs: CRS,
    provenance: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> CityModel:
    """Read files into one city.

    Parameters
    ----------
    sources : sequence of Source
        The files; objects of those with `Source.is_context` are marked.
    schema : Schema
        Which attributes become columns and which become records.
    crs : CRS
        Of the city: projected, metres.
    provenance : Mapping[str, str], optional
        Passed on to `CityModel.provenance`.
    progress : callable, optional
        Called before each file and at the end with (done, total, label).

    Returns
    -------
    CityModel
        A file that cannot be read is a row of `CityModel.problems`, as long as another can.

    Raises
    ------
    GMLError, CRSError
        If no file can be read: the error of the first.
    """
    contents: list[FileContent] = []
    failures: list[GMLError | CRSError] = []
    problems: list[Problem] = []
    for done, source in enumerate(sources):
        if progress is not None:
            progress(done, len(sources), source.label)
        try:
            contents.append(_FileReader(source, schema, crs).read())
        except (GMLError, CRSError) as error:
            failures.append(error)
            line = getattr(error, "line", 0)
            reason = getattr(error, "reason", str(error))
            problems.append(Problem(source.label, line, "", f"file left out: {reason}"))
            logger.warning("%s", error)
    if progress is not None:
        progress(len(sources), len(sources), "")
    if failures and not contents:
        raise failures[0]
    return city_model(contents, crs=crs, problems=problems, provenance=provenance or {})


class _FileReader:
    """One pass over one file."""

    def __init__(self, source: Source, schema: Schema, crs: CRS) -> None:
        self._source = source
        self._head = file_head(source)
        try:
            self._projection = Projection(crs_of(self._head.srs_name), crs)
        except CRSError as error:
            raise CRSError(f"{source.label}: {error}") from error
        self._geometry = GeometryBuilder(self._head.dimension)
        self._tin = TinBuilder()
        self._attributes = AttributeBuilder(schema)
        self._attributes.begin_file(source.label, source.codelists)
        self._features: list[FeatureRow] = []
        self._ids: set[str] = set()
        self._srs_names = {"", self._head.srs_name}
        self._problems: list[Problem] = []
        self._unread: Counter[str] = Counter()

    def read(self) -> FileContent:
        with opened(self._source) as stream:
            for element in iter_members(self._source, stream):
                self._visit(element, parent_id="")
                del element  # it can only be freed in linear time while nothing refers to it
        if not self._features:
            self._problems.append(
                Problem(self._source.label, 0, "", "the file holds no city object")
            )
        ids = [feature.feature_id for feature in self._features]
        polygons = self._geometry.polygons()
        placed, tin = self._placed(polygons), self._placed_tin()
        return FileContent(
            label=self._source.label,
            tile=self._source.tile,
            is_context=self._source.is_context,
            features=self._features,
            attributes=self._attributes.columns(len(ids)),
            records=self._attributes.records(ids),
            polygons=placed,
            tin=tin,
            problems=[
                *self._attributes.problems(ids),
                *self._problems,
                *self._geometry_problems(polygons),
                *self._unread_problems(),
            ],
        )

    def _visit(self, element: Element, *, parent_id: str) -> None:
        """Take a city object and the objects inside it."""
        prefix, kind = prefix_and_local(element.tag)
        row, line = len(self._features), element.sourceline or 0
        feature_id = self._unique_id(gml_id(element) or f"{kind}-line{line}", line)
        self._features.append(FeatureRow(feature_id, kind, prefix, parent_id, line))
        unnamed = PREFIX_KINDS.get(prefix, SurfaceKind.OTHER)
        for child in element:
            meaning = property_of(child.tag)
            match meaning.role:
                case Role.ATTRIBUTE:
                    self._attributes.add(row, child)
                case Role.POLYGONS:
                    self._add_polygons(child, row, meaning=meaning, kind=unnamed)
                case Role.BOUNDARY:
                    for surface in child:
                        self._visit_surface(surface, row)
                case Role.CHILD:
                    for inner in child:
                        self._visit(inner, parent_id=feature_id)
                case Role.TIN:
                    self._tin.add(child)
                case Role.UNREAD:
                    self._unread[qualified(child.tag)] += 1

    def _unique_id(self, feature_id: str, line: int) -> str:
        """Return the id, made unique where the file uses it twice."""
        unique = feature_id
        if feature_id in self._ids:
            unique = unused_name(f"{feature_id}~line{line}", self._ids)
        self._ids.add(unique)
        if unique != feature_id:
            reason = f"the id is there twice; this object is called {unique}"
            self._problems.append(Problem(self._source.label, line, feature_id, reason))
        return unique

    def _add_polygons(
        self,
        element: Element,
        row: int,
        *,
        meaning: Property,
        kind: SurfaceKind,
        owner_id: str = "",
    ) -> None:
        if not self._fits(element, row):
            return
        named = kind != SurfaceKind.OTHER
        if meaning.lod == 0 and kind == SurfaceKind.OTHER:
            roof_edge = meaning.holds == "RoofEdge"
            kind, named = (SurfaceKind.ROOF_EDGE if roof_edge else SurfaceKind.FOOTPRINT), True
        self._geometry.add(
            element, feature_row=row, kind=kind, lod=meaning.lod, named=named, owner_id=owner_id
        )

    def _fits(self, element: Element, row: int) -> bool:
        """Whether a geometry is in the reference system of the file; if not, it is a problem."""
        srs_name = element[0].get("srsName", self._head.srs_name) if len(element) else ""
        if srs_name in self._srs_names:
            return True
        try:
            fits = crs_of(srs_name) == crs_of(self._head.srs_name)
        except CRSError:
            fits = False
        if fits:
            self._srs_names.add(srs_name)
        else:
            reason = f"geometry in {srs_name} in a file in {self._head.srs_name}; left out"
            feature_id = self._features[row].feature_id
            line = element.sourceline or 0
            self._problems.append(Problem(self._source.label, line, feature_id, reason))
        return fits

    def _visit_surface(self, surface: Element, row: int) -> None:
        """Take a thematic surface (roof, wall, …) and its openings."""
        kind = SURFACE_KINDS.get(prefix_and_local(surface.tag)[1], SurfaceKind.OTHER)
        for child in surface:
            meaning = property_of(child.tag)
            if meaning.role is Role.POLYGONS:
                self._add_polygons(child, row, meaning=meaning, kind=kind, owner_id=gml_id(surface))
            elif meaning.role is Role.OPENING:
                for opening in child:
                    self._visit_surface(opening, row)
            elif meaning.role is Role.UNREAD:
                self._unread[qualified(child.tag)] += 1

    def _placed(self, polygons: Polygons) -> Polygons:
        """Polygons in the city's reference system; those of no place are left out."""
        coords = self._projection(polygons.coords)
        outside = np.isnan(coords).any(axis=1)
        if not outside.any():
            return replace(polygons, coords=coords)
        owner = np.repeat(
            np.arange(len(polygons)), np.diff(polygons.coord_start[polygons.ring_start])
        )
        lost, first = np.unique(owner[outside], return_index=True)
        points = polygons.coords[outside][first]
        for polygon, point in zip(lost, points, strict=True):
            feature = self._features[polygons.feature_row[polygon]]
            reason = self._nowhere(point)
            if len(lost) == len(polygons):
                raise GMLError(reason, self._source.label, feature.line, feature.feature_id)
            self._problems.append(
                Problem(
                    self._source.label,
                    feature.line,
                    feature.feature_id,
                    f"{reason}; polygon left out",
                )
            )
        return replace(polygons, coords=coords).take(
            np.isin(np.arange(len(polygons)), lost, invert=True)
        )

    def _placed_tin(self) -> NDArray[np.float64]:
        """Relief triangles in the city's reference system; those of no place are left out."""
        written = self._tin.corners()
        corners = self._projection(written).reshape(-1, 3, 3)
        outside = np.isnan(corners).any(axis=(1, 2))
        if not outside.any():
            return corners
        corner = np.flatnonzero(np.isnan(corners[outside][0]).any(axis=1))[0]
        reason = self._nowhere(written[outside][0, corner])
        if outside.all():
            raise GMLError(reason, self._source.label)
        reason = f"{int(outside.sum())} relief triangles left out: {reason}"
        self._problems.append(Problem(self._source.label, 0, "", reason))
        return corners[~outside]

    def _nowhere(self, point: NDArray[np.float64]) -> str:
        place = ", ".join(f"{value:g}" for value in point)
        return (
            f"the point {place} lies outside the area of {self._head.srs_name}; "
            "coordinates and srsName (or their axis order) do not belong together; correct one"
        )

    def _geometry_problems(self, polygons: Polygons) -> list[Problem]:
        return [
            Problem(self._source.label, line, self._features[row].feature_id, reason)
            for row, line, reason in polygons.problems
        ]

    def _unread_problems(self) -> list[Problem]:
        label = self._source.label
        found = [
            Problem(label, 0, "", f"{name}: {count} geometries of a kind that is not read")
            for name, count in sorted(self._unread.items())
        ]
        if self._tin.left_out:
            reason = f"{self._tin.left_out} relief triangles are not closed rings of four points"
            found.append(Problem(label, 0, "", f"{reason}; left out"))
        return found
