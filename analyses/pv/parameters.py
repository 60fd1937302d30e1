"""Where panels go, how many fit, and the named profiles: `PVParameters`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

from analyses.pv.losses import FixedLosses, JISLosses, Losses, PVWattsLosses
from analyses.pv.racks import Rack
from citygml.errors import AnalysisError

Profile = Literal["jis", "pvwatts", "plateau"]


@dataclass(frozen=True, slots=True)
class PVParameters:
    """Panels, where they go, and what is lost.

    Capacity is usable area x `usable_ratio` x `density_kw_per_m2`. Usable is the roof without its
    edges (`setback_m`) and without what something stands on or covers.

    Attributes
    ----------
    losses : JISLosses, PVWattsLosses or FixedLosses
        What becomes of the light.
    rack : Rack or None
        How panels stand on flat roofs; None: they lie in the plane of the roof.
    density_kw_per_m2 : float
        Of panels [kW/m²]; Environment Ministry, renewable-energy zoning survey, FY2018.
    usable_ratio : float
        Share of the usable area that panels can take (PLATEAU UC22-013 default).
    facade_usable_ratio : float
        The same for façades: 0.2 is the share of façades that suits by architecture in IEA PVPS
        T7-4:2002, "Potential for building integrated photovoltaics".
    area_basis : {"plane", "plan"}
        Area in the plane of the roof, or as seen from above (the official program).
    setback_m : float
        Kept free along every edge; 0, as `usable_ratio` is meant to hold it. [m]
    leave_covered : bool
        Whether the part of a roof is left out that another surface stands on or covers: roofs
        above, installations. The official program leaves out none.
    min_area_m2, max_tilt_deg : float
        Smaller and steeper roofs carry no panels (PLATEAU UC22-013: 10 m², 60 deg). Area in the
        sense of `area_basis`.
    max_land_tilt_deg : float
        Steeper land carries none (PLATEAU UC22-013: 30 deg).
    north_half_width_deg, north_min_tilt_deg : float
        Nor do roofs within this of north that are steeper than this (same: 22 deg, 15 deg).
    min_sky_view_ratio : float
        Nor do planes that other surfaces cover.
    snow_loss_ratio : tuple of float
        Share of generation lost to snow on the panels, January to December; 0 by default, as no
        yield model here knows snow (65 systems in Nagaoka: a quarter below a JIS estimate).
    """

    losses: Losses = field(default_factory=JISLosses)
    rack: Rack | None = None
    density_kw_per_m2: float = 0.167
    usable_ratio: float = 0.8
    facade_usable_ratio: float = 0.2
    area_basis: Literal["plane", "plan"] = "plane"
    setback_m: float = 0.0
    leave_covered: bool = True
    min_area_m2: float = 10.0
    max_tilt_deg: float = 60.0
    max_land_tilt_deg: float = 30.0
    north_half_width_deg: float = 22.0
    north_min_tilt_deg: float = 15.0
    min_sky_view_ratio: float = 0.02
    snow_loss_ratio: tuple[float, ...] = (0.0,) * 12

    def __post_init__(self) -> None:
        """Check shares and lengths once."""
        shares = {
            "usable_ratio": (self.usable_ratio,),
            "facade_usable_ratio": (self.facade_usable_ratio,),
            "snow_loss_ratio": self.snow_loss_ratio,
        }
        for name, values in shares.items():
            if not all(0.0 <= value <= 1.0 for value in values):
                raise AnalysisError(f"{name} is {values}; a share lies between 0 and 1")
        if len(self.snow_loss_ratio) != 12:
            raise AnalysisError(
                f"snow_loss_ratio has {len(self.snow_loss_ratio)} numbers; give twelve, one a month"
            )
        if not (self.setback_m >= 0.0 and self.density_kw_per_m2 > 0.0):
            raise AnalysisError(
                f"setback_m is {self.setback_m}, density_kw_per_m2 {self.density_kw_per_m2}; the "
                "one must not be negative, the other positive"
            )


#: "jis": JIS C 8907. "pvwatts": PVWatts 5. "plateau": what the official program (UC22-013) takes,
#: plan areas, 0.88, racks that do not shade each other; for comparison only.
PROFILES = {
    "jis": PVParameters(),
    "pvwatts": PVParameters(losses=PVWattsLosses()),
    "plateau": PVParameters(
        losses=FixedLosses(),
        rack=Rack(ground_cover_ratio=None),
        area_basis="plan",
        leave_covered=False,
        min_sky_view_ratio=0.0,
    ),
}


def pv_parameters(profile: str | PVParameters) -> PVParameters:
    """Parameters of a profile by name; parameters pass through.

    Raises
    ------
    AnalysisError
        If there is no profile of that name.
    """
    if isinstance(profile, PVParameters):
        return profile
    if profile not in PROFILES:
        raise AnalysisError(
            f"profile is {profile!r}; it must be one of {', '.join(get_args(Profile))}"
        )
    return PROFILES[profile]
