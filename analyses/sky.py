"""Weather + sky model -> light by direction: where rays go, and what each of them is worth."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal, NamedTuple, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analyses.sun import (
    extraterrestrial,
    pvlib_module,
    require_irradiance,
    require_weather,
    sun_positions,
    unit_vectors,
)
from citygml.errors import AnalysisError

SkyModel = Literal["perez", "haydavies", "isotropic"]
Preset = Literal["fast", "default", "reference"]

#: Patches per row of the Tregenza sky, lowest row first; the zenith is one more.
_TREGENZA_ROWS = (30, 30, 24, 24, 18, 12, 6)
#: Sunshine in the sense of WMO-No. 8, vol. I, sec. 8.1.1: direct irradiance above this. [W/m2]
SUNSHINE_DNI = 120.0
#: Reflectance of the ground where the weather table has no column ``albedo``: pvlib's default.
DEFAULT_ALBEDO = 0.2
#: Least cosine of the zenith in the circumsolar ratio: Perez et al. 1990 (85 deg), and pvlib's
#: Hay-Davies.
_PEREZ_MIN_COS, _HAYDAVIES_MIN_COS = float(np.cos(np.radians(85.0))), 0.01745
#: Tilt of the auxiliary plane from which the horizon brightening is read. [deg]
_PROBE_TILT_DEG = 10.0


class SamplingOfSky(NamedTuple):
    """How finely sky and sun are sampled.

    Attributes
    ----------
    subdivision : int
        Reinhart's factor: 1, 2, 4 give 145, 577, 2305 patches.
    sun_step_days : int
        A day in so many gives sun directions at each of its hours; 1 = every hour of the year.
    """

    subdivision: int
    sun_step_days: int


#: Annual beam on shaded roofs against every hour traced: "fast" within 2.5 %, "default" within 1 %,
#: "reference" is every hour. A single point under a jagged horizon (six random ones, walls and
#: canyons measured) errs more: on roofs 1.0 % rms and 2.1 % at most with "fast", 0.5 % and 1.3 %
#: with "default", on vertical planes 2.6 % and 5.4 %, 1.2 % and 3.1 %.
PRESETS: dict[Preset, SamplingOfSky] = {
    "fast": SamplingOfSky(1, 30),
    "default": SamplingOfSky(2, 10),
    "reference": SamplingOfSky(4, 1),
}


@dataclass(frozen=True, slots=True, eq=False)
class SkyPatches:
    """Directions that stand for the sky above the horizon.

    Attributes
    ----------
    vectors : (p, 3) ndarray of float64
        Unit vectors, one in each patch.
    solid_angle_sr : (p,) ndarray of float64
        Of the patches; they add up to 2 pi. [sr]
    lowest : (p,) ndarray of bool
        Whether the patch touches the horizon.
    """

    vectors: NDArray[np.float64]
    solid_angle_sr: NDArray[np.float64]
    lowest: NDArray[np.bool_]


def sky_patches(subdivision: int, *, seed: int | None = 0) -> SkyPatches:
    """Reinhart's subdivision of the sky, with a direction in every patch.

    Rows of equal height, `subdivision` rows for each of Tregenza's seven, and a cap at the
    zenith [1]_. Directions at the centres of the patches would all lie on a few heights, and an
    edge of that height would hide a whole row; jittered, each row samples as many heights as it
    has patches.

    Parameters
    ----------
    subdivision : int
        1 to 6: 144 `subdivision`² + 1 patches.
    seed : int or None
        Of the jitter; None puts every direction in the centre of its patch.

    Returns
    -------
    SkyPatches

    Raises
    ------
    AnalysisError
        If `subdivision` is not 1 to 6.

    References
    ----------
    .. [1] C. F. Reinhart, O. Walkenhorst, "Validation of dynamic RADIANCE-based daylight
       simulations", Energy and Buildings 33(7), 2001; limits of rows as in Radiance's gendaymtx.

    Examples
    --------
    >>> patches = sky_patches(2)
    >>> len(patches.vectors), round(float(patches.solid_angle_sr.sum() / np.pi), 6)
    (577, 2.0)
    """
    if subdivision not in range(1, 7):
        raise AnalysisError(f"subdivision of the sky is {subdivision}; it must be 1 to 6")
    height = np.radians(90.0) / (7 * subdivision + 0.5)
    counts = np.repeat(np.array(_TREGENZA_ROWS), subdivision) * subdivision
    row = np.repeat(np.arange(len(counts)), counts)
    place = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
    up, across = np.full(len(row), 0.5), np.full(len(row), 0.5)
    if seed is not None:
        random = np.random.default_rng(seed)
        # A shuffled stratum each: the heights of a row are spread evenly, whatever the seed.
        order = np.lexsort((random.random(len(row)), row))
        stratum = np.zeros(len(row))
        stratum[order] = place
        up = (stratum + random.random(len(row))) / counts[row]
        across = random.random(len(row))
    low, high = np.sin(height * row), np.sin(height * (row + 1))
    elevation = np.arcsin(low + up * (high - low))
    azimuth = 2.0 * np.pi * (place + across) / counts[row]
    vectors = unit_vectors(np.degrees(azimuth), np.degrees(elevation))
    cap = 2.0 * np.pi * (1.0 - np.cos(height / 2.0))
    return SkyPatches(
        vectors=np.concatenate([vectors, [(0.0, 0.0, 1.0)]]),
        solid_angle_sr=np.append(2.0 * np.pi * (high - low) / counts[row], cap),
        lowest=np.append(row == 0, False),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Light:
    """Light of every interval with light, by where it comes from.

    A plane of tilt b that nothing shades receives, with c the cosine of incidence of the sun,
    ``dni c + circumsolar c + isotropic (1 + cos b)/2 + horizon sin b + ground (1 - cos b)/2``.

    Attributes
    ----------
    sun : (t, 3) ndarray of float64
        Unit vectors towards the refracted sun, east of true north.
    month : (t,) ndarray of int64
        0 to 11.
    day : (t,) ndarray of int64
        Day of the year, from 1.
    slot : (t,) ndarray of int64
        Time of the day, in minutes since midnight; equal for the same hour of all days.
    hours : float
        Length of an interval. [h]
    row : (t,) ndarray of int64
        Row of the weather table.
    dni, circumsolar, isotropic, horizon, ground : (t,) ndarray of float64
        See above. [W/m²]
    """

    sun: NDArray[np.float64]
    month: NDArray[np.int64]
    day: NDArray[np.int64]
    slot: NDArray[np.int64]
    hours: float
    row: NDArray[np.int64]
    dni: NDArray[np.float64]
    circumsolar: NDArray[np.float64]
    isotropic: NDArray[np.float64]
    horizon: NDArray[np.float64]
    ground: NDArray[np.float64]

    def take(self, keep: NDArray[np.bool_] | NDArray[np.int64]) -> Light:
        """Return the given intervals (integers or a boolean mask)."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return Light(**{k: v if k == "hours" else v[keep] for k, v in values.items()})


