"""Weather + orientation -> share of the light that becomes electricity, month by month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analyses.irradiation import open_irradiance
from analyses.sky import Light
from analyses.sun import pvlib_module, unit_vectors
from citygml.errors import AnalysisError

#: Temperature of the standard test condition of a module. [degC]
STC_TEMPERATURE = 25.0
#: Orientations closer than this have the same ratio under PVWatts: 0.1 % of it. [deg]
_TILT_STEP_DEG, _AZIMUTH_STEP_DEG = 5.0, 10.0
#: Orientations worked through at once.
_CLASSES = 64


@dataclass(frozen=True, slots=True)
class JISLosses:
    """JIS C 8907:2005: constant factors, and temperature by month.

    Generation of a month is K capacity H, with H the irradiation in the plane over 1 kW/m² and
    K = `annual_variation` x `degradation` x `array_circuit` x `load_matching` x `inverter`
    x (1 + `temperature_coefficient_per_k` (T + `temperature_rise_k` - 25)) [1]_, T the mean air
    temperature of the month.

    Attributes
    ----------
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
    >>> round(JISLosses().basic_factor, 4)
    0.7562
    """

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


@dataclass(frozen=True, slots=True)
class PVWattsLosses:
    """PVWatts 5 [1]_ by pvlib: hourly cell temperature, constant losses.

    The ratio of a plane is that of the open plane of its tilt and azimuth; shade changes the
    temperature of cells, but hardly the ratio.

    Attributes
    ----------
    system_loss_ratio : float
        Soiling, wiring, mismatch and so on: 14.08 % [1]_.
    inverter : float
        Efficiency [1]_.
    temperature_coefficient_per_k : float
        Of modern crystalline modules.
    mounting : {"close_mount_glass_glass", "open_rack_glass_glass", \
"open_rack_glass_polymer", "insulated_back_glass_polymer"}
        Row of the SAPM cell temperature model in pvlib.

    References
    ----------
    .. [1] A. P. Dobos, "PVWatts Version 5 Manual", NREL/TP-6A20-62641, 2014.
    """

    system_loss_ratio: float = 0.1408
    inverter: float = 0.96
    temperature_coefficient_per_k: float = -0.0035
    mounting: Literal[
        "close_mount_glass_glass",
        "open_rack_glass_glass",
        "open_rack_glass_polymer",
        "insulated_back_glass_polymer",
    ] = "close_mount_glass_glass"


@dataclass(frozen=True, slots=True)
class FixedLosses:
    """One factor for everything, without temperature: PLATEAU UC22-013 takes 0.88.

    Attributes
    ----------
    ratio : float
        KPY of the official program (`CalcSolarPower.cpp`), there attributed to REPOS. With
        METPV-20 weather it is 23 % above JIS C 8907.
    """

    ratio: float = 0.88


Losses = JISLosses | PVWattsLosses | FixedLosses


def performance_ratios(
    weather: pd.DataFrame,
    losses: Losses,
    *,
    light: Light,
    tilt_deg: NDArray[np.float64],
    azimuth_deg: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Electricity over light on the panels by month, (n, 12).

    A month that the weather table does not have counts 0. Weather without any temperature, such as
    that of a clear sky, leaves all nan where the model needs it.

    Parameters
    ----------
    weather : DataFrame
        From `read_weather`.
    losses : JISLosses, PVWattsLosses or FixedLosses
        The model.
    light : Light
        Of that weather, its sun east of true north; only PVWatts asks for it.
    tilt_deg, azimuth_deg : (n,) ndarray of float64
        Of the panels; azimuth from true north, nan = level. [deg]

    Raises
    ------
    AnalysisError
        If the model needs temperature (PVWatts: and wind) and some months have it, others not.
    """
    count = len(tilt_deg)
    if isinstance(losses, FixedLosses):
        return np.full((count, 12), losses.ratio)
    if lacks_temperature(weather):
        return np.full((count, 12), np.nan)
    temperature = _monthly(weather, "temp_air")
    if isinstance(losses, JISLosses):
        rise = temperature + losses.temperature_rise_k - STC_TEMPERATURE
        ratio = losses.basic_factor * (1.0 + losses.temperature_coefficient_per_k * rise)
        return np.tile(ratio.reindex(range(1, 13), fill_value=0.0).to_numpy(float), (count, 1))
    return _pvwatts(weather, losses, light, np.stack([tilt_deg, azimuth_deg], axis=1))


def lacks_temperature(weather: pd.DataFrame) -> bool:
    """Whether weather has no temperature at all, as that of a clear sky."""
    return bool(weather["temp_air"].isna().all())


def _monthly(weather: pd.DataFrame, name: str) -> pd.Series:
    """Mean of every month that there is; raise where one has no value."""
    mean = weather[name].groupby(weather.index.month).mean()
    if mean.isna().any():
        raise AnalysisError(
            f"month {int(mean.index[mean.isna()][0])} of the weather has no {name}; the yield "
            f"of panels depends on it; fill {name} or take profile 'plateau'"
        )
    return mean


def _pvwatts(
    weather: pd.DataFrame, losses: PVWattsLosses, light: Light, facing: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Ratios of PVWatts by month for tilt and azimuth in two columns."""
    _monthly(weather, "wind_speed")
    steps = np.array([_TILT_STEP_DEG, _AZIMUTH_STEP_DEG])
    step = np.round(np.nan_to_num(facing) / steps)
    step[step[:, 0] == 0.0, 1] = 0.0
    classes, inverse = np.unique(step, axis=0, return_inverse=True)
    tilt, azimuth = (classes * steps).T
    normals = unit_vectors(azimuth, 90.0 - tilt)
    # A gap in temperature or wind takes the mean of its month.
    filled = weather[["temp_air", "wind_speed"]]
    filled = filled.fillna(filled.groupby(weather.index.month).transform("mean"))
    air, wind = filled.to_numpy(float)[light.row].T
    by_month = np.zeros((len(light.month), 12))
    by_month[np.arange(len(light.month)), light.month] = 1.0
    found = [
        _pvwatts_sums(losses, open_irradiance(normals[i : i + _CLASSES], light), air, wind=wind)
        @ by_month
        for i in range(0, len(normals), _CLASSES)
    ]
    light_sums = [
        open_irradiance(normals[i : i + _CLASSES], light) @ by_month
        for i in range(0, len(normals), _CLASSES)
    ]
    power, received = (np.concatenate([np.zeros((0, 12)), *rows]) for rows in (found, light_sums))
    ratio = power / np.where(received > 0.0, received, 1.0)
    return np.asarray(ratio[inverse.reshape(-1)])


def _pvwatts_sums(
    losses: PVWattsLosses,
    irradiance: NDArray[np.float64],
    air: NDArray[np.float64],
    *,
    wind: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Output of every interval per watt installed and W/m² of 1000, (n, t)."""
    pvlib = pvlib_module()
    constants = pvlib.temperature.TEMPERATURE_MODEL_PARAMETERS["sapm"][losses.mounting]
    cell = pvlib.temperature.sapm_cell(irradiance, air, wind, **constants)
    direct = pvlib.pvsystem.pvwatts_dc(
        irradiance, cell, 1000.0, losses.temperature_coefficient_per_k
    )
    return np.asarray(direct * (1.0 - losses.system_loss_ratio) * losses.inverter)
