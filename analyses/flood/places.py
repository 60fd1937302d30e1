"""House-collapse and landslide zones -> where each building stands."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from analyses.flood.criteria import FloodCriteria
from analyses.flood.rules import FALSE, TRUE, UNKNOWN, Bools, Kleene, survives_flow
from analyses.hazards import (
    ZONE_COLUMN,
    landslide_polygons,
    meetings,
    texts,
    zone_polygons,
)
from citygml.model import CityModel

#: ``areaType`` of landslide zones from the most to the least dangerous: special, then warning,
#: designated before planned (標準作業手順書 C.3.2.9.1).
LANDSLIDE_ORDER = ("2", "1", "4", "3")
#: A zones file whose nearest polygon is farther from every building than this is the file of
#: another place: it says nothing here, and nothing is not safety. No municipality that has
#: house-collapse zones is so wide that a building of it could be. [m]
ZONES_REACH_M = 20_000.0
#: ``areaType`` that polygons of a zones file stand for.
_ZONE_CODES = {"landslide": "1", "landslide_special": "2"}


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Where n buildings stand.

    Attributes
    ----------
    supplied : frozenset of str
        Layers that are there: "flow", "erosion", "landslide".
    in_flow, in_erosion : (n,) ndarray of int8
        Whether the footprint meets a house-collapse zone; `UNKNOWN` without layer or footprint.
    has_footprint : (n,) ndarray of bool
        Whether there is a footprint to compare.
    near_collapse : (n,) ndarray of bool
        Whether it stands outside a house-collapse zone, but not far.
    slide_owner, slide_code : (p,) ndarray
        Landslide zones: building and ``areaType`` code ("" = not known) of each pair.
    zones_distance_m : float
        Between the nearest polygon of the zones file and the nearest building; beyond
        `ZONES_REACH_M` the file counts as not supplied. [m]
    """

    supplied: frozenset[str]
    in_flow: Kleene
    in_erosion: Kleene
    has_footprint: Bools
    near_collapse: Bools
    slide_owner: NDArray[np.int64]
    slide_code: NDArray[np.object_]
    zones_distance_m: float = 0.0

    def reasons(
        self, solid: Kleene, criteria: FloodCriteria
    ) -> tuple[dict[str, Bools], dict[str, Bools]]:
        """Reasons for no and for unknown that lie in the place of a building.

        Parameters
        ----------
        solid : (n,) ndarray of int8
            Whether the structure withstands the flow, see `rules.solid_structure`.
        criteria : FloodCriteria
            `collapse_missing` and `landslide_excluded`.
        """
        survives = survives_flow(solid, self.in_flow)
        missing = (
            criteria.collapse_missing == "unknown" and not {"flow", "erosion"} <= self.supplied
        )
        unclear = ("",) if criteria.landslide_excluded else ()
        no = {
            "collapse_erosion": self.in_erosion == TRUE,
            "collapse_flow_wood": (self.in_flow == TRUE) & (survives == FALSE),
            "landslide_zone": self.in_landslide(criteria.landslide_excluded),
        }
        unknown = {
            "collapse_zones_missing": np.full(len(solid), missing),
            "structure_unknown_in_flow_zone": (self.in_flow == TRUE) & (survives == UNKNOWN),
            "landslide_class_unknown": self.in_landslide(unclear),
            "footprint_missing": ~self.has_footprint & bool(self.supplied),
        }
        return no, unknown

    def in_landslide(self, codes: tuple[str, ...]) -> Bools:
        """Whether each building is in a landslide zone of one of the codes."""
        found = np.zeros(len(self.in_flow), dtype=bool)
        found[self.slide_owner[np.isin(self.slide_code, codes)]] = True
        return found

    def worst_landslide(self) -> NDArray[np.object_]:
        """Code of the most dangerous landslide zone of each building; "" not known, None none."""
        worst = np.full(len(self.in_flow), None, dtype=object)
        for code in ("", *reversed(LANDSLIDE_ORDER)):
            worst[self.in_landslide((code,))] = code
        return worst


