"""Buildings -> udx/bldg."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from generator import solids
from generator.designs import Body
from generator.gml import CREATED, Document, element, multi_surface, solid
from generator.solids import Face
from generator.town import Building

#: Elements of bldg:_AbstractBuilding in the schema's order: attribute, code list or unit.
_CODES = {"class": "Building_class", "usage": "Building_usage", "roofType": "Building_roofType"}
_BUILDING = (
    "class",
    "usage",
    "yearOfConstruction",
    "roofType",
    "measuredHeight",
    "storeysAboveGround",
    "storeysBelowGround",
)
_DETAIL = (
    "totalFloorArea",
    "buildingRoofEdgeArea",
    "buildingStructureType",
    "fireproofStructureType",
    "surveyYear",
)
_QUALITY_LISTS = {f"geometrySrcDescLod{lod}": "geometrySrcDesc" for lod in range(3)}
_QUALITY = (*_QUALITY_LISTS, "thematicSrcDesc", "lod1HeightType")
_RECORD = ("description", "rank", "rankOrg", "depth", "adminType", "scale", "duration", "areaType")
_UNITS = {
    "measuredHeight": "m",
    "depth": "m",
    "duration": "hour",
    "totalFloorArea": "m2",
    "buildingRoofEdgeArea": "m2",
}


def write_buildings(folder: Path, city: Sequence[Building]) -> None:
    """Write one file per tile."""
    for tile in sorted({building.tile for building in city}):
        document = Document(
            folder / "udx/bldg" / f"{tile}_bldg_6697_op.gml", codelists="../../codelists/"
        )
        for building in city:
            if building.tile == tile:
                _write_building(document, building)
        document.write(f"見本市 建築物 {tile}（合成データ）")


def _write_building(document: Document, building: Building) -> None:
    design = building.design
    document.add(f'<core:cityObjectMember><bldg:Building gml:id="{building.feature_id}">')
    if design.name:
        document.add(element("gml:name", design.name))
    document.add(element("core:creationDate", CREATED))
    document.add(*_building_attributes(document, building))
    if design.own_geometry:
        document.add(*_lod0(document, building))
    if len(building.bodies) == 1:
        document.add(*_bodies(document, building, building.bodies[0], building.feature_id[5:13]))
    else:
        for index, body in enumerate(building.bodies, start=1):
            document.add(*_part(document, building, body, index))
    document.add(*_detail(document, building))
    for record in building.records:
        document.add(*_record(document, record))
    document.add(*_identity(document, building), *_quality(document, building))
    document.add("</bldg:Building></core:cityObjectMember>")


def _building_attributes(document: Document, building: Building) -> list[str]:
    lines = []
    for name in _BUILDING:
        value = building.attributes.get(name)
        if value is None:
            continue
        if name in _CODES and value != "Null":
            lines.append(document.code(f"bldg:{name}", _CODES[name], value))
        else:
            lines.append(element(f"bldg:{name}", value, _UNITS.get(name, "")))
    return lines


def _lod0(document: Document, building: Building) -> list[str]:
    rings = [
        np.asarray(ring.coords)[:-1, :2]
        for ring in (building.footprint.exterior, *building.footprint.interiors)
    ]
    level = float(building.attributes["lod0Height"])
    surface = [np.column_stack([ring, np.full(len(ring), level)]) for ring in _oriented(rings)]
    return multi_surface(f"bldg:{building.attributes['lod0']}", [document.polygon(surface)])


def _oriented(rings: list[NDArray[np.float64]]) -> list[NDArray[np.float64]]:
    """Exterior counter-clockwise, holes clockwise."""
    result = []
    for index, ring in enumerate(rings):
        x, y = ring.T
        area = float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))
        result.append(ring if (area > 0) == (index == 0) else ring[::-1])
    return result


def _bodies(document: Document, building: Building, body: Body, key: str) -> list[str]:
    """LOD1 block and, where surveyed, the LOD2 body with its named faces."""
    height = float(building.attributes.get("lod1Height", body.block_height_m))
    block = solids.prism(solids.ground_rings(body.faces), height)
    raised = [
        [np.column_stack([ring[:, :2], ring[:, 2] + building.base]) for ring in face.rings]
        for face in block
    ]
    lines = solid("bldg:lod1Solid", [document.polygon(rings) for rings in raised])
    return [*lines, *_lod2(document, body.faces, key)] if building.has_lod2 else lines


def _lod2(document: Document, faces: Sequence[Face], key: str) -> list[str]:
    names = [f"poly_{key}_{index}" for index in range(len(faces))]
    links = [f'<gml:surfaceMember xlink:href="#{name}"/>' for name in names]
    lines = solid("bldg:lod2Solid", links)
    for kind in (solids.GROUND, solids.WALL, solids.ROOF):
        members = [
            (name, face) for name, face in zip(names, faces, strict=True) if face.kind == kind
        ]
        # All walls are one surface of many polygons; every slope of a roof is a surface of its own.
        groups = [members] if kind == solids.WALL else [[member] for member in members]
        for index, group in enumerate(groups):
            polygons = [document.polygon(face.rings, name) for name, face in group]
            tag = f"bldg:{kind}Surface"
            lines += [
                f'<bldg:boundedBy><{tag} gml:id="{kind.lower()}_{key}_{index}">',
                *multi_surface("bldg:lod2MultiSurface", polygons),
                f"</{tag}></bldg:boundedBy>",
            ]
    return lines


def _part(document: Document, building: Building, body: Body, index: int) -> list[str]:
    """One part with its own storeys and height; risk records are the whole building's."""
    key = f"{building.feature_id[5:13]}_{index}"
    height = solids.top(body.faces) - building.base
    return [
        f'<bldg:consistsOfBuildingPart><bldg:BuildingPart gml:id="{building.feature_id}_p{index}">',
        element("gml:name", f"{building.design.name} {body.name}"),
        element("core:creationDate", CREATED),
        element("bldg:measuredHeight", f"{height:.1f}", "m"),
        element("bldg:storeysAboveGround", str(body.storeys)),
        *_bodies(document, building, body, key),
        "</bldg:BuildingPart></bldg:consistsOfBuildingPart>",
    ]


