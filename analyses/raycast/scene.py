"""Meshes -> `RayScene`: what rays hit, with the rules that keep the answers right.

Four rules, each measured in the sources of `START_OFFSET_M` and `END_GAP_M` and held by a test:
coordinates are shifted to the centre of the scene in float64 before an engine rounds them to
float32; the engine is watertight (Embree's robust mode); a ray that starts on a surface starts
`START_OFFSET_M` off it; a ray that ends on a surface ends `END_GAP_M` before it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analyses.raycast._engines import Engine, EngineName, engine_class, resolved_engine
from analyses.raycast._rays import Frame, Rays
from citygml.errors import AnalysisError, GeometryError
from citygml.mesh import Mesh

#: How far off a surface, along its normal, a ray starts that leaves it. [m]
#: At least four times the float32 spacing of the largest coordinate (2 mm at `MAX_REACH_M`): at
#: 0 m, 24 to 77 % of the points of a convex house shade themselves in every engine and precision,
#: at 1 cm none up to that reach (measured for this project on a rotated house; the reasoning is
#: C. Wächter, N. Binder, "A fast and robust method for avoiding self-intersection", Ray Tracing
#: Gems, Apress, 2019, ch. 6).
START_OFFSET_M = 0.01
#: How far before its end a sight line stops counting obstacles, so that the surface on which the
#: target lies does not hide it (8 to 100 % falsely hidden without, by engine). [m]
END_GAP_M = 1e-3
#: Largest distance of a vertex from the centre of a scene along an axis; float32 numbers are 2 mm
#: apart below it. [m]
MAX_REACH_M = 32768.0
#: Gaps are at least this many float32 spacings of the largest coordinate.
MIN_SPACINGS = 4.0
#: Where rays have a reach, so that an answer must not depend on which part of a city is in the
#: scene, corners of triangles and starts of rays are put on multiples of this, counted from whole
#: metres: a float32 engine then calculates the same from whatever centre. Exact in scenes up to
#: 4 km wide, whose float32 numbers are no finer at their edge. [m]
GRID_M = 2.0**-13
#: Triangles of smaller area are left out; no ray finds them. [m²]
MIN_AREA_M2 = 1e-12


#: Threads that scenes of this task may use, 0 = one per core.
_THREADS: ContextVar[int] = ContextVar("ray threads", default=0)


class Hits(NamedTuple):
    """What rays hit first.

    Attributes
    ----------
    triangle_row : (n,) ndarray of int32
        Triangle, counted through the meshes of the scene in the order given; -1 = none.
    distance_m : (n,) ndarray of float64
        Distance from the origin of the ray, inf = none. [m]
    """

    triangle_row: NDArray[np.int32]
    distance_m: NDArray[np.float64]


class RayScene:
    """Triangles that block rays.

    Parameters
    ----------
    *meshes : Mesh
        What blocks, coordinates from one common origin. Without a triangle nothing is ever hit.
    engine : {"auto", "embree", "warp", "reference"}
        "embree" is Intel Embree (extra ``rays``). "warp" is NVIDIA Warp (extra ``gpu``): CUDA where
        there is a GPU, else one core; of rays aimed at the edge between two triangles 6 in 10,000
        slip through, at a corner 5 in 1,000. "reference" tries every triangle in float64: the same
        answers, for tests and small scenes only. "auto" is Embree where it is installed, else Warp,
        else the reference (no Embree wheel exists for Linux on ARM64).
    threads : int, optional
        Worker threads of a query, by default what `ray_threads` allows.
    reach_m : float
        What lies farther from the start of a ray is not hit, whatever a query asks for: that of
        the city, `CityModel.reach_m`. [m]

    Attributes
    ----------
    engine : str
        The engine that answers, "embree", "warp" or "reference".
    centre : (3,) ndarray of float64
        Centre of the triangles in whole metres, subtracted before an engine rounds coordinates. [m]
    degenerate_count : int
        Triangles without area, which no ray can hit.

    Raises
    ------
    GeometryError
        If a triangle uses a vertex that is not finite, or the scene is wider than twice
        `MAX_REACH_M`.
    AnalysisError
        If the engine is unknown or not installed.

    Examples
    --------
    A roof of 10 m x 10 m at 5 m, and rays up from below it and beside it:

    >>> from citygml.mesh import Mesh
    >>> corners = np.array([(0, 0, 5), (10, 0, 5), (10, 10, 5), (0, 10, 5.0)])
    >>> roof = Mesh(corners, np.array([(0, 1, 2), (0, 2, 3)], np.int32), np.zeros(2, np.int32))
    >>> scene = RayScene(roof, engine="reference")
    >>> scene.is_occluded([(5, 4, 0), (12, 4, 0)], (0, 0, 1))
    array([ True, False])
    >>> scene.first_hit([(5, 4, 0), (12, 4, 0)], (0, 0, 1))
    Hits(triangle_row=array([ 0, -1], dtype=int32), distance_m=array([ 5., inf]))
    """

    def __init__(
        self,
        *meshes: Mesh,
        engine: EngineName = "auto",
        threads: int | None = None,
        reach_m: float = np.inf,
    ) -> None:
        if threads is not None and threads < 1:
            raise AnalysisError(f"threads is {threads}; it must be at least 1")
        if not reach_m > 0.0:
            raise AnalysisError(f"reach_m is {reach_m}; rays must reach somewhere")
        self.reach_m = reach_m
        grid_m = GRID_M if np.isfinite(reach_m) else 0.0
        corners = np.concatenate([np.zeros((0, 3, 3)), *(mesh.corners for mesh in meshes)])
        kept = _solid_rows(corners)
        self._rows = kept.astype(np.int32)
        self._threads = threads or usable_threads()
        self.degenerate_count = len(corners) - len(kept)
        corners = corners[kept]
        low, high = _bounds(corners)
        self.centre: NDArray[np.float64] = np.round((low + high) / 2.0)
        self._frame = Frame(self.centre, grid_m)
        reach = float(np.max(high - low)) / 2.0
        if reach > MAX_REACH_M:
            raise GeometryError(
                f"the scene is {2 * reach / 1000:.0f} km wide; rays are exact up to "
                f"{2 * MAX_REACH_M / 1000:.0f} km; analyse it in parts"
            )
        self._min_gap_m = MIN_SPACINGS * float(np.spacing(np.float32(reach)))
        self.engine: str = resolved_engine(engine)
        self._engine: Engine | None = None
        if len(corners):
            make = engine_class(self.engine)
            if grid_m and make.dtype is np.float32:
                corners = np.round(corners / GRID_M) * GRID_M
            self._engine = make(corners - self.centre)

    def is_occluded(
        self, origins: ArrayLike, directions: ArrayLike, *, max_distance_m: ArrayLike = np.inf
    ) -> NDArray[np.bool_]:
        """Whether rays hit anything.

        Parameters
        ----------
        origins : (n, 3) or (3,) array_like of float
            Where rays start, coordinates of the meshes; `ray_starts` for points on a surface. [m]
        directions : (n, 3) or (3,) array_like of float
            Where they go, of any length.
        max_distance_m : (n,) array_like or float
            What lies farther is ignored; nothing is hit by a ray of no length. [m]

        Returns
        -------
        (n,) ndarray of bool

        Raises
        ------
        AnalysisError
            If an origin is not finite, a direction has no length or a distance is nan.
        """
        rays = Rays.checked(origins, directions, self._within_reach(max_distance_m))
        occluded = np.zeros(len(rays), dtype=bool)
        if (engine := self._engine) is None:
            rays.check_all()
            return occluded

        def cast(chunk: slice) -> None:
            start, direction, limit, _ = rays.prepared(chunk, self._frame, engine.dtype)
            occluded[chunk] = engine.is_occluded(start, direction, limit) & (limit > 0)

        self._in_chunks(cast, len(rays), engine.chunk_rays)
        return occluded

    def first_hit(
        self, origins: ArrayLike, directions: ArrayLike, *, max_distance_m: ArrayLike = np.inf
    ) -> Hits:
        """Return the nearest triangle on every ray and its distance.

        Parameters and errors are those of `is_occluded`.
        """
        rays = Rays.checked(origins, directions, self._within_reach(max_distance_m))
        triangle = np.full(len(rays), -1, np.int32)
        distance = np.full(len(rays), np.inf)
        if (engine := self._engine) is None:
            rays.check_all()
            return Hits(triangle, distance)

        def cast(chunk: slice) -> None:
            start, direction, limit, length = rays.prepared(chunk, self._frame, engine.dtype)
            row, reach = engine.first_hit(start, direction, limit.copy())
            hit = (row >= 0) & (limit > 0)
            triangle[chunk] = np.where(hit, self._rows[row], -1)
            distance[chunk] = np.where(hit, reach * length, np.inf)

        self._in_chunks(cast, len(rays), engine.chunk_rays)
        return Hits(triangle, distance)

    def is_visible(
        self, viewpoints: ArrayLike, targets: ArrayLike, *, start_gap_m: float = 0.0
    ) -> NDArray[np.bool_]:
        """Whether nothing lies between viewpoints and targets.

        The last `END_GAP_M` before the target do not count (more in scenes wider than 4 km, where
        float32 coordinates are farther apart), so a target may lie on a surface. Where the sight
        line grazes that surface no gap along it is enough: lift targets off the ground, which says
        what is looked at besides.

        Parameters
        ----------
        viewpoints, targets : (n, 3) or (3,) array_like of float
            Ends of the sight lines, coordinates of the meshes. [m]
        start_gap_m : float
            Obstacles closer to the viewpoint do not count, such as the pole that carries a
            camera. [m]

        Returns
        -------
        (n,) ndarray of bool
            True where viewpoint and target are closer to each other than the gaps.
        """
        start, sight, free = self.sight_lines(viewpoints, targets, start_gap_m=start_gap_m)
        return ~self.is_occluded(start, sight, max_distance_m=free)

    def sight_lines(
        self, viewpoints: ArrayLike, targets: ArrayLike, *, start_gap_m: float = 0.0
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Rays of `is_visible`: origins, directions and max_distance_m, for `first_hit` too."""
        start = np.asarray(viewpoints, dtype=np.float64).reshape(-1, 3)
        sight = np.asarray(targets, dtype=np.float64).reshape(-1, 3) - start
        length = np.sqrt(np.einsum("ij,ij->i", sight, sight))
        free = length - start_gap_m - max(END_GAP_M, self._min_gap_m)
        sight[length == 0.0] = (0.0, 0.0, 1.0)
        if start_gap_m:
            start = start + sight * (start_gap_m / np.where(length > 0.0, length, 1.0))[:, None]
        return start, sight, free

    def _within_reach(self, max_distance_m: ArrayLike) -> ArrayLike:
        """Distances that count; no pass over them where reach sets no limit."""
        if np.isinf(self.reach_m):
            return max_distance_m
        return np.asarray(np.minimum(max_distance_m, self.reach_m))

    def _in_chunks(self, cast: Callable[[slice], None], count: int, size: int) -> None:
        """Run `cast` over slices of the rays, in threads where there is more than one."""
        chunks = [slice(i, min(i + size, count)) for i in range(0, count, size)]
        if self._threads == 1 or len(chunks) < 2:
            for chunk in chunks:
                cast(chunk)
            return
        with ThreadPoolExecutor(min(self._threads, len(chunks))) as pool:
            for _ in pool.map(cast, chunks):  # fetching the results raises what a thread raised
                pass


