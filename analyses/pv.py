"""Irradiation + roof -> photovoltaic capacity, generation, and why a roof carries no panels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from citygml.errors import AnalysisError

#: Reasons of `roof_exclusions`.
INSTALLATION = "building installation"
TOO_SMALL = "too small"
TOO_STEEP = "too steep"
NORTH = "faces north"
COVERED = "covered"
#: Temperature of the standard test condition of a module. [degC]
STC_TEMPERATURE = 25.0


@dataclass(frozen=True, slots=True)
class PVParameters:
    """Panels, where they go, and what is lost: JIS C 8907:2005 by default.

    Capacity is area x `usable_ratio` x `density_kw_per_m2`; panels lie in the plane of the roof.
    Generation of a month is K capacity H, with H the irradiation in the plane over 1 kW/m² and
    K = `annual_variation` x `degradation` x `array_circuit` x `load_matching` x `inverter`
    x (1 + `temperature_coefficient_per_k` (T + `temperature_rise_k` - 25)) [1]_, T the mean air
    temperature of the month. Snow on panels is not counted.

    Attributes
    ----------
    density_kw_per_m2 : float
        Of panels [kW/m²]; Environment Ministry, renewable-energy zoning survey, FY2018.
    usable_ratio : float
        Share of a roof that panels can take (PLATEAU UC22-013 default).
    min_area_m2, max_tilt_deg : float
        Smaller and steeper roofs carry no panels (PLATEAU UC22-013: 10 m², 60 deg).
    north_half_width_deg, north_min_tilt_deg : float
        Nor do roofs within this of north that are steeper than this (same: 22 deg, 15 deg).
    min_sky_view_ratio : float
        Nor do planes that other surfaces cover.
    annual_variation, degradation, array_circuit, load_matching, inverter : float
        K_HD, K_PD (crystalline), K_PA, K_PM, eta_INO of [1]_: together 0.7562.
    temperature_coefficient_per_k : float
        Of crystalline silicon (0.0041 lost per kelvin) [1]_.
    temperature_rise_k : float
        Of modules above the air: 21.5 on a roof, 18.4 on a rack, 28.0 in the roof [1]_. [K]

    References
    ----------
    .. [1] JIS C 8907:2005, "Estimation method of generating electric energy by PV power system",
       clause 5 and tables 2 to 5 (constants from secondary sources).

    Examples
    --------
    >>> round(PVParameters().basic_factor, 4)
    0.7562
    """

    density_kw_per_m2: float = 0.167
    usable_ratio: float = 0.8
    min_area_m2: float = 10.0
    max_tilt_deg: float = 60.0
    north_half_width_deg: float = 22.0
    north_min_tilt_deg: float = 15.0
    min_sky_view_ratio: float = 0.02
    annual_variation: float = 0.97
    degradation: float = 0.95
    array_circuit: float = 0.97
    load_matching: float = 0.94
    inverter: float = 0.90
    temperature_coefficient_per_k: float = -0.0041
    temperature_rise_k: float = 21.5

    @property
    def basic_factor(self) -> float:
        """K' of the standard: all losses but that of temperature."""
        return (
            self.annual_variation
            * self.degradation
            * self.array_circuit
            * self.load_matching
            * self.inverter
        )


PROFILES = {"jis": PVParameters()}


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
        raise AnalysisError(f"profile is {profile!r}; it must be one of {', '.join(PROFILES)}")
    return PROFILES[profile]


def performance_ratios(weather: pd.DataFrame, parameters: PVParameters) -> NDArray[np.float64]:
    """K of every month, from the mean air temperature of the month, (12,).

    A month that the weather table does not have counts 0.

    Parameters
    ----------
    weather : DataFrame
        From `read_weather`.
    parameters : PVParameters
        Losses.

    Raises
    ------
    AnalysisError
        If a month has no temperature at all.
    """
    mean = weather["temp_air"].groupby(weather.index.month).mean()
    if mean.isna().any():
        raise AnalysisError(
            f"month {int(mean.index[mean.isna()][0])} of the weather has no temperature; the yield "
            "of panels depends on it; fill temp_air"
        )
    rise = mean + parameters.temperature_rise_k - STC_TEMPERATURE
    ratio = parameters.basic_factor * (1.0 + parameters.temperature_coefficient_per_k * rise)
    return np.asarray(ratio.reindex(range(1, 13), fill_value=0.0), dtype=np.float64)


def specific_yield(monthly: ArrayLike, ratios: ArrayLike) -> NDArray[np.float64]:
    """Sum the generation of a year per installed kilowatt, (n,). [kWh/kW]

    Parameters
    ----------
    monthly : (n, 12) array_like of float
        Irradiation in the plane of the panels. [kWh/m²]
    ratios : (12,) array_like of float
        From `performance_ratios`.

    Examples
    --------
    >>> specific_yield([[100.0] * 12], [0.75] * 12)
    array([900.])
    """
    return np.asarray(np.asarray(monthly, dtype=np.float64) @ np.asarray(ratios, dtype=np.float64))


def roof_exclusions(roofs: pd.DataFrame, parameters: PVParameters) -> NDArray[np.object_]:
    """Why each roof carries no panels, "" where it does, (n,).

    Parameters
    ----------
    roofs : DataFrame
        With ``kind``, ``area_m2``, ``tilt_deg``, ``azimuth_deg`` (nan = level),
        ``sky_view_ratio`` and ``exclusion``, the reason why there are no values, or "".
    parameters : PVParameters
        Thresholds.

    Examples
    --------
    >>> roofs = pd.DataFrame({"kind": "Building", "area_m2": [50.0, 5.0, 50.0], "exclusion": "",
    ...                       "tilt_deg": [30.0, 30.0, 30.0], "azimuth_deg": [180.0, 180.0, 350.0],
    ...                       "sky_view_ratio": 0.9})
    >>> roof_exclusions(roofs, PVParameters()).tolist()
    ['', 'too small', 'faces north']
    """
    from_north = np.abs((roofs["azimuth_deg"].to_numpy(dtype=float) + 180.0) % 360.0 - 180.0)
    tilt = roofs["tilt_deg"].to_numpy(dtype=float)
    reason = roofs["exclusion"].to_numpy(dtype=object)
    conditions = {
        INSTALLATION: roofs["kind"].to_numpy() == "BuildingInstallation",
        TOO_SMALL: roofs["area_m2"].to_numpy(dtype=float) < parameters.min_area_m2,
        TOO_STEEP: tilt > parameters.max_tilt_deg,
        NORTH: (from_north < parameters.north_half_width_deg)
        & (tilt > parameters.north_min_tilt_deg),
        COVERED: roofs["sky_view_ratio"].to_numpy(dtype=float) < parameters.min_sky_view_ratio,
    }
    found = np.select(list(conditions.values()), list(conditions), default="").astype(object)
    return np.asarray(np.where(reason != "", reason, found), dtype=object)
