"""Names and attributes of GML elements, whatever version of GML they are in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from citygml.namespaces import qualified

#: An lxml element; lxml is not typed.
Element = Any

GML_NAMESPACES = ("http://www.opengis.net/gml", "http://www.opengis.net/gml/3.2")
_ID_ATTRIBUTES = tuple(f"{{{namespace}}}id" for namespace in GML_NAMESPACES)
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
#: No place on Earth has a larger coordinate, in degrees or metres; zone-prefixed eastings have 3e7.
MAX_COORDINATE = 1e8
#: Values of srsDimension.
DIMENSIONS = {"2": 2, "3": 3}


def gml_id(element: Element) -> str:
    """Return ``gml:id`` of an element, "" without one."""
    for name in _ID_ATTRIBUTES:
        value = element.get(name)
        if value is not None:
            return str(value)
    return ""


def gml_names(*local_names: str) -> tuple[str, ...]:
    """Return the Clark names of GML elements in every version of GML."""
    return tuple(f"{{{namespace}}}{name}" for namespace in GML_NAMESPACES for name in local_names)


#: Points of a line or a ring, one by one; they may be inside a ``gml:pointProperty``.
_POINT_TEXTS = gml_names("pos", "coord")
#: A ring put together from curves: straight ones make a ring, bent ones do not.
_RING_OF_CURVES = frozenset(gml_names("Ring"))
_STRAIGHT = gml_names("LineString", "LineStringSegment")
_BENT = gml_names(
    *("Arc", "ArcByBulge", "ArcByCenterPoint", "ArcString", "ArcStringByBulge", "Bezier"),
    *("BSpline", "Circle", "CircleByCenterPoint", "Clothoid", "CubicSpline", "Geodesic"),
    *("GeodesicString", "OffsetCurve"),
)
_CURVE_MEMBERS = gml_names("curveMember", "baseCurve")
_ORIENTABLE_CURVE = gml_names("OrientableCurve")
#: Holes of polygons, their rings, and surfaces that may be turned round.
INTERIOR = gml_names("interior", "innerBoundaryIs")
_RING = gml_names("LinearRing", "Ring")
ORIENTABLE = gml_names("OrientableSurface")


def id_attribute(tag: str) -> str:
    """Return the name of ``gml:id`` on elements of the same version of GML.

    Examples
    --------
    >>> id_attribute("{http://www.opengis.net/gml/3.2}Polygon")
    '{http://www.opengis.net/gml/3.2}id'
    """
    return f"{tag.rpartition('}')[0]}}}id"


def ring_fault(ring: Element) -> str:
    """Return why the curves a ring is made of are no straight lines, "" if they are."""
    if ring.tag not in _RING_OF_CURVES:
        return ""
    bent = next(ring.iter(*_BENT), None)
    if bent is not None:
        return f"gml:Ring with a gml:{bent.tag.rpartition('}')[2]}; only straight lines are read"
    for member in ring.iter(*_CURVE_MEMBERS):
        if member.get(XLINK_HREF) is not None:
            return f"gml:Ring that refers to the curve {member.get(XLINK_HREF)!r}; it is not read"
    return ""


def coordinate_text(ring: Element, dimension: int = 3) -> tuple[str, int]:
    """Text of a ring's coordinates and the dimension it declares (0 = does not say).

    `dimension` counts for a ring of several lines, where nothing in it says another.
    """
    own = DIMENSIONS.get(ring.get("srsDimension"), 0)
    if ring.tag in _RING_OF_CURVES:
        return _joined_lines(ring, own or dimension)
    children = list(ring.iterchildren("*"))
    for part in (ring, *children):
        name = qualified(part.tag)
        if name == "gml:posList":
            return part.text or "", DIMENSIONS.get(part.get("srsDimension"), own)
        if name == "gml:coordinates":
            return _separated(part), own
    points = [part for part in ring.iter(*_POINT_TEXTS) if part is not ring]
    declared = next((d for p in points if (d := DIMENSIONS.get(p.get("srsDimension")))), own)
    return " ".join(map(_point_text, points)), declared


def _joined_lines(ring: Element, dimension: int) -> tuple[str, int]:
    """Text of the lines of a ring one after the other, a point where two meet taken once."""
    joined: list[str] = []
    for line in ring.iter(*_STRAIGHT):
        text, declared = coordinate_text(line)
        dimension = declared or dimension
        numbers = text.split()
        points = [numbers[i : i + dimension] for i in range(0, len(numbers), dimension)]
        backward = sum(o.get("orientation") == "-" for o in line.iterancestors(*_ORIENTABLE_CURVE))
        if backward % 2:
            points.reverse()
        if joined and points and joined[-dimension:] == points[0]:
            del points[0]
        joined += [number for point in points for number in point]
    return " ".join(joined), dimension


def _separated(coordinates: Element) -> str:
    """Text of ``gml:coordinates``, whose separators are attributes (GML 3.1.1, 8.1.1)."""
    text = coordinates.text or ""
    within, between = coordinates.get("cs") or ",", coordinates.get("ts") or " "
    point = coordinates.get("decimal") or "."
    return text.replace(within, " ").replace(point, ".").replace(between, " ")


def _point_text(point: Element) -> str:
    """Numbers of a ``gml:pos``, or of a ``gml:coord`` of X, Y and Z."""
    return " ".join(part.text or "" for part in ([*point] or [point]))


def is_turned(part: Element) -> bool:
    """Whether the oriented surfaces around an element turn it round."""
    turns = [o for o in part.iterancestors(*ORIENTABLE) if o.get("orientation") == "-"]
    return len(turns) % 2 == 1


def upwards(polygon: Element, element: Element) -> Iterator[Element]:
    """Yield a polygon and what is around it, up to a geometry property."""
    part = polygon
    while part is not element:
        yield part
        part = part.getparent()


def rings_of(polygon: Element) -> list[Element]:
    """Rings of a polygon, the exterior first."""
    interior = [ring for hole in polygon.iter(*INTERIOR) for ring in hole.iter(*_RING)]
    inside = set(interior)
    exterior = [ring for ring in polygon.iter(*_RING) if ring not in inside]
    return [*exterior, *interior]
