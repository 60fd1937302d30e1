"""Implicit geometries -> polygons: one shape, placed many times by a matrix and a point.

A tree or a lamp is drawn once in local metres and placed by a 4 x 4 matrix and a reference point
[1]_. Where the file is in degrees the local axes are taken as east, north and up of the city's
system at the reference point: the convergence of meridians, at most 1 degree in a zone, is not
added to the rotation.

References
----------
.. [1] OGC 12-019, *CityGML 2.0 Encoding Standard*, 8.2 (implicit geometries); in CityGML 3.0
   (OGC 20-010, 7.2.4) ``relativeGMLGeometry`` is called ``relativeGeometry``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from citygml.coordinates import parse_numbers
from citygml.elements import (
    DIMENSIONS,
    MAX_COORDINATE,
    XLINK_HREF,
    Element,
    coordinate_text,
    gml_id,
    gml_names,
)
from citygml.geometry import GeometryBuilder
from citygml.namespaces import prefix_and_local
from citygml.polygons import GeometryProblem, Polygons, Targets

#: A file's implicit geometries make no more points than this; further ones are left out.
MAX_POINTS = 20_000_000
_POINT = gml_names("Point")
_IDENTITY = np.eye(4)

Projector = Callable[[NDArray[np.float64]], NDArray[np.float64]]


class _Instance(NamedTuple):
    """One placement: whose, of what, and where as written."""

    feature_row: int
    kind: int
    lod: int
    named: bool
    line: int
    shape: str
    matrix: NDArray[np.float64]
    anchor: NDArray[np.float64]


class ImplicitBuilder:
    """Gather the implicit geometries of a file.

    Parameters
    ----------
    dimension : int
        Numbers a reference point has where it does not say.
    with_targets : bool
        Whether `Polygons.targets` will be wanted: an appearance is put on the shape.
    """

    def __init__(self, dimension: int = 3, *, with_targets: bool = False) -> None:
        self._dimension = dimension
        self._shapes = GeometryBuilder(3, with_targets=with_targets)
        self._shape_row: dict[str, int] = {}
        self._instances: list[_Instance] = []
        self._problems: list[GeometryProblem] = []

    def __len__(self) -> int:
        """Return the number of placements and of shapes, placed or not."""
        return len(self._instances) + len(self._shape_row) + len(self._problems)

    def add(self, element: Element, *, feature_row: int, kind: int, lod: int, named: bool) -> None:
        """Take the implicit geometry of a property.

        Parameters
        ----------
        element : lxml element
            Such as ``frn:lod2ImplicitRepresentation``; no reference to it is kept.
        feature_row, kind, lod, named
            As of `GeometryBuilder.add`.
        """
        line = element.sourceline or 0
        parts = {prefix_and_local(part.tag)[1]: part for implicit in element for part in implicit}
        relative = parts.get("relativeGMLGeometry", parts.get("relativeGeometry"))
        shape = self._shape(relative) if relative is not None else ""
        library = (_text(parts.get("libraryObject")) or element.get(XLINK_HREF, "")).strip()
        if not shape:
            reason = "implicit geometry without a shape; left out"
            if library:
                reason = f"implicit geometry in {library!r}, a file of its own; it is not read"
            self._problems.append(GeometryProblem(feature_row, line, reason))
            return
        matrix, anchor = _matrix(parts.get("transformationMatrix")), self._anchor(parts)
        if matrix is None or anchor is None:
            what = "transformationMatrix of 16 numbers" if matrix is None else "referencePoint"
            reason = f"implicit geometry without a {what}; left out"
            self._problems.append(GeometryProblem(feature_row, line, reason))
            return
        self._instances.append(
            _Instance(feature_row, kind, lod, named, line, shape, matrix, anchor)
        )

    def _shape(self, relative: Element) -> str:
        """Return the id of a shape; one that is written here is taken, another is found later."""
        href = relative.get(XLINK_HREF)
        if href is not None:
            return str(href)
        if not len(relative):
            return ""
        own_id = gml_id(relative[0]) or f"line {relative.sourceline}"
        if f"#{own_id}" not in self._shape_row:
            row = len(self._shape_row)
            self._shape_row[f"#{own_id}"] = row
            self._shapes.add(relative, feature_row=row, kind=0, lod=0, named=False, owner_id="")
            self._shapes.end_object()
        return f"#{own_id}"

    def _anchor(self, parts: dict[str, Element]) -> NDArray[np.float64] | None:
        """Return the reference point as written, None without one."""
        holder = parts.get("referencePoint")
        point = None if holder is None else next(holder.iter(*_POINT), None)
        if point is None:
            return None
        text, dimension = coordinate_text(point)
        numbers, _ = parse_numbers([text])
        dimension = dimension or DIMENSIONS.get(point.get("srsDimension"), self._dimension)
        if len(numbers) != dimension or not (np.abs(numbers) <= MAX_COORDINATE).all():
            return None
        return np.concatenate([numbers, np.zeros(3 - dimension)])

    def polygons(self, projection: Projector) -> Polygons:
        """Return the shapes where they stand, one polygon for each of each placement.

        Parameters
        ----------
        projection : callable
            (n, 3) as written -> (n, 3) east, north, up; nan where there is no such place.

        Returns
        -------
        Polygons
            Placed: coordinates are those of the city, not of the file.
        """
        shapes = self._shapes.polygons()
        first_user: dict[int, _Instance] = {}
        for instance in self._instances:
            first_user.setdefault(self._shape_row.get(instance.shape, -1), instance)
        self._problems += [
            GeometryProblem(first_user[row].feature_row, line, reason)
            for row, line, reason in shapes.problems
            if row in first_user
        ]
        anchors = np.array([i.anchor for i in self._instances]).reshape(-1, 3)
        placed = projection(anchors)
        rows = self._usable(shapes, placed)
        parts = [
            _instances(
                shapes.take(shapes.feature_row == shape),
                [self._instances[i] for i in members],
                placed[members],
            )
            for shape, members in rows.items()
        ]
        none = shapes.take(np.zeros(len(shapes), dtype=bool))
        return replace(joined_polygons([none, *parts]), problems=self._problems)

    def _usable(
        self, shapes: Polygons, placed: NDArray[np.float64]
    ) -> dict[int, NDArray[np.int64]]:
        """Placements of each shape, as many as the limit allows; the others are problems."""
        size = np.diff(shapes.coord_start[shapes.ring_start])
        points = np.bincount(shapes.feature_row, size, len(self._shape_row))
        members: dict[int, list[int]] = {}
        total = 0.0
        for i, instance in enumerate(self._instances):
            row = self._shape_row.get(instance.shape, -1)
            reason = ""
            if row < 0:
                reason = f"implicit geometry refers to {instance.shape!r}, which is no shape here"
            elif points[row] == 0:
                reason = "the shape of an implicit geometry has no polygon"
            elif np.isnan(placed[i]).any():
                reason = "reference point outside the area of its reference system"
            elif total + points[row] > MAX_POINTS:
                reason = f"implicit geometries of a file have more than {MAX_POINTS} points"
            if reason:
                problem = GeometryProblem(instance.feature_row, instance.line, reason)
                self._problems.append(problem._replace(reason=f"{reason}; left out"))
                continue
            total += points[row]
            members.setdefault(row, []).append(i)
        return {row: np.array(rows, dtype=np.int64) for row, rows in members.items()}


def _text(part: Element | None) -> str:
    return "" if part is None else part.text or ""


def _matrix(part: Element | None) -> NDArray[np.float64] | None:
    """Return the 4 x 4 matrix, that of identity where there is none, None where it is broken."""
    if part is None:
        return _IDENTITY
    numbers, _ = parse_numbers([_text(part)])
    if numbers.shape != (16,) or not np.isfinite(numbers).all():
        return None
    return numbers.reshape(4, 4)


def _instances(
    shape: Polygons, instances: Sequence[_Instance], anchors: NDArray[np.float64]
) -> Polygons:
    """Return the polygons of one shape at every place it stands."""
    count, size = len(instances), len(shape.coords)
    matrices = np.array([instance.matrix for instance in instances])
    moved = np.einsum("kij,cj->kci", matrices[:, :, :3], shape.coords) + matrices[:, None, :, 3]
    weight = moved[:, :, 3:]  # 1 unless the matrix is a projection
    local = moved[:, :, :3] / np.where(weight == 0.0, np.nan, weight)
    coords = (local + anchors[:, None, :]).reshape(-1, 3)
    mirrored = np.linalg.det(matrices[:, :3, :3]) < 0
    rings = len(shape.coord_start) - 1
    ring_shift = np.repeat(np.arange(count), len(shape)) * rings
    coord_shift = np.repeat(np.arange(count), rings) * size
    ring_start = np.append(np.tile(shape.ring_start[:-1], count) + ring_shift, count * rings)
    coord_start = np.append(np.tile(shape.coord_start[:-1], count) + coord_shift, count * size)

    def column(values: list[int], dtype: type) -> NDArray:  # type: ignore[type-arg]
        return np.repeat(np.array(values, dtype=dtype), len(shape))

    polygons = replace(
        shape,
        surface_id=np.tile(shape.surface_id, count),
        feature_row=column([i.feature_row for i in instances], np.int32),
        kind=column([i.kind for i in instances], np.uint8),
        lod=column([i.lod for i in instances], np.uint8),
        named=column([i.named for i in instances], np.bool_),
        ring_start=ring_start.astype(np.int64),
        coord_start=coord_start.astype(np.int64),
        coords=coords,
    )
    turned = np.repeat(np.repeat(mirrored, rings), np.tile(np.diff(shape.coord_start), count))
    rows = _turned_rows(polygons, turned)
    targets = shape.targets
    if targets is not None:
        targets = targets._replace(
            polygon_row=np.tile(targets.polygon_row, count),
            point_row=np.tile(targets.point_row, count)[rows],
        )
    return replace(polygons, coords=polygons.coords[rows], targets=targets)


def _turned_rows(polygons: Polygons, turned: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the rows of coordinates, backwards in some rings: a mirror turns faces inside out."""
    counts = np.diff(polygons.coord_start)
    start = np.repeat(polygons.coord_start[:-1], counts)
    row = np.arange(len(polygons.coords))
    back = 2 * start + np.repeat(counts, counts) - 1 - row
    return np.where(turned, back, row).astype(np.int64)


