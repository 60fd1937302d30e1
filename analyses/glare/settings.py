"""How reflected sun is looked for, each number with its source: `GlareSettings`."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Literal

from analyses.raycast import EngineName
from analyses.solar.settings import Progress
from citygml.errors import AnalysisError

GlareProfile = Literal["physical", "plateau"]
#: Half the angle under which the sun's disc is seen. [deg]
SUN_HALF_ANGLE_DEG = 0.2665


@dataclass(frozen=True, slots=True)
class GlareSettings:
    """Numbers of `panel_glare`.

    Attributes
    ----------
    range_m : float
        How far reflected light is followed (PLATEAU UC22-013: 500 m). [m]
    spacing_m : float
        Distance of mirror points on a panel. [m]
    step_minutes : float
        Between suns; at most 5. [min]
    step_days : int
        A day in so many is looked at and stands for its neighbours.
    scatter_deg : float
        Half-angle by which the glass spreads the beam besides the sun's disc; 0.1 is smooth glass,
        structured glass a few degrees. [deg]
    refractive_index : float
        Of the cover: 1.526, glass (4.3 % at normal incidence).
    storey_height_m : float
        Height of a storey of a receiving façade. [m]
    eye_height_m : float
        Of observers and roads without a height of their own, above the ground. [m]
    road_spacing_m : float
        Distance of places on roads. [m]
    engine : {"auto", "embree", "reference"}
        See `RayScene`.
    progress : callable, optional
        Called with (rays looked at, rays in all, what is at work).
    """

    range_m: float = 500.0
    spacing_m: float = 2.0
    step_minutes: float = 5.0
    step_days: int = 7
    scatter_deg: float = 0.1
    refractive_index: float = 1.526
    storey_height_m: float = 3.0
    eye_height_m: float = 1.5
    road_spacing_m: float = 10.0
    engine: EngineName = "auto"
    progress: Progress | None = None

    def __post_init__(self) -> None:
        """Check lengths and steps once."""
        for name in ("range_m", "spacing_m", "storey_height_m", "road_spacing_m"):
            if not getattr(self, name) > 0.0:
                raise AnalysisError(f"{name} is {getattr(self, name)}; it must be positive")
        if not 0.0 < self.step_minutes <= 5.0 or self.step_days < 1:
            raise AnalysisError(
                f"step_minutes is {self.step_minutes}, step_days {self.step_days}; events last "
                "minutes: take at most 5 minutes and at least 1 day"
            )
        if not self.scatter_deg >= 0.0 or not self.refractive_index > 1.0:
            raise AnalysisError(
                f"scatter_deg is {self.scatter_deg}, refractive_index {self.refractive_index}; "
                "the one must not be negative, the other above 1"
            )

    def stamp(self) -> dict[str, Any]:
        """Return the settings as a result table carries them."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "progress"}

    @property
    def cone_deg(self) -> float:
        """Half-angle of the reflected beam. [deg]"""
        return SUN_HALF_ANGLE_DEG + self.scatter_deg


DEFAULT_GLARE = GlareSettings()
