"""Name of a ray engine -> the engine, imported where it is used."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Literal, Protocol, cast, get_args

import numpy as np
from numpy.typing import NDArray

from citygml.errors import AnalysisError

EngineName = Literal["auto", "embree", "warp", "reference"]

#: Module, class and extra of each engine, in the order in which "auto" takes them.
_ENGINES = {
    "embree": ("analyses.raycast._embree", "EmbreeEngine", "rays"),
    "warp": ("analyses.raycast._warp", "WarpEngine", "gpu"),
    "reference": ("analyses.raycast._reference", "ReferenceEngine", ""),
}


class Engine(Protocol):
    """What a ray engine must do: two queries on arrays of its own precision.

    Directions are of any length, and distances in lengths of the direction.
    """

    dtype: type[np.floating[Any]]
    chunk_rays: int

    def __init__(self, corners: NDArray[np.float64]) -> None: ...

    def is_occluded(
        self, origins: NDArray[Any], directions: NDArray[Any], max_distance_m: NDArray[Any]
    ) -> NDArray[np.bool_]:
        """Whether anything is hit."""
        ...

    def first_hit(
        self, origins: NDArray[Any], directions: NDArray[Any], max_distance_m: NDArray[Any]
    ) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """Triangle (-1 = none) and distance of the nearest hit."""
        ...


def resolved_engine(engine: EngineName) -> str:
    """Name the engine that will answer.

    Raises
    ------
    AnalysisError
        If the engine is unknown or not installed.
    """
    if engine not in get_args(EngineName):
        raise AnalysisError(
            f"engine is {engine!r}; it must be one of {', '.join(get_args(EngineName))}"
        )
    if engine == "auto":
        return next(name for name in _ENGINES if _is_there(name))
    if not _is_there(engine):
        raise AnalysisError(
            f"engine {engine!r} is not installed; pip install "
            f"plateau-analysis[{_ENGINES[engine][2]}], or take engine='reference' for a small scene"
        )
    return engine


def engine_class(name: str) -> type[Engine]:
    """Import the class of an engine that is there."""
    module, kind, _ = _ENGINES[name]
    return cast("type[Engine]", getattr(import_module(module), kind))


def _is_there(name: str) -> bool:
    module, kind, _ = _ENGINES[name]
    try:
        return hasattr(import_module(module), kind)
    except ImportError:
        return False
