"""What the register says of every building, with the gaps and traps of real registers."""

from __future__ import annotations

import numpy as np

from generator import designs
from generator.frame import generator
from generator.town import Building

#: Share of buildings with each gap. The survey in flood.md found 69 % of storeys unusable because
#: whole cities publish none; this city publishes them, with the gaps of those that do.
SHARES = {
    "storeys_9999": 0.20,
    "storeys_absent": 0.10,
    "height_-9999": 0.09,
    "height_absent": 0.05,
    "placeholder_declared": 0.08,  # 3.0 m box, lod1HeightType 0
    "placeholder_claims_median": 0.06,  # 3.0 m box, lod1HeightType 2
    "structure_611": 0.22,
    "structure_absent": 0.12,
    "usage_461": 0.10,
    "usage_absent": 0.04,
    "class_absent": 0.06,
    "class_null": 0.01,
    "year_0001": 0.15,
    "year_absent": 0.40,
    "floor_area_-9999": 0.10,
    "floor_area_absent": 0.40,
    "lod0_not_zero": 0.25,
    "lod0_footprint": 0.29,
    "height_type_photo": 0.03,
    "height_type_storeys": 0.02,
    "height_type_absent": 0.012,
}
PLACEHOLDER_M = 3.0
_EVERYDAY = ("house", "hut", "carport", "shop", "flats")


def register(city: list[Building]) -> dict[str, list[str]]:
    """Fill `Building.attributes`; return the feature ids that have each trap."""
    rng = generator("register")
    traps: dict[str, list[str]] = {}
    chosen: dict[str, np.ndarray] = {}
    everyday = np.array([building.design.style in _EVERYDAY for building in city])
    detailed = np.array([building.has_lod2 for building in city])
    for first, second in (
        ("storeys_9999", "storeys_absent"),
        ("height_-9999", "height_absent"),
        ("placeholder_declared", "placeholder_claims_median"),
        ("structure_611", "structure_absent"),
        ("usage_461", "usage_absent"),
        ("class_absent", "class_null"),
        ("year_0001", "year_absent"),
        ("floor_area_-9999", "floor_area_absent"),
        ("height_type_photo", "height_type_storeys"),
    ):
        allowed = everyday & ~detailed if first.startswith("placeholder") else everyday
        rows = rng.permutation(np.flatnonzero(allowed))
        a, b = (round(SHARES[name] * len(city)) for name in (first, second))
        chosen[first], chosen[second] = rows[:a], rows[a : a + b]
    for name in ("lod0_not_zero", "lod0_footprint", "height_type_absent"):
        chosen[name] = rng.permutation(len(city))[: round(SHARES[name] * len(city))]
    for name, rows in chosen.items():
        traps[name] = sorted(city[int(row)].feature_id for row in rows)
    years = _years(city, rng)
    for row, building in enumerate(city):
        has = {name for name, rows in chosen.items() if row in set(rows.tolist())}
        building.attributes = {
            **_main(building, has, years[row]),
            **_heights(building, has),
            **_details(building, has),
        }
    return traps


def _years(city: list[Building], rng: np.random.Generator) -> list[int]:
    """Years of construction: old houses of wood, newer blocks of concrete."""
    old = rng.integers(1958, 2024, len(city))
    new = rng.integers(1974, 2024, len(city))
    wood = np.array([building.design.structure == "601" for building in city])
    return [int(year) for year in np.where(wood, old, new)]


def _main(building: Building, has: set[str], year: int) -> dict[str, str]:
    design = building.design
    values = {
        "class": design.klass,
        "usage": "461" if "usage_461" in has else design.usage,
        "yearOfConstruction": "0001" if "year_0001" in has else str(year),
        "measuredHeight": "-9999" if "height_-9999" in has else f"{building.height_m:.1f}",
        "storeysAboveGround": "9999" if "storeys_9999" in has else str(design.storeys),
        "storeysBelowGround": str(design.below),
    }
    if building.has_lod2:
        values["roofType"] = design.roof
    if "class_null" in has:
        values["class"] = "Null"
    for trap, name in (
        ("class_absent", "class"),
        ("usage_absent", "usage"),
        ("year_absent", "yearOfConstruction"),
        ("height_absent", "measuredHeight"),
        ("storeys_absent", "storeysAboveGround"),
    ):
        if trap in has:
            del values[name]
    if "storeys_9999" in has:
        values["storeysBelowGround"] = "9999"
    elif "storeys_absent" in has:
        del values["storeysBelowGround"]
    return values


def _heights(building: Building, has: set[str]) -> dict[str, str]:
    """LOD0 and LOD1: how they were made, and what the placeholders claim."""
    declared, claimed = "placeholder_declared" in has, "placeholder_claims_median" in has
    values = {"lod1HeightType": "0" if declared else "2", "lod0": "lod0RoofEdge"}
    block = building.bodies[0].block_height_m
    if declared or claimed:
        block = PLACEHOLDER_M
    elif "height_type_photo" in has:
        values["lod1HeightType"], block = "6", building.height_m
    elif "height_type_storeys" in has:
        values["lod1HeightType"], block = "9", 3.0 * building.design.storeys
    if "height_type_absent" in has:
        del values["lod1HeightType"]
    if len(building.bodies) == 1:
        values["lod1Height"] = f"{block:.3f}"
    if "lod0_footprint" in has:
        values["lod0"] = "lod0FootPrint"
    level = 0.0
    if "lod0_not_zero" in has:
        # Three conventions are in use: a footprint at the base, a roof edge at top or at base.
        on_top = values["lod0"] == "lod0RoofEdge" and building.number % 2 == 0
        level = building.base + (block if on_top else 0.0)
    return {**values, "lod0Height": f"{level:.3f}"}


def _details(building: Building, has: set[str]) -> dict[str, str]:
    design = building.design
    area = building.footprint.area
    floors = area * design.below + sum(
        designs.outline([body]).area * (body.storeys or design.storeys) for body in building.bodies
    )
    values = {
        "totalFloorArea": "-9999" if "floor_area_-9999" in has else f"{floors:.1f}",
        "buildingRoofEdgeArea": f"{area:.2f}",
        "buildingStructureType": "611" if "structure_611" in has else design.structure,
        "fireproofStructureType": _fireproof(design.structure, has),
        "surveyYear": "2025",
        "thematicSrcDesc": "201",
    }
    values |= {f"geometrySrcDescLod{lod}": "000" for lod in range(3 if building.has_lod2 else 2)}
    for trap, name in (
        ("floor_area_absent", "totalFloorArea"),
        ("structure_absent", "buildingStructureType"),
    ):
        if trap in has:
            del values[name]
    return values


def _fireproof(structure: str, has: set[str]) -> str:
    if has & {"structure_611", "structure_absent"}:
        return "1011"
    return {"602": "1001", "603": "1001", "604": "1002"}.get(structure, "1003")
