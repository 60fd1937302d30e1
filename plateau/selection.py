"""Which part of a dataset is meant: tiles, bounds, a circle, or what attributes say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from citygml.errors import CityModelError
from plateau.conditions import checked_condition, meeting
from plateau.tiles import Bounds, common_bounds, tile_bounds

#: A building may reach this far out of the tile whose file holds it. [m]
OVERHANG_M = 150.0
#: Sides of the polygon that stands for a circle: 1.5 mm off at 300 m.
_QUADRANT_SEGMENTS = 256


@dataclass(frozen=True, slots=True)
class Area:
    """One condition on objects; exactly one of the four is given.

    Attributes
    ----------
    tiles : tuple of str
        Codes of tiles of any level.
    bounds : Bounds or None
        Degrees.
    around : (float, float) or None
        Longitude and latitude of the centre of a circle. [deg]
    radius_m : float
        Its radius. [m]
    where : str
        Condition on the columns of features, see `plateau.conditions.meeting`.
    """

    tiles: tuple[str, ...] = ()
    bounds: Bounds | None = None
    around: tuple[float, float] | None = None
    radius_m: float = 0.0
    where: str = ""

    @property
    def is_place(self) -> bool:
        """Whether it is a condition on place."""
        return not self.where

    @property
    def extent(self) -> Bounds:
        """Bounds of the area."""
        if self.bounds is not None:
            return self.bounds
        if self.around is not None:
            lon, lat = self.around
            return Bounds(lon, lat, lon, lat).grown(self.radius_m)
        extent = common_bounds(self.tiles)
        if extent is None:
            raise CityModelError("tiles=() selects nothing; give at least one code")
        return extent

    def needs(self, tile: str, context_m: float) -> bool:
        """Return whether a file of a tile may hold objects of the area or of its surroundings."""
        if not tile or not self.is_place:
            return True
        if self.tiles and context_m == 0.0:
            return any(tile.startswith(own) or own.startswith(tile) for own in self.tiles)
        return self.extent.grown(context_m + OVERHANG_M).intersects(tile_bounds(tile))

    def shape(self, crs: Any) -> Any:
        """Return the area as a polygon in a projected CRS."""
        import geopandas as gpd
        import shapely

        if self.around is not None:
            centre = gpd.GeoSeries.from_xy([self.around[0]], [self.around[1]], crs=6668)
            return centre.to_crs(crs).iloc[0].buffer(self.radius_m, quad_segs=_QUADRANT_SEGMENTS)
        boxes = [self.bounds] if self.bounds is not None else map(tile_bounds, self.tiles)
        return shapely.union_all([box_shape(box, crs) for box in boxes])

    def holds(self, features: Any, shape: Any) -> NDArray[np.bool_]:
        """Return which objects are selected.

        An object of a file of a selected tile is: published tiles hold each building once. Else a
        building is if a point inside its footprint lies in the area, and any other object if it
        touches the area.

        Parameters
        ----------
        features : GeoDataFrame
            Features of a city.
        shape : shapely geometry or None
            The area in their CRS; None where it is no place.

        Raises
        ------
        CityModelError
            If `where` is no condition on the columns of the features.
        """
        if not self.is_place:
            return meeting(features, self.where)
        geometry = features.geometry
        building = features["kind"].isin(["Building", "BuildingPart"]).to_numpy()
        inside = geometry.representative_point().within(shape).to_numpy(dtype=bool)
        touching = geometry.intersects(shape).to_numpy(dtype=bool)
        held = np.where(building, inside, touching)
        if not self.tiles:
            return np.asarray(held, dtype=bool)
        file_tile = features["tile"].fillna("").astype(str)
        fine = file_tile.str.len().to_numpy() >= min(map(len, self.tiles))
        own = file_tile.map(lambda tile: tile != "" and tile.startswith(self.tiles))
        return np.asarray(np.where(fine, own.to_numpy(dtype=bool), held), dtype=bool)


def box_shape(box: Bounds, crs: Any) -> Any:
    """Return bounds in degrees as a polygon in a projected CRS."""
    import geopandas as gpd
    import shapely

    # Parallels are curved in the plane: 100 m pieces are straight within 0.2 mm.
    outline = shapely.segmentize(shapely.box(*box), 0.001)
    return gpd.GeoSeries([outline], crs=6668).to_crs(crs).iloc[0]


def area(
    *,
    tiles: Iterable[str] | str | None,
    bounds: Iterable[float] | None,
    around: tuple[float, float] | None,
    radius_m: float | None,
    where: str | None = None,
) -> Area:
    """Return a checked `Area` from what a user gave.

    Raises
    ------
    CityModelError
        If not exactly one of tiles, bounds, around, where is given, or it is no such thing.
    """
    if sum(given is not None for given in (tiles, bounds, around, where)) != 1:
        raise CityModelError(
            "give exactly one of tiles=, bounds=, around= (with radius_m=) and where="
        )
    if where is not None:
        return Area(where=checked_condition(where))
    if tiles is not None:
        codes = (tiles,) if isinstance(tiles, str) else tuple(tiles)
        if not codes:
            raise CityModelError("tiles= is empty; give at least one code such as 54363371")
        for code in codes:
            tile_bounds(code)
        return Area(tiles=codes)
    if bounds is not None:
        return Area(bounds=_checked_bounds(tuple(float(x) for x in bounds)))
    assert around is not None
    if radius_m is None or not 0 < radius_m < 1e6:
        raise CityModelError(f"around= needs radius_m= in metres; {radius_m!r} is no radius")
    lon, lat = (float(x) for x in around)
    _check_place(lon, lat)
    return Area(around=(lon, lat), radius_m=float(radius_m))


def _checked_bounds(numbers: tuple[float, ...]) -> Bounds:
    """Return bounds, refused where they are empty or not west, south, east, north."""
    if len(numbers) != 4:
        raise CityModelError(f"bounds has {len(numbers)} numbers; give west, south, east, north")
    found = Bounds(*numbers)
    _check_place(found.west, found.south)
    _check_place(found.east, found.north)
    if not (found.west < found.east and found.south < found.north):
        raise CityModelError(
            f"bounds {numbers} are empty; give west, south, east, north in degrees"
        )
    return found


def _check_place(lon: float, lat: float) -> None:
    """Refuse what is no longitude and latitude, most often because they are swapped."""
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise CityModelError(
            f"longitude {lon:g}, latitude {lat:g} is no place; longitude comes first, in degrees"
        )