def ray_starts(points: ArrayLike, normals: ArrayLike) -> NDArray[np.float64]:
    """Points on a surface, moved `START_OFFSET_M` off it along the normal.

    Parameters
    ----------
    points : (n, 3) array_like of float
        Points on surfaces. [m]
    normals : (n, 3) or (3,) array_like of float
        Normals towards the side that rays leave from, of any length but 0.

    Returns
    -------
    (n, 3) ndarray of float64
        [m]

    Examples
    --------
    >>> ray_starts([(1, 2, 3)], (0, 0, 5))
    array([[1.  , 2.  , 3.01]])
    """
    outward = np.asarray(normals, dtype=np.float64)
    unit = outward / np.linalg.norm(outward, axis=-1, keepdims=True)
    return np.asarray(np.asarray(points, dtype=np.float64) + START_OFFSET_M * unit)


def _solid_rows(corners: NDArray[np.float64]) -> NDArray[np.int64]:
    """Rows of the triangles that have an area; corners that are not finite are an error."""
    finite = np.isfinite(corners).all(axis=(1, 2))
    if not finite.all():
        raise GeometryError(
            f"{np.count_nonzero(~finite)} triangles have a corner that is not finite, the first "
            f"in row {np.argmin(finite)}; a scene without them would let rays through; repair it"
        )
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    return np.flatnonzero(0.5 * np.linalg.norm(cross, axis=1) > MIN_AREA_M2)


def _bounds(corners: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lowest and highest coordinate of the corners, zeros without any."""
    points = corners.reshape(-1, 3) if len(corners) else np.zeros((1, 3))
    return points.min(axis=0), points.max(axis=0)


@contextmanager
def ray_threads(count: int) -> Iterator[None]:
    """Let scenes made inside use at most so many threads: workers share the cores of a machine.

    Examples
    --------
    >>> with ray_threads(1):
    ...     usable_threads()
    1
    """
    token = _THREADS.set(count)
    try:
        yield
    finally:
        _THREADS.reset(token)


def usable_threads() -> int:
    """Threads that a scene may use: cores of this process, or what `ray_threads` leaves it."""
    return min(_THREADS.get() or _usable_cores(), _usable_cores())


def _usable_cores() -> int:
    """Cores this process may use, fewer than the machine has in a container."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
