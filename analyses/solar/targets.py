"""City -> which of its surfaces light is asked for."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analyses.sensors import MIN_AREA_M2, Planes, roofs_only, surface_planes
from citygml.errors import AnalysisError
from citygml.model import CityModel
from citygml.surfaces import SurfaceKind, area_vectors

Surfaces = Literal["roof", "wall", "all"]

#: Kinds of surfaces behind each word. Doors and windows lie in walls that PLATEAU does not cut out.
_KINDS: dict[str, dict[str, SurfaceKind]] = {
    "roof": {"roof": SurfaceKind.ROOF},
    "wall": {"wall": SurfaceKind.WALL},
    "all": {"roof": SurfaceKind.ROOF, "wall": SurfaceKind.WALL},
}


class Targets(NamedTuple):
    """Surfaces of a city as planes.

    Attributes
    ----------
    rows : (n,) ndarray of int64
        Rows of `CityModel.surfaces`, ascending.
    surface : (n,) ndarray of object
        "roof" or "wall".
    planes : Planes
        Their planes; roofs that cannot be one have a reason.
    """

    rows: NDArray[np.int64]
    surface: NDArray[np.object_]
    planes: Planes


def targets_of(city: CityModel, surfaces: Surfaces) -> Targets:
    """Surfaces of the city's own buildings.

    Parameters
    ----------
    city : CityModel
        Any city; features with ``is_context`` are left out.
    surfaces : {"roof", "wall", "all"}
        Which.

    Raises
    ------
    AnalysisError
        If `surfaces` is none of these.
    """
    if surfaces not in _KINDS:
        raise AnalysisError(f"surfaces is {surfaces!r}; it must be one of {', '.join(_KINDS)}")
    found = {name: surface_rows(city, kind) for name, kind in _KINDS[surfaces].items()}
    rows = np.concatenate(list(found.values()))
    names = np.repeat(np.array(list(found), dtype=object), [len(r) for r in found.values()])
    order = np.argsort(rows, kind="stable")
    rows, names = rows[order], names[order]
    planes = surface_planes(city.surfaces, rows)
    reason = np.where(names == "roof", roofs_only(planes).reason, planes.reason)
    return Targets(rows, names, planes.with_reason(reason))


def surface_rows(city: CityModel, kind: SurfaceKind) -> NDArray[np.int64]:
    """Rows of `CityModel.surfaces` of one kind that are the city's own buildings'.

    Those that stand in `CityModel.mesh`, which holds every building, part and installation once,
    at its highest level of detail; with them polygons of the same object and level that are too
    small or too broken to be there. A building without any in the mesh gives those of its highest
    level that has some.

    Parameters
    ----------
    city : CityModel
        Any city; features with ``is_context`` are left out.
    kind : SurfaceKind
        Such as `SurfaceKind.ROOF`.

    Returns
    -------
    (n,) ndarray of int64
        Ascending.
    """
    surfaces, features = city.surfaces, city.features
    owner, lod = surfaces.feature_row, surfaces.lod.astype(np.int64)
    root = city.root_row
    wanted = (features["kind"].to_numpy() == "Building")[root]
    wanted &= ~features["is_context"].to_numpy(dtype=bool)[root]
    asked = (surfaces.kind == kind) & wanted[owner]
    standing = np.zeros(len(surfaces), dtype=bool)
    standing[city.mesh.surface_row] = True
    standing_lod = np.full(len(features), -1, dtype=np.int64)
    np.maximum.at(standing_lod, owner[standing], lod[standing])
    size = np.linalg.norm(area_vectors(surfaces), axis=1)
    broken = ~(size >= MIN_AREA_M2) & (lod == standing_lod[owner])
    chosen = asked & (standing | broken)
    bare = np.ones(len(features), dtype=bool)
    bare[root[owner[chosen]]] = False
    highest = np.full(len(features), -1, dtype=np.int64)
    np.maximum.at(highest, root[owner[asked]], lod[asked])
    fallback = bare[root[owner]] & (lod == highest[root[owner]])
    return np.flatnonzero(chosen | (asked & fallback))
