"""The sun of a picture: where it stands, how bright it is, and the shade it casts on the ground."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from citygml.mesh import Mesh
from citygml.terrain import height_at

if TYPE_CHECKING:
    from citygml.model import CityModel

#: South-south-east, right of a viewer who looks north-north-east. [deg]
SUN_AZIMUTH_DEG, SUN_ALTITUDE_DEG = 150.0, 42.0
#: A flat roof gets AMBIENT + SUN * sin(altitude) = 0.97, so a result has the colour of its legend;
#: a wall in the shade gets the ambient part.
SUN, AMBIENT = 0.75, 0.47
#: More triangles than this cast no shadow: it would be finer than the picture.
MOST_CASTERS = 150_000


def direction(azimuth_deg: float, altitude_deg: float) -> NDArray[np.float64]:
    """Return the unit vector (east, north, up) towards a direction; azimuth clockwise from north.

    Examples
    --------
    >>> direction(90.0, 0.0).round(6) + 0.0
    array([1., 0., 0.])
    """
    azimuth, altitude = np.radians([azimuth_deg, altitude_deg])
    return np.array(
        [np.sin(azimuth) * np.cos(altitude), np.cos(azimuth) * np.cos(altitude), np.sin(altitude)]
    )


def solar_place(
    day_of_year: ArrayLike, hour_utc: ArrayLike, *, latitude: float, longitude: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Azimuth and altitude of the sun, within half a degree: for sliders, not for energy.

    Spencer's series for declination and equation of time [1]_, no refraction.

    Parameters
    ----------
    day_of_year : (n,) array_like of int
        1 = 1 January.
    hour_utc : (n,) array_like of float
        Hour of the day, UTC; may be negative or above 24. [h]
    latitude, longitude : float
        Where. [deg]

    Returns
    -------
    azimuth_deg, altitude_deg : (n,) ndarray of float64
        Azimuth clockwise from true north.

    References
    ----------
    .. [1] J. W. Spencer, "Fourier series representation of the position of the sun", Search 2(5),
       1971, p. 172.

    Examples
    --------
    Noon of the equinox on the equator: the sun stands overhead.

    >>> altitude = solar_place([80], [12.12], latitude=0.0, longitude=0.0)[1]
    >>> bool(altitude[0] > 89.0)
    True
    """
    hour = np.asarray(hour_utc, dtype=np.float64)
    angle = 2 * np.pi * (np.asarray(day_of_year) - 1 + (hour - 12.0) / 24.0) / 365.0
    harmonics = np.stack(
        [np.ones_like(angle), *(f(k * angle) for k in (1, 2, 3) for f in (np.cos, np.sin))]
    )
    declination = np.tensordot(_DECLINATION, harmonics, axes=1)
    equation_h = np.tensordot(_EQUATION_OF_TIME, harmonics, axes=1) * 12.0 / np.pi
    turn = np.radians(15.0 * (hour - 12.0 + equation_h) + longitude)
    south, up = np.radians(latitude), np.sin(np.radians(latitude))
    z = up * np.sin(declination) + np.cos(south) * np.cos(declination) * np.cos(turn)
    east = -np.cos(declination) * np.sin(turn)
    north = np.cos(south) * np.sin(declination) - up * np.cos(declination) * np.cos(turn)
    return np.degrees(np.arctan2(east, north)) % 360.0, np.degrees(np.arcsin(np.clip(z, -1, 1)))


#: Spencer's coefficients: constant, then cosine and sine of one, two and three angles. [rad]
_DECLINATION = np.array([0.006918, -0.399912, 0.070257, -0.006758, 0.000907, -0.002697, 0.001480])
_EQUATION_OF_TIME = np.array([0.000075, 0.001868, -0.032077, -0.014615, -0.040849, 0.0, 0.0])

SUN_DIRECTION = direction(SUN_AZIMUTH_DEG, SUN_ALTITUDE_DEG)


def brightness(toward_sun: NDArray[np.float64]) -> float:
    """Light on a level face: that of the sky, and the sun's while it is up.

    Examples
    --------
    >>> brightness(direction(180.0, 90.0)), brightness(direction(0.0, -5.0))
    (1.22, 0.47)
    """
    return float(AMBIENT + SUN * max(float(toward_sun[2]), 0.0))


