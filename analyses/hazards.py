"""Hazard records and zone files -> depths in metres and polygons in the city's CRS."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from analyses.hazard_maps import read_polygons, zones_of_map
from citygml.errors import AnalysisError
from citygml.mesh import triangulate
from citygml.model import CityModel
from citygml.surfaces import SurfaceKind

_NUMBER = r"(\d+(?:\.\d+)?)(?:m|メートル)?"
_TO = r"[-~〜‐–—−]"  # NFKC has already made ～ and full-width forms plain
_RANGES = (
    re.compile(rf"(?P<lo>{_NUMBER})以上[、,~〜]?(?P<hi>{_NUMBER})未満"),
    re.compile(rf"(?P<lo>{_NUMBER}){_TO}(?P<hi>{_NUMBER})(?:未満)?"),
    re.compile(rf"(?P<hi>{_NUMBER})未満"),
    re.compile(rf"(?P<lo>{_NUMBER})以上"),
)
_UNIT = re.compile(r"m|メートル")

#: A depth may leave its class by this much before the two contradict each other: rounding. [m]
RANK_TOLERANCE_M = 0.005
#: PLATEAU's encoding of "unknown" for numbers, should it come this far.
UNKNOWN_NUMBER = 9999.0

#: Column of a zones file that says what each polygon is.
ZONE_COLUMN = "zone"
#: Kinds of zones, and the words a file may use for them.
ZONE_WORDS = {
    "flow": ("flow", "collapse_flow", "氾濫流", "家屋倒壊等氾濫想定区域（氾濫流）"),
    "erosion": ("erosion", "collapse_erosion", "河岸侵食", "家屋倒壊等氾濫想定区域（河岸侵食）"),
    "landslide": ("landslide", "landslide_warning", "土砂災害警戒区域"),
    "landslide_special": ("landslide_special", "土砂災害特別警戒区域"),
}


class DepthRange(NamedTuple):
    """Half-open class of depths, ``lo_m`` included, ``hi_m`` (which may be inf) not."""

    lo_m: float
    hi_m: float


def depth_range(text: str) -> DepthRange | None:
    """Class of depths that a text of a code list means, None where it cannot be read for certain.

    The code number is never used: 1 is "0.5m未満" in one list and "0.01m以上0.3m未満" in another.

    Parameters
    ----------
    text : str
        Such as "0.5m以上3m未満", "0.3ｍ未満", "20以上", "1.0-2.0", "0.5～3.0m"; white space is
        ignored.

    Returns
    -------
    DepthRange or None
        [m]

    References
    ----------
    Code lists ``*RiskAttribute_rank.xml`` and ``…_rankOrg.xml`` of PLATEAU datasets.

    Examples
    --------
    >>> depth_range("０．５ｍ以上３ｍ未満")
    DepthRange(lo_m=0.5, hi_m=3.0)
    >>> depth_range("20以上")
    DepthRange(lo_m=20.0, hi_m=inf)
    >>> depth_range("50cm未満") is None
    True
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    for pattern in _RANGES:
        match = pattern.fullmatch(plain)
        if match:
            found = {name: float(_UNIT.sub("", word)) for name, word in match.groupdict().items()}
            lo, hi = found.get("lo", 0.0), found.get("hi", np.inf)
            return DepthRange(lo, hi) if lo < hi else None
    return None


