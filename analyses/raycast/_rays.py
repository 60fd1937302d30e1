"""Arguments of a query -> rays in the precision of an engine, a chunk at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from citygml.errors import AnalysisError


@dataclass(frozen=True, slots=True, eq=False)
class Rays:
    """Origins and directions, each (n, 3) or (1, 3), and limits (n,) or (1,)."""

    origins: NDArray[np.float64]
    directions: NDArray[np.float64]
    max_distance_m: NDArray[np.float64]
    count: int

    def __len__(self) -> int:
        """Return the number of rays."""
        return self.count

    @classmethod
    def checked(cls, origins: ArrayLike, directions: ArrayLike, max_distance_m: ArrayLike) -> Rays:
        """Bring arguments to one shape, without copies."""
        start = np.asarray(origins, dtype=np.float64)
        direction = np.asarray(directions, dtype=np.float64)
        for name, array in (("origins", start), ("directions", direction)):
            if array.ndim not in {1, 2} or array.shape[-1] != 3:
                raise AnalysisError(f"{name} has shape {array.shape}; it must be (n, 3) or (3,)")
        start, direction = start.reshape(-1, 3), direction.reshape(-1, 3)
        limit = np.asarray(max_distance_m, dtype=np.float64).reshape(-1)
        counts = {len(start), len(direction), len(limit)} - {1}
        if len(counts) > 1:
            raise AnalysisError(
                f"{len(start)} origins, {len(direction)} directions and {len(limit)} distances; "
                "they must be as many, or one for all"
            )
        return cls(start, direction, limit, counts.pop() if counts else 1)

    def check_all(self) -> None:
        """Check every ray where no engine looks at them."""
        self.prepared(slice(0, self.count), np.zeros(3), np.float64, 0.0)

    def prepared(
        self,
        chunk: slice,
        centre: NDArray[np.float64],
        dtype: type[np.floating[Any]],
        grid_m: float,
    ) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        """Origins from the centre, unit directions and limits of a chunk, as the engine wants.

        Origins of float32 rays are put on the grid that corners of triangles are on, 0 = none.
        """
        count = chunk.stop - chunk.start
        start = _part(self.origins, chunk)
        limit = _part(self.max_distance_m, chunk)
        x, y, z = _part(self.directions, chunk).T
        with np.errstate(invalid="ignore", over="ignore", divide="ignore"):
            per_length = 1.0 / np.sqrt(x * x + y * y + z * z)
            # A sum is finite only if all its terms are: one pass instead of a mask.
            start_sum, length_sum = start.sum(), per_length.sum()
        if not np.isfinite(start_sum):
            raise AnalysisError("the origin of a ray is not finite; leave such points out")
        if not (np.isfinite(length_sum) and per_length.min(initial=np.inf) > 0.0):
            raise AnalysisError("the direction of a ray has no length or is not finite")
        if np.isnan(limit).any():
            raise AnalysisError("max_distance_m is nan for a ray; it must be a number or inf")
        # Column by column: NumPy is twice as fast on long strides as on rows of three.
        origins, directions = np.zeros((2, count, 3), dtype)
        for axis, component in enumerate((x, y, z)):
            if grid_m and dtype is np.float32:
                origins[:, axis] = np.round(start[:, axis] / grid_m) * grid_m - centre[axis]
            else:
                origins[:, axis] = start[:, axis] - centre[axis]
            directions[:, axis] = component * per_length
        limits = np.full(count, np.maximum(limit, 0.0), dtype)
        return origins, directions, limits


def _part(array: NDArray[np.float64], chunk: slice) -> NDArray[np.float64]:
    """Rows of the chunk, or the one row that serves all rays."""
    return array if len(array) == 1 else array[chunk]
