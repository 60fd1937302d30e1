"""Write ``codelists.json`` and ``zones.csv`` from published code lists and the legal text.

Usage: ``python plateau/data/make_data.py FOLDER`` where the folder holds PLATEAU datasets
(``*/codelists/*.xml``). A pair of code and label is kept if no dataset contradicts it and at least
half of the datasets with that list have it: cities add codes of their own.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

from citygml.codelists import parse_codelist

HERE = Path(__file__).parent
#: National lists. Never here: ``*_description`` and ``*_rankOrg`` (a city's own contents) and
#: ``WaterBody*_rank`` (Kawasaki has its own classes under that name).
STANDARD = (
    "AuxiliaryTrafficArea_function",
    "BuildingDataQualityAttribute_lod1HeightType",
    "BuildingDataQualityAttribute_srcScale",
    "BuildingDetailAttribute_buildingStructureType",
    "BuildingDetailAttribute_fireproofStructureType",
    "BuildingDetailAttribute_vacancy",
    "Building_class",
    "Building_roofType",
    "Building_usage",
    "Common_areaClassificationType",
    "Common_localPublicAuthorities",
    "Common_prefecture",
    "DataQualityAttribute_geometrySrcDesc",
    "DataQualityAttribute_lod1HeightType",
    "DataQualityAttribute_thematicSrcDesc",
    "HighTideRiskAttribute_rank",
    "InlandFloodingRiskAttribute_rank",
    "LandSlideRiskAttribute_areaType",
    "PublicSurveyDataQualityAttribute_srcScale",
    "ReservoirFloodingRiskAttribute_rank",
    "RiverFloodingRiskAttribute_adminType",
    "RiverFloodingRiskAttribute_rank",
    "RiverFloodingRiskAttribute_scale",
    "RoadStructureAttribute_sectionType",
    "Road_function",
    "SedimentDisasterProneArea_areaType",
    "SedimentDisasterProneArea_disasterType",
    "TrafficArea_function",
    "TransportationComplex_class",
    "TsunamiRiskAttribute_rank",
    "WaterBody_class",
    "WaterBody_function",
)
#: i-UR 2.0 and 3.0 put a class name before the names of the risk lists.
BUILDING_RISKS = tuple(name for name in STANDARD if "RiskAttribute_" in name)

LAW = "国土交通省告示（平成14年）第9号 平面直角座標系"
LAW_EDITION = "2002; municipalities as in the PLATEAU code lists of 2024"
PREFECTURE_ZONES = {
    1: "42",
    2: "40 41 43 44 45 46",
    3: "32 34 35",
    4: "36 37 38 39",
    5: "28 31 33",
    6: "18 24 25 26 27 29 30",
    7: "16 17 21 23",
    8: "15 19 20 22",
    9: "07 08 09 10 11 12 13 14",
    10: "02 03 04 05 06",
    12: "01",
    15: "47",
}
#: Zone -> codes, and first-last ranges of codes, that differ from their prefecture.
MUNICIPALITY_ZONES = {
    1: "46222 46304 46523-46535",  # Amami, Tokara
    11: "01202 01203 01233 01236 01331-01347 01361-01371 01391-01409 01571 01575 01584",
    13: "01206 01207 01208 01211 01223 01543-01552 01564 01631-01649 01661-01668 01691-01700",
    14: "13421",  # Ogasawara
    16: "47207 47214 47375 47381 47382",  # Miyako, Yaeyama
    17: "47357 47358",  # Daito
}


def standard_lists(folder: Path) -> dict[str, dict[str, str]]:
    """Return the pairs of the national lists on which all datasets agree."""
    labels: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    editions: Counter[str] = Counter()
    for path in sorted(folder.glob("*/codelists/*.xml")):
        name = path.stem
        if name in STANDARD or name.removeprefix("Building") in BUILDING_RISKS:
            name = name.removeprefix("Building") if name not in STANDARD else name
            editions[name] += 1
            for code, label in parse_codelist(path.read_bytes(), path.name).labels.items():
                labels[name][code][label] += 1
    agreed = {
        name: {
            code: next(iter(found))
            for code, found in sorted(labels[name].items())
            if len(found) == 1 and 2 * found.total() >= editions[name]
        }
        for name in STANDARD
    }
    for name in BUILDING_RISKS:
        agreed[f"Building{name}"] = agreed[name]
    return dict(sorted(agreed.items()))


def zone_rows(municipalities: dict[str, str]) -> list[tuple[str, str, int, str, str]]:
    """Return code, name, zone, source and edition of every prefecture and exception."""
    found = [
        (code, municipalities[code], zone, LAW, LAW_EDITION)
        for zone, codes in PREFECTURE_ZONES.items()
        for code in codes.split()
    ]
    for zone, codes in MUNICIPALITY_ZONES.items():
        for item in codes.split():
            first, _, last = item.partition("-")
            found += [
                (code, name, zone, LAW, LAW_EDITION)
                for code, name in municipalities.items()
                if first <= code <= (last or first) and len(code) == 5
            ]
    return sorted(found)


def main(folder: Path) -> None:
    """Write both files beside this one."""
    lists = standard_lists(folder)
    about = (
        "National code lists of PLATEAU (3D都市モデル標準製品仕様書, i-UR 2.0 to 3.1): pairs on "
        "which the code lists of published datasets agree. "
        "出典：国土交通省 Project PLATEAU (CC BY 4.0)"
    )
    text = json.dumps({"about": about, "lists": lists}, ensure_ascii=False, indent=0)
    (HERE / "codelists.json").write_text(text + "\n", encoding="utf-8")
    with (HERE / "zones.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("code", "name", "zone", "source", "edition"))
        writer.writerows(zone_rows(lists["Common_localPublicAuthorities"]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
