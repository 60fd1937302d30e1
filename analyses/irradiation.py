"""Light + planes -> what each direction is worth; times what is seen -> irradiation by month."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analyses.sky import SUNSHINE_DNI, Light, SkyPatches, SunDirections

#: W/m2 over an hour -> kWh/m2.
_KWH = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Directions:
    """All directions in which sensors look: patches of the sky, then suns.

    Attributes
    ----------
    sky : SkyPatches
        In the frame of the city, whose north is that of the grid.
    suns : (k, 3) ndarray of float64
        Representative directions of the sun, same frame.
    """

    sky: SkyPatches
    suns: NDArray[np.float64]

    @property
    def vectors(self) -> NDArray[np.float64]:
        """All unit vectors, (d, 3)."""
        return np.concatenate([self.sky.vectors, self.suns])


@dataclass(frozen=True, slots=True, eq=False)
class Bins:
    """Intervals of a `Light` sorted by month and by the representative suns around them.

    Intervals of one month between the same two suns have two bins, one after the other: what they
    take from the sun before, and what from the sun after.

    Attributes
    ----------
    light : Light
        The sorted intervals; `Light.sun` in the frame of the city.
    start : (q / 2,) ndarray of int64
        First interval of each pair of bins.
    after_share : (t,) ndarray of float64
        What each interval takes from the sun after.
    sun : (q,) ndarray of int64
        Representative sun of each bin.
    month_start : (m,) ndarray of int64
        First bin of each month that occurs.
    month : (m,) ndarray of int64
        Those months, 0 to 11.
    up : (t,) ndarray of bool
        Whether the sun is above the horizon.
    """

    light: Light
    start: NDArray[np.int64]
    after_share: NDArray[np.float64]
    sun: NDArray[np.int64]
    month_start: NDArray[np.int64]
    month: NDArray[np.int64]
    up: NDArray[np.bool_]

    def sums(self, values: NDArray[Any]) -> NDArray[np.float64]:
        """Add up values of intervals (..., t) by bin, (..., q)."""
        whole = np.add.reduceat(values, self.start, axis=-1, dtype=np.float64)
        after = np.add.reduceat(values * self.after_share, self.start, axis=-1)
        return np.stack([whole - after, after], axis=-1).reshape(*values.shape[:-1], -1)


def binned(light: Light, suns: SunDirections) -> Bins:
    """Sort the intervals so that sums over months and representative suns are sums of slices.

    Parameters
    ----------
    light : Light
        At least one interval.
    suns : SunDirections
        From `sun_directions` of the same light.
    """
    sun, after = np.maximum(suns.of_interval, 0), np.maximum(suns.after_interval, 0)
    order = np.lexsort((after, sun, light.month))
    keys = np.stack([light.month, sun, after], axis=1)[order]
    changes = (np.diff(keys, axis=0) != 0).any(axis=1)
    start = np.append(0, np.flatnonzero(changes) + 1)
    month, month_start = np.unique(keys[start, 0], return_index=True)
    return Bins(
        light=light.take(order),
        start=start,
        after_share=suns.after_share[order],
        sun=keys[start, 1:].reshape(-1),
        month_start=2 * month_start,
        month=month,
        up=suns.of_interval[order] >= 0,
    )


@dataclass(frozen=True, slots=True, eq=False)
class PlaneWeights:
    """What light of each direction is worth to planes, were it all to arrive.

    Attributes
    ----------
    sky, horizon : (n, p) ndarray of float64
        Share of a plane's view of the sky, and of its lowest row, that each patch makes up.
    beam, circumsolar : (n, q) ndarray of float64
        Irradiation of each bin. [kWh/m²]
    sunshine_h : (n, q) ndarray of float64
        Hours of each bin in which the sun shines on the plane. [h]
    isotropic, horizontal, ground : (n, 12) ndarray of float64
        Irradiation by month: from the sky, its horizon, the ground. [kWh/m²]
    wanted : (n, p + k) ndarray of bool
        Directions in front of the plane.
    """

    sky: NDArray[np.float64]
    horizon: NDArray[np.float64]
    beam: NDArray[np.float64]
    circumsolar: NDArray[np.float64]
    sunshine_h: NDArray[np.float64]
    isotropic: NDArray[np.float64]
    horizontal: NDArray[np.float64]
    ground: NDArray[np.float64]
    wanted: NDArray[np.bool_]

    def take(self, rows: NDArray[np.int64]) -> PlaneWeights:
        """Return the weights of the given planes."""
        return PlaneWeights(
            **{field.name: getattr(self, field.name)[rows] for field in fields(self)}
        )


def open_irradiance(normals: NDArray[np.float64], light: Light) -> NDArray[np.float64]:
    """Irradiance of planes that nothing shades, in every interval of a `Light`.

    Parameters
    ----------
    normals : (n, 3) ndarray of float64
        Unit normals in the frame of the light.
    light : Light
        See there for the formula; the sky part is not let below 0, as in pvlib.

    Returns
    -------
    (n, t) ndarray of float64
        [W/m²]
    """
    cosine = np.maximum(normals @ light.sun.T, 0.0) * (light.sun[:, 2] > 0.0)
    up = normals[:, 2:]
    sky = light.circumsolar * cosine + (1.0 + up) / 2.0 * light.isotropic
    sky += np.sqrt(np.maximum(1.0 - up**2, 0.0)) * light.horizon
    return np.asarray(light.dni * cosine + np.maximum(sky, 0.0) + (1.0 - up) / 2.0 * light.ground)


def open_irradiation(normals: NDArray[np.float64], light: Light) -> NDArray[np.float64]:
    """Irradiation of planes that nothing shades by month, (n, 12). [kWh/m²]

    Parameters are those of `open_irradiance`.
    """
    by_month = np.zeros((len(light.month), 12))
    by_month[np.arange(len(light.month)), light.month] = light.hours * _KWH
    return np.asarray(open_irradiance(normals, light) @ by_month)


def plane_weights(normals: NDArray[np.float64], bins: Bins, directions: Directions) -> PlaneWeights:
    """Weights of all directions for planes.

    Cosines of incidence are those of the true sun of every interval; the sum over all directions
    is the closed form of the sky model, as pvlib gives it.

    Parameters
    ----------
    normals : (n, 3) ndarray of float64
        Unit normals in the frame of the city.
    bins : Bins
        From `binned`.
    directions : Directions
        In the same frame.
    """
    light = bins.light
    cosine = np.maximum(normals @ light.sun.T, 0.0) * bins.up
    up = normals[:, 2]
    sky_share, ground_share = (1.0 + up) / 2.0, (1.0 - up) / 2.0
    sine = np.sqrt(np.maximum(1.0 - up**2, 0.0))
    around = light.circumsolar * cosine
    # Perez's horizon may be darker than the rest is bright: pvlib cuts the sum at 0, so here.
    total = around + sky_share[:, None] * light.isotropic + sine[:, None] * light.horizon
    bright = (total > 0.0).astype(np.float64)
    by_month = np.zeros((len(light.month), 12))
    by_month[np.arange(len(light.month)), light.month] = light.hours * _KWH
    facing = np.maximum(normals @ directions.sky.vectors.T, 0.0) * directions.sky.solid_angle_sr
    seen = np.zeros((len(normals), len(directions.suns)), dtype=bool)
    np.logical_or.at(seen.T, bins.sun, (bins.sums(cosine) > 0.0).T)
    sunny = (cosine > 0.0) & (light.dni > SUNSHINE_DNI)
    return PlaneWeights(
        sky=_shares(facing),
        horizon=_shares(facing * directions.sky.lowest),
        beam=bins.sums(cosine * light.dni) * light.hours * _KWH,
        circumsolar=bins.sums(around * bright) * light.hours * _KWH,
        sunshine_h=bins.sums(sunny) * light.hours,
        isotropic=sky_share[:, None] * (bright @ (by_month * light.isotropic[:, None])),
        horizontal=sine[:, None] * (bright @ (by_month * light.horizon[:, None])),
        ground=ground_share[:, None] * (by_month.T @ light.ground),
        wanted=np.concatenate([facing > 0.0, seen], axis=1),
    )


def _shares(weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each row divided by its sum; a row of nothing stays nothing."""
    total = weight.sum(axis=1, keepdims=True)
    return np.asarray(weight / np.where(total > 0.0, total, 1.0))