def depth_intervals(records: pd.DataFrame) -> pd.DataFrame:
    """Add to records the depths that each one allows.

    A depth number is the depth; without one the class text gives an interval; without either any
    depth is possible. Where number and class contradict each other the deeper counts: a number
    below its class reaches up to the lower edge of the class.

    Parameters
    ----------
    records : DataFrame
        One row per record, columns ``depth_m``, ``rank_text``, ``unit_problem``; any may be absent.

    Returns
    -------
    DataFrame
        A copy with ``depth_lo_m``, ``depth_hi_m`` (inf = open; nan for landslides) [m],
        ``depth_closed`` (whether ``depth_hi_m`` itself is possible), ``depth_basis`` ("number",
        "rank" or "none"), ``rank_mismatch``, ``depth_invalid`` (negative or no depth at all),
        ``depth_unit_unknown``, ``duration_unit_unknown``, ``rank_unreadable`` (a text that is not a
        class of depths).

    Examples
    --------
    >>> table = pd.DataFrame({"depth_m": [1.2, None], "rank_text": [None, "3m以上5m未満"]})
    >>> depth_intervals(table)[["depth_lo_m", "depth_hi_m", "depth_closed"]].values.tolist()
    [[1.2, 1.2, True], [3.0, 5.0, False]]
    """
    depth = numbers(records, "depth_m")
    problem = texts(records, "unit_problem").fillna("").astype(str)
    # A text that blames the unit of the duration alone says nothing of the depth.
    about_duration = problem.str.contains("duration") & ~problem.str.contains("depth")
    unit_unknown = (problem.ne("") & ~about_duration).to_numpy()
    with np.errstate(invalid="ignore"):
        impossible = (depth < 0) | np.isinf(depth) | (depth == UNKNOWN_NUMBER)
    rank_lo, rank_hi, unreadable = _rank_bounds(texts(records, "rank_text"))
    has_rank = np.isfinite(rank_lo)
    has_number = np.isfinite(depth) & ~impossible & ~unit_unknown
    with np.errstate(invalid="ignore"):
        mismatch = (
            has_number
            & has_rank
            & ((depth < rank_lo - RANK_TOLERANCE_M) | (depth >= rank_hi + RANK_TOLERANCE_M))
        )
    no_water = (texts(records, "hazard") == "landslide").fillna(value=False).to_numpy(dtype=bool)
    lo = np.where(has_number, depth, np.where(has_rank, rank_lo, 0.0))
    hi = np.where(has_rank, rank_hi, np.inf)
    hi = np.where(has_number, np.fmax(depth, rank_lo), hi)
    lo, hi = np.where(no_water, np.nan, lo), np.where(no_water, np.nan, hi)
    basis = np.where(has_number, "number", np.where(has_rank, "rank", "none"))
    return records.assign(
        depth_lo_m=lo,
        depth_hi_m=hi,
        depth_closed=has_number | ~has_rank,
        depth_basis=basis,
        rank_mismatch=mismatch,
        depth_invalid=impossible,
        depth_unit_unknown=unit_unknown,
        duration_unit_unknown=problem.str.contains("duration").to_numpy(dtype=bool),
        rank_unreadable=unreadable,
    )


def with_depth_intervals(city: CityModel) -> CityModel:
    """Return the city with the depths that each hazard record allows beside it.

    ``records["flood_risk"]`` and ``records["water_surface"]`` get the columns of `depth_intervals`.
    """
    added = {
        name: depth_intervals(city.records[name])
        for name in ("flood_risk", "water_surface")
        if name in city.records
    }
    return replace(city, records={**city.records, **added})