def _detail(document: Document, building: Building) -> list[str]:
    tag = "BuildingDetailAttribute"
    lines = []
    for name in _DETAIL:
        value = building.attributes.get(name)
        if value is None:
            continue
        if name.endswith("Type"):
            lines.append(document.code(f"uro:{name}", f"{tag}_{name}", value))
        else:
            lines.append(element(f"uro:{name}", value, _UNITS.get(name, "")))
    return [f"<uro:b{tag[1:]}><uro:{tag}>", *lines, f"</uro:{tag}></uro:b{tag[1:]}>"]


def _record(document: Document, record: dict[str, str]) -> list[str]:
    tag = record["element"]
    lines = []
    for name in _RECORD:
        if name not in record:
            continue
        if name in _UNITS:
            lines.append(element(f"uro:{name}", record[name], _UNITS[name]))
        else:
            lines.append(document.code(f"uro:{name}", f"{tag}_{name}", record[name]))
    return [
        f"<uro:bldgDisasterRiskAttribute><uro:{tag}>",
        *lines,
        f"</uro:{tag}></uro:bldgDisasterRiskAttribute>",
    ]


def _identity(document: Document, building: Building) -> list[str]:
    return [
        "<uro:buildingIDAttribute><uro:BuildingIDAttribute>",
        element("uro:buildingID", f"13999-bldg-{building.number}"),
        document.code("uro:city", "Common_localPublicAuthorities", "13999"),
        "</uro:BuildingIDAttribute></uro:buildingIDAttribute>",
    ]


def _quality(document: Document, building: Building) -> list[str]:
    lines = [
        document.code(
            f"uro:{name}",
            f"DataQualityAttribute_{_QUALITY_LISTS.get(name, name)}",
            building.attributes[name],
        )
        for name in _QUALITY
        if name in building.attributes
    ]
    return [
        "<uro:bldgDataQualityAttribute><uro:DataQualityAttribute>",
        *lines,
        "</uro:DataQualityAttribute></uro:bldgDataQualityAttribute>",
    ]