def light_of(
    weather: pd.DataFrame, *, sky_model: SkyModel = "perez", albedo: float = DEFAULT_ALBEDO
) -> Light:
    """Split the irradiance of a weather table by where it comes from.

    Parameters
    ----------
    weather : DataFrame
        From `read_weather`. A column ``albedo`` (0 to 1, such as snow gives) takes the place of
        the parameter.
    sky_model : {"perez", "haydavies", "isotropic"}
        Perez et al. 1990 [1]_ with pvlib's coefficients; Hay and Davies 1980 [2]_; the uniform sky.
    albedo : float
        Reflectance of the ground.

    Returns
    -------
    Light
        Intervals without any light are left out.

    Raises
    ------
    AnalysisError
        If `sky_model` is unknown, `albedo` is not 0 to 1, irradiance is missing or negative, or
        there is no light at all.

    References
    ----------
    .. [1] R. Perez et al., "Modeling daylight availability and irradiance components from direct
       and global irradiance", Solar Energy 44(5), 1990, eq. 9.
    .. [2] J. E. Hay, J. A. Davies, "Calculation of the solar radiation incident on an inclined
       surface", Proc. First Canadian Solar Radiation Data Workshop, 1980.
    """
    require_weather(weather)
    require_irradiance(weather)
    if sky_model not in get_args(SkyModel):
        raise AnalysisError(
            f"sky_model is {sky_model!r}; it must be one of {', '.join(get_args(SkyModel))}"
        )
    if not 0.0 <= albedo <= 1.0:
        raise AnalysisError(f"albedo is {albedo}; a reflectance lies between 0 and 1")
    sun = sun_positions(weather)
    zenith, azimuth = (sun[name].to_numpy() for name in ("apparent_zenith", "azimuth"))
    dni, dhi, ghi = (weather[name].to_numpy(dtype=np.float64) for name in ("dni", "dhi", "ghi"))
    circumsolar, isotropic, horizon = _diffuse(
        sky_model, dni=dni, dhi=dhi, zenith=zenith, top=extraterrestrial(weather)
    )
    reflectance = weather["albedo"].to_numpy(float) if "albedo" in weather.columns else albedo
    index = weather.index
    light = Light(
        sun=unit_vectors(azimuth, 90.0 - zenith),
        month=index.month.to_numpy(dtype=np.int64) - 1,
        day=index.day_of_year.to_numpy(dtype=np.int64),
        slot=(index.hour * 60 + index.minute).to_numpy(dtype=np.int64),
        hours=float(pd.Timedelta(weather.attrs["interval"]) / pd.Timedelta(hours=1)),
        row=np.arange(len(index)),
        dni=dni,
        circumsolar=circumsolar,
        isotropic=isotropic,
        horizon=horizon,
        ground=ghi * reflectance,
    )
    lit = (dni > 0.0) | (dhi > 0.0) | (ghi > 0.0)
    if not lit.any():
        raise AnalysisError(
            f"the weather table has no light in any of its {len(weather)} rows; check its columns"
        )
    return light.take(lit)


