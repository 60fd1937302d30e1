"""A scene near by and a coarse one beyond it: relief counts further than buildings are read."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analyses.raycast import EngineName, Hits, RayScene
from citygml.mesh import Mesh


class LayeredScene(RayScene):
    """Triangles that block rays, and others that block them only beyond the reach of the first.

    Parameters
    ----------
    *meshes : Mesh
        What blocks within `reach_m`.
    beyond : Mesh
        What blocks from there on; its triangles count after those of `meshes`.
    engine : {"auto", "embree", "reference"}
        See `RayScene`.
    reach_m : float
        Where the one ends and the other begins, from the start of each ray. [m]
    end_m : float
        Where the other ends. [m]

    Examples
    --------
    Two walls to the east, the near one lower, the far one only counted beyond 50 m:

    >>> from analyses.raycast.scene import RayScene
    >>> def wall(east, height):
    ...     corners = np.array([(east, -9, 0), (east, 9, 0), (east, 9, height), (east, -9, height)])
    ...     rows = np.array([(0, 1, 2), (0, 2, 3)], np.int32)
    ...     return Mesh(corners.astype(float), rows, np.zeros(2, np.int32))
    >>> scene = LayeredScene(wall(20, 5), beyond=wall(80, 40), engine="reference", reach_m=50.0,
    ...                      end_m=100.0)
    >>> scene.first_hit([(0, 0, 1)] * 3, [(1, 0, 0), (1, 0, 0.3), (1, 0, 1)]).triangle_row.tolist()
    [0, 3, -1]
    """

    def __init__(
        self,
        *meshes: Mesh,
        beyond: Mesh,
        engine: EngineName = "auto",
        reach_m: float,
        end_m: float,
    ) -> None:
        super().__init__(*meshes, engine=engine, reach_m=reach_m)
        self._beyond = RayScene(beyond, engine=engine, reach_m=max(end_m - reach_m, 1e-3))
        self._first = sum(len(mesh) for mesh in meshes)

    def is_occluded(
        self, origins: ArrayLike, directions: ArrayLike, *, max_distance_m: ArrayLike = np.inf
    ) -> NDArray[np.bool_]:
        """Whether rays hit anything, see `RayScene.is_occluded`."""
        occluded = super().is_occluded(origins, directions, max_distance_m=max_distance_m)
        rows = np.flatnonzero(~occluded)
        start, aim, limit = self._further(origins, directions, max_distance_m, count=len(occluded))
        occluded[rows] = self._beyond.is_occluded(
            start[rows], aim[rows], max_distance_m=limit[rows]
        )
        return occluded

    def first_hit(
        self, origins: ArrayLike, directions: ArrayLike, *, max_distance_m: ArrayLike = np.inf
    ) -> Hits:
        """Return the nearest triangle on every ray, see `RayScene.first_hit`."""
        near = super().first_hit(origins, directions, max_distance_m=max_distance_m)
        rows = np.flatnonzero(near.triangle_row < 0)
        start, aim, limit = self._further(
            origins, directions, max_distance_m, count=len(near.triangle_row)
        )
        far = self._beyond.first_hit(start[rows], aim[rows], max_distance_m=limit[rows])
        hit = far.triangle_row >= 0
        near.triangle_row[rows[hit]] = far.triangle_row[hit] + self._first
        near.distance_m[rows[hit]] = far.distance_m[hit] + self.reach_m
        return near

    def _further(
        self, origins: ArrayLike, directions: ArrayLike, max_distance_m: ArrayLike, *, count: int
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Return the same rays from where the near scene ends."""
        aim = np.broadcast_to(np.asarray(directions, dtype=np.float64), (count, 3))
        unit = aim / np.linalg.norm(aim, axis=1, keepdims=True)
        start = np.asarray(origins, dtype=np.float64) + self.reach_m * unit
        limit = np.asarray(max_distance_m, dtype=np.float64) - self.reach_m
        return start, aim, np.broadcast_to(limit.reshape(-1), (count,))