def ground_shadow(
    solids: Mesh, terrain: Mesh, *, toward_sun: NDArray[np.float64] = SUN_DIRECTION
) -> Mesh:
    """Triangles of the solids projected along the light onto the ground.

    For the eye: shade on roofs and walls of neighbours is left out, and triangles overlap.

    Parameters
    ----------
    solids : Mesh
        What casts the shadow; of closed solids the faces that the sun sees are enough.
    terrain : Mesh
        The ground.
    toward_sun : (3,) ndarray of float
        Unit vector to the sun, above the horizon.

    Returns
    -------
    Mesh
        On the ground, facing up; empty where the sun is down, there is no ground, or more than
        `MOST_CASTERS` triangles would cast.

    Examples
    --------
    A pole-like wall 10 m high, sun 45 degrees high in the south: its top falls 10 m to the north.

    >>> wall = Mesh(np.array([(0, 0, 0), (2, 0, 0), (1, 0, 10.0)]),
    ...             np.array([(0, 1, 2)], np.int32), np.array([0], np.int32))
    >>> ground = Mesh(np.array([(-50, -50, 0), (50, -50, 0), (0, 90, 0.0)]),
    ...               np.array([(0, 1, 2)], np.int32), np.array([-1], np.int32))
    >>> shade = ground_shadow(wall, ground, toward_sun=direction(180.0, 45.0))
    >>> float(shade.vertices[:, 1].max().round(6))
    10.0
    """
    none = np.zeros(0, dtype=np.int64)
    if not len(terrain) or toward_sun[2] <= 0.0 or len(solids) > 4 * MOST_CASTERS:
        return solids.submesh(none)
    seen = np.flatnonzero(solids.area_vectors @ toward_sun > 0.0)
    if not 0 < len(seen) <= MOST_CASTERS:
        return solids.submesh(none)
    casters = solids.submesh(seen)
    top = casters.vertices
    fallen, before = top.copy(), np.full(len(top), np.inf)
    for _ in range(3):  # the ground under the shadow is not the ground under the wall
        height = height_at(terrain, fallen[:, :2])
        if np.allclose(height, before, rtol=0.0, atol=0.01, equal_nan=True):
            break
        before = height
        drop = np.nan_to_num(np.maximum(top[:, 2] - height, 0.0))
        fallen = top - toward_sun * (drop / toward_sun[2])[:, None]
    fallen[:, 2] = height
    on_ground = np.isfinite(fallen[casters.triangles]).all(axis=(1, 2))
    corners = fallen[casters.triangles]
    upward = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])[:, 2] < 0
    triangles = np.where(upward[:, None], casters.triangles[:, ::-1], casters.triangles)
    return Mesh(np.nan_to_num(fallen), triangles, casters.surface_row).submesh(on_ground)


#: Days of the sun slider: month, day, day of the year.
SLIDER_DAYS = ((3, 20, 79), (6, 21, 172), (9, 23, 266), (12, 22, 356))
#: Hours of the sun slider, local time. [h]
SLIDER_HOURS = np.arange(4.0, 20.01, 0.25)


def day_paths(city: CityModel) -> dict[str, Any] | None:
    """Paths of the sun over the middle of a city on four days, for sliders.

    Azimuths count from the north of the grid, as the coordinates of the city do.

    Returns
    -------
    dict or None
        ``zone_h`` (hours ahead of UTC: 9 in Japan, elsewhere by longitude), ``hours`` and ``days``,
        each with month, day, azimuth_deg and altitude_deg; None where the system of the city has
        no geographic coordinates.
    """
    from pyproj import Proj, Transformer
    from pyproj.exceptions import ProjError

    low, high = city.mesh.bounds[:, :2] if len(city.mesh) else np.zeros((2, 2))
    east, north = np.array(city.origin[:2]) + (low + high) / 2
    try:
        transformer = Transformer.from_crs(city.crs, 4326, always_xy=True)
        longitude, latitude = transformer.transform(east, north, errcheck=True)
        turn = Proj(city.crs).get_factors(longitude, latitude).meridian_convergence
    except ProjError:
        return None
    zone = 9 if 122.0 <= longitude <= 154.0 and 20.0 <= latitude <= 46.0 else round(longitude / 15)
    days = []
    for month, day, of_year in SLIDER_DAYS:
        azimuth, altitude = solar_place(
            of_year, SLIDER_HOURS - zone, latitude=latitude, longitude=longitude
        )
        days.append(
            {
                "month": month,
                "day": day,
                "azimuth_deg": ((azimuth - turn) % 360.0).round(2).tolist(),
                "altitude_deg": altitude.round(2).tolist(),
            }
        )
    return {"zone_h": zone, "hours": SLIDER_HOURS.tolist(), "days": days}
