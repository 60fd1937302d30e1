"""Objects of the packages that few cities publish, valid CityGML 2.0 with i-UR 3.1, as text.

City furniture (frn), tunnels (tun), underground buildings (ubld), other constructions (cons) and
inundation by high tide (htd). Each has one body or water surface in the box or square from
(0, 0, 0) to (10, 10, 6), and what only its package has.
"""

from __future__ import annotations

from gml_documents import (
    NAMESPACES,
    box_rings,
    box_solid,
    document,
    element,
    multi_surface,
    polygon,
)

SPACES = {
    **NAMESPACES,
    "tun": "http://www.opengis.net/citygml/tunnel/2.0",
    "uro": "https://www.geospatial.jp/iur/uro/3.1",
}
BOX = box_rings()
FACES = ("GroundSurface", *["WallSurface"] * 4, "RoofSurface")


def code(name: str, text: str) -> str:
    """A code with a list that is nowhere."""
    return f'<{name} codeSpace="../../codelists/{name.partition(":")[2]}.xml">{text}</{name}>'


def length(name: str, value: float) -> str:
    return f'<{name} uom="m">{value}</{name}>'


def faces(prefix: str, lod: int) -> str:
    """Ground, four walls and roof of the box."""
    return "".join(
        element(
            f"{prefix}:boundedBy",
            element(
                f"{prefix}:{name}",
                element(f"{prefix}:lod{lod}MultiSurface", multi_surface(polygon(ring))),
                id=f"{prefix}-face{number}",
            ),
        )
        for number, (name, ring) in enumerate(zip(FACES, BOX, strict=True))
    )


def pair(prefix: str) -> str:
    inner = code("uro:key", "12") + code("uro:codeValue", "34")
    return element(
        f"uro:{prefix}KeyValuePairAttribute", element("uro:KeyValuePairAttribute", inner)
    )


def base(prefix: str) -> str:
    """Who keeps a construction, and since when."""
    inner = element("uro:administorator", "keeper") + element("uro:completionYear", "1971")
    return element(f"uro:{prefix}BaseAttribute", element("uro:ConstructionBaseAttribute", inner))


#: A lamp of its own geometry, and one that is the same shape ten metres further east.
FURNITURE = (
    element(
        "frn:CityFurniture",
        code("frn:class", "1000"),
        code("frn:function", "4900"),
        code("frn:function", "4910"),
        element("frn:lod1Geometry", box_solid()),
        element(
            "uro:cityFurnitureDetailAttribute",
            element(
                "uro:CityFurnitureDetailAttribute",
                code("uro:facilityType", "17"),
                element("uro:description", "with a shade"),
            ),
        ),
        pair("frn"),
        id="frn1",
    ),
    element(
        "frn:CityFurniture",
        element(
            "frn:lod3ImplicitRepresentation",
            element(
                "core:ImplicitGeometry",
                element("core:transformationMatrix", "1 0 0 0 0 1 0 0 0 0 1 0 0 0 0 1"),
                element("core:relativeGMLGeometry", multi_surface(polygon(BOX[5]))),
                element(
                    "core:referencePoint",
                    element("gml:Point", element("gml:pos", "10.0 0.0 0.0")),
                ),
            ),
        ),
        id="frn2",
    ),
)

