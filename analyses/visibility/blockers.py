"""City -> what stands in the way of sight lines: solids, ground, and crowns of trees."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analyses.cameras import ID_SEPARATOR
from analyses.raycast import EngineName, RayScene
from citygml.errors import AnalysisError
from citygml.mesh import Mesh
from citygml.model import CityModel

#: Obstacles closer to the lens do not count: the pole or the bracket that carries it. [m]
START_GAP_M = 0.3
#: What hides where no object does.
TERRAIN_ID = "terrain"
#: Plants, which light passes in part.
PLANT_KINDS = ("SolitaryVegetationObject", "PlantCover")
#: Through leaves counts as seen where at least this share of the light passes.
MIN_TRANSMITTANCE = 0.5
#: Faces of crowns that a sight line may cross before it counts as blocked.
MAX_CROSSINGS = 64
#: Rays sent from each lens over the upper half of the sphere to find out whether it is in a solid.
PROBE_RAYS = 64
#: Share of them that must meet the inner side of a face beyond `START_GAP_M`. From a lens against a
#: wall at most half do, within a pole only the steepest.
PROBE_SHARE = 0.6


class Blockers(NamedTuple):
    """What blocks sight in a city.

    Attributes
    ----------
    scene : RayScene
        Solid objects, then the ground.
    owner : (t,) ndarray of int64
        Row of `ids` of each triangle of `scene`: the building and not its part.
    ids : (m,) ndarray of object
        Ids of the features, then `TERRAIN_ID`.
    outward : (t, 3) ndarray of float64
        Vector that points out of the solid.
    crowns : RayScene or None
        Plants, where light passes them; otherwise they are in `scene`.
    crown_outward : (c, 3) ndarray of float64
        As `outward`, of `crowns`.
    extinction_per_m : float
        Of the crowns. [1/m]
    """

    scene: RayScene
    owner: NDArray[np.int64]
    ids: NDArray[np.object_]
    outward: NDArray[np.float64]
    crowns: RayScene | None
    crown_outward: NDArray[np.float64]
    extinction_per_m: float


def blockers_of(
    city: CityModel,
    terrain: Mesh,
    *,
    engine: EngineName = "auto",
    leaf_extinction_per_m: float | None = None,
) -> Blockers:
    """Everything that blocks sight: buildings, bridges, furniture, plants, and the ground.

    Parameters
    ----------
    city : CityModel
        Its mesh; leave objects out with `citygml.model.take_features`.
    terrain : Mesh
        Its ground.
    engine : {"auto", "embree", "warp", "reference"}
        See `analyses.raycast.RayScene`.
    leaf_extinction_per_m : float, optional
        Beer-Lambert extinction of plants, leaf area density times k (0.5 to 0.6 for leaves that
        look all ways [1]_); without it plants are opaque, as in a wood in summer. [1/m]

    Raises
    ------
    AnalysisError
        If the extinction is negative or not finite.

    References
    ----------
    .. [1] M. Monsi and T. Saeki, "On the factor light in plant communities and its importance for
       matter production", Annals of Botany 95, 2005, pp. 549-567 (translation of 1953).
    """
    if leaf_extinction_per_m is not None and not (
        np.isfinite(leaf_extinction_per_m) and leaf_extinction_per_m >= 0.0
    ):
        raise AnalysisError(
            f"leaf_extinction_per_m is {leaf_extinction_per_m}; it must be 0 or more"
        )
    mesh, crowns, crown_mesh = city.mesh, None, terrain.submesh(np.zeros(0, np.int64))
    owner = city.root_row[city.feature_row_of_triangle].astype(np.int64)
    if leaf_extinction_per_m is not None:
        kind = city.features["kind"].to_numpy(dtype=object)
        plant = np.isin(kind[city.feature_row_of_triangle], PLANT_KINDS)
        crown_mesh, mesh, owner = mesh.submesh(plant), mesh.submesh(~plant), owner[~plant]
        crowns = RayScene(crown_mesh, engine=engine, reach_m=city.reach_m)
        crowns = crowns if len(crown_mesh) else None
    of_terrain = np.full(len(terrain), len(city.features), np.int64)
    return Blockers(
        scene=RayScene(mesh, terrain, engine=engine, reach_m=city.reach_m),
        owner=np.concatenate([owner, of_terrain]),
        ids=np.array([*city.features.index, TERRAIN_ID], dtype=object),
        outward=np.concatenate([mesh.area_vectors, terrain.area_vectors]),
        crowns=crowns,
        crown_outward=crown_mesh.area_vectors,
        extinction_per_m=leaf_extinction_per_m or 0.0,
    )


def blocking_rows(
    blockers: Blockers,
    start: NDArray[np.float64],
    targets: NDArray[np.float64],
    *,
    start_gap_m: float = START_GAP_M,
) -> NDArray[np.int64]:
    """Row of `Blockers.ids` of what stands first between points, -1 = nothing, (n,).

    Crowns that let too little light pass are -2.
    """
    origins, directions, free = blockers.scene.sight_lines(start, targets, start_gap_m=start_gap_m)
    # The nearest hit costs a tenth more than any hit, and says who hides what.
    hit = blockers.scene.first_hit(origins, directions, max_distance_m=free).triangle_row
    row = np.full(len(hit), -1, np.int64)
    row[hit >= 0] = blockers.owner[hit[hit >= 0]]
    if blockers.crowns is not None:
        open_rows = np.flatnonzero(hit < 0)
        length = leaf_path_m(blockers, start[open_rows], targets[open_rows])
        thick = np.exp(-blockers.extinction_per_m * length) < MIN_TRANSMITTANCE
        row[open_rows[thick]] = -2
    return row


def leaf_path_m(
    blockers: Blockers, start: NDArray[np.float64], targets: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Length of lines between points that lies inside crowns, (n,).

    Every face is an entry or an exit; the length is the sum of exits less that of entries, plus the
    whole line where it ends inside. Crowns within crowns count twice, at most the whole line. [m]
    """
    sight = targets - start
    length = np.sqrt(np.einsum("ij,ij->i", sight, sight))
    inside, entered, travelled = np.zeros(len(start)), np.zeros(len(start)), np.zeros(len(start))
    active = np.flatnonzero(length > 0.0)
    if blockers.crowns is None:
        return inside
    unit = sight / np.where(length > 0.0, length, 1.0)[:, None]
    for _ in range(MAX_CROSSINGS):
        origin = start[active] + unit[active] * travelled[active, None]
        left = length[active] - travelled[active]
        hits = blockers.crowns.first_hit(origin, unit[active], max_distance_m=left)
        hit = hits.triangle_row >= 0
        active = active[hit]
        if not len(active):
            break
        at = travelled[active] + hits.distance_m[hit]
        outward = blockers.crown_outward[hits.triangle_row[hit]]
        leaving = np.einsum("ij,ij->i", outward, unit[active]) > 0.0
        inside[active] += np.where(leaving, at, -at)
        entered[active] += np.where(leaving, -1.0, 1.0)
        travelled[active] = at + 1e-3  # past the face, so that it is not met again
        active = active[travelled[active] < length[active]]
    inside[active] = length[active]  # more faces than any tree has
    return np.asarray(np.clip(inside + np.maximum(entered, 0.0) * length, 0.0, length))