@dataclass(frozen=True, slots=True, eq=False)
class Irradiation:
    """Irradiation of planes by month and by origin of the light.

    Attributes
    ----------
    beam, diffuse, reflected : (n, 12) ndarray of float64
        Direct light; light of the sky, round the sun and at the horizon; light from the ground.
        [kWh/m²]
    unshaded_beam, unshaded : (n,) ndarray of float64
        Direct light and all light of the year were there no obstacle. [kWh/m²]
    sky_view_ratio : (n,) ndarray of float64
        Cosine-weighted share of the sky dome that is seen, (1 + cos tilt) / 2 without obstacles.
    sunlit_h : (n,) ndarray of float64
        Hours of the year in which the sun shines on the plane. [h]
    """

    beam: NDArray[np.float64]
    diffuse: NDArray[np.float64]
    reflected: NDArray[np.float64]
    unshaded_beam: NDArray[np.float64]
    unshaded: NDArray[np.float64]
    sky_view_ratio: NDArray[np.float64]
    sunlit_h: NDArray[np.float64]

    @property
    def total(self) -> NDArray[np.float64]:
        """All light by month, (n, 12). [kWh/m²]"""
        return np.asarray(self.beam + self.diffuse + self.reflected)


@dataclass(frozen=True, slots=True, eq=False)
class Bounce:
    """Light that comes from what stands and lies around, by one reflection.

    Attributes
    ----------
    facade : (p, 12) ndarray of float64
        Irradiation of an open façade that looks towards each patch of the sky from beyond it, times
        its reflectance. [kWh/m²]
    ground_seen, ground_lit : (n,) ndarray of float64
        Share of a plane's view below the horizon that is ground, and share of the global
        irradiation that arrives on that ground.
    """

    facade: NDArray[np.float64]
    ground_seen: NDArray[np.float64]
    ground_lit: NDArray[np.float64]


