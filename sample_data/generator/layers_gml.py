"""Relief, roads, water surfaces and landslide zones -> udx/dem, tran, fld, lsld."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from shapely.geometry import Polygon

from generator.frame import TILES, generator, tile_of
from generator.gml import CREATED, SRS_NAME, Document, element, multi_surface
from generator.hazards import LandslideZone, WaterSurface
from generator.streets import Road, road_heights
from generator.terrain import Terrain

_SCALES = {"1": "計画規模", "2": "想定最大規模"}


def write_relief(folder: Path, land: Terrain) -> None:
    """Write the terrain as one file of the second-level tile, a feature per third-level tile."""
    second = TILES[0][:6]
    document = Document(
        folder / "udx/dem" / f"{second}_dem_6697_op.gml", codelists="../../codelists/"
    )
    corners = land.points[land.triangles]
    tiles = np.array(tile_of(corners.mean(axis=1)[:, :2]))
    ids = generator("relief ids")
    for tile in sorted(set(tiles.tolist())):
        name = element("gml:name", tile)
        document.add(
            f'<core:cityObjectMember><dem:ReliefFeature gml:id="dem_{_uuid(ids)}">',
            name,
            "<dem:lod>1</dem:lod>",
            f'<dem:reliefComponent><dem:TINRelief gml:id="tin_{_uuid(ids)}">',
            name,
            "<dem:lod>1</dem:lod>",
            "<dem:tin><gml:TriangulatedSurface><gml:trianglePatches>",
            *(
                f"<gml:Triangle><gml:exterior>{document.ring(triangle)}</gml:exterior></gml:Triangle>"
                for triangle in corners[tiles == tile]
            ),
            "</gml:trianglePatches></gml:TriangulatedSurface></dem:tin>",
            "</dem:TINRelief></dem:reliefComponent></dem:ReliefFeature></core:cityObjectMember>",
        )
    document.write(f"見本市 地形（起伏） {second}（合成データ）")


def write_roads(folder: Path, roads: Sequence[Road], land: Terrain) -> int:
    """Write one file per tile; return how many pieces of road there are."""
    ids = generator("road ids")
    tiles = tile_of([np.asarray(Polygon(road.outline).centroid.coords)[0] for road in roads])
    for tile in sorted(set(tiles)):
        document = Document(
            folder / "udx/tran" / f"{tile}_tran_6697_op.gml", codelists="../../codelists/"
        )
        for road, place in zip(roads, tiles, strict=True):
            if place == tile:
                document.add(*_road(document, road, land, _uuid(ids)))
        document.write(f"見本市 道路 {tile}（合成データ）")
    return len(roads)


def _road(document: Document, road: Road, land: Terrain, identity: str) -> list[str]:
    surface = np.column_stack([road.outline, road_heights(road, land)])
    return [
        f'<core:cityObjectMember><tran:Road gml:id="tran_{identity}">',
        element("core:creationDate", CREATED),
        document.code("tran:class", "TransportationComplex_class", "1040"),
        document.code("tran:function", "Road_function", "3" if road.width_m >= 12 else "4"),
        *multi_surface("tran:lod1MultiSurface", [document.polygon([surface])]),
        "<uro:roadStructureAttribute><uro:RoadStructureAttribute>",
        element("uro:width", f"{road.width_m:g}", "m"),
        document.code("uro:sectionType", "RoadStructureAttribute_sectionType", road.section),
        "</uro:RoadStructureAttribute></uro:roadStructureAttribute>",
        "</tran:Road></core:cityObjectMember>",
    ]


def write_water(folder: Path, surfaces: Sequence[WaterSurface]) -> None:
    """Write one file per map and tile, a body of water per depth class."""
    ids = generator("water ids")
    keys = sorted({(s.flood.folder, s.flood.scale, s.tile) for s in surfaces})
    for where, scale, tile in keys:
        path = folder / "udx/fld" / where / f"{tile}_fld_6697_l{scale}_op.gml"
        document = Document(path, codelists="../../../../codelists/")
        for surface in surfaces:
            if (surface.flood.folder, surface.flood.scale, surface.tile) == (where, scale, tile):
                document.add(*_water_body(document, surface, _uuid(ids)))
        document.write(f"見本市 洪水浸水想定区域 {tile}（合成データ）")


def _water_body(document: Document, surface: WaterSurface, identity: str) -> list[str]:
    flood, tag = surface.flood, "RiverFloodingRiskAttribute"
    geometry = multi_surface(
        "wtr:lod1MultiSurface", [document.polygon([triangle]) for triangle in surface.triangles]
    )
    geometry[0] = geometry[0].replace(
        "<gml:MultiSurface>", f'<gml:MultiSurface srsName="{SRS_NAME}" srsDimension="3">'
    )
    return [
        f'<core:cityObjectMember><wtr:WaterBody gml:id="fld_{identity}">',
        element("gml:name", f"{flood.title}（{_SCALES[flood.scale]}）（合成データ）"),
        element("core:creationDate", CREATED),
        document.code("wtr:class", "WaterBody_class", "1140"),
        document.code("wtr:function", "WaterBody_function", "1"),
        *geometry,
        f"<uro:floodingRiskAttribute><uro:{tag}>",
        document.code("uro:description", f"{tag}_description", flood.river_code),
        document.code("uro:rank", f"{tag}_rank", surface.rank),
        document.code("uro:adminType", f"{tag}_adminType", flood.admin),
        document.code("uro:scale", f"{tag}_scale", flood.scale),
        f"</uro:{tag}></uro:floodingRiskAttribute>",
        "<uro:wtrDataQualityAttribute><uro:DataQualityAttribute>",
        document.code("uro:geometrySrcDescLod1", "DataQualityAttribute_geometrySrcDesc", "400"),
        document.code("uro:thematicSrcDesc", "DataQualityAttribute_thematicSrcDesc", "400"),
        "</uro:DataQualityAttribute></uro:wtrDataQualityAttribute>",
        "</wtr:WaterBody></core:cityObjectMember>",
    ]


def _uuid(ids: np.random.Generator) -> str:
    return str(uuid.UUID(bytes=ids.bytes(16), version=4))


def write_zones(folder: Path, zones: Sequence[LandslideZone]) -> None:
    """Write the landslide zones at height 0, in the encoding that CityGML alone can validate.

    i-UR 2.0 and later would say ``urf:SedimentDisasterProneArea``; the generic object below is the
    encoding of i-UR 1.4, which validates without the urf schema.
    """
    second = TILES[0][:6]
    document = Document(
        folder / "udx/lsld" / f"{second}_lsld_6697_op.gml", codelists="../../codelists/"
    )
    ids = generator("zone ids")
    for zone in zones:
        ring = np.asarray(zone.outline.exterior.coords)[:-1, :2]
        surface = np.column_stack([ring, np.zeros(len(ring))])
        if not zone.outline.exterior.is_ccw:
            surface = surface[::-1]
        members = [document.polygon([surface])]
        document.add(
            f'<core:cityObjectMember><gen:GenericCityObject gml:id="lsld_{_uuid(ids)}">',
            element("gml:name", f"{zone.name}（合成データ）"),
            element("core:creationDate", CREATED),
            '<gen:genericAttributeSet name="土砂災害警戒区域">',
            *(_text_attribute(name, value) for name, value in _zone_texts(zone)),
            "</gen:genericAttributeSet>",
            *multi_surface("gen:lod0Geometry", members),
            "</gen:GenericCityObject></core:cityObjectMember>",
        )
    document.write(f"見本市 土砂災害警戒区域 {second}（合成データ）")


def _zone_texts(zone: LandslideZone) -> list[tuple[str, str]]:
    return [
        ("区域区分", zone.area_type),
        ("現象の種類", zone.phenomenon),
        ("区域番号", f"999-K-{zone.number:03d}"),
        ("区域名", zone.name),
    ]


def _text_attribute(name: str, value: str) -> str:
    text = element("gen:value", value)
    return f'<gen:stringAttribute name="{name}">{text}</gen:stringAttribute>'
