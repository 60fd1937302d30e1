"""Polygons that another object, or another level of detail, refers to -> polygons of its own.

A wall between two buildings may be written once, in the first of them, and be a face of both. Each
has to have it: a building without the wall would let the sun in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from citygml.surfaces import SurfaceKind, rows_of_groups

if TYPE_CHECKING:
    from citygml.polygons import Link, Polygons


class Met(NamedTuple):
    """Polygons as met in the file.

    Attributes
    ----------
    own_id : list of str
        Id of each.
    groups : dict
        Id of what holds polygons -> first and last + 1 of them.
    """

    own_id: Sequence[str]
    groups: Mapping[str, tuple[int, int]]


def targets(links: Sequence[Link], met: Met) -> list[tuple[int, int] | None]:
    """First and last + 1 polygon, as met, that each reference leads to; None where to none."""
    wanted = {link.href[1:] for link in links if link.href.startswith("#")} - {""}
    found = {own: (i, i + 1) for i, own in enumerate(met.own_id) if own in wanted}
    names = (link.href[1:] if link.href.startswith("#") else "" for link in links)
    return [found.get(name, met.groups.get(name)) for name in names]


def with_shared_faces(polygons: Polygons, shared: Sequence[tuple[Link, int, int]]) -> Polygons:
    """Return the polygons with those that are referred to once more, for who refers to them.

    Parameters
    ----------
    polygons : Polygons
        As gathered.
    shared : sequence of (Link, int, int)
        References that leave their object or their level of detail, each with the first and the
        last + 1 row of `polygons` it leads to.
    """
    links = [link for link, _, _ in shared]
    first = np.array([begin for _, begin, _ in shared])
    last = np.array([end for _, _, end in shared])
    number = np.repeat(np.arange(len(links)), last - first)
    rows = np.arange(len(number)) - np.repeat(np.cumsum(last - first) - last, last - first)
    kind = np.array([link.kind for link in links], dtype=np.uint8)[number]
    says = kind != SurfaceKind.OTHER
    copies = replace(
        _at(polygons, rows, np.array([link.is_turned for link in links], dtype=bool)[number]),
        feature_row=np.array([link.feature_row for link in links], dtype=np.int32)[number],
        lod=np.array([link.lod for link in links], dtype=np.uint8)[number],
        kind=np.where(says, kind, polygons.kind[rows]),
        named=says | polygons.named[rows],
    )
    return _joined(polygons, copies)


def _at(polygons: Polygons, rows: NDArray[np.int64], turned: NDArray[np.bool_]) -> Polygons:
    """Return the polygons of those rows, some of them read backwards."""
    rings, ring_start = rows_of_groups(polygons.ring_start, rows)
    points, coord_start = rows_of_groups(polygons.coord_start, rings)
    size = np.diff(coord_start)
    backward = np.repeat(np.repeat(turned, np.diff(ring_start)), size)
    mirrored = np.repeat(2 * coord_start[:-1] + size - 1, size) - np.arange(len(points))
    points = points[np.where(backward, mirrored, np.arange(len(points)))]
    targets = polygons.targets
    if targets is not None:
        targets = targets._replace(
            polygon_row=targets.polygon_row[rows], point_row=targets.point_row[points]
        )
    return replace(
        polygons,
        surface_id=polygons.surface_id[rows],
        feature_row=polygons.feature_row[rows],
        ring_start=ring_start,
        coord_start=coord_start,
        coords=polygons.coords[points],
        targets=targets,
    )


def _joined(one: Polygons, other: Polygons) -> Polygons:
    """Return the polygons of both, one after the other."""
    targets = one.targets
    if targets is not None and other.targets is not None:
        targets = targets._replace(
            polygon_row=np.concatenate([targets.polygon_row, other.targets.polygon_row]),
            point_row=np.concatenate([targets.point_row, other.targets.point_row]),
        )
    return replace(
        one,
        surface_id=np.concatenate([one.surface_id, other.surface_id]),
        feature_row=np.concatenate([one.feature_row, other.feature_row]),
        kind=np.concatenate([one.kind, other.kind]),
        lod=np.concatenate([one.lod, other.lod]),
        named=np.concatenate([one.named, other.named]),
        coords=np.concatenate([one.coords, other.coords]),
        ring_start=np.concatenate([one.ring_start, other.ring_start[1:] + one.ring_start[-1]]),
        coord_start=np.concatenate([one.coord_start, other.coord_start[1:] + one.coord_start[-1]]),
        targets=targets,
    )
