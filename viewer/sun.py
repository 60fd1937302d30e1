"""The sun of a picture: where it stands, how bright it is, and the shade it casts on the ground."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from citygml.mesh import Mesh
from citygml.terrain import height_at

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


SUN_DIRECTION = direction(SUN_AZIMUTH_DEG, SUN_ALTITUDE_DEG)


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
    seen = np.flatnonzero(solids.area_vectors @ toward_sun > 0.0)
    if not len(terrain) or toward_sun[2] <= 0.0 or not 0 < len(seen) <= MOST_CASTERS:
        return solids.submesh(np.zeros(0, dtype=np.int64))
    casters = solids.submesh(seen)
    top = casters.vertices
    fallen = top.copy()
    for _ in range(3):  # the ground under the shadow is not the ground under the wall
        height = height_at(terrain, fallen[:, :2])
        drop = np.nan_to_num(np.maximum(top[:, 2] - height, 0.0))
        fallen = top - toward_sun * (drop / toward_sun[2])[:, None]
    fallen[:, 2] = height
    on_ground = np.isfinite(fallen[casters.triangles]).all(axis=(1, 2))
    corners = fallen[casters.triangles]
    upward = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])[:, 2] < 0
    triangles = np.where(upward[:, None], casters.triangles[:, ::-1], casters.triangles)
    return Mesh(np.nan_to_num(fallen), triangles, casters.surface_row).submesh(on_ground)
