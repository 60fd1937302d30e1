"""srsName -> CRS, and file coordinates -> east, north, up in metres.

The only place that knows about axis order. Heights pass through untouched: they are orthometric
(標高) in PLATEAU, and a vertical transformation needs a geoid model that is not at hand.
"""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from pyproj import CRS, Transformer
from pyproj.enums import TransformDirection
from pyproj.exceptions import CRSError as PyprojCRSError
from pyproj.exceptions import ProjError

from citygml.errors import CRSError

#: Names of the German surveying authorities that PROJ does not resolve -> EPSG codes.
ADV_NAMES = {
    "urn:adv:crs:ETRS89_UTM32*DE_DHHN92_NH": "EPSG:25832+5783",
    "urn:adv:crs:ETRS89_UTM33*DE_DHHN92_NH": "EPSG:25833+5783",
    "urn:adv:crs:DE_DHDN_3GK4*DE_DHHN92_NH": "EPSG:31468+5783",
    "urn:adv:crs:ETRS89_UTM32*DE_DHHN2016_NH": "EPSG:25832+7837",
    "urn:adv:crs:ETRS89_UTM33*DE_DHHN2016_NH": "EPSG:25833+7837",
}
#: How far a point may lie outside the area a system is made for. [deg]
AREA_MARGIN_DEG = 1.0
_EPSG_CODE = re.compile(r"(?:EPSG:[\d.]*:?|EPSG/0/|epsg\.xml#)(\d{4,})", re.IGNORECASE)


@lru_cache(maxsize=64)
def crs_of(srs_name: str) -> CRS:
    """Coordinate reference system named by a ``srsName`` attribute.

    Parameters
    ----------
    srs_name : str
        URL, URN (also compound) or ``EPSG:n``.

    Raises
    ------
    CRSError
        If the name is not known.

    Examples
    --------
    >>> crs_of("http://www.opengis.net/def/crs/EPSG/0/6697").name
    'JGD2011 + JGD2011 (vertical) height'
    >>> crs_of("EPSG:25833").to_epsg()
    25833
    """
    name = srs_name.strip()
    name = ADV_NAMES.get(name, name)
    try:
        return CRS.from_user_input(name)
    except PyprojCRSError:
        codes = _EPSG_CODE.findall(name)
    if not codes:
        raise CRSError(
            f"srsName {srs_name!r} names no known reference system; PLATEAU uses "
            "http://www.opengis.net/def/crs/EPSG/0/6697; correct the srsName of the file"
        )
    code = "+".join(codes[:2])
    try:
        return CRS.from_user_input(f"EPSG:{code}")
    except PyprojCRSError as error:
        raise CRSError(
            f"srsName {srs_name!r}: EPSG:{code} does not exist; PLATEAU uses "
            "http://www.opengis.net/def/crs/EPSG/0/6697; correct the srsName of the file"
        ) from error


def vertical_datum(crs: CRS) -> str:
    """Name of what heights are measured from: "" for a CRS that does not say.

    Examples
    --------
    >>> vertical_datum(CRS.from_epsg(6697)), vertical_datum(CRS.from_epsg(6668))
    ('JGD2011 (vertical) height', '')
    >>> vertical_datum(CRS.from_epsg(4979))
    'ellipsoid of WGS 84'
    """
    if crs.is_compound:
        return str(crs.sub_crs_list[-1].name)
    return f"ellipsoid of {crs.name}" if len(crs.axis_info) == 3 else ""


def horizontal(crs: CRS) -> CRS:
    """Horizontal part of a CRS: of a compound one the first component, of a 3-D one its 2-D form.

    Examples
    --------
    >>> horizontal(CRS.from_epsg(6697)).to_epsg()
    6668
    """
    if crs.is_compound:
        return crs.sub_crs_list[0]
    return crs.to_2d()


def north_first(crs: CRS) -> bool:
    """Whether coordinates are written north (latitude) before east (longitude).

    Examples
    --------
    >>> north_first(CRS.from_epsg(6697)), north_first(CRS.from_epsg(25833))
    (True, False)
    """
    return horizontal(crs).axis_info[0].direction.lower() == "north"


def metric(crs: CRS) -> bool:
    """Whether the CRS is projected with metres as unit, as every city must be.

    Examples
    --------
    >>> metric(CRS.from_epsg(6675)), metric(CRS.from_epsg(6697))
    (True, False)
    """
    return bool(crs.is_projected) and all(
        axis.unit_conversion_factor == 1.0 for axis in horizontal(crs).axis_info
    )


