"""Arguments of a query -> rays in the precision of an engine, a chunk at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from citygml.errors import AnalysisError

#: Directions between these lengths go to an engine as they are; others are made one long first.
MIN_LENGTH, MAX_LENGTH = 1e-4, 1e6
#: Rays whose origins are shifted as one row.
ROW_RAYS = 1024


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
        self.prepared(slice(0, self.count), Frame(np.zeros(3), 0.0), np.float64)

    def prepared(
        self, chunk: slice, frame: Frame, dtype: type[np.floating[Any]]
    ) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any], NDArray[Any]]:
        """Origins in the frame, directions, limits in lengths of these, and the lengths.

        Directions keep their length where single precision can square it: a pass over all of them
        less. What is not finite comes out in the sums, and only then is looked for.
        """
        count = chunk.stop - chunk.start
        origins, directions = np.zeros((count, 3), dtype), np.zeros((count, 3), dtype)
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            frame.put(_part(self.origins, chunk), origins)
            directions[:] = _part(self.directions, chunk)
            length = np.sqrt((directions * directions) @ np.ones(3, dtype))
            usual = length.min(initial=1.0) > MIN_LENGTH and length.max(initial=1.0) < MAX_LENGTH
            if not (usual and np.isfinite(origins.sum())):
                self._check(chunk)
                length = _normalised(_part(self.directions, chunk), directions)
            limits = np.maximum(_part(self.max_distance_m, chunk), 0.0).astype(dtype) / length
        if np.isnan(limits.sum()):  # of numbers of 0 or more: only where there is one
            raise AnalysisError("max_distance_m is nan for a ray; it must be a number or inf")
        return origins, directions, limits, length

    def _check(self, chunk: slice) -> None:
        """Raise where a ray starts or goes nowhere."""
        if not np.isfinite(_part(self.origins, chunk)).all():
            raise AnalysisError("the origin of a ray is not finite; leave such points out")
        direction = _part(self.directions, chunk)
        if not (np.isfinite(direction).all() and (direction != 0.0).any(axis=1).all()):
            raise AnalysisError("the direction of a ray has no length or is not finite")


class Frame:
    """Coordinates of an engine: from the centre of a scene, on a grid where there is one."""

    def __init__(self, centre: NDArray[np.float64], grid_m: float) -> None:
        self._centre, self._grid_m = centre, grid_m
        # Many centres in a row: NumPy is four times as fast on long rows as on rows of three.
        self._row = np.tile(centre, ROW_RAYS)

    def put(self, points: NDArray[np.float64], into: NDArray[Any]) -> None:
        """Write points, one or as many as there is room for, in these coordinates."""
        if self._grid_m and into.dtype == np.float32:
            points = np.round(points / self._grid_m) * self._grid_m
        if len(points) != len(into):
            into[:] = points - self._centre
            return
        whole = len(points) // ROW_RAYS * ROW_RAYS
        for part, centre in ((slice(0, whole), self._row), (slice(whole, None), self._centre)):
            np.subtract(
                points[part].reshape(-1, len(centre)),
                centre,
                out=into[part].reshape(-1, len(centre)),
                casting="same_kind",
            )


def _normalised(given: NDArray[np.float64], directions: NDArray[Any]) -> NDArray[Any]:
    """Write directions of length 1, and return ones."""
    largest = np.abs(given).max(axis=1, keepdims=True)
    scaled = given / largest  # so that squares neither vanish nor overflow
    directions[:] = scaled / np.sqrt(np.einsum("ij,ij->i", scaled, scaled))[:, None]
    return np.ones(len(directions), directions.dtype)


def _part(array: NDArray[np.float64], chunk: slice) -> NDArray[np.float64]:
    """Rows of the chunk, or the one row that serves all rays."""
    return array if len(array) == 1 else array[chunk]