def joined_polygons(parts: Sequence[Polygons]) -> Polygons:
    """Return polygons one after the other; those of one file that refer to one set of targets."""
    rings = np.cumsum([0, *(len(part.coord_start) - 1 for part in parts)])
    points = np.cumsum([0, *(len(part.coords) for part in parts)])
    ring_start = [p.ring_start[:-1] + n for p, n in zip(parts, rings, strict=False)]
    coord_start = [p.coord_start[:-1] + n for p, n in zip(parts, points, strict=False)]
    return Polygons(
        surface_id=np.concatenate([part.surface_id for part in parts]),
        feature_row=np.concatenate([part.feature_row for part in parts]),
        kind=np.concatenate([part.kind for part in parts]),
        lod=np.concatenate([part.lod for part in parts]),
        named=np.concatenate([part.named for part in parts]),
        ring_start=np.concatenate([*ring_start, rings[-1:]]).astype(np.int64),
        coord_start=np.concatenate([*coord_start, points[-1:]]).astype(np.int64),
        coords=np.concatenate([part.coords for part in parts]),
        problems=[problem for part in parts for problem in part.problems],
        targets=_joined_targets([part.targets for part in parts]),
    )


def _joined_targets(parts: Sequence[Targets | None]) -> Targets | None:
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    return known[0]._replace(
        polygon_row=np.concatenate([part.polygon_row for part in known]),
        point_row=np.concatenate([part.point_row for part in known]),
    )


