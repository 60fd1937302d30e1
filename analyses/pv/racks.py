"""Rows of panels on a flat roof -> how much of each direction's light one row leaves the next."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analyses.sun import unit_vectors
from citygml.errors import AnalysisError


@dataclass(frozen=True, slots=True)
class Rack:
    """Panels on racks, in parallel rows that face one way.

    Attributes
    ----------
    tilt_deg, azimuth_deg : float
        Of the panels, azimuth clockwise from true north; 15 south in PLATEAU UC22-013. [deg]
    ground_cover_ratio : float or None
        Length of a panel up its slope over the distance of rows; capacity shrinks with it, and a
        row shades the one behind [1]_. None: rows do not shade each other and fill the roof, as in
        the official program.
    max_roof_tilt_deg : float
        Flatter roofs get racks (PLATEAU UC22-013: 3 deg). [deg]

    Raises
    ------
    AnalysisError
        If the ratio is not above 0 and at most 1, or the tilt not 0 to 90.

    Notes
    -----
    0.6 keeps rows at 15 degrees free of shade at 35 degrees north from 9 to 15 h at the winter
    solstice.

    References
    ----------
    .. [1] J. Appelbaum, J. Bany, "Shadow effect of adjacent solar collectors in large scale
       systems", Solar Energy 23(6), 1979.
    """

    tilt_deg: float = 15.0
    azimuth_deg: float = 180.0
    ground_cover_ratio: float | None = 0.6
    max_roof_tilt_deg: float = 3.0

    def __post_init__(self) -> None:
        """Check once what no rack can be."""
        ratio = 1.0 if self.ground_cover_ratio is None else self.ground_cover_ratio
        if not 0.0 < ratio <= 1.0:
            raise AnalysisError(
                f"ground_cover_ratio is {ratio}; panels take more than 0 and at most all (1) of "
                "the distance of rows; None leaves shade of rows out"
            )
        if not (0.0 <= self.tilt_deg <= 90.0 and np.isfinite(self.azimuth_deg)):
            raise AnalysisError(
                f"tilt_deg is {self.tilt_deg}, azimuth_deg {self.azimuth_deg}; the one lies "
                "between 0 and 90, the other is clockwise from north, in degrees"
            )

    @property
    def cover(self) -> float:
        """Share of the roof's area that panels take."""
        return 1.0 if self.ground_cover_ratio is None else self.ground_cover_ratio

    def normal(self, grid_north_deg: float = 0.0) -> NDArray[np.float64]:
        """Return the normal of the panels in a frame whose north has an azimuth, (3,)."""
        azimuth = np.array([self.azimuth_deg - grid_north_deg])
        return np.asarray(unit_vectors(azimuth, np.array([90.0 - self.tilt_deg]))[0])


def row_light_share(
    rack: Rack, vectors: NDArray[np.float64], *, grid_north_deg: float = 0.0
) -> NDArray[np.float64]:
    """Share of a panel that light of each direction reaches past the row before it, (d,).

    Endless rows of length L up the slope, p apart: with e the elevation of the light in the plane
    across the rows, the shaded share is 1 - sin e / (L/p sin(tilt + e)) [1]_. The first row, which
    nothing shades, is not counted; circuits are taken to lose no more than the light.

    Parameters
    ----------
    rack : Rack
        All 1 where `Rack.ground_cover_ratio` is None.
    vectors : (d, 3) ndarray of float64
        Unit vectors to the light.
    grid_north_deg : float
        Azimuth of the north of these vectors. [deg]

    References
    ----------
    .. [1] J. Appelbaum, J. Bany, Solar Energy 23(6), 1979, eq. 12.

    Examples
    --------
    Vertical panels as far apart as they are high, light from 45 degrees: just no shade; from
    26.6 degrees half of it.

    >>> fence = Rack(tilt_deg=90.0, ground_cover_ratio=1.0)
    >>> row_light_share(fence, np.array([(0, -0.6, 0.6), (0, -0.8, 0.4)])).round(6)
    array([1. , 0.5])
    """
    if rack.ground_cover_ratio is None:
        return np.ones(len(vectors))
    facing = np.radians(rack.azimuth_deg - grid_north_deg)
    ahead = vectors[:, 0] * np.sin(facing) + vectors[:, 1] * np.cos(facing)
    elevation = np.arctan2(vectors[:, 2], ahead)
    across = np.sin(np.radians(rack.tilt_deg) + elevation) * rack.ground_cover_ratio
    lit = np.sin(elevation) / np.where(across > 0.0, across, 1.0)
    return np.asarray(np.where(across > 0.0, np.clip(lit, 0.0, 1.0), 0.0))
