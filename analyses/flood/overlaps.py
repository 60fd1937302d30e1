"""Footprints and roofs -> buildings that are there twice, and how much of each is high."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from analyses.flood.buildings import building_of_feature, building_table, outermost_rows
from citygml.model import CityModel
from citygml.surfaces import SurfaceKind

#: Two footprints are of one building if they share more than this of the smaller one: neighbours
#: share a wall, at most a strip of drawing errors. An assumption of this project.
SAME_BUILDING_RATIO = 0.5


def twins(footprints: NDArray[np.object_]) -> NDArray[np.int64]:
    """Pairs of footprints that lie on one another, as a building that is there twice.

    Parameters
    ----------
    footprints : (n,) ndarray of object
        Shapely polygons, None where there is none.

    Returns
    -------
    (p, 2) ndarray of int64
        Both orders of every pair.

    Examples
    --------
    >>> square = shapely.box(0, 0, 10, 10)
    >>> twins(np.array([square, shapely.box(1, 0, 11, 10), shapely.box(10, 0, 20, 10)])).tolist()
    [[0, 1], [1, 0]]
    """
    tree = shapely.STRtree(footprints)
    first, second = tree.query(footprints, predicate="intersects")
    other = first < second
    first, second = first[other], second[other]
    shared = shapely.area(shapely.intersection(footprints[first], footprints[second]))
    smaller = np.minimum(shapely.area(footprints[first]), shapely.area(footprints[second]))
    same = shared > SAME_BUILDING_RATIO * smaller
    pairs = np.column_stack([first[same], second[same]])
    return np.concatenate([pairs, pairs[:, ::-1]]).astype(np.int64)


class Twins(NamedTuple):
    """Buildings that are there twice.

    Attributes
    ----------
    pairs : (p, 2) ndarray of int64
        Position of a judged building, and of what lies on it: among the judged ones or, from their
        number on, in `context`.
    context : (c,) ndarray of int64
        Rows of features around the city that lie on a judged building.
    """

    pairs: NDArray[np.int64]
    context: NDArray[np.int64]


def twins_of(city: CityModel, rows: NDArray[np.int64], footprints: NDArray[np.object_]) -> Twins:
    """Find what is there twice, also where the other copy is in the file of the next tile.

    Parameters
    ----------
    city : CityModel
        With what was read around it.
    rows : (n,) ndarray of int64
        Features that are the buildings, from `buildings.judged_rows`.
    footprints : (n,) ndarray of object
        Their outlines, None where there is none.
    """
    around = np.setdiff1d(outermost_rows(city), rows)
    if not len(around):
        return Twins(twins(footprints), around)
    outlines = building_table(city, around).geometry.to_numpy()
    pairs = twins(np.concatenate([footprints, outlines]))
    pairs = pairs[pairs[:, 0] < len(rows)]
    beyond = pairs[:, 1] >= len(rows)
    met, number = np.unique(pairs[beyond, 1] - len(rows), return_inverse=True)
    pairs[beyond, 1] = len(rows) + number
    return Twins(pairs, around[met])


def roof_area_above(
    city: CityModel, rows: NDArray[np.int64], elevation_m: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Area of the roofs of each building above an elevation, in plan; nan without roof surfaces.

    Parameters
    ----------
    city : CityModel
        Its mesh of LOD2 or more says where roofs are.
    rows : (n,) ndarray of int64
        Features that are the buildings, from `buildings.judged_rows`.
    elevation_m : (n,) ndarray of float64
        What the middle of a roof triangle must be above, inf allowed. [m]

    Returns
    -------
    (n,) ndarray of float64
        [m2]
    """
    surface = city.mesh.surface_row
    is_roof = (city.surfaces.kind[surface] == SurfaceKind.ROOF) & (city.surfaces.lod[surface] >= 2)
    roofs = city.mesh.submesh(is_roof)
    building = building_of_feature(city, rows)[city.surfaces.feature_row[roofs.surface_row]]
    known = building >= 0
    owner = building[known]
    area = np.abs(roofs.area_vectors[known, 2])
    middle = roofs.corners[known, :, 2].mean(axis=1) + city.origin[2]
    with np.errstate(invalid="ignore"):
        high = middle > elevation_m[owner]
    above = np.bincount(owner[high], area[high], len(rows))
    return np.where(np.bincount(owner, minlength=len(rows)) > 0, above, np.nan)
