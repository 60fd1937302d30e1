"""CityGML written in a few words, and read back: the fixtures of the reader's tests.

Coordinates are EPSG:25833 (east, north, height in metres) unless a test says otherwise, so that
what comes out is what was written.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from pyproj import CRS

from citygml.codelists import Codelists
from citygml.model import CityModel
from citygml.reader import read_city
from citygml.schema import EMPTY_SCHEMA
from citygml.stream import Source

UTM33 = CRS.from_epsg(25833)
Point = tuple[float, float, float]
Ring = Sequence[Point]

NAMESPACES = {
    "core": "http://www.opengis.net/citygml/2.0",
    "bldg": "http://www.opengis.net/citygml/building/2.0",
    "brid": "http://www.opengis.net/citygml/bridge/2.0",
    "dem": "http://www.opengis.net/citygml/relief/2.0",
    "tran": "http://www.opengis.net/citygml/transportation/2.0",
    "wtr": "http://www.opengis.net/citygml/waterbody/2.0",
    "frn": "http://www.opengis.net/citygml/cityfurniture/2.0",
    "gml": "http://www.opengis.net/gml",
    "xlink": "http://www.w3.org/1999/xlink",
}
NAMESPACES_30 = {
    "core": "http://www.opengis.net/citygml/3.0",
    "bldg": "http://www.opengis.net/citygml/building/3.0",
    "con": "http://www.opengis.net/citygml/construction/3.0",
    "gml": "http://www.opengis.net/gml/3.2",
    "xlink": "http://www.w3.org/1999/xlink",
}


def document(
    *members: str,
    srs: str | None = "EPSG:25833",
    dimension: int = 3,
    namespaces: dict[str, str] = NAMESPACES,
) -> str:
    """A city model of these objects; without `srs` it has no envelope."""
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in namespaces.items())
    envelope = (
        f'<gml:boundedBy><gml:Envelope srsName="{srs}" srsDimension="{dimension}">'
        "<gml:lowerCorner>0 0 0</gml:lowerCorner><gml:upperCorner>9 9 9</gml:upperCorner>"
        "</gml:Envelope></gml:boundedBy>\n"
    )
    body = "".join(f"<core:cityObjectMember>{m}</core:cityObjectMember>\n" for m in members)
    return f"<core:CityModel {declared}>\n{envelope if srs else ''}{body}</core:CityModel>\n"


def element(name: str, *content: str, id: str = "") -> str:
    """``<name gml:id="id">content</name>``."""
    identity = f' gml:id="{id}"' if id else ""
    return f"<{name}{identity}>{''.join(content)}</{name}>"


def building(*content: str, id: str = "b1") -> str:
    return element("bldg:Building", *content, id=id) + "\n"


def numbers(ring: Iterable[Sequence[float]]) -> str:
    return " ".join(f"{value!r}" for point in ring for value in point)


def linear_ring(text: str) -> str:
    return f"<gml:LinearRing><gml:posList>{text}</gml:posList></gml:LinearRing>"


def polygon(exterior: Ring | str, *interiors: Ring | str, id: str = "") -> str:
    """A polygon of open rings, written closed; a ring given as text is written as it is."""
    texts = [
        ring if isinstance(ring, str) else numbers([*ring, ring[0]])
        for ring in (exterior, *interiors)
    ]
    outside, *inside = (linear_ring(text) for text in texts)
    holes = "".join(element("gml:interior", ring) for ring in inside)
    return element("gml:Polygon", element("gml:exterior", outside), holes, id=id)


def multi_surface(*polygons: str) -> str:
    members = "".join(element("gml:surfaceMember", p) for p in polygons)
    return element("gml:MultiSurface", members)


def solid(*polygons: str) -> str:
    members = "".join(element("gml:surfaceMember", p) for p in polygons)
    return element("gml:Solid", element("gml:exterior", element("gml:CompositeSurface", members)))


def links(*ids: str) -> str:
    """Surface members that refer to polygons elsewhere, in a solid."""
    members = "".join(f'<gml:surfaceMember xlink:href="#{i}"/>' for i in ids)
    return element("gml:Solid", element("gml:exterior", element("gml:CompositeSurface", members)))


def box_rings(
    east: float = 0.0, north: float = 0.0, base: float = 0.0, *, size: Point = (10.0, 10.0, 6.0)
) -> list[list[Point]]:
    """Faces of a box, counter-clockwise from outside: ground, four walls, roof."""
    (w, d, h), (e, n, z) = size, (east, north, base)
    plan = [(e, n), (e + w, n), (e + w, n + d), (e, n + d)]
    low, high = [(x, y, z) for x, y in plan], [(x, y, z + h) for x, y in plan]
    walls = [[low[i], low[(i + 1) % 4], high[(i + 1) % 4], high[i]] for i in range(4)]
    return [low[::-1], *walls, high]


def box_solid(
    east: float = 0.0, north: float = 0.0, base: float = 0.0, *, size: Point = (10.0, 10.0, 6.0)
) -> str:
    return solid(*(polygon(ring) for ring in box_rings(east, north, base, size=size)))


def boundary(name: str, *polygons: str, lod: int = 2, id: str = "") -> str:
    """A thematic surface, such as ``boundary("RoofSurface", polygon(ring))``."""
    geometry = element(f"bldg:lod{lod}MultiSurface", multi_surface(*polygons))
    return element("bldg:boundedBy", element(f"bldg:{name}", geometry, id=id))


def thematic_box(*, lod: int = 2, **place: float) -> str:
    """Boundary surfaces of a box: ground, four walls, roof; ids p0 to p5."""
    names = ["GroundSurface", *["WallSurface"] * 4, "RoofSurface"]
    return "".join(
        boundary(name, polygon(ring, id=f"p{i}"), lod=lod, id=f"s{i}")
        for i, (name, ring) in enumerate(zip(names, box_rings(**place), strict=True))
    )


def source(text: str | bytes, label: str = "test.gml", **options: object) -> Source:
    data = text.encode() if isinstance(text, str) else text
    settings = {"tile": "", "codelists": Codelists(lambda name: None), **options}
    return Source(label, lambda: io.BytesIO(data), **settings)


def read(*texts: str | bytes, crs: CRS = UTM33) -> CityModel:
    """Read documents, called test.gml, test-1.gml, …"""
    labels = ["test.gml", *(f"test-{i}.gml" for i in range(1, len(texts)))]
    sources = [source(text, label) for text, label in zip(texts, labels, strict=True)]
    return read_city(sources, schema=EMPTY_SCHEMA, crs=crs)


def reasons(city: CityModel) -> list[str]:
    return list(city.problems["reason"])
