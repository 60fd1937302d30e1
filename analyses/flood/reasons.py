"""Why a building is not a refuge, in words: the codes of `evacuation_buildings`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray


class Reason(NamedTuple):
    """One code: what kind of statement it is, and its sentence in two languages."""

    kind: Literal["no", "unknown", "not_needed", "excluded", "not_checked", "flag"]
    en: str
    ja: str


#: Code -> kind, English and Japanese sentence.
REASONS: Mapping[str, Reason] = MappingProxyType(
    {
        "storeys_insufficient": Reason(
            "no",
            "too few storeys: none stays above the water",
            "階数が足りず、浸水しない階がない",
        ),
        "storeys_below_minimum": Reason(
            "no",
            "fewer storeys than the profile demands",
            "必要な最低階数に満たない",
        ),
        "depth_over_cap": Reason(
            "no",
            "the depth reaches the limit from which nobody should stay",
            "浸水深が立退き避難の基準以上である",
        ),
        "collapse_erosion": Reason(
            "no",
            "in a house-collapse zone (bank erosion), where every structure may fall",
            "家屋倒壊等氾濫想定区域（河岸侵食）内にある",
        ),
        "collapse_flow_wood": Reason(
            "no",
            "a wooden building in a house-collapse zone (flow)",
            "家屋倒壊等氾濫想定区域（氾濫流）内の木造建物である",
        ),
        "landslide_zone": Reason(
            "no",
            "in a landslide zone, where staying is no alternative",
            "土砂災害（特別）警戒区域内にある",
        ),
        "duration_over_limit": Reason(
            "no",
            "the water stays longer than people can hold out",
            "浸水継続時間が滞在の限度を超える",
        ),
        "structure_not_for_tsunami": Reason(
            "no",
            "the structure is not that of a tsunami refuge",
            "津波避難ビルの構造要件を満たさない",
        ),
        "seismic_standard_old": Reason(
            "no",
            "built before the seismic standard of 1981",
            "新耐震基準（1981年）より前の建築である",
        ),
        "refuge_area_below_minimum": Reason(
            "no",
            "the dry storeys offer less area than a refuge must have",
            "浸水しない階の面積が避難場所の最低面積に満たない",
        ),
        "storeys_unknown": Reason(
            "unknown",
            "neither storeys nor a usable height are known",
            "階数も利用できる高さも不明である",
        ),
        "storeys_estimated": Reason(
            "unknown",
            "storeys are not registered and the height does not settle the answer",
            "階数の登録がなく、高さからの推定では判定できない",
        ),
        "storeys_of_parts_incomplete": Reason(
            "unknown",
            "some part of the building does not say its storeys",
            "建物部分の一部で階数が不明である",
        ),
        "height_placeholder": Reason(
            "unknown",
            "the model is a box of a uniform height that says nothing of the building",
            "モデルの高さが一律値であり、建物の高さを表さない",
        ),
        "height_contradicts_storeys": Reason(
            "unknown",
            "the building is too low for a storey above the water; height or storeys are wrong",
            "建物の高さでは水面より上に階が収まらず、高さか階数が誤っている",
        ),
        "storeys_below_minimum_unknown": Reason(
            "unknown",
            "whether there are as many storeys as the profile demands is not known",
            "必要な最低階数を満たすか不明である",
        ),
        "depth_unknown": Reason(
            "unknown",
            "a flood record gives neither depth nor a readable depth class",
            "浸水の記録に浸水深も読み取れる浸水ランクもない",
        ),
        "depth_class_only": Reason(
            "unknown",
            "only a depth class is known, and the answer differs within it",
            "浸水ランクしか分からず、その範囲内で判定が分かれる",
        ),
        "depth_beyond_bands": Reason(
            "unknown",
            "from 20 m on no number of storeys is official",
            "20 m以上の浸水深に対する階数の目安がない",
        ),
        "depth_cap_unknown": Reason(
            "unknown",
            "whether the depth reaches the limit for staying is not known",
            "浸水深が立退き避難の基準に達するか不明である",
        ),
        "rank_mismatch": Reason(
            "unknown",
            "depth and depth class of a record contradict each other",
            "浸水深と浸水ランクが矛盾している",
        ),
        "rank_unreadable": Reason(
            "unknown",
            "the text of a depth class cannot be read for certain",
            "浸水ランクの文言を確実に読み取れない",
        ),
        "depth_invalid": Reason(
            "unknown",
            "a depth is negative or no depth at all",
            "浸水深が負など、あり得ない値である",
        ),
        "depth_unit_unknown": Reason(
            "unknown",
            "the unit of a depth is not metres",
            "浸水深の単位がメートルではない",
        ),
        "duration_unit_unknown": Reason(
            "unknown",
            "the unit of a duration is not hours",
            "浸水継続時間の単位が時間ではない",
        ),
        "lower_scale_only": Reason(
            "unknown",
            "a river has only a record of a smaller flood than the one asked for",
            "対象より小さい規模の浸水記録しかない河川がある",
        ),
        "smaller_flood_deeper": Reason(
            "unknown",
            "the records of a smaller flood allow deeper water than those of the largest",
            "小規模の浸水記録の方が想定最大規模より深い可能性があり、矛盾している",
        ),
        "ground_unknown": Reason(
            "unknown",
            "there is water over the building but no ground to measure its depth from",
            "浸水面はあるが地盤高がなく、浸水深を求められない",
        ),
        "water_below_ground": Reason(
            "unknown",
            "a water surface over the building lies below its ground; one of the two is wrong",
            "建物上の浸水面が地盤高より低く、いずれかが誤っている",
        ),
        "twin_flooded": Reason(
            "unknown",
            "no record, but a building drawn on the same ground has one",
            "記録はないが、同じ場所に重なる建物に浸水の記録がある",
        ),
        "twin_deeper": Reason(
            "unknown",
            "a building drawn on the same ground has deeper water",
            "同じ場所に重なる建物の浸水がより深い",
        ),
        "beyond_assumed_flood": Reason(
            "unknown",
            "outside the assumed flood; how far higher water reaches is not known",
            "想定区域外であり、より高い水位での浸水範囲は不明である",
        ),
        "hazard_not_modelled": Reason(
            "unknown",
            "the dataset holds none of the hazards asked for; that is no evidence of safety",
            "対象の災害がデータセットに収録されていない（安全を意味しない）",
        ),
        "no_record": Reason(
            "unknown",
            "the building has no flood record",
            "建物に浸水の記録がない",
        ),
        "water_not_mapped": Reason(
            "unknown",
            "a raster of water has no data here: dry, or not mapped (say which: nodata)",
            "浸水ラスタに値がない：浸水しないのか、対象外なのか不明（nodata で指定）",
        ),
        "depth_not_told": Reason(
            "unknown",
            "a map says how long water stands here, but nothing says how deep it is",
            "浸水継続時間の地図に含まれるが、浸水深の情報がない",
        ),
        "footprint_missing": Reason(
            "unknown",
            "the building has no footprint, so no zone or surface can be compared with it",
            "建物の外形がなく、区域や浸水面と重ねられない",
        ),
        "refuge_area_unknown": Reason(
            "unknown",
            "whether the dry storeys offer the area a refuge must have is not known",
            "浸水しない階の面積が最低面積を満たすか不明である",
        ),
        "structure_unknown_in_flow_zone": Reason(
            "unknown",
            "in a house-collapse zone (flow), structure not known to be solid",
            "家屋倒壊等氾濫想定区域（氾濫流）内にあり、構造が不明である",
        ),
        "collapse_zones_missing": Reason(
            "unknown",
            "house-collapse zones were not supplied",
            "家屋倒壊等氾濫想定区域が与えられていない",
        ),
        "landslide_class_unknown": Reason(
            "unknown",
            "in a landslide zone of unknown class",
            "区分が不明な土砂災害警戒区域内にある",
        ),
        "tsunami_structure_unknown": Reason(
            "unknown",
            "whether the structure is that of a tsunami refuge is not known",
            "津波避難ビルの構造要件を満たすか不明である",
        ),
        "seismic_standard_unknown": Reason(
            "unknown",
            "whether it was built to the seismic standard of 1981 is not known",
            "新耐震基準（1981年）による建築か不明である",
        ),
        "no_record_layer_present": Reason(
            "not_needed",
            "no flood record, while others have one: outside the assumed flood (weak evidence)",
            "浸水の記録がない（同じデータセットの他の地物にはある）：想定区域外とみられる",
        ),
        "excluded_class": Reason(
            "excluded",
            "a building without walls is no candidate",
            "無壁舎のため対象外",
        ),
        "excluded_usage": Reason(
            "excluded",
            "its usage makes it no candidate",
            "用途により対象外",
        ),
        "collapse_flow_zones": Reason(
            "not_checked",
            "house-collapse zones (flow)",
            "家屋倒壊等氾濫想定区域（氾濫流）",
        ),
        "collapse_erosion_zones": Reason(
            "not_checked",
            "house-collapse zones (bank erosion)",
            "家屋倒壊等氾濫想定区域（河岸侵食）",
        ),
        "landslide_zones": Reason("not_checked", "landslide zones", "土砂災害警戒区域"),
        "river": Reason("not_checked", "river flooding", "洪水"),
        "inland": Reason("not_checked", "inland flooding", "内水"),
        "high_tide": Reason("not_checked", "high tide", "高潮"),
        "reservoir": Reason("not_checked", "reservoir failure", "ため池"),
        "tsunami": Reason("not_checked", "tsunami", "津波"),
        "other_hazard": Reason(
            "not_checked",
            "a hazard not asked for, of which this building has a record (such as tsunami)",
            "対象外とした災害（津波など）の記録がある",
        ),
        "duration": Reason("not_checked", "duration of the flood", "浸水継続時間"),
        "height": Reason("not_checked", "height of the building", "建物の高さ"),
        "height_storey_conflict": Reason(
            "flag",
            "height per storey is below 2.2 m or above 8 m",
            "1階当たりの高さが2.2 m未満又は8 m超である",
        ),
        "depth_conflict": Reason(
            "flag",
            "the record and the water surface differ by more than 0.5 m or in their depth class",
            "浸水深の記録と浸水面の差が0.5 m超又はランクが異なる",
        ),
        "water_raster_gaps": Reason(
            "flag",
            "a raster of water has cells without data under the building",
            "建物の下に浸水ラスタの欠測セルがある",
        ),
        "ground_conflict": Reason(
            "flag",
            "relief and base of the building differ by more than 0.5 m",
            "地形と建物底面の標高差が0.5 mを超える",
        ),
        "overtopped": Reason(
            "flag",
            "the water may rise above the solid of the building",
            "浸水面が建物モデルの上端を超え得る",
        ),
        "ground_from_building": Reason(
            "flag",
            "the depth is measured from the base of the building, not from relief",
            "地形がなく、建物底面の標高から浸水深を求めた",
        ),
        "drawn_twice": Reason(
            "flag",
            "another building is drawn on the same ground; one of them may not exist",
            "同じ場所に別の建物が重なっている（重複の可能性）",
        ),
        "collapse_zone_near": Reason(
            "flag",
            "a house-collapse zone is within 10 m; its edge is no sharper than that",
            "家屋倒壊等氾濫想定区域まで10 m以内である（境界の精度に注意）",
        ),
        "landslide_zone_allowed": Reason(
            "flag",
            "in a landslide zone of a class that the criteria let pass",
            "判定基準では除外しない区分の土砂災害警戒区域内にある",
        ),
        "ground_floor_refuge": Reason(
            "flag",
            "dry only if the ground floor is as high as assumed (0.5 m); often not so in "
            "warehouses, shops and garages",
            "1階の床高が仮定（0.5 m）どおりの場合に限り浸水しない（倉庫・車庫等は要確認）",
        ),
        "own_residents_only": Reason(
            "flag",
            "a house, a wooden dwelling or what may be one: yes for its own residents only",
            "住宅・木造住宅（又はその可能性あり）のため、可は居住者のみを対象とする",
        ),
        "refuge_small": Reason(
            "flag",
            "little room: less usable dry area than 20 m2 (policy), or an area not known",
            "避難できる面積が小さい（目安20 m2未満）又は不明である",
        ),
        "storeys_from_height": Reason(
            "flag",
            "storeys are bounded from the height",
            "階数を高さから推定した",
        ),
        "storeys_from_parts": Reason(
            "flag",
            "storeys are those of a part of the building",
            "階数は建物部分の値である",
        ),
    }
)

SEPARATOR = ";"


def joined_codes(masks: Mapping[str, NDArray[np.bool_]], count: int) -> NDArray[np.object_]:
    """Codes that hold in each row, in the order of the mapping, joined by semicolons.

    Parameters
    ----------
    masks : mapping of str to (n,) ndarray of bool
        At most 62 codes.
    count : int
        Number of rows.

    Returns
    -------
    (n,) ndarray of object
        "" where none holds.

    Examples
    --------
    >>> joined_codes({"a": np.array([True, False]), "b": np.array([True, True])}, 2).tolist()
    ['a;b', 'b']
    """
    bits = np.zeros(count, dtype=np.int64)
    for i, mask in enumerate(masks.values()):
        bits |= mask.astype(np.int64) << i
    distinct, row = np.unique(bits, return_inverse=True)
    codes = list(masks)
    words = [
        SEPARATOR.join(code for i, code in enumerate(codes) if int(value) >> i & 1)
        for value in distinct
    ]
    return np.array(words, dtype=object)[row.reshape(-1)]
