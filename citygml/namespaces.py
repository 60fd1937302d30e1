"""XML names -> the names this project uses, such as "bldg:Building", and what they mean.

Every version of a namespace maps to one prefix, whatever prefix the file itself uses, so that the
tables of element names in `citygml` and `plateau.schema` are written once.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from citygml.surfaces import SurfaceKind

#: Path segment of a CityGML module's namespace -> prefix.
MODULE_PREFIX = {
    "appearance": "app",
    "bridge": "brid",
    "building": "bldg",
    "cityfurniture": "frn",
    "cityobjectgroup": "grp",
    "construction": "con",
    "dynamizer": "dyn",
    "generics": "gen",
    "landuse": "luse",
    "pointcloud": "pcl",
    "relief": "dem",
    "texturedsurface": "tex",
    "transportation": "tran",
    "tunnel": "tun",
    "vegetation": "veg",
    "versioning": "vers",
    "waterbody": "wtr",
}

_PATTERNS = (
    (re.compile(r"https?://www\.opengis\.net/gml(/3\.\d)?"), "gml"),
    (re.compile(r"https?://www\.opengis\.net/citygml/\d\.\d"), "core"),
    (re.compile(r"https?://www\.citygml\.org/citygml/1/0/0"), "core"),  # CityGML 0.4: one for all
    (re.compile(r"http://www\.w3\.org/1999/xlink"), "xlink"),
    (re.compile(r"urn:oasis:names:tc:ciq:(xsdschema:xAL:2\.0|xal:3)"), "xal"),
)
_MODULE = re.compile(r"https?://www\.opengis\.net/citygml/([a-z]+)/\d\.\d")
#: i-UR: uro (urban objects), urf (urban functions), urc, urg, urt …, any host, any version.
_IUR = re.compile(r"https?://.*/iur/(ur[a-z])/(\d+\.\d+)")


@lru_cache(maxsize=1024)
def prefix_of(namespace: str) -> str:
    """Return the prefix of a namespace, "" for one that is not known.

    Examples
    --------
    >>> prefix_of("http://www.opengis.net/citygml/building/2.0")
    'bldg'
    >>> prefix_of("https://www.geospatial.jp/iur/uro/3.1")
    'uro'
    """
    for pattern, prefix in _PATTERNS:
        if pattern.fullmatch(namespace):
            return prefix
    if module := _MODULE.fullmatch(namespace):
        return MODULE_PREFIX.get(module[1], "")
    if iur := _IUR.fullmatch(namespace):
        return iur[1]
    return ""


@lru_cache(maxsize=65536)
def qualified(tag: str) -> str:
    """Return ``prefix:local`` of a Clark name, or the name itself if its namespace is unknown.

    Examples
    --------
    >>> qualified("{http://www.opengis.net/gml/3.2}posList")
    'gml:posList'
    >>> qualified("{urn:example}isHeated")
    '{urn:example}isHeated'
    """
    if not tag.startswith("{"):
        return tag
    namespace, _, local = tag[1:].partition("}")
    prefix = prefix_of(namespace)
    return f"{prefix}:{local}" if prefix else tag


@lru_cache(maxsize=65536)
def prefix_and_local(tag: str) -> tuple[str, str]:
    """Return prefix and local name of a Clark name; "" as prefix of an unknown namespace.

    Examples
    --------
    >>> prefix_and_local("{http://www.opengis.net/citygml/building/2.0}Building")
    ('bldg', 'Building')
    >>> prefix_and_local("{urn:example}Kiosk")
    ('', 'Kiosk')
    """
    namespace, _, local = tag.rpartition("}")
    return prefix_of(namespace[1:]), local


def iur_version(namespaces: frozenset[str]) -> str:
    """Return the version of i-UR among the namespaces of a file, "" where it uses none.

    Examples
    --------
    >>> iur_version(frozenset({"https://www.geospatial.jp/iur/uro/3.1"}))
    '3.1'
    """
    found = [match[2] for match in map(_IUR.fullmatch, namespaces) if match]
    return max(found, default="")


class Role(Enum):
    """What a child element of a city object is to the reader."""

    POLYGONS = auto()
    CURVES = auto()
    IMPLICIT = auto()
    TIN = auto()
    BOUNDARY = auto()
    OPENING = auto()
    CHILD = auto()
    UNREAD = auto()
    SKIP = auto()
    ATTRIBUTE = auto()


class Property(NamedTuple):
    """Role of a child element; for geometry also its level of detail and what it holds."""

    role: Role
    lod: int = -1
    holds: str = ""


#: Extensions of any namespace name their geometry in the same way.
_GEOMETRY = re.compile(
    r"(?:\w+:|\{[^}]*\})lod(?P<lod>[0-4])(?P<holds>Solid|MultiSolid|MultiSurface|Surface|FootPrint"
    r"|RoofEdge|Geometry|MultiCurve|Curve|TerrainIntersectionCurve|TerrainIntersection"
    r"|ImplicitRepresentation|MultiPoint|Point|anchorPoint|Network)"
)
_HOLDS_ROLE = {
    **dict.fromkeys(
        ("Solid", "MultiSolid", "MultiSurface", "Surface", "FootPrint", "RoofEdge", "Geometry"),
        Role.POLYGONS,
    ),
    "ImplicitRepresentation": Role.IMPLICIT,
}

_ROLES = {
    Role.BOUNDARY: {
        "bldg:boundedBy",
        "brid:boundedBy",
        "con:boundary",
        "core:boundary",
        "core:boundedBy",
        "tun:boundedBy",
        "uro:boundedBy",
        "wtr:boundedBy",
    },
    Role.OPENING: {
        "bldg:opening",
        "brid:opening",
        "con:fillingSurface",
        "core:opening",
        "tun:opening",
    },
    Role.CHILD: {
        "bldg:buildingConstructiveElement",
        "bldg:buildingFurniture",
        "bldg:buildingInstallation",
        "bldg:buildingPart",
        "bldg:buildingRoom",
        "bldg:buildingSubdivision",
        "bldg:buildingUnit",
        "bldg:consistsOfBuildingPart",
        "bldg:interiorBuildingInstallation",
        "bldg:interiorFurniture",
        "bldg:interiorRoom",
        "bldg:outerBuildingInstallation",
        "bldg:roomInstallation",
        "bldg:storey",
        "brid:bridgeConstructiveElement",
        "brid:bridgeFurniture",
        "brid:bridgeInstallation",
        "brid:bridgePart",
        "brid:bridgeRoom",
        "brid:bridgeRoomInstallation",
        "brid:consistsOfBridgePart",
        "brid:interiorBridgeInstallation",
        "brid:interiorBridgeRoom",
        "brid:interiorFurniture",
        "brid:outerBridgeConstruction",
        "brid:outerBridgeInstallation",
        "con:filling",
        "core:auxiliaryTrafficArea",
        "core:consistsOfBuildingPart",
        "core:groupMember",
        "core:interiorBuildingInstallation",
        "core:interiorFurniture",
        "core:interiorRoom",
        "core:outerBuildingInstallation",
        "core:reliefComponent",
        "core:roomInstallation",
        "core:trafficArea",
        "dem:reliefComponent",
        "grp:groupMember",
        "tran:auxiliaryTrafficArea",
        "tran:auxiliaryTrafficSpace",
        "tran:clearanceSpace",
        "tran:hole",
        "tran:intersection",
        "tran:marking",
        "tran:section",
        "tran:trafficArea",
        "tran:trafficSpace",
        "tun:consistsOfTunnelPart",
        "tun:hollowSpace",
        "tun:hollowSpaceInstallation",
        "tun:interiorFurniture",
        "tun:interiorHollowSpace",
        "tun:interiorTunnelInstallation",
        "tun:outerTunnelInstallation",
        "tun:tunnelConstructiveElement",
        "tun:tunnelFurniture",
        "tun:tunnelInstallation",
        "tun:tunnelPart",
        "uro:constructionInstallation",
    },
    Role.TIN: {"core:tin", "dem:tin"},
    Role.CURVES: {"dem:ridgeOrValleyLines", "dem:breaklines", "dem:reliefPoints"},
    Role.UNREAD: {"core:grid", "core:pointCloud", "dem:grid", "dem:pointCloud"},
    Role.SKIP: {"app:appearance", "core:appearance", "gml:boundedBy"},
}
_PROPERTIES = {name: Property(role) for role, names in _ROLES.items() for name in names}


@lru_cache(maxsize=65536)
def property_of(tag: str) -> Property:
    """Return what a child element with this Clark name is to the reader.

    Examples
    --------
    >>> property_of("{http://www.opengis.net/citygml/building/2.0}lod2Solid")
    Property(role=<Role.POLYGONS: 1>, lod=2, holds='Solid')
    >>> property_of("{https://www.geospatial.jp/iur/uro/3.1}lod1HeightType").role.name
    'ATTRIBUTE'
    """
    name = qualified(tag)
    if name in _PROPERTIES:
        return _PROPERTIES[name]
    geometry = _GEOMETRY.fullmatch(name)
    if geometry is None:
        return Property(Role.ATTRIBUTE)
    role = _HOLDS_ROLE.get(geometry["holds"], Role.CURVES)
    return Property(role, int(geometry["lod"]), geometry["holds"])


#: Local name of a thematic surface -> kind; 2.0 and 3.0 names together.
SURFACE_KINDS = {
    "GroundSurface": SurfaceKind.GROUND,
    "WallSurface": SurfaceKind.WALL,
    "RoofSurface": SurfaceKind.ROOF,
    "OuterCeilingSurface": SurfaceKind.OUTER_CEILING,
    "OuterFloorSurface": SurfaceKind.OUTER_FLOOR,
    "ClosureSurface": SurfaceKind.CLOSURE,
    "Window": SurfaceKind.WINDOW,
    "WindowSurface": SurfaceKind.WINDOW,
    "Door": SurfaceKind.DOOR,
    "DoorSurface": SurfaceKind.DOOR,
    "InteriorWallSurface": SurfaceKind.INTERIOR,
    "CeilingSurface": SurfaceKind.INTERIOR,
    "FloorSurface": SurfaceKind.INTERIOR,
    "WaterSurface": SurfaceKind.WATER,
    "WaterClosureSurface": SurfaceKind.CLOSURE,
    "TrafficArea": SurfaceKind.TRAFFIC,
    "AuxiliaryTrafficArea": SurfaceKind.TRAFFIC,
    "Marking": SurfaceKind.TRAFFIC,
}


@lru_cache(maxsize=1024)
def surface_kind(local_name: str) -> SurfaceKind:
    """Return the kind of a thematic surface; an extension's name ends with the one it refines.

    Examples
    --------
    >>> surface_kind("RoofSurface").name, surface_kind("SolarRoofSurface").name
    ('ROOF', 'ROOF')
    >>> surface_kind("InteriorWallSurface").name, surface_kind("Shape").name
    ('INTERIOR', 'OTHER')
    """
    refined = [name for name in SURFACE_KINDS if local_name.endswith(name)]
    return SURFACE_KINDS[max(refined, key=len)] if refined else SurfaceKind.OTHER


#: Prefix of a city object's class -> kind of polygons that no thematic surface names.
PREFIX_KINDS = {
    "tran": SurfaceKind.TRAFFIC,
    "wtr": SurfaceKind.WATER,
    "urf": SurfaceKind.ZONE,
    "luse": SurfaceKind.ZONE,
}
#: Prefixes of classes that stand in the way of light and sight.
SOLID_PREFIXES = frozenset({"bldg", "brid", "con", "frn", "veg"})
#: Classes that do so whatever their prefix: extensions had them before CityGML 3.0.
SOLID_KINDS = frozenset({"OtherConstruction", "ConstructionInstallation"})
#: Classes with such a prefix that are inside others.
INDOOR_KINDS = frozenset(
    {
        "BridgeFurniture",
        "BridgeRoom",
        "BuildingFurniture",
        "BuildingRoom",
        "BuildingUnit",
        "HollowSpace",
        "IntBridgeInstallation",
        "IntBuildingInstallation",
        "IntTunnelInstallation",
        "Room",
        "Storey",
        "TunnelFurniture",
    }
)