def enclosing_objects(blockers: Blockers, position: NDArray[np.float64]) -> NDArray[np.object_]:
    """Ids of the objects that points lie inside of, (n,); "" for a point in the open.

    Inside a solid, rays in all upward directions meet faces from behind. Footprints would not do:
    a camera on a wall under an eave lies within the outline of the roof. One that is within
    `START_GAP_M` of the outside, as on a wall surveyed a hand's breadth off, counts as outside.
    """
    count = len(position)
    directions = np.tile(fibonacci_directions(PROBE_RAYS), (count, 1))
    camera = np.repeat(np.arange(count), PROBE_RAYS)
    triangle, distance = blockers.scene.first_hit(position[camera], directions)
    is_terrain = blockers.owner[triangle] == len(blockers.ids) - 1
    hit = np.flatnonzero((triangle >= 0) & (distance > START_GAP_M) & ~is_terrain)
    along = np.einsum("ij,ij->i", blockers.outward[triangle[hit]], directions[hit])
    behind = hit[along > 0]
    enclosed = np.bincount(camera[behind], minlength=count) >= PROBE_SHARE * PROBE_RAYS
    around = counted_pairs(camera[behind], blockers.owner[triangle[behind]])
    return np.where(enclosed, most_frequent(around, blockers.ids, count, 1), "")


def fibonacci_directions(count: int) -> NDArray[np.float64]:
    """Directions spread evenly over the upper half sphere, on a Fibonacci spiral."""
    step = np.arange(count) + 0.5
    up = step / count
    turn = step * np.pi * (3.0 - np.sqrt(5.0))
    level = np.sqrt(1.0 - up**2)
    return np.column_stack([level * np.cos(turn), level * np.sin(turn), up])


def counted_pairs(camera: NDArray[np.int64], owner: NDArray[np.int64]) -> NDArray[np.int64]:
    """Pairs of camera and owner with how often they occur: (k, 3)."""
    step = int(owner.max(initial=0)) + 1
    pair, count = np.unique(camera * step + owner, return_counts=True)
    return np.column_stack([pair // step, pair % step, count])


def most_frequent(
    counts: NDArray[np.int64], ids: NDArray[np.object_], cameras: int, named: int
) -> NDArray[np.object_]:
    """Ids of the owners with the highest counts of each camera, the highest first."""
    pairs, of_pair = np.unique(counts[:, :2], axis=0, return_inverse=True)
    total = np.bincount(of_pair.reshape(-1), weights=counts[:, 2], minlength=len(pairs))
    order = np.lexsort((pairs[:, 1], -total, pairs[:, 0]))
    camera, owner = pairs[order].T
    rank = np.arange(len(camera)) - np.searchsorted(camera, camera)
    text = np.full(cameras, "", dtype=object)
    for turn in range(named):
        now = rank == turn
        text[camera[now]] += (ID_SEPARATOR if turn else "") + ids[owner[now]]
    return text