def with_implicit(placed: Polygons, implicit: Polygons) -> Polygons:
    """Return what stands by itself and what is placed, one after the other.

    What an appearance refers to is looked for in the former, then in the shapes of the latter.
    """
    one, other = placed.targets, implicit.targets
    if one is None or other is None:
        return joined_polygons([placed, implicit])
    rings, points = len(one.ring_owner), int(one.point_start[-1])
    owners = (one.ring_owner, one.polygon_row)
    met = 1 + max(int(owner.max(initial=-1)) for owner in owners)
    met = max(met, *(last for _, last in one.polygons.values()), 0)
    ranges = {name: (first + met, last + met) for name, (first, last) in other.polygons.items()}
    both = Targets(
        polygons={**ranges, **one.polygons},
        rings={**{name: ring + rings for name, ring in other.rings.items()}, **one.rings},
        ring_owner=np.concatenate([one.ring_owner, other.ring_owner + met]),
        point_start=np.concatenate([one.point_start, other.point_start[1:] + points]),
        polygon_row=one.polygon_row,
        point_row=one.point_row,
    )
    shifted = other._replace(
        polygon_row=other.polygon_row + met, point_row=other.point_row + points
    )
    return joined_polygons([replace(placed, targets=both), replace(implicit, targets=shifted)])
