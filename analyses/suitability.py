"""Roofs + hazards + structure -> on which buildings panels are a good idea, in five ranks."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analyses.hazards import depth_intervals, landslide_polygons, meetings
from analyses.tables import Column, by_building, stamped
from citygml.errors import AnalysisError
from citygml.model import CityModel

#: Answers of a condition.
PASS, FAIL, UNKNOWN, NOT_ASKED = "pass", "fail", "unknown", "not_asked"
#: Hazards of condition 2_2 (2_1 is the tsunami's).
_FLOODS = ("river", "inland", "high_tide", "reservoir")
#: Ids of the official conditions, 適地判定, and what they ask.
CONDITIONS = {
    "irradiation": ("1_1", "日射量", "Light per m2 at least so much, and not among the lowest."),
    "structure": ("1_2", "構造種別", "Structure not among those left out."),
    "storeys": ("1_3", "階数", "Number of storeys within the limits."),
    "tsunami": ("2_1", "津波", "Higher than the deepest tsunami."),
    "flood": ("2_2", "洪水", "Higher than the deepest flood."),
    "landslide": ("2_3", "土砂災害", "Outside landslide warning areas."),
    "snow": ("2_4", "積雪", "Snow not too deep or too heavy."),
    "restriction_1": ("3_1", "制限区域1", "Not too high, or facing the wrong way, in area 1."),
    "restriction_2": ("3_2", "制限区域2", "The same in area 2."),
    "restriction_3": ("3_3", "制限区域3", "The same in area 3."),
}

COLUMNS = (
    *(
        Column(name, "str", "", f"{number} {label}", f"{text} pass, fail, unknown or not_asked.")
        for name, (number, label, text) in CONDITIONS.items()
    ),
    Column("points", "float64", "", "評価点", "Sum of the weights of failed conditions, negative."),
    Column("rank", "int64", "", "適地ランク", "5 best, 1 worst, by points."),
    Column(
        "rank_if_worst",
        "int64",
        "",
        "適地ランク(不明を×とした場合)",
        "Rank were every unknown condition failed.",
    ),
    Column("failed", "str", "", "×の条件", "Failed conditions, separated by ;."),
    Column("unknown", "str", "", "不明の条件", "Conditions that lack an input, separated by ;."),
)


@dataclass(frozen=True, slots=True, eq=False)
class Restriction:
    """An area in which high buildings, or roofs that face one way, are restricted.

    Attributes
    ----------
    area : GeoDataFrame
        Polygons in any reference system.
    min_height_m : float
        Lower buildings are free. [m]
    sector : int or None
        0 to 7: a building fails only if some roof of it faces this eighth (0 north, 1 north-east,
        …); None: whatever its roofs.
    """

    area: gpd.GeoDataFrame
    min_height_m: float = 0.0
    sector: int | None = None

    def __post_init__(self) -> None:
        """Refuse an eighth that no roof faces: every building would pass."""
        if self.sector not in {None, *range(8)}:
            raise AnalysisError(
                f"sector is {self.sector!r}; it must be 0 (north) to 7 (north-west), or None"
            )


@dataclass(frozen=True, slots=True)
class SuitabilityCriteria:
    """Thresholds of `solar_suitability`; None: the condition is not asked.

    All are off in the official program (UC22-013); here those are on for which the data has an
    answer. Every failed condition costs its weight; irradiation counts once.

    Attributes
    ----------
    min_irradiation_kwh_per_m2 : float or None
        1_1_1: less light per area of roof fails. [kWh/m²]
    lowest_ratio : float or None
        1_1_2: so does the lowest part of all buildings.
    excluded_structures : tuple of str or None
        1_2: codes of `uro:buildingStructureType`: 601 wood, 602 SRC, 603 RC, 604 steel, 605 light
        steel, 606 masonry, 610 non-wood. 611 is "unknown", and so is a missing code.
    storeys : tuple of int or None
        1_3: fewest and most storeys that pass.
    tsunami, flood, landslide : bool
        2_1 to 2_3, from `city.records["flood_risk"]` and landslide zones.
    max_snow_depth_m, max_snow_load_n_per_m2, snow_weight_n_per_m2_per_cm : float or None
        2_4: depth, or depth times unit weight (20 N/m² a centimetre, 建築基準法施行令 86条). [m],
        [N/m²]
    weights : tuple of float
        What a failed condition costs, in the order of `CONDITIONS`.
    ranks : tuple of float
        Fewest points for rank 5, 4, 3, 2.
    """

    min_irradiation_kwh_per_m2: float | None = 1000.0
    lowest_ratio: float | None = None
    excluded_structures: tuple[str, ...] | None = None
    storeys: tuple[int, int] | None = None
    tsunami: bool = True
    flood: bool = True
    landslide: bool = True
    max_snow_depth_m: float | None = None
    max_snow_load_n_per_m2: float | None = None
    snow_weight_n_per_m2_per_cm: float = 20.0
    weights: tuple[float, ...] = (1.0,) * 10
    ranks: tuple[float, float, float, float] = (0.0, -2.0, -4.0, -6.0)

    def __post_init__(self) -> None:
        """Check the lengths once."""
        if len(self.weights) != len(CONDITIONS):
            raise AnalysisError(
                f"{len(self.weights)} weights; give one for each of {len(CONDITIONS)} conditions"
            )
        if list(self.ranks) != sorted(self.ranks, reverse=True):
            raise AnalysisError(f"ranks are {self.ranks}; points must fall from rank 5 to rank 2")


DEFAULT_SUITABILITY = SuitabilityCriteria()


def solar_suitability(
    city: CityModel,
    roofs: gpd.GeoDataFrame,
    *,
    criteria: SuitabilityCriteria = DEFAULT_SUITABILITY,
    restrictions: tuple[Restriction, ...] = (),
    snow_depth_m: float | pd.Series | None = None,
) -> gpd.GeoDataFrame:
    """Judge buildings by the ten conditions and five ranks of the official program, done right.

    Not repeated are its errors: sectors of azimuth wrap at north (D11); areas are compared with
    polygons, not with a point beside them (D13); every restriction is compared with its own area
    (D14); water is a depth, compared with the height of the building (D15). What is not known is
    unknown and never a pass or a fail.

    Parameters
    ----------
    city : CityModel
        Gives heights, storeys, structure, records and zones.
    roofs : GeoDataFrame
        From `solar_potential`.
    criteria : SuitabilityCriteria
        Thresholds.
    restrictions : tuple of Restriction
        At most three.
    snow_depth_m : float or Series, optional
        Deepest snow everywhere, or by ``feature_id`` (国土数値情報 G02). [m]

    Returns
    -------
    GeoDataFrame
        One row per building, index ``feature_id``, columns `COLUMNS`, geometry the footprint.

    Raises
    ------
    AnalysisError
        If there are more than three restrictions, or the table is not of this city.
    """
    if len(restrictions) > 3:
        raise AnalysisError(f"{len(restrictions)} restrictions; the conditions know three")
    totals = by_building(roofs)
    features = city.features.reindex(totals.index)
    if features["kind"].isna().any():
        raise AnalysisError(
            f"building {totals.index[features['kind'].isna()][0]!r} is not in the city; take table "
            "and city from the same data"
        )
    height = pd.to_numeric(_column(features, "height_m"), errors="coerce").to_numpy(float)
    solid = (features["top_elevation_m"] - features["base_elevation_m"]).to_numpy(float)
    height = np.where(np.isfinite(height), height, solid)
    answers = {
        "irradiation": _irradiation(totals, criteria),
        "structure": _structure(_column(features, "structure"), criteria),
        "storeys": _storeys(_column(features, "storeys_above_ground"), criteria),
        "tsunami": _water(
            city, features, height=height, hazards=("tsunami",), asked=criteria.tsunami
        ),
        "flood": _water(city, features, height=height, hazards=_FLOODS, asked=criteria.flood),
        "landslide": _landslide(city, features, asked=criteria.landslide),
        "snow": _snow(features, snow_depth_m, criteria),
    }
    for number in range(3):
        answers[f"restriction_{number + 1}"] = (
            _restriction(features, height, roofs, restrictions[number])
            if number < len(restrictions)
            else np.full(len(features), NOT_ASKED, dtype=object)
        )
    table = _ranked(pd.DataFrame(answers, index=totals.index), criteria)
    return stamped(
        gpd.GeoDataFrame(table, geometry=features.geometry.to_numpy(), crs=city.crs),
        city,
        analysis="solar_suitability",
        columns=COLUMNS,
        parameters={**asdict(criteria), "restrictions": len(restrictions)},
        notes=[*roofs.attrs.get("plateau", {}).get("notes", ()), *_notes(table)],
    )


def _ranked(answers: pd.DataFrame, criteria: SuitabilityCriteria) -> pd.DataFrame:
    """Add points, ranks, and which conditions failed or are unknown."""
    weight = np.array(criteria.weights)
    failed = (answers == FAIL).to_numpy()
    unknown = (answers == UNKNOWN).to_numpy()
    points = -(failed @ weight)
    worst = -((failed | unknown) @ weight)
    names = answers.columns.to_numpy(dtype=object)
    listed = [";".join(names[row]) for row in failed]
    unclear = [";".join(names[row]) for row in unknown]
    return answers.assign(
        points=points + 0.0,
        rank=rank_of(points, criteria),
        rank_if_worst=rank_of(worst, criteria),
        failed=listed,
        unknown=unclear,
    )


def rank_of(points: NDArray[np.float64], criteria: SuitabilityCriteria) -> NDArray[np.int64]:
    """Rank of points, 5 best.

    Examples
    --------
    >>> rank_of(np.array([0.0, -1.0, -3.0, -6.0, -7.0]), SuitabilityCriteria()).tolist()
    [5, 4, 3, 2, 1]
    """
    return np.asarray(1 + (points[:, None] >= np.array(criteria.ranks)).sum(axis=1))


def _column(features: pd.DataFrame, name: str) -> pd.Series:
    """Column of the features, missing where the city has none."""
    return features.get(name, pd.Series(pd.NA, index=features.index, dtype="object"))


def _judged(
    fails: NDArray[np.bool_], known: NDArray[np.bool_], *, asked: bool
) -> NDArray[np.object_]:
    """Answers from what fails and what is known."""
    if not asked:
        return np.full(len(fails), NOT_ASKED, dtype=object)
    return np.where(known, np.where(fails, FAIL, PASS), UNKNOWN).astype(object)


def _irradiation(totals: pd.DataFrame, criteria: SuitabilityCriteria) -> NDArray[np.object_]:
    """1_1_1 and 1_1_2, which count once."""
    light = totals["irradiation_kwh_per_m2"].to_numpy(float)
    known = np.isfinite(light)
    fails = np.zeros(len(light), dtype=bool)
    if criteria.min_irradiation_kwh_per_m2 is not None:
        fails |= light < criteria.min_irradiation_kwh_per_m2
    if criteria.lowest_ratio is not None and known.any():
        fails |= light < np.quantile(light[known], criteria.lowest_ratio)
    asked = not (criteria.min_irradiation_kwh_per_m2 is None and criteria.lowest_ratio is None)
    return _judged(fails, known, asked=asked)


def _structure(structure: pd.Series, criteria: SuitabilityCriteria) -> NDArray[np.object_]:
    """1_2; 611 is "unknown"."""
    code = structure.astype("string")
    known = (code.notna() & (code != "611")).to_numpy(dtype=bool)
    excluded = criteria.excluded_structures
    fails = code.isin(list(excluded or ())).to_numpy(dtype=bool)
    return _judged(fails, known, asked=excluded is not None)


def _storeys(storeys: pd.Series, criteria: SuitabilityCriteria) -> NDArray[np.object_]:
    """1_3."""
    count = pd.to_numeric(storeys, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    low, high = criteria.storeys or (0, 0)
    fails = (count < low) | (count > high)
    return _judged(fails, np.isfinite(count), asked=criteria.storeys is not None)


def _water(
    city: CityModel,
    features: pd.DataFrame,
    *,
    height: NDArray[np.float64],
    hazards: tuple[str, ...],
    asked: bool,
) -> NDArray[np.object_]:
    """2_1, 2_2: lower than the deepest water of its records; without a record it stays dry.

    A city in which no building has such a record was not mapped for the hazard: not asked.
    """
    records = city.records.get("flood_risk")
    deepest, least = np.zeros(len(features)), np.zeros(len(features))
    mapped = records is not None and bool(records["hazard"].isin(hazards).any())
    if records is not None and mapped:
        some = depth_intervals(records[records["hazard"].isin(hazards)])
        place = features.index.get_indexer(some["feature_id"])
        mine = place >= 0
        np.maximum.at(deepest, place[mine], some["depth_hi_m"].to_numpy(float)[mine])
        np.maximum.at(least, place[mine], some["depth_lo_m"].to_numpy(float)[mine])
    surely, possibly = height < least, height < deepest
    known = (deepest == 0.0) | (np.isfinite(height) & (surely | ~possibly))
    return _judged(surely, known, asked=asked and mapped)


def _landslide(city: CityModel, features: gpd.GeoDataFrame, *, asked: bool) -> NDArray[np.object_]:
    """2_3: the footprint meets a warning area."""
    polygons, _ = landslide_polygons(city)
    records = city.records.get("flood_risk")
    named = np.zeros(len(features), dtype=bool)
    if records is not None and len(records):
        slides = records.loc[records["hazard"] == "landslide", "feature_id"]
        named = features.index.isin(slides)
    inside = _inside(features, polygons) | named
    known = features.geometry.notna().to_numpy() | named
    layer = bool(len(polygons)) or bool(named.any())
    return _judged(inside, known, asked=asked and layer)


def _snow(
    features: pd.DataFrame,
    snow_depth_m: float | pd.Series | None,
    criteria: SuitabilityCriteria,
) -> NDArray[np.object_]:
    """2_4: depth or load."""
    limits = (criteria.max_snow_depth_m, criteria.max_snow_load_n_per_m2)
    depth = np.full(len(features), np.nan)
    if isinstance(snow_depth_m, pd.Series):
        depth = snow_depth_m.reindex(features.index).to_numpy(float)
    elif snow_depth_m is not None:
        depth[:] = snow_depth_m
    load = depth * 100.0 * criteria.snow_weight_n_per_m2_per_cm
    fails = np.zeros(len(features), dtype=bool)
    for value, limit in zip((depth, load), limits, strict=True):
        if limit is not None:
            fails |= value >= limit
    return _judged(fails, np.isfinite(depth), asked=any(limit is not None for limit in limits))


def _restriction(
    features: gpd.GeoDataFrame,
    height: NDArray[np.float64],
    roofs: gpd.GeoDataFrame,
    restriction: Restriction,
) -> NDArray[np.object_]:
    """3_1 to 3_3: in the area, high enough, and with a roof that faces the sector."""
    area = restriction.area
    if area.crs is None:
        raise AnalysisError(f"an area of {len(area)} rows has no reference system; set its crs")
    polygons = area.geometry.to_crs(features.crs).dropna().to_numpy()
    inside = _inside(features, polygons)
    fails = inside & (height >= restriction.min_height_m)
    if restriction.sector is not None:
        azimuth = roofs["azimuth_deg"].to_numpy(float)
        # The eighth round north goes from 337.5 to 22.5 degrees.
        facing = np.round(np.nan_to_num(azimuth, nan=-1.0) / 45.0) % 8 == restriction.sector
        facing &= np.isfinite(azimuth)
        fails &= features.index.isin(roofs["feature_id"][facing])
    known = features.geometry.notna().to_numpy() & (~inside | np.isfinite(height))
    return _judged(fails, known, asked=True)


def _inside(features: gpd.GeoDataFrame, polygons: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Whether footprints meet polygons."""
    inside = np.zeros(len(features), dtype=bool)
    inside[meetings(features.geometry.to_numpy(), polygons)[0]] = True
    return inside


def _notes(table: pd.DataFrame) -> list[str]:
    """Say which conditions were not asked."""
    left = [name for name in CONDITIONS if (table[name] == NOT_ASKED).all()]
    return [f"not asked, or without data: {', '.join(left)}"] if left and len(table) else []
