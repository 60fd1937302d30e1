"""Triangles + rays -> what they hit: `RayScene`, one class over several ray engines."""

from analyses.raycast._engines import EngineName
from analyses.raycast.scene import (
    END_GAP_M,
    START_OFFSET_M,
    Hits,
    RayScene,
    ray_starts,
)

__all__ = ["END_GAP_M", "START_OFFSET_M", "EngineName", "Hits", "RayScene", "ray_starts"]
