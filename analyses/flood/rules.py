"""Depth, storeys, structure -> true, false or unknown: the arithmetic of vertical evacuation.

Pure functions of arrays. Every quantity that is not known exactly is an interval, and every answer
is one of `FALSE` < `UNKNOWN` < `TRUE`, so that "and" is the minimum (Kleene's strong logic).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analyses.flood.criteria import FloodCriteria

Kleene = NDArray[np.int8]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

FALSE, UNKNOWN, TRUE = 0, 1, 2

#: Lower edges of the depth classes of Japanese hazard maps, each class half-open. [m]
BAND_EDGES_M = (0.5, 3.0, 5.0, 10.0, 20.0)
#: Storeys a building needs so that the uppermost stays dry, by depth class; none is official for
#: 20 m and more.
BAND_STOREYS = (1.0, 2.0, 3.0, 5.0, 9.0)
#: The floors that the depth classes imply: 0.5, 3.0, 5.5, 8.0, 10.5 m.
BAND_FIRST_FLOOR_M, BAND_STOREY_HEIGHT_M = 0.5, 2.5
#: A depth this close to a floor or a class edge is on it: noise of binary fractions. [m]
EDGE_TOLERANCE_M = 1e-9

WOOD = ("601",)
SOLID = ("602", "603", "604")
SOLID_CLASS = "3002"
TSUNAMI_SOLID, TSUNAMI_WEAK = ("602", "603"), ("601", "605")
#: First whole year of the present seismic standard (in force from 1981-06-01).
SEISMIC_STANDARD_YEAR = 1982


class DepthInterval(NamedTuple):
    """Depths that are possible: ``lo_m`` to ``hi_m``, the latter included where ``closed``."""

    lo_m: Floats
    hi_m: Floats
    closed: Bools

    def shifted(self, by_m: float) -> DepthInterval:
        """Return the interval with every depth changed by so much, but not below 0."""
        return DepthInterval(
            np.maximum(self.lo_m + by_m, 0.0), np.maximum(self.hi_m + by_m, 0.0), self.closed
        )

    def followed_by(self, other: DepthInterval) -> DepthInterval:
        """Return the depths of these buildings, then those of others."""
        return DepthInterval(
            np.concatenate([self.lo_m, other.lo_m]),
            np.concatenate([self.hi_m, other.hi_m]),
            np.concatenate([self.closed, other.closed]),
        )


class Interval(NamedTuple):
    """Numbers of storeys that are possible, both ends included; `hi` may be inf."""

    lo: Floats
    hi: Floats


class DryStoreys(NamedTuple):
    """Dry storeys at least and at most, and the storeys needed in the worst case."""

    lower: Floats
    upper: Floats
    needed: Floats


def depth_at(depth_m: ArrayLike) -> DepthInterval:
    """Interval of depths that are known exactly."""
    depth = np.atleast_1d(np.asarray(depth_m, dtype=np.float64))
    return DepthInterval(depth, depth, np.ones(len(depth), dtype=bool))


def storeys_needed_linear(
    depth_m: ArrayLike, *, first_floor_height_m: float = 0.5, storey_height_m: float = 2.5
) -> Floats:
    """Storeys a building needs so that the floor of the uppermost is at or above the water.

    Floor ``k`` lies at ``f + (k - 1) H`` above ground.

    Parameters
    ----------
    depth_m : (n,) array_like of float
        Depth above ground; inf needs inf. [m]
    first_floor_height_m, storey_height_m : float
        f and H. [m]

    Returns
    -------
    (n,) ndarray of float64
        1 or more.

    References
    ----------
    災害対策基本法施行令 20条の3 二 ロ: at or above the assumed level, so equality is dry.

    Examples
    --------
    >>> storeys_needed_linear([0.5, 0.51, 3.0, 5.01, 7.0]).tolist()
    [1.0, 2.0, 2.0, 3.0, 4.0]
    """
    over = np.asarray(depth_m, dtype=np.float64) - first_floor_height_m - EDGE_TOLERANCE_M
    return np.asarray(1.0 + np.maximum(np.ceil(over / storey_height_m), 0.0))


def storeys_needed_bands(depth_m: ArrayLike, *, closed: ArrayLike = True) -> Floats:
    """Storeys a building needs by the official depth classes; inf from 20 m on.

    Parameters
    ----------
    depth_m : (n,) array_like of float
        Depth above ground. [m]
    closed : (n,) array_like of bool
        Whether the depth itself is possible, or only every smaller one.

    Returns
    -------
    (n,) ndarray of float64

    Examples
    --------
    >>> storeys_needed_bands([0.49, 0.5, 3.0, 5.01, 19.99, 20.0]).tolist()
    [1.0, 2.0, 3.0, 5.0, 9.0, inf]
    >>> storeys_needed_bands([3.0], closed=[False]).tolist()
    [2.0]
    """
    tolerance = np.where(np.asarray(closed), EDGE_TOLERANCE_M, -EDGE_TOLERANCE_M)
    depth = np.asarray(depth_m, dtype=np.float64) + tolerance
    band = np.searchsorted(BAND_EDGES_M, depth, side="right")
    return np.asarray([*BAND_STOREYS, np.inf])[band]


def dry_storeys(
    depth: DepthInterval, storeys: Interval, *, criteria: FloodCriteria, storey_height_m: float
) -> DryStoreys:
    """Storeys above the water, at least (deepest, fewest) and at most (shallowest, most).

    Parameters
    ----------
    depth : DepthInterval
        Depth above ground. [m]
    storeys : Interval
        Storeys above ground.
    criteria : FloodCriteria
        Its `rule`, `first_floor_height_m` and `freeboard_m`.
    storey_height_m : float
        Distance of floors of rule "linear". [m]

    Returns
    -------
    DryStoreys
        (n,) arrays of float64.

    Examples
    --------
    Class "3 to 5 m" and three storeys: one stays dry.

    >>> depth = DepthInterval(np.array([3.0]), np.array([5.0]), np.array([False]))
    >>> three = Interval(np.array([3.0]), np.array([3.0]))
    >>> dry_storeys(depth, three, criteria=FloodCriteria(), storey_height_m=2.5).lower
    array([1.])
    """
    low, high = depth.lo_m + criteria.freeboard_m, depth.hi_m + criteria.freeboard_m
    if criteria.rule == "bands":
        best = storeys_needed_bands(low)
        # No official number from 20 m on: never enough for a yes, too few only by the floors that
        # the classes imply.
        beyond = storeys_needed_linear(
            low, first_floor_height_m=BAND_FIRST_FLOOR_M, storey_height_m=BAND_STOREY_HEIGHT_M
        )
        best = np.where(np.isinf(best), beyond, best)
        worst = storeys_needed_bands(high, closed=depth.closed)
    else:
        f, h = criteria.first_floor_height_m, storey_height_m
        best = storeys_needed_linear(low, first_floor_height_m=f, storey_height_m=h)
        worst = storeys_needed_linear(high, first_floor_height_m=f, storey_height_m=h)
    return DryStoreys(
        lower=np.maximum(storeys.lo - (worst - 1.0), 0.0),
        upper=np.maximum(storeys.hi - (best - 1.0), 0.0),
        needed=worst,
    )


def at_least(lower: Floats, upper: Floats, limit: float) -> Kleene:
    """Whether a quantity between two bounds reaches a limit, as `FALSE`, `UNKNOWN`, `TRUE`."""
    return np.where(lower >= limit, TRUE, np.where(upper < limit, FALSE, UNKNOWN)).astype(np.int8)


def depth_below(depth: DepthInterval, limit_m: float | None) -> Kleene:
    """Whether the depth stays below a limit; always where there is none."""
    if limit_m is None:
        return np.full(len(depth.lo_m), TRUE, dtype=np.int8)
    below = (depth.hi_m < limit_m) | ((depth.hi_m == limit_m) & ~depth.closed)
    return np.where(below, TRUE, np.where(depth.lo_m >= limit_m, FALSE, UNKNOWN)).astype(np.int8)


def headroom(depth: DepthInterval, height_m: Floats, criteria: FloodCriteria) -> Kleene:
    """Whether the building is high enough for a dry storey; unknown where its height denies it.

    Height and storeys then contradict each other and either may be wrong, so this is never
    `FALSE`. Not asked where the first floor is dry, nor where no height is known.
    """
    if criteria.min_headroom_m is None:
        return np.full(len(height_m), TRUE, dtype=np.int8)
    with np.errstate(invalid="ignore"):
        above = height_m - (depth.hi_m + criteria.freeboard_m)
        short = above < criteria.min_headroom_m - EDGE_TOLERANCE_M  # never of a missing height
    first_floor = BAND_FIRST_FLOOR_M if criteria.rule == "bands" else criteria.first_floor_height_m
    asked = (depth.hi_m + criteria.freeboard_m > first_floor) & np.isfinite(depth.hi_m)
    return np.where(short & asked, UNKNOWN, TRUE).astype(np.int8)


def survives_flow(structure: Kleene, in_flow: Kleene) -> Kleene:
    """Whether a building survives the flow: outside the zone (家屋倒壊等氾濫想定区域), or solid.

    Wooden houses may collapse, solid ones are unlikely to [1]_.

    Parameters
    ----------
    structure : (n,) ndarray of int8
        `TRUE` solid, `FALSE` wooden, `UNKNOWN`.
    in_flow : (n,) ndarray of int8
        Whether it stands in the zone.

    References
    ----------
    .. [1] 国土交通省, 家屋倒壊等氾濫想定区域図について, 2016-08-15.

    Examples
    --------
    >>> survives_flow(np.array([0, 2, 1], np.int8), np.array([2, 2, 2], np.int8)).tolist()
    [0, 2, 1]
    """
    return np.maximum(structure, (TRUE - in_flow).astype(np.int8))


def solid_structure(structure: NDArray[np.object_], building_class: NDArray[np.object_]) -> Kleene:
    """Whether a building is solid (SRC, RC, steel, or class 堅ろう建物), wooden, or not known."""
    solid = np.isin(structure, SOLID) | (building_class == SOLID_CLASS)
    return _kleene(solid, np.isin(structure, WOOD))


def tsunami_structure(structure: NDArray[np.object_]) -> Kleene:
    """Whether the structure is that of a tsunami refuge: RC or SRC, not wood or light steel."""
    return _kleene(np.isin(structure, TSUNAMI_SOLID), np.isin(structure, TSUNAMI_WEAK))


def seismic_standard(year: Floats) -> Kleene:
    """Whether a building was built to the standard of 1981-06-01; unknown for 1981 itself."""
    return _kleene(year >= SEISMIC_STANDARD_YEAR, year < SEISMIC_STANDARD_YEAR - 1)


def _kleene(true: Bools, false: Bools) -> Kleene:
    """Return `FALSE` where false, else `TRUE` where true, else `UNKNOWN`."""
    return np.where(false, FALSE, np.where(true, TRUE, UNKNOWN)).astype(np.int8)
