"""Float32 rays -> NVIDIA Warp: CUDA where there is a GPU, else one core of the CPU."""
# mypy: disable-error-code="no-untyped-def, untyped-decorator, valid-type"
# ruff: noqa: PLR0917  a kernel has no keyword arguments

from __future__ import annotations

from threading import Lock
from typing import Any

import numpy as np
import warp as wp
from numpy.typing import NDArray


@wp.kernel
def _any_hit(
    mesh: wp.uint64,
    origins: wp.array(dtype=wp.vec3),
    directions: wp.array(dtype=wp.vec3),
    limits: wp.array(dtype=wp.float32),
    occluded: wp.array(dtype=wp.uint8),
):
    ray = wp.tid()
    if wp.mesh_query_ray_anyhit(mesh, origins[ray], directions[ray], limits[ray]):
        occluded[ray] = wp.uint8(1)


@wp.kernel
def _nearest_hit(
    mesh: wp.uint64,
    origins: wp.array(dtype=wp.vec3),
    directions: wp.array(dtype=wp.vec3),
    limits: wp.array(dtype=wp.float32),
    triangle: wp.array(dtype=wp.int32),
    distance: wp.array(dtype=wp.float32),
):
    ray = wp.tid()
    query = wp.mesh_query_ray(mesh, origins[ray], directions[ray], limits[ray])
    if query.result:
        triangle[ray] = query.face
        distance[ray] = query.t
    else:
        triangle[ray] = -1


class WarpEngine:
    """Triangles in Warp's tree, single precision.

    Not watertight: of rays aimed at the shared edge of two triangles about 6 in 10,000 slip
    through, of those aimed at a corner 5 in 1,000, of others none. Embree loses none and is three
    times as fast on a CPU.
    """

    dtype: type[np.floating[Any]] = np.float32
    #: Large: every call is one launch and a copy each way, and threads gain nothing.
    chunk_rays = 1 << 22

    def __init__(self, corners: NDArray[np.float64]) -> None:
        """Build the tree from (t, 3, 3) corners."""
        wp.config.quiet = True  # up to Warp 1.11
        wp.config.log_level = 40  # errors; its greeting would stand in the output of a command
        wp.init()
        self.device = "cuda:0" if wp.is_cuda_available() else "cpu"
        self._lock = Lock()
        points = np.ascontiguousarray(corners, dtype=np.float32).reshape(-1, 3)
        rows = np.arange(len(points), dtype=np.int32)
        self._mesh = wp.Mesh(
            points=wp.array(points, dtype=wp.vec3, device=self.device),
            indices=wp.array(rows, dtype=wp.int32, device=self.device),
        )

    def is_occluded(
        self, origins: NDArray[Any], directions: NDArray[Any], max_distance_m: NDArray[Any]
    ) -> NDArray[np.bool_]:
        """Whether anything is hit."""
        with self._lock:
            occluded = wp.zeros(len(origins), dtype=wp.uint8, device=self.device)
            self._launch(_any_hit, (origins, directions, max_distance_m), [occluded])
            return np.asarray(occluded.numpy() != 0)

    def first_hit(
        self, origins: NDArray[Any], directions: NDArray[Any], max_distance_m: NDArray[Any]
    ) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """Triangle (-1 = none) and distance (any value where none) of the nearest hit."""
        with self._lock:
            triangle = wp.zeros(len(origins), dtype=wp.int32, device=self.device)
            distance = wp.zeros(len(origins), dtype=wp.float32, device=self.device)
            self._launch(_nearest_hit, (origins, directions, max_distance_m), [triangle, distance])
            return triangle.numpy(), distance.numpy().astype(np.float64)

    def _launch(self, kernel: Any, rays: tuple[NDArray[Any], ...], outputs: list[Any]) -> None:
        """Copy the rays to the device and ask for all of them."""
        start, direction, limit = rays
        wp.launch(
            kernel,
            dim=len(start),
            inputs=[
                self._mesh.id,
                wp.array(start, dtype=wp.vec3, device=self.device),
                wp.array(direction, dtype=wp.vec3, device=self.device),
                wp.array(limit, dtype=wp.float32, device=self.device),
            ],
            outputs=outputs,
            device=self.device,
        )