class NamedSystem:
    """The reference system of a file and the names it goes by.

    Parameters
    ----------
    srs_name : str
        As the file says.
    crs : CRS
        What that is.

    Examples
    --------
    >>> system = NamedSystem("EPSG:6697", CRS.from_epsg(6697))
    >>> system.has_name("http://www.opengis.net/def/crs/EPSG/0/6697"), system.has_name("EPSG:4326")
    (True, False)
    """

    def __init__(self, srs_name: str, crs: CRS) -> None:
        self._crs = crs
        self._names = {"", srs_name}

    def has_name(self, srs_name: str) -> bool:
        """Whether a srsName means this system, heights included; "" does."""
        if srs_name not in self._names:
            try:
                other = crs_of(srs_name)
            except CRSError:
                return False
            datums = {vertical_datum(other), vertical_datum(self._crs)} - {""}
            if horizontal(other) != horizontal(self._crs) or len(datums) > 1:
                return False
            self._names.add(srs_name)
        return True


def _area_deg(crs: CRS) -> tuple[float, float, float, float]:
    """West, south, east and north border of what a CRS in degrees is made for, with a margin.

    That of the horizontal part: EPSG:6697 names the main islands, but Okinawa is written in it too.
    """
    area = horizontal(crs).area_of_use if crs.is_geographic else None
    if area is None or area.west > area.east:
        return (-np.inf, -np.inf, np.inf, np.inf)
    margin = AREA_MARGIN_DEG
    return (area.west - margin, area.south - margin, area.east + margin, area.north + margin)


def _distinct(
    x: NDArray[np.float64], y: NDArray[np.float64]
) -> tuple[NDArray[np.complex128], NDArray[np.intp]]:
    """Return places that differ, as ``x + iy``, and for each point which of them it is.

    Faces share their corners and walls stand above their foot: about one point of a city in five is
    a place of its own. Finding these takes a fifth of the time of projecting every point.
    """
    pairs = np.zeros(len(x), dtype=np.complex128)
    pairs.real, pairs.imag = x, y
    place, places = pd.factorize(pairs, use_na_sentinel=False)
    return np.asarray(places), place


class Projection:
    """File coordinates -> east, north, up.

    Parameters
    ----------
    source : CRS
        Of the file; its own axis order is honoured.
    target : CRS
        Of the city: projected, metres.

    Raises
    ------
    CRSError
        If `target` is not metric, `source` is not a system of places on the ground, or there is no
        way from one to the other.

    Attributes
    ----------
    from_metres : bool
        Whether the file is said to hold lengths, not angles.
    """

    def __init__(self, source: CRS, target: CRS) -> None:
        if not metric(target):
            raise CRSError(f"{target.name} is not projected in metres; choose such as EPSG:6677")
        if source.is_geocentric or not (source.is_geographic or source.is_projected):
            raise CRSError(
                f"{source.name} has no two axes on the ground; PLATEAU uses EPSG:6697; "
                "correct the srsName"
            )
        self._north_first = north_first(source)
        self.from_metres = bool(source.is_projected)
        self._area = _area_deg(source)
        self._same = horizontal(source) == horizontal(target)
        try:
            self._transformer = Transformer.from_crs(
                horizontal(source), horizontal(target), always_xy=True
            )
        except ProjError as error:
            raise CRSError(f"no transformation from {source.name} to {target.name}") from error

    def __call__(self, coords: ArrayLike) -> NDArray[np.float64]:
        """Return the coordinates as (n, 3) east, north, up, nan where there is no such place. [m]

        A place in degrees must lie in the area the system is made for, `AREA_MARGIN_DEG` beyond
        its border at most: latitude and longitude that were swapped, or are both 0, do not.

        Parameters
        ----------
        coords : (n, 3) array_like of float
            As written in the file: PLATEAU's EPSG:6697 is latitude, longitude, height.
        """
        written = np.asarray(coords, dtype=np.float64).reshape(-1, 3)
        first, second = (1, 0) if self._north_first else (0, 1)
        places, place = _distinct(written[:, first], written[:, second])
        x, y = places.real, places.imag
        west, south, east, north = self._area
        inside = (x >= west) & (x <= east) & (y >= south) & (y <= north)
        if not self._same:
            x, y = self._transformer.transform(x, y)
        inside &= np.isfinite(x) & np.isfinite(y)
        placed = np.column_stack([x[place], y[place], written[:, 2]])
        placed[~(inside[place] & np.isfinite(written[:, 2]))] = np.nan
        return np.asarray(placed)

    def written(self, placed: ArrayLike) -> NDArray[np.float64]:
        """Return the coordinates as a file would write them: the way back, (n, 3).

        Parameters
        ----------
        placed : (n, 3) array_like of float
            East, north, up. [m]
        """
        east, north, up = np.asarray(placed, dtype=np.float64).reshape(-1, 3).T
        if not self._same:
            east, north = self._transformer.transform(
                east, north, direction=TransformDirection.INVERSE
            )
        return np.column_stack([north, east, up] if self._north_first else [east, north, up])
