"""Tag of an element -> what it is to an inspection."""

from __future__ import annotations

from functools import lru_cache

from citygml.attribute_inspection import note_meaning
from citygml.elements import gml_names
from citygml.namespaces import SURFACE_KINDS, Role, prefix_and_local, property_of, qualified
from citygml.road_inspection import AREAS

POLYGONS = frozenset({"gml:Polygon", "gml:Triangle", "gml:Rectangle", "gml:PolygonPatch"})
#: Triangulated surfaces, and what holds their triangles.
TRIANGULATED = frozenset({"gml:TriangulatedSurface", "gml:Tin"})
PATCHES = frozenset(gml_names("trianglePatches", "patches"))
_GEOMETRIES = POLYGONS | {
    f"gml:{name}"
    for name in (
        *("MultiSurface", "CompositeSurface", "Surface", "TriangulatedSurface", "Tin"),
        *("Solid", "OrientableSurface"),
    )
}
_NO_FEATURES = frozenset({"gml", "app", "xal", "xlink"})
#: What other elements are to the walk: curves, and the areas of a road.
_OTHERS = {
    **dict.fromkeys(AREAS, "area"),
    **{f"gml:{name}": "line" for name in ("LineString", "LineStringSegment")},
    "gml:CompositeCurve": "chain",
    "gml:OrientableCurve": "oriented line",
}


@lru_cache(maxsize=65536)
def meaning(tag: str) -> tuple[str, str, int]:
    """Return the name of an element, what it is to the walk, and its level of detail.

    Examples
    --------
    >>> meaning("{http://www.opengis.net/citygml/building/2.0}lod2Solid")
    ('bldg:lod2Solid', 'property', 2)
    """
    name = qualified(tag)
    prefix, local = prefix_and_local(tag)
    known = property_of(tag)
    what = ""
    if local == "relativeGMLGeometry":
        what = "local"
    elif known.lod >= 0:
        what = "property"
    elif known.role is Role.BOUNDARY:
        what = "boundary"
    elif known.role is Role.OPENING:
        what = "opening"
    elif name in _GEOMETRIES:
        what = "geometry"
    elif local in {"BuildingIDAttribute", "BuildingDetailAttribute", "BuildingDetails"}:
        what = "details"
    elif local[:1].isupper() and prefix not in _NO_FEATURES and local not in SURFACE_KINDS:
        what = "object"
    elif note_meaning(local)[0]:
        return name, *note_meaning(local)
    return name, what or _OTHERS.get(name, ""), known.lod