def irradiation(
    weights: PlaneWeights,
    share: NDArray[np.float64],
    normals: NDArray[np.float64],
    bins: Bins,
    *,
    bounce: Bounce | None = None,
) -> Irradiation:
    """Irradiation of planes from what they see and what it is worth.

    The isotropic part is reduced by the share of the sky seen, the light round the sun by that of
    the sun, the horizon by that of the lowest row of patches.

    Parameters
    ----------
    weights : PlaneWeights
        From `plane_weights`.
    share : (n, p + k) ndarray of float64
        From `visible_share`.
    normals : (n, 3) ndarray of float64
        Unit normals.
    bins : Bins
        From `binned`.
    bounce : Bounce, optional
        By default obstacles are black, and the ground is open and lit by all global irradiance:
        (1 - cos tilt) / 2 of it reaches the plane.
    """
    patches = weights.sky.shape[1]
    sky, sun = share[:, :patches], share[:, patches:][:, bins.sun]
    sky_seen = (weights.sky * sky).sum(axis=1)
    edge = weights.horizon.sum(axis=1)
    horizon_seen = np.where(edge > 0.0, (weights.horizon * sky).sum(axis=1), 1.0)

    def by_month(values: NDArray[np.float64]) -> NDArray[np.float64]:
        months = np.zeros((len(values), 12))
        months[:, bins.month] = np.add.reduceat(values, bins.month_start, axis=1)
        return months

    beam = by_month(weights.beam * sun)
    diffuse = by_month(weights.circumsolar * sun)
    diffuse += weights.isotropic * sky_seen[:, None] + weights.horizontal * horizon_seen[:, None]
    unshaded_sky = weights.circumsolar.sum(axis=1) + (weights.isotropic + weights.horizontal).sum(
        axis=1
    )
    unshaded_beam = weights.beam.sum(axis=1)
    reflected = weights.ground
    if bounce is not None:
        reflected = _reflected(weights, 1.0 - sky, bounce, up=normals[:, 2])
    return Irradiation(
        beam=beam,
        # A dark horizon that is seen next to a sky that is not would count below nothing.
        diffuse=np.maximum(diffuse, 0.0),
        reflected=reflected,
        unshaded_beam=unshaded_beam,
        unshaded=unshaded_beam + unshaded_sky + weights.ground.sum(axis=1),
        sky_view_ratio=sky_seen * (1.0 + normals[:, 2]) / 2.0,
        sunlit_h=(weights.sunshine_h * sun).sum(axis=1),
    )


def _reflected(
    weights: PlaneWeights,
    hidden: NDArray[np.float64],
    bounce: Bounce,
    *,
    up: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Light from the ground that is seen and from façades where sky or ground is hidden.

    What a façade opposite sees of the sky is taken to be what the plane itself sees of its own.
    """
    sky_share, ground_share = (1.0 + up) / 2.0, (1.0 - up) / 2.0
    covered = weights.sky * hidden
    open_share = weights.sky.sum(axis=1) - covered.sum(axis=1)
    ground = weights.ground * (bounce.ground_seen * bounce.ground_lit)[:, None]
    above = covered @ bounce.facade * sky_share[:, None]
    below = weights.sky @ bounce.facade * (ground_share * (1.0 - bounce.ground_seen))[:, None]
    return np.asarray(ground + (above + below) * open_share[:, None])


def joined(parts: list[Irradiation], *, rows: NDArray[np.int64], count: int) -> Irradiation:
    """Irradiation of blocks of planes as one, nan for planes in no block.

    Parameters
    ----------
    parts : list of Irradiation
        The blocks, in order.
    rows : (m,) ndarray of int64
        Plane of each row of the blocks.
    count : int
        Number of planes.
    """
    values = {}
    for field in fields(Irradiation):
        found = [getattr(part, field.name) for part in parts]
        shape = (count, 12) if field.name in {"beam", "diffuse", "reflected"} else (count,)
        whole = np.full(shape, np.nan)
        if found:
            whole[rows] = np.concatenate(found)
        values[field.name] = whole
    return Irradiation(**values)
