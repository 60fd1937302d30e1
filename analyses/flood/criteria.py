"""Thresholds of vertical evacuation, each with its source: `FloodCriteria`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from citygml.errors import AnalysisError

Rule = Literal["bands", "linear", "koriyama"]

#: Hazards a record may name; landslide has a criterion of its own.
WATER_HAZARDS = ("river", "inland", "high_tide", "reservoir", "tsunami")

#: Larger ones are centimetres: every building would be dry. [m]
MAX_FIRST_FLOOR_M, MAX_STOREY_HEIGHT_M = 5.0, 10.0


@dataclass(frozen=True, slots=True)
class FloodCriteria:
    """Thresholds of `evacuation_buildings`, with the source of every default.

    Attributes
    ----------
    hazards : tuple of str
        Hazards that count, out of "river", "inland", "high_tide", "reservoir", "tsunami". Tsunami
        is judged only by its own profile, `TSUNAMI_CRITERIA`: leaving is the rule there [1]_.
    scales : tuple of str
        "L2" is the largest assumed flood, the one the city of Koriyama uses [2]_. Records without
        a scale always count.
    rule : {"bands", "linear", "koriyama"}
        "bands": storeys needed by official depth class (0.5, 3, 5, 10, 20 m → 2, 3, 5, 9, none),
        from the wording of hazard maps "floor of the 2nd storey from 3 m, 3rd storey to eaves of
        the 4th from 5 m" [1]_ [3]_. "linear": floors at equal distances, a floor at the level of
        the water is dry (災害対策基本法施行令 20条の3: "at or above the assumed level") [4]_.
        "koriyama": linear, the uppermost storey dry [2]_.
    depth_source : {"max", "attribute", "geometry"}
        Depth from the building's records, from water surface minus ground, or the deeper of the
        two: the record is the depth of the cell of the most frequent class, not the deepest [5]_.
    first_floor_height_m : float
        Level of the first floor above ground: 0.5, the "above floor level" limit of every hazard
        map [1]_. Rule "linear" only. [m]
    freeboard_m : float
        Added to the depth. [m]
    depth_cap_m : float or None
        From this depth on nobody should stay: 5.0 in Kawasaki and Tottori [6]_ [7]_. [m]
    min_dry_storeys : int
        Storeys that must stay dry: 1, the law asks for a part at or above the level [4]_.
    min_storeys : int or None
        Storeys a building must have whatever the depth: 3 for tsunami [8]_.
    min_headroom_m : float or None
        What the building must rise above the water if a storey is to be dry: 2.1, the least
        ceiling height of a habitable room (建築基準法施行令 21条). Less, and the height contradicts
        the storeys: unknown. None leaves this out. [m]
    estimate_storeys : bool
        Whether storeys that are not registered are bounded from the measured height.
    storey_divisors_m : tuple of float
        Height per storey for the fewest storeys of residential, of other buildings, and for the
        most storeys: 4.0, 6.0, 2.5. Against 257 registered numbers the first two say too many in
        2.0 % and 3.6 % of cases, the last too few in 1.2 %. [m]
    duration_max_h : float or None
        Longest stay: 72 h, the usual assumption for refuges above water [9]_. Longer is no;
        missing lowers the confidence only. [h]
    landslide_excluded : tuple of str
        Codes of 土砂災害(特別)警戒区域 that forbid staying: all [7]_; ("2", "4") = special only.
    collapse_missing : {"not_checked", "unknown"}
        What follows when house-collapse zones are not supplied (PLATEAU has none).
    absence : {"dry_if_layer_present", "unknown"}
        What the absence of a record means where some other object of the city carries one.
    modelled : tuple of str
        Layers known to be modelled in the whole dataset although this part of it may hold none:
        hazards, "landslide". A city that is judged tile by tile needs them, or the absence of a
        record would mean something else in every tile.
    excluded_class, excluded_usage : tuple of str
        Not candidates: no walls (3003, 3004), defence (453).
    zone_margin_m : float
        Buildings this near to a house-collapse zone are flagged and trusted less: 10, a cell of the
        maps that zones are drawn from; an assumption of this project. [m]
    tsunami_structure : bool
        Whether structure and year must be those of a tsunami refuge [8]_.
    m2_per_person : float
        1.0 in an emergency, as in tsunami refuges [8]_; 2.0 overnight [10]_. [m2]
    usable_ratio_public, usable_ratio_residential : float
        Share of a storey people can use: 0.4 as found in Kyoto's shelters [10]_; 0.1 = common
        parts of dwellings, also where the usage is not known.
    min_refuge_m2 : float or None
        Usable dry area a building must offer to be a refuge. A policy, for which no source gives a
        number, so it is off (None); what offers less than `small_refuge_m2` is flagged. [m2]
    small_refuge_m2 : float
        20: room for 20 persons in an emergency; a policy, an assumption of this project. [m2]
    robust_depth_m : float
        A result is robust if the depth may differ by this: 0.3, one standard deviation of ground
        noise between neighbouring buildings. [m]
    robust_storey_heights_m : tuple of float
        … and, where the rule has a storey height, if it may be any of these. [m]

    Raises
    ------
    AnalysisError
        If a value is outside its rule.

    References
    ----------
    .. [1] 国土交通省, 避難確保計画の作成・活用の手引き (改定案), p. 13.
    .. [2] PLATEAU use case UC20-012, Koriyama.
    .. [3] 大阪府, 避難行動判定フロー.
    .. [4] 災害対策基本法施行令 20条の3 二 ロ.
    .. [5] 3D都市モデル標準製品仕様書 4.2.3.2.4; 標準作業手順書 C.3.2.9.1.
    .. [6] 川崎市立地適正化計画, p. 80.
    .. [7] 鳥取県, 避難情報 (307344).
    .. [8] 内閣府, 津波避難ビル等に係るガイドライン, 2005; 堺市, 姫路市.
    .. [9] 江東区: 域内避難の改善策, WG 2016-12-22.
    .. [10] 京都市, 避難所の収容人数.
    """

    hazards: tuple[str, ...] = ("river", "inland", "high_tide", "reservoir")
    scales: tuple[str, ...] = ("L2",)
    rule: Rule = "bands"
    depth_source: Literal["max", "attribute", "geometry"] = "max"
    first_floor_height_m: float = 0.5
    freeboard_m: float = 0.0
    depth_cap_m: float | None = None
    min_dry_storeys: int = 1
    min_storeys: int | None = None
    min_headroom_m: float | None = 2.1
    estimate_storeys: bool = True
    storey_divisors_m: tuple[float, float, float] = (4.0, 6.0, 2.5)
    duration_max_h: float | None = 72.0
    landslide_excluded: tuple[str, ...] = ("1", "2", "3", "4")
    collapse_missing: Literal["not_checked", "unknown"] = "not_checked"
    absence: Literal["dry_if_layer_present", "unknown"] = "dry_if_layer_present"
    modelled: tuple[str, ...] = ()
    excluded_class: tuple[str, ...] = ("3003", "3004")
    excluded_usage: tuple[str, ...] = ("453",)
    zone_margin_m: float = 10.0
    tsunami_structure: bool = False
    m2_per_person: float = 1.0
    usable_ratio_public: float = 0.4
    usable_ratio_residential: float = 0.1
    min_refuge_m2: float | None = None
    small_refuge_m2: float = 20.0
    robust_depth_m: float = 0.3
    robust_storey_heights_m: tuple[float, ...] = (2.5, 3.0)

    def __post_init__(self) -> None:
        """Refuse what no rule covers, before any building is judged by it."""
        self._check_words()
        self._check_numbers()

    def _check_words(self) -> None:
        unknown = [name for name in self.hazards if name not in WATER_HAZARDS]
        if unknown or not self.hazards:
            raise AnalysisError(
                f"hazards {self.hazards!r}; one or more of {', '.join(WATER_HAZARDS)}"
            )
        strange = set(self.modelled) - {*WATER_HAZARDS, "landslide"}
        if strange:
            raise AnalysisError(
                f"modelled {sorted(strange)!r}; hazards of {', '.join(WATER_HAZARDS)} or landslide"
            )
        if not self.scales or not set(self.scales) <= {"L1", "L2"}:
            raise AnalysisError(f"scales {self.scales!r}; ('L2',), ('L1',) or ('L1', 'L2')")
        if "tsunami" in self.hazards and not (self.tsunami_structure and self.min_storeys):
            raise AnalysisError(
                "hazards include 'tsunami'; a tsunami needs its own profile with structure and "
                "least number of storeys; start from TSUNAMI_CRITERIA"
            )
        for name, allowed in (
            ("rule", get_args(Rule)),
            ("depth_source", ("max", "attribute", "geometry")),
            ("collapse_missing", ("not_checked", "unknown")),
            ("absence", ("dry_if_layer_present", "unknown")),
        ):
            if getattr(self, name) not in allowed:
                raise AnalysisError(f"{name} {getattr(self, name)!r}; one of {', '.join(allowed)}")

    def _check_numbers(self) -> None:
        positive = ("m2_per_person", "min_dry_storeys")
        at_least_zero = (
            *("first_floor_height_m", "freeboard_m", "robust_depth_m"),
            *("usable_ratio_public", "usable_ratio_residential", "small_refuge_m2"),
            "zone_margin_m",
            *(() if self.min_refuge_m2 is None else ("min_refuge_m2",)),
        )
        for name in (*positive, *at_least_zero):
            value = getattr(self, name)
            if not np.isfinite(value) or value < 0 or (name in positive and value == 0):
                rule = "above 0" if name in positive else "0 or more"
                raise AnalysisError(f"{name} {value!r}; a finite number, {rule}")
        if self.first_floor_height_m > MAX_FIRST_FLOOR_M:
            raise AnalysisError(
                f"first_floor_height_m {self.first_floor_height_m!r}; a height in metres, at most "
                f"{MAX_FIRST_FLOOR_M:g}"
            )
        heights = (*self.storey_divisors_m, *self.robust_storey_heights_m)
        if not all(np.isfinite(h) and h > 0 for h in heights):
            raise AnalysisError(f"storey heights {heights!r}; finite numbers above 0")


DEFAULT_CRITERIA = FloodCriteria()
#: Tsunami: 3 storeys or more, RC or SRC, built to the present seismic standard.
TSUNAMI_CRITERIA = FloodCriteria(hazards=("tsunami",), min_storeys=3, tsunami_structure=True)