def _diffuse(
    sky_model: SkyModel,
    *,
    dni: NDArray[np.float64],
    dhi: NDArray[np.float64],
    zenith: NDArray[np.float64],
    top: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Circumsolar (normal to the sun), isotropic and horizon part of the diffuse light."""
    zero = np.zeros(len(dhi))
    if sky_model == "isotropic":
        return zero, dhi, zero
    cos_zenith = np.cos(np.radians(zenith))
    if sky_model == "haydavies":
        anisotropy = dni / top
        ratio = dhi * anisotropy / np.maximum(cos_zenith, _HAYDAVIES_MIN_COS)
        return ratio, dhi * (1.0 - anisotropy), zero
    irradiance, atmosphere = pvlib_module().irradiance, pvlib_module().atmosphere

    def parts(tilt: float) -> dict[str, NDArray[np.float64]]:
        found: dict[str, NDArray[np.float64]] = irradiance.perez(
            surface_tilt=tilt,
            surface_azimuth=180.0,
            dhi=dhi,
            dni=dni,
            dni_extra=top,
            solar_zenith=zenith,
            solar_azimuth=np.full(len(zenith), 180.0),
            airmass=atmosphere.get_relative_airmass(zenith),
            return_components=True,
        )
        return {name: np.nan_to_num(values) for name, values in found.items()}

    # pvlib answers for planes; F1 and F2 of eq. 9 do not depend on the plane, so that two planes,
    # level and tilted by so little that no part is cut off at 0, give them back.
    isotropic = parts(0.0)["poa_isotropic"]
    horizon = parts(_PROBE_TILT_DEG)["poa_horizon"] / np.sin(np.radians(_PROBE_TILT_DEG))
    around_sun = np.where(isotropic > 0.0, dhi - isotropic, 0.0)
    return around_sun / np.maximum(cos_zenith, _PEREZ_MIN_COS), isotropic, horizon


#: Hours whose representative days differ, before they are the same again.
_TURNS = 3


class SunDirections(NamedTuple):
    """Sun directions that stand for all intervals, two for each.

    Attributes
    ----------
    vectors : (k, 3) ndarray of float64
        Unit vectors towards the sun.
    of_interval, after_interval : (t,) ndarray of int64
        Rows of `vectors` for each interval of a `Light`: the same hour on the representative day
        before (or of) it, and on the one after it; -1 where the sun is down.
    after_share : (t,) ndarray of float64
        What the one after counts, 0 to 1; the one before counts the rest.
    """

    vectors: NDArray[np.float64]
    of_interval: NDArray[np.int64]
    after_interval: NDArray[np.int64]
    after_share: NDArray[np.float64]


def sun_directions(light: Light, *, step_days: int) -> SunDirections:
    """Sun directions of one day in `step_days`, and which of them stand for each interval.

    Neighbouring hours have other such days, so that an edge is not crossed by all hours at once. An
    interval lies between the same hour of two such days, and takes from each by nearness. Only
    *visibility* is taken from there; the cosine of incidence stays that of the interval.

    Parameters
    ----------
    light : Light
        From `light_of`.
    step_days : int
        1 keeps every interval's own direction.

    Returns
    -------
    SunDirections

    Raises
    ------
    AnalysisError
        If `step_days` is less than 1.
    """
    if step_days < 1:
        raise AnalysisError(f"step_days is {step_days}; it must be at least 1")
    up = np.flatnonzero(light.sun[:, 2] > 0.0)
    before, share = np.full(len(light.sun), -1, dtype=np.int64), np.zeros(len(light.sun))
    if not len(up):
        return SunDirections(np.zeros((0, 3)), before, before, share)
    if step_days == 1:
        before[up] = np.arange(len(up))
        return SunDirections(light.sun[up], before, before, share)
    after = before.copy()
    late = step_days // _TURNS * (light.slot[up] // 60 % _TURNS)
    chosen = up[(light.day[up] - 1 + late) % step_days == step_days // 2]
    # An hour at which the sun is up on other days only is represented by its highest sun.
    slots = np.setdiff1d(light.slot[up], light.slot[chosen])
    highest = up[np.lexsort((-light.sun[up, 2], light.slot[up]))]
    _, first = np.unique(light.slot[highest], return_index=True)
    extra = highest[first][np.isin(light.slot[highest[first]], slots)]
    chosen = np.concatenate([chosen, extra])
    other_hour = light.slot[up][:, None] != light.slot[chosen]
    since = (light.day[up][:, None] - light.day[chosen]) % 365
    past, past_days = _nearest(since, other_hour)
    coming, coming_days = _nearest((-since) % 365, other_hour)
    gap = past_days + coming_days
    share[up] = past_days / np.maximum(gap, 1)
    # Hours about dawn have such days on one side only: the nearest counts alone.
    hole = gap > 2 * step_days
    share[up[hole]] = (coming_days < past_days)[hole]
    before[up], after[up] = past, coming
    return SunDirections(light.sun[chosen], before, after, share)


def _nearest(
    days: NDArray[np.int64], forbidden: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Column of the fewest days in each row that is not forbidden, and these days."""
    allowed = np.where(forbidden, 1000, days)
    return np.argmin(allowed, axis=1), allowed.min(axis=1)