def _rank_bounds(
    rank: pd.Series,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """Bounds of the classes that texts mean, nan without one; each distinct text is read once."""
    code, distinct = pd.factorize(rank, use_na_sentinel=True)
    ranges = [depth_range(str(text)) for text in distinct]
    lo = np.array([r.lo_m if r else np.nan for r in ranges] + [np.nan])[code]
    hi = np.array([r.hi_m if r else np.nan for r in ranges] + [np.nan])[code]
    return lo, hi, (code >= 0) & np.isnan(lo)


def numbers(table: pd.DataFrame, name: str) -> NDArray[np.float64]:
    """Column as float64, nan where missing, absent or not a number."""
    if name not in table.columns:
        return np.full(len(table), np.nan)
    return np.asarray(
        pd.to_numeric(table[name], errors="coerce").to_numpy(np.float64, na_value=np.nan)
    )


def texts(table: pd.DataFrame, name: str) -> pd.Series:
    """Column as strings, all missing where absent."""
    if name not in table.columns:
        return pd.Series(pd.NA, index=table.index, dtype="string")
    return table[name].astype("string")


def read_zones(path: Path | str) -> gpd.GeoDataFrame:
    """Polygons of a GeoJSON, GeoPackage or Shapefile where buildings may be destroyed.

    Parameters
    ----------
    path : Path or str
        A vector file with the column "zone": "flow" or "erosion" (家屋倒壊等氾濫想定区域),
        "landslide" or "landslide_special" (土砂災害警戒区域), or a Japanese word of `ZONE_WORDS`;
        or layer 41 or 42 of 国土数値情報 A31a, which say it in ``A31a_405``.

    Returns
    -------
    GeoDataFrame
        ``zone`` and geometry, in the CRS of the file.

    Raises
    ------
    AnalysisError
        If the file cannot be read, is empty, has no CRS, no column "zone" or an unknown word in it.
    """
    polygons = read_polygons(path)
    if ZONE_COLUMN in polygons.columns:
        return checked_zones(polygons, name=str(path))
    zones = zones_of_map(polygons, name=str(path))
    return checked_zones(polygons if zones is None else zones, name=str(path))


def checked_zones(zones: gpd.GeoDataFrame, *, name: str = "zones") -> gpd.GeoDataFrame:
    """Zones with plain words in column "zone"; anything doubtful is an error, not a dry building.

    Raises
    ------
    AnalysisError
        If there is no polygon, no CRS, no column "zone" or an unknown word in it.
    """
    if not isinstance(zones, gpd.GeoDataFrame):
        raise AnalysisError(
            f"{name} is a {type(zones).__name__}; it must be a GeoDataFrame; use read_zones(file)"
        )
    if not len(zones):
        raise AnalysisError(
            f"{name}: 0 polygons; a zones layer must not be empty; leave it out if there is none"
        )
    if ZONE_COLUMN not in zones.columns:
        raise AnalysisError(
            f"{name}: columns {', '.join(map(str, zones.columns))}; each polygon needs a column "
            f'"{ZONE_COLUMN}" with one of {", ".join(ZONE_WORDS)}'
        )
    if zones.crs is None:
        raise AnalysisError(f"{name}: no CRS; the place of the polygons is unknown; set one")
    plain = {word: kind for kind, words in ZONE_WORDS.items() for word in words}
    kinds = zones[ZONE_COLUMN].map(lambda word: plain.get(str(word).strip()))
    if kinds.isna().any():
        word = zones.loc[kinds.isna(), ZONE_COLUMN].iloc[0]
        raise AnalysisError(f"{name}: zone {word!r}; one of {', '.join(ZONE_WORDS)}")
    areal = np.isin(shapely.get_type_id(zones.geometry.to_numpy()), (3, 6))
    if not areal.all():
        row = int(np.flatnonzero(~areal)[0])
        raise AnalysisError(
            f"{name}: row {row} is {zones.geometry.iloc[row]!s:.40}; zones are polygons"
        )
    shapes = shapely.make_valid(zones.geometry.to_numpy())
    return gpd.GeoDataFrame(
        {ZONE_COLUMN: kinds.to_numpy(dtype=object)}, geometry=shapes, crs=zones.crs
    )


def meetings(
    footprints: NDArray[np.object_], polygons: NDArray[np.object_]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of footprint and polygon that meet; touching counts, None meets nothing.

    Returns
    -------
    footprint_row, polygon_row : (p,) ndarray of int64
    """
    if not len(polygons):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    rows, polygon_rows = shapely.STRtree(polygons).query(footprints, predicate="intersects")
    return rows.astype(np.int64), polygon_rows.astype(np.int64)


def zone_polygons(zones: gpd.GeoDataFrame, crs: CRS, *kinds: str) -> NDArray[np.object_]:
    """Polygons of the given kinds in another CRS."""
    chosen = zones[zones[ZONE_COLUMN].isin(kinds)]
    return np.asarray(chosen.geometry.to_crs(crs).to_numpy(), dtype=object)


def landslide_polygons(city: CityModel) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """Triangles of the landslide zones of a city in its CRS, and the area type code of each.

    Returns
    -------
    polygons : (t,) ndarray of object
        Shapely polygons.
    codes : (t,) ndarray of object
        ``area_type_code`` of the zone, None where it has none.
    """
    mesh = triangulate(city.surfaces, city.surfaces.kind == SurfaceKind.ZONE)
    plan = mesh.corners[:, [0, 1, 2, 0], :2] + np.asarray(city.origin[:2])
    owner = city.surfaces.feature_row[mesh.surface_row]
    code = texts(city.features, "area_type_code").astype(object)
    code = code.where(code.notna(), None).to_numpy()
    is_zone = (city.features["kind"] == "SedimentDisasterProneArea").to_numpy()[owner]
    return shapely.polygons(plan[is_zone]), code[owner[is_zone]]
