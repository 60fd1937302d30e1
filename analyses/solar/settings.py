"""What solar analyses take for granted, each with its source: `SolarSettings`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from analyses.raycast import EngineName
from analyses.sky import DEFAULT_ALBEDO
from citygml.errors import AnalysisError

#: Called with (rays cast, rays in all, what is at work).
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class SolarSettings:
    """Surroundings, reflection, uncertainty and engine of a solar analysis.

    Attributes
    ----------
    albedo : float
        Reflectance of the ground: pvlib's default, "urban" in most tables. The official program
        takes 0.1. A column ``albedo`` of the weather goes first.
    snow_albedo, snow_depth_m : float
        Reflectance of ground under more snow than this, where the weather has ``snow_depth_m``
        (METPV-20): 0.7 above 0.1 m, as in the official program (UC22-013).
    facade_albedo : float
        Reflectance of façades and other obstacles: 0.3, the default of PALM's radiative transfer
        model for walls and roofs. 0: obstacles are black.
    context_m, min_subtense_deg : float
        Obstacles count within this distance, and farther away where they stand higher than this
        over the horizon of a point. Rays steeper than that have no end. [m], [deg]
    terrain_m : float
        Relief nearer than this is met by rays; farther relief makes a profile of the horizon. [m]
    dem : Path, str or None
        Raster of relief (GeoTIFF) for that profile, where mountains lie beyond the dataset.
    dem_reach_m : float
        How far it is read. [m]
    vertex_sigma_m : float
        Standard deviation of the height of a roof's corners against each other: half of what
        1:2500 mapping allows for a spot height (公共測量 作業規程の準則: 0.66 m), as errors of
        neighbouring corners go together. [m]
    lod1_max_tilt_deg : float
        A LOD1 top stands for a gable roof of 0 to this tilt and any orientation. [deg]
    shade_ratio : float
        Standard deviation of a shading loss over the loss, from the heights of obstacles: 0.14
        (root mean square) where the heights of all buildings of Kaga are off by 0.66 m at random,
        measured for this project; rounded up.
    year_ratio : float
        Of a single year's light against the typical year: 0.03, the allowance K_HD of JIS C 8907.
    sky_model_ratio : tuple of float
        Of what sky models differ by, on roofs and on walls: Perez 1990 against Perez 1993.
    engine : {"auto", "embree", "reference"}
        See `RayScene`.
    progress : callable, optional
        Called with (rays cast, rays in all, what is at work).
    """

    albedo: float = DEFAULT_ALBEDO
    snow_albedo: float = 0.7
    snow_depth_m: float = 0.1
    facade_albedo: float = 0.3
    context_m: float = 300.0
    min_subtense_deg: float = 1.0
    terrain_m: float = 2000.0
    dem: Path | str | None = None
    dem_reach_m: float = 30_000.0
    vertex_sigma_m: float = 0.33
    lod1_max_tilt_deg: float = 30.0
    shade_ratio: float = 0.15
    year_ratio: float = 0.03
    sky_model_ratio: tuple[float, float] = (0.015, 0.04)
    engine: EngineName = "auto"
    progress: Progress | None = None

    def __post_init__(self) -> None:
        """Check reflectances and lengths once."""
        for name in ("albedo", "snow_albedo", "facade_albedo"):
            if not 0.0 <= getattr(self, name) <= 1.0:
                raise AnalysisError(
                    f"{name} is {getattr(self, name)}; a reflectance lies between 0 and 1"
                )
        for name in ("context_m", "terrain_m", "dem_reach_m", "vertex_sigma_m", "min_subtense_deg"):
            if not getattr(self, name) >= 0.0:
                raise AnalysisError(f"{name} is {getattr(self, name)}; it must not be negative")

    def stamp(self) -> dict[str, Any]:
        """Return the settings as a result table carries them."""
        plain = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "progress"}
        return {**plain, "dem": "" if self.dem is None else Path(self.dem).name}


DEFAULT_SETTINGS = SolarSettings()
