"""What an inspection of a file finds, as plain data."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import NamedTuple

import shapely

from citygml.body_checks import Body
from citygml.shape_inspection import Defect, Extents


class Coded(NamedTuple):
    """A code in the file, and where."""

    code_space: str
    code: str
    line: int
    feature_row: int


class BuildingId(NamedTuple):
    """What makes a building known: its number, and the numbers of its branch and part."""

    building_id: str
    branch_id: str
    part_id: str
    line: int
    feature_row: int


class Outline(NamedTuple):
    """A polygon of an area in plan, and its plane as the height above the point (0, 0)."""

    area: int
    lod: int
    line: int
    shape: shapely.Geometry
    slope: tuple[float, float]
    height: float


class RoadPolygon(NamedTuple):
    """A polygon of a road or an area of one: what kind, row of the road, name, and where it is."""

    kind: str
    root: int
    name: str
    outline: Outline


@dataclass(slots=True)
class Inspection:
    """What a pass over a file found.

    Attributes
    ----------
    label, tile : str
        Of the source.
    defects : list of Defect
        What is wrong by itself.
    feature_ids, feature_kinds, feature_lines : list
        Of the city objects, by row; kinds such as "bldg:Building".
    roots : list of int
        Row of the object of the city each belongs to.
    id_hashes, id_lines, id_features : array
        Of every ``gml:id``: hash, line, row of its city object.
    codes : list of Coded
        Every code with a code list.
    building_ids : list of BuildingId
        Of buildings.
    images : list of (str, int)
        Paths of textures, and lines.
    extents : list of Extents
        Of the city objects, as written.
    bodies : list of Body
        Solids of buildings, in metres.
    roads : list of RoadPolygon
        Of the areas of roads in LOD2 and LOD3, in metres.
    """

    label: str
    tile: str
    defects: list[Defect] = field(default_factory=list)
    feature_ids: list[str] = field(default_factory=list)
    feature_kinds: list[str] = field(default_factory=list)
    feature_lines: list[int] = field(default_factory=list)
    roots: list[int] = field(default_factory=list)
    id_hashes: array[int] = field(default_factory=lambda: array("q"))
    id_lines: array[int] = field(default_factory=lambda: array("q"))
    id_features: array[int] = field(default_factory=lambda: array("q"))
    codes: list[Coded] = field(default_factory=list)
    building_ids: list[BuildingId] = field(default_factory=list)
    images: list[tuple[str, int]] = field(default_factory=list)
    extents: list[Extents] = field(default_factory=list)
    bodies: list[Body] = field(default_factory=list)
    roads: list[RoadPolygon] = field(default_factory=list)
