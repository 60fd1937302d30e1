"""How `place_cameras` looks and chooses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from analyses.levels import LevelsName, level_table
from analyses.raycast import EngineName
from analyses.visibility.candidates import HEADINGS_DEG
from citygml.errors import AnalysisError


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementRules:
    """How `place_cameras` looks and chooses.

    Attributes
    ----------
    spacing_m : float
        See `camera_coverage`. [m]
    target_height_m : float or sequence of float
        See `camera_coverage`. [m]
    levels : {"iec2025", "dori2014"} or mapping of str to float
        Classes of pixel density. [px/m]
    min_level : str, optional
        Class that a target must be seen at to count; by default the lowest.
    times : int
        How many cameras count at a target: 2 asks for two to see it, and one of them counts half.
    headings_deg : sequence of float
        Ways that a candidate without ``heading_deg`` may look. [deg]
    solver : {"greedy", "milp"}
        "greedy" is quick and says how far it can be from the best; "milp" seeks the best.
    time_limit_s : float
        When "milp" stops and says how far it came. [s]
    engine : {"auto", "embree", "warp", "reference"}
        See `analyses.raycast.RayScene`.
    """

    spacing_m: float = 1.0
    target_height_m: float | Sequence[float] = 1.5
    levels: LevelsName | Mapping[str, float] = "iec2025"
    min_level: str | None = None
    times: int = 1
    headings_deg: Sequence[float] = field(default=HEADINGS_DEG)
    solver: Literal["greedy", "milp"] = "greedy"
    time_limit_s: float = 60.0
    engine: EngineName = "auto"

    @property
    def needed_px_per_m(self) -> float:
        """Pixel density at which a target counts. [px/m]"""
        classes = level_table(self.levels)
        if self.min_level is None:
            return min(classes.values())
        if self.min_level not in classes:
            raise AnalysisError(
                f"min_level is {self.min_level!r}; it must be one of {', '.join(classes)}"
            )
        return classes[self.min_level]

    def __post_init__(self) -> None:
        """Check what no other part checks."""
        if self.times < 1:
            raise AnalysisError(f"times is {self.times}; it must be at least 1")
        if self.solver not in {"greedy", "milp"}:
            raise AnalysisError(f"solver is {self.solver!r}; it must be greedy or milp")
