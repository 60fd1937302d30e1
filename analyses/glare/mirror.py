"""Sun + panel -> where the mirrored light goes and how much of it there is."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def mirrored(sun: ArrayLike, normals: ArrayLike) -> NDArray[np.float64]:
    """Directions of light after a mirror, 2 (n s) n - s.

    Parameters
    ----------
    sun : (..., 3) array_like of float
        Unit vectors towards the sun.
    normals : (..., 3) array_like of float
        Unit normals of the mirrors.

    Returns
    -------
    (..., 3) ndarray of float64

    Examples
    --------
    Sun in the south at 45 degrees on a level mirror: to the north, upwards.

    >>> mirrored((0.0, -0.6, 0.8), (0.0, 0.0, 1.0))
    array([0. , 0.6, 0.8])
    """
    s, n = np.asarray(sun, dtype=np.float64), np.asarray(normals, dtype=np.float64)
    cosine = np.sum(s * n, axis=-1, keepdims=True)
    return np.asarray(2.0 * cosine * n - s)


def fresnel_reflectance(cosine: ArrayLike, refractive_index: float = 1.526) -> NDArray[np.float64]:
    """Share of unpolarised light that a smooth surface of glass reflects [1]_.

    Parameters
    ----------
    cosine : (n,) array_like of float
        Of the angle of incidence, 0 to 1.
    refractive_index : float
        Of the glass against air.

    References
    ----------
    .. [1] J. A. Duffie and W. A. Beckman, *Solar Engineering of Thermal Processes*, 3rd ed., Wiley,
       2006, eq. 5.1.1 to 5.1.4.

    Examples
    --------
    4.3 % straight on, 39 % at 80 degrees:

    >>> fresnel_reflectance(np.cos(np.radians([0.0, 80.0]))).round(3)
    array([0.043, 0.392])
    """
    inside = np.clip(np.asarray(cosine, dtype=np.float64), 0.0, 1.0)
    sine = np.sqrt(1.0 - inside**2) / refractive_index
    beyond = np.sqrt(1.0 - sine**2)
    across = (inside - refractive_index * beyond) / (inside + refractive_index * beyond)
    along = (beyond - refractive_index * inside) / (beyond + refractive_index * inside)
    return np.asarray((across**2 + along**2) / 2.0)


def cone_fill(
    area_m2: ArrayLike, cosine: ArrayLike, distance_m: ArrayLike, *, cone_deg: float
) -> NDArray[np.float64]:
    """Share of the reflected beam's cone that the mirror fills, seen from where it arrives.

    Far away a mirror is smaller than the image of the sun in it, and the light thins out with the
    square of the distance.

    Parameters
    ----------
    area_m2 : array_like of float
        Of the mirror. [m²]
    cosine : array_like of float
        Of the angle of incidence, which is that of reflection.
    distance_m : array_like of float
        [m]
    cone_deg : float
        Half-angle of the beam. [deg]

    Examples
    --------
    A square metre at 100 m against a beam 1.28 m across there (1.28 m²), and at 10 m:

    >>> cone_fill(1.0, 1.0, np.array([100.0, 10.0]), cone_deg=0.3665).round(2)
    array([0.78, 1.  ])
    """
    spread = np.pi * (np.asarray(distance_m) * np.tan(np.radians(cone_deg))) ** 2
    seen = np.asarray(area_m2) * np.asarray(cosine)
    return np.asarray(np.minimum(seen / np.maximum(spread, 1e-9), 1.0))


def spread_in_cone(
    directions: NDArray[np.float64], number: NDArray[np.int64], *, cone_deg: float
) -> NDArray[np.float64]:
    """Directions moved within a cone round them, evenly over many numbers, always the same.

    Parameters
    ----------
    directions : (n, 3) ndarray of float64
        Unit vectors.
    number : (n,) ndarray of int64
        Neighbouring numbers fall far apart.
    cone_deg : float
        Half-angle. [deg]
    """
    if cone_deg <= 0.0:
        return directions
    golden = (5.0**0.5 - 1.0) / 2.0
    radius = np.tan(np.radians(cone_deg)) * np.sqrt(number * golden % 1.0)
    turn = 2.0 * np.pi * (number * (2.0**0.5 - 1.0) % 1.0)
    x, y, z = directions.T
    nothing = np.zeros(len(directions))
    # Cross products with the vertical, or with east where the direction is nearly vertical.
    first = np.where(np.abs(z) < 0.9, np.stack([y, -x, nothing]), np.stack([nothing, z, -y])).T
    first = first / np.linalg.norm(first, axis=1, keepdims=True)
    second = np.cross(directions, first)
    moved = directions + (radius * np.cos(turn))[:, None] * first
    moved += (radius * np.sin(turn))[:, None] * second
    return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True))
