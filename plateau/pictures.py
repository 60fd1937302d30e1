"""`plateau.view`: the pictures of `viewer`, with the rays of `analyses` for the shade in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec

from viewer import scene

if TYPE_CHECKING:
    from citygml.mesh import Mesh
    from viewer.shade import Blocked

P = ParamSpec("P")


def blocking(mesh: Mesh) -> Blocked:
    """Return what says whether a ray hits the mesh; see `viewer.shade.Blocking`."""
    from analyses.raycast import RayScene

    return RayScene(mesh).is_occluded


def with_rays(made: Callable[P, scene.View]) -> Callable[P, scene.View]:
    """Return the same function, whose views can cast shade."""

    @wraps(made)
    def shaded(*args: P.args, **kwargs: P.kwargs) -> scene.View:
        return replace(made(*args, **kwargs), blocking=blocking)

    return shaded


view = with_rays(scene.view)