#: A tube with a room, a ventilator and a part.
TUNNEL = (
    element(
        "tun:Tunnel",
        code("tun:class", "1010"),
        code("tun:function", "1020"),
        element("tun:yearOfConstruction", "1970"),
        element("tun:lod2Solid", box_solid()),
        element(
            "tun:outerTunnelInstallation",
            element(
                "tun:TunnelInstallation",
                code("tun:function", "20"),
                element("tun:lod2Geometry", multi_surface(polygon(BOX[1]))),
                id="tun1-fan",
            ),
        ),
        faces("tun", 2),
        element(
            "tun:interiorHollowSpace",
            element("tun:HollowSpace", element("tun:lod4Solid", box_solid()), id="tun1-hollow"),
        ),
        element(
            "tun:consistsOfTunnelPart",
            element("tun:TunnelPart", element("tun:lod1Solid", box_solid()), id="tun1-part"),
        ),
        base("tun"),
        *(
            element(
                "uro:tunRiskAssessmentAttribute",
                element(
                    "uro:ConstructionRiskAssessmentAttribute",
                    element("uro:surveyYear", year),
                    code("uro:riskType", "5"),
                    element("uro:referenceDate", f"{year}-04-01"),
                ),
            )
            for year in ("2019", "2020")
        ),
        pair("tun"),
        id="tun1",
    ),
)

#: A shopping street below ground with its walls and one room.
UNDERGROUND = (
    element(
        "uro:UndergroundBuilding",
        code("bldg:class", "3001"),
        code("bldg:usage", "402"),
        length("bldg:measuredHeight", 6.0),
        element("bldg:storeysBelowGround", "2"),
        element("bldg:lod2Solid", box_solid()),
        faces("bldg", 2),
        element(
            "bldg:interiorRoom",
            element("bldg:Room", element("bldg:lod4Solid", box_solid()), id="ubld1-room"),
        ),
        element(
            "uro:buildingIDAttribute",
            element(
                "uro:BuildingIDAttribute",
                element("uro:buildingID", "99999-ubld-1"),
                code("uro:city", "99999"),
            ),
        ),
        pair("bldg"),
        id="ubld1",
    ),
)

#: A dike with its faces, a ladder, its foot as a point and its crest as a line.
CONSTRUCTION = (
    element(
        "uro:OtherConstruction",
        element("uro:dateOfConstruction", "1971-04-01"),
        element(
            "uro:elevation",
            element(
                "uro:Elevation",
                code("uro:elevationReference", "2"),
                element("uro:elevationValue", "1.0 2.0 3.0"),
            ),
        ),
        element(
            "uro:height",
            element(
                "uro:Height",
                code("uro:highReference", "1"),
                code("uro:lowReference", "2"),
                element("uro:status", "measured"),
                length("uro:value", 6.0),
            ),
        ),
        base("cons"),
        element(
            "uro:consStructureAttribute",
            element(
                "uro:EmbankmentAttribute",
                code("uro:structureType", "8"),
                length("uro:length", 120.5),
                length("uro:mainPartLength", 100.5),
            ),
        ),
        pair("cons"),
        element("uro:lod0Geometry", element("gml:Point", element("gml:pos", "5.0 5.0 0.0"))),
        element("uro:lod1Geometry", box_solid()),
        faces("uro", 2),
        element(
            "uro:constructionInstallation",
            element(
                "uro:ConstructionInstallation",
                code("uro:function", "30"),
                element("uro:lod2Geometry", multi_surface(polygon(BOX[1]))),
                id="cons1-ladder",
            ),
        ),
        code("uro:class", "1001"),
        code("uro:function", "1002"),
        id="cons1",
    ),
)

#: Water at a depth of half a metre to three metres.
HIGH_TIDE = (
    element(
        "wtr:WaterBody",
        code("wtr:class", "1140"),
        code("wtr:function", "1"),
        element("wtr:lod1MultiSurface", multi_surface(polygon(BOX[5]))),
        element(
            "uro:floodingRiskAttribute",
            element(
                "uro:HighTideRiskAttribute",
                code("uro:description", "1"),
                code("uro:rank", "2"),
                length("uro:depth", 2.75),
            ),
        ),
        pair("wtr"),
        id="htd1",
    ),
)

#: Package -> a file of it.
FILES = {
    name: document(*members, namespaces=SPACES)
    for name, members in {
        "frn": FURNITURE,
        "tun": TUNNEL,
        "ubld": UNDERGROUND,
        "cons": CONSTRUCTION,
        "htd": HIGH_TIDE,
    }.items()
}
