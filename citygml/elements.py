"""Names and attributes of GML elements, whatever version of GML they are in."""

from __future__ import annotations

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


def id_attribute(tag: str) -> str:
    """Return the name of ``gml:id`` on elements of the same version of GML.

    Examples
    --------
    >>> id_attribute("{http://www.opengis.net/gml/3.2}Polygon")
    '{http://www.opengis.net/gml/3.2}id'
    """
    return f"{tag.rpartition('}')[0]}}}id"


def coordinate_text(ring: Element) -> tuple[str, int]:
    """Text of a ring's coordinates and the dimension it declares (0 = does not say)."""
    own = DIMENSIONS.get(ring.get("srsDimension"), 0)
    children = list(ring.iterchildren("*"))
    for part in (ring, *children):
        name = qualified(part.tag)
        if name == "gml:posList":
            return part.text or "", DIMENSIONS.get(part.get("srsDimension"), own)
        if name == "gml:coordinates":
            return (part.text or "").replace(",", " "), own
    points = [part for part in children if qualified(part.tag) == "gml:pos"]
    declared = DIMENSIONS.get(points[0].get("srsDimension"), own) if points else own
    return " ".join(point.text or "" for point in points), declared