def places_of(
    city: CityModel,
    footprints: NDArray[np.object_],
    owned_records: tuple[pd.DataFrame, NDArray[np.int64]],
    *,
    zones: gpd.GeoDataFrame | None,
    near_m: float = 0.0,
) -> Places:
    """Compare footprints with zones of the city and of a file, and read landslide records.

    Parameters
    ----------
    city : CityModel
        Its landslide zones are features of kind "SedimentDisasterProneArea".
    footprints : (n,) ndarray of object
        Shapely polygons in `city.crs`, None where there is none.
    owned_records : (DataFrame, ndarray)
        Risk records, and the building of each, negative = none.
    zones : GeoDataFrame or None
        From `hazards.checked_zones`.
    near_m : float
        How near `Places.near_collapse` is. [m]
    """
    kinds: set[str] = set()
    distance = _distance_m(zones, footprints, city)
    if distance > ZONES_REACH_M:
        zones = None
    polygons = {kind: np.zeros(0, dtype=object) for kind in ("flow", "erosion", *_ZONE_CODES)}
    if zones is not None:
        kinds |= {word.split("_")[0] for word in set(zones[ZONE_COLUMN])}
        polygons = {kind: zone_polygons(zones, city.crs, kind) for kind in polygons}
    records, owner = owned_records
    slides = (texts(records, "hazard") == "landslide").fillna(value=False).to_numpy(dtype=bool)
    modelled, modelled_codes = landslide_polygons(city)
    if slides.any() or len(modelled):
        kinds.add("landslide")
    own = slides & (owner >= 0)
    owners = [owner[own]]
    codes = [texts(records, "area_type_code")[own].astype(object).to_numpy()]
    layers = [(modelled, modelled_codes)]
    layers += [
        (polygons[kind], np.full(len(polygons[kind]), code)) for kind, code in _ZONE_CODES.items()
    ]
    for shapes, shape_codes in layers:
        building, shape = meetings(footprints, shapes)
        owners.append(building)
        codes.append(np.asarray(shape_codes, dtype=object)[shape])
    code = pd.Series(np.concatenate(codes), dtype=object)
    code = code.where(code.isin(LANDSLIDE_ORDER), "")
    has_footprint = ~pd.isna(footprints)
    return Places(
        supplied=frozenset(kinds),
        in_flow=_inside(footprints, polygons["flow"], supplied="flow" in kinds),
        in_erosion=_inside(footprints, polygons["erosion"], supplied="erosion" in kinds),
        has_footprint=has_footprint,
        near_collapse=_near(footprints, (polygons["flow"], polygons["erosion"]), near_m),
        slide_owner=np.concatenate(owners).astype(np.int64),
        slide_code=code.to_numpy(dtype=object),
        zones_distance_m=distance,
    )


def _distance_m(
    zones: gpd.GeoDataFrame | None, footprints: NDArray[np.object_], city: CityModel
) -> float:
    """Distance of the nearest zone from the nearest building, 0 without one of them. [m]."""
    known = footprints[~pd.isna(footprints)]
    if zones is None or not len(known):
        return 0.0
    shapes = np.asarray(zones.geometry.to_crs(city.crs).to_numpy(), dtype=object)
    _, distance = shapely.STRtree(shapes).query_nearest(
        known, return_distance=True, all_matches=False
    )
    return float(distance.min())


def _near(
    footprints: NDArray[np.object_], layers: tuple[NDArray[np.object_], ...], near_m: float
) -> Bools:
    """Whether each footprint is near polygons of any layer without meeting them."""
    near = np.zeros(len(footprints), dtype=bool)
    for polygons in layers:
        if not len(polygons):
            continue
        close, _ = shapely.STRtree(polygons).query(footprints, predicate="dwithin", distance=near_m)
        of_layer = np.zeros(len(footprints), dtype=bool)
        of_layer[close] = True
        of_layer[meetings(footprints, polygons)[0]] = False
        near |= of_layer
    return near


def _inside(
    footprints: NDArray[np.object_], polygons: NDArray[np.object_], *, supplied: bool
) -> Kleene:
    """Whether each footprint meets any of the polygons; unknown without layer or footprint."""
    inside = np.full(len(footprints), FALSE, dtype=np.int8)
    inside[meetings(footprints, polygons)[0]] = TRUE
    inside[pd.isna(footprints) | (not supplied)] = UNKNOWN
    return inside
